//! An evidence file, said from its first line to its last.

use crate::frontend::wording::count;
use crate::review::fingerprint::Digest;

/// Which file it is.
pub(crate) fn evidence_of(item: &str, path: &str) -> String {
    format!("Evidence of {item}: {path}")
}

/// What its bytes are.
pub(crate) fn digest_and_bytes(digest: Digest, bytes: usize) -> String {
    format!("{digest}, {}", count::bytes(bytes))
}

/// How many characters of it stand as tokens.
pub(crate) fn tokens(count: usize) -> String {
    format!("Characters that do not show, each as a token: {count}")
}

/// How many parts of it are not said.
pub(crate) fn withheld(count: u64) -> String {
    format!("Parts withheld because they look like a credential: {count}.")
}

/// Behind its last line.
pub(crate) fn end_of(path: &str, lines: usize) -> String {
    format!("End of {path}, lines: {lines}.")
}

// A page at a time: what can be typed there.
pub(crate) const PAGE_PROMPT: &str = "Enter goes on, /TEXT finds, q stops> ";
pub(crate) const SEARCHED_PROMPT: &str = "Enter goes on, n finds the next, q stops> ";
pub(crate) const END_PROMPT: &str = "End. n finds the next, q stops> ";
pub(crate) const GOES_ON_OR_FINDS: &str =
    "Enter goes on, /TEXT finds a text, n finds the next match, N the one before, q stops.";

/// For the next match after the end of a search. Alone, the letter is short for another command.
pub(crate) const SEARCH_IS_OVER: &str = "The search is over. /TEXT begins another one; `note` writes a note.";

/// For the next match before any search.
pub(crate) const NO_SEARCH_YET: &str = "Nothing was searched for yet. /TEXT finds a text.";

/// The search found nothing. What was typed comes in quoted.
pub(crate) fn not_found(typed: &str) -> String {
    format!("Not found: {typed}.")
}
