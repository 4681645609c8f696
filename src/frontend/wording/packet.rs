//! The packet step and the packet: the closing call, what a decision would earn, what will be written.

use std::fmt::Display;

use super::item::list;
use crate::review::moment::Moment;

/// Of a review that is closed.
pub(crate) const IS_CLOSED: &str = "This review is closed. It can be read and exported, not changed.";

/// Of one that is open.
pub(crate) const CLOSING_CALL: &str = "The closing call ends the review. It asks what you did not look at and for the short \
                                       fingerprint of the handoff; then you see the exact packet before it is written.";

/// Of a decision with which the review cannot be closed yet.
pub(crate) fn not_now(open: usize) -> String {
    format!("not now; of what it needs, still open: {open}")
}

/// Of any other decision.
pub(crate) fn would_earn(status: &str) -> String {
    format!("would earn {status}")
}

// The labels of a decision that is selected.
pub(crate) const WOULD_EARN: &str = "Would earn";
pub(crate) const NEEDS: &str = "Needs, still open";

/// Where a decision is taken with which the review cannot be closed yet; `next` goes to what is open.
pub(crate) fn not_with_this_decision(open: usize, next: &str) -> String {
    format!("Not with this decision; of what it needs, still open: {open} ({next} goes to the next).")
}

/// Where the packet of an open review is asked for.
pub(crate) const CLOSE_FIRST: &str =
    "Close the review first: open a decision here. What is exported is a closed review.";

/// The heading over how the review was closed.
pub(crate) const CLOSED: &str = "Closed";

/// What it earned.
pub(crate) fn status(status: &str) -> String {
    format!("status: {status}")
}

/// When it was closed.
pub(crate) fn closed_at(at: Moment) -> String {
    format!("at: {at}")
}

/// What the reviewer did not look at.
pub(crate) fn not_looked_at(what: &str) -> String {
    format!("not looked at: {what}")
}

/// Where an export goes, with the keys that show and write it.
pub(crate) fn export_to(folder: &str, shows: &str, writes: &str) -> String {
    format!("export to: {folder} ({shows} shows the packet, then {writes} writes it)")
}

/// The heading over what weighs on the status.
pub(crate) fn findings(count: usize) -> String {
    format!("Findings and open items ({count})")
}

/// The heading over references that nearly name a file.
pub(crate) fn near_misses(count: usize) -> String {
    format!("References that name no file, and nearly one ({count})")
}

/// The heading over what was refused.
pub(crate) fn refused_attempts(count: usize) -> String {
    format!("Refused attempts on write actions ({count})")
}

/// The title of a packet that is shown to be read.
pub(crate) fn indented(name: impl Display) -> String {
    format!("{name}.json · indented to be read; the file holds the same in canonical form")
}

/// The title of a packet that is shown as it will be written.
pub(crate) fn exact(name: impl Display) -> String {
    format!("{name}.json · the file's own bytes")
}

/// Before it is written, with the key or the command that does it.
pub(crate) fn not_written_yet(writes: &str, folder: &str) -> String {
    format!("Not written yet. {writes} writes it to {folder}, with .json.sha256 and .md beside it.")
}

/// The same for a review that was closed in an earlier run, which may have written it elsewhere.
pub(crate) fn not_there(writes: &str, folder: &str) -> String {
    format!("Not in {folder}. {writes} writes it there, with .json.sha256 and .md beside it.")
}

/// It was written in this run, and is there as it was.
pub(crate) fn exported(at: Moment, folder: &str, files: usize) -> String {
    format!("Exported {} to {folder} ({files} files, unchanged since).", at.clock())
}

/// It is there, written by an earlier run.
pub(crate) fn already_there(folder: &str, files: usize) -> String {
    format!("Exported to {folder} before ({files} files, unchanged).")
}

/// It was written in this run, and not all of it is there as it was.
pub(crate) fn no_longer_whole(at: Moment, folder: &str, names: &[String]) -> String {
    format!("Exported {} to {folder}. Since then gone or changed: {}.", at.clock(), list(names))
}

/// It was written in this run, and nothing of it is there.
pub(crate) fn no_longer_there(at: Moment, folder: &str) -> String {
    format!("Exported {} to {folder}. Its files are no longer there.", at.clock())
}

/// A part of it is there, written by an earlier run.
pub(crate) fn partly_there(folder: &str, names: &[String]) -> String {
    format!("Only a part of it is in {folder}. Missing or with other bytes: {}.", list(names))
}

/// Where it was written.
pub(crate) fn written(files: &[String]) -> String {
    format!("Written: {}", files.join(", "))
}

/// The folder did not take it, and the key that tries again.
pub(crate) fn not_written(why: impl Display, key: &str) -> String {
    format!(
        "Not written: {why}. The session is intact. Mend it and press {key}; for a folder that was made anew, leave and run \
         the same command."
    )
}
