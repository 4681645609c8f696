//! The published description of the endpoints: complete, true of the samples, and different for another stage.

use serde_json::{Value, json};
use strict_review::review::schema;

use crate::support::schema::{against, published, validator};
use crate::support::{World, parsed, ready_request, sample, second_definition, second_runbook, text};

fn component(described: &Value, name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}"), "components": described["components"] })
}

fn references(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(values) => values.iter().flat_map(references).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[test]
fn every_reference_leads_to_a_part_of_the_same_document_and_every_schema_is_valid() {
    for described in [published("openapi"), schema::openapi(second_runbook())] {
        let references = references(&described);
        assert!(references.len() > 20, "{references:?}");
        for reference in references {
            let place = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads elsewhere"));
            assert!(described.pointer(place).is_some(), "{reference}");
        }
        for name in described["components"]["schemas"].as_object().unwrap().keys() {
            let schema = component(&described, name);
            jsonschema::draft202012::meta::validate(&schema)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

#[test]
fn what_is_read_and_answered_is_as_it_is_described() {
    let described = published("openapi");
    let taken = |name: &str, value: &Value| against(&validator(&component(&described, name)), value);
    let printed = |arguments: &[&str]| World::new().run(arguments).json();
    assert_eq!(taken("Policy", &printed(&["policy"])), [""; 0]);
    assert_eq!(taken("Plan", &printed(&["plan", sample("ready-request.json").to_str().unwrap()])), [""; 0]);
    assert_eq!(taken("Request", &parsed(&sample("ready-request.json"))), [""; 0]);
}

#[test]
fn a_request_of_wrong_types_is_described_as_one_and_what_is_refused_is_not() {
    let described = published("openapi");
    let request = validator(&component(&described, "Request"));
    let with = |name: &str, value: Value| {
        let mut members = ready_request();
        members.insert(name.to_owned(), value);
        Value::Object(members)
    };
    for value in
        [json!(7), json!(null), json!([{ "a": [1.5] }]), json!(-(1_i64 << 53)), json!("a".repeat(8192))]
    {
        assert_eq!(against(&request, &with("decision", value.clone())), [""; 0], "{value}");
        assert_eq!(against(&request, &with("unheardOf", value.clone())), [""; 0], "{value}");
    }
    for value in [json!((1_i64 << 53) + 1), json!([{ "a": [1e300] }]), json!({ "a": "a".repeat(8193) })] {
        assert_ne!(against(&request, &with("decision", value.clone())), [""; 0], "{value}");
        assert_ne!(against(&request, &with("unheardOf", value.clone())), [""; 0], "{value}");
    }
    assert_ne!(against(&request, &with(&"a".repeat(8193), json!(true))), [""; 0]);
    assert_ne!(against(&request, &json!([])), [""; 0]);
}

#[test]
fn another_stage_has_endpoints_of_its_own() {
    let second = sample("second-runbook.json");
    let printed = World::new().run(&["schema", "openapi", "--runbook", second.to_str().unwrap()]);
    assert_eq!((printed.exit, printed.json()), (0, schema::openapi(second_runbook())));
    for endpoint in ["policy", "plan", "page"] {
        let path = text(&second_definition()["endpoints"][endpoint]["path"]);
        assert!(printed.json()["paths"][&path].is_object(), "{path}");
        assert!(published("openapi")["paths"][&path].is_null(), "{path}");
    }
}
