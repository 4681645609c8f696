//! Texts of an evidence file that is printed line by line.

use crate::frontend::wording::count;
use crate::review::fingerprint::Digest;

pub(crate) fn evidence_of(item: &str, path: &str) -> String {
    format!("Evidence of {item}: {path}")
}

pub(crate) fn digest_and_bytes(digest: Digest, bytes: usize) -> String {
    format!("{digest}, {}", count::bytes(bytes))
}

pub(crate) fn tokens(count: usize) -> String {
    format!("Characters that do not show, each as a token: {count}")
}

pub(crate) fn withheld(count: u64) -> String {
    format!("Parts withheld because they look like a credential: {count}.")
}

pub(crate) fn end_of(path: &str, lines: usize) -> String {
    format!("End of {path}, lines: {lines}.")
}

// Commands on a page.
pub(crate) const PAGE_PROMPT: &str = "Enter goes on, /TEXT finds, q stops> ";
pub(crate) const SEARCHED_PROMPT: &str = "Enter goes on, n finds the next, q stops> ";
pub(crate) const END_PROMPT: &str = "End. n finds the next, q stops> ";
pub(crate) const GOES_ON_OR_FINDS: &str =
    "Enter goes on, /TEXT finds a text, n finds the next match, N the one before, q stops.";

/// For the next match after the end of a search. Alone, the letter is short for another command.
pub(crate) const SEARCH_IS_OVER: &str = "The search is over. /TEXT begins another one; `note` writes a note.";

pub(crate) const NO_SEARCH_YET: &str = "Nothing was searched for yet. /TEXT finds a text.";

/// `typed` is quoted.
pub(crate) fn not_found(typed: &str) -> String {
    format!("Not found: {typed}.")
}
