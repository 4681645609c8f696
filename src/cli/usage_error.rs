//! Usage errors. Their messages quote the arguments, so no argument reaches them raw.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::error::{Error, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use super::args::Cli;
use super::exit::Exit;
use crate::config::file::meant;
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::secret::secret_rule;
use crate::review::text::{cut, visible};

/// Expects the program's own name first. Fails with 0 after help or the version, with 2 after a usage error, with 5
/// if help could not be printed.
pub fn typed(arguments: &[OsString]) -> Result<Cli, Exit> {
    parse(arguments).map_err(|said| {
        let told = tell(arguments, said.kind()).and_then(|()| io::stdout().flush());
        match told {
            _ if said.use_stderr() => Exit::Unusable,
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                // With standard error closed too, the exit code still reports the failure.
                let _ = writeln!(io::stderr(), "strict-review: standard output: {error}");
                Exit::Fault
            }
            Ok(()) | Err(_) => Exit::Ready,
        }
    })
}

fn parse<T: Into<OsString>>(arguments: impl IntoIterator<Item = T>) -> Result<Cli, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let mut command = Cli::command();
    let parsed = command.try_get_matches_from_mut(&arguments);
    let first = match &parsed {
        // A handoff after options of the console.
        Ok(matches) if matches.subcommand_name().is_none() => {
            matches.try_get_one::<PathBuf>(HANDOFF).ok().flatten().map(|path| path.as_os_str())
        }
        Err(said) if said.use_stderr() => arguments.get(1).map(OsString::as_os_str),
        Ok(_) | Err(_) => None,
    };
    if let Some(message) = first.and_then(|first| mistyped(&command, first)) {
        return Err(command.error(ErrorKind::InvalidSubcommand, message));
    }
    let mut matches = parsed?;
    if let (Some(named), Some(stray)) = (matches.subcommand_name(), stray(&command, &matches)) {
        let message =
            format!("`{stray}` is an option of the console and cannot come before the command `{named}`");
        return Err(command.error(ErrorKind::ArgumentConflict, message));
    }
    Cli::from_arg_matches_mut(&mut matches)
}

/// The console accepts a handoff in the position of a command, so a misspelt command would pass for one.
const HANDOFF: &str = "handoff";

/// Complaint about a bare first word that is no file and resembles a command.
fn mistyped(command: &clap::Command, first: &OsStr) -> Option<String> {
    let word = first.to_str()?;
    let is_bare = word.starts_with(|c: char| c.is_alphabetic()) && !word.contains(['/', '.']);
    if !is_bare || Path::new(word).symlink_metadata().is_ok() {
        return None;
    }
    if command.find_subcommand(word).is_some() {
        return None;
    }
    let near = meant(word, command.get_subcommands().map(clap::Command::get_name));
    (!near.is_empty()).then(|| format!("no command and no file is called `{word}`{near}"))
}

/// An argument before a command that means nothing to it: only global ones may be there.
fn stray(command: &clap::Command, matches: &ArgMatches) -> Option<String> {
    let typed = |argument: &&clap::Arg| {
        matches.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine)
    };
    let stray = command.get_arguments().filter(|argument| !argument.is_global_set()).find(typed)?;
    Some(stray.get_long().map_or_else(|| stray.get_id().to_string(), |long| format!("--{long}")))
}

/// Parses the arguments again in a harmless form, and prints the error of that.
fn tell(arguments: &[OsString], kind: ErrorKind) -> io::Result<()> {
    match parse(arguments.iter().map(|argument| harmless(argument))) {
        Err(said) if said.kind() == kind => said.print(),
        // The error was in a part that is not shown.
        Ok(_) | Err(_) => io::stderr().write_all(UNSHOWN.as_bytes()),
    }
}

const UNSHOWN: &str = "strict-review: wrong usage that cannot be shown: an argument is not UTF-8, or looks \
     like a credential\n  next: Run `strict-review --help` to see the options.\n";

/// Replaces an argument that is invisible, long or looks like a credential. Its start and the name before `=` stay,
/// so that a reader recognises it.
fn harmless(argument: &OsStr) -> String {
    let text = argument.to_string_lossy();
    if secret_rule(&text).is_none() {
        return cut(&visible(&text), OBSERVED_CHARS_MAX);
    }
    match text.split_once('=').filter(|(name, _)| name.starts_with('-') && secret_rule(name).is_none()) {
        Some((name, _)) => format!("{}=<redacted>", cut(&visible(name), OBSERVED_CHARS_MAX)),
        None if text.starts_with("--") => "--<redacted>".to_owned(),
        None if text.starts_with('-') => "-<redacted>".to_owned(),
        None => "<redacted>".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");

    #[test]
    fn an_argument_is_shown_harmless_and_short() {
        for (typed, shown) in [
            ("--format".to_owned(), "--format".to_owned()),
            ("\u{1b}[31m\u{9b}m".to_owned(), "‹U+001B›[31m‹U+009B›m".to_owned()),
            (TOKEN.to_owned(), "<redacted>".to_owned()),
            (format!("--{TOKEN}"), "--<redacted>".to_owned()),
            (format!("-k{TOKEN}"), "-<redacted>".to_owned()),
            (format!("--format={TOKEN}"), "--format=<redacted>".to_owned()),
            (format!("--{TOKEN}=a"), "--<redacted>".to_owned()),
        ] {
            assert_eq!(harmless(OsStr::new(&typed)), shown, "{typed}");
        }
        assert_eq!(harmless(OsStr::new(&"e\u{301}".repeat(999))).chars().count(), OBSERVED_CHARS_MAX - 1);
    }
}
