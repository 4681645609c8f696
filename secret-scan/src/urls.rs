//! Finds URLs with a password or a secret query parameter.

use super::SecretRule;
use super::placeholders::is_placeholder;
use super::rules::{Parameter, Rules};
use super::runs::{mark, marks};

const LONGEST_SCHEME_BYTES: usize = 32;
const LONGEST_NAME_BYTES: usize = 48;
const LONGEST_UNQUOTED_PASSWORD_BYTES: usize = 64;

/// The id of a search job has the name of the scheduled search in it.
const LONGEST_JOB_BYTES: usize = 256;

/// A longer value of letters alone may be a random key.
const LONGEST_PLAIN_WORD_BYTES: usize = 20;

pub(super) fn find(rules: &Rules, text: &[u8]) -> Option<SecretRule> {
    let password = mark(text, b':').find_map(|at| {
        let after = text.get(at.saturating_add(1)..)?.strip_prefix(b"//")?;
        password_rule(rules, text.get(..at)?, after)
    });
    // Relative addresses count: the path of a callback with its code is as good as the whole URL.
    let parameter = || {
        marks(text, *b"?&#")
            .filter_map(|at| text.get(at.saturating_add(1)..))
            .any(|after| begins_with_secret_parameter(rules, after))
    };
    password.or_else(|| parameter().then_some(rules.forms.url_parameter))
}

/// Authorities end at a slash and the next URL begins with two, so no byte belongs to two of them.
fn password_rule(rules: &Rules, before: &[u8], after: &[u8]) -> Option<SecretRule> {
    let of_scheme = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let authority = after.split(|byte| ends_authority(*byte)).next()?;
    let scheme = || {
        let length = before.iter().rev().take(LONGEST_SCHEME_BYTES).take_while(of_scheme).count();
        is_database_scheme(rules, before.get(before.len().saturating_sub(length)..).unwrap_or_default())
    };
    let (user, is_database) = match authority.iter().rposition(|byte| *byte == b'@') {
        Some(at) => (authority.get(..at)?, scheme()),
        None if scheme() => (user_with_unquoted_password(after, authority)?, true),
        None => return None,
    };
    let colon = user.iter().position(|byte| *byte == b':')?;
    let password = user.get(colon.saturating_add(1)..)?;
    let rule = if is_database { rules.forms.database_password } else { rules.forms.url_password };
    (!is_placeholder(rules.placeholders, password)).then_some(rule)
}

fn ends_authority(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'\\')
}

/// People forget to percent-encode `/`, `?` and `#` in a password. Then the text in place of the port is no number.
fn user_with_unquoted_password<'a>(after: &'a [u8], authority: &[u8]) -> Option<&'a [u8]> {
    let colon = authority.iter().position(|byte| *byte == b':')?;
    let port = authority.get(colon.saturating_add(1)..)?;
    if port.iter().all(u8::is_ascii_digit) && !port.is_empty() {
        return None;
    }
    let reach = colon.saturating_add(LONGEST_UNQUOTED_PASSWORD_BYTES).min(after.len());
    let near = after.get(..reach)?;
    memchr::memchr(b'@', near)?;
    let user = near.split(u8::is_ascii_whitespace).next()?;
    user.get(..user.iter().rposition(|byte| *byte == b'@')?)
}

