//! Tests of reports on documents, and on changes made to them.

use serde_json::{Map, Value, json};

use super::*;
use crate::review::plan::Plan;
use crate::review::state::Review;
use crate::review::testing::{
    BACKUP, CONTINUE, HANDOFF, PREPARE, READY, REQUEST, RUNBOOK, SECOND_REQUEST, SECRET, act, changed, close,
    handoff, head, review, review_of, runbook, second_runbook, walk, walked,
};

pub(super) fn request(change: impl FnOnce(&mut Value)) -> Map<String, Value> {
    let runbook = runbook();
    members(&Plan::of_request(&runbook, &handoff(&runbook, REQUEST, change)))
}

pub(super) fn export(mut review: Review, decision: &str) -> Map<String, Value> {
    let closing = close(&review, decision);
    act(&mut review, closing).unwrap();
    members(&Plan::of_review(&review, review.closing().unwrap(), head()))
}

pub(super) fn members(plan: &Plan) -> Map<String, Value> {
    plan.document().as_object().unwrap().clone()
}

/// The bytes of a file, with a fingerprint that is right whatever was changed.
pub(super) fn sealed(mut members: Map<String, Value>) -> Vec<u8> {
    members.insert("fingerprint".to_owned(), json!(fingerprint(&members)));
    written(members)
}

pub(super) fn written(members: Map<String, Value>) -> Vec<u8> {
    let mut bytes = canonical::bytes(&Value::Object(members));
    bytes.push(b'\n');
    bytes
}

pub(super) fn report(bytes: &[u8], runbook: &Runbook) -> Report {
    verify(bytes, runbook, Wanted::Plan).unwrap_or_else(|why| panic!("{why}")).report
}

pub(super) fn failing(report: &Report) -> Vec<String> {
    let failing = report.checks.iter().filter(|check| check.status > CheckStatus::Held);
    failing.map(|check| format!("{} {}", check.id, check.place)).collect()
}

fn words<'a>(report: &'a Report, id: &str) -> (&'static str, &'a str) {
    let check = report.checks.iter().find(|check| check.id == id).unwrap();
    (check.status.word(), &check.message)
}

#[test]
fn a_ready_export_holds_in_every_check() {
    let report = report(&written(export(walked(), PREPARE)), &runbook());
    assert_eq!((report.status(), failing(&report)), (CheckStatus::Held, Vec::new()));
    let others: Vec<&str> = report
        .checks
        .iter()
        .filter(|check| check.status != CheckStatus::Held)
        .map(|check| &*check.id)
        .collect();
    assert_eq!(others, ["pace"], "{report:#?}");
    assert_eq!((report.status.as_deref(), report.review, report.practice), (Some(READY), true, false));
    let ids: Vec<&str> = report.checks.iter().map(|check| check.id.as_str()).collect();
    let expected = [
        "canonical-form",
        "fingerprint",
        "runbook",
        "schema",
        "flags",
        "status",
        "checklist",
        "asked",
        "times",
        "pace",
        "review-present",
        "practice",
        "ready",
    ];
    assert_eq!(ids, expected);
}

#[test]
fn a_plan_without_a_review_says_so_and_is_not_ready_where_one_is_wanted() {
    let bytes = written(request(|_| ()));
    let plan = report(&bytes, &runbook());
    assert_eq!((plan.status(), plan.review), (CheckStatus::Held, false));
    assert_eq!(words(&plan, "review-present").0, "not-checked");
    assert!(words(&plan, "review-present").1.starts_with("it records no review"));
    let runbook = runbook();
    let wanted = verify(&bytes, &runbook, Wanted::Review).unwrap().report;
    assert_eq!(
        (wanted.status(), failing(&wanted)),
        (CheckStatus::NotReady, vec!["review-present /review".into()])
    );
}

#[test]
fn practice_and_every_other_status_are_intact_and_not_ready() {
    let mut start = review().facts().clone();
    start.practice = true;
    let mut practice = Review::start(start, crate::review::testing::clock());
    walk(&mut practice);
    let blocked = review_of(&runbook(), HANDOFF, |v| v["databaseTouched"] = json!(true));
    for (members, expected) in [
        (export(practice, PREPARE), vec!["practice /review/practice"]),
        (export(review(), CONTINUE), vec!["ready /status"]),
        (export(blocked, CONTINUE), vec!["ready /status"]),
        (request(|v| v["targetEnvironment"] = json!("production")), vec!["ready /status"]),
        (request(|v| v["backupReference"] = json!(SECRET)), vec!["ready /status"]),
        (request(|v| *v = json!({})), vec!["ready /status"]),
    ] {
        let report = report(&written(members), &runbook());
        assert_eq!(failing(&report), expected, "{report:#?}");
        assert_eq!(report.status(), CheckStatus::NotReady);
    }
}

