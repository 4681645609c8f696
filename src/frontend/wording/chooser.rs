//! Texts of lists to choose from: titles, entries, and messages if nothing matches.

// Titles.
pub(crate) const LEGAL_NOW: &str = "Commands that are legal now";
pub(crate) const FIND_ANYWHERE: &str = "Find in steps, items, notes, concerns and evidence names";
pub(crate) const FIND_A_KEY: &str = "Find a key by what it does";

// Messages if nothing matches.
pub(crate) const NO_SUCH_COMMAND: &str = "No such command here; ? lists every key.";
pub(crate) const NOWHERE: &str = "Nothing has these words.";
pub(crate) const NO_SUCH_KEY: &str = "No key does that.";

pub(crate) fn matching(found: usize, count: usize) -> String {
    format!("{found} of {count}")
}

pub(crate) const NOTHING_MATCHES: &str = "Nothing matches; nothing was done.";

pub(crate) const STEP: &str = "step";

pub(crate) fn step(title: &str) -> String {
    format!("step  {title}")
}

pub(crate) fn write_action(action: &str, status: &str) -> String {
    format!("{action}: blocked, {status}")
}

pub(crate) fn evidence(id: &str, name: &str) -> String {
    format!("{id}, evidence: {name}")
}

pub(crate) fn stands_there(id: &str, value: &str) -> String {
    format!("{id}, stands there: {value}")
}

pub(crate) fn note(id: &str, note: &str) -> String {
    format!("{id}, note: {note}")
}

pub(crate) fn not_applicable(id: &str, reason: &str) -> String {
    format!("{id}, not applicable: {reason}")
}

pub(crate) fn concern(id: &str, concern: &str) -> String {
    format!("{id}, concern: {concern}")
}

pub(crate) fn answered(id: &str, answer: &str) -> String {
    format!("{id}, answered: {answer}")
}

/// For a key that does nothing on the screen under the help.
pub(crate) fn works(key: &str, places: &[&str]) -> String {
    format!("{key} works {}.", places.join(", "))
}
