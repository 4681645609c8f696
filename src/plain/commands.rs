//! The commands: the words that never change, their numbers and letters, and how a line becomes one of them.

use crate::review::secret::secret_rule;
use crate::review::text::{cut, visible};
use crate::wording::plain::commands as said;

/// Something that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table below says what each does")]
pub enum Command {
    Confirm,
    Echo,
    Read,
    Concern,
    Answer,
    NotApplicable,
    Note,
    Reference,
    TakeBack,
    Undo,
    Redo,
    NextOpen,
    Next,
    Previous,
    Close,
    Preview,
    Export,
    Again,
    Details,
    NextStep,
    PreviousStep,
    Go,
    Steps,
    Open,
    Status,
    Findings,
    Handoff,
    Moved,
    Actions,
    Try,
    Retry,
    Help,
    Quit,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// The word that scripts use.
    pub word: &'static str,
    /// A number that means the same; it never moves. None where it would have more than two digits.
    pub number: Option<u8>,
    /// A sign that means the same: the key of the console, where it has one.
    pub letter: &'static str,
    /// What may stand behind the word.
    pub takes: Takes,
    /// A sentence for the help.
    pub help: &'static str,
}

/// What may stand behind a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// Something, by this name in the help.
    Perhaps(&'static str),
    /// Something must.
    Always(&'static str),
}

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The command.
    pub command: Command,
    /// What stands behind its word; empty where nothing does.
    pub argument: String,
    /// Whether the console's key was typed that raises a concern or answers the open one, whichever fits.
    pub either: Either,
}

/// Whether one sign means one of two commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Either {
    /// The command that was typed and no other.
    No,
    /// Whichever of the two fits.
    Fits,
}

const fn row(
    command: Command,
    word: &'static str,
    (number, letter): (u8, &'static str),
    takes: Takes,
    help: &'static str,
) -> Entry {
    let number = if number == 0 { None } else { Some(number) };
    Entry { command, word, number, letter, takes, help }
}

use Takes::{Always, Nothing, Perhaps};

/// The table, in the order of the help. Numbers are those of the list of what can be done.
pub const TABLE: [Entry; 33] = [
    row(
        Command::Confirm,
        "confirm",
        (1, "c"),
        Nothing,
        "Confirm the item. Some items ask you to type what you see.",
    ),
    row(Command::Echo, "echo", (2, ""), Perhaps("TEXT"), "Confirm the item by typing what you see."),
    row(
        Command::Read,
        "read",
        (3, "o"),
        Perhaps("REFERENCE"),
        "Read the evidence file of the item, or of the reference that is named.",
    ),
    row(
        Command::Concern,
        "concern",
        (4, "!"),
        Perhaps("TEXT"),
        "Raise a concern about the item. It stays in the record.",
    ),
    row(Command::Answer, "answer", (5, ""), Perhaps("TEXT"), "Answer the open concern of the item."),
    row(
        Command::NotApplicable,
        "not-applicable",
        (6, "-"),
        Perhaps("TEXT"),
        "Say that a question does not apply, and why.",
    ),
    row(
        Command::Note,
        "note",
        (7, "n"),
        Perhaps("TEXT"),
        "Write the note of the item anew; a single . behind it removes it.",
    ),
    row(
        Command::Reference,
        "reference",
        (8, "i"),
        Perhaps("TEXT"),
        "Enter a reference that the handoff leaves out.",
    ),
    row(Command::TakeBack, "take-back", (9, ""), Nothing, "Take the answer to the item back."),
    row(Command::NextOpen, "next-open", (10, "}"), Nothing, "Go to the next open item."),
    row(Command::Next, "next", (11, ""), Nothing, "Go to the next item."),
    row(Command::Previous, "previous", (12, ""), Nothing, "Go to the item before."),
    row(Command::NextStep, "next-step", (13, "]"), Nothing, "Go to the next step."),
    row(Command::PreviousStep, "previous-step", (14, "["), Nothing, "Go to the step before."),
    row(Command::Go, "go", (0, ""), Always("STEP"), "Go to a step by its number, or to an item by its name."),
    row(Command::Again, "again", (15, ""), Nothing, "Say the question again; Enter alone does the same."),
    row(
        Command::Details,
        "details",
        (16, ""),
        Nothing,
        "Say everything that is known of the item; that you looked is recorded.",
    ),
    row(
        Command::Undo,
        "undo",
        (17, "u"),
        Nothing,
        "Undo the last answer, note or reference. What was undone stays in the journal.",
    ),
    row(Command::Redo, "redo", (18, "r"), Nothing, "Redo what was undone."),
    row(Command::Steps, "steps", (19, ""), Nothing, "List the steps with their state and count."),
    row(Command::Open, "open", (20, ""), Nothing, "List what is open."),
    row(Command::Status, "status", (21, "s"), Nothing, "Say what this review would earn now."),
    row(
        Command::Findings,
        "findings",
        (22, ""),
        Nothing,
        "List every finding and open item that weighs on that.",
    ),
    row(Command::Handoff, "handoff", (23, ""), Nothing, "Say what else the program sees in the handoff."),
    row(
        Command::Moved,
        "moved",
        (24, "m"),
        Nothing,
        "Say what moved since it was answered: how it was and how it is.",
    ),
    row(
        Command::Actions,
        "actions",
        (25, "a"),
        Perhaps("ACTION"),
        "List the write actions, which stay blocked, or say of one why it is; looking is not recorded.",
    ),
    row(
        Command::Try,
        "try",
        (0, ""),
        Always("ACTION"),
        "Try a write action by its number or name. It is refused, and that is recorded.",
    ),
    row(
        Command::Close,
        "close",
        (26, ""),
        Perhaps("DECISION"),
        "Make the closing call with a decision, by its number or name; alone it lists them.",
    ),
    row(Command::Preview, "preview", (27, ""), Nothing, "Say the exact packet of a closed review."),
    row(
        Command::Export,
        "export",
        (28, "e"),
        Nothing,
        "Write the packet of a closed review; the first time it is shown before.",
    ),
    row(Command::Retry, "retry", (29, ""), Nothing, "Record again the text that could not be recorded."),
    row(Command::Help, "help", (0, "?"), Nothing, "List the commands."),
    row(
        Command::Quit,
        "quit",
        (0, "q"),
        Nothing,
        "Leave. Every answer is saved already. The end of the input does the same.",
    ),
];

impl Command {
    /// Its line of the table.
    #[must_use]
    pub fn entry(self) -> Entry {
        let found = TABLE.iter().find(|entry| entry.command == self);
        // The table has every command; a test holds it.
        found.copied().unwrap_or(row(self, "", (0, ""), Nothing, ""))
    }
}

/// The command that a line asks for. White space around it and capitals do not matter; the beginning of a word is enough
/// where no other word begins so, and words may stand for the hyphens between them.
///
/// # Errors
/// What was expected, in words. What looks like a credential is not repeated.
pub fn typed(line: &str) -> Result<Typed, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let asked = |command, argument: &str, either| Typed { command, argument: argument.to_owned(), either };
    if let ["!"] = words.as_slice() {
        return Ok(asked(Command::Concern, "", Either::Fits));
    }
    let whole = words.join("-").to_lowercase();
    if let Some(entry) = exact(&whole) {
        return with(entry, "").map(|()| asked(entry.command, "", Either::No));
    }
    let (first, rest) = words.split_first().map_or(("", [].as_slice()), |(first, rest)| (*first, rest));
    // A text is taken as it was typed.
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
        [] => Err(said::not_a_command(&quoted(line))),
        several => {
            let all: Vec<&str> = several.iter().map(|entry| entry.word).collect();
            Err(said::may_be(&quoted(line), &all))
        }
    }
}

