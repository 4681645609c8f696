//! Decodes one layer of escapes, base64, base32 or hex wherever a text may have it.

use super::alphabet::{HEX_DIGITS, WORDS};
use super::base64;
use super::runs::{first_mark, runs};
use super::sieve::{Facts, is_of_base64};
use super::signs::{SHORTEST_BASE64_DIGITS, is_base32_digit, is_break};
use memchr::memchr2;

const SHORTEST_BASE32_DIGITS: usize = 13;

const SHORTEST_HEX_DIGITS: usize = 16;

/// Bytes that were never encoded hardly ever decode to longer text.
const SHORTEST_TEXT_BYTES: usize = 8;

const NONE: u8 = u8::MAX;

static HEX: [u8; 256] = {
    let mut values = [0; 256];
    let (mut left, mut byte): (&mut [u8], u8) = (&mut values, 0);
    while let [value, rest @ ..] = left {
        *value = hex_value(byte);
        (left, byte) = (rest, byte.wrapping_add(1));
    }
    values
};

/// Decodes everything that may be encoded in the text, one reading a line. Empty if nothing looks encoded.
/// A byte is decoded at most once as an escape, twice as base64 (its run, its segment), once as base32 and twice as
/// hex (even, odd). So the result is shorter than six times the text. Results that are not text are dropped. UTF-8 of
/// any characters stays, and so does a secret split by invisible ones.
pub(super) fn one_layer(text: &[u8], facts: Facts) -> Vec<u8> {
    let mut said = Decoded::default();
    if facts.may_be_escaped() {
        decode_escapes(text, &mut said.lines);
    }
    let mut decode_run = |run: &[u8]| {
        decode_base64_run(run, facts, &mut said);
        // Digits of base32 and of hex are digits of base64 too.
        if facts.may_be_base32() && run.len() >= SHORTEST_BASE32_DIGITS {
            decode_base32_runs(run, &mut said);
        }
        if facts.may_be_hex() && run.len() >= SHORTEST_HEX_DIGITS {
            decode_hex_runs(run, &mut said);
        }
    };
    if facts.is_one_base64_run() {
        decode_run(text);
    } else {
        runs(text, SHORTEST_BASE64_DIGITS, is_of_base64).for_each(|(_, run)| decode_run(run));
    }
    said.all()
}

/// True if nothing in the text is encoded. The facts must leave only base64 in one line.
pub(super) fn is_empty(text: &[u8], facts: Facts) -> bool {
    let may_be_text = |digits: &[u8]| may_be_text(digits, facts);
    let says_something = |run: &[u8]| {
        may_be_text(run) || (facts.may_have_segments() && shifted_words(run, Lines::One).any(may_be_text))
    };
    if facts.is_one_base64_run() {
        !says_something(text)
    } else {
        !runs(text, SHORTEST_BASE64_DIGITS, is_of_base64).any(|(_, run)| says_something(run))
    }
}

#[derive(Default)]
struct Decoded {
    lines: Vec<u8>,
    /// Empty lines still to write, for runs that decode to nothing. If no run decodes to text, nothing is written at
    /// all.
    blank: usize,
    scratch: Vec<u8>,
}

impl Decoded {
    /// Moves text out of `scratch`: all of it if it is UTF-8 throughout, otherwise its long runs of ASCII.
    fn keep_text(&mut self) {
        if self.scratch.is_empty() {
            self.blank = self.blank.saturating_add(1);
        } else if str::from_utf8(&self.scratch).is_ok() {
            write_line(&mut self.lines, &mut self.blank, &self.scratch);
        } else {
            for (_, text) in runs(&self.scratch, SHORTEST_TEXT_BYTES, |byte| byte.is_ascii()) {
                write_line(&mut self.lines, &mut self.blank, text);
            }
        }
        self.scratch.clear();
    }

    fn all(mut self) -> Vec<u8> {
        if !self.lines.is_empty() {
            self.lines.resize(self.lines.len().saturating_add(self.blank), b'\n');
        }
        self.lines
    }
}

fn write_line(lines: &mut Vec<u8>, blank: &mut usize, text: &[u8]) {
    lines.resize(lines.len().saturating_add(std::mem::take(blank)), b'\n');
    lines.extend_from_slice(text);
    lines.push(b'\n');
}

