//! Warnings about a valid runbook whose ready status can be reached without a review.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Decision, Definition, Kind};
use crate::review::finding::Need;

/// A warning: its code, its place in the runbook, and one sentence. It changes no status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// The code, as `explain` knows it.
    pub code: Code,
    /// One sentence for a person.
    pub message: String,
    /// JSON pointer (RFC 6901) to the place in the runbook.
    pub pointer: String,
}

/// The codes of warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// A ready decision needs no part of the review complete.
    ReadyNeedsNothing,
    /// No ready decision needs a part of the review that the runbook has.
    PartNotNeeded,
    /// A write action has no flag that could show a request for it.
    EffectWithoutFlags,
    /// The runbook has no stop rule.
    NoStopRule,
    /// A stop rule watches no finding.
    RuleWatchesNothing,
    /// Evidence is listed for items, and none of them is based on it.
    ItemsBasedOnNothing,
}

impl Code {
    pub const ALL: [Self; 6] = [
        Self::ReadyNeedsNothing,
        Self::PartNotNeeded,
        Self::EffectWithoutFlags,
        Self::NoStopRule,
        Self::RuleWatchesNothing,
        Self::ItemsBasedOnNothing,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ReadyNeedsNothing => "ready-needs-nothing",
            Self::PartNotNeeded => "part-not-needed",
            Self::EffectWithoutFlags => "effect-without-flags",
            Self::NoStopRule => "no-stop-rule",
            Self::RuleWatchesNothing => "rule-watches-nothing",
            Self::ItemsBasedOnNothing => "items-based-on-nothing",
        }
    }
}

impl Warning {
    fn new(code: Code, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, pointer: pointer.into(), message: message.into() }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}: {}", self.code.code(), self.pointer, self.message)
    }
}

pub(super) fn warnings(runbook: &Definition) -> Vec<Warning> {
    [needs_nothing, not_needed, without_flags, no_stop_rule, watches_nothing, based_on_nothing]
        .into_iter()
        .flat_map(|rule| rule(runbook))
        .collect()
}

fn is_ready(runbook: &Definition, decision: &Decision) -> bool {
    runbook.status(&decision.status).is_some_and(|status| status.kind == Kind::Ready)
}

fn needs_nothing(runbook: &Definition) -> Vec<Warning> {
    let decisions = runbook.decisions.iter().enumerate();
    let toothless =
        decisions.filter(|(_, decision)| decision.needs.is_empty() && is_ready(runbook, decision));
    let warning = |(i, _)| {
        let message = "This decision is ready although no part of the review is complete.";
        Warning::new(Code::ReadyNeedsNothing, format!("/decisions/{i}/needs"), message)
    };
    toothless.map(warning).collect()
}

fn not_needed(runbook: &Definition) -> Vec<Warning> {
    let parts = [
        (Need::Phases, "/phases", "the review of handoff, phases and stop rules", true),
        (Need::References, "/references", "the references", !runbook.references.is_empty()),
        (Need::Confirmations, "/confirmations", "the confirmations", !runbook.confirmations.is_empty()),
    ];
    let needed = |need| {
        let mut ready = runbook.decisions.iter().filter(|decision| is_ready(runbook, decision));
        ready.any(|decision| decision.needs.contains(&need))
    };
    let not_needed = parts.into_iter().filter(|(need, _, _, is_there)| *is_there && !needed(*need));
    let warning = |(_, pointer, part, _)| {
        Warning::new(Code::PartNotNeeded, pointer, format!("No ready decision needs {part} complete."))
    };
    not_needed.map(warning).collect()
}

fn without_flags(runbook: &Definition) -> Vec<Warning> {
    let effects = runbook.effects.iter().enumerate().filter(|(_, effect)| effect.flags.is_empty());
    let warning = |(i, _)| {
        let message = "This write action has no flag, so a handoff that claims it is not refused.";
        Warning::new(Code::EffectWithoutFlags, format!("/effects/{i}/flags"), message)
    };
    effects.map(warning).collect()
}

fn no_stop_rule(runbook: &Definition) -> Vec<Warning> {
    let warning = || Warning::new(Code::NoStopRule, "/stopRules", "The runbook has no stop rule.");
    if runbook.stop_rules.is_empty() { vec![warning()] } else { Vec::new() }
}

fn watches_nothing(runbook: &Definition) -> Vec<Warning> {
    let rules = runbook.stop_rules.iter().enumerate().filter(|(_, rule)| rule.watches.is_empty());
    let warning = |(i, _)| {
        let message = "This stop rule watches no finding rule, so the program cannot detect that it is hit.";
        Warning::new(Code::RuleWatchesNothing, format!("/stopRules/{i}/watches"), message)
    };
    rules.map(warning).collect()
}

