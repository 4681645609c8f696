//! Decisions on a reviewer's actions. Every refusal gives its reason; nothing here changes a review.

use super::{ItemState, Mark, Review};
use crate::review::action::{Action, Event, Found, Method, Outside, Refusal};
use crate::review::checklist::{Item, ItemIndex, Subject};
use crate::review::limits::{HANDOFF, NOTE_BYTES_MAX};
use crate::review::runbook::Acknowledge;
use crate::review::secret::{secret_in_reference, secret_rule};
use crate::review::sitting::Seat;
use crate::review::text;

impl Review {
    pub fn decide(&self, action: Action) -> Result<Event, Refusal> {
        self.event_of(action, Texts::Typed)
    }

    fn event_of(&self, action: Action, texts: Texts) -> Result<Event, Refusal> {
        // A change outside is the only way to reopen a closed review.
        if self.closing.is_some() && !matches!(action, Action::TakeIn(_)) {
            return Err(Refusal::Closed);
        }
        match action {
            Action::Open { item } => self.open(item),
            Action::Confirm { item } => self.confirm(item),
            Action::Echo { item, typed } => self.echo_typed(item, &typed),
            Action::TakeBack { item } => self.take_back(item),
            Action::NotApplicable { item, reason } => self.not_applicable(item, reason, texts),
            Action::RaiseConcern { item, note } => self.raise_concern(item, note, texts),
            Action::AnswerConcern { item, answer } => self.answer_concern(item, answer, texts),
            Action::WriteNote { item, note } => self.write_note(item, note, texts),
            Action::EnterReference { item, value } => self.enter_reference(item, value, texts),
            Action::Attempt { effect } => {
                let status = self.runbook.effect(&effect).ok_or(Refusal::Unknown)?.status.clone();
                Ok(Event::WriteActionRefused { effect, status })
            }
            Action::Undo => {
                let change = self.undo.last().ok_or(Refusal::NothingToUndo)?;
                Ok(Event::Undone { item: self.item(change.item).ok_or(Refusal::Unknown)?.id.clone() })
            }
            Action::Redo => {
                let change = self.redo.last().ok_or(Refusal::NothingToRedo)?;
                Ok(Event::Redone { item: self.item(change.item).ok_or(Refusal::Unknown)?.id.clone() })
            }
            Action::Close { decision, not_looked_at, typed } => {
                self.close(decision, not_looked_at, &typed, texts)
            }
            Action::OpenEvidence { item, digest, bytes, shown } => {
                self.may_open(&item, Found { digest, bytes })?;
                Ok(Event::EvidenceOpened { item, digest, bytes, shown })
            }
            Action::ShowLines { item, digest, lines, spans } => self.show_lines(item, digest, lines, spans),
            Action::TakeIn(outside) => self.take_in(outside),
            Action::Reopen { item } => self.reopening(item),
            Action::Restore { item } => self.changing_back(item),
            Action::Sit(Seat { reviewer, confinement, input }) => {
                let reviewer = reviewer.map(|label| texts.kept(label)).transpose()?;
                Ok(Event::SittingBegan { reviewer, confinement: texts.kept(confinement)?, input })
            }
        }
    }

    pub fn may_mark(&self, id: &str) -> Result<(), Refusal> {
        self.answerable(id).map(|_| ())
    }

