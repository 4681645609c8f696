//! A review rebuilt from the record in a packet: the same answers, so that the same evaluator judges them again.

mod dropped;
pub(crate) mod handoff;
mod near_miss;
mod opaque;
mod sittings;

use std::collections::BTreeSet;

use crate::review::action::{Action, Found, Method, Refusal};
use crate::review::checklist::{Item, ItemIndex, Subject};
use crate::review::diff::{Change, Fact};
use crate::review::evidence::path_of;
use crate::review::handoff::Handoff;
use crate::review::limits::LABEL_BYTES_MAX;
use crate::review::plan::document::{self, Document};
use crate::review::plan::record::{self, Record, State};
use crate::review::problem::Fault;
use crate::review::runbook::{Acknowledge, Runbook};
use crate::review::spans::Span;
use crate::review::start::Start;
use crate::review::state::basis::{Evidence, Read};
use crate::review::state::{Answer, Attempt, Closing, Concern, Entered, Mark, Review};
use crate::review::text::has_hidden;

const SESSION_CHARS: usize = 16;

const NO_LABEL: &str = "is an invalid text: blank, too long, with invisible characters, or secret-like";

impl Review {
    /// Rebuilds the closed review and its closing call. `handoff` is the one that was reviewed, or the result of
    /// [`Handoff::as_recorded`]. Fails if the steps and items are not the runbook's checklist.
    ///
    /// An answer that no reviewer could have given is a fault; it is used as far as possible, so that no fault hides
    /// the next. States and findings are not used, because they follow from the answers.
    pub fn as_recorded(
        runbook: &Runbook,
        handoff: Handoff,
        document: &Document,
        record: &Record,
    ) -> Result<(Self, Closing, Vec<Fault>), Vec<Fault>> {
        let start =
            Start { practice: record.practice, ..Start::new(record.session.clone(), runbook, handoff) };
        let mut review = Self::start(start, record.started_at);
        let items = review.recorded_items(record)?;
        let mut faults = Faults::default();
        hold_start(record, &mut faults);
        review.take_sittings(record, &mut faults);
        review.enter(document, &items, &mut faults);
        review.take_recorded_packets(document, &mut faults);
        review.take_recorded_evidence(&items, &mut faults);
        review.take_attempts(record, &mut faults);
        review.take_dropped(record, &mut faults);
        for recorded in &items {
            let mark = review.mark(recorded, &mut faults);
            let answer = answer(recorded, mark, &mut faults);
            if let Some(open) = review.answer_mut(recorded.index) {
                *open = answer;
            }
        }
        for recorded in &items {
            review.hold_answer(recorded, &mut faults);
        }
        sittings::hold_named(record, &mut faults);
        let closing = review.closing_call(document, record, &mut faults);
        Ok((review, closing, faults.0))
    }

    fn is_label(&self, text: &str) -> bool {
        self.may_say(text).is_ok() && !has_hidden(text) && text.len() <= LABEL_BYTES_MAX
    }

