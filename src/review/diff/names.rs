//! Names of values in a document. Elements go by their identifiers, never by their index in a list.

use serde_json::Value;

use super::gathering::Place;
use crate::review::secrecy::key_of;

/// Lists whose elements have identifiers. The elements of other lists cannot be matched; such a list is one fact.
const IDENTIFIED: [(&str, &[&str]); 13] = [
    ("references", &["field"]),
    ("findings", &["rule", "pointer"]),
    ("notes", &["pointer"]),
    ("warnings", &["code", "pointer"]),
    ("upstreamDocuments", &["field"]),
    ("says", &["member", "pointer"]),
    ("steps", &["step"]),
    ("items", &["item"]),
    ("dropped", &["item"]),
    ("concerns", &["at"]),
    ("attempts", &["at", "action"]),
    ("sittings", &["sitting"]),
    ("clockJumps", &["line"]),
];

pub(super) fn identified_by(list: &Place) -> Option<&'static [&'static str]> {
    IDENTIFIED.iter().find(|(key, _)| *key == list.key).map(|(_, by)| *by)
}

pub(super) fn identifier(element: &Value, by: &[&str]) -> Option<String> {
    let name = |member: &&str| match element.get(member)? {
        Value::String(text) => Some(text.trim_start_matches('/').to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let parts: Option<Vec<String>> = by.iter().map(name).collect();
    Some(parts?.join("/"))
}

/// An item of a phase repeats the phase, which the name contains already.
pub(super) fn within(place: &Place, name: &str) -> Place {
    let own = name.split_once('/').filter(|(phase, _)| place.name.ends_with(&format!("/{phase}")));
    place.element(own.map_or(name, |(_, item)| item))
}

pub(super) fn member_of(place: &Place, key: &str) -> Place {
    if place.key == "steps" && key == "items" {
        return place.keyed(key);
    }
    let inside = place.inside(key);
    let read_as = key_of(&place.key, key);
    if read_as == key { inside } else { inside.keyed(read_as) }
}

pub(super) fn name_of(pointer: &str, plan: &Value) -> String {
    let (mut here, mut place) = (Some(plan), Place::default());
    for token in pointer.split('/').skip(1) {
        let key = token.replace("~1", "/").replace("~0", "~");
        let element = here.and_then(Value::as_array).and_then(|list| list.get(key.parse::<usize>().ok()?));
        let named = element.and_then(|element| identifier(element, identified_by(&place)?));
        (here, place) = match named {
            Some(name) => (element, within(&place, &name)),
            None => (here.and_then(|here| here.get(&key)), member_of(&place, &key)),
        };
    }
    place.name
}
