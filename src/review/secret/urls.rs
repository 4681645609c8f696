//! Finds URLs that carry a password or a secret query parameter.

use super::SecretRule;
use super::placeholders::is_placeholder;
use super::runs::around;

const DATABASE_PASSWORD: SecretRule = SecretRule {
    id: "database-url-password",
    meaning: "A database or message queue address, or a connection string, with a password in it.",
};
const PASSWORD: SecretRule = SecretRule {
    id: "url-password",
    meaning: "A URL with user:password@ before the host (RFC 3986, section 3.2.1).",
};
const PARAMETER: SecretRule = SecretRule {
    id: "url-secret-parameter",
    meaning: "A URL query or fragment with a parameter that holds a secret, such as a token or a signature.",
};

/// The rules of this file, in the order in which they are tried.
pub(super) const RULES: [SecretRule; 3] = [DATABASE_PASSWORD, PASSWORD, PARAMETER];

/// A connection string such as `Server=…;Password=…` breaks the same rule as a database URL.
pub(super) const CONNECTION_STRING: SecretRule = DATABASE_PASSWORD;

/// URL schemes of databases and queues; a driver may follow behind a plus, as in `postgresql+psycopg`.
const DATABASE_SCHEMES: [&str; 25] = [
    "amqp",
    "amqps",
    "bolt",
    "cassandra",
    "clickhouse",
    "cockroachdb",
    "couchbase",
    "couchdb",
    "db2",
    "ldap",
    "ldaps",
    "mariadb",
    "mongodb",
    "mssql",
    "mysql",
    "mysqlx",
    "nats",
    "neo4j",
    "oracle",
    "postgres",
    "postgresql",
    "redis",
    "rediss",
    "sqlserver",
    "valkey",
];

/// A parameter whose whole name is one of these holds a secret. Names are compared without case, `_`, `-` and `.`.
const NAMES: [&str; 13] = [
    "auth",
    "authorization",
    "code",
    "credential",
    "credentials",
    "jwt",
    "key",
    "pass",
    "pwd",
    "session",
    "sessionid",
    "sid",
    "sig",
];

/// So does a parameter whose name ends in one of these, such as `refresh_token` or `X-Amz-Signature`.
const NAME_ENDINGS: [&str; 9] =
    ["accesskey", "apikey", "passphrase", "passwd", "password", "privatekey", "secret", "signature", "token"];

const LONGEST_SCHEME_BYTES: usize = 32;
const LONGEST_NAME_BYTES: usize = 48;
const LONGEST_UNQUOTED_PASSWORD_BYTES: usize = 64;

/// The first rule about URLs that the text breaks.
pub(super) fn find(text: &[u8]) -> Option<SecretRule> {
    let passwords =
        || around(text, b':').find_map(|(before, after)| password_rule(before, after.strip_prefix(b"//")?));
    let parameters = |mark| around(text, mark).any(|(_, after)| begins_with_secret_parameter(after));
    if text.contains(&b':')
        && let Some(rule) = passwords()
    {
        return Some(rule);
    }
    // Relative addresses count: a callback's path with its code is as good as the whole URL.
    (text.contains(&b'=') && (parameters(b'?') || parameters(b'&') || parameters(b'#'))).then_some(PARAMETER)
}

/// Authorities end at a slash and the next URL begins with two, so no byte belongs to two of them.
fn password_rule(before: &[u8], after: &[u8]) -> Option<SecretRule> {
    let of_scheme = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let length = before.iter().rev().take(LONGEST_SCHEME_BYTES).take_while(of_scheme).count();
    let scheme = before.get(before.len().saturating_sub(length)..)?;
    let authority = after.split(|byte| ends_authority(*byte)).next()?;
    let is_database = is_database_scheme(scheme);
    let user = match authority.iter().rposition(|byte| *byte == b'@') {
        Some(at) => authority.get(..at)?,
        None if is_database => user_with_unquoted_password(after, authority)?,
        None => return None,
    };
    let colon = user.iter().position(|byte| *byte == b':')?;
    let password = user.get(colon.saturating_add(1)..)?;
    let rule = if is_database { DATABASE_PASSWORD } else { PASSWORD };
    (!is_placeholder(password)).then_some(rule)
}

