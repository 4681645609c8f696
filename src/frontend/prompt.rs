//! Purposes of the texts that a reviewer types, the questions for them, and the actions that they become.

use super::item_facts::{Fact, VALUE};
use super::names;
use crate::review::action::Action;
use crate::review::state::{Review, to_type};

pub(crate) const WHAT_ANSWERS: &str = "What is your answer to it?";
pub(crate) const WHAT_SKIPPED: &str = "What did you skip? Write “nothing” if you reviewed everything.";

/// Items are named by their ID.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    Note(String),
    Concern(String),
    /// Answer to the open concern.
    Answer(String),
    /// Reason why an item does not apply.
    Reason(String),
    /// Reference that the handoff leaves out.
    Reference(String),
    /// Value typed again, to acknowledge an item.
    Echo(String),
    /// Parts that were not reviewed, for the closing call with this decision.
    NotLookedAt(String),
    /// Short fingerprint of the handoff, for the closing call.
    ClosingEcho {
        decision: String,
        not_looked_at: String,
    },
}

#[derive(Clone, Debug)]
pub enum Becomes {
    Act(Action),
    /// Another text is needed first.
    Ask(Purpose),
}

impl Purpose {
    /// False if the text ends with its line.
    #[must_use]
    pub fn has_lines(&self) -> bool {
        match self {
            Self::Note(_) | Self::Concern(_) | Self::Answer(_) => true,
            Self::Reason(_)
            | Self::Reference(_)
            | Self::Echo(_)
            | Self::NotLookedAt(_)
            | Self::ClosingEcho { .. } => false,
        }
    }

    /// True for content that must be typed again, so it is neither pasted nor saved as a draft.
    #[must_use]
    pub fn is_an_echo(&self) -> bool {
        matches!(self, Self::Echo(_) | Self::ClosingEcho { .. })
    }

    /// Draft to save if this text is left. For a closing call, these are the parts that were not reviewed: nothing
    /// has recorded them yet.
    #[must_use]
    pub fn draft(self, text: String) -> (Self, String) {
        match self {
            Self::ClosingEcho { decision, not_looked_at } => (Self::NotLookedAt(decision), not_looked_at),
            other => (other, text),
        }
    }

    #[must_use]
    pub fn becomes(self, text: String) -> Becomes {
        Becomes::Act(match self {
            Self::Note(item) => Action::WriteNote { item, note: text },
            Self::Concern(item) => Action::RaiseConcern { item, note: text },
            Self::Answer(item) => Action::AnswerConcern { item, answer: text },
            Self::Reason(item) => Action::NotApplicable { item, reason: text },
            Self::Reference(item) => Action::EnterReference { item, value: text },
            Self::Echo(item) => Action::Echo { item, typed: text },
            Self::NotLookedAt(decision) => {
                return Becomes::Ask(Self::ClosingEcho { decision, not_looked_at: text });
            }
            Self::ClosingEcho { decision, not_looked_at } => {
                Action::Close { decision, not_looked_at, typed: text }
            }
        })
    }

    /// Action with some text, to check before typing if any text would be accepted. `None` if another text is needed
    /// first.
    #[must_use]
    pub fn attempt(&self) -> Option<Action> {
        match self.clone().becomes("?".to_owned()) {
            Becomes::Act(action) => Some(action),
            Becomes::Ask(_) => None,
        }
    }
}

pub(crate) fn open_concern(review: &Review, item: &str) -> String {
    let index = review.checklist().find(item);
    let open = index.and_then(|index| review.answer(index)?.open_concern());
    format!("Concern: {}", open.map_or("", |concern| &concern.note))
}

/// The value of an item that is typed again, and the part of it to type.
pub(crate) fn echo(review: &Review, item: &str) -> (Fact, String) {
    let echo = review.checklist().item_by_id(item).and_then(|item| review.echo(item)).unwrap_or_default();
    let value = review.value(item).unwrap_or_default();
    (Fact::new(VALUE, value), to_type(value, &echo))
}

pub(crate) fn closes_with(review: &Review, decision: &str) -> [String; 2] {
    [
        format!("You close with “{}”.", names::of_decision(review, decision)),
        format!(
            "The result would be {}.",
            names::of_status_with_literal(review, &review.outcome(decision).status)
        ),
    ]
}

pub(crate) fn closes_and_gives(review: &Review, decision: &str) -> String {
    format!(
        "You close with “{}”; the result is {}.",
        names::of_decision(review, decision),
        names::of_status_with_literal(review, &review.outcome(decision).status)
    )
}

/// The fingerprint of the handoff, and the part of it to type.
pub(crate) fn closing_echo(review: &Review) -> (Fact, String) {
    let fingerprint = review.closing_seen();
    let to_type = to_type(&fingerprint, &review.closing_echo());
    (Fact::new("Fingerprint in the handoff", fingerprint), to_type)
}

pub(crate) fn not_looked_at(skipped: &str) -> String {
    format!("Skipped: {skipped}")
}

pub(crate) fn only_read(why: &str) -> String {
    format!("This session is {why}.")
}
