//! The rules, built once from the rows that are compiled in.

use super::SecretRule;
use super::alphabet::{Alphabet, Bytes};
use super::format::Format;
use super::names::Names;
use super::needles::Needles;
use super::rows::{Exemptions, Length, Rows};
use super::sieve::Sieve;
use std::sync::LazyLock;

/// The rows of `rules.json`. A test checks everything that the scan depends on; see [`super::UNREADABLE`] for a table
/// that fails.
pub(super) static ROWS: Rows = {
    use super::rows::{
        AssignmentRows, BeforeRow, Checksum, ContextRow, ContextRows, List, Needs, ParameterRows, Position,
        RuleRow, TokenRow,
    };
    // The generated rows use these names.
    use Checksum::{Crc32Base62, Crc32Hex};
    use Length::{AtLeast, Between, Exactly, OneOf};
    use Needs::{BothCases, Colon, Mixed, Nothing, TwoDigits};
    use Position::{Anywhere, Word};
    include!(concat!(env!("OUT_DIR"), "/rows.rs"))
};

/// Most alphabets of which a scan tracks the runs.
pub(super) const ALPHABETS: usize = 48;

static RULES: LazyLock<Result<Rules, String>> = LazyLock::new(|| Rules::new(&ROWS));

pub(super) fn rules() -> Result<&'static Rules, &'static str> {
    RULES.as_ref().map_err(String::as_str)
}

pub(super) struct Rules {
    pub(super) alphabets: Vec<Alphabet>,
    pub(super) tokens: Vec<Format>,
    /// Prefixes and marks, each with the number of its token format.
    pub(super) prefixes: Needles,
    pub(super) sieve: Sieve,
    /// Every byte of every prefix and of every alphabet.
    pub(super) token_bytes: Bytes,
    pub(super) contexts: Contexts,
    pub(super) forms: Forms,
    pub(super) database_schemes: &'static [&'static str],
    pub(super) parameters: Names<Parameter>,
    /// Names whose values are secrets.
    pub(super) keywords: Names<Keyword>,
    /// Words before the credentials in an Authorization header.
    pub(super) schemes: &'static [&'static str],
    pub(super) placeholders: &'static [&'static str],
    pub(super) exemptions: &'static Exemptions,
}

/// Part of a parameter's name that a word must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parameter {
    Whole,
    /// The whole name, which often holds a plain word or a number instead.
    Wordy,
    /// Any name with this ending, such as `refresh_token` or `X-Amz-Signature`.
    Ending,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Password,
    /// `pwd` is also the working directory.
    Directory,
    /// `pass` also ends other words, and labels counts of passed checks.
    Pass,
    Token,
    Authorization,
}

pub(super) struct Contexts {
    pub(super) rules: Vec<Context>,
    /// Words of both kinds below with their numbers: services first, secret words after them.
    pub(super) words: Needles,
    pub(super) services: usize,
    pub(super) secret_words: usize,
    /// For each length, the characters of keys of that length.
    pub(super) of_length: Vec<Alphabet>,
    /// Names directly before a value.
    pub(super) names: &'static [&'static str],
    /// Words allowed between a name and its value.
    pub(super) between: &'static [&'static str],
}

pub(super) struct Context {
    pub(super) rule: SecretRule,
    /// Numbers of the words that name the service.
    pub(super) near: Vec<usize>,
    pub(super) alphabet: Alphabet,
    pub(super) length: Length,
}

/// Rules whose search is code; the file gives their meanings and sources.
pub(super) struct Forms {
    /// Whatever the label: a certificate is public, but if its body passed, anything would pass under that label.
    pub(super) pem_block: SecretRule,
    pub(super) jwt: SecretRule,
    pub(super) data_url: SecretRule,
    pub(super) telegram_bot: SecretRule,
    pub(super) discord_bot: SecretRule,
    /// A connection string such as `Server=…;Password=…` breaks the same rule as a database URL.
    pub(super) database_password: SecretRule,
    pub(super) url_password: SecretRule,
    pub(super) url_parameter: SecretRule,
    pub(super) assignment: SecretRule,
    pub(super) authorization: SecretRule,
    pub(super) named_key: SecretRule,
    pub(super) entropy: SecretRule,
    pub(super) listed: Vec<SecretRule>,
}

impl Rules {
    pub(super) fn all(&self) -> impl Iterator<Item = SecretRule> {
        let tokens = self.tokens.iter().map(|format| format.rule);
        let contexts = self.contexts.rules.iter().map(|context| context.rule);
        tokens.chain(self.forms.listed.iter().copied()).chain(contexts)
    }
}
