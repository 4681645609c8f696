//! Excludes, in one pass over a short text, the rules that it cannot match.

use super::alphabet::Alphabet;
use super::base64;
use super::format::Format;
use super::invisible::may_begin_invisible;
use super::rows::Needs;
use super::signs::{
    LONG_BASE64_DIGITS, SHORTEST_BASE64_DIGITS, SHORTEST_TOKEN_BYTES, closes_name, is_base32_digit, is_break,
    is_of_part,
};

/// In a longer text nearly everything occurs somewhere, and the pass would be useless.
const LONGEST_SIEVED_BYTES: usize = 256;

/// Kinds of bytes seen in a text, one bit each, or sequences of kinds that were seen to their end. A sequence takes
/// as many bits as it has kinds; the highest of them is its own.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    seen: u64,
    /// Possible parts of a prefix among three bytes of the text, in the lowest two bits.
    prefixes: u64,
    length: usize,
}

const HIDDEN: u64 = 1;
const EQUALS: u64 = 1 << 1;
const SPACE: u64 = 1 << 2;
const PARAMETER: u64 = 1 << 3;
const ESCAPE: u64 = 1 << 4;
const DIGIT: u64 = 1 << 5;
const CAPITALS: u64 = 1 << 7;
const TWO_DASHES: u64 = 1 << 9;
const FOUR_DASHES: u64 = 1 << 11;
const DOTTED: u64 = 1 << 15;
const DATA: u64 = 1 << 17;
const NUMBERED: u64 = 1 << 22;
const AUTHORITY: u64 = 1 << 25;
const SIGNED: u64 = 1 << 27;
const SPACED_QUOTE: u64 = 1 << 29;
const USER_OPTION: u64 = 1 << 32;
const ASCII_IN_BASE64: u64 = 1 << 39;
const BASE32: u64 = 1 << 43;
const HEX: u64 = 1 << 51;
const NO_BASE64: u64 = 1 << 52;
const BREAK: u64 = 1 << 53;
const JOINT: u64 = 1 << 54;
const NO_NAME: u64 = 1 << 55;
const PLUS: u64 = 1 << 56;

/// Each of these alone keeps some rule possible, other than those of tokens and of base64.
const TELLING: u64 = HIDDEN
    | ESCAPE
    | BREAK
    | DIGIT
    | FOUR_DASHES
    | DOTTED
    | DATA
    | NUMBERED
    | AUTHORITY
    | SIGNED
    | SPACED_QUOTE
    | USER_OPTION
    | BASE32
    | HEX;

/// Kinds of a byte, and the beginning of each sequence of them.
struct Kinds {
    of_byte: u64,
    begins: u64,
}

impl Kinds {
    const fn new(byte: u8) -> Self {
        let capital = byte.is_ascii_uppercase();
        let of_part = is_of_part(byte);
        let digit = byte.is_ascii_digit();
        let ends_name = byte.is_ascii_alphabetic() || closes_name(byte);
        let colon = byte == b':';
        let slash = byte == b'/';
        let dash = byte == b'-';
        Self { of_byte: class(byte) << CLASS_SHIFT, begins: 0 }
            .with(HIDDEN, &[may_begin_invisible(byte)])
            .with(EQUALS, &[byte == b'='])
            .with(SPACE, &[byte == b' '])
            .with(PARAMETER, &[matches!(byte, b'?' | b'&' | b'#')])
            .with(ESCAPE, &[matches!(byte, b'%' | b'\\' | b'&')])
            .with(DIGIT, &[digit])
            .with(PLUS, &[byte == b'+'])
            .with(CAPITALS, &[capital; 2])
            .with(FOUR_DASHES, &[dash; 4])
            .with(DOTTED, &[byte == b'.', of_part, of_part, of_part])
            .with(DATA, &[matches!(byte, b'a' | b'A'), colon])
            .with(NUMBERED, &[digit, digit, digit, digit, colon])
            .with(AUTHORITY, &[colon, slash, slash])
            .with(SIGNED, &[ends_name, matches!(byte, b'=' | b':' | b'>')])
            .with(SPACED_QUOTE, &[byte == b' ', matches!(byte, b'"' | b'\'')])
            .with(USER_OPTION, &[dash, byte == b'u', byte == b' '])
            .with(ASCII_IN_BASE64, &base64::six_of_ascii(byte))
            .with(BASE32, &[is_base32_digit(byte); 4])
            .with(BREAK, &[is_break(byte)])
            .with(JOINT, &[!byte.is_ascii_alphanumeric()])
            .with(NO_NAME, &[!of_part])
            // Line breaks may occur inside a run, as in mail.
            .with(NO_BASE64, &[!base64::is_digit(byte) && !is_break(byte)])
            .with(HEX, &[byte.is_ascii_hexdigit(); 8])
    }

