//! Takes one layer of escapes, base64, base32 or hex off whatever in a text may carry it.

use super::alphabet::Bytes;
use super::runs::runs;
use memchr::{memchr2, memchr3};
use std::sync::LazyLock;

/// Eight bytes, the shortest secret, take this many base64 digits.
const SHORTEST_BASE64_DIGITS: usize = 11;

/// Eight bytes, the shortest secret, take this many base32 digits.
const SHORTEST_BASE32_DIGITS: usize = 13;

/// Eight bytes, the shortest secret, take this many hex digits.
const SHORTEST_HEX_DIGITS: usize = 16;

/// What is decoded from what was never encoded is hardly ever text for longer than this.
const SHORTEST_TEXT_BYTES: usize = 8;

/// A byte that is no digit.
const NONE: u8 = u8::MAX;

/// The value of each byte as a digit of base64, of either alphabet: RFC 4648, tables 1 and 2.
static BASE64: LazyLock<[u8; 256]> = LazyLock::new(|| all_bytes(base64_value));

static HEX: LazyLock<[u8; 256]> = LazyLock::new(|| all_bytes(hex_value));

static OF_BASE64_RUN: LazyLock<Bytes> = LazyLock::new(|| {
    Bytes::of((0..=u8::MAX).filter(|byte| base64_value(*byte) != NONE || matches!(byte, b'\r' | b'\n')))
});

fn all_bytes(value: fn(u8) -> u8) -> [u8; 256] {
    let mut values = [0; 256];
    values.iter_mut().zip(0..=u8::MAX).for_each(|(slot, byte)| *slot = value(byte));
    values
}

/// Everything the text may say under one encoding, one reading a line. Empty when nothing looks encoded.
///
/// A byte is decoded at most once as an escape, twice as base64 (its run, its segment), once as base32 and twice as hex
/// (even, odd), so the answer is shorter than six times the text. What is no text under an encoding is dropped: UTF-8
/// of any characters stays, so a secret split by invisible ones does too.
pub(super) fn one_layer(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    decode_escapes(text, &mut decoded);
    let mut scratch = Vec::new();
    let of_run = &*OF_BASE64_RUN;
    for (_, run) in runs(text, SHORTEST_BASE64_DIGITS, |byte| of_run.contains(byte)) {
        decode_base64_run(run, &mut scratch, &mut decoded);
        // Digits of base32 and of hex are digits of base64 too.
        if run.len() >= SHORTEST_BASE32_DIGITS {
            decode_base32_runs(run, &mut scratch, &mut decoded);
        }
        if run.len() >= SHORTEST_HEX_DIGITS {
            decode_hex_runs(run, &mut scratch, &mut decoded);
        }
    }
    decoded
}

/// Moves what reads as text over from `scratch`: all of it where it is UTF-8 throughout, else its long runs of ASCII.
fn keep_text(scratch: &mut Vec<u8>, decoded: &mut Vec<u8>) {
    if str::from_utf8(scratch).is_ok() {
        decoded.append(scratch);
        decoded.push(b'\n');
    } else {
        for (_, text) in runs(scratch, SHORTEST_TEXT_BYTES, |byte| byte.is_ascii()) {
            decoded.extend_from_slice(text);
            decoded.push(b'\n');
        }
        scratch.clear();
    }
}

/// Every line that has an escape in it, with each escape replaced: `%HH` (RFC 3986, section 2.1), `\uHHHH` and `\xHH`
/// of many languages, `&#NN;` and `&#xHH;` of HTML.
fn decode_escapes(text: &[u8], decoded: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(mark) = memchr3(b'%', b'\\', b'&', rest) {
        let (before, from_mark) = rest.split_at_checked(mark).unwrap_or_default();
        if escape(from_mark).is_none() {
            rest = from_mark.get(1..).unwrap_or_default();
            continue;
        }
        // A line is decoded from its first escape on, with the words before it.
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at.saturating_add(1));
        let line_length = memchr::memchr(b'\n', from_mark).unwrap_or(from_mark.len());
        decoded.extend_from_slice(before.get(line_start..).unwrap_or_default());
        decode_line(from_mark.get(..line_length).unwrap_or_default(), decoded);
        decoded.push(b'\n');
        rest = from_mark.get(line_length..).unwrap_or_default();
    }
}

