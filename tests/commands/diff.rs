//! `diff`: every difference by its name, nothing secret, nothing invisible, and an exit code that reports a
//! difference.

use std::fs;

use serde_json::{Map, Value, json};
use strict_review::review::action::Action;
use strict_review::review::fingerprint::Digest;
use strict_review::review::handoff::Handoff;
use strict_review::review::moment::Moment;
use strict_review::review::plan::Plan;
use strict_review::review::runbook::{Kind, Runbook};
use strict_review::review::start::Start;
use strict_review::review::state::Review;

use crate::mutations::SECRET;
use crate::support::{Ended, World, assert_shown, parsed, ready_request, runbook, sample, second_definition};

fn changed(change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut request = ready_request();
    change(&mut request);
    json!(request).to_string()
}

fn set(field: &str, value: Value) -> String {
    changed(|request| drop(request.insert(field.to_owned(), value)))
}

fn diff(old: impl AsRef<[u8]>, new: impl AsRef<[u8]>) -> Ended {
    let world = World::new().with("old.json", old).with("new.json", new);
    let before = world.names();
    let ended = world.run(&["diff", "old.json", "new.json"]);
    assert_eq!(world.names(), before, "nothing is written");
    let as_json = world.run(&["diff", "old.json", "new.json", "--format", "json"]);
    assert_eq!((as_json.exit, &as_json.err), (ended.exit, &ended.err));
    let told = as_json.json();
    match ended.exit {
        0 => assert_eq!((ended.out.as_str(), &told["changes"]), ("no difference\n", &json!([]))),
        1 => assert!(!told["changes"].as_array().unwrap().is_empty()),
        _ => assert_eq!((ended.out.as_str(), &told["exit"]), ("", &json!(2))),
    }
    ended
}

fn changes(old: impl AsRef<[u8]>, new: impl AsRef<[u8]>) -> Vec<Value> {
    let world = World::new().with("old.json", old).with("new.json", new);
    world.run(&["diff", "old.json", "new.json", "--format", "json"]).json()["changes"]
        .as_array()
        .unwrap()
        .clone()
}

/// Packet of a review with these actions, closed by the first decision that keeps it open.
fn export(runbook: &Runbook, handoff: &str, session: &str, actions: &[Action]) -> String {
    let handoff = Handoff::parse(&fs::read(sample(handoff)).unwrap(), runbook).unwrap();
    let mut times =
        (1_769_851_800..).map(|second| Moment::from_timestamp(jiff::Timestamp::from_second(second).unwrap()));
    let start = Start::new(session.to_owned(), runbook, handoff);
    let mut review = Review::start(start, times.next().unwrap());
    let closing = Action::Close {
        decision: runbook.first_decision(Kind::More).unwrap().value.clone(),
        not_looked_at: "the logs of last year".to_owned(),
        typed: review.closing_echo(),
    };
    for action in actions.iter().chain([&closing]) {
        let event = review.decide(action.clone()).unwrap();
        review.apply(&event, times.next().unwrap());
    }
    String::from_utf8(Plan::of_review(&review, review.closing().unwrap(), Digest::compute(b"head")).bytes())
        .unwrap()
}

fn first_session(actions: &[Action]) -> String {
    export(runbook(), "ready-handoff.json", "00000000000000aa", actions)
}

fn confirm(item: &str) -> Action {
    Action::Confirm { item: item.to_owned() }
}

#[test]
fn the_same_document_is_no_difference_however_it_is_laid_out() {
    let request = json!(ready_request());
    let laid_out = serde_json::to_string_pretty(&request).unwrap();
    let backwards: Vec<String> =
        ready_request().iter().rev().map(|(key, value)| format!("{}: {value}", json!(key))).collect();
    for other in [request.to_string(), laid_out, format!("{{\n{}\n}}", backwards.join(",\n"))] {
        assert_eq!(diff(request.to_string(), other).exit, 0);
    }
    let plan = World::new().with("in.json", request.to_string()).run(&["plan", "in.json"]).out;
    assert_eq!(diff(&plan, &plan).exit, 0);
    assert_eq!(diff(first_session(&[]), first_session(&[])).exit, 0);
}

#[test]
fn one_changed_field_is_one_change_with_both_values() {
    let ended = diff(changed(|_| ()), set("backupReference", json!("backup-log-2.md")));
    assert_eq!((ended.exit, ended.err.as_str()), (1, ""));
    let told = "--- old.json\n+++ new.json\n\nbackupReference\n  - backup-log.md\n  + backup-log-2.md\n";
    assert_eq!(ended.out, told);
    let change = json!({ "name": "backupReference", "old": "backup-log.md", "new": "backup-log-2.md" });
    assert_eq!(changes(changed(|_| ()), set("backupReference", json!("backup-log-2.md"))), [change]);
}

