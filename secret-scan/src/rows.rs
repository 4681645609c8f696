//! The rule table as rows, read from `rules.json` at build time and compiled in as constants. Reading them again at
//! every start would take longer than most commands.

use serde::{Deserialize, Deserializer};
use std::fmt;
use std::ops::Deref;

pub(super) type Text = &'static str;

/// Static rows, as constants need.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct List<T: 'static>(pub(super) &'static [T]);

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Vec::deserialize(source).map(|rows| Self(rows.leak()))
    }
}

/// Prints Rust source, with which the build writes the rows.
impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List(&{:?})", self.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub(super) struct Rows {
    pub(super) format: Text,
    pub(super) about: Text,
    pub(super) tokens: List<TokenRow>,
    pub(super) contexts: ContextRows,
    pub(super) forms: List<RuleRow>,
    #[serde(rename = "databaseSchemes")]
    pub(super) database_schemes: List<Text>,
    pub(super) parameters: ParameterRows,
    pub(super) assignments: AssignmentRows,
    pub(super) placeholders: List<Text>,
    pub(super) exemptions: Exemptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub(super) struct RuleRow {
    pub(super) id: Text,
    pub(super) meaning: Text,
    pub(super) source: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub(super) struct TokenRow {
    pub(super) id: Text,
    pub(super) meaning: Text,
    pub(super) prefixes: List<Text>,
    pub(super) alphabet: Text,
    pub(super) length: Length,
    pub(super) stands: Position,
    #[serde(default)]
    pub(super) needs: Needs,
    pub(super) before: Option<BeforeRow>,
    pub(super) checksum: Option<Checksum>,
    pub(super) source: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub(super) struct BeforeRow {
    pub(super) alphabet: Text,
    pub(super) length: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub(super) struct ContextRows {
    pub(super) words: List<Text>,
    pub(super) rules: List<ContextRow>,
    pub(super) names: List<Text>,
    pub(super) between: List<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub(super) struct ContextRow {
    pub(super) id: Text,
    pub(super) meaning: Text,
    pub(super) near: List<Text>,
    pub(super) alphabet: Text,
    pub(super) length: Length,
    pub(super) source: Text,
}

/// Names of URL parameters, compared without case, `_`, `-` and `.`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ParameterRows {
    pub(super) names: List<Text>,
    pub(super) word_names: List<Text>,
    pub(super) endings: List<Text>,
}

/// Endings of names of secrets, without case, spaces and punctuation: `DB_PASSWORD`, `clientSecret`, `API key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub(super) struct AssignmentRows {
    pub(super) password: List<Text>,
    pub(super) directory: List<Text>,
    pub(super) pass: List<Text>,
    pub(super) token: List<Text>,
    pub(super) authorization: List<Text>,
    pub(super) schemes: List<Text>,
}

/// Public text that looks random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Exemptions {
    pub(super) document_places: List<Text>,
    /// Words before the id of a document; case is ignored.
    pub(super) document_words: List<Text>,
    /// Words before a digest; case is ignored.
    pub(super) digest_names: List<Text>,
}

/// Length of a token's body in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Length {
    /// Lengths vary, or the provider announces that they may grow.
    AtLeast(usize),
    /// All tokens have this length, so a longer run of the alphabet is something else.
    Exactly(usize),
    OneOf(List<usize>),
    /// Lengths vary within these bounds, which are included.
    Between {
        from: usize,
        to: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Position {
    /// No word contains the prefix.
    Anywhere,
    /// Not directly after a letter or digit.
    Word,
}

/// Demands on the body, because its prefix also begins ordinary words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Needs {
    #[default]
    Nothing,
    TwoDigits,
    BothCases,
    /// A digit and letters of both cases.
    Mixed,
    Colon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Checksum {
    /// Thirty characters and their CRC-32 as six digits of base62.
    Crc32Base62,
    /// The prefix, 32 characters, an underscore, and the CRC-32 of everything before the underscore as eight hex
    /// digits, lowest byte first.
    Crc32Hex,
}
