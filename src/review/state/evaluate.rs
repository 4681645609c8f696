//! The result of a review: findings of the handoff and open items, through the one evaluator.

use super::{ItemState, Review};
use crate::review::checklist::{Item, ItemIndex, Subject};
use crate::review::finding::{Finding, Rule, Weight};
use crate::review::outcome::Outcome;
use crate::review::runbook::{Decision, Kind};

impl Review {
    /// The result if the review were closed now with this decision. The handoff's own decision and confirmations are
    /// claims and not used, except that a decision which asks for a write action blocks.
    pub fn outcome(&self, decision: &str) -> Outcome {
        Outcome::evaluate(&self.runbook, self.findings(), Some(decision))
    }

    /// [`Review::outcome`] without the texts of its findings, because the live line needs it for every frame.
    #[must_use]
    pub fn earns(&self, decision: &Decision) -> (String, Kind) {
        let Outcome { status, kind, .. } =
            Outcome::evaluate(&self.runbook, self.sent().cloned().collect(), Some(&decision.value));
        // Gaps weigh least: they change only a status that no other finding changed.
        if status != decision.status || self.gaps(decision).next().is_none() {
            return (status, kind);
        }
        let status = self.runbook.stage_block.clone();
        let kind = self.runbook.status(&status).map_or(Kind::Blocked, |status| status.kind);
        (status, kind)
    }

    /// For the live line: one that keeps the review open while anything is open, otherwise the first ready decision.
    #[must_use]
    pub fn assumed_decision(&self) -> Option<&Decision> {
        let kind = if self.open_items().next().is_some() { Kind::More } else { Kind::Ready };
        self.runbook.first_decision(kind)
    }

    pub fn gaps(&self, decision: &Decision) -> impl Iterator<Item = &Item> {
        let items = self.open_items().filter_map(|index| self.item(index));
        items.filter(|item| decision.needs.contains(&item.part()))
    }

    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.sent().cloned().chain(self.open_findings()).collect()
    }

    /// Findings of the program, without those on the handoff's own claims.
    fn sent(&self) -> impl Iterator<Item = &Finding> {
        self.seen().filter(|finding| !finding.rule.is_of_a_claim())
    }

    fn open_findings(&self) -> impl Iterator<Item = Finding> {
        self.open_items().filter_map(|index| {
            // The record leaves empty steps out, and so must the count.
            let recorded = self.checklist.steps().iter().filter(|step| !step.items.is_empty());
            let (step, row) = recorded.enumerate().find_map(|(step, shown)| {
                shown.items.iter().position(|item| *item == index).map(|row| (step, row))
            })?;
            let item = self.item(index)?;
            let pointer = format!("/review/steps/{step}/items/{row}");
            let state = self.state(index);
            let (rule, expected, message) = match state {
                _ if self.has_open_concern(index) => {
                    (Rule::ConcernOpen, "an answer", format!("A concern about {} is not answered.", item.id))
                }
                ItemState::Open if self.is_missing_reference(index) => (
                    Rule::ReferenceMissing,
                    "a reference to the document",
                    format!("{} is not given.", item.id),
                ),
                ItemState::Stale => (
                    Rule::ItemStale,
                    "an answer to the current value",
                    format!("What {} is based on changed after it was answered.", item.id),
                ),
                ItemState::Open
                | ItemState::Concern
                | ItemState::Blocked
                | ItemState::Confirmed
                | ItemState::NotApplicable => {
                    (Rule::ItemOpen, "an answer by the reviewer", format!("{} is not answered.", item.id))
                }
            };
            let mut finding =
                Finding::new(rule, pointer, expected, message).observing(Some(state.word().to_owned()));
            finding.part = Some(item.part());
            debug_assert!(matches!(finding.weight(), Weight::Gap(_)));
            Some(finding)
        })
    }

    fn is_missing_reference(&self, index: ItemIndex) -> bool {
        self.item(index)
            .is_some_and(|item| item.subject == Subject::Reference && self.value(&item.id).is_none())
    }
}
