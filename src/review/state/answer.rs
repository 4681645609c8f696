//! What a reviewer answered to one item, and the state that gives it.

use crate::review::action::Manner;
use crate::review::diff::Fact;
use crate::review::moment::Moment;

/// What a reviewer answered to one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The mark.
    pub mark: Mark,
    /// A note; empty where none was written.
    pub note: String,
    /// Number of the sitting that the note was written in, where there is one.
    pub note_sitting: Option<u32>,
    /// Concerns, oldest first. They are answered, never removed.
    pub concerns: Vec<Concern>,
    /// When the item was first looked at in full.
    pub opened_at: Option<Moment>,
}

/// The mark of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// No answer. Nothing starts with any other mark.
    #[default]
    Open,
    /// It was answered, and what the answer rests on moved since.
    Stale {
        /// What the answer rested on.
        basis: Vec<Fact>,
        /// When it was reopened.
        at: Moment,
        /// The mark that it had, while nobody touched the item since: it counts again where everything changes back.
        kept: Option<Box<Mark>>,
    },
    /// Confirmed.
    Confirmed {
        /// How.
        manner: Manner,
        /// When.
        at: Moment,
        /// Number of the sitting.
        sitting: u32,
        /// What the answer rests on.
        basis: Vec<Fact>,
    },
    /// Not applicable.
    NotApplicable {
        /// Why.
        reason: String,
        /// When.
        at: Moment,
        /// Number of the sitting.
        sitting: u32,
        /// What the answer rests on.
        basis: Vec<Fact>,
    },
}

/// A concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// What the reviewer is concerned about.
    pub note: String,
    /// When it was raised.
    pub at: Moment,
    /// Number of the sitting.
    pub sitting: u32,
    /// Its answer, when that was given, and the number of the sitting.
    pub answer: Option<(String, Moment, u32)>,
}

/// The state of an item as every screen and record words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// No answer yet.
    Open,
    /// Confirmed.
    Confirmed,
    /// Not applicable, with a reason.
    NotApplicable,
    /// A concern stands without an answer.
    Concern,
    /// What the answer rests on moved since it was given.
    Stale,
    /// A finding refuses what stands there.
    Blocked,
}

impl ItemState {
    /// The state in one word, as records and screens write it.
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
    /// What the answer rested on when it was given; of a stale one too.
    #[must_use]
    pub fn basis(&self) -> Option<&[Fact]> {
        match &self.mark {
            Mark::Confirmed { basis, .. } | Mark::NotApplicable { basis, .. } | Mark::Stale { basis, .. } => {
                Some(basis)
            }
            Mark::Open => None,
        }
    }

    /// Notes that somebody touched the item: a mark that it had does not come back by itself any more.
    pub(super) fn touch(&mut self) {
        match &mut self.mark {
            Mark::Stale { kept, .. } => *kept = None,
            Mark::Open | Mark::Confirmed { .. } | Mark::NotApplicable { .. } => {}
        }
    }

    /// Whether nothing was ever said to the item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mark == Mark::Open && self.note.is_empty() && self.concerns.is_empty()
    }

    /// The concern that stands without an answer, if one does.
    #[must_use]
    pub fn open_concern(&self) -> Option<&Concern> {
        self.concerns.iter().find(|concern| concern.answer.is_none())
    }
}

impl Mark {
    /// Whether the item is answered by it.
    #[must_use]
    pub fn settles(&self) -> bool {
        match self {
            Self::Confirmed { .. } | Self::NotApplicable { .. } => true,
            Self::Open | Self::Stale { .. } => false,
        }
    }
}
