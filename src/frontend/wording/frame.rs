//! What stands on every screen: which review it is, what it would earn now, what was told, and where there is more.

use super::count;

/// Which stage this is.
pub(crate) fn runbook_named(stage: &str, after: &str, title: &str) -> String {
    format!("strict-review  {stage} after {after}  {title}")
}

/// In a header, of a session whose folder other machines may reach.
pub(crate) const LOCK_OF_THIS_MACHINE: &str = "lock: this machine only";

/// In a header, of a runbook that has warnings.
pub(crate) fn warnings(warnings: usize) -> Option<String> {
    (warnings > 0).then(|| count::runbook_warnings(warnings))
}

/// That nothing but a review is done here, how the process is confined, how many warnings the runbook has, under which label,
/// and why the session is only read or who else may write it, if so.
pub(crate) fn review_only(practice: bool, parts: [Option<&str>; 4]) -> String {
    let mut text = String::from(if practice { "REVIEW ONLY · PRACTICE" } else { "REVIEW ONLY" });
    for part in parts.into_iter().flatten() {
        text.push_str(" · ");
        text.push_str(part);
    }
    text
}

/// What the review was closed with.
pub(crate) fn closed_with(status: &str, key: &str) -> String {
    format!("Closed: {status} · {key} shows the packet")
}

/// The same beside the packet itself, where the key writes it.
pub(crate) fn closed_and_shown(status: &str, key: &str) -> String {
    format!("Closed: {status} · {key} writes the packet")
}

/// What the review would earn now. The next open item is named where there is room for it.
pub(crate) fn would_earn_now(verb: &str, status: &str, open: usize, next: Option<&str>) -> String {
    match (open, next) {
        (0, _) => format!("If you {verb}: {status}"),
        (_, None) => format!("If you {verb}: {status} · {open} open"),
        (_, Some(next)) => format!("If you {verb}: {status} · {open} open · next: {next}"),
    }
}

/// Before leaving with texts that are drafts.
pub(crate) fn drafts_would_be_lost(count: usize) -> String {
    format!("Texts typed and not saved: {count}. The same key again leaves without them.")
}

/// On a terminal that a review does not fit in; columns and rows.
pub(crate) fn too_small(need: (u16, u16), have: (u16, u16)) -> String {
    format!("too small: need {}×{}, have {}×{} (Ctrl-c leaves, saved)", need.0, need.1, have.0, have.1)
}

/// How many lines there are beyond the border of a box.
pub(crate) fn more(above: usize, below: usize) -> Option<String> {
    match (above, below) {
        (0, 0) => None,
        (0, _) => Some(format!("↓ {below} more")),
        (_, 0) => Some(format!("↑ {above} more")),
        (_, _) => Some(format!("↑ {above} ↓ {below} more")),
    }
}