#[test]
fn a_person_reads_every_difference_of_two_handoffs_item_by_item() {
    let new = changed(|request| {
        request.insert("targetEnvironment".to_owned(), json!("production"));
        request.insert("auditReference".to_owned(), json!(" audit.md"));
        request.insert("emailSendAllowed".to_owned(), json!(true));
        request.insert("adapterEnabled".to_owned(), json!("no"));
        request.insert("noDatabaseWriteConfirmed".to_owned(), json!("yes"));
        request.insert("ticket".to_owned(), json!({ "owner": "operations", "steps": [1, 2] }));
        request.remove("backupReference");
        request.remove("decision");
    });
    assert_shown("diff-of-two-handoffs", &diff(changed(|_| ()), new).out);
}

#[test]
fn a_person_reads_every_difference_of_two_exports_item_by_item() {
    let item = "ownerHandoffReference".to_owned();
    let concern =
        Action::RaiseConcern { item: "ownerHandoffStatus".to_owned(), note: "old\nor new?".to_owned() };
    let old = first_session(&[confirm(&item)]);
    let note = Action::WriteNote { item: item.clone(), note: "seen on paper".to_owned() };
    let attempt = Action::Attempt { effect: runbook().effects[0].id.clone() };
    let new = export(runbook(), "ready-handoff.json", "00000000000000bb", &[note, concern, attempt]);
    assert_shown("diff-of-two-exports", &diff(old, new).out);
}

#[test]
fn exports_of_different_stages_still_differ_item_by_item() {
    let second = Runbook::parse(second_definition().to_string().as_bytes()).unwrap();
    let other = export(&second, "second-ready-handoff.json", "00000000000000aa", &[]);
    let ended = diff(first_session(&[]), &other);
    assert_eq!((ended.exit, ended.err.as_str()), (1, ""));
    assert!(ended.out.contains("\nstage\n  - T-293\n  + "), "{}", ended.out);
    assert!(
        ended.out.contains("\nreferences/backupReference\n  value\n    - backup-log.md\n"),
        "{}",
        ended.out
    );
}

#[test]
fn an_unknown_field_is_compared_by_its_value_also_where_no_note_moves() {
    let ended = diff(set("ticket", json!("T-1")), set("ticket", json!("T-2")));
    assert_eq!(ended.exit, 1);
    assert!(ended.out.ends_with("\nticket\n  - T-1\n  + T-2\n"), "{}", ended.out);
}

#[test]
fn a_secret_in_either_of_them_is_never_echoed() {
    let places = [
        json!({ "backupReference": SECRET }),
        json!({ "decision": [SECRET] }),
        json!({ "unheardOf": { "deep": [{ "er": SECRET }] } }),
        json!({ SECRET: "a" }),
        json!({ "unheardOf": { SECRET: { SECRET: 1 } } }),
        json!({ "backupReference": format!("{}\u{200b}{}", &SECRET[..9], &SECRET[9..]) }),
        json!({ "password": "correct-horse-battery-1" }),
    ];
    let plan = parsed(&sample("ready-request.json"));
    let plan = World::new().with("in.json", plan.to_string()).run(&["plan", "in.json"]).json();
    for place in places {
        for base in [json!(ready_request()), plan.clone()] {
            let mut with = base.clone();
            with.as_object_mut().unwrap().extend(crate::support::object(place.clone()));
            let mut other = with.to_string().replace(SECRET, &SECRET.replace("1A2b", "9Z8y"));
            other = other.replace("battery-1", "battery-2");
            let (base, with) = (base.to_string(), with.to_string());
            for (old, new) in [(&base, &with), (&with, &base), (&with, &other)] {
                // A secret in two pieces is not replaced, and the same document is no difference.
                let exit = i32::from(old != new);
                let world = World::new().with("old.json", old).with("new.json", new);
                for format in ["text", "json"] {
                    let ended = world.run(&["diff", "old.json", "new.json", "--format", format]);
                    assert_eq!((ended.exit, ended.err.as_str()), (exit, ""), "{place}: {}", ended.out);
                    for piece in [&SECRET[9..20], &SECRET[20..], "horse-battery"] {
                        assert!(!ended.out.contains(piece), "{place}: {}", ended.out);
                    }
                }
            }
        }
    }
}

#[test]
fn hidden_characters_are_shown_by_their_tokens() {
    let (old, new) = (set("ticket", json!("a\u{202e}b\u{1b}[31m\r")), set("ti\u{200b}cket", json!("a")));
    let ended = diff(&old, &new);
    assert_eq!(ended.exit, 1);
    for raw in ['\u{202e}', '\u{1b}', '\u{200b}', '\r'] {
        assert!(!ended.out.contains(raw), "{:?}", ended.out);
    }
    assert!(ended.out.contains("- a‹U+202E›b‹U+001B›[31m‹U+000D›\n"), "{}", ended.out);
    assert!(ended.out.contains("\nti‹U+200B›cket\n"), "{}", ended.out);
    assert!(!json!(changes(&old, &new)).to_string().contains(['\u{202e}', '\u{200b}']));
}

