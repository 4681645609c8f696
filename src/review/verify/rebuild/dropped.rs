//! Items that the runbook no longer asks, rebuilt from the record.

use super::{Faults, concerns};
use crate::review::plan::record::{self, Record, State};
use crate::review::state::dropped::{Gone, Kind};
use crate::review::state::{Answer, Mark, Review};

impl Review {
    pub(super) fn take_dropped(&mut self, record: &Record, faults: &mut Faults) {
        for (i, found) in record.dropped.iter().enumerate() {
            let at = format!("/review/dropped/{i}");
            let mark = self.mark_of_dropped(found, &at, faults);
            let (note, concerns) =
                (found.note.clone().unwrap_or_default(), concerns(&found.concerns, &at, faults));
            let note_sitting = found.note_sitting;
            if found.note.is_some() != note_sitting.is_some() {
                faults.add(&at, "noteSitting", "contradicts the note");
            }
            let answer = Answer { mark, note, note_sitting, concerns, opened_at: found.opened_at };
            let texts = [("note", &found.note), ("reason", &found.reason)];
            self.hold_texts(texts, &found.concerns, &at, faults);
            if answer.is_empty() || answer.open_concern().is_some() {
                faults.add(&at, "state", "is recorded although nothing was answered, or has an open concern");
            }
            // A record keeps no kind. Nothing is asked afterwards, so no answer comes back to an item of one.
            let gone = Gone { title: found.asked.clone(), answer };
            let free = |kind: &Kind| !self.gone.contains_key(&(found.item.clone(), *kind));
            match Kind::ALL.into_iter().find(free) {
                Some(kind) => _ = self.gone.insert((found.item.clone(), kind), gone),
                None => faults.add(&at, "item", "occurs more often than there are kinds of items"),
            }
        }
    }

    fn mark_of_dropped(&self, found: &record::Dropped, at: &str, faults: &mut Faults) -> Mark {
        let basis = Vec::new();
        let confirmed = found.confirmed_at.zip(found.confirmed_sitting);
        if found.confirmed_at.is_some() != found.confirmed_sitting.is_some() {
            faults.add(at, "confirmedSitting", "contradicts confirmedAt");
        }
        match (found.state, found.acknowledged, &found.reason, confirmed) {
            (State::Open, None, None, None) => Mark::Open,
            (State::Stale, None, None, None) => Mark::Stale { basis, at: self.started_at, kept: None },
            (State::Confirmed, Some(manner), None, Some((at, sitting))) => {
                Mark::Confirmed { manner, at, sitting, basis }
            }
            (State::NotApplicable, None, Some(reason), Some((at, sitting))) => {
                Mark::NotApplicable { reason: reason.clone(), at, sitting, basis }
            }
            (
                State::Open
                | State::Stale
                | State::Confirmed
                | State::NotApplicable
                | State::Concern
                | State::Blocked,
                ..,
            ) => {
                faults.add(at, "state", "contradicts acknowledged, reason and confirmedAt");
                Mark::Open
            }
        }
    }
}
