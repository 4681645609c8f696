//! Observations on the handoff that are no items.

use std::fmt::Display;

use crate::review::finding::Finding;

pub(crate) const ALSO_OBSERVED: &str = "Also observed";

pub(crate) fn claims_confirmations(claimed: usize, count: usize) -> String {
    format!("The handoff claims {claimed} of {count} confirmations; a claim is not used.")
}

pub(crate) fn claims_decision(decision: &str) -> String {
    format!("The handoff claims the decision {decision}.")
}

pub(crate) fn digest_of_bytes(digest: impl Display) -> String {
    format!("Digest of the bytes read: {digest}")
}

pub(crate) fn finding(finding: &Finding) -> String {
    let Finding { rule, pointer, message, expected, .. } = finding;
    format!("{} {pointer}: {message} Expected {expected}.", rule.code())
}
