//! A runbook with two upstream documents: every command names each with the field of its fingerprint.

use serde_json::{Value, json};
use strict_review::review::fingerprint::Digest;

use crate::support::{Ended, World, object, parsed, sample, text, two_documents};

const FIELDS: [&str; 2] = ["retentionHandoffFingerprint", "policyHandoffFingerprint"];
const NAMED: [&str; 2] =
    ["retentionHandoffFingerprint=retention.json", "policyHandoffFingerprint=policy.json"];

const AGREES: &str = r#"{"stage":"T-299","status":"result-retention-policy-agreed"}"#;
const CONTRADICTS: &str = r#"{"stage":"T-100","status":"result-retention-policy-agreed"}"#;

fn naming(from: &str, policy: &str) -> Value {
    let mut handoff = object(parsed(&sample(from)));
    let retention = std::fs::read(sample("second-handoff-packet.json")).unwrap();
    handoff.insert(FIELDS[0].to_owned(), json!(Digest::compute(&retention)));
    handoff.insert("policyHandoffReference".to_owned(), json!("policy.json"));
    handoff.insert(FIELDS[1].to_owned(), json!(Digest::compute(policy.as_bytes())));
    json!(handoff)
}

fn world(policy: &str) -> World {
    World::new()
        .with("runbook.json", two_documents().to_string())
        .with("request.json", naming("second-ready-request.json", policy).to_string())
        .with("handoff.json", naming("second-ready-handoff.json", policy).to_string())
        .with("retention.json", std::fs::read(sample("second-handoff-packet.json")).unwrap())
        .with("policy.json", policy)
}

fn run(world: &World, command: &[&str], upstream: &[&str]) -> Ended {
    let upstream = upstream.iter().flat_map(|named| ["--upstream", named]);
    let arguments = command.iter().copied().chain(upstream).chain(["--runbook", "runbook.json"]);
    world.run(&arguments.collect::<Vec<_>>())
}

#[test]
fn each_document_is_held_against_the_handoff_by_its_own_field_in_any_order() {
    let world = world(AGREES);
    for named in [NAMED, [NAMED[1], NAMED[0]]] {
        let checked = run(&world, &["check", "request.json"], &named);
        assert_eq!((checked.exit, checked.err.as_str()), (0, ""), "{checked:?}");
        let planned = run(&world, &["plan", "request.json"], &named);
        let plan: Value = serde_json::from_str(&planned.out).unwrap();
        assert_eq!(planned.exit, 0, "{planned:?}");
        for (place, field) in FIELDS.iter().enumerate() {
            let told = format!("  upstream document of {field}: matched (");
            assert!(checked.out.contains(&told), "{}", checked.out);
            let found = &plan["upstreamDocuments"][place];
            assert_eq!((&found["field"], &found["result"]), (&json!(field), &json!("matched")));
        }
        std::fs::write(world.path().join("plan.json"), &planned.out).unwrap();
        let verified = run(&world, &["verify", "plan.json"], &named);
        assert_eq!(verified.exit, 0, "{verified:?}");
        for (place, field) in FIELDS.iter().enumerate() {
            let held = format!("held         upstream/{field} /upstreamDocuments/{place}: matched");
            assert!(verified.out.contains(&held), "{}", verified.out);
        }
    }
    let one = run(&world, &["verify", "plan.json"], &NAMED[..1]);
    assert_eq!(one.exit, 0, "{one:?}");
    assert!(one.out.contains("held         upstream/retentionHandoffFingerprint"), "{}", one.out);
    assert!(one.out.contains("not-checked  upstream/policyHandoffFingerprint"), "{}", one.out);
}

