//! Messages to the console, and the effects that it requests in return.

use ratatui::layout::Size;

pub use crate::pager::Move;

use super::field::Edit;
use super::regions::Pane;
use super::regions::Spot;
use crate::pager::{Direction, Indenting, Kind, Reading, Search, TextError};
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
    Confirm,
    Open,
    Read,
    View(View),
    Note,
    Concern,
    NotApplicable,
    EnterReference,
    Undo,
    Redo,
    WriteActions,
    Try,
    Export,
    OtherForm,
    Help,
    Choose(Source),
    Chosen,
    Phase(usize),
    Filter,
    Back,
    Leave,
    Suspend,
    Recheck,
    Moved,
    Save,
    Type(char),
    Edit(Edit),
    Paste(String),
    Copy,
    Point(Spot, Pointing),
    Told(Reply),
}

#[derive(Clone, Debug)]
pub enum Reply {
    Resized(Size),
    Done(Event),
    Refused(String),
    Changed(ChangeReport),
    Evidence { item: String, file: Box<Opened> },
    Sought(Box<Search>),
    Indented(Box<Indenting>),
    Preview(Box<Plan>),
    Exported(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Find,
    FindAgain(Direction),
    Wrap,
    Indent,
    Numbers,
    Sideways(isize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeReport {
    pub words: String,
    pub reopened: bool,
    pub definition: bool,
}

#[derive(Clone, Debug)]
pub enum Effect {
    Act(Action),
    Recheck,
    Moved,
    Read(String),
    Seek(Search),
    Indent,
    Preview,
    Export,
    Copy(String),
    Suspend,
    Leave,
}

/// Lists to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Available commands, and the steps.
    Commands,
    /// Items with their values, notes, concerns and evidence names.
    Items,
    /// Keys of every screen.
    Keys,
}

/// An evidence file, ready to be shown.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Below the evidence folder.
    pub path: String,
    pub digest: Digest,
    pub bytes: usize,
    /// For a binary file, the reason why there is no text.
    pub text: Result<Reading, TextError>,
}

impl Opened {
    /// Reads the whole file at once; tests use it.
    #[must_use]
    pub fn read(file: EvidenceFile) -> Self {
        let EvidenceFile { path, bytes, digest } = file;
        let (count, kind) = (bytes.len(), Kind::from_name(&path));
        Self { path, digest, bytes: count, text: Reading::new(bytes, kind) }
    }
}
