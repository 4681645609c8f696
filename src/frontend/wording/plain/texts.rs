//! Questions and prompts for texts, line by line.

use crate::review::limits::NOTE_BYTES_MAX;

// Questions.
pub(crate) fn note(id: &str) -> String {
    format!("Your note on {id}.")
}

pub(crate) fn note_so_far(note: &str) -> String {
    format!("The note so far, which this one replaces: {note}")
}

pub(crate) fn concern(id: &str) -> String {
    format!("What concerns you about {id}? It stays in the record and is exported.")
}

pub(crate) fn reason(id: &str) -> String {
    format!("Why does {id} not apply?")
}

pub(crate) fn reference(id: &str) -> String {
    format!("Where is the document of {id}? Name its place, never a secret.")
}

pub(crate) fn record_shows(skipped: &str) -> String {
    format!("The record shows: {skipped}.")
}

/// `sign` alone takes the list of the record for the text.
pub(crate) fn or_as_recorded(sign: &str) -> String {
    format!("What did you not look at? Type {sign} alone to say just that, or say it in your own words.")
}

pub(crate) fn closes_for_good(to_type: &str) -> String {
    format!("{to_type} That closes the review for good.")
}

// Prompts.
pub(crate) fn note_prompt(id: &str) -> String {
    format!("note on {id}> ")
}

pub(crate) fn concern_prompt(id: &str) -> String {
    format!("concern about {id}> ")
}

pub(crate) fn answer_prompt(id: &str) -> String {
    format!("answer to the concern about {id}> ")
}

pub(crate) fn reason_prompt(id: &str) -> String {
    format!("why {id} does not apply> ")
}

pub(crate) fn reference_prompt(id: &str) -> String {
    format!("document of {id}> ")
}

pub(crate) fn echo_prompt(id: &str) -> String {
    format!("type the value of {id}> ")
}

pub(crate) const NOT_LOOKED_AT_PROMPT: &str = "not looked at> ";
pub(crate) const CLOSING_PROMPT: &str = "short fingerprint of the handoff> ";

// Ends of a text.
pub(crate) const LINES_END: &str =
    "Type one line or several; a line with a single . ends the text. An empty first line cancels.";
pub(crate) const LINE_ENDS: &str = "Type one line. An empty line cancels.";

// Ignored lines.
pub(crate) const CONTROL_CHARACTERS: &str =
    "That line holds control characters, as arrow keys send them; it was not taken. Type the line again.";

pub(crate) fn too_long() -> String {
    format!(
        "Too long: at most {NOTE_BYTES_MAX} bytes. That line was not taken; a single . ends the text before it."
    )
}
