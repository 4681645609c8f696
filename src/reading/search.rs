//! Plain text sought in a text. A query without capitals finds both cases.

use std::ops::Range;

use memchr::{memchr2_iter, memmem, memrchr2_iter};

/// What is sought.
#[derive(Clone, Default)]
pub(super) struct Query {
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
    /// It does not; these are the characters in lower case.
    Chars(Vec<char>),
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
    pub(super) fn new(text: &str) -> Self {
        let cased = |c: char| c.is_lowercase() || c.is_uppercase();
        let folds = !text.chars().any(char::is_uppercase) && text.chars().any(cased);
        let fold = match folds {
            true if text.is_ascii() => Fold::Ascii,
            true => Fold::Chars(text.chars().flat_map(char::to_lowercase).collect()),
            false => Fold::None,
        };
        Self { text: text.to_owned(), fold }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The most bytes that a match can have.
    pub(super) fn bytes_max(&self) -> usize {
        // A character and its other case differ by less than that.
        self.text.len().saturating_mul(4)
    }

    /// The first match that begins at an offset or behind it.
    pub(super) fn first(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let rest = text.as_bytes().get(from..).filter(|_| !self.text.is_empty())?;
        if let Fold::None = self.fold {
            let start = from + memmem::find(rest, self.text.as_bytes())?;
            return Some(start..start + self.text.len());
        }
        let [lower, upper] = self.first_bytes();
        memchr2_iter(lower, upper, rest).find_map(|at| self.matched(text, from + at))
    }

    /// The last match that ends at an offset or before it.
    pub(super) fn last(&self, text: &str, before: usize) -> Option<Range<usize>> {
        let head = text.as_bytes().get(..before).filter(|_| !self.text.is_empty())?;
        if let Fold::None = self.fold {
            let start = memmem::rfind(head, self.text.as_bytes())?;
            return Some(start..start + self.text.len());
        }
        let [lower, upper] = self.first_bytes();
        let mut matches = memrchr2_iter(lower, upper, head).filter_map(|at| self.matched(text, at));
        matches.find(|found| found.end <= before)
    }

    /// What a match may begin with: the first byte of the first character in either case.
    fn first_bytes(&self) -> [u8; 2] {
        let first = self.text.chars().next().unwrap_or_default();
        let byte = |c: char| c.encode_utf8(&mut [0; 4]).bytes().next().unwrap_or_default();
        [byte(first), byte(first.to_uppercase().next().unwrap_or(first))]
    }

    /// The match that begins at an offset, whatever its case, if there is one.
    fn matched(&self, text: &str, start: usize) -> Option<Range<usize>> {
        let Fold::Chars(folded) = &self.fold else {
            let end = start + self.text.len();
            let here = text.as_bytes().get(start..end)?;
            return here.eq_ignore_ascii_case(self.text.as_bytes()).then_some(start..end);
        };
        let (mut wanted, mut end) = (folded.as_slice(), start);
        for c in text.get(start..)?.chars() {
            for lower in c.to_lowercase() {
                let (next, rest) = wanted.split_first()?;
                if *next != lower {
                    return None;
                }
                wanted = rest;
            }
            end += c.len_utf8();
            if wanted.is_empty() {
                return Some(start..end);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_without_capitals_ignores_case_and_one_with_capitals_does_not() {
        let first = |query: &str, text: &str| Query::new(query).first(text, 0);
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
        assert_eq!(query.first(text, 1), Some(8..11));
        assert_eq!(query.first(text, 17), None);
        assert_eq!(query.last(text, 18), Some(8..11));
        assert_eq!(query.last(text, 19), Some(16..19));
        assert_eq!(query.last(text, 2), None);
    }

    proptest! {
        #[test]
        fn a_match_says_the_query_in_some_case(text in "[abAB éÉ]{0,24}", query in "[abé ]{1,3}", from in 0_usize..24) {
            let from = text.floor_char_boundary(from);
            let asked = Query::new(&query);
            let naive = text.to_lowercase().find(&query).is_some();
            prop_assert_eq!(asked.first(&text, 0).is_some(), naive);
            for found in [asked.first(&text, from), asked.last(&text, from)].into_iter().flatten() {
                prop_assert_eq!(text[found.clone()].to_lowercase(), query.as_str());
                prop_assert!(found.start >= from || found.end <= from);
            }
        }
    }
}
