//! The only road that changes or exports a review: decide, append, apply; close, plan, keep.

#[cfg(test)]
mod changed_tests;
#[cfg(test)]
mod choice_tests;
#[cfg(test)]
mod fault_tests;
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
use std::fmt;
use std::path::{Path, PathBuf};

use self::since_closing::SinceClosing;
use crate::files::evidence::Refused;
use crate::files::{self, Unwritable};
use crate::journal::archived::Archived;
use crate::journal::entry::Head;
use crate::journal::{Journal, ReadOnly, Unkept, lock};
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
use crate::session::inputs::{Care, EvidenceFile, Sources};
use crate::session::refresh::Rechecked;

/// A review with its journal, and with its inputs where they can be looked at again.
pub struct Session {
    review: Review,
    head: Head,
    store: Store,
    clock: Clock,
    sources: Option<Sources>,
    untold: Rechecked,
    /// Who sits down, until the first thing is recorded in this sitting: opening a session alone records nothing.
    unrecorded: Option<Seat>,
    /// What is not as it was when the review was closed, where that is why the session is only read.
    since_closing: SinceClosing,
    /// The lock that another console holds, where that is why the session is only read.
    held_lock: Option<PathBuf>,
}

/// So many spans of lines are recorded at once; a line of the journal is bounded.
const SPANS_MAX: usize = 1_000;

/// Where the time comes from.
pub type Clock = fn() -> Moment;

enum Store {
    Writing(Box<dyn Journal>),
    Archived(Archived),
    Reading(ReadOnly),
}

/// Why an action did not happen.
#[derive(Debug)]
pub enum NotDone {
    /// The review refuses it.
    Refused(Refusal),
    /// It could not be recorded.
    Unkept(Unkept),
    /// The journal is not what was recorded in it, and everything would rest on it.
    Unheld(Unkept),
    /// Something moved outside, which is recorded: what would have been answered is not what was shown.
    Moved(Box<Rechecked>),
    /// Something that it would rest on cannot be looked at, in words.
    Unseen(Vec<String>),
    /// Something moved that a closed review rests on, which is only read here.
    Overtaken {
        /// What, in words.
        what: String,
    },
}

impl fmt::Display for NotDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unkept(unkept) => {
                let next = unkept.next();
                let space = if next.is_empty() { "" } else { " " };
                write!(f, "Not recorded, so not done: {unkept}.{space}{next}")
            }
            Self::Unheld(unkept) => write!(f, "Not done: {unkept}. {}", unkept.next()),
            Self::Moved(found) => {
                write!(f, "Not done; look again. {}", found.words().unwrap_or_default())
            }
            Self::Unseen(troubles) => {
                write!(f, "Not done: what it rests on cannot be looked at. {}.", troubles.join("; "))
            }
            Self::Overtaken { what } => write!(
                f,
                "Not written: changed since the review was closed: {}. Without --evidence and --upstream the \
                 record is written as it stood; --new begins a review of what is there now.",
                visible(what)
            ),
        }
    }
}

impl Session {
    /// A new session on a journal; line one is appended.
    ///
    /// # Errors
    /// [`Unkept`] where line one could not be kept.
    pub fn begin(start: Start, mut journal: Box<dyn Journal>, clock: Clock) -> Result<Self, Unkept> {
        let at = clock();
        let (line, head) = Head::default().line(&start, at);
        journal.append(&line)?;
        let (review, store) = (Review::start(start, at), Store::Writing(journal));
        let (untold, unrecorded, since_closing) = (Rechecked::default(), None, SinceClosing::default());
        let (sources, held_lock) = (None, None);
        Ok(Self { review, head, store, clock, sources, untold, unrecorded, since_closing, held_lock })
    }

    /// The same session with its inputs in sight.
    #[must_use]
    pub fn watching(self, sources: Sources) -> Self {
        Self { sources: Some(sources), ..self }
    }

    /// The review.
    #[must_use]
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// Why this session is only read, if it is.
    #[must_use]
    pub fn read_only(&self) -> Option<&ReadOnly> {
        match &self.store {
            Store::Writing(_) => None,
            Store::Archived(_) => Some(&ReadOnly::Closed),
            Store::Reading(why) => Some(why),
        }
    }

