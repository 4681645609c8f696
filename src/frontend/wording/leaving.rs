//! Texts at the beginning and the end of a session: its state, its paths, and errors.

use std::fmt::Display;

use crate::review::limits::LABEL_BYTES_MAX;

pub(crate) fn closed_already(key: &str) -> String {
    format!("This review is closed; {key} exports it, --new begins another.")
}

pub(crate) fn new_beside_unreadable(count: usize) -> String {
    format!("A new review. Journals here that cannot be read: {count}; `strict-review sessions` lists them.")
}

// Location at which an unfinished session continues.
pub(crate) const WHERE_YOU_LEFT: &str = "Resumed where you left.";
pub(crate) const AT_THE_FIRST_OPEN_ITEM: &str = "Resumed at the first open item.";
pub(crate) const NOTHING_OPEN: &str = "Resumed; nothing is open.";

/// The sentences on sittings and changes come last.
pub(crate) fn resumed(at: &str, torn_bytes: usize, sittings: &[String], moved: Option<&str>) -> String {
    let torn = match torn_bytes {
        0 => None,
        1 => Some("1 byte of a half-written last line was dropped.".to_owned()),
        bytes => Some(format!("{bytes} bytes of a half-written last line were dropped.")),
    };
    let begin = [Some(at), torn.as_deref()];
    let sentences = begin.into_iter().flatten().chain(sittings.iter().map(String::as_str)).chain(moved);
    sentences.collect::<Vec<_>>().join(" ")
}

pub(crate) fn runbook_warnings(codes: &[&str]) -> String {
    let codes = codes.join(", ");
    format!("The runbook has warnings: {codes}. Ready says less then; `strict-review explain CODE` says why.")
}

/// For a session folder that other machines may reach.
pub(crate) const LOCK_OF_THIS_MACHINE: &str = "The session is on a network or FUSE mount: its lock may keep out this \
     machine only. The journal is read again before the closing call, the export and leaving.";

pub(crate) fn held(why: impl Display) -> String {
    format!(
        "Another console writes this session; it is shown as it stood on opening ({why}). To go on with it, end that console, \
         then leave and start again."
    )
}

/// Prefix of messages on standard error.
pub(crate) fn strict_review(says: impl Display) -> String {
    format!("strict-review: {says}")
}

/// For an open review.
pub(crate) fn left(session: &str, journal: &str) -> String {
    format!("session {session} is unfinished, saved in {journal}; the same command goes on with it")
}

/// For a closed review whose packet an earlier run wrote.
pub(crate) fn left_exported(session: &str, packet: &str, status: &str) -> String {
    format!("session {session} is closed with {status}; its packet is {packet}, exported before")
}

/// For a closed review whose packet is missing from the folder, or incomplete.
pub(crate) fn left_unexported(session: &str, folder: &str, is_part: bool) -> String {
    let lies = if is_part { "not whole" } else { "not" };
    format!(
        "session {session} is closed; its packet is {lies} in {folder}. The same command opens the review again, to export it"
    )
}

// Errors of a front end or the journal: their subjects and hints.
pub(crate) const TERMINAL: &str = "terminal";
pub(crate) const STANDARD_INPUT: &str = "standard input";
pub(crate) const SAME_COMMAND_RESUMES: &str = "Every answer is in the session; the same command resumes it.";
pub(crate) const PUT_IT_BACK: &str = "Put it back there if you can; without it the same command begins anew.";
pub(crate) const GOES_ON: &str =
    "The same command goes on with what the journal holds; `strict-review sessions` lists it.";
pub(crate) const JOURNAL_IS_KEPT: &str = "The journal is kept as it is; --new begins a new session.";
pub(crate) const NAME_A_FOLDER: &str = "Name a folder that can be written with --session DIR.";

pub(crate) const EXPORT_AGAIN: &str = "Mend that or name another folder with --out DIR, and export it again.";

pub(crate) fn not_exported(why: impl Display) -> String {
    format!("the packet was not written: {why}")
}

pub(crate) fn the_journal(broken: impl Display) -> String {
    format!("the journal {broken}")
}

pub(crate) fn cannot_be_kept(why: impl Display) -> String {
    format!("the session cannot be kept here: {why}")
}

// Invalid labels of a reviewer.
pub(crate) const SECRET_LABEL: &str = "the label looks like a credential; it was not kept";
pub(crate) const GIVE_A_LABEL: &str = "Give a short name or role; it is a label only.";

/// For a label with invisible characters, or one that is too long.
pub(crate) fn unusable_label() -> String {
    format!("expected a label that shows all of itself, of at most {LABEL_BYTES_MAX} bytes")
}
