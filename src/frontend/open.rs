//! Opening of a session in either front end, and the greeting.

use std::io;
use std::path::{Path, PathBuf};

use super::summary::Leaving;
use super::{BeforeFirst, sitting};
use crate::cli::exit::{CliError, Exit};
use crate::files::shown;
use crate::journal::ReadOnly;
use crate::journal::folder::Sessions;
use crate::journal::place::{self, LeftAt};
use crate::journal::replay::ReplayError;
use crate::review::limits::LABEL_BYTES_MAX;
use crate::review::start::Start;
use crate::review::text::visible;
use crate::review::{secret, text};
use crate::session::inputs::Inputs;
use crate::session::open::{Afresh, OpenError, Opened, Opening};
use crate::session::{Clock, Session};

pub struct Launch {
    /// First line of the journal if the session is new.
    pub start: Start,
    pub inputs: Inputs,
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

impl Launch {
    /// `closed` is the notice for a session that is already closed.
    /// Fails with 2 for an invalid label or an empty journal, 4 for a broken journal, 5 if the session cannot be
    /// stored.
    pub fn begin(self, closed: String, mut waiting: BeforeFirst) -> Result<(Begun, Leaving), CliError> {
        let Self { start, inputs, practice, reviewer, sessions, afresh, out_folder, confinement, pid, clock } =
            self;
        let start = Start { reviewer: reviewer.map(label).transpose()?, practice, ..start };
        let opening = Opening { sessions: &sessions, inputs, start, afresh, pid, clock };
        let opened = Session::open_and_tell(opening, &mut |progress| waiting.tell(progress));
        waiting.end();
        let (session, opened) = opened.map_err(not_opened)?;
        let left_at = left_at(&session, &opened, &sessions);
        let told = with_warnings(&session, greeting(&session, &opened, closed, left_at.as_ref()));
        let told = if session.may_be_shared() { Some(also_of_the_lock(told)) } else { told };
        let leaving = Leaving { sessions, out_folder: out_folder.clone(), practice };
        Ok((Begun { session, told, left_at, out_folder, confinement }, leaving))
    }
}

/// Refuses invisible characters and credentials with exit 2; a credential is not echoed.
pub fn label(label: String) -> Result<String, CliError> {
    let wrong = |why: String| CliError::new(Exit::Unusable, "--reviewer", why, "Give a short name or role.");
    if text::is_blank(&label) || text::has_hidden(&label) || label.len() > LABEL_BYTES_MAX {
        return Err(wrong(format!(
            "expected a label without invisible characters, of at most {LABEL_BYTES_MAX} bytes"
        )));
    }
    match secret::secret_rule(&label) {
        Some(_) => Err(wrong("the label looks like a credential, so it was not kept".to_owned())),
        None => Ok(label),
    }
}

#[must_use]
pub fn cannot_keep(folder: &Path, error: &io::Error) -> CliError {
    CliError::new(
        Exit::Fault,
        shown(folder),
        format!("the session cannot be saved here: {error}"),
        "Choose a writable folder with --session DIR.",
    )
}

fn not_opened(not_opened: OpenError) -> CliError {
    match not_opened {
        OpenError::Io(path, error) => cannot_keep(&path, &error),
        OpenError::Broken(path, broken) => {
            let exit = match broken {
                ReplayError::Empty | ReplayError::Format(_) => Exit::Unusable,
                ReplayError::Line { .. } => Exit::Tampered,
            };
            CliError::new(
                exit,
                shown(&path),
                format!("the journal {broken}"),
                "The journal is left unchanged; --new starts a new session.",
            )
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
    let warnings = format!(
        "The runbook has warnings: {}. “Ready” means less with them; `strict-review explain CODE` says why.",
        codes.join(", ")
    );
    Some(and_care(told, &warnings))
}

/// For a session folder that other machines may reach: appends how far its lock protects.
fn also_of_the_lock(told: Option<Greeting>) -> Greeting {
    let lock = "The session is on a network or FUSE mount, so its lock may only work on this machine. The \
         journal is read again before closing, exporting and quitting.";
    and_care(told, lock)
}

fn and_care(told: Option<Greeting>, more: &str) -> Greeting {
    Greeting::Care(match told.map(Greeting::words) {
        Some(told) => format!("{told} {more}"),
        None => more.to_owned(),
    })
}

fn greeting(
    session: &Session,
    opened: &Opened,
    closed: String,
    left_at: Option<&LeftAt>,
) -> Option<Greeting> {
    let clock_jumped = || sitting::clock_jumped(session.review().clock_jumps());
    Some(match opened {
        Opened::New { unreadable: 0 } => return None,
        Opened::New { unreadable } => Greeting::Care(format!(
            "New review. Unreadable journals here: {unreadable}; `strict-review sessions` lists them."
        )),
        Opened::Resumed { torn_bytes, rechecked } => {
            let moved = rechecked.words();
            let at = match (left_at, session.review().open_items().next()) {
                (Some(_), _) => "Resumed where you left off.",
                (None, Some(_)) => "Resumed at the first open item.",
                (None, None) => "Resumed; nothing is open.",
            };
            let sittings: Vec<String> = another_label(session).into_iter().chain(clock_jumped()).collect();
            let words = resumed(at, *torn_bytes, &sittings, moved.as_deref());
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
            let holder = match session.read_only() {
                Some(ReadOnly::Held(holder)) => format!(" ({holder})"),
                _ => String::new(),
            };
            Greeting::Care(sentences(
                format!(
                    "This session is open in another console{holder}, so it is shown read-only. To continue \
                     it here, quit the other console, then quit and start again."
                ),
                unrecorded(session),
            ))
        }
    })
}

/// The sentences on sittings and changes come last.
fn resumed(at: &str, torn_bytes: usize, sittings: &[String], moved: Option<&str>) -> String {
    let torn = match torn_bytes {
        0 => None,
        1 => Some("Ignored 1 byte of an incomplete last line.".to_owned()),
        bytes => Some(format!("Ignored {bytes} bytes of an incomplete last line.")),
    };
    let begin = [Some(at), torn.as_deref()];
    let sentences = begin.into_iter().flatten().chain(sittings.iter().map(String::as_str)).chain(moved);
    sentences.collect::<Vec<_>>().join(" ")
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
    now.filter(|_| before != now)
        .map(|label| format!("The label “{}” is not recorded: this session is read-only.", visible(label)))
}
