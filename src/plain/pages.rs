//! A long text, said a page at a time where somebody listens at a terminal, and in one go where nobody does.

use std::collections::VecDeque;
use std::ops::Range;

use super::reply::COLUMNS;
use crate::frontend::wording::plain::reading::withheld;
use crate::pager::{Direction, Found, Page, Place, Printed, Reading, Row, Seek, Seen};
use crate::review::fingerprint::Digest;
use crate::review::spans::{Span, Spans};

/// Rows that are made at once where nothing is paged, so that no text is held twice.
const CHUNK_ROWS: usize = 500;

/// What is left to say of a long text.
pub(super) struct Pages {
    /// The evidence file that the rows are made from; `None` where they were made already.
    file: Option<Box<File>>,
    rows: VecDeque<Made>,
    /// What is said behind the last row.
    end: String,
    is_at_end: bool,
}

/// An evidence file that is said.
struct File {
    text: Reading,
    item: String,
    digest: Digest,
    /// The piece that is made into rows next.
    piece: usize,
    seen: Seen,
    /// The pieces that were withheld where their text would have been said.
    withheld: Spans,
    /// Rows of the page that was said last.
    page_rows: usize,
}

/// A row that is ready to be said.
struct Made {
    said: String,
    /// Its beginning in an evidence file, and the part that it shows.
    from: Option<(Place, Option<Range<usize>>)>,
}

/// Whether a page was the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    More,
    Nothing,
}

/// A search that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A text, from the page that was said last on.
    Text(String),
    /// The next match of the same text.
    Again(Direction),
}

impl Pages {
    /// An evidence file.
    pub(super) fn of_evidence(mut text: Reading, (item, digest): (String, Digest), end: String) -> Self {
        if text.numbered() {
            // Numbers are said, and take no columns of the text.
            text.toggle_numbers();
        }
        let (seen, withheld) = (Seen::default(), Spans::default());
        let file = File { text, item, digest, piece: 0, seen, withheld, page_rows: 0 };
        Self { file: Some(Box::new(file)), rows: VecDeque::new(), end, is_at_end: false }
    }

    /// Lines.
    pub(super) fn of_lines(lines: Vec<String>) -> Self {
        let rows = lines.into_iter().map(|said| Made { said, from: None }).collect();
        Self { file: None, rows, end: String::new(), is_at_end: false }
    }

    /// The next rows, as many as a page has, and whether more follow.
    pub(super) fn turn(&mut self, page_rows: Option<usize>) -> (Vec<String>, Rest) {
        let count = page_rows.unwrap_or(CHUNK_ROWS).max(1);
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

    /// True behind the last row.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// The text of an evidence file.
    pub(super) fn text(&self) -> Option<&Reading> {
        self.file.as_ref().map(|file| &file.text)
    }

    /// True after a search; the text is then left only on request.
    pub(super) fn is_searched(&self) -> bool {
        self.text().is_some_and(|text| !text.query().is_empty())
    }

    /// Begins a search from the page that was said last.
    pub(super) fn begin_search(&mut self, wanted: &Wanted) -> Option<Seek> {
        let File { text, page_rows, .. } = self.file.as_deref_mut()?;
        let page = page_of(*page_rows);
        Some(match wanted {
            Wanted::Text(query) => text.begin_find(query, Direction::Forward, page),
            Wanted::Again(direction) => text.begin_again(*direction, page),
        })
    }

    /// Takes what a search came to; the next page begins with the match.
    pub(super) fn go_to(&mut self, seek: &Seek, page_rows: Option<usize>) -> Found {
        let Some(file) = self.file.as_deref_mut() else { return Found::Nothing };
        let found = file.text.sought(seek);
        if let Some(place) = file.text.place_of_hit(page_of(page_rows.unwrap_or(CHUNK_ROWS))) {
            file.piece = place.piece();
            self.rows.clear();
            self.read_on();
            self.rows.retain(|made| made.from.as_ref().is_some_and(|(from, _)| *from >= place));
            self.is_at_end = false;
        }
        found
    }

    /// What of an evidence file was said: its reference, its digest, how many lines it has, and which of them were.
    pub(super) fn seen(&self) -> Option<(&str, (Digest, u64), &[Span])> {
        let File { text, item, digest, seen, .. } = self.file.as_deref()?;
        Some((item, (*digest, text.counts().lines as u64), seen.lines()))
    }

    /// Makes the rows of the next piece of an evidence file.
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
    /// Takes down what is said.
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

/// The page of so many rows, to which a search goes on.
fn page_of(rows: usize) -> Page {
    let cells = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    Page { width: cells(COLUMNS), height: cells(rows) }
}

/// A row behind the number of the line that begins there.
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

    fn of() -> (String, Digest) {
        ("backupReference".to_owned(), Digest::of(b"log"))
    }

    #[test]
    fn only_lines_that_were_said_count_as_shown() {
        let text = format!("{}{SECRET}\n", "line\n".repeat(9));
        let reading = Reading::new(text.into_bytes(), Kind::Plain).unwrap();
        let mut pages = Pages::of_evidence(reading, of(), "End.".to_owned());
        let shown = |pages: &Pages| {
            let (_, (_, lines), spans) = pages.seen().unwrap();
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
            let mut pages = Pages::of_evidence(reading, of(), "End.".to_owned());
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
        let (rows, _) = Pages::of_evidence(reading, of(), String::new()).turn(None);
        assert!(!rows.concat().contains("horse"), "{rows:?}");
        assert!(rows[1].starts_with("2 ‹withheld"), "{rows:?}");
        assert_eq!(rows[2], "3 b‹U+202E›");
        assert_eq!(rows[3], "Parts withheld because they look like a credential: 1.");
    }
}
