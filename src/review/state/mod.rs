//! A review in progress: the handoff, the reviewer's answers, and the result of both.
//! `decide` may refuse and changes nothing; `apply` cannot fail; replaying a journal is a fold of `apply`.

pub(in crate::review) mod answer;
mod apply;
#[cfg(test)]
mod apply_tests;
pub(in crate::review) mod basis;
mod changed;
#[cfg(test)]
mod closing_tests;
mod decide;
mod decide_changed;
#[cfg(test)]
mod decide_tests;
pub(in crate::review) mod dropped;
pub(in crate::review) mod evaluate;
#[cfg(test)]
mod evaluate_tests;
mod lines;
mod locks;
mod near_miss;
mod offers;
pub(in crate::review) mod sittings;
mod skipped;
mod status;
mod undone;

use std::collections::BTreeMap;

pub use self::answer::{Answer, Concern, ItemState, Mark};
pub use self::basis::{Evidence, Read};
pub use self::dropped::Dropped;
pub use self::lines::LinesShown;
pub use self::locks::Lock;
pub use self::offers::Offer;
pub use self::skipped::Skipped;
pub use self::status::to_type;
pub use self::undone::Changed;

use self::dropped::Gone;
use self::sittings::Times;
use super::checklist::{Checklist, Item, ItemIndex, Subject};
use super::finding::Finding;
use super::fingerprint::short_form;
use super::handoff::Handoff;
use super::moment::Moment;
use super::runbook::{Acknowledge, Runbook};
use super::start::Start;
use super::upstream::{UpstreamCheck, UpstreamMatch};

/// Only its own events change it.
#[derive(Clone, Debug)]
pub struct Review {
    pub(in crate::review) runbook: Runbook,
    pub(in crate::review) checklist: Checklist,
    start: Start,
    pub(in crate::review) started_at: Moment,
    pub(in crate::review) times: Times,
    pub(in crate::review) handoff: Handoff,
    /// In the order of the runbook's fingerprints.
    packets: Vec<UpstreamCheck>,
    packet_findings: Vec<Finding>,
    pub(in crate::review) evidence: BTreeMap<String, Evidence>,
    lines: BTreeMap<String, lines::ShownLines>,
    pub(in crate::review) answers: Vec<Answer>,
    pub(in crate::review) near: BTreeMap<String, String>,
    /// Every version of an evidence file that was opened, by reference and its value.
    opened: BTreeMap<(String, String), Vec<Read>>,
    pub(in crate::review) gone: BTreeMap<(String, dropped::Kind), Gone>,
    pub(in crate::review) entered: BTreeMap<String, Entered>,
    pub(in crate::review) attempts: Vec<Attempt>,
    closing: Option<Closing>,
    undo: Vec<Change>,
    redo: Vec<Change>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub effect: String,
    pub status: String,
    pub at: Moment,
    pub sitting: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub decision: String,
    pub status: String,
    pub not_looked_at: String,
    pub at: Moment,
    pub sitting: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub settled: usize,
    pub total: usize,
    /// Items with an open concern.
    pub concerns: usize,
    pub stale: usize,
    pub blocked: usize,
}

#[derive(Clone, Debug)]
struct Change {
    item: ItemIndex,
    mark: Mark,
    note: (String, Option<u32>),
    entered: Option<Entered>,
}

#[derive(Clone, Debug)]
pub(in crate::review) struct Entered {
    pub(in crate::review) value: String,
    pub(in crate::review) sitting: u32,
}

impl Review {
    #[must_use]
    pub fn start(start: Start, at: Moment) -> Self {
        let runbook = start.runbook.clone();
        let checklist = Checklist::from_runbook(&runbook);
        Self {
            answers: vec![Answer::default(); checklist.items().len()],
            near: BTreeMap::new(),
            opened: BTreeMap::new(),
            gone: BTreeMap::new(),
            runbook,
            checklist,
            handoff: start.handoff.clone(),
            times: Times::start(&start.seat(), at),
            start,
            started_at: at,
            packets: Vec::new(),
            packet_findings: Vec::new(),
            evidence: BTreeMap::new(),
            lines: BTreeMap::new(),
            entered: BTreeMap::new(),
            attempts: Vec::new(),
            closing: None,
            undo: Vec::new(),
            redo: Vec::new(),
        }
    }

    #[must_use]
    pub fn runbook(&self) -> &Runbook {
        &self.runbook
    }

    #[must_use]
    pub fn checklist(&self) -> &Checklist {
        &self.checklist
    }

    /// The first record of the journal. Its runbook and handoff may have been replaced since.
    #[must_use]
    pub fn facts(&self) -> &Start {
        &self.start
    }

    #[must_use]
    pub fn handoff(&self) -> &Handoff {
        &self.handoff
    }

    #[must_use]
    pub fn packet_checks(&self) -> &[UpstreamCheck] {
        &self.packets
    }

    #[must_use]
    pub fn packet_check(&self, field: &str) -> Option<&UpstreamCheck> {
        self.packets.iter().find(|check| check.field == field)
    }

    #[must_use]
    pub fn started_at(&self) -> Moment {
        self.started_at
    }

    /// `None` again once a change outside reopens the review.
    #[must_use]
    pub fn closing(&self) -> Option<&Closing> {
        self.closing.as_ref()
    }

    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    #[must_use]
    pub fn item(&self, index: ItemIndex) -> Option<&Item> {
        self.checklist.item(index)
    }

    #[must_use]
    pub fn answer(&self, index: ItemIndex) -> Option<&Answer> {
        self.answers.get(index.get())
    }

