//! Case-insensitive search for a query outside ASCII, in one pass over any text.

use std::ops::Range;

/// Search by Knuth, Morris and Pratt (“Fast Pattern Matching in Strings”) in lower case: linear in the text, even if
/// nearly everything matches.
#[derive(Clone)]
pub(super) struct Folded {
    wanted: Vec<char>,
    /// For each prefix of the query, the length of the longest shorter prefix that it ends with.
    borders: Vec<usize>,
}

impl Folded {
    pub(super) fn new(text: &str) -> Self {
        let wanted: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
        let mut folded = Self { wanted, borders: vec![0] };
        let mut border = 0;
        for c in folded.wanted.clone().into_iter().skip(1) {
            border = folded.behind(border, c);
            folded.borders.push(border);
        }
        folded
    }

    /// Returns the matched length once `c` follows `matched` matching characters.
    fn behind(&self, matched: usize, c: char) -> usize {
        let mut matched = matched;
        loop {
            if self.wanted.get(matched) == Some(&c) {
                return matched + 1;
            }
            if matched == 0 {
                return 0;
            }
            matched = self.borders.get(matched - 1).copied().unwrap_or_default();
        }
    }

    /// Matches in order, overlapping ones too. None begins or ends within a character that has several in lower case.
    pub(super) fn matches<'a>(
        &'a self,
        text: &'a str,
        from: usize,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let rest = text.get(from..).unwrap_or_default();
        // Ring of the last characters in lower case: the offset of each, or `None` within another one.
        let mut origins = vec![None; self.wanted.len().max(1)];
        let (mut met, mut matched) = (0_usize, 0);
        rest.char_indices().filter_map(move |(at, c)| {
            let (mut begins, mut whole) = (Some(from + at), None);
            for lower in c.to_lowercase() {
                let places = origins.len();
                if let Some(origin) = origins.get_mut(met % places) {
                    *origin = begins.take();
                }
                met += 1;
                matched = self.behind(matched, lower);
                whole = (matched == self.wanted.len()).then_some(met - matched);
            }
            let start = origins.get(whole? % origins.len()).copied().flatten()?;
            Some(start..from + at + c.len_utf8())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(query: &str, text: &str) -> Vec<Range<usize>> {
        Folded::new(query).matches(text, 0).collect()
    }

    #[test]
    fn either_case_is_found_and_matches_may_overlap() {
        assert_eq!(found("übung", "x ÜBUNG übung"), [2..8, 9..15]);
        assert_eq!(found("éé", "ÉéÉ"), [0..4, 2..6]);
        assert!(found("é", "").is_empty());
    }

    #[test]
    fn no_part_of_a_character_is_a_match() {
        // The lower case of the first is an i and a combining dot above.
        assert_eq!(found("i\u{307}", "\u{130}").first(), Some(&(0..2)));
        assert!(found("\u{307}é", "\u{130}é").is_empty());
        assert!(found("éi", "é\u{130}").is_empty());
    }

    #[test]
    fn a_text_that_nearly_matches_everywhere_is_read_once() {
        // Takes far more than a minute if every position is compared with the whole query.
        let (text, query) = ("a".repeat(1 << 20), format!("{}ü", "a".repeat(1 << 16)));
        assert_eq!(Folded::new(&query).matches(&text, 0).count(), 0);
    }

    proptest! {
        #[test]
        fn it_finds_what_comparing_every_place_finds(text in "[aAéÉİi\u{307}]{0,16}", query in "[aéi\u{307}]{1,4}") {
            let same = |at: usize, end: usize| text[at..end].to_lowercase() == query.to_lowercase();
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let pairs = places.iter().flat_map(|at| places.iter().map(move |end| (*at, *end)));
            let naive: Vec<Range<usize>> =
                pairs.filter(|(at, end)| at < end && same(*at, *end)).map(|(at, end)| at..end).collect();
            prop_assert_eq!(found(&query, &text), naive);
        }
    }
}
