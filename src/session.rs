//! The only road that changes or exports a review: decide, append, apply; close, plan, keep.

#[cfg(test)]
mod choice_tests;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{self, Unreadable, Unwritable};
use crate::journal::entry::Head;
use crate::journal::folder::{Owner, Sessions, Summary, summary};
use crate::journal::log::Log;
use crate::journal::replay::{self, Broken, Replayed};
use crate::journal::{Journal, ReadOnly, Unkept, lock};
use crate::review::action::{Action, Event, Refusal};
use crate::review::fingerprint::Digest;
use crate::review::markdown;
use crate::review::moment::Moment;
use crate::review::plan::Plan;
use crate::review::record::Start;
use crate::review::runbook::Runbook;
use crate::review::state::Review;

/// A review with its journal.
pub struct Session {
    review: Review,
    head: Head,
    store: Store,
    clock: Clock,
}

/// Where the time comes from.
pub type Clock = fn() -> Moment;

enum Store {
    Writing(Box<dyn Journal>),
    Reading(ReadOnly),
}

/// Why an action did not happen. Nothing changed.
#[derive(Debug)]
pub enum NotDone {
    /// The review refuses it.
    Refused(Refusal),
    /// It could not be recorded.
    Unkept(Unkept),
}

impl fmt::Display for NotDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unkept(unkept) => unkept.fmt(f),
        }
    }
}

/// Why a session could not be opened.
#[derive(Debug)]
pub enum NotOpened {
    /// The session folder cannot be used.
    Io(PathBuf, io::Error),
    /// The journal does not hold.
    Broken(PathBuf, Broken),
    /// The handoff or the runbook is not the one that the session began with.
    Moved {
        /// Session id.
        session: String,
        /// What moved, and from which digest to which.
        what: String,
    },
}

/// What the world hands to a session that opens.
pub struct Opening<'a> {
    /// Where sessions are kept.
    pub sessions: &'a Sessions,
    /// The definition.
    pub runbook: Runbook,
    /// What line one would say; its session id is used for a new session only.
    pub start: Start,
    /// Whether an unfinished session is passed over.
    pub afresh: Afresh,
    /// This process.
    pub pid: u32,
    /// Where the time comes from.
    pub clock: Clock,
}

/// Whether an unfinished session is resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afresh {
    /// Resume where there is one.
    Resume,
    /// Always a new session.
    New,
}

/// How a session was opened, for the reviewer to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A new one; so many journals here cannot be read and may be of the same handoff.
    New {
        /// Journals whose first line does not hold.
        unreadable: usize,
    },
    /// An unfinished one goes on; so many bytes of a torn last line were dropped.
    Resumed {
        /// Bytes that were dropped.
        torn_bytes: usize,
    },
    /// A closed one, to be read and exported.
    Closed,
    /// One that another console writes.
    Held,
}

impl Session {
    /// A new session on a journal; line one is appended.
    ///
    /// # Errors
    /// [`Unkept`] where line one could not be kept.
    pub fn begin(
        runbook: Runbook,
        start: Start,
        mut journal: Box<dyn Journal>,
        clock: Clock,
    ) -> Result<Self, Unkept> {
        let at = clock();
        let (line, head) = Head::default().line(&start, at);
        journal.append(&line)?;
        Ok(Self { review: Review::start(runbook, start, at), head, store: Store::Writing(journal), clock })
    }

    /// Opens the session that belongs to a handoff: resumes an unfinished one, else begins a new one.
    ///
    /// # Errors
    /// [`NotOpened`], with the place and the reason.
    pub fn open(opening: Opening) -> Result<(Self, Opened), NotOpened> {
        let Opening { sessions, runbook, start, afresh, pid, clock } = opening;
        let io = |error| NotOpened::Io(sessions.root().to_owned(), error);
        if afresh == Afresh::New {
            return Self::create(sessions, runbook, start, pid, clock, 0).map_err(io);
        }
        let (ids, unreadable) = sessions.of_owner(&start.stage, &Owner::of(&start)).map_err(io)?;
        match choose(sessions, &ids, &start)? {
            Some(id) => Self::resume(sessions, &id, &runbook, &start, pid, clock),
            None => Self::create(sessions, runbook, start, pid, clock, unreadable).map_err(io),
        }
    }

    fn create(
        sessions: &Sessions,
        runbook: Runbook,
        start: Start,
        pid: u32,
        clock: Clock,
        unreadable: usize,
    ) -> io::Result<(Self, Opened)> {
        let id = start.session.clone();
        sessions.make(&id)?;
        let writer =
            lock::take(&sessions.lock(&id), pid, clock())?.map_err(|_| io::ErrorKind::AlreadyExists)?;
        let log = Log::create(&sessions.journal(&id))?;
        let session = Self::begin(runbook, start, Box::new(Locked { log, _writer: writer }), clock);
        let session = session.map_err(|unkept| match unkept {
            Unkept::Io(error) => error,
            Unkept::Gone | Unkept::ReadOnly(_) => io::ErrorKind::NotFound.into(),
        })?;
        sessions.sync(&id)?;
        Ok((session, Opened::New { unreadable }))
    }

