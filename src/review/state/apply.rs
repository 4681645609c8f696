//! Application of events to a review. It cannot fail: `decide` or the reader of the journal refuses every wrong
//! event.

use super::{Answer, Attempt, Change, Closing, Concern, Entered, Mark, Read, Review};
use crate::review::action::Event;
use crate::review::diff::Fact;
use crate::review::moment::Moment;

impl Review {
    pub fn apply(&mut self, event: &Event, at: Moment) {
        self.times.take(event, at);
        let sitting = self.times.sitting();
        // A change outside the review reopens a closed one.
        if event.is_of_the_world() {
            self.closing = None;
        }
        match event {
            Event::Opened { item } => {
                self.with(item, |answer| answer.opened_at = answer.opened_at.or(Some(at)));
            }
            Event::Confirmed { item, manner } => {
                let mark = Mark::Confirmed { manner: *manner, at, sitting, basis: self.basis_of(item) };
                self.change(item, |answer| answer.mark = mark);
            }
            Event::TakenBack { item } => self.change(item, |answer| answer.mark = Mark::Open),
            Event::MarkedNotApplicable { item, reason } => {
                let (reason, basis) = (reason.clone(), self.basis_of(item));
                let mark = Mark::NotApplicable { reason, at, sitting, basis };
                self.change(item, |answer| answer.mark = mark);
            }
            Event::NoteWritten { item, note } => self.change(item, |answer| {
                answer.note.clone_from(note);
                answer.touch();
                answer.note_sitting = Some(sitting).filter(|_| !note.is_empty());
            }),
            Event::ReferenceEntered { item, value } => {
                // The mark was for another text, and the known evidence is of another file.
                self.change(item, |answer| answer.mark = Mark::Open);
                self.entered.insert(item.clone(), Entered { value: value.clone(), sitting });
                self.forget_evidence(item);
            }
            Event::ConcernRaised { item, note } => {
                self.raise(item, Concern { note: note.clone(), at, sitting, answer: None });
            }
            Event::ConcernAnswered { item, answer: text } => self.with(item, |answer| {
                if let Some(open) = answer.concerns.iter_mut().find(|concern| concern.answer.is_none()) {
                    open.answer = Some((text.clone(), at, sitting));
                }
            }),
            Event::WriteActionRefused { effect, status } => {
                let (effect, status) = (effect.clone(), status.clone());
                self.attempts.push(Attempt { effect, status, at, sitting });
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
                let not_looked_at = not_looked_at.clone();
                self.closing = Some(Closing { decision, status, not_looked_at, at, sitting });
            }
            Event::EvidenceListed { items, near } => self.take_evidence_list(items, near),
            Event::EvidenceOpened { item, digest, bytes, shown } => {
                let read = Read { digest: *digest, bytes: *bytes, shown: *shown, opened_at: at, sitting };
                self.take_evidence_read(item, &read);
            }
            Event::LinesShown { item, digest, lines, spans } => {
                self.take_lines_shown(item, *digest, *lines, spans);
            }
            Event::EvidenceChanged { item, found } => self.take_evidence_changed(item, *found),
            Event::UpstreamDocumentChecked { check } => self.take_packet_check(check),
            Event::HandoffChanged { handoff } => self.take_handoff(handoff),
            Event::RunbookChanged { runbook, handoff } => self.take_runbook(runbook, handoff),
            Event::Reopened { item, .. } => self.reopen(item, at),
            Event::ChangedBack { item } => self.restore(item),
            // `Times::take` began its sitting.
            Event::SittingBegan { .. } => {}
        }
    }

    fn basis_of(&self, item: &str) -> Vec<Fact> {
        self.checklist.find(item).map(|index| self.basis(index)).unwrap_or_default()
    }

    fn with(&mut self, item: &str, change: impl FnOnce(&mut Answer)) {
        if let Some(answer) = self.checklist.find(item).and_then(|index| self.answer_mut(index)) {
            change(answer);
        }
    }

    fn raise(&mut self, item: &str, concern: Concern) {
        self.with(item, |answer| {
            // A concern takes an answer back.
            if answer.mark.settles() {
                answer.mark = Mark::Open;
            }
            answer.touch();
            answer.concerns.push(concern);
        });
        // Undoing an older answer to the item could bring back a mark from before the concern.
        let index = self.checklist.find(item);
        self.undo.retain(|change| Some(change.item) != index);
        self.redo.retain(|change| Some(change.item) != index);
    }

    fn change(&mut self, item: &str, change: impl FnOnce(&mut Answer)) {
        let Some(index) = self.checklist.find(item) else { return };
        let Some(answer) = self.answers.get_mut(index.get()) else { return };
        let entered = self.entered.get(item).cloned();
        let note = (answer.note.clone(), answer.note_sitting);
        self.undo.push(Change { item: index, mark: answer.mark.clone(), note, entered });
        self.redo.clear();
        change(answer);
    }

    /// Returns the replaced state, so that undo and redo can exchange the two.
    fn swap(&mut self, change: Change) -> Change {
        let id = self.item(change.item).map(|item| item.id.clone()).unwrap_or_default();
        let value = |entered: Option<&Entered>| entered.map(|entered| entered.value.clone());
        // Evidence belongs to the text of a reference; for another text it is unknown.
        if value(change.entered.as_ref()) != value(self.entered.get(&id)) {
            self.forget_evidence(&id);
        }
        let entered = match change.entered {
            Some(entered) => self.entered.insert(id, entered),
            None => self.entered.remove(&id),
        };
        let Some(answer) = self.answer_mut(change.item) else { return Change { entered, ..change } };
        let mark = std::mem::replace(&mut answer.mark, change.mark);
        let note = (
            std::mem::replace(&mut answer.note, change.note.0),
            std::mem::replace(&mut answer.note_sitting, change.note.1),
        );
        Change { item: change.item, mark, note, entered }
    }
}
