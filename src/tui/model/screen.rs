//! Screens and their display state.

use super::editor::Editor;
use super::picker::Picker;
use super::viewer::Viewer;
use crate::review::checklist::ItemIndex;
use crate::review::plan::Plan;

/// One screen is shown at a time; `back` is the screen that opened it.
#[derive(Clone, Debug)]
pub enum Screen {
    Walk,
    Item {
        index: ItemIndex,
        scroll: usize,
    },
    WriteActions {
        row: usize,
    },
    Stop {
        /// Index in the runbook.
        effect: usize,
        scroll: usize,
        back: Box<Screen>,
    },
    Evidence(Box<Viewer>),
    Moved {
        scroll: usize,
        back: Box<Screen>,
    },
    Choose {
        chooser: Box<Picker>,
        back: Box<Screen>,
    },
    Help {
        scroll: usize,
        back: Box<Screen>,
    },
    Edit {
        editor: Box<Editor>,
        back: Box<Screen>,
    },
    Preview {
        plan: Box<Plan>,
        form: Form,
        scroll: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Indented,
    /// The bytes of the file.
    Exact,
}
