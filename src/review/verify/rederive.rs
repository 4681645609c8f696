//! The plan that a document's own values, answers and times give: made again by the evaluator that made it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::compare::{Difference, differences};
use crate::review::handoff::Handoff;
use crate::review::plan::Plan;
use crate::review::plan::document::Document;
use crate::review::problem::Fault;
use crate::review::runbook::Runbook;
use crate::review::state::Review;

#[derive(Debug, Default)]
pub(super) struct Mismatches {
    pub(super) record: Vec<(String, String)>,
    pub(super) asked: Vec<(String, String)>,
    pub(super) rest: Vec<(String, String)>,
    /// True if the record gave no review to judge, so that the rest could not be compared.
    pub(super) unjudged: bool,
    told: BTreeSet<String>,
}

/// `handoff` is the one that was sent, or the one rebuilt from the document.
pub(super) fn mismatches(
    document: &Document,
    members: &Map<String, Value>,
    handoff: Handoff,
    runbook: &Runbook,
) -> Mismatches {
    let mut found = Mismatches::default();
    let plan = match &document.review {
        None => {
            found.take_faults(document.upstream_faults(&handoff, runbook));
            Plan::of_request_with(runbook, &handoff, &document.upstream_documents)
        }
        Some(record) => match Review::as_recorded(runbook, handoff, document, record) {
            Err(faults) => {
                found.take_faults(faults);
                found.unjudged = true;
                return found;
            }
            Ok((review, closing, faults)) => {
                found.take_faults(faults);
                Plan::of_review(&review, &closing, record.journal_head)
            }
        },
    };
    let is_effect = |pointer: &str| runbook.flags().any(|flag| pointer.strip_prefix('/') == Some(flag));
    for Difference { pointer, found: stands, expected } in unlike(members, &plan) {
        // Flags of blocked actions have a check of their own.
        if !is_effect(&pointer) {
            let message = if is_asked(&pointer) {
                format!("is {stands}; the runbook asks {expected}")
            } else {
                format!("is {stands}; from the rest of the document it is {expected}")
            };
            found.add(pointer, message);
        }
    }
    found
}

/// Without the fingerprint, which has a check of its own.
pub(super) fn unlike(members: &Map<String, Value>, plan: &Plan) -> Vec<Difference> {
    let expected = plan.document().as_object().cloned().unwrap_or_default();
    let mut unlike = differences(members, &expected);
    unlike.retain(|difference| difference.pointer != "/fingerprint");
    unlike
}

impl Mismatches {
    pub(super) fn take_faults(&mut self, faults: Vec<Fault>) {
        for Fault { pointer, message } in faults {
            self.add(pointer, message);
        }
    }

    pub(super) fn join(&mut self, others: Self) {
        self.unjudged |= others.unjudged;
        for (pointer, message) in others.rest.into_iter().chain(others.record).chain(others.asked) {
            self.add(pointer, message);
        }
    }

    /// Reports each pointer once. Faults are added first, because they say more than that another value was expected.
    fn add(&mut self, pointer: String, message: String) {
        if self.told.insert(pointer.clone()) {
            let list = if is_asked(&pointer) {
                &mut self.asked
            } else if pointer.starts_with("/review/") {
                &mut self.record
            } else {
                &mut self.rest
            };
            list.push((pointer, message));
        }
    }
}

fn is_asked(pointer: &str) -> bool {
    let Some(below) = pointer.strip_prefix("/review/steps/") else { return false };
    let tokens: Vec<&str> = below.split('/').collect();
    matches!(tokens.as_slice(), [_, "title"] | [_, "items", _, "asked"])
}
