//! How a review takes what moves outside: a newer handoff, another definition, evidence files, the upstream document.

use std::collections::BTreeMap;

use super::basis::{Evidence, Read};
use super::{Gone, Mark, Review};
use crate::review::action::Found;
use crate::review::checklist::{Checklist, Subject};
use crate::review::finding::{Finding, Rule};
use crate::review::handoff::Handoff;
use crate::review::handoff_packet::{PacketCheck, PacketMatch};
use crate::review::moment::Moment;
use crate::review::near::NearMiss;
use crate::review::runbook::Runbook;

impl Review {
    /// Takes another handoff. Evidence is of a document: where a reference names another one, it is not known yet.
    pub(super) fn take_handoff(&mut self, handoff: &Handoff) {
        let fingerprint = self.runbook.owner_handoff.fingerprint.field.clone();
        if self.handoff.value(&fingerprint) != handoff.value(&fingerprint) {
            (self.packet, self.packet_finding) = (None, None);
        }
        let known = self.evidence.keys().chain(self.near.keys());
        let before: Vec<(String, Option<String>)> =
            known.map(|field| (field.clone(), self.value(field).map(str::to_owned))).collect();
        self.handoff = handoff.clone();
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
            let (subject, title) = (item.subject, item.title.clone());
            self.gone.insert(item.id.clone(), Gone { subject, title, answer });
        }
        let mut answers = Vec::new();
        for item in self.checklist.items() {
            let same = self.gone.get(&item.id).is_some_and(|gone| same_kind(gone.subject, item.subject));
            let gone = if same { self.gone.remove(&item.id) } else { None };
            answers.push(gone.map(|gone| gone.answer).unwrap_or_default());
        }
        self.answers = answers;
        self.gone.retain(|_, gone| !gone.answer.is_empty());
        self.runbook = runbook.clone();
        let is_reference = |field: &str| {
            let item = self.checklist.find(field).and_then(|place| self.checklist.items().get(place));
            item.is_some_and(|item| item.subject == Subject::Reference)
        };
        self.entered.retain(|field, _| is_reference(field));
        self.evidence.retain(|field, _| is_reference(field));
        self.near.retain(|field, _| is_reference(field));
        self.undo.clear();
        self.redo.clear();
        self.take_handoff(handoff);
    }

    /// Takes the references for which a file lies in the evidence folder, and those that nearly name one.
    pub(super) fn take_evidence_list(&mut self, items: &[String], near: &[NearMiss]) {
        self.near = near.iter().map(|near| (near.item.clone(), near.there.clone())).collect();
        let mut before = std::mem::take(&mut self.evidence);
        // Of a file that was opened and comes back, only its bytes tell whether it is the same.
        let new = |item: &String| match self.opened_for(item) {
            Some(_) => Evidence::Moved(None),
            None => Evidence::Unread,
        };
        let known = |item: &String| (item.clone(), before.remove(item).unwrap_or_else(|| new(item)));
        self.evidence = items.iter().map(known).collect::<BTreeMap<_, _>>();
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
        if let Some(value) = self.value(item).map(str::to_owned) {
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
        self.opened.get(&(item.to_owned(), self.value(item)?.to_owned()))
    }

    /// Takes what came of holding the upstream document against the handoff's fingerprint.
    pub(super) fn take_packet_check(&mut self, check: &PacketCheck) {
        let pointer = format!("/{}", self.runbook.owner_handoff.fingerprint.field);
        let expected = "the fingerprint of the upstream document that was given";
        let message = "The upstream document that was given does not have the handoff's fingerprint.";
        self.packet_finding = match check.result {
            PacketMatch::Matched => None,
            PacketMatch::NotMatched => {
                let finding = Finding::new(Rule::OwnerHandoffNotMatched, pointer, expected, message);
                Some(finding.observing(Some(check.digest.to_string())))
            }
        };
        self.packet = Some(check.clone());
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

/// Whether two items of one name are of one kind; a stop rule may have moved to another place.
fn same_kind(one: Subject, other: Subject) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}
