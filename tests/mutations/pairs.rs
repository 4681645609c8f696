//! Faults in pairs: the decisive one, and that both are reported.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Told, decisions, judge, request, status};
use crate::support::{definition, text};

/// A fault and its expected rule; `None` removes the member.
#[derive(Clone)]
struct Fault {
    field: &'static str,
    value: Option<Value>,
    told: Told,
}

fn fault(field: &'static str, value: Option<Value>, rule: &'static str) -> Fault {
    Fault { field, value, told: (rule, format!("/{field}")) }
}

fn stops() -> Vec<Fault> {
    vec![
        fault("ownerHandoffStatus", Some(json!("ready")), "owner-handoff-refused"),
        fault("ownerHandoffReference", None, "owner-handoff-missing"),
        fault("ownerHandoffFingerprint", Some(json!("")), "owner-handoff-missing"),
        fault("ownerHandoffPacketMode", Some(json!("other")), "owner-handoff-refused"),
        fault("targetEnvironment", Some(json!("staging")), "target-refused"),
        fault("targetAdapter", None, "target-missing"),
        fault("auditReference", Some(json!(3)), "wrong-type"),
        fault("backupReference", Some(json!(super::SECRET)), "secret-like"),
        fault("caseStateReference", Some(json!("case\u{ad}state")), "hidden-characters"),
        fault("databaseTouched", Some(json!("no")), "effect-flag-not-boolean"),
        fault("unheardOf", Some(json!(true)), "unknown-true"),
    ]
}

fn gaps() -> Vec<Fault> {
    vec![
        fault("testPlanReference", None, "reference-missing"),
        fault("schemaReviewReference", Some(json!(" ")), "reference-missing"),
        fault("runbookOnlyConfirmed", Some(json!(false)), "confirmation-missing"),
        fault("noDatabaseWriteConfirmed", Some(json!("true")), "confirmation-missing"),
    ]
}

/// Each way to request each write action, with the action's index in the table.
fn asks() -> Vec<(usize, &'static str, Fault)> {
    let definition = definition();
    let effects = definition["effects"].as_array().unwrap().iter().enumerate();
    let ways = |(row, effect): (usize, &Value)| {
        // Leaked once for the length of a test run: a fault names its field for as long as the test lasts.
        let keep = |name: &Value| -> &'static str { text(name).leak() };
        let status = keep(&effect["status"]);
        let flags = effect["flags"].as_array().unwrap().iter();
        let mut ways: Vec<(usize, &'static str, Fault)> =
            flags.map(|flag| (row, status, fault(keep(flag), Some(json!(true)), "effect-asked"))).collect();
        ways.push((row, status, fault("decision", Some(effect["decision"].clone()), "effect-asked")));
        ways
    };
    effects.flat_map(ways).collect()
}

fn with(request: &Map<String, Value>, faults: &[&Fault]) -> Map<String, Value> {
    let mut request = request.clone();
    for Fault { field, value, .. } in faults {
        request.remove(*field);
        request.extend(value.clone().map(|value| ((*field).to_owned(), value)));
    }
    request
}

fn told(faults: &[&Fault]) -> BTreeSet<Told> {
    faults.iter().map(|fault| fault.told.clone()).collect()
}

#[test]
fn of_two_effects_the_first_in_table_order_decides_and_both_are_told_in_that_order() {
    let sound = request(&decisions()[0]);
    let asks = asks();
    // The requests are in table order, so the first of a pair decides.
    for (at, (row, status, one)) in asks.iter().enumerate() {
        for (other_row, _, other) in asks.iter().skip(at + 1).filter(|(_, _, other)| other.field != one.field)
        {
            let judged = judge(&with(&sound, &[other, one]));
            assert_eq!(&judged.status, status, "{} and {}", one.field, other.field);
            assert_eq!(judged.told, told(&[one, other]));
            assert!(row == other_row || judged.findings[0].pointer == one.told.1, "{:?}", judged.findings);
        }
    }
}

#[test]
fn an_asked_for_effect_decides_over_every_stop_and_every_gap_and_is_told_first() {
    for decision in decisions() {
        let sound = request(&decision);
        for (_, status, ask) in asks() {
            for lesser in stops().iter().chain(&gaps()).filter(|lesser| lesser.field != ask.field) {
                let judged = judge(&with(&sound, &[lesser, &ask]));
                assert_eq!(judged.status, status, "{} and {}", ask.field, lesser.field);
                assert_eq!(judged.told, told(&[lesser, &ask]));
                assert_eq!(judged.findings[0].pointer, ask.told.1);
            }
        }
    }
}

#[test]
fn a_stop_decides_over_a_gap_whatever_the_decision_and_is_told_first() {
    let block = text(&definition()["stageBlock"]);
    for decision in decisions() {
        let sound = request(&decision);
        for stop in stops() {
            for gap in gaps() {
                let judged = judge(&with(&sound, &[&gap, &stop]));
                assert_eq!(judged.status, block, "{} and {}", stop.field, gap.field);
                assert_eq!(judged.told, told(&[&gap, &stop]));
                assert_eq!(judged.findings[0].pointer, stop.told.1);
            }
        }
    }
}

#[test]
fn all_faults_at_once_are_all_told() {
    for decision in decisions() {
        let (stops, gaps) = (stops(), gaps());
        let all: Vec<&Fault> = stops.iter().chain(&gaps).collect();
        let judged = judge(&with(&request(&decision), &all));
        assert_eq!(judged.told, told(&all));
        assert_eq!(judged.status, status(&told(&all), &decision));
    }
}

#[test]
fn only_gaps_leave_a_decision_to_continue_standing() {
    let decisions = decisions();
    let gaps = gaps();
    let all: Vec<&Fault> = gaps.iter().collect();
    let [prepare, go_on] = decisions.as_slice() else { panic!("{decisions:?}") };
    let prepared = judge(&with(&request(prepare), &all));
    assert_eq!(prepared.status, text(&definition()["stageBlock"]));
    let continued = judge(&with(&request(go_on), &all));
    assert_eq!(continued.status, text(&definition()["decisions"][1]["status"]));
}
