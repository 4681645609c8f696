//! Report of a program fault: its location, and as much of the message as can quote no input.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::panic::{PanicHookInfo, UnwindSafe, catch_unwind};

use color_eyre::config::{HookBuilder, Theme};
use color_eyre::section::PanicMessage;

use super::exit::Exit;
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::secret::secret_rule;
use crate::review::text::{cut, visible};

/// A fault, reported on standard error, becomes an exit code like any other end.
pub fn guarded(run: impl FnOnce() -> color_eyre::Result<Exit> + UnwindSafe) -> Exit {
    match catch_unwind(run) {
        Ok(Ok(exit)) => exit,
        Ok(Err(fault)) => {
            // With standard error closed, the exit code still reports the fault.
            let _ = writeln!(io::stderr(), "{fault:?}");
            Exit::Fault
        }
        // The panic hook has reported it.
        Err(_) => Exit::Fault,
    }
}

/// Installs the report: without colours if nobody sees them, and without the environment, which may contain secrets.
/// Fails if a report was installed before.
pub fn report() -> color_eyre::Result<()> {
    let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let theme = if coloured { Theme::dark() } else { Theme::new() };
    HookBuilder::default().theme(theme).display_env_section(false).panic_message(Reported).install()
}

/// Panic message. It may quote input: slicing a text inside a letter quotes the text, unwrapping an error quotes the
/// error.
struct Reported;

impl PanicMessage for Reported {
    fn display(&self, panic: &PanicHookInfo<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = panic.payload();
        let message = payload.downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
        writeln!(f, "strict-review hit an internal error and ends: {}", redacted(message))?;
        match panic.location() {
            Some(place) => write!(f, "  at {place}"),
            None => f.write_str("  at an unknown location"),
        }
    }
}

/// Cuts a message where it could begin to quote.
fn redacted(message: &str) -> String {
    let quotes = |c: char| matches!(c, '"' | '\'' | '`' | '{' | '\n');
    let own = OWN_QUOTES.iter().find(|own| message.starts_with(**own)).map(|own| own.len());
    let end = own.or_else(|| message.find(quotes)).filter(|end| *end < message.len());
    match end.and_then(|end| message.get(..end)) {
        Some(kept) => format!("{}… (the rest may quote an input)", visible(kept).trim_end()),
        None if secret_rule(message).is_some() => "a message that looks like a credential".to_owned(),
        None => cut(&visible(message), 2 * OBSERVED_CHARS_MAX),
    }
}

/// Messages of the standard library that quote its own code before they quote a value.
const OWN_QUOTES: [&str; 2] =
    ["called `Result::unwrap()` on an `Err` value: ", "called `Option::unwrap()` on a `None` value"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_ends_with_five() {
        assert_eq!(guarded(|| panic!("planted")), Exit::Fault);
        assert_eq!(guarded(|| Err(color_eyre::eyre::eyre!("planted"))), Exit::Fault);
    }

    #[test]
    fn a_message_is_told_up_to_what_it_quotes() {
        let behind = "… (the rest may quote an input)";
        for (message, kept) in [
            (
                "byte index 1 is not a char boundary; it is inside 'ä' of `ä secret`",
                "byte index 1 is not a char boundary; it is inside",
            ),
            (
                "called `Result::unwrap()` on an `Err` value: \"hunter2\"",
                "called `Result::unwrap()` on an `Err` value:",
            ),
            ("a file: Os { code: 2 }", "a file: Os"),
            ("first\nhunter2", "first"),
        ] {
            assert_eq!(redacted(message), format!("{kept}{behind}"));
        }
        for message in ["index out of bounds: the len is 0 but the index is 1", OWN_QUOTES[1]] {
            assert_eq!(redacted(message), message);
        }
        assert_eq!(redacted("a\u{1b}[31m"), "a‹U+001B›[31m");
    }
}
