//! The rows of one page of a text: each with its line, its runs of one look, and what is left out at its sides.

use std::borrow::Cow;
use std::ops::Range;

use super::index::Piece;
use super::layout::clusters;
use super::render::Shown;
use super::syntax::{Ink, ink_at};

/// The room that a text is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Columns, line numbers included.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// What of a text is on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screenful {
    /// From above; fewer than the page has if the text is shorter.
    pub rows: Vec<Row>,
    /// The bytes of the text that the rows show; nothing that is withheld.
    pub seen: Vec<Range<usize>>,
    /// Columns of the line numbers and the column of air behind them; 0 without line numbers.
    pub gutter: usize,
    /// The first line shown, from 1, and how many there are, both of the form that is shown.
    pub line: usize,
    /// How many lines there are.
    pub lines: usize,
    /// How much of the text stands above the end of the page, in hundredths, rounded down.
    pub percent: usize,
    /// Columns left out at the left.
    pub left: usize,
    /// Whether the indented form is shown.
    pub indented: bool,
}

/// A row of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The number of the line that begins here, from 1.
    pub line: Option<usize>,
    /// The text, from the left. All of it is fit to be shown.
    pub runs: Vec<Run>,
    /// Whether text is left out at the left.
    pub cut_before: bool,
    /// Whether text is left out at the right.
    pub cut_after: bool,
}

/// Text of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// What it is.
    pub ink: Ink,
    /// Whether it was sought.
    pub mark: Mark,
}

/// Whether a text was sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was not.
    None,
    /// It matches.
    Match,
    /// It is the match that the last search went to.
    Hit,
}

impl Row {
    /// The text of the row.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether the match stands here that the last search went to.
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

/// A shown piece and what is sought in it, in order.
pub(crate) struct Marked<'a> {
    pub(crate) shown: Cow<'a, Shown>,
    pub(crate) marks: Vec<(Range<usize>, Mark)>,
}

impl Marked<'_> {
    /// The row that a part of the piece makes. Neither the part nor a run begins or ends within a cluster.
    pub(crate) fn row(&self, part: Range<usize>) -> Row {
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

    /// The bytes of the text that a part of the shown piece comes from; `whole` are those of the piece with all that stands
    /// before the next one. None where it is withheld.
    pub(crate) fn source_of(
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

    /// The row that so many columns of the piece make, from a column on, and the part of the piece that it shows.
    pub(crate) fn window(&self, left: usize, width: usize) -> (Row, Range<usize>) {
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
                // The half of a wide character that would stand on the page.
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

    /// Whether the text at an offset is sought, and up to where that holds if it ends.
    fn mark_at(&self, at: usize) -> (Mark, Option<usize>) {
        let behind = self.marks.partition_point(|(range, _)| range.end <= at);
        match self.marks.get(behind) {
            Some((range, mark)) if range.start <= at => (*mark, Some(range.end)),
            Some((range, _)) => (Mark::None, Some(range.start)),
            None => (Mark::None, None),
        }
    }
}
