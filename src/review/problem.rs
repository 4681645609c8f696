//! Faults of an input: the position first, then the reason, never the input's own bytes.

use std::fmt;

use serde_json::Value;

use crate::review::limits::{INTEGER_MAGNITUDE_MAX, OBSERVED_CHARS_MAX};
use crate::review::{secret, text};

/// An input that cannot be judged at all. `Display` shows the reason alone; the front end adds the position.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ParseError {
    /// `None` if the reason concerns the whole input.
    pub place: Option<Place>,
    pub reason: Reason,
}

/// Both numbers start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    /// Counts characters (Unicode scalar values), not bytes.
    pub column: usize,
}

impl Place {
    /// An offset past the end gives the end. All bytes before the offset must be UTF-8.
    #[must_use]
    pub fn of_offset(input: &[u8], offset: usize) -> Self {
        let mut place = Self { line: 0, column: 1 };
        for line in input.get(..offset).unwrap_or(input).split(|byte| *byte == b'\n') {
            place = Self { line: place.line + 1, column: characters_begun(line) + 1 };
        }
        place
    }

    /// Counts keys, scalars and opening brackets from 1; `None` past the last. The JSON must be well formed up to
    /// there.
    #[must_use]
    pub fn of_token(json: &[u8], ordinal: usize) -> Option<Self> {
        let mut met = 0;
        let mut lexed = Lexed::Between;
        for (offset, byte) in json.iter().enumerate() {
            lexed = match (lexed, byte) {
                (Lexed::String, b'\\') => Lexed::Escape,
                (Lexed::String, b'"') => Lexed::Between,
                (Lexed::String | Lexed::Escape, _) => Lexed::String,
                (Lexed::Between | Lexed::Scalar, byte) if b" \t\n\r,:]}".contains(byte) => Lexed::Between,
                (Lexed::Scalar, _) => Lexed::Scalar,
                (Lexed::Between, first) => {
                    met += 1;
                    if met == ordinal {
                        return Some(Self::of_offset(json, offset));
                    }
                    Lexed::begun_by(*first)
                }
            };
        }
        None
    }

    /// Converts the position of a parser: `line` counts from 1, `byte` in it from 1, with 0 before the first.
    #[must_use]
    pub fn of_line_and_byte(input: &[u8], line: usize, byte: usize) -> Self {
        let bytes = input.split(|byte| *byte == b'\n').nth(line.saturating_sub(1)).unwrap_or_default();
        Self { line: line.max(1), column: characters_begun(bytes.get(..byte).unwrap_or(bytes)).max(1) }
    }
}

#[derive(Clone, Copy)]
enum Lexed {
    Between,
    String,
    Escape,
    Scalar,
}

impl Lexed {
    fn begun_by(first: u8) -> Self {
        match first {
            b'"' => Self::String,
            b'{' | b'[' => Self::Between,
            _ => Self::Scalar,
        }
    }
}

fn characters_begun(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No bytes, or only white space.
    Empty,
    TooLarge {
        limit_bytes: usize,
    },
    /// A byte that UTF-8 forbids here (RFC 3629).
    NotUtf8,
    /// RFC 8259 section 8.1 forbids sending one.
    ByteOrderMark,
    /// The sentence quotes no input.
    NotJson(String),
    /// The value found, with its article, such as `an array`.
    NotAnObject(&'static str),
    DuplicateKey(String),
    /// Half of a surrogate pair is not a character (RFC 8259 section 8.2).
    LoneSurrogate,
    TooDeep {
        /// Levels; the root is level 1.
        limit: usize,
    },
    StringTooLong {
        limit_bytes: usize,
    },
    TooManyMembers {
        limit: usize,
    },
    /// Other JSON readers may not keep such a number exactly (RFC 8259 section 6).
    IntegerTooLarge,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer (RFC 6901) made of [`pointer_token`]s; empty for the whole document.
    pub pointer: String,
    pub message: String,
}

/// A position in a document during a traversal. Its JSON pointer is written only for a fault.
#[derive(Clone, Copy)]
pub(in crate::review) enum Pointer<'a> {
    Root,
    Member(&'a Pointer<'a>, &'a str),
    Element(&'a Pointer<'a>, usize),
}

impl Pointer<'_> {
    pub(in crate::review) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { pointer: self.to_string(), message: message.into() }
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(above, key) => write!(f, "{above}/{}", pointer_token(key)),
            Self::Element(above, index) => write!(f, "{above}/{index}"),
        }
    }
}

