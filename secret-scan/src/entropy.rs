//! Finds long text that looks random, and ignores digests, ids, paths and long names.

use super::SecretRule;
use super::alphabet::{Bytes, HEX_DIGITS, WORDS};
use super::exempt::{is_digest_length, is_document_id, names_digest};
use super::links::{Along, Purpose};
use super::rules::Rules;
use super::runs::runs;
use super::signs::LONG_BASE64_DIGITS;

/// More than 128 bits of hex, the size of a UUID without its hyphens or of an MD5 digest.
const LONG_HEX_DIGITS: usize = 33;

/// A shorter segment is too little to judge.
const SHORTEST_SEGMENT_BYTES: usize = 6;

/// In a reference, ids are exempt.
pub(super) fn find(rules: &Rules, text: &[u8], meant: Purpose) -> Option<SecretRule> {
    let mut along = Along::default();
    runs(text, LONG_BASE64_DIGITS, is_of_run)
        .filter(|(before, run)| meant == Purpose::Words || !along.is_id(text, before, run))
        .any(|(before, run)| {
            has_random_hex(rules, before, run)
                || (is_random_base64(run.len(), run.split(|byte| joins_words(*byte)), run)
                    && !is_exempt(rules, text, before, run))
        })
        .then_some(rules.forms.entropy)
}

pub(super) fn is_of_run(byte: u8) -> bool {
    static OF_RUN: Bytes = Bytes::within(&[
        (b'0', b'9'),
        (b'A', b'Z'),
        (b'a', b'z'),
        (b'-', b'-'),
        (b'/', b'/'),
        (b'_', b'_'),
        (b'+', b'+'),
    ]);
    OF_RUN.contains(byte)
}

/// Base64 digits with which paths and names join words. A plus joins none: it stays a digit.
fn joins_words(byte: u8) -> bool {
    matches!(byte, b'/' | b'-' | b'_')
}

/// A digest may have capitals only after a word that names digests; in small letters it is exempt anywhere.
fn has_random_hex(rules: &Rules, before: &[u8], run: &[u8]) -> bool {
    let mut last: &[u8] = &[];
    run.split(|byte| !WORDS.contains(*byte)).any(|segment| {
        // Git keeps an object under the first two digits of its name.
        let folder = if last.len() == 2 && last.iter().all(u8::is_ascii_hexdigit) { 2 } else { 0 };
        last = segment;
        let is_digest = || {
            (is_digest_length(segment.len()) || is_digest_length(segment.len().saturating_add(folder)))
                && (!segment.iter().any(u8::is_ascii_uppercase)
                    || names_digest(rules, before)
                    || names_digest(rules, run))
        };
        segment.len() >= LONG_HEX_DIGITS && !is_digest() && is_hex(segment)
    })
}

/// Needs both letters and digits: a long number is no hex.
pub(super) fn is_hex(segment: &[u8]) -> bool {
    segment.iter().all(|byte| HEX_DIGITS.contains(*byte))
        && segment.iter().any(u8::is_ascii_digit)
        && segment.iter().any(u8::is_ascii_alphabetic)
        && distinct(segment) >= 8
}

/// True if segments that look random are long together and make up most of the run. So a path with a hash in it stays
/// harmless, and so does a UUID, whose groups are hex.
fn is_random_base64<'a>(length: usize, segments: impl Iterator<Item = &'a [u8]>, run: &[u8]) -> bool {
    let random: usize = segments.filter(|segment| looks_random(segment)).map(<[u8]>::len).sum();
    random >= LONG_BASE64_DIGITS
        && random.saturating_mul(10) >= length.saturating_mul(6)
        && distinct(run) >= 12
}

/// Exempts a digest in base64 and the id of a document. The rest of the run still counts.
fn is_exempt(rules: &Rules, text: &[u8], before: &[u8], run: &[u8]) -> bool {
    let after = text.get(before.len().saturating_add(run.len())..).unwrap_or_default();
    if super::exempt::is_base64_digest(rules, before, run, after) {
        return true;
    }
    let mut start = before.len();
    let mut left = Vec::new();
    for piece in run.split(|byte| *byte == b'/') {
        if !is_document_id(rules, text.get(..start).unwrap_or_default(), piece) {
            left.push(piece);
        }
        start = start.saturating_add(piece.len()).saturating_add(1);
    }
    let length = left.iter().map(|piece| piece.len().saturating_add(1)).sum();
    !is_random_base64(length, left.iter().flat_map(|piece| piece.split(|byte| joins_words(*byte))), run)
}

/// True if letters and digits change between their kinds as often as in random text.
pub(super) fn looks_random(segment: &[u8]) -> bool {
    segment.len() >= SHORTEST_SEGMENT_BYTES
        // Small letters alone, as in most words, never change kind.
        && !segment.iter().all(u8::is_ascii_lowercase)
        && !segment.iter().all(|byte| HEX_DIGITS.contains(*byte))
        && Changes::new(segment).are_random()
}

