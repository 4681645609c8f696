//! What a text that a reviewer types is for, and what it becomes.

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

/// What becomes of a text.
#[derive(Clone, Debug)]
pub enum Becomes {
    /// An action.
    Act(Action),
    /// Another text is needed first.
    Ask(Purpose),
}

impl Purpose {
    /// Whether the text may have several lines; where it may not, its line ends it.
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

    /// Whether what is seen is typed again, which only typing shows: neither pasted nor kept for later.
    #[must_use]
    pub fn is_an_echo(&self) -> bool {
        matches!(self, Self::Echo(_) | Self::ClosingEcho { .. })
    }

    /// The text that is kept for later where this one is left, and what it is for. Of a closing call that is what was not
    /// looked at: it was written before, and nothing has recorded it yet.
    #[must_use]
    pub fn draft(self, text: String) -> (Self, String) {
        match self {
            Self::ClosingEcho { decision, not_looked_at } => (Self::NotLookedAt(decision), not_looked_at),
            other => (other, text),
        }
    }

    /// What the text becomes.
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

    /// The action of some text, to ask before anything is typed whether one may be taken at all. None where another
    /// text is needed first.
    #[must_use]
    pub fn attempt(&self) -> Option<Action> {
        match self.clone().becomes("?".to_owned()) {
            Becomes::Act(action) => Some(action),
            Becomes::Ask(_) => None,
        }
    }
}
