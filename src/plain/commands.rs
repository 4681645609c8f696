//! Table of the plain commands: their words, which never change, and their numbers and letters.

use crate::frontend::help;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Confirm,
    Echo,
    Read,
    Find,
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
    Changes,
    Actions,
    Try,
    Retry,
    Help,
    Quit,
}

#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub command: Command,
    /// Word that scripts use.
    pub word: &'static str,
    /// Short form that never changes; not every command has one.
    pub number: Option<u8>,
    /// Short form: the key of the console if there is one, otherwise empty.
    pub letter: &'static str,
    pub takes: Takes,
    pub help: &'static str,
}

/// Argument of a command, with its name in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    Perhaps(&'static str),
    Always(&'static str),
}

const fn row(
    command: Command,
    word: &'static str,
    number: u8,
    letter: &'static str,
    takes: Takes,
    help: &'static str,
) -> Entry {
    let number = if number == 0 { None } else { Some(number) };
    Entry { command, word, number, letter, takes, help }
}

use Takes::{Always, Nothing, Perhaps};

/// In the order of the help. The list of available commands shows the same numbers.
pub const TABLE: [Entry; 34] = [
    row(
        Command::Confirm,
        "confirm",
        1,
        "c",
        Nothing,
        "Confirm the item. Some items ask you to type the value.",
    ),
    row(Command::Echo, "echo", 2, "", Perhaps("TEXT"), "Confirm the item by typing its value."),
    row(
        Command::Read,
        "read",
        3,
        "o",
        Perhaps("REFERENCE"),
        "Open the evidence file of the item, or of the named reference.",
    ),
    row(
        Command::Find,
        "find",
        30,
        "/",
        Always("TEXT"),
        "Search the evidence file of the item, or the last one opened here, and read on from the match.",
    ),
    row(
        Command::Concern,
        "concern",
        4,
        "!",
        Perhaps("TEXT"),
        "Raise a concern about the item. It stays in the record.",
    ),
    row(Command::Answer, "answer", 5, "", Perhaps("TEXT"), "Answer the open concern of the item."),
    row(Command::NotApplicable, "not-applicable", 6, "-", Perhaps("TEXT"), help::NOT_APPLICABLE),
    row(
        Command::Note,
        "note",
        7,
        "n",
        Perhaps("TEXT"),
        "Write or replace the note of the item; a single . removes it.",
    ),
    row(Command::Reference, "reference", 8, "i", Perhaps("TEXT"), help::REFERENCE),
    row(Command::TakeBack, "take-back", 9, "", Nothing, "Take back the answer to the item."),
    row(Command::NextOpen, "next-open", 10, "}", Nothing, help::NEXT_OPEN),
    row(Command::Next, "next", 11, "", Nothing, "Go to the next item."),
    row(Command::Previous, "previous", 12, "", Nothing, "Go to the previous item."),
    row(Command::NextStep, "next-step", 13, "]", Nothing, help::NEXT_STEP),
    row(Command::PreviousStep, "previous-step", 14, "[", Nothing, help::PREVIOUS_STEP),
    row(Command::Go, "go", 0, "", Always("STEP"), "Go to a step by its number, or to an item by its name."),
    row(Command::Again, "again", 15, "", Nothing, "Repeat the question; Enter alone does the same."),
    row(Command::Details, "details", 16, "", Nothing, "Show all details of the item; this is recorded."),
    row(Command::Undo, "undo", 17, "u", Nothing, help::UNDO),
    row(Command::Redo, "redo", 18, "r", Nothing, help::REDO),
    row(Command::Steps, "steps", 19, "", Nothing, "List the steps with their state and count."),
    row(Command::Open, "open", 20, "", Nothing, "List what is open."),
    row(Command::Status, "status", 21, "s", Nothing, "Show the result if the review were closed now."),
    row(
        Command::Findings,
        "findings",
        22,
        "",
        Nothing,
        "List every finding and open item that affects the result.",
    ),
    row(Command::Handoff, "handoff", 23, "", Nothing, "Show what else the program found in the handoff."),
    row(
        Command::Changes,
        "changes",
        24,
        "m",
        Nothing,
        "Show what changed since it was answered: before and now.",
    ),
    row(
        Command::Actions,
        "actions",
        25,
        "a",
        Perhaps("ACTION"),
        "List the write actions, which stay blocked, or show why one is; this is not recorded.",
    ),
    row(
        Command::Try,
        "try",
        0,
        "",
        Always("ACTION"),
        "Try a write action by its number or name. It is refused and the attempt is recorded.",
    ),
    row(
        Command::Close,
        "close",
        26,
        "",
        Perhaps("DECISION"),
        "Close the review with a decision, by its number or name; without one, list them.",
    ),
    row(Command::Preview, "preview", 27, "", Nothing, "Show the exact packet of a closed review."),
    row(
        Command::Export,
        "export",
        28,
        "e",
        Nothing,
        "Write the packet of a closed review; the first time, it is shown first.",
    ),
    row(Command::Retry, "retry", 29, "", Nothing, "Save again the text that could not be saved."),
    row(Command::Help, "help", 0, "?", Nothing, "List the commands."),
    row(
        Command::Quit,
        "quit",
        0,
        "q",
        Nothing,
        "Quit. Every answer is already saved. The end of input does the same.",
    ),
];

impl Command {
    #[must_use]
    pub fn entry(self) -> Entry {
        let found = TABLE.iter().find(|entry| entry.command == self);
        // A test checks that the table has every command.
        found.copied().unwrap_or(row(self, "", 0, "", Nothing, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
