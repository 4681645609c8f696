//! Text of a journal, with everything that looks like a credential replaced.
//! Our journals contain none, but a journal may come from another program, or from a time with other rules.

use serde_json::Value;

use crate::review::diff::WITHHELD;
use crate::review::secrecy::{key_of, rule_alone};
use crate::review::secret::{reference_rule, secret_rule};
use crate::review::text::visible;

pub(super) fn text(text: &str) -> String {
    if secret_rule(text).is_some() { WITHHELD.to_owned() } else { visible(text).into_owned() }
}

pub(super) fn reference(text: &str) -> String {
    if reference_rule(text).is_some() { WITHHELD.to_owned() } else { visible(text).into_owned() }
}

/// Replaces all text that looks like a credential. Hashes stay those of the original value.
pub(super) fn value(from: Value) -> Value {
    under("", from)
}

fn under(at: &str, from: Value) -> Value {
    let key = |key: String| if secret_rule(&key).is_some() { WITHHELD.to_owned() } else { key };
    match from {
        Value::String(text) if rule_alone(at, &text).is_some() => WITHHELD.into(),
        Value::Array(values) => values.into_iter().map(|value| under(at, value)).collect(),
        Value::Object(members) => {
            let member = |(name, inner): (String, Value)| {
                let inner = under(key_of(at, &name), inner);
                (key(name), inner)
            };
            members.into_iter().map(member).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => from,
    }
}

pub(super) fn holds_secret(value: &Value) -> bool {
    holds_under("", value)
}

fn holds_under(at: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => rule_alone(at, text).is_some(),
        Value::Array(values) => values.iter().any(|value| holds_under(at, value)),
        Value::Object(members) => members
            .iter()
            .any(|(name, inner)| secret_rule(name).is_some() || holds_under(key_of(at, name), inner)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_secret_like_text_is_replaced_and_nothing_else() {
        let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
        let held = json!({ "a": ["b", token, { token: [1, null, true] }] });
        assert!(holds_secret(&held));
        let replaced = value(held);
        assert_eq!(replaced, json!({ "a": ["b", WITHHELD, { WITHHELD: [1, null, true] }] }));
        assert!(!holds_secret(&replaced));
        assert_eq!(text("a\u{202e}b"), "a‹U+202E›b");
        assert_eq!(text(token), WITHHELD);
    }

    #[test]
    fn a_reference_is_shown_whatever_its_ids_look_like() {
        let id = concat!("https://a.example/1uV9kQm3ZsX7wLpR2tYb8Nc", "J4HdFgA6eTq0Xy5Ko1WvM");
        let kept = json!({ "values": { "backupReference": id }, "value": id, "changed": [{ "old": id, "new": id }] });
        assert_eq!((holds_secret(&kept), value(kept.clone()), reference(id)), (false, kept, id.to_owned()));
        let noted = json!({ "note": id });
        assert!(holds_secret(&noted) && value(noted) == json!({ "note": WITHHELD }) && text(id) == WITHHELD);
    }
}
