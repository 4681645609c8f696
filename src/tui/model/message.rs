//! Messages to the console, and the effects that it requests in return.

pub use crate::pager::Move;

use super::field::Edit;
use super::regions::Pane;
use super::regions::Spot;
use crate::pager::{Direction, Indenting, Kind, NotText, Reading, Seek};
use crate::review::action::{Action, Event};
use crate::review::fingerprint::Digest;
use crate::review::plan::Plan;
use crate::session::inputs::EvidenceFile;
use crate::tui::terminal::input::Pointing;

#[derive(Clone, Debug)]
pub enum Message {
    Move(Move),
    PreviousStep,
    NextStep,
    OtherPane,
    To(Pane),
    NextOpen,
    /// Confirm the selected item, or take its confirmation back.
    Confirm,
    Open,
    /// Open the evidence file of the selected reference, or any other row.
    Read,
    View(View),
    Note,
    /// Raise a concern about the selected item, or answer the open one.
    Concern,
    NotApplicable,
    /// Enter a reference that the handoff leaves out.
    EnterReference,
    Undo,
    Redo,
    WriteActions,
    /// It is refused and recorded.
    Try,
    /// Preview the packet of a closed review; in the preview, write it.
    Export,
    /// Toggle between the bytes of the file and its indented form.
    OtherForm,
    Help,
    Choose(Source),
    /// Take the selected entry of the list.
    Chosen,
    /// Number of the phase; 0 for the first step.
    Phase(usize),
    /// Toggle between open items and all items.
    Filter,
    Back,
    Leave,
    /// Stop like any other job.
    Suspend,
    Recheck,
    Moved,
    Save,
    Type(char),
    Edit(Edit),
    Paste(String),
    Copy,
    Point(Spot, Pointing),
    Told(Told),
}

/// Replies to effects, and news from outside.
#[derive(Clone, Debug)]
pub enum Told {
    Resized {
        columns: u16,
        rows: u16,
    },
    /// An action was recorded.
    Done(Event),
    /// An action was refused, or could not be recorded.
    Refused(String),
    Moved(Moved),
    Evidence {
        item: String,
        file: Box<Opened>,
    },
    /// Result of a search in the evidence on screen.
    Sought(Box<Seek>),
    /// Its indented form was made, or there is none.
    Indented(Box<Indenting>),
    /// Plan that an export would write.
    Preview(Box<Plan>),
    Exported(Vec<String>),
}

/// Changes to the view of the evidence on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Find,
    FindAgain(Direction),
    Wrap,
    Indent,
    Numbers,
    /// Columns to the right; to the left if negative.
    Sideways(isize),
}

/// Report of changes from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub words: String,
    pub reopened: bool,
    /// True if the runbook changed, so that indices may mean other items.
    pub definition: bool,
}

/// Requests of an update. There are none beyond the review's own record and its export.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Decide, record and apply an action.
    Act(Action),
    Recheck,
    /// Recheck, and show the changes.
    Moved,
    /// Open the evidence file of this reference.
    Read(String),
    Seek(Seek),
    /// Make the indented form of the evidence on screen.
    Indent,
    /// Make the plan of the closed review, to show it.
    Preview,
    Export,
    Copy(String),
    Suspend,
    Leave,
}

/// What is chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Commands that are legal now, and the steps.
    Commands,
    /// Items with what stands there, notes, concerns and evidence names.
    Items,
    /// Every key of every screen.
    Keys,
}

/// An evidence file that is ready to be shown.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its path below the evidence folder.
    pub path: String,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Their count.
    pub bytes: usize,
    /// The text, or why there is none.
    pub text: Result<Reading, NotText>,
}

impl Opened {
    /// Makes a file ready at once.
    #[must_use]
    pub fn of(file: EvidenceFile) -> Self {
        let EvidenceFile { path, bytes, digest } = file;
        let (count, kind) = (bytes.len(), Kind::of(&path));
        Self { path, digest, bytes: count, text: Reading::new(bytes, kind) }
    }
}
