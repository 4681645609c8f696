//! Texts on changes since the answers.

use crate::review::diff::Change;

pub(crate) const STALE_MEANS: &str = "These answers were reopened because something they are based on \
     changed. Check each and answer again; all other answers are kept.";

pub(crate) const NOTHING_IS_STALE: &str = "Nothing is stale.";

/// For an item whose change was reverted from outside.
pub(crate) const CHANGED_BACK: &str = "It changed, and has changed back to what was answered.";

/// For a file that changed back to the bytes of the answer.
pub(crate) const SAME_BYTES: &str =
    "It changed, and has changed back to the bytes that were answered; they have not been opened since.";

const NOTHING: &str = "nothing";

pub(crate) struct Values<'a> {
    pub(crate) old: &'a str,
    pub(crate) new: &'a str,
    /// For texts that differ in white space alone.
    pub(crate) unseen: Option<String>,
}

/// Returns `None` for the same bytes.
pub(crate) fn values<'a>(change: &'a Change) -> Option<Values<'a>> {
    let unseen = change.unseen().map(|(number, old, new)| {
        format!(
            "Only white space differs, first at character {number}: was {}, is {}.",
            named(old),
            named(new)
        )
    });
    let shown = |value: &'a Option<String>| value.as_deref().unwrap_or(NOTHING);
    (!change.is_of_same_bytes()).then(|| Values { old: shown(&change.old), new: shown(&change.new), unseen })
}

fn named(c: Option<char>) -> String {
    c.map_or_else(|| NOTHING.to_owned(), |c| format!("U+{:04X}", u32::from(c)))
}
