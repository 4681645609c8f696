//! Removes invisible characters, so that a token split by them is still one token.

use super::runs::places;
use std::borrow::Cow;

/// Drops control and default-ignorable characters, except tab, line feed and carriage return.
///
/// Works on bytes, because decoded text need not be UTF-8. Source: Unicode `DerivedCoreProperties.txt`,
/// `Default_Ignorable_Code_Point`, and the bidirectional controls U+202A–202E.
pub(super) fn without_invisible(text: &[u8]) -> Cow<'_, [u8]> {
    let is_hidden_at = |at: usize| text.get(at..).is_some_and(|from| after_invisible(from).is_some());
    let mut suspects = places(text, may_begin_invisible);
    let Some(first) = suspects.find(|at| is_hidden_at(*at)) else {
        return Cow::Borrowed(text);
    };
    let (visible, mut rest) = text.split_at_checked(first).unwrap_or((text, &[]));
    let mut kept = visible.to_vec();
    while let Some((byte, after_byte)) = rest.split_first() {
        if may_begin_invisible(*byte)
            && let Some(after_character) = after_invisible(rest)
        {
            rest = after_character;
        } else {
            kept.push(*byte);
            rest = after_byte;
        }
    }
    Cow::Owned(kept)
}

/// True for control bytes and for every byte of a character outside ASCII.
pub(super) const fn may_begin_invisible(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r') || (byte >= 0x7f)
}

fn after_invisible(text: &[u8]) -> Option<&[u8]> {
    match text {
        // ASCII controls
        [0x00..=0x08 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f, rest @ ..]
        // U+00AD soft hyphen, the C1 controls, U+034F, U+061C
        | [0xc2, 0x80..=0x9f | 0xad, rest @ ..]
        | [0xcd, 0x8f, rest @ ..]
        | [0xd8, 0x9c, rest @ ..]
        // U+115F–1160, U+17B4–17B5, U+180B–180F
        | [0xe1, 0x85, 0x9f | 0xa0, rest @ ..]
        | [0xe1, 0x9e, 0xb4 | 0xb5, rest @ ..]
        | [0xe1, 0xa0, 0x8b..=0x8f, rest @ ..]
        // U+200B–200F, U+202A–202E, U+2060–206F
        | [0xe2, 0x80, 0x8b..=0x8f | 0xaa..=0xae, rest @ ..]
        | [0xe2, 0x81, 0xa0..=0xaf, rest @ ..]
        // U+3164, U+FE00–FE0F, U+FEFF, U+FFA0, U+FFF0–FFF8
        | [0xe3, 0x85, 0xa4, rest @ ..]
        | [0xef, 0xb8, 0x80..=0x8f, rest @ ..]
        | [0xef, 0xbb, 0xbf, rest @ ..]
        | [0xef, 0xbe, 0xa0, rest @ ..]
        | [0xef, 0xbf, 0xb0..=0xb8, rest @ ..]
        // U+1BCA0–1BCA3, U+1D173–1D17A, U+E0000–E0FFF
        | [0xf0, 0x9b, 0xb2, 0xa0..=0xa3, rest @ ..]
        | [0xf0, 0x9d, 0x85, 0xb3..=0xba, rest @ ..]
        | [0xf3, 0xa0, 0x80..=0xbf, 0x80..=0xbf, rest @ ..] => Some(rest),
        [] | [_, ..] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_go_and_visible_ones_stay() {
        let invisible = [
            '\0',
            '\u{7f}',
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{180e}',
            '\u{200b}',
            '\u{200f}',
            '\u{202e}',
            '\u{2060}',
            '\u{2064}',
            '\u{206f}',
            '\u{3164}',
            '\u{fe00}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{fff8}',
            '\u{1d173}',
            '\u{e0000}',
            '\u{e0041}',
            '\u{e0fff}',
        ];
        for character in invisible {
            let text = format!("é{character}–ß\t字🦀\n");
            assert_eq!(
                *without_invisible(text.as_bytes()),
                *"é–ß\t字🦀\n".as_bytes(),
                "{}",
                character.escape_unicode()
            );
        }
    }

    #[test]
    fn text_with_nothing_to_hide_is_not_copied() {
        assert!(matches!(without_invisible(b"plain\ttext\r\n"), Cow::Borrowed(_)));
    }
}
