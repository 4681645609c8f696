//! Texts of write actions, which are always blocked.

pub(crate) const SHOWN_AND_BLOCKED: &str = "Write actions: shown, and blocked in every step";

/// `opens` shows an action, and `tries` is the key of its panel.
pub(crate) fn no_code(opens: &str, tries: &str) -> String {
    format!(
        "This program has no code for any of these. {opens} shows why one is blocked and records nothing; there, {tries} tries it: \
         refused, recorded, and no status changes."
    )
}

pub(crate) const STOP: &str = "STOP · blocked write action";

/// In the corner of the panel, and of a selected action.
pub(crate) const BLOCKED: &str = "blocked";

// Labels of the panel, in their order.
pub(crate) const WHAT_IS_BLOCKED: &str = "What is blocked";
pub(crate) const NEVER_BECAUSE: &str = "Never here, because";
pub(crate) const WHICH_STAGE: &str = "Which stage could";
pub(crate) const EARNS: &str = "Asking for it earns";
pub(crate) const STAY_FALSE: &str = "Flags that stay false";
pub(crate) const ATTEMPTS: &str = "Attempts on this action";

pub(crate) fn attempts(count: usize) -> String {
    match count {
        0 => "none; looking is not recorded".to_owned(),
        count => format!("{count}, each in the journal and in the export"),
    }
}
