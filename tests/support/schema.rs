//! The published schemas, against which tests check all documents they meet.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;
use strict_review::review::runbook::Runbook;
use strict_review::review::schema;

use super::{package, parsed, second_definition};

pub(crate) const SCHEMAS: [&str; 4] = ["runbook", "handoff", "plan", "journal"];

/// Everything that is published: the schemas, and the description of the endpoints, which contains schemas.
pub(crate) const NAMES: [&str; 5] = ["runbook", "handoff", "plan", "journal", "openapi"];

/// A published schema, for the embedded runbook.
pub(crate) fn published(name: &str) -> Value {
    parsed(&package().join(format!("assets/schemas/{name}.json")))
}

pub(crate) fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).unwrap_or_else(|error| panic!("{error}"))
}

/// Errors of a schema for a value, each with its pointer.
pub(crate) fn against(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Checks a plan of one of the two runbooks against its schema.
pub(crate) fn assert_plan(plan: &Value) {
    static STAGE: OnceLock<Validator> = OnceLock::new();
    static SECOND: OnceLock<Validator> = OnceLock::new();
    let of_second = || {
        let runbook = Runbook::parse(second_definition().to_string().as_bytes()).unwrap();
        validator(&schema::plan(&runbook))
    };
    let validator = if plan["stage"] == second_definition()["stage"] {
        SECOND.get_or_init(of_second)
    } else {
        STAGE.get_or_init(|| validator(&published("plan")))
    };
    assert_eq!(against(validator, plan), [""; 0], "{plan:#}");
}

/// Checks every whole line of a journal against the schema.
pub(crate) fn assert_journal(bytes: &[u8]) {
    static LINE: OnceLock<Validator> = OnceLock::new();
    let validator = LINE.get_or_init(|| validator(&published("journal")));
    for line in bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")) {
        let line: Value = serde_json::from_slice(line).unwrap();
        assert_eq!(against(validator, &line), [""; 0], "{line:#}");
    }
}
