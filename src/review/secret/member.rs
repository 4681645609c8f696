//! Looks at a member of a document: its value, and its value behind its name.

use super::rules::Rules;
use super::{assignments, contexts, decode, entropy};

/// True when neither the value nor `key=value` breaks any rule: seen without joining the two, and in no doubt.
///
/// The sign between them is no digit of any encoding and ends every run, so most rules see on each side of it what they
/// see there alone. What they see across it: an assignment, a token whose prefix is in the name, and a key in the value
/// with the words before it.
pub(super) fn is_harmless(rules: &Rules, key: &[u8], value: &[u8]) -> bool {
    let (name, said) = (rules.sieve.facts(key), rules.sieve.facts(value));
    let has_digit = name.has_digit() || said.has_digit();
    let assigns_nothing = || !assignments::is_named_as_secret(rules, key);
    name.is_name()
        && !name.may_hold_prefix(has_digit)
        && !said.may_hold_prefix(has_digit)
        && !said.may_be_written()
        && !said.may_be_hidden()
        && !said.may_be_escaped()
        && assigns_nothing()
        && decode::one_layer(key, name).is_empty()
        && decode::one_layer(value, said).is_empty()
        && !(name.may_be_named() && contexts::has_candidate(key))
        && !(said.may_be_named() && contexts::has_candidate(value))
        && !name.may_be_random()
        && !(said.may_be_random() && entropy::find(rules, value).is_some())
}
