//! Help on the commands that both front ends have.

pub(crate) const NOT_APPLICABLE: &str = "Say that a question does not apply, and why.";
pub(crate) const REFERENCE: &str = "Enter a reference that the handoff leaves out.";
pub(crate) const NEXT_OPEN: &str = "Go to the next open item.";
pub(crate) const NEXT_STEP: &str = "Go to the next step.";
pub(crate) const PREVIOUS_STEP: &str = "Go to the step before.";
pub(crate) const UNDO: &str =
    "Undo the last answer, note or reference. What was undone stays in the journal.";
pub(crate) const REDO: &str = "Redo what was undone.";
