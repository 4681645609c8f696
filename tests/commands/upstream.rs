//! Upstream documents with the real binary: `check`, `plan` and `verify` compare them with the handoff, and a
//! contradiction is never ready.

use serde_json::{Value, json};
use strict_review::review::fingerprint::Digest;

use crate::support::{World, object, parsed, ready_request, sample};

const STAGE_BLOCK: &str = "blocked-durable-result-storage-live-window-runbook";

fn packet() -> Value {
    parsed(&sample("owner-handoff-packet.json"))
}

fn named(document: &str) -> World {
    let mut request = ready_request();
    request.insert("ownerHandoffFingerprint".to_owned(), json!(Digest::compute(document.as_bytes())));
    World::new().with("request.json", json!(request).to_string()).with("t-292.json", document)
}

fn changed(member: &str, value: Value) -> String {
    let mut packet = object(packet());
    packet.insert(member.to_owned(), value);
    json!(packet).to_string()
}

#[test]
fn a_document_that_agrees_is_told_to_match_and_the_request_stays_ready() {
    let world = named(&packet().to_string());
    let checked = world.run(&["check", "request.json", "--upstream", "t-292.json"]);
    assert_eq!((checked.exit, checked.err.as_str()), (0, ""));
    assert!(
        checked.out.contains("  upstream document of ownerHandoffFingerprint: matched ("),
        "{}",
        checked.out
    );
    let planned = world.run(&["plan", "request.json", "--upstream", "ownerHandoffFingerprint=t-292.json"]);
    assert_eq!(planned.exit, 0, "{planned:?}");
    assert_eq!(planned.json()["upstreamDocuments"][0]["result"], "matched");
    assert_eq!(world.run(&["plan", "request.json"]).json().get("upstreamDocuments"), None);
    let old_name = world.run(&["check", "request.json", "--handoff-packet", "t-292.json"]);
    assert_eq!(old_name, checked, "the old name of the flag is taken, and is in no help");
    assert!(!world.run(&["check", "--help"]).out.contains("handoff-packet"));
}

#[test]
fn a_document_that_contradicts_the_handoff_is_never_ready_by_any_command() {
    for (member, value, rule) in [
        ("status", json!("blocked-durable-result-storage"), "upstream-document-refused"),
        ("stage", json!("T-100"), "upstream-document-refused"),
        ("type", json!("other"), "upstream-document-refused"),
        ("targetEnvironment", json!("production"), "upstream-target-refused"),
        ("targetAdapter", json!("memory-simulator-bridge"), "upstream-target-refused"),
        ("targetAdapter", json!("postgres-control-plane"), "upstream-target-refused"),
        ("status", Value::Null, "upstream-document-refused"),
    ] {
        let world = named(&changed(member, value.clone()));
        let checked = world.run(&["check", "request.json", "--upstream", "t-292.json", "--format", "json"]);
        let result = checked.json()["results"][0].clone();
        assert_eq!((checked.exit, &result["status"]), (1, &json!(STAGE_BLOCK)), "{member}");
        assert_eq!(result["findings"][0]["rule"], rule, "{member}");
        assert_eq!(result["upstreamDocuments"][0]["result"], "matched", "{member}");
        let lines = world.run(&["check", "--ndjson", "request.json", "--upstream", "t-292.json"]);
        assert_eq!(lines.exit, 1, "{member}");
        let planned = world.run(&["plan", "request.json", "--upstream", "t-292.json"]);
        assert_eq!((planned.exit, &planned.json()["status"]), (1, &json!(STAGE_BLOCK)), "{member}");
        assert_eq!(planned.json()["findings"], result["findings"], "{member}");

        let blocked = world.path().join("blocked.json");
        std::fs::write(&blocked, &planned.out).unwrap();
        let verified =
            world.run(&["verify", "blocked.json", "--handoff", "request.json", "--upstream", "t-292.json"]);
        assert_eq!(verified.exit, 1, "an honest plan of it is intact and not ready: {verified:?}");

        let ready = world.run(&["plan", "request.json"]);
        assert_eq!(ready.exit, 0);
        std::fs::write(world.path().join("ready.json"), &ready.out).unwrap();
        assert_eq!(world.run(&["verify", "ready.json", "--handoff", "request.json"]).exit, 0);
        let verified = world.run(&["verify", "ready.json", "--upstream", "t-292.json"]);
        assert_eq!(verified.exit, 1, "{verified:?}");
        assert!(
            verified.out.contains(rule) && verified.out.contains(&format!("/{member}")),
            "{}",
            verified.out
        );
    }
}

