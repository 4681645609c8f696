//! The digits of base64: their bytes, and a check if those may be text.

const NONE: u8 = u8::MAX;

/// Value of each byte as a digit of either alphabet (RFC 4648, tables 1 and 2).
static VALUES: [u8; 256] = {
    let mut values = [0; 256];
    let (mut left, mut byte): (&mut [u8], u8) = (&mut values, 0);
    while let [slot, rest @ ..] = left {
        *slot = value(byte);
        (left, byte) = (rest, byte.wrapping_add(1));
    }
    values
};

pub(super) fn decode(digits: &[u8], scratch: &mut Vec<u8>) {
    let quads = digits.chunks_exact(4);
    let left = quads.remainder();
    let whole = left.len().saturating_mul(6) / 8;
    let last = bits_of(left) << (6 * (4_usize.saturating_sub(left.len())));
    for bits in quads.map(bits_of) {
        let [_, bytes @ ..] = bits.to_be_bytes();
        scratch.extend_from_slice(&bytes);
    }
    scratch.extend(last.to_be_bytes().iter().skip(1).take(whole));
}

fn bits_of(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |bits, digit| bits << 6 | u32::from(value_of(*digit)))
}

fn value_of(digit: u8) -> u8 {
    VALUES.get(usize::from(digit)).copied().unwrap_or(0) & 63
}

/// Checks the first twelve bytes. The first two digits exclude most words.
pub(super) fn begins_as_utf8(digits: &[u8]) -> bool {
    const ASCII: u32 = 0b0;
    const GOES_ON: u32 = 0b10;
    let [first, second, ..] = *digits else { return true };
    let bits = bits_of(&[first, second]);
    let (begins, then) = (bits >> 10, bits >> 2 & 0b11);
    if begins == GOES_ON || (begins >> 1 == ASCII) == (then == GOES_ON) {
        return false;
    }
    let mut start = [0; 12];
    let quads = digits.chunks_exact(4).take(4);
    let length = quads.len().saturating_mul(3);
    for (three, quad) in start.chunks_exact_mut(3).zip(quads) {
        let [_, bytes @ ..] = bits_of(quad).to_be_bytes();
        three.copy_from_slice(&bytes);
    }
    is_start_of_text(start.get(..length).unwrap_or_default())
}

/// True if the bytes are UTF-8 as far as they go; the last character may be cut.
pub(super) fn is_start_of_text(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// True if six bytes that begin with a quad of digits are ASCII: the highest bit of each is 0.
pub(super) fn has_ascii(digits: &[u8]) -> bool {
    let mut last = u8::MAX;
    digits.chunks_exact(4).any(|quad| {
        let high_bits =
            quad.iter().zip(HIGH_BITS).fold(0, |bits, (digit, bit)| bits | value_of(*digit) & bit);
        std::mem::replace(&mut last, high_bits) | high_bits == 0
    })
}

/// The highest bits of three bytes, in their four digits.
const HIGH_BITS: [u8; 4] = [32, 8, 2, 0];

/// For each position in the digits of six ASCII bytes, true if the byte fits.
pub(super) const fn six_of_ascii(byte: u8) -> [bool; 7] {
    let value = value(byte);
    let [first, second, third] =
        [value != NONE && value & 32 == 0, value != NONE && value & 8 == 0, value != NONE && value & 2 == 0];
    [first, second, third, true, first, second, third]
}

pub(super) const fn is_digit(byte: u8) -> bool {
    value(byte) != NONE
}

pub(super) fn digit(byte: u8) -> Option<u8> {
    VALUES.get(usize::from(byte)).copied().filter(|value| *value != NONE)
}

const fn value(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        0..=b'*' | b',' | b'.' | b':'..=b'@' | b'['..=b'^' | b'`' | b'{'..=0xff => NONE,
    }
}
