//! Every single mutation of a ready request, and faults in pairs, judged against a small table of the rules.
//! The sort of each field comes from the runbook as data; the rules for each sort are here, independent of the
//! program's code.

mod pairs;
mod unknown;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use strict_review::review::finding::Finding;
use strict_review::review::handoff::Handoff;
use strict_review::review::outcome::Outcome;

use crate::support::{definition, ready_request, runbook, text};

/// A made-up text that is recognised as a credential anywhere.
pub(crate) const SECRET: &str = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Upstream,
    /// The handoff's reference or fingerprint: any text.
    Required,
    /// Optional; if present, a listed literal.
    Declared,
    Target,
    Reference,
    Confirmation,
    Flag,
    Decision,
}

struct Field {
    name: String,
    sort: Sort,
}

#[derive(Clone, Debug)]
struct Mutation {
    name: &'static str,
    shape: Shape,
    /// `None` removes the field.
    value: Option<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Absent,
    Blank,
    /// Differs from the original text and has no invisible character.
    OtherText,
    HiddenText,
    SecretText,
    True,
    False,
    /// Null, a number, a list or an object.
    OtherType,
}

/// A rule and its JSON pointer.
pub(crate) type Told = (&'static str, String);

fn fields() -> Vec<Field> {
    let definition = definition();
    let of = |list: &Value, sort: Sort| -> Vec<Field> {
        let entries = list.as_array().unwrap().iter();
        entries.map(|entry| Field { name: text(&entry["field"]), sort }).collect()
    };
    let handoff = &definition["ownerHandoff"];
    let mut fields = of(&handoff["upstream"], Sort::Upstream);
    fields.extend(of(&json!([handoff["reference"], handoff["fingerprint"]]), Sort::Required));
    fields.extend(of(&handoff["declared"], Sort::Declared));
    fields.extend(of(&definition["target"], Sort::Target));
    fields.extend(of(&definition["references"], Sort::Reference));
    fields.extend(of(&definition["confirmations"], Sort::Confirmation));
    let flags = crate::support::flags(&definition).into_iter();
    fields.extend(flags.map(|name| Field { name, sort: Sort::Flag }));
    fields.push(Field { name: "decision".to_owned(), sort: Sort::Decision });
    fields
}

fn mutations(standing: &Value) -> Vec<Mutation> {
    let with = |name, shape, value| Mutation { name, shape, value: Some(value) };
    let mut all = vec![
        Mutation { name: "removed", shape: Shape::Absent, value: None },
        with("null", Shape::OtherType, Value::Null),
        with("a number", Shape::OtherType, json!(7.5)),
        with("one", Shape::OtherType, json!(1)),
        with("a list", Shape::OtherType, json!([standing])),
        with("an object", Shape::OtherType, json!({ "value": standing })),
        with("true", Shape::True, json!(true)),
        with("false", Shape::False, json!(false)),
        with("empty", Shape::Blank, json!("")),
        with("a space", Shape::Blank, json!(" ")),
        with("the word true", Shape::OtherText, json!("true")),
        with("a secret", Shape::SecretText, json!(SECRET)),
        with("a secret in words", Shape::SecretText, json!(format!("see {SECRET} there"))),
        with("a bidi override", Shape::HiddenText, json!("plain\u{202e}txet")),
    ];
    if let Some(stood) = standing.as_str() {
        let (first, rest) = stood.split_at(1);
        let hidden = format!("{first}\u{200b}{rest}");
        all.extend([
            with("a near miss in case", Shape::OtherText, json!(format!("{}{rest}", first.to_uppercase()))),
            with("a trailing space", Shape::OtherText, json!(format!("{stood} "))),
            with("a leading space", Shape::OtherText, json!(format!(" {stood}"))),
            with("a zero-width space inside", Shape::HiddenText, json!(hidden)),
            with("a newline at the end", Shape::HiddenText, json!(format!("{stood}\n"))),
        ]);
    }
    all
}

/// The rules of the domain, one line for each sort of field.
fn rules(sort: Sort, shape: Shape) -> Vec<&'static str> {
    let (missing, refused) = match sort {
        Sort::Upstream => (Some("owner-handoff-missing"), Some("owner-handoff-refused")),
        Sort::Required => (Some("owner-handoff-missing"), None),
        Sort::Declared => (None, Some("owner-handoff-refused")),
        Sort::Target => (Some("target-missing"), Some("target-refused")),
        Sort::Reference => (Some("reference-missing"), None),
        Sort::Decision => (Some("decision-missing"), Some("decision-unknown")),
        Sort::Confirmation | Sort::Flag => return switch_rules(sort, shape),
    };
    match shape {
        // An absent optional field is fine; one that is present but empty is not.
        Shape::Blank if sort == Sort::Declared => Vec::from_iter(refused),
        Shape::Absent | Shape::Blank => Vec::from_iter(missing),
        Shape::OtherText => Vec::from_iter(refused),
        Shape::HiddenText => vec!["hidden-characters"],
        Shape::SecretText => vec!["secret-like"],
        Shape::True | Shape::False | Shape::OtherType => vec!["wrong-type"],
    }
}

