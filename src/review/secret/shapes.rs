//! Finds credentials that are known by their shape: PEM blocks, JSON web tokens, `data:` URLs, Telegram bot tokens.

use super::SecretRule;
use super::decode::base64_digit;
use super::runs::{around, runs};

/// Whatever the label: a certificate is public, but to let its body pass would let anything pass under that label.
const PEM_BLOCK: SecretRule = SecretRule {
    id: "pem-block",
    meaning: "A PEM block, such as a private key or a certificate (RFC 7468).",
};
const JWT: SecretRule = SecretRule { id: "jwt", meaning: "A JSON web token (RFC 7519)." };
const DATA_URL: SecretRule = SecretRule {
    id: "data-url",
    meaning: "A data: URL, which carries a payload instead of naming one (RFC 2397).",
};
const TELEGRAM: SecretRule = SecretRule { id: "telegram-bot-token", meaning: "A Telegram bot token." };

/// The rules of this file, in the order in which they are tried.
pub(super) const RULES: [SecretRule; 4] = [PEM_BLOCK, JWT, DATA_URL, TELEGRAM];

/// The base64 of nine bytes of JSON: enough to see that a header is one, few enough to try at every place.
const JWT_HEADER_START: usize = 12;

/// A header that opens an object, two dots and an empty object, in base64 `e30`.
const SHORTEST_JWT_BYTES: usize = JWT_HEADER_START + 5;

/// A media type with parameters longer than this is not looked at to its end.
const LONGEST_MEDIA_TYPE_BYTES: usize = 128;

/// The first rule about a shape that the text breaks.
pub(super) fn find(text: &[u8]) -> Option<SecretRule> {
    if text.contains(&b'-') && has_pem_block(text) {
        return Some(PEM_BLOCK);
    }
    if text.contains(&b'.') && has_jwt(text) {
        return Some(JWT);
    }
    if !text.contains(&b':') {
        return None;
    }
    around(text, b':').find_map(|(before, after)| {
        if is_data_url(before, after) {
            Some(DATA_URL)
        } else if is_telegram_token(before, after) {
            Some(TELEGRAM)
        } else {
            None
        }
    })
}

/// True when the text ends in `word`, in any case, and the word does not continue to the left.
fn ends_in_word(text: &[u8], word: &[u8]) -> bool {
    text.split_at_checked(text.len().saturating_sub(word.len())).is_some_and(|(before, end)| {
        end.eq_ignore_ascii_case(word) && !before.last().is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Five dashes and BEGIN; SSH2 files (RFC 4716) write four and a space. The end line may be cut off.
fn has_pem_block(text: &[u8]) -> bool {
    around(text, b'-').any(|(before, after)| {
        let label = after.strip_prefix(b" ").unwrap_or(after);
        before.ends_with(b"---")
            && label.split_at_checked(b"BEGIN ".len()).is_some_and(|(begin, name)| {
                begin.eq_ignore_ascii_case(b"BEGIN ") && name.first().is_some_and(u8::is_ascii_alphabetic)
            })
    })
}

/// Three dotted parts of base64url, the first of which opens a JSON object. An unsecured token's last part is empty.
fn has_jwt(text: &[u8]) -> bool {
    let of_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    runs(text, SHORTEST_JWT_BYTES, of_word).any(|(_, word)| {
        let parts = || word.split(|byte| *byte == b'.');
        let followed = parts().zip(parts().skip(1)).zip(parts().skip(2));
        followed
            .filter(|((header, payload), _)| header.len() >= JWT_HEADER_START && payload.len() >= 3)
            .any(|((header, _), _)| header.windows(JWT_HEADER_START).any(opens_json_object))
    })
}

/// True when twelve base64 digits say `{`, perhaps white space, `"`, and then printable characters.
fn opens_json_object(digits: &[u8]) -> bool {
    if digits.first() != Some(&b'e') {
        return false;
    }
    let mut json = Vec::with_capacity(9);
    for quad in digits.chunks_exact(4) {
        let bits = quad
            .iter()
            .filter_map(|byte| base64_digit(*byte))
            .fold(0, |bits, digit| bits << 6 | u32::from(digit));
        let [_, bytes @ ..] = bits.to_be_bytes();
        json.extend(bytes);
    }
    json.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        && json.strip_prefix(b"{").is_some_and(|inside| inside.trim_ascii_start().starts_with(b"\""))
}

/// `data:` and a media type, parameters or nothing, up to the comma. `data:foo,bar` is prose.
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

/// Eight to ten digits, a colon, 35 characters. Source: core.telegram.org/bots/api#authorizing-your-bot.
fn is_telegram_token(before: &[u8], after: &[u8]) -> bool {
    let digits = before.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    (8..=10).contains(&digits)
        && after.iter().take(36).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count()
            == 35
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_a_pem_block_too() {
        assert_eq!(find(concat!("-----BEG", "IN CERTIFICATE-----").as_bytes()), Some(PEM_BLOCK));
        assert_eq!(find(b"--------- BEGINNING of the log ---------"), None);
    }

    #[test]
    fn a_dotted_name_is_no_token_unless_it_opens_with_json() {
        assert_eq!(find(b"eyebrow-raising.module-name.v1"), None);
        assert_eq!(find(concat!("ey", "JhbGciOiJub25lIn0.e30.").as_bytes()), Some(JWT));
        assert_eq!(find(concat!("ew", "ogICJhbGciOiAibm9uZSJ9.eyJzdWIiOiIxIn0.c2ln").as_bytes()), Some(JWT));
    }

    #[test]
    fn data_is_a_url_only_with_a_media_type_and_a_comma() {
        for text in
            ["data:,hello", "DATA:text/plain,hi", "url(data:;base64,aGk)", "data:image/png;base64,iVBO"]
        {
            assert_eq!(find(text.as_bytes()), Some(DATA_URL), "{text}");
        }
        for text in ["data: a, b", "metadata:a/b,c", "data:rows,columns", "data:text/plain", "data:, and"] {
            assert_eq!(find(text.as_bytes()), None, "{text}");
        }
    }
}
