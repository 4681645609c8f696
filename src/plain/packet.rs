//! Packet step: the decisions, the closing call, and the packet before it is written.

use super::Scene;
use super::commands::Command;
use super::lists::since_closing;
use crate::frontend::Exported;
use crate::frontend::names;
use crate::frontend::packet::{CLOSING_CALL, IS_CLOSED, near_misses};
use crate::frontend::prompt::not_looked_at;
use crate::frontend::sitting::signed;
use crate::review::plan::Plan;

pub(super) fn step(scene: Scene) -> Vec<String> {
    let review = scene.review;
    if let Some(closing) = review.closing() {
        let mut said = vec![
            IS_CLOSED.to_owned(),
            format!("Decision: {}", closing.decision),
            format!("Status: {}", closing.status),
            signed(format!("Closed at: {}", closing.at), review, closing.sitting),
            not_looked_at(&closing.not_looked_at),
        ];
        said.extend(near(scene));
        said.extend([format!("Export goes to: {}", scene.out), written(scene.exported, scene.out)]);
        said.extend(since_closing(scene));
        return said;
    }
    [CLOSING_CALL.to_owned()].into_iter().chain(near(scene)).chain(decisions(scene)).collect()
}

/// References without a file, but with one of a similar name.
fn near(scene: Scene) -> Vec<String> {
    let near: Vec<String> =
        scene.review.near_misses().map(|(reference, near)| format!("  {reference}: {near}")).collect();
    let head = (!near.is_empty()).then(|| format!("{}:", near_misses(near.len())));
    head.into_iter().chain(near).collect()
}

/// Decisions, and the status that each would give.
pub(super) fn decisions(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let mut said = vec!["Close the review with:".to_owned()];
    for (index, decision) in review.runbook().decisions.iter().enumerate() {
        said.push(format!("  close {}: {}", index + 1, decision.in_words()));
        said.push(format!("    {}", decision.value));
        let open = review.gaps(decision).count();
        said.push(if open > 0 {
            format!("    Not possible yet; items it needs, still open: {open}.")
        } else {
            {
                let status = review.outcome(&decision.value).status;
                format!("    Result: {}.", names::of_status_with_literal(review, &status))
            }
        });
    }
    said
}

fn written(exported: Option<&Exported>, out: &str) -> String {
    Exported::words(exported, Command::Export.entry().word, out)
}

pub(super) fn preview(plan: &Plan, exported: Option<&Exported>, out: &str) -> Vec<String> {
    let mut said = vec![
        format!(
            "{}.json, indented for reading; the file holds the same in canonical form.",
            plan.file_stem()
        ),
        format!("Status: {}", plan.status()),
    ];
    let text = serde_json::to_string_pretty(plan.document()).unwrap_or_default();
    said.extend(text.lines().map(str::to_owned));
    said.push(written(exported, out));
    said
}