    fn recorded_items<'a>(&self, record: &'a Record) -> Result<Vec<Recorded<'a>>, Vec<Fault>> {
        let steps: Vec<_> = self.checklist.steps().iter().filter(|step| !step.items.is_empty()).collect();
        let wrong =
            |pointer: String, message: &str| Err(vec![Fault { pointer, message: message.to_owned() }]);
        let (mut items, mut met) = (Vec::new(), BTreeSet::new());
        for (i, found) in record.steps.iter().enumerate() {
            let at = format!("/review/steps/{i}");
            let Some(step) = steps.get(i).filter(|step| step.id == found.step) else {
                return wrong(at, "is not the step the runbook has at this place");
            };
            if step.items.len() != found.items.len() {
                return wrong(
                    format!("{at}/items"),
                    "is not the number of items the runbook has in this step",
                );
            }
            for (j, (index, found)) in step.items.iter().zip(&found.items).enumerate() {
                let at = format!("{at}/items/{j}");
                match self.item(*index) {
                    Some(item) if item.id == found.item => {
                        let recorded = Recorded { index: *index, item: item.clone(), found, at };
                        items.extend(met.insert(*index).then_some(recorded));
                    }
                    Some(_) | None => return wrong(at, "is not the item the runbook has at this place"),
                }
            }
        }
        if record.steps.len() < steps.len() {
            return wrong("/review/steps".to_owned(), "has fewer steps than the runbook");
        }
        Ok(items)
    }

    /// References in the document but not in the handoff were entered by hand, if they could be.
    fn enter(&mut self, document: &Document, items: &[Recorded], faults: &mut Faults) {
        for document::Reference { field, value, .. } in &document.references {
            let Some(value) = value else { continue };
            let may = Self::may_refer(field, value).is_ok();
            if may && self.value(field).is_none() && self.refusal(field).is_none() {
                let recorded = items.iter().find(|recorded| recorded.item.id == *field);
                let sitting = recorded.and_then(|recorded| recorded.found.entered_sitting);
                if let (Some(recorded), None) = (recorded, sitting) {
                    let message = "is missing although the handoff does not give this reference";
                    faults.add(&recorded.at, "enteredSitting", message);
                }
                let sitting = sitting.unwrap_or_default();
                self.entered.insert(field.clone(), Entered { value: value.clone(), sitting });
            }
        }
    }

    /// Evidence that was opened, and the present state that stale answers give for the rest.
    fn take_recorded_evidence(&mut self, items: &[Recorded], faults: &mut Faults) {
        for change in items.iter().flat_map(|recorded| &recorded.found.changed) {
            let field = change.name.strip_suffix("/evidence");
            let told = change.new.as_deref().and_then(parse_evidence);
            self.evidence.extend(field.map(str::to_owned).zip(told));
        }
        for Recorded { item, found, at, .. } in items {
            if let Some(file) = &found.file {
                self.take_recorded_file(&item.id, file, at, faults);
            }
            let Some(record::ItemEvidence { digest, bytes, opened_at, sitting, shown, lines, lines_shown }) =
                found.evidence
            else {
                continue;
            };
            let names_a_file = item.names_file && self.value(&item.id).and_then(path_of).is_some();
            let given = self.packet_check(&item.id);
            let is_given = given.is_some_and(|check| (check.digest, check.bytes) == (digest, bytes));
            if !names_a_file && !is_given {
                let message = "is present although no reference names a file and no such document was given";
                faults.add(at, "evidence", message);
            }
            if found.opened_at.is_none() {
                faults.add(at, "openedAt", "is missing although the evidence was opened");
            }
            let read = Read { digest, bytes, shown, opened_at, sitting };
            self.evidence.insert(item.id.clone(), Evidence::Read(read));
            match (lines, lines_shown) {
                (None, None) => {}
                (Some(lines), Some(last)) if shown && 1 <= last && last <= lines && lines <= bytes => {
                    // The record has only their number, so any lines will do.
                    self.take_lines_shown(&item.id, digest, lines, &[Span { first: 1, last }]);
                }
                (_, _) => faults.add(at, "evidence", "counts more lines than the file has"),
            }
        }
    }

    fn take_recorded_packets(&mut self, document: &Document, faults: &mut Faults) {
        for check in &document.upstream_documents {
            self.take_packet_check(check);
        }
        faults.0.extend(document.upstream_faults(&self.handoff, &self.runbook));
    }

    fn take_attempts(&mut self, record: &Record, faults: &mut Faults) {
        for (i, record::Attempt { action, status, at, sitting }) in record.attempts.iter().enumerate() {
            // A runbook that changed during the review may have known other blocked actions.
            if self.runbook.effect(action).is_some_and(|effect| effect.status != *status) {
                faults.add(
                    &format!("/review/attempts/{i}"),
                    "status",
                    "is not the status that attempt gives",
                );
            }
            let (effect, status) = (action.clone(), status.clone());
            self.attempts.push(Attempt { effect, status, at: *at, sitting: *sitting });
        }
    }

    fn mark(&self, recorded: &Recorded, faults: &mut Faults) -> Mark {
        let Recorded { index, found, at, .. } = recorded;
        let basis = self.basis(*index);
        if matches!(found.state, State::Confirmed | State::NotApplicable) && !found.changed.is_empty() {
            faults.add(at, "changed", "names a change under an answer that is not reopened");
        }
        let confirmed = found.confirmed_at.zip(found.confirmed_sitting);
        match (found.state, found.acknowledged, &found.reason, confirmed) {
            (State::Confirmed, Some(manner), None, Some((at, sitting))) => {
                Mark::Confirmed { manner, at, sitting, basis }
            }
            (State::NotApplicable, None, Some(reason), Some((at, sitting))) => {
                Mark::NotApplicable { reason: reason.clone(), at, sitting, basis }
            }
            (State::Confirmed | State::NotApplicable, ..) => {
                faults.add(at, "state", "contradicts acknowledged, reason, confirmedAt and confirmedSitting");
                Mark::Open
            }
            (State::Open | State::Concern | State::Stale | State::Blocked, ..) => {
                if found.state != State::Stale && found.changed.is_empty() {
                    return Mark::Open;
                }
                // The time of reopening is not recorded and affects no result.
                let basis = basis_before(&basis, &found.changed);
                Mark::Stale { basis, at: self.started_at, kept: None }
            }
        }
    }

    fn hold_answer(&self, recorded: &Recorded, faults: &mut Faults) {
        let Recorded { index, item, found, at } = recorded;
        self.hold_texts([("note", &found.note), ("reason", &found.reason)], &found.concerns, at, faults);
        let Some(mark) = self.answer(*index).map(|answer| &answer.mark).filter(|mark| mark.settles()) else {
            return;
        };
        let refused = match mark {
            Mark::Confirmed { manner, .. } if *manner != manner_of(item) => {
                faults.add(at, "acknowledged", "is not how the runbook wants this item confirmed");
                None
            }
            Mark::NotApplicable { .. } if !item.may_be_not_applicable() => {
                Some("an item that always applies")
            }
            Mark::Confirmed { .. } | Mark::NotApplicable { .. } | Mark::Open | Mark::Stale { .. } => None,
        };
        let missing = item.subject == Subject::Reference && self.value(&item.id).is_none();
        let refused = refused
            .or_else(|| self.blocked_by(item).map(|_| "an item that a finding blocks"))
            .or_else(|| self.has_open_concern(*index).then_some("an item with an open concern"))
            .or_else(|| self.unread(item).map(|_| "an item whose evidence was not opened"))
            .or_else(|| missing.then_some("a reference that is not given"));
        if let Some(refused) = refused {
            faults.add(at, "state", &format!("answers {refused}"));
        }
    }

    pub(crate) fn hold_texts(
        &self,
        texts: [(&str, &Option<String>); 2],
        concerns: &[record::Concern],
        at: &str,
        faults: &mut Faults,
    ) {
        for (member, text) in texts.into_iter().filter_map(|(member, text)| Some((member, text.as_ref()?))) {
            self.hold_text(text, at, member, faults);
        }
        for (i, concern) in concerns.iter().enumerate() {
            let at = format!("{at}/concerns/{i}");
            self.hold_text(&concern.note, &at, "note", faults);
            if let Some(answer) = &concern.answer {
                self.hold_text(answer, &at, "answer", faults);
            }
        }
    }

    fn hold_text(&self, text: &str, at: &str, member: &str, faults: &mut Faults) {
        if self.may_say(text).is_err() {
            faults.add(at, member, "is a text no reviewer can enter: blank, too long or secret-like");
        }
    }

    fn closing_call(&self, document: &Document, record: &Record, faults: &mut Faults) -> Closing {
        let decision = document.decision.clone().unwrap_or_default();
        let not_looked_at = record.not_looked_at.clone();
        let call = Action::Close {
            decision: decision.clone(),
            not_looked_at: not_looked_at.clone(),
            typed: self.closing_echo(),
        };
        match self.decide(call) {
            Ok(_) => {}
            Err(Refusal::StillOpen { open, .. }) => {
                faults.add("", "decision", &format!("needs items that are still open: {open}"));
            }
            Err(refusal @ Refusal::NotNothing { .. }) => {
                faults.add("/review", "notLookedAt", &format!("contradicts the record: {refusal}"));
            }
            Err(refusal) if refusal.is_of_the_text() => {
                let message = "is a text no reviewer can enter: blank, too long or secret-like";
                faults.add("/review", "notLookedAt", message);
            }
            Err(_) => faults.add("", "decision", "is not a decision that can close a review"),
        }
        let status = self.outcome(&decision).status;
        let sitting = record.closing_sitting;
        Closing { decision, status, not_looked_at, at: record.exported_at, sitting }
    }
}

