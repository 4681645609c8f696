//! Moves to matches. Withheld text is neither found nor marked: a search must not reveal it.

use std::ops::Range;

use super::index::PART_BYTES;
use super::index::{PIECE_BYTES_MAX, Piece};
use super::moves::columns_of;
use super::render::Rendered;
use super::rows::Mark;
use super::search::Query;
use super::{Direction, Found, Page, Reading};

#[derive(Clone, Debug)]
pub struct Search {
    direction: Direction,
    page: Page,
    origin: usize,
    at: usize,
    /// True once it continued from the other end of the text.
    wrapped: bool,
    hit: Option<Range<usize>>,
}

impl Search {
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }
}

impl Reading {
    /// Searches from the match on the page, or from the top of the page, and continues from the other end of the
    /// text.
    /// Forward, that match is tried first, so that a query can be found while it is typed. An empty query ends the
    /// search.
    pub fn find(&mut self, query: &str, direction: Direction, page: Page) -> Found {
        let seek = self.begin_find(query, direction, page);
        self.search(seek)
    }

    pub fn find_again(&mut self, direction: Direction, page: Page) -> Found {
        let seek = self.begin_again(direction, page);
        self.search(seek)
    }

    fn search(&mut self, seek: Search) -> Found {
        let mut seek = seek;
        while self.search_on(&mut seek) {}
        self.search_result(&seek)
    }

    /// [`Reading::find`] a part at a time: call [`Reading::search_on`], then [`Reading::search_result`].
    pub fn begin_find(&mut self, query: &str, direction: Direction, page: Page) -> Search {
        let origin = self.origin(page).start;
        if query != self.query.text() {
            self.query = Query::new(query);
            self.hit = None;
        }
        Search { direction, page, origin, at: origin, wrapped: false, hit: None }
    }

    /// [`Reading::find_again`] a part at a time.
    #[must_use]
    pub fn begin_again(&self, direction: Direction, page: Page) -> Search {
        let origin = self.origin(page);
        let origin = match direction {
            Direction::Forward => origin.end,
            Direction::Backward => origin.start,
        };
        Search { direction, page, origin, at: origin, wrapped: false, hit: None }
    }

    /// Searches the next part; returns `true` while more may follow.
    pub fn search_on(&self, seek: &mut Search) -> bool {
        if seek.hit.is_some() || self.query.text().is_empty() {
            return false;
        }
        // A part must exceed a match, or the overlap of a search backward would keep it from advancing.
        let part = PART_BYTES.max(2 * self.query.bytes_max());
        match seek.direction {
            Direction::Forward => self.search_ahead(seek, part),
            Direction::Backward => self.search_back(seek, part),
        }
    }

    /// Finds the next visible match up to the end, then from the top to the origin.
    fn search_ahead(&self, seek: &mut Search, part: usize) -> bool {
        let limit = if seek.wrapped { seek.origin } else { self.text.len() };
        let end = self.text.ceil_char_boundary(seek.at.saturating_add(part).min(limit));
        match self.query.first(&self.text, seek.at..end) {
            Some(found) => match self.blocked_by(&found) {
                // Continues after the withheld piece, in which nothing may be found.
                Some(withheld) => seek.at = withheld.end.max(self.behind_first_char(&found)),
                None => seek.hit = Some(found),
            },
            None => seek.at = end,
        }
        if seek.hit.is_some() || seek.at < limit {
            return seek.hit.is_none();
        }
        let goes_on = !seek.wrapped;
        (seek.wrapped, seek.at) = (true, 0);
        goes_on
    }

    /// Finds the last visible match up to the top, then from the end to the origin.
    fn search_back(&self, seek: &mut Search, part: usize) -> bool {
        let limit = if seek.wrapped { self.text.floor_char_boundary(self.before_origin(seek)) } else { 0 };
        let start = self.text.floor_char_boundary(seek.at.saturating_sub(part).max(limit));
        // The next part overlaps this one, for a match that begins before this part.
        let next = if start <= limit { start } else { start + self.query.bytes_max() };
        match self.query.last(&self.text, start..seek.at, seek.at) {
            Some(found) => match self.blocked_by(&found) {
                Some(withheld) => {
                    seek.at = withheld.start.min(self.text.floor_char_boundary(found.end - 1));
                }
                None => seek.hit = Some(found),
            },
            // At least one byte back, or the search would not end.
            None => seek.at = self.text.floor_char_boundary(next.min(seek.at.saturating_sub(1))),
        }
        if seek.hit.is_some() || seek.at > limit {
            return seek.hit.is_none();
        }
        let goes_on = !seek.wrapped;
        (seek.wrapped, seek.at) = (true, self.text.len());
        goes_on
    }

    /// Start of the earliest match that may end after the origin.
    fn before_origin(&self, seek: &Search) -> usize {
        seek.origin.saturating_sub(self.query.bytes_max())
    }

    #[must_use]
    pub fn searched_percent(&self, seek: &Search) -> usize {
        let length = self.text.len();
        let done = match (seek.direction, seek.wrapped) {
            (Direction::Forward, false) => seek.at.saturating_sub(seek.origin),
            (Direction::Forward, true) => length - seek.origin.min(length) + seek.at,
            (Direction::Backward, false) => seek.origin.saturating_sub(seek.at),
            (Direction::Backward, true) => seek.origin + (length - seek.at.min(length)),
        };
        (done * 100).checked_div(length).unwrap_or(100).min(100)
    }

