//! Comparison of the fast paths of the scan with the plain ones, over the corpora and texts made to slip through.

use super::links::Purpose;
use super::rules::rules;
use super::sieve::Facts;
use super::{SecretRule, judged, reference_rule, secret_in_member, secret_in_reference, secret_rule};
use proptest::prelude::*;

/// Result of all rules, with none excluded before.
fn plainly(text: &str) -> Option<SecretRule> {
    meant_plainly(text, Purpose::Words)
}

fn meant_plainly(text: &str, meant: Purpose) -> Option<SecretRule> {
    judged(rules().unwrap(), text.as_bytes(), Facts::UNKNOWN, meant)
}

fn in_member_plainly(key: &str, value: &str) -> Option<SecretRule> {
    behind_name_plainly(key, value, Purpose::Words)
}

fn behind_name_plainly(key: &str, value: &str, meant: Purpose) -> Option<SecretRule> {
    let rule = |text: &str| {
        if text.len() < super::SHORTEST_SECRET_BYTES { None } else { meant_plainly(text, meant) }
    };
    rule(value).or_else(|| rule(&format!("{key}={value}")))
}

/// The sieve and the shortcut for members may exclude no match, wherever the text occurs.
pub(super) fn assert_same_as_plainly(text: &str) {
    if text.len() >= super::SHORTEST_SECRET_BYTES {
        assert_eq!(secret_rule(text), plainly(text), "{text}");
        assert_eq!(reference_rule(text), meant_plainly(text, Purpose::Reference), "{text}");
    }
    for key in ["", "reference", "apiKey", "aws_key", "step-17", "value"] {
        assert_eq!(secret_in_member(key, text), in_member_plainly(key, text), "{key}={text}");
        let expected = behind_name_plainly(key, text, Purpose::Reference);
        assert_eq!(secret_in_reference(key, text), expected, "{key}={text}");
    }
    if let Some((key, value)) = text.split_once(['=', ':', ' ']) {
        assert_eq!(secret_in_member(key, value), in_member_plainly(key, value), "{key}={value}");
    }
}

/// Texts that rules search for, texts that they check next to them, and look-alikes.
const PIECES: &str = "eyJ|eyJhbGciOiJub25lIn0|.e30.|a:b@|://|https|postgres|?key=|&amp;|token=|#sig=|--token |--password |-u |-us1|sk-|sk_|\
    SK|a1B|6162|%25|%3D|\\u0061|\\x3d|&#61;|secret|secret=|none|é|\u{200b}|\u{ad}|-----BEGIN |----|-|--|---- BEGIN KEY|data:|text/plain|,|;|\
    password|Password|pass|pwd|PWD=|authorization|Authorization: Basic |Bearer |value|name|\"|'|`|:|=|>|<|</|=>|::| |\t|\n|\r\n|*** |hunter2|\
    correct horse|abcd|AKIA|ASIA|12345678|12345678:|cGFz|cGFzc3dvcmQ9aHVudGVyMg|cHdkPWFiY2Q|cHdkPcOpw6nDqcOpw6k|d29ya3M|8J+mgPCfpoDwn6aA|\
    70617373776f72643d68756e74657232|7077643d61626364|MFRGGZDFMZTWQ2LK|OBQXG43XN5ZGIPLIOVXHIZLSGI|ghp_|glpat-|xoxb-|github_pat_|npm_|s.|b.|1/|2/|\
    u+|Q~|pat|cio|dapi|oy2|K001|AIza|AQVN|EAAC|key-|live_|secret-live-|1A2b3C4d5E6f7G8h9I0j|1K2l3M4n5O6p7Q8r|0f1e2d3c4b5a69788796a5b4c3d2e1f0|\
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|sha256:|sha384-|h1:|aws|key|api key|apikey|github|azure|twilio|is|the|\
    docs.google.com/document/d/|q8Zt1mLx4Rk0WcYd|Zx9|JBSWY3DPEHPK3PXP|+|/|_|.|@|$|~|!|(|)|[|]|{|}|${|2026-11-02|T09:30:00Z|restore|approved-for-live|\
    ownerHandoffStatus|durableResultStorage|docs/restore-test.md|a|b|Z|7|0|ABCDEFGHIJKLMNOPQRSTUVWXYZ|aaaaaaaa|wwww|zzzz|4444|----";