#[test]
fn equal_content_in_other_bytes_is_tampered_and_told_as_that() {
    let members = export(walked(), PREPARE);
    let written = written(members.clone());
    let spaced = [serde_json::to_string_pretty(&members).unwrap().as_bytes(), b"\n"].concat();
    let unended = written[..written.len() - 1].to_vec();
    let spelt = String::from_utf8(written.clone()).unwrap().replacen("\"T-293\"", "\"\\u0054-293\"", 1);
    for bytes in [spaced, unended, [written.as_slice(), b" "].concat(), spelt.into_bytes()] {
        let report = report(&bytes, &runbook());
        assert_eq!(failing(&report), ["canonical-form "], "{report:#?}");
        assert_eq!(report.status(), CheckStatus::Tampered);
        assert!(words(&report, "canonical-form").1.starts_with("equal content in other bytes: "));
    }
}

#[test]
fn an_effect_flag_that_is_raised_is_refused_although_the_fingerprint_is_right() {
    let mut members = export(walked(), PREPARE);
    members.insert("durableResultStorageWriteAllowed".to_owned(), json!(true));
    let raised = report(&sealed(members.clone()), &runbook());
    assert_eq!(failing(&raised), ["flags /durableResultStorageWriteAllowed"]);
    assert_eq!(raised.status(), CheckStatus::Tampered);
    for flag in runbook().flags() {
        for wrong in [Some(json!(true)), Some(json!("false")), Some(Value::Null), None] {
            let mut members = export(walked(), PREPARE);
            members.remove(flag);
            members.extend(wrong.map(|wrong| (flag.to_owned(), wrong)));
            let report = report(&sealed(members), &runbook());
            assert_eq!(failing(&report), [format!("flags /{flag}")], "{report:#?}");
        }
    }
}

#[test]
fn a_fingerprint_of_other_content_is_tampered() {
    let mut members = request(|_| ());
    members.insert("fingerprint".to_owned(), json!(Digest::compute(b"other")));
    assert_eq!(failing(&report(&written(members.clone()), &runbook())), ["fingerprint /fingerprint"]);
    members.insert("fingerprint".to_owned(), json!(SECRET));
    let told = report(&written(members), &runbook());
    assert_eq!(failing(&told), ["fingerprint /fingerprint", "schema /fingerprint"]);
    assert!(!format!("{told:?}").contains("horse"), "{told:?}");
}

#[test]
fn what_is_no_plan_document_is_not_verified_at_all() {
    let runbook = runbook();
    let newer = |format: &str| {
        let mut members = request(|_| ());
        members.insert("format".to_owned(), json!(format));
        sealed(members)
    };
    for bytes in [newer("strict-review/plan@2"), newer("strict-review/check@1"), b"{}".to_vec()] {
        assert_eq!(verify(&bytes, &runbook, Wanted::Plan).err(), Some(VerifyError::OtherFormat));
    }
    for bytes in [&b""[..], b"[]", b"{", b"\xEF\xBB\xBF{}", b"{\"a\":1,\"a\":1}"] {
        let refused = verify(bytes, &runbook, Wanted::Plan).err();
        assert!(matches!(refused, Some(VerifyError::Unusable(_))), "{refused:?}");
    }
}

#[test]
fn an_intact_document_of_another_stage_wants_its_own_runbook() {
    let (first, second) = (runbook(), second_runbook());
    let other = Plan::of_request(&second, &handoff(&second, SECOND_REQUEST, |_| ()));
    let refused = verify(&other.bytes(), &first, Wanted::Plan).err().unwrap();
    assert_eq!(refused, VerifyError::OtherStage { stage: "\"T-301\"".to_owned() });
    assert_eq!(report(&other.bytes(), &second).status(), CheckStatus::Held);
    let mut members = members(&other);
    members.insert("nextStep".to_owned(), json!("approved"));
    let broken = report(&written(members), &first);
    assert_eq!(broken.status(), CheckStatus::Tampered);
    assert_eq!(failing(&broken)[0], "fingerprint /fingerprint");
}

#[test]
fn a_stage_that_is_not_that_of_the_named_definition_is_tampered() {
    let mut members = request(|_| ());
    members.insert("stage".to_owned(), json!("T-294"));
    assert_eq!(failing(&report(&sealed(members), &runbook())), ["status /stage"]);
}

#[test]
fn another_definition_of_the_same_stage_makes_it_stale_and_a_raised_flag_still_tampered() {
    let moved = changed(RUNBOOK, |v| v["requires"][0] = json!("More.")).unwrap();
    for members in [export(walked(), PREPARE), request(|v| v["decision"] = json!(CONTINUE))] {
        let stale = report(&written(members.clone()), &moved);
        assert_eq!(failing(&stale), ["runbook /runbookFingerprint"], "{stale:#?}");
        assert_eq!(stale.status(), CheckStatus::Stale);
        assert_eq!(words(&stale, "status").0, "not-checked");
        for raised in ["databaseTouched", "aFlagOfTheOtherDefinition"] {
            let mut members = members.clone();
            members.insert(raised.to_owned(), json!(true));
            let tampered = report(&sealed(members), &moved);
            assert_eq!(tampered.status(), CheckStatus::Tampered, "{tampered:#?}");
            assert!(failing(&tampered).contains(&format!("flags /{raised}")), "{tampered:#?}");
        }
        let mut members = members;
        members.insert("approvedBy".to_owned(), json!("x"));
        let unknown = report(&sealed(members), &moved);
        assert_eq!(failing(&unknown), ["runbook /runbookFingerprint", "schema /approvedBy"]);
    }
}

