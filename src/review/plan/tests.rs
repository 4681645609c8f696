//! Tests of the plan document: its members, flags, fingerprint, and the record of a review in it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{FORMAT, Plan};
use crate::review::action::Action;
use crate::review::fingerprint::{Digest, fingerprint};
use crate::review::runbook::reserved::PLAN_MEMBERS;
use crate::review::runbook::{Kind, Runbook};
use crate::review::state::Review;
use crate::review::testing::{
    CONTINUE, HANDOFF, PREPARE, READY, REQUEST, SECOND_REQUEST, SECRET, STAGE_BLOCK, act, changed, close,
    concern, handoff, head, line_count, review, review_of, runbook, second_runbook, walk, walked,
};

fn of_request(runbook: &Runbook, bytes: &[u8], change: impl FnOnce(&mut Value)) -> Plan {
    Plan::of_request(runbook, &handoff(runbook, bytes, change))
}

fn plan(change: impl FnOnce(&mut Value)) -> Plan {
    of_request(&runbook(), REQUEST, change)
}

fn closed(mut review: Review, decision: &str) -> Plan {
    let closing = close(&review, decision);
    act(&mut review, closing).unwrap();
    Plan::of_review(&review, review.closing().unwrap(), head())
}

fn plans() -> Vec<(Runbook, Plan)> {
    let blocked = review_of(&runbook(), HANDOFF, |v| v["databaseTouched"] = json!(true));
    vec![
        (runbook(), plan(|_| ())),
        (runbook(), plan(|v| v["decision"] = json!(CONTINUE))),
        (runbook(), plan(|v| v["dnsChangeAllowed"] = json!(true))),
        (runbook(), plan(|v| *v = json!({}))),
        (second_runbook(), of_request(&second_runbook(), SECOND_REQUEST, |_| ())),
        (runbook(), closed(walked(), PREPARE)),
        (runbook(), closed(review(), CONTINUE)),
        (runbook(), closed(blocked, CONTINUE)),
    ]
}

#[test]
fn every_effect_flag_is_there_and_false_whatever_was_asked_for() {
    for (runbook, plan) in plans() {
        for flag in runbook.flags() {
            assert_eq!(plan.document()[flag], json!(false), "{flag} in {}", plan.status());
        }
    }
}

#[test]
fn the_ready_flag_and_the_packet_come_with_a_ready_status_only() {
    for (runbook, plan) in plans() {
        let ready = plan.kind() == Kind::Ready;
        assert_eq!(plan.document()[&runbook.packet.ready_flag], json!(ready));
        assert_eq!(plan.document()["packet"].is_object(), ready, "{}", plan.status());
        assert_eq!(plan.document()["freshOwnerApprovalRequired"], json!(true));
        assert_eq!(plan.document()["status"], plan.status());
    }
}

#[test]
fn the_members_are_exactly_the_listed_ones_and_the_flags() {
    for (runbook, plan) in plans() {
        let members: BTreeSet<&str> =
            plan.document().as_object().unwrap().keys().map(String::as_str).collect();
        let flags = runbook.flags().chain([runbook.packet.ready_flag.as_str()]);
        let mut expected: BTreeSet<&str> = PLAN_MEMBERS.into_iter().chain(flags).collect();
        for optional in ["review", "upstreamDocuments"] {
            if !members.contains(optional) {
                expected.remove(optional);
            }
        }
        // Neither of these runbooks has a warning.
        expected.remove("warnings");
        assert_eq!(members, expected);
        assert_eq!(plan.document()["format"], FORMAT);
    }
}

