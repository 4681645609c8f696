//! Classifies the tokens of a JSON piece in place; text that is not JSON is plain.

use super::index::{Piece, Within};
use super::syntax::{Ink, Inks};

/// Bytes searched for the colon after a key.
const GAP_BYTES_MAX: usize = 64;

/// Each bracket, comma and colon gets an entry of its own, so that a space can follow a colon in the indented form.
/// `after` is the text after the piece.
pub(super) fn inks(piece: &Piece, after: &str) -> Inks {
    let text = piece.text.as_bytes();
    let mut inks = Vec::new();
    let mut at = 0;
    if piece.within != Within::Outside {
        at = string_end(text, usize::from(piece.within == Within::Escape));
        inks.push((0, string_ink(text, at, after)));
    }
    while let Some(byte) = text.get(at) {
        let run = |belongs: fn(u8) -> bool| {
            let rest = text.get(at..).unwrap_or_default();
            rest.iter().take_while(|byte| belongs(**byte)).count()
        };
        let (ink, end) = match byte {
            b'"' => {
                let end = string_end(text, at + 1);
                (string_ink(text, end, after), end)
            }
            b'{' | b'}' | b'[' | b']' | b',' | b':' => (Ink::Punctuation, at + 1),
            b' ' | b'\t' | b'\r' | b'\n' => (Ink::Gap, at + run(is_space)),
            b'-' | b'0'..=b'9' => (Ink::Number, at + run(is_of_word)),
            _ => {
                let end = at + run(is_of_word).max(1);
                let is_literal = matches!(text.get(at..end), Some(b"true" | b"false" | b"null"));
                (if is_literal { Ink::Literal } else { Ink::Plain }, end)
            }
        };
        inks.push((at, ink));
        at = end;
    }
    inks
}

/// Offset after the closing quote, or the end of the piece.
fn string_end(text: &[u8], from: usize) -> usize {
    let mut escaped = false;
    let ends = |byte: &u8| {
        let ends = !escaped && *byte == b'"';
        escaped = !escaped && *byte == b'\\';
        ends
    };
    let inside = text.get(from..).unwrap_or_default();
    inside.iter().position(ends).map_or(text.len(), |length| from + length + 1)
}

/// A string before a colon is a key.
fn string_ink(text: &[u8], end: usize, after: &str) -> Ink {
    let behind = text.get(end..).unwrap_or_default().iter().chain(after.as_bytes());
    let next = behind.take(GAP_BYTES_MAX).find(|byte| !is_space(**byte));
    if next == Some(&b':') { Ink::Key } else { Ink::String }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// True up to where another token could begin.
fn is_of_word(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pager::Kind;
    use crate::pager::index::{Index, PIECE_BYTES_MAX};
    use crate::pager::syntax::ink_at;

    fn drawn(text: &str) -> String {
        let index = Index::of_lines(text, Kind::Json);
        let letter = |ink| match ink {
            Ink::Gap => ' ',
            Ink::Key => 'k',
            Ink::String => 's',
            Ink::Number => 'n',
            Ink::Literal => 'l',
            Ink::Punctuation => '.',
            _ => 'p',
        };
        let piece = |number| {
            let piece = index.piece(number, text).unwrap();
            let inks = inks(&piece, &text[piece.range.end..]);
            (0..piece.text.len()).map(|at| letter(ink_at(&inks, at).0)).collect::<String>()
        };
        (0..index.len()).map(piece).collect()
    }

    #[test]
    fn keys_strings_numbers_and_words_are_told_apart() {
        for (text, inks) in [
            ("{\"a\" : \"b\\\":\", -1e2,true}", ".kkk . ssssss. nnnn.llll."),
            ("[\"a\", tru, é, 1]", ".sss. ppp. pp. n."),
            ("\"open", "sssss"),
        ] {
            assert_eq!(drawn(text), inks, "{text}");
        }
    }

    #[test]
    fn a_string_keeps_its_ink_across_pieces() {
        let body = "x".repeat(PIECE_BYTES_MAX);
        let text = format!("[\"{body}\\\"{body}\",1]");
        let drawn = drawn(&text);
        assert_eq!(drawn.trim_start_matches('.').trim_start_matches('s'), ".n.");
    }

    #[test]
    fn a_key_is_told_by_a_colon_behind_the_piece() {
        let text = format!("{{\"{}\":1}}", "x".repeat(PIECE_BYTES_MAX - 3));
        assert_eq!(drawn(&text).trim_start_matches('.').trim_start_matches('k'), ".n.");
    }
}
