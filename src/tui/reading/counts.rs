//! What is counted once of a text: its bytes, its lines, and what in it does not show.

use crate::review::text::hidden_count;

/// What a text comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Its length.
    pub bytes: usize,
    /// Its line feeds, and one for a last line without.
    pub lines: usize,
    /// Lines that end with a carriage return and a line feed.
    pub crlf_lines: usize,
    /// Control, bidi and invisible characters, other than tabs and the ends of lines.
    pub hidden: usize,
}

impl Counts {
    pub(super) fn of(text: &str) -> Self {
        let mut counts = Self { bytes: text.len(), lines: 0, crlf_lines: 0, hidden: 0 };
        for line in text.split_inclusive('\n') {
            counts.lines += 1;
            let line = match line.strip_suffix('\n') {
                Some(line) if line.ends_with('\r') => {
                    counts.crlf_lines += 1;
                    line.get(..line.len() - 1).unwrap_or(line)
                }
                Some(line) => line,
                None => line,
            };
            if !line.bytes().all(shows) {
                counts.hidden += hidden_count(line) - line.matches('\t').count();
            }
        }
        counts
    }
}

/// Whether a byte belongs to a character that is never hidden, whatever the others of it say: printable ASCII, tabs,
/// U+00C0–U+02FF, U+0400–U+04FF, U+4000–U+CFFF.
fn shows(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | 0x80..=0xBF | 0xC3..=0xCB | 0xD0..=0xD3 | 0xE4..=0xEC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_wc_does_and_a_last_one_without_an_end() {
        let lines = |text: &str| Counts::of(text).lines;
        assert_eq!(["", "\n", "a", "a\n", "a\nb", "\n\n"].map(lines), [0, 1, 1, 1, 2, 2]);
    }

    #[test]
    fn ends_of_lines_and_tabs_are_not_hidden() {
        let counts = Counts::of("a\tb\r\nc\u{202E}\rd\n\u{200B}\té");
        assert_eq!(counts, Counts { bytes: 18, lines: 3, crlf_lines: 1, hidden: 3 });
    }

    #[test]
    fn no_hidden_character_is_taken_for_one_that_shows() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert!(
                !text.bytes().all(shows) || c == '\t' || hidden_count(&text) == 0,
                "{}",
                c.escape_unicode()
            );
        }
    }
}
