//! Texts of the dialogue itself: the greeting, prompts, and ignored lines.

use std::fmt::Display;

pub(crate) fn runbook_named(stage: &str, after: &str, title: &str) -> String {
    format!("strict-review, plain mode. {stage} after {after}: {title}.")
}

pub(crate) fn review_only(confinement: &str, reviewer: Option<&str>) -> String {
    let reviewer = reviewer.map(|reviewer| format!(" This sitting: {reviewer}.")).unwrap_or_default();
    format!("REVIEW ONLY. The process is {confinement}.{reviewer}")
}

pub(crate) fn items_open(count: usize) -> String {
    format!("Items open: {count}. ? lists every command, q leaves; every answer is saved when it is given.")
}

pub(crate) fn recorded(recorded: &str, open: usize) -> String {
    format!("{recorded} Items open: {open}.")
}

pub(crate) fn refused(why: impl Display) -> String {
    format!("Refused. {why}")
}

/// `id` is an item or the packet.
pub(crate) fn prompt(id: &str, state: &str) -> String {
    format!("{id}, {state}> ")
}

pub(crate) const NOTHING_TO_ANSWER: &str = "There is nothing to answer in this step.";

// Pages of a long text.
pub(crate) const PAGE_PROMPT: &str = "Enter goes on, q stops> ";
pub(crate) const GOES_ON: &str = "Enter goes on, q stops.";
pub(crate) const STOPPED: &str = "Stopped.";

// A text being typed.
pub(crate) const CANCELLED: &str = "Cancelled; nothing was recorded.";
pub(crate) const AGAIN: &str = "Type it again, from its first line on. An empty line cancels.";
pub(crate) const KEPT: &str = "Your text is kept: retry records it.";
pub(crate) const LOST: &str = "The text that could not be recorded is lost.";
pub(crate) const NOT_ENDED: &str = "The text that was not ended was not recorded.";

// Invalid lines.
pub(crate) const NOT_UTF8: &str = "That line is not UTF-8; it was not taken.";
pub(crate) const CUT: &str = "The last line has no end; it was not taken.";

pub(crate) fn too_long(bytes_max: usize) -> String {
    format!("Too long: a line has at most {bytes_max} bytes. It was not taken.")
}
