//! A console that the docs open, driven by what they tell a reader to press and to see.

use portable_pty::CommandBuilder;

use super::terminal::Terminal;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// A key by its name in the docs, such as `space` or `Ctrl-s`.
    Press(String),
    Type(String),
    See(String),
}

/// Returns the exit code.
pub(crate) fn drive(command: CommandBuilder, size: (u16, u16), acts: &[Act]) -> i32 {
    let mut terminal = Terminal::start(command, size);
    terminal.wait_for("REVIEW ONLY");
    for act in acts {
        match act {
            Act::Press(key) if key.chars().count() == 1 => terminal.text(key),
            Act::Press(key) => terminal.keys(&key.to_lowercase()),
            Act::Type(text) => terminal.text(text),
            Act::See(text) => drop(terminal.wait_for(text)),
        }
    }
    i32::try_from(terminal.wait_end().code).unwrap()
}
