//! The published schemas: valid, up to date, met by everything here, and strict.

use std::fs;

use serde_json::{Value, json};
use strict_review::journal::entry::Head;
use strict_review::review::action::{Event, Method};
use strict_review::review::fingerprint::Digest;
use strict_review::review::runbook::Runbook;
use strict_review::review::schema;
use strict_review::review::spans::Span;

use crate::support::schema::{NAMES, SCHEMAS, against, assert_journal, published, validator};
use crate::support::{
    World, definition, flags, package, parsed, runbook, sample, second_definition, text, texts,
};

fn second_runbook() -> Runbook {
    Runbook::parse(second_definition().to_string().as_bytes()).unwrap()
}

/// Every published schema, and those that another runbook changes.
fn schemas() -> Vec<Value> {
    let second = second_runbook();
    let others = [schema::handoff(&second), schema::plan(&second)];
    SCHEMAS.into_iter().map(published).chain(others).collect()
}

/// Calls `visit` for every JSON value with its pointer.
fn every(value: &Value, place: &str, visit: &mut dyn FnMut(&str, &Value)) {
    visit(place, value);
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(name, value)| every(value, &format!("{place}/{name}"), visit));
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(i, value)| every(value, &format!("{place}/{i}"), visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn ready_plan() -> Value {
    World::new().run(&["plan", sample("ready-request.json").to_str().unwrap()]).json()
}

/// Errors of a schema for a changed value, in one text.
fn refused(name: &str, value: &Value, change: impl FnOnce(&mut Value)) -> String {
    let mut changed = value.clone();
    change(&mut changed);
    let told = against(&validator(&published(name)), &changed);
    assert!(!told.is_empty(), "{name} takes it");
    told.join("\n")
}

#[test]
fn the_published_schemas_are_those_that_the_program_prints() {
    for name in NAMES {
        let printed = World::new().run(&["schema", name]);
        assert_eq!((printed.exit, printed.err.as_str()), (0, ""), "{name}");
        let kept =
            fs::read_to_string(package().join(format!("assets/schemas/{name}.json"))).unwrap_or_default();
        assert!(
            printed.out == kept,
            "assets/schemas/{name}.json is not up to date; make it again and look at what changed:\n  \
             cargo run --quiet -- schema {name} > assets/schemas/{name}.json"
        );
    }
}

#[test]
fn without_a_name_every_schema_is_listed_with_a_line() {
    let listed = World::new().run(&["schema"]);
    let names: Vec<&str> = listed.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!((listed.exit, names), (0, NAMES.to_vec()));
    assert!(listed.out.lines().all(|line| line.split_whitespace().count() > 3), "{}", listed.out);
}

#[test]
fn an_unknown_name_is_wrong_usage() {
    let ended = World::new().run(&["schema", "policies"]);
    assert_eq!((ended.exit, ended.out.as_str()), (2, ""));
    assert!(NAMES.iter().all(|name| ended.err.contains(name)), "{}", ended.err);
}

#[test]
fn another_runbook_gives_a_schema_of_its_own() {
    let second = sample("second-runbook.json");
    let printed = World::new().run(&["schema", "plan", "--runbook", second.to_str().unwrap()]);
    assert_eq!((printed.exit, printed.json()), (0, schema::plan(&second_runbook())));
    assert_ne!(printed.json()["$id"], published("plan")["$id"]);
    for flag in flags(&second_definition()) {
        assert_eq!(printed.json()["properties"][&flag]["const"], json!(false), "{flag}");
    }
}

#[test]
fn every_schema_is_valid_by_the_meta_schema_and_says_what_it_is() {
    for schema in schemas() {
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(text(&schema["$id"]).starts_with("urn:strict-review:schema:"));
        assert!(!text(&schema["title"]).is_empty() && text(&schema["description"]).len() > 80);
    }
}

#[test]
fn every_object_with_fixed_members_is_closed_and_every_definition_is_described() {
    for schema in schemas() {
        let mut closed = 0;
        every(&schema, "", &mut |place, part| {
            let is_object = part.get("type").is_some_and(|kind| kind == "object");
            if is_object && part.get("properties").is_some() {
                assert_eq!(part.get("additionalProperties"), Some(&json!(false)), "{place}");
                closed += 1;
            }
            // The descriptions are for people who read no Rust.
            if let Some(Value::String(description)) = part.get("description") {
                let foreign =
                    ["[`", "::", "\n", "`None`", "`Some"].iter().find(|mark| description.contains(**mark));
                assert_eq!(foreign, None, "{place}: {description}");
            }
        });
        assert!(closed > 0);
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            assert!(definition["description"].is_string(), "{name}");
        }
    }
}

#[test]
fn both_definitions_hold_to_the_schema_of_runbooks() {
    let validator = validator(&published("runbook"));
    for definition in [definition(), second_definition()] {
        assert_eq!(against(&validator, &definition), [""; 0]);
    }
}

/// Samples of other kinds: a runbook, and packets of the previous stage.
const NO_HANDOFFS: [&str; 3] =
    ["second-runbook.json", "owner-handoff-packet.json", "second-handoff-packet.json"];

