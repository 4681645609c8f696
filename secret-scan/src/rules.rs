//! The rules: made once of the rows that are built into the program.

use super::SecretRule;
use super::alphabet::{Alphabet, Bytes};
use super::format::Format;
use super::names::Names;
use super::needles::Needles;
use super::rows::{Exemptions, Length, Rows};
use super::sieve::Sieve;
use std::sync::LazyLock;

/// The rows of `rules.json`. A test holds them against what the scan relies on; see [`super::UNREADABLE`] for what happens
/// if none did.
pub(super) static ROWS: Rows = {
    use super::rows::{
        AssignmentRows, BeforeRow, Checksum, ContextRow, ContextRows, List, Needs, ParameterRows, RuleRow,
        Stands, TokenRow,
    };
    // As the rows name them.
    use Checksum::{Crc32Base62, Crc32Hex};
    use Length::{AtLeast, Between, Exactly, OneOf};
    use Needs::{BothCases, Colon, Mixed, Nothing, TwoDigits};
    use Stands::{Anywhere, Word};
    include!(concat!(env!("OUT_DIR"), "/rows.rs"))
};

/// As many alphabets as a scan keeps track of runs of.
pub(super) const ALPHABETS: usize = 48;

static RULES: LazyLock<Result<Rules, String>> = LazyLock::new(|| Rules::of(&ROWS));

/// The table, or why it could not be read.
pub(super) fn rules() -> Result<&'static Rules, &'static str> {
    RULES.as_ref().map_err(String::as_str)
}

/// Everything the scan knows about credentials.
pub(super) struct Rules {
    pub(super) alphabets: Vec<Alphabet>,
    pub(super) tokens: Vec<Format>,
    /// The prefixes and marks, each with the number of its token format.
    pub(super) prefixes: Needles,
    /// Rules out most rules for most short texts.
    pub(super) sieve: Sieve,
    /// Every byte of every prefix and of every alphabet.
    pub(super) token_bytes: Bytes,
    pub(super) contexts: Contexts,
    pub(super) forms: Forms,
    pub(super) database_schemes: &'static [&'static str],
    /// Names of URL parameters that hold a secret.
    pub(super) parameters: Names<Parameter>,
    /// Names that are given secrets.
    pub(super) keywords: Names<Keyword>,
    /// What may precede the credentials in an Authorization header.
    pub(super) schemes: &'static [&'static str],
    pub(super) placeholders: &'static [&'static str],
    pub(super) exemptions: &'static Exemptions,
}

/// How much of a parameter's name a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parameter {
    Whole,
    /// The whole name, which often holds a plain word or a number instead.
    Wordy,
    /// Any name that ends so, such as `refresh_token` or `X-Amz-Signature`.
    Ending,
}

/// What is given to a name that ends in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Password,
    /// `pwd` is also the working directory.
    Directory,
    /// `pass` also ends words, and counts what passed.
    Pass,
    Token,
    Authorization,
}

/// Credentials that only the words around them tell from other text.
pub(super) struct Contexts {
    pub(super) rules: Vec<Context>,
    /// Words of both kinds below, each with its number: services first, secret words behind.
    pub(super) words: Needles,
    /// How many different words name a service.
    pub(super) services: usize,
    pub(super) secret_words: usize,
    /// Of each length, the characters of keys so long.
    pub(super) of_length: Vec<Alphabet>,
    /// Names right behind which a value stands.
    pub(super) names: &'static [&'static str],
    /// What may stand between a name and its value.
    pub(super) between: &'static [&'static str],
}

/// One credential without a prefix.
pub(super) struct Context {
    pub(super) rule: SecretRule,
    /// Numbers of the words that name the service.
    pub(super) near: Vec<usize>,
    pub(super) alphabet: Alphabet,
    pub(super) length: Length,
}

/// The rules that code knows how to look for; the file gives them their meanings and sources.
pub(super) struct Forms {
    /// Whatever the label: a certificate is public, but to let its body pass would let anything pass under that label.
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
    /// All of them, as the file lists them.
    pub(super) listed: Vec<SecretRule>,
}

impl Rules {
    /// Every rule of the table.
    pub(super) fn all(&self) -> impl Iterator<Item = SecretRule> {
        let tokens = self.tokens.iter().map(|format| format.rule);
        let contexts = self.contexts.rules.iter().map(|context| context.rule);
        tokens.chain(self.forms.listed.iter().copied()).chain(contexts)
    }
}
