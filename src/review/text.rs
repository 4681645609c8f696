//! Display of text so that nothing in it can hide: invisible characters become tokens such as `‹U+202E›`.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// One line, with a token for every character that a terminal would hide, obey or reorder. Idempotent.
/// Records never store this form; their bytes stay unchanged.
///
/// Tokens replace controls (line feed and tab too), format characters (bidi, zero-width, tags, joiners), other
/// default-ignorable characters, variation selectors except U+FE0E or U+FE0F after an emoji, line and paragraph
/// separators, private-use and unassigned characters, marks without a base, and all marks after the fourth on one
/// base.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) || classified(text).all(|(_, sight)| sight == Sight::Plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(with_tokens(text))
}

/// Keeps line feeds, for notes of several lines.
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    if text.split('\n').all(|line| matches!(visible(line), Cow::Borrowed(_))) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split('\n').map(visible).collect::<Vec<_>>().join("\n"))
}

#[must_use]
pub fn hidden_count(text: &str) -> usize {
    if is_plain(text) {
        return 0;
    }
    classified(text).filter(|(_, sight)| *sight == Sight::Hidden).count()
}

/// True for control, bidi or invisible format characters, which are a finding in a known field.
/// Narrower than [`visible`]: private-use characters and piled accents become tokens, yet hide nothing.
#[must_use]
pub fn has_hidden(text: &str) -> bool {
    !is_plain(text) && classified(text).any(|(_, sight)| sight == Sight::Hidden)
}

/// True if a reader sees nothing: only white space, blank glyphs and invisible characters, or no text at all.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    // Every graphic character of ASCII is visible.
    let drawn = text.bytes().any(|byte| byte.is_ascii_graphic());
    !drawn
        && classified(text).all(|(c, sight)| sight == Sight::Hidden || c.is_whitespace() || is_blank_glyph(c))
}

/// At most `chars_max` characters, the `…` that marks a cut included.
/// Cuts between grapheme clusters only, so that no accent moves to another letter.
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

/// Columns in a terminal, for text that was made [visible].
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// More marks on one base would paint over neighbouring lines.
const MARKS_MAX: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Plain,
    /// Becomes a token: a control, bidi or invisible format character.
    Hidden,
    /// Becomes a token: visible, but not drawn alike everywhere.
    Odd,
}

/// Fast path for most text: no table, and ASCII eight bytes at a time.
fn is_plain(text: &str) -> bool {
    let (eights, rest) = text.as_bytes().as_chunks();
    let is_ascii = || rest.iter().all(|byte| matches!(byte, b' '..=b'~'));
    eights.iter().all(|eight| are_plain(*eight)) && is_ascii() || text.chars().all(is_plain_anywhere)
}

/// Common Latin letters and signs, plain after any character.
fn is_plain_anywhere(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{C0}'..='\u{24F}' | '─'..='╿' | '·' | '–' | '‘'..='”' | '…' | '‹' | '›' | '→' | '▸')
}

/// True if all eight bytes are printable ASCII. Any other byte has its high bit set, or gets it when a space is
/// subtracted or one is added. A carry comes only from such a byte, so it cannot change the answer.
fn are_plain(eight: [u8; 8]) -> bool {
    const SPACES: u64 = u64::from_ne_bytes([b' '; 8]);
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = u64::from_ne_bytes([0x80; 8]);
    let bytes = u64::from_ne_bytes(eight);
    (bytes | bytes.wrapping_sub(SPACES) | bytes.wrapping_add(ONES)) & HIGHEST == 0
}

fn with_tokens(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() * 2);
    for (c, sight) in classified(text) {
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

/// A character's neighbours decide: an accent needs a letter before it in its grapheme cluster.
fn classified(text: &str) -> impl Iterator<Item = (char, Sight)> {
    text.graphemes(true).flat_map(|cluster| {
        let mut base = Base::None;
        cluster.chars().map(move |c| (c, base.classify(c)))
    })
}

#[derive(Clone, Copy)]
enum Base {
    None,
    /// One variation selector may follow it.
    Emoji,
    Marked(usize),
}

impl Base {
    fn classify(&mut self, c: char) -> Sight {
        let (sight, next) = if matches!(self, Self::Emoji) && matches!(c, '\u{FE0E}' | '\u{FE0F}') {
            (Sight::Plain, Self::Marked(0))
        } else if is_hidden(c) {
            (Sight::Hidden, Self::None)
        } else if is_private_or_unassigned(c) {
            (Sight::Odd, Self::None)
        } else if is_mark(c) {
            self.with_mark(c)
        } else if !c.is_ascii() && c.is_emoji_char() {
            // Unicode counts ASCII digits as emoji, but a selector after one would show nothing.
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

/// Controls, format characters, separators, and all else in `Default_Ignorable_Code_Point`
/// (`DerivedCoreProperties.txt` of Unicode).
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

fn is_private_or_unassigned(c: char) -> bool {
    matches!(c.general_category(), GeneralCategory::PrivateUse | GeneralCategory::Unassigned)
}

/// Accents, and letters that a terminal gives no column of their own.
fn is_mark(c: char) -> bool {
    has_no_width(c)
        || matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark | GeneralCategory::EnclosingMark
        )
}

/// A terminal drops such a character if it comes alone.
fn has_no_width(c: char) -> bool {
    c.width() == Some(0)
}

/// Symbols drawn as nothing that Unicode does not call space: the blank Braille pattern, the musical null note head.
fn is_blank_glyph(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{1D159}')
}
