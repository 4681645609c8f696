//! Rules for paths and contents of evidence files. Nothing here knows if a file exists.

use std::borrow::Cow;

use super::limits::EVIDENCE_PATH_BYTES_MAX;
use super::text::{has_hidden, is_blank};

/// The text before the first `#`, normalized, if it is a relative path that does not climb.
/// `None` for everything else, such as a title, a URL, an absolute path or a path with invisible characters.
#[must_use]
pub fn path_of(reference: &str) -> Option<Cow<'_, str>> {
    let path = reference.split_once('#').map_or(reference, |(path, _)| path);
    let readable = path.len() <= EVIDENCE_PATH_BYTES_MAX && !has_hidden(path);
    // An absolute path begins with an empty part; the path of a folder ends with one.
    let is_file = !path.starts_with('/') && !path.ends_with('/') && !path.ends_with("/.");
    if !readable || !is_file || has_scheme(path) {
        return None;
    }
    if path.split('/').all(is_name) {
        return Some(Cow::Borrowed(path));
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    (!parts.is_empty() && parts.iter().copied().all(is_name)).then(|| Cow::Owned(parts.join("/")))
}

/// True if the text begins as a URL does (RFC 3986, section 3.1).
pub(super) fn has_scheme(text: &str) -> bool {
    let of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let begins = |scheme: &str| scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    text.split_once("://").is_some_and(|(scheme, _)| begins(scheme) && scheme.chars().all(of_scheme))
}

fn is_name(part: &str) -> bool {
    !is_blank(part) && !matches!(part, "." | "..")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("a binary file: byte {0} is NUL")]
    Nul(usize),
    #[error("not UTF-8 text: the byte at {0} is invalid")]
    NotUtf8(usize),
    /// The index of lines holds 32-bit offsets.
    #[error("too large to display: 4 GiB or more")]
    TooLong,
}

/// Binary files are known by size and digest alone.
pub fn text(bytes: Vec<u8>) -> Result<String, TextError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(TextError::TooLong);
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return Err(TextError::Nul(at));
    }
    String::from_utf8(bytes).map_err(|error| TextError::NotUtf8(error.utf8_error().valid_up_to()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_path_is_the_text_up_to_the_first_hash() {
        for (reference, path) in [
            ("backup-log.md", "backup-log.md"),
            ("backup-log.md#when", "backup-log.md"),
            ("backup-log.md#when#then", "backup-log.md"),
            ("logs/2026/backup log.md#1", "logs/2026/backup log.md"),
            ("Prüfung/größe.txt", "Prüfung/größe.txt"),
            ("...", "..."),
            (".hidden/..a/b..", ".hidden/..a/b.."),
            ("mail:7", "mail:7"),
            ("./backup-log.md", "backup-log.md"),
            ("././backup-log.md#when", "backup-log.md"),
            ("logs//2026/./backup.md", "logs/2026/backup.md"),
            ("a/./b", "a/b"),
            ("a\\b", "a\\b"),
        ] {
            assert_eq!(path_of(reference).as_deref(), Some(path), "{reference}");
        }
    }

    #[test]
    fn what_is_no_path_downwards_names_no_file() {
        for reference in [
            "",
            " ",
            "#section",
            " #section",
            "/etc/passwd",
            "//host/share",
            "..",
            ".",
            "./",
            "./.",
            ".//",
            "../a",
            "./../a",
            "a/../b",
            "a/..",
            "a/.",
            "a/",
            "a//",
            "a//../b",
            "a/ /b",
            "https://example.org/a",
            "HTTPS://example.org//a",
            "s3+http://bucket/a",
            "file:///etc/passwd",
            "a\0b",
            "a\nb",
            "a\u{1b}b",
            "a\u{202e}b",
            "a\u{200b}/b",
        ] {
            assert_eq!(path_of(reference), None, "{reference:?}");
        }
    }

    #[test]
    fn a_path_is_bounded_and_what_stands_behind_the_hash_is_not() {
        let longest = "a".repeat(EVIDENCE_PATH_BYTES_MAX);
        assert_eq!(path_of(&longest).as_deref(), Some(longest.as_str()));
        assert_eq!(path_of(&format!("{longest}#{longest}")).as_deref(), Some(longest.as_str()));
        assert_eq!(path_of(&format!("{longest}a")), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_path_never_climbs_and_never_begins_at_the_root(reference in "[.]{0,3}[a/.#: \\\\\u{0}\u{202e}é]{0,12}") {
            if let Some(path) = path_of(&reference) {
                prop_assert!(!path.is_empty() && !path.contains(['#', '\0']) && !has_hidden(&path));
                prop_assert!(!path.starts_with('/') && !path.ends_with('/') && !path.contains("//"));
                prop_assert!(path_of(&path).is_some_and(|again| again == path), "a normal form stays as it is");
                prop_assert!(path.split('/').all(|part| part != ".." && part != "." && !part.is_empty()));
            }
        }

        #[test]
        fn any_text_names_a_path_downwards_or_none(reference in any::<String>()) {
            if let Some(path) = path_of(&reference) {
                prop_assert!(path.split('/').all(|part| part != ".." && !part.is_empty()));
            }
        }
    }
}
