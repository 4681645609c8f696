//! Session of a reviewer in either front end: opening it, and the summary when it ends.

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

use crate::cli::exit::{CliError, Exit, Failure};
use crate::files::shown;
use crate::frontend::wording::{leaving as words, sitting};
use crate::journal::folder::Sessions;
use crate::journal::place::{self, LeftAt};
use crate::journal::replay::ReplayError;
use crate::journal::{AppendError, Stopped};
use crate::review::limits::LABEL_BYTES_MAX;
use crate::review::plan::Plan;
use crate::review::runbook::Kind;
use crate::review::start::Start;
use crate::review::{secret, text};
use crate::session::inputs::Inputs;
use crate::session::open::{Afresh, OpenError, Opened, Opening};
use crate::session::{Clock, InFolder, Session, look_for};

pub struct Visit {
    /// First line of the journal if the session is new.
    pub start: Start,
    pub sources: Inputs,
    /// True for the embedded sample.
    pub practice: bool,
    /// Label for the record, not yet checked by [`label`].
    pub reviewer: Option<String>,
    pub sessions: Sessions,
    pub afresh: Afresh,
    /// Folder for the packet.
    pub out_folder: PathBuf,
    /// Short text for the header.
    pub confinement: &'static str,
    pub pid: u32,
    pub clock: Clock,
}

pub struct Begun {
    pub session: Session,
    /// Notice to show first, for example changes since the last run.
    pub told: Option<Greeting>,
    /// Location where an unfinished session was left; `None` unless it continues there.
    pub left_at: Option<LeftAt>,
    pub out_folder: PathBuf,
    pub confinement: &'static str,
    pub leaving: Leaving,
}

/// Notice to show when a session opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Greeting {
    Fine(String),
    /// The reviewer must know it before going on.
    Care(String),
}

impl Greeting {
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Fine(words) | Self::Care(words) => words,
        }
    }
}

/// Final summary, printed when a session ends.
pub struct Leaving {
    sessions: Sessions,
    out_folder: PathBuf,
    practice: bool,
}

