//! What the console can be told, and what it may ask of the world in turn.

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

/// What happened to the console.
#[derive(Clone, Debug)]
pub enum Message {
    /// Move among rows or lines.
    Move(Move),
    /// To the step before.
    PreviousStep,
    /// To the next step.
    NextStep,
    /// From the steps to the items and back.
    OtherPane,
    /// To a pane.
    To(Pane),
    /// To the next item that is open.
    NextOpen,
    /// Confirm the selected item, or take the confirmation back.
    Confirm,
    /// Open what is selected.
    Open,
    /// Read the evidence file of the selected reference; open any other row.
    Read,
    /// Look at the evidence that is shown in another way.
    View(View),
    /// Write a note on the selected item.
    Note,
    /// Raise a concern about the selected item, or answer the open one.
    Concern,
    /// Say that the selected item does not apply.
    NotApplicable,
    /// Enter the reference that the handoff leaves out.
    EnterReference,
    /// Undo the last answer.
    Undo,
    /// Redo the last undone answer.
    Redo,
    /// Show all write actions.
    WriteActions,
    /// Try the write action of the panel. It is refused and recorded.
    Try,
    /// Export the packet of a closed review.
    Export,
    /// Show the file's own bytes, or the indented form.
    OtherForm,
    /// Show the keys.
    Help,
    /// Choose from a list by typing.
    Choose(Source),
    /// Take what is selected in that list.
    Chosen,
    /// To the phase of this number, or to the first step with 0.
    Phase(usize),
    /// Show only what is open, or all again.
    Filter,
    /// Back to where this screen was opened.
    Back,
    /// Leave; the session is saved.
    Leave,
    /// Stop like any other job.
    Suspend,
    /// Look at the inputs again.
    Recheck,
    /// Show what moved since it was answered.
    Moved,
    /// Take the text that was typed.
    Save,
    /// A character typed into a text.
    Type(char),
    /// A change to the text that is typed, or a move in it.
    Edit(Edit),
    /// Text that was pasted.
    Paste(String),
    /// Copy what the selected row is about.
    Copy,
    /// The mouse was used on something that was drawn.
    Point(Spot, Pointing),
    /// The world tells something.
    Told(Told),
}

/// What the world tells, unasked or in answer to an effect.
#[derive(Clone, Debug)]
pub enum Told {
    /// The terminal has another size.
    Resized {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// An action was recorded.
    Done(Event),
    /// An action was refused, or could not be recorded.
    Refused(String),
    /// Something moved outside.
    Moved(Moved),
    /// An evidence file was opened.
    Evidence {
        /// The reference.
        item: String,
        /// The file.
        file: Box<Opened>,
    },
    /// What a search in the evidence that is shown came to.
    Sought(Box<Seek>),
    /// The indented form of it was made, or there is none.
    Indented(Box<Indenting>),
    /// The plan that an export would write, to be looked at first.
    Preview(Box<Plan>),
    /// The packet was written to these files.
    Exported(Vec<String>),
}

/// Another way to look at a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Seek a text in it.
    Find,
    /// Seek the same again.
    FindAgain(Direction),
    /// Wrap lines, or no longer.
    Wrap,
    /// Indent JSON, or no longer.
    Indent,
    /// Number lines, or no longer.
    Numbers,
    /// Columns to the right; less than none is to the left.
    Sideways(isize),
}

/// What is told of something that moved outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// In words.
    pub words: String,
    /// Whether answers were reopened.
    pub reopened: bool,
    /// Whether the definition moved, so that items stand elsewhere.
    pub definition: bool,
}

/// What an update asks for. There is no effect beyond the review's own record and its export.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Decide, record and apply an action.
    Act(Action),
    /// Look at the inputs again.
    Recheck,
    /// Look at them again, and show what moved.
    Moved,
    /// Open the evidence file of a reference.
    Read(String),
    /// Seek something in the evidence that is shown.
    Seek(Seek),
    /// Make its indented form.
    Indent,
    /// Make the plan of the closed review, to be looked at.
    Preview,
    /// Write the packet.
    Export,
    /// Hand a text to the terminal's clipboard.
    Copy(String),
    /// Stop like any other job.
    Suspend,
    /// End the console.
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
