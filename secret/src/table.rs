//! Reads the rule table from JSON and checks whatever the scan relies on.

use super::SecretRule;
use super::alphabet::{Alphabet, Bytes};
use super::format::{Checksum, Format, Length, Needs, Stands};
use super::member::may_stand_in_digest;
use super::names::Names;
use super::needles::Needles;
use super::rules::{ALPHABETS, Context, Contexts, Exemptions, Forms, Keyword, Parameter, Rules};
use super::sieve::Sieve;
use super::tokens::SHORTEST_TOKEN_BYTES;
use serde::Deserialize;

/// The only form this reader knows.
const FORMAT: &str = "strict-review/secret-rules@1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    format: String,
    #[expect(dead_code, reason = "words for whoever reads the file")]
    about: String,
    #[serde(borrow)]
    tokens: Vec<TokenRow<'a>>,
    #[serde(borrow)]
    contexts: ContextRows<'a>,
    #[serde(borrow)]
    forms: Vec<RuleRow<'a>>,
    #[serde(rename = "databaseSchemes")]
    #[serde(borrow)]
    database_schemes: Vec<&'a str>,
    #[serde(borrow)]
    parameters: ParameterRows<'a>,
    #[serde(borrow)]
    assignments: AssignmentRows<'a>,
    #[serde(borrow)]
    placeholders: Vec<&'a str>,
    #[serde(borrow)]
    exemptions: Exemptions<'a>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow<'a> {
    id: &'a str,
    meaning: &'a str,
    source: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRow<'a> {
    id: &'a str,
    meaning: &'a str,
    #[serde(borrow)]
    prefixes: Vec<&'a str>,
    alphabet: &'a str,
    length: Length,
    stands: Stands,
    #[serde(default)]
    needs: Needs,
    #[serde(borrow)]
    before: Option<BeforeRow<'a>>,
    checksum: Option<Checksum>,
    source: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BeforeRow<'a> {
    alphabet: &'a str,
    length: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextRows<'a> {
    #[serde(borrow)]
    words: Vec<&'a str>,
    #[serde(borrow)]
    rules: Vec<ContextRow<'a>>,
    #[serde(borrow)]
    names: Vec<&'a str>,
    #[serde(borrow)]
    between: Vec<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextRow<'a> {
    id: &'a str,
    meaning: &'a str,
    #[serde(borrow)]
    near: Vec<&'a str>,
    alphabet: &'a str,
    length: Length,
    source: &'a str,
}

/// Names of URL parameters, compared without case, `_`, `-` and `.`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ParameterRows<'a> {
    #[serde(borrow)]
    names: Vec<&'a str>,
    #[serde(borrow)]
    word_names: Vec<&'a str>,
    #[serde(borrow)]
    endings: Vec<&'a str>,
}

/// What names of secrets end in, written without case, spaces and punctuation: `DB_PASSWORD`, `clientSecret`, `API key`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssignmentRows<'a> {
    #[serde(borrow)]
    password: Vec<&'a str>,
    #[serde(borrow)]
    directory: Vec<&'a str>,
    #[serde(borrow)]
    pass: Vec<&'a str>,
    #[serde(borrow)]
    token: Vec<&'a str>,
    #[serde(borrow)]
    authorization: Vec<&'a str>,
    #[serde(borrow)]
    schemes: Vec<&'a str>,
}

