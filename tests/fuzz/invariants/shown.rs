//! Invariants of every text that leaves the program.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde_json::Value;
use strict_review::review::secrecy::{key_of, rule_alone};
use strict_review::review::secret::{SecretRule, reference_rule, secret_rule};
use strict_review::review::text::has_hidden;

use super::samples;

/// A text on one line has no invisible character and looks like no credential.
pub(super) fn fit_to_show(text: &str) {
    assert!(!has_hidden(text), "a text that is shown hides a character: {text:?}");
    gives_nothing_away(text);
}

/// Checks a JSON pointer part by part, because parts together may look like a credential that none of them is.
pub(super) fn place_fit_to_show(place: &str) {
    place.split('/').for_each(|part| fit_to_show(&key(part)));
}

/// Decodes a part of a JSON pointer (RFC 6901).
fn key(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// Checks a text that may be or quote a reference: ids and links look random.
pub(super) fn reference_fit_to_show(text: &str) {
    assert!(!text.split('\n').any(has_hidden), "a text that is shown hides a character: {text:?}");
    judged_by(text, reference_rule);
}

fn gives_nothing_away(text: &str) {
    judged_by(text, secret_rule);
}

/// Texts of the runbooks are exempt, because they were checked when they were parsed.
fn judged_by(text: &str, rule: impl Fn(&str) -> Option<SecretRule>) {
    static KNOWN: OnceLock<HashSet<String>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let mut known = HashSet::new();
        for definition in samples::definitions() {
            texts(definition, &mut known);
        }
        known.into_iter().filter(|text| secret_rule(text).is_none()).collect()
    });
    // A shortened text was judged whole, and a part of a harmless one may look random.
    if known.contains(text) || text.contains('…') {
        return;
    }
    let meant = without_tokens(text);
    assert_eq!(rule(&meant), None, "a text that leaves the program looks like a credential: {meant:?}");
}

/// Restores invisible characters that are shown as tokens: `password=` before a token names no password.
fn without_tokens(text: &str) -> String {
    let mut parts = text.split("‹U+");
    let mut meant = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let token = part
            .split_once('›')
            .and_then(|(hex, rest)| Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, rest)));
        match token {
            Some((hidden, rest)) => meant.extend([&*hidden.to_string(), rest]),
            None => meant.extend(["‹U+", part]),
        }
    }
    meant
}

/// No text of a document looks like a credential; references are judged by their own rules.
pub(super) fn document_gives_nothing_away(value: &Value) {
    nothing_away_under("", value);
}

fn nothing_away_under(at: &str, value: &Value) {
    let judged = |text: &str| judged_by(text, |text| rule_alone(at, text));
    match value {
        Value::String(text) if text.starts_with('/') => text.split('/').for_each(|part| judged(&key(part))),
        Value::String(text) => judged(text),
        Value::Array(elements) => elements.iter().for_each(|element| nothing_away_under(at, element)),
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            gives_nothing_away(name);
            nothing_away_under(key_of(at, name), member);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn texts(value: &Value, found: &mut HashSet<String>) {
    match value {
        Value::String(text) => drop(found.insert(text.clone())),
        Value::Array(elements) => elements.iter().for_each(|element| texts(element, found)),
        Value::Object(members) => members.iter().for_each(|(key, member)| {
            found.insert(key.clone());
            texts(member, found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
