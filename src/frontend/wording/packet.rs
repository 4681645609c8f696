//! Texts of the packet step: the closing call, the status of a decision, and the files of the packet.

use std::fmt::Display;

use super::item::list;
use crate::review::moment::Moment;

pub(crate) const IS_CLOSED: &str = "This review is closed. It can be read and exported, not changed.";

pub(crate) const CLOSING_CALL: &str = "The closing call ends the review. It asks what you did not look at and for the short \
                                       fingerprint of the handoff; then you see the exact packet before it is written.";

pub(crate) fn not_now(open: usize) -> String {
    format!("not now; of what it needs, still open: {open}")
}

pub(crate) fn would_earn(status: &str) -> String {
    format!("would earn {status}")
}

// Labels of a selected decision.
pub(crate) const WOULD_EARN: &str = "Would earn";
pub(crate) const NEEDS: &str = "Needs, still open";

/// For a decision that cannot close the review yet; `next` goes to the next open item.
pub(crate) fn not_with_this_decision(open: usize, next: &str) -> String {
    format!("Not with this decision; of what it needs, still open: {open} ({next} goes to the next).")
}

pub(crate) const CLOSE_FIRST: &str =
    "Close the review first: open a decision here. What is exported is a closed review.";

pub(crate) const CLOSED: &str = "Closed";

pub(crate) fn status(status: &str) -> String {
    format!("status: {status}")
}

pub(crate) fn closed_at(at: Moment) -> String {
    format!("at: {at}")
}

pub(crate) fn not_looked_at(what: &str) -> String {
    format!("not looked at: {what}")
}

/// `shows` and `writes` are keys.
pub(crate) fn export_to(folder: &str, shows: &str, writes: &str) -> String {
    format!("export to: {folder} ({shows} shows the packet, then {writes} writes it)")
}

pub(crate) fn findings(count: usize) -> String {
    format!("Findings and open items ({count})")
}

pub(crate) fn near_misses(count: usize) -> String {
    format!("References that name no file, and nearly one ({count})")
}

pub(crate) fn refused_attempts(count: usize) -> String {
    format!("Refused attempts on write actions ({count})")
}

pub(crate) fn indented(name: impl Display) -> String {
    format!("{name}.json · indented to be read; the file holds the same in canonical form")
}

pub(crate) fn exact(name: impl Display) -> String {
    format!("{name}.json · the file's own bytes")
}

/// `writes` is a key or a command.
pub(crate) fn not_written_yet(writes: &str, folder: &str) -> String {
    format!("Not written yet. {writes} writes it to {folder}, with .json.sha256 and .md beside it.")
}

/// For a review closed in an earlier run, which may have written the packet elsewhere.
pub(crate) fn not_there(writes: &str, folder: &str) -> String {
    format!("Not in {folder}. {writes} writes it there, with .json.sha256 and .md beside it.")
}

/// Written in this run, and unchanged.
pub(crate) fn exported(at: Moment, folder: &str, files: usize) -> String {
    format!("Exported {} to {folder} ({files} files, unchanged since).", at.clock())
}

/// Written by an earlier run.
pub(crate) fn already_there(folder: &str, files: usize) -> String {
    format!("Exported to {folder} before ({files} files, unchanged).")
}

/// Written in this run; some files are gone or changed.
pub(crate) fn no_longer_whole(at: Moment, folder: &str, names: &[String]) -> String {
    format!("Exported {} to {folder}. Since then gone or changed: {}.", at.clock(), list(names))
}

/// Written in this run; all files are gone.
pub(crate) fn no_longer_there(at: Moment, folder: &str) -> String {
    format!("Exported {} to {folder}. Its files are no longer there.", at.clock())
}

/// Written by an earlier run; some files are missing or changed.
pub(crate) fn partly_there(folder: &str, names: &[String]) -> String {
    format!("Only a part of it is in {folder}. Missing or with other bytes: {}.", list(names))
}

pub(crate) fn written(files: &[String]) -> String {
    format!("Written: {}", files.join(", "))
}

/// `key` tries again.
pub(crate) fn not_written(why: impl Display, key: &str) -> String {
    format!(
        "Not written: {why}. The session is intact. Mend it and press {key}; for a folder that was made anew, leave and run \
         the same command."
    )
}