impl Rules {
    /// Reads the file, and checks whatever the scan relies on.
    pub(super) fn parse(data: &'static str) -> Result<Self, String> {
        let file: File<'static> = serde_json::from_str(data).map_err(|error| error.to_string())?;
        if file.format != FORMAT {
            return Err(format!("the format is {}, not {FORMAT}", file.format));
        }
        let mut alphabets = Vec::new();
        let mut prefixes = Vec::new();
        let mut tokens = Vec::new();
        for row in &file.tokens {
            prefixes.extend(row.prefixes.iter().map(|prefix| (prefix.as_bytes(), tokens.len())));
            let format = token(row, &mut alphabets)?;
            let body = format.length.shortest().saturating_add(format.before.map_or(0, |(_, length)| length));
            if row.prefixes.iter().any(|prefix| prefix.len().saturating_add(body) < SHORTEST_TOKEN_BYTES) {
                return Err(format!("{}: too short for the search to find it", row.id));
            }
            if row.prefixes.iter().any(|prefix| may_stand_in_digest(prefix.as_bytes())) {
                return Err(format!("{}: a digest may hold its prefix", row.id));
            }
            tokens.push(format);
        }
        if alphabets.len() > ALPHABETS {
            return Err("there are too many alphabets".to_owned());
        }
        Ok(Self {
            sieve: Sieve::of(prefixes.iter().filter_map(|(prefix, number)| {
                let format = tokens.get(*number)?;
                Some((*prefix, format, alphabets.get(format.alphabet)?))
            }))
            .ok_or("a prefix is too short")?,
            token_bytes: token_bytes(&file.tokens, &alphabets),
            alphabets,
            tokens,
            prefixes: Needles::of(prefixes).ok_or("a prefix is too short, or there are too many")?,
            contexts: contexts(file.contexts)?,
            forms: forms(&file.forms)?,
            database_schemes: file.database_schemes,
            parameters: parameters(&file.parameters).ok_or("a parameter's name is no word")?,
            keywords: keywords(&file.assignments).ok_or("a keyword is no word")?,
            schemes: file.assignments.schemes,
            placeholders: file.placeholders,
            exemptions: file.exemptions,
        })
    }
}

fn token(row: &TokenRow<'static>, alphabets: &mut Vec<Alphabet>) -> Result<Format, String> {
    let mut number_of = |text: &str| {
        let alphabet = Alphabet::parse(text).ok_or_else(|| format!("{}: no alphabet: {text}", row.id))?;
        Ok::<usize, String>(alphabets.iter().position(|known| *known == alphabet).unwrap_or_else(|| {
            alphabets.push(alphabet);
            alphabets.len().saturating_sub(1)
        }))
    };
    Ok(Format {
        rule: SecretRule { id: row.id, meaning: row.meaning, source: row.source },
        alphabet: number_of(row.alphabet)?,
        length: row.length.clone(),
        stands: row.stands,
        needs: row.needs,
        before: match &row.before {
            Some(before) => Some((number_of(before.alphabet)?, before.length)),
            None => None,
        },
        checksum: row.checksum,
    })
}

fn contexts(rows: ContextRows<'static>) -> Result<Contexts, String> {
    let mut services: Vec<&'static str> =
        rows.rules.iter().flat_map(|row| row.near.iter().copied()).collect();
    services.sort_unstable();
    services.dedup();
    let read = |row: ContextRow<'static>| {
        let number_of =
            |word: &&str| services.binary_search(word).map_err(|_| format!("{}: {word} is lost", row.id));
        Ok(Context {
            rule: SecretRule { id: row.id, meaning: row.meaning, source: row.source },
            near: row.near.iter().map(number_of).collect::<Result<_, String>>()?,
            alphabet: Alphabet::parse(row.alphabet).ok_or_else(|| format!("{}: no alphabet", row.id))?,
            length: row.length,
        })
    };
    let words = services.iter().chain(&rows.words).map(|word| word.as_bytes()).zip(0..).collect();
    let rules: Vec<Context> = rows.rules.into_iter().map(read).collect::<Result<_, String>>()?;
    Ok(Contexts {
        words: Needles::of(words).ok_or("a word is too short, or there are too many")?,
        of_length: super::contexts::of_length(&rules),
        rules,
        services: services.len(),
        secret_words: rows.words.len(),
        names: rows.names,
        between: rows.between,
    })
}

