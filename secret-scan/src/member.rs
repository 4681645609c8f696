//! Checks a member of a document: its value, and its value after its name.

use super::links::Purpose;
use super::references;
use super::rules::{Rules, rules};
use super::{SecretRule, assignments, contexts, decode, entropy, rule_of};

/// Checks the value alone, then `name=value`, because neither the name nor the value of `"password": "letmein"`
/// reveals it alone.
///
/// Gives the result of [`secret_rule`](super::secret_rule) for the one and then for the other, but recognizes most
/// members as harmless at once.
#[must_use]
pub fn secret_in_member(name: &str, value: &str) -> Option<SecretRule> {
    Named { text: name, says: Says::new(name), meant: Purpose::Words }.secret_in(value)
}

/// Like [`secret_in_member`], for a value that is a reference (see [`super::reference_rule`]).
#[must_use]
pub fn secret_in_reference(name: &str, value: &str) -> Option<SecretRule> {
    Named { text: name, says: Says::new(name), meant: Purpose::Reference }.secret_in(value)
}

/// The name of a member, checked once for all the values that follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    text: String,
    says: Says,
    meant: Purpose,
}

impl Name {
    #[must_use]
    pub fn new(name: String) -> Self {
        Self { says: Says::new(&name), meant: Purpose::Words, text: name }
    }

    #[must_use]
    pub fn of_reference(name: String) -> Self {
        Self { meant: Purpose::Reference, ..Self::new(name) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Gives the result of [`secret_in_member`], or of [`secret_in_reference`] if the values are references.
    #[must_use]
    pub fn secret_in(&self, value: &str) -> Option<SecretRule> {
        Named { text: &self.text, says: self.says, meant: self.meant }.secret_in(value)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// The name may be a secret itself, or make one of nearly any value.
    Anything,
    /// A value that looks like a key is one.
    Key,
    Nothing,
}

impl Says {
    fn new(name: &str) -> Self {
        match rules() {
            Ok(rules) if is_harmless_name(rules, name) => {
                if contexts::names_keys(rules, name.as_bytes()) {
                    Self::Key
                } else {
                    Self::Nothing
                }
            }
            Ok(_) | Err(_) => Self::Anything,
        }
    }
}

#[derive(Clone, Copy)]
struct Named<'a> {
    text: &'a str,
    says: Says,
    meant: Purpose,
}

impl Named<'_> {
    /// The sign between name and value is no digit of any encoding and ends every run. So most rules see the same on
    /// each side of it alone. Across it they see: an assignment, a token whose prefix is in the name, and a key in the
    /// value with the words before it.
    fn secret_in(self, value: &str) -> Option<SecretRule> {
        let is_harmless = |rules| self.says != Says::Anything && is_harmless_value(rules, self, value);
        if rules().is_ok_and(is_harmless) {
            return None;
        }
        let Self { text: name, meant, .. } = self;
        rule_of(value, meant).or_else(|| rule_of(&format!("{name}={value}"), meant))
    }
}

/// True if the name is no secret, and makes a secret only of a value that is a key.
fn is_harmless_name(rules: &Rules, name: &str) -> bool {
    let (name, facts) = (name.as_bytes(), rules.sieve.facts(name.as_bytes()));
    facts.is_name()
        && !facts.may_hold_prefix()
        && !assignments::is_named_as_secret(rules, name)
        && facts.leave_only_base64()
        && decode::is_empty(name, facts)
}

fn is_harmless_value(rules: &Rules, name: Named, value: &str) -> bool {
    let (text, said) = (value.as_bytes(), rules.sieve.facts(value.as_bytes()));
    if said.leave_only_base64() {
        return !said.may_hold_prefix() && decode::is_empty(text, said);
    }
    // Random digits contain a part of a prefix more often than not, but never a whole one.
    let is_fingerprint = is_fingerprint(text);
    let may_be_token = said.may_hold_prefix() && !is_fingerprint;
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
    let looks_random = || said.may_be_random() && entropy::find(rules, text, name.meant).is_some();
    says_nothing && (is_fingerprint || !(may_be_key() && is_key(rules, name, value) || looks_random()))
}

/// The words that make a key of it may be in the value and in the name.
fn is_key(rules: &Rules, name: Named, value: &str) -> bool {
    let Named { text: name, says, meant } = name;
    let find = |text: &[u8]| references::find(rules, text, meant).is_some();
    find(value.as_bytes()) || (says != Says::Nothing && find(format!("{name}={value}").as_bytes()))
}

/// A digest with its name: neither context nor looks make a key of it.
fn is_fingerprint(text: &[u8]) -> bool {
    text.strip_prefix(DIGEST_NAME).is_some_and(|digits| {
        digits.len() == 64 && digits.iter().copied().all(is_digest_digit) && entropy::is_hex(digits)
    })
}

const DIGEST_NAME: &[u8] = b"sha256:";

fn is_digest_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// True if the text could be part of a digest. The rule table is checked with it: no prefix may be.
pub(super) fn may_stand_in_digest(text: &[u8]) -> bool {
    text.iter().all(|byte| is_digest_digit(*byte) || DIGEST_NAME.contains(byte))
}