/// Paths of every true in a list or an object: inside a confirmation no name is known to the runbook.
fn trues_inside(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) if list.contains(&json!(true)) => vec!["0".to_owned()],
        Some(Value::Object(map)) if map.values().any(|inner| *inner == json!(true)) => {
            vec!["value".to_owned()]
        }
        _ => vec![],
    }
}

fn switch_rules(sort: Sort, shape: Shape) -> Vec<&'static str> {
    let wrong = if sort == Sort::Flag { "effect-flag-not-boolean" } else { "confirmation-missing" };
    match (sort, shape) {
        (Sort::Flag, Shape::True) => vec!["effect-asked"],
        (Sort::Flag, Shape::Absent | Shape::False) | (_, Shape::True) => vec![],
        (_, Shape::HiddenText) => vec![wrong, "hidden-characters"],
        (_, Shape::SecretText) => vec![wrong, "secret-like"],
        (_, _) => vec![wrong],
    }
}

/// Status by the precedence of the domain.
pub(crate) fn status(told: &BTreeSet<Told>, decision: &str) -> String {
    let definition = definition();
    let effects = definition["effects"].as_array().unwrap();
    let decided = |effect: &Value| {
        let by_flag = |flag: &Value| told.contains(&("effect-asked", format!("/{}", text(flag))));
        effect["flags"].as_array().unwrap().iter().any(by_flag)
            || (effect["decision"] == decision && told.contains(&("effect-asked", "/decision".to_owned())))
    };
    if let Some(effect) = effects.iter().find(|effect| decided(effect)) {
        return text(&effect["status"]);
    }
    let gap = |(rule, _): &Told| matches!(*rule, "reference-missing" | "confirmation-missing");
    let block = text(&definition["stageBlock"]);
    let listed = definition["decisions"].as_array().unwrap().iter().find(|entry| entry["value"] == decision);
    let Some(listed) = listed else { return block };
    let kept_open = decision.starts_with("continue-");
    let stopped = told.iter().any(|finding| !gap(finding) || !kept_open);
    if stopped { block } else { text(&listed["status"]) }
}

pub(crate) struct Judged {
    pub(crate) status: String,
    pub(crate) told: BTreeSet<Told>,
    pub(crate) findings: Vec<Finding>,
}

pub(crate) fn judge(request: &Map<String, Value>) -> Judged {
    let bytes = serde_json::to_vec(request).unwrap();
    let handoff = Handoff::parse(&bytes, runbook()).unwrap();
    let Outcome { status, findings, .. } = Outcome::of_request(runbook(), &handoff);
    let told = findings.iter().map(|finding| (finding.rule.code(), finding.pointer.clone())).collect();
    Judged { status, told, findings }
}

/// The two decisions that request no write action.
pub(crate) fn decisions() -> Vec<String> {
    crate::support::texts(&definition()["decisions"], "value")
}

pub(crate) fn request(decision: &str) -> Map<String, Value> {
    let mut request = ready_request();
    request.insert("decision".to_owned(), json!(decision));
    request
}