fn is_database_scheme(rules: &Rules, scheme: &[u8]) -> bool {
    let name = scheme.split(|byte| *byte == b'+').next().unwrap_or_default();
    !name.is_empty() && rules.database_schemes.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

fn begins_with_secret_parameter(rules: &Rules, after: &[u8]) -> bool {
    // HTML writes `&` as `&amp;`.
    let after = after.strip_prefix(b"amp;").unwrap_or(after);
    let of_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'[' | b']');
    let length = after.iter().take(LONGEST_NAME_BYTES).take_while(of_name).count();
    let Some((name, [b'=', rest @ ..])) = after.split_at_checked(length) else {
        return false;
    };
    let ends_value =
        |b: &u8| b.is_ascii_whitespace() || matches!(b, b'&' | b'#' | b'"' | b'\'' | b')' | b',' | b';');
    let value = || rest.split(ends_value).next().unwrap_or_default();
    match rules.parameters.ending(name) {
        Some((Parameter::Wordy, [])) => {
            let is_job = name.eq_ignore_ascii_case(b"sid") && is_job_or_uuid(value());
            !is_placeholder(rules.placeholders, value()) && !is_plain(value()) && !is_job
        }
        Some((Parameter::Whole, []) | (Parameter::Ending, _)) => !is_placeholder(rules.placeholders, value()),
        Some((Parameter::Whole | Parameter::Wordy, _)) | None => false,
    }
}

/// Matches `?sid=1700000000.42_…` of a search job, which has its start time in it, and the UUID of a shared
/// recording. The id of a login session has neither form.
fn is_job_or_uuid(value: &[u8]) -> bool {
    let begins_at = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| value.get(at));
        let number = value.get(at..).unwrap_or_default();
        let seconds = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_time = seconds == 10 && number.first() == Some(&b'1');
        let is_numbered =
            matches!(number.get(10), Some(b'.' | b'_')) && number.get(11).is_some_and(u8::is_ascii_digit);
        is_time && is_numbered && before.is_none_or(|byte| *byte == b'_')
    };
    let is_uuid = || {
        let groups = value.split(|byte| *byte == b'-');
        groups.clone().map(<[u8]>::len).eq([8, 4, 4, 4, 12]) && groups.flatten().all(u8::is_ascii_hexdigit)
    };
    value.len() <= LONGEST_JOB_BYTES && ((0..value.len()).any(begins_at) || is_uuid())
}

/// Matches `?code=404`, `?key=name`, `?code=ORA-00942` and `?key=PROJ-12`: up to four digits, a word, or capitals and
/// a number.
fn is_plain(value: &[u8]) -> bool {
    let of_word = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.');
    let digits = value.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let capitals = value.get(..value.len().saturating_sub(digits)).unwrap_or_default();
    let is_numbered = digits <= 6
        && capitals.len() <= 8
        && capitals.iter().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'));
    let is_word = value.len() <= LONGEST_PLAIN_WORD_BYTES && value.iter().all(of_word);
    if capitals.is_empty() { digits <= 4 } else { is_numbered || is_word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rules;

    fn found(text: &str) -> Option<&'static str> {
        find(rules().unwrap(), text.as_bytes()).map(SecretRule::id)
    }

    #[test]
    fn a_password_before_the_host_is_found_and_a_user_alone_is_not() {
        assert_eq!(found("see https://ann:hunter2@example.org/x"), Some("url-password"));
        assert_eq!(found("redis://:hunter2@cache:6379"), Some("database-url-password"));
        assert_eq!(found("postgresql+psycopg://u:p/w#1@db/app"), Some("database-url-password"));
        for text in [
            "https://ann@example.org",
            "https://a.org:8080/@scope",
            "postgres://db:5432/a@b",
            "mysql://u:***@db",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_parameter_counts_by_its_name_when_it_has_a_value() {
        for text in [
            "/cb?code=4fd2",
            "https://a.org/?a=1&refreshToken=x1",
            "/a#access_token=x1",
            "?a=b&amp;X-Amz-Signature=0f",
            "?code=0123456789",
            "?sid=abcdefghijklmnopqrstuvwxyz",
        ] {
            assert_eq!(found(text), Some("url-secret-parameter"), "{text}");
        }
        for text in ["/cb?code=", "/a?token=<token>", "/a?keyword=x", "/a?page=2&sort=key", "?barcode=7"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_parameter_named_by_an_everyday_word_may_hold_one() {
        for text in
            ["?code=404", "?code=not_found&page=2", "?key=PROJ-123", "?code=ORA-00942", "?session=2026"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