fn hold_start(record: &Record, faults: &mut Faults) {
    let hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    if record.session.len() != SESSION_CHARS || !record.session.chars().all(hex) {
        faults.add("/review", "session", "is not a session id of 16 hex digits");
    }
}

struct Recorded<'a> {
    index: ItemIndex,
    item: Item,
    found: &'a record::Item,
    at: String,
}

#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, at: &str, member: &str, message: &str) {
        self.0.push(Fault { pointer: format!("{at}/{member}"), message: message.to_owned() });
    }
}

fn answer(recorded: &Recorded, mark: Mark, faults: &mut Faults) -> Answer {
    let Recorded { found, at, .. } = recorded;
    let (note, concerns) = (found.note.clone().unwrap_or_default(), concerns(&found.concerns, at, faults));
    if found.note.is_some() != found.note_sitting.is_some() {
        faults.add(at, "noteSitting", "contradicts the note");
    }
    Answer { mark, note, note_sitting: found.note_sitting, concerns, opened_at: found.opened_at }
}

pub(crate) fn concerns(found: &[record::Concern], at: &str, faults: &mut Faults) -> Vec<Concern> {
    let mut concerns: Vec<Concern> = Vec::new();
    for (i, concern) in found.iter().enumerate() {
        let at = format!("{at}/concerns/{i}");
        for (member, is_there) in [
            ("answeredAt", concern.answered_at.is_some()),
            ("answeredSitting", concern.answered_sitting.is_some()),
        ] {
            if concern.answer.is_some() != is_there {
                faults.add(&at, member, "contradicts the answer");
            }
        }
        if concerns.last().is_some_and(|before| before.answer.is_none()) {
            faults.add(&at, "note", "was raised while another concern was open");
        }
        let answered = concern.answered_at.zip(concern.answered_sitting);
        let answer = concern.answer.clone().zip(answered).map(|(text, (at, sitting))| (text, at, sitting));
        let record::Concern { note, at, sitting, .. } = concern.clone();
        concerns.push(Concern { note, at, sitting, answer });
    }
    concerns
}

