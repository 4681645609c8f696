//! `explain`: every code has its words, and a mistyped one is answered with near names.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{World, definition, flags, texts};

fn codes() -> Vec<String> {
    let listed = World::new().run(&["explain", "--format", "json"]);
    assert_eq!((listed.exit, listed.err.as_str()), (0, ""));
    let listed: Vec<String> = serde_json::from_value(listed.json()["codes"].take()).unwrap();
    assert!(!listed.is_empty());
    listed
}

/// Codes of a list for people, each the first word of a line that is indented by two.
fn codes_in_text(arguments: &[&str]) -> Vec<String> {
    let listed = World::new().run(arguments);
    assert_eq!((listed.exit, listed.err.as_str()), (0, ""));
    let lines = listed.out.lines().filter_map(|line| line.strip_prefix("  "));
    let words = lines.filter_map(|line| line.split(' ').next());
    words.filter(|word| !word.is_empty() && !word.starts_with('`')).map(str::to_owned).collect()
}

#[test]
fn the_lists_for_people_have_the_codes_of_the_json_in_the_same_order() {
    let told = [codes_in_text(&["explain"]), codes_in_text(&["explain", "secrets"])].concat();
    assert_eq!(told, codes());
}

#[test]
fn every_listed_code_is_explained_in_words_and_as_json() {
    let world = World::new();
    for code in codes() {
        let explained = world.run(&["explain", "--format", "json", &code]);
        assert_eq!((explained.exit, explained.err.as_str()), (0, ""), "{code}");
        let words = explained.json();
        assert_eq!(words["code"], json!(code));
        for member in ["sort", "meaning", "expected", "next"] {
            let told = words[member].as_str().unwrap_or_else(|| panic!("{code}: {member}"));
            assert!(told.len() > 3, "{code}: {member}: {told}");
        }
        let told = world.run(&["explain", &code]);
        assert_eq!(told.exit, 0, "{code}");
        assert!(told.out.starts_with(&format!("{code} (")), "{code}: {}", told.out);
    }
}

#[test]
fn every_status_decision_and_flag_of_the_runbook_is_listed_once() {
    let (listed, definition) = (codes(), definition());
    let unique: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(unique.len(), listed.len());
    let mut expected = texts(&definition["statuses"], "status");
    expected.extend(texts(&definition["decisions"], "value"));
    expected.extend(texts(&definition["effects"], "decision"));
    expected.extend(flags(&definition));
    for code in expected {
        assert!(unique.contains(&code), "{code}");
    }
}

#[test]
fn a_rule_that_a_plan_can_tell_is_explained() {
    let listed = codes();
    let mut request = crate::support::ready_request();
    request.insert("databaseTouched".to_owned(), json!(true));
    request.remove("auditReference");
    let world = World::new().with("in.json", Value::Object(request).to_string());
    for rule in texts(&world.run(&["plan", "in.json"]).json()["findings"], "rule") {
        assert!(listed.contains(&rule), "{rule}");
    }
}

#[test]
fn an_unknown_code_ends_with_two_and_near_names() {
    for (typed, near) in [
        ("target-refusd", "target-refused"),
        ("taget-refused", "target-refused"),
        ("Target-Refused", "target-refused"),
        ("databaseTouchd", "databaseTouched"),
        ("blocked-database", "blocked-database-migration"),
        ("secretlike", "secret-like"),
    ] {
        let ended = World::new().run(&["explain", typed]);
        assert_eq!((ended.exit, ended.out.as_str()), (2, ""), "{typed}");
        assert!(ended.err.contains(&format!("no such code: {typed}")), "{}", ended.err);
        let (_, named) = ended.err.split_once("Near: ").unwrap_or_else(|| panic!("{typed}: {}", ended.err));
        assert!(named.split([',', ' ', '.', '\n']).any(|name| name == near), "{typed}: {named}");
    }
}

#[test]
fn a_code_like_no_other_has_no_near_names() {
    let ended = World::new().run(&["explain", "zzzz"]);
    assert_eq!(ended.exit, 2);
    assert!(!ended.err.contains("Near") && ended.err.contains("lists every code"), "{}", ended.err);
}

#[test]
fn what_was_typed_reaches_no_terminal_raw_and_no_secret_is_repeated() {
    let secret = crate::mutations::SECRET;
    let ended = World::new().run(&["explain", &format!("a\u{1b}[2J{secret}")]);
    assert_eq!((ended.exit, ended.out.as_str()), (2, ""));
    assert!(!ended.err.contains('\u{1b}') && !ended.err.contains(&secret[4..12]), "{:?}", ended.err);
}
