//! Refusals of the console on a row or in a session, with the key that helps.

use std::fmt::Display;

pub(crate) fn no_item_to_confirm(key: &str) -> String {
    format!("There is no item here to confirm ({key} goes from the steps to the rows).")
}

/// For answers other than a confirmation.
pub(crate) fn no_item(key: &str) -> String {
    format!("There is no review item here ({key} goes from the steps to the rows).")
}

pub(crate) const NOTHING_IS_OPEN: &str = "Nothing is open. The closing call is on the packet step.";
pub(crate) const NOTHING_IS_OPEN_AND_CLOSED: &str = "Nothing is open. The review is closed.";

pub(crate) fn no_phase(number: usize) -> String {
    format!("There is no phase {number}.")
}

/// Another console writes this session, or its journal failed.
pub(crate) fn only_read(why: &str) -> String {
    format!("This session is only read here: {why}.")
}

/// `key` fixes the reason for the refusal.
pub(crate) fn mended_by(refusal: impl Display, key: &str) -> String {
    format!("{refusal} ({key})")
}

// A click answers nothing.
pub(crate) const NO_COMMAND_BY_CLICK: &str = "A click runs no command. Enter does.";
pub(crate) const NO_CLOSING_BY_CLICK: &str = "A click closes nothing. Enter begins the closing call.";
