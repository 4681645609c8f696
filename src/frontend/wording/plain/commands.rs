//! Messages for commands that cannot run, or have nothing to do. Typed text arrives quoted.

use std::fmt::Display;

/// Replaces typed text that looks like a credential.
pub(crate) const WHAT_YOU_TYPED: &str = "what you typed";

pub(crate) fn not_a_command(typed: &str) -> String {
    format!(
        "Not a command: {typed}. Expected one of the words or numbers that are listed; ? lists all of them."
    )
}

pub(crate) fn may_be(typed: &str, words: &[&str]) -> String {
    format!("{typed} may be {}. Expected the whole word.", words.join(" or "))
}

pub(crate) fn takes_nothing(word: &str) -> String {
    format!("{word} takes nothing behind it; a text is asked for on the next line.")
}

/// `help` is the sentence of the command.
pub(crate) fn needs(word: &str, name: &str, help: &str) -> String {
    format!("{word} needs {name} behind it. {help}")
}

pub(crate) fn no_step_or_item(typed: &str) -> String {
    format!("There is no step or item {typed}.")
}

pub(crate) fn no_write_action(typed: &str) -> String {
    format!("There is no write action {typed}.")
}

pub(crate) fn no_decision(typed: &str) -> String {
    format!("There is no decision {typed}.")
}

pub(crate) fn no_evidence_for(typed: &str) -> String {
    format!("There is no evidence file for {typed}.")
}

pub(crate) const NO_ITEM: &str = "There is no item here. next-open goes to one.";
pub(crate) const NO_ITEM_AND_NONE_OPEN: &str =
    "There is no item here, and none is open. previous goes to one.";

pub(crate) const NOT_BY_TYPING: &str = "This one is not confirmed by typing. Expected confirm.";

// Limits of moves.
pub(crate) const LAST_STEP: &str = "This is the last step.";
pub(crate) const FIRST_STEP: &str = "This is the first step.";
pub(crate) const FIRST_ITEM: &str = "This is the first item.";
pub(crate) const NOTHING_IS_OPEN: &str = "Nothing is open. The closing call is at the packet: close.";
pub(crate) const NOTHING_IS_OPEN_AND_CLOSED: &str =
    "Nothing is open. The review is closed; preview shows its packet, export writes it.";

/// For an attempt in a session that records nothing.
pub(crate) const REFUSED_UNRECORDED: &str = "Refused; shown only, for nothing is recorded here.";

// Packet.
pub(crate) const IS_CLOSED: &str = "This review is closed; preview shows its packet, export writes it.";
pub(crate) const CLOSE_FIRST: &str = "Close the review first: close. What is exported is a closed review.";
pub(crate) const WRITTEN: &str = "Written:";

pub(crate) fn not_written(why: impl Display) -> String {
    format!(
        "Not written: {why}. The session is intact. Mend it and type export; for a folder that was made anew, leave and run the \
         same command."
    )
}

// A text that could not be recorded.
pub(crate) const NOTHING_WAITS: &str = "No text waits to be recorded.";
pub(crate) const STILL_KEPT: &str = "Your text is still kept: retry records it.";
pub(crate) const LEAVES_WITHOUT: &str =
    "A text is not recorded; retry records it. quit again leaves without it.";
