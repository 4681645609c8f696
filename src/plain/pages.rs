//! A long text, said a page at a time where somebody listens at a terminal, and in one go where nobody does.

use std::collections::VecDeque;
use std::ops::Range;

use super::said::COLUMNS;
use crate::reading::{Printed, Reading, Row, Seen};
use crate::review::fingerprint::Digest;
use crate::review::spans::Span;
use crate::wording::plain::reading::withheld;

/// Rows that are made at once where nothing is paged, so that no text is held twice.
const CHUNK_ROWS: usize = 500;

/// What is left to say of a long text.
pub(super) struct Pages {
    from: From,
    /// Each row, with the part of the text that is said once it is.
    rows: VecDeque<(String, Option<Range<usize>>)>,
    /// What is said behind the last row.
    end: String,
    withheld: usize,
}

enum From {
    /// An evidence file, from this piece on.
    Evidence { text: Box<Reading>, piece: usize, item: String, digest: Digest, seen: Seen },
    /// Lines that were made already.
    Lines,
}

/// Whether a page was the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    More,
    Nothing,
}

impl Pages {
    /// An evidence file.
    pub(super) fn of_evidence(text: Reading, (item, digest): (String, Digest), end: String) -> Self {
        let from = From::Evidence { text: Box::new(text), piece: 0, item, digest, seen: Seen::default() };
        Self { from, rows: VecDeque::new(), end, withheld: 0 }
    }

    /// Lines.
    pub(super) fn of_lines(lines: Vec<String>) -> Self {
        Self {
            from: From::Lines,
            rows: lines.into_iter().map(|line| (line, None)).collect(),
            end: String::new(),
            withheld: 0,
        }
    }

    /// The next rows, as many as a page has, and whether more follow.
    pub(super) fn turn(&mut self, page_rows: Option<usize>) -> (Vec<String>, Rest) {
        let count = page_rows.unwrap_or(CHUNK_ROWS).max(1);
        while self.rows.len() <= count && self.read_on() == Rest::More {}
        let said: Vec<(String, Option<Range<usize>>)> =
            self.rows.drain(..count.min(self.rows.len())).collect();
        if let From::Evidence { text, seen, .. } = &mut self.from {
            let parts: Vec<Range<usize>> = said.iter().filter_map(|(_, part)| part.clone()).collect();
            seen.add(text, &parts);
        }
        let mut page: Vec<String> = said.into_iter().map(|(row, _)| row).collect();
        if !self.rows.is_empty() {
            return (page, Rest::More);
        }
        if self.withheld > 0 {
            page.push(withheld(self.withheld));
        }
        page.extend(Some(std::mem::take(&mut self.end)).filter(|end| !end.is_empty()));
        (page, Rest::Nothing)
    }

    /// What of an evidence file was said: its reference, its digest, how many lines it has, and which of them were.
    pub(super) fn seen(&self) -> Option<(&str, (Digest, u64), &[Span])> {
        let From::Evidence { text, item, digest, seen, .. } = &self.from else { return None };
        Some((item, (*digest, text.counts().lines as u64), seen.lines()))
    }

    /// Makes the rows of the next piece of an evidence file.
    fn read_on(&mut self) -> Rest {
        let From::Evidence { text, piece, .. } = &mut self.from else { return Rest::Nothing };
        let Some(rows) = text.rows_of(*piece, COLUMNS) else { return Rest::Nothing };
        *piece += 1;
        self.withheld += usize::from(rows.iter().any(|row| row.source.is_none()));
        let said = |Printed { row, source, .. }| (numbered(&row), source);
        self.rows.extend(rows.into_iter().map(said));
        Rest::More
    }
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
    use crate::reading::Kind;
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
