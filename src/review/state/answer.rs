//! Answers of a reviewer, item by item, and the item states that they give.

use crate::review::action::Method;
use crate::review::diff::Fact;
use crate::review::moment::Moment;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub mark: Mark,
    pub note: String,
    pub note_sitting: Option<u32>,
    /// Oldest first. Concerns are answered, never removed.
    pub concerns: Vec<Concern>,
    pub opened_at: Option<Moment>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Every item starts with this mark.
    #[default]
    Open,
    /// Answered, but the basis of the answer changed since.
    Stale {
        basis: Vec<Fact>,
        at: Moment,
        /// The mark before, until somebody touches the item; it counts again if everything changes back.
        kept: Option<Box<Mark>>,
    },
    Confirmed {
        manner: Method,
        at: Moment,
        sitting: u32,
        basis: Vec<Fact>,
    },
    NotApplicable {
        reason: String,
        at: Moment,
        sitting: u32,
        basis: Vec<Fact>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub note: String,
    pub at: Moment,
    pub sitting: u32,
    /// Text, time and number of the sitting.
    pub answer: Option<(String, Moment, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    Open,
    Confirmed,
    NotApplicable,
    Concern,
    Stale,
    /// A finding refuses the value.
    Blocked,
}

impl ItemState {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::NotApplicable => "not-applicable",
            Self::Concern => "concern",
            Self::Stale => "stale",
            Self::Blocked => "blocked",
        }
    }
}

impl Answer {
    #[must_use]
    pub fn basis(&self) -> Option<&[Fact]> {
        match &self.mark {
            Mark::Confirmed { basis, .. } | Mark::NotApplicable { basis, .. } | Mark::Stale { basis, .. } => {
                Some(basis)
            }
            Mark::Open => None,
        }
    }

    /// From now on the earlier mark does not come back on its own.
    pub(super) fn touch(&mut self) {
        match &mut self.mark {
            Mark::Stale { kept, .. } => *kept = None,
            Mark::Open | Mark::Confirmed { .. } | Mark::NotApplicable { .. } => {}
        }
    }

    /// An item that was only opened counts as empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mark == Mark::Open && self.note.is_empty() && self.concerns.is_empty()
    }

    #[must_use]
    pub fn open_concern(&self) -> Option<&Concern> {
        self.concerns.iter().find(|concern| concern.answer.is_none())
    }
}

impl Mark {
    #[must_use]
    pub fn settles(&self) -> bool {
        match self {
            Self::Confirmed { .. } | Self::NotApplicable { .. } => true,
            Self::Open | Self::Stale { .. } => false,
        }
    }
}