#[test]
fn a_ready_plan_carries_the_literals_of_its_runbook() {
    let plan = plan(|_| ());
    let document = plan.document();
    let packet = &document["packet"];
    assert_eq!(packet["type"], "manual-local-durable-result-storage-live-window-runbook-packet");
    assert_eq!(packet["mode"], "durable-result-storage-live-window-runbook-owner-review-only");
    assert_eq!(packet["effect"], packet["mode"]);
    assert_eq!(packet["phases"][7], "disable-or-keep-blocked");
    assert_eq!(packet["blockedActions"].as_array().unwrap().len(), 8);
    assert_eq!(packet["stopConditions"].as_array().unwrap().len(), 3);
    assert_eq!((&document["stage"], &document["after"]), (&json!("T-293"), &json!("T-292")));
    assert_eq!((plan.status(), &document["decision"]), (READY, &json!(PREPARE)));
    assert_eq!(document["runbookFingerprint"], json!(runbook().fingerprint()));
    assert_eq!(document["target"], json!({ "environment": "local-dev", "adapter": "sqlite-local-dev" }));
    assert_eq!(document["ownerHandoff"]["reference"], "owner-handoff.md#t-292");
    let backup = json!({ "field": "backupReference", "value": "backup-log.md", "evidence": null });
    assert_eq!(document["references"][2], backup);
    assert!(document["confirmations"].as_object().unwrap().values().all(|value| *value == json!(true)));
    assert_eq!((&document["findings"], &document["notes"]), (&json!([]), &json!([])));
}

#[test]
fn what_a_finding_refuses_stands_as_null_and_a_secret_stands_nowhere() {
    let plan = plan(|v| {
        v["targetEnvironment"] = json!("production");
        v["backupReference"] = json!(SECRET);
        v["decision"] = json!("approve it all");
        v["future"] = json!(1);
    });
    let document = plan.document();
    assert_eq!(document["target"]["environment"], Value::Null);
    assert_eq!(document["references"][2]["value"], Value::Null);
    assert_eq!((plan.status(), &document["decision"]), (STAGE_BLOCK, &Value::Null));
    let findings = document["findings"].as_array().unwrap();
    let secret = findings.iter().find(|finding| finding["rule"] == "secret-like").unwrap();
    assert_eq!(secret["observed"], Value::Null);
    let target = findings.iter().find(|finding| finding["rule"] == "target-refused").unwrap();
    let members: Vec<&String> = target.as_object().unwrap().keys().collect();
    assert_eq!(members, ["expected", "message", "observed", "pointer", "rule"]);
    assert_eq!(target["observed"], "production");
    assert_eq!(document["notes"][0]["pointer"], "/future");
    assert!(!String::from_utf8(plan.bytes()).unwrap().contains("correct-horse"));
}

#[test]
fn the_fingerprint_is_over_everything_else_and_names_the_file() {
    for (runbook, plan) in plans() {
        let digest = fingerprint(plan.document().as_object().unwrap());
        assert_eq!(plan.document()["fingerprint"], json!(digest));
        assert_eq!(plan.file_stem(), format!("{}-{}", runbook.stage, digest.short()));
        assert_eq!((line_count(&plan.bytes()), plan.bytes().last()), (1, Some(&b'\n')));
    }
}

#[test]
fn the_same_request_gives_the_same_bytes_and_any_change_another_fingerprint() {
    assert_eq!(plan(|_| ()).bytes(), plan(|_| ()).bytes());
    let stem = plan(|_| ()).file_stem().to_owned();
    for field in ["backupReference", "targetAdapter", "runbookOnlyConfirmed", "future"] {
        assert_ne!(plan(|v| v[field] = json!("postgres-control-plane")).file_stem(), stem, "{field}");
    }
    let other = changed(crate::review::testing::RUNBOOK, |v| v["requires"][0] = json!("More.")).unwrap();
    assert_ne!(of_request(&other, REQUEST, |_| ()).file_stem(), stem);
}

#[test]
fn the_same_closed_review_gives_the_same_bytes_and_another_head_others() {
    let mut review = walked();
    let closing = close(&review, PREPARE);
    act(&mut review, closing).unwrap();
    let of = |head| Plan::of_review(&review, review.closing().unwrap(), head).bytes();
    assert_eq!(of(head()), of(head()));
    assert_ne!(of(head()), of(Digest::compute(b"another")));
}