fn decode_line(line: &[u8], decoded: &mut Vec<u8>) {
    let mut rest = line;
    while let Some(mark) = memchr3(b'%', b'\\', b'&', rest) {
        let (before, from_mark) = rest.split_at_checked(mark).unwrap_or_default();
        decoded.extend_from_slice(before);
        rest = match escape(from_mark) {
            Some((Escaped::Byte(byte), after)) => {
                decoded.push(byte);
                after
            }
            Some((Escaped::Character(character), after)) => {
                decoded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                after
            }
            None => {
                decoded.extend(from_mark.first());
                from_mark.get(1..).unwrap_or_default()
            }
        };
    }
    decoded.extend_from_slice(rest);
}

enum Escaped {
    Byte(u8),
    Character(char),
}

/// The escape at the beginning of a text, and what follows it.
fn escape(text: &[u8]) -> Option<(Escaped, &[u8])> {
    match text {
        [b'%', rest @ ..] | [b'\\', b'x', rest @ ..] => {
            let (digits, after) = rest.split_at_checked(2)?;
            Some((Escaped::Byte(u8::try_from(number(digits, 16)?).ok()?), after))
        }
        [b'\\', b'u', b'{', rest @ ..] => character(rest, b'}', 16),
        [b'\\', b'u', rest @ ..] => {
            let (digits, after) = rest.split_at_checked(4)?;
            Some((Escaped::Character(char::from_u32(number(digits, 16)?)?), after))
        }
        [b'&', b'#', b'x' | b'X', rest @ ..] => character(rest, b';', 16),
        [b'&', b'#', rest @ ..] => character(rest, b';', 10),
        [] | [_, ..] => None,
    }
}

fn character(text: &[u8], end: u8, radix: u32) -> Option<(Escaped, &[u8])> {
    let near = text.get(..text.len().min(8))?;
    let length = near.iter().position(|byte| *byte == end)?;
    let character = char::from_u32(number(near.get(..length)?, radix)?)?;
    Some((Escaped::Character(character), text.get(length.saturating_add(1)..)?))
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.iter().all(|byte| char::from(*byte).is_digit(radix));
    is_number.then(|| u32::from_str_radix(str::from_utf8(digits).ok()?, radix).ok()).flatten()
}

/// RFC 4648, sections 4 and 5. Line breaks may stand inside a run, as in mail.
fn decode_base64_run(run: &[u8], scratch: &mut Vec<u8>, decoded: &mut Vec<u8>) {
    if memchr2(b'\r', b'\n', run).is_some() {
        let unbroken: Vec<u8> = run.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
        decode_base64(&unbroken, scratch);
    } else {
        decode_base64(run, scratch);
    }
    keep_text(scratch, decoded);
    // `/`, `-` and `_` are digits but also join words, and a word in front shifts all the bits behind it.
    let mut digits = 0_usize;
    for segment in run.split_inclusive(|byte| !byte.is_ascii_alphanumeric()) {
        if !digits.is_multiple_of(4) && segment.len() >= SHORTEST_BASE64_DIGITS {
            decode_base64(
                segment.split_last().map_or(segment, |(last, start)| {
                    if last.is_ascii_alphanumeric() { segment } else { start }
                }),
                scratch,
            );
            keep_text(scratch, decoded);
        }
        let breaks = segment.iter().rev().take(1).filter(|byte| matches!(byte, b'\r' | b'\n')).count();
        digits = digits.saturating_add(segment.len()).saturating_sub(breaks);
    }
}

/// Leaves out what cannot be text, which is nearly all that was never encoded: see [`may_be_text`].
fn decode_base64(digits: &[u8], scratch: &mut Vec<u8>) {
    let table = &*BASE64;
    let value = |digit: &u8| u32::from(table.get(usize::from(*digit)).copied().unwrap_or(0) & 63);
    let bits_of = |quad: &[u8]| quad.iter().map(value).fold(0, |bits, digit| bits << 6 | digit);
    let quads = digits.chunks_exact(4);
    if !may_be_text(quads.clone().map(bits_of)) {
        return;
    }
    let left = quads.remainder();
    let whole = left.len().saturating_mul(6) / 8;
    let last = bits_of(left) << (6 * (4_usize.saturating_sub(left.len())));
    for bits in quads.map(bits_of) {
        let [_, bytes @ ..] = bits.to_be_bytes();
        scratch.extend_from_slice(&bytes);
    }
    scratch.extend(last.to_be_bytes().iter().skip(1).take(whole));
}

