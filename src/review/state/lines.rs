//! Lines of an opened evidence file that were on a screen or printed: a fact for the record that blocks nothing.

use super::Review;
use crate::review::action::{Event, Refusal};
use crate::review::fingerprint::Digest;
use crate::review::spans::{Span, Spans};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShownLines {
    digest: Digest,
    lines: u64,
    spans: Spans,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinesShown {
    /// Distinct lines whose whole text was shown; a line with a withheld part does not count.
    pub shown: u64,
    pub lines: u64,
}

impl Review {
    /// Counts for the present bytes; `None` if no lines were recorded.
    #[must_use]
    pub fn lines_shown(&self, reference: &str) -> Option<LinesShown> {
        let read = self.evidence_read(reference)?;
        let ShownLines { lines, spans, .. } =
            self.lines.get(reference).filter(|shown| shown.digest == read.digest)?;
        Some(LinesShown { shown: spans.count(), lines: *lines })
    }

    pub(super) fn show_lines(
        &self,
        item: String,
        digest: Digest,
        lines: u64,
        spans: Vec<Span>,
    ) -> Result<Event, Refusal> {
        let read = self.evidence_read(&item).filter(|read| read.digest == digest && read.shown);
        let read = read.ok_or(Refusal::Unknown)?;
        let known = self.lines.get(&item).filter(|known| known.digest == digest);
        let same = known.is_none_or(|known| known.lines == lines);
        // Every line takes at least one byte.
        if !same || lines > read.bytes || !Spans::are_in_order(&spans, lines) {
            return Err(Refusal::Unknown);
        }
        let is_known = |span: &Span| known.is_some_and(|known| known.spans.hold(*span));
        if spans.iter().all(is_known) {
            return Err(Refusal::NothingToDo);
        }
        Ok(Event::LinesShown { item, digest, lines, spans })
    }

    /// Takes that lines were shown.
    pub(in crate::review) fn take_lines_shown(
        &mut self,
        item: &str,
        digest: Digest,
        lines: u64,
        spans: &[Span],
    ) {
        let known = self.lines.remove(item).filter(|known| known.digest == digest);
        let mut shown = known.unwrap_or(ShownLines { digest, lines, spans: Spans::default() });
        for span in spans {
            shown.spans.add(*span);
        }
        self.lines.insert(item.to_owned(), shown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::action::{Action, Outside};
    use crate::review::testing::{BACKUP, act, review};

    fn shows(digest: Digest, lines: u64, spans: &[(u64, u64)]) -> Action {
        let spans = spans.iter().map(|(first, last)| Span { first: *first, last: *last }).collect();
        Action::ShowLines { item: BACKUP.to_owned(), digest, lines, spans }
    }

    fn opened(shown: bool) -> (Review, Digest) {
        let (mut review, digest) = (review(), Digest::compute(b"log"));
        act(
            &mut review,
            Action::TakeIn(Outside::EvidenceListed { items: vec![BACKUP.to_owned()], near: Vec::new() }),
        )
        .unwrap();
        let read = Action::OpenEvidence { item: BACKUP.to_owned(), digest, bytes: 300, shown };
        act(&mut review, read).unwrap();
        (review, digest)
    }

    #[test]
    fn distinct_lines_are_counted_once_however_often_they_are_shown() {
        let (mut review, digest) = opened(true);
        assert_eq!(review.lines_shown(BACKUP), None);
        act(&mut review, shows(digest, 105, &[(1, 34)])).unwrap();
        act(&mut review, shows(digest, 105, &[(30, 40), (90, 91)])).unwrap();
        assert_eq!(review.lines_shown(BACKUP), Some(LinesShown { shown: 42, lines: 105 }));
        assert_eq!(review.decide(shows(digest, 105, &[(5, 9), (91, 91)])), Err(Refusal::NothingToDo));
    }

    #[test]
    fn lines_that_the_file_cannot_have_are_refused() {
        let (mut review, digest) = opened(true);
        for (lines, spans) in [(105, [(1, 106)]), (105, [(0, 3)]), (105, [(9, 3)]), (301, [(1, 1)])] {
            assert_eq!(
                review.decide(shows(digest, lines, &spans)),
                Err(Refusal::Unknown),
                "{lines} {spans:?}"
            );
        }
        assert_eq!(review.decide(shows(Digest::compute(b"other"), 9, &[(1, 1)])), Err(Refusal::Unknown));
        act(&mut review, shows(digest, 105, &[(1, 1)])).unwrap();
        assert_eq!(review.decide(shows(digest, 104, &[(2, 2)])), Err(Refusal::Unknown));
        let (binary, digest) = opened(false);
        assert_eq!(binary.decide(shows(digest, 1, &[(1, 1)])), Err(Refusal::Unknown));
    }

    #[test]
    fn what_was_shown_of_other_bytes_is_not_told_of_these() {
        let (mut review, digest) = opened(true);
        act(&mut review, shows(digest, 105, &[(1, 34)])).unwrap();
        let other = Digest::compute(b"other");
        let read = Action::OpenEvidence { item: BACKUP.to_owned(), digest: other, bytes: 300, shown: true };
        act(&mut review, read).unwrap();
        assert_eq!(review.lines_shown(BACKUP), None);
        act(&mut review, shows(other, 7, &[(2, 2)])).unwrap();
        assert_eq!(review.lines_shown(BACKUP), Some(LinesShown { shown: 1, lines: 7 }));
    }
}