fn manner_of(item: &Item) -> Method {
    match item.acknowledge {
        Acknowledge::Key => Method::Key,
        Acknowledge::Echo => Method::Echo,
    }
}

/// Reverses the changes: from the present basis back to the one that the answer had.
fn basis_before(now: &[Fact], moved: &[Change]) -> Vec<Fact> {
    let old = |change: &Change| change.old.as_ref().map(|old| Fact::new(&change.name, old));
    let (mut before, mut rest) = (Vec::new(), moved.iter());
    for fact in now {
        if !moved.iter().any(|change| change.name == fact.name) {
            before.push(fact.clone());
            continue;
        }
        // A fact that is gone came before the next one that changed.
        for change in rest.by_ref() {
            before.extend(old(change));
            if change.name == fact.name {
                break;
            }
        }
    }
    before.extend(rest.filter_map(old));
    before
}

/// Parses [`Evidence::words`] of a file that was not opened in its present state.
fn parse_evidence(words: &str) -> Option<Evidence> {
    let found = || {
        let (digest, rest) = words.split_once(" (")?;
        let (bytes, _) = rest.split_once(' ')?;
        Some(Found { digest: digest.parse().ok()?, bytes: bytes.parse().ok()? })
    };
    let known =
        [Some(Evidence::Unread), Some(Evidence::Moved(None)), found().map(|f| Evidence::Moved(Some(f)))];
    known.into_iter().flatten().find(|evidence| evidence.words() == words)
}
