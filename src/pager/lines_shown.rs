//! Parts of a text that were on screen or printed, and the lines that they complete.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::Reading;
use crate::review::spans::{Span, Spans};

#[derive(Clone, Debug, Default)]
pub struct LinesSeen {
    bytes: Spans,
    lines: Spans,
}

impl LinesSeen {
    pub fn add(&mut self, text: &Reading, parts: &[Range<usize>]) {
        let mut joined: Vec<Range<usize>> = Vec::new();
        for part in parts.iter().filter(|part| !part.is_empty()) {
            self.bytes.add(span(part));
            // A line of many rows is checked once.
            match joined.last_mut().filter(|last| last.end == part.start) {
                Some(last) => last.end = part.end,
                None => joined.push(part.clone()),
            }
        }
        for part in joined {
            for (number, line) in text.lines_around(&part) {
                if self.bytes.hold(span(&line)) {
                    self.lines.add(Span { first: number, last: number });
                }
            }
        }
    }

    /// Lines shown from their first byte to their last, from 1.
    #[must_use]
    pub fn lines(&self) -> &[Span] {
        self.lines.as_slice()
    }
}

fn span(part: &Range<usize>) -> Span {
    Span { first: part.start as u64, last: (part.end as u64).saturating_sub(1) }
}

impl Reading {
    /// Bytes up to the next piece. The pieces tile the text.
    pub(super) fn part(&self, number: usize) -> Range<usize> {
        let (index, text) = (self.index(), &self.text);
        // In the indented form, white space may precede the first piece.
        let start = if number == 0 { 0 } else { index.start(number, text) };
        start..index.start(number + 1, text)
    }

    /// Lines as written that a part of the text touches: their numbers from 1, and their bytes.
    fn lines_around(&self, part: &Range<usize>) -> impl Iterator<Item = (u64, Range<usize>)> {
        let bytes = self.text.as_bytes();
        let before = bytes.get(..part.start).unwrap_or_default();
        let mut start = memrchr(b'\n', before).map_or(0, |at| at + 1);
        let mut number = self.lines.line_of(self.lines.piece_at(start)) as u64;
        let end = part.end.min(bytes.len());
        std::iter::from_fn(move || {
            let rest = bytes.get(start..).filter(|rest| start < end && !rest.is_empty())?;
            let line = start..memchr(b'\n', rest).map_or(bytes.len(), |at| start + at + 1);
            start = line.end;
            number += 1;
            Some((number, line))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pager::{Kind, Move, Page};
    use crate::review::testing::SECRET;

    const PAGE: Page = Page { width: 40, height: 5 };

    fn reading(text: &str, kind: Kind) -> Reading {
        Reading::new(text.as_bytes().to_vec(), kind).unwrap()
    }

    fn lines(seen: &LinesSeen) -> Vec<(u64, u64)> {
        seen.lines().iter().map(|span| (span.first, span.last)).collect()
    }

    fn see(seen: &mut LinesSeen, text: &Reading) {
        seen.add(text, &text.screenful(PAGE).seen);
    }

    #[test]
    fn the_lines_of_each_page_are_seen_and_those_between_are_not() {
        let mut text = reading(&"a line\n".repeat(30), Kind::Plain);
        let mut seen = LinesSeen::default();
        see(&mut seen, &text);
        assert_eq!(lines(&seen), [(1, 5)]);
        text.go(Move::Bottom, PAGE);
        see(&mut seen, &text);
        assert_eq!(lines(&seen), [(1, 5), (26, 30)]);
    }

    #[test]
    fn a_long_line_is_seen_once_all_of_it_was() {
        let mut text = reading(&format!("{}\nshort\n", "word ".repeat(100)), Kind::Plain);
        let mut seen = LinesSeen::default();
        see(&mut seen, &text);
        assert_eq!(lines(&seen), []);
        text.go(Move::Bottom, PAGE);
        see(&mut seen, &text);
        assert_eq!(lines(&seen), [(2, 2)], "the middle of the long one was never there");
        for _ in 0..12 {
            text.go(Move::Up, PAGE);
            see(&mut seen, &text);
        }
        assert_eq!(lines(&seen), [(1, 2)]);
    }

    #[test]
    fn a_line_that_is_cut_at_the_side_is_seen_once_its_end_was_there_too() {
        let mut text = reading(&format!("{}\n\nshort\n", "x".repeat(60)), Kind::Plain);
        text.toggle_wrap();
        let mut seen = LinesSeen::default();
        see(&mut seen, &text);
        assert_eq!(lines(&seen), [(2, 3)]);
        text.sideways(30, PAGE);
        see(&mut seen, &text);
        assert_eq!(lines(&seen), [(1, 3)]);
    }

    #[test]
    fn what_is_withheld_is_not_seen() {
        let text = reading(&format!("one\n{SECRET}\nthree"), Kind::Plain);
        let mut seen = LinesSeen::default();
        see(&mut seen, &text);
        assert_eq!(lines(&seen), [(1, 1), (3, 3)]);
    }

    #[test]
    fn the_indented_form_shows_the_lines_that_it_is_made_of() {
        let mut text = reading("{\"a\":1,\n \"b\":[1,2]}\n{\"c\":3}\n", Kind::Json);
        assert!(text.toggle_indented());
        let mut seen = LinesSeen::default();
        see(&mut seen, &text);
        assert_eq!(lines(&seen), [(1, 1)]);
        text.go(Move::Bottom, PAGE);
        see(&mut seen, &text);
        assert_eq!(lines(&seen), [(1, 3)]);
    }
}
