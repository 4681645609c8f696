//! A review under way: what was sent, what the reviewer answered, and what both earn.
//!
//! `decide` may refuse and changes nothing; `apply` cannot fail; replaying a journal is a fold of `apply`.

mod apply;
#[cfg(test)]
mod apply_tests;
#[cfg(test)]
mod closing_tests;
mod decide;
#[cfg(test)]
mod decide_tests;
mod judge;
#[cfg(test)]
mod judge_tests;

use std::collections::BTreeMap;

use super::action::Manner;
use super::checklist::{Checklist, Item, StepKind, Subject};
use super::fingerprint::short_form;
use super::handoff::Handoff;
use super::moment::Moment;
use super::record::Start;
use super::runbook::{Acknowledge, Runbook};

/// A review. Only its own events change it.
#[derive(Clone, Debug)]
pub struct Review {
    runbook: Runbook,
    checklist: Checklist,
    start: Start,
    started_at: Moment,
    answers: Vec<Answer>,
    entered: BTreeMap<String, String>,
    attempts: Vec<Attempt>,
    closing: Option<Closing>,
    undo: Vec<Change>,
    redo: Vec<Change>,
}

/// What a reviewer answered to one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The mark.
    pub mark: Mark,
    /// A note; empty where none was written.
    pub note: String,
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
    /// Confirmed.
    Confirmed {
        /// How.
        manner: Manner,
        /// When.
        at: Moment,
    },
    /// Not applicable.
    NotApplicable {
        /// Why.
        reason: String,
        /// When.
        at: Moment,
    },
}

/// A concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// What the reviewer is concerned about.
    pub note: String,
    /// When it was raised.
    pub at: Moment,
    /// Its answer and when that was given.
    pub answer: Option<(String, Moment)>,
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
    /// A finding refuses what stands there.
    Blocked,
}

/// A refused attempt on a write action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Identifier of the effect.
    pub effect: String,
    /// The status it would earn.
    pub status: String,
    /// When.
    pub at: Moment,
}

/// The closing call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The decision the reviewer chose.
    pub decision: String,
    /// The status it earned.
    pub status: String,
    /// What the reviewer says was not looked at.
    pub not_looked_at: String,
    /// When.
    pub at: Moment,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Items that are settled.
    pub settled: usize,
    /// All items.
    pub total: usize,
    /// Concerns without an answer.
    pub concerns: usize,
    /// Items that a finding blocks.
    pub blocked: usize,
}

/// What one undoable answer replaced.
#[derive(Clone, Debug)]
struct Change {
    item: usize,
    mark: Mark,
    note: String,
    entered: Option<String>,
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
            Self::Blocked => "blocked",
        }
    }
}

impl Answer {
    /// The concern that stands without an answer, if one does.
    #[must_use]
    pub fn open_concern(&self) -> Option<&Concern> {
        self.concerns.iter().find(|concern| concern.answer.is_none())
    }
}

impl Review {
    /// A review with nothing answered.
    #[must_use]
    pub fn start(runbook: Runbook, start: Start, at: Moment) -> Self {
        let checklist = Checklist::of(&runbook);
        Self {
            answers: vec![Answer::default(); checklist.items().len()],
            runbook,
            checklist,
            start,
            started_at: at,
            entered: BTreeMap::new(),
            attempts: Vec::new(),
            closing: None,
            undo: Vec::new(),
            redo: Vec::new(),
        }
    }

    /// The definition under review.
    #[must_use]
    pub fn runbook(&self) -> &Runbook {
        &self.runbook
    }

    /// Steps and items.
    #[must_use]
    pub fn checklist(&self) -> &Checklist {
        &self.checklist
    }

    /// What the review started from.
    #[must_use]
    pub fn facts(&self) -> &Start {
        &self.start
    }

    /// The handoff.
    #[must_use]
    pub fn handoff(&self) -> &Handoff {
        &self.start.handoff
    }

    /// When the review started.
    #[must_use]
    pub fn started_at(&self) -> Moment {
        self.started_at
    }

    /// The closing call, once it was made.
    #[must_use]
    pub fn closing(&self) -> Option<&Closing> {
        self.closing.as_ref()
    }

    /// Refused attempts on write actions, oldest first.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// The item at a place of the checklist.
    #[must_use]
    pub fn item(&self, place: usize) -> Option<&Item> {
        self.checklist.items().get(place)
    }

    /// The answer at a place of the checklist.
    #[must_use]
    pub fn answer(&self, place: usize) -> Option<&Answer> {
        self.answers.get(place)
    }

