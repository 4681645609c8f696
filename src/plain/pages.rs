//! Long text, printed a page at a time on a terminal, and in one go elsewhere.

use std::collections::VecDeque;
use std::ops::Range;

use super::reply::COLUMNS;
use crate::pager::{Direction, Found, LinesSeen, Page, Place, Printed, Reading, Row, Search};
use crate::review::fingerprint::Digest;
use crate::review::spans::{Span, Spans};
use crate::session::SeenLines;

/// Rows made at once without pages, so that no text is held twice.
const CHUNK_ROWS: usize = 500;

pub(super) struct Pages {
    /// Source of the rows; `None` if they were made already.
    file: Option<Box<File>>,
    rows: VecDeque<Made>,
    /// Printed after the last row.
    end: String,
    is_at_end: bool,
}

struct File {
    text: Reading,
    item: String,
    digest: Digest,
    /// Next piece to make rows of.
    piece: usize,
    seen: LinesSeen,
    /// Pieces that were withheld on the printed pages.
    withheld: Spans,
    /// Rows of the page printed last.
    page_rows: usize,
}

fn withheld(count: u64) -> String {
    format!("Parts withheld because they look like a credential: {count}.")
}

struct Made {
    said: String,
    /// Its beginning in an evidence file, and the part that it shows: none if its text is withheld.
    from: Option<(Place, Option<Range<usize>>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    More,
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Searched from the page printed last.
    Text(String),
    /// Next match of the same text.
    Again(Direction),
}

impl Pages {
    pub(super) fn of_evidence(mut text: Reading, item: String, digest: Digest, end: String) -> Self {
        if text.numbered() {
            // Line numbers are printed, but take no columns of the text.
            text.toggle_numbers();
        }
        let (seen, withheld) = (LinesSeen::default(), Spans::default());
        let file = File { text, item, digest, piece: 0, seen, withheld, page_rows: 0 };
        Self { file: Some(Box::new(file)), rows: VecDeque::new(), end, is_at_end: false }
    }

    pub(super) fn of_lines(lines: Vec<String>) -> Self {
        let rows = lines.into_iter().map(|said| Made { said, from: None }).collect();
        Self { file: None, rows, end: String::new(), is_at_end: false }
    }

    pub(super) fn turn(&mut self, page_rows: Option<usize>) -> (Vec<String>, Rest) {
        let count = page_rows.unwrap_or(CHUNK_ROWS).max(1);
        // One row more than the page has, to know if another page follows.
        while self.rows.len() <= count && self.read_on() == Rest::More {}
        let said: Vec<Made> = self.rows.drain(..count.min(self.rows.len())).collect();
        if let Some(file) = &mut self.file {
            file.say(&said);
        }
        let mut page: Vec<String> = said.into_iter().map(|made| made.said).collect();
        self.is_at_end = self.rows.is_empty();
        if !self.is_at_end {
            return (page, Rest::More);
        }
        let parts_withheld = self.file.as_ref().map_or(0, |file| file.withheld.count());
        page.extend((parts_withheld > 0).then(|| withheld(parts_withheld)));
        page.extend(Some(self.end.clone()).filter(|end| !end.is_empty()));
        (page, Rest::Nothing)
    }

    /// True before the first page of an evidence file.
    pub(super) fn is_untouched(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.page_rows == 0)
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Returns `None` for lines that are no evidence file.
    pub(super) fn text(&self) -> Option<&Reading> {
        self.file.as_ref().map(|file| &file.text)
    }

    /// After a search the text is left only on request.
    pub(super) fn is_searched(&self) -> bool {
        self.text().is_some_and(|text| !text.query().is_empty())
    }

    /// Searches from the page printed last.
    pub(super) fn begin_search(&mut self, wanted: &Wanted) -> Option<Search> {
        let File { text, page_rows, .. } = self.file.as_deref_mut()?;
        let page = page_of(*page_rows);
        Some(match wanted {
            Wanted::Text(query) => text.begin_find(query, Direction::Forward, page),
            Wanted::Again(direction) => text.begin_again(*direction, page),
        })
    }

    /// Takes the result of a search; the next page begins at the hit.
    pub(super) fn go_to(&mut self, seek: &Search, page_rows: Option<usize>) -> Found {
        let Some(file) = self.file.as_deref_mut() else { return Found::Nothing };
        let found = file.text.search_result(seek);
        if let Some(place) = file.text.place_of_hit(page_of(page_rows.unwrap_or(CHUNK_ROWS))) {
            file.piece = place.piece();
            self.rows.clear();
            self.read_on();
            self.rows.retain(|made| made.from.as_ref().is_some_and(|(from, _)| *from >= place));
            self.is_at_end = false;
        }
        found
    }

