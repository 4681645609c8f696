//! Export of the packet of a closed review, and the state of its files.

use std::path::{Path, PathBuf};

use crate::files::WriteError;
use crate::journal::ReadOnly;
use crate::review::moment::Moment;
use crate::review::plan::Plan;
use crate::session::{self, ActError, InFolder, Session};

#[derive(Default)]
pub struct Export {
    written: Option<Plan>,
    at: Option<Moment>,
    /// Error of the last request, if the folder did not accept the packet.
    unwritten: Option<String>,
}

/// Files of a closed review, as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Time of the export, if this run made one.
    pub at: Option<Moment>,
    /// True if the review was closed in an earlier run, which may have written the files.
    pub earlier: bool,
    /// State of the files in the folder now.
    pub found: InFolder,
    /// Changes since the review was closed.
    pub since_closing: Option<String>,
}

#[derive(Debug)]
pub enum ExportError {
    /// The basis of the review changed, or could not be checked.
    NotDone(ActError),
    /// The review is not closed.
    Open,
    /// The folder did not accept the packet; the session is intact.
    Unwritable(WriteError),
}

impl Export {
    /// Rechecks everything first. On an error, no half-written file stays.
    pub fn write(&mut self, session: &mut Session, folder: &Path) -> Result<Vec<PathBuf>, ExportError> {
        self.unwritten = None;
        session.refresh_before_export().map_err(ExportError::NotDone)?;
        let plan = session.plan().ok_or(ExportError::Open)?;
        let kept = session::keep(&plan, folder);
        let paths = kept.map_err(|unwritable| {
            self.unwritten = Some(unwritable.to_string());
            ExportError::Unwritable(unwritable)
        })?;
        self.written = Some(plan);
        self.at = Some(session.now());
        Ok(paths)
    }

    /// Returns `None` while the review is open.
    #[must_use]
    pub fn find(&self, session: &Session, folder: &Path) -> Option<Exported> {
        let plan = session.plan()?;
        let earlier = matches!(session.read_only(), Some(ReadOnly::Closed));
        let since_closing = session.since_closing().words();
        Some(Exported { at: self.at, earlier, found: session::find_packet(&plan, folder), since_closing })
    }

    #[must_use]
    pub fn written(&self) -> Option<&Plan> {
        self.written.as_ref()
    }

    /// Error of the last request, if the folder did not accept the packet.
    #[must_use]
    pub fn unwritten(&self) -> Option<&str> {
        self.unwritten.as_deref()
    }
}
