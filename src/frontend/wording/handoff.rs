//! What the program sees in the handoff beside the items.

use std::fmt::Display;

use crate::review::finding::Finding;

/// The heading.
pub(crate) const ALSO_OBSERVED: &str = "Also observed";

/// Confirmations that the handoff claims.
pub(crate) fn claims_confirmations(claimed: usize, count: usize) -> String {
    format!("The handoff claims {claimed} of {count} confirmations; a claim is not used.")
}

/// A decision that the handoff claims.
pub(crate) fn claims_decision(decision: &str) -> String {
    format!("The handoff claims the decision {decision}.")
}

/// Of the file as it was read.
pub(crate) fn digest_of_bytes(digest: impl Display) -> String {
    format!("Digest of the bytes read: {digest}")
}

/// A finding with what would be right.
pub(crate) fn finding(finding: &Finding) -> String {
    let Finding { rule, pointer, message, expected, .. } = finding;
    format!("{} {pointer}: {message} Expected {expected}.", rule.code())
}