    /// Now, by the clock of the session.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Looks again who writes a session that is only read because another console did.
    pub fn look_at_holder(&mut self) {
        let (Store::Reading(why), Some(lock)) = (&mut self.store, &self.held_lock) else { return };
        // Where it cannot be looked at, what was known stays.
        if let Ok(holder) = lock::holder(lock) {
            *why = holder.map_or(ReadOnly::Left, ReadOnly::Held);
        }
    }

    /// Whether the journal, read again by its name, holds what was recorded, and more could be recorded.
    ///
    /// # Errors
    /// [`Unkept`], with what became of the journal. Of a session that another console writes nothing is known.
    pub fn holds(&self) -> Result<(), Unkept> {
        match &self.store {
            Store::Writing(journal) => journal.holds(),
            Store::Archived(journal) => journal.holds(),
            Store::Reading(_) => Ok(()),
        }
    }

    /// Whether somebody on another machine may write this session as well: its folder is on a file system that others reach.
    #[must_use]
    pub fn may_be_shared(&self) -> bool {
        match &self.store {
            Store::Writing(journal) => journal.may_be_shared(),
            Store::Archived(_) | Store::Reading(_) => false,
        }
    }

    /// Decides, appends, applies. What this returns is kept. What an answer would rest on is looked at first.
    ///
    /// # Errors
    /// [`NotDone`]; the review stays as it was, but for what was reopened.
    pub fn act(&mut self, action: Action) -> Result<Event, NotDone> {
        if self.read_only().is_none() {
            self.look_before(&action)?;
            if matches!(action, Action::Close { .. }) {
                self.holds().map_err(NotDone::Unheld)?;
            }
        }
        let event = self.record(action)?;
        // An answer that comes back, or a reference that names another file, may be overtaken already. The event is
        // recorded and so it is done, whatever becomes of looking; what could not be taken in is looked at again.
        if matches!(event, Event::Undone { .. } | Event::Redone { .. } | Event::ReferenceEntered { .. })
            && let Err(not_done) = self.recheck_untold(Care::Quick)
        {
            self.untold.troubles.push(format!("what moved outside ({not_done})"));
        }
        Ok(event)
    }

    /// Records what an action comes to. Nothing is recorded before the sitting is that it belongs to.
    fn record(&mut self, action: Action) -> Result<Event, NotDone> {
        let event = self.review.decide(action).map_err(NotDone::Refused)?;
        self.record_sitting()?;
        self.append(event)
    }

    /// Begins the sitting, where nothing was recorded in it yet.
    fn record_sitting(&mut self) -> Result<(), NotDone> {
        let Some(seat) = self.unrecorded.clone() else { return Ok(()) };
        let event = self.review.decide(Action::Sit(seat)).map_err(NotDone::Refused)?;
        self.append(event)?;
        self.unrecorded = None;
        Ok(())
    }

