//! Showing text so that nothing in it can hide: hidden characters become tokens such as `‹U+202E›`.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `text` on one line, with every character that a terminal would hide, obey or reorder as a token.
///
/// Tokens stand for: controls (line feed and tab too), format characters (bidi controls, zero-width
/// characters, tags, joiners, also inside emoji), other default-ignorable characters, variation selectors
/// except one of U+FE0E and U+FE0F right behind an emoji, line and paragraph separators, private-use and
/// unassigned characters, a zero-width mark without a base and the fifth and later marks on one base.
/// Applying it twice changes nothing more. The bytes of a record are never replaced by this form.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain_ascii(text) || judged(text).all(|(_, sight)| sight == Sight::Plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(with_tokens(text))
}

/// As [`visible`], except that line feeds stay line breaks: for a note of several lines.
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    if text.split('\n').all(|line| matches!(visible(line), Cow::Borrowed(_))) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split('\n').map(visible).collect::<Vec<_>>().join("\n"))
}

/// How many control, bidi and invisible format characters `text` has.
#[must_use]
pub fn hidden_count(text: &str) -> usize {
    if is_plain_ascii(text) {
        return 0;
    }
    judged(text).filter(|(_, sight)| *sight == Sight::Hidden).count()
}

/// Whether `text` has a control, bidi or invisible format character: in a known field that is a finding.
///
/// Narrower than "[`visible`] shows a token": a private-use character or a pile of accents is shown as
/// tokens, yet hides nothing.
#[must_use]
pub fn has_hidden(text: &str) -> bool {
    !is_plain_ascii(text) && judged(text).any(|(_, sight)| sight == Sight::Hidden)
}

/// Whether a reader sees nothing: `text` is empty or has only white space, blank glyphs and hidden characters.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    // A reader sees at once whatever ASCII draws.
    let drawn = text.bytes().any(|byte| byte.is_ascii_graphic());
    !drawn && judged(text).all(|(c, sight)| sight == Sight::Hidden || c.is_whitespace() || is_blank_glyph(c))
}

/// At most `chars_max` characters (Unicode scalar values) of `text`, the `…` that marks a cut included. Cuts
/// between grapheme clusters only, so no accent moves to another letter.
#[must_use]
pub fn cut(text: &str, chars_max: usize) -> String {
    if text.chars().nth(chars_max).is_none() {
        return text.to_owned();
    }
    let Some(mut room) = chars_max.checked_sub(1) else {
        return String::new();
    };
    let mut kept = String::new();
    for cluster in text.graphemes(true) {
        let Some(left) = room.checked_sub(cluster.chars().count()) else {
            break;
        };
        room = left;
        kept.push_str(cluster);
    }
    kept.push('…');
    kept
}

/// The columns `text` takes in a terminal. Meant for text already made [visible].
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Marks shown on one base; more are a flood that paints over neighbouring lines.
const MARKS_MAX: usize = 4;

/// How a character may be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// As it is.
    Plain,
    /// As a token: a control, bidi or invisible format character.
    Hidden,
    /// As a token: it would show, but not as itself everywhere.
    Odd,
}

/// Most text by far: answered without a table, eight bytes at a time.
fn is_plain_ascii(text: &str) -> bool {
    let (eights, rest) = text.as_bytes().as_chunks();
    eights.iter().all(|eight| are_plain(*eight)) && rest.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether eight bytes are all ASCII that shows. Of a byte that is not, the highest bit is set, or comes to be by taking a
/// space from it or by adding one; what is carried over from it to its neighbour changes nothing any more.
fn are_plain(eight: [u8; 8]) -> bool {
    const SPACES: u64 = u64::from_ne_bytes([b' '; 8]);
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = u64::from_ne_bytes([0x80; 8]);
    let bytes = u64::from_ne_bytes(eight);
    (bytes | bytes.wrapping_sub(SPACES) | bytes.wrapping_add(ONES)) & HIGHEST == 0
}

fn with_tokens(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() * 2);
    for (c, sight) in judged(text) {
        match sight {
            Sight::Plain => shown.push(c),
            Sight::Hidden | Sight::Odd => {
                // Writing to a `String` cannot fail.
                let _ = write!(shown, "‹U+{:04X}›", u32::from(c));
            }
        }
    }
    shown
}

