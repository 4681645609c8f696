//! The files that a document pins, at any pointer.

use crate::review::plan::document::{Document, Evidence, Reference, handoff_members};
use crate::review::runbook::Runbook;

pub(super) struct Pin<'a> {
    pub(super) field: &'a str,
    pub(super) place: String,
    pub(super) value: Option<&'a str>,
    pub(super) evidence: Option<Evidence>,
}

pub(super) fn all<'a>(document: &'a Document, runbook: &'a Runbook) -> impl Iterator<Item = Pin<'a>> {
    let references = document.references.iter().enumerate();
    let references = references.map(|(i, Reference { field, value, evidence })| Pin {
        field,
        place: format!("/references/{i}/evidence"),
        value: value.as_deref(),
        evidence: *evidence,
    });
    references
        .chain(runbook.owner_handoff.references().filter_map(|field| of_handoff(document, runbook, field)))
}

/// A reference to an owner handoff is pinned in the record of its item.
fn of_handoff<'a>(document: &'a Document, runbook: &'a Runbook, field: &'a str) -> Option<Pin<'a>> {
    let steps = document.review.as_ref()?.steps.iter().enumerate();
    let mut items =
        steps.flat_map(|(i, step)| step.items.iter().enumerate().map(move |(j, item)| (i, j, item)));
    let (step, place, item) = items.find(|(_, _, item)| item.item == field)?;
    let evidence = item.evidence.as_ref()?;
    let evidence = Some(Evidence { digest: evidence.digest, bytes: evidence.bytes });
    let (member, _) = handoff_members(runbook).find(|(_, of)| *of == field)?;
    let value = document.owner_handoff.get(member).and_then(Option::as_deref);
    Some(Pin { field, place: format!("/review/steps/{step}/items/{place}/evidence"), value, evidence })
}
