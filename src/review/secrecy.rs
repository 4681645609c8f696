//! Members of our own documents that count as references when they are scanned for secrets again.

use super::secret::{SecretRule, reference_rule, secret_in_member, secret_in_reference, secret_rule};

/// Hold a reference, or the part of one that a finding shows. The fields of a handoff are under `values`.
const REFERENCES: [&str; 10] = [
    "fingerprint",
    "findings",
    "handoffReference",
    "new",
    "observed",
    "old",
    "ownerHandoff",
    "reference",
    "value",
    "values",
];

#[must_use]
pub fn rule_under(key: &str, text: &str) -> Option<SecretRule> {
    if REFERENCES.contains(&key) { secret_in_reference(key, text) } else { secret_in_member(key, text) }
}

/// The first rule that the text breaks alone; the key decides only if the text is a reference.
#[must_use]
pub fn rule_alone(key: &str, text: &str) -> Option<SecretRule> {
    if REFERENCES.contains(&key) { reference_rule(text) } else { secret_rule(text) }
}

/// Names inside `values` and `ownerHandoff` are a runbook's own, so there the outer key decides.
#[must_use]
pub fn key_of<'a>(around: &'a str, name: &'a str) -> &'a str {
    if matches!(around, "values" | "ownerHandoff") { around } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_harmless_where_references_stand_and_nowhere_else() {
        let id = concat!("1uV9kQm3ZsX7wLpR2tYb8Nc", "J4HdFgA6eTq0Xy5Ko1WvM");
        for key in REFERENCES {
            assert_eq!((rule_under(key, id), rule_alone(key, id)), (None, None), "{key}");
        }
        assert_eq!(rule_alone(key_of("ownerHandoff", "policyReference"), id), None, "a member of any name");
        assert!(rule_under("note", id).is_some() && rule_alone("note", id).is_some());
        assert!(rule_under("value", super::super::testing::SECRET).is_some());
    }
}
