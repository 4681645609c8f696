//! Finds credentials without a prefix by the words before them: a service and a word such as key, or a name directly
//! before.

use super::SecretRule;
use super::alphabet::{Alphabet, WORDS};
use super::entropy::{is_hex, is_of_run, looks_random};
use super::exempt::{is_digest_length, names_digest};
use super::rules::{Context, Rules};
use super::runs::runs;

const SHORTEST_KEY_BYTES: usize = 16;

/// Longest key in the table, and longer than any key that is recognized by its looks.
const LONGEST_KEY_BYTES: usize = 128;

/// A word counts for a key that begins at most this far after it.
const NEAR_BYTES: usize = 72;

/// No word is longer, so a search that begins this far back misses none.
const LONGEST_WORD_BYTES: usize = 16;

/// Longest name with the longest gap after it.
const NAME_AND_GAP_BYTES: usize = 40;

/// A gap between a name and its value: a space, a few signs and a short word.
const LONGEST_GAP_BYTES: usize = 16;

pub(super) fn find_where(
    rules: &Rules,
    text: &[u8],
    may_stand: impl Fn(&[u8]) -> bool,
) -> Option<SecretRule> {
    let mut words = None;
    let keys = runs(text, SHORTEST_KEY_BYTES, is_of_run).filter(|(_, run)| may_be_key(rules, run));
    keys.filter(|(before, _)| may_stand(before)).find_map(|(before, run)| {
        let words = words.get_or_insert_with(|| Words::new(rules));
        words.read_up_to(text, before.len());
        of_service(rules, words, text, before, run).or_else(|| named(rules, before, run))
    })
}

/// Only a whole word counts.
pub(super) fn names_secret(rules: &Rules, name: &[u8]) -> bool {
    let words = &rules.contexts.words;
    let is_secret = |at: usize, word: &[u8], number| {
        (number >= rules.contexts.services && is_whole(name, at, word.len())).then_some(())
    };
    words.find(name, |byte| byte.to_ascii_lowercase(), is_secret).is_some()
}

pub(super) fn has_candidate(rules: &Rules, text: &[u8]) -> bool {
    runs(text, SHORTEST_KEY_BYTES, is_of_run).any(|(_, run)| may_be_key(rules, run))
}

pub(super) fn names_keys(rules: &Rules, name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    rules.contexts.words.find(&lower, |byte| byte, |_, _, _| Some(())).is_some()
        || rules.contexts.names.iter().any(|known| lower.ends_with(known.as_bytes()))
}

/// A key has digits and letters, and few are so long that they are a text of their own. It has the length of some
/// service's keys, or looks random.
fn may_be_key(rules: &Rules, run: &[u8]) -> bool {
    run.len() <= LONGEST_KEY_BYTES
        && run.iter().any(u8::is_ascii_digit)
        && run.iter().any(u8::is_ascii_alphabetic)
        && (is_of_some_service(rules, run) || looks_mixed(run))
}

fn is_of_some_service(rules: &Rules, run: &[u8]) -> bool {
    let alphabet = rules.contexts.of_length.get(run.len());
    alphabet.is_some_and(|alphabet| run.iter().all(|byte| alphabet.contains(*byte)))
}

/// For each length, the characters of keys of that length. Up to two padding signs follow a key.
pub(super) fn of_length(contexts: &[Context]) -> Vec<Alphabet> {
    let mut whole = [Alphabet::EMPTY; LONGEST_KEY_BYTES + 3];
    for context in contexts {
        let lengths = whole.iter_mut().enumerate().skip(context.length.shortest());
        let lengths = lengths.take_while(|(length, _)| *length <= context.length.longest());
        lengths
            .filter(|(length, _)| context.length.holds(*length))
            .for_each(|(_, all)| *all = all.or(context.alphabet));
    }
    whole.windows(3).map(|padded| padded.iter().fold(Alphabet::EMPTY, |all, one| all.or(*one))).collect()
}

/// Hex that is no digest, or text as mixed as random text.
fn looks_mixed(run: &[u8]) -> bool {
    let is_digest = is_digest_length(run.len()) && run.len() > 32;
    let is_random_hex = || !is_digest && is_hex(run);
    let is_random = || {
        let random: usize =
            run.split(|byte| !WORDS.contains(*byte)).filter(|part| looks_random(part)).map(<[u8]>::len).sum();
        random >= SHORTEST_KEY_BYTES && random.saturating_mul(10) >= run.len().saturating_mul(6)
    };
    is_random_hex() || is_random()
}

