//! JSON Schemas (2020-12) of what this program reads and writes, made from the types that read and write it.

mod handoff;
mod openapi;
mod plain;
mod plan;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

pub use self::handoff::handoff;
pub use self::openapi::openapi;
pub use self::plan::plan;
use super::runbook::Runbook;

/// For what is written: every member that is always written is required, `null` included.
#[must_use]
pub fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

/// Describes the shape. Only [`Runbook::parse`] knows if names are unique and if the named parts exist.
#[must_use]
pub fn runbook() -> Value {
    let mut schema = generator().into_root_schema_for::<Runbook>().to_value();
    // A runbook holds no blank text; a pattern comes only near to that. `\S` would be nearer, but each dialect has
    // blanks of its own.
    every_object(&mut schema, &mut |members| {
        let plain = !["pattern", "const", "enum"].iter().any(|keyword| members.contains_key(*keyword));
        if plain && members.get("type").is_some_and(|kind| kind == "string") {
            members.insert("pattern".to_owned(), json!(format!("[^{BLANKS}]")));
        }
    });
    let description = "A runbook describes a stage to review (--runbook). It is accepted only without \
         faults, including those a schema cannot express: duplicate names, references to names that do not \
         exist, statuses that cannot be reached.";
    published(schema, "runbook@1", "Runbook", description)
}

const BLANKS: &str =
    "\t\n\u{b}\u{c}\r \u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";

/// `name` is the last part of the identifier.
#[must_use]
pub fn published(mut schema: Value, name: &str, title: &str, description: &str) -> Value {
    every_object(&mut schema, &mut tidy);
    let head = [
        ("$schema", "https://json-schema.org/draft/2020-12/schema"),
        ("$id", &format!("urn:strict-review:schema:{name}")),
        ("title", title),
        ("description", description),
    ];
    if let Value::Object(members) = &mut schema {
        members.extend(head.map(|(keyword, text)| (keyword.to_owned(), json!(text))));
    }
    schema
}

fn every_object(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            visit(members);
            members.values_mut().for_each(|value| every_object(value, visit));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| every_object(value, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Removes what only Rust knows: sizes of integers, links of its documentation, choices of one.
fn tidy(members: &mut Map<String, Value>) {
    let format = members.get("format").and_then(Value::as_str);
    if format.is_some_and(|format| format.starts_with("uint")) {
        members.remove("format");
    }
    if let Some(Value::String(text)) = members.get_mut("description") {
        *text = text.replace("[`", "`").replace("`]", "`").replace("`None`", "null").replace('\n', " ");
    }
    // In some dialects `$` also matches before a last line break. A text of fixed length has no room for one.
    let ends = members.get("pattern").and_then(Value::as_str).is_some_and(|pattern| pattern.ends_with('$'));
    if ends && !members.contains_key("maxLength") {
        members.insert("not".to_owned(), json!({ "pattern": "\n" }));
    }
    let only = match members.get("oneOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([only]) => only.get("const").cloned(),
        Some(_) | None => None,
    };
    if let Some(only) = only {
        members.remove("oneOf");
        members.insert("type".to_owned(), json!("string"));
        members.insert("const".to_owned(), only);
    }
}

fn exactly(members: impl IntoIterator<Item = (String, Value)>) -> Map<String, Value> {
    let properties: Map<String, Value> = members.into_iter().collect();
    let required: Vec<&String> = properties.keys().collect();
    let mut keywords = Map::new();
    keywords.insert("type".to_owned(), json!("object"));
    keywords.insert("required".to_owned(), json!(required));
    keywords.insert("properties".to_owned(), Value::Object(properties));
    keywords.insert("additionalProperties".to_owned(), json!(false));
    keywords
}
