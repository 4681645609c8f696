//! Items that a new runbook dropped, with their answers: they stay in the record.

use super::recorded::{Faults, concerns};
use super::{Answer, Mark, Review};
use crate::review::checklist::Subject;
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::plan::record::{self, Record, State};
use crate::review::text::{cut, visible};

/// An answer comes back only to an item of the same name and kind. The index of a stop rule is left out: it may
/// change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Handoff,
    Reference,
    Question,
    Command,
    Confirmation,
    StopRule,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Handoff, Self::Reference, Self::Question, Self::Command, Self::Confirmation, Self::StopRule];

    pub(super) fn of(subject: Subject) -> Self {
        match subject {
            Subject::Handoff => Self::Handoff,
            Subject::Reference => Self::Reference,
            Subject::Question => Self::Question,
            Subject::Command => Self::Command,
            Subject::Confirmation => Self::Confirmation,
            Subject::StopRule(_) => Self::StopRule,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Gone {
    pub(super) title: String,
    pub(super) answer: Answer,
}

#[derive(Clone, Copy, Debug)]
pub struct Dropped<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub answer: &'a Answer,
}

impl Dropped<'_> {
    #[must_use]
    pub fn words(self) -> String {
        let answer = self.answer;
        let mut said = vec![match &answer.mark {
            Mark::Open => "not answered".to_owned(),
            Mark::Stale { .. } => "stale".to_owned(),
            Mark::Confirmed { at, .. } => format!("confirmed {}", at.clock()),
            Mark::NotApplicable { reason, at, .. } => {
                format!("not applicable {}: {}", at.clock(), short(reason))
            }
        }];
        said.extend(answer.concerns.iter().map(|concern| {
            let settled = concern.answer.as_ref().map_or_else(
                || "not answered".to_owned(),
                |(answer, ..)| format!("answered: {}", short(answer)),
            );
            format!("concern: {} ({settled})", short(&concern.note))
        }));
        if !answer.note.is_empty() {
            said.push(format!("note: {}", short(&answer.note)));
        }
        format!("No longer asked: {} ({})", self.id, said.join("; "))
    }
}

fn short(text: &str) -> String {
    cut(&visible(text), OBSERVED_CHARS_MAX)
}

impl Review {
    pub fn dropped(&self) -> impl Iterator<Item = Dropped<'_>> {
        let said = self.gone.iter().filter(|(_, gone)| !gone.answer.is_empty());
        said.map(|((id, _), gone)| Dropped { id, title: &gone.title, answer: &gone.answer })
    }

    pub(super) fn take_dropped(&mut self, record: &Record, faults: &mut Faults) {
        for (i, found) in record.dropped.iter().enumerate() {
            let at = format!("/review/dropped/{i}");
            let mark = self.mark_of_dropped(found, &at, faults);
            let (note, concerns) =
                (found.note.clone().unwrap_or_default(), concerns(&found.concerns, &at, faults));
            let note_sitting = found.note_sitting;
            if found.note.is_some() != note_sitting.is_some() {
                faults.add(&at, "noteSitting", "does not go with the note");
            }
            let answer = Answer { mark, note, note_sitting, concerns, opened_at: found.opened_at };
            let texts = [("note", &found.note), ("reason", &found.reason)];
            self.hold_texts(texts, &found.concerns, &at, faults);
            if answer.is_empty() || answer.open_concern().is_some() {
                faults.add(
                    &at,
                    "state",
                    "is told where nothing was said, or with a concern without an answer",
                );
            }
            // A record contains no kinds. Any free one will do: no runbook follows that could bring an answer back.
            let gone = Gone { title: found.asked.clone(), answer };
            let free = |kind: &Kind| !self.gone.contains_key(&(found.item.clone(), *kind));
            match Kind::ALL.into_iter().find(free) {
                Some(kind) => _ = self.gone.insert((found.item.clone(), kind), gone),
                None => faults.add(&at, "item", "is there more often than there are kinds of items"),
            }
        }
    }

    fn mark_of_dropped(&self, found: &record::Dropped, at: &str, faults: &mut Faults) -> Mark {
        let basis = Vec::new();
        let confirmed = found.confirmed_at.zip(found.confirmed_sitting);
        if found.confirmed_at.is_some() != found.confirmed_sitting.is_some() {
            faults.add(at, "confirmedSitting", "does not go with confirmedAt");
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
                faults.add(at, "state", "does not go with acknowledged, reason and confirmedAt");
                Mark::Open
            }
        }
    }
}
