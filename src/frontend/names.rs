//! Names for people, with the literal second if both are shown.

use crate::review::checklist::{Item, Subject};
use crate::review::runbook::{Decision, Status};
use crate::review::state::Review;

pub(crate) fn with_literal(name: &str, literal: &str) -> String {
    format!("{name} ({literal})")
}

/// The identifier if the item is gone.
pub(crate) fn of_item(review: &Review, id: &str) -> String {
    review.checklist().item_by_id(id).map_or(id, |item| &item.name).to_owned()
}

/// A question is known by its text; its identifier is what a command takes.
pub(crate) fn with_id(item: &Item) -> String {
    match item.subject {
        Subject::Question | Subject::Command => item.id.clone(),
        Subject::Handoff | Subject::Reference | Subject::Confirmation | Subject::StopRule(_) => {
            with_literal(&item.name, &item.id)
        }
    }
}

/// The text that is asked, without the name in front of it.
pub(crate) fn asked(item: &Item) -> &str {
    item.title.strip_prefix(&item.name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&item.title)
}

pub(crate) fn of_decision(review: &Review, decision: &str) -> String {
    let listed = review.runbook().decisions.iter().find(|listed| listed.value == decision);
    listed.map_or_else(|| decision.to_owned(), Decision::name)
}

pub(crate) fn of_status(review: &Review, status: &str) -> String {
    let listed = review.runbook().statuses.iter().find(|listed| listed.status == status);
    listed.map_or_else(|| status.to_owned(), Status::name)
}

pub(crate) fn of_status_with_literal(review: &Review, status: &str) -> String {
    with_literal(&of_status(review, status), status)
}
