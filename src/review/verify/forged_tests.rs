//! Tests of changed documents whose fingerprint was made right again: changes that are still found, and changes that
//! the document alone cannot reveal.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::tests::{export, failing, members, report, request, sealed};
use super::upstream_document::UpstreamDocument;
use super::*;
use crate::review::action::{Action, Found, Outside};
use crate::review::plan::Plan;
use crate::review::state::Review;
use crate::review::testing::{
    CONTINUE, PREPARE, REQUEST, SECOND_HANDOFF, SECOND_PACKET, SECOND_REQUEST, SECRET, act,
    close_as_it_stands, confirm, handoff, head, review, review_of, runbook, second_runbook, walk, walked,
};
use crate::review::upstream::UpstreamCheck;

fn text(text: &str) -> String {
    text.to_owned()
}

pub(super) fn rich() -> Review {
    let mut review = review_of(&second_runbook(), SECOND_HANDOFF, |v| {
        v["retentionHandoffFingerprint"] = json!(Digest::compute(SECOND_PACKET));
        v["future"] = json!(1);
    });
    let (policy, list) = (text("retentionPolicyReference"), text("deletionListReference"));
    let (field, document) = (text("retentionHandoffFingerprint"), UpstreamDocument::parse(SECOND_PACKET));
    let check = UpstreamCheck::compare(&document, &field, review.handoff(), review.runbook()).unwrap();
    let read = |item: &str, bytes: &[u8]| {
        let (item, digest, bytes) = (text(item), Digest::compute(bytes), bytes.len() as u64);
        Action::OpenEvidence { item, digest, bytes, shown: true }
    };
    let acts = [
        Action::TakeIn(Outside::UpstreamDocumentChecked { check }),
        Action::TakeIn(Outside::EvidenceListed {
            items: vec![policy.clone(), list.clone()],
            near: Vec::new(),
        }),
        read(&field, SECOND_PACKET),
        read(&policy, b"policy"),
        read(&list, b"list"),
    ];
    for action in acts {
        act(&mut review, action).unwrap();
    }
    walk(&mut review);
    let question = text("copy-and-schema-review/copy-is-apart");
    let found = Some(Found { digest: Digest::compute(b"other"), bytes: 5 });
    for action in [
        Action::NotApplicable { item: question.clone(), reason: text("there is no copy yet") },
        Action::WriteNote { item: question, note: text("looked at twice") },
        Action::RaiseConcern { item: text("countReportReference"), note: text("why so few?") },
        Action::AnswerConcern { item: text("countReportReference"), answer: text("a quiet month") },
        confirm("countReportReference"),
        Action::RaiseConcern { item: text("exemptRowsChecked"), note: text("who counted?") },
        Action::Attempt { effect: text("result-deletion") },
        Action::TakeIn(Outside::EvidenceChanged { item: list, found }),
    ] {
        act(&mut review, action).unwrap();
    }
    let overtaken: Vec<String> =
        review.overtaken().filter_map(|index| Some(review.item(index)?.id.clone())).collect();
    assert!(overtaken.len() > 1, "{overtaken:?}");
    for item in overtaken {
        act(&mut review, Action::Reopen { item }).unwrap();
    }
    review
}

pub(super) fn rich_export() -> Map<String, Value> {
    let mut review = rich();
    let closing = close_as_it_stands(&review);
    act(&mut review, closing).unwrap();
    members(&Plan::of_review(&review, review.closing().unwrap(), head()))
}

fn places(value: &Value, pointer: &str, all: &mut Vec<String>) {
    all.push(pointer.to_owned());
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(name, value)| places(value, &format!("{pointer}/{name}"), all));
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(i, value)| places(value, &format!("{pointer}/{i}"), all));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn sort_of(pointer: &str) -> String {
    let starred = |token: &str| if token.parse::<usize>().is_ok() { text("*") } else { text(token) };
    pointer.split('/').map(starred).collect::<Vec<_>>().join("/")
}

