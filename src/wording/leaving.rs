//! How a visit began, and where things are when it ends.

/// Where a door fails.
pub(crate) const SAME_COMMAND_RESUMES: &str = "Every answer is in the session; the same command resumes it.";

/// The session that was opened is closed; the key exports it.
pub(crate) fn closed_already(key: &str) -> String {
    format!("This review is closed; {key} exports it, --new begins another.")
}
