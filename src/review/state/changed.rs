//! Application of changes outside a review: handoff, runbook, evidence files, upstream documents.

use std::collections::BTreeMap;

use super::basis::{Evidence, Read};
use super::dropped::Kind;
use super::{Gone, Mark, Review};
use crate::review::action::Found;
use crate::review::checklist::Checklist;
use crate::review::handoff::Handoff;
use crate::review::moment::Moment;
use crate::review::near_miss::NearMiss;
use crate::review::runbook::Runbook;
use crate::review::upstream::UpstreamCheck;

impl Review {
    pub(super) fn take_handoff(&mut self, handoff: &Handoff) {
        // A check outlives the handoff if the fingerprint is equal: the document's own words are known.
        let same = |check: &&UpstreamCheck| self.handoff.value(&check.field) == handoff.value(&check.field);
        let checks = self.packets.iter().filter(same).map(|check| check.held_against(handoff));
        let checks: Vec<_> = checks.filter(|check| check.fits(handoff, &self.runbook)).collect();
        let known = self.evidence.keys().chain(self.near.keys());
        let before: Vec<(String, Option<String>)> =
            known.map(|field| (field.clone(), self.value(field).map(str::to_owned))).collect();
        self.handoff = handoff.clone();
        self.keep_packets(checks);
        for (field, value) in before {
            // Evidence belongs to a document; for a reference that names another one it is unknown.
            if self.value(&field) != value.as_deref() {
                self.forget_evidence(&field);
            }
        }
    }

    pub(super) fn forget_evidence(&mut self, field: &str) {
        self.evidence.remove(field);
        self.near.remove(field);
    }

    /// Answers follow their items. A new item is open; an answer to an item that is gone, or is of another kind now,
    /// is kept in case the item comes back.
    pub(super) fn take_runbook(&mut self, runbook: &Runbook, handoff: &Handoff) {
        let old = std::mem::replace(&mut self.checklist, Checklist::from_runbook(runbook));
        for (item, answer) in old.items().iter().zip(std::mem::take(&mut self.answers)) {
            let key = (item.id.clone(), Kind::from_subject(item.subject));
            self.gone.insert(key, Gone { title: item.title.clone(), answer });
        }
        let mut answers = Vec::new();
        for item in self.checklist.items() {
            let gone = self.gone.remove(&(item.id.clone(), Kind::from_subject(item.subject)));
            answers.push(gone.map(|gone| gone.answer).unwrap_or_default());
        }
        self.answers = answers;
        // An opening counts again too, should the item come back.
        self.gone.retain(|_, gone| !gone.answer.is_empty() || gone.answer.opened_at.is_some());
        self.runbook = runbook.clone();
        let is_reference = |field: &str| {
            let item = self.checklist.item_by_id(field);
            item.is_some_and(|item| item.names_file)
        };
        self.entered.retain(|field, _| is_reference(field));
        // Evidence of an upstream document goes with its check.
        self.evidence
            .retain(|field, _| is_reference(field) || self.packets.iter().any(|check| check.field == *field));
        self.near.retain(|field, _| is_reference(field));
        // Undo refers to items by their index in the old checklist.
        self.undo.clear();
        self.redo.clear();
        self.take_handoff(handoff);
    }

    pub(super) fn take_evidence_list(&mut self, items: &[String], near: &[NearMiss]) {
        self.near = near.iter().map(|near| (near.item.clone(), near.there.clone())).collect();
        let mut before = std::mem::take(&mut self.evidence);
        // Upstream documents are not in the evidence folder, so its list does not concern them.
        let packets = self.packets.iter().filter_map(|check| before.remove_entry(&check.field));
        let packets = packets.collect::<BTreeMap<_, _>>();
        // Only its bytes show that an opened file that comes back is the same.
        let new = |item: &String| match self.opened_for(item) {
            Some(_) => Evidence::Moved(None),
            None => Evidence::Unread,
        };
        let known = |item: &String| (item.clone(), before.remove(item).unwrap_or_else(|| new(item)));
        self.evidence = items.iter().map(known).chain(packets).collect();
    }

