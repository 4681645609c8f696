//! Selects the session for a handoff and opens it: a new one, an unfinished one, a closed one.

use std::io;
use std::path::{Path, PathBuf};

use super::inputs::{Care, Inputs};
use super::prefetch::{Before, Progress};
use super::refresh::Refreshed;
use super::since_closing::SinceClosing;
use super::{ActError, Clock, Session, Store};
use crate::files::ReadError;
use crate::journal::archived::Archived;
use crate::journal::folder::Sessions;
use crate::journal::lock::Holder;
use crate::journal::log::Log;
use crate::journal::replay::{self, ReplayError, Replayed};
use crate::journal::session_key::Owner;
use crate::journal::status::{SessionStatus, session_status};
use crate::journal::{AppendError, Journal, ReadOnly, lock};
use crate::review::start::Start;

#[derive(Debug)]
pub enum OpenError {
    Io(PathBuf, io::Error),
    Broken(PathBuf, ReplayError),
}

pub struct Opening<'a> {
    pub sessions: &'a Sessions,
    pub inputs: Inputs,
    /// Line one of a new session. Only a new session uses its session id.
    pub start: Start,
    pub afresh: Afresh,
    pub pid: u32,
    pub clock: Clock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afresh {
    Resume,
    New,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    New {
        /// Journals with an invalid first line, which may belong to the same handoff.
        unreadable: usize,
    },
    Resumed {
        /// Bytes of a torn last line that were dropped.
        torn_bytes: usize,
        rechecked: Refreshed,
    },
    /// Read-only, but can be exported.
    Closed,
    /// Read-only, because another console writes it.
    Held,
}

impl Session {
    /// Resumes an unfinished session of the handoff or shows a closed one, otherwise begins a new one.
    pub fn open(opening: Opening) -> Result<(Self, Opened), OpenError> {
        Self::open_and_tell(opening, &mut |_| {})
    }

    /// Like [`Session::open`]. `tell` receives the progress of reading the evidence of a resumed session.
    pub fn open_and_tell(
        opening: Opening,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Opened), OpenError> {
        let Opening { sessions, start, .. } = &opening;
        let root = sessions.root().to_owned();
        let io = |error| OpenError::Io(root.clone(), error);
        let (chosen, unreadable) = match opening.afresh {
            Afresh::New => (None, 0),
            Afresh::Resume => {
                let (ids, unreadable) =
                    sessions.of_owner(&start.stage, &Owner::from_start(start)).map_err(io)?;
                (choose(sessions, &ids, start)?, unreadable)
            }
        };
        match chosen {
            Some(id) => Self::resume(opening, &id, tell),
            None => Self::create(opening).map(|session| (session, Opened::New { unreadable })).map_err(io),
        }
    }

    fn create(opening: Opening) -> io::Result<Self> {
        let Opening { sessions, inputs, start, pid, clock, .. } = opening;
        let id = start.session.clone();
        sessions.make(&id)?;
        let writer =
            lock::take(&sessions.lock(&id), pid, clock())?.map_err(|_| io::ErrorKind::AlreadyExists)?;
        let log = Log::create(&sessions.journal(&id))?;
        let begun = Self::begin(start, Box::new(Locked { log, writer }), clock).map_err(unkept);
        let begun = begun.and_then(|session| sessions.sync(&id).map(|()| session));
        // Best effort: a session that never began is nobody's, and the first error is the one to report. A sandboxed
        // process can remove nothing in the session folder, so it stays there until `sessions remove --unfinished`.
        let begun = begun.inspect_err(|_| drop(sessions.remove(&id)));
        let mut session = begun?.watching(inputs);
        session.refresh(Care::Full).map_err(not_done)?;
        Ok(session)
    }

    fn resume(
        opening: Opening,
        id: &str,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Opened), OpenError> {
        let Opening { sessions, inputs, start, pid, clock, .. } = opening;
        let path = sessions.journal(id);
        let io = |error| OpenError::Io(path.clone(), error);
        // The lock comes first, so that the bytes read here are the ones that are continued.
        let writer = lock::take(&sessions.lock(id), pid, clock());
        let bytes = read(sessions, id)?;
        let Replayed { review, head, whole_bytes, torn_bytes } = replay::replay_of(&bytes, &start.runbook)
            .map_err(|broken| OpenError::Broken(path.clone(), broken))?;
        let closed = review.closing().is_some();
        let held_lock = matches!(writer, Ok(Err(_))).then(|| sessions.lock(id));
        let store =
            stored(JournalFile { path: &path, bytes: &bytes, whole_bytes, closed }, writer).map_err(io)?;
        let (untold, unrecorded) = (Refreshed::default(), Some(start.seat()));
        let inputs = Some(inputs);
        let since_closing = SinceClosing::default();
        let mut session =
            Self { review, head, store, clock, inputs, untold, unrecorded, since_closing, held_lock };
        // The inputs are not checked, because nothing may be recorded here.
        if matches!(session.read_only(), Some(ReadOnly::Held(_) | ReadOnly::Left)) {
            return Ok((session, Opened::Held));
        }
        let mut ahead = session.prefetch(Before::Recheck(Care::Full));
        while session.read_on(&mut ahead) {
            tell(ahead.progress());
        }
        let rechecked = session.refresh(Care::Full).map_err(|error| io(not_done(error)))?;
        let opened = if closed {
            Opened::Closed
        } else {
            // The opening message reports every jump so far.
            session.untold.clock.clear();
            Opened::Resumed { torn_bytes, rechecked }
        };
        Ok((session, opened))
    }
}

