//! Texts of the packet step.

use std::fmt::Display;

use crate::review::moment::Moment;

pub(crate) fn decision(decision: &str) -> String {
    format!("Decision: {decision}")
}

pub(crate) fn status(status: &str) -> String {
    format!("Status: {status}")
}

pub(crate) fn closed_at(at: Moment) -> String {
    format!("Closed at: {at}")
}

pub(crate) fn export_to(folder: &str) -> String {
    format!("Export goes to: {folder}")
}

pub(crate) const CLOSE_WITH: &str = "Close the review with:";

pub(crate) fn close(number: usize, title: &str) -> String {
    format!("close {number}: {title}")
}

pub(crate) fn not_now(open: usize) -> String {
    format!("Not now; of what it needs, still open: {open}.")
}

pub(crate) fn would_earn(status: &str) -> String {
    format!("Would earn {status}.")
}

pub(crate) fn indented(name: impl Display) -> String {
    format!("{name}.json, indented to be read; the file holds the same in canonical form.")
}