#[test]
fn verify_tells_another_document_a_changed_record_and_one_that_is_not_given_apart() {
    let world = named(&packet().to_string()).with("other.json", "{}");
    let planned = world.run(&["plan", "request.json", "--upstream", "t-292.json"]);
    let world = world.with("plan.json", &planned.out);
    let held = world.run(&["verify", "plan.json", "--upstream", "t-292.json"]);
    assert_eq!(held.exit, 0, "{held:?}");
    assert!(
        held.out.contains("held         upstream/ownerHandoffFingerprint /upstreamDocuments/0: matched"),
        "{}",
        held.out
    );
    let alone = world.run(&["verify", "plan.json"]);
    assert_eq!(alone.exit, 0);
    assert!(alone.out.contains("not-checked  upstream/ownerHandoffFingerprint"), "{}", alone.out);
    let first = |told: &crate::support::Ended| told.out.lines().next().unwrap_or_default().to_owned();
    assert!(first(&alone).ends_with("; not checked: handoff, upstream"), "{}", alone.out);
    assert!(first(&held).ends_with("; not checked: handoff"), "{}", held.out);
    let other = world.run(&["verify", "plan.json", "--upstream", "other.json"]);
    assert_eq!(other.exit, 3, "{other:?}");
    let mut document = planned.json();
    document["upstreamDocuments"][0]["says"][0]["says"] = json!("another");
    let mut members = object(document);
    let fingerprint = strict_review::review::fingerprint::fingerprint(&members);
    members.insert("fingerprint".to_owned(), json!(fingerprint));
    let forged = [strict_review::review::canonical::object_bytes(&members).as_slice(), b"\n"].concat();
    let world = world.with("forged.json", forged);
    assert_eq!(world.run(&["verify", "forged.json"]).exit, 4);
}

#[test]
fn what_cannot_be_compared_is_told_as_not_checked_and_why() {
    let twice = r#"{"status":"a","status":"b"}"#;
    let world = named(twice).with("request.json", json!(ready_request()).to_string());
    let checked = world.run(&["check", "request.json", "--upstream", "t-292.json"]);
    assert_eq!(checked.exit, 1);
    assert!(
        checked.out.contains("not checked: the document has a key twice in one object"),
        "{}",
        checked.out
    );
    assert!(!checked.out.contains("not matched"), "{}", checked.out);
    assert!(
        checked.out.contains("upstream-document-not-checked /ownerHandoffFingerprint"),
        "{}",
        checked.out
    );
    let mut request = ready_request();
    request.insert("ownerHandoffFingerprint".to_owned(), json!("handoff-292-b"));
    let opaque = named(&packet().to_string()).with("request.json", json!(request).to_string());
    let checked = opaque.run(&["check", "request.json", "--upstream", "t-292.json"]);
    assert_eq!(checked.exit, 0, "{checked:?}");
    assert!(checked.out.contains("not checked: the handoff's fingerprint"), "{}", checked.out);
}

#[test]
fn a_document_that_is_too_large_to_be_parsed_matches_by_its_bytes_and_is_not_checked() {
    let large = format!("[\"{}\"]", "a".repeat(33 << 20));
    let world = named(&large);
    let checked = world.run(&["check", "request.json", "--upstream", "t-292.json"]);
    assert!(
        checked.out.contains("matched, content not checked: the document is larger than 32 MiB"),
        "{}",
        checked.out
    );
    let world = world.with("request.json", json!(ready_request()).to_string());
    let checked = world.run(&["check", "request.json", "--upstream", "t-292.json"]);
    assert!(checked.out.contains(": not checked: the document is larger than 32 MiB"), "{}", checked.out);
}

#[test]
fn a_document_that_is_named_wrong_ends_with_what_to_name() {
    let world = named(&packet().to_string());
    for (arguments, told) in [
        (&["--upstream", "nowhere.json"][..], "no such file"),
        (&["--upstream", "otherFingerprint=t-292.json"], "Name one of: ownerHandoffFingerprint"),
        (&["--upstream", "t-292.json", "--upstream", "t-292.json"], "two upstream documents are given"),
        (&["--upstream", "."], "is a directory"),
    ] {
        for command in ["check", "plan"] {
            let ended = world.run(&[&[command, "request.json"], arguments].concat());
            assert_eq!((ended.exit, ended.out.as_str()), (2, ""), "{command} {arguments:?}");
            assert!(ended.err.contains(told), "{}", ended.err);
        }
    }
    for command in ["check", "plan", "verify"] {
        let ended = world.run(&[command, "-", "--upstream", "-"]);
        assert_eq!(ended.exit, 2, "{command}");
        assert!(ended.err.contains("only one of the files can be standard input"), "{}", ended.err);
    }
    let mut piped = world.command(&["check", "request.json", "--upstream", "-"]);
    piped.write_stdin(packet().to_string());
    assert_eq!(crate::support::Ended::of(piped).exit, 0);
}

#[test]
fn every_upstream_document_is_read_inside_the_sandbox() {
    let world = named(&packet().to_string());
    for command in ["check", "plan"] {
        let ended = world.run(&[command, "request.json", "--upstream", "t-292.json", "--sandbox", "auto"]);
        assert_eq!(ended.exit, 0, "{command}: {ended:?}");
    }
}

#[test]
fn a_name_that_no_fingerprint_has_is_said_with_those_that_there_are() {
    let world = named(&packet().to_string());
    let told = world.run(&["check", "request.json", "--upstream", "foo=t-292.json"]);
    let said =
        "“foo” is not a fingerprint field of this runbook\n  next: Name one of: ownerHandoffFingerprint.";
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    assert!(told.err.contains(said), "{}", told.err);
    let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
    let told = world.run(&["check", "request.json", "--upstream", &format!("{token}=t-292.json")]);
    assert!(told.exit == 2 && !told.err.contains(token), "{}", told.err);
}
