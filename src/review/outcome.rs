//! The outcome of a review: one rule for every front end, and every reason for the result.

use super::finding::{Finding, Rule, Weight};
use super::handoff::{DECISION, Handoff, Verdict};
use super::runbook::{Decision, Kind, Runbook};
use super::upstream::UpstreamCheck;

/// Permits nothing: `Ready` means ready for an owner's review.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub status: String,
    pub kind: Kind,
    /// `None` if the handoff carries no decision that the runbook knows.
    pub decision: Option<String>,
    /// Heaviest first.
    pub findings: Vec<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Its,
    /// Assumed because the handoff carries none; judges if it is fit to be reviewed.
    Assumed,
}

impl Outcome {
    pub fn of_request(runbook: &Runbook, handoff: &Handoff) -> Self {
        Self::of_request_with(runbook, handoff, &[])
    }

    pub fn of_request_with(runbook: &Runbook, handoff: &Handoff, checks: &[UpstreamCheck]) -> Self {
        let upstream = checks.iter().flat_map(|check| check.findings(runbook));
        let findings = handoff.findings().iter().cloned().chain(upstream).collect();
        Self::by_its_decision(runbook, findings, handoff.decision())
    }

    /// Judges a handoff without a decision by the first decision that keeps the review open.
    pub fn of_fitness(runbook: &Runbook, handoff: &Handoff) -> Self {
        Self::by_assumption(runbook, handoff.findings().to_vec())
    }

    pub fn of_either(runbook: &Runbook, verdict: Verdict) -> (Self, By) {
        let Verdict { carries_decision, decision, findings } = verdict;
        if carries_decision {
            (Self::by_its_decision(runbook, findings, decision.as_deref()), By::Its)
        } else {
            (Self::by_assumption(runbook, findings), By::Assumed)
        }
    }

    fn by_its_decision(runbook: &Runbook, mut findings: Vec<Finding>, decision: Option<&str>) -> Self {
        let is_of_it = |finding: &Finding| finding.pointer.strip_prefix('/') == Some(DECISION);
        // A refused decision has its finding already.
        if decision.is_none() && !findings.iter().any(is_of_it) {
            let expected = runbook.decision_literals().collect::<Vec<_>>().join(", ");
            let (message, expected) = ("A request must name a decision.", format!("one of: {expected}"));
            let place = format!("/{DECISION}");
            findings.push(Finding::new(Rule::DecisionMissing, place, expected, message));
        }
        Self::evaluate(runbook, findings, decision)
    }

    fn by_assumption(runbook: &Runbook, findings: Vec<Finding>) -> Self {
        let decision = runbook.first_decision(Kind::More).map(|decision| decision.value.as_str());
        Self::evaluate(runbook, findings, decision)
    }

