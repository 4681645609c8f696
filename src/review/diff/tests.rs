//! Tests of differences between facts and between handoffs: nothing is lost, nothing is reported twice.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Change, Fact, between_handoffs, between_plans, changes, of_handoff};
use crate::review::handoff::Handoff;
use crate::review::testing::{
    self, BACKUP, CONTINUE, ENVIRONMENT, PREPARE, REQUEST, SECRET, handoff, runbook,
};

fn fact(name: &str, value: &str) -> Fact {
    Fact { name: name.to_owned(), value: value.to_owned() }
}

fn facts(texts: &[&str]) -> Vec<Fact> {
    texts.iter().map(|text| text.split_once('=').unwrap()).map(|(name, value)| fact(name, value)).collect()
}

pub(super) fn lines(changes: &[Change]) -> Vec<String> {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
    changes.iter().map(|c| format!("{}: {} > {}", c.name, side(&c.old), side(&c.new))).collect()
}

fn of_request(change: impl FnOnce(&mut Value)) -> Vec<Fact> {
    let runbook = runbook();
    of_handoff(&handoff(&runbook, REQUEST, change), &runbook)
}

fn changed(change: impl FnOnce(&mut Value)) -> Vec<String> {
    lines(&changes(&of_request(|_| ()), &of_request(change)))
}

#[test]
fn facts_are_matched_by_name_and_told_in_the_order_of_the_new() {
    let old = facts(&["gone-first=1", "a=1", "gone=1", "gone-too=1", "b=1", "c=1", "gone-last=1"]);
    let new = facts(&["c=2", "new=1", "a=1", "b=1", "new-last=1"]);
    let expected = [
        "gone-first: 1 > nothing",
        "c: 1 > 2",
        "gone-last: 1 > nothing",
        "new: nothing > 1",
        "gone: 1 > nothing",
        "gone-too: 1 > nothing",
        "new-last: nothing > 1",
    ];
    assert_eq!(lines(&changes(&old, &new)), expected);
    assert_eq!(changes(&old, &old), []);
    assert_eq!(changes(&[], &[]), []);
}

#[test]
fn another_order_alone_is_no_difference() {
    assert_eq!(changes(&facts(&["a=1", "b=2"]), &facts(&["b=2", "a=1"])), []);
}

#[test]
fn facts_of_one_name_are_matched_in_their_order_and_none_is_lost() {
    let (one, three) = (facts(&["a=1"]), facts(&["a=1", "a=2", "a=3"]));
    assert_eq!(lines(&changes(&one, &three)), ["a: nothing > 2", "a: nothing > 3"]);
    assert_eq!(lines(&changes(&three, &one)), ["a: 2 > nothing", "a: 3 > nothing"]);
}

#[test]
fn a_changed_field_of_a_handoff_is_one_change() {
    assert_eq!(changed(|_| ()), [""; 0]);
    assert_eq!(changed(|v| v[BACKUP] = json!("other.md")), [format!("{BACKUP}: backup-log.md > other.md")]);
    assert_eq!(changed(|v| v["decision"] = json!(CONTINUE)), [format!("decision: {PREPARE} > {CONTINUE}")]);
}

#[test]
fn a_refused_value_is_told_by_its_rule_beside_the_finding() {
    let told = changed(|v| v[ENVIRONMENT] = json!("staging"));
    assert_eq!(told[0], format!("{ENVIRONMENT}: local-dev > refused (target-refused): staging"));
    let text = format!(
        "{ENVIRONMENT} is staging, which is refused by name.\nexpected local-dev; observed \"staging\""
    );
    assert_eq!(told[1..], [format!("findings/target-refused/{ENVIRONMENT}: nothing > {text}")]);
}

#[test]
fn claims_flags_missing_fields_and_unknown_keys_are_facts() {
    let told = changed(|v| {
        v["runbookOnlyConfirmed"] = json!("true");
        v["emailSendAllowed"] = json!(true);
        v["future"] = json!(1);
        v.as_object_mut().unwrap().remove(BACKUP);
    });
    for expected in [
        "confirmations/runbookOnlyConfirmed: true > nothing",
        "flags/emailSendAllowed: nothing > true",
        "backupReference: backup-log.md > nothing",
    ] {
        assert!(told.iter().any(|told| told == expected), "{expected}: {told:?}");
    }
    assert!(
        told.iter().any(|told| told.starts_with("notes/future/text: nothing > Unknown field")),
        "{told:?}"
    );
    let finding = "findings/confirmation-missing/runbookOnlyConfirmed: nothing > ";
    assert!(
        told.iter().any(|told| told.starts_with(finding) && told.ends_with("observed \"true\"")),
        "{told:?}"
    );
}