fn forms(rows: &[RuleRow<'static>]) -> Result<Forms, String> {
    let rule = |row: &RuleRow<'static>| SecretRule { id: row.id, meaning: row.meaning, source: row.source };
    let named =
        |id: &str| rows.iter().find(|row| row.id == id).map(rule).ok_or_else(|| format!("{id} is missing"));
    Ok(Forms {
        pem_block: named("pem-block")?,
        jwt: named("jwt")?,
        data_url: named("data-url")?,
        telegram_bot: named("telegram-bot-token")?,
        discord_bot: named("discord-bot-token")?,
        database_password: named("database-url-password")?,
        url_password: named("url-password")?,
        url_parameter: named("url-secret-parameter")?,
        assignment: named("assignment")?,
        authorization: named("authorization-header")?,
        named_key: named("named-key")?,
        entropy: named("high-entropy")?,
        listed: rows.iter().map(rule).collect(),
    })
}

/// Every byte of every prefix and of every alphabet of a token.
fn token_bytes(tokens: &[TokenRow<'static>], alphabets: &[Alphabet]) -> Bytes {
    let prefixes = tokens.iter().flat_map(|row| row.prefixes.iter().flat_map(|prefix| prefix.bytes()));
    let alphabet = alphabets.iter().fold(Alphabet::EMPTY, |all, alphabet| all.or(*alphabet));
    Bytes::of(prefixes.chain(alphabet.bytes()))
}

fn parameters(rows: &ParameterRows<'static>) -> Option<Names<Parameter>> {
    let whole = rows.names.iter().map(|name| (*name, Parameter::Whole));
    let wordy = rows.word_names.iter().map(|name| (*name, Parameter::Wordy));
    let endings = rows.endings.iter().map(|name| (*name, Parameter::Ending));
    Names::of(endings.chain(whole).chain(wordy))
}

fn keywords(rows: &AssignmentRows<'static>) -> Option<Names<Keyword>> {
    let lists = [
        (&rows.password, Keyword::Password),
        (&rows.directory, Keyword::Directory),
        (&rows.pass, Keyword::Pass),
        (&rows.token, Keyword::Token),
        (&rows.authorization, Keyword::Authorization),
    ];
    Names::of(lists.into_iter().flat_map(|(words, keyword)| words.iter().map(move |word| (*word, keyword))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::DATA;

    /// The table with something in it replaced; leaked, as the built-in one lives as long as the program.
    fn with(old: &str, new: &str) -> Result<Rules, String> {
        assert!(DATA.contains(old), "{old} is not in the table");
        Rules::parse(Box::leak(DATA.replacen(old, new, 1).into_boxed_str()))
    }

    #[test]
    fn the_built_in_table_holds() {
        let rules = Rules::parse(DATA).map_err(|why| panic!("{why}")).unwrap();
        assert!(rules.tokens.len() >= 60 && rules.contexts.rules.len() >= 40, "the table lost its rows");
    }

    #[test]
    fn a_table_that_does_not_hold_is_refused() {
        for (old, new, why) in [
            ("{", "", "expected"),
            ("secret-rules@1", "secret-rules@2", "secret-rules@2"),
            ("\"stands\": \"anywhere\"", "\"stands\": \"nowhere\"", "nowhere"),
            ("\"alphabet\": \"A-Z a-z 0-9\"", "\"alphabet\": \"Z-A\"", "github-token: no alphabet"),
            ("\"gho_\"", "\"g\"", "too short"),
            ("\"gho_\"", "\"fe\"", "github-token: a digest"),
            ("{\"atLeast\": 36}", "{\"atLeast\": 3}", "github-token: too short"),
            ("\"endings\": [", "\"endings\": [\"API\", ", "no word"),
            ("\"id\": \"jwt\"", "\"id\": \"jot\"", "jwt is missing"),
            ("\"pwd\"]", "\"p w d\"]", "no word"),
            ("\"tokens\": [", "\"others\": [], \"tokens\": [", "others"),
        ] {
            let told = with(old, new).map(|_| ()).unwrap_err();
            assert!(told.contains(why), "{new}: {told}");
        }
    }

    #[test]
    fn every_source_is_the_address_of_a_page() {
        for rule in Rules::parse(DATA).unwrap().all() {
            let path = rule.source().strip_prefix("https://").unwrap_or_else(|| panic!("{rule}"));
            assert!(path.contains('.') && !path.contains(' '), "{rule}");
        }
    }
}
