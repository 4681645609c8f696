//! JSON pointers as records keep them. They are bounded while they grow, because keys repeat in every pointer below.

use crate::review::limits::POINTER_CHARS_MAX;
use crate::review::text::cut;

pub(super) fn bounded(pointer: String) -> String {
    // No text has more characters than bytes.
    if pointer.len() <= POINTER_CHARS_MAX { pointer } else { cut(&pointer, POINTER_CHARS_MAX) }
}

/// Leaves out what no record would keep of the result.
pub(super) fn below(pointer: &str, token: &str) -> String {
    // One character more than is kept is enough: nothing after it changes the cut.
    match pointer.char_indices().nth(POINTER_CHARS_MAX + 1) {
        Some((end, _)) => pointer.get(..end).unwrap_or(pointer).to_owned(),
        None => format!("{pointer}/{token}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bounded_pointer_is_the_same_however_it_grew() {
        for unit in ["a", "e\u{301}", "数", "\u{1100}", "🇸", "‹U+202E›", "👍🏽"] {
            for length in 1..POINTER_CHARS_MAX + 4 {
                let first: String = unit.chars().cycle().take(length).collect();
                let (mut grown, mut whole) = (String::new(), String::new());
                for token in [first.as_str(), "\u{301}b", "0", "1"] {
                    grown = below(&grown, token);
                    whole = format!("{whole}/{token}");
                    assert_eq!(bounded(grown.clone()), bounded(whole.clone()), "{unit} {length} {token:?}");
                    assert!(grown.len() <= whole.len());
                }
            }
        }
    }

    #[test]
    fn a_pointer_without_end_stays_short() {
        let key = "k".repeat(8 << 10);
        let deep = (0..32).fold(String::new(), |pointer, _| below(&pointer, &key));
        assert!(deep.len() < 2 * key.len());
    }
}