/// The entry of a word, a number or a letter.
fn exact(text: &str) -> Option<&'static Entry> {
    let number = |entry: &&Entry| entry.number.is_some_and(|number| number.to_string() == text);
    let named = |entry: &&Entry| !text.is_empty() && (entry.word == text || entry.letter == text);
    TABLE.iter().find(|entry| named(entry) || number(entry))
}

/// Whether an argument goes with a word.
fn with(entry: &Entry, argument: &str) -> Result<(), String> {
    match (entry.takes, argument.is_empty()) {
        (Nothing, false) => Err(said::takes_nothing(entry.word)),
        (Always(name), true) => Err(said::needs(entry.word, name, entry.help)),
        (Nothing, true) | (Always(_), false) | (Perhaps(_), _) => Ok(()),
    }
}

/// What was typed, fit to be shown.
pub(super) fn quoted(line: &str) -> String {
    match secret_rule(line) {
        Some(_) => said::WHAT_YOU_TYPED.to_owned(),
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
    fn every_command_has_one_entry_and_no_two_share_a_word_a_number_or_a_letter() {
        for (at, entry) in TABLE.iter().enumerate() {
            assert_eq!(entry.command.entry().word, entry.word);
            for other in &TABLE[at + 1..] {
                assert_ne!(entry.command, other.command);
                assert_ne!(entry.word, other.word);
                assert!(entry.number.is_none() || entry.number != other.number, "{}", entry.word);
                assert!(entry.letter.is_empty() || entry.letter != other.letter, "{}", entry.word);
            }
            assert!(entry.help.ends_with('.') && !entry.word.is_empty());
        }
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
            if let Some(number) = entry.number {
                assert_eq!(asked(&number.to_string()).0, entry.command, "{number}");
            }
        }
    }

    #[test]
    fn what_stands_behind_a_word_is_taken_where_the_word_takes_it() {
        assert_eq!(asked("go 3"), (Command::Go, "3".to_owned()));
        assert_eq!(asked("read backupReference"), (Command::Read, "backupReference".to_owned()));
        assert_eq!(asked("close 1"), (Command::Close, "1".to_owned()));
        assert!(typed("go").unwrap_err().contains("needs STEP"));
        assert!(typed("confirm all").unwrap_err().contains("takes nothing behind it"));
        assert_eq!(asked(" note  only  the dump "), (Command::Note, "only  the dump".to_owned()));
    }

    #[test]
    fn a_line_that_is_no_command_says_what_was_expected_and_repeats_no_credential() {
        assert_eq!(
            typed("frobnicate").unwrap_err(),
            "Not a command: “frobnicate”. Expected one of the words or numbers that are listed; ? lists all of them."
        );
        assert_eq!(typed("con").unwrap_err(), "“con” may be confirm or concern. Expected the whole word.");
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
