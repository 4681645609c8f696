//! Builds the rules from the rows of the table, and checks everything that the scan depends on.

use super::SecretRule;
use super::alphabet::{Alphabet, Bytes};
use super::format::Format;
use super::member::may_stand_in_digest;
use super::names::Names;
use super::needles::Needles;
use super::rows::{
    AssignmentRows, BeforeRow, ContextRow, ContextRows, ParameterRows, Rows, RuleRow, TokenRow,
};
use super::rules::{ALPHABETS, Context, Contexts, Forms, Keyword, Parameter, Rules};
use super::sieve::Sieve;
use super::signs::SHORTEST_TOKEN_BYTES;

const FORMAT: &str = "strict-review/secret-rules@1";

impl Rules {
    /// Fails if the table breaks an assumption of the scan.
    pub(super) fn new(rows: &'static Rows) -> Result<Self, String> {
        if rows.format != FORMAT {
            return Err(format!("the format is {}, not {FORMAT}", rows.format));
        }
        let mut alphabets = Vec::new();
        let mut prefixes = Vec::new();
        let mut tokens = Vec::new();
        for row in rows.tokens.0 {
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
            sieve: Sieve::new(prefixes.iter().filter_map(|(prefix, number)| {
                let format = tokens.get(*number)?;
                Some((*prefix, format, alphabets.get(format.alphabet)?))
            }))
            .ok_or("a prefix is too short")?,
            token_bytes: token_bytes(rows.tokens.0, &alphabets),
            prefixes: Needles::new(prefixes, |number| {
                let format = tokens.get(number).filter(|format| format.length.shortest() > 0)?;
                alphabets.get(format.alphabet).copied()
            })
            .ok_or("a prefix is too short, or there are too many")?,
            alphabets,
            tokens,
            contexts: contexts(&rows.contexts)?,
            forms: forms(rows.forms.0)?,
            database_schemes: rows.database_schemes.0,
            parameters: parameters(&rows.parameters).ok_or("a parameter's name is not a word")?,
            keywords: keywords(&rows.assignments).ok_or("a keyword is not a word")?,
            schemes: rows.assignments.schemes.0,
            placeholders: rows.placeholders.0,
            exemptions: &rows.exemptions,
        })
    }
}

fn token(row: &TokenRow, alphabets: &mut Vec<Alphabet>) -> Result<Format, String> {
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
        length: row.length,
        stands: row.stands,
        needs: row.needs,
        before: match row.before {
            Some(BeforeRow { alphabet, length }) => Some((number_of(alphabet)?, length)),
            None => None,
        },
        checksum: row.checksum,
    })
}

fn contexts(rows: &ContextRows) -> Result<Contexts, String> {
    let mut services: Vec<&'static str> =
        rows.rules.iter().flat_map(|row| row.near.iter().copied()).collect();
    services.sort_unstable();
    services.dedup();
    let read = |row: &ContextRow| {
        let number_of =
            |word: &&str| services.binary_search(word).map_err(|_| format!("{}: {word} is lost", row.id));
        Ok(Context {
            rule: SecretRule { id: row.id, meaning: row.meaning, source: row.source },
            near: row.near.iter().map(number_of).collect::<Result<_, String>>()?,
            alphabet: Alphabet::parse(row.alphabet).ok_or_else(|| format!("{}: no alphabet", row.id))?,
            length: row.length,
        })
    };
    let words = services.iter().chain(rows.words.0).map(|word| word.as_bytes()).zip(0..).collect();
    let rules: Vec<Context> = rows.rules.iter().map(read).collect::<Result<_, String>>()?;
    Ok(Contexts {
        words: Needles::new(words, |_| None).ok_or("a word is too short, or there are too many")?,
        of_length: super::contexts::of_length(&rules),
        rules,
        services: services.len(),
        secret_words: rows.words.len(),
        names: rows.names.0,
        between: rows.between.0,
    })
}

fn forms(rows: &[RuleRow]) -> Result<Forms, String> {
    let rule = |row: &RuleRow| SecretRule { id: row.id, meaning: row.meaning, source: row.source };
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

fn token_bytes(tokens: &[TokenRow], alphabets: &[Alphabet]) -> Bytes {
    let prefixes = tokens.iter().flat_map(|row| row.prefixes.iter().flat_map(|prefix| prefix.bytes()));
    let alphabet = alphabets.iter().fold(Alphabet::EMPTY, |all, alphabet| all.or(*alphabet));
    Bytes::new(prefixes.chain(alphabet.bytes()))
}

fn parameters(rows: &ParameterRows) -> Option<Names<Parameter>> {
    let whole = rows.names.iter().map(|name| (*name, Parameter::Whole));
    let wordy = rows.word_names.iter().map(|name| (*name, Parameter::Wordy));
    let endings = rows.endings.iter().map(|name| (*name, Parameter::Ending));
    Names::new(endings.chain(whole).chain(wordy))
}

fn keywords(rows: &AssignmentRows) -> Option<Names<Keyword>> {
    let lists = [
        (&rows.password, Keyword::Password),
        (&rows.directory, Keyword::Directory),
        (&rows.pass, Keyword::Pass),
        (&rows.token, Keyword::Token),
        (&rows.authorization, Keyword::Authorization),
    ];
    Names::new(lists.into_iter().flat_map(|(words, keyword)| words.iter().map(move |word| (*word, keyword))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{ROWS, rules};

    const FILE: &str = include_str!("../rules.json");

    fn read(file: String) -> Result<&'static Rows, String> {
        let rows = serde_json::from_str(file.leak()).map_err(|error| error.to_string())?;
        Ok(Box::leak(Box::new(rows)))
    }

    fn with(old: &str, new: &str) -> Result<Rules, String> {
        assert!(FILE.contains(old), "{old} is not in the table");
        Rules::new(read(FILE.replacen(old, new, 1))?)
    }

    #[test]
    fn the_built_in_table_holds() {
        let rules = rules().map_err(|why| panic!("{why}")).unwrap();
        assert!(rules.tokens.len() >= 60 && rules.contexts.rules.len() >= 40, "the table lost its rows");
    }

    #[test]
    fn the_rows_in_the_program_are_those_of_the_file() {
        assert_eq!(&ROWS, read(FILE.to_owned()).unwrap());
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
            ("\"endings\": [", "\"endings\": [\"API\", ", "is not a word"),
            ("\"id\": \"jwt\"", "\"id\": \"jot\"", "jwt is missing"),
            ("\"pwd\"]", "\"p w d\"]", "is not a word"),
            ("\"tokens\": [", "\"others\": [], \"tokens\": [", "others"),
        ] {
            let told = with(old, new).map(|_| ()).unwrap_err();
            assert!(told.contains(why), "{new}: {told}");
        }
    }

    #[test]
    fn every_source_is_the_address_of_a_page() {
        for rule in rules().unwrap().all() {
            let path = rule.source().strip_prefix("https://").unwrap_or_else(|| panic!("{rule}"));
            assert!(path.contains('.') && !path.contains(' '), "{rule}");
        }
    }
}
