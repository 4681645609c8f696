//! Look-alike letters: a refused text with all its non-ASCII characters spelt out, so that a reader sees the
//! difference.

use std::fmt::Write as _;

use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::text::cut;

/// A sentence with a space before it; empty if all is ASCII. It depends on `shown` alone, so that a record gives it
/// again.
pub(super) fn spelt_out(shown: &str) -> String {
    if shown.chars().all(|c| c.is_ascii() || is_ours(c)) {
        return String::new();
    }
    let mut spelt = String::new();
    for c in shown.chars() {
        if c.is_ascii() || is_ours(c) {
            spelt.push(c);
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(spelt, "‹U+{:04X}›", u32::from(c));
        }
    }
    format!(" Spelled out, with non-ASCII characters as tokens: {}", cut(&spelt, 2 * OBSERVED_CHARS_MAX))
}

fn is_ours(c: char) -> bool {
    matches!(c, '‹' | '›' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_passes_for_another_is_spelt_out() {
        assert_eq!(
            spelt_out("рroduction"),
            " Spelled out, with non-ASCII characters as tokens: ‹U+0440›roduction"
        );
        assert!(spelt_out("local\u{2011}dev").contains(": local‹U+2011›dev"));
        assert!(spelt_out("ｌocal-dev").contains(": ‹U+FF4C›ocal-dev"));
    }

    #[test]
    fn plain_text_tokens_and_the_mark_of_a_cut_need_no_spelling() {
        for plain in ["", "production", "a‹U+E000›b…"] {
            assert_eq!(spelt_out(plain), "");
        }
    }

    #[test]
    fn a_long_text_is_spelt_out_as_far_as_a_message_has_room() {
        assert!(spelt_out(&"数".repeat(80)).chars().count() < 3 * OBSERVED_CHARS_MAX);
    }
}
