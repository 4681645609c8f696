//! Lines that are refused. Where they come from a pipe or a file, several in a row end the review: a script that is out of
//! step with its questions must not answer the wrong ones.

use super::dialogue::Dialogue;
use super::input::Line;

/// So many in a row.
pub const REFUSED_MAX: usize = 3;

/// Refused lines so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusals {
    /// True if several in a row end the review.
    ends: bool,
    /// Lines that were taken from the input.
    count: u64,
    this: Came,
    in_a_row: Vec<u64>,
    why: String,
}

/// The result of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Came {
    /// Something was done.
    #[default]
    Done,
    /// Neither: it was empty, is a part of a text that is typed, or asked for what is so already.
    Neither,
    /// It was refused.
    Refused,
}

/// Why a review ended before its input did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfStep {
    /// The lines that were refused, by their number in the input, from 1.
    pub lines: Vec<u64>,
    /// Why the last of them was.
    pub why: String,
}

impl Dialogue {
    /// Ends the review where several lines in a row are refused: nobody sits there who reads why.
    pub fn end_when_refused(&mut self) {
        self.refusals.ends = true;
    }

    /// The lines that were refused where they ended the review.
    #[must_use]
    pub fn out_of_step(&self) -> Option<OutOfStep> {
        self.refusals.out_of_step()
    }
}

impl Refusals {
    /// A line arrived.
    pub(super) fn begin(&mut self, line: &Line) {
        self.count += u64::from(*line != Line::End);
        self.this = match line {
            Line::Text(text) if text.trim().is_empty() => Came::Neither,
            Line::End => Came::Neither,
            Line::Text(_) | Line::TooLong | Line::NotUtf8 | Line::Cut => Came::Done,
        };
    }

    /// It neither did anything nor was refused.
    pub(super) fn pass_over(&mut self) {
        self.this = Came::Neither;
    }

    /// It was refused.
    pub(super) fn refuse(&mut self, why: &str) {
        self.this = Came::Refused;
        why.clone_into(&mut self.why);
    }

    /// Counts the line; whether the review ends with it.
    pub(super) fn end_line(&mut self) -> bool {
        match std::mem::take(&mut self.this) {
            Came::Done => self.in_a_row.clear(),
            // At a terminal nobody counts.
            Came::Refused if self.ends => self.in_a_row.push(self.count),
            Came::Neither | Came::Refused => {}
        }
        self.out_of_step().is_some()
    }

    /// The lines that ended the review, if they did.
    pub(super) fn out_of_step(&self) -> Option<OutOfStep> {
        let enough = self.in_a_row.len() >= REFUSED_MAX;
        enough.then(|| OutOfStep { lines: self.in_a_row.clone(), why: self.why.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The refused lines that ended a review: `x` is refused, `-` is a part of a text, a blank is an empty line.
    fn ended_by(lines: &str) -> Option<Vec<u64>> {
        let mut refusals = Refusals { ends: true, ..Refusals::default() };
        for line in lines.chars() {
            refusals.begin(&Line::Text(line.to_string()));
            match line {
                'x' => refusals.refuse("not so"),
                '-' => refusals.pass_over(),
                _ => {}
            }
            if refusals.end_line() {
                return refusals.out_of_step().map(|found| found.lines);
            }
        }
        None
    }

    #[test]
    fn three_refused_lines_in_a_row_end_it_and_a_line_that_does_something_starts_the_count_again() {
        assert_eq!(ended_by("xx"), None);
        assert_eq!(ended_by("xxoxxoxx"), None);
        assert_eq!(ended_by("oxxx"), Some(vec![2, 3, 4]));
        assert_eq!(ended_by("xxoxxx"), Some(vec![4, 5, 6]));
    }

    #[test]
    fn empty_lines_and_parts_of_a_text_neither_count_nor_start_the_count_again() {
        assert_eq!(ended_by("x x x"), Some(vec![1, 3, 5]));
        assert_eq!(ended_by("--x--x--x"), Some(vec![3, 6, 9]));
        assert_eq!(ended_by("   ----"), None);
    }

    #[test]
    fn nothing_ends_it_unless_it_was_asked_for() {
        let mut refusals = Refusals::default();
        for _ in 0..100 {
            refusals.begin(&Line::TooLong);
            refusals.refuse("too long");
            assert!(!refusals.end_line());
        }
    }
}