    /// Printed lines of an evidence file.
    pub(super) fn seen(&self) -> Option<SeenLines> {
        let File { text, item, digest, seen, .. } = self.file.as_deref()?;
        let (lines, spans) = (text.counts().lines as u64, seen.lines().to_vec());
        Some(SeenLines { item: item.clone(), digest: *digest, lines, spans })
    }

    fn read_on(&mut self) -> Rest {
        let Some(file) = &mut self.file else { return Rest::Nothing };
        let Some(rows) = file.text.rows_of(file.piece, COLUMNS) else { return Rest::Nothing };
        file.piece += 1;
        let made =
            |Printed { place, row, source }| Made { said: numbered(&row), from: Some((place, source)) };
        self.rows.extend(rows.into_iter().map(made));
        Rest::More
    }
}

impl File {
    /// Notes the printed parts for the record.
    fn say(&mut self, said: &[Made]) {
        let from: Vec<&(Place, Option<Range<usize>>)> =
            said.iter().filter_map(|made| made.from.as_ref()).collect();
        if let Some((place, _)) = from.first() {
            self.text.show_from(*place);
            self.page_rows = from.len();
        }
        for (place, _) in from.iter().filter(|(_, part)| part.is_none()) {
            let piece = place.piece() as u64;
            self.withheld.add(Span { first: piece, last: piece });
        }
        let parts: Vec<Range<usize>> = from.into_iter().filter_map(|(_, part)| part.clone()).collect();
        self.seen.add(&self.text, &parts);
    }
}

fn page_of(rows: usize) -> Page {
    let cells = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    Page { width: cells(COLUMNS), height: cells(rows) }
}

/// Prefixed with the number of the line that begins in the row.
fn numbered(row: &Row) -> String {
    match row.line {
        Some(line) => format!("{line} {}", row.text()),
        None => format!("  {}", row.text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pager::Kind;
    use crate::review::testing::SECRET;

    fn pages(reading: Reading, end: &str) -> Pages {
        Pages::of_evidence(reading, "backupReference".to_owned(), Digest::compute(b"log"), end.to_owned())
    }

    #[test]
    fn only_lines_that_were_said_count_as_shown() {
        let text = format!("{}{SECRET}\n", "line\n".repeat(9));
        let reading = Reading::new(text.into_bytes(), Kind::Plain).unwrap();
        let mut pages = pages(reading, "End.");
        let shown = |pages: &Pages| {
            let SeenLines { lines, spans, .. } = pages.seen().unwrap();
            (lines, spans.iter().map(|span| (span.first, span.last)).collect::<Vec<_>>())
        };
        pages.turn(Some(4));
        assert_eq!(shown(&pages), (10, vec![(1, 4)]));
        pages.turn(None);
        assert_eq!(shown(&pages), (10, vec![(1, 9)]), "what is withheld was not shown");
    }

    #[test]
    fn every_line_comes_once_with_its_number_however_it_is_paged() {
        let text = (1..=30).map(|line| format!("line of number {line}\n")).collect::<Vec<_>>().concat();
        for page_rows in [None, Some(1), Some(7), Some(30), Some(31)] {
            let reading = Reading::new(text.clone().into_bytes(), Kind::Plain).unwrap();
            let mut pages = pages(reading, "End.");
            let mut said = Vec::new();
            loop {
                let (rows, rest) = pages.turn(page_rows);
                assert!(rows.len() <= page_rows.unwrap_or(CHUNK_ROWS) + 1);
                said.extend(rows);
                if rest == Rest::Nothing {
                    break;
                }
            }
            assert_eq!(said.len(), 31, "{page_rows:?}");
            assert_eq!((said[0].as_str(), said[29].as_str()), ("1 line of number 1", "30 line of number 30"));
            assert_eq!(said[30], "End.");
        }
    }

    #[test]
    fn what_looks_like_a_credential_is_withheld_and_counted() {
        let reading = Reading::new(format!("a\n{SECRET}\nb\u{202E}").into_bytes(), Kind::Plain).unwrap();
        let (rows, _) = pages(reading, "").turn(None);
        assert!(!rows.concat().contains("horse"), "{rows:?}");
        assert!(rows[1].starts_with("2 ‹withheld"), "{rows:?}");
        assert_eq!(rows[2], "3 b‹U+202E›");
        assert_eq!(rows[3], "Parts withheld because they look like a credential: 1.");
    }
}
