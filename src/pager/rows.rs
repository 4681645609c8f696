//! Rows of a page: line numbers, styled runs, and cuts at the sides.

use std::borrow::Cow;
use std::ops::Range;

use super::index::Piece;
use super::layout::clusters;
use super::render::Rendered;
use super::syntax::{Ink, ink_at};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Columns, line numbers included.
    pub width: u16,
    pub height: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screenful {
    /// From the top; fewer than the page has if the text is shorter.
    pub rows: Vec<Row>,
    /// Bytes of the text that the rows show, without withheld ones.
    pub seen: Vec<Range<usize>>,
    /// Columns of the line numbers and the blank after them; 0 without line numbers.
    pub gutter: usize,
    /// First line shown, from 1, in the current form.
    pub line: usize,
    /// Number of lines in the current form.
    pub lines: usize,
    /// Percent of the text above the end of the page, rounded down.
    pub percent: usize,
    /// Columns cut off at the left.
    pub left: usize,
    pub indented: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Number of the line that begins here, from 1.
    pub line: Option<usize>,
    /// From the left. All of it is safe to display.
    pub runs: Vec<Run>,
    pub cut_before: bool,
    pub cut_after: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub ink: Ink,
    pub mark: Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    None,
    Match,
    /// The match that the last search went to.
    Hit,
}

impl Row {
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    #[must_use]
    pub fn has_hit(&self) -> bool {
        self.runs.iter().any(|run| run.mark == Mark::Hit)
    }

    fn push(&mut self, text: &str, ink: Ink, mark: Mark) {
        match self.runs.last_mut().filter(|run| run.ink == ink && run.mark == mark) {
            Some(run) => run.text.push_str(text),
            None => self.runs.push(Run { text: text.to_owned(), ink, mark }),
        }
    }
}

pub(super) struct Marked<'a> {
    pub(super) shown: Cow<'a, Rendered>,
    pub(super) marks: Vec<(Range<usize>, Mark)>,
}

impl Marked<'_> {
    /// Neither `part` nor a run may begin or end within a cluster.
    pub(super) fn row(&self, part: Range<usize>) -> Row {
        let mut row = Row::default();
        let mut at = part.start;
        while at < part.end {
            let (ink, ink_end) = ink_at(&self.shown.inks, at);
            let (mark, mark_end) = self.mark_at(at);
            let end = part.end.min(ink_end.unwrap_or(part.end)).min(mark_end.unwrap_or(part.end));
            row.push(self.shown.text.get(at..end).unwrap_or_default(), ink, mark);
            at = end;
        }
        row
    }

    /// Bytes of the text that a part of the shown piece comes from; `None` if withheld. `whole` extends to the next
    /// piece.
    pub(super) fn source_of(
        &self,
        part: &Range<usize>,
        piece: &Piece,
        whole: &Range<usize>,
    ) -> Option<Range<usize>> {
        let at = |shown: usize| piece.range.start + self.shown.source_at(shown);
        let start = if part.start == 0 { whole.start } else { at(part.start) };
        let end = if part.end >= self.shown.text.len() { whole.end } else { at(part.end) };
        (!self.shown.is_withheld()).then_some(start..end)
    }

    /// The row of `width` columns from column `left`, and the part of the piece that it shows.
    pub(super) fn window(&self, left: usize, width: usize) -> (Row, Range<usize>) {
        let text = &self.shown.text;
        if text.is_ascii() {
            let (start, end) = (left.min(text.len()), (left + width).min(text.len()));
            let row = Row { cut_before: start > 0, cut_after: end < text.len(), ..self.row(start..end) };
            return (row, start..end);
        }
        let (mut column, mut start, mut end, mut air) = (0, text.len(), text.len(), 0);
        for (at, _, columns) in clusters(text) {
            let next = column + columns;
            if column < left {
                // The half of a wide character that would be on the page.
                air = next.saturating_sub(left);
            } else {
                start = start.min(at);
            }
            if next > left + width {
                end = at;
                break;
            }
            column = next;
        }
        let part = start..end.max(start);
        let mut row = self.row(part.clone());
        if air > 0 {
            row.runs.insert(0, Run { text: " ".repeat(air), ink: Ink::Plain, mark: Mark::None });
        }
        (Row { cut_before: left > 0 && !text.is_empty(), cut_after: end < text.len(), ..row }, part)
    }

    /// Returns the mark, and its end if it has one.
    fn mark_at(&self, at: usize) -> (Mark, Option<usize>) {
        let behind = self.marks.partition_point(|(range, _)| range.end <= at);
        match self.marks.get(behind) {
            Some((range, mark)) if range.start <= at => (*mark, Some(range.end)),
            Some((range, _)) => (Mark::None, Some(range.start)),
            None => (Mark::None, None),
        }
    }
}
