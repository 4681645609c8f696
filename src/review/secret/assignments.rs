//! Finds `password=…` and its relatives, and leaves prose about passwords alone.

use super::SecretRule;
use super::runs::around;
use super::urls::{CONNECTION_STRING, name_before};
use super::values::{LONGEST_GAP_BYTES, Reading, Value, strip_at_most};

const ASSIGNMENT: SecretRule = SecretRule {
    id: "assignment",
    meaning: "A name such as password, token or api_key that is given a value.",
};
const AUTHORIZATION: SecretRule = SecretRule {
    id: "authorization-header",
    meaning: "An Authorization header with credentials in it (RFC 9110, section 11.6.2).",
};

/// The rules of this file, in the order in which they are tried.
pub(super) const RULES: [SecretRule; 2] = [ASSIGNMENT, AUTHORIZATION];

/// Names end in one of these, written without case, spaces and punctuation: `DB_PASSWORD`, `clientSecret`, `API key`.
const KEYWORDS: [(&str, Keyword); 16] = [
    ("password", Keyword::Password),
    ("passwd", Keyword::Password),
    ("passphrase", Keyword::Password),
    ("passwort", Keyword::Password),
    ("pwd", Keyword::Directory),
    ("pass", Keyword::Pass),
    ("secret", Keyword::Token),
    ("token", Keyword::Token),
    ("apikey", Keyword::Token),
    ("accesskey", Keyword::Token),
    ("secretkey", Keyword::Token),
    ("privatekey", Keyword::Token),
    ("accountkey", Keyword::Token),
    ("signingkey", Keyword::Token),
    ("encryptionkey", Keyword::Token),
    ("authorization", Keyword::Authorization),
];

const LONGEST_NAME_BYTES: usize = 48;

#[derive(Clone, Copy)]
enum Keyword {
    Password,
    /// `pwd` is also the working directory.
    Directory,
    /// `pass` also ends words, and counts what passed.
    Pass,
    Token,
    Authorization,
}

/// The first rule about assignments that the text breaks.
pub(super) fn find(text: &[u8]) -> Option<SecretRule> {
    let at = |sign| around(text, sign).find_map(|(before, after)| rule_at(before, sign, after));
    let option = || around(text, b'-').find_map(|(before, after)| option_rule(before, after));
    at(b'=').or_else(|| at(b':')).or_else(|| if text.contains(&b'-') { option() } else { None })
}

fn rule_at(before: &[u8], sign: u8, after: &[u8]) -> Option<SecretRule> {
    let unspaced = strip_at_most(before, LONGEST_GAP_BYTES, |byte| matches!(byte, b' ' | b'\t'));
    let unquoted =
        strip_at_most(unspaced, LONGEST_GAP_BYTES, |byte| matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b']'));
    let (before_name, keyword, before_keyword) = keyword_at_end(unquoted)?;
    let value = Value::at_start(sign, after)?;
    let is_quoted_key = unquoted.len() < unspaced.len();
    let reading = match (sign, keyword) {
        (b':', _) if is_quoted_key || value.is_one_quoted_word() => Reading::Setting,
        (b':', Keyword::Password | Keyword::Directory) if !value.follows_gap => Reading::Setting,
        (b':', _) => Reading::Prose,
        (_, _) => Reading::Setting,
    };
    let is_secret = match keyword {
        Keyword::Authorization => return value.is_authorization().then_some(AUTHORIZATION),
        Keyword::Directory => !value.is_path() && value.is_secret(reading),
        Keyword::Pass => {
            let begins_word = !before_keyword.last().is_some_and(u8::is_ascii_alphanumeric);
            begins_word && !value.text.iter().all(u8::is_ascii_digit) && value.is_secret(reading)
        }
        Keyword::Password | Keyword::Token => value.is_secret(reading),
    };
    let is_field = sign == b'=' && before_name.last() == Some(&b';');
    let rule = if is_field { CONNECTION_STRING } else { ASSIGNMENT };
    is_secret.then_some(rule)
}

/// `--password hunter2`, a command line with the value behind a space.
fn option_rule(before: &[u8], after: &[u8]) -> Option<SecretRule> {
    if before.last() != Some(&b'-') || !after.first().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let length = after.iter().take(LONGEST_NAME_BYTES).take_while(of_name).count();
    let (name, rest) = after.split_at_checked(length)?;
    let (_, _, _) = keyword_at_end(name)?;
    let value = Value::at_start(b' ', rest.strip_prefix(b" ")?)?;
    value.is_secret(Reading::Prose).then_some(ASSIGNMENT)
}

/// What stands before the name, the keyword the name ends in, and what stands before that.
fn keyword_at_end(text: &[u8]) -> Option<(&[u8], Keyword, &[u8])> {
    // Most names end in none of the keywords' last letters.
    if !matches!(text.last()?.to_ascii_lowercase(), b'd' | b'e' | b'n' | b's' | b't' | b'y') {
        return None;
    }
    let before_name = strip_at_most(text, LONGEST_NAME_BYTES, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b' ')
    });
    let name = text.get(before_name.len()..)?;
    KEYWORDS.iter().find_map(|(word, keyword)| Some((before_name, *keyword, name_before(name, word)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_in_many_notations_are_found() {
        for text in [
            "password=hunter2",
            "DB_PASSWORD = 'correct horse'",
            "api-key => abcd",
            "passwd:=abcd",
            "{\"password\": \"abcd\"}",
            "{\\\"clientSecret\\\":\\\"abcd\\\"}",
            "password:hunter2",
            "API key: A1b2C3",
            "env[\"TOKEN\"] = \"abcd\"",
            "secret: 'abcd'",
            "mysql --password hunter2",
            "pwd=hunter2",
            "DB_PASS=hunter2",
            "if token == \"abcd\"",
            "password=p,ssw0rd",
            "password: $ecret-word",
        ] {
            assert_eq!(find(text.as_bytes()), Some(ASSIGNMENT), "{text}");
        }
        assert_eq!(find(b"Server=db;User Id=sa;Password=abcd;"), Some(CONNECTION_STRING));
        assert_eq!(find(b"Authorization: Basic YW5uOmFubg=="), Some(AUTHORIZATION));
    }

    #[test]
    fn the_glance_at_the_last_letter_knows_every_keyword() {
        for (word, _) in KEYWORDS {
            assert!(keyword_at_end(word.as_bytes()).is_some(), "{word}");
        }
    }

    #[test]
    fn prose_and_placeholders_are_harmless() {
        for text in [
            "the password: see vault",
            "token: see the vault",
            "secret: owner-held",
            "password=<redacted>",
            "pwd=/home/ann",
            "password=***, user=ann",
            "{password: ${DB_PASSWORD}}",
            "token = null;",
            "bypass=always",
            "pass=1204 fail=0",
            "Token::parse_all1",
            "password != stored1",
            "authorization: bearer authentication",
            "authorization: pending 2026",
            "tokenAccessAllowed=false",
            "password: <insert yours>",
            "--token bucket",
            "Authorization: Bearer <token-here>",
        ] {
            assert_eq!(find(text.as_bytes()), None, "{text}");
        }
    }
}
