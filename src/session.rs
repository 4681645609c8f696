//! The only way to change or export a review: decide, append, apply; close, plan, keep.

#[cfg(test)]
mod changed_tests;
#[cfg(test)]
mod choice_tests;
#[cfg(test)]
mod fault_tests;
mod input_names;
pub mod inputs;
#[cfg(test)]
mod kept_tests;
#[cfg(test)]
mod near_tests;
pub mod open;
pub mod prefetch;
#[cfg(test)]
mod prefetch_tests;
pub mod refresh;
#[cfg(test)]
mod shown_tests;
mod since_closing;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod torn_tests;
#[cfg(test)]
mod trouble_tests;
mod unopenable;
pub mod upstream;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use self::since_closing::SinceClosing;
use crate::files::evidence::EvidenceError;
use crate::files::{self, WriteError};
use crate::journal::archived::Archived;
use crate::journal::entry::Head;
use crate::journal::{AppendError, Journal, ReadOnly, lock};
use crate::review::action::{Action, Event, Refusal};
use crate::review::evidence;
use crate::review::fingerprint::Digest;
use crate::review::markdown;
use crate::review::moment::Moment;
use crate::review::plan::Plan;
use crate::review::sitting::Seat;
use crate::review::spans::Span;
use crate::review::start::Start;
use crate::review::state::Review;
use crate::review::text::visible;
use crate::session::inputs::{Care, EvidenceFile, Inputs};
use crate::session::refresh::Refreshed;

pub struct Session {
    review: Review,
    head: Head,
    store: Store,
    clock: Clock,
    inputs: Option<Inputs>,
    untold: Refreshed,
    /// The reviewer of this sitting until its first event: opening a session alone records nothing.
    unrecorded: Option<Seat>,
    /// Used only if the session is read-only because its review is closed.
    since_closing: SinceClosing,
    /// Lock of another console, if that makes the session read-only.
    held_lock: Option<PathBuf>,
}

/// Lines of an evidence file that were on screen.
#[derive(Debug)]
pub struct SeenLines {
    pub item: String,
    pub digest: Digest,
    /// Lines of the whole file.
    pub lines: u64,
    pub spans: Vec<Span>,
}

/// Spans in one event are limited, because a line of the journal is bounded.
const SPANS_MAX: usize = 1_000;

pub type Clock = fn() -> Moment;

enum Store {
    Writing(Box<dyn Journal>),
    Archived(Archived),
    Reading(ReadOnly),
}

#[derive(Debug, thiserror::Error)]
pub enum ActError {
    #[error("{0}")]
    Refused(Refusal),
    #[error("Not saved: {}.{}", .0, after_space(.0.next()))]
    Unkept(#[source] AppendError),
    /// The journal differs from what was recorded, and the action would depend on it.
    #[error("Not done: {}. {}", .0, .0.next())]
    Unheld(#[source] AppendError),
    /// An input changed since it was shown. The change is recorded.
    #[error("Not done: something changed meanwhile. Check it and try again. {}", .0.words().unwrap_or_default())]
    Changed(Box<Refreshed>),
    /// Inputs that the action depends on and that cannot be checked, in words.
    #[error("Not done: what the answer is based on cannot be read. {}.", .0.join("; "))]
    Unseen(Vec<String>),
    /// An input of a closed, read-only review changed.
    #[error(
        "Not written: changed since the review was closed: {}. To export the record as it was closed, leave out \
         --evidence and --upstream; to review the current files, start with --new.",
        visible(what)
    )]
    Overtaken { what: String },
}

fn after_space(next: &str) -> String {
    if next.is_empty() { String::new() } else { format!(" {next}") }
}

impl Session {
    /// Appends line one.
    pub fn begin(start: Start, mut journal: Box<dyn Journal>, clock: Clock) -> Result<Self, AppendError> {
        let at = clock();
        let (line, head) = Head::default().line(&start, at);
        journal.append(&line)?;
        let (review, store) = (Review::start(start, at), Store::Writing(journal));
        let (untold, unrecorded, since_closing) = (Refreshed::default(), None, SinceClosing::default());
        let (inputs, held_lock) = (None, None);
        Ok(Self { review, head, store, clock, inputs, untold, unrecorded, since_closing, held_lock })
    }

    #[must_use]
    pub fn watching(self, inputs: Inputs) -> Self {
        Self { inputs: Some(inputs), ..self }
    }

