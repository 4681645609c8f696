//! Plain text sought in a text. A query without capitals finds both cases.

use std::ops::Range;

use memchr::memmem;

use super::case_fold::Folded;

/// What is sought.
#[derive(Clone, Default)]
pub(crate) struct Query {
    text: String,
    fold: Fold,
}

/// Whether case counts.
#[derive(Clone, Default)]
enum Fold {
    /// It does.
    #[default]
    None,
    /// It does not, and the query is ASCII.
    Ascii,
    /// It does not.
    Chars(Folded),
}

/// Which way to look from the current position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the beginning.
    Backward,
}

/// What a search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing, in the whole text; the position is as it was.
    Nothing,
    /// A match, which is on the page now.
    At {
        /// Its line in the text as it is written, from 1.
        line: usize,
        /// Whether the search went on from the other end of the text.
        wrapped: bool,
    },
}

impl Query {
    pub(crate) fn new(text: &str) -> Self {
        let cased = |c: char| c.is_lowercase() || c.is_uppercase();
        let folds = !text.chars().any(char::is_uppercase) && text.chars().any(cased);
        let fold = match folds {
            true if text.is_ascii() => Fold::Ascii,
            true => Fold::Chars(Folded::new(text)),
            false => Fold::None,
        };
        Self { text: text.to_owned(), fold }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The most bytes that a match can have.
    pub(crate) fn bytes_max(&self) -> usize {
        // A character and its other case differ by less than that.
        self.text.len().saturating_mul(4)
    }

    /// The first match that begins in a range, which may end behind it.
    pub(crate) fn first(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        let (length, end) = (self.text.len(), text.len().min(range.end));
        if length == 0 || range.start >= end {
            return None;
        }
        let reach = text.len().min(end.saturating_add(length - 1));
        let part = text.as_bytes().get(range.start..reach)?;
        let found = match &self.fold {
            Fold::None => memmem::find(part, self.text.as_bytes()),
            Fold::Ascii => memmem::find(&part.to_ascii_lowercase(), self.text.as_bytes()),
            Fold::Chars(folded) => {
                let part = text.get(..self.reach(text, end))?;
                return folded.matches(part, range.start).next().filter(|found| found.start < end);
            }
        };
        found.map(|at| range.start + at..range.start + at + length)
    }

    /// How far a match can reach that begins before an offset.
    fn reach(&self, text: &str, end: usize) -> usize {
        text.ceil_char_boundary(text.len().min(end.saturating_add(self.bytes_max())))
    }

    /// The last match that begins in a range and ends at an offset or before it.
    pub(crate) fn last(&self, text: &str, range: Range<usize>, before: usize) -> Option<Range<usize>> {
        let (length, end) = (self.text.len(), text.len().min(range.end));
        if length == 0 || range.start >= end {
            return None;
        }
        let reach = text.len().min(before).min(end.saturating_add(length - 1));
        let part = text.as_bytes().get(range.start..reach)?;
        let found = match &self.fold {
            Fold::None => memmem::rfind(part, self.text.as_bytes()),
            Fold::Ascii => memmem::rfind(&part.to_ascii_lowercase(), self.text.as_bytes()),
            Fold::Chars(folded) => {
                let part = text.get(..text.floor_char_boundary(self.reach(text, end).min(before)))?;
                return folded.matches(part, range.start).take_while(|found| found.start < end).last();
            }
        };
        found.map(|at| range.start + at..range.start + at + length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_without_capitals_ignores_case_and_one_with_capitals_does_not() {
        let first = |query: &str, text: &str| Query::new(query).first(text, 0..text.len());
        assert_eq!(first("restore", "a RESTORE"), Some(2..9));
        assert_eq!(first("Restore", "a RESTORE Restore"), Some(10..17));
        assert_eq!(first("übung", "x ÜBUNG"), Some(2..8));
        assert_eq!(first("8-4", "8-4"), Some(0..3));
        assert_eq!(first("", "a"), None);
    }

    #[test]
    fn matches_are_found_from_both_sides() {
        let text = "one two ONE two one";
        let query = Query::new("one");
        let first = |from: usize| query.first(text, from..text.len());
        let last = |before: usize| query.last(text, 0..before, before);
        assert_eq!([first(1), first(17)], [Some(8..11), None]);
        assert_eq!([last(18), last(19), last(2)], [Some(8..11), Some(16..19), None]);
        assert_eq!(query.first(text, 7..9), Some(8..11), "a match goes on behind its range");
        assert_eq!(query.first(text, 9..16), None);
        assert_eq!(query.last(text, 8..11, 10), None);
    }

    proptest! {
        #[test]
        fn a_match_says_the_query_in_some_case(text in "[abAB éÉ]{0,24}", query in "[abé ]{1,3}", from in 0_usize..24) {
            let from = text.floor_char_boundary(from);
            let asked = Query::new(&query);
            let naive = text.to_lowercase().find(&query).is_some();
            prop_assert_eq!(asked.first(&text, 0..text.len()).is_some(), naive);
            prop_assert_eq!(asked.last(&text, 0..text.len(), text.len()).is_some(), naive);
            let both = [asked.first(&text, from..text.len()), asked.last(&text, 0..from, from)];
            for found in both.into_iter().flatten() {
                prop_assert_eq!(text[found.clone()].to_lowercase(), query.as_str());
                prop_assert!(found.start >= from || found.end <= from);
            }
        }
    }
}
