//! The evidence file of a reference: what is known of it.

use std::fmt::Display;

use super::count;
use crate::review::moment::Moment;
use crate::review::state::LinesShown;

/// Of a reference without a file.
pub(crate) const NOT_PINNED: &str =
    "no file lies in an evidence folder; the export says that it is not pinned to a digest";

/// Of a reference that nearly names one.
pub(crate) fn near(words: &str) -> String {
    format!("{words}; the export says that it is not pinned to a digest")
}

/// Where a file is asked for.
pub(crate) const NO_FILE: &str = "No evidence file lies there for this item.";

/// The same, by the name of the item.
pub(crate) fn no_file_for(item: &str) -> String {
    format!("No evidence file lies there for {item}.")
}

/// The file was refused, and why.
pub(crate) fn not_opened(item: &str, refused: impl Display) -> String {
    format!("Not opened: the file of {item}: {refused}.")
}

/// What is known of the file, behind its label.
pub(crate) fn evidence(known: &str) -> String {
    format!("evidence: {known}")
}

/// Nobody opened it.
pub(crate) fn unread(key: &str) -> String {
    format!("not opened yet; {key} opens it")
}

/// It changed since it was opened.
pub(crate) fn moved(key: &str) -> String {
    format!("changed since it was opened; {key} opens it again")
}

/// How much of it was on the screen or printed.
pub(crate) fn lines_shown(lines: LinesShown) -> String {
    format!("{} of {} shown", lines.shown, count::lines(usize::try_from(lines.lines).unwrap_or(usize::MAX)))
}

/// It was opened; bytes that are no text were not shown.
pub(crate) fn read(
    digest: &str,
    bytes: u64,
    (is_text, lines): (bool, Option<LinesShown>),
    at: Moment,
) -> String {
    let no_text = if is_text { "" } else { ", no text" };
    let lines = lines.map(|lines| format!(" · {}", lines_shown(lines))).unwrap_or_default();
    format!("{digest} · {}{no_text} · opened {}{lines}", count::bytes(bytes), at.clock())
}
