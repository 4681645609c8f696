//! Tells of most short texts, in one pass over their bytes, which rules they cannot break.

use super::alphabet::Alphabet;
use super::assignments::closes_name;
use super::base64;
use super::decode;
use super::entropy::LONG_BASE64_DIGITS;
use super::format::Format;
use super::invisible::may_begin_invisible;
use super::rows::Needs;
use super::shapes::is_of_part;
use super::tokens::SHORTEST_TOKEN_BYTES;

/// In a longer text nearly everything stands somewhere, and the pass would be for nothing.
const LONGEST_SIEVED_BYTES: usize = 256;

/// What was seen somewhere in a text: one bit a kind of byte, or a sequence of kinds that was seen to its end. A
/// sequence takes as many bits as it has kinds; its own is the highest of them.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    seen: u64,
    /// How three bytes of the text may belong to a prefix, in the lowest two bits.
    prefixes: u64,
    length: usize,
}

type Kind = fn(u8) -> bool;

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

/// Each of these alone keeps some rule from being ruled out, other than of tokens and of base64.
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

const KINDS: [(u64, &[Kind]); 23] = [
    (HIDDEN, &[may_begin_invisible]),
    (EQUALS, &[|byte| byte == b'=']),
    (SPACE, &[|byte| byte == b' ']),
    (PARAMETER, &[|byte| matches!(byte, b'?' | b'&' | b'#')]),
    (ESCAPE, &[|byte| matches!(byte, b'%' | b'\\' | b'&')]),
    (DIGIT, &[is_digit]),
    (PLUS, &[|byte| byte == b'+']),
    (CAPITALS, &[|byte| byte.is_ascii_uppercase(), |byte| byte.is_ascii_uppercase()]),
    (FOUR_DASHES, &[is_dash as Kind; 4]),
    (DOTTED, &[|byte| byte == b'.', is_of_part, is_of_part, is_of_part]),
    (DATA, &[|byte| matches!(byte, b'a' | b'A'), is_colon]),
    (NUMBERED, &[is_digit, is_digit, is_digit, is_digit, is_colon]),
    (AUTHORITY, &[is_colon, |byte| byte == b'/', |byte| byte == b'/']),
    (
        SIGNED,
        &[|byte| byte.is_ascii_alphabetic() || closes_name(byte), |byte| matches!(byte, b'=' | b':' | b'>')],
    ),
    (SPACED_QUOTE, &[|byte| byte == b' ', |byte| matches!(byte, b'"' | b'\'')]),
    (USER_OPTION, &[is_dash, |byte| byte == b'u', |byte| byte == b' ']),
    (ASCII_IN_BASE64, &base64::SIX_OF_ASCII),
    (BASE32, &[decode::is_base32_digit as Kind; 4]),
    (BREAK, &[decode::is_break]),
    (JOINT, &[|byte| !byte.is_ascii_alphanumeric()]),
    (NO_NAME, &[|byte| !is_of_part(byte)]),
    (NO_BASE64, &[|byte| !decode::is_of_run(byte)]),
    (HEX, &[is_hex as Kind; 8]),
];

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn is_hex(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
}

fn is_colon(byte: u8) -> bool {
    byte == b':'
}

fn is_dash(byte: u8) -> bool {
    byte == b'-'
}

/// Three bytes of a prefix.
const OF_PREFIX: u64 = 1;

/// The same, of a token that has a digit somewhere, and no sign of assignment before it.
const OF_PREFIX_WITH_DIGIT: u64 = 2;

/// Bytes are told apart in prefixes by so many bits; most small letters are told from all others.
const CLASS_BITS: u32 = 5;

/// Where the class of a byte stands among its kinds.
const CLASS_SHIFT: u32 = u64::BITS - CLASS_BITS;

/// As many pairs of classes as there are.
const PAIRS: usize = 1 << (2 * CLASS_BITS);

/// Bytes of a text from rare to common; what is not listed, such as `_`, is rarest. The stage's own words count: nearly
/// all of them are about a live window. Only speed depends on this.
const RARE_TO_COMMON: &[u8] = b"XJWGzBYjVFQKZHqxykhfgmbpwcd3579246810inlsaotr-euv.";

/// What each byte, and each three bytes, may be part of.
pub(super) struct Sieve {
    kinds: Box<[u64; 256]>,
    /// Where each sequence begins.
    begins: u64,
    /// For each pair of classes, two bits a class behind them.
    prefixes: Box<[u64; PAIRS]>,
}

