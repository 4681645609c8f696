//! Texts of the packet step: the closing call, and references without a file.

pub(crate) const IS_CLOSED: &str = "This review is closed. It can be read and exported, not changed.";

pub(crate) const CLOSING_CALL: &str = "The closing call ends the review. It asks what you skipped and for \
     the short fingerprint of the handoff; then you see the exact packet before it is written.";

/// For a decision that cannot close the review yet; `next` goes to the next open item.
pub(crate) fn not_with_this_decision(open: usize, next: &str) -> String {
    format!(
        "Not possible with this decision yet; items it needs, still open: {open} ({next} goes to the \
         next)."
    )
}

pub(crate) fn near_misses(count: usize) -> String {
    format!("References that nearly name a file ({count})")
}
