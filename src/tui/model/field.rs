//! Text under edit: it moves by grapheme cluster, has its own undo, and is never longer than a record allows.

use ratatui_textarea::{CursorMove, DataCursor, TextArea};
use unicode_segmentation::UnicodeSegmentation;

use crate::review::limits::NOTE_BYTES_MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Lines,
    /// A pasted line break becomes a space.
    Line,
}

/// Change or move, other than typing a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    Left,
    Right,
    WordLeft,
    WordRight,
    Up,
    Down,
    Start,
    End,
    NewLine,
    DeleteBefore,
    DeleteAt,
    DeleteWord,
    DeleteToStart,
    DeleteToEnd,
    Undo,
    Redo,
}

/// The text is at its limit, `NOTE_BYTES_MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

#[derive(Clone, Debug)]
pub struct Field {
    shape: Shape,
    area: TextArea<'static>,
}

impl Field {
    /// Starts at the end of `text`.
    #[must_use]
    pub fn new(shape: Shape, text: &str) -> Self {
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { shape, area }
    }

    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    #[must_use]
    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    /// Line and character (Unicode scalar value), from 0.
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        let DataCursor(line, character) = self.area.cursor();
        (line, character)
    }

    /// Changes nothing if it fails.
    pub fn insert(&mut self, c: char) -> Result<(), Full> {
        self.has_room(c.len_utf8())?;
        self.area.insert_char(c);
        Ok(())
    }

    /// Takes the text whole or not at all.
    pub fn paste(&mut self, text: &str) -> Result<(), Full> {
        // Check before copying, because a paste may be huge.
        self.has_room(text.len().saturating_sub(text.matches("\r\n").count()))?;
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        self.area.insert_str(match self.shape {
            Shape::Lines => text,
            Shape::Line => text.replace('\n', " "),
        });
        Ok(())
    }

    /// Fails only for a new line without room.
    pub fn edit(&mut self, edit: Edit) -> Result<(), Full> {
        match edit {
            Edit::Left => self.left(),
            Edit::Right => self.right(),
            Edit::WordLeft => self.area.move_cursor(CursorMove::WordBack),
            Edit::WordRight => self.area.move_cursor(CursorMove::WordForward),
            Edit::Up => self.area.move_cursor(CursorMove::Up),
            Edit::Down => self.area.move_cursor(CursorMove::Down),
            Edit::Start => self.area.move_cursor(CursorMove::Head),
            Edit::End => self.area.move_cursor(CursorMove::End),
            Edit::NewLine if self.shape == Shape::Lines => {
                self.has_room(1)?;
                self.area.insert_newline();
            }
            Edit::NewLine => {}
            Edit::DeleteBefore => {
                let count = self.clusters(Self::before);
                if count > 1 {
                    self.left();
                    self.area.delete_str(count);
                } else {
                    self.area.delete_char();
                }
            }
            Edit::DeleteAt => {
                let count = self.clusters(Self::behind);
                if count > 1 {
                    self.area.delete_str(count);
                } else {
                    self.area.delete_next_char();
                }
            }
            Edit::DeleteWord => _ = self.area.delete_word(),
            Edit::DeleteToStart => _ = self.area.delete_line_by_head(),
            Edit::DeleteToEnd => _ = self.area.delete_line_by_end(),
            Edit::Undo => _ = self.area.undo(),
            Edit::Redo => _ = self.area.redo(),
        }
        self.stand_between_clusters();
        Ok(())
    }

    fn has_room(&self, bytes: usize) -> Result<(), Full> {
        let taken: usize = self.lines().iter().map(|line| line.len() + 1).sum();
        if taken.saturating_sub(1).saturating_add(bytes) > NOTE_BYTES_MAX { Err(Full) } else { Ok(()) }
    }

    /// Goes a cluster to the left, from the start of a line to the end of the one before.
    fn left(&mut self) {
        let (line, character) = self.cursor();
        match (self.clusters(Self::before), line.checked_sub(1)) {
            (0, None) => {}
            (0, Some(before)) => {
                let end = self.lines().get(before).map_or(0, |text| text.chars().count());
                self.stand_at(before, end);
            }
            (count, _) => self.stand_at(line, character - count),
        }
    }

    /// Goes a cluster to the right, from the end of a line to the start of the next.
    fn right(&mut self) {
        let (line, character) = self.cursor();
        match self.clusters(Self::behind) {
            0 if line + 1 < self.lines().len() => self.stand_at(line + 1, 0),
            count => self.stand_at(line, character + count),
        }
    }

    /// Jumps by characters, because the area's own steps go by columns, and an accent alone has none.
    fn stand_at(&mut self, line: usize, character: usize) {
        let bounded = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(bounded(line), bounded(character)));
    }

    /// Characters in the cluster that `side` finds in the line of the cursor; 0 if there is none.
    fn clusters(&self, side: fn(&str, usize) -> usize) -> usize {
        let (line, character) = self.cursor();
        self.lines().get(line).map_or(0, |text| side(text, character))
    }

    /// Characters in the cluster before `character`.
    fn before(text: &str, character: usize) -> usize {
        let head: String = text.chars().take(character).collect();
        head.graphemes(true).next_back().map_or(0, |cluster| cluster.chars().count())
    }

    /// Characters in the cluster at `character`.
    fn behind(text: &str, character: usize) -> usize {
        let tail: String = text.chars().skip(character).collect();
        tail.graphemes(true).next().map_or(0, |cluster| cluster.chars().count())
    }

    /// A move by lines or words may end inside a cluster, but the cursor is only visible at its start.
    fn stand_between_clusters(&mut self) {
        let inside = self.clusters(|text, character| {
            let mut start = 0;
            for cluster in text.graphemes(true) {
                let end = start + cluster.chars().count();
                if character < end {
                    return character - start;
                }
                start = end;
            }
            0
        });
        if inside > 0 {
            let (line, character) = self.cursor();
            self.stand_at(line, character - inside);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FAMILY: &str = "👨\u{200d}👩\u{200d}👧";
    const EVERY: [Edit; 16] = [
        Edit::Left,
        Edit::Right,
        Edit::WordLeft,
        Edit::WordRight,
        Edit::Up,
        Edit::Down,
        Edit::Start,
        Edit::End,
        Edit::NewLine,
        Edit::DeleteBefore,
        Edit::DeleteAt,
        Edit::DeleteWord,
        Edit::DeleteToStart,
        Edit::DeleteToEnd,
        Edit::Undo,
        Edit::Redo,
    ];

    fn edited(text: &str, edits: &[Edit]) -> Field {
        let mut field = Field::new(Shape::Lines, text);
        for edit in edits {
            field.edit(*edit).unwrap();
        }
        field
    }

    #[test]
    fn what_looks_like_one_character_is_deleted_as_one() {
        for one in [FAMILY, "e\u{301}", "🇩🇪", "数"] {
            let text = format!("a{one}b");
            assert_eq!(edited(&text, &[Edit::Left, Edit::DeleteBefore]).text(), "ab", "{one}");
            assert_eq!(edited(&text, &[Edit::Start, Edit::Right, Edit::DeleteAt]).text(), "ab", "{one}");
            let there = edited(&text, &[Edit::Start, Edit::Right, Edit::Right]);
            assert_eq!(there.cursor().1, 1 + one.chars().count(), "{one}");
        }
    }

    #[test]
    fn a_deleted_cluster_comes_back_whole() {
        let text = format!("a{FAMILY}");
        assert_eq!(edited(&text, &[Edit::DeleteBefore, Edit::Undo]).text(), text);
    }

    #[test]
    fn undo_leads_back_over_lines_that_were_joined() {
        let text = "\u{200d}\n\n\u{301}";
        let edits = [
            Edit::Up,
            Edit::DeleteBefore,
            Edit::NewLine,
            Edit::DeleteBefore,
            Edit::NewLine,
            Edit::DeleteWord,
            Edit::DeleteAt,
        ];
        let mut field = edited(text, &edits);
        for _ in 0..8 {
            field.edit(Edit::Undo).unwrap();
        }
        assert_eq!(field.text(), text);
    }

    #[test]
    fn a_line_break_is_a_character_to_move_over_and_to_delete() {
        assert_eq!(edited("one\ntwo", &[Edit::Start, Edit::Left]).cursor(), (0, 3));
        assert_eq!(edited("one\ntwo", &[Edit::Start, Edit::DeleteBefore]).text(), "onetwo");
        assert_eq!(edited("one\ntwo", &[Edit::Up, Edit::End, Edit::DeleteAt]).text(), "onetwo");
    }

    #[test]
    fn a_text_of_one_line_stays_one_line() {
        let mut field = Field::new(Shape::Line, "");
        field.edit(Edit::NewLine).unwrap();
        field.paste("one\r\ntwo\rthree").unwrap();
        assert_eq!(field.text(), "one two three");
    }

    #[test]
    fn what_has_no_room_is_not_taken_and_what_is_there_stays() {
        let mut field = Field::new(Shape::Lines, &"x".repeat(NOTE_BYTES_MAX));
        assert_eq!(field.insert('y'), Err(Full));
        assert_eq!(field.edit(Edit::NewLine), Err(Full));
        assert_eq!(field.paste(&"z".repeat(1 << 20)), Err(Full));
        assert_eq!(field.text().len(), NOTE_BYTES_MAX);
        field.edit(Edit::DeleteBefore).unwrap();
        assert_eq!(field.insert('é'), Err(Full), "two bytes have no room where one has");
        assert_eq!(field.insert('y'), Ok(()));
    }

    proptest! {
        #[test]
        fn the_cursor_stands_between_clusters_and_undo_leads_back(
            text in "[a-c\u{301}\u{200d}👩🇩🇪数\n ]{0,20}",
            edits in prop::collection::vec(0..EVERY.len(), 0..20),
        ) {
            let edits: Vec<Edit> = edits.into_iter().map(|edit| EVERY[edit]).collect();
            let mut field = edited(&text, &edits);
            let (line, character) = field.cursor();
            let before: String = field.lines()[line].chars().take(character).collect();
            let boundary = field.lines()[line]
                .grapheme_indices(true)
                .any(|(at, _)| at == before.len()) || before.len() == field.lines()[line].len();
            prop_assert!(boundary, "{:?} at {character}", field.lines()[line]);
            for _ in 0..64 {
                field.edit(Edit::Undo).unwrap();
            }
            prop_assert_eq!(field.text(), text);
        }
    }
}
