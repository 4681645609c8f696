//! Tests of reading a plan document back: as it was written, and not otherwise.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::document::{Document, Evidence, Flags, Format};
use super::record::{Item, ItemEvidence, State};
use super::{FORMAT, Plan};
use crate::review::diff::Change;
use crate::review::fingerprint::Digest;
use crate::review::problem::Fault;
use crate::review::runbook::Runbook;
use crate::review::schema;
use crate::review::state::Review;
use crate::review::testing::{
    CONTINUE, HANDOFF, PREPARE, REQUEST, SECOND_HANDOFF, SECOND_REQUEST, SECRET, act, clock, close,
    close_as_it_stands, concern, handoff, head, review_of, runbook, second_runbook, walk, walked,
};
use crate::review::upstream::{
    Agreement, Member, NotChecked, PlanCheck, Saying, UpstreamCheck, UpstreamMatch,
};

fn closed(mut review: Review, decision: &str) -> Plan {
    let closing = close(&review, decision);
    act(&mut review, closing).unwrap();
    Plan::of_review(&review, review.closing().unwrap(), head())
}

fn second_review() -> Plan {
    let mut review = review_of(&second_runbook(), SECOND_HANDOFF, |_| ());
    walk(&mut review);
    act(&mut review, concern("retentionPolicyReference")).unwrap();
    let closing = close_as_it_stands(&review);
    act(&mut review, closing).unwrap();
    Plan::of_review(&review, review.closing().unwrap(), head())
}

fn plans() -> Vec<(Runbook, Plan)> {
    let of_request = |runbook: Runbook, bytes: &[u8], change: fn(&mut Value)| {
        let plan = Plan::of_request(&runbook, &handoff(&runbook, bytes, change));
        (runbook, plan)
    };
    vec![
        of_request(runbook(), REQUEST, |_| ()),
        of_request(runbook(), REQUEST, |v| v["backupReference"] = json!(SECRET)),
        of_request(runbook(), REQUEST, |v| *v = json!({ "future": true })),
        of_request(second_runbook(), SECOND_REQUEST, |_| ()),
        (runbook(), closed(walked(), PREPARE)),
        (runbook(), closed(review_of(&runbook(), HANDOFF, |v| v["databaseTouched"] = json!(true)), CONTINUE)),
        (second_runbook(), second_review()),
    ]
}

fn members(plan: &Plan) -> Map<String, Value> {
    plan.document().as_object().unwrap().clone()
}

fn whole() -> Map<String, Value> {
    let mut review = walked();
    act(&mut review, concern("auditReference")).unwrap();
    let (document, flags) = Document::read(members(&closed(review, CONTINUE)), &runbook()).unwrap();
    let mut document = document;
    let digest = Digest::compute(b"a file");
    document.references[0].evidence = Some(Evidence { digest, bytes: 6 });
    document.upstream_documents = vec![UpstreamCheck {
        field: "ownerHandoffFingerprint".to_owned(),
        digest,
        bytes: 6,
        result: UpstreamMatch::Matched,
        not_checked: Some(NotChecked::NotJson),
        plan: Some(PlanCheck::Held),
        says: vec![Saying {
            member: Member::Status,
            field: "ownerHandoffStatus".to_owned(),
            pointer: "/status".to_owned(),
            says: Some("other".to_owned()),
            handoff: Some("ready".to_owned()),
            agreement: Agreement::Refused,
        }],
    }];
    let record = document.review.as_mut().unwrap();
    record.sittings[0].reviewer = Some("label".to_owned());
    let item: &mut Item = &mut record.steps[0].items[0];
    item.state = State::Stale;
    item.evidence = Some(ItemEvidence {
        digest,
        bytes: 6,
        opened_at: clock(),
        sitting: 1,
        shown: true,
        lines: None,
        lines_shown: None,
    });
    let (old, new) = (Some("local-dev".to_owned()), None);
    item.changed = vec![Change { name: "targetEnvironment".to_owned(), old, new }];
    document.sealed(&flags).write(&flags)
}

/// Read once, because many tests use it.
fn stage() -> &'static Runbook {
    static STAGE: OnceLock<Runbook> = OnceLock::new();
    STAGE.get_or_init(runbook)
}

