//! The local endpoints as an `OpenAPI` 3.1 document.

use serde_json::{Map, Value, json};

use super::plain::plain;
use super::{every_object, exactly, handoff, plan};
use crate::review::limits::{HANDOFF, INTEGER_MAGNITUDE_MAX};
use crate::review::policy::Policy;
use crate::review::runbook::Runbook;
use crate::review::runbook::reserved::{INDEX_PATH, OPENAPI_PATH};

#[must_use]
pub fn openapi(runbook: &Runbook) -> Value {
    let endpoints = &runbook.endpoints;
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": runbook.title,
            "version": runbook.stage,
            "summary": "Local endpoints that prepare and show a review; they store nothing.",
            "description": runbook.summary,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        // Anyone on this machine may ask.
        "security": [],
        "servers": [{ "url": "/", "description": "Loopback only: 127.0.0.1, [::1] or localhost." }],
        "paths": {
            INDEX_PATH: read("listEndpoints", "List the endpoints", "application/json", &reference("Index")),
            OPENAPI_PATH: read(
                "describeEndpoints", "This document", "application/json", &json!({ "type": "object" })
            ),
            &endpoints.policy.path: read(
                "readPolicy", "The requirements and blocked actions of the runbook", "application/json", &reference("Policy")
            ),
            &endpoints.plan.path: prepare(),
            &endpoints.page.path: read(
                "readPage", "The runbook as a web page", "text/html", &json!({ "type": "string" })
            ),
        },
        "components": {
            "schemas": schemas(runbook),
            "responses": { "Problem": {
                "description": "The reason for the error (RFC 9457).",
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            } },
        },
    })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": place(schema) })
}

fn place(schema: &str) -> String {
    format!("#/components/schemas/{schema}")
}

fn problems(statuses: &[u16]) -> Map<String, Value> {
    let problem = |status: &u16| (status.to_string(), json!({ "$ref": "#/components/responses/Problem" }));
    statuses.iter().map(problem).collect()
}

/// Answers `HEAD` as well, without a body.
fn read(id: &str, summary: &str, media_type: &str, schema: &Value) -> Value {
    let operation = |id: String, answered: Value| {
        let mut responses = problems(&[400, 403, 421, 431]);
        responses.insert("200".to_owned(), answered);
        json!({ "operationId": id, "summary": summary, "responses": responses })
    };
    let found = "The current document.";
    let content = json!({ media_type: { "schema": schema } });
    json!({
        "get": operation(id.to_owned(), json!({ "description": found, "content": content })),
        "head": operation(format!("{id}Head"), json!({ "description": found })),
    })
}

fn prepare() -> Value {
    let mut responses = problems(&[400, 403, 408, 413, 415, 421, 431]);
    responses.insert(
        "200".to_owned(),
        json!({
            "description": "The plan, also if its status is a blocked one. It is not stored.",
            "content": {
                "application/json": { "schema": reference("Plan") },
                "text/html": { "schema": { "type": "string" } },
            },
        }),
    );
    let description = format!(
        "Evaluates the request as `strict-review plan` does, with the same output. Limits: {} bytes per \
         body, {} per text, {} members in all objects and arrays, {} levels; unique keys; integers up to \
         2^53. A value of the wrong type is a finding, not an error.",
        HANDOFF.bytes, HANDOFF.string_bytes, HANDOFF.members, HANDOFF.depth
    );
    json!({ "post": {
        "operationId": "preparePlan",
        "summary": "Prepare the plan of a request",
        "description": description,
        "requestBody": { "required": true, "content": {
            "application/json": { "schema": reference("Request") },
            "application/x-www-form-urlencoded": { "schema": reference("Form") },
        } },
        "responses": responses,
    } })
}

fn schemas(runbook: &Runbook) -> Map<String, Value> {
    let mut plan = embedded(plan(runbook));
    let parts = plan.as_object_mut().and_then(|members| members.remove("$defs"));
    let mut schemas = match parts {
        Some(Value::Object(parts)) => parts,
        Some(_) | None => Map::new(),
    };
    let text = || json!({ "type": "string" });
    let number = || json!({ "type": "integer" });
    let problem = [
        ("type", json!({ "const": "about:blank" })),
        ("title", text()),
        ("status", number()),
        ("detail", text()),
        ("next", text()),
    ];
    let mut problem = exactly(problem.map(|(name, schema)| (name.to_owned(), schema)));
    if let Some(Value::Object(properties)) = problem.get_mut("properties") {
        properties.extend(["line", "column"].map(|name| (name.to_owned(), number())));
    }
    let policy = Policy::from_runbook(runbook);
    let policy = exactly(policy.members().map(|(name, value)| (name.to_owned(), json!({ "const": value }))));
    let endpoint = exactly(["method", "path"].map(|name| (name.to_owned(), text())));
    let index = [
        ("stage", json!({ "const": runbook.stage })),
        ("endpoints", json!({ "type": "array", "items": endpoint })),
        ("openapi", text()),
    ];
    let index = exactly(index.map(|(name, schema)| (name.to_owned(), schema)));
    schemas.extend([
        ("Plan".to_owned(), plan),
        ("Request".to_owned(), request(runbook)),
        ("Form".to_owned(), form()),
        ("Value".to_owned(), value()),
        ("Problem".to_owned(), Value::Object(problem)),
        ("Policy".to_owned(), Value::Object(policy)),
        ("Index".to_owned(), Value::Object(index)),
    ]);
    schemas.values_mut().for_each(plain);
    schemas
}

/// The title goes because client generators would name the type by it.
fn embedded(mut schema: Value) -> Value {
    every_object(&mut schema, &mut |members| {
        if let Some(Value::String(place)) = members.get_mut("$ref") {
            *place = place.replace("#/$defs/", "#/components/schemas/");
        }
    });
    if let Value::Object(members) = &mut schema {
        members.retain(|keyword, _| !matches!(keyword.as_str(), "$id" | "$schema" | "title"));
    }
    schema
}

/// Accepts every object: faults in a request become findings, not refusals.
fn request(runbook: &Runbook) -> Value {
    let mut schema = embedded(handoff(runbook));
    if let Some(members) = schema.as_object_mut() {
        for property in members.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
            if let Value::Object(keywords) = property.1 {
                keywords.insert("$ref".to_owned(), json!(place("Value")));
                keywords.remove("type");
            }
        }
        members.insert("additionalProperties".to_owned(), reference("Value"));
        members.insert("propertyNames".to_owned(), text_within_bounds());
    }
    schema
}

/// No schema can bound the number of values or their depth.
fn value() -> Value {
    let magnitude_max = INTEGER_MAGNITUDE_MAX.cast_signed();
    json!({
        "description": "Any JSON value within the limits.",
        "minimum": -magnitude_max,
        "maximum": magnitude_max,
        "maxLength": HANDOFF.string_bytes,
        "items": reference("Value"),
        "additionalProperties": reference("Value"),
        "propertyNames": text_within_bounds(),
    })
}

/// The page's form posts a text for each field, and `true` for a tick. An empty field may have any name.
fn form() -> Value {
    json!({ "type": "object", "additionalProperties": text_within_bounds() })
}

/// The bound counts bytes of UTF-8; a schema comes only near to it.
fn text_within_bounds() -> Value {
    json!({ "type": "string", "maxLength": HANDOFF.string_bytes })
}
