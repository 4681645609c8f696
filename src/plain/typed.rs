//! Parser of lines into commands.

use super::commands::Takes::{Always, Nothing, Perhaps};
use super::commands::{Command, Entry, TABLE};
use crate::review::secret::secret_rule;
use crate::review::text::{cut, visible};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) command: Command,
    /// Text after the word; empty if there is none.
    pub(super) argument: String,
    /// [`Either::Fits`] for `!`, which raises a concern or answers the open one.
    pub(super) either: Either,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Either {
    No,
    Fits,
}

/// Case and surrounding white space do not matter; the unique beginning of a word is enough, and spaces may replace
/// its hyphens. The error names what is expected, and repeats no credential.
pub(super) fn typed(line: &str) -> Result<Typed, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let asked = |command, argument: &str, either| Typed { command, argument: argument.to_owned(), either };
    if let ["!"] = words.as_slice() {
        return Ok(asked(Command::Concern, "", Either::Fits));
    }
    if let Some(text) = line.trim().strip_prefix('/') {
        let (entry, text) = (Command::Find.entry(), text.trim());
        return with(&entry, text).map(|()| asked(entry.command, text, Either::No));
    }
    // Spaces may replace the hyphens of a word, so the whole line is tried first.
    let whole = words.join("-").to_lowercase();
    if let Some(entry) = exact(&whole) {
        return with(entry, "").map(|()| asked(entry.command, "", Either::No));
    }
    let (first, rest) = words.split_first().map_or(("", [].as_slice()), |(first, rest)| (*first, rest));
    // The argument comes from the line, because `words` lost its spaces.
    let behind = line.trim_start().split_once(char::is_whitespace).map_or("", |(_, behind)| behind.trim());
    let argument = if rest.is_empty() { String::new() } else { behind.to_owned() };
    if let Some(entry) = exact(&first.to_lowercase()) {
        return with(entry, &argument).map(|()| asked(entry.command, &argument, Either::No));
    }
    let begun = |text: &str| -> Vec<&Entry> {
        TABLE.iter().filter(|entry| !text.is_empty() && entry.word.starts_with(text)).collect()
    };
    let (found, argument) = match begun(&whole) {
        found if found.is_empty() => (begun(&first.to_lowercase()), argument),
        found => (found, String::new()),
    };
    match found.as_slice() {
        [entry] => with(entry, &argument).map(|()| asked(entry.command, &argument, Either::No)),
        [] => Err(format!("Unknown command: {}. Type ? to list every command.", quoted(line))),
        several => {
            let all: Vec<&str> = several.iter().map(|entry| entry.word).collect();
            Err(format!("{} could be {}. Type the whole word.", quoted(line), all.join(" or ")))
        }
    }
}

/// Earlier word of a command, which scripts may still type.
const FORMER: (&str, Command) = ("moved", Command::Changes);

fn exact(text: &str) -> Option<&'static Entry> {
    if text == FORMER.0 {
        return TABLE.iter().find(|entry| entry.command == FORMER.1);
    }
    let number = |entry: &&Entry| entry.number.is_some_and(|number| number.to_string() == text);
    let named = |entry: &&Entry| !text.is_empty() && (entry.word == text || entry.letter == text);
    TABLE.iter().find(|entry| named(entry) || number(entry))
}

fn with(entry: &Entry, argument: &str) -> Result<(), String> {
    match (entry.takes, argument.is_empty()) {
        (Nothing, false) => Err(takes_nothing(entry.word)),
        (Always(_), true) => Err(needs(entry)),
        (Nothing, true) | (Always(_), false) | (Perhaps(_), _) => Ok(()),
    }
}

fn takes_nothing(word: &str) -> String {
    format!("{word} takes no text after it.")
}

pub(super) fn needs(entry: &Entry) -> String {
    let (Always(name) | Perhaps(name)) = entry.takes else { return takes_nothing(entry.word) };
    format!("{} needs {name} after it. {}", entry.word, entry.help)
}

/// Shortened, with tokens for invisible characters; a credential is not repeated.
pub(super) fn quoted(line: &str) -> String {
    match secret_rule(line) {
        Some(_) => "what you typed".to_owned(),
        None => format!("“{}”", cut(&visible(line.trim()), 40)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::review::testing::SECRET;

    fn asked(line: &str) -> (Command, String) {
        let typed = typed(line).unwrap_or_else(|why| panic!("{line}: {why}"));
        (typed.command, typed.argument)
    }

    #[test]
    fn a_word_its_number_its_letter_and_its_beginning_mean_the_same() {
        for line in ["not-applicable", "not applicable", " Not  Applicable ", "6", "-", "not-a", "not a"] {
            assert_eq!(asked(line), (Command::NotApplicable, String::new()), "{line}");
        }
        for entry in TABLE {
            let argument = if matches!(entry.takes, Always(_)) { " x" } else { "" };
            for sign in [entry.word.to_owned(), entry.letter.to_owned()] {
                if !sign.is_empty() {
                    assert_eq!(asked(&format!("{sign}{argument}")).0, entry.command, "{sign}");
                }
            }
            if entry.command == Command::Changes {
                assert_eq!(asked(FORMER.0).0, entry.command);
            }
            if let Some(number) = entry.number {
                assert_eq!(asked(&format!("{number}{argument}")).0, entry.command, "{number}");
            }
        }
    }

    #[test]
    fn what_stands_behind_a_word_is_taken_where_the_word_takes_it() {
        assert_eq!(asked("go 3"), (Command::Go, "3".to_owned()));
        assert_eq!(asked("read backupReference"), (Command::Read, "backupReference".to_owned()));
        assert_eq!(asked("close 1"), (Command::Close, "1".to_owned()));
        assert!(typed("go").unwrap_err().contains("needs STEP"));
        for line in ["find only the dump", "/only the dump", " / only the dump ", "30 only the dump"] {
            assert_eq!(asked(line), (Command::Find, "only the dump".to_owned()), "{line}");
        }
        assert_eq!(asked("//usr"), (Command::Find, "/usr".to_owned()));
        for line in ["find", "/", " /  "] {
            assert!(typed(line).unwrap_err().starts_with("find needs TEXT after it."), "{line}");
        }
        assert!(typed("confirm all").unwrap_err().contains("takes no text after it"));
        assert_eq!(asked(" note  only  the dump "), (Command::Note, "only  the dump".to_owned()));
    }

    #[test]
    fn a_line_that_is_no_command_says_what_was_expected_and_repeats_no_credential() {
        assert_eq!(
            typed("frobnicate").unwrap_err(),
            "Unknown command: “frobnicate”. Type ? to list every command."
        );
        assert_eq!(typed("con").unwrap_err(), "“con” could be confirm or concern. Type the whole word.");
        assert!(!typed(SECRET).unwrap_err().contains("horse"));
        assert!(typed("\u{1b}[A").unwrap_err().contains("‹U+001B›"));
        assert!(typed("99").is_err() && typed("0").is_err() && typed("01").is_err());
    }

    proptest! {
        #[test]
        fn no_line_is_too_strange_to_be_judged(line in any::<String>()) {
            if let Err(why) = typed(&line) {
                prop_assert!(why.chars().all(|c| !c.is_control()));
            }
        }
    }
}
