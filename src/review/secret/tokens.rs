//! Finds tokens that announce themselves by a prefix, in one pass over the text for all prefixes together.

use super::SecretRule;
use super::formats::{Care, Format, Length, formats};
use super::runs::runs;
use std::sync::LazyLock;

/// Prefixes are told apart by their first three bytes; the shortest prefix has two, and takes any third.
const FINGERPRINT_BYTES: usize = 3;

/// One bit a bucket in a machine word; prefixes share buckets when there are more of them than bits.
const BUCKETS: usize = 64;

/// A Slack token, five bytes of prefix and ten behind, is the shortest.
const SHORTEST_TOKEN_BYTES: usize = 15;

static PREFIXES: LazyLock<Prefixes> = LazyLock::new(Prefixes::of_all_formats);

/// The first rule for a known token format that the text breaks.
pub(super) fn find(text: &[u8]) -> Option<SecretRule> {
    let prefixes = &*PREFIXES;
    runs(text, SHORTEST_TOKEN_BYTES, is_of_token).find_map(|(before_run, run)| {
        run.array_windows().enumerate().find_map(|(at, window)| {
            let buckets = prefixes.buckets(*window);
            if buckets == 0 {
                None
            } else {
                prefixes.confirm(text, before_run.len().saturating_add(at), buckets)
            }
        })
    })
}

/// Every byte of every prefix and alphabet.
fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'+' | b'=')
}

/// For each of three positions and each byte, the buckets that have a prefix with this byte there. Three loads and two
/// `and`s rule out nearly every position of a harmless text.
struct Prefixes {
    all: Vec<(&'static [u8], &'static Format)>,
    byte_buckets: [[u64; 256]; FINGERPRINT_BYTES],
}

impl Prefixes {
    fn of_all_formats() -> Self {
        let with_prefix =
            |format: &'static Format| format.prefixes.iter().map(move |p| (p.as_bytes(), format));
        let all: Vec<_> = formats().flat_map(with_prefix).collect();
        let mut byte_buckets = [[0; 256]; FINGERPRINT_BYTES];
        for (number, (prefix, _)) in all.iter().enumerate() {
            let bucket = 1_u64 << (number % BUCKETS);
            for (position, buckets) in byte_buckets.iter_mut().enumerate() {
                match prefix.get(position) {
                    Some(byte) => {
                        buckets.iter_mut().skip(usize::from(*byte)).take(1).for_each(|b| *b |= bucket);
                    }
                    None => buckets.iter_mut().for_each(|b| *b |= bucket),
                }
            }
        }
        Self { all, byte_buckets }
    }

    /// The buckets that have a prefix beginning with these three bytes.
    fn buckets(&self, [first, second, third]: [u8; FINGERPRINT_BYTES]) -> u64 {
        let [firsts, seconds, thirds] = &self.byte_buckets;
        let of = |buckets: &[u64; 256], byte| buckets.get(usize::from(byte)).copied().unwrap_or(0);
        of(firsts, first) & of(seconds, second) & of(thirds, third)
    }

    /// Looks closely at the few prefixes that share the buckets.
    fn confirm(&self, text: &[u8], at: usize, buckets: u64) -> Option<SecretRule> {
        let (before, here) = text.split_at_checked(at)?;
        let mut left = buckets;
        while left != 0 {
            let bucket = usize::try_from(left.trailing_zeros()).unwrap_or_default();
            for (prefix, format) in self.all.iter().skip(bucket).step_by(BUCKETS) {
                if here.strip_prefix(*prefix).is_some_and(|body| is_token(format, before, body)) {
                    return Some(format.rule);
                }
            }
            left &= left.wrapping_sub(1);
        }
        None
    }
}

/// Reads at most one byte more than the shortest body, so the work at one place has a fixed, small bound.
fn is_token(format: &Format, before: &[u8], after: &[u8]) -> bool {
    let (Length::AtLeast(shortest) | Length::Exactly(shortest)) = format.length;
    let Some((body, rest)) = after.split_at_checked(shortest) else {
        return false;
    };
    let goes_on = rest.first().is_some_and(|byte| format.alphabet.contains(*byte));
    let has_length = match format.length {
        Length::AtLeast(_) => true,
        Length::Exactly(_) => !goes_on,
    };
    let begins_word = || !before.last().is_some_and(u8::is_ascii_alphanumeric);
    has_length
        && body.iter().all(|byte| format.alphabet.contains(*byte))
        && match format.care {
            Care::Anywhere => true,
            Care::Word => begins_word(),
            Care::WordWithDigits => begins_word() && body.iter().filter(|b| b.is_ascii_digit()).count() >= 2,
            Care::WordInBothCases => {
                begins_word()
                    && body.iter().any(u8::is_ascii_uppercase)
                    && body.iter().any(u8::is_ascii_lowercase)
            }
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body of the shortest length, with digits and both cases where the alphabet has them.
    fn sample(format: &Format, prefix: &str) -> String {
        let letters = "7aQ2zK9bX4".chars().chain("ac".chars()).cycle();
        let allowed = letters.filter(|c| u8::try_from(*c).is_ok_and(|b| format.alphabet.contains(b)));
        let (Length::AtLeast(shortest) | Length::Exactly(shortest)) = format.length;
        prefix.chars().chain(allowed.take(shortest)).collect()
    }

    #[test]
    fn every_prefix_of_every_format_is_found_in_the_middle_of_a_text() {
        for format in formats() {
            for prefix in format.prefixes {
                let text = format!("key ({}) seen", sample(format, prefix));
                assert_eq!(find(text.as_bytes()), Some(format.rule), "{prefix}");
            }
        }
    }

    #[test]
    fn no_token_is_shorter_or_other_than_the_search_for_runs_assumes() {
        for format in formats() {
            for prefix in format.prefixes {
                assert!(sample(format, prefix).len() >= SHORTEST_TOKEN_BYTES, "{prefix}");
                assert!(prefix.bytes().all(is_of_token), "{prefix}");
            }
            assert!((0..=u8::MAX).filter(|byte| format.alphabet.contains(*byte)).all(is_of_token));
        }
    }

    #[test]
    fn a_prefix_with_too_short_a_body_is_harmless() {
        for format in formats() {
            for prefix in format.prefixes {
                let mut text = sample(format, prefix);
                text.pop();
                assert_ne!(find(text.as_bytes()), Some(format.rule), "{prefix}");
            }
        }
    }

    #[test]
    fn a_careful_format_is_not_found_inside_a_word() {
        for format in formats().filter(|format| format.care != Care::Anywhere) {
            for prefix in format.prefixes {
                let text = format!("q{}", sample(format, prefix));
                assert_ne!(find(text.as_bytes()), Some(format.rule), "{prefix}");
            }
        }
    }
}