    /// Fails only if no text could avert the refusal, so that nobody types for nothing.
    pub fn may_begin(&self, action: &Action) -> Result<(), Refusal> {
        match self.decide(action.clone()) {
            Ok(_) | Err(Refusal::NothingToDo) => Ok(()),
            Err(refusal) if refusal.is_of_the_text() => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    /// True if this review would decide the event now; replay asks it of every line.
    /// Texts are not judged again: they were judged when they were typed, by the rules of that time.
    #[must_use]
    pub fn admits(&self, event: &Event) -> bool {
        self.event_of(self.asked_by(event), Texts::Recorded).is_ok_and(|decided| decided == *event)
    }

    fn asked_by(&self, event: &Event) -> Action {
        let echo = |item: &str| {
            let found = self.checklist.item_by_id(item);
            found.and_then(|item| self.echo(item)).unwrap_or_default()
        };
        match event.clone() {
            Event::Opened { item } => Action::Open { item },
            Event::Confirmed { item, manner: Method::Key } => Action::Confirm { item },
            Event::Confirmed { item, manner: Method::Echo } => Action::Echo { typed: echo(&item), item },
            Event::TakenBack { item } => Action::TakeBack { item },
            Event::MarkedNotApplicable { item, reason } => Action::NotApplicable { item, reason },
            Event::ConcernRaised { item, note } => Action::RaiseConcern { item, note },
            Event::ConcernAnswered { item, answer } => Action::AnswerConcern { item, answer },
            Event::NoteWritten { item, note } => Action::WriteNote { item, note },
            Event::ReferenceEntered { item, value } => Action::EnterReference { item, value },
            Event::WriteActionRefused { effect, .. } => Action::Attempt { effect },
            Event::Undone { .. } => Action::Undo,
            Event::Redone { .. } => Action::Redo,
            Event::Closed { decision, not_looked_at, .. } => {
                Action::Close { decision, not_looked_at, typed: self.closing_echo() }
            }
            Event::EvidenceListed { items, near } => Action::TakeIn(Outside::EvidenceListed { items, near }),
            Event::EvidenceOpened { item, digest, bytes, shown } => {
                Action::OpenEvidence { item, digest, bytes, shown }
            }
            Event::LinesShown { item, digest, lines, spans } => {
                Action::ShowLines { item, digest, lines, spans }
            }
            Event::EvidenceChanged { item, found } => {
                Action::TakeIn(Outside::EvidenceChanged { item, found })
            }
            Event::UpstreamDocumentChecked { check } => {
                Action::TakeIn(Outside::UpstreamDocumentChecked { check })
            }
            Event::HandoffChanged { handoff } => Action::TakeIn(Outside::HandoffChanged { handoff }),
            Event::RunbookChanged { runbook, handoff } => {
                Action::TakeIn(Outside::RunbookChanged { runbook, handoff })
            }
            Event::Reopened { item, .. } => Action::Reopen { item },
            Event::ChangedBack { item } => Action::Restore { item },
            Event::SittingBegan { reviewer, confinement, input } => {
                Action::Sit(Seat { reviewer, confinement, input })
            }
        }
    }

    pub fn may_say(&self, text: &str) -> Result<(), Refusal> {
        checked_text(text.to_owned()).map(|_| ())
    }

    pub(in crate::review) fn may_refer(field: &str, value: &str) -> Result<(), Refusal> {
        reference(field, value.to_owned()).map(|_| ())
    }

    fn find(&self, id: &str) -> Result<(ItemIndex, &Item), Refusal> {
        let index = self.checklist.find(id).ok_or(Refusal::Unknown)?;
        Ok((index, self.item(index).ok_or(Refusal::Unknown)?))
    }

    fn unlocked(&self, id: &str) -> Result<(ItemIndex, &Item), Refusal> {
        let (index, item) = self.find(id)?;
        match self.item_locked_by(index) {
            None => Ok((index, item)),
            Some(lock) => {
                let waits_for =
                    self.checklist.steps().get(lock.first).map(|step| step.title.clone()).unwrap_or_default();
                Err(Refusal::Locked { waits_for })
            }
        }
    }

    /// Unlocked, not blocked, and without an open concern.
    fn markable(&self, id: &str) -> Result<&Item, Refusal> {
        let (index, item) = self.unlocked(id)?;
        if let Some(message) = self.blocked_by(item) {
            return Err(Refusal::Blocked { message: message.to_owned() });
        }
        if self.has_open_concern(index) {
            return Err(Refusal::ConcernOpen);
        }
        Ok(item)
    }

    /// Markable, with all evidence opened that the answer would be based on.
    fn answerable(&self, id: &str) -> Result<&Item, Refusal> {
        let item = self.markable(id)?;
        match self.unread(item) {
            None => Ok(item),
            Some(reference) => Err(Refusal::EvidenceUnread { reference: reference.to_owned() }),
        }
    }

    fn confirmable(&self, id: &str) -> Result<&Item, Refusal> {
        let item = self.answerable(id)?;
        let (index, _) = self.find(id)?;
        if self.state(index) == ItemState::Confirmed {
            return Err(Refusal::NothingToDo);
        }
        if item.subject == Subject::Reference && self.value(id).is_none() {
            return Err(Refusal::ReferenceMissing);
        }
        Ok(item)
    }

    fn open(&self, item: String) -> Result<Event, Refusal> {
        let (index, _) = self.find(&item)?;
        match self.answer(index).and_then(|answer| answer.opened_at) {
            Some(_) => Err(Refusal::NothingToDo),
            None => Ok(Event::Opened { item }),
        }
    }

    fn confirm(&self, item: String) -> Result<Event, Refusal> {
        match self.confirmable(&item)?.acknowledge {
            Acknowledge::Key => Ok(Event::Confirmed { item, manner: Method::Key }),
            Acknowledge::Echo => Err(Refusal::EchoNeeded),
        }
    }

    fn echo_typed(&self, item: String, typed: &str) -> Result<Event, Refusal> {
        let expected = self.echo(self.confirmable(&item)?).ok_or(Refusal::NothingToDo)?;
        same(typed, &expected)?;
        Ok(Event::Confirmed { item, manner: Method::Echo })
    }

    fn take_back(&self, item: String) -> Result<Event, Refusal> {
        let (index, _) = self.find(&item)?;
        match self.answer(index).map(|answer| &answer.mark) {
            Some(Mark::Confirmed { .. } | Mark::NotApplicable { .. }) => Ok(Event::TakenBack { item }),
            Some(Mark::Open | Mark::Stale { .. }) | None => Err(Refusal::NothingToDo),
        }
    }

    fn not_applicable(&self, item: String, reason: String, texts: Texts) -> Result<Event, Refusal> {
        if !self.answerable(&item)?.may_be_not_applicable() {
            return Err(Refusal::AlwaysApplies);
        }
        Ok(Event::MarkedNotApplicable { item, reason: texts.kept(reason)? })
    }

    fn raise_concern(&self, item: String, note: String, texts: Texts) -> Result<Event, Refusal> {
        // A blocked item may get a concern too.
        let (index, _) = self.unlocked(&item)?;
        if self.has_open_concern(index) {
            return Err(Refusal::ConcernOpen);
        }
        Ok(Event::ConcernRaised { item, note: texts.kept(note)? })
    }

    fn answer_concern(&self, item: String, answer: String, texts: Texts) -> Result<Event, Refusal> {
        let (index, _) = self.find(&item)?;
        if !self.has_open_concern(index) {
            return Err(Refusal::NoConcernOpen);
        }
        Ok(Event::ConcernAnswered { item, answer: texts.kept(answer)? })
    }

    fn write_note(&self, item: String, note: String, texts: Texts) -> Result<Event, Refusal> {
        let (index, _) = self.find(&item)?;
        if self.answer(index).is_some_and(|answer| answer.note == note) {
            return Err(Refusal::NothingToDo);
        }
        // An empty text removes the note; a text of blanks would only look empty.
        let note = if note.is_empty() { note } else { texts.kept(note)? };
        Ok(Event::NoteWritten { item, note })
    }

    fn enter_reference(&self, item: String, value: String, texts: Texts) -> Result<Event, Refusal> {
        let (_, found) = self.unlocked(&item)?;
        if found.subject != Subject::Reference {
            return Err(Refusal::Unknown);
        }
        if let Some(message) = self.blocked_by(found) {
            return Err(Refusal::Blocked { message: message.to_owned() });
        }
        if self.handoff().value(&item).is_some() {
            return Err(Refusal::ReferenceGiven);
        }
        if self.value(&item) == Some(value.as_str()) {
            return Err(Refusal::NothingToDo);
        }
        let value = match texts {
            Texts::Typed => reference(&item, value)?,
            Texts::Recorded => value,
        };
        Ok(Event::ReferenceEntered { item, value })
    }

    fn close(
        &self,
        decision: String,
        not_looked_at: String,
        typed: &str,
        texts: Texts,
    ) -> Result<Event, Refusal> {
        let listed = self.runbook.decision(&decision).ok_or(Refusal::Unknown)?;
        if self.overtaken().next().is_some() {
            return Err(Refusal::Overtaken);
        }
        let gaps: Vec<&Item> = self.gaps(listed).collect();
        if let Some(next) = gaps.first() {
            return Err(Refusal::StillOpen { open: gaps.len(), next: next.id.clone() });
        }
        same(typed, &self.closing_echo())?;
        if let Texts::Typed = texts {
            self.may_call_skipped(&not_looked_at)?;
        }
        let status = self.outcome(&decision).status;
        Ok(Event::Closed { decision, status, not_looked_at })
    }
}

fn same(typed: &str, expected: &str) -> Result<(), Refusal> {
    if typed == expected {
        Ok(())
    } else {
        Err(Refusal::EchoDiffers { expected_chars: expected.chars().count() })
    }
}

#[derive(Clone, Copy)]
enum Texts {
    Typed,
    /// From the journal: judged when they were typed, by the rules of that time.
    Recorded,
}

impl Texts {
    fn kept(self, text: String) -> Result<String, Refusal> {
        match self {
            Self::Typed => checked_text(text),
            Self::Recorded => Ok(text),
        }
    }
}

fn reference(item: &str, value: String) -> Result<String, Refusal> {
    if value.len() > HANDOFF.string_bytes {
        return Err(Refusal::TooLong { limit_bytes: HANDOFF.string_bytes });
    }
    if text::has_hidden(&value) {
        return Err(Refusal::HiddenCharacters);
    }
    // The name and the value of a credential can both be harmless alone.
    match secret_in_reference(item, &value) {
        Some(rule) => Err(Refusal::SecretLike(rule)),
        None => sized(value),
    }
}

fn checked_text(text: String) -> Result<String, Refusal> {
    let text = sized(text)?;
    match secret_rule(&text) {
        Some(rule) => Err(Refusal::SecretLike(rule)),
        None => Ok(text),
    }
}

fn sized(text: String) -> Result<String, Refusal> {
    if text.len() > NOTE_BYTES_MAX {
        return Err(Refusal::TooLong { limit_bytes: NOTE_BYTES_MAX });
    }
    if text::is_blank(&text) {
        return Err(Refusal::TextNeeded);
    }
    Ok(text)
}
