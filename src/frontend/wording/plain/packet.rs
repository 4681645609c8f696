//! The packet step and the packet.

use std::fmt::Display;

use crate::review::moment::Moment;

/// How the review was closed.
pub(crate) fn decision(decision: &str) -> String {
    format!("Decision: {decision}")
}

pub(crate) fn status(status: &str) -> String {
    format!("Status: {status}")
}

pub(crate) fn closed_at(at: Moment) -> String {
    format!("Closed at: {at}")
}

/// Where an export goes.
pub(crate) fn export_to(folder: &str) -> String {
    format!("Export goes to: {folder}")
}

/// Over the decisions.
pub(crate) const CLOSE_WITH: &str = "Close the review with:";

/// A decision and the command that takes it.
pub(crate) fn close(number: usize, title: &str) -> String {
    format!("close {number}: {title}")
}

/// Of a decision with which the review cannot be closed yet.
pub(crate) fn not_now(open: usize) -> String {
    format!("Not now; of what it needs, still open: {open}.")
}

/// Of any other decision.
pub(crate) fn would_earn(status: &str) -> String {
    format!("Would earn {status}.")
}

/// Before the packet.
pub(crate) fn indented(name: impl Display) -> String {
    format!("{name}.json, indented to be read; the file holds the same in canonical form.")
}
