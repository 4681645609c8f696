//! Texts of the evidence screen: facts about the file, the position, and the search.

use std::fmt::Display;

use super::count;
use crate::pager::{Counts, Direction, HIDDEN_MAX};

/// For example `1200 bytes · 40 lines · 2 characters that do not show`.
pub(crate) fn facts(counts: Counts) -> String {
    let mut facts = vec![count::bytes(counts.bytes), count::lines(counts.lines)];
    match counts.crlf_lines {
        0 => {}
        ends if ends == counts.lines => facts.push("CRLF".to_owned()),
        ends => facts.push(format!("{ends} of them CRLF")),
    }
    match counts.hidden {
        0 => {}
        HIDDEN_MAX => facts.push(format!("{HIDDEN_MAX} or more characters that do not show")),
        hidden => facts.push(count::hidden(hidden)),
    }
    facts.join(" · ")
}

pub(crate) fn bytes(bytes: usize) -> String {
    count::bytes(bytes)
}

/// For example `line 120 of 4000 · 3%`. `column` is the leftmost one, unless that is the first.
pub(crate) fn at_line(
    (line, lines): (usize, usize),
    indented: bool,
    column: Option<usize>,
    percent: impl Display,
) -> String {
    let form = if indented { " of the indented form" } else { "" };
    let column = column.map(|column| format!(" · column {column}")).unwrap_or_default();
    format!("line {line} of {lines}{form}{column} · {percent}%")
}

pub(crate) fn not_shown(why: impl Display) -> String {
    format!("Not shown: {why}.")
}

pub(crate) const LOOK_OUTSIDE: &str = "Its size and digest are recorded. Look at it outside, and make sure that it is the \
                                       same: sha256sum must print the digest above for it.";

pub(crate) fn find(typed: &str) -> String {
    format!("find: {typed}")
}

pub(crate) const ONLY_JSON: &str = "Only JSON has an indented form.";

pub(crate) fn nothing_sought(key: &str) -> String {
    format!("Nothing is sought yet ({key} asks for it).")
}

/// Not for text that looks like a credential, which is not repeated.
pub(crate) fn not_found(sought: &str) -> String {
    format!("Not found: {sought}")
}
pub(crate) const SECRET_NOT_FOUND: &str = "Not found. It looks like a credential and is not repeated.";

/// `again_from` is set if the search went on from the other end.
pub(crate) fn found(line: usize, again_from: Option<Direction>) -> String {
    match again_from {
        None => format!("Found in line {line}."),
        Some(Direction::Forward) => format!("Found in line {line}, on from the top."),
        Some(Direction::Backward) => format!("Found in line {line}, on from the end."),
    }
}
