//! What stands where on the screen, as it was drawn: for the mouse, and for links.

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
    /// The list of steps.
    Steps,
    /// A step on it.
    Step(usize),
    /// The rows of the step that is shown.
    Rows,
    /// A row of a step.
    Row {
        /// The step.
        step: usize,
        /// The row.
        row: usize,
    },
    /// A write action among all of them.
    WriteAction(usize),
    /// One of what is chosen from.
    Choice(usize),
    /// Lines that scroll, or a list.
    Lines,
}

/// Where everything was drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    spots: Vec<(Rect, Spot)>,
    link: Option<(Rect, String)>,
    exact: Option<Rect>,
    seen: Option<(Digest, Vec<Range<usize>>)>,
    cursor: Position,
}

impl Regions {
    /// Notes what stands in an area. What is noted later stands in front.
    pub fn note(&mut self, area: Rect, spot: Spot) {
        self.spots.push((area, spot));
    }

    /// What stands in front at a cell.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<Spot> {
        let here = Position { x: column, y: row };
        self.spots.iter().rev().find(|(area, _)| area.contains(here)).map(|(_, spot)| *spot)
    }

    /// Puts the cursor somewhere. It always is, so that it is never hidden from those who follow it.
    pub fn put_cursor(&mut self, at: Position) {
        self.cursor = at;
    }

    /// Where the cursor is: where it was put last.
    #[must_use]
    pub fn cursor(&self) -> Position {
        self.cursor
    }

    /// Notes that an area shows a text of others, sign by sign.
    pub fn note_exact(&mut self, area: Rect) {
        self.exact = Some(area);
    }

    /// Where a text of others is shown, sign by sign.
    #[must_use]
    pub fn exact(&self) -> Option<Rect> {
        self.exact
    }

    /// Notes which parts of a file with this digest are shown.
    pub fn note_seen(&mut self, digest: Digest, parts: Vec<Range<usize>>) {
        self.seen = Some((digest, parts));
    }

    /// The parts of a file that were shown, once.
    pub fn take_seen(&mut self) -> Option<(Digest, Vec<Range<usize>>)> {
        self.seen.take()
    }

    /// Notes that an area names the evidence file with this path below its folder.
    pub fn note_evidence(&mut self, area: Rect, path: &str) {
        self.link = Some((area, path.to_owned()));
    }

    /// Where an evidence file is named, and its path below the folder.
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
