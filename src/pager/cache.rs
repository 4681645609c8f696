//! Cache of the shown pieces on the page, so that a key renders only what it brings onto the page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::layout::row_starts;
use super::moves::row_of;
use super::render::Rendered;
use super::{Page, Reading};

/// Pieces of the current form, by number.
#[derive(Clone, Default)]
pub(super) struct Cache(BTreeMap<usize, Piece>);

#[derive(Clone)]
struct Piece {
    shown: Rendered,
    /// Row starts at this `width`, if lines are wrapped.
    starts: Vec<usize>,
    width: Option<usize>,
}

impl Piece {
    fn new(shown: Rendered, width: Option<usize>) -> Self {
        let starts = width.map(|width| row_starts(&shown.text, width)).unwrap_or_default();
        Self { shown, starts, width }
    }
}

impl Cache {
    pub(super) fn rendered(&self, number: usize) -> Option<&Rendered> {
        self.0.get(&number).map(|piece| &piece.shown)
    }
}

impl Reading {
    /// Keeps the pieces on the page and drops all others.
    pub(super) fn keep(&mut self, page: Page) {
        let width = self.wrap_width(page);
        let mut old = std::mem::take(&mut self.kept.0);
        let (mut room, mut number, mut offset) = (usize::from(page.height), self.top.piece, self.top.offset);
        while room > 0 {
            let piece = match old.remove(&number) {
                Some(piece) if piece.width == width => piece,
                Some(piece) => Piece::new(piece.shown, width),
                None => match self.rendered(number) {
                    Some((_, shown)) => Piece::new(shown.into_owned(), width),
                    None => return,
                },
            };
            let rows = if self.wraps { piece.starts.len() - row_of(&piece.starts, offset) } else { 1 };
            self.kept.0.insert(number, piece);
            room = room.saturating_sub(rows);
            (number, offset) = (number + 1, 0);
        }
    }

    pub(super) fn starts(&self, number: usize, page: Page) -> Option<Cow<'_, [usize]>> {
        let width = self.wrap_width(page);
        if let Some(kept) = self.kept.0.get(&number).filter(|piece| piece.width == width) {
            return Some(Cow::Borrowed(&kept.starts));
        }
        let (_, shown) = self.rendered(number)?;
        Some(Cow::Owned(Piece::new(shown.into_owned(), width).starts))
    }

    fn wrap_width(&self, page: Page) -> Option<usize> {
        self.wraps.then(|| self.text_width(page))
    }
}