    /// The text a field holds: from the handoff, or entered by hand where the handoff leaves a reference out.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        self.handoff().value(field).or_else(|| self.entered.get(field).map(String::as_str))
    }

    /// Whether a reference was entered by hand.
    #[must_use]
    pub fn is_entered(&self, field: &str) -> bool {
        self.handoff().value(field).is_none() && self.entered.contains_key(field)
    }

    /// What must be typed to acknowledge an item: `None` where a key does, or nothing stands there to type.
    #[must_use]
    pub fn echo(&self, item: &Item) -> Option<String> {
        let value = item.field().and_then(|field| self.value(field))?;
        match item.acknowledge {
            Acknowledge::Key => None,
            Acknowledge::Echo if item.id == self.runbook.owner_handoff.fingerprint.field => {
                Some(short_form(value))
            }
            Acknowledge::Echo => Some(value.to_owned()),
        }
    }

    /// What is seen with the closing call.
    #[must_use]
    pub fn closing_seen(&self) -> String {
        self.handoff().identity(&self.runbook)
    }

    /// What must be typed of it.
    #[must_use]
    pub fn closing_echo(&self) -> String {
        self.handoff().short_fingerprint(&self.runbook)
    }

    /// Why what stands at an item is refused, if it is.
    #[must_use]
    pub fn blocked_by(&self, item: &Item) -> Option<&str> {
        let finding = match item.subject {
            Subject::Handoff | Subject::Reference => self.handoff().refusal(&item.id),
            Subject::StopRule(index) => {
                let rule = self.runbook.stop_rules.get(index)?;
                self.handoff().findings().iter().find(|finding| rule.watches.contains(&finding.rule))
            }
            Subject::Question | Subject::Command | Subject::Confirmation => None,
        };
        finding.map(|finding| finding.message.as_str())
    }

    /// The state of the item at a place of the checklist.
    #[must_use]
    pub fn state(&self, place: usize) -> ItemState {
        let (Some(item), Some(answer)) = (self.item(place), self.answer(place)) else {
            return ItemState::Open;
        };
        match answer.mark {
            Mark::Confirmed { .. } => ItemState::Confirmed,
            Mark::NotApplicable { .. } => ItemState::NotApplicable,
            // A concern about it lifts no block.
            Mark::Open if self.blocked_by(item).is_some() => ItemState::Blocked,
            Mark::Open if answer.open_concern().is_some() => ItemState::Concern,
            Mark::Open => ItemState::Open,
        }
    }

    /// Whether nothing is left to do at an item. A reference that is not given is settled where another one of
    /// its group is confirmed.
    #[must_use]
    pub fn settled(&self, place: usize) -> bool {
        match self.state(place) {
            ItemState::Confirmed | ItemState::NotApplicable => true,
            ItemState::Concern | ItemState::Blocked => false,
            ItemState::Open => self.item(place).is_some_and(|item| self.stands_in(item)),
        }
    }

    fn stands_in(&self, item: &Item) -> bool {
        let Some(group) = self.runbook.group_of(&item.id) else { return false };
        let confirmed = |field: &String| {
            self.checklist.find(field).is_some_and(|place| self.state(place) == ItemState::Confirmed)
        };
        item.subject == Subject::Reference
            && self.value(&item.id).is_none()
            && group.one_of.iter().any(confirmed)
    }

    /// Places of the items that are not settled, in the order they are walked.
    pub fn open_items(&self) -> impl Iterator<Item = usize> {
        (0..self.answers.len()).filter(|place| !self.settled(*place))
    }

    /// Whether a concern about the item stands without an answer.
    #[must_use]
    pub fn has_open_concern(&self, place: usize) -> bool {
        self.answer(place).is_some_and(|answer| answer.open_concern().is_some())
    }

    /// How far a step is.
    #[must_use]
    pub fn progress(&self, step: usize) -> Progress {
        let mut progress = Progress::default();
        for place in self.checklist.steps().get(step).map(|step| step.items.as_slice()).unwrap_or_default() {
            progress.total += 1;
            progress.settled += usize::from(self.settled(*place));
            progress.concerns += usize::from(self.has_open_concern(*place));
            progress.blocked += usize::from(self.state(*place) == ItemState::Blocked);
        }
        progress
    }

    /// The step that must be walked before this phase, if one is left. A phase may be read while it is locked.
    ///
    /// An open concern is an answer to walk on with: it keeps the review from being ready, not the reviewer
    /// from seeing the rest.
    #[must_use]
    pub fn locked_by(&self, step: usize) -> Option<usize> {
        let steps = self.checklist.steps();
        match steps.get(step)?.kind {
            StepKind::Phase(_) => {}
            StepKind::Handoff
            | StepKind::References
            | StepKind::Confirmations
            | StepKind::StopRules
            | StepKind::Packet => {
                return None;
            }
        }
        let walked = |place: &usize| self.settled(*place) || self.state(*place) == ItemState::Concern;
        steps.iter().take(step).position(|earlier| !earlier.items.iter().all(walked))
    }

    /// The lock of an item: locked where every step that shows it is locked.
    #[must_use]
    pub fn item_locked_by(&self, place: usize) -> Option<usize> {
        let steps = self.checklist.steps().iter().enumerate();
        let showing = steps.filter(|(_, step)| step.items.contains(&place)).map(|(index, _)| index);
        let locks: Option<Vec<usize>> = showing.map(|index| self.locked_by(index)).collect();
        locks?.first().copied()
    }
}
