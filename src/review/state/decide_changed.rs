//! Changes outside a review as events. A fact is refused only if it contains nothing new.

use super::dropped::Kind;
use super::{Evidence, Review};
use crate::review::action::{Event, Found, Outside, Refusal};
use crate::review::checklist::{Checklist, Item};
use crate::review::near_miss::NearMiss;
use crate::review::upstream::UpstreamCheck;

impl Review {
    pub(super) fn take_in(&self, outside: Outside) -> Result<Event, Refusal> {
        self.may_take_in(&outside)?;
        let (known, event) = match outside {
            Outside::EvidenceListed { items, near } => return self.list_evidence(items, near),
            Outside::EvidenceChanged { item, found } => return self.move_evidence(item, found),
            Outside::UpstreamDocumentChecked { check } => {
                if !check.fits(&self.handoff, &self.runbook) {
                    return Err(Refusal::Unknown);
                }
                (self.packet_check(&check.field) == Some(&check), Event::UpstreamDocumentChecked { check })
            }
            Outside::HandoffChanged { handoff } => {
                (handoff.digest() == self.handoff().digest(), Event::HandoffChanged { handoff })
            }
            Outside::RunbookChanged { runbook, handoff } => {
                (*runbook == *self.runbook(), Event::RunbookChanged { runbook, handoff })
            }
        };
        if known { Err(Refusal::NothingToDo) } else { Ok(event) }
    }

    /// A session belongs to a stage and an owner handoff, by which it is found again; it refuses any other.
    /// No concern may be lost with its item.
    fn may_take_in(&self, outside: &Outside) -> Result<(), Refusal> {
        let (runbook, handoff) = match outside {
            Outside::HandoffChanged { handoff } => (self.runbook(), handoff),
            Outside::RunbookChanged { runbook, handoff } => (&**runbook, handoff),
            Outside::EvidenceListed { .. }
            | Outside::EvidenceChanged { .. }
            | Outside::UpstreamDocumentChecked { .. } => return Ok(()),
        };
        let facts = self.facts();
        let reference = handoff.value(&runbook.owner_handoff.reference.field);
        let found_again =
            facts.practice || reference.is_some() && reference == facts.handoff_reference.as_deref();
        let same = handoff.digest() == self.handoff().digest();
        if runbook.stage != facts.stage || !(found_again || same) {
            return Err(Refusal::OtherReview);
        }
        let checklist = Checklist::from_runbook(runbook);
        let items = self.checklist.indexes().zip(self.checklist.items());
        let is_asked = |item: &Item| {
            let found = checklist.item_by_id(&item.id);
            found.is_some_and(|found| Kind::from_subject(found.subject) == Kind::from_subject(item.subject))
        };
        let mut lost = items.filter(|(index, item)| !is_asked(item) && self.has_open_concern(*index));
        match lost.next() {
            Some((_, item)) => Err(Refusal::ConcernLost { item: item.id.clone() }),
            None => Ok(()),
        }
    }

    pub(super) fn may_open(&self, item: &str, found: Found) -> Result<(), Refusal> {
        // Only those bytes of an upstream document may be opened that were compared with the handoff.
        let is_other = |check: &UpstreamCheck| (check.digest, check.bytes) != (found.digest, found.bytes);
        if self.packet_check(item).is_some_and(is_other) {
            return Err(Refusal::Unknown);
        }
        match self.evidence(item).ok_or(Refusal::Unknown)? {
            Evidence::Read(read) if read.digest == found.digest => Err(Refusal::NothingToDo),
            Evidence::Read(_) | Evidence::Unread | Evidence::Moved(_) => Ok(()),
        }
    }

    pub(super) fn reopening(&self, item: String) -> Result<Event, Refusal> {
        let index = self.checklist.find(&item).ok_or(Refusal::Unknown)?;
        let settled = self.answer(index).is_some_and(|answer| answer.mark.settles());
        let moved = self.changed(index);
        if settled && !moved.is_empty() {
            Ok(Event::Reopened { item, changed: moved })
        } else {
            Err(Refusal::NothingToDo)
        }
    }

    pub(super) fn changing_back(&self, item: String) -> Result<Event, Refusal> {
        let index = self.checklist.find(&item).ok_or(Refusal::Unknown)?;
        if self.is_back(index) { Ok(Event::ChangedBack { item }) } else { Err(Refusal::NothingToDo) }
    }

    /// Ignores a file that was not opened: nobody saw its contents, so a change means nothing.
    fn move_evidence(&self, item: String, found: Option<Found>) -> Result<Event, Refusal> {
        let known = match self.evidence(&item).ok_or(Refusal::Unknown)? {
            Evidence::Unread => true,
            Evidence::Moved(known) => *known == found,
            Evidence::Read(read) => found.is_some_and(|found| found.digest == read.digest),
        };
        if known { Err(Refusal::NothingToDo) } else { Ok(Event::EvidenceChanged { item, found }) }
    }

    /// Accepts only references of this runbook, in its order.
    fn list_evidence(&self, items: Vec<String>, near: Vec<NearMiss>) -> Result<Event, Refusal> {
        let references = self.checklist.items().iter().filter(|item| item.names_file);
        let references: Vec<&String> = references.map(|item| &item.id).collect();
        let nearly: Vec<&String> = near.iter().map(|near| &near.item).collect();
        let listed = references.iter().copied().filter(|id| items.contains(id));
        if !listed.eq(items.iter()) || !references.iter().filter(|id| nearly.contains(id)).eq(nearly.iter()) {
            return Err(Refusal::Unknown);
        }
        let listed = self.evidence.keys().filter(|field| self.packet_check(field).is_none());
        let known =
            listed.count() == items.len() && items.iter().all(|item| self.evidence.contains_key(item));
        // No answer can be based on a near miss, so a new one does not reopen a closed review.
        if known && (self.closing.is_some() || self.knows_near(&near)) {
            Err(Refusal::NothingToDo)
        } else {
            Ok(Event::EvidenceListed { items, near })
        }
    }
}
