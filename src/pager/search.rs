//! Plain-text search. A query without capitals ignores case.

use std::ops::Range;

use memchr::memmem;

use super::case_fold::Folded;

#[derive(Clone, Default)]
pub(super) struct Query {
    text: String,
    fold: Fold,
}

#[derive(Clone, Default)]
enum Fold {
    #[default]
    None,
    Ascii,
    Chars(Folded),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Forward,
    Backward,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No match in the whole text; the position is unchanged.
    Nothing,
    /// The match is on the page now.
    At {
        /// Line of the text as written, from 1.
        line: usize,
        /// True if the search continued from the other end of the text.
        wrapped: bool,
    },
}

impl Query {
    pub(super) fn new(text: &str) -> Self {
        let cased = |c: char| c.is_lowercase() || c.is_uppercase();
        let folds = !text.chars().any(char::is_uppercase) && text.chars().any(cased);
        let fold = match folds {
            true if text.is_ascii() => Fold::Ascii,
            true => Fold::Chars(Folded::new(text)),
            false => Fold::None,
        };
        Self { text: text.to_owned(), fold }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Upper bound for the bytes of a match.
    pub(super) fn bytes_max(&self) -> usize {
        // In UTF-8, the other case of a character has at most four times its bytes.
        self.text.len().saturating_mul(4)
    }

    /// First match that begins in a range; it may end after the range.
    pub(super) fn first(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        let (length, end) = (self.text.len(), text.len().min(range.end));
        if length == 0 || range.start >= end {
            return None;
        }
        // A match that begins in the range ends at most this far after it.
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

    /// Furthest end of a match that begins before `end`.
    fn reach(&self, text: &str, end: usize) -> usize {
        text.ceil_char_boundary(text.len().min(end.saturating_add(self.bytes_max())))
    }

    /// Last match that begins in a range and does not end after `before`.
    pub(super) fn last(&self, text: &str, range: Range<usize>, before: usize) -> Option<Range<usize>> {
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