#[test]
fn a_second_document_that_contradicts_the_handoff_is_never_ready_by_any_command() {
    let world = world(CONTRADICTS);
    let block = text(&two_documents()["stageBlock"]);
    let checked = run(&world, &["check", "request.json", "--format", "json"], &NAMED);
    let result = &checked.json()["results"][0];
    assert_eq!((checked.exit, &result["status"]), (1, &json!(block)));
    let findings = result["findings"].as_array().unwrap();
    let rules: Vec<_> = findings.iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["upstream-document-refused"], "{findings:?}");
    assert_eq!(findings[0]["observed"], "T-100");
    let planned = run(&world, &["plan", "request.json"], &NAMED);
    let plan: Value = serde_json::from_str(&planned.out).unwrap();
    assert_eq!((planned.exit, &plan["status"]), (1, &json!(block)));

    // Nobody compared the documents when this was planned.
    let ready = run(&world, &["plan", "request.json"], &[]);
    assert_eq!(ready.exit, 0, "{ready:?}");
    std::fs::write(world.path().join("ready.json"), &ready.out).unwrap();
    assert_eq!(run(&world, &["verify", "ready.json"], &NAMED[..1]).exit, 0);
    let verified = run(&world, &["verify", "ready.json"], &NAMED);
    assert_eq!(verified.exit, 1, "{verified:?}");
    assert!(verified.out.contains("upstream-document-refused"), "{}", verified.out);
}

#[test]
fn a_document_under_the_field_of_the_other_does_not_match() {
    let world = world(AGREES);
    let swapped = ["retentionHandoffFingerprint=policy.json", "policyHandoffFingerprint=retention.json"];
    let checked = run(&world, &["check", "request.json"], &swapped);
    assert_eq!(checked.exit, 1, "{checked:?}");
    for field in FIELDS {
        assert!(
            checked.out.contains(&format!("  upstream document of {field}: not matched")),
            "{}",
            checked.out
        );
    }
    let planned = run(&world, &["plan", "request.json"], &NAMED);
    std::fs::write(world.path().join("plan.json"), &planned.out).unwrap();
    let verified = run(&world, &["verify", "plan.json"], &swapped);
    assert_eq!(verified.exit, 3, "{verified:?}");
}

#[test]
fn a_document_without_its_field_is_not_guessed_and_both_fields_are_named() {
    let world = world(AGREES);
    let planned = run(&world, &["plan", "request.json"], &NAMED);
    std::fs::write(world.path().join("plan.json"), &planned.out).unwrap();
    let review = ["review", "--plain", "handoff.json", "--new"];
    for command in
        [&["check", "request.json"][..], &["plan", "request.json"], &["verify", "plan.json"], &review]
    {
        for upstream in [&["policy.json"][..], &[NAMED[0], "policy.json"]] {
            let ended = run(&world, command, upstream);
            assert_eq!((ended.exit, ended.out.as_str()), (2, ""), "{command:?}");
            for told in [
                "strict-review: --upstream policy.json: this runbook has several upstream documents",
                "FIELD=FILE, with one of: retentionHandoffFingerprint, policyHandoffFingerprint.",
            ] {
                assert!(ended.err.contains(told), "{command:?}: {}", ended.err);
            }
        }
    }
}

#[test]
fn plain_mode_reads_the_document_of_the_field_that_is_named() {
    let world = world(AGREES);
    let [retention, policy] = NAMED;
    let mut command = world.command(&[
        "review",
        "--plain",
        "handoff.json",
        "--new",
        "--runbook",
        "runbook.json",
        "--upstream",
        retention,
        "--upstream",
        policy,
    ]);
    command.write_stdin("read policyHandoffFingerprint\nquit\n");
    let ended = Ended::of(command);
    assert_eq!(ended.exit, 1, "{ended:?}");
    assert!(ended.out.contains("Evidence of policyHandoffFingerprint: policy.json"), "{}", ended.out);
    assert!(ended.out.contains("End of policy.json, lines: 1."), "{}", ended.out);
    assert!(ended.out.contains(AGREES), "{}", ended.out);
    assert!(!ended.out.contains("End of retention.json"), "{}", ended.out);
}
