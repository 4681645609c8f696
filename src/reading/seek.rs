//! Goes to what is sought. What is withheld is neither found nor marked: a search must not read it out.

use std::ops::Range;

use super::index::{PIECE_BYTES_MAX, Piece};
use super::moves::columns_of;
use super::rows::Mark;
use super::search::Query;
use super::shown::Shown;
use super::{Direction, Found, Page, Reading};

impl Reading {
    /// Seeks plain text from the match that is on the page, or else from the top of the page, and goes on from the
    /// other end of the text. Forward, that match itself is the first to be tried, so that a query can be sought while
    /// it is typed. A query without capitals ignores case. The query stays; an empty one ends the search.
    pub fn find(&mut self, query: &str, direction: Direction, page: Page) -> Found {
        self.query = Query::new(query);
        let origin = self.origin(page).start;
        self.seek(origin, direction, page)
    }

    /// Seeks the same again, from the match that is on the page or else from its top.
    pub fn find_again(&mut self, direction: Direction, page: Page) -> Found {
        let origin = self.origin(page);
        let origin = match direction {
            Direction::Forward => origin.end,
            Direction::Backward => origin.start,
        };
        self.seek(origin, direction, page)
    }

    /// What is sought; empty if nothing is. As it was typed: not fit to be shown.
    #[must_use]
    pub fn query(&self) -> &str {
        self.query.text()
    }

    /// The matches in a piece, as ranges of what is shown of it.
    pub(super) fn matches_in(&self, piece: &Piece, shown: &Shown) -> Vec<(Range<usize>, Mark)> {
        let mut marks = Vec::new();
        if self.query.text().is_empty() || shown.is_withheld() {
            return marks;
        }
        let margin = self.query.bytes_max().min(PIECE_BYTES_MAX);
        let mut from = self.text.floor_char_boundary(piece.range.start.saturating_sub(margin));
        let end = self.text.ceil_char_boundary((piece.range.end + margin).min(self.text.len()));
        let text = self.text.get(..end).unwrap_or_default();
        while let Some(found) = self.query.first(text, from).filter(|found| found.start < piece.range.end) {
            let touches = |hit: &&Range<usize>| hit.start < found.end && found.start < hit.end;
            let hit = self.hit.as_ref().filter(touches);
            let (part, mark) = hit.map_or((found, Mark::Match), |hit| (hit.clone(), Mark::Hit));
            from = part.end;
            let (start, end) = (part.start.max(piece.range.start), part.end.min(piece.range.end));
            let is_inside = (start, end) == (part.start, part.end);
            if start < end && (is_inside || self.blocked_by(&part).is_none()) {
                marks.push((shown.range(start - piece.range.start..end - piece.range.start), mark));
            }
        }
        marks
    }

    /// Where a search begins: the match that is on the page, or else the top of the page.
    fn origin(&self, page: Page) -> Range<usize> {
        match &self.hit {
            Some(hit) if self.is_on_page(self.place_of(hit.start), page) => hit.clone(),
            Some(_) | None => {
                let top = self.source_of(self.settled(self.top, page));
                top..top
            }
        }
    }

    fn seek(&mut self, origin: usize, direction: Direction, page: Page) -> Found {
        let ahead = match direction {
            Direction::Forward => self.first_shown(origin),
            Direction::Backward => self.last_shown(origin),
        };
        let wrapped = ahead.is_none();
        self.hit = ahead.or_else(|| match direction {
            Direction::Forward => self.first_shown(0),
            Direction::Backward => self.last_shown(self.text.len()),
        });
        let Some(hit) = self.hit.clone() else { return Found::Nothing };
        self.reveal(&hit, page);
        Found::At { line: self.lines.line_of(self.lines.piece_at(hit.start)) + 1, wrapped }
    }

    /// The first match from an offset on that is shown.
    fn first_shown(&self, from: usize) -> Option<Range<usize>> {
        let mut from = from;
        loop {
            let found = self.query.first(&self.text, from)?;
            match self.blocked_by(&found) {
                Some(withheld) => from = withheld.end.max(self.behind_first_char(&found)),
                None => return Some(found),
            }
        }
    }

    /// The last match up to an offset that is shown.
    fn last_shown(&self, before: usize) -> Option<Range<usize>> {
        let mut before = before;
        loop {
            let found = self.query.last(&self.text, before)?;
            match self.blocked_by(&found) {
                Some(withheld) => before = withheld.start.min(self.text.floor_char_boundary(found.end - 1)),
                None => return Some(found),
            }
        }
    }

    /// The first piece of a range that is withheld, as a range of the text.
    fn blocked_by(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let index = self.index();
        let pieces = index.piece_at(range.start)..=index.piece_at(range.end.saturating_sub(1));
        let mut touched = pieces.filter_map(|number| Some((number, index.piece(number, &self.text)?)));
        let (number, _) = touched.find(|(_, piece)| self.blocks.rule(piece, &self.text).is_some())?;
        Some(index.start(number, &self.text)..index.start(number + 1, &self.text))
    }

    fn behind_first_char(&self, found: &Range<usize>) -> usize {
        self.text.ceil_char_boundary((found.start + 1).min(self.text.len()))
    }

    /// Moves so that a range of the text is on the page: not at all if it is, else to its upper third.
    fn reveal(&mut self, range: &Range<usize>, page: Page) {
        let place = self.place_of(range.start);
        if !self.is_on_page(place, page) {
            let above = usize::from(page.height / 3);
            self.top = self.settled(self.backward(place, above, page), page);
            self.keep(page);
        }
        if self.wraps {
            return;
        }
        let Some((piece, shown)) = self.shown(place.piece) else { return };
        let [start, end] = [range.start, range.end].map(|at| at.saturating_sub(piece.range.start));
        let part = shown.range(start..end);
        let columns = |at: usize| columns_of(shown.text.get(..at).unwrap_or(&shown.text));
        let (from, to, width) = (columns(part.start), columns(part.end), self.text_width(page));
        if from < self.left || to > self.left + width {
            self.left = if to <= width { 0 } else { from.saturating_sub(width / 3) };
        }
    }
}
