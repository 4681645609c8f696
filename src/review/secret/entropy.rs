//! Finds long text that looks drawn at random, and leaves digests, ids, paths and long names alone.

use super::SecretRule;
use super::runs::runs;

const HIGH_ENTROPY: SecretRule = SecretRule {
    id: "high-entropy",
    meaning: "Long random-looking base64 or hex that is no digest, commit or UUID.",
};

/// The rule of this file.
pub(super) const RULES: [SecretRule; 1] = [HIGH_ENTROPY];

/// 128 bits of hex. A UUID's longest group has twelve digits.
const LONG_HEX_DIGITS: usize = 32;

/// 168 bits of base64: one more than the longest common sortable id (KSUID, 27).
const LONG_BASE64_DIGITS: usize = 28;

/// A segment shorter than this says too little about itself.
const SHORTEST_SEGMENT_BYTES: usize = 6;

/// `HIGH_ENTROPY` if some run of base64 or hex digits is long and looks random.
pub(super) fn find(text: &[u8]) -> Option<SecretRule> {
    runs(text, LONG_BASE64_DIGITS, is_of_run)
        .any(|(before, run)| has_random_hex(run, before) || is_random_base64(run))
        .then_some(HIGH_ENTROPY)
}

fn is_of_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || joins_words(byte) || byte == b'+'
}

/// These are base64 digits, but paths and names use them to join words. A plus does not: it stays a digit.
fn joins_words(byte: u8) -> bool {
    matches!(byte, b'/' | b'-' | b'_')
}

fn has_random_hex(run: &[u8], before: &[u8]) -> bool {
    let mut segments = run.split(|byte| !byte.is_ascii_alphanumeric());
    let is_named_digest =
        before.ends_with(b"sha256:") && segments.clone().next().is_some_and(|first| first.len() == 64);
    if is_named_digest {
        segments.next();
    }
    segments.any(|segment| segment.len() >= LONG_HEX_DIGITS && is_hex(segment) && !is_bare_digest(segment))
}

/// Both letters and digits: a long number is no hex.
fn is_hex(segment: &[u8]) -> bool {
    segment.iter().all(u8::is_ascii_hexdigit)
        && segment.iter().any(u8::is_ascii_digit)
        && segment.iter().any(u8::is_ascii_alphabetic)
        && distinct(segment) >= 8
}

/// A git commit or a SHA-256 digest as tools print them.
fn is_bare_digest(segment: &[u8]) -> bool {
    matches!(segment.len(), 40 | 64) && !segment.iter().any(u8::is_ascii_uppercase)
}

/// Random-looking segments make up most of the run and are long together. A path with a hash in it stays harmless, and
/// so does a UUID, whose groups are hex.
fn is_random_base64(run: &[u8]) -> bool {
    let segments = run.split(|byte| joins_words(*byte));
    let random: usize = segments.filter(|segment| Changes::of(segment).look_random()).map(<[u8]>::len).sum();
    random >= LONG_BASE64_DIGITS
        && random.saturating_mul(10) >= run.len().saturating_mul(6)
        && distinct(run) >= 12
}

fn distinct(text: &[u8]) -> u32 {
    text.iter()
        .fold(0_u128, |seen, byte| seen | 1_u128.checked_shl(u32::from(*byte)).unwrap_or(0))
        .count_ones()
}

/// How often a segment changes between small letters, capitals and digits. Names change where a word begins; random
/// text changes at every other place.
struct Changes {
    length: usize,
    digits: usize,
    /// Neighbours of different kinds, save a capital before a small letter, which begins a word.
    breaks: usize,
    /// Neighbouring capitals.
    capital_pairs: usize,
    all_hex: bool,
}

impl Changes {
    fn of(segment: &[u8]) -> Self {
        let digits = segment.iter().filter(|byte| byte.is_ascii_digit()).count();
        let mut changes = Self {
            length: segment.len(),
            digits,
            breaks: 0,
            capital_pairs: 0,
            all_hex: segment.iter().all(u8::is_ascii_hexdigit),
        };
        for (byte, next) in segment.iter().zip(segment.iter().skip(1)) {
            match (Kind::of(*byte), Kind::of(*next)) {
                (Kind::Capital, Kind::Capital) => changes.capital_pairs += 1,
                (Kind::Capital, Kind::Small) => {}
                (kind, next) if kind == next => {}
                (_, _) => changes.breaks += 1,
            }
        }
        changes
    }

    /// Drawn at random, base64 has 42 breaks in a hundred pairs and 16 digits in a hundred bytes; a name has 15 and few.
    fn look_random(&self) -> bool {
        let Self { length, digits, breaks, capital_pairs, all_hex } = *self;
        let with_digits = digits * 10 >= length && breaks * 4 >= length;
        // Without digits only capitals beside capitals tell random letters from short words in camelCase.
        let in_letters = breaks * 5 >= length && capital_pairs * 8 >= length;
        length >= SHORTEST_SEGMENT_BYTES && !all_hex && (with_digits || in_letters)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Capital,
    Small,
    Other,
}

impl Kind {
    fn of(byte: u8) -> Self {
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

    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// Numbers that look random and are the same every time (a linear congruential generator).
    fn numbers(seed: u64) -> impl Iterator<Item = u64> {
        let next =
            |n: &u64| Some(n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
        std::iter::successors(Some(seed), next).skip(9).map(|number| number >> 33)
    }

    fn caught(alphabet: &[u8], length: usize) -> usize {
        let size = u64::try_from(alphabet.len()).unwrap();
        let sample =
            |seed| numbers(seed).take(length).map(|n| alphabet[usize::try_from(n % size).unwrap()]).collect();
        (0..1000).map(sample).filter(|text: &Vec<u8>| find(text).is_some()).count()
    }

    #[test]
    fn nearly_all_random_keys_are_caught() {
        for (alphabet, length, at_least) in [
            (&DIGITS[..], 40, 950),
            (&DIGITS[..], 64, 960),
            (&DIGITS[..62], 32, 950),
            (&DIGITS[26..62], 40, 950),
            (&DIGITS[..52], 40, 700),
            (b"0123456789abcdef", 32, 990),
            (b"0123456789ABCDEF", 64, 990),
        ] {
            let caught = caught(alphabet, length);
            assert!(caught >= at_least, "{caught} of 1000 keys of {length} out of {} digits", alphabet.len());
        }
    }

    #[test]
    fn digests_and_commits_are_never_caught() {
        assert_eq!(caught(b"0123456789abcdef", 40), 0);
        assert_eq!(caught(b"0123456789abcdef", 64), 0);
        let digest = "0F1e2D3c".repeat(8);
        assert_eq!(find(format!("sha256:{digest}").as_bytes()), None);
        assert_eq!(find(format!("sha256:{digest}00").as_bytes()), Some(HIGH_ENTROPY));
        assert_eq!(find(digest.as_bytes()), Some(HIGH_ENTROPY));
    }
}