/// Last index of each word of the table plus one. It advances with the text, so that nothing is read twice.
struct Words<'a> {
    rules: &'a Rules,
    /// Empty until the first word is found, which in most texts never happens.
    last: Vec<usize>,
    /// Last index of any service plus one.
    last_service: usize,
    read: usize,
    here: usize,
}

impl<'a> Words<'a> {
    fn new(rules: &'a Rules) -> Self {
        Self { rules, last: Vec::new(), last_service: 0, read: 0, here: 0 }
    }

    fn read_up_to(&mut self, text: &[u8], here: usize) {
        let fresh = self
            .read
            .saturating_sub(LONGEST_WORD_BYTES)
            .max(here.saturating_sub(NEAR_BYTES + LONGEST_WORD_BYTES));
        let services = self.rules.contexts.services;
        let words = services.saturating_add(self.rules.contexts.secret_words);
        let (last, last_service) = (&mut self.last, &mut self.last_service);
        let all: Option<()> = text.get(fresh..here).and_then(|part| {
            self.rules.contexts.words.find(
                part,
                |byte| byte.to_ascii_lowercase(),
                |at, word, number| {
                    let at = fresh.saturating_add(at);
                    if number < services || is_whole(text, at, word.len()) {
                        last.resize(words, 0);
                        last.iter_mut().skip(number).take(1).for_each(|seen| *seen = at.saturating_add(1));
                        if number < services {
                            *last_service = at.saturating_add(1);
                        }
                    }
                    None
                },
            )
        });
        debug_assert!(all.is_none(), "the search only takes notes");
        (self.read, self.here) = (here, here);
    }

    fn is_near(&self, word: usize) -> bool {
        self.last.get(word).is_some_and(|seen| self.reaches(*seen))
    }

    fn reaches(&self, seen: usize) -> bool {
        seen > 0 && seen.saturating_add(NEAR_BYTES) > self.here
    }

    fn has_service(&self) -> bool {
        self.reaches(self.last_service)
    }

    fn has_secret_word(&self) -> bool {
        self.last.iter().skip(self.rules.contexts.services).any(|seen| self.reaches(*seen))
    }
}

/// Matches `key` in `api_key`, `apiKey` and `keys`, but not in `monkey` or `keyboard`.
fn is_whole(text: &[u8], at: usize, length: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    let begins = before.is_none_or(|byte| !byte.is_ascii_alphabetic())
        || text.get(at).is_some_and(u8::is_ascii_uppercase) && before.is_some_and(u8::is_ascii_lowercase);
    let after = text.get(at.saturating_add(length)..).unwrap_or_default();
    let after = after.strip_prefix(b"s").unwrap_or(after);
    begins && !after.first().is_some_and(u8::is_ascii_lowercase)
}

fn of_service(
    rules: &Rules,
    words: &Words<'_>,
    text: &[u8],
    before: &[u8],
    run: &[u8],
) -> Option<SecretRule> {
    if !words.has_service() || !words.has_secret_word() {
        return None;
    }
    let after = text.get(before.len().saturating_add(run.len())..).unwrap_or_default();
    let padding = after.iter().take(2).take_while(|byte| **byte == b'=').count();
    let fits = |context: &Context| {
        let padding = if context.alphabet.contains(b'=') { padding } else { 0 };
        context.length.holds(run.len().saturating_add(padding))
            && run.iter().all(|byte| context.alphabet.contains(*byte))
            && context.near.iter().any(|word| words.is_near(*word))
    };
    // The word key does not make a key of a commit.
    let is_digest =
        run.len() > 32 && is_digest_length(run.len()) && is_hex(run) && names_digest(rules, before);
    let mut contexts = rules.contexts.rules.iter();
    contexts.find(|context| fits(context)).filter(|_| !is_digest).map(|context| context.rule)
}