#[derive(Clone, Copy)]
pub(super) struct JournalFile<'a> {
    pub(super) path: &'a Path,
    pub(super) bytes: &'a [u8],
    /// Without a torn last line.
    pub(super) whole_bytes: usize,
    pub(super) closed: bool,
}

/// Chooses the store of a session. The file was read while `writer` was held.
///
/// A closed session is made durable too before it is shown and exported, because the sync of its closing call may
/// have failed. If the system forbids that, it is opened read-only: a reader of an archive on a read-only disk, or of
/// another user's files, can lose nothing. An unfinished session is not opened there, because its answers could not
/// be saved.
pub(super) fn stored(
    file: JournalFile,
    writer: io::Result<Result<lock::Writer, Holder>>,
) -> io::Result<Store> {
    let JournalFile { path, bytes, whole_bytes, closed } = file;
    let log = match writer {
        Ok(Err(holder)) => return Ok(Store::Reading(ReadOnly::Held(holder))),
        Ok(Ok(writer)) => Log::resume(path, bytes, whole_bytes).map(|log| log.map(|log| (log, writer))),
        Err(error) => Err(error),
    };
    let forbidden = |error: &io::Error| {
        matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
    };
    let free = match log {
        Ok(Some((log, writer))) if !closed => {
            return Ok(Store::Writing(Box::new(Locked { log, writer })));
        }
        Ok(log) => log.is_some(),
        Err(error) if closed && forbidden(&error) => Log::read_only(path, bytes)?,
        Err(error) => return Err(error),
    };
    if free {
        return Ok(Store::Archived(Archived::new(path, bytes, whole_bytes)?));
    }
    Ok(Store::Reading(ReadOnly::Held(Holder::unknown())))
}

fn not_done(not_done: ActError) -> io::Error {
    match not_done {
        ActError::Unkept(why) => unkept(why),
        ActError::Refused(_)
        | ActError::Unheld(_)
        | ActError::Changed(_)
        | ActError::Unseen(_)
        | ActError::Overtaken { .. } => io::Error::other(not_done.to_string()),
    }
}

fn unkept(unkept: AppendError) -> io::Error {
    match unkept {
        AppendError::Io(error) => error,
        AppendError::Gone
        | AppendError::Foreign
        | AppendError::Unread(_)
        | AppendError::Stopped(_)
        | AppendError::ReadOnly(_) => io::Error::other(unkept.to_string()),
    }
}

/// Chooses among an owner's sessions, newest first. Order: unfinished, of this handoff and runbook; broken;
/// unfinished, of another handoff; closed, of this handoff. Practice skips other samples, because nothing is lost.
fn choose(sessions: &Sessions, ids: &[String], start: &Start) -> Result<Option<String>, OpenError> {
    let mut broken = None;
    let mut found: Vec<(Choice, &String)> = Vec::new();
    for id in ids {
        match session_status(&read(sessions, id)?, &start.runbook) {
            Err(why) => broken = broken.or_else(|| Some(OpenError::Broken(sessions.journal(id), why))),
            Ok(SessionStatus { handoff, runbook, closed }) => {
                let same = (runbook, handoff) == (start.runbook.fingerprint(), start.handoff.digest());
                match (same, closed) {
                    // No older session would be chosen instead.
                    (true, false) => return Ok(Some(id.clone())),
                    (false, false) if !start.practice => found.push((Choice::Moved, id)),
                    (true, true) => found.push((Choice::Closed, id)),
                    (false, _) => {}
                }
            }
        }
    }
    if let Some(broken) = broken {
        return Err(broken);
    }
    Ok(found.into_iter().min_by_key(|(choice, _)| *choice).map(|(_, id)| id.clone()))
}

/// In order of preference, if no session of this very handoff goes on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Choice {
    Moved,
    Closed,
}

fn read(sessions: &Sessions, id: &str) -> Result<Vec<u8>, OpenError> {
    let wrong =
        |unreadable: ReadError| OpenError::Io(sessions.journal(id), io::Error::other(unreadable.to_string()));
    sessions.read(id).map_err(wrong)
}

/// Both together make this process the only writer.
struct Locked {
    log: Log,
    writer: lock::Writer,
}

impl Journal for Locked {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.log.append(line)
    }

    fn is_intact(&self) -> Result<(), AppendError> {
        self.log.is_intact()
    }

    fn holds(&self) -> Result<(), AppendError> {
        self.log.holds()
    }

    fn may_be_shared(&self) -> bool {
        self.writer.may_keep_out_this_machine_only()
    }
}
