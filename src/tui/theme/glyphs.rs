//! Characters that the console draws with: two sets in one table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing, arrows and marks of Unicode.
    #[default]
    Unicode,
    /// ASCII alone. Documents keep all of their characters.
    Ascii,
}

/// Each character and its ASCII replacement, one column each.
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
    /// Replacement of a character in this set, or the character.
    #[must_use]
    pub fn sign(self, sign: &str) -> &str {
        let found = TABLE.iter().find(|(known, _)| self == Self::Ascii && *known == sign);
        found.map_or(sign, |(_, ascii)| ascii)
    }

    /// Leaves out the area `exact`, which shows a document unchanged.
    pub fn apply(self, buffer: &mut Buffer, exact: Option<Rect>) {
        if self == Self::Unicode {
            return;
        }
        let exact = exact.unwrap_or_default();
        for at in buffer.area.positions().filter(|at| !exact.contains(*at)) {
            if let Some(cell) = buffer.cell_mut(at)
                && !cell.symbol().is_ascii()
            {
                let sign = self.sign(cell.symbol()).to_owned();
                cell.set_symbol(&sign);
            }
        }
    }
}

#[cfg(test)]
mod tests {
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
        let drawn = |glyphs: Glyphs, exact: Option<Rect>| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
            buffer.set_string(0, 0, "▸ 数 é ‹›", Style::new());
            glyphs.apply(&mut buffer, exact);
            buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        assert_eq!(drawn(Glyphs::Unicode, None), "▸ 数  é ‹›");
        assert_eq!(drawn(Glyphs::Ascii, None), "> 数  é <>");
        assert_eq!(drawn(Glyphs::Ascii, Some(Rect::new(7, 0, 2, 1))), "> 数  é ‹›");
    }
}
