//! What became of the packet in one visit.

use std::path::{Path, PathBuf};

use crate::files::Unwritable;
use crate::journal::ReadOnly;
use crate::review::moment::Moment;
use crate::review::plan::Plan;
use crate::session::{self, InFolder, NotDone, Session};

/// The export of a closed review, as often as it is asked for.
#[derive(Default)]
pub struct Export {
    written: Option<Plan>,
    at: Option<Moment>,
    /// Why the last one that was asked for was not written, where the folder did not take it.
    unwritten: Option<String>,
}

/// The files of a closed review, as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// When they were written, where this run did that.
    pub at: Option<Moment>,
    /// Whether the review was closed in an earlier run, which may have written them.
    pub earlier: bool,
    /// What the folder holds of them now.
    pub found: InFolder,
    /// What is not as it was when the review was closed, in words.
    pub since_closing: Option<String>,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum NotExported {
    /// What the review rests on moved, or could not be looked at.
    NotDone(NotDone),
    /// The review is not closed.
    Open,
    /// The folder did not take it; the session is intact.
    Unwritable(Unwritable),
}

impl Export {
    /// Looks at everything again and writes the packet into a folder; returns the files.
    ///
    /// # Errors
    /// [`NotExported`]; nothing half-written stays.
    pub fn write(&mut self, session: &mut Session, folder: &Path) -> Result<Vec<PathBuf>, NotExported> {
        self.unwritten = None;
        session.look_before_export().map_err(NotExported::NotDone)?;
        let plan = session.plan().ok_or(NotExported::Open)?;
        let kept = session::keep(&plan, folder);
        let paths = kept.map_err(|unwritable| {
            self.unwritten = Some(unwritable.to_string());
            NotExported::Unwritable(unwritable)
        })?;
        self.written = Some(plan);
        self.at = Some(session.now());
        Ok(paths)
    }

    /// Looks for the files of a closed review in a folder; `None` while it is open.
    #[must_use]
    pub fn look(&self, session: &Session, folder: &Path) -> Option<Exported> {
        let plan = session.plan()?;
        let earlier = matches!(session.read_only(), Some(ReadOnly::Closed));
        let since_closing = session.since_closing().words();
        Some(Exported { at: self.at, earlier, found: session::look_for(&plan, folder), since_closing })
    }

    /// The plan that was written, if one was.
    #[must_use]
    pub fn written(&self) -> Option<&Plan> {
        self.written.as_ref()
    }

    /// Why the last packet that was asked for was not written, in words, where the folder did not take it.
    #[must_use]
    pub fn unwritten(&self) -> Option<&str> {
        self.unwritten.as_deref()
    }
}