/// Every character of `text` with how it may be shown. That depends on what stands before it in the same
/// grapheme cluster: an accent needs a letter.
fn judged(text: &str) -> impl Iterator<Item = (char, Sight)> {
    text.graphemes(true).flat_map(|cluster| {
        let mut base = Base::None;
        cluster.chars().map(move |c| (c, base.judge(c)))
    })
}

/// What a mark in a grapheme cluster would be drawn on.
#[derive(Clone, Copy)]
enum Base {
    /// Nothing, or a token.
    None,
    /// An emoji just before it, which one variation selector may follow.
    Emoji,
    /// A character with this many marks already on it.
    Marked(usize),
}

impl Base {
    /// How `c` may be shown here, and what that leaves for the next mark.
    fn judge(&mut self, c: char) -> Sight {
        let (sight, next) = if matches!(self, Self::Emoji) && matches!(c, '\u{FE0E}' | '\u{FE0F}') {
            (Sight::Plain, Self::Marked(0))
        } else if is_hidden(c) {
            (Sight::Hidden, Self::None)
        } else if is_private_or_unassigned(c) {
            (Sight::Odd, Self::None)
        } else if is_mark(c) {
            self.with_mark(c)
        } else if !c.is_ascii() && c.is_emoji_char() {
            // ASCII digits are emoji by the book, but a selector behind one would show nothing.
            (Sight::Plain, Self::Emoji)
        } else {
            (Sight::Plain, Self::Marked(0))
        };
        *self = next;
        sight
    }

    fn with_mark(self, mark: char) -> (Sight, Self) {
        match self {
            Self::None if has_no_width(mark) => (Sight::Odd, self),
            Self::None => (Sight::Plain, Self::Marked(0)),
            Self::Emoji => (Sight::Plain, Self::Marked(1)),
            Self::Marked(MARKS_MAX) => (Sight::Odd, self),
            Self::Marked(marks) => (Sight::Plain, Self::Marked(marks + 1)),
        }
    }
}

/// Controls, format characters, separators of lines and paragraphs, and whatever else Unicode lists as
/// `Default_Ignorable_Code_Point` (`DerivedCoreProperties.txt`) outside those categories.
fn is_hidden(c: char) -> bool {
    let ignorable = matches!(c,
        '\u{34F}'                     // combining grapheme joiner
        | '\u{115F}'..='\u{1160}'     // Hangul fillers
        | '\u{17B4}'..='\u{17B5}'     // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}'     // Mongolian variation selectors
        | '\u{2065}'
        | '\u{3164}' | '\u{FFA0}'     // Hangul fillers
        | '\u{FE00}'..='\u{FE0F}'     // variation selectors
        | '\u{FFF0}'..='\u{FFF8}'
        | '\u{E0000}'..='\u{E0FFF}'   // tags, more variation selectors
    );
    ignorable
        || matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
}

/// Characters no font agrees on: private use, noncharacters, code points not assigned yet.
fn is_private_or_unassigned(c: char) -> bool {
    matches!(c.general_category(), GeneralCategory::PrivateUse | GeneralCategory::Unassigned)
}

/// Accents and the like, also letters that a terminal gives no column of their own.
fn is_mark(c: char) -> bool {
    has_no_width(c)
        || matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark | GeneralCategory::EnclosingMark
        )
}

/// Alone, such a character would be dropped from the screen.
fn has_no_width(c: char) -> bool {
    c.width() == Some(0)
}

