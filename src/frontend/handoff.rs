//! Observations on the handoff that are no items: declared values, claims, findings, unknown fields.

use crate::review::finding::Finding;
use crate::review::state::Review;
use crate::review::text::visible;

pub(crate) enum Observation {
    Declared { field: String, value: String },
    Finding(String),
    Other(String),
}

pub(crate) fn observations(review: &Review) -> Vec<Observation> {
    let (handoff, runbook) = (review.handoff(), review.runbook());
    let declared = runbook.owner_handoff.declared.iter().filter_map(|declared| {
        let value = visible(handoff.value(&declared.field)?).into_owned();
        Some(Observation::Declared { field: declared.field.clone(), value })
    });
    let confirmations = &runbook.confirmations;
    let claimed = confirmations.iter().filter(|confirmation| handoff.claims(&confirmation.field)).count();
    let claims = [format!(
        "The handoff claims {claimed} of {} confirmations; claims are ignored.",
        confirmations.len()
    )];
    let decision =
        handoff.decision().map(|decision| format!("The handoff claims the decision {}.", visible(decision)));
    let digest = [format!("Digest of the bytes read: {}", handoff.digest())];
    let findings = handoff.findings().iter().filter(|finding| !finding.rule.is_of_a_claim());
    let findings = findings.map(|Finding { rule, pointer, message, expected, .. }| {
        Observation::Finding(format!("{} {pointer}: {message} Expected {expected}.", rule.code()))
    });
    let notes = handoff.notes().iter().map(|note| format!("{}: {}", note.pointer, note.text));
    declared
        .chain(claims.into_iter().chain(decision).chain(digest).map(Observation::Other))
        .chain(findings)
        .chain(notes.map(Observation::Other))
        .collect()
}
