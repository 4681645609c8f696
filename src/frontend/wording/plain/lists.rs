//! Texts of the lists that are available at any time.

use crate::frontend::wording::item::list;
use crate::review::runbook::Warning;

// Progress of a step.
pub(crate) const CLOSED: &str = "closed";
pub(crate) const NOT_CLOSED: &str = "not closed";
pub(crate) const LOCKED: &str = "locked";

pub(crate) fn settled(count: usize, of: usize) -> String {
    format!("{count} of {of} settled")
}

pub(crate) fn blocked(count: usize) -> String {
    format!("{count} blocked")
}

pub(crate) fn stale(count: usize) -> String {
    format!("{count} stale")
}

pub(crate) fn with_a_concern(count: usize) -> String {
    format!("{count} with a concern")
}

pub(crate) fn step(number: usize, title: &str, how_far: &[String], here: bool) -> String {
    let here = if here { ", you are here" } else { "" };
    format!("{number}: {title}: {}{here}", list(how_far))
}

pub(crate) fn open_item(id: &str, state: &str, locked: bool) -> String {
    let locked = if locked { ", locked" } else { "" };
    format!("{id}: {state}{locked}")
}

pub(crate) fn closed_with(status: &str) -> String {
    format!("Closed: {status}.")
}

/// `open` is the number of open items, and the first of them.
pub(crate) fn would_earn_now(verb: &str, status: &str, open: Option<(usize, &str)>) -> String {
    match open {
        None => format!("If you {verb}: {status}."),
        Some((count, first)) => {
            format!("If you {verb}: {status}. Items open: {count}. The first is {first}.")
        }
    }
}

pub(crate) fn runbook_warning(warning: &Warning) -> String {
    format!("runbook warning {warning}")
}

pub(crate) fn findings(count: usize) -> String {
    format!("Findings and open items: {count}.")
}

pub(crate) fn stale_items(count: usize) -> String {
    format!("Stale items: {count}.")
}

pub(crate) fn was(name: &str, old: &str) -> String {
    format!("{name} was: {old}")
}

pub(crate) fn is(name: &str, new: &str) -> String {
    format!("{name} is: {new}")
}

// Write actions.
pub(crate) const WRITE_ACTIONS: &str =
    "Write actions: shown, and blocked in every step. This program has no code for any of them.";
pub(crate) const ACTIONS_SHOWS: &str = "actions with a number says more of one and records nothing; try with a number tries it: that \
                                        is refused, recorded, and changes no status.";

pub(crate) fn write_action(number: usize, id: &str, action: &str, why: &str) -> String {
    format!("{number}: {id}: {action}. Blocked: {why}")
}

pub(crate) fn earns(status: &str) -> String {
    format!("Asking for it earns {status}.")
}

pub(crate) fn attempts(count: usize) -> String {
    format!("Refused attempts in this review: {count}.")
}

pub(crate) fn stop(action: &str) -> String {
    format!("Stop. You tried to {action}.")
}

pub(crate) const HOW_TO_TYPE: [&str; 3] = [
    "Type a word, or the number or sign behind it. The beginning of a word is enough where it is the only one.",
    "A number always means the same command. Enter alone says the question again and answers nothing.",
    "Texts are asked for after the command. One of several lines ends with a line that is a single dot.",
];

pub(crate) fn command(word: &str, signs: &[String], help: &str) -> String {
    match signs {
        [] => format!("{word}: {help}"),
        signs => format!("{word} ({}): {help}", signs.join(" or ")),
    }
}

// Above and below the commands that can be typed now.
pub(crate) const YOU_CAN: &str = "You can:";
pub(crate) const ALWAYS: &str = "  ? every command, q leave; everything is saved";