/// The [visible](text::visible) key, escaped as in RFC 6901 section 3; `<redacted-key>` for a secret-like key.
#[must_use]
pub fn pointer_token(key: &str) -> String {
    match redacted(key) {
        Some(redacted) => redacted.to_owned(),
        None => text::visible(key).replace('~', "~0").replace('/', "~1"),
    }
}

/// The visible key, cut to [`OBSERVED_CHARS_MAX`] characters; `<redacted-key>` for a secret-like key.
#[must_use]
pub fn shown_key(key: &str) -> String {
    match redacted(key) {
        Some(redacted) => redacted.to_owned(),
        None => text::cut(&text::visible(key), OBSERVED_CHARS_MAX),
    }
}

/// Redacts each part that looks like a credential, or the whole path if only its parts together look like one.
#[must_use]
pub fn shown_path(path: &str) -> String {
    let harmless = |part| if secret::secret_rule(part).is_some() { REDACTED } else { part };
    let parts = path.split('/').map(harmless).collect::<Vec<_>>().join("/");
    if secret::secret_rule(&parts).is_some() {
        REDACTED.to_owned()
    } else {
        text::visible(&parts).into_owned()
    }
}

const REDACTED: &str = "<redacted>";

fn redacted(key: &str) -> Option<&'static str> {
    secret::secret_rule(key).map(|_| "<redacted-key>")
}

/// For messages that must not echo the value.
#[must_use]
pub fn noun(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the input is empty; expected a JSON document"),
            Self::TooLarge { limit_bytes } => {
                write!(f, "the input is too large; expected at most {}", in_bytes(*limit_bytes))
            }
            Self::NotUtf8 => f.write_str("a byte that is not UTF-8; expected UTF-8 text"),
            Self::ByteOrderMark => {
                f.write_str("the input begins with a byte order mark; expected UTF-8 text without one")
            }
            Self::NotJson(found) => write!(f, "not JSON: {found}"),
            Self::NotAnObject(found) => write!(f, "the document is {found}; expected one JSON object"),
            Self::DuplicateKey(key) => {
                write!(f, "the key \"{key}\" occurs twice in one object; expected each key once")
            }
            Self::LoneSurrogate => f.write_str(
                "a string escapes half of a surrogate pair; expected both halves, \\uD800-\\uDBFF first",
            ),
            Self::TooDeep { limit } => {
                write!(f, "objects and arrays are nested too deeply; expected at most {limit} levels")
            }
            Self::StringTooLong { limit_bytes } => {
                write!(f, "a string or key is too long; expected at most {}", in_bytes(*limit_bytes))
            }
            Self::TooManyMembers { limit } => {
                write!(
                    f,
                    "too many members; expected at most {limit} object members and array elements in all"
                )
            }
            Self::IntegerTooLarge => write!(
                f,
                "a number is too large to be kept exactly; expected at most {INTEGER_MAGNITUDE_MAX} (2^53), \
                 positive or negative"
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "(document)" } else { &self.pointer };
        write!(f, "{pointer}: {}", self.message)
    }
}