    #[must_use]
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// `None` if the session can be written.
    #[must_use]
    pub fn read_only(&self) -> Option<&ReadOnly> {
        match &self.store {
            Store::Writing(_) => None,
            Store::Archived(_) => Some(&ReadOnly::Closed),
            Store::Reading(why) => Some(why),
        }
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Updates the holder of a session that is read-only because another console writes it.
    pub fn check_holder(&mut self) {
        let (Store::Reading(why), Some(lock)) = (&mut self.store, &self.held_lock) else { return };
        // If the lock cannot be checked, the last known state remains.
        if let Ok(holder) = lock::holder(lock) {
            *why = holder.map_or(ReadOnly::Left, ReadOnly::Held);
        }
    }

    /// Compares every byte of the journal with what was recorded. Always succeeds if another console writes the
    /// session: nothing is known then.
    pub fn holds(&self) -> Result<(), AppendError> {
        match &self.store {
            Store::Writing(journal) => journal.holds(),
            Store::Archived(journal) => journal.holds(),
            Store::Reading(_) => Ok(()),
        }
    }

    /// True if somebody on another machine may write to this session too, because its file system is shared.
    #[must_use]
    pub fn may_be_shared(&self) -> bool {
        match &self.store {
            Store::Writing(journal) => journal.may_be_shared(),
            Store::Archived(_) | Store::Reading(_) => false,
        }
    }

    /// Decides, appends, applies. A returned event is durable. Inputs of an answer are checked first.
    /// After an error the review is unchanged except for reopened answers.
    pub fn act(&mut self, action: Action) -> Result<Event, ActError> {
        if self.read_only().is_none() {
            self.refresh_before(&action)?;
            if matches!(action, Action::Close { .. }) {
                // A closing call depends on the whole journal, so every byte is compared.
                self.holds().map_err(ActError::Unheld)?;
            }
        }
        let event = self.record(action)?;
        // An answer that comes back, or a reference that names another file, may be outdated already. The event is
        // recorded, so the action is done even if this check fails. The next check finds what this one missed.
        if matches!(event, Event::Undone { .. } | Event::Redone { .. } | Event::ReferenceEntered { .. })
            && let Err(not_done) = self.recheck_unreported(Care::Quick)
        {
            self.untold.troubles.push(format!("changes outside the console ({not_done})"));
        }
        Ok(event)
    }

    fn record(&mut self, action: Action) -> Result<Event, ActError> {
        let event = self.review.decide(action).map_err(ActError::Refused)?;
        // Nothing is recorded before the sitting to which it belongs.
        self.record_sitting()?;
        self.append(event)
    }

    fn record_sitting(&mut self) -> Result<(), ActError> {
        let Some(seat) = self.unrecorded.clone() else { return Ok(()) };
        let event = self.review.decide(Action::Sit(seat)).map_err(ActError::Refused)?;
        self.append(event)?;
        self.unrecorded = None;
        Ok(())
    }

    /// Label for answers of this sitting, or the last one recorded if the session records nothing.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        let now = self.unrecorded.as_ref().filter(|_| self.read_only().is_none());
        let last = || self.review.sittings().last().and_then(|sitting| sitting.reviewer.as_deref());
        now.map_or_else(last, |seat| seat.reviewer.as_deref())
    }

    /// Labels of the previous sitting and of this one; `None` in the first sitting.
    #[must_use]
    pub fn labels(&self) -> Option<(Option<&str>, Option<&str>)> {
        let mut recorded = self.review.sittings().iter().rev().map(|sitting| sitting.reviewer.as_deref());
        let now = match &self.unrecorded {
            Some(seat) => seat.reviewer.as_deref(),
            None => recorded.next()?,
        };
        recorded.next().map(|before| (before, now))
    }

    fn append(&mut self, event: Event) -> Result<Event, ActError> {
        let Store::Writing(journal) = &mut self.store else {
            let why = self.read_only().cloned().unwrap_or(ReadOnly::Closed);
            return Err(ActError::Unkept(AppendError::ReadOnly(why)));
        };
        let at = (self.clock)();
        let (line, head) = self.head.line(&event, at);
        // An event is durable before it is applied.
        journal.append(&line).map_err(ActError::Unkept)?;
        self.head = head;
        let jumps = self.review.clock_jumps().len();
        self.review.apply(&event, at);
        let new = self.review.clock_jumps().get(jumps..).unwrap_or_default();
        self.untold.clock.extend(new.iter().map(ToString::to_string));
        Ok(event)
    }

