//! Tests of contradictory times: honest documents with one time changed and the fingerprint corrected.

use serde_json::{Map, Value, json};

use super::forged_tests::rich_export;
use super::tests::{export, failing, members, report, sealed, written};
use super::*;
use crate::review::action::{Action, Found, Outside};
use crate::review::checklist::{Checklist, ItemIndex};
use crate::review::moment::Moment;
use crate::review::plan::Plan;
use crate::review::plan::record::times::is_too_soon;
use crate::review::state::Review;
use crate::review::testing::{
    PREPARE, SECOND_PACKET, act, close, head, review, runbook, second_runbook, walk, walked,
};

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn changed(honest: &Map<String, Value>, place: &str, value: Value) -> Report {
    let mut document = Value::Object(honest.clone());
    *document.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = value;
    let Value::Object(members) = document else { panic!("an object") };
    report(&sealed(members), &second_runbook())
}

fn item(document: &Map<String, Value>, id: &str) -> String {
    let steps = document["review"]["steps"].as_array().unwrap();
    for (i, step) in steps.iter().enumerate() {
        for (j, item) in step["items"].as_array().unwrap().iter().enumerate() {
            if item["item"] == id {
                return format!("/review/steps/{i}/items/{j}");
            }
        }
    }
    panic!("{id}")
}

fn of_times(report: &Report) -> Vec<(&str, &str)> {
    let of_times = report.checks.iter().filter(|check| check.id == "times");
    of_times.map(|check| (check.place.as_str(), check.message.as_str())).collect()
}

const BEFORE: &str = "2001-01-01T00:00:00.000Z";
const AFTER: &str = "2031-01-01T00:00:00.000Z";

#[test]
fn a_time_outside_of_the_review_is_tampered_and_told_with_the_one_it_contradicts() {
    let honest = rich_export();
    assert_eq!(
        of_times(&report(&written(honest.clone()), &second_runbook())),
        [("", "no time contradicts another one")]
    );
    let (policy, question) =
        (item(&honest, "retentionPolicyReference"), item(&honest, "countReportReference"));
    for place in [
        format!("{policy}/openedAt"),
        format!("{policy}/confirmedAt"),
        format!("{policy}/evidence/openedAt"),
        format!("{question}/concerns/0/at"),
        format!("{question}/concerns/0/answeredAt"),
        "/review/attempts/0/at".to_owned(),
    ] {
        for (time, end) in [(BEFORE, "before /review/startedAt, "), (AFTER, "after /review/exportedAt, ")] {
            let told = changed(&honest, &place, json!(time));
            assert_eq!(told.status(), CheckStatus::Tampered, "{place} {time}");
            let pair = format!("is {time}, {end}");
            let is_told = |(at, message): &(&str, &str)| *at == place && message.starts_with(&pair);
            assert!(of_times(&told).iter().any(is_told), "{place}: {told:#?}");
        }
    }
}

#[test]
fn a_review_that_was_started_after_its_export_is_tampered() {
    let told = changed(&rich_export(), "/review/startedAt", json!(AFTER));
    assert_eq!(told.status(), CheckStatus::Tampered);
    assert!(
        of_times(&told)[0].0 == "/review/exportedAt"
            && of_times(&told)[0].1.contains("before /review/startedAt, ")
    );
    let told = changed(&rich_export(), "/review/exportedAt", json!(BEFORE));
    assert_eq!((told.status(), of_times(&told)[0].0), (CheckStatus::Tampered, "/review/exportedAt"));
}

#[test]
fn an_answer_does_not_come_before_its_item_its_evidence_or_the_answer_to_its_concern() {
    let honest = rich_export();
    let start = honest["review"]["startedAt"].clone();
    let end = honest["review"]["exportedAt"].clone();
    let (policy, count) = (item(&honest, "retentionPolicyReference"), item(&honest, "countReportReference"));
    for (place, time, told_at, earlier) in [
        (format!("{policy}/openedAt"), &end, format!("{policy}/confirmedAt"), format!("{policy}/openedAt")),
        (
            format!("{policy}/evidence/openedAt"),
            &end,
            format!("{policy}/confirmedAt"),
            format!("{policy}/evidence/openedAt"),
        ),
        (
            format!("{count}/concerns/0/answeredAt"),
            &start,
            format!("{count}/concerns/0/answeredAt"),
            format!("{count}/concerns/0/at"),
        ),
        (
            format!("{count}/concerns/0/answeredAt"),
            &end,
            format!("{count}/confirmedAt"),
            format!("{count}/concerns/0/answeredAt"),
        ),
    ] {
        let told = changed(&honest, &place, time.clone());
        assert_eq!(told.status(), CheckStatus::Tampered, "{place}");
        let pair = format!("before {earlier}, ");
        let is_told = |(at, message): &(&str, &str)| *at == told_at && message.contains(&pair);
        assert!(of_times(&told).iter().any(is_told), "{place}: {:#?}", of_times(&told));
    }
}