    /// Equal bytes count as opened from the first time on, because an answer given then may count again.
    pub(super) fn take_evidence_read(&mut self, item: &str, read: &Read) {
        let mut opened = self.opened_for(item).into_iter().flatten();
        let first = opened.find(|earlier| earlier.digest == read.digest);
        let read = first.map_or_else(|| read.clone(), |first| Read { shown: read.shown, ..first.clone() });
        if let Some(answer) = self.checklist.find(item).and_then(|index| self.answer_mut(index)) {
            answer.opened_at = answer.opened_at.or(Some(read.opened_at));
        }
        if let Some(value) = self.names(item).map(str::to_owned) {
            let opened = self.opened.entry((item.to_owned(), value)).or_default();
            opened.retain(|earlier| earlier.digest != read.digest);
            opened.push(read.clone());
        }
        self.evidence.insert(item.to_owned(), Evidence::Read(read));
    }

    /// The new bytes may be those of an earlier opening.
    pub(super) fn take_evidence_changed(&mut self, item: &str, found: Option<Found>) {
        let mut opened = self.opened_for(item).into_iter().flatten();
        let again = opened.find(|read| found == Some(Found { digest: read.digest, bytes: read.bytes }));
        let now = again.cloned().map_or(Evidence::Moved(found), Evidence::Read);
        self.evidence.insert(item.to_owned(), now);
    }

    /// Openings while the reference named the same document as now.
    fn opened_for(&self, item: &str) -> Option<&Vec<Read>> {
        self.opened.get(&(item.to_owned(), self.names(item)?.to_owned()))
    }

    /// The text by which a field names a document. A fingerprint names one even if no document matches it.
    fn names(&self, field: &str) -> Option<&str> {
        if self.runbook.owner_handoff.fingerprints().any(|fingerprint| fingerprint == field) {
            self.handoff.value(field)
        } else {
            self.value(field)
        }
    }

    /// The document can be opened from now on; an opening of other bytes does not count.
    pub(in crate::review) fn take_packet_check(&mut self, check: &UpstreamCheck) {
        let found = Found { digest: check.digest, bytes: check.bytes };
        let mut opened = self.opened_for(&check.field).into_iter().flatten().rev();
        let again = opened.find(|read| read.digest == check.digest).cloned();
        let known = match (again, self.evidence.remove(&check.field)) {
            (Some(read), _) => Evidence::Read(read),
            (None, Some(Evidence::Read(read))) if read.digest == check.digest => Evidence::Read(read),
            (None, Some(Evidence::Read(_) | Evidence::Moved(_))) => Evidence::Moved(Some(found)),
            (None, Some(Evidence::Unread) | None) => Evidence::Unread,
        };
        self.evidence.insert(check.field.clone(), known);
        let mut checks = std::mem::take(&mut self.packets);
        checks.retain(|other| other.field != check.field);
        checks.push(check.clone());
        self.keep_packets(checks);
    }

    /// In the order of the runbook's fingerprints. Evidence of documents without a check is forgotten.
    fn keep_packets(&mut self, mut checks: Vec<UpstreamCheck>) {
        for check in
            self.packets.iter().filter(|known| !checks.iter().any(|check| check.field == known.field))
        {
            self.evidence.remove(&check.field);
        }
        let place = |check: &UpstreamCheck| {
            self.runbook.owner_handoff.fingerprints().position(|field| field == check.field)
        };
        checks.sort_by_key(place);
        self.packet_findings = checks.iter().flat_map(|check| check.findings(&self.runbook)).collect();
        self.packets = checks;
    }

    pub(super) fn reopen(&mut self, item: &str, at: Moment) {
        let Some(index) = self.checklist.find(item) else { return };
        let Some(answer) = self.answer_mut(index) else { return };
        if let Some(basis) = answer.basis().map(<[_]>::to_vec) {
            let kept = Some(Box::new(std::mem::take(&mut answer.mark)));
            answer.mark = Mark::Stale { basis, at, kept };
        }
        // Undoing an older answer could bring back one that was given to something else.
        self.undo.retain(|change| change.item != index);
        self.redo.retain(|change| change.item != index);
    }

    pub(super) fn restore(&mut self, item: &str) {
        let Some(index) = self.checklist.find(item) else { return };
        let Some(answer) = self.answer_mut(index) else { return };
        match &mut answer.mark {
            Mark::Stale { kept, .. } => {
                if let Some(kept) = kept.take() {
                    answer.mark = *kept;
                }
            }
            Mark::Open | Mark::Confirmed { .. } | Mark::NotApplicable { .. } => {}
        }
        // Undoing an older change would bring back that the item is open.
        self.undo.retain(|change| change.item != index);
        self.redo.retain(|change| change.item != index);
    }
}
