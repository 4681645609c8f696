//! What moved since it was answered.

/// The title.
pub(crate) const WHAT_MOVED: &str = "What moved";

/// How many answers are open again.
pub(crate) fn stale(count: usize) -> String {
    format!("{count} stale")
}

/// What that means.
pub(crate) const STALE_MEANS: &str = "These answers were reopened because something they rest on changed. Look at each, and answer \
                                      again; all other answers are kept.";

/// Where no answer is.
pub(crate) const NOTHING_IS_STALE: &str = "Nothing is stale.";

/// What stands where nothing stood, or stands no more.
pub(crate) const NOTHING: &str = "nothing";

/// Of an item whose change was taken back outside.
pub(crate) const STANDS_AGAIN: &str = "It changed, and is now again as it was when it was answered.";

/// Of a file that changed and holds again the bytes that were answered to.
pub(crate) const SAME_BYTES: &str =
    "It changed, and now holds the same bytes again as when it was answered; they were not opened since.";

/// Of two texts that differ in white space alone: where, and in which characters.
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