    /// Records the opening of a reference's file or of a fingerprint's upstream document. `None` if there is no file.
    /// The inner error comes from the evidence folder.
    pub fn open_evidence(
        &mut self,
        item: &str,
    ) -> Result<Option<Result<EvidenceFile, EvidenceError>>, ActError> {
        if self.read_only().is_none() && self.review.closing().is_none() {
            self.recheck_unreported(Care::Quick)?;
        }
        let path = self.path_of(item);
        let Some(inputs) = &mut self.inputs else { return Ok(None) };
        let read = match (self.review.packet_check(item), path) {
            (Some(_), _) => inputs.upstream_file(item),
            (None, Some(path)) => inputs.read(&path),
            (None, None) => return Ok(None),
        };
        let file = match read {
            Ok(file) => file,
            // Evidence that was never there is absent, not refused.
            Err(EvidenceError::Missing) if self.review.evidence(item).is_none() => return Ok(None),
            Err(refused) => return Ok(Some(Err(refused))),
        };
        if self.read_only().is_none() && self.review.closing().is_none() {
            let shown = evidence::text(file.bytes.clone()).is_ok();
            let (item, bytes) = (item.to_owned(), file.bytes.len() as u64);
            self.record_opening(Action::OpenEvidence { item, digest: file.digest, bytes, shown })?;
        }
        Ok(Some(Ok(file)))
    }

    fn record_opening(&mut self, opening: Action) -> Result<(), ActError> {
        match self.record(opening) {
            // The same bytes may have been opened before.
            Ok(_) | Err(ActError::Refused(Refusal::NothingToDo)) => Ok(()),
            Err(not_done) => Err(not_done),
        }
    }

    /// Does nothing if the session records nothing or the file has changed since it was opened.
    pub fn show_lines(&mut self, seen: &SeenLines) -> Result<(), ActError> {
        if self.read_only().is_some() || self.review.closing().is_some() {
            return Ok(());
        }
        let SeenLines { item, digest, lines, spans } = seen;
        for spans in spans.chunks(SPANS_MAX) {
            let (item, digest, lines, spans) = (item.clone(), *digest, *lines, spans.to_vec());
            match self.record(Action::ShowLines { item, digest, lines, spans }) {
                // {} => The file may have changed, or the lines may be recorded already.
                Ok(_) | Err(ActError::Refused(_)) => {}
                Err(not_done) => return Err(not_done),
            }
        }
        Ok(())
    }

    fn path_of(&self, item: &str) -> Option<String> {
        let found = self.review.checklist().item_by_id(item);
        found.and_then(|item| inputs::file_of(&self.review, item)).map(Cow::into_owned)
    }

    /// `None` while the review is open.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        Some(Plan::of_review(&self.review, self.review.closing()?, self.head.hash?))
    }
}

/// Writes the document, its form for people, and a checksum of each. Writing it again leaves the same bytes. After an
/// error no half-written file remains.
pub fn keep(plan: &Plan, folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    files::write_new(folder, &packet(plan))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InFolder {
    Nothing,
    /// All of them, byte for byte; their number.
    Whole(usize),
    /// Names of the files that are missing or differ.
    Part(Vec<String>),
}

#[must_use]
pub fn find_packet(plan: &Plan, folder: &Path) -> InFolder {
    let packet = packet(plan);
    let (mut absent, mut amiss) = (0, Vec::new());
    for (name, bytes) in &packet {
        match files::read_at_most(&folder.join(name), bytes.len()) {
            Ok(found) if found == *bytes => continue,
            Err(unreadable) if unreadable.is_missing() => absent += 1,
            Ok(_) | Err(_) => {}
        }
        amiss.push(name.clone());
    }
    match amiss.len() {
        0 => InFolder::Whole(packet.len()),
        _ if absent == packet.len() => InFolder::Nothing,
        _ => InFolder::Part(amiss),
    }
}

/// The document comes last, so that anybody who finds it finds the others too.
fn packet(plan: &Plan) -> [files::NewFile; 3] {
    let stem = plan.file_stem();
    let document = (format!("{stem}.json"), plan.bytes());
    let for_people = (format!("{stem}.md"), markdown::render(plan.document()).into_bytes());
    let sums =
        [&document, &for_people].map(|(name, bytes)| format!("{}  {name}\n", Digest::compute(bytes).hex()));
    [for_people, (format!("{stem}.json.sha256"), sums.concat().into_bytes()), document]
}
