//! Texts of a question: its position, observations, and answers.

use std::fmt::Display;

use crate::frontend::wording::count;
use crate::frontend::wording::evidence::lines_shown;
use crate::frontend::wording::step::until_walked;
use crate::review::action::Method;
use crate::review::fingerprint::Digest;
use crate::review::moment::Moment;
use crate::review::state::LinesShown;

pub(crate) fn step(number: usize, count: usize, title: &str) -> String {
    format!("Step {number} of {count}: {title}.")
}

pub(crate) fn settled(count: usize, of: usize) -> String {
    format!("{count} of {of} items are settled.")
}

pub(crate) fn item(number: usize, count: usize, id: &str) -> String {
    format!("Item {number} of {count}: {id}")
}

// Observations on an item.
pub(crate) const CLAIMED: &str = "The handoff claims this confirmation; the claim is not used.";
pub(crate) const HIT: &str = "The program sees this rule hit.";
pub(crate) const NOT_HIT: &str = "The program sees nothing that hits this rule.";
pub(crate) const NEVER_RUN: &str = "A command, shown and never run here.";

// State of the evidence file.
pub(crate) const UNREAD: &str = "Evidence: a file lies there that was not opened yet.";
pub(crate) const MOVED: &str = "Evidence: the file changed since it was opened.";

pub(crate) fn cannot_be_opened(refused: impl Display) -> String {
    format!("Evidence: what lies there {refused}.")
}

/// A binary file is opened but not shown.
pub(crate) fn read(
    digest: Digest,
    bytes: u64,
    (is_text, lines): (bool, Option<LinesShown>),
    at: Moment,
) -> String {
    let no_text = if is_text { "" } else { ", no text" };
    let lines = lines.map(|lines| format!(", {}", lines_shown(lines))).unwrap_or_default();
    format!("Evidence: opened at {}, {}{no_text}{lines}, {digest}", at.clock(), count::bytes(bytes))
}

pub(crate) fn state(state: &str) -> String {
    format!("State: {state}.")
}

/// `why` is a sentence.
pub(crate) fn state_blocked(why: &str) -> String {
    format!("State: blocked. {}.", why.trim_end_matches('.'))
}

pub(crate) const STATE_NOT_APPLICABLE: &str = "State: not applicable.";

pub(crate) fn state_locked(state: &str, step: &str, more: usize) -> String {
    format!("State: {state}, locked {}.", until_walked(step, more))
}

// Answers.
pub(crate) fn stale(at: Moment) -> String {
    format!("What it rests on moved; reopened at {}. moved says how.", at.clock())
}

pub(crate) fn confirmed(at: Moment, manner: Method) -> String {
    match manner {
        Method::Key => format!("Confirmed at {} by key.", at.clock()),
        Method::Echo => format!("Confirmed at {} by typing it.", at.clock()),
    }
}

pub(crate) fn not_applicable(at: Moment, reason: &str) -> String {
    format!("Not applicable since {}: {reason}", at.clock())
}

pub(crate) fn concern(at: Moment, concern: &str) -> String {
    format!("Concern at {}: {concern}", at.clock())
}

pub(crate) fn answered(at: Moment, answer: &str) -> String {
    format!("Answered at {}: {answer}", at.clock())
}

pub(crate) const NOT_ANSWERED: &str = "It has no answer.";

pub(crate) fn note(note: &str) -> String {
    format!("Note: {note}")
}

// Ways to confirm.
pub(crate) const BY_TYPING: &str = "Is confirmed by typing what you see.";
pub(crate) const NOTHING_TO_TYPE: &str =
    "Is confirmed by typing what you see; nothing stands there that can be used.";
pub(crate) const BY_COMMAND: &str = "Is confirmed by the command confirm.";

pub(crate) fn first_opened(at: Moment) -> String {
    format!("First looked at in full: {at}")
}
