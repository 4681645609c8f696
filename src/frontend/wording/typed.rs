//! Texts that a reviewer types: what is asked for, and what is said of what was typed.

use std::fmt::Display;

use super::count;
use crate::review::limits::NOTE_BYTES_MAX;

// The titles.
pub(crate) const NOTE: &str = "Note";
pub(crate) const CONCERN: &str = "Concern";
pub(crate) const ANSWER: &str = "Answer";
pub(crate) const NOT_APPLICABLE: &str = "Not applicable";
pub(crate) const REFERENCE: &str = "Reference";
pub(crate) const CONFIRM_BY_TYPING: &str = "Confirm by typing";
pub(crate) const FIND: &str = "Find";
pub(crate) const CLOSING_1: &str = "Closing call · 1 of 2";
pub(crate) const CLOSING_2: &str = "Closing call · 2 of 2";

// What is asked.
pub(crate) const YOUR_NOTE: &str = "Your note. Nothing typed removes it.";
pub(crate) const WHAT_CONCERNS: &str = "What concerns you? It stays in the record and is exported.";
pub(crate) const WHAT_ANSWERS: &str = "What answers it?";
pub(crate) const WHAT_IS_SOUGHT: &str = "What is sought? (Enter)";
pub(crate) const WHAT_NOT_LOOKED_AT: &str =
    "What did you not look at? Write “nothing” if you looked at everything.";
const WHAT_ELSE_NOT_LOOKED_AT: &str =
    "What did you not look at? What the record shows is filled in; add to it, or say it in your own words.";

/// Why an item does not apply; the key saves.
pub(crate) fn why_not_applicable(key: &str) -> String {
    format!("Why does it not apply? ({key} saves)")
}

/// A reference that the handoff leaves out; the key saves.
pub(crate) fn where_is_it(key: &str) -> String {
    format!("Where is the document? Name its place, never a secret. ({key} saves)")
}

/// What `review` says is to be typed; the key confirms.
pub(crate) fn confirms(to_type: &str, key: &str) -> String {
    format!("{to_type} ({key} confirms)")
}

/// What was not looked at; the key goes on. Where the record shows what was skipped, the text begins with that.
pub(crate) fn what_not_looked_at(filled_in: bool, key: &str) -> String {
    let asks = if filled_in { WHAT_ELSE_NOT_LOOKED_AT } else { WHAT_NOT_LOOKED_AT };
    format!("{asks} ({key} goes on)")
}

/// What `review` says is to be typed; the key closes.
pub(crate) fn closes_for_good(to_type: &str, key: &str) -> String {
    format!("{to_type} ({key} closes the review for good)")
}

// What stands above a text.
/// The concern that is answered.
pub(crate) fn concern_is(concern: &str) -> String {
    format!("Concern: {concern}")
}

/// The decision of the closing call.
pub(crate) fn you_close_with(decision: &str) -> String {
    format!("You close with {decision}.")
}

/// What it would earn.
pub(crate) fn it_would_earn(status: &str) -> String {
    format!("It would earn {status}.")
}

/// The decision of the closing call and what it earns.
pub(crate) fn you_close_and_earn(decision: &str, status: &str) -> String {
    format!("You close with {decision}; it earns {status}.")
}

/// What was not looked at, in the first text of the closing call.
pub(crate) fn not_looked_at(what: &str) -> String {
    format!("Not looked at: {what}")
}

/// What is to be typed of it.
pub(crate) fn fingerprint_is(fingerprint: &str) -> String {
    format!("Fingerprint of the handoff: {fingerprint}")
}

/// In place of so many lines of a long text that there is no room for.
pub(crate) fn lines_left_out(count: usize) -> String {
    format!("… {} left out here …", count::lines(count))
}

// What is said of what was typed.
/// How much of it may be kept.
pub(crate) fn used(bytes: usize) -> String {
    format!("{bytes} of {}", count::bytes(NOTE_BYTES_MAX))
}

/// It would be refused.
pub(crate) fn looks_like_a_secret(rule: impl Display) -> String {
    format!("This looks like a credential ({rule}) and will not be kept.")
}

/// Characters of it do not show.
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
