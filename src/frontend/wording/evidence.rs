//! Texts on the evidence file of a reference.

use std::fmt::Display;

use super::count;
use crate::review::moment::Moment;
use crate::review::state::LinesShown;

pub(crate) const NOT_PINNED: &str =
    "no file lies in an evidence folder; the export says that it is not pinned to a digest";

pub(crate) fn near(words: &str) -> String {
    format!("{words}; the export says that it is not pinned to a digest")
}

pub(crate) const NO_FILE: &str = "No evidence file lies there for this item.";

pub(crate) fn no_file_for(item: &str) -> String {
    format!("No evidence file lies there for {item}.")
}

pub(crate) fn not_opened(item: &str, refused: impl Display) -> String {
    format!("Not opened: the file of {item}: {refused}.")
}

pub(crate) fn evidence(known: &str) -> String {
    format!("evidence: {known}")
}

pub(crate) fn unread(key: &str) -> String {
    format!("not opened yet; {key} opens it")
}

pub(crate) fn moved(key: &str) -> String {
    format!("changed since it was opened; {key} opens it again")
}

pub(crate) fn lines_shown(lines: LinesShown) -> String {
    format!("{} of {} shown", lines.shown, count::lines(usize::try_from(lines.lines).unwrap_or(usize::MAX)))
}

/// A binary file is opened but not shown.
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
