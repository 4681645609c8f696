//! Recognizes placeholders that people write instead of a secret: `<redacted>`, `***`, `${VAR}`.

/// A longer placeholder counts as a real value.
const LONGEST_PLACEHOLDER_BYTES: usize = 48;

const MASKS: [char; 11] = ['*', 'x', 'X', '.', '-', '_', '?', '#', '•', '●', '…'];

/// True if the whole value is a placeholder. A value that merely contains one is none.
///
/// The words come from the rule table. `changeme` and similar words are left out there, because people do use them.
pub(super) fn is_placeholder(words: &[&str], value: &[u8]) -> bool {
    if value.len() > LONGEST_PLACEHOLDER_BYTES {
        return false;
    }
    let Ok(value) = str::from_utf8(value) else {
        return false;
    };
    value.is_empty()
        || value.chars().all(|c| MASKS.contains(&c))
        || is_word(words, value)
        || is_bracketed(value)
}

fn is_word(words: &[&str], value: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(value))
}

/// Matches `${NAME}` and its relatives in templates, shells and manuals.
fn is_bracketed(value: &str) -> bool {
    let between = |open, close| value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    between("${", "}").or_else(|| between("{{", "}}")).is_some_and(|name| is_name(name.trim()))
        || between("%", "%").is_some_and(is_name)
        || value.strip_prefix('$').is_some_and(is_environment_name)
        // Manuals write these in words; with a digit inside it may be a password in brackets.
        || between("<", ">").or_else(|| between("[", "]")).or_else(|| between("{", "}")).is_some_and(is_wordy)
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}

fn is_environment_name(name: &str) -> bool {
    name.len() > 1 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

fn is_wordy(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b' ' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_is_known_only_when_it_is_the_whole_value() {
        for text in [
            "<redacted>",
            "***",
            "xxxx",
            "••••",
            "${DB_PASSWORD_2}",
            "$PGPASSWORD",
            "%PASS%",
            "{{ vault.db }}",
            "null",
            "[hidden]",
        ] {
            assert!(is_placeholder(&["null"], text.as_bytes()), "{text}");
            assert!(
                !is_placeholder(&["null"], format!("{text}hunter2").as_bytes()),
                "{text} opened the door"
            );
        }
    }

    #[test]
    fn a_password_in_brackets_is_still_a_password() {
        for text in ["<hunter2>", "$ecret", "${a b}", "changeme", "x*x*1"] {
            assert!(!is_placeholder(&["null"], text.as_bytes()), "{text}");
        }
    }
}
