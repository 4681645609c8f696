//! Summary of a session that ends: the exit code, the packet, and the way to continue.

use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;

use super::Export;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::files::shown;
use crate::journal::folder::Sessions;
use crate::journal::place::{self, LeftAt};
use crate::journal::{AppendError, Stopped};
use crate::review::plan::Plan;
use crate::review::runbook::Kind;
use crate::session::{InFolder, Session, find_packet};

/// Hint of an error that ends a front end.
pub(crate) const SAME_COMMAND_RESUMES: &str = "Every answer is saved; the same command resumes the session.";

/// Final summary, printed when a session ends.
pub struct Leaving {
    pub(super) sessions: Sessions,
    pub(super) out_folder: PathBuf,
    pub(super) practice: bool,
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
                Ok(self.unwritten(session, export, err).unwrap_or(status))
            }
            // The packet is from before the review was reopened.
            Some(_) if open => {
                self.unexported(session, err)?;
                Ok(Exit::Stale)
            }
            Some(plan) => {
                writeln!(out, "{}", shown(&self.packet(plan)))?;
                // Ignored: with standard error closed there is nobody to inform.
                let _ = writeln!(err, "{}", message(plan.status()));
                let unwritten = self.unwritten(session, export, err);
                if let Err(stop) = self.holds(session) {
                    let _ = writeln!(err, "{}", message(stop));
                    return Ok(Exit::Fault);
                }
                if let Some(words) = session.since_closing().words() {
                    let _ = writeln!(err, "{}", message(words));
                }
                if !session.since_closing().changed.is_empty() {
                    return Ok(Exit::Stale);
                }
                Ok(unwritten.unwrap_or(self.earned(plan)))
            }
        }
    }

    /// Reports that the packet requested last could not be written.
    fn unwritten(&self, session: &Session, export: &Export, err: &mut dyn Write) -> Option<Exit> {
        let why = export.unwritten().filter(|_| session.review().closing().is_some())?;
        let place = shown(&self.out_folder);
        let stop = CliError::new(
            Exit::Fault,
            place,
            format!("the packet was not written: {why}"),
            "Fix that or choose another folder with --out DIR, and export again.",
        );
        // Ignored: with standard error closed there is nobody to inform.
        let _ = writeln!(err, "{}", message(&stop));
        Some(stop.exit)
    }

    /// Reports the state of a review that this run did not export, and how to continue.
    /// The exit code is that of its status if the packet is in the folder anyway.
    fn unexported(&self, session: &Session, err: &mut dyn Write) -> Result<Exit, CliError> {
        self.holds(session)?;
        let id = &session.review().facts().session;
        let plan = session.plan();
        let found = plan.as_ref().map(|plan| (plan, find_packet(plan, &self.out_folder)));
        let (left, exit) = match found {
            None => (
                format!(
                    "session {id} is unfinished and saved in {}; the same command, without --new, resumes it",
                    shown(&self.sessions.journal(id))
                ),
                Exit::NotReady,
            ),
            Some((plan, InFolder::Whole(_))) => {
                let left = format!(
                    "session {id} is closed with {}; its packet {} was exported before",
                    plan.status(),
                    shown(&self.packet(plan))
                );
                (left, self.earned(plan))
            }
            Some((_, found)) => {
                let lies = if matches!(found, InFolder::Part(_)) { "incomplete" } else { "not" };
                let left = format!(
                    "session {id} is closed; its packet is {lies} in {}. The same command opens the review \
                     again to export it",
                    shown(&self.out_folder)
                );
                (left, Exit::NotReady)
            }
        };
        // Ignored: with standard error closed there is nobody to inform.
        let _ = writeln!(err, "{}", message(left));
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
                AppendError::Gone => {
                    "Put it back if you can; without it the same command starts a new review."
                }
                AppendError::Stopped(Stopped { spoilt: Some(_), .. }) => unkept.next(),
                AppendError::Io(_)
                | AppendError::Foreign
                | AppendError::Unread(_)
                | AppendError::Stopped(_)
                | AppendError::ReadOnly(_) => {
                    "The same command continues with what the journal holds; `strict-review sessions` lists \
                     it."
                }
            };
            CliError::new(Exit::Fault, place, unkept.to_string(), next)
        })
    }
}

/// Prefix of messages on standard error.
fn message(says: impl Display) -> String {
    format!("strict-review: {says}")
}