fn faults_of(document: &Value) -> Vec<Fault> {
    let Value::Object(members) = document.clone() else { panic!("an object") };
    Document::read(members, stage()).expect_err("a fault")
}

fn validator(runbook: &Runbook) -> Validator {
    jsonschema::draft202012::new(&schema::plan(runbook)).unwrap()
}

fn places(value: &Value, pointer: &str, places: &mut Vec<String>) {
    places.push(pointer.to_owned());
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(name, value)| self::places(value, &format!("{pointer}/{name}"), places));
        }
        Value::Array(values) => {
            let numbered = values.iter().enumerate();
            numbered.for_each(|(i, value)| self::places(value, &format!("{pointer}/{i}"), places));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn places_of(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    places(document, "", &mut found);
    assert!(found.len() > 500, "{}", found.len());
    found.split_off(1)
}

#[test]
fn every_plan_is_read_back_as_it_was_written() {
    for (runbook, plan) in plans() {
        let (document, flags) = Document::read(members(&plan), &runbook).unwrap();
        assert_eq!(Value::Object(document.write(&flags)), *plan.document());
        assert_eq!(document.clone().sealed(&flags), document);
        assert_eq!(document.status, plan.status());
        assert_eq!(flags, Flags::new(&runbook, plan.kind()));
        assert_eq!(flags.ready(), document.packet.is_some());
        assert!(validator(&runbook).is_valid(plan.document()), "{}", plan.status());
    }
}

#[test]
fn a_document_with_everything_in_it_is_read_back_as_it_was_written() {
    let written = whole();
    let (document, flags) = Document::read(written.clone(), &runbook()).unwrap();
    assert_eq!(document.write(&flags), written);
    assert_eq!(Document::read(document.write(&flags), &runbook()).unwrap(), (document, flags));
    let item = &written["review"]["steps"][0]["items"][0];
    assert_eq!(item["state"], "stale");
    let moved = json!([{ "name": "targetEnvironment", "old": "local-dev", "new": null }]);
    assert_eq!(item["changed"], moved);
    assert_eq!(written["upstreamDocuments"][0]["says"][0]["agreement"], "refused");
}

#[test]
fn what_no_door_fills_yet_is_null_or_empty() {
    let document = Value::Object(members(&closed(walked(), PREPARE)));
    assert_eq!(document.get("upstreamDocuments"), None);
    let item = &document["review"]["steps"][0]["items"][0];
    assert_eq!((&item["evidence"], &item["changed"]), (&Value::Null, &json!([])));
}

#[test]
fn an_unknown_member_is_refused_at_every_level_and_named_by_its_place() {
    let (whole, schema) = (Value::Object(whole()), validator(stage()));
    assert!(schema.is_valid(&whole), "{:?}", schema.validate(&whole));
    let containers = [String::new()].into_iter().chain(places_of(&whole));
    let mut levels = 0;
    for place in containers {
        let mut document = whole.clone();
        let Some(object) = document.pointer_mut(&place).unwrap().as_object_mut() else { continue };
        object.insert("unheardOf".to_owned(), json!("x"));
        let faults = faults_of(&document);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].pointer, format!("{place}/unheardOf"), "{faults:?}");
        assert!(!schema.is_valid(&document), "{place}");
        levels += 1;
    }
    assert!(levels > 80, "{levels}");
}

#[test]
fn a_member_that_is_missing_is_refused_at_every_level_and_named_by_its_place() {
    let (whole, schema) = (Value::Object(whole()), validator(stage()));
    for place in places_of(&whole) {
        let (parent, name) = place.rsplit_once('/').unwrap();
        let mut document = whole.clone();
        let Some(object) = document.pointer_mut(parent).unwrap().as_object_mut() else { continue };
        object.remove(name).unwrap();
        // A request has no review, and no upstream document if none was given.
        if ["/review", "/upstreamDocuments"].contains(&place.as_str()) {
            assert!(Document::read(object.clone(), stage()).is_ok(), "{place}");
            assert!(schema.is_valid(&document), "{place}");
            continue;
        }
        let faults = faults_of(&document);
        assert!(!schema.is_valid(&document), "{place}");
        assert_eq!(faults, [Fault { pointer: place, message: "missing".to_owned() }]);
    }
}

