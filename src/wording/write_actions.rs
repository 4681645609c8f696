//! Write actions: that they are blocked, and why.

/// The title.
pub(crate) const SHOWN_AND_BLOCKED: &str = "Write actions: shown, and blocked in every step";

/// What asking for one does.
pub(crate) const NO_CODE: &str = "This program has no code for any of these. Opening one is recorded as a refused attempt and \
                                  changes no status.";

/// The title of the panel that stops.
pub(crate) const STOP: &str = "STOP · blocked write action";

/// In the corner of one that is selected.
pub(crate) const BLOCKED: &str = "blocked";

// What became of the attempt.
pub(crate) const RECORDED: &str = "recorded";
pub(crate) const SHOWN_ONLY: &str = "shown only";

// The labels of the panel, in their order.
pub(crate) const WHAT_IS_BLOCKED: &str = "What is blocked";
pub(crate) const NEVER_BECAUSE: &str = "Never here, because";
pub(crate) const WHICH_STAGE: &str = "Which stage could";
pub(crate) const EARNS: &str = "Asking for it earns";
pub(crate) const STAY_FALSE: &str = "Flags that stay false";
pub(crate) const ATTEMPTS: &str = "Attempts in this review";

/// How often it was asked for, and where that stands.
pub(crate) fn attempts(count: usize) -> String {
    format!("{count}, each in the journal and in the export")
}
