//! How a review takes what moves outside: a newer handoff, another definition, evidence files, the upstream document.

use std::collections::BTreeMap;

use super::basis::{Evidence, Read};
use super::{Answer, Mark, Review};
use crate::review::action::Found;
use crate::review::checklist::{Checklist, Item, Subject};
use crate::review::finding::{Finding, Rule};
use crate::review::handoff::Handoff;
use crate::review::handoff_packet::{PacketCheck, PacketMatch};
use crate::review::moment::Moment;
use crate::review::runbook::Runbook;

impl Review {
    /// Takes another handoff. Evidence is of a document: where a reference names another one, it is not known yet.
    pub(super) fn take_handoff(&mut self, handoff: &Handoff) {
        let fingerprint = self.runbook.owner_handoff.fingerprint.field.clone();
        if self.handoff.value(&fingerprint) != handoff.value(&fingerprint) {
            (self.packet, self.packet_finding) = (None, None);
        }
        let before: Vec<(String, Option<String>)> =
            self.evidence.keys().map(|field| (field.clone(), self.value(field).map(str::to_owned))).collect();
        self.handoff = handoff.clone();
        for (field, value) in before {
            if self.value(&field) != value.as_deref() {
                self.evidence.remove(&field);
            }
        }
    }

    /// Takes another definition. Answers go with their items; an item that is new stands open, and what was answered to
    /// one that is gone is kept, should it come back.
    pub(super) fn take_runbook(&mut self, runbook: &Runbook, handoff: &Handoff) {
        let old = std::mem::replace(&mut self.checklist, Checklist::of(runbook));
        let answered = old.items().iter().zip(std::mem::take(&mut self.answers));
        self.gone.extend(answered.map(|(item, answer)| (item.id.clone(), (item.subject, answer))));
        let answer = |item: &Item| match self.gone.remove(&item.id) {
            Some((subject, answer)) if same_kind(subject, item.subject) => answer,
            Some(_) | None => Answer::default(),
        };
        self.answers = self.checklist.items().iter().map(answer).collect();
        self.runbook = runbook.clone();
        let is_reference = |field: &str| {
            let item = self.checklist.find(field).and_then(|place| self.checklist.items().get(place));
            item.is_some_and(|item| item.subject == Subject::Reference)
        };
        self.entered.retain(|field, _| is_reference(field));
        self.evidence.retain(|field, _| is_reference(field));
        self.undo.clear();
        self.redo.clear();
        self.take_handoff(handoff);
    }

    /// Takes the references for which a file lies in the evidence folder.
    pub(super) fn take_evidence_list(&mut self, items: &[String]) {
        let mut before = std::mem::take(&mut self.evidence);
        let known = |item: &String| (item.clone(), before.remove(item).unwrap_or(Evidence::Unread));
        self.evidence = items.iter().map(known).collect::<BTreeMap<_, _>>();
    }

    /// Takes that an evidence file was opened.
    pub(super) fn take_evidence_read(&mut self, item: &str, read: Read) {
        if let Some(answer) = self.checklist.find(item).and_then(|place| self.answers.get_mut(place)) {
            answer.opened_at = answer.opened_at.or(Some(read.opened_at));
        }
        self.evidence.insert(item.to_owned(), Evidence::Read(read));
    }

    /// Takes that other bytes stand in an evidence file than were opened.
    pub(super) fn take_evidence_moved(&mut self, item: &str, found: Option<Found>) {
        self.evidence.insert(item.to_owned(), Evidence::Moved(found));
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
        if let Some(basis) = answer.basis() {
            answer.mark = Mark::Stale { basis: basis.to_vec(), at };
        }
        self.undo.retain(|change| change.item != place);
        self.redo.retain(|change| change.item != place);
    }
}

/// Whether two items of one name are of one kind; a stop rule may have moved to another place.
fn same_kind(one: Subject, other: Subject) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}
