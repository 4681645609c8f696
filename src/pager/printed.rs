//! Rows of a text for printing, where no screen is drawn.

use std::ops::Range;

use super::layout;
use super::{Page, Place, Reading, Row};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    pub place: Place,
    pub row: Row,
    /// Bytes of the text that the row shows; `None` if they are withheld.
    pub source: Option<Range<usize>>,
}

impl Place {
    #[must_use]
    pub fn piece(self) -> usize {
        self.piece
    }
}

impl Reading {
    /// Rows of one piece, whatever page is shown; a long line has several pieces. `None` after the last piece.
    #[must_use]
    pub fn rows_of(&self, number: usize, width: usize) -> Option<Vec<Printed>> {
        let (piece, marked) = self.marked(number)?;
        let whole = self.part(number);
        let starts = layout::row_starts(&marked.shown.text, width);
        let ends = starts.iter().skip(1).copied().chain([marked.shown.text.len()]);
        let line = piece.begins_line.then(|| self.index().line_of(number) + 1);
        let printed = |(at, (start, end)): (usize, (&usize, usize))| {
            let part = *start..end;
            let row = Row { line: line.filter(|_| at == 0), ..marked.row(part.clone()) };
            let source = marked.source_of(&part, &piece, &whole);
            Printed { place: Place { piece: number, offset: *start }, row, source }
        };
        Some(starts.iter().zip(ends).enumerate().map(printed).collect())
    }

    /// Makes a row the first one of the page; the next search begins there.
    pub fn show_from(&mut self, place: Place) {
        self.top = place;
    }

    /// Start of the line with the last match, or the match's own row if that is more than a page further on.
    #[must_use]
    pub fn place_of_hit(&self, page: Page) -> Option<Place> {
        let hit = self.place_of(self.hit.as_ref()?.start);
        let index = self.index();
        let begins_line = |number: &usize| index.piece(*number, &self.text).is_some_and(|p| p.begins_line);
        let height = usize::from(page.height.max(1));
        // Each piece has at least one row.
        let line = (hit.piece.saturating_sub(height)..=hit.piece).rev().find(begins_line);
        let line = line.map(|piece| Place { piece, offset: 0 });
        let near = line.filter(|line| hit < self.forward(*line, height, page).0);
        Some(near.unwrap_or_else(|| self.backward(hit, 0, page)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pager::{Direction, Kind};
    use crate::review::testing::SECRET;

    const PAGE: Page = Page { width: 20, height: 4 };

    fn printed_from(text: &str, sought: &str) -> (Option<usize>, String) {
        let mut reading = Reading::new(text.as_bytes().to_vec(), Kind::Plain).unwrap();
        reading.toggle_numbers();
        reading.find(sought, Direction::Forward, PAGE);
        let place = reading.place_of_hit(PAGE).unwrap();
        let rows = reading.rows_of(place.piece(), usize::from(PAGE.width)).unwrap();
        let first = rows.into_iter().find(|row| row.place >= place).unwrap();
        (first.row.line, first.row.text())
    }

    #[test]
    fn a_match_is_printed_from_the_beginning_of_its_line() {
        let text = format!("one\n{}needle\nlast\n", "word ".repeat(10));
        assert_eq!(printed_from(&text, "needle"), (Some(2), "word word word word ".to_owned()));
        assert_eq!(printed_from(&text, "last"), (Some(3), "last".to_owned()));
    }

    #[test]
    fn a_match_far_in_a_long_line_is_printed_from_its_own_row() {
        for words in [40, 4_000, 40_000] {
            let text = format!("one\n{}needle\n", "word ".repeat(words));
            let (line, row) = printed_from(&text, "needle");
            assert!(line.is_none() && row.contains("needle"), "{words}: {row}");
        }
    }

    #[test]
    fn the_rows_of_a_text_show_all_of_it_but_what_is_withheld() {
        let text = format!("one\n{SECRET}\n{}", "three ".repeat(9));
        let reading = Reading::new(text.clone().into_bytes(), Kind::Plain).unwrap();
        let rows = (0..).map_while(|piece| reading.rows_of(piece, 20)).flatten();
        let sources: Vec<Range<usize>> = rows.filter_map(|row| row.source).collect();
        let third = text.find("three").unwrap();
        assert_eq!(sources.first(), Some(&(0..4)));
        assert!(sources.windows(2).skip(1).all(|pair| pair[0].end == pair[1].start), "{sources:?}");
        assert_eq!((sources[1].start, sources.last().unwrap().end), (third, text.len()));
    }
}
