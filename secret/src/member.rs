//! Looks at a member of a document: its value, and its value behind its name.

use super::rules::Rules;
use super::sieve::Facts;
use super::{assignments, contexts, decode, entropy, tokens};

/// True when neither the value nor `key=value` breaks any rule: seen without joining the two, and in no doubt.
///
/// The sign between them is no digit of any encoding and ends every run, so most rules see on each side of it what they
/// see there alone. What they see across it: an assignment, a token whose prefix is in the name, and a key in the value
/// with the words before it.
pub(super) fn is_harmless(rules: &Rules, key: &str, value: &str) -> bool {
    let (name, said) = (rules.sieve.facts(key.as_bytes()), rules.sieve.facts(value.as_bytes()));
    is_harmless_name(rules, key.as_bytes(), name) && is_harmless_value(rules, key, value, said)
}

/// A name that is no secret, and makes none of what stands behind it.
fn is_harmless_name(rules: &Rules, key: &[u8], name: Facts) -> bool {
    name.is_name()
        && !name.may_hold_prefix()
        && !assignments::is_named_as_secret(rules, key)
        && name.leave_only_base64()
        && decode::is_empty(key, name)
}

/// A value that is no secret by itself, nor behind this name.
fn is_harmless_value(rules: &Rules, key: &str, value: &str, said: Facts) -> bool {
    let text = value.as_bytes();
    if said.leave_only_base64() {
        return !said.may_hold_prefix() && decode::is_empty(text, said);
    }
    // Digits drawn at random hold what is part of a prefix more often than not.
    let is_fingerprint = is_fingerprint(text);
    let may_be_token = said.may_hold_prefix() && (!is_fingerprint || tokens::find(rules, text).is_some());
    if may_be_token || said.may_be_hidden() || said.may_be_written_but_token() || said.may_be_escaped() {
        return false;
    }
    // Nearly every reference has a digit, which encodes nothing.
    let says_nothing = if said.encode_only_base64() {
        decode::is_empty(text, said)
    } else {
        decode::one_layer(text, said).is_empty()
    };
    let may_be_key = || said.may_be_named() && contexts::has_candidate(rules, text);
    let looks_random = || said.may_be_random() && entropy::find(rules, text).is_some();
    says_nothing && (is_fingerprint || !(may_be_key() && is_key(rules, key, value) || looks_random()))
}

/// The words that make a key of it may stand in the value and in the name.
fn is_key(rules: &Rules, key: &str, value: &str) -> bool {
    contexts::find(rules, value.as_bytes()).is_some()
        || contexts::find(rules, format!("{key}={value}").as_bytes()).is_some()
}

/// A digest as it is written here, which says of itself that it is one: neither context nor how it looks makes it a key.
fn is_fingerprint(text: &[u8]) -> bool {
    text.strip_prefix(b"sha256:").is_some_and(|digits| {
        digits.len() == 64 && !digits.iter().any(u8::is_ascii_uppercase) && entropy::is_hex(digits)
    })
}
