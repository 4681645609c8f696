//! Finds credentials by their shape: PEM blocks, JSON web tokens, `data:` URLs, bot tokens.

use super::SecretRule;
use super::base64::digit;
use super::links::is_in_arn;
use super::rules::Rules;
use super::runs::mark;
use super::signs::is_of_part;
use memchr::memmem;

/// The base64 of nine bytes of JSON: enough to recognize a header, few enough to try at every position.
const JWT_HEADER_START: usize = 12;

/// A longer media type with parameters is not read to its end.
const LONGEST_MEDIA_TYPE_BYTES: usize = 128;

/// Length of a token after the colon; the bot's number before it has six digits or more.
const TELEGRAM_BODY_BYTES: usize = 35;

pub(super) fn find(rules: &Rules, text: &[u8]) -> Option<SecretRule> {
    if has_pem_block(text) {
        return Some(rules.forms.pem_block);
    }
    dotted(rules, text).or_else(|| {
        mark(text, b':').find_map(|at| {
            let (before, after) = (text.get(..at)?, text.get(at.saturating_add(1)..)?);
            match before.last()? {
                b'a' | b'A' if is_data_url(before, after) => Some(rules.forms.data_url),
                b'0'..=b'9' if is_telegram_token(before, after) => Some(rules.forms.telegram_bot),
                _ => None,
            }
        })
    })
}

