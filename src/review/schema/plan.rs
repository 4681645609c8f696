//! The schema of a plan document: the type's own, narrowed to what one runbook can give.

use serde_json::{Map, Value, json};

use super::{exactly, generator, published};
use crate::review::checklist::Checklist;
use crate::review::plan::document::Document;
use crate::review::runbook::{Kind, Runbook};

/// Cannot express what depends on the values of an input, such as findings that give the status.
#[must_use]
pub fn plan(runbook: &Runbook) -> Value {
    let mut schema = generator().into_root_schema_for::<Document>().to_value();
    for (pointer, keywords) in [fixed(runbook), named(runbook), reviewed(runbook)].concat() {
        narrow(&mut schema, pointer, keywords);
    }
    flags(runbook, &mut schema);
    warnings(runbook, &mut schema);
    let description = format!(
        "Output of strict-review for a request of the stage {}, and the export of a closed review. It is \
         review-only: it contains every effect flag as false, and the ready flag means ready for the \
         owner's review, nothing more.",
        runbook.stage
    );
    let title = format!("Plan document, {}", runbook.stage);
    published(schema, &format!("plan@1:{}", runbook.stage), &title, &description)
}

type Narrowing = (&'static str, Value);

fn narrow(schema: &mut Value, pointer: &str, keywords: Value) {
    let place = schema.pointer_mut(pointer).and_then(Value::as_object_mut);
    debug_assert!(place.is_some(), "the type has no place {pointer}");
    if let (Some(place), Value::Object(keywords)) = (place, keywords) {
        // A literal is complete, and some validators refuse further keywords beside it.
        if keywords.contains_key("const") {
            place.remove("items");
        }
        place.extend(keywords);
    }
}

fn fixed(runbook: &Runbook) -> Vec<Narrowing> {
    let statuses: Vec<&String> = runbook.statuses.iter().map(|status| &status.status).collect();
    let steps: Vec<&String> = runbook.statuses.iter().map(|status| &status.next).collect();
    let decisions: Vec<Option<&str>> = runbook.decision_literals().map(Some).chain([None]).collect();
    let packet = &runbook.packet;
    let phases: Vec<&String> = runbook.phases.iter().map(|phase| &phase.id).collect();
    let blocked: Vec<&String> = runbook.effects.iter().map(|effect| &effect.blocked).collect();
    let conditions: Vec<&String> = runbook.stop_rules.iter().map(|rule| &rule.condition).collect();
    vec![
        ("/properties/stage", json!({ "const": runbook.stage })),
        ("/properties/after", json!({ "const": runbook.after })),
        ("/properties/status", json!({ "enum": statuses })),
        ("/properties/nextStep", json!({ "enum": steps })),
        ("/properties/decision", json!({ "enum": decisions })),
        ("/$defs/Packet/properties/type", json!({ "const": packet.r#type })),
        ("/$defs/Packet/properties/mode", json!({ "const": packet.mode })),
        ("/$defs/Packet/properties/effect", json!({ "const": packet.effect })),
        ("/$defs/Packet/properties/phases", json!({ "const": phases })),
        ("/$defs/Packet/properties/blockedActions", json!({ "const": blocked })),
        ("/$defs/Packet/properties/stopConditions", json!({ "const": conditions })),
    ]
}

fn named(runbook: &Runbook) -> Vec<Narrowing> {
    // A value that no finding refuses is one of these, or was left out.
    let listed = |title: &str, accepts: &[String]| {
        let values: Vec<Option<&String>> = accepts.iter().map(Some).chain([None]).collect();
        json!({ "description": title, "enum": values })
    };
    let text = |title: &str| json!({ "description": title, "type": ["string", "null"] });
    let handoff = &runbook.owner_handoff;
    let upstream = handoff.upstream.iter().map(|u| (u.member.clone(), listed(&u.in_words(), &u.accepts)));
    let own = handoff.named().map(|named| (named.member.to_owned(), text(&named.in_words())));
    let target = runbook.target.iter().map(|t| (t.member.clone(), listed(&t.in_words(), &t.accepts)));
    let confirmations = runbook.confirmations.iter().map(|confirmation| {
        let schema = json!({ "description": confirmation.sentence, "type": "boolean" });
        (confirmation.field.clone(), schema)
    });
    let references: Vec<&String> = runbook.references.iter().map(|reference| &reference.field).collect();
    let count = json!({ "minItems": references.len(), "maxItems": references.len() });
    vec![
        ("/properties/ownerHandoff", Value::Object(exactly(upstream.chain(own)))),
        ("/properties/target", Value::Object(exactly(target))),
        ("/properties/confirmations", Value::Object(exactly(confirmations))),
        ("/properties/references", count),
        ("/$defs/Reference/properties/field", one_of(references)),
    ]
}

/// The runbook alone decides the warnings: without any, no document has the member.
fn warnings(runbook: &Runbook, schema: &mut Value) {
    let count = runbook.warnings().len();
    if count > 0 {
        narrow(schema, "/properties/warnings", json!({ "minItems": count, "maxItems": count }));
        if let Some(required) = schema.pointer_mut("/required").and_then(Value::as_array_mut) {
            required.push(json!("warnings"));
        }
        return;
    }
    for (pointer, name) in [("/properties", "warnings"), ("/$defs", "Warning"), ("/$defs", "Code")] {
        schema.pointer_mut(pointer).and_then(Value::as_object_mut).map(|members| members.remove(name));
    }
}

fn reviewed(runbook: &Runbook) -> Vec<Narrowing> {
    let checklist = Checklist::from_runbook(runbook);
    let steps = checklist.steps().iter().filter(|step| !step.items.is_empty());
    let (effects, statuses) = runbook.effects.iter().map(|effect| (&effect.id, &effect.status)).unzip();
    vec![
        ("/$defs/Step/properties/step", one_of(steps.map(|step| &step.id).collect())),
        ("/$defs/Item/properties/item", one_of(checklist.items().iter().map(|item| &item.id).collect())),
        ("/$defs/Attempt/properties/action", one_of(effects)),
        ("/$defs/Attempt/properties/status", one_of(statuses)),
    ]
}

/// An empty list matches nothing, as it should.
fn one_of(texts: Vec<&String>) -> Value {
    let mut named: Vec<&String> = Vec::new();
    for text in texts {
        if !named.contains(&text) {
            named.push(text);
        }
    }
    json!({ "enum": named })
}

fn flags(runbook: &Runbook, schema: &mut Value) {
    let ready_flag = &runbook.packet.ready_flag;
    let mut properties = Map::new();
    for effect in &runbook.effects {
        for flag in &effect.flags {
            let description = format!("Always false: this program cannot {}.", effect.action);
            properties.insert(flag.clone(), json!({ "const": false, "description": description }));
        }
    }
    let description = "True with a ready status only. It means ready for the owner's review, nothing more.";
    properties.insert(ready_flag.clone(), json!({ "type": "boolean", "description": description }));
    if let Some(required) = schema.pointer_mut("/required").and_then(Value::as_array_mut) {
        required.extend(properties.keys().map(|flag| json!(flag)));
    }
    narrow(schema, "/properties", Value::Object(properties));
    let ready: Vec<&String> = runbook
        .statuses
        .iter()
        .filter(|status| status.kind == Kind::Ready)
        .map(|status| &status.status)
        .collect();
    let packet = |ready: bool, kind: &str| json!({ "properties": { ready_flag: { "const": ready }, "packet": { "type": kind } } });
    let coupled = json!({
        "if": { "properties": { "status": { "enum": ready } } },
        "then": packet(true, "object"),
        "else": packet(false, "null"),
    });
    narrow(schema, "", coupled);
}
