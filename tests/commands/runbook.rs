//! Another runbook: accepted as a whole, or refused as a whole with every fault.

use serde_json::{Value, json};

use crate::support::{World, assert_shown, definition, ready_request, second_definition};

fn refused(definition: &Value) -> String {
    let world = World::new()
        .with("runbook.json", definition.to_string())
        .with("request.json", json!(ready_request()).to_string());
    let ended = world.run(&["policy", "--runbook", "runbook.json"]);
    assert_eq!((ended.exit, ended.out.as_str()), (2, ""), "{}", ended.err);
    for arguments in [["plan", "request.json"].as_slice(), &["check", "request.json"], &["explain"]] {
        let other = world.run(&[arguments, &["--runbook", "runbook.json"]].concat());
        assert_eq!(other, ended, "every command refuses it alike");
    }
    ended.err
}

#[test]
fn a_definition_is_refused_whole_with_every_fault_and_its_pointer() {
    let mut definition = definition();
    definition["unheardOf"] = json!(1);
    definition["packet"]["color"] = json!("red");
    definition["phases"][1]["id"] = definition["phases"][0]["id"].clone();
    definition["references"][1]["field"] = definition["references"][0]["field"].clone();
    definition["effects"][2]["flags"] = json!(["databaseTouched", "migrationApplyAllowed"]);
    definition["decisions"][0]["status"] = json!("ready-for-nothing");
    definition["title"] = json!("Title\u{202e}");
    definition["effects"][0]["why"] = json!(7);
    let statuses = definition["statuses"].as_array_mut().unwrap();
    statuses.push(json!({ "status": "never", "kind": "rejected", "meaning": "Never.", "next": "Nothing." }));
    definition.as_object_mut().unwrap().remove("nextStep");
    let told = refused(&definition);
    let faults = || told.lines().filter(|line| line.starts_with("  ") && !line.starts_with("  next: "));
    assert!(faults().all(|line| line.starts_with("  /")), "every fault has a pointer: {told}");
    assert_eq!(faults().collect::<std::collections::BTreeSet<_>>().len(), faults().count());
    assert_shown("definition-with-many-faults", &told);
}

#[test]
fn each_single_fault_of_a_definition_is_told_by_its_pointer() {
    for (pointer, at, value) in [
        ("/unheardOf", "", json!({ "unheardOf": true })),
        ("/effects/0/allowed", "/effects/0", json!({ "allowed": true })),
        ("/effects/0/run", "/effects/0", json!({ "run": "echo" })),
        ("/phases/1/id", "/phases/1", json!({ "id": "fresh-owner-approval" })),
        ("/confirmations/1/field", "/confirmations/1", json!({ "field": "runbookOnlyConfirmed" })),
        ("/target/0/field", "/target/0", json!({ "field": "decision" })),
        ("/statuses/1", "/statuses/1", json!({ "status": "nobody-gives-this" })),
        ("/decisions/1/status", "/decisions/1", json!({ "status": "nobody-lists-this" })),
        ("/stageBlock", "", json!({ "stageBlock": "nobody-lists-this-either" })),
        (
            "/effects/1/flags/0",
            "/effects/1",
            json!({ "flags": ["runbookOnly", "ownerApprovalPersistenceAllowed"] }),
        ),
        ("/target/0/policyMember", "/target/0", json!({ "policyMember": "databaseTouched" })),
        ("/leadingFlags/0", "", json!({ "leadingFlags": ["unheardOf"] })),
        ("/target/1/refuses/0", "/target/1", json!({ "refuses": ["sqlite-local-dev"] })),
        ("/references/5", "/phases/5", json!({ "references": ["auditReference", "caseStateReference"] })),
        ("/summary", "", json!({ "summary": "hidden\u{200b}text" })),
        ("/stage", "", json!({ "stage": "../T-293" })),
        ("/format", "", json!({ "format": "strict-review/runbook@2" })),
    ] {
        let mut definition = definition();
        let members = definition.pointer_mut(at).unwrap().as_object_mut().unwrap();
        members.extend(crate::support::object(value));
        let told = refused(&definition);
        assert!(told.lines().any(|line| line.starts_with(&format!("  {pointer}: "))), "{pointer}: {told}");
    }
}

#[test]
fn a_definition_that_is_no_json_is_refused_with_its_place() {
    let world = World::new().with("runbook.json", "{\n  \"format\": 1,\n  \"format\": 2\n}");
    let ended = world.run(&["policy", "--runbook", "runbook.json"]);
    assert_eq!((ended.exit, ended.out.as_str()), (2, ""));
    assert!(
        ended.err.starts_with("strict-review: runbook.json:3:3: the key \"format\" occurs twice"),
        "{}",
        ended.err
    );
    let gone = World::new().run(&["policy", "--runbook", "gone.json", "--format", "json"]);
    assert_eq!((gone.exit, &gone.json()["place"]), (2, &json!("gone.json")));
}

#[test]
fn another_stage_is_another_file_and_no_other_program() {
    let world = World::new().with("runbook.json", second_definition().to_string());
    let policy = world.run(&["policy", "--runbook", "runbook.json"]);
    assert_eq!((policy.exit, policy.err.as_str()), (0, ""));
    let own = definition();
    for literal in ["stage", "slug"] {
        assert!(!policy.out.contains(own[literal].as_str().unwrap()), "{literal}");
    }
    let members = policy.json();
    assert_eq!(members["acceptedRehearsalDatabases"], second_definition()["target"][0]["accepts"]);
    assert_eq!(members["targetEnvironment"], Value::Null);
}