    /// Precedence: a blocked action that was asked for (first in table order), a finding that stops the stage, an
    /// incomplete part that the decision needs, then the decision's own status.
    pub fn evaluate(runbook: &Runbook, mut findings: Vec<Finding>, decision: Option<&str>) -> Self {
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

/// Blocked actions in table order, then stops, then gaps. The sort is stable, so each group keeps the runbook's order.
fn rank(runbook: &Runbook, finding: &Finding) -> usize {
    let effects = runbook.effects.len();
    match finding.weight() {
        Weight::Effect => effect_index(runbook, finding).unwrap_or(effects),
        Weight::Stage => effects + 1,
        Weight::Gap(_) => effects + 2,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::review::testing::{
        CONTINUE, HANDOFF, MORE, PREPARE, READY, REQUEST, SECOND_REQUEST, SECRET, STAGE_BLOCK, handoff,
        runbook, second_runbook,
    };

    fn of(change: impl FnOnce(&mut Value)) -> Outcome {
        let runbook = runbook();
        Outcome::of_request(&runbook, &handoff(&runbook, REQUEST, change))
    }

    fn status(change: impl FnOnce(&mut Value)) -> String {
        of(change).status
    }

    #[test]
    fn the_last_effect_comes_before_a_stop_and_a_stop_before_a_gap() {
        let runbook = runbook();
        let at = |rule, pointer: &str| Finding::new(rule, pointer.to_owned(), "x", "Y.");
        let asked = |index: usize, pointer: &str| {
            let effect = Some(runbook.effects[index].id.clone());
            Finding { effect, ..at(Rule::EffectAsked, pointer) }
        };
        let last = runbook.effects.len() - 1;
        let findings = vec![
            at(Rule::ReferenceMissing, "/gap"),
            at(Rule::TargetRefused, "/stop"),
            asked(last, "/last"),
            asked(0, "/first"),
        ];
        let outcome = Outcome::evaluate(&runbook, findings, None);
        let places: Vec<&str> = outcome.findings.iter().map(|finding| finding.pointer.as_str()).collect();
        assert_eq!(places, ["/first", "/last", "/stop", "/gap"]);
    }

    #[test]
    fn a_complete_request_earns_what_its_decision_gives() {
        assert_eq!(status(|_| ()), READY);
        assert_eq!(status(|v| v["decision"] = json!(CONTINUE)), MORE);
        assert_eq!(
            (of(|_| ()).kind, of(|v| v["decision"] = json!(CONTINUE)).kind),
            (Kind::Ready, Kind::More)
        );
    }

    #[test]
    fn every_effect_earns_its_own_status_by_decision_and_by_each_flag() {
        for effect in &runbook().effects {
            assert_eq!(status(|v| v["decision"] = json!(effect.decision)), effect.status);
            for flag in &effect.flags {
                assert_eq!(status(|v| v[flag] = json!(true)), effect.status, "{flag}");
            }
        }
    }

    #[test]
    fn of_two_effects_the_first_in_table_order_decides_whichever_way_it_was_asked_for() {
        let runbook = runbook();
        let effects = &runbook.effects;
        for (i, first) in effects.iter().enumerate() {
            for later in &effects[i + 1..] {
                let flag_first = |v: &mut Value| {
                    v[&first.flags[0]] = json!(true);
                    v["decision"] = json!(later.decision);
                };
                let decision_first = |v: &mut Value| {
                    v[later.flags.last().unwrap()] = json!(true);
                    v["decision"] = json!(first.decision);
                };
                assert_eq!(
                    (status(flag_first), status(decision_first)),
                    (first.status.clone(), first.status.clone())
                );
            }
        }
    }

    #[test]
    fn an_effect_outweighs_a_stop_and_a_stop_outweighs_a_gap() {
        let outcome = of(|v| {
            v["emailSendAllowed"] = json!(true);
            v["targetEnvironment"] = json!("production");
            v["backupReference"] = json!("");
        });
        assert_eq!(outcome.status, "blocked-completion-notification");
        let rules: Vec<Rule> = outcome.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [Rule::EffectAsked, Rule::TargetRefused, Rule::ReferenceMissing]);
    }

    #[test]
    fn only_missing_references_and_confirmations_let_a_continue_through() {
        let continued = |field: &str, value: Value| {
            status(|v| {
                v["decision"] = json!(CONTINUE);
                v[field] = value;
            })
        };
        assert_eq!(continued("backupReference", json!("")), MORE);
        assert_eq!(continued("runbookOnlyConfirmed", json!("true")), MORE);
        for (field, value) in [
            ("ownerHandoffStatus", json!("")),
            ("ownerHandoffStatus", json!("blocked")),
            ("ownerHandoffReference", json!("")),
            ("ownerHandoffPacketType", json!("other")),
            ("targetEnvironment", json!("staging")),
            ("targetAdapter", json!("")),
            ("auditReference", json!(1)),
            ("auditReference", json!("a\u{202e}b")),
            ("auditReference", json!(SECRET)),
            ("emailSendAllowed", json!("no")),
            ("future", json!(true)),
        ] {
            assert_eq!(continued(field, value.clone()), STAGE_BLOCK, "{field} {value}");
        }
    }

    #[test]
    fn anything_missing_blocks_a_prepare() {
        let runbook = runbook();
        let references = runbook.references.iter().map(|reference| &reference.field);
        for field in references.chain(runbook.confirmations.iter().map(|c| &c.field)) {
            let outcome = of(|v| drop(v.as_object_mut().unwrap().remove(field)));
            assert_eq!((outcome.status.as_str(), outcome.kind), (STAGE_BLOCK, Kind::Blocked), "{field}");
            assert_eq!(outcome.findings.len(), 1);
        }
    }

    #[test]
    fn no_decision_and_an_unknown_one_earn_the_stage_block_with_one_finding() {
        for (value, rule) in [
            (None, Rule::DecisionMissing),
            (Some(json!("")), Rule::DecisionMissing),
            (Some(json!("approve")), Rule::DecisionUnknown),
            (Some(json!(7)), Rule::WrongType),
        ] {
            let outcome = of(|v| match value {
                Some(value) => v["decision"] = value,
                None => drop(v.as_object_mut().unwrap().remove("decision")),
            });
            let rules: Vec<Rule> = outcome.findings.iter().map(|finding| finding.rule).collect();
            assert_eq!((outcome.status.as_str(), rules), (STAGE_BLOCK, vec![rule]));
            assert_eq!(outcome.decision, None);
        }
    }

    #[test]
    fn a_ready_path_needs_only_what_it_names() {
        let second = second_runbook();
        let judged = |decision: &str, missing: &str| {
            let handoff = handoff(&second, SECOND_REQUEST, |v| {
                v["decision"] = json!(decision);
                v[missing] = json!("");
            });
            Outcome::of_request(&second, &handoff).status
        };
        let count_review = "request-result-retention-count-review";
        assert_eq!(judged(count_review, "rehearsalOnly"), "ready-for-result-retention-count-review");
        assert_eq!(judged(count_review, "countReportReference"), second.stage_block);
        let back = "return-result-retention-cleanup-for-changes";
        assert_eq!(judged(back, "countReportReference"), "changes-requested-result-retention-cleanup");
        assert_eq!(judged("start-cleanup-schedule", "rehearsalOnly"), "blocked-cleanup-schedule");
    }

    #[test]
    fn a_handoff_without_a_decision_is_fit_when_nothing_but_confirmations_is_missing() {
        let runbook = runbook();
        let fitness = |change: fn(&mut Value)| {
            let outcome = Outcome::of_fitness(&runbook, &handoff(&runbook, HANDOFF, change));
            (outcome.fit_for_review(), outcome.status)
        };
        assert_eq!(fitness(|_| ()), (true, MORE.to_owned()));
        assert_eq!(fitness(|v| v["backupReference"] = json!("")), (false, MORE.to_owned()));
        assert_eq!(fitness(|v| v["targetAdapter"] = json!("x")), (false, STAGE_BLOCK.to_owned()));
        assert_eq!(PREPARE, runbook.first_decision(Kind::Ready).unwrap().value);
    }
}
