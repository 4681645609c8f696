//! Messages on copied text.

use std::fmt::Display;

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

/// The terminal does not report if it accepts the text.
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

pub(crate) const NOTHING_TO_COPY: &str = "There is nothing here to copy.";

pub(crate) fn secret(rule: impl Display) -> String {
    format!("Not copied: it looks like a credential ({rule}).")
}

/// Terminals cut longer texts.
pub(crate) fn too_long(bytes_max: usize) -> String {
    format!("Not copied: more than {bytes_max} bytes.")
}
