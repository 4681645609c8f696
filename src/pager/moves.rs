//! Moves through a text. Each looks at the pieces on the page it leads to, and at no others.

use super::layout::clusters;
use super::{Page, Place, Reading};

/// A move among rows or lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the one above.
    Up,
    /// To the one below.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first one.
    Top,
    /// To the last one.
    Bottom,
}

impl Reading {
    /// Moves by rows and pages of the height that is given; the last page stays full.
    pub fn go(&mut self, to: Move, page: Page) {
        let height = usize::from(page.height.max(1));
        self.keep(page);
        let here = self.settled(self.top, page);
        let end = Place { piece: self.index().len(), offset: 0 };
        self.top = match to {
            Move::Up => self.backward(here, 1, page),
            Move::PageUp => self.backward(here, height, page),
            Move::Down => self.forward(here, 1, page).0,
            Move::PageDown => self.forward(here, height, page).0,
            Move::Top => Place::default(),
            Move::Bottom => self.backward(end, height, page),
        };
        self.keep(page);
        let settled = self.settled(self.top, page);
        if settled != self.top {
            self.top = settled;
            self.keep(page);
        }
    }

    /// Moves sideways by so many columns, to the right if positive, as far as the widest row of the page reaches.
    /// Wrapped lines do not move.
    pub fn sideways(&mut self, columns: isize, page: Page) {
        if self.wraps {
            return;
        }
        self.keep(page);
        let first = self.settled(self.top, page).piece;
        let pieces = (first..first.saturating_add(usize::from(page.height))).map_while(|at| self.shown(at));
        let widest = pieces.map(|(_, shown)| columns_of(&shown.text)).max().unwrap_or_default();
        let last = widest.saturating_sub(self.text_width(page)).max(self.left);
        self.left = self.left.saturating_add_signed(columns).min(last);
    }

    /// The place so many rows further down, and how many of them there are.
    pub(crate) fn forward(&self, from: Place, rows: usize, page: Page) -> (Place, usize) {
        let count = self.index().len();
        if !self.wraps {
            let piece = from.piece.saturating_add(rows).min(count);
            return (Place { piece, offset: 0 }, piece - from.piece.min(piece));
        }
        let (mut left, mut piece, mut offset) = (rows, from.piece, from.offset);
        while let Some(starts) = self.starts(piece, page) {
            let row = row_of(&starts, offset);
            if let Some(start) = starts.get(row + left) {
                return (Place { piece, offset: *start }, rows);
            }
            left -= starts.len() - row;
            (piece, offset) = (piece + 1, 0);
        }
        (Place { piece: count, offset: 0 }, rows - left)
    }

    /// The place so many rows further up, or the top.
    pub(crate) fn backward(&self, from: Place, rows: usize, page: Page) -> Place {
        if !self.wraps {
            return Place { piece: from.piece.saturating_sub(rows), offset: 0 };
        }
        let (mut left, mut piece) = (rows, from.piece);
        let mut starts = self.starts(piece, page).unwrap_or_default();
        let mut row = row_of(&starts, from.offset);
        loop {
            if let Some(start) = row.checked_sub(left).and_then(|row| starts.get(row)) {
                return Place { piece, offset: *start };
            }
            left -= row;
            let Some(before) = piece.checked_sub(1) else { return Place::default() };
            piece = before;
            starts = self.starts(piece, page).unwrap_or_default();
            row = starts.len();
        }
    }

    /// The top of the page: the row of a place, or less far down, so that the last page is full.
    pub(crate) fn settled(&self, top: Place, page: Page) -> Place {
        let height = usize::from(page.height.max(1));
        let (end, rows) = self.forward(top, height, page);
        if rows < height { self.backward(end, height, page) } else { self.backward(top, 0, page) }
    }

    /// Whether a place is on the page.
    pub(crate) fn is_on_page(&self, place: Place, page: Page) -> bool {
        let top = self.settled(self.top, page);
        let (end, _) = self.forward(top, usize::from(page.height.max(1)), page);
        top <= place && place < end
    }
}

/// The row that an offset stands in.
pub(crate) fn row_of(starts: &[usize], offset: usize) -> usize {
    starts.partition_point(|start| *start <= offset).saturating_sub(1)
}

pub(crate) fn columns_of(text: &str) -> usize {
    clusters(text).map(|(_, _, columns)| columns).sum()
}
