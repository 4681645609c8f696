//! Findings for a person and for a program: all at once, each with its pointer, never a secret.

use serde_json::{Map, Value, json};

use crate::mutations::SECRET;
use crate::support::{World, assert_shown, ready_request, texts};

fn faulty() -> Map<String, Value> {
    let mut request = ready_request();
    request.insert("ownerHandoffStatus".to_owned(), json!("blocked-elsewhere"));
    request.insert("ownerHandoffReference".to_owned(), json!(format!("vault {SECRET}")));
    request.remove("ownerHandoffFingerprint");
    request.insert("targetEnvironment".to_owned(), json!("Local-dev"));
    request.insert("targetAdapter".to_owned(), json!("memory-simulator-bridge"));
    request.insert("auditReference".to_owned(), json!(["audit.md"]));
    request.insert("caseStateReference".to_owned(), json!("case\u{202e}state.md"));
    request.remove("backupReference");
    request.insert("noDatabaseWriteConfirmed".to_owned(), json!("true"));
    request.insert("n8nExecutionAllowed".to_owned(), json!("no"));
    request.insert("somethingElse".to_owned(), json!({ "approved": true }));
    request.insert(SECRET.to_owned(), json!(1));
    request.insert("decision".to_owned(), json!("prepare"));
    request
}

#[test]
fn every_fault_of_a_request_is_told_in_one_run() {
    let world = World::new().with("in.json", json!(faulty()).to_string());
    let checked = world.run(&["check", "in.json"]);
    assert_eq!((checked.exit, checked.err.as_str()), (1, ""));
    assert_shown("check-every-fault-at-once", &checked.out);
}

#[test]
fn both_doors_list_the_same_findings() {
    let world = World::new().with("in.json", json!(faulty()).to_string());
    let (planned, checked) =
        (world.run(&["plan", "in.json"]), world.run(&["check", "--format", "json", "in.json"]));
    assert_eq!((planned.exit, checked.exit), (1, 1));
    assert_eq!(planned.json()["findings"], checked.json()["results"][0]["findings"]);
    assert_eq!(planned.json()["status"], checked.json()["results"][0]["status"]);
    assert_eq!(texts(&planned.json()["findings"], "rule").len(), 13);
}

#[test]
fn what_a_finding_refuses_stands_as_null_in_its_own_member() {
    let world = World::new().with("in.json", json!(faulty()).to_string());
    let plan = world.run(&["plan", "in.json"]).json();
    assert_eq!(plan["ownerHandoff"], json!({ "status": null, "reference": null, "fingerprint": null }));
    assert_eq!(plan["target"], json!({ "environment": null, "adapter": null }));
    assert_eq!(plan["decision"], Value::Null);
    for reference in plan["references"].as_array().unwrap() {
        let field = reference["field"].as_str().unwrap();
        let refused = ["auditReference", "caseStateReference", "backupReference"].contains(&field);
        assert_eq!(reference["value"].is_null(), refused, "{field}");
    }
    assert_eq!(plan["confirmations"]["noDatabaseWriteConfirmed"], json!(false));
}

#[test]
fn a_secret_is_told_by_its_rule_and_never_shown_wherever_it_stands() {
    let places: Vec<Value> = vec![
        json!({ "ownerHandoffReference": SECRET }),
        json!({ "ownerHandoffStatus": SECRET }),
        json!({ "targetEnvironment": SECRET }),
        json!({ "auditReference": format!("see {SECRET}") }),
        json!({ "auditReference": format!("{}\u{200b}{}", &SECRET[..9], &SECRET[9..]) }),
        json!({ "runbookOnlyConfirmed": SECRET }),
        json!({ "databaseTouched": SECRET }),
        json!({ "decision": SECRET }),
        json!({ "decision": { "nested": [SECRET] } }),
        json!({ "unheardOf": [[{ "deep": SECRET }]] }),
        json!({ SECRET: "a" }),
        json!({ SECRET: { SECRET: true } }),
        json!({ "unheardOf": { SECRET: [true] } }),
        json!({ "password": "correct-horse-battery-1" }),
    ];
    for place in places {
        let mut request = ready_request();
        request.extend(crate::support::object(place.clone()));
        let world = World::new().with("in.json", json!(request).to_string());
        for arguments in [
            ["plan", "--format", "json"],
            ["plan", "--format", "text"],
            ["check", "--format", "json"],
            ["check", "--format", "text"],
        ] {
            let ended = world.run(&[arguments.as_slice(), &["in.json"]].concat());
            assert_eq!((ended.exit, ended.err.as_str()), (1, ""), "{place}");
            assert!(ended.out.contains("secret-like"), "{place}: {}", ended.out);
            for piece in [&SECRET[4..12], &SECRET[20..], "horse-battery"] {
                assert!(!ended.out.contains(piece), "{place}: {}", ended.out);
            }
        }
    }
}

#[test]
fn a_finding_quotes_at_most_eighty_characters_and_nothing_raw() {
    let mut request = ready_request();
    request.insert("targetAdapter".to_owned(), json!(format!("{}end", "adapter ".repeat(40))));
    request.insert("targetEnvironment".to_owned(), json!("local\u{1b}[2Jdev\u{7}"));
    let world = World::new().with("in.json", json!(request).to_string());
    let checked = world.run(&["check", "in.json"]);
    assert!(!checked.out.contains(['\u{1b}', '\u{7}']), "{:?}", checked.out);
    for finding in world.run(&["plan", "in.json"]).json()["findings"].as_array().unwrap() {
        assert!(finding["observed"].as_str().unwrap().chars().count() <= 80, "{finding}");
    }
}
