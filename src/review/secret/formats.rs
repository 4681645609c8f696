//! What a public token format is: prefix, alphabet and length. The tables of them are the two files beside.

use super::{SecretRule, formats_infrastructure, formats_services};

/// One kind of token that a provider marks with a prefix.
pub(super) struct Format {
    pub(super) rule: SecretRule,
    /// Any of these begins the token; each has at least two bytes.
    pub(super) prefixes: &'static [&'static str],
    /// The bytes that may follow the prefix.
    pub(super) alphabet: Alphabet,
    /// How many of them follow.
    pub(super) length: Length,
    pub(super) care: Care,
}

/// How many bytes a token's body has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Lengths vary, or the provider says they may grow.
    AtLeast(usize),
    /// All tokens are as long, so a longer run of the alphabet is something else.
    Exactly(usize),
}

/// The bytes a token's body is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// `A-Z a-z`
    Letters,
    /// `A-Z 0-9`
    Capitals,
    /// `0-9 a-f`
    LowerHex,
    /// `A-Z a-z 0-9`
    Alphanumeric,
    /// `A-Z a-z 0-9 _ -`, RFC 4648 section 5
    Base64Url,
    /// `A-Z a-z 0-9 + / = _ -`
    Base64,
    /// `A-Z a-z 0-9 _ - .`
    Dotted,
    /// `A-Z a-z 0-9 _ - /`
    Path,
}

impl Alphabet {
    pub(super) fn contains(self, byte: u8) -> bool {
        match self {
            Self::Letters => byte.is_ascii_alphabetic(),
            Self::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::LowerHex => byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'),
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Base64Url => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-'),
            Self::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'),
            Self::Path => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/'),
        }
    }
}

/// How easily the prefix occurs in ordinary words, and so what else must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// No word contains the prefix.
    Anywhere,
    /// The prefix must not stand behind a letter or digit.
    Word,
    /// As `Word`, and the body has two digits: `sk-` also begins hyphenated words.
    WordWithDigits,
    /// As `Word`, and the body has letters of both cases: for alphabets without digits.
    WordInBothCases,
}

/// Every row of both tables, in the order in which rules are tried.
pub(super) fn formats() -> impl Iterator<Item = &'static Format> {
    formats_infrastructure::FORMATS.iter().chain(formats_services::FORMATS)
}

/// A row of the tables, which read better without field names.
pub(super) const fn row(
    id: &'static str,
    meaning: &'static str,
    prefixes: &'static [&'static str],
    (alphabet, length): (Alphabet, Length),
    care: Care,
) -> Format {
    Format { rule: SecretRule { id, meaning }, prefixes, alphabet, length, care }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_prefix_hides_behind_its_own_beginning() {
        let prefixes: Vec<_> = formats().flat_map(|format| format.prefixes).collect();
        for (number, prefix) in prefixes.iter().enumerate() {
            assert!(prefix.len() >= 2);
            assert!(!prefixes.iter().take(number).any(|earlier| prefix.starts_with(**earlier)), "{prefix}");
        }
    }
}