/// Copies every line that has an escape, with each escape replaced: `%HH` (RFC 3986, section 2.1), `\uHHHH` and
/// `\xHH` of many languages, `&#NN;` and `&#xHH;` of HTML.
fn decode_escapes(text: &[u8], decoded: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(mark) = first_mark(rest, *b"%\\&") {
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
    while let Some(mark) = first_mark(rest, *b"%\\&") {
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

/// Lines of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

/// Excludes nearly everything that was never encoded. Decoded text is kept only if it is ASCII for eight bytes, which
/// cover two adjacent groups of three, or UTF-8 from its first byte on.
fn may_be_text(digits: &[u8], facts: Facts) -> bool {
    base64::begins_as_utf8(digits) || (facts.may_be_ascii_in_base64() && base64::has_ascii(digits))
}

/// RFC 4648, sections 4 and 5.
fn decode_base64_run(run: &[u8], facts: Facts, said: &mut Decoded) {
    let mut decode = |digits: &[u8], facts| {
        if may_be_text(digits, facts) {
            base64::decode(digits, &mut said.scratch);
        }
        said.keep_text();
    };
    let has_breaks = facts.may_have_breaks() && memchr2(b'\r', b'\n', run).is_some();
    let lines = if has_breaks { Lines::Many } else { Lines::One };
    if has_breaks {
        let unbroken: Vec<u8> = run.iter().copied().filter(|byte| !is_break(*byte)).collect();
        decode(&unbroken, Facts::UNKNOWN);
    } else {
        decode(run, facts);
    }
    if facts.may_have_segments() {
        shifted_words(run, lines).for_each(|word| decode(word, facts));
    }
}

/// `/`, `-` and `_` are digits but also join words, and a word in front shifts all bits after it.
fn shifted_words(run: &[u8], lines: Lines) -> impl Iterator<Item = &[u8]> {
    let (mut read, mut breaks) = (0_usize, 0_usize);
    let words = runs(run, SHORTEST_BASE64_DIGITS - 1, |byte| WORDS.contains(byte));
    words.filter_map(move |(before, word)| {
        if lines == Lines::Many {
            let fresh = before.get(read..).unwrap_or_default();
            breaks = breaks.saturating_add(fresh.iter().filter(|byte| is_break(**byte)).count());
            read = before.len();
        }
        // The sign that joins it to the next word counts as a digit.
        let is_last = before.len().saturating_add(word.len()) == run.len();
        let is_shifted = !before.len().saturating_sub(breaks).is_multiple_of(4);
        (is_shifted && (word.len() >= SHORTEST_BASE64_DIGITS || !is_last)).then_some(word)
    })
}

/// RFC 4648, section 6.
fn decode_base32_runs(run: &[u8], said: &mut Decoded) {
    for (_, digits) in runs(run, SHORTEST_BASE32_DIGITS, is_base32_digit) {
        let (mut bits, mut held) = (0_u16, 0_u32);
        for digit in digits {
            let value = if digit.is_ascii_digit() { digit - b'2' + 26 } else { digit - b'A' };
            bits = bits << 5 | u16::from(value);
            held += 5;
            if held >= 8 {
                held -= 8;
                said.scratch.extend((bits >> held).to_be_bytes().last());
            }
        }
        said.keep_text();
    }
}

/// RFC 4648, section 8.
fn decode_hex_runs(run: &[u8], said: &mut Decoded) {
    for (_, digits) in runs(run, SHORTEST_HEX_DIGITS, |byte| HEX_DIGITS.contains(byte)) {
        decode_hex(digits, said);
        // One digit too many may be the first one or the last.
        if digits.len() % 2 == 1 {
            decode_hex(digits.get(1..).unwrap_or_default(), said);
        }
    }
}

fn decode_hex(digits: &[u8], said: &mut Decoded) {
    let value = |digit: &u8| HEX.get(usize::from(*digit)).copied().unwrap_or(0);
    let pairs = digits.chunks_exact(2);
    let bytes = pairs.clone().map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | value(digit)));
    // Kept text is UTF-8 from its first byte on, or ASCII for a while.
    let mut start = [0; SHORTEST_TEXT_BYTES];
    start.iter_mut().zip(bytes.clone()).for_each(|(slot, byte)| *slot = byte);
    let mut ascii = 0_usize;
    let mut is_text = |pair: &[u8]| {
        let is_ascii = pair.first().is_some_and(|digit| value(digit) < 8);
        ascii = if is_ascii { ascii.saturating_add(1) } else { 0 };
        ascii >= SHORTEST_TEXT_BYTES
    };
    if base64::is_start_of_text(&start) || pairs.clone().any(&mut is_text) {
        said.scratch.extend(bytes);
        said.keep_text();
    }
}

const fn hex_value(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        b'A'..=b'F' => byte - b'A' + 10,
        0..=b'/' | b':'..=b'@' | b'G'..=b'`' | b'g'..=0xff => NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str, wanted: &str) -> bool {
        String::from_utf8_lossy(&one_layer(text.as_bytes(), Facts::UNKNOWN)).contains(wanted)
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
            assert!(one_layer(text.as_bytes(), Facts::UNKNOWN).len() < 6 * text.len(), "{piece}");
        }
    }
}
