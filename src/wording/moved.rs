//! What moved since it was answered.

/// The title.
pub(crate) const WHAT_MOVED: &str = "What moved";

/// How many answers are open again.
pub(crate) fn stale(count: usize) -> String {
    format!("{count} stale")
}

/// What that means.
pub(crate) const STALE_MEANS: &str = "These answers were given to something else than stands there now. They are open again; \
                                      all others stand. Look at each, and answer it anew.";

/// Where no answer is.
pub(crate) const NOTHING_IS_STALE: &str = "Nothing is stale.";

/// What stands where nothing stood, or stands no more.
pub(crate) const NOTHING: &str = "nothing";

/// Of an item whose change was taken back outside.
pub(crate) const STANDS_AGAIN: &str = "It moved, and stands again as it was when it was answered.";