fn in_bytes(bytes: usize) -> String {
    if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", bytes >> 20)
    } else if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) {
        format!("{} KiB", bytes >> 10)
    } else {
        format!("{bytes} bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_token_escapes_tilde_and_slash_as_rfc_6901_says() {
        assert_eq!(pointer_token("a/b"), "a~1b");
        assert_eq!(pointer_token("m~n"), "m~0n");
        assert_eq!(pointer_token("~1"), "~01");
        assert_eq!(pointer_token(""), "");
    }

    #[test]
    fn a_pointer_token_shows_what_a_terminal_would_hide() {
        assert_eq!(pointer_token("target\u{202E}Environment"), "target‹U+202E›Environment");
    }

    #[test]
    fn a_secret_like_key_is_redacted_wherever_a_key_may_appear() {
        // A PEM block, which every serious rule set recognizes.
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----";
        assert_eq!(pointer_token(key), "<redacted-key>");
        assert_eq!(shown_key(key), "<redacted-key>");
    }

    #[test]
    fn a_secret_like_part_of_a_path_is_redacted_and_the_rest_stays() {
        let token = crate::review::testing::SECRET;
        assert_eq!(shown_path(&format!("in/{token}/a.json")), "in/<redacted>/a.json");
        assert_eq!(shown_path("postgres://u:correct-horse@db/x"), "<redacted>");
        assert_eq!(shown_path("/in/a\u{9B}2J.json"), "/in/a‹U+009B›2J.json");
    }

    #[test]
    fn a_long_key_is_cut_in_a_message_and_whole_in_a_pointer() {
        let key = "key ".repeat(60);
        assert_eq!(shown_key(&key).chars().count(), OBSERVED_CHARS_MAX);
        assert_eq!(pointer_token(&key), key);
    }

    #[test]
    fn an_unusable_input_reads_as_its_reason_without_its_place() {
        let unusable = ParseError {
            place: Some(Place { line: 3, column: 7 }),
            reason: Reason::TooLarge { limit_bytes: 1 << 20 },
        };
        assert_eq!(unusable.to_string(), "the input is too large; expected at most 1 MiB");
        assert_eq!(unusable.place.map(|place| place.to_string()).as_deref(), Some("line 3, column 7"));
    }

    #[test]
    fn a_column_counts_characters_where_a_parser_counts_bytes() {
        let input = "{\n  \"größe\": ?".as_bytes();
        let question_mark = input.len() - 1;
        let place = Place { line: 2, column: 12 };
        assert_eq!(Place::of_offset(input, question_mark), place);
        assert_eq!(Place::of_line_and_byte(input, 2, question_mark - 1), place);
        assert_eq!(Place::of_line_and_byte(input, 2, 0), Place { line: 2, column: 1 });
        assert_eq!(Place::of_offset(b"", 0), Place { line: 1, column: 1 });
    }

    #[test]
    fn every_json_token_is_found_where_it_begins() {
        let input = "{\"a\\\"\\\\\": [12,true],\n\"ä:,\" : {\"\":\"]\"}}".as_bytes();
        let found = (1..=9).filter_map(|ordinal| Place::of_token(input, ordinal));
        let (first, second): (Vec<Place>, Vec<Place>) = found.partition(|place| place.line == 1);
        let columns = |places: Vec<Place>| places.iter().map(|place| place.column).collect::<Vec<_>>();
        assert_eq!(columns(first), [1, 2, 11, 12, 15]);
        assert_eq!(columns(second), [1, 9, 10, 13]);
        assert_eq!(Place::of_token(input, 10), None);
        assert_eq!(Place::of_token(input, 0), None);
    }

    #[test]
    fn a_bound_is_told_in_the_largest_unit_that_divides_it() {
        assert_eq!(in_bytes(8 << 20), "8 MiB");
        assert_eq!(in_bytes(8 << 10), "8 KiB");
        assert_eq!(in_bytes(1_500), "1500 bytes");
        assert_eq!(in_bytes(0), "0 bytes");
    }

    #[test]
    fn a_fault_of_the_whole_document_says_so() {
        let fault = |pointer: &str| Fault { pointer: pointer.to_owned(), message: "unknown key".to_owned() };
        assert_eq!(fault("").to_string(), "(document): unknown key");
        assert_eq!(fault("/phases/0").to_string(), "/phases/0: unknown key");
    }
}
