//! What is copied, and why it is not.

use std::fmt::Display;

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Copied {
    Fingerprint,
    Value,
    Title,
    Decision,
    Status,
    Digest,
    Match,
    FirstRow,
}

/// It was handed to the terminal.
pub(crate) fn copied(what: Copied) -> &'static str {
    match what {
        Copied::Fingerprint => "Copied, if the terminal allows it: the fingerprint of the packet.",
        Copied::Value => "Copied, if the terminal allows it: what stands there.",
        Copied::Title => "Copied, if the terminal allows it: the text of the item.",
        Copied::Decision => "Copied, if the terminal allows it: the decision.",
        Copied::Status => "Copied, if the terminal allows it: the status it would earn.",
        Copied::Digest => "Copied, if the terminal allows it: the digest of the file.",
        Copied::Match => "Copied, if the terminal allows it: the row with the match.",
        Copied::FirstRow => "Copied, if the terminal allows it: the first row of the page.",
    }
}

/// Where nothing is about anything.
pub(crate) const NOTHING_TO_COPY: &str = "There is nothing here to copy.";

/// It would leave the console.
pub(crate) fn secret(rule: impl Display) -> String {
    format!("Not copied: it looks like a credential ({rule}).")
}

/// Terminals cut what is longer.
pub(crate) fn too_long(bytes_max: usize) -> String {
    format!("Not copied: more than {bytes_max} bytes.")
}
