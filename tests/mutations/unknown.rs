//! Unknown members: a note each, and a finding for every true inside, at any depth.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use strict_review::review::handoff::Handoff;

use super::{Told, decisions, judge, request};
use crate::support::{definition, ready_request, runbook, text};

/// Keys that a runbook does not list, each with its form in a pointer.
fn keys() -> Vec<(String, String)> {
    let definition = definition();
    let ready_flag = text(&definition["packet"]["readyFlag"]);
    let near = |name: &str| (name.to_owned(), name.to_owned());
    vec![
        near("unheardOf"),
        near("Decision"),
        near("databasetouched"),
        near("databaseTouched "),
        near(""),
        near(&ready_flag),
        ("a/b~c".to_owned(), "a~1b~0c".to_owned()),
        ("databaseTouched\u{200b}".to_owned(), "databaseTouched\u{2039}U+200B\u{203a}".to_owned()),
    ]
}

#[test]
fn an_unknown_member_is_a_note_and_a_true_in_it_stops_the_stage() {
    let block = text(&definition()["stageBlock"]);
    for (key, token) in keys() {
        for (value, places) in [
            (json!(true), vec![""]),
            (json!([false, true]), vec!["/1"]),
            (json!({ "a": { "b": [[true]], "c": true } }), vec!["/a/b/0/0", "/a/c"]),
            (
                json!({ "decision": true, "runbookOnlyConfirmed": true }),
                vec!["/decision", "/runbookOnlyConfirmed"],
            ),
        ] {
            for decision in decisions() {
                let mut request = request(&decision);
                request.insert(key.clone(), value.clone());
                let judged = judge(&request);
                let expected: BTreeSet<Told> =
                    places.iter().map(|place| ("unknown-true", format!("/{token}{place}"))).collect();
                assert_eq!((&judged.status, &judged.told), (&block, &expected), "{key:?} {value}");
            }
        }
    }
}

#[test]
fn an_unknown_member_without_a_true_changes_no_status() {
    for (key, token) in keys() {
        for value in
            [json!(false), json!(null), json!("true"), json!(1), json!([]), json!({ "a": ["yes", 0] })]
        {
            let mut request = ready_request();
            request.insert(key.clone(), value.clone());
            let judged = judge(&request);
            assert_eq!(judged.findings, [], "{key:?} {value}");
            assert_eq!(judged.status, text(&definition()["decisions"][0]["status"]));
            let handoff = Handoff::parse(Value::Object(request).to_string().as_bytes(), runbook()).unwrap();
            let notes: Vec<&str> = handoff.notes().iter().map(|note| note.pointer.as_str()).collect();
            assert_eq!(notes, [format!("/{token}")], "{key:?} {value}");
        }
    }
}

/// Pointers of every true, found without the program's own walk.
fn places_of_true(value: &Value, place: &str) -> Vec<String> {
    match value {
        Value::Bool(true) => vec![place.to_owned()],
        Value::Array(values) => values
            .iter()
            .enumerate()
            .flat_map(|(i, value)| places_of_true(value, &format!("{place}/{i}")))
            .collect(),
        Value::Object(map) => {
            map.iter().flat_map(|(key, value)| places_of_true(value, &format!("{place}/{key}"))).collect()
        }
        Value::Null | Value::Bool(false) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// Values without secrets and without keys that need escaping.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<Option<bool>>().prop_map(Value::from),
        (-9_i32..9).prop_map(Value::from),
        // Too short for any assignment: a key such as `pwd` may precede it.
        "[a-z]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let object = prop::collection::btree_map("[a-z]{0,3}", inner.clone(), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            object.prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn every_true_under_an_unknown_member_is_told_by_its_pointer(value in any_value()) {
        let mut request = ready_request();
        request.insert("unheardOf".to_owned(), value.clone());
        let expected: BTreeSet<Told> =
            places_of_true(&value, "/unheardOf").into_iter().map(|place| ("unknown-true", place)).collect();
        prop_assert_eq!(judge(&request).told, expected);
    }

    #[test]
    fn no_order_of_members_changes_the_judgement(seed in any::<prop::sample::Index>(), value in any_value()) {
        let mut request = ready_request();
        request.insert("unheardOf".to_owned(), value);
        let mut members: Vec<String> = request.iter().map(|(k, v)| format!("{}:{v}", json!(k))).collect();
        let middle = seed.index(members.len());
        members.rotate_left(middle);
        let turned = Handoff::parse(format!("{{{}}}", members.join(",")).as_bytes(), runbook()).unwrap();
        let turned: BTreeSet<Told> =
            turned.findings().iter().map(|finding| (finding.rule.code(), finding.pointer.clone())).collect();
        prop_assert_eq!(turned, judge(&request).told);
    }
}
