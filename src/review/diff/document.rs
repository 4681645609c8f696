//! The facts of a plan document, or of any other JSON document, down to the last member.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::gathering::{Facts, Place, WITHHELD, finding_text, looks_secret};
use super::names::{identified_by, identifier, member_of, name_of, within};
use super::{Change, Fact, changes};
use crate::review::secret::secret_rule;
use crate::review::text::visible;

/// The order in which a person asks for them; all other members follow, sorted.
const ORDER: [&str; 25] = [
    "stage",
    "after",
    "status",
    "decision",
    "runbookFingerprint",
    "ownerHandoff",
    "upstreamDocuments",
    "target",
    "references",
    "confirmations",
    FLAGS,
    FINDINGS,
    "packet",
    "nextStep",
    "notes",
    "review",
    "title",
    "asked",
    "state",
    "acknowledged",
    "note",
    "reason",
    "concerns",
    "answer",
    "evidence",
];

/// Group for the flags of a plan: every boolean member of the document itself.
const FLAGS: &str = "flags";

const FINDINGS: &str = "findings";

/// Includes members that a later runbook or version adds.
#[must_use]
pub fn of_plan(plan: &Value) -> Vec<Fact> {
    let mut facts = Facts::default();
    match plan {
        Value::Object(members) => {
            for (key, value) in in_order(members) {
                let place = if value.is_boolean() { Place::member(FLAGS) } else { Place::default() };
                match value.as_array().filter(|_| key == FINDINGS) {
                    Some(findings) => list(&mut facts, &place.inside(key), &located(findings, plan)),
                    None => walk(&mut facts, &place.inside(key), value),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            walk(&mut facts, &Place::member("document"), plan);
        }
    }
    facts.all()
}

/// Turns pointers of findings into names: pointers count elements, which are known by their names only.
fn located(findings: &[Value], plan: &Value) -> Vec<Value> {
    let named = |finding: &Value| {
        let mut finding = finding.clone();
        if let Some(Value::String(pointer)) = finding.get_mut("pointer") {
            *pointer = name_of(pointer, plan);
        }
        finding
    };
    findings.iter().map(named).collect()
}

pub(super) fn unseen(
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    told: &BTreeSet<&str>,
) -> Vec<Change> {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let untold = keys.into_iter().filter(|key| !told.contains(key.as_str()));
    untold.flat_map(|key| member(key, old.get(key), new.get(key))).collect()
}

/// Reports a difference even if both texts are withheld or look alike.
pub(super) fn member(key: &str, old: Option<&Value>, new: Option<&Value>) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let place = Place::member(key);
    let facts = |value: Option<&Value>| {
        let mut facts = Facts::default();
        if let Some(value) = value {
            walk(&mut facts, &place, value);
        }
        facts.all()
    };
    let changes = changes(&facts(old), &facts(new));
    if !changes.is_empty() {
        return changes;
    }
    let one = |value: Option<&Value>, words: &str| value.map(|_| words.to_owned());
    let (old, new) = (one(old, "a value that is not shown"), one(new, "another value that is not shown"));
    vec![Change { name: place.name, old, new }]
}

fn in_order(members: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let rank = |name: &str, value: &Value| {
        let name = if value.is_boolean() { FLAGS } else { name };
        ORDER.iter().position(|listed| *listed == name).unwrap_or(ORDER.len())
    };
    let mut members: Vec<(&str, &Value)> = members.iter().map(|(key, value)| (key.as_str(), value)).collect();
    members.sort_by_key(|(key, value)| rank(key, value));
    members
}

fn walk(facts: &mut Facts, place: &Place, value: &Value) {
    match value {
        Value::Null => {}
        Value::String(text) => facts.add(place, Some(text)),
        Value::Bool(_) | Value::Number(_) => facts.add(place, Some(&value.to_string())),
        Value::Object(members) => {
            for (key, value) in in_order(members) {
                walk(facts, &place.inside(key), value);
            }
        }
        Value::Array(elements) => list(facts, place, elements),
    }
}

fn list(facts: &mut Facts, place: &Place, elements: &[Value]) {
    let Some(by) = identified_by(place) else { return whole(facts, place, elements) };
    let names: Option<Vec<String>> = elements.iter().map(|element| identifier(element, by)).collect();
    let Some(names) = names else { return whole(facts, place, elements) };
    for (name, element) in names.iter().zip(elements) {
        let inside = within(place, name);
        if let Some(text) = finding(&place.key, element) {
            facts.add(&inside, Some(&text));
            continue;
        }
        let members = element.as_object().map(in_order).into_iter().flatten();
        for (key, value) in members.filter(|(key, _)| !by.contains(key)) {
            walk(facts, &member_of(&inside, key), value);
        }
    }
}

fn finding(list: &str, element: &Value) -> Option<String> {
    let members = element.as_object().filter(|members| list == FINDINGS && members.len() == 5)?;
    let text = |member: &str| members.get(member)?.as_str();
    let observed = members.get("observed").filter(|observed| observed.is_null() || observed.is_string())?;
    Some(finding_text(text("message")?, text("expected")?, observed.as_str()))
}

fn whole(facts: &mut Facts, place: &Place, elements: &[Value]) {
    if elements.is_empty() {
        return;
    }
    let texts: Option<Vec<&str>> = elements.iter().map(Value::as_str).collect();
    let shown = if elements.iter().any(|element| holds_secret(&place.key, element)) {
        WITHHELD.to_owned()
    } else if let Some(texts) = texts {
        texts.into_iter().map(visible).collect::<Vec<_>>().join("\n")
    } else {
        Value::from(elements).to_string()
    };
    facts.add(place, Some(&shown));
}

fn holds_secret(key: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => looks_secret(key, text),
        Value::Array(elements) => elements.iter().any(|element| holds_secret(key, element)),
        Value::Object(members) => {
            members.iter().any(|(key, value)| secret_rule(key).is_some() || holds_secret(key, value))
        }
        Value::Bool(_) | Value::Number(_) => looks_secret(key, &value.to_string()),
        Value::Null => false,
    }
}