#[test]
fn the_handoff_that_was_reviewed_is_told_from_one_that_moved() {
    let runbook = runbook();
    let bytes = |change: fn(&mut Value)| {
        let mut value = crate::review::testing::json(HANDOFF);
        change(&mut value);
        value.to_string().into_bytes()
    };
    let document = written(export(walked(), PREPARE));
    let mut held = verify(&document, &runbook, Wanted::Plan).unwrap();
    held.recheck_handoff(&bytes(|_| ())).unwrap();
    assert_eq!(held.report.status(), CheckStatus::Held, "{:#?}", held.report);
    let mut moved = verify(&document, &runbook, Wanted::Plan).unwrap();
    moved.recheck_handoff(&bytes(|v| v[BACKUP] = json!("other.md"))).unwrap();
    assert_eq!(moved.report.status(), CheckStatus::Stale);
    assert_eq!(failing(&moved.report), ["handoff /review/handoffDigest", "handoff /references/2/value"]);
    let told = &moved.report.checks.last().unwrap().message;
    assert_eq!(told, "was \"backup-log.md\"; in the handoff it is \"other.md\" now");
    assert!(moved.recheck_handoff(b"[]").is_err());
}

#[test]
fn an_honest_export_of_another_version_of_the_runbook_is_stale_also_beside_its_handoff() {
    let moved = changed(RUNBOOK, |v| v["confirmations"][0]["sentence"] = json!("I confirm more.")).unwrap();
    let document = written(export(walked(), PREPARE));
    let mut held = verify(&document, &moved, Wanted::Plan).unwrap();
    held.recheck_handoff(crate::review::testing::json(HANDOFF).to_string().as_bytes()).unwrap();
    assert_eq!(failing(&held.report), ["runbook /runbookFingerprint"], "{:#?}", held.report);
    assert_eq!(held.report.status(), CheckStatus::Stale);
    assert_eq!(words(&held.report, "handoff").0, "not-checked");
}

#[test]
fn the_first_byte_that_differs_is_told() {
    let members = request(|_| ());
    let bytes = written(members.clone());
    let told = |bytes: &[u8]| {
        let report = report(bytes, &runbook());
        words(&report, "canonical-form").1.rsplit_once("first at byte ").unwrap().1.to_owned()
    };
    let spaced = |place: usize| [&bytes[..place], b" ", &bytes[place..]].concat();
    for (changed, first) in [
        (spaced(0), 0),
        (spaced(1), 1),
        (spaced(bytes.len() - 2), bytes.len() - 2),
        (spaced(bytes.len()), bytes.len()),
    ] {
        assert_eq!(told(&changed), first.to_string());
    }
    let mut members = members;
    members.insert("fingerprint".to_owned(), json!(Digest::compute(b"other")));
    let other = serde_json::to_vec(&members).unwrap();
    assert_eq!(told(&other), other.len().to_string());
}

#[test]
fn values_that_the_reviewed_handoff_does_not_hold_are_tampered() {
    let runbook = runbook();
    let mut members = export(walked(), PREPARE);
    members["target"]["adapter"] = json!("postgres-control-plane");
    let bytes = sealed(members);
    let mut forged = verify(&bytes, &runbook, Wanted::Plan).unwrap();
    assert_eq!(forged.report.status(), CheckStatus::Held, "nothing in the document tells");
    forged.recheck_handoff(crate::review::testing::json(HANDOFF).to_string().as_bytes()).unwrap();
    assert_eq!(failing(&forged.report), ["handoff /target/adapter"]);
    assert_eq!(forged.report.status(), CheckStatus::Tampered);
}

#[test]
fn a_request_that_moved_makes_its_plan_stale_at_the_first_member_that_differs() {
    let runbook = runbook();
    let bytes = written(request(|_| ()));
    let mut held = verify(&bytes, &runbook, Wanted::Plan).unwrap();
    held.recheck_handoff(REQUEST).unwrap();
    assert_eq!(held.report.status(), CheckStatus::Held);
    let mut moved = verify(&bytes, &runbook, Wanted::Plan).unwrap();
    let mut now = crate::review::testing::json(REQUEST);
    now["targetAdapter"] = json!("memory-simulator-bridge");
    moved.recheck_handoff(now.to_string().as_bytes()).unwrap();
    assert_eq!(failing(&moved.report)[0], "handoff /status");
    assert_eq!(moved.report.status(), CheckStatus::Stale);
}