#[test]
fn the_sample_holds_every_field_of_the_definition_and_no_other() {
    let named: BTreeSet<String> = fields().into_iter().map(|field| field.name).collect();
    let sent: BTreeSet<String> = ready_request().into_iter().map(|(name, _)| name).collect();
    assert_eq!(sent, named);
}

#[test]
fn an_unmutated_request_earns_what_its_decision_gives() {
    let statuses = decisions().iter().map(|decision| judge(&request(decision)).status).collect::<Vec<_>>();
    assert_eq!(
        statuses,
        [
            "ready-for-durable-result-storage-live-window-owner-review",
            "ready-for-more-durable-result-storage-owner-handoff-review"
        ]
    );
}

#[test]
fn every_single_mutation_of_a_ready_request_earns_what_the_rules_say() {
    let mut wrong = Vec::new();
    for decision in decisions() {
        for field in fields() {
            let sound = request(&decision);
            for mutation in mutations(&sound[&field.name]) {
                let mut request = sound.clone();
                match &mutation.value {
                    Some(value) => request.insert(field.name.clone(), value.clone()),
                    None => request.remove(&field.name),
                };
                let place = format!("/{}", field.name);
                let mut expected: BTreeSet<Told> =
                    rules(field.sort, mutation.shape).into_iter().map(|rule| (rule, place.clone())).collect();
                if field.sort == Sort::Confirmation {
                    let inside = trues_inside(mutation.value.as_ref()).into_iter();
                    expected.extend(inside.map(|inner| ("unknown-true", format!("{place}/{inner}"))));
                }
                let decided = request.get("decision").and_then(Value::as_str).unwrap_or_default();
                let (earned, judged) = (status(&expected, decided), judge(&request));
                if (&judged.status, &judged.told) != (&earned, &expected) {
                    wrong.push(format!(
                        "{} is {} ({decision}):\n  expected {earned} {expected:?}\n  got      {} {:?}",
                        field.name, mutation.name, judged.status, judged.told
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_finding_says_what_is_expected_and_what_to_read_there() {
    for field in fields() {
        let sound = request(&decisions()[0]);
        for mutation in mutations(&sound[&field.name]) {
            let mut request = sound.clone();
            request.remove(&field.name);
            request.extend(mutation.value.clone().map(|value| (field.name.clone(), value)));
            for finding in judge(&request).findings {
                let told = format!("{} is {}: {finding:?}", field.name, mutation.name);
                assert!(!finding.expected.is_empty() && !finding.message.is_empty(), "{told}");
                assert!(!format!("{finding:?}").contains(SECRET), "{told}");
                let observed = finding.observed.as_deref();
                assert!(observed.is_none_or(|seen| seen.chars().count() <= 80), "{told}");
                assert!(observed.is_none_or(|seen| !seen.contains(['\u{200b}', '\u{202e}', '\n'])), "{told}");
                let unseen = matches!(mutation.shape, Shape::Absent | Shape::SecretText);
                assert!(!unseen || observed.is_none(), "{told}");
            }
        }
    }
}

#[test]
fn a_near_miss_is_answered_with_what_was_expected() {
    let definition = definition();
    for target in definition["target"].as_array().unwrap() {
        let (field, accepted) = (text(&target["field"]), text(&target["accepts"][0]));
        let refused = target["refuses"].as_array().unwrap().iter().map(text);
        let wide: String = accepted.chars().map(|c| if c == 'l' { '\u{ff4c}' } else { c }).collect();
        let near = [accepted.to_uppercase(), format!(" {accepted}"), wide.replacen('s', "\u{ff53}", 1)];
        for value in refused.chain(near) {
            let mut request = request(&decisions()[0]);
            request.insert(field.clone(), json!(value));
            let judged = judge(&request);
            assert_eq!(judged.status, text(&definition["stageBlock"]), "{value:?}");
            let [finding] = judged.findings.as_slice() else { panic!("{value:?}: {:?}", judged.findings) };
            assert!(finding.expected.contains(&accepted), "{value:?}: {finding:?}");
            assert_eq!(finding.observed.as_deref(), Some(value.as_str()));
        }
    }
}
