//! Tests of honest documents with one lie and a corrected fingerprint: each lie is found.

use serde_json::{Map, Value, json};

use super::tests::{export, failing, report, sealed};
use super::*;
use crate::review::testing::{PREPARE, RUNBOOK, changed, runbook, walked};

/// A ready document with one change and a corrected fingerprint.
fn told_of(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut document = Value::Object(export(walked(), PREPARE));
    change(&mut document);
    let Value::Object(members) = document else { panic!("an object") };
    sealed(members)
}

fn standing_of(report: &Report, id: &str) -> CheckStatus {
    report.checks.iter().find(|check| check.id == id).map(|check| check.status).unwrap()
}

#[test]
fn the_export_holds_the_text_of_everything_that_was_asked() {
    let export = export(walked(), PREPARE);
    let runbook = runbook();
    let checklist = crate::review::checklist::Checklist::from_runbook(&runbook);
    let steps: Vec<Map<String, Value>> = serde_json::from_value(export["review"]["steps"].clone()).unwrap();
    for (told, step) in steps.iter().zip(checklist.steps()) {
        assert_eq!(told["title"], json!(step.title));
        for (told, index) in told["items"].as_array().unwrap().iter().zip(&step.items) {
            let item = checklist.item(*index).unwrap();
            assert_eq!((&told["item"], &told["asked"]), (&json!(item.id), &json!(item.title)));
        }
    }
}

#[test]
fn weaker_questions_under_the_real_runbook_fingerprint_are_tampered() {
    let forged = told_of(|v| {
        v["review"]["steps"][1]["items"][1]["asked"] = json!("Is everything fine?");
        v["review"]["steps"][9]["title"] = json!("Formalities");
    });
    let told = report(&forged, &runbook());
    assert_eq!(told.status(), CheckStatus::Tampered);
    assert_eq!(failing(&told), ["asked /review/steps/1/items/1/asked", "asked /review/steps/9/title"]);
    let message = &told.first().unwrap().message;
    assert!(message.starts_with("is \"Is everything fine?\"; the runbook asks \""), "{message}");
    for id in ["status", "checklist"] {
        assert_eq!(standing_of(&told, id), CheckStatus::Held, "{id}");
    }
}

#[test]
fn texts_are_not_checked_where_the_definition_that_is_named_is_not_at_hand() {
    let moved = changed(RUNBOOK, |v| v["requires"][0] = json!("More.")).unwrap();
    let told = report(&told_of(|_| ()), &moved);
    assert_eq!((told.status(), standing_of(&told, "asked")), (CheckStatus::Stale, CheckStatus::NotChecked));
}

#[test]
fn texts_are_not_checked_where_the_items_are_not_those_of_the_definition() {
    let forged = told_of(|v| v["review"]["steps"][0]["items"][0]["item"] = json!("another"));
    let told = report(&forged, &runbook());
    assert_eq!(
        (told.status(), standing_of(&told, "asked")),
        (CheckStatus::Tampered, CheckStatus::NotChecked)
    );
    assert_eq!(failing(&told), ["checklist /review/steps/0/items/0"]);
    let status = told.checks.iter().find(|check| check.id == "status").unwrap();
    assert_eq!(
        (status.status, status.message.as_str()),
        (CheckStatus::NotChecked, "the checklist is invalid")
    );
}