fn ends_authority(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'\\')
}

/// People forget to percent-encode `/`, `?` and `#` in a password: what stands for the port is then no number.
fn user_with_unquoted_password<'a>(after: &'a [u8], authority: &[u8]) -> Option<&'a [u8]> {
    let colon = authority.iter().position(|byte| *byte == b':')?;
    let port = authority.get(colon.saturating_add(1)..)?;
    if port.iter().all(u8::is_ascii_digit) && !port.is_empty() {
        return None;
    }
    let reach = colon.saturating_add(LONGEST_UNQUOTED_PASSWORD_BYTES).min(after.len());
    let user = after.get(..reach)?.split(u8::is_ascii_whitespace).next()?;
    user.get(..user.iter().rposition(|byte| *byte == b'@')?)
}

fn is_database_scheme(scheme: &[u8]) -> bool {
    let name = scheme.split(|byte| *byte == b'+').next().unwrap_or_default();
    DATABASE_SCHEMES.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

fn begins_with_secret_parameter(after: &[u8]) -> bool {
    // HTML writes `&` as `&amp;`.
    let after = after.strip_prefix(b"amp;").unwrap_or(after);
    let of_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'[' | b']');
    let length = after.iter().take(LONGEST_NAME_BYTES).take_while(of_name).count();
    let Some((name, [b'=', rest @ ..])) = after.split_at_checked(length) else {
        return false;
    };
    let is_secret = NAMES.iter().any(|known| name_before(name, known).is_some_and(<[u8]>::is_empty))
        || NAME_ENDINGS.iter().any(|known| name_before(name, known).is_some());
    let ends_value =
        |b: &u8| b.is_ascii_whitespace() || matches!(b, b'&' | b'#' | b'"' | b'\'' | b')' | b',' | b';');
    is_secret && !is_placeholder(rest.split(ends_value).next().unwrap_or_default())
}

/// What stands in a name before `ending`, if it ends so. Case and punctuation inside the ending do not count.
pub(super) fn name_before<'a>(name: &'a [u8], ending: &str) -> Option<&'a [u8]> {
    let mut left = name;
    for wanted in ending.bytes().rev() {
        loop {
            let (last, before) = left.split_last()?;
            left = before;
            if last.is_ascii_alphanumeric() {
                if last.to_ascii_lowercase() != wanted {
                    return None;
                }
                break;
            }
        }
    }
    Some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_before_the_host_is_found_and_a_user_alone_is_not() {
        assert_eq!(find(b"see https://ann:hunter2@example.org/x"), Some(PASSWORD));
        assert_eq!(find(b"redis://:hunter2@cache:6379"), Some(DATABASE_PASSWORD));
        assert_eq!(find(b"postgresql+psycopg://u:p/w#1@db/app"), Some(DATABASE_PASSWORD));
        for text in [
            "https://ann@example.org",
            "https://a.org:8080/@scope",
            "postgres://db:5432/a@b",
            "mysql://u:***@db",
        ] {
            assert_eq!(find(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_parameter_counts_by_its_name_when_it_has_a_value() {
        for text in [
            "/cb?code=4fd2",
            "https://a.org/?a=1&refreshToken=x1",
            "/a#access_token=x1",
            "?a=b&amp;X-Amz-Signature=0f",
        ] {
            assert_eq!(find(text.as_bytes()), Some(PARAMETER), "{text}");
        }
        for text in ["/cb?code=", "/a?token=<token>", "/a?keyword=x", "/a?page=2&sort=key", "?barcode=7"] {
            assert_eq!(find(text.as_bytes()), None, "{text}");
        }
    }
}