#[test]
fn every_sample_holds_to_the_schema_of_handoffs() {
    let (stage, second) = (validator(&published("handoff")), validator(&schema::handoff(&second_runbook())));
    let mut seen = 0;
    for folder in ["", "requests", "stop-rules"] {
        for entry in fs::read_dir(sample(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.extension().is_none_or(|e| e != "json") || NO_HANDOFFS.contains(&name.as_str()) {
                continue;
            }
            let validator = if name.starts_with("second-") { &second } else { &stage };
            assert_eq!(against(validator, &parsed(&path)), [""; 0], "{name}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn every_event_holds_to_the_schema_of_journals() {
    let [item, text] = ["auditReference", "läuft 数据\n"].map(str::to_owned);
    let at = "2026-01-31T09:30:00.000Z".parse().unwrap();
    let (mut head, mut journal) = (Head::default(), Vec::new());
    for event in [
        Event::Opened { item: item.clone() },
        Event::Confirmed { item: item.clone(), manner: Method::Echo },
        Event::TakenBack { item: item.clone() },
        Event::MarkedNotApplicable { item: item.clone(), reason: text.clone() },
        Event::ConcernRaised { item: item.clone(), note: text.clone() },
        Event::ConcernAnswered { item: item.clone(), answer: text.clone() },
        Event::NoteWritten { item: item.clone(), note: String::new() },
        Event::ReferenceEntered { item: item.clone(), value: text.clone() },
        Event::WriteActionRefused { effect: "e".to_owned(), status: "s".to_owned() },
        Event::Undone { item: item.clone() },
        Event::Redone { item: item.clone() },
        Event::LinesShown {
            item,
            digest: Digest::compute(b"log"),
            lines: 9,
            spans: vec![Span { first: 1, last: 4 }],
        },
        Event::Closed { decision: "d".to_owned(), status: "s".to_owned(), not_looked_at: text },
    ] {
        let (line, next) = head.line(&event, at);
        journal.extend(line);
        head = next;
    }
    assert_journal(&journal);
}

#[test]
fn a_plan_with_an_effect_or_without_a_flag_is_refused() {
    let plan = ready_plan();
    for flag in flags(&definition()) {
        for value in [json!(true), json!("false"), json!(0), Value::Null] {
            assert!(refused("plan", &plan, |v| v[&flag] = value.clone()).contains(&flag), "{flag}: {value}");
        }
        let drop_flag = |v: &mut Value| drop(v.as_object_mut().unwrap().remove(&flag));
        assert!(refused("plan", &plan, drop_flag).contains(&flag), "{flag}");
    }
    let ready_flag = &runbook().packet.ready_flag;
    refused("plan", &plan, |v| drop(v.as_object_mut().unwrap().remove(ready_flag)));
    refused("plan", &plan, |v| v["freshOwnerApprovalRequired"] = json!(false));
}

#[test]
fn a_plan_whose_ready_flag_or_packet_is_not_as_its_status_says_is_refused() {
    let plan = ready_plan();
    let ready_flag = &runbook().packet.ready_flag;
    refused("plan", &plan, |v| v[ready_flag] = json!(false));
    refused("plan", &plan, |v| v["packet"] = Value::Null);
    let more = texts(&definition()["statuses"], "status").swap_remove(1);
    refused("plan", &plan, |v| v["status"] = json!(more));
    refused("plan", &plan, |v| v["status"] = json!("ready-for-anything"));
    refused("plan", &plan, |v| v["decision"] = json!("approve"));
    refused("plan", &plan, |v| v["packet"]["phases"].as_array_mut().unwrap().swap(0, 1));
}

#[test]
fn an_unknown_member_is_refused_by_every_schema() {
    let unheard_of = |v: &mut Value| v["unheardOf"] = json!(1);
    let handoff = parsed(&sample("ready-request.json"));
    let line = Head::default()
        .line(&Event::Undone { item: "a".to_owned() }, "2026-01-31T09:30:00.000Z".parse().unwrap())
        .0;
    let line: Value = serde_json::from_slice(&line).unwrap();
    for (name, value) in
        [("runbook", definition()), ("handoff", handoff), ("plan", ready_plan()), ("journal", line.clone())]
    {
        refused(name, &value, unheard_of);
    }
    refused("journal", &line, |v| unheard_of(&mut v["event"]));
    for place in ["packet", "ownerHandoff", "target", "confirmations"] {
        refused("plan", &ready_plan(), |v| unheard_of(&mut v[place]));
    }
    for place in ["/phases/0/items/0", "/effects/0", "/endpoints/plan", "/ownerHandoff/upstream/0"] {
        refused("runbook", &definition(), |v| unheard_of(v.pointer_mut(place).unwrap()));
    }
}

#[test]
fn a_wrong_type_or_form_is_refused() {
    let handoff = parsed(&sample("ready-request.json"));
    for (place, value) in [
        ("/targetAdapter", json!(1)),
        ("/decision", Value::Null),
        ("/runbookOnlyConfirmed", json!("true")),
        ("/databaseTouched", json!("false")),
        ("/backupReference", json!(["backup-log.md"])),
    ] {
        refused("handoff", &handoff, |v| *v.pointer_mut(place).unwrap() = value);
    }
    for (place, value) in [
        ("/format", json!("strict-review/runbook@2")),
        ("/stage", json!("T 293")),
        ("/title", json!(" ")),
        ("/phases/0/id", json!("Upper")),
        ("/packet/readyFlag", json!("not-camel")),
        ("/endpoints/page/path", json!("relative")),
        ("/effects/0/flags/0", json!("")),
        ("/statuses/0/kind", json!("approved")),
        ("/ownerHandoff/upstream", json!([])),
        ("/decisions/0/needs/0", json!("nothing")),
    ] {
        refused("runbook", &definition(), |v| *v.pointer_mut(place).unwrap() = value);
    }
    for (place, value) in [
        ("/fingerprint", json!("sha256:00")),
        ("/references/0/field", json!("otherReference")),
        ("/references/0/evidence", json!({ "digest": null, "bytes": 1 })),
        ("/target/environment", json!("production")),
        ("/findings", Value::Null),
        ("/stage", json!("T-301")),
    ] {
        refused("plan", &ready_plan(), |v| *v.pointer_mut(place).unwrap() = value);
    }
}
