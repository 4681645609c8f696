//! Takes one layer of percent-, base64- or hex-encoding off whatever in a text may carry it.

use super::runs::runs;

/// Eight bytes, the shortest secret, take this many base64 digits.
const SHORTEST_BASE64_DIGITS: usize = 11;

/// Eight bytes, the shortest secret, take this many hex digits.
const SHORTEST_HEX_DIGITS: usize = 16;

/// Everything the text may say under one encoding, one reading a line. Empty when nothing looks encoded.
///
/// A byte is decoded at most once as percent, twice as base64 (its run, its segment) and twice as hex (even, odd), so the
/// answer is shorter than six times the text. Nothing asks whether the outcome is readable: a secret among binary
/// rubbish is a secret.
pub(super) fn one_layer(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    decode_percent(text, &mut decoded);
    decode_base64_runs(text, &mut decoded);
    decode_hex_runs(text, &mut decoded);
    decoded
}

/// RFC 3986, section 2.1: the whole text with each `%HH` replaced, if there is a percent sign at all.
fn decode_percent(text: &[u8], decoded: &mut Vec<u8>) {
    if !text.contains(&b'%') {
        return;
    }
    let mut rest = text;
    loop {
        rest = match rest {
            [b'%', high, low, after @ ..] => {
                if let (Some(high), Some(low)) = (hex_digit(*high), hex_digit(*low)) {
                    decoded.push(high << 4 | low);
                    after
                } else {
                    decoded.push(b'%');
                    rest.get(1..).unwrap_or_default()
                }
            }
            [byte, after @ ..] => {
                decoded.push(*byte);
                after
            }
            [] => break,
        };
    }
    decoded.push(b'\n');
}

/// RFC 4648, sections 4 and 5. Line breaks may stand inside a run, as in mail.
fn decode_base64_runs(text: &[u8], decoded: &mut Vec<u8>) {
    for (_, run) in runs(text, SHORTEST_BASE64_DIGITS, is_of_base64_run) {
        decode_base64(run, decoded);
        // `/`, `-` and `_` are digits but also join words, and a word in front shifts all the bits behind it.
        if !run.iter().all(u8::is_ascii_alphanumeric) {
            let segments = run.split(|byte| !byte.is_ascii_alphanumeric());
            for segment in segments.filter(|segment| segment.len() >= SHORTEST_BASE64_DIGITS) {
                decode_base64(segment, decoded);
            }
        }
    }
}

fn is_of_base64_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'\r' | b'\n')
}

fn decode_base64(run: &[u8], decoded: &mut Vec<u8>) {
    let (mut bits, mut held) = (0_u16, 0_u32);
    for digit in run.iter().filter_map(|byte| base64_digit(*byte)) {
        bits = bits << 6 | u16::from(digit);
        held += 6;
        if held >= 8 {
            held -= 8;
            let [_, byte] = (bits >> held).to_be_bytes();
            decoded.push(byte);
        }
    }
    decoded.push(b'\n');
}

/// RFC 4648, section 8, in either case. An odd run is read twice: a letter in front may only look like a digit.
fn decode_hex_runs(text: &[u8], decoded: &mut Vec<u8>) {
    for (_, run) in runs(text, SHORTEST_HEX_DIGITS, |byte| byte.is_ascii_hexdigit()) {
        decode_hex(run, decoded);
        if run.len() % 2 == 1 {
            decode_hex(run.get(1..).unwrap_or_default(), decoded);
        }
    }
}

fn decode_hex(run: &[u8], decoded: &mut Vec<u8>) {
    let mut digits = run.iter().filter_map(|byte| hex_digit(*byte));
    while let (Some(high), Some(low)) = (digits.next(), digits.next()) {
        decoded.push(high << 4 | low);
    }
    decoded.push(b'\n');
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        0..=b'/' | b':'..=b'@' | b'G'..=b'`' | b'g'..=0xff => None,
    }
}

/// The value of a digit of either alphabet, RFC 4648 tables 1 and 2.
pub(super) fn base64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        0..=b'*' | b',' | b'.' | b':'..=b'@' | b'['..=b'^' | b'`' | b'{'..=0xff => None,
    }
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
    }

    #[test]
    fn only_one_layer_is_taken_off() {
        assert!(!says("%2561", "a"));
    }

    #[test]
    fn what_is_decoded_stays_within_six_times_the_text() {
        for piece in ["%41", "abcdefghijk/", "a", "616", "%", "ABCDEFGHIJK-"] {
            let text = piece.repeat(10_000);
            assert!(one_layer(text.as_bytes()).len() < 6 * text.len(), "{piece}");
        }
    }
}
