//! How a review takes what moves outside: a newer handoff, another definition, evidence files, the upstream document.

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
use crate::review::upstream::PacketCheck;

impl Review {
    /// Takes another handoff. Evidence is of a document: where a reference names another one, it is not known yet.
    pub(super) fn take_handoff(&mut self, handoff: &Handoff) {
        let same = |check: &&PacketCheck| self.handoff.value(&check.field) == handoff.value(&check.field);
        let checks = self.packets.iter().filter(same).map(|check| check.held_against(handoff));
        let checks: Vec<_> = checks.filter(|check| check.fits(handoff, &self.runbook)).collect();
        let known = self.evidence.keys().chain(self.near.keys());
        let before: Vec<(String, Option<String>)> =
            known.map(|field| (field.clone(), self.value(field).map(str::to_owned))).collect();
        self.handoff = handoff.clone();
        self.keep_packets(checks);
        for (field, value) in before {
            if self.value(&field) != value.as_deref() {
                self.forget_evidence(&field);
            }
        }
    }

    /// Forgets what lies in the evidence folder for a reference that names something else now.
    pub(super) fn forget_evidence(&mut self, field: &str) {
        self.evidence.remove(field);
        self.near.remove(field);
    }

    /// Takes another definition. Answers go with their items; an item that is new stands open, and what was answered to
    /// one that is gone, or asks for another kind of answer now, is kept, should it come back.
    pub(super) fn take_runbook(&mut self, runbook: &Runbook, handoff: &Handoff) {
        let old = std::mem::replace(&mut self.checklist, Checklist::of(runbook));
        for (item, answer) in old.items().iter().zip(std::mem::take(&mut self.answers)) {
            let key = (item.id.clone(), Kind::of(item.subject));
            self.gone.insert(key, Gone { title: item.title.clone(), answer });
        }
        let mut answers = Vec::new();
        for item in self.checklist.items() {
            let gone = self.gone.remove(&(item.id.clone(), Kind::of(item.subject)));
            answers.push(gone.map(|gone| gone.answer).unwrap_or_default());
        }
        self.answers = answers;
        // That something was opened counts again as well, should it be asked again.
        self.gone.retain(|_, gone| !gone.answer.is_empty() || gone.answer.opened_at.is_some());
        self.runbook = runbook.clone();
        let is_reference = |field: &str| {
            let item = self.checklist.find(field).and_then(|place| self.checklist.items().get(place));
            item.is_some_and(|item| item.names_file)
        };
        self.entered.retain(|field, _| is_reference(field));
        // What is known of an upstream document goes with its check.
        self.evidence
            .retain(|field, _| is_reference(field) || self.packets.iter().any(|check| check.field == *field));
        self.near.retain(|field, _| is_reference(field));
        self.undo.clear();
        self.redo.clear();
        self.take_handoff(handoff);
    }

    /// Takes the references for which a file lies in the evidence folder, and those that nearly name one.
    pub(super) fn take_evidence_list(&mut self, items: &[String], near: &[NearMiss]) {
        self.near = near.iter().map(|near| (near.item.clone(), near.there.clone())).collect();
        let mut before = std::mem::take(&mut self.evidence);
        let packets = self.packets.iter().filter_map(|check| before.remove_entry(&check.field));
        let packets = packets.collect::<BTreeMap<_, _>>();
        // Of a file that was opened and comes back, only its bytes tell whether it is the same.
        let new = |item: &String| match self.opened_for(item) {
            Some(_) => Evidence::Moved(None),
            None => Evidence::Unread,
        };
        let known = |item: &String| (item.clone(), before.remove(item).unwrap_or_else(|| new(item)));
        self.evidence = items.iter().map(known).chain(packets).collect();
    }

