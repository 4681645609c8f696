//! Entry point of the console.

pub mod console;
pub mod event_loop;
mod jobs;
mod lines_shown;
mod pace;
mod queue;
mod work;

use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use self::event_loop::Ended;
use super::model::keymap::Keymap;
use super::terminal::hyperlink::Links;
use super::theme::Appearance;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::frontend::summary::SAME_COMMAND_RESUMES;
use crate::frontend::{BeforeFirst, Launch};

pub struct Options {
    pub look: Appearance,
    pub links: Option<Links>,
    pub keymap: Keymap,
}

/// Returns when the reviewer leaves. The path of a written packet goes to `out`, words to `err`.
/// Fails like [`Launch::begin`] and [`Leaving::say`](crate::frontend::Leaving::say); with 5 if the terminal fails.
pub fn run(
    launch: Launch,
    options: Options,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let closed =
        format!("This review is closed; {} exports it, --new starts another.", options.keymap.key("export"));
    let to: Option<&mut dyn Write> = if io::stderr().is_terminal() { Some(&mut *err) } else { None };
    let waiting = BeforeFirst::on_screen(to, Instant::now);
    let (begun, leaving) = launch.begin(closed, waiting)?;
    let (console, ended) = event_loop::run(begun, options)
        .map_err(|error| CliError::new(Exit::Fault, "terminal", error.to_string(), SAME_COMMAND_RESUMES))?;
    leaving.keep_place(console.session(), console.left_at().as_ref());
    match ended {
        Ended::Signalled(number) => Ok(Exit::Signal(number)),
        Ended::Left => leaving.say(console.session(), console.export(), out, err),
    }
}
