//! A list to choose from: its titles, its entries, and what is said where nothing matches.

/// The titles.
pub(crate) const LEGAL_NOW: &str = "Commands that are legal now";
pub(crate) const FIND_ANYWHERE: &str = "Find in steps, items, notes, concerns and evidence names";
pub(crate) const FIND_A_KEY: &str = "Find a key by what it does";

/// What is said where nothing matches.
pub(crate) const NO_SUCH_COMMAND: &str = "No such command here; ? lists every key.";
pub(crate) const NOWHERE: &str = "Nothing has these words.";
pub(crate) const NO_SUCH_KEY: &str = "No key does that.";

/// How many match, of how many.
pub(crate) fn matching(found: usize, count: usize) -> String {
    format!("{found} of {count}")
}
