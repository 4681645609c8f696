//! Showing text so that nothing in it can hide: hidden characters become tokens such as `‹U+202E›`.

#[cfg(test)]
mod tests;

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
    if is_plain(text) || judged(text).all(|(_, sight)| sight == Sight::Plain) {
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
    if is_plain(text) {
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
    !is_plain(text) && judged(text).any(|(_, sight)| sight == Sight::Hidden)
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

/// Most text by far: answered without a table, of ASCII eight bytes at a time.
fn is_plain(text: &str) -> bool {
    let (eights, rest) = text.as_bytes().as_chunks();
    let is_ascii = || rest.iter().all(|byte| matches!(byte, b' '..=b'~'));
    eights.iter().all(|eight| are_plain(*eight)) && is_ascii() || text.chars().all(is_plain_anywhere)
}

/// Letters of Latin and signs that are often met and plain whatever stands before them.
fn is_plain_anywhere(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{C0}'..='\u{24F}' | '─'..='╿' | '·' | '–' | '‘'..='”' | '…' | '‹' | '›' | '→' | '▸')
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
