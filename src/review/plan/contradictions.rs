//! Rules for a plan document that need no runbook.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::Document;
use super::record::{Item, Record, State, times};
use crate::review::finding::Weight;
use crate::review::runbook::reserved::PLAN_MEMBERS;
use crate::review::upstream::UpstreamMatch;

/// Members that are true under a name of the runbook's: only the ready flag may be one, and only beside a packet.
pub fn raised(members: &Map<String, Value>) -> impl Iterator<Item = &String> {
    let is_raised = |(name, value): &(&String, &Value)| {
        !PLAN_MEMBERS.contains(&name.as_str()) && **value == Value::Bool(true)
    };
    members.iter().filter(is_raised).map(|(name, _)| name)
}

impl Document {
    #[must_use]
    pub fn contradictions(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        if self.packet.is_some() {
            let findings = self.findings.iter().enumerate();
            // A gap may be in a part that the decision does not need; only the runbook shows that.
            let stops = findings.filter(|(_, finding)| !matches!(finding.rule.weight(), Weight::Gap(_)));
            found.extend(stops.map(|(i, _)| (format!("/findings/{i}"), "stops what is ready".to_owned())));
            let documents = self.upstream_documents.iter().enumerate();
            let others = documents.filter(|(_, check)| check.result == UpstreamMatch::NotMatched);
            found.extend(
                others.map(|(i, _)| {
                    (format!("/upstreamDocuments/{i}/result"), "stops what is ready".to_owned())
                }),
            );
        }
        if let Some(record) = &self.review {
            if record.steps.is_empty() {
                found.push(("/review/steps".to_owned(), "is a review of nothing".to_owned()));
            }
            if self.packet.is_some() {
                found.extend(self.unfound(record));
            }
            found.extend(times::contradictions(record, |_| None));
        }
        found
    }

    /// Items beside a packet without a valid answer and without a finding that reports it.
    fn unfound(&self, record: &Record) -> Vec<(String, String)> {
        let pointers: BTreeSet<&str> = self.findings.iter().map(|finding| finding.pointer.as_str()).collect();
        // The finding of an item of two steps points to the first; that of a field of the handoff points to the
        // field.
        let found: BTreeSet<&str> = places(record)
            .filter(|(place, item)| {
                pointers.contains(place.as_str()) || pointers.contains(format!("/{}", item.item).as_str())
            })
            .map(|(_, item)| item.item.as_str())
            .collect();
        let is_found = |item: &Item| match item.state {
            State::Confirmed | State::NotApplicable => {
                item.concerns.iter().all(|concern| concern.answer.is_some())
            }
            State::Open | State::Concern | State::Stale | State::Blocked => false,
        };
        places(record)
            .filter(|(_, item)| !is_found(item) && !found.contains(item.item.as_str()))
            .map(|(place, _)| (place, "is not answered, and no finding says so".to_owned()))
            .collect()
    }
}

fn places(record: &Record) -> impl Iterator<Item = (String, &Item)> {
    let steps = record.steps.iter().enumerate();
    steps.flat_map(|(i, step)| {
        let items = step.items.iter().enumerate();
        items.map(move |(j, item)| (format!("/review/steps/{i}/items/{j}"), item))
    })
}
