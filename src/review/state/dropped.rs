//! Items that a new runbook dropped, with their answers: they stay in the record.

use super::{Answer, Mark, Review};
use crate::review::checklist::Subject;
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::text::{cut, visible};

/// An answer comes back only to an item of the same name and kind. The index of a stop rule is left out: it may
/// change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::review) enum Kind {
    Handoff,
    Reference,
    Question,
    Command,
    Confirmation,
    StopRule,
}

impl Kind {
    pub(in crate::review) const ALL: [Self; 6] =
        [Self::Handoff, Self::Reference, Self::Question, Self::Command, Self::Confirmation, Self::StopRule];

    pub(in crate::review) fn from_subject(subject: Subject) -> Self {
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
pub(in crate::review) struct Gone {
    pub(in crate::review) title: String,
    pub(in crate::review) answer: Answer,
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
}
