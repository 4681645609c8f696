//! The last step: the decisions, the closing call, the packet as it will be written.

use super::Scene;
use crate::review::plan::Plan;

/// What the packet step says.
pub(super) fn step(scene: Scene) -> Vec<String> {
    let review = scene.review;
    if let Some(closing) = review.closing() {
        return vec![
            "This review is closed. It can be read and exported, not changed.".to_owned(),
            format!("Decision: {}", closing.decision),
            format!("Status: {}", closing.status),
            format!("Closed at: {}", closing.at),
            format!("Not looked at: {}", closing.not_looked_at),
            format!("Export goes to: {}", scene.out),
        ];
    }
    let intro = "The closing call ends the review. It asks what you did not look at and for the short fingerprint of the \
                 handoff; then you see the exact packet before it is written.";
    [intro.to_owned()].into_iter().chain(decisions(scene)).collect()
}

/// The decisions, and what each would earn.
pub(super) fn decisions(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let mut said = vec!["Close the review with:".to_owned()];
    for (index, decision) in review.runbook().decisions.iter().enumerate() {
        said.push(format!("  close {}: {}", index + 1, decision.title));
        said.push(format!("    {}", decision.value));
        let open = review.gaps(decision).count();
        said.push(if open > 0 {
            format!("    Not now; of what it needs, still open: {open}.")
        } else {
            format!("    Would earn {}.", review.outcome(&decision.value).status)
        });
    }
    said
}

/// The packet, indented to be read.
pub(super) fn preview(plan: &Plan, out: &str) -> Vec<String> {
    let mut said = vec![
        format!("{}.json, indented to be read; the file holds the same in canonical form.", plan.file_stem()),
        format!("Status: {}", plan.status()),
    ];
    let text = serde_json::to_string_pretty(plan.document()).unwrap_or_default();
    said.extend(text.lines().map(str::to_owned));
    said.push(format!("Not written yet. export writes it to {out}, with .json.sha256 and .md beside it."));
    said
}
