//! The policy document: requirements and blocked actions of a runbook, in the family's key order.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::runbook::{Endpoint, Runbook};

/// One flat object whose keys keep their order.
#[derive(Clone, Debug)]
pub struct Policy(Vec<(String, Value)>);

impl Policy {
    #[must_use]
    pub fn from_runbook(runbook: &Runbook) -> Self {
        let mut members: Vec<(String, Value)> = Vec::new();
        let leading = runbook.leading_flags.iter().map(String::as_str);
        let others =
            runbook.flags().filter(|flag| !runbook.leading_flags.iter().any(|leading| leading == flag));
        members.extend(leading.chain(others).map(|flag| (flag.to_owned(), json!(false))));
        let mut put = |name: &str, value: Value| members.push((name.to_owned(), value));
        put("runbookOnly", json!(true));
        put("runbookMode", json!(runbook.packet.mode));
        for upstream in &runbook.owner_handoff.upstream {
            put(&upstream.policy_member, accepted(&upstream.accepts));
        }
        for target in &runbook.target {
            put(&target.policy_member, accepted(&target.accepts));
        }
        let endpoint = |endpoint: &Endpoint| json!({ "method": endpoint.method, "path": endpoint.path });
        put("endpoints", json!([endpoint(&runbook.endpoints.policy), endpoint(&runbook.endpoints.plan)]));
        put("requiredPhaseOrder", runbook.phases.iter().map(|phase| json!(phase.id)).collect());
        put(
            "requiredReferences",
            runbook.references.iter().map(|reference| json!(reference.field)).collect(),
        );
        put("requiredConfirmations", runbook.confirmations.iter().map(|c| json!(c.field)).collect());
        put("runbookRequires", json!(runbook.requires));
        put("blockedActions", runbook.effects.iter().map(|effect| json!(effect.blocked)).collect());
        put("stopConditions", runbook.stop_rules.iter().map(|rule| json!(rule.condition)).collect());
        put("nextStep", json!(runbook.next_step));
        Self(members)
    }

    /// Printed and served: two spaces of indentation, and a final newline.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        // Strings and flags in memory always serialize.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    pub fn members(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

fn accepted(literals: &[String]) -> Value {
    match literals {
        [only] => json!(only),
        several => json!(several),
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::runbook::reserved::POLICY_MEMBERS;
    use crate::review::testing::{runbook, second_runbook};

    #[test]
    fn every_effect_flag_is_there_once_and_false_and_nothing_else_is_false() {
        for runbook in [runbook(), second_runbook()] {
            let policy = Policy::from_runbook(&runbook);
            let refused: Vec<&str> =
                policy.members().filter(|(_, value)| **value == json!(false)).map(|(name, _)| name).collect();
            let (mut refused, mut flags): (Vec<&str>, Vec<&str>) = (refused, runbook.flags().collect());
            refused.sort_unstable();
            flags.sort_unstable();
            assert_eq!(refused, flags);
            let allowed = policy.members().filter(|(_, value)| **value == json!(true));
            assert_eq!(allowed.map(|(name, _)| name).collect::<Vec<_>>(), ["runbookOnly"]);
        }
    }

    #[test]
    fn a_single_accepted_literal_stands_alone_and_several_are_a_list() {
        let value = serde_json::to_value(Policy::from_runbook(&runbook())).unwrap();
        assert_eq!(value["requiredTargetEnvironment"], "local-dev");
        assert_eq!(value["acceptedTargetAdapters"], json!(["postgres-control-plane", "sqlite-local-dev"]));
        assert_eq!(value["endpoints"][0]["method"], "GET");
        assert_eq!(value["endpoints"][1]["method"], "POST");
        assert_eq!(value["runbookMode"], "durable-result-storage-live-window-runbook-owner-review-only");
        assert_eq!(value["requiredPhaseOrder"].as_array().unwrap().len(), 8);
        assert_eq!(value["blockedActions"].as_array().unwrap().len(), 8);
    }

    #[test]
    fn the_listed_members_are_those_that_every_policy_has() {
        for runbook in [runbook(), second_runbook()] {
            let keys: Vec<String> =
                Policy::from_runbook(&runbook).members().map(|(name, _)| name.to_owned()).collect();
            assert!(POLICY_MEMBERS.iter().all(|name| keys.iter().any(|key| key == name)));
        }
    }
}
