//! The outcome: what a review earns, by one rule for every door, and every reason for it.

use super::finding::{Finding, Rule, Weight};
use super::handoff::{DECISION, Handoff};
use super::runbook::{Decision, Kind, Runbook};

/// A judgement with its reasons. It permits nothing: `Ready` means ready for an owner's review.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The status literal.
    pub status: String,
    /// What sort of answer the status is.
    pub kind: Kind,
    /// The decision that was judged, if it is one that the runbook knows.
    pub decision: Option<String>,
    /// Every finding, heaviest first.
    pub findings: Vec<Finding>,
}

impl Outcome {
    /// What a plan request earns by the decision it carries.
    pub fn of_request(runbook: &Runbook, handoff: &Handoff) -> Self {
        let mut findings = handoff.findings().to_vec();
        let place = format!("/{DECISION}");
        if handoff.decision().is_none() && !findings.iter().any(|finding| finding.pointer == place) {
            let expected = runbook.decision_literals().collect::<Vec<_>>().join(", ");
            let message = "A request must say which decision it asks for.";
            findings.push(Finding::new(Rule::DecisionMissing, place, format!("one of: {expected}"), message));
        }
        Self::judge(runbook, findings, handoff.decision())
    }

    /// Whether a handoff that carries no decision is fit to be reviewed: judged by the first decision that
    /// keeps the review open.
    pub fn of_fitness(runbook: &Runbook, handoff: &Handoff) -> Self {
        let decision = runbook.first_decision(Kind::More).map(|decision| decision.value.as_str());
        Self::judge(runbook, handoff.findings().to_vec(), decision)
    }

    /// The rule. First an effect that was asked for, the first in table order; then whatever stops the stage;
    /// then a part that the decision needs and that is not complete; then what the decision gives.
    pub fn judge(runbook: &Runbook, mut findings: Vec<Finding>, decision: Option<&str>) -> Self {
        findings.sort_by_key(|finding| rank(runbook, finding));
        let asked = findings.iter().filter_map(|finding| effect_index(runbook, finding)).min();
        let listed = decision.and_then(|literal| runbook.decision(literal));
        let literal = match (asked.and_then(|index| runbook.effects.get(index)), listed) {
            (Some(effect), _) => &effect.status,
            (None, Some(listed)) if !findings.iter().any(|finding| stops(finding, listed)) => &listed.status,
            (None, _) => &runbook.stage_block,
        };
        let kind = runbook.status(literal).map_or(Kind::Blocked, |status| status.kind);
        Self { status: literal.clone(), kind, decision: decision.map(str::to_owned), findings }
    }

    /// Whether nothing is missing but what a reviewer adds: the confirmations.
    #[must_use]
    pub fn fit_for_review(&self) -> bool {
        self.findings.iter().all(|finding| finding.rule == Rule::ConfirmationMissing)
    }
}

fn stops(finding: &Finding, decision: &Decision) -> bool {
    match finding.weight() {
        Weight::Effect | Weight::Stage => true,
        Weight::Gap(need) => decision.needs.contains(&need),
    }
}

fn effect_index(runbook: &Runbook, finding: &Finding) -> Option<usize> {
    let asked = finding.effect.as_ref()?;
    runbook.effects.iter().position(|effect| effect.id == *asked)
}

/// Effects in table order, then stops, then gaps; within each the order of the runbook is kept.
fn rank(runbook: &Runbook, finding: &Finding) -> usize {
    let effects = runbook.effects.len();
    match finding.weight() {
        Weight::Effect => effect_index(runbook, finding).unwrap_or(effects),
        Weight::Stage => effects + 1,
        Weight::Gap(_) => effects + 2,
    }
}
