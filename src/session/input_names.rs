//! Names of the inputs of a review, for messages.

use crate::review::action::Outside;

/// Name of a changed input, a different one for each input.
pub(super) fn name(news: &Outside) -> String {
    match news {
        Outside::EvidenceListed { .. } => "the list of evidence files".to_owned(),
        Outside::EvidenceChanged { item, .. } => evidence_name(item),
        Outside::UpstreamDocumentChecked { check } => {
            format!("how the upstream document of {} compares", check.field)
        }
        Outside::HandoffChanged { .. } => "the handoff".to_owned(),
        Outside::RunbookChanged { .. } => "the runbook".to_owned(),
    }
}

pub(super) fn evidence_name(item: &str) -> String {
    format!("the evidence of {item}")
}