#[test]
fn a_value_cannot_pass_for_another_line() {
    let ended = diff(set("ticket", json!("a")), set("ticket", json!("a\n\nstatus\n  - blocked\n  + ready ")));
    let told = "ticket\n  - a\n  + a\n  + \"\"\n  + status\n  + \"  - blocked\"\n  + \"  + ready \"\n";
    assert!(ended.out.ends_with(told), "{}", ended.out);
}

#[test]
fn a_handoff_and_an_export_are_not_compared() {
    let plan = first_session(&[]);
    let ended = diff(&plan, changed(|_| ()));
    assert_eq!(ended.exit, 2);
    let told =
        "strict-review: old.json: the files are of different kinds: this is export, new.json is handoff\n";
    assert!(ended.err.starts_with(told), "{}", ended.err);
    assert_eq!(diff(changed(|_| ()), &plan).exit, 2);
}

#[test]
fn a_newer_or_another_format_of_ours_is_refused_by_its_name() {
    for format in ["strict-review/plan@2", "strict-review/", "strict-review/\u{202e}x"] {
        let ended = diff(json!({ "format": format }).to_string(), first_session(&[]));
        assert_eq!(ended.exit, 2, "{format}");
        assert!(
            ended.err.starts_with("strict-review: old.json: its format is strict-review/"),
            "{}",
            ended.err
        );
        assert!(!ended.err.contains('\u{202e}'), "{}", ended.err);
    }
    let canary = format!("strict-review/{SECRET}");
    let ended = diff(json!({ "format": canary }).to_string(), "{}");
    assert!(ended.exit == 2 && !ended.err.contains(&SECRET[9..20]), "{}", ended.err);
    // An unknown format is a field like any other.
    assert_eq!(diff(set("format", json!("other/1")), set("format", json!(7))).exit, 1);
}

#[test]
fn what_cannot_be_used_is_told_with_its_place_and_never_quoted() {
    for (bytes, told) in [
        (format!("{{\"a\": 1,\n\"a\": {SECRET}}}"), ":2:1: the key \"a\" stands twice"),
        ("[1]".to_owned(), ":1:1: the document is an array"),
        (String::new(), ": the input is empty"),
        (
            json!({ "a": "x".repeat(9_000) }).to_string(),
            ":1:6: a string or key is too long; expected at most 8 KiB",
        ),
    ] {
        for (ended, name) in [(diff(&bytes, "{}"), "old"), (diff("{}", &bytes), "new")] {
            assert_eq!(ended.exit, 2, "{bytes}");
            assert!(ended.err.starts_with(&format!("strict-review: {name}.json{told}")), "{}", ended.err);
            assert!(!ended.err.contains(&SECRET[9..20]), "{}", ended.err);
        }
    }
    let gone = World::new().with("new.json", "{}").run(&["diff", "gone.json", "new.json"]);
    assert!(
        gone.exit == 2 && gone.err.starts_with("strict-review: gone.json: no such file\n"),
        "{}",
        gone.err
    );
}

#[test]
fn either_may_be_standard_input_and_not_both() {
    let world = World::new().with("in.json", changed(|_| ()));
    for arguments in [["diff", "-", "in.json"], ["diff", "in.json", "-"]] {
        let mut command = world.command(&arguments);
        command.write_stdin(set("auditReference", json!("other.md")));
        let ended = Ended::of(command);
        assert_eq!((ended.exit, ended.err.as_str()), (1, ""));
        assert!(ended.out.contains(" -\n") && ended.out.contains("auditReference\n"), "{}", ended.out);
    }
    let both = world.run(&["diff", "-", "-"]);
    assert_eq!((both.exit, both.out.as_str()), (2, ""));
    assert!(both.err.contains("cannot both be standard input"), "{}", both.err);
}

#[test]
fn a_program_reads_one_canonical_line() {
    let world = World::new().with("old.json", "{\"x\":1}").with("new.json", "{\"x\":2}");
    let ended = world.run(&["diff", "old.json", "new.json", "--format", "json"]);
    let digest = |bytes: &str| Digest::compute(bytes.as_bytes());
    let expected = format!(
        "{{\"changes\":[{{\"name\":\"x\",\"new\":\"2\",\"old\":\"1\"}}],\"format\":\"strict-review/diff@1\",\
         \"new\":{{\"digest\":\"{}\",\"kind\":\"handoff\",\"path\":\"new.json\"}},\
         \"old\":{{\"digest\":\"{}\",\"kind\":\"handoff\",\"path\":\"old.json\"}}}}\n",
        digest("{\"x\":2}"),
        digest("{\"x\":1}")
    );
    assert_eq!((ended.exit, ended.out), (1, expected));
}