impl Sieve {
    /// Each prefix comes with the format of its tokens, and the format with its alphabet.
    pub(super) fn of<'a>(
        prefixes: impl Iterator<Item = (&'a [u8], &'a Format, &'a Alphabet)>,
    ) -> Option<Self> {
        let mut sieve = Self { kinds: Box::new([0; 256]), begins: 0, prefixes: Box::new([0; PAIRS]) };
        for (byte, slot) in (0..=u8::MAX).zip(sieve.kinds.iter_mut()) {
            *slot = class(byte) << CLASS_SHIFT;
        }
        for (last, kinds) in KINDS {
            let first = last >> kinds.len().checked_sub(1)?;
            sieve.begins |= first;
            for (byte, slot) in (0..=u8::MAX).zip(sieve.kinds.iter_mut()) {
                let fits = kinds.iter().enumerate().filter(|(_, fits)| fits(byte));
                *slot |= fits.fold(0, |bits, (at, _)| bits | first << at);
            }
        }
        let mut commonness = [0; 256];
        for (rank, byte) in (1_usize..).zip(RARE_TO_COMMON) {
            *commonness.get_mut(usize::from(*byte))? = rank;
        }
        let class = |byte: u8| sieve.kinds.get(usize::from(byte)).map_or(0, |kinds| kinds >> CLASS_SHIFT);
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
                // A sign of assignment, on both sides of which a member is read.
                [..] if prefix.contains(&b'=') => return None,
                [first, second] if format.length.shortest() > 0 => {
                    alphabet.bytes().try_for_each(|third| mark(&[first, second, third]))?;
                }
                // Prose and names hold the three bytes seldom where they are rare.
                [..] => mark(prefix.windows(3).min_by_key(|three| three.iter().map(of).sum::<usize>())?)?,
            }
        }
        Some(sieve)
    }

    /// What there is in a short text. A long one may break every rule.
    pub(super) fn facts(&self, text: &[u8]) -> Facts {
        if text.len() > LONGEST_SIEVED_BYTES {
            return Facts { length: text.len(), ..Facts::UNKNOWN };
        }
        let (mut seen, mut prefixes) = (0, 0);
        let (mut state, mut last, mut pair) = (0, 0, 0);
        for byte in text {
            let kinds = self.kinds.get(usize::from(*byte)).copied().unwrap_or(u64::MAX);
            state = (state << 1 | self.begins) & kinds;
            seen |= state;
            let class = kinds >> CLASS_SHIFT;
            prefixes |= self.prefixes.get(pair).copied().unwrap_or(u64::MAX) >> (2 * class);
            pair = usize::try_from(last << CLASS_BITS | class).unwrap_or(PAIRS);
            last = class;
        }
        Facts { seen, prefixes, length: text.len() }
    }
}

/// The class of a byte: what is in no prefix, digits, capitals, seldom seen small letters and signs together, the rest
/// apart.
fn class(byte: u8) -> u64 {
    const APART: &[u8] = b"abcdefghiklmnoprstuvwxy-_./";
    match byte {
        b'0'..=b'9' => 1,
        b'A'..=b'Z' => 2,
        b'j' | b'q' | b'z' => 3,
        b'!'..=b'~' => APART.iter().zip(5..).find(|(apart, _)| **apart == byte).map_or(4, |(_, class)| class),
        0..=b' ' | 0x7f.. => 0,
    }
}

impl Facts {
    /// Nothing is ruled out.
    pub(super) const UNKNOWN: Self = Self { seen: u64::MAX, prefixes: u64::MAX, length: usize::MAX };

    fn any(self, kinds: u64) -> bool {
        self.seen & kinds != 0
    }

    /// True when only base64 may hide a secret. Of most short texts this is known at once.
    pub(super) fn leave_only_base64(self) -> bool {
        !self.any(TELLING) && !self.may_be_written() && !self.may_be_random()
    }

    /// True when what is encoded, if anything is, is encoded as base64 in one line.
    pub(super) fn encode_only_base64(self) -> bool {
        !self.any(ESCAPE | BREAK | BASE32 | HEX)
    }

    pub(super) fn may_be_hidden(self) -> bool {
        self.any(HIDDEN)
    }

    /// Shapes, tokens, URLs and assignments all together.
    pub(super) fn may_be_written(self) -> bool {
        self.may_be_token() || self.may_be_written_but_token()
    }

    /// Shapes, URLs and assignments.
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

    /// True when the text is made of base64url digits alone, as names of members mostly are.
    pub(super) fn is_name(self) -> bool {
        !self.any(NO_NAME)
    }

    /// Even where the text is part of a longer one, from which a sign of assignment parts it.
    pub(super) fn may_hold_prefix(self) -> bool {
        let prefixes = if self.any(DIGIT) { OF_PREFIX | OF_PREFIX_WITH_DIGIT } else { OF_PREFIX };
        self.prefixes & prefixes != 0
    }

    /// Eight bytes of ASCII, that is, or else the encoded text is UTF-8 of another kind from its first byte on.
    pub(super) fn may_be_ascii_in_base64(self) -> bool {
        self.any(ASCII_IN_BASE64)
    }

    pub(super) fn is_one_base64_run(self) -> bool {
        self.length >= decode::SHORTEST_BASE64_DIGITS && !self.any(NO_BASE64)
    }

    pub(super) fn may_be_base32(self) -> bool {
        self.any(BASE32)
    }

    pub(super) fn may_have_breaks(self) -> bool {
        self.any(BREAK)
    }

    /// Words that something joins.
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

    /// A digit or a plus, or two capitals side by side, without which nothing looks random.
    pub(super) fn may_be_random(self) -> bool {
        self.length >= LONG_BASE64_DIGITS && self.any(DIGIT | PLUS | CAPITALS)
    }
}
