//! An evidence file, said from its first line to its last.

use crate::review::fingerprint::Digest;
use crate::wording::count;

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
pub(crate) fn withheld(count: usize) -> String {
    format!("Parts withheld because they look like a credential: {count}.")
}

/// Behind its last line.
pub(crate) fn end_of(path: &str, lines: usize) -> String {
    format!("End of {path}, lines: {lines}.")
}