    /// Adds a sequence: its own bit, and for each position if the byte fits.
    const fn with(self, last: u64, places: &[bool]) -> Self {
        let Self { mut of_byte, mut begins } = self;
        let mut bit = last >> (places.len() - 1);
        begins |= bit;
        let mut left = places;
        while let [fits, others @ ..] = left {
            of_byte |= if *fits { bit } else { 0 };
            (left, bit) = (others, bit << 1);
        }
        Self { of_byte, begins }
    }
}

static KINDS: [u64; 256] = {
    let mut kinds = [0; 256];
    let (mut left, mut byte): (&mut [u64], u8) = (&mut kinds, 0);
    while let [slot, rest @ ..] = left {
        *slot = Kinds::new(byte).of_byte;
        (left, byte) = (rest, byte.wrapping_add(1));
    }
    kinds
};

const BEGINS: u64 = Kinds::new(0).begins;

fn kinds_of(byte: u8) -> u64 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(u64::MAX)
}

pub(super) fn is_of_base64(byte: u8) -> bool {
    kinds_of(byte) & NO_BASE64 == 0
}

const OF_PREFIX: u64 = 1;

/// Three bytes of a prefix of a token that has a digit somewhere, and no sign of assignment before it.
const OF_PREFIX_WITH_DIGIT: u64 = 2;

/// Bits that distinguish bytes in prefixes; most small letters have a class of their own.
const CLASS_BITS: u32 = 5;

const CLASS_SHIFT: u32 = u64::BITS - CLASS_BITS;

const PAIRS: usize = 1 << (2 * CLASS_BITS);

/// Bytes of a text from rare to common; unlisted ones, such as `_`, are rarest. The stage's own words count: nearly
/// all of them are about a live window. Only speed depends on this.
const RARE_TO_COMMON: &[u8] = b"XJWGzBYjVFQKZHqxykhfgmbpwcd3579246810inlsaotr-euv.";

pub(super) struct Sieve {
    /// For each pair of classes, two bits for each class after them.
    prefixes: Box<[u64; PAIRS]>,
}

impl Sieve {
    pub(super) fn new<'a>(
        prefixes: impl Iterator<Item = (&'a [u8], &'a Format, &'a Alphabet)>,
    ) -> Option<Self> {
        let mut sieve = Self { prefixes: Box::new([0; PAIRS]) };
        let mut commonness = [0; 256];
        for (rank, byte) in (1_usize..).zip(RARE_TO_COMMON) {
            *commonness.get_mut(usize::from(*byte))? = rank;
        }
        let class = |byte| kinds_of(byte) >> CLASS_SHIFT;
        let of = |byte: &u8| commonness.get(usize::from(*byte)).copied().unwrap_or(0);
        for (prefix, format, alphabet) in prefixes {
            let has_digit = matches!(format.needs, Needs::TwoDigits | Needs::Mixed)
                && format.checksum.is_none()
                && !alphabet.contains(b'=');
            let kind = if has_digit { OF_PREFIX_WITH_DIGIT } else { OF_PREFIX };
            let mut mark = |three: &[u8]| {
                let [first, second, third] = *three else { return None };
                let pair = class(first) << CLASS_BITS | class(second);
                *sieve.prefixes.get_mut(usize::try_from(pair).ok()?)? |= kind << (2 * class(third));
                Some(())
            };
            match *prefix {
                // No prefix may have a sign of assignment, because the two sides of a member are read apart.
                [..] if prefix.contains(&b'=') => return None,
                [first, second] if format.length.shortest() > 0 => {
                    alphabet.bytes().try_for_each(|third| mark(&[first, second, third]))?;
                }
                // Mark the rarest three bytes, which prose and names seldom contain.
                [..] => mark(prefix.windows(3).min_by_key(|three| three.iter().map(of).sum::<usize>())?)?,
            }
        }
        Some(sieve)
    }

    /// A long text may match every rule.
    pub(super) fn facts(&self, text: &[u8]) -> Facts {
        if text.len() > LONGEST_SIEVED_BYTES {
            return Facts { length: text.len(), ..Facts::UNKNOWN };
        }
        let (mut seen, mut prefixes) = (0, 0);
        let (mut state, mut last, mut pair) = (0, 0, 0);
        for byte in text {
            let kinds = kinds_of(*byte);
            state = (state << 1 | BEGINS) & kinds;
            seen |= state;
            let class = kinds >> CLASS_SHIFT;
            prefixes |= self.prefixes.get(pair).copied().unwrap_or(u64::MAX) >> (2 * class);
            pair = usize::try_from(last << CLASS_BITS | class).unwrap_or(PAIRS);
            last = class;
        }
        Facts { seen, prefixes, length: text.len() }
    }
}

