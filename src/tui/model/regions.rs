//! Areas of the last frame, for the mouse and for links.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use crate::review::fingerprint::Digest;

/// The pane that takes the moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The list of steps.
    Steps,
    /// The rows of the step.
    Rows,
}

/// Something on the screen that the mouse can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Steps,
    Step(usize),
    Rows,
    Row {
        step: usize,
        row: usize,
    },
    WriteAction(usize),
    Choice(usize),
    /// Lines that scroll, or a list.
    Lines,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    spots: Vec<(Rect, Spot)>,
    link: Option<(Rect, String)>,
    exact: Option<Rect>,
    seen: Option<(Digest, Vec<Range<usize>>)>,
    cursor: Position,
}

impl Regions {
    /// Later notes cover earlier ones.
    pub fn note(&mut self, area: Rect, spot: Spot) {
        self.spots.push((area, spot));
    }

    /// Topmost spot at a cell.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<Spot> {
        let here = Position { x: column, y: row };
        self.spots.iter().rev().find(|(area, _)| area.contains(here)).map(|(_, spot)| *spot)
    }

    /// The cursor is always visible, for people and tools that follow it.
    pub fn put_cursor(&mut self, at: Position) {
        self.cursor = at;
    }

    #[must_use]
    pub fn cursor(&self) -> Position {
        self.cursor
    }

    /// The area shows a foreign text character by character, so its glyphs are not replaced.
    pub fn note_exact(&mut self, area: Rect) {
        self.exact = Some(area);
    }

    #[must_use]
    pub fn exact(&self) -> Option<Rect> {
        self.exact
    }

    /// `parts` of the file with this digest are on screen.
    pub fn note_seen(&mut self, digest: Digest, parts: Vec<Range<usize>>) {
        self.seen = Some((digest, parts));
    }

    /// Parts of a file that were shown; returned once.
    pub fn take_seen(&mut self) -> Option<(Digest, Vec<Range<usize>>)> {
        self.seen.take()
    }

    /// The area names the evidence file with this path below its folder.
    pub fn note_evidence(&mut self, area: Rect, path: &str) {
        self.link = Some((area, path.to_owned()));
    }

    #[must_use]
    pub fn evidence(&self) -> Option<(Rect, &str)> {
        self.link.as_ref().map(|(area, path)| (*area, path.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_later_stands_in_front() {
        let mut regions = Regions::default();
        regions.note(Rect::new(0, 0, 10, 10), Spot::Steps);
        regions.note(Rect::new(1, 2, 8, 1), Spot::Step(3));
        assert_eq!(regions.at(1, 2), Some(Spot::Step(3)));
        assert_eq!(regions.at(8, 2), Some(Spot::Step(3)));
        assert_eq!(regions.at(9, 2), Some(Spot::Steps));
        assert_eq!(regions.at(10, 2), None);
    }
}
