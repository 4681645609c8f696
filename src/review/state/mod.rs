//! A review under way: what was sent, what the reviewer answered, and what both earn.
//!
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
use super::checklist::{Checklist, Item, Subject};
use super::finding::Finding;
use super::fingerprint::short_form;
use super::handoff::Handoff;
use super::moment::Moment;
use super::runbook::{Acknowledge, Runbook};
use super::start::Start;
use super::upstream::{PacketCheck, PacketMatch};

/// A review. Only its own events change it.
#[derive(Clone, Debug)]
pub struct Review {
    pub(in crate::review) runbook: Runbook,
    pub(in crate::review) checklist: Checklist,
    start: Start,
    pub(in crate::review) started_at: Moment,
    pub(in crate::review) times: Times,
    pub(in crate::review) handoff: Handoff,
    /// Of each upstream document that was given, in the order of the runbook's fingerprints.
    packets: Vec<PacketCheck>,
    packet_findings: Vec<Finding>,
    pub(in crate::review) evidence: BTreeMap<String, Evidence>,
    lines: BTreeMap<String, lines::Shown>,
    pub(in crate::review) answers: Vec<Answer>,
    /// What references nearly name in the evidence folder, by field.
    pub(in crate::review) near: BTreeMap<String, String>,
    /// Every evidence file as it was opened, by reference and its value.
    opened: BTreeMap<(String, String), Vec<Read>>,
    /// What was said to items that another definition dropped.
    pub(in crate::review) gone: BTreeMap<(String, dropped::Kind), Gone>,
    pub(in crate::review) entered: BTreeMap<String, Entered>,
    pub(in crate::review) attempts: Vec<Attempt>,
    closing: Option<Closing>,
    undo: Vec<Change>,
    redo: Vec<Change>,
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
    /// Number of the sitting.
    pub sitting: u32,
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
    /// Number of the sitting.
    pub sitting: u32,
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
    /// Items whose answers are stale.
    pub stale: usize,
    /// Items that a finding blocks.
    pub blocked: usize,
}

/// What one undoable answer replaced.
#[derive(Clone, Debug)]
struct Change {
    item: usize,
    mark: Mark,
    note: (String, Option<u32>),
    entered: Option<Entered>,
}

/// A reference that was given by hand.
#[derive(Clone, Debug)]
pub(in crate::review) struct Entered {
    pub(in crate::review) value: String,
    /// Number of the sitting.
    pub(in crate::review) sitting: u32,
}

impl Review {
    /// A review with nothing answered.
    #[must_use]
    pub fn start(start: Start, at: Moment) -> Self {
        let runbook = start.runbook.clone();
        let checklist = Checklist::of(&runbook);
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
        &self.handoff
    }

    /// What came of holding the upstream documents against the handoff.
    #[must_use]
    pub fn packet_checks(&self) -> &[PacketCheck] {
        &self.packets
    }

    /// The same of the document that the fingerprint in a field names, if it was given.
    #[must_use]
    pub fn packet_check(&self, field: &str) -> Option<&PacketCheck> {
        self.packets.iter().find(|check| check.field == field)
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

    /// The text a field holds: from the handoff, or entered by hand where the handoff leaves a reference out. Where a
    /// newer handoff holds something refused there, nothing does.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        if self.packet_check(field).is_some_and(|check| check.result == PacketMatch::NotMatched) {
            return None;
        }
        self.handoff().value(field).or_else(|| {
            let entered = self.entered.get(field)?;
            self.handoff().refusal(field).is_none().then_some(entered.value.as_str())
        })
    }

    /// Whether a reference was entered by hand.
    #[must_use]
    pub fn is_entered(&self, field: &str) -> bool {
        self.entered_in(field).is_some()
    }

    /// Number of the sitting in which a reference was entered by hand.
    #[must_use]
    pub fn entered_in(&self, field: &str) -> Option<u32> {
        let is_used = self.handoff().value(field).is_none() && self.value(field).is_some();
        self.entered.get(field).filter(|_| is_used).map(|entered| entered.sitting)
    }

    /// What must be typed to acknowledge an item: `None` where a key does, or nothing stands there to type.
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

    /// What is seen with the closing call: the handoff's fingerprint, or the digest of its bytes where it carries no
    /// usable one.
    #[must_use]
    pub fn closing_seen(&self) -> String {
        let fingerprint = self.value(&self.runbook.owner_handoff.fingerprint.field);
        fingerprint.map_or_else(|| self.handoff().digest().to_string(), str::to_owned)
    }

    /// What must be typed of it.
    #[must_use]
    pub fn closing_echo(&self) -> String {
        short_form(&self.closing_seen())
    }

    /// Why what stands at an item is refused, if it is.
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

    /// The finding that refuses what stands in a field, if one does.
    #[must_use]
    pub fn refusal(&self, field: &str) -> Option<&Finding> {
        let place = |finding: &&Finding| finding.pointer.strip_prefix('/') == Some(field);
        self.handoff().refusal(field).or_else(|| self.packet_findings.iter().find(place))
    }

    /// What the program sees for itself: the handoff's findings, and those of the upstream documents.
    pub fn seen(&self) -> impl Iterator<Item = &Finding> {
        self.handoff().findings().iter().chain(&self.packet_findings)
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
            Mark::Open | Mark::Stale { .. } if self.blocked_by(item).is_some() => ItemState::Blocked,
            Mark::Open | Mark::Stale { .. } if answer.open_concern().is_some() => ItemState::Concern,
            Mark::Stale { .. } => ItemState::Stale,
            Mark::Open => ItemState::Open,
        }
    }

    /// Whether nothing is left to do at an item. A reference that is not given is settled where another one of
    /// its group is confirmed.
    #[must_use]
    pub fn settled(&self, place: usize) -> bool {
        self.is_settled(place, self.state(place))
    }

    fn is_settled(&self, place: usize, state: ItemState) -> bool {
        match state {
            ItemState::Confirmed | ItemState::NotApplicable => true,
            ItemState::Concern | ItemState::Stale | ItemState::Blocked => false,
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
            let state = self.state(*place);
            progress.settled += usize::from(self.is_settled(*place, state));
            progress.concerns += usize::from(self.has_open_concern(*place));
            progress.stale += usize::from(state == ItemState::Stale);
            progress.blocked += usize::from(state == ItemState::Blocked);
        }
        progress
    }
}