#[test]
fn the_record_of_a_review_says_who_looked_at_what_and_that_it_is_no_approval() {
    let mut review = review();
    let question = "fresh-owner-approval/approval-scope".to_owned();
    let open = Action::Open { item: question.clone() };
    act(&mut review, open).unwrap();
    walk(&mut review);
    let reason = "one window only".to_owned();
    act(&mut review, Action::NotApplicable { item: question, reason }).unwrap();
    act(&mut review, Action::WriteNote { item: "auditReference".to_owned(), note: "short".to_owned() })
        .unwrap();
    act(&mut review, concern("backupReference")).unwrap();
    act(&mut review, Action::Attempt { effect: "database-migration".to_owned() }).unwrap();
    let started_at = review.started_at();
    let plan = closed(review, CONTINUE);
    let record = &plan.document()["review"];
    assert_eq!(record["meaning"], "review, not approval");
    assert_eq!(record["reviewerMeaning"], "label only, not authenticated");
    assert_eq!((&record["session"], &record["practice"]), (&json!("0123456789abcdef"), &json!(false)));
    let sitting = &record["sittings"][0];
    assert_eq!((&sitting["reviewer"], &sitting["confinement"]), (&Value::Null, &json!("off")));
    assert_eq!((&sitting["sitting"], &sitting["input"]), (&json!(1), &json!("terminal")));
    assert_eq!((&sitting["startedAt"], &sitting["endedAt"]), (&record["startedAt"], &record["exportedAt"]));
    assert_eq!((&record["closingSitting"], &record["clockJumps"]), (&json!(1), &json!([])));
    assert_eq!(record["startedAt"], json!(started_at));
    assert_eq!(record["notLookedAt"], "the logs of last year");
    assert_eq!(record["journalHead"], json!(head()));
    assert_eq!(record["attempts"][0]["action"], "database-migration");
    assert_eq!(record["attempts"][0]["status"], "blocked-database-migration");
    let steps = record["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 11);
    let item = |id: &str| {
        let mut items = steps.iter().flat_map(|step| step["items"].as_array().unwrap());
        items.find(|item| item["item"] == id).unwrap().clone()
    };
    let typed = item("targetAdapter");
    assert_eq!((&typed["state"], &typed["acknowledged"]), (&json!("confirmed"), &json!("echo")));
    let key = item("auditReference");
    assert_eq!((&key["acknowledged"], &key["note"]), (&json!("key"), &json!("short")));
    assert!(key["confirmedAt"].is_string() && key["openedAt"].is_null());
    let scope = item("fresh-owner-approval/approval-scope");
    assert_eq!((&scope["state"], &scope["reason"]), (&json!("not-applicable"), &json!("one window only")));
    assert!(scope["openedAt"].is_string());
    let backup = item("backupReference");
    assert_eq!(backup["state"], "concern");
    assert_eq!(backup["concerns"][0]["note"], "only the dump was checked");
    assert_eq!(backup["concerns"][0]["answer"], Value::Null);
}

#[test]
fn the_export_is_dated_by_the_closing_call() {
    let mut review = walked();
    let closing = close(&review, PREPARE);
    act(&mut review, closing).unwrap();
    let closing = review.closing().unwrap();
    let plan = Plan::of_review(&review, closing, head());
    assert_eq!(plan.document()["review"]["exportedAt"], json!(closing.at));
    assert_eq!(plan.status(), closing.status);
}

#[test]
fn confirmations_in_a_review_are_those_that_the_reviewer_gave() {
    let plan = closed(review_of(&runbook(), REQUEST, |_| ()), CONTINUE);
    let confirmations = plan.document()["confirmations"].as_object().unwrap();
    assert_eq!(confirmations.len(), 11);
    assert!(confirmations.values().all(|value| *value == json!(false)));
    let given = closed(walked(), PREPARE);
    let mut given = given.document()["confirmations"].as_object().unwrap().values();
    assert!(given.all(|value| *value == json!(true)));
}