/// Symbols drawn as nothing, though Unicode does not call them space: the blank Braille pattern and the
/// musical null note head.
fn is_blank_glyph(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{1D159}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn eight_bytes_are_plain_where_each_of_them_is() {
        for byte in 0..=u8::MAX {
            for (other, at) in b" ~m".iter().flat_map(|other| (0..8).map(move |at| (*other, at))) {
                let mut eight = [other; 8];
                eight[at] = byte;
                assert_eq!(are_plain(eight), matches!(byte, b' '..=b'~'), "{eight:?}");
            }
        }
    }

    #[test]
    fn plain_text_is_borrowed_as_it_is() {
        let texts = "local-dev|a ~ b|Prüfung läuft|数据库 검토 בדיקה|e\u{301}|❤\u{FE0F} 👍🏽 🇸🇪|";
        for text in texts.split('|') {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text}");
            assert_eq!(visible(text), text);
            assert!(!has_hidden(text), "{text}");
        }
    }

    #[test]
    fn a_control_becomes_a_token_of_at_least_four_upper_case_digits() {
        assert_eq!(visible("a\0b\x1B[31mc"), "a‹U+0000›b‹U+001B›[31mc");
        assert_eq!(visible("\u{7F}\u{9B}"), "‹U+007F›‹U+009B›");
        assert_eq!(visible("a\tb\r\nc"), "a‹U+0009›b‹U+000D›‹U+000A›c");
    }

    #[test]
    fn bidi_controls_and_zero_width_characters_become_tokens() {
        let bidi = "\u{200E}\u{200F}\u{61C}\u{202A}\u{202E}\u{2066}\u{2069}";
        let no_width =
            "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{34F}\u{180E}\u{FFF9}\u{E0001}\u{E0041}";
        let fillers_and_breaks = "\u{115F}\u{3164}\u{FFA0}\u{E0100}\u{2028}\u{2029}";
        for c in [bidi, no_width, fillers_and_breaks].concat().chars() {
            let text = format!("a{c}b");
            assert_eq!(visible(&text), format!("a‹U+{:04X}›b", u32::from(c)));
            assert!(has_hidden(&text), "U+{:04X}", u32::from(c));
            assert_eq!(hidden_count(&text), 1);
        }
    }

    #[test]
    fn a_joiner_inside_an_emoji_is_shown() {
        assert_eq!(visible("👩\u{200D}💻"), "👩‹U+200D›💻");
    }

    #[test]
    fn a_variation_selector_is_shown_unless_it_dresses_an_emoji() {
        assert_eq!(visible("❤\u{FE0F}"), "❤\u{FE0F}");
        assert_eq!(visible("❤\u{FE0F}\u{FE0F}"), "❤\u{FE0F}‹U+FE0F›");
        assert_eq!(visible("❤\u{FE01}"), "❤‹U+FE01›");
        assert_eq!(visible("a\u{FE0F}"), "a‹U+FE0F›");
        assert_eq!(visible("1\u{FE0F}"), "1‹U+FE0F›");
        assert_eq!(visible("\u{FE0F}"), "‹U+FE0F›");
    }

    #[test]
    fn private_use_and_unassigned_characters_are_shown_yet_hide_nothing() {
        let text = "\u{E000}\u{378}\u{FDD0}\u{10FFFF}";
        assert_eq!(visible(text), "‹U+E000›‹U+0378›‹U+FDD0›‹U+10FFFF›");
        assert!(!has_hidden(text));
    }

    #[test]
    fn a_fifth_mark_on_one_letter_is_shown_as_a_token() {
        let four = "a\u{301}\u{302}\u{303}\u{304}";
        assert_eq!(visible(four), four);
        let flood = format!("{four}\u{305}\u{306}b");
        assert_eq!(visible(&flood), format!("{four}‹U+0305›‹U+0306›b"));
        assert!(!has_hidden(&flood));
    }

    #[test]
    fn a_mark_with_nothing_under_it_is_shown_as_a_token() {
        assert_eq!(visible("\u{301}a"), "‹U+0301›a");
        assert_eq!(visible("\u{202E}\u{301}"), "‹U+202E›‹U+0301›");
        assert_eq!(visible("a\u{200D}\u{301}"), "a‹U+200D›‹U+0301›");
        assert_eq!(visible("a\u{1161}"), "a‹U+1161›");
    }

    #[test]
    fn scripts_that_live_by_marks_stay_readable() {
        let texts = "ကာကွယ်ရေး हिन्दी ที่นี่ বাংলা \u{1112}\u{1161}\u{11AB}";
        assert_eq!(visible(texts), texts);
    }

    #[test]
    fn a_note_keeps_its_lines_and_nothing_else() {
        assert_eq!(visible_lines("one\n\ntwo\n"), "one\n\ntwo\n");
        assert!(matches!(visible_lines("one\ntwo"), Cow::Borrowed(_)));
        assert_eq!(visible_lines("a\r\n\tb\u{AD}"), "a‹U+000D›\n‹U+0009›b‹U+00AD›");
    }

    #[test]
    fn blank_is_what_a_reader_sees_nothing_of() {
        for text in "| |\t\r\n|\u{A0}\u{3000}|\u{200B}\u{202E}|\u{3164}|\u{2800}".split('|') {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", " . ", "\u{200B}x", "\u{E000}"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn a_cut_counts_characters_and_its_own_ellipsis() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdef", 5), "abcd…");
        assert_eq!(cut("abcdef", 1), "…");
        assert_eq!(cut("abcdef", 0), "");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn a_cut_never_splits_a_letter_from_its_accent() {
        assert_eq!(cut("ae\u{301}io", 3), "a…");
        assert_eq!(cut("ae\u{301}io", 4), "ae\u{301}…");
        assert_eq!(cut("👩\u{200D}💻!", 3), "…");
    }

    #[test]
    fn columns_are_those_of_a_terminal() {
        assert_eq!(columns("abc"), 3);
        assert_eq!(columns("数据"), 4);
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(columns(&visible("\u{202E}")), 8);
    }

    /// Text rich in what matters here.
    fn nasty() -> impl Strategy<Value = String> {
        let marks = "a1\n\r‹›\u{301}\u{FE0F}\u{200D}\u{202E}❤👩🇸\u{1100}\u{1161}\u{11A8}\u{915}\u{94D}\u{102C}\u{600}";
        let accent = (0x300_u32..0x370).prop_filter_map("a character", char::from_u32);
        let chosen = prop::sample::select(marks.chars().collect::<Vec<_>>());
        let c = prop_oneof![3 => any::<char>(), 2 => chosen, 1 => accent];
        prop::collection::vec(c, 0..24).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_is_visible_hides_nothing_and_stays_as_it_is(text in nasty()) {
            let shown = visible(&text).into_owned();
            prop_assert_eq!(hidden_count(&text) > 0, has_hidden(&text));
            prop_assert!(!has_hidden(&shown), "{:?}", shown);
            prop_assert_eq!(hidden_count(&shown), 0);
            prop_assert_eq!(visible(&shown), shown.as_str());
        }

        #[test]
        fn every_cluster_of_visible_text_takes_a_column(text in nasty()) {
            for cluster in visible(&text).graphemes(true) {
                prop_assert!(columns(cluster) > 0, "{:?}", cluster);
            }
        }

        #[test]
        fn visible_lines_add_no_line_and_lose_none(text in nasty()) {
            let shown = visible_lines(&text);
            prop_assert_eq!(shown.split('\n').count(), text.split('\n').count());
            prop_assert_eq!(shown.replace('\n', "‹U+000A›"), visible(&text));
        }

        #[test]
        fn a_cut_keeps_its_bound_and_its_beginning(text in nasty(), chars_max in 0_usize..12) {
            let kept = cut(&text, chars_max);
            prop_assert!(kept.chars().count() <= chars_max);
            prop_assert!(text.starts_with(kept.trim_end_matches('…')));
        }
    }
}