/// Matches `the API key is 8f14e45fceea167a`: at most a short word between the name and the value.
fn named(rules: &Rules, before: &[u8], run: &[u8]) -> Option<SecretRule> {
    let name = || {
        let near = before.get(before.len().saturating_sub(NAME_AND_GAP_BYTES)..).unwrap_or_default();
        let mut lower = [0; NAME_AND_GAP_BYTES];
        lower.iter_mut().zip(near).for_each(|(lower, byte)| *lower = byte.to_ascii_lowercase());
        let near = lower.get(..near.len()).unwrap_or_default();
        let trimmed = trim(near);
        let short_word = rules.contexts.between.iter().find_map(|word| {
            without_end(trimmed, word).filter(|rest| rest.last().is_some_and(u8::is_ascii_whitespace))
        });
        let name = short_word.map_or(trimmed, trim);
        let gap = near.get(name.len()..).unwrap_or_default();
        // A dot or a slash alone joins names: `secret.22d6baadd70cc117.js`.
        gap.len() <= LONGEST_GAP_BYTES
            && gap.iter().any(|byte| b" :=(\"'`".contains(byte))
            && rules.contexts.names.iter().any(|known| {
                without_end(name, known)
                    .is_some_and(|rest| !rest.last().is_some_and(u8::is_ascii_alphanumeric))
            })
    };
    (looks_mixed(run) && name()).then_some(rules.forms.named_key)
}

/// Compares the last letters first, because most texts end in another one.
fn without_end<'a>(text: &'a [u8], word: &str) -> Option<&'a [u8]> {
    let word = word.as_bytes();
    if text.last() == word.last() { text.strip_suffix(word) } else { None }
}

/// Strips spaces, signs and quotation marks (U+2010 to U+203F) at the end.
fn trim(text: &[u8]) -> &[u8] {
    let mut left = text;
    loop {
        left = match left {
            [rest @ .., last] if last.is_ascii() && !last.is_ascii_alphanumeric() => rest,
            [rest @ .., 0xe2, 0x80, 0x80..=0xbf] => rest,
            [..] => return left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rules;

    const HEX: &str = concat!("8f14e45fceea167a", "5a36dedd4bea2543");

    fn found(text: &str) -> Option<&'static str> {
        find_where(rules().unwrap(), text.as_bytes(), |_| true).map(SecretRule::id)
    }

    #[test]
    fn a_service_and_a_secret_word_make_a_key_of_the_right_length() {
        assert_eq!(found(&format!("Twilio auth token {HEX}")), Some("twilio-auth-token"));
        assert_eq!(found(&format!("our Datadog account has the key {HEX}")), Some("datadog-key"));
        assert_eq!(found(&format!("Datadog agent, md5 {HEX}")), None);
        assert_eq!(found(&format!("the Datadog key {}", &HEX[..20])), None);
        assert_eq!(
            found(&format!("Datadog key. {} {HEX}", "Long after that, something else. ".repeat(4))),
            None
        );
    }

    #[test]
    fn a_commit_stays_a_commit_beside_the_word_token() {
        let commit = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
        assert_eq!(found(&format!("GitHub token scopes changed in commit {commit}")), None);
        assert_eq!(found(&format!("GitHub token {commit}")), Some("github-legacy-token"));
    }

    #[test]
    fn a_name_right_before_a_random_value_is_enough() {
        for text in [
            "the API key is q8Zt1mLx4Rk0WcYd",
            "secret “q8Zt1mLx4Rk0WcYd”",
            "Das Passwort lautet q8Zt1mLx4Rk0WcYd",
        ] {
            assert_eq!(found(text), Some("named-key"), "{text}");
        }
        for text in [
            "the API key is in-the-vault-of-team-7",
            "the API key was rotated by q8Zt1mLx4Rk0WcYd",
            "assets/secret.22d6baadd70cc1174cfd.js",
            "monkey q8Zt1mLx4Rk0WcYd",
            "the token 123e4567-e89b-12d3-a456-426614174000",
            "secret scan of e3b0c44298fc1c149afbf4c8996fb92427ae41e4",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn of_each_length_the_characters_of_keys_so_long_are_known() {
        let contexts = &rules().unwrap().contexts;
        for (length, alphabet) in contexts.of_length.iter().enumerate() {
            let so_long = |context: &&Context| (0..=2).any(|padding| context.length.holds(length + padding));
            let expected = contexts.rules.iter().filter(so_long);
            let expected = expected.fold(Alphabet::EMPTY, |all, context| all.or(context.alphabet));
            assert_eq!(*alphabet, expected, "{length}");
        }
        assert_eq!(contexts.of_length.len(), LONGEST_KEY_BYTES + 1);
    }

    #[test]
    fn only_whole_words_count() {
        for (text, whole) in
            [("key", true), ("keys", true), ("api_key", true), ("monkey", false), ("keyboard", false)]
        {
            let at = text.find("key").unwrap();
            assert_eq!(is_whole(text.as_bytes(), at, 3), whole, "{text}");
        }
        assert!(is_whole(b"apiKey", 3, 3) && is_whole(b"KEY_ID", 0, 3));
    }
}
