//! A reviewer's visit, whichever door it is by: how the session is opened, and what is told when it was left.

mod export;
mod exported;
pub(crate) mod prompt;
mod waiting;
pub(crate) mod wording;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use crate::frontend::export::{Export, Exported, NotExported};
pub use crate::frontend::prompt::{Becomes, Purpose};
pub use crate::frontend::waiting::{BeforeFirst, Ticks, Waiting, read_again};

use crate::cli::exit::{Exit, Failure, Stop};
use crate::files::shown;
use crate::frontend::wording::{leaving as words, sitting};
use crate::journal::folder::Sessions;
use crate::journal::place::{self, LeftAt};
use crate::journal::replay::Broken;
use crate::journal::{Stopped, Unkept};
use crate::review::limits::LABEL_BYTES_MAX;
use crate::review::plan::Plan;
use crate::review::runbook::Kind;
use crate::review::start::Start;
use crate::review::{secret, text};
use crate::session::inputs::Sources;
use crate::session::open::{Afresh, NotOpened, Opened, Opening};
use crate::session::{Clock, InFolder, Session, look_for};

/// What a reviewer comes with, and what the world gives.
pub struct Visit {
    /// What line one of a new session would say.
    pub start: Start,
    /// The inputs of the review.
    pub sources: Sources,
    /// Whether it is practice on the embedded sample.
    pub practice: bool,
    /// A label for the record.
    pub reviewer: Option<String>,
    /// Where sessions are kept.
    pub sessions: Sessions,
    /// Whether an unfinished session is passed over.
    pub afresh: Afresh,
    /// Where the packet goes.
    pub out_folder: PathBuf,
    /// Whether the process is confined, in short.
    pub confinement: &'static str,
    /// This process.
    pub pid: u32,
    /// Where the time comes from.
    pub clock: Clock,
}

/// A visit that began.
pub struct Begun {
    /// The session.
    pub session: Session,
    /// What became of it while nobody looked, if anything did.
    pub told: Option<Greeting>,
    /// Where an unfinished session was left and goes on.
    pub left_at: Option<LeftAt>,
    /// Where the packet goes.
    pub out_folder: PathBuf,
    /// Whether the process is confined, in short.
    pub confinement: &'static str,
    /// What is left to say when it ends.
    pub leaving: Leaving,
}

/// The words on a session that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Greeting {
    /// It went as asked.
    Fine(String),
    /// The reviewer has to know it before going on.
    Care(String),
}

impl Greeting {
    /// The words alone.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Fine(words) | Self::Care(words) => words,
        }
    }
}

/// What is said when a visit ends needs to know.
pub struct Leaving {
    sessions: Sessions,
    out_folder: PathBuf,
    practice: bool,
}

impl Visit {
    /// Opens the session. `closed` is what is told at this door of a session that is closed already; `waiting` tells what
    /// takes long.
    ///
    /// # Errors
    /// Exit 2 for a label that cannot stand, 4 for a journal that does not hold, 5 where the session cannot be kept.
    pub fn begin(self, closed: String, mut waiting: BeforeFirst) -> Result<Begun, Stop> {
        let Self {
            start,
            sources,
            practice,
            reviewer,
            sessions,
            afresh,
            out_folder,
            confinement,
            pid,
            clock,
        } = self;
        let start = Start { reviewer: reviewer.map(label).transpose()?, practice, ..start };
        let opening = Opening { sessions: &sessions, sources, start, afresh, pid, clock };
        let opened = Session::open_and_tell(opening, &mut |progress| waiting.tell(progress));
        waiting.end();
        let (session, opened) = opened.map_err(not_opened)?;
        let left_at = left_at(&session, &opened, &sessions);
        let told = with_warnings(&session, told(&session, &opened, closed, left_at.is_some()));
        let told = if session.may_be_shared() { Some(also_of_the_lock(told)) } else { told };
        let leaving = Leaving { sessions, out_folder: out_folder.clone(), practice };
        Ok(Begun { session, told, left_at, out_folder, confinement, leaving })
    }
}

impl Leaving {
    /// Keeps where an unfinished session is left, so that the next run goes on there.
    pub fn keep_place(&self, session: &Session, at: Option<&LeftAt>) {
        let review = session.review();
        if let Some(at) = at.filter(|_| session.read_only().is_none() && review.closing().is_none()) {
            place::leave(&self.sessions.place(&review.facts().session), at);
        }
    }