fn distinct(text: &[u8]) -> u32 {
    text.iter()
        .fold(0_u128, |seen, byte| seen | 1_u128.checked_shl(u32::from(*byte)).unwrap_or(0))
        .count_ones()
}

/// Changes between small letters, capitals and digits in a segment. Names change where a word begins; random text
/// changes at every other character.
struct Changes {
    length: usize,
    digits: usize,
    /// Adjacent characters of different kinds, except a capital before a small letter, which begins a word.
    breaks: usize,
    capital_pairs: usize,
}

impl Changes {
    fn new(segment: &[u8]) -> Self {
        let kinds = segment.iter().map(|byte| Kind::new(*byte));
        let mut changes = Self {
            length: segment.len(),
            digits: kinds.clone().filter(|kind| *kind == Kind::Other).count(),
            breaks: 0,
            capital_pairs: 0,
        };
        let mut last = kinds.clone().next();
        for kind in kinds.skip(1) {
            match (last, kind) {
                (Some(Kind::Capital), Kind::Capital) => changes.capital_pairs += 1,
                (Some(Kind::Capital), Kind::Small) => {}
                (before, kind) if before == Some(kind) => {}
                (_, _) => changes.breaks += 1,
            }
            last = Some(kind);
        }
        changes
    }

    /// Random base64 has 42 breaks in 100 pairs and 16 digits in 100 bytes; a name has 15 breaks and few digits.
    fn are_random(&self) -> bool {
        let Self { length, digits, breaks, capital_pairs } = *self;
        let with_digits = digits * 10 >= length && breaks * 4 >= length;
        // Without digits, only adjacent capitals distinguish random letters from short words in camelCase.
        let in_letters = breaks * 5 >= length && capital_pairs * 8 >= length;
        with_digits || in_letters
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Capital,
    Small,
    Other,
}

impl Kind {
    fn new(byte: u8) -> Self {
        match byte {
            b'A'..=b'Z' => Self::Capital,
            b'a'..=b'z' => Self::Small,
            0..=b'@' | b'['..=b'`' | b'{'..=0xff => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rules;

    fn found(text: &[u8]) -> bool {
        find(rules().unwrap(), text, Purpose::Words).is_some()
    }

    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// Numbers that look random and are reproducible (a linear congruential generator).
    fn numbers(seed: u64) -> impl Iterator<Item = u64> {
        let next =
            |n: &u64| Some(n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
        std::iter::successors(Some(seed), next).skip(9).map(|number| number >> 33)
    }

    fn caught(alphabet: &[u8], length: usize) -> usize {
        let size = u64::try_from(alphabet.len()).unwrap();
        let sample =
            |seed| numbers(seed).take(length).map(|n| alphabet[usize::try_from(n % size).unwrap()]).collect();
        (0..1000).map(sample).filter(|text: &Vec<u8>| found(text)).count()
    }

    #[test]
    fn nearly_all_random_keys_are_caught() {
        for (alphabet, length, at_least) in [
            (&DIGITS[..], 40, 950),
            (&DIGITS[..], 64, 960),
            (&DIGITS[..62], 32, 950),
            (&DIGITS[26..62], 40, 950),
            (&DIGITS[..52], 40, 700),
            (b"0123456789abcdef", 48, 990),
            (b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32, 750),
            (b"0123456789ABCDEF", 64, 990),
        ] {
            let caught = caught(alphabet, length);
            assert!(caught >= at_least, "{caught} of 1000 keys of {length} out of {} digits", alphabet.len());
        }
    }

    #[test]
    fn digests_and_commits_are_never_caught() {
        for length in [32, 40, 56, 64, 96, 128] {
            assert_eq!(caught(b"0123456789abcdef", length), 0, "{length}");
        }
        let digest = "0F1e2D3c".repeat(8);
        assert!(!found(format!("sha256:{digest}").as_bytes()));
        assert!(!found(format!("SHA256 ({digest})").as_bytes()));
        assert!(found(format!("sha256:{digest}00").as_bytes()));
        assert!(found(digest.as_bytes()));
    }

    #[test]
    fn digests_in_base64_are_known_by_name_and_length() {
        let sri = concat!("oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K", "/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC");
        assert!(!found(format!("sha384-{sri}").as_bytes()));
        assert!(found(sri.as_bytes()) && found(format!("sha384-{sri}AAAA").as_bytes()));
        assert!(found(format!("sha512-{sri}").as_bytes()));
    }

    #[test]
    fn the_id_of_a_document_is_known_by_its_address() {
        let id = concat!("1BxiMVs0XRA5nFMdKvBdBZjg", "mUUqptlbs74OgvE2upms");
        assert!(!found(format!("https://docs.google.com/spreadsheets/d/{id}/edit#gid=0").as_bytes()));
        assert!(!found(format!("spreadsheetId: {id}").as_bytes()));
        assert!(found(format!("https://docs.google.com/spreadsheets/d/{id}/{id}").as_bytes()));
        assert!(found(format!("https://example.org/d/{id}").as_bytes()) && found(id.as_bytes()));
    }
}
