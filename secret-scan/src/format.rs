//! A public token format: prefix, alphabet, length, and demands on the text around it.

use super::SecretRule;
use super::rows::{Checksum, Length, Needs, Position};

/// A kind of token that a provider marks with a prefix, or with a mark in its middle.
pub(super) struct Format {
    pub(super) rule: SecretRule,
    /// Number of the body's alphabet in the rule table.
    pub(super) alphabet: usize,
    pub(super) length: Length,
    pub(super) stands: Position,
    pub(super) needs: Needs,
    /// For a mark that is no prefix: the number of the alphabet before it, and the count of its bytes.
    pub(super) before: Option<(usize, usize)>,
    pub(super) checksum: Option<Checksum>,
}

impl Length {
    pub(super) fn holds(&self, run: usize) -> bool {
        match self {
            Self::AtLeast(least) => run >= *least,
            Self::Exactly(length) => run == *length,
            Self::OneOf(lengths) => lengths.contains(&run),
            Self::Between { from, to } => (from..=to).contains(&&run),
        }
    }

    /// In bytes; `usize::MAX` if there is no limit.
    pub(super) fn longest(&self) -> usize {
        match self {
            Self::AtLeast(_) => usize::MAX,
            Self::Exactly(most) | Self::Between { to: most, .. } => *most,
            Self::OneOf(lengths) => lengths.iter().copied().max().unwrap_or_default(),
        }
    }

    pub(super) fn shortest(&self) -> usize {
        match self {
            Self::AtLeast(least) | Self::Exactly(least) | Self::Between { from: least, .. } => *least,
            Self::OneOf(lengths) => lengths.iter().copied().min().unwrap_or_default(),
        }
    }
}

impl Needs {
    /// `body` may be only a beginning. The caller counts the digits, because a body is checked at many positions.
    pub(super) fn hold(self, digits: usize, body: &[u8]) -> bool {
        let both_cases =
            || body.iter().any(u8::is_ascii_uppercase) && body.iter().any(u8::is_ascii_lowercase);
        match self {
            Self::Nothing => true,
            Self::TwoDigits => digits >= 2,
            Self::BothCases => both_cases(),
            Self::Mixed => digits >= 1 && both_cases(),
            Self::Colon => body.contains(&b':'),
        }
    }
}

impl Checksum {
    /// True if the checksum is there and right. It only adds certainty: a text in the shape of a token counts without
    /// it.
    pub(super) fn holds(self, prefix: &[u8], body: &[u8]) -> bool {
        match self {
            Self::Crc32Base62 => body
                .split_at_checked(30)
                .and_then(|(drawn, sum)| Some(base62(crc32(drawn)) == *sum.first_chunk::<6>()?))
                .unwrap_or(false),
            Self::Crc32Hex => {
                let text: Vec<u8> =
                    prefix.iter().chain(body).copied().take(prefix.len().saturating_add(41)).collect();
                text.split_at_checked(prefix.len().saturating_add(32))
                    .and_then(|(drawn, sum)| Some(hex(crc32(drawn)) == *sum.strip_prefix(b"_")?))
                    .unwrap_or(false)
            }
        }
    }
}

/// The CRC of ISO 3309, bit by bit, because it is only ever used for a few dozen bytes.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

fn base62(number: u32) -> [u8; 6] {
    let mut digits = [0; 6];
    let mut left = number;
    for digit in digits.iter_mut().rev() {
        let value = u8::try_from(left % 62).unwrap_or_default();
        *digit = match value {
            0..=9 => b'0' + value,
            10..=35 => b'A' + value - 10,
            36..=u8::MAX => b'a' + value - 36,
        };
        left /= 62;
    }
    digits
}

fn hex(number: u32) -> [u8; 8] {
    let mut digits = [0; 8];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(number.to_le_bytes()) {
        for (digit, value) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *digit = if value < 10 { b'0' + value } else { b'a' + value - 10 };
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_the_table_writes_them() {
        let read = |text| serde_json::from_str::<Length>(text).unwrap();
        assert!(read(r#"{"atLeast":3}"#).holds(9) && !read(r#"{"atLeast":3}"#).holds(2));
        assert!(read(r#"{"exactly":3}"#).holds(3) && !read(r#"{"exactly":3}"#).holds(4));
        assert!(read(r#"{"oneOf":[4,3]}"#).holds(4) && !read(r#"{"oneOf":[4,2]}"#).holds(3));
        assert!(
            read(r#"{"between":{"from":2,"to":4}}"#).holds(4)
                && !read(r#"{"between":{"from":2,"to":4}}"#).holds(5)
        );
        assert_eq!(read(r#"{"oneOf":[4,3]}"#).shortest(), 3);
    }

    #[test]
    fn a_checksum_holds_only_for_the_very_token() {
        // The first example was made up by the makers of a scanner, the second is in Grafana's documentation.
        let npm = concat!("qkJaB6MffYVzZXWqmcoF49", "yrUxP3wf0LsakP");
        assert!(Checksum::Crc32Base62.holds(b"npm_", npm.as_bytes()));
        let grafana = concat!("HOruNAb7SOiCdshU9algkrq", "7FDsNSLAa_54e2f8be");
        assert!(Checksum::Crc32Hex.holds(b"glsa_", grafana.as_bytes()));
        assert!(!Checksum::Crc32Base62.holds(b"npm_", npm.replace('q', "Q").as_bytes()));
        assert!(!Checksum::Crc32Hex.holds(b"glsa_", grafana.replace('H', "h").as_bytes()));
        assert!(
            !Checksum::Crc32Base62.holds(b"npm_", b"short") && !Checksum::Crc32Hex.holds(b"glsa_", b"short")
        );
    }

    #[test]
    fn a_body_needs_what_ordinary_words_lack() {
        assert!(Needs::TwoDigits.hold(2, b"a1b2") && !Needs::TwoDigits.hold(1, b"a1bc"));
        assert!(Needs::BothCases.hold(0, b"aB") && !Needs::BothCases.hold(1, b"a1"));
        assert!(
            Needs::Mixed.hold(1, b"aB1") && !Needs::Mixed.hold(0, b"aBc") && !Needs::Mixed.hold(1, b"a1c")
        );
        assert!(Needs::Colon.hold(1, b"1:a") && !Needs::Colon.hold(1, b"1/a") && Needs::Nothing.hold(0, b""));
    }
}
