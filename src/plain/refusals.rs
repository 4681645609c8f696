//! Refused lines. From a pipe or a file, several in a row end the review: a script that is out of step with its
//! questions must not answer the wrong ones.

use std::fmt::Display;

use super::input::Line;

/// Refused lines in a row that end the review.
pub const REFUSED_MAX: usize = 3;

#[derive(Clone, Debug, Default)]
pub(super) struct Refusals {
    /// True if several in a row end the review.
    ends: bool,
    /// Lines taken from the input.
    count: u64,
    this: Came,
    in_a_row: Vec<u64>,
    why: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Came {
    #[default]
    Done,
    /// The line was empty, part of a text, or asked for the present state.
    Neither,
    Refused,
}

/// Reason why a review ended before its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfStep {
    /// Numbers of the refused lines in the input, from 1.
    pub lines: Vec<u64>,
    /// Reason for the last refusal.
    pub why: String,
}

impl OutOfStep {
    pub(super) fn listed(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        match lines.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
            Some(_) | None => lines.concat(),
        }
    }
}

pub(super) fn refused(why: impl Display) -> String {
    format!("Refused. {why}")
}

impl Refusals {
    /// For lines from a pipe or a file: nobody there reads the reasons.
    pub(super) fn end_in_a_row(&mut self) {
        self.ends = true;
    }

    pub(super) fn begin(&mut self, line: &Line) {
        self.count += u64::from(*line != Line::End);
        self.this = match line {
            Line::Text(text) if text.trim().is_empty() => Came::Neither,
            Line::End => Came::Neither,
            Line::Text(_) | Line::TooLong | Line::NotUtf8 | Line::Cut => Came::Done,
        };
    }

    /// The line neither did anything nor was refused.
    pub(super) fn pass_over(&mut self) {
        self.this = Came::Neither;
    }

    pub(super) fn refuse(&mut self, why: &str) {
        self.this = Came::Refused;
        why.clone_into(&mut self.why);
    }

    /// Counts the line. Returns true if the review ends with it.
    pub(super) fn end_line(&mut self) -> bool {
        match std::mem::take(&mut self.this) {
            Came::Done => self.in_a_row.clear(),
            // At a terminal, refusals are not counted.
            Came::Refused if self.ends => self.in_a_row.push(self.count),
            Came::Neither | Came::Refused => {}
        }
        self.out_of_step().is_some()
    }

    pub(super) fn out_of_step(&self) -> Option<OutOfStep> {
        let enough = self.in_a_row.len() >= REFUSED_MAX;
        enough.then(|| OutOfStep { lines: self.in_a_row.clone(), why: self.why.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `x` is refused, `-` is part of a text, a blank is an empty line.
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
