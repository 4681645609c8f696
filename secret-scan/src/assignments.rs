//! Finds `password=…` and similar assignments, and ignores prose about passwords.

use super::SecretRule;
use super::alphabet::{Bytes, WORDS};
use super::links::is_in_arn;
use super::rules::{Keyword, Rules};
use super::runs::{mark, marks};
use super::signs::closes_name;
use super::values::{LONGEST_GAP_BYTES, Reading, Value, strip_at_most};

const LONGEST_NAME_BYTES: usize = 48;

static OF_NAME: Bytes =
    Bytes::within(&[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z'), (b' ', b' '), (b'-', b'.'), (b'_', b'_')]);

pub(super) fn find(rules: &Rules, text: &[u8]) -> Option<SecretRule> {
    let parts = |at: usize| Some((text.get(..at)?, text.get(at.saturating_add(1)..)?));
    marks(text, *b"=:>")
        .find_map(|at| {
            let (before, after) = parts(at)?;
            // Most signs follow a character in which no name of a secret ends.
            let last = *before.last()?;
            (closes_name(last) || rules.keywords.may_end_in(last))
                .then(|| rule_at(rules, before, *text.get(at)?, after))
                .flatten()
        })
        .or_else(|| {
            marks(text, *b"'\"'").find_map(|at| {
                let (before, _) = parts(at)?;
                quoted_rule(rules, before, text.get(at..)?)
            })
        })
        .or_else(|| {
            mark(text, b'-').find_map(|at| {
                let (before, after) = parts(at)?;
                option_rule(rules, before, after)
            })
        })
}

fn rule_at(rules: &Rules, before: &[u8], sign: u8, after: &[u8]) -> Option<SecretRule> {
    let unspaced = strip_at_most(before, LONGEST_GAP_BYTES, |byte| matches!(byte, b' ' | b'\t'));
    let unquoted =
        strip_at_most(unspaced, LONGEST_GAP_BYTES, |byte| matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b']'));
    let name = keyword_at_end(rules, unquoted);
    let (before_name, keyword, before_keyword) = name.or_else(|| keyword_of_value(rules, unquoted))?;
    let value = Value::at_start(sign, after)?;
    if sign == b'>' && !(opens_tag(before_name) && value.is_text_of_element()) {
        return None;
    }
    let is_quoted_key = unquoted.len() < unspaced.len();
    let value = match value.first_of_list() {
        Some(first) if is_quoted_key => {
            Value::at_start(b' ', first).filter(|first| matches!(first.quote(), Some(b'"' | b'\'')))?
        }
        Some(_) | None => value,
    };
    let reading = match (sign, keyword) {
        (b':', _) if is_quoted_key || value.is_one_quoted_word() => Reading::Setting,
        (b':', Keyword::Password | Keyword::Directory) if !value.follows_gap => Reading::Setting,
        (b':', _) => Reading::Prose,
        (_, _) => Reading::Setting,
    };
    let is_secret = match keyword {
        Keyword::Authorization => return value.is_authorization(rules).then_some(rules.forms.authorization),
        Keyword::Directory => !value.is_path() && value.is_secret(rules, reading),
        Keyword::Pass => {
            let begins_word = !before_keyword.last().is_some_and(u8::is_ascii_alphanumeric);
            begins_word && !value.text.iter().all(u8::is_ascii_digit) && value.is_secret(rules, reading)
        }
        Keyword::Password | Keyword::Token => value.is_secret(rules, reading),
    };
    // The parts of an ARN are names, as in `…:secret:NAME`.
    let is_secret = is_secret && !(sign == b':' && before_name.ends_with(b":") && is_in_arn(before_name));
    // `;Password=` is a field of a connection string.
    let is_field = sign == b'=' && before_name.last() == Some(&b';');
    let rule = if is_field { rules.forms.database_password } else { rules.forms.assignment };
    is_secret.then_some(rule)
}

/// SQL: `PASSWORD 'hunter2'` and `IDENTIFIED BY 'hunter2'`, a name, a space and a quoted word.
fn quoted_rule(rules: &Rules, before: &[u8], quoted: &[u8]) -> Option<SecretRule> {
    let (_, keyword, _) = keyword_at_end(rules, before.strip_suffix(b" ")?)?;
    let value = Value::at_start(b' ', quoted)?;
    let is_secret =
        keyword == Keyword::Password && value.is_one_quoted_word() && value.is_secret(rules, Reading::Prose);
    is_secret.then_some(rules.forms.assignment)
}

/// Matches `<password` and `<db:password`.
fn opens_tag(before_name: &[u8]) -> bool {
    let space = before_name.strip_suffix(b":").map(|space| {
        strip_at_most(space, LONGEST_NAME_BYTES, |byte| WORDS.contains(byte) || matches!(byte, b'_' | b'-'))
    });
    space.unwrap_or(before_name).last() == Some(&b'<')
}

/// A command line with the value after a space, as in `--password hunter2`, or with a pair, as in `-u ann:hunter2`.
fn option_rule(rules: &Rules, before: &[u8], after: &[u8]) -> Option<SecretRule> {
    if let Some(rest) = after.strip_prefix(b"u ").filter(|_| before.last().is_none_or(|byte| *byte == b' ')) {
        return names_user_and_password(rules, rest).then_some(rules.forms.assignment);
    }
    if before.last() != Some(&b'-') || !after.first().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let length = after.iter().take(LONGEST_NAME_BYTES).take_while(of_name).count();
    let (name, rest) = after.split_at_checked(length)?;
    let rest = rest.strip_prefix(b" ")?;
    let is_secret = if name == b"user" {
        names_user_and_password(rules, rest)
    } else {
        keyword_at_end(rules, name).is_some() && Value::at_start(b' ', rest)?.is_secret(rules, Reading::Prose)
    };
    is_secret.then_some(rules.forms.assignment)
}

/// Matches `ann:hunter2`. A number or a plain word after the colon may be a group.
fn names_user_and_password(rules: &Rules, text: &[u8]) -> bool {
    Value::at_start(b' ', text).is_some_and(|pair| {
        let mut parts = pair.text.splitn(2, |byte| *byte == b':');
        let (Some(user), Some(password)) = (parts.next(), parts.next()) else { return false };
        !user.is_empty()
            && !password.iter().all(u8::is_ascii_digit)
            && Value::at_start(b' ', password)
                .is_some_and(|password| password.is_secret(rules, Reading::Prose))
    })
}

/// True if a value of this name is a secret unless it is a placeholder. The name must consist of base64url digits.
pub(super) fn is_named_as_secret(rules: &Rules, name: &[u8]) -> bool {
    let end = name.get(name.len().saturating_sub(LONGEST_NAME_BYTES)..);
    end.is_some_and(|end| rules.keywords.ending(end).is_some())
}

/// Returns the text before the name, the keyword at the end of the name, and the rest of the name before it.
fn keyword_at_end<'a>(rules: &Rules, text: &'a [u8]) -> Option<(&'a [u8], Keyword, &'a [u8])> {
    if !rules.keywords.may_end_in(*text.last()?) {
        return None;
    }
    let before_name = strip_at_most(text, LONGEST_NAME_BYTES, |byte| OF_NAME.contains(byte));
    let (keyword, before_keyword) = rules.keywords.ending(text.get(before_name.len()..)?)?;
    Some((before_name, keyword, before_keyword))
}