#[test]
fn an_answer_that_is_based_on_a_file_of_another_item_comes_after_that_was_opened() {
    let (mut review, backup) = (review(), "backupReference".to_owned());
    act(
        &mut review,
        Action::TakeIn(Outside::EvidenceListed { items: vec![backup.clone()], near: Vec::new() }),
    )
    .unwrap();
    let digest = Digest::compute(b"backup");
    act(&mut review, Action::OpenEvidence { item: backup.clone(), digest, bytes: 6, shown: true }).unwrap();
    walk(&mut review);
    let mut based = review.checklist().items().iter();
    let based = based.find(|item| item.id != backup && item.based_on.contains(&backup)).unwrap().id.clone();
    let mut document = Value::Object(export(review, PREPARE));
    let end = document["review"]["exportedAt"].clone();
    let (based, opened) = {
        let members = document.as_object().unwrap();
        let opened = format!("{}/evidence/openedAt", item(members, &backup));
        (format!("{}/confirmedAt", item(members, &based)), opened)
    };
    *document.pointer_mut(&opened).unwrap() = end;
    let Value::Object(members) = document else { panic!("an object") };
    let told = report(&sealed(members), &runbook());
    let pair = format!(", before {opened}, ");
    let is_told = |(at, message): &(&str, &str)| *at == based && message.contains(&pair);
    assert!(of_times(&told).iter().any(is_told), "{based}: {:#?}", of_times(&told));
}