    pub(in crate::review) fn answer_mut(&mut self, index: ItemIndex) -> Option<&mut Answer> {
        self.answers.get_mut(index.get())
    }

    /// From the handoff, or entered by hand if the handoff leaves the reference out.
    /// An entered value does not count if a newer handoff holds a refused one.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        // A fingerprint that the upstream document does not match is refused.
        if self.packet_check(field).is_some_and(|check| check.result == UpstreamMatch::NotMatched) {
            return None;
        }
        self.handoff().value(field).or_else(|| {
            let entered = self.entered.get(field)?;
            self.handoff().refusal(field).is_none().then_some(entered.value.as_str())
        })
    }

    #[must_use]
    pub fn is_entered(&self, field: &str) -> bool {
        self.entered_in(field).is_some()
    }

    /// `None` once the handoff gives the reference itself.
    #[must_use]
    pub fn entered_in(&self, field: &str) -> Option<u32> {
        let is_used = self.handoff().value(field).is_none() && self.value(field).is_some();
        self.entered.get(field).filter(|_| is_used).map(|entered| entered.sitting)
    }

    /// `None` if a key acknowledges the item, or if there is no value to type.
    #[must_use]
    pub fn echo(&self, item: &Item) -> Option<String> {
        let value = item.field().and_then(|field| self.value(field))?;
        match item.acknowledge {
            Acknowledge::Key => None,
            Acknowledge::Echo if self.runbook.owner_handoff.fingerprints().any(|field| field == item.id) => {
                Some(short_form(value))
            }
            Acknowledge::Echo => Some(value.to_owned()),
        }
    }

    /// Shown with the closing call: the handoff's fingerprint, or the digest of its bytes if it carries no usable
    /// one.
    #[must_use]
    pub fn closing_seen(&self) -> String {
        let fingerprint = self.value(&self.runbook.owner_handoff.fingerprint.field);
        fingerprint.map_or_else(|| self.handoff().digest().to_string(), str::to_owned)
    }

    #[must_use]
    pub fn closing_echo(&self) -> String {
        short_form(&self.closing_seen())
    }

    #[must_use]
    pub fn blocked_by(&self, item: &Item) -> Option<&str> {
        let finding = match item.subject {
            Subject::Handoff | Subject::Reference => self.refusal(&item.id),
            Subject::StopRule(index) => {
                let rule = self.runbook.stop_rules.get(index)?;
                self.seen().find(|finding| rule.watches.contains(&finding.rule))
            }
            Subject::Question | Subject::Command | Subject::Confirmation => None,
        };
        finding.map(|finding| finding.message.as_str())
    }

    /// Includes findings of the upstream documents.
    #[must_use]
    pub fn refusal(&self, field: &str) -> Option<&Finding> {
        let place = |finding: &&Finding| finding.pointer.strip_prefix('/') == Some(field);
        self.handoff().refusal(field).or_else(|| self.packet_findings.iter().find(place))
    }

    /// Findings of the program: those of the handoff and of the upstream documents.
    pub fn seen(&self) -> impl Iterator<Item = &Finding> {
        self.handoff().findings().iter().chain(&self.packet_findings)
    }

    #[must_use]
    pub fn state(&self, index: ItemIndex) -> ItemState {
        let (Some(item), Some(answer)) = (self.item(index), self.answer(index)) else {
            return ItemState::Open;
        };
        match answer.mark {
            Mark::Confirmed { .. } => ItemState::Confirmed,
            Mark::NotApplicable { .. } => ItemState::NotApplicable,
            // A concern about the item lifts no block.
            Mark::Open | Mark::Stale { .. } if self.blocked_by(item).is_some() => ItemState::Blocked,
            Mark::Open | Mark::Stale { .. } if answer.open_concern().is_some() => ItemState::Concern,
            Mark::Stale { .. } => ItemState::Stale,
            Mark::Open => ItemState::Open,
        }
    }

    /// A reference that is not given counts as answered if another one of its group is confirmed.
    #[must_use]
    pub fn answered(&self, index: ItemIndex) -> bool {
        self.is_answered(index, self.state(index))
    }

    fn is_answered(&self, index: ItemIndex, state: ItemState) -> bool {
        match state {
            ItemState::Confirmed | ItemState::NotApplicable => true,
            ItemState::Concern | ItemState::Stale | ItemState::Blocked => false,
            ItemState::Open => self.item(index).is_some_and(|item| self.has_value(item)),
        }
    }

    fn has_value(&self, item: &Item) -> bool {
        let Some(group) = self.runbook.group_of(&item.id) else { return false };
        let confirmed = |field: &String| {
            self.checklist.find(field).is_some_and(|index| self.state(index) == ItemState::Confirmed)
        };
        item.subject == Subject::Reference
            && self.value(&item.id).is_none()
            && group.one_of.iter().any(confirmed)
    }

    pub fn open_items(&self) -> impl Iterator<Item = ItemIndex> {
        self.checklist.indexes().filter(|index| !self.answered(*index))
    }

    #[must_use]
    pub fn has_open_concern(&self, index: ItemIndex) -> bool {
        self.answer(index).is_some_and(|answer| answer.open_concern().is_some())
    }

    #[must_use]
    pub fn progress(&self, step: usize) -> Progress {
        let mut progress = Progress::default();
        for index in self.checklist.steps().get(step).map(|step| step.items.as_slice()).unwrap_or_default() {
            progress.total += 1;
            let state = self.state(*index);
            progress.settled += usize::from(self.is_answered(*index, state));
            progress.concerns += usize::from(self.has_open_concern(*index));
            progress.stale += usize::from(state == ItemState::Stale);
            progress.blocked += usize::from(state == ItemState::Blocked);
        }
        progress
    }
}