    /// Applies the result of a search, and shows the match.
    pub fn search_result(&mut self, seek: &Search) -> Found {
        self.hit.clone_from(&seek.hit);
        let Some(hit) = &seek.hit else { return Found::Nothing };
        self.reveal(hit, seek.page);
        Found::At { line: self.lines.line_of(self.lines.piece_at(hit.start)) + 1, wrapped: seek.wrapped }
    }

    /// Brings the match onto the page, whose size may have changed.
    pub fn show_hit(&mut self, page: Page) {
        if let Some(hit) = self.hit.clone() {
            self.reveal(&hit, page);
        }
    }

    /// Text as typed, not safe to display; empty if there is no search.
    #[must_use]
    pub fn query(&self) -> &str {
        self.query.text()
    }

    /// Matches in a piece, as ranges of its shown text.
    pub(super) fn matches_in(&self, piece: &Piece, shown: &Rendered) -> Vec<(Range<usize>, Mark)> {
        let mut marks = Vec::new();
        if self.query.text().is_empty() || shown.is_withheld() {
            return marks;
        }
        // A match may begin in the piece before, or end in the piece after.
        let margin = self.query.bytes_max().min(PIECE_BYTES_MAX);
        let mut from = self.text.floor_char_boundary(piece.range.start.saturating_sub(margin));
        let end = self.text.ceil_char_boundary((piece.range.end + margin).min(self.text.len()));
        let text = self.text.get(..end).unwrap_or_default();
        while let Some(found) = self.query.first(text, from..piece.range.end) {
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

    /// The match on the page, or the top of the page.
    fn origin(&self, page: Page) -> Range<usize> {
        match &self.hit {
            Some(hit) if self.is_on_page(self.place_of(hit.start), page) => hit.clone(),
            Some(_) | None => {
                let top = self.source_of(self.clamped(self.top, page));
                top..top
            }
        }
    }

    /// First withheld piece that a range touches.
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

    /// Brings a range to the upper third of the page, unless it is on the page.
    fn reveal(&mut self, range: &Range<usize>, page: Page) {
        let place = self.place_of(range.start);
        if !self.is_on_page(place, page) {
            let above = usize::from(page.height / 3);
            self.top = self.clamped(self.backward(place, above, page), page);
            self.keep(page);
        }
        if self.wraps {
            return;
        }
        let Some((piece, shown)) = self.rendered(place.piece) else { return };
        let [start, end] = [range.start, range.end].map(|at| at.saturating_sub(piece.range.start));
        let part = shown.range(start..end);
        let columns = |at: usize| columns_of(shown.text.get(..at).unwrap_or(&shown.text));
        let (from, to, width) = (columns(part.start), columns(part.end), self.text_width(page));
        if from < self.left || to > self.left + width {
            self.left = if to <= width { 0 } else { from.saturating_sub(width / 3) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pager::Kind;

    const PAGE: Page = Page { width: 80, height: 10 };

    #[test]
    fn a_match_is_found_from_both_sides_wherever_a_part_of_the_text_ends() {
        for needle in ["needle", "Needle", "nadelöhr"] {
            for shift in 0..=needle.len() {
                for parts in [1, 2] {
                    let before = "x".repeat(parts * PART_BYTES - shift);
                    let text = format!("{before}{needle}{before}");
                    let mut reading = Reading::new(text.into_bytes(), Kind::Plain).unwrap();
                    for direction in [Direction::Forward, Direction::Backward] {
                        let found = reading.find(needle, direction, PAGE);
                        assert!(matches!(found, Found::At { line: 1, .. }), "{needle} {shift} {direction:?}");
                        assert_eq!(reading.hit, Some(before.len()..before.len() + needle.len()));
                        assert!(matches!(
                            reading.find_again(direction, PAGE),
                            Found::At { wrapped: true, .. }
                        ));
                        reading.hit = None;
                        reading.top = crate::pager::Place::default();
                    }
                }
            }
        }
    }

    #[test]
    fn no_part_of_a_search_looks_through_the_parts_behind_it() {
        // Takes minutes if each part is searched to the end of the text.
        let mut reading = Reading::new(vec![b'a'; 4 << 20], Kind::Plain).unwrap();
        for query in [format!("{}ü", "a".repeat(400)), format!("{}b", "a".repeat(400))] {
            for direction in [Direction::Forward, Direction::Backward] {
                assert_eq!(reading.find(&query, direction, PAGE), Found::Nothing);
            }
        }
    }

    #[test]
    fn a_search_tells_how_far_it_is_and_one_that_is_dropped_leaves_the_match_that_was() {
        let text = format!("here\n{}here\n", "nothing of it\n".repeat(PART_BYTES));
        let mut reading = Reading::new(text.into_bytes(), Kind::Plain).unwrap();
        reading.find("here", Direction::Forward, PAGE);
        let first = reading.hit.clone();
        let mut seek = reading.begin_again(Direction::Forward, PAGE);
        let mut told = vec![reading.searched_percent(&seek)];
        while reading.search_on(&mut seek) {
            told.push(reading.searched_percent(&seek));
        }
        assert!(told.len() > 10 && told.is_sorted() && told.last() > Some(&80), "{told:?}");
        assert_eq!(reading.hit, first);
        reading.search_result(&seek);
        assert_ne!(reading.hit, first);
    }
}