    /// Under which label answers are recorded now, or were last where nothing is.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        let now = self.unrecorded.as_ref().filter(|_| self.read_only().is_none());
        let last = || self.review.sittings().last().and_then(|sitting| sitting.reviewer.as_deref());
        now.map_or_else(last, |seat| seat.reviewer.as_deref())
    }

    /// The labels of the sitting before and of this one, where this one was not the first.
    #[must_use]
    pub fn labels(&self) -> Option<(Option<&str>, Option<&str>)> {
        let mut recorded = self.review.sittings().iter().rev().map(|sitting| sitting.reviewer.as_deref());
        let now = match &self.unrecorded {
            Some(seat) => seat.reviewer.as_deref(),
            None => recorded.next()?,
        };
        recorded.next().map(|before| (before, now))
    }

    fn append(&mut self, event: Event) -> Result<Event, NotDone> {
        let Store::Writing(journal) = &mut self.store else {
            let why = self.read_only().cloned().unwrap_or(ReadOnly::Closed);
            return Err(NotDone::Unkept(Unkept::ReadOnly(why)));
        };
        let at = (self.clock)();
        let (line, head) = self.head.line(&event, at);
        journal.append(&line).map_err(NotDone::Unkept)?;
        self.head = head;
        let jumps = self.review.clock_jumps().len();
        self.review.apply(&event, at);
        let new = self.review.clock_jumps().get(jumps..).unwrap_or_default();
        self.untold.clock.extend(new.iter().map(ToString::to_string));
        Ok(event)
    }

    /// Reads the evidence file of a reference, or the upstream document of a fingerprint, and records that it was opened;
    /// `None` where there is none.
    ///
    /// # Errors
    /// [`Refused`] by the evidence folder, in the inner result; [`NotDone`] where it could not be recorded.
    pub fn open_evidence(&mut self, item: &str) -> Result<Option<Result<EvidenceFile, Refused>>, NotDone> {
        if self.read_only().is_none() && self.review.closing().is_none() {
            self.recheck_untold(Care::Quick)?;
        }
        let path = self.path_of(item);
        let Some(sources) = &mut self.sources else { return Ok(None) };
        let read = match (self.review.packet_check(item), path) {
            (Some(_), _) => sources.upstream_file(item),
            (None, Some(path)) => sources.read(&path),
            (None, None) => return Ok(None),
        };
        let file = match read {
            Ok(file) => file,
            Err(Refused::Missing) if self.review.evidence(item).is_none() => return Ok(None),
            Err(refused) => return Ok(Some(Err(refused))),
        };
        if self.read_only().is_none() && self.review.closing().is_none() {
            let shown = evidence::text(file.bytes.clone()).is_ok();
            self.record_read(item, (file.digest, file.bytes.len() as u64), shown)?;
        }
        Ok(Some(Ok(file)))
    }

    /// Records that the file of a reference was opened.
    fn record_read(
        &mut self,
        item: &str,
        (digest, bytes): (Digest, u64),
        shown: bool,
    ) -> Result<(), NotDone> {
        match self.record(Action::ReadEvidence { item: item.to_owned(), digest, bytes, shown }) {
            Ok(_) | Err(NotDone::Refused(Refusal::NothingToDo)) => Ok(()),
            Err(not_done) => Err(not_done),
        }
    }

    /// Takes down which lines of the opened file of a reference were shown. Where nothing is recorded, or the file is another
    /// one by now, it is left.
    ///
    /// # Errors
    /// [`NotDone::Unkept`] where it could not be recorded.
    pub fn show_lines(
        &mut self,
        item: &str,
        (digest, lines): (Digest, u64),
        spans: &[Span],
    ) -> Result<(), NotDone> {
        if self.read_only().is_some() || self.review.closing().is_some() {
            return Ok(());
        }
        for spans in spans.chunks(SPANS_MAX) {
            let spans = spans.to_vec();
            match self.record(Action::ShowLines { item: item.to_owned(), digest, lines, spans }) {
                Ok(_) | Err(NotDone::Refused(_)) => {}
                Err(not_done) => return Err(not_done),
            }
        }
        Ok(())
    }

    /// The path of the file that a reference names.
    fn path_of(&self, item: &str) -> Option<String> {
        let found = self.review.checklist().find(item).and_then(|place| self.review.item(place));
        found.and_then(|item| inputs::file_of(&self.review, item)).map(Cow::into_owned)
    }

    /// The plan of a closed review; `None` while it is open.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        Some(Plan::of_review(&self.review, self.review.closing()?, self.head.hash?))
    }
}

/// Writes a plan into a folder: the document, the same for people, and a checksum of each. Writing it again leaves the
/// same bytes.
///
/// # Errors
/// [`Unwritable`]; nothing half-written stays.
pub fn keep(plan: &Plan, folder: &Path) -> Result<Vec<PathBuf>, Unwritable> {
    files::write_new(folder, &packet(plan))
}

/// The files of a packet that a folder holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InFolder {
    /// None of its files.
    Nothing,
    /// All of them, so many, byte for byte.
    Whole(usize),
    /// Some; these are missing or have other bytes.
    Part(Vec<String>),
}

/// Looks for the files of a plan in a folder.
#[must_use]
pub fn look_for(plan: &Plan, folder: &Path) -> InFolder {
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

/// The files of a plan, the document last.
fn packet(plan: &Plan) -> [files::NewFile; 3] {
    let stem = plan.file_stem();
    let document = (format!("{stem}.json"), plan.bytes());
    let for_people = (format!("{stem}.md"), markdown::of(plan.document()).into_bytes());
    let sums = [&document, &for_people].map(|(name, bytes)| format!("{}  {name}\n", Digest::of(bytes).hex()));
    [for_people, (format!("{stem}.json.sha256"), sums.concat().into_bytes()), document]
}