/// Ignores case. The word must not continue to the left.
fn ends_in_word(text: &[u8], word: &[u8]) -> bool {
    text.split_at_checked(text.len().saturating_sub(word.len())).is_some_and(|(before, end)| {
        end.eq_ignore_ascii_case(word) && !before.last().is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Five dashes and BEGIN; SSH2 files (RFC 4716) have four and a space. The end line may be cut off.
fn has_pem_block(text: &[u8]) -> bool {
    let dashes = memmem::Finder::new(b"----");
    let mut rest = text;
    while let Some(at) = dashes.find(rest) {
        let line = rest.get(at..).unwrap_or_default();
        let run = line.iter().take_while(|byte| **byte == b'-').count();
        rest = line.get(run..).unwrap_or_default();
        let label = rest.strip_prefix(b" ").unwrap_or(rest);
        if label.split_at_checked(b"BEGIN ".len()).is_some_and(|(begin, name)| {
            begin.eq_ignore_ascii_case(b"BEGIN ") && name.first().is_some_and(u8::is_ascii_alphabetic)
        }) {
            return true;
        }
    }
    false
}

/// Checks every three parts of base64url with dots between. A part is read only from a dot beside it, and dots end
/// parts, so no byte is read more than a few times.
fn dotted(rules: &Rules, text: &[u8]) -> Option<SecretRule> {
    let is_of_part = |byte: &&u8| is_of_part(**byte);
    mark(text, b'.').find_map(|at| {
        let after = text.get(at.saturating_add(1)..)?;
        let payload = after.iter().take_while(is_of_part).count();
        if (payload < 3 && !has_no_key(after)) || after.get(payload) != Some(&b'.') {
            return None;
        }
        let before = text.get(..at)?;
        let header = before.iter().rev().take_while(is_of_part).count();
        let header = before.get(before.len().saturating_sub(header)..)?;
        if header.len() < JWT_HEADER_START {
            return None;
        }
        if header.windows(JWT_HEADER_START).any(opens_json_object) {
            return Some(rules.forms.jwt);
        }
        let signature =
            || after.iter().skip(payload.saturating_add(1)).take(39).take_while(is_of_part).count();
        let is_bot =
            matches!(payload, 6 | 7) && is_discord_number(header) && (27..=38).contains(&signature());
        is_bot.then_some(rules.forms.discord_bot)
    })
}

/// Matches `header..iv.text.tag`: an encrypted token whose key was agreed on before has an empty part for it (RFC
/// 7516). Three dots in prose are no part.
fn has_no_key(after: &[u8]) -> bool {
    after.strip_prefix(b".").is_some_and(|rest| {
        let iv = rest.iter().take(JWE_IV_MAX + 1).take_while(|byte| is_of_part(**byte)).count();
        (JWE_IV_MIN..=JWE_IV_MAX).contains(&iv) && rest.get(iv) == Some(&b'.')
    })
}

/// Base64 digits of 96 bits, and of 128.
const JWE_IV_MIN: usize = 16;
const JWE_IV_MAX: usize = 22;

/// True if twelve base64 digits decode to `{`, optional white space, `"`, and then printable characters.
fn opens_json_object(digits: &[u8]) -> bool {
    // `{` is all of the first digit and two bits of the second.
    let [b'e', second, ..] = *digits else { return false };
    if digit(second).is_none_or(|digit| digit < 48) {
        return false;
    }
    let mut json = Vec::with_capacity(9);
    decode_quads(digits, &mut json);
    json.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        && json.strip_prefix(b"{").is_some_and(|inside| inside.trim_ascii_start().starts_with(b"\""))
}

/// An account number of 17 to 20 decimal digits, in base64.
fn is_discord_number(part: &[u8]) -> bool {
    let mut number = Vec::with_capacity(21);
    decode_quads(part, &mut number);
    (23..=28).contains(&part.len()) && number.iter().all(u8::is_ascii_digit)
}

fn decode_quads(digits: &[u8], decoded: &mut Vec<u8>) {
    for quad in digits.chunks_exact(4) {
        let values = quad.iter().filter_map(|byte| digit(*byte));
        let [_, bytes @ ..] = values.fold(0, |bits, digit| bits << 6 | u32::from(digit)).to_be_bytes();
        decoded.extend(bytes);
    }
}

/// Matches `data:` with a media type, parameters or nothing, up to the comma. `data:foo,bar` is prose.
fn is_data_url(before: &[u8], after: &[u8]) -> bool {
    if !ends_in_word(before, b"data") {
        return false;
    }
    let of_media_type = |b: &u8| b.is_ascii_alphanumeric() || b"/+.;=_-\"%*!#$&^'".contains(b);
    let length = after.iter().take(LONGEST_MEDIA_TYPE_BYTES).take_while(|byte| of_media_type(byte)).count();
    after.split_at_checked(length).is_some_and(|(media_type, rest)| {
        let reads_as_type =
            media_type.is_empty() || media_type.starts_with(b";") || media_type.contains(&b'/');
        reads_as_type
            && rest.first() == Some(&b',')
            && rest.get(1).is_some_and(|byte| !byte.is_ascii_whitespace())
    })
}

/// Six to twelve digits, a colon, 35 characters.
fn is_telegram_token(before: &[u8], after: &[u8]) -> bool {
    let digits = before.iter().rev().take(13).take_while(|byte| byte.is_ascii_digit()).count();
    let of_body = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (6..=12).contains(&digits)
        && !is_in_arn(before)
        && after.iter().take(TELEGRAM_BODY_BYTES.saturating_add(1)).take_while(of_body).count()
            == TELEGRAM_BODY_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rules;

    fn found(text: &str) -> Option<&'static str> {
        find(rules().unwrap(), text.as_bytes()).map(SecretRule::id)
    }

    #[test]
    fn a_certificate_is_a_pem_block_too() {
        assert_eq!(found(concat!("-----BEG", "IN CERTIFICATE-----")), Some("pem-block"));
        assert_eq!(found(concat!("--- --------BEG", "IN RSA PRIVATE KEY-----")), Some("pem-block"));
        assert_eq!(found("--------- BEGINNING of the log ---------"), None);
        assert_eq!(found(concat!("---BEG", "IN x---")), None);
    }

    #[test]
    fn a_dotted_name_is_no_token_unless_it_opens_with_json() {
        assert_eq!(found("eyebrow-raising.module-name.v1"), None);
        assert_eq!(found(concat!("ey", "JhbGciOiJub25lIn0.e30.")), Some("jwt"));
        assert_eq!(found(concat!("ew", "ogICJhbGciOiAibm9uZSJ9.eyJzdWIiOiIxIn0.c2ln")), Some("jwt"));
    }

    #[test]
    fn a_bots_token_opens_with_its_number() {
        let rest = concat!(".Cl2FMQ.", "ZnCjm1XVW7vRze4b7Cq4se7kKWs");
        assert_eq!(found(&format!("MTk4NjIyNDgzNDcxOTI1MjQ4{rest}")), Some("discord-bot-token"));
        assert_eq!(found(&format!("YWJjZGVmZ2hpamtsbW5vcHFy{rest}")), None);
    }

    #[test]
    fn data_is_a_url_only_with_a_media_type_and_a_comma() {
        for text in
            ["data:,hello", "DATA:text/plain,hi", "url(data:;base64,aGk)", "data:image/png;base64,iVBO"]
        {
            assert_eq!(found(text), Some("data-url"), "{text}");
        }
        for text in ["data: a, b", "metadata:a/b,c", "data:rows,columns", "data:text/plain", "data:, and"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