fn others(place: &str, value: &Value) -> Vec<Value> {
    let later = json!("2027-01-31T09:30:00.000Z");
    match value {
        Value::Bool(yes) => vec![json!(!yes)],
        Value::Number(number) => vec![json!(number.as_u64().unwrap() + 1)],
        Value::Null => {
            let file = json!({ "digest": Digest::compute(b"x"), "bytes": 1 });
            let read =
                json!({ "digest": Digest::compute(b"x"), "bytes": 1, "openedAt": later, "shown": true });
            let words = ["x", "key", "echo", "not-json", "opaque-fingerprint", "held", "practice"];
            words.into_iter().map(|word| json!(word)).chain([later, file, read]).collect()
        }
        Value::String(text) => {
            let words: &[&str] = match place.rsplit('/').next() {
                Some("state") => &["open", "confirmed", "not-applicable", "concern", "stale", "blocked"],
                Some("acknowledged") => &["key", "echo"],
                Some("result") => &["not-matched", "not-checked"],
                Some("agreement") => &["differs", "refused", "silent"],
                Some("member") => &["status", "stage", "declared", "target"],
                Some(_) | None => &["x"],
            };
            let mut all: Vec<Value> = words.iter().map(|word| json!(word)).collect();
            all.extend([Value::Null, later, json!(Digest::compute(b"x"))]);
            // A time that contradicts no other.
            all.extend(text.strip_suffix(".000Z").map(|second| json!(format!("{second}.001Z"))));
            all.retain(|other| other != value);
            all
        }
        Value::Array(values) if values.is_empty() => vec![json!(["x"])],
        Value::Array(values) => {
            let doubled = [values.as_slice(), &values[..1]].concat();
            vec![json!(values[1..]), json!(doubled)]
        }
        Value::Object(_) => vec![Value::Null],
    }
}

/// Pointers, with `*` for each index, at which a changed value leaves no trace in the document.
fn untold(document: &Map<String, Value>, runbook: &Runbook) -> BTreeSet<String> {
    let whole = Value::Object(document.clone());
    let mut all = Vec::new();
    places(&whole, "", &mut all);
    let mut untold = BTreeSet::new();
    for place in all.iter().skip(1).filter(|place| !["/fingerprint", "/format"].contains(&place.as_str())) {
        for other in others(place, whole.pointer(place).unwrap()) {
            let mut forged = whole.clone();
            *forged.pointer_mut(place).unwrap() = other;
            let Value::Object(forged) = forged else { continue };
            let bytes = sealed(forged);
            match verify(&bytes, runbook, Wanted::Plan) {
                Ok(verified) if verified.report.status() == CheckStatus::Tampered => {}
                Ok(verified) if verified.report.status() == CheckStatus::Stale => {
                    assert_eq!(place, "/runbookFingerprint");
                }
                Ok(_) => drop(untold.insert(sort_of(place))),
                Err(why) => panic!("{place}: {why}"),
            }
        }
    }
    untold
}

#[test]
fn of_a_plan_only_texts_that_any_request_may_hold_can_be_exchanged() {
    let second = second_runbook();
    let plan = Plan::of_request(&second, &handoff(&second, SECOND_REQUEST, |_| ()));
    let expected = ["/ownerHandoff/fingerprint", "/ownerHandoff/reference", "/references/*/value"];
    assert_eq!(untold(&members(&plan), &second), expected.map(text).into());
}

#[test]
fn of_an_export_only_what_the_reviewer_and_the_clock_said_can_be_exchanged() {
    let item = "/review/steps/*/items/*";
    let mut expected = BTreeSet::new();
    for member in [
        "concerns",
        "concerns/*/answer",
        "concerns/*/answeredAt",
        "concerns/*/at",
        "concerns/*/note",
        "confirmedAt",
        "evidence/openedAt",
        "evidence/shown",
        "changed",
        "changed/*/old",
        "note",
        "openedAt",
        "reason",
    ] {
        expected.insert(format!("{item}/{member}"));
    }
    for member in [
        "attempts",
        "attempts/*/action",
        "attempts/*/at",
        "handoffDigest",
        "journalHead",
        "notLookedAt",
        "practice",
        "sittings/*/confinement",
        "sittings/*/reviewer",
    ] {
        expected.insert(format!("/review/{member}"));
    }
    let handed = ["/notes", "/ownerHandoff/fingerprint", "/ownerHandoff/reference", "/references/*/value"];
    expected.extend(handed.map(text));
    // A plan keeps no declared value, so only the upstream document shows which accepted one was sent.
    expected.insert(text("/upstreamDocuments/*/says/*/handoff"));
    assert_eq!(untold(&rich_export(), &second_runbook()), expected);
}

fn assert_forged(members: Map<String, Value>, place: &str) {
    let report = report(&sealed(members), &runbook());
    assert_eq!(report.status(), CheckStatus::Tampered, "{place}");
    assert!(failing(&report).iter().any(|told| told.ends_with(&format!(" {place}"))), "{place}: {report:#?}");
}

#[test]
fn a_status_is_not_better_than_what_was_found() {
    let mut members = request(|v| v["targetEnvironment"] = json!("production"));
    let ready = request(|_| ());
    for member in ["status", "packet", "nextStep", "durableResultStorageLiveWindowRunbookAllowed"] {
        members[member] = ready[member].clone();
    }
    assert_forged(members.clone(), "/status");
    members["findings"] = json!([]);
    assert_forged(members.clone(), "/findings/0");
    members["target"]["environment"] = json!("production");
    assert_forged(members, "/target/environment");
}

