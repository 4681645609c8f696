//! Looks at a member of a document: its value, and its value behind its name.

use super::rules::Rules;
use super::sieve::Facts;
use super::{assignments, contexts, decode, entropy};

/// True when neither the value nor `key=value` breaks any rule: seen without joining the two, and in no doubt.
///
/// The sign between them is no digit of any encoding and ends every run, so most rules see on each side of it what they
/// see there alone. What they see across it: an assignment, a token whose prefix is in the name, and a key in the value
/// with the words before it.
pub(super) fn is_harmless(rules: &Rules, key: &str, value: &str) -> bool {
    let (name, said) = (rules.sieve.facts(key.as_bytes()), rules.sieve.facts(value.as_bytes()));
    is_harmless_name(rules, key.as_bytes(), name)
        && is_harmless_value(rules, value.as_bytes(), said)
        && !(said.may_be_named()
            && contexts::has_candidate(value.as_bytes())
            && contexts::find(rules, format!("{key}={value}").as_bytes()).is_some())
}

/// A name that is no secret, and makes none of what stands behind it.
fn is_harmless_name(rules: &Rules, key: &[u8], name: Facts) -> bool {
    name.is_name()
        && !name.may_hold_prefix()
        && !assignments::is_named_as_secret(rules, key)
        && name.leave_only_base64()
        && decode::is_empty(key, name)
}

/// A value that is no secret by itself, whatever stands before it.
fn is_harmless_value(rules: &Rules, value: &[u8], said: Facts) -> bool {
    if said.leave_only_base64() {
        return !said.may_hold_prefix() && decode::is_empty(value, said);
    }
    if said.may_hold_prefix() || said.may_be_hidden() || said.may_be_written() || said.may_be_escaped() {
        return false;
    }
    let in_context = || if said.may_be_named() { contexts::find(rules, value) } else { None };
    let random = || if said.may_be_random() { entropy::find(rules, value) } else { None };
    decode::one_layer(value, said).is_empty() && in_context().or_else(random).is_none()
}
