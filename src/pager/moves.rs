//! Moves through a text. Each reads only the pieces on its new page.

use super::layout::clusters;
use super::{Page, Place, Reading};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
}

impl Reading {
    /// Moves by rows, or by pages of the given height; the last page stays full.
    pub fn go(&mut self, to: Move, page: Page) {
        let height = usize::from(page.height.max(1));
        self.keep(page);
        let here = self.clamped(self.top, page);
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
        let settled = self.clamped(self.top, page);
        if settled != self.top {
            self.top = settled;
            self.keep(page);
        }
    }

    /// Moves right if positive, as far as the widest row of the page reaches. Does nothing if lines are wrapped.
    pub fn sideways(&mut self, columns: isize, page: Page) {
        if self.wraps {
            return;
        }
        self.keep(page);
        let first = self.clamped(self.top, page).piece;
        let pieces =
            (first..first.saturating_add(usize::from(page.height))).map_while(|at| self.rendered(at));
        let widest = pieces.map(|(_, shown)| columns_of(&shown.text)).max().unwrap_or_default();
        let last = widest.saturating_sub(self.text_width(page)).max(self.left);
        self.left = self.left.saturating_add_signed(columns).min(last);
    }

    /// Returns the place `rows` further down, and the rows passed, which are fewer at the end.
    pub(super) fn forward(&self, from: Place, rows: usize, page: Page) -> (Place, usize) {
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

    /// Stops at the top.
    pub(super) fn backward(&self, from: Place, rows: usize, page: Page) -> Place {
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

    /// Aligns the top of the page to a row, further up if the last page would not be full.
    pub(super) fn clamped(&self, top: Place, page: Page) -> Place {
        let height = usize::from(page.height.max(1));
        let (end, rows) = self.forward(top, height, page);
        if rows < height { self.backward(end, height, page) } else { self.backward(top, 0, page) }
    }

    pub(super) fn is_on_page(&self, place: Place, page: Page) -> bool {
        let top = self.clamped(self.top, page);
        let (end, _) = self.forward(top, usize::from(page.height.max(1)), page);
        top <= place && place < end
    }
}

pub(super) fn row_of(starts: &[usize], offset: usize) -> usize {
    starts.partition_point(|start| *start <= offset).saturating_sub(1)
}

pub(super) fn columns_of(text: &str) -> usize {
    clusters(text).map(|(_, _, columns)| columns).sum()
}