    /// Takes that an evidence file was opened.
    ///
    /// The same bytes count as opened from the first time on, for an answer that was given then may count again.
    pub(super) fn take_evidence_read(&mut self, item: &str, read: &Read) {
        let mut opened = self.opened_for(item).into_iter().flatten();
        let first = opened.find(|earlier| earlier.digest == read.digest);
        let read = first.map_or_else(|| read.clone(), |first| Read { shown: read.shown, ..first.clone() });
        if let Some(answer) = self.checklist.find(item).and_then(|place| self.answers.get_mut(place)) {
            answer.opened_at = answer.opened_at.or(Some(read.opened_at));
        }
        if let Some(value) = self.names(item).map(str::to_owned) {
            let opened = self.opened.entry((item.to_owned(), value)).or_default();
            opened.retain(|earlier| earlier.digest != read.digest);
            opened.push(read.clone());
        }
        self.evidence.insert(item.to_owned(), Evidence::Read(read));
    }

    /// Takes that other bytes stand in an evidence file than before: perhaps those of an earlier time, when it was
    /// opened.
    pub(super) fn take_evidence_moved(&mut self, item: &str, found: Option<Found>) {
        let mut opened = self.opened_for(item).into_iter().flatten();
        let again = opened.find(|read| found == Some(Found { digest: read.digest, bytes: read.bytes }));
        let now = again.cloned().map_or(Evidence::Moved(found), Evidence::Read);
        self.evidence.insert(item.to_owned(), now);
    }

    /// What was opened for a reference while it named what it names now.
    fn opened_for(&self, item: &str) -> Option<&Vec<Read>> {
        self.opened.get(&(item.to_owned(), self.names(item)?.to_owned()))
    }

    /// What a field names a document by. Of a fingerprint that is what the handoff says, also where no document fits it.
    fn names(&self, field: &str) -> Option<&str> {
        if self.runbook.owner_handoff.fingerprints().any(|fingerprint| fingerprint == field) {
            self.handoff.value(field)
        } else {
            self.value(field)
        }
    }

    /// Takes what came of holding an upstream document against the handoff. The document can be opened from now on; other
    /// bytes than were opened are not open.
    pub(in crate::review) fn take_packet_check(&mut self, check: &PacketCheck) {
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

    /// Keeps these checks, in the order of the runbook's fingerprints, and what they find. What is known of another
    /// document is known no more.
    fn keep_packets(&mut self, mut checks: Vec<PacketCheck>) {
        for check in
            self.packets.iter().filter(|known| !checks.iter().any(|check| check.field == known.field))
        {
            self.evidence.remove(&check.field);
        }
        let place = |check: &PacketCheck| {
            self.runbook.owner_handoff.fingerprints().position(|field| field == check.field)
        };
        checks.sort_by_key(place);
        self.packet_findings = checks.iter().flat_map(|check| check.findings(&self.runbook)).collect();
        self.packets = checks;
    }

    /// Reopens an answer that was overtaken. Undoing an older answer could bring back one that was given to
    /// something else.
    pub(super) fn reopen(&mut self, item: &str, at: Moment) {
        let Some(place) = self.checklist.find(item) else { return };
        let Some(answer) = self.answers.get_mut(place) else { return };
        if let Some(basis) = answer.basis().map(<[_]>::to_vec) {
            let kept = Some(Box::new(std::mem::take(&mut answer.mark)));
            answer.mark = Mark::Stale { basis, at, kept };
        }
        self.undo.retain(|change| change.item != place);
        self.redo.retain(|change| change.item != place);
    }

    /// Lets a reopened answer count again. What could be undone of the item would bring back that it is open.
    pub(super) fn restore(&mut self, item: &str) {
        let Some(place) = self.checklist.find(item) else { return };
        let Some(answer) = self.answers.get_mut(place) else { return };
        match &mut answer.mark {
            Mark::Stale { kept, .. } => {
                if let Some(kept) = kept.take() {
                    answer.mark = *kept;
                }
            }
            Mark::Open | Mark::Confirmed { .. } | Mark::NotApplicable { .. } => {}
        }
        self.undo.retain(|change| change.item != place);
        self.redo.retain(|change| change.item != place);
    }
}
