//! How an event changes a review. It cannot fail: what could be wrong was refused by `decide`, or by the reader
//! of the journal, before.

use super::{Answer, Attempt, Change, Closing, Concern, Mark, Read, Review};
use crate::review::action::Event;
use crate::review::diff::Fact;
use crate::review::moment::Moment;

impl Review {
    /// Applies what happened.
    pub fn apply(&mut self, event: &Event, at: Moment) {
        if event.is_of_the_world() {
            self.closing = None;
        }
        match event {
            Event::Opened { item } => {
                self.with(item, |answer| answer.opened_at = answer.opened_at.or(Some(at)));
            }
            Event::Confirmed { item, manner } => {
                let mark = Mark::Confirmed { manner: *manner, at, basis: self.basis_of(item) };
                self.change(item, |answer| answer.mark = mark);
            }
            Event::TakenBack { item } => self.change(item, |answer| answer.mark = Mark::Open),
            Event::MarkedNotApplicable { item, reason } => {
                let mark = Mark::NotApplicable { reason: reason.clone(), at, basis: self.basis_of(item) };
                self.change(item, |answer| answer.mark = mark);
            }
            Event::NoteWritten { item, note } => self.change(item, |answer| {
                answer.note.clone_from(note);
                answer.touch();
            }),
            Event::ReferenceEntered { item, value } => {
                // The tick was for another text, and what is known of a file is of another file.
                self.change(item, |answer| answer.mark = Mark::Open);
                self.entered.insert(item.clone(), value.clone());
                self.evidence.remove(item);
            }
            Event::ConcernRaised { item, note } => {
                self.with(item, |answer| {
                    if answer.mark.settles() {
                        answer.mark = Mark::Open;
                    }
                    answer.touch();
                    answer.concerns.push(Concern { note: note.clone(), at, answer: None });
                });
                // Undoing an older answer to it could bring back a tick from before the concern.
                let place = self.checklist.find(item);
                self.undo.retain(|change| Some(change.item) != place);
                self.redo.retain(|change| Some(change.item) != place);
            }
            Event::ConcernAnswered { item, answer: text } => self.with(item, |answer| {
                if let Some(open) = answer.concerns.iter_mut().find(|concern| concern.answer.is_none()) {
                    open.answer = Some((text.clone(), at));
                }
            }),
            Event::WriteActionRefused { effect, status } => {
                self.attempts.push(Attempt { effect: effect.clone(), status: status.clone(), at });
            }
            Event::Undone { .. } => {
                let last = self.undo.pop().map(|change| self.swap(change));
                self.redo.extend(last);
            }
            Event::Redone { .. } => {
                let last = self.redo.pop().map(|change| self.swap(change));
                self.undo.extend(last);
            }
            Event::Closed { decision, status, not_looked_at } => {
                let (decision, status) = (decision.clone(), status.clone());
                self.closing = Some(Closing { decision, status, not_looked_at: not_looked_at.clone(), at });
            }
            Event::EvidenceListed { items } => self.take_evidence_list(items),
            Event::EvidenceRead { item, digest, bytes, shown } => {
                self.take_evidence_read(
                    item,
                    Read { digest: *digest, bytes: *bytes, shown: *shown, opened_at: at },
                );
            }
            Event::LinesShown { item, digest, lines, spans } => {
                self.take_lines_shown(item, *digest, *lines, spans);
            }
            Event::EvidenceMoved { item, found } => self.take_evidence_moved(item, *found),
            Event::HandoffPacketChecked { check } => self.take_packet_check(check),
            Event::HandoffMoved { handoff } => self.take_handoff(handoff),
            Event::RunbookMoved { runbook, handoff } => self.take_runbook(runbook, handoff),
            Event::Reopened { item, .. } => self.reopen(item, at),
            Event::ChangedBack { item } => self.restore(item),
            Event::Confined { confinement } => self.confinements.push(confinement.clone()),
        }
    }

    fn basis_of(&self, item: &str) -> Vec<Fact> {
        self.checklist.find(item).map(|place| self.basis(place)).unwrap_or_default()
    }

    fn with(&mut self, item: &str, change: impl FnOnce(&mut Answer)) {
        if let Some(answer) = self.checklist.find(item).and_then(|place| self.answers.get_mut(place)) {
            change(answer);
        }
    }

    /// Changes an answer in a way that can be undone.
    fn change(&mut self, item: &str, change: impl FnOnce(&mut Answer)) {
        let Some(place) = self.checklist.find(item) else { return };
        let Some(answer) = self.answers.get_mut(place) else { return };
        let entered = self.entered.get(item).cloned();
        self.undo.push(Change { item: place, mark: answer.mark.clone(), note: answer.note.clone(), entered });
        self.redo.clear();
        change(answer);
    }

    /// Puts back what a change replaced and returns what that replaces in turn.
    fn swap(&mut self, change: Change) -> Change {
        let id = self.item(change.item).map(|item| item.id.clone()).unwrap_or_default();
        if change.entered.as_deref() != self.entered.get(&id).map(String::as_str) {
            self.evidence.remove(&id);
        }
        let entered = match change.entered {
            Some(value) => self.entered.insert(id, value),
            None => self.entered.remove(&id),
        };
        let Some(answer) = self.answers.get_mut(change.item) else { return Change { entered, ..change } };
        let mark = std::mem::replace(&mut answer.mark, change.mark);
        let note = std::mem::replace(&mut answer.note, change.note);
        Change { item: change.item, mark, note, entered }
    }
}