#[test]
fn a_reference_or_confirmation_that_is_missing_earns_its_finding() {
    for (place, missing) in
        [("/references/2/value", Value::Null), ("/confirmations/noMigrationApplyConfirmed", json!(false))]
    {
        let mut document = Value::Object(request(|_| ()));
        *document.pointer_mut(place).unwrap() = missing;
        let Value::Object(members) = document else { panic!("an object") };
        assert_forged(members.clone(), "/status");
        assert_forged(members, "/findings/0");
    }
}

#[test]
fn a_finding_that_lost_its_ground_is_told() {
    for change in [
        |v: &mut Value| v["emailSendAllowed"] = json!(true),
        |v: &mut Value| v["targetAdapter"] = json!("x"),
        |v: &mut Value| v["backupReference"] = json!(SECRET),
        |v: &mut Value| v["backupReference"] = json!("a\u{202e}b"),
    ] {
        let mut members = request(change);
        members["findings"] = json!([]);
        assert_eq!(report(&sealed(members), &runbook()).status(), CheckStatus::Tampered);
    }
    let mut members = request(|_| ());
    members["findings"] = request(|v| v["future"] = json!(true))["findings"].clone();
    assert_forged(members, "/findings/0");
}

#[test]
fn a_secret_or_hidden_value_in_a_document_is_tampered_and_shown_nowhere() {
    for value in [SECRET, "a\u{202e}b", " "] {
        for base in [request(|_| ()), export(walked(), PREPARE)] {
            let mut members = base;
            members["references"][2]["value"] = json!(value);
            let report = report(&sealed(members), &runbook());
            assert_eq!(report.status(), CheckStatus::Tampered, "{value}");
            let told = format!("{report:?}");
            assert!(!told.contains("horse") && !told.contains('\u{202e}'), "{told}");
        }
    }
}

#[test]
fn a_prepare_with_anything_open_cannot_be_ready() {
    let (open, done) = (export(review(), CONTINUE), export(walked(), PREPARE));
    let mut members = done.clone();
    members["review"]["steps"][3]["items"][2] = open["review"]["steps"][3]["items"][2].clone();
    assert_forged(members.clone(), "/status");
    assert_forged(members.clone(), "/findings/0");
    assert_forged(members, "/decision");
}

#[test]
fn a_state_fits_its_own_record() {
    let scope = "/review/steps/1/items/0";
    let killer = "/review/steps/0/items/3";
    for (item, changes, told) in [
        (scope, json!({ "confirmedAt": null }), "state"),
        (scope, json!({ "acknowledged": null }), "state"),
        (scope, json!({ "acknowledged": "echo" }), "acknowledged"),
        (killer, json!({ "acknowledged": "key" }), "acknowledged"),
        (scope, json!({ "reason": "one window only" }), "state"),
        (killer, json!({ "state": "not-applicable", "acknowledged": null, "reason": "x" }), "state"),
        (scope, json!({ "state": "not-applicable", "acknowledged": null, "reason": " " }), "reason"),
        (scope, json!({ "state": "blocked", "acknowledged": null, "confirmedAt": null }), "state"),
        (scope, json!({ "state": "concern", "acknowledged": null, "confirmedAt": null }), "state"),
        (scope, json!({ "note": SECRET }), "note"),
        (scope, json!({ "changed": [{ "name": "its text", "old": "a", "new": "b" }] }), "changed"),
        (scope, json!({ "item": "fresh-owner-approval/other" }), ""),
    ] {
        let mut document = Value::Object(export(walked(), PREPARE));
        let stands = document.pointer_mut(item).unwrap();
        changes.as_object().unwrap().iter().for_each(|(name, value)| stands[name] = value.clone());
        let Value::Object(members) = document else { panic!("an object") };
        assert_forged(members, format!("{item}/{told}").trim_end_matches('/'));
    }
}

#[test]
fn an_answer_that_settles_an_open_concern_or_a_blocked_item_is_told() {
    let mut members = export(walked(), PREPARE);
    let at = json!("2026-01-31T09:30:00.000Z");
    members["review"]["steps"][1]["items"][0]["concerns"] = json!([{ "note": "why?", "at": at, "sitting": 1, "answer": null, "answeredAt": null, "answeredSitting": null }]);
    assert_forged(members, "/review/steps/1/items/0/state");
    let blocked = review_of(&runbook(), REQUEST, |v| v["targetAdapter"] = json!("x"));
    let mut members = export(blocked, CONTINUE);
    let item = &mut members["review"]["steps"][0]["items"][4];
    assert_eq!(item["state"], "blocked");
    (item["state"], item["acknowledged"], item["confirmedAt"]) = (json!("confirmed"), json!("echo"), at);
    item["confirmedSitting"] = json!(1);
    assert_forged(members, "/review/steps/0/items/4/state");
}