fn changed_at_all(old: &Value, new: &Value) -> Vec<String> {
    let runbook = runbook();
    let sent = |change: &Value| {
        let mut sent = testing::json(REQUEST);
        sent.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        sent.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let judged = Handoff::parse(sent.to_string().as_bytes(), &runbook).unwrap();
        (sent, judged)
    };
    let (old, new) = (sent(old), sent(new));
    let members = |value: &Value| value.as_object().unwrap().clone();
    lines(&between_handoffs(&runbook, (&members(&old.0), &old.1), (&members(&new.0), &new.1)))
}

#[test]
fn the_value_of_an_unknown_field_is_told_beside_the_note_on_it() {
    let (old, new) =
        (json!({ "future": 1, "notes": "x" }), json!({ "future": 2, "new": [], "b": { "c": true } }));
    let told = changed_at_all(&old, &new);
    for expected in [
        "b/c: nothing > true",
        "future: 1 > 2",
        "new: nothing > another value that is not shown",
        "notes: x > nothing",
    ] {
        assert!(told.iter().any(|told| told == expected), "{expected}: {told:#?}");
    }
    assert!(told.iter().any(|told| told.starts_with("notes/b/text: nothing > Unknown field")), "{told:#?}");
    assert!(told.iter().any(|told| told.starts_with("findings/unknown-true/b/c: nothing > ")), "{told:#?}");
    assert_eq!(changed_at_all(&new, &new), [""; 0]);
}

#[test]
fn what_a_field_refuses_is_told_once_and_what_no_fact_keeps_is_told_as_well() {
    let once = changed_at_all(&json!({ ENVIRONMENT: "local-dev" }), &json!({ ENVIRONMENT: "staging" }));
    assert_eq!(once.iter().filter(|told| told.starts_with(ENVIRONMENT)).count(), 1, "{once:#?}");
    let flags = changed_at_all(&json!({ "databaseTouched": null }), &json!({}));
    assert_eq!(flags, ["flags/databaseTouched: nothing > false"]);
    let long = |end: &str| json!({ ENVIRONMENT: format!("{}{end}", "staging ".repeat(20)) });
    let told = changed_at_all(&long("1"), &long("2"));
    assert!(matches!(told.as_slice(), [only] if only.contains(" 1 > staging ")), "{told:#?}");
}

#[test]
fn what_differs_and_is_shown_nowhere_is_a_difference_all_the_same() {
    let another = "a value that is not shown > another value that is not shown";
    for (old, new) in [
        (json!(SECRET), json!(format!("{SECRET}2"))),
        (json!([SECRET]), json!([SECRET, 1])),
        (json!({ SECRET: 1 }), json!({ format!("{SECRET}2"): 1 })),
        (json!({ "a": true }), json!({ "a": "true" })),
    ] {
        let (old, new) = (json!({ "review": old }), json!({ "review": new }));
        assert_eq!(lines(&between_plans(&old, &new)), [format!("review: {another}")]);
        assert_eq!(between_plans(&old, &old), []);
    }
    let secret = changed_at_all(&json!({ BACKUP: SECRET }), &json!({ BACKUP: format!("{SECRET}2") }));
    assert_eq!(secret, [format!("{BACKUP}: {another}")]);
    assert_eq!(lines(&between_plans(&json!([]), &json!(null))), [format!("document: {another}")]);
    assert_eq!(
        lines(&between_plans(&json!({}), &json!({ "a": null }))),
        ["a: nothing > another value that is not shown"]
    );
}

fn any_facts() -> impl Strategy<Value = Vec<Fact>> {
    let fact = ("[a-d]", "[0-2]").prop_map(|(name, value)| Fact { name, value });
    prop::collection::vec(fact, 0..12)
}

fn by_name(facts: &[Fact], name: &str) -> Vec<String> {
    facts.iter().filter(|fact| fact.name == name).map(|fact| fact.value.clone()).collect()
}

proptest! {
    #[test]
    fn the_changes_turn_the_old_into_the_new(old in any_facts(), new in any_facts()) {
        let changes = changes(&old, &new);
        for name in ["a", "b", "c", "d"] {
            let (mut left, right) = (by_name(&old, name), by_name(&new, name));
            for change in changes.iter().filter(|change| change.name == name) {
                prop_assert!(change.old != change.new);
                match (&change.old, &change.new) {
                    (Some(old), new) => {
                        let at = left.iter().rposition(|value| value == old);
                        prop_assert!(at.is_some());
                        match new {
                            Some(new) => left[at.unwrap()].clone_from(new),
                            None => drop(left.remove(at.unwrap())),
                        }
                    }
                    (None, Some(new)) => left.push(new.clone()),
                    (None, None) => prop_assert!(false, "a change of nothing"),
                }
            }
            let sorted = |mut values: Vec<String>| { values.sort(); values };
            prop_assert_eq!(sorted(left), sorted(right));
        }
    }

    #[test]
    fn nothing_differs_from_itself(old in any_facts()) {
        prop_assert_eq!(changes(&old, &old), []);
    }
}
