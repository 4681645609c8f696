//! A set of ASCII characters, parsed from ranges such as `A-Z a-z 0-9 _`.

/// One bit for each character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alphabet {
    members: u128,
}

const LAST_ASCII: u8 = 127;

impl Alphabet {
    /// Parses ranges and single characters between spaces. `None` if a piece is neither.
    pub(super) fn parse(text: &str) -> Option<Self> {
        text.split(' ').try_fold(Self { members: 0 }, |set, piece| match piece.as_bytes() {
            [only] => set.with(*only, *only),
            [first, b'-', last] if first < last => set.with(*first, *last),
            [] | [_, ..] => None,
        })
    }

    pub(super) const EMPTY: Self = Self { members: 0 };

    pub(super) fn or(self, other: Self) -> Self {
        Self { members: self.members | other.members }
    }

    fn with(self, first: u8, last: u8) -> Option<Self> {
        let from_first = u128::MAX.checked_shl(first.into())?;
        let up_to_last = u128::MAX.checked_shr(LAST_ASCII.checked_sub(last)?.into())?;
        Some(Self { members: self.members | from_first & up_to_last })
    }

    pub(super) fn contains(self, byte: u8) -> bool {
        byte.is_ascii() && self.members >> byte & 1 == 1
    }

    pub(super) fn bytes(self) -> impl Iterator<Item = u8> {
        (0..=LAST_ASCII).filter(move |byte| self.contains(*byte))
    }
}

/// A set of bytes as a lookup table, because every byte of a text is looked up.
pub(super) struct Bytes([bool; 256]);

/// Letters and digits.
pub(super) static WORDS: Bytes = Bytes::within(&[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')]);

pub(super) static HEX_DIGITS: Bytes = Bytes::within(&[(b'0', b'9'), (b'A', b'F'), (b'a', b'f')]);

impl Bytes {
    /// Each range includes its last byte.
    pub(super) const fn within(ranges: &[(u8, u8)]) -> Self {
        let mut bytes = [false; 256];
        let mut ranges = ranges;
        while let [(first, last), others @ ..] = ranges {
            let (mut slots, mut byte): (&mut [bool], u8) = (&mut bytes, 0);
            while let [is_member, others @ ..] = slots {
                *is_member |= *first <= byte && byte <= *last;
                (slots, byte) = (others, byte.wrapping_add(1));
            }
            ranges = others;
        }
        Self(bytes)
    }

    pub(super) fn new(members: impl Iterator<Item = u8>) -> Self {
        let mut bytes = [false; 256];
        for member in members {
            if let Some(is_member) = bytes.get_mut(usize::from(member)) {
                *is_member = true;
            }
        }
        Self(bytes)
    }

    pub(super) fn contains(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_single_characters_are_read() {
        let alphabet = Alphabet::parse("A-C 0-1 - _").unwrap();
        assert_eq!(alphabet.bytes().collect::<Vec<_>>(), b"-01ABC_");
        assert!(!alphabet.contains(b'a') && !alphabet.contains(0xc3));
    }

    #[test]
    fn what_is_no_range_is_no_alphabet() {
        for text in ["", "A-", "Z-A", "A-Z  0-9", "ab", "é"] {
            assert_eq!(Alphabet::parse(text), None, "{text}");
        }
    }
}
