//! Differences of two documents, member by member. Values are shown only as far as needed to distinguish them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::problem::Pointer;
use crate::review::runbook::reserved::PLAN_MEMBERS;
use crate::review::secrecy::rule_under;
use crate::review::text::{cut, visible};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) pointer: String,
    pub(super) found: String,
    pub(super) expected: String,
}

pub(super) fn differences(found: &Map<String, Value>, expected: &Map<String, Value>) -> Vec<Difference> {
    let rank =
        |name: &&String| PLAN_MEMBERS.iter().position(|member| member == name).unwrap_or(PLAN_MEMBERS.len());
    let mut names: Vec<&String> = names(found, expected).into_iter().collect();
    names.sort_by_key(rank);
    let mut all = Vec::new();
    for name in names {
        let pointer = Pointer::Member(&Pointer::Root, name);
        compare(found.get(name), expected.get(name), &pointer, name, &mut all);
    }
    all
}

fn names<'a>(found: &'a Map<String, Value>, expected: &'a Map<String, Value>) -> BTreeSet<&'a String> {
    found.keys().chain(expected.keys()).collect()
}

fn compare(
    found: Option<&Value>,
    expected: Option<&Value>,
    pointer: &Pointer,
    key: &str,
    all: &mut Vec<Difference>,
) {
    match (found, expected) {
        (Some(Value::Object(found)), Some(Value::Object(expected))) => {
            for name in names(found, expected) {
                let pointer = Pointer::Member(pointer, name);
                compare(found.get(name), expected.get(name), &pointer, name, all);
            }
        }
        (Some(Value::Array(found)), Some(Value::Array(expected))) => {
            for index in 0..found.len().max(expected.len()) {
                let pointer = Pointer::Element(pointer, index);
                compare(found.get(index), expected.get(index), &pointer, key, all);
            }
        }
        (found, expected) if found == expected => {}
        (found, expected) => {
            let (found, mut expected) = (display(key, found), display(key, expected));
            // Both may be withheld, or differ only where they are cut.
            if found == expected {
                "another value that looks the same".clone_into(&mut expected);
            }
            all.push(Difference { pointer: pointer.to_string(), found, expected });
        }
    }
}

fn display(key: &str, value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) => quoted(key, text),
        Some(Value::Array(values)) => format!("a list of {}", values.len()),
        Some(Value::Object(_)) => "an object".to_owned(),
        Some(value @ (Value::Null | Value::Bool(_) | Value::Number(_))) => value.to_string(),
    }
}

/// Cut and made visible; a secret-like text is only named.
pub(super) fn quoted(key: &str, text: &str) -> String {
    if rule_under(key, text).is_some() {
        "a text that looks like a credential".to_owned()
    } else {
        format!("\"{}\"", cut(&visible(text), OBSERVED_CHARS_MAX))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::review::testing::SECRET;

    fn printed(found: &Value, expected: &Value) -> Vec<String> {
        let differences = differences(found.as_object().unwrap(), expected.as_object().unwrap());
        differences.iter().map(|d| format!("{} {} {}", d.pointer, d.found, d.expected)).collect()
    }

    #[test]
    fn equal_documents_differ_nowhere() {
        let document = json!({ "a": [1, { "b": null }], "c": "x" });
        assert_eq!(printed(&document, &document), [""; 0]);
    }

    #[test]
    fn each_difference_is_told_where_it_stands() {
        let found = json!({ "a": [1, { "b": null }, 3], "c/~": "x", "d": {} });
        let expected = json!({ "a": [1, { "b": true }], "c/~": "y", "d": [1, 2] });
        assert_eq!(
            printed(&found, &expected),
            ["/a/1/b null true", "/a/2 3 nothing", "/c~1~0 \"x\" \"y\"", "/d an object a list of 2"]
        );
    }

    #[test]
    fn members_of_a_plan_come_in_their_order_and_others_behind() {
        let found = json!({ "target": 1, "aFlag": 1, "status": 1, "decision": 1 });
        let places: Vec<String> =
            differences(found.as_object().unwrap(), &Map::new()).into_iter().map(|d| d.pointer).collect();
        assert_eq!(places, ["/status", "/decision", "/target", "/aFlag"]);
    }

    #[test]
    fn nothing_secret_like_or_hidden_is_quoted_and_long_texts_are_cut() {
        let told = printed(
            &json!({ "a": SECRET, "password": "correct-horse-battery", "b": "\u{202e}x", "c": "y ".repeat(99) }),
            &json!({}),
        );
        assert_eq!(told[0], "/a a text that looks like a credential nothing");
        assert_eq!(told[1], "/b \"‹U+202E›x\" nothing");
        assert!(told[2].ends_with("y…\" nothing") && told[2].chars().count() < 100, "{}", told[2]);
        assert_eq!(told[3], "/password a text that looks like a credential nothing");
        let alike = self::printed(&json!({ "a": SECRET }), &json!({ "a": format!("{SECRET}2") }));
        assert_eq!(alike, ["/a a text that looks like a credential another value that looks the same"]);
        assert!(self::printed(&json!({ SECRET: 1 }), &json!({}))[0].starts_with("/<redacted-key> "));
    }
}