impl Visit {
    /// `closed` is the notice for a session that is already closed.
    /// Fails with 2 for an invalid label or an empty journal, 4 for a broken journal, 5 if the session cannot be
    /// stored.
    pub fn begin(self, closed: String, mut waiting: BeforeFirst) -> Result<Begun, CliError> {
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
    /// Saves the location in an unfinished session, so that the next run continues there.
    pub fn keep_place(&self, session: &Session, at: Option<&LeftAt>) {
        let review = session.review();
        if let Some(at) = at.filter(|_| session.read_only().is_none() && review.closing().is_none()) {
            place::leave(&self.sessions.place(&review.facts().session), at);
        }
    }

    /// The path of a written packet goes to `out`, words to `err`. Fails with 5 if the journal does not hold the
    /// answers.
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
            // The packet is from before the review was reopened.
            Some(_) if open => {
                self.unexported(session, err)?;
                Ok(Exit::Stale)
            }
            Some(plan) => {
                writeln!(out, "{}", shown(&self.packet(plan)))?;
                // Ignored: with standard error closed there is nobody to inform.
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

    /// Reports that the packet requested last could not be written.
    fn unwritten(&self, export: &Export, open: bool, err: &mut dyn Write) -> Option<Exit> {
        let why = export.unwritten().filter(|_| !open)?;
        let place = shown(&self.out_folder);
        let stop = CliError::new(Exit::Fault, place, words::not_exported(why), words::EXPORT_AGAIN);
        // Ignored: with standard error closed there is nobody to inform.
        let _ = writeln!(err, "{}", words::strict_review(&stop));
        Some(stop.exit)
    }

    /// Reports the state of a review that this run did not export, and how to continue.
    /// The exit code is that of its status if the packet is in the folder anyway.
    fn unexported(&self, session: &Session, err: &mut dyn Write) -> Result<Exit, CliError> {
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
        // Ignored: with standard error closed there is nobody to inform.
        let _ = writeln!(err, "{}", words::strict_review(left));
        Ok(exit)
    }

    /// Path of the packet's plan document.
    fn packet(&self, plan: &Plan) -> PathBuf {
        self.out_folder.join(format!("{}.json", plan.file_stem()))
    }

    /// Exit code if the packet is in the folder. Practice is never ready.
    fn earned(&self, plan: &Plan) -> Exit {
        if plan.kind() == Kind::Ready && !self.practice { Exit::Ready } else { Exit::NotReady }
    }

    /// Reads the journal again and compares it with the answers.
    fn holds(&self, session: &Session) -> Result<(), CliError> {
        session.holds().map_err(|unkept| {
            let place = shown(&self.sessions.journal(&session.review().facts().session));
            let next = match unkept {
                AppendError::Gone => words::PUT_IT_BACK,
                AppendError::Stopped(Stopped { spoilt: Some(_), .. }) => unkept.next(),
                AppendError::Io(_)
                | AppendError::Foreign
                | AppendError::Unread(_)
                | AppendError::Stopped(_)
                | AppendError::ReadOnly(_) => words::GOES_ON,
            };
            CliError::new(Exit::Fault, place, unkept.to_string(), next)
        })
    }
}

/// Refuses invisible characters and credentials with exit 2; a credential is not echoed.
pub fn label(label: String) -> Result<String, CliError> {
    let wrong = |why: String| CliError::new(Exit::Unusable, "--reviewer", why, words::GIVE_A_LABEL);
    if text::is_blank(&label) || text::has_hidden(&label) || label.len() > LABEL_BYTES_MAX {
        return Err(wrong(words::unusable_label()));
    }
    match secret::secret_rule(&label) {
        Some(_) => Err(wrong(words::SECRET_LABEL.to_owned())),
        None => Ok(label),
    }
}

#[must_use]
pub fn cannot_keep(folder: &Path, error: &io::Error) -> CliError {
    CliError::new(Exit::Fault, shown(folder), words::cannot_be_kept(error), words::NAME_A_FOLDER)
}

fn not_opened(not_opened: OpenError) -> CliError {
    match not_opened {
        OpenError::Io(path, error) => cannot_keep(&path, &error),
        OpenError::Broken(path, broken) => {
            let exit = match broken {
                ReplayError::Empty | ReplayError::Format(_) => Exit::Unusable,
                ReplayError::Line { .. } => Exit::Tampered,
            };
            CliError::new(exit, shown(&path), words::the_journal(broken), words::JOURNAL_IS_KEPT)
        }
    }
}

/// Returns `None` if the location is unknown or gone.
fn left_at(session: &Session, opened: &Opened, sessions: &Sessions) -> Option<LeftAt> {
    let review = session.review();
    let resumed = matches!(opened, Opened::Resumed { .. });
    let at = resumed.then(|| place::take(&sessions.place(&review.facts().session)))??;
    let step = review.checklist().steps().iter().find(|step| step.id == at.step)?;
    let found =
        |item: &String| review.checklist().find(item).is_some_and(|place| step.items.contains(&place));
    at.item.as_ref().is_none_or(found).then_some(at)
}

/// Appends the codes of the runbook's warnings, each once.
fn with_warnings(session: &Session, told: Option<Greeting>) -> Option<Greeting> {
    let warnings = session.review().runbook().warnings();
    let mut codes: Vec<&str> = warnings.iter().map(|warning| warning.code.code()).collect();
    // Equal codes are adjacent, because the warnings come rule by rule.
    codes.dedup();
    if codes.is_empty() {
        return told;
    }
    let sentences = [told.map(Greeting::words), Some(words::runbook_warnings(&codes))];
    Some(Greeting::Care(sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")))
}

/// For a session folder that other machines may reach: appends how far its lock protects.
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

/// Message for a sitting under another label than the one before.
fn another_label(session: &Session) -> Option<String> {
    let (before, now) = session.labels()?;
    (before != now).then(|| sitting::another_label(before, now))
}

/// Message for a label that is recorded nowhere, because this run records nothing.
fn unrecorded(session: &Session) -> Option<String> {
    let (before, now) = session.labels()?;
    now.filter(|_| before != now).map(sitting::label_not_recorded)
}