    fn resume(
        sessions: &Sessions,
        id: &str,
        runbook: &Runbook,
        start: &Start,
        pid: u32,
        clock: Clock,
    ) -> Result<(Self, Opened), NotOpened> {
        let path = sessions.journal(id);
        let io = |error| NotOpened::Io(path.clone(), error);
        // The lock comes first, so that what is read is what will be continued.
        let writer = lock::take(&sessions.lock(id), pid, clock()).map_err(io)?;
        let bytes = read(sessions, id)?;
        let moved = |what: &str, old: Digest, new: Digest| NotOpened::Moved {
            session: id.to_owned(),
            what: format!("the {what} is not the one this session began with ({old}, now {new})"),
        };
        let broken = |broken| NotOpened::Broken(path.clone(), broken);
        let (first, _) = replay::start(&bytes).map_err(broken)?;
        if first.event.runbook != start.runbook {
            return Err(moved("runbook", first.event.runbook, start.runbook));
        }
        if first.event.handoff.digest() != start.handoff.digest() {
            return Err(moved("handoff", first.event.handoff.digest(), start.handoff.digest()));
        }
        let Replayed { review, head, whole_bytes, torn_bytes } =
            replay::replay(&bytes, runbook).map_err(broken)?;
        let (store, opened) = match writer {
            _ if review.closing().is_some() => (Store::Reading(ReadOnly::Closed), Opened::Closed),
            Err(holder) => (Store::Reading(ReadOnly::Held(holder)), Opened::Held),
            Ok(writer) => {
                let log = Log::resume(&path, whole_bytes).map_err(io)?;
                (Store::Writing(Box::new(Locked { log, _writer: writer })), Opened::Resumed { torn_bytes })
            }
        };
        Ok((Self { review, head, store, clock }, opened))
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
            Store::Reading(why) => Some(why),
        }
    }

    /// Decides, appends, applies. What this returns is kept.
    ///
    /// # Errors
    /// [`NotDone`]; the review stays as it was.
    pub fn act(&mut self, action: Action) -> Result<Event, NotDone> {
        let event = self.review.decide(action).map_err(NotDone::Refused)?;
        let journal = match &mut self.store {
            Store::Writing(journal) => journal,
            Store::Reading(why) => return Err(NotDone::Unkept(Unkept::ReadOnly(why.clone()))),
        };
        let at = (self.clock)();
        let (line, head) = self.head.line(&event, at);
        journal.append(&line).map_err(NotDone::Unkept)?;
        self.head = head;
        self.review.apply(&event, at);
        Ok(event)
    }

    /// The plan of a closed review; `None` while it is open.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        Some(Plan::of_review(&self.review, self.review.closing()?, self.head.hash?))
    }
}

/// Writes a plan into a folder: the document, its checksum, and the same for people. Writing it again leaves the
/// same bytes.
///
/// # Errors
/// [`Unwritable`]; nothing half-written stays.
pub fn keep(plan: &Plan, folder: &Path) -> Result<Vec<PathBuf>, Unwritable> {
    let (stem, bytes) = (plan.file_stem(), plan.bytes());
    let checksum = format!("{}  {stem}.json\n", Digest::of(&bytes).hex());
    let files = [
        (format!("{stem}.md"), markdown::of(plan.document()).into_bytes()),
        (format!("{stem}.json.sha256"), checksum.into_bytes()),
        (format!("{stem}.json"), bytes),
    ];
    files::write_new(folder, &files)
}

/// Which of an owner's sessions is opened; they come begun last first. An unfinished one of this very handoff and
/// runbook goes on; else a broken one, or an unfinished one of another handoff, is not passed over; else a closed
/// one of this handoff is shown. Practice on another sample is nobody's loss.
fn choose(sessions: &Sessions, ids: &[String], start: &Start) -> Result<Option<String>, NotOpened> {
    let mut broken = None;
    let mut found: Vec<(Choice, &String)> = Vec::new();
    for id in ids {
        match summary(&read(sessions, id)?) {
            Err(why) => broken = broken.or_else(|| Some(NotOpened::Broken(sessions.journal(id), why))),
            Ok(Summary { start: begun, closed, .. }) => {
                let same = (begun.runbook, begun.handoff.digest()) == (start.runbook, start.handoff.digest());
                match (same, closed) {
                    (true, None) => found.push((Choice::GoesOn, id)),
                    (false, None) if !start.practice => found.push((Choice::Moved, id)),
                    (true, Some(_)) => found.push((Choice::Closed, id)),
                    (false, _) => {}
                }
            }
        }
    }
    let chosen = found.into_iter().min_by_key(|(choice, _)| *choice);
    match (chosen, broken) {
        (Some((Choice::GoesOn, id)), _) => Ok(Some(id.clone())),
        (_, Some(broken)) => Err(broken),
        (chosen, None) => Ok(chosen.map(|(_, id)| id.clone())),
    }
}

/// How a session fits what is to be reviewed, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Choice {
    GoesOn,
    Moved,
    Closed,
}

fn read(sessions: &Sessions, id: &str) -> Result<Vec<u8>, NotOpened> {
    let wrong = |unreadable: Unreadable| {
        NotOpened::Io(sessions.journal(id), io::Error::other(unreadable.to_string()))
    };
    sessions.read(id).map_err(wrong)
}

/// A journal file together with the lock that makes us its one writer.
struct Locked {
    log: Log,
    _writer: lock::Writer,
}

impl Journal for Locked {
    fn append(&mut self, line: &[u8]) -> Result<(), Unkept> {
        self.log.append(line)
    }
}