    /// Says where things are, and how the visit ends. The path of a written packet goes to `out`, words to `err`.
    ///
    /// # Errors
    /// Exit 5 where what was answered does not stand in the journal; else what writing to `out` said.
    pub fn say(
        &self,
        session: &Session,
        export: &Export,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<Exit, Failure> {
        let open = session.review().closing().is_none();
        match export.written() {
            None => {
                let status = self.unexported(session, err)?;
                if !session.since_closing().changed.is_empty() {
                    return Ok(Exit::Stale);
                }
                Ok(self.unwritten(export, open, err).unwrap_or(status))
            }
            // What was written was of a review that is open again.
            Some(_) if open => {
                self.unexported(session, err)?;
                Ok(Exit::Stale)
            }
            Some(plan) => {
                writeln!(out, "{}", shown(&self.packet(plan)))?;
                // Where standard error is closed there is nobody to tell.
                let _ = writeln!(err, "{}", words::strict_review(plan.status()));
                let unwritten = self.unwritten(export, open, err);
                if let Err(stop) = self.holds(session) {
                    let _ = writeln!(err, "{}", words::strict_review(stop));
                    return Ok(Exit::Fault);
                }
                if let Some(words) = session.since_closing().words() {
                    let _ = writeln!(err, "{}", words::strict_review(words));
                }
                if !session.since_closing().changed.is_empty() {
                    return Ok(Exit::Stale);
                }
                Ok(unwritten.unwrap_or(self.earned(plan)))
            }
        }
    }

    /// Says that the packet which was asked for last is not where it should be, if it is not.
    fn unwritten(&self, export: &Export, open: bool, err: &mut dyn Write) -> Option<Exit> {
        let why = export.unwritten().filter(|_| !open)?;
        let place = shown(&self.out_folder);
        let stop = Stop::new(Exit::Fault, place, words::not_exported(why), words::EXPORT_AGAIN);
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(err, "{}", words::strict_review(&stop));
        Some(stop.exit)
    }

    /// Says how a review stands that was left and not exported in this run, and how to go on with it. The exit is that of
    /// its status where its packet lies in the folder all the same.
    fn unexported(&self, session: &Session, err: &mut dyn Write) -> Result<Exit, Stop> {
        self.holds(session)?;
        let id = &session.review().facts().session;
        let folder = shown(&self.out_folder);
        let plan = session.plan();
        let found = plan.as_ref().map(|plan| (plan, look_for(plan, &self.out_folder)));
        let (left, exit) = match found {
            None => (words::left(id, &shown(&self.sessions.journal(id))), Exit::NotReady),
            Some((plan, InFolder::Whole(_))) => {
                let left = words::left_exported(id, &shown(&self.packet(plan)), plan.status());
                (left, self.earned(plan))
            }
            Some((_, found)) => {
                let is_part = matches!(found, InFolder::Part(_));
                (words::left_unexported(id, &folder, is_part), Exit::NotReady)
            }
        };
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(err, "{}", words::strict_review(left));
        Ok(exit)
    }

    /// Where the document of a packet lies.
    fn packet(&self, plan: &Plan) -> PathBuf {
        self.out_folder.join(format!("{}.json", plan.file_stem()))
    }

    /// How a visit ends whose packet lies in the folder.
    fn earned(&self, plan: &Plan) -> Exit {
        if plan.kind() == Kind::Ready && !self.practice { Exit::Ready } else { Exit::NotReady }
    }

    /// Whether the journal, read again, holds what was answered.
    fn holds(&self, session: &Session) -> Result<(), Stop> {
        session.holds().map_err(|unkept| {
            let place = shown(&self.sessions.journal(&session.review().facts().session));
            let next = match unkept {
                Unkept::Gone => words::PUT_IT_BACK,
                Unkept::Stopped(Stopped { spoilt: Some(_), .. }) => unkept.next(),
                Unkept::Io(_)
                | Unkept::Foreign
                | Unkept::Unread(_)
                | Unkept::Stopped(_)
                | Unkept::ReadOnly(_) => words::GOES_ON,
            };
            Stop::new(Exit::Fault, place, unkept.to_string(), next)
        })
    }
}

/// A label that shows all of itself and is no credential.
///
/// # Errors
/// Exit 2; what looks like a credential is not echoed.
pub fn label(label: String) -> Result<String, Stop> {
    let wrong = |why: String| Stop::new(Exit::Unusable, "--reviewer", why, words::GIVE_A_LABEL);
    if text::is_blank(&label) || text::has_hidden(&label) || label.len() > LABEL_BYTES_MAX {
        return Err(wrong(words::unusable_label()));
    }
    match secret::secret_rule(&label) {
        Some(_) => Err(wrong(words::SECRET_LABEL.to_owned())),
        None => Ok(label),
    }
}

/// What is told where a session cannot be kept.
#[must_use]
pub fn cannot_keep(folder: &Path, error: &io::Error) -> Stop {
    Stop::new(Exit::Fault, shown(folder), words::cannot_be_kept(error), words::NAME_A_FOLDER)
}

fn not_opened(not_opened: NotOpened) -> Stop {
    match not_opened {
        NotOpened::Io(path, error) => cannot_keep(&path, &error),
        NotOpened::Broken(path, broken) => {
            let exit = match broken {
                Broken::Empty => Exit::Unusable,
                Broken::Line { .. } => Exit::Tampered,
            };
            Stop::new(exit, shown(&path), words::the_journal(broken), words::JOURNAL_IS_KEPT)
        }
    }
}

/// The place where the session was left, if that is known and still there.
fn left_at(session: &Session, opened: &Opened, sessions: &Sessions) -> Option<LeftAt> {
    let review = session.review();
    let resumed = matches!(opened, Opened::Resumed { .. });
    let at = resumed.then(|| place::take(&sessions.place(&review.facts().session)))??;
    let step = review.checklist().steps().iter().find(|step| step.id == at.step)?;
    let found =
        |item: &String| review.checklist().find(item).is_some_and(|place| step.items.contains(&place));
    at.item.as_ref().is_none_or(found).then_some(at)
}

/// What is told, and the codes of the runbook's warnings, each once.
fn with_warnings(session: &Session, told: Option<Greeting>) -> Option<Greeting> {
    let warnings = session.review().runbook().warnings();
    let mut codes: Vec<&str> = warnings.iter().map(|warning| warning.code.code()).collect();
    codes.dedup();
    if codes.is_empty() {
        return told;
    }
    let sentences = [told.map(Greeting::words), Some(words::runbook_warnings(&codes))];
    Some(Greeting::Care(sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")))
}

/// The same, and whom the lock keeps out where others may reach the session's folder.
fn also_of_the_lock(told: Option<Greeting>) -> Greeting {
    let lock = words::LOCK_OF_THIS_MACHINE.to_owned();
    Greeting::Care(match told.map(Greeting::words) {
        Some(told) => format!("{told} {lock}"),
        None => lock,
    })
}

fn told(session: &Session, opened: &Opened, closed: String, where_left: bool) -> Option<Greeting> {
    let clock_jumped = || sitting::clock_jumped(session.review().clock_jumps());
    Some(match opened {
        Opened::New { unreadable: 0 } => return None,
        Opened::New { unreadable } => Greeting::Care(words::new_beside_unreadable(*unreadable)),
        Opened::Resumed { torn_bytes, rechecked } => {
            let moved = rechecked.words();
            let at = match (where_left, session.review().open_items().next()) {
                (true, _) => words::WHERE_YOU_LEFT,
                (false, Some(_)) => words::AT_THE_FIRST_OPEN_ITEM,
                (false, None) => words::NOTHING_OPEN,
            };
            let sittings: Vec<String> = another_label(session).into_iter().chain(clock_jumped()).collect();
            let words = words::resumed(at, *torn_bytes, &sittings, moved.as_deref());
            if *torn_bytes == 0 && sittings.is_empty() && moved.is_none() {
                Greeting::Fine(words)
            } else {
                Greeting::Care(words)
            }
        }
        Opened::Closed => {
            let more = session.since_closing().words().into_iter().chain(unrecorded(session));
            let more: Vec<String> = more.chain(clock_jumped()).collect();
            let greeting = if more.is_empty() { Greeting::Fine } else { Greeting::Care };
            greeting(sentences(closed, more))
        }
        Opened::Held => {
            let held = session.read_only().map(ToString::to_string).unwrap_or_default();
            Greeting::Care(sentences(words::held(held), unrecorded(session)))
        }
    })
}

fn sentences(first: String, more: impl IntoIterator<Item = String>) -> String {
    std::iter::once(first).chain(more).collect::<Vec<_>>().join(" ")
}

/// That this sitting is under another label than the one before.
fn another_label(session: &Session) -> Option<String> {
    let (before, now) = session.labels()?;
    (before != now).then(|| sitting::another_label(before, now))
}

/// That a label which was given is recorded nowhere.
fn unrecorded(session: &Session) -> Option<String> {
    let (before, now) = session.labels()?;
    now.filter(|_| before != now).map(sitting::label_not_recorded)
}