#[test]
fn more_answers_than_a_journal_takes_in_a_millisecond_contradict_their_times() {
    fn at_once(value: &mut Value, time: &Value) {
        match value {
            Value::String(text) if text.parse::<Moment>().is_ok() => *value = time.clone(),
            Value::Array(values) => values.iter_mut().for_each(|value| at_once(value, time)),
            Value::Object(members) => members.values_mut().for_each(|value| at_once(value, time)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut document = Value::Object(export(walked(), PREPARE));
    let start = document["review"]["startedAt"].clone();
    at_once(&mut document, &start);
    let told = |document: &Value| {
        let told = report(&sealed(document.as_object().unwrap().clone()), &runbook());
        let pace = told.checks.iter().find(|check| check.id == "pace").unwrap();
        assert_eq!(pace.status, CheckStatus::Note);
        (told.status(), failing(&told), pace.message.clone())
    };
    let (standing, failing, pace) = told(&document);
    assert_eq!((standing, failing), (CheckStatus::Tampered, vec!["times /review/exportedAt".to_owned()]));
    let items = Checklist::from_runbook(&runbook()).items().len();
    let expected = format!(
        "{items} items answered and 0 evidence files of 0 bytes opened in 0.000 s, from start to close"
    );
    assert_eq!(pace, expected);
    // As fast as a program that is fed by another one: reported, and left for a reader to judge.
    let took = (0..1_000).find(|took| !is_too_soon(items, *took)).unwrap();
    let took = jiff::SignedDuration::from_millis(took.try_into().unwrap());
    let later = start.as_str().unwrap().parse::<jiff::Timestamp>().unwrap() + took;
    document["review"]["exportedAt"] = Moment::from_timestamp(later).to_string().into();
    document["review"]["sittings"][0]["endedAt"] = Moment::from_timestamp(later).to_string().into();
    assert_eq!(told(&document).0, CheckStatus::Held);
}

#[test]
fn the_pace_counts_an_item_of_two_steps_once_and_files_with_their_bytes() {
    let told = report(&written(rich_export()), &second_runbook());
    let pace = told.checks.iter().find(|check| check.id == "pace").unwrap();
    let bytes = "policy".len() + SECOND_PACKET.len();
    let expected = format!("and 2 evidence files of {bytes} bytes opened in ");
    assert!(pace.message.contains(&expected), "{}", pace.message);
}

#[test]
fn an_item_that_was_first_opened_behind_its_answer_is_no_contradiction_in_an_honest_export() {
    let mut review = review();
    walk(&mut review);
    let item = "fresh-owner-approval/handoff-matches".to_owned();
    act(&mut review, Action::Open { item: item.clone() }).unwrap();
    let export = export(review, PREPARE);
    let place = self::item(&export, &item);
    let told = Value::Object(export.clone());
    assert_eq!(told.pointer(&format!("{place}/openedAt")), Some(&Value::Null));
    assert_eq!(report(&written(export), &runbook()).status(), CheckStatus::Held);
}

#[test]
fn a_review_that_is_dated_in_the_future_of_the_clock_is_told_and_not_refused() {
    let bytes = written(export(walked(), PREPARE));
    let runbook = runbook();
    let exported = {
        let members = crate::review::testing::json(&bytes);
        moment(members["review"]["exportedAt"].as_str().unwrap())
    };
    for (now, standing) in [(moment(BEFORE), CheckStatus::Note), (exported, CheckStatus::Held)] {
        let mut held = verify(&bytes, &runbook, Wanted::Plan).unwrap();
        held.hold_clock(now);
        assert_eq!(held.report.status(), CheckStatus::Held);
        assert!(held.report.checks.iter().filter(|c| c.id == "clock").all(|c| c.status == standing));
        let told = &held.report.checks.last().unwrap();
        assert_eq!(
            told.message.contains("in the future: the clock here says 2001-01-01"),
            now == moment(BEFORE)
        );
    }
}

#[test]
fn an_answer_that_counts_again_is_no_contradiction_although_its_file_was_opened_once_more() {
    let (mut review, backup) = (review(), "backupReference".to_owned());
    let read = |bytes: &[u8]| {
        let (item, digest) = ("backupReference".to_owned(), Digest::compute(bytes));
        Action::OpenEvidence { item, digest, bytes: 6, shown: true }
    };
    act(
        &mut review,
        Action::TakeIn(Outside::EvidenceListed { items: vec![backup.clone()], near: Vec::new() }),
    )
    .unwrap();
    act(&mut review, read(b"backup")).unwrap();
    walk(&mut review);
    let found = Some(Found { digest: Digest::compute(b"others"), bytes: 6 });
    act(&mut review, Action::TakeIn(Outside::EvidenceChanged { item: backup, found })).unwrap();
    let ids = |review: &Review, indexes: Vec<ItemIndex>| -> Vec<String> {
        indexes.into_iter().map(|index| review.item(index).unwrap().id.clone()).collect()
    };
    for item in ids(&review, review.overtaken().collect()) {
        act(&mut review, Action::Reopen { item }).unwrap();
    }
    act(&mut review, read(b"backup")).unwrap();
    let back = ids(&review, review.changed_back().collect());
    assert!(back.len() > 1, "{back:?}");
    for item in back {
        act(&mut review, Action::Restore { item }).unwrap();
    }
    let told = report(&written(export(review, PREPARE)), &runbook());
    assert_eq!((told.status(), failing(&told)), (CheckStatus::Held, Vec::new()));
}

#[test]
fn a_clock_that_was_set_back_excuses_as_much_as_it_went_back_and_no_more() {
    let (mut review, item) = (review(), "fresh-owner-approval/handoff-matches".to_owned());
    let (start, end) = (review.started_at(), moment("2026-01-31T07:00:00.000Z"));
    walk(&mut review);
    assert!(end < start);
    let closing = review.decide(close(&review, PREPARE)).unwrap();
    review.apply(&closing, end);
    let honest = members(&Plan::of_review(&review, review.closing().unwrap(), head()));
    let told = report(&written(honest.clone()), &runbook());
    assert_eq!((told.status(), failing(&told)), (CheckStatus::Held, Vec::new()));
    let mut document = Value::Object(honest.clone());
    let place = format!("{}/confirmedAt", self::item(&honest, &item));
    *document.pointer_mut(&place).unwrap() = json!(AFTER);
    let Value::Object(forged) = document else { panic!("an object") };
    let told = report(&sealed(forged), &runbook());
    assert_eq!(told.status(), CheckStatus::Tampered);
    assert!(of_times(&told).iter().any(|(at, _)| *at == place), "{told:#?}");
}
