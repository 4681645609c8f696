//! Finds text that looks like a credential, and names the rule that matches but never the text.
//!
//! Bytes in, a rule out: no disk, clock, environment or thread.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![deny(clippy::wildcard_enum_match_arm)]

mod alphabet;
mod assignments;
mod base64;
mod contexts;
mod decode;
mod entropy;
mod exempt;
mod format;
mod invisible;
mod links;
mod member;
mod names;
mod needles;
mod placeholders;
mod references;
mod rows;
mod rules;
mod runs;
mod shapes;
mod sieve;
mod signs;
mod table;
mod tokens;
mod urls;
mod values;

#[cfg(test)]
mod corpus_harmless;
#[cfg(test)]
mod corpus_reference;
#[cfg(test)]
mod corpus_secret;
#[cfg(test)]
mod sieve_tests;

use links::Purpose;
pub use member::{Name, secret_in_member, secret_in_reference};
use rules::Rules;
use sieve::Facts;
use std::borrow::Cow;
use std::fmt;

/// No rule matches fewer bytes: the shortest is an assignment such as `pwd=` with four characters.
const SHORTEST_SECRET_BYTES: usize = 8;

/// If the built-in table cannot be read, every text counts as secret-like: a scan that searches for nothing would be
/// worse than none. A test reads the table, so no build that passes gets here.
const UNREADABLE: SecretRule = SecretRule {
    id: "rules-unreadable",
    meaning: "The table of secret rules could not be read, so every text counts as secret-like.",
    source: "https://www.rfc-editor.org/rfc/rfc8259",
};

/// A reason to call a text a credential. It describes the rule, never the text in which it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretRule {
    id: &'static str,
    meaning: &'static str,
    source: &'static str,
}

impl SecretRule {
    /// Stable, in kebab-case, as written into findings.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.id
    }

    /// One plain sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.meaning
    }

    /// Address of the page that describes the credential: its provider's, or a standard's.
    #[must_use]
    pub fn source(self) -> &'static str {
        self.source
    }
}

impl fmt::Display for SecretRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id)
    }
}

/// Returns the first rule that matches, or `None` if the text looks harmless.
///
/// The work is linear in the length of the text, and no marker in the text switches a rule off.
#[must_use]
pub fn secret_rule(text: &str) -> Option<SecretRule> {
    rule_of(text, Purpose::Words)
}

/// Like [`secret_rule`], for a text that names something: a link, an id, a digest.
///
/// References often look random, so looks alone make no secret of an id or of a part of a link. A known credential
/// stays one.
#[must_use]
pub fn reference_rule(text: &str) -> Option<SecretRule> {
    rule_of(text, Purpose::Reference)
}

fn rule_of(text: &str, meant: Purpose) -> Option<SecretRule> {
    if text.len() < SHORTEST_SECRET_BYTES {
        return None;
    }
    match rules::rules() {
        Ok(rules) => judged(rules, text.as_bytes(), rules.sieve.facts(text.as_bytes()), meant),
        Err(_) => Some(UNREADABLE),
    }
}

/// In the order in which they are tried.
pub fn rules() -> impl Iterator<Item = SecretRule> {
    let table = rules::rules().ok();
    table.into_iter().flat_map(Rules::all).chain([UNREADABLE])
}

/// An invisible character may split a credential, or join another text to one, so both readings count.
fn judged(rules: &Rules, text: &[u8], facts: Facts, meant: Purpose) -> Option<SecretRule> {
    if facts.leave_only_base64() && decode::is_empty(text, facts) {
        return None;
    }
    if !facts.may_be_hidden() {
        return find(rules, text, facts, meant);
    }
    match invisible::without_invisible(text) {
        Cow::Borrowed(same) => find(rules, same, facts, meant),
        Cow::Owned(read_across) => find(rules, &read_across, Facts::UNKNOWN, meant)
            .or_else(|| find(rules, text, Facts::UNKNOWN, meant)),
    }
}