/// Needs one item based on the evidence beside it; the other items may concern something else.
fn based_on_nothing(runbook: &Definition) -> Vec<Warning> {
    let rests = |on: &[String], fields: &[String]| on.iter().any(|field| fields.contains(field));
    let warning = |pointer: String| {
        let message =
            "No item of this step is based on its references, so changed evidence reopens no answer.";
        Warning::new(Code::ItemsBasedOnNothing, pointer, message)
    };
    if runbook.phases.is_empty() {
        let fields: Vec<String> =
            runbook.references.iter().map(|reference| reference.field.clone()).collect();
        let confirmations = &runbook.confirmations;
        let is_based = confirmations.iter().any(|confirmation| rests(&confirmation.based_on, &fields));
        let applies = !fields.is_empty() && !confirmations.is_empty() && !is_based;
        return applies.then(|| warning("/confirmations".to_owned())).into_iter().collect();
    }
    let phases = runbook.phases.iter().enumerate().filter(|(_, phase)| {
        let is_based = phase.items.iter().any(|item| rests(item.based_on(), &phase.references));
        !phase.references.is_empty() && !phase.items.is_empty() && !is_based
    });
    phases.map(|(i, _)| warning(format!("/phases/{i}/items"))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Runbook;
    use super::*;
    use crate::review::testing::{RUNBOOK, SECOND_RUNBOOK, changed};

    fn warned(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<(Code, String)> {
        let runbook = changed(bytes, change).unwrap();
        runbook.warnings().iter().map(|warning| (warning.code, warning.pointer.clone())).collect()
    }

    type Change = fn(&mut Value);

    const TOOTHLESS: [(Code, &str, Change); 6] = [
        (Code::ReadyNeedsNothing, "/decisions/1/needs", |v| v["decisions"][1]["needs"] = json!([])),
        (Code::PartNotNeeded, "/confirmations", |v| {
            v["decisions"][0]["needs"] = json!(["phases", "references"]);
        }),
        (Code::EffectWithoutFlags, "/effects/0/flags", |v| {
            v["effects"][0]["flags"] = json!([]);
            v["leadingFlags"] = json!([]);
        }),
        (Code::NoStopRule, "/stopRules", |v| v["stopRules"] = json!([])),
        (Code::RuleWatchesNothing, "/stopRules/2/watches", |v| v["stopRules"][2]["watches"] = json!([])),
        (Code::ItemsBasedOnNothing, "/phases/1/items", |v| {
            for item in v["phases"][1]["items"].as_array_mut().unwrap() {
                item.as_object_mut().unwrap().remove("basedOn");
            }
        }),
    ];

    #[test]
    fn the_embedded_runbook_and_the_second_one_have_teeth() {
        for bytes in [RUNBOOK, SECOND_RUNBOOK] {
            assert_eq!(warned(bytes, |_| ()), []);
        }
        assert_eq!(Runbook::built_in(RUNBOOK).unwrap().warnings(), []);
    }

    #[test]
    fn a_runbook_without_teeth_is_valid_and_warned_of_where_the_tooth_is_missing() {
        assert_eq!(TOOTHLESS.map(|(code, _, _)| code), Code::ALL);
        for (code, pointer, change) in TOOTHLESS {
            assert_eq!(warned(SECOND_RUNBOOK, change), [(code, pointer.to_owned())]);
        }
    }

    #[test]
    fn a_part_that_only_a_decision_without_readiness_needs_is_not_needed() {
        let only_changes = |v: &mut Value| {
            v["decisions"][0]["needs"] = json!(["phases"]);
            v["decisions"][1]["needs"] = json!(["phases"]);
            v["decisions"][2]["needs"] = json!(["references", "confirmations"]);
        };
        let places = ["/references", "/confirmations"].map(|place| (Code::PartNotNeeded, place.to_owned()));
        assert_eq!(warned(SECOND_RUNBOOK, only_changes), places);
    }

    #[test]
    fn without_phases_the_confirmations_are_the_items_beside_the_references() {
        let flat = |v: &mut Value| {
            v["phases"] = json!([]);
            v["decisions"][0]["needs"] = json!(["phases", "references", "confirmations"]);
        };
        assert_eq!(warned(SECOND_RUNBOOK, flat), [], "one confirmation is based on references");
        let toothless = |v: &mut Value| {
            flat(v);
            v["confirmations"][1].as_object_mut().unwrap().remove("basedOn");
        };
        let place = "/confirmations".to_owned();
        assert_eq!(warned(SECOND_RUNBOOK, toothless), [(Code::ItemsBasedOnNothing, place)]);
    }

    #[test]
    fn a_code_is_written_in_records_as_in_words() {
        for code in Code::ALL {
            assert_eq!(json!(code), code.code());
        }
    }
}
