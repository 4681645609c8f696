//! Ranges of numbers, such as the lines of a file that were shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Numbers from a first to a last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The first number.
    pub first: u64,
    /// The last number.
    pub last: u64,
}

/// Sorted spans that neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(Vec<Span>);

impl Spans {
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|span| span.last - span.first + 1).sum()
    }

    /// A span that ends before it begins adds nothing.
    pub fn add(&mut self, span: Span) {
        if span.last < span.first {
            return;
        }
        // Spans that only touch are joined as well.
        let before = self.0.partition_point(|other| other.last.saturating_add(1) < span.first);
        let behind = self.0.partition_point(|other| other.first <= span.last.saturating_add(1));
        let met = self.0.get(before..behind).unwrap_or_default();
        let first = met.first().map_or(span.first, |other| other.first.min(span.first));
        let last = met.last().map_or(span.last, |other| other.last.max(span.last));
        self.0.splice(before..behind, [Span { first, last }]);
    }

    #[must_use]
    pub fn hold(&self, span: Span) -> bool {
        let at = self.0.partition_point(|other| other.last < span.first);
        self.0.get(at).is_some_and(|other| other.first <= span.first && span.last <= other.last)
    }

    #[must_use]
    pub fn are_in_order(spans: &[Span], last: u64) -> bool {
        let within = |span: &Span| 1 <= span.first && span.first <= span.last && span.last <= last;
        let apart = |pair: &[Span]| match pair {
            [one, next] => one.last.saturating_add(1) < next.first,
            _ => true,
        };
        spans.iter().all(within) && spans.windows(2).all(apart)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn spans_hold_exactly_the_numbers_that_were_added(added in proptest::collection::vec((1_u64..30, 0_u64..6), 0..12)) {
            let (mut spans, mut numbers) = (Spans::default(), BTreeSet::new());
            for (first, more) in added {
                spans.add(Span { first, last: first + more });
                numbers.extend(first..=first + more);
            }
            prop_assert!(Spans::are_in_order(spans.as_slice(), 40));
            prop_assert_eq!(spans.count(), numbers.len() as u64);
            for number in 1..40 {
                prop_assert_eq!(spans.hold(Span { first: number, last: number }), numbers.contains(&number));
            }
        }
    }

    #[test]
    fn spans_that_touch_overlap_or_leave_the_file_are_not_in_order() {
        let span = |first, last| Span { first, last };
        assert!(Spans::are_in_order(&[span(1, 3), span(5, 9)], 9));
        for wrong in [
            vec![span(0, 3)],
            vec![span(3, 1)],
            vec![span(1, 10)],
            vec![span(1, 3), span(4, 5)],
            vec![span(5, 6), span(1, 2)],
        ] {
            assert!(!Spans::are_in_order(&wrong, 9), "{wrong:?}");
        }
        assert!(!Spans::are_in_order(&[span(u64::MAX, u64::MAX)], 9));
    }
}