fn piece() -> impl Strategy<Value = String> {
    let corpora = [include_str!("corpus_harmless.rs"), include_str!("corpus_secret.rs")];
    let told: Vec<&str> =
        corpora.iter().flat_map(|corpus| corpus.split('"')).filter(|text| text.len() < 99).collect();
    let prefixes: Vec<String> = super::tokens::tests::samples();
    prop_oneof![
        6 => prop::sample::select(PIECES.split('|').collect::<Vec<_>>()).prop_map(str::to_owned),
        2 => prop::sample::select(told).prop_map(str::to_owned),
        2 => prop::sample::select(prefixes),
        1 => "[A-Za-z0-9+/_-]{1,24}",
        1 => "[a-f0-9]{1,20}",
        1 => "[a-zA-Z+]{20,44}",
        1 => "[a-zA-Z/_-]{20,44}",
        1 => "[a-z+]{28,44}",
        1 => "[a-z]{1,12}",
        1 => any::<char>().prop_map(String::from),
    ]
}

fn hostile() -> impl Strategy<Value = String> {
    let joined = prop::collection::vec(piece(), 1..7).prop_map(|pieces| pieces.concat());
    // Without a beginning too: the missing part may be what a rule needs, or what spoils it.
    (joined, 0..12_usize).prop_map(|(text, cut)| text.chars().skip(cut / 3 * (cut % 3)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn what_the_sieve_rules_out_breaks_no_rule(text in hostile()) {
        if text.len() >= super::SHORTEST_SECRET_BYTES {
            prop_assert_eq!(secret_rule(&text), plainly(&text), "{}", text);
        }
    }

    #[test]
    fn a_member_breaks_the_rules_of_its_value_and_of_name_and_value(key in hostile(), value in hostile()) {
        prop_assert_eq!(secret_in_member(&key, &value), in_member_plainly(&key, &value), "{}={}", key, value);
        let expected = behind_name_plainly(&key, &value, Purpose::Reference);
        prop_assert_eq!(secret_in_reference(&key, &value), expected, "{}={}", key, value);
    }

    #[test]
    fn what_a_reference_may_not_hold_no_text_may(text in hostile()) {
        prop_assert!(reference_rule(&text).is_none() || secret_rule(&text).is_some(), "{}", text);
    }

    #[test]
    fn a_member_with_a_plain_name_does_too(key in "[A-Za-z0-9_-]{0,20}", end in prop::sample::select(vec!["", "Key", "token", "Pass", "-secret", "aws", "sk_live_", "twilio", "DatadogKey", "apiToken"]), value in hostile()) {
        let key = key + end;
        prop_assert_eq!(secret_in_member(&key, &value), in_member_plainly(&key, &value), "{}={}", key, value);
    }

    #[test]
    fn a_fingerprint_breaks_the_same_rules_whatever_its_name_says(
        key in "(hetzner|linode|owner|aws)?[_-]?(api)?(Key|token|Secret|Fingerprint)?",
        value in "(sha256:)?([0-9a-f]{64}|[0-9]{64}|[ab1]{64}|(70617373776f72643d68756e74657232){2}|[0-9a-fA-F]{64}|[0-9a-z]{16,64})",
    ) {
        prop_assert_eq!(secret_in_member(&key, &value), in_member_plainly(&key, &value), "{}={}", key, value);
    }
}

#[test]
fn random_text_without_a_digit_is_found_too() {
    let text = "a+++aaa+A++a+AaAaabacdfeghij";
    assert_eq!(secret_rule(text).map(SecretRule::id), Some("high-entropy"));
    assert_same_as_plainly(text);
}

#[test]
fn the_encodings_of_every_secret_are_found_as_plainly() {
    for text in super::tokens::tests::samples() {
        let hex: String = text.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert_same_as_plainly(&text);
        assert_same_as_plainly(&hex);
        assert_same_as_plainly(&hex.to_uppercase());
    }
}
