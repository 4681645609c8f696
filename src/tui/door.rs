//! The way into the console and out of it.

use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use super::keys::Keymap;
use super::linked::Links;
use super::run::{Ended, run};
use super::theme::Look;
use crate::exit::{Exit, Failure, Stop};
use crate::visit::{BeforeFirst, Begun, Visit};

/// Opens the console and returns when the reviewer left. The path of a written packet goes to `out`, words to
/// `err`.
///
/// # Errors
/// As [`Visit::begin`] and [`Leaving::say`](crate::visit::Leaving::say); 5 where the terminal fails.
pub fn review(
    visit: Visit,
    (look, links, keymap): (Look, Option<Links>, Keymap),
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let exports = format!("{} exports it", keymap.key("export"));
    let to: Option<&mut dyn Write> = if io::stderr().is_terminal() { Some(&mut *err) } else { None };
    let waiting = BeforeFirst::on_screen(to, Instant::now);
    let Begun { session, told, out_folder, confinement, leaving } = visit.begin(&exports, waiting)?;
    let (console, ended) =
        run(session, (look, links, keymap), (out_folder, confinement), told).map_err(|error| {
            let next = "Every answer is in the session; the same command resumes it.";
            Stop::new(Exit::Fault, "terminal", error.to_string(), next)
        })?;
    match ended {
        Ended::Signalled(number) => Ok(Exit::Signal(number)),
        Ended::Left => leaving.say(console.session(), console.export(), out, err),
    }
}
