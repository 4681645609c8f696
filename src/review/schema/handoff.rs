//! The schema of an owner handoff and of a plan request, whose members a runbook names.

use serde_json::{Map, Value, json};

use super::published;
use crate::review::handoff::DECISION;
use crate::review::runbook::Runbook;

/// Describes types only: a handoff that lacks a member or says the wrong thing is read all the same, and every fault
/// is a finding.
#[must_use]
pub fn handoff(runbook: &Runbook) -> Value {
    let mut properties = texts(runbook);
    let mut put = |name: &str, schema: Value| properties.insert(name.to_owned(), schema);
    for confirmation in &runbook.confirmations {
        put(&confirmation.field, json!({ "type": "boolean", "description": confirmation.sentence }));
    }
    for effect in &runbook.effects {
        for flag in &effect.flags {
            let description =
                format!("Absent or false. True requests to {}, which is blocked.", effect.action);
            put(flag, json!({ "type": "boolean", "description": description }));
        }
    }
    let decisions: Vec<&str> = runbook.decision_literals().collect();
    let description = "The requested decision: one of the examples. A handoff for the console has none.";
    put(DECISION, json!({ "type": "string", "description": description, "examples": decisions }));
    let schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let description = format!(
        "Input of strict-review for the stage {}: an owner handoff, or, with confirmations and a decision, \
         a plan request. The schema describes the members that the runbook names. Other members are \
         allowed; strict-review searches them for secrets and claims, and otherwise ignores them. \
         `strict-review check` evaluates values and missing members.",
        runbook.stage
    );
    let title = format!("Owner handoff or plan request, {}", runbook.stage);
    published(schema, &format!("handoff@1:{}", runbook.stage), &title, &description)
}

fn texts(runbook: &Runbook) -> Map<String, Value> {
    let text = |title: &str| json!({ "type": "string", "description": title });
    let listed = |title: &str, accepts: &[String]| json!({ "type": "string", "description": title, "examples": accepts });
    let handoff = &runbook.owner_handoff;
    let upstream = handoff.upstream.iter().map(|u| (u.field.as_str(), listed(&u.in_words(), &u.accepts)));
    let named = handoff.named().map(|named| (named.field, text(&named.in_words())));
    let declared = handoff.declared.iter().map(|d| (d.field.as_str(), listed(&d.in_words(), &d.accepts)));
    let target = runbook.target.iter().map(|t| (t.field.as_str(), listed(&t.in_words(), &t.accepts)));
    let references = runbook.references.iter().map(|r| (r.field.as_str(), text(&r.in_words())));
    let all = upstream.chain(named).chain(declared).chain(target).chain(references);
    all.map(|(field, schema)| (field.to_owned(), schema)).collect()
}
