//! The signs that the console draws with, in two sets, by one table.

use ratatui::buffer::Buffer;

/// A set of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing, arrows and marks of Unicode.
    #[default]
    Unicode,
    /// ASCII alone. Texts of others keep their letters; a sign of the table stands as ASCII in them too.
    Ascii,
}

/// Every sign, and what stands for it in the ASCII set: one column each.
const TABLE: [(&str, &str); 32] = [
    ("│", "|"),
    ("─", "-"),
    ("┌", "+"),
    ("┐", "+"),
    ("└", "+"),
    ("┘", "+"),
    ("├", "+"),
    ("┤", "+"),
    ("┬", "+"),
    ("┴", "+"),
    ("┼", "+"),
    ("▸", ">"),
    ("›", ">"),
    ("‹", "<"),
    ("✓", "v"),
    ("✗", "X"),
    ("⊘", "%"),
    ("·", "."),
    ("•", "*"),
    ("…", "~"),
    ("↑", "^"),
    ("↓", "v"),
    ("←", "<"),
    ("→", ">"),
    ("×", "x"),
    ("“", "\""),
    ("”", "\""),
    ("‘", "'"),
    ("’", "'"),
    ("–", "-"),
    ("—", "-"),
    ("≥", ">"),
];

impl Glyphs {
    /// Draws what is on a buffer with the signs of this set.
    pub fn apply(self, buffer: &mut Buffer) {
        if self == Self::Unicode {
            return;
        }
        for cell in &mut buffer.content {
            let symbol = cell.symbol();
            if symbol.is_ascii() {
                continue;
            }
            if let Some((_, ascii)) = TABLE.iter().find(|(sign, _)| *sign == symbol) {
                cell.set_symbol(ascii);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;
    use crate::review::text::columns;

    #[test]
    fn every_sign_is_one_column_and_has_one_of_ascii() {
        for (at, (sign, ascii)) in TABLE.iter().enumerate() {
            assert!(columns(sign) == 1 && ascii.len() == 1 && ascii.is_ascii() && !sign.is_ascii(), "{sign}");
            assert!(TABLE[..at].iter().all(|(before, _)| before != sign), "{sign} stands there twice");
        }
    }

    #[test]
    fn letters_of_others_are_left_as_they_are() {
        let drawn = |glyphs: Glyphs| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
            buffer.set_string(0, 0, "▸ 数 é ‹›", Style::new());
            glyphs.apply(&mut buffer);
            buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        assert_eq!(drawn(Glyphs::Unicode), "▸ 数  é ‹›");
        assert_eq!(drawn(Glyphs::Ascii), "> 数  é <>");
    }
}