/// Three bytes at a time: two neighbouring threes are ASCII, as they are inside any eight bytes of ASCII, or the first
/// bytes are UTF-8 of some other kind.
fn may_be_text(mut threes: impl Iterator<Item = u32> + Clone) -> bool {
    const ABOVE_ASCII: u32 = 0x0080_8080;
    let begins_as_utf8 = || {
        let start: Vec<u8> =
            threes.clone().take(4).flat_map(|bits| bits.to_be_bytes().into_iter().skip(1)).collect();
        str::from_utf8(&start).map_or_else(|error| error.error_len().is_none(), |_| true)
    };
    begins_as_utf8() || {
        let mut last = ABOVE_ASCII;
        threes.any(|bits| (std::mem::replace(&mut last, bits) | bits) & ABOVE_ASCII == 0)
    }
}

/// RFC 4648, section 6.
fn decode_base32_runs(run: &[u8], scratch: &mut Vec<u8>, decoded: &mut Vec<u8>) {
    let is_digit = |byte: u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
    for (_, digits) in runs(run, SHORTEST_BASE32_DIGITS, is_digit) {
        let (mut bits, mut held) = (0_u16, 0_u32);
        for digit in digits {
            let value = if digit.is_ascii_digit() { digit - b'2' + 26 } else { digit - b'A' };
            bits = bits << 5 | u16::from(value);
            held += 5;
            if held >= 8 {
                held -= 8;
                scratch.extend((bits >> held).to_be_bytes().last());
            }
        }
        keep_text(scratch, decoded);
    }
}

/// RFC 4648, section 8.
fn decode_hex_runs(run: &[u8], scratch: &mut Vec<u8>, decoded: &mut Vec<u8>) {
    for (_, digits) in runs(run, SHORTEST_HEX_DIGITS, |byte| byte.is_ascii_hexdigit()) {
        decode_hex(digits, scratch);
        keep_text(scratch, decoded);
        if digits.len() % 2 == 1 {
            decode_hex(digits.get(1..).unwrap_or_default(), scratch);
            keep_text(scratch, decoded);
        }
    }
}

fn decode_hex(digits: &[u8], scratch: &mut Vec<u8>) {
    let table = &*HEX;
    let value = |digit: &u8| table.get(usize::from(*digit)).copied().unwrap_or(0);
    scratch.extend(
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | value(digit))),
    );
}

/// The value of a digit of either alphabet.
pub(super) fn base64_digit(byte: u8) -> Option<u8> {
    Some(base64_value(byte)).filter(|value| *value != NONE)
}

fn base64_value(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        0..=b'*' | b',' | b'.' | b':'..=b'@' | b'['..=b'^' | b'`' | b'{'..=0xff => NONE,
    }
}

fn hex_value(byte: u8) -> u8 {
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str, wanted: &str) -> bool {
        String::from_utf8_lossy(&one_layer(text.as_bytes())).contains(wanted)
    }

    #[test]
    fn each_encoding_is_taken_off() {
        assert!(says("a%3Db%zz%4", "a=b%zz%4\n"));
        assert!(says("docs/bW9ybmluZyBjb2ZmZWU=", "morning coffee"));
        assert!(says("bW9ybmlu\r\nZyBjb2ZmZWU=", "morning coffee"));
        assert!(says("0x6d6f726E696e6720636F66666565", "morning coffee"));
        assert!(says("e6d6f726e696e6720636f66666565", "morning coffee"));
        assert!(says("key MVZGI2LOMVUWK3LFNZSXK3TEON2WG2DFMQ end", "erdineiemeneundsuched"));
        assert!(says(r"\u0061=\x62\u{63}&#100;&#x65; \u00 &#; &#x110000;", r"a=bcde \u00 &#; &#x110000;"));
        assert!(says("one\ntwo %41 three\nfour", "two A three\n"));
    }

    #[test]
    fn only_one_layer_is_taken_off() {
        assert!(!says("%2561", "a"));
    }

    #[test]
    fn what_is_decoded_stays_within_six_times_the_text() {
        for piece in [
            "%41",
            "\\u0041",
            "a/YWJjZGVmZ2hpams/",
            "MFRGGZDFMZTWQ2LK",
            "abcdefghijk/",
            "a",
            "616",
            "%",
            "ABCDEFGHIJK-",
        ] {
            let text = piece.repeat(10_000);
            assert!(one_layer(text.as_bytes()).len() < 6 * text.len(), "{piece}");
        }
    }
}