/// Skips rules that the facts exclude; a test compares the result with that of all rules.
fn find(rules: &Rules, text: &[u8], facts: Facts, meant: Purpose) -> Option<SecretRule> {
    as_written(rules, text, facts)
        .or_else(|| through_one_encoding(rules, text, facts))
        .or_else(|| facts.may_be_named().then(|| references::find(rules, text, meant)).flatten())
        .or_else(|| facts.may_be_random().then(|| entropy::find(rules, text, meant)).flatten())
}

/// Rules for specific forms, so that a hit in decoded bytes is no accident.
fn as_written(rules: &Rules, text: &[u8], facts: Facts) -> Option<SecretRule> {
    if !facts.may_be_written() {
        return None;
    }
    let tried = |may_apply: bool, find: fn(&Rules, &[u8]) -> Option<SecretRule>| {
        if may_apply { find(rules, text) } else { None }
    };
    tried(facts.may_have_shape(), shapes::find)
        .or_else(|| tried(facts.may_be_token(), tokens::find))
        .or_else(|| tried(facts.may_be_url(), urls::find))
        .or_else(|| tried(facts.may_be_assignment(), assignments::find))
}

/// Rules of context and entropy are left out, because anything decoded that was never encoded looks random.
fn through_one_encoding(rules: &Rules, text: &[u8], facts: Facts) -> Option<SecretRule> {
    let decoded = decode::one_layer(text, facts);
    if decoded.is_empty() {
        return None;
    }
    let read_across = invisible::without_invisible(&decoded);
    as_written(rules, &read_across, rules.sieve.facts(&read_across))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const MEBIBYTE: usize = 1 << 20;

    #[test]
    fn every_rule_has_its_own_id_and_one_sentence() {
        let ids: BTreeSet<_> = rules().map(SecretRule::id).collect();
        assert_eq!(ids.len(), rules().count());
        for rule in rules() {
            assert!(
                rule.id().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{rule}"
            );
            assert!(rule.meaning().ends_with('.') && !rule.meaning().contains('\n'), "{rule}");
            assert_eq!(rule.to_string(), rule.id());
        }
    }

    #[test]
    fn hostile_mebibytes_are_read_to_the_end() {
        // Each piece begins what some rule searches for and never finishes it, so that every position is a candidate.
        for piece in [
            "eyJ7InsieyJ7",
            "a:b@",
            "?key=&",
            "--token ",
            "sk-",
            "SK",
            "a1B",
            "6162",
            "%25",
            "secret=none&",
            "é",
        ] {
            assert_read_to_the_end(piece, MEBIBYTE);
        }
    }

    #[test]
    fn hostile_texts_of_every_shape_are_read_to_the_end() {
        let shapes = "-----BEGIN |eyJ|a.|://|data:|data:a/b;|pwd=*** |password:|xoxb-|AKIA|12345678:|%41%|cGFz/|ABC\n|\u{200b}|\
            postgres://u:|ghp_| |a|/|=|\"|password=\\\"|<|token = ${|🦀|::|authorization:|token|a=|%";
        for piece in shapes.split('|') {
            assert_read_to_the_end(piece, MEBIBYTE / 16);
        }
    }

    fn assert_read_to_the_end(piece: &str, length: usize) {
        let hostile = piece.repeat(length / piece.len());
        let hidden = format!("{hostile} {}", concat!("gl", "pat-", "1x2Y3z4W5v6U7t8S9r0Q"));
        assert!(secret_rule(&hidden).is_some(), "{piece:?} hid a token behind it");
    }

    #[test]
    fn a_marker_in_the_text_does_not_switch_the_scan_off() {
        let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
        for marker in [
            "gitleaks:allow",
            "pragma: allowlist secret",
            "nosec",
            "EXAMPLE",
            "<redacted>",
            "noqa",
            "sha256:",
        ] {
            for text in
                [format!("{marker} {token}"), format!("{token} # {marker}"), format!("{marker}{token}")]
            {
                assert_eq!(secret_rule(&text).map(SecretRule::id), Some("github-token"), "{text}");
            }
        }
    }

    #[test]
    fn texts_too_short_to_hold_a_secret_are_harmless() {
        for text in ["", "a", "pwd=a", "://a:b@", "eyJ.e.e"] {
            assert_eq!(secret_rule(text), None, "{text}");
        }
    }
}
