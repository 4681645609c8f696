//! Counts of a text, made once: bytes, lines, invisible characters.

use super::index::PART_BYTES;
use crate::review::text::hidden_count;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub bytes: usize,
    /// Line feeds, and one for a last line without.
    pub lines: usize,
    /// Lines that end with CR LF.
    pub crlf_lines: usize,
    /// Control, bidi and invisible characters except tabs and line ends; at most [`HIDDEN_MAX`].
    pub hidden: usize,
}

/// Counting ends here: more makes no difference to a reader.
pub const HIDDEN_MAX: usize = 10_000;

impl Counts {
    pub(super) fn begin(text: &str) -> Self {
        Self { bytes: text.len(), lines: 0, crlf_lines: 0, hidden: 0 }
    }

    /// Returns the offset of the next part.
    pub(super) fn add_part(&mut self, text: &str, from: usize) -> usize {
        // A CR LF that a part cuts in two would count as an invisible CR.
        let cuts_an_end = |end: usize| text.as_bytes().get(end.saturating_sub(1)..=end) == Some(b"\r\n");
        let end = text.ceil_char_boundary((from + PART_BYTES).min(text.len()));
        let end = if cuts_an_end(end) { end + 1 } else { end };
        let mut at = from;
        for line in text.get(from..end).unwrap_or_default().split_inclusive('\n') {
            let begins_line = text.get(..at).is_none_or(|before| before.is_empty() || before.ends_with('\n'));
            self.lines += usize::from(begins_line);
            at += line.len();
            let line = match line.strip_suffix('\n') {
                Some(line) if line.ends_with('\r') => {
                    self.crlf_lines += 1;
                    line.get(..line.len() - 1).unwrap_or(line)
                }
                Some(line) => line,
                None => line,
            };
            if self.hidden < HIDDEN_MAX && !line.bytes().all(shows) {
                self.hidden = (self.hidden + hidden_in(line)).min(HIDDEN_MAX);
            }
        }
        end
    }
}

/// A text of such bytes alone has no invisible character: printable ASCII, tabs, U+00C0–U+02FF, U+0400–U+04FF,
/// U+4000–U+CFFF.
fn shows(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | 0x80..=0xBF | 0xC3..=0xCB | 0xD0..=0xD3 | 0xE4..=0xEC)
}

/// Counts as [`hidden_count`] does, without tabs. Splitting a long line into clusters would be slow, and only a
/// variation selector depends on the character before it.
fn hidden_in(line: &str) -> usize {
    let suspects = line.char_indices().filter(|(_, c)| may_hide(*c)).take(HIDDEN_MAX);
    let hides = |(at, c): (usize, char)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let before =
            before.filter(|_| matches!(c, '\u{FE0E}' | '\u{FE0F}')).map(String::from).unwrap_or_default();
        let both = format!("{before}{c}");
        hidden_count(&both) > hidden_count(&before)
    };
    suspects.filter(|suspect| hides(*suspect)).count()
}

/// Cheap filter: it passes every character that may be invisible, and few others.
fn may_hide(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{A}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}'
        | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}' | '\u{8E2}'
        | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1345F}' | '\u{1BCA0}'..='\u{1BCAF}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    impl Counts {
        fn of(text: &str) -> Self {
            let (mut counts, mut at) = (Self::begin(text), 0);
            while at < text.len() {
                at = counts.add_part(text, at);
            }
            counts
        }
    }

    #[test]
    fn nothing_is_counted_twice_or_missed_where_a_part_ends() {
        for unit in ["a\r\n", "\u{200B}\n", "e\u{301}\u{202E}", "\r", "\n", "a❤\u{FE0F}b"] {
            for shift in 0..4 {
                let text = format!("{}{}", "x".repeat(shift), unit.repeat(2 * PART_BYTES / unit.len()));
                let counts = Counts::of(&text);
                assert_eq!(counts.lines, text.split_inclusive('\n').count(), "{unit:?} {shift}");
                assert_eq!(counts.crlf_lines, text.matches("\r\n").count(), "{unit:?} {shift}");
                let lone = hidden_in(&text.replace("\r\n", "").replace('\n', ""));
                assert_eq!(counts.hidden, lone.min(HIDDEN_MAX), "{unit:?} {shift}");
            }
        }
    }

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
    fn no_hidden_character_gets_past_the_cheap_looks() {
        for c in ('\0'..=char::MAX).filter(|c| *c != '\t') {
            let text = c.to_string();
            let hidden = hidden_count(&text) > 0;
            assert!(!hidden || (may_hide(c) && !text.bytes().all(shows)), "{}", c.escape_unicode());
        }
    }

    #[test]
    fn the_count_has_a_bound() {
        assert_eq!(Counts::of(&"\u{200B}\n".repeat(HIDDEN_MAX + 9)).hidden, HIDDEN_MAX);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn hidden_characters_are_those_that_the_whole_text_has(
            text in "[a1\"é数\u{301}\u{200D}\u{202E}\u{FE0E}\u{FE0F}❤👩🇸\u{1100}\u{1161}\u{1}\u{600}\u{915}\u{94D}]{0,12}|[^\t\n]{0,12}",
        ) {
            prop_assert_eq!(hidden_in(&text), hidden_count(&text));
        }
    }
}
