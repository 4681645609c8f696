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
    Moved,
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
        "Confirm the item. Some items ask you to type what you see.",
    ),
    row(Command::Echo, "echo", 2, "", Perhaps("TEXT"), "Confirm the item by typing what you see."),
    row(
        Command::Read,
        "read",
        3,
        "o",
        Perhaps("REFERENCE"),
        "Read the evidence file of the item, or of the reference that is named.",
    ),
    row(
        Command::Find,
        "find",
        30,
        "/",
        Always("TEXT"),
        "Find a text in the evidence file of the item, or in the one that was read last here, and read on from it.",
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
        "Write the note of the item again; a single . behind it removes it.",
    ),
    row(Command::Reference, "reference", 8, "i", Perhaps("TEXT"), help::REFERENCE),
    row(Command::TakeBack, "take-back", 9, "", Nothing, "Take the answer to the item back."),
    row(Command::NextOpen, "next-open", 10, "}", Nothing, help::NEXT_OPEN),
    row(Command::Next, "next", 11, "", Nothing, "Go to the next item."),
    row(Command::Previous, "previous", 12, "", Nothing, "Go to the item before."),
    row(Command::NextStep, "next-step", 13, "]", Nothing, help::NEXT_STEP),
    row(Command::PreviousStep, "previous-step", 14, "[", Nothing, help::PREVIOUS_STEP),
    row(Command::Go, "go", 0, "", Always("STEP"), "Go to a step by its number, or to an item by its name."),
    row(Command::Again, "again", 15, "", Nothing, "Say the question again; Enter alone does the same."),
    row(
        Command::Details,
        "details",
        16,
        "",
        Nothing,
        "Say everything that is known of the item; that you looked is recorded.",
    ),
    row(Command::Undo, "undo", 17, "u", Nothing, help::UNDO),
    row(Command::Redo, "redo", 18, "r", Nothing, help::REDO),
    row(Command::Steps, "steps", 19, "", Nothing, "List the steps with their state and count."),
    row(Command::Open, "open", 20, "", Nothing, "List what is open."),
    row(Command::Status, "status", 21, "s", Nothing, "Say what this review would earn now."),
    row(
        Command::Findings,
        "findings",
        22,
        "",
        Nothing,
        "List every finding and open item that weighs on that.",
    ),
    row(Command::Handoff, "handoff", 23, "", Nothing, "Say what else the program sees in the handoff."),
    row(
        Command::Moved,
        "moved",
        24,
        "m",
        Nothing,
        "Say what moved since it was answered: how it was and how it is.",
    ),
    row(
        Command::Actions,
        "actions",
        25,
        "a",
        Perhaps("ACTION"),
        "List the write actions, which stay blocked, or say of one why it is; looking is not recorded.",
    ),
    row(
        Command::Try,
        "try",
        0,
        "",
        Always("ACTION"),
        "Try a write action by its number or name. It is refused, and that is recorded.",
    ),
    row(
        Command::Close,
        "close",
        26,
        "",
        Perhaps("DECISION"),
        "Make the closing call with a decision, by its number or name; alone it lists them.",
    ),
    row(Command::Preview, "preview", 27, "", Nothing, "Say the exact packet of a closed review."),
    row(
        Command::Export,
        "export",
        28,
        "e",
        Nothing,
        "Write the packet of a closed review; the first time it is shown before.",
    ),
    row(Command::Retry, "retry", 29, "", Nothing, "Record again the text that could not be recorded."),
    row(Command::Help, "help", 0, "?", Nothing, "List the commands."),
    row(
        Command::Quit,
        "quit",
        0,
        "q",
        Nothing,
        "Leave. Every answer is saved already. The end of the input does the same.",
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