/// Matches `name="password" value="…"`, also over two lines of YAML: the name of a `value` comes before it.
fn keyword_of_value<'a>(rules: &Rules, text: &'a [u8]) -> Option<(&'a [u8], Keyword, &'a [u8])> {
    let before = text.split_last_chunk::<5>().filter(|(_, word)| word.eq_ignore_ascii_case(b"value"))?.0;
    let gap = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b',' | b'\\');
    let name = strip_at_most(before, LONGEST_GAP_BYTES.saturating_mul(4), gap);
    let found = keyword_at_end(rules, name).filter(|_| name.len() < before.len())?;
    let is_named =
        strip_at_most(found.0, LONGEST_GAP_BYTES, |byte| matches!(byte, b'"' | b'\'' | b' ' | b'\\'));
    matches!(is_named.last(), Some(b'=' | b':')).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rules;

    fn found(text: &str) -> Option<&'static str> {
        find(rules().unwrap(), text.as_bytes()).map(SecretRule::id)
    }

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
            "<password>hunter2</password>",
            "<db:Password>correct horse</db:Password>",
            "<add key=\"ApiToken\" value=\"abcd1234\"/>",
            "- name: DB_PASSWORD\n  value: hunter2",
            "{\"name\": \"client-secret\", \"value\": \"abcd\"}",
            "ALTER USER app WITH PASSWORD 'hunter2'",
            "CREATE USER app IDENTIFIED BY \"hunter2\"",
            "{\"tokens\": 1, \"token\": [\"abcd\"]}",
            "curl -u ann:hunter2 https://example.org",
            "curl --user 'ann:hunter2' https://example.org",
        ] {
            assert_eq!(found(text), Some("assignment"), "{text}");
        }
        assert_eq!(found("Server=db;User Id=sa;Password=abcd;"), Some("database-url-password"));
        assert_eq!(found("Authorization: Basic YW5uOmFubg=="), Some("authorization-header"));
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
            "<password/>",
            "<password></password>",
            "send <token> in the header",
            "<token>${TOKEN}</token>",
            "a password -> the vault",
            "let secret = vault.read(\"db\");",
            "forms such as `password=` and others",
            "{\"secret\": [5, 6]}",
            "the password 'letmein' of the book",
            "docker run -u 1000:1000 app",
            "install --user owner:group",
            "name: password\ncount: 12",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