#[test]
fn a_wrong_type_is_refused_everywhere_and_no_value_is_quoted() {
    let (whole, schema) = (Value::Object(whole()), validator(stage()));
    for place in places_of(&whole) {
        for wrong in [json!(0.5), json!([[SECRET]])] {
            let mut document = whole.clone();
            *document.pointer_mut(&place).unwrap() = wrong;
            let faults = faults_of(&document);
            assert_eq!(faults.len(), 1, "{faults:?}");
            // A list in place of a list has its fault at the first element.
            assert!(
                [place.clone(), format!("{place}/0")].contains(&faults[0].pointer),
                "{place}: {faults:?}"
            );
            assert!(!faults[0].to_string().contains("correct-horse"), "{faults:?}");
            assert!(!schema.is_valid(&document), "{place}");
        }
    }
}

#[test]
fn a_text_of_another_form_is_refused_and_not_quoted() {
    for (place, words) in [
        ("/fingerprint", "not a digest"),
        ("/review/startedAt", "expected an RFC 3339 time"),
        ("/review/meaning", "expected review, not approval"),
        ("/review/reviewerMeaning", "expected label only, not authenticated"),
        ("/review/steps/0/items/0/state", "expected one of: open, confirmed, not-applicable, concern, stale"),
        ("/review/steps/0/items/0/acknowledged", "expected one of: key, echo"),
        ("/findings/0/rule", "expected one of: effect-asked"),
    ] {
        let mut document = Value::Object(whole());
        *document.pointer_mut(place).unwrap() = json!(SECRET);
        let faults = faults_of(&document);
        assert_eq!((faults.len(), faults[0].pointer.as_str()), (1, place), "{faults:?}");
        assert!(faults[0].message.contains(words) && !faults[0].message.contains("horse"), "{faults:?}");
    }
    let mut document = Value::Object(whole());
    document["freshOwnerApprovalRequired"] = json!(false);
    assert_eq!(faults_of(&document)[0].to_string(), "/freshOwnerApprovalRequired: expected true");
}

#[test]
fn a_secret_like_name_is_shown_at_no_level() {
    for place in ["", "/target", "/packet", "/review/steps/0/items/0"] {
        let mut document = Value::Object(members(&closed(walked(), PREPARE)));
        document.pointer_mut(place).unwrap()[SECRET] = json!(1);
        assert_eq!(faults_of(&document)[0].pointer, format!("{place}/<redacted-key>"));
    }
}

#[test]
fn flags_are_read_as_they_stand_and_all_their_faults_are_told() {
    let mut document = Value::Object(whole());
    document["databaseTouched"] = json!(true);
    document[&runbook().packet.ready_flag] = json!(true);
    let Value::Object(members) = document.clone() else { panic!("an object") };
    let (_, flags) = Document::read(members, &runbook()).unwrap();
    assert!(flags.ready());
    let raised: Vec<&str> = flags.effects().filter(|(_, raised)| *raised).map(|(flag, _)| flag).collect();
    assert_eq!(raised, ["databaseTouched"]);
    document["databaseTouched"] = json!("true");
    document["emailSendAllowed"] = Value::Null;
    document.as_object_mut().unwrap().remove("dnsChangeAllowed");
    document["unheardOf"] = json!(1);
    let told: Vec<String> = faults_of(&document).iter().map(Fault::to_string).collect();
    assert_eq!(
        told,
        [
            "/databaseTouched: expected true or false, found a text",
            "/emailSendAllowed: expected true or false, found null",
            "/dnsChangeAllowed: missing",
            "/unheardOf: unknown member",
        ]
    );
}

#[test]
fn another_format_is_the_only_fault_that_is_told() {
    let mut document = Value::Object(whole());
    document["format"] = json!("strict-review/plan@2");
    document["unheardOf"] = json!(1);
    let told: Vec<String> = faults_of(&document).iter().map(Fault::to_string).collect();
    assert_eq!(told, [format!("/format: unsupported format; expected {FORMAT}")]);
    assert_eq!(json!(Format::First), FORMAT);
}

#[test]
fn a_document_of_another_runbook_is_not_read_by_this_one() {
    assert!(Document::read(members(&second_review()), &runbook()).is_err());
}
