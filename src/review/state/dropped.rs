//! Items that another definition dropped, with what was said to them: it stays in the record.

use super::{Answer, Mark, Review};
use crate::review::checklist::Subject;
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::text::{cut, visible};

/// The kind of an item; an answer comes back with an item of the same name and kind only. A stop rule may have moved to another
/// place.
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

    pub(in crate::review) fn of(subject: Subject) -> Self {
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

/// An item that is asked no more, as it was left.
#[derive(Clone, Debug)]
pub(in crate::review) struct Gone {
    /// The words it asked in.
    pub(in crate::review) title: String,
    /// What was said to it.
    pub(in crate::review) answer: Answer,
}

/// An item that is asked no more, and what was said to it.
#[derive(Clone, Copy, Debug)]
pub struct Dropped<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// The words it asked in.
    pub title: &'a str,
    /// What was said to it.
    pub answer: &'a Answer,
}

impl Dropped<'_> {
    /// The item, its answer and its note on one line.
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
    /// Items that the definition asks no more and to which something was said, by identifier.
    pub fn dropped(&self) -> impl Iterator<Item = Dropped<'_>> {
        let said = self.gone.iter().filter(|(_, gone)| !gone.answer.is_empty());
        said.map(|((id, _), gone)| Dropped { id, title: &gone.title, answer: &gone.answer })
    }
}
