//! The screens, and what each keeps while it is shown.

use super::editor::Editor;
use super::picker::Chooser;
use super::viewer::Viewer;
use crate::review::plan::Plan;

/// The screens. One is shown at a time; those opened from another lead back to it.
#[derive(Clone, Debug)]
pub enum Screen {
    /// Steps and the rows of one step.
    Walk,
    /// One item in full.
    Item {
        /// Its place in the checklist.
        place: usize,
        /// Lines scrolled.
        scroll: usize,
    },
    /// All write actions.
    WriteActions {
        /// The selected one.
        row: usize,
    },
    /// Why a write action is blocked.
    Stop {
        /// Its place in the runbook.
        effect: usize,
        /// Lines scrolled.
        scroll: usize,
        /// Where it was opened.
        back: Box<Screen>,
    },
    /// An evidence file.
    Evidence(Box<Viewer>),
    /// What moved since it was answered.
    Moved {
        /// Lines scrolled.
        scroll: usize,
        /// Where it was asked for, or told.
        back: Box<Screen>,
    },
    /// A list to choose from.
    Choose {
        /// The list.
        chooser: Box<Chooser>,
        /// Over which screen it was opened.
        back: Box<Screen>,
    },
    /// The keys.
    Help {
        /// Lines scrolled.
        scroll: usize,
        /// Where they were asked for.
        back: Box<Screen>,
    },
    /// A text is typed.
    Edit {
        /// The text and what it is for.
        editor: Box<Editor>,
        /// Where it was begun.
        back: Box<Screen>,
    },
    /// What an export would write.
    Preview {
        /// The plan.
        plan: Box<Plan>,
        /// How it is shown.
        form: Form,
        /// Lines scrolled.
        scroll: usize,
    },
}

/// How a document is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Indented, to be read.
    Indented,
    /// The file's own bytes.
    Exact,
}
