//! The rows of one page of a text: each with its line, its runs of one look, and what is left out at its sides.

use std::ops::Range;

use super::ink::{Ink, ink_at};
use super::layout::clusters;
use super::shown::Shown;

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

    fn push(&mut self, text: &str, ink: Ink, mark: Mark) {
        match self.runs.last_mut().filter(|run| run.ink == ink && run.mark == mark) {
            Some(run) => run.text.push_str(text),
            None => self.runs.push(Run { text: text.to_owned(), ink, mark }),
        }
    }
}

/// A shown piece and what is sought in it, in order.
pub(super) struct Marked {
    pub(super) shown: Shown,
    pub(super) marks: Vec<(Range<usize>, Mark)>,
}

impl Marked {
    /// The row that a part of the piece makes.
    pub(super) fn row(&self, part: Range<usize>) -> Row {
        let mut row = Row::default();
        let text = self.shown.text.get(part.clone()).unwrap_or_default();
        for (at, cluster, _) in clusters(text) {
            let at = part.start + at;
            row.push(cluster, ink_at(&self.shown.inks, at).0, self.mark(at..at + cluster.len()));
        }
        row
    }

    /// The row that so many columns of the piece make, from a column on.
    pub(super) fn window(&self, left: usize, width: usize) -> Row {
        let mut row = Row::default();
        let mut column = 0;
        for (at, cluster, columns) in clusters(&self.shown.text) {
            let end = column + columns;
            if end > left + width {
                row.cut_after = true;
                break;
            }
            let (ink, mark) = (ink_at(&self.shown.inks, at).0, self.mark(at..at + cluster.len()));
            if column >= left {
                row.push(cluster, ink, mark);
            } else {
                row.cut_before = true;
                // The half of a wide character that would stand on the page.
                row.push(&" ".repeat(end.saturating_sub(left)), ink, mark);
            }
            column = end;
        }
        row.runs.retain(|run| !run.text.is_empty());
        row
    }

    fn mark(&self, cluster: Range<usize>) -> Mark {
        let behind = self.marks.partition_point(|(range, _)| range.end <= cluster.start);
        self.marks
            .get(behind)
            .filter(|(range, _)| range.start < cluster.end)
            .map_or(Mark::None, |(_, mark)| *mark)
    }
}
