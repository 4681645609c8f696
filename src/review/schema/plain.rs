//! A schema in the words that client generators know: one type at a time, and literals beside their types.

use serde_json::{Map, Value, json};

/// Keywords whose value is a schema.
const ONE: [&str; 7] = ["items", "additionalProperties", "propertyNames", "if", "then", "else", "not"];

/// Keywords whose value is a list of schemas.
const MANY: [&str; 3] = ["anyOf", "oneOf", "allOf"];

/// Keywords that say nothing about a value.
const REMARKS: [&str; 3] = ["title", "description", "examples"];

pub(super) fn plain(schema: &mut Value) {
    let Value::Object(members) = schema else { return };
    if let Some(value) = members.remove("const") {
        members.extend(constant(&value));
    }
    literals(members);
    apart(members);
    for (keyword, inner) in members.iter_mut() {
        if ONE.contains(&keyword.as_str()) {
            plain(inner);
        } else if MANY.contains(&keyword.as_str()) {
            inner.as_array_mut().into_iter().flatten().for_each(plain);
        } else if keyword == "properties" {
            inner.as_object_mut().into_iter().flatten().for_each(|(_, schema)| plain(schema));
        }
    }
}

/// A list becomes its possible elements and their number; only `const` could fix their order.
fn constant(value: &Value) -> Map<String, Value> {
    let keywords = match value {
        Value::Null => json!({ "type": "null" }),
        Value::Bool(_) => json!({ "type": "boolean", "const": value }),
        Value::Number(_) => json!({ "type": "number", "const": value }),
        Value::String(_) => json!({ "type": "string", "const": value }),
        Value::Array(elements) => {
            let mut different: Vec<&Value> = Vec::new();
            for element in elements {
                if !different.contains(&element) {
                    different.push(element);
                }
            }
            let items = if different.iter().all(|element| element.is_string()) {
                json!({ "type": "string", "enum": different })
            } else {
                json!({ "anyOf": different.into_iter().map(constant).collect::<Vec<_>>() })
            };
            json!({ "type": "array", "items": items, "minItems": elements.len(), "maxItems": elements.len() })
        }
        Value::Object(members) => Value::Object(super::exactly(
            members.iter().map(|(name, value)| (name.clone(), Value::Object(constant(value)))),
        )),
    };
    match keywords {
        Value::Object(keywords) => keywords,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

fn literals(members: &mut Map<String, Value>) {
    let each = |choice: &Value| choice.get("const").filter(|value| value.is_string()).cloned();
    let choices = members.get("oneOf").and_then(Value::as_array);
    if let Some(texts) = choices.and_then(|choices| choices.iter().map(each).collect::<Option<Vec<_>>>()) {
        members.remove("oneOf");
        members.insert("enum".to_owned(), json!(texts));
    }
    let Some(Value::Array(values)) = members.get("enum") else { return };
    if !members.contains_key("type") && values.iter().all(|value| value.is_string() || value.is_null()) {
        let may_be_null = values.iter().any(Value::is_null);
        let kind = if may_be_null { json!(["string", "null"]) } else { json!("string") };
        members.insert("type".to_owned(), kind);
    }
}

fn apart(members: &mut Map<String, Value>) {
    let Some(Value::Array(kinds)) = members.get("type").cloned() else { return };
    let of = |kind: &Value| {
        let mut one = members.clone();
        one.retain(|keyword, _| !REMARKS.contains(&keyword.as_str()));
        one.insert("type".to_owned(), kind.clone());
        if kind == "null" {
            one.retain(|keyword, _| keyword == "type");
        }
        if let Some(Value::Array(values)) = one.get_mut("enum") {
            values.retain(|value| !value.is_null());
        }
        one
    };
    let any: Vec<Map<String, Value>> = kinds.iter().map(of).collect();
    members.retain(|keyword, _| REMARKS.contains(&keyword.as_str()));
    members.insert("anyOf".to_owned(), json!(any));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(mut schema: Value) -> Value {
        plain(&mut schema);
        schema
    }

    #[test]
    fn a_literal_has_its_type_and_a_list_its_lengths() {
        assert_eq!(made(json!({ "const": false })), json!({ "type": "boolean", "const": false }));
        assert_eq!(made(json!({ "const": "a" })), json!({ "type": "string", "const": "a" }));
        let list = json!({ "type": "array", "items": { "type": "string", "enum": ["a", "b"] }, "minItems": 3, "maxItems": 3 });
        assert_eq!(made(json!({ "const": ["a", "b", "a"] })), list);
        let pair = made(json!({ "const": [{ "a": "b" }] }));
        assert_eq!(pair["items"]["anyOf"][0]["properties"]["a"], json!({ "type": "string", "const": "b" }));
    }

    #[test]
    fn a_list_of_types_is_a_choice_of_types() {
        let schema = json!({ "description": "d", "type": ["string", "null"], "enum": ["a", null] });
        let choice = json!([{ "type": "string", "enum": ["a"] }, { "type": "null" }]);
        assert_eq!(made(schema), json!({ "description": "d", "anyOf": choice }));
        assert_eq!(made(json!({ "enum": ["a", null] }))["anyOf"], choice);
    }

    #[test]
    fn a_member_that_is_called_like_a_keyword_is_a_member() {
        let schema =
            json!({ "properties": { "type": { "const": "a" }, "enum": { "enum": ["a"] }, "const": {} } });
        let expected = json!({ "properties": {
            "type": { "type": "string", "const": "a" }, "enum": { "type": "string", "enum": ["a"] }, "const": {},
        } });
        assert_eq!(made(schema), expected);
    }
}
