//! Help on the commands that both front ends have.

pub(crate) const NOT_APPLICABLE: &str = "Mark a question as not applicable, and say why.";
pub(crate) const REFERENCE: &str = "Enter a reference the handoff leaves out.";
pub(crate) const NEXT_OPEN: &str = "Go to the next open item.";
pub(crate) const NEXT_STEP: &str = "Go to the next step.";
pub(crate) const PREVIOUS_STEP: &str = "Go to the previous step.";
pub(crate) const UNDO: &str = "Undo the last answer, note or reference. The journal keeps it.";
pub(crate) const REDO: &str = "Redo what was undone.";
