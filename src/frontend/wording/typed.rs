//! Texts about text input: titles, questions, and messages on the typed text.

use std::fmt::Display;

use super::count;
use crate::review::limits::NOTE_BYTES_MAX;

// Titles.
pub(crate) const NOTE: &str = "Note";
pub(crate) const CONCERN: &str = "Concern";
pub(crate) const ANSWER: &str = "Answer";
pub(crate) const NOT_APPLICABLE: &str = "Not applicable";
pub(crate) const REFERENCE: &str = "Reference";
pub(crate) const CONFIRM_BY_TYPING: &str = "Confirm by typing";
pub(crate) const FIND: &str = "Find";
pub(crate) const CLOSING_1: &str = "Closing call · 1 of 2";
pub(crate) const CLOSING_2: &str = "Closing call · 2 of 2";

// Questions.
pub(crate) const YOUR_NOTE: &str = "Your note. Nothing typed removes it.";
pub(crate) const WHAT_CONCERNS: &str = "What concerns you? It stays in the record and is exported.";
pub(crate) const WHAT_ANSWERS: &str = "What answers it?";
pub(crate) const WHAT_IS_SOUGHT: &str = "What is sought? (Enter)";
pub(crate) const WHAT_NOT_LOOKED_AT: &str =
    "What did you not look at? Write “nothing” if you looked at everything.";
const WHAT_ELSE_NOT_LOOKED_AT: &str =
    "What did you not look at? What the record shows is filled in; add to it, or say it in your own words.";

pub(crate) fn why_not_applicable(key: &str) -> String {
    format!("Why does it not apply? ({key} saves)")
}

pub(crate) fn where_is_it(key: &str) -> String {
    format!("Where is the document? Name its place, never a secret. ({key} saves)")
}

pub(crate) fn confirms(to_type: &str, key: &str) -> String {
    format!("{to_type} ({key} confirms)")
}

/// `filled_in` is true if the text begins with the skipped parts of the record.
pub(crate) fn what_not_looked_at(filled_in: bool, key: &str) -> String {
    let asks = if filled_in { WHAT_ELSE_NOT_LOOKED_AT } else { WHAT_NOT_LOOKED_AT };
    format!("{asks} ({key} goes on)")
}

pub(crate) fn closes_for_good(to_type: &str, key: &str) -> String {
    format!("{to_type} ({key} closes the review for good)")
}

// Lines above a text.
pub(crate) fn concern_is(concern: &str) -> String {
    format!("Concern: {concern}")
}

pub(crate) fn you_close_with(decision: &str) -> String {
    format!("You close with {decision}.")
}

pub(crate) fn it_would_earn(status: &str) -> String {
    format!("It would earn {status}.")
}

pub(crate) fn you_close_and_earn(decision: &str, status: &str) -> String {
    format!("You close with {decision}; it earns {status}.")
}

pub(crate) fn not_looked_at(what: &str) -> String {
    format!("Not looked at: {what}")
}

pub(crate) fn fingerprint_is(fingerprint: &str) -> String {
    format!("Fingerprint of the handoff: {fingerprint}")
}

/// Replaces lines of a long text that do not fit.
pub(crate) fn lines_left_out(count: usize) -> String {
    format!("… {} left out here …", count::lines(count))
}

// Messages on the typed text.
pub(crate) fn used(bytes: usize) -> String {
    format!("{bytes} of {}", count::bytes(NOTE_BYTES_MAX))
}

pub(crate) fn looks_like_a_secret(rule: impl Display) -> String {
    format!("This looks like a credential ({rule}) and will not be kept.")
}

pub(crate) fn hidden(count: usize) -> String {
    if count == 1 {
        "1 character does not show; it stands as a token here and is kept exactly.".to_owned()
    } else {
        format!("{count} characters do not show; they stand as tokens here and are kept exactly.")
    }
}

pub(crate) const FULL: &str = "The text is full; nothing was taken.";
pub(crate) const PASTE_TOO_LONG: &str = "The pasted text is too long for a note; nothing was taken.";
pub(crate) const TYPE_IT: &str = "Type it: what is pasted was not read. Nothing was taken.";
pub(crate) const NOT_IN_A_TEXT: &str = "A paste is only taken in a text field; nothing was done.";
pub(crate) const DRAFT: &str = "Not saved. The text is kept as a draft until the console ends.";
