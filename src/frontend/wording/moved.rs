//! Texts on changes since the answers.

pub(crate) const WHAT_MOVED: &str = "What moved";

pub(crate) fn stale(count: usize) -> String {
    format!("{count} stale")
}

pub(crate) const STALE_MEANS: &str = "These answers were reopened because something they rest on changed. Look at each, and answer \
                                      again; all other answers are kept.";

pub(crate) const NOTHING_IS_STALE: &str = "Nothing is stale.";

/// Value of a field that was missing, or is now.
pub(crate) const NOTHING: &str = "nothing";

/// For an item whose change was reverted from outside.
pub(crate) const STANDS_AGAIN: &str = "It changed, and is now again as it was when it was answered.";

/// For a file that changed back to the bytes of the answer.
pub(crate) const SAME_BYTES: &str =
    "It changed, and now holds the same bytes again as when it was answered; they were not opened since.";

/// For texts that differ in white space alone; `number` counts characters from 1.
pub(crate) fn differs_at(number: usize, old: Option<char>, new: Option<char>) -> String {
    format!(
        "They differ in white space alone, first at character {number}: {} was there, {} is.",
        named(old),
        named(new)
    )
}

fn named(c: Option<char>) -> String {
    c.map_or_else(|| "nothing".to_owned(), |c| format!("U+{:04X}", u32::from(c)))
}
