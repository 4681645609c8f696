//! A list to choose from: its titles, its entries, and what is said where nothing matches.

// The titles.
pub(crate) const LEGAL_NOW: &str = "Commands that are legal now";
pub(crate) const FIND_ANYWHERE: &str = "Find in steps, items, notes, concerns and evidence names";
pub(crate) const FIND_A_KEY: &str = "Find a key by what it does";

// What is said where nothing matches.
pub(crate) const NO_SUCH_COMMAND: &str = "No such command here; ? lists every key.";
pub(crate) const NOWHERE: &str = "Nothing has these words.";
pub(crate) const NO_SUCH_KEY: &str = "No key does that.";

/// How many match, of how many.
pub(crate) fn matching(found: usize, count: usize) -> String {
    format!("{found} of {count}")
}

/// Where a line is chosen and none matches.
pub(crate) const NOTHING_MATCHES: &str = "Nothing matches; nothing was done.";

/// The sign of an entry that is a step.
pub(crate) const STEP: &str = "step";

/// A step among the commands.
pub(crate) fn step(title: &str) -> String {
    format!("step  {title}")
}

/// A write action.
pub(crate) fn write_action(action: &str, status: &str) -> String {
    format!("{action}: blocked, {status}")
}

/// The evidence file of an item.
pub(crate) fn evidence(id: &str, name: &str) -> String {
    format!("{id}, evidence: {name}")
}

/// What stands at an item.
pub(crate) fn stands_there(id: &str, value: &str) -> String {
    format!("{id}, stands there: {value}")
}

/// What was written at an item.
pub(crate) fn note(id: &str, note: &str) -> String {
    format!("{id}, note: {note}")
}

/// Why an item does not apply.
pub(crate) fn not_applicable(id: &str, reason: &str) -> String {
    format!("{id}, not applicable: {reason}")
}

/// A concern about an item.
pub(crate) fn concern(id: &str, concern: &str) -> String {
    format!("{id}, concern: {concern}")
}

/// The answer to a concern.
pub(crate) fn answered(id: &str, answer: &str) -> String {
    format!("{id}, answered: {answer}")
}

/// Of a key that does nothing on the screen behind: where it works.
pub(crate) fn works(key: &str, places: &[&str]) -> String {
    format!("{key} works {}.", places.join(", "))
}
