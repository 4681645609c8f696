//! Finds a key by the words before it. In a link, only the name of its parameter counts.

use super::SecretRule;
use super::contexts::{find_where, names_secret};
use super::links::{Purpose, is_link};
use super::rules::Rules;

/// Limit of a parameter's name.
const NEAR_BYTES: usize = 256;

pub(super) fn find(rules: &Rules, text: &[u8], meant: Purpose) -> Option<SecretRule> {
    match meant {
        Purpose::Words => find_where(rules, text, |_| true),
        Purpose::Reference => key_in_reference(rules, text),
    }
}

/// Words inside a link count only if they name the parameter that holds the key.
fn key_in_reference(rules: &Rules, text: &[u8]) -> Option<SecretRule> {
    if !is_link(text) {
        return find_where(rules, text, |_| true);
    }
    let mut words = Vec::with_capacity(text.len());
    for word in text.split(u8::is_ascii_whitespace) {
        if !is_link(word) {
            words.extend_from_slice(word);
        } else if let Some(rule) = find_where(rules, word, |before| is_named_parameter(rules, before)) {
            return Some(rule);
        }
        words.push(b' ');
    }
    find_where(rules, &words, |_| true)
}

/// Matches `?appid=`: a parameter whose name has a word for a secret.
fn is_named_parameter(rules: &Rules, before: &[u8]) -> bool {
    let Some(before) = before.strip_suffix(b"=") else { return false };
    let near = before.get(before.len().saturating_sub(NEAR_BYTES)..).unwrap_or_default();
    let starts = |byte: &u8| matches!(byte, b'?' | b'&' | b'#' | b';');
    near.iter().any(starts) && near.rsplit(starts).next().is_some_and(|name| names_secret(rules, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rules;

    #[test]
    fn words_of_a_link_make_no_key_of_what_stands_behind_it() {
        let hex = concat!("8f14e45fceea167a", "5a36dedd4bea2543");
        let found = |text: String| key_in_reference(rules().unwrap(), text.as_bytes()).map(SecretRule::id);
        assert_eq!(found(format!("https://datadog.example/auth/{hex} or {hex}")), None);
        assert_eq!(found(format!("https://datadog.example/?auth_key={hex}")), Some("datadog-key"));
        assert_eq!(
            found(format!("https://a.example is where the Datadog key {hex} is")),
            Some("datadog-key")
        );
        assert_eq!(found(format!("Datadog key {hex}")), Some("datadog-key"));
    }
}
