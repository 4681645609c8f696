//! Texts of every screen: the runbook, the live status, notices, and scroll marks.

use super::count;

pub(crate) fn runbook_named(stage: &str, after: &str, title: &str) -> String {
    format!("strict-review  {stage} after {after}  {title}")
}

/// In the header, for a session folder that other machines may reach.
pub(crate) const LOCK_OF_THIS_MACHINE: &str = "lock: this machine only";

pub(crate) fn warnings(warnings: usize) -> Option<String> {
    (warnings > 0).then(|| count::runbook_warnings(warnings))
}

/// `parts` are the sandbox, the warnings, the label, and the reason for read-only or the limit of the lock.
pub(crate) fn review_only(practice: bool, parts: [Option<&str>; 4]) -> String {
    let mut text = String::from(if practice { "REVIEW ONLY · PRACTICE" } else { "REVIEW ONLY" });
    for part in parts.into_iter().flatten() {
        text.push_str(" · ");
        text.push_str(part);
    }
    text
}

pub(crate) fn closed_with(status: &str, key: &str) -> String {
    format!("Closed: {status} · {key} shows the packet")
}

/// For the preview, where the key writes the packet.
pub(crate) fn closed_and_shown(status: &str, key: &str) -> String {
    format!("Closed: {status} · {key} writes the packet")
}

/// `next` is named only if there is room.
pub(crate) fn would_earn_now(verb: &str, status: &str, open: usize, next: Option<&str>) -> String {
    match (open, next) {
        (0, _) => format!("If you {verb}: {status}"),
        (_, None) => format!("If you {verb}: {status} · {open} open"),
        (_, Some(next)) => format!("If you {verb}: {status} · {open} open · next: {next}"),
    }
}

pub(crate) fn drafts_would_be_lost(count: usize) -> String {
    format!("Texts typed and not saved: {count}. The same key again leaves without them.")
}

/// Columns and rows.
pub(crate) fn too_small(need: (u16, u16), have: (u16, u16)) -> String {
    format!("too small: need {}×{}, have {}×{} (Ctrl-c leaves, saved)", need.0, need.1, have.0, have.1)
}

pub(crate) fn more(above: usize, below: usize) -> Option<String> {
    match (above, below) {
        (0, 0) => None,
        (0, _) => Some(format!("↓ {below} more")),
        (_, 0) => Some(format!("↑ {above} more")),
        (_, _) => Some(format!("↑ {above} ↓ {below} more")),
    }
}