/// Classes: bytes in no prefix, digits, capitals, rare small letters, rare signs. Every other byte has its own.
const fn class(byte: u8) -> u64 {
    match byte {
        b'0'..=b'9' => 1,
        b'A'..=b'Z' => 2,
        b'j' | b'q' | b'z' => 3,
        b'!'..=b'~' => {
            let (mut left, mut class): (&[u8], u64) = (b"abcdefghiklmnoprstuvwxy-_./", 5);
            while let [apart, others @ ..] = left {
                if *apart == byte {
                    return class;
                }
                (left, class) = (others, class + 1);
            }
            4
        }
        0..=b' ' | 0x7f.. => 0,
    }
}

impl Facts {
    pub(super) const UNKNOWN: Self = Self { seen: u64::MAX, prefixes: u64::MAX, length: usize::MAX };

    fn any(self, kinds: u64) -> bool {
        self.seen & kinds != 0
    }

    /// True if only base64 may hide a secret. This decides most short texts at once.
    pub(super) fn leave_only_base64(self) -> bool {
        !self.any(TELLING) && !self.may_be_written() && !self.may_be_random()
    }

    /// True if the text can have no encoding but base64 in one line.
    pub(super) fn encode_only_base64(self) -> bool {
        !self.any(ESCAPE | BREAK | BASE32 | HEX)
    }

    pub(super) fn may_be_hidden(self) -> bool {
        self.any(HIDDEN)
    }

    pub(super) fn may_be_written(self) -> bool {
        self.may_be_token() || self.may_be_written_but_token()
    }

    pub(super) fn may_be_written_but_token(self) -> bool {
        self.may_have_shape() || self.may_be_url() || self.may_be_assignment()
    }

    pub(super) fn may_have_shape(self) -> bool {
        self.any(FOUR_DASHES | DOTTED | DATA | NUMBERED)
    }

    pub(super) fn may_be_token(self) -> bool {
        self.length >= SHORTEST_TOKEN_BYTES && self.may_hold_prefix()
    }

    pub(super) fn may_be_url(self) -> bool {
        self.any(AUTHORITY) || (self.any(PARAMETER) && self.any(EQUALS))
    }

    pub(super) fn may_be_assignment(self) -> bool {
        self.any(SIGNED | SPACED_QUOTE | USER_OPTION) || (self.any(TWO_DASHES) && self.any(SPACE))
    }

    pub(super) fn may_be_escaped(self) -> bool {
        self.any(ESCAPE)
    }

    /// True if the text has only base64url digits, as most names of members have.
    pub(super) fn is_name(self) -> bool {
        !self.any(NO_NAME)
    }

    /// Valid even if the text is part of a longer one, from which a sign of assignment separates it.
    pub(super) fn may_hold_prefix(self) -> bool {
        let prefixes = if self.any(DIGIT) { OF_PREFIX | OF_PREFIX_WITH_DIGIT } else { OF_PREFIX };
        self.prefixes & prefixes != 0
    }

    /// If false, encoded text is not ASCII for eight bytes, but may be other UTF-8 from its first byte on.
    pub(super) fn may_be_ascii_in_base64(self) -> bool {
        self.any(ASCII_IN_BASE64)
    }

    pub(super) fn is_one_base64_run(self) -> bool {
        self.length >= SHORTEST_BASE64_DIGITS && !self.any(NO_BASE64)
    }

    pub(super) fn may_be_base32(self) -> bool {
        self.any(BASE32)
    }

    pub(super) fn may_have_breaks(self) -> bool {
        self.any(BREAK)
    }

    pub(super) fn may_have_segments(self) -> bool {
        self.any(JOINT)
    }

    pub(super) fn may_be_hex(self) -> bool {
        self.any(HEX)
    }

    /// A key without a prefix has digits.
    pub(super) fn may_be_named(self) -> bool {
        self.any(DIGIT)
    }

    /// Nothing looks random without a digit, a plus, or two adjacent capitals.
    pub(super) fn may_be_random(self) -> bool {
        self.length >= LONG_BASE64_DIGITS && self.any(DIGIT | PLUS | CAPITALS)
    }
}
