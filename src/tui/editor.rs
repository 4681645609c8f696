//! What a text that is typed is for, and what becomes of it.

use super::field::{Field, Shape};
use crate::review::action::Action;

/// What a text is for. Items are named by their identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// A note on an item.
    Note(String),
    /// A concern about an item.
    Concern(String),
    /// The answer to the open concern.
    Answer(String),
    /// Why an item does not apply.
    Reason(String),
    /// A reference that the handoff leaves out.
    Reference(String),
    /// What is seen, to acknowledge an item.
    Echo(String),
    /// What is sought in the evidence that is shown.
    Find,
    /// What was not looked at, for the closing call with this decision.
    NotLookedAt(String),
    /// The short fingerprint, for the closing call.
    ClosingEcho {
        /// The decision.
        decision: String,
        /// What was not looked at.
        not_looked_at: String,
    },
}

/// What happens to a text once it is saved.
#[derive(Clone, Debug)]
pub enum Saved {
    /// It becomes an action.
    Act(Action),
    /// Another text is needed first.
    Ask(Purpose),
    /// It is sought in the evidence that is shown.
    Find(String),
}

impl Purpose {
    /// Whether the text has lines; where it has one, Enter saves.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match self {
            Self::Note(_) | Self::Concern(_) | Self::Answer(_) => Shape::Lines,
            Self::Reason(_)
            | Self::Reference(_)
            | Self::Echo(_)
            | Self::Find
            | Self::NotLookedAt(_)
            | Self::ClosingEcho { .. } => Shape::Line,
        }
    }

    /// Whether what is seen is typed again, which only typing shows.
    #[must_use]
    pub fn is_an_echo(&self) -> bool {
        matches!(self, Self::Echo(_) | Self::ClosingEcho { .. })
    }

    /// What the text becomes.
    #[must_use]
    pub fn save(&self, text: String) -> Saved {
        match self.clone() {
            Self::Note(item) => Saved::Act(Action::WriteNote { item, note: text }),
            Self::Concern(item) => Saved::Act(Action::RaiseConcern { item, note: text }),
            Self::Answer(item) => Saved::Act(Action::AnswerConcern { item, answer: text }),
            Self::Reason(item) => Saved::Act(Action::NotApplicable { item, reason: text }),
            Self::Reference(item) => Saved::Act(Action::EnterReference { item, value: text }),
            Self::Echo(item) => Saved::Act(Action::Echo { item, typed: text }),
            Self::Find => Saved::Find(text),
            Self::NotLookedAt(decision) => Saved::Ask(Self::ClosingEcho { decision, not_looked_at: text }),
            Self::ClosingEcho { decision, not_looked_at } => {
                Saved::Act(Action::Close { decision, not_looked_at, typed: text })
            }
        }
    }
}

/// A text under edit.
#[derive(Clone, Debug)]
pub struct Editor {
    /// What the text is for.
    pub purpose: Purpose,
    /// The text.
    pub field: Field,
}

impl Editor {
    /// An editor that goes on with a text.
    #[must_use]
    pub fn new(purpose: Purpose, text: &str) -> Self {
        let field = Field::new(purpose.shape(), text);
        Self { purpose, field }
    }
}

impl Saved {
    /// The action a text becomes, if no other text is needed first.
    #[must_use]
    pub fn into_action(self) -> Option<Action> {
        match self {
            Self::Act(action) => Some(action),
            Self::Ask(_) | Self::Find(_) => None,
        }
    }
}
