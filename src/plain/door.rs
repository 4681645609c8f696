//! The way into plain mode and out of it, and its loop: say, wait for a line, take it.

use std::io::{self, Write};

use super::dialogue::{Dialogue, Flow};
use super::input::{Arrived, Line, Port};
use crate::exit::{Exit, Failure, Stop};
use crate::visit::{Begun, Visit};
use crate::wording::leaving::{SAME_COMMAND_RESUMES, STANDARD_INPUT};
use crate::wording::plain::door as words;

/// Why plain mode was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It was asked for.
    Asked,
    /// The terminal can only print.
    Dumb,
}

/// How it ended.
enum Ended {
    Left,
    Signalled(u8),
}

/// Opens plain mode and returns when the reviewer left or the input ended. The path of a written packet goes to `out` at
/// the end, words to `err`; the dialogue itself goes to standard output.
///
/// # Errors
/// As [`Visit::begin`] and [`Leaving::say`](crate::visit::Leaving::say); 5 where the input fails, and what writing said.
pub fn review(
    visit: Visit,
    because: Because,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let Begun { session, told, out_folder, confinement, leaving } =
        visit.begin(words::CLOSED_ALREADY.to_owned())?;
    let mut port = Port::new().map_err(|error| stopped(&error))?;
    let why = match because {
        Because::Asked => None,
        Because::Dumb => Some(words::TERM_IS_DUMB.to_owned()),
    };
    let told: Vec<String> = why.into_iter().chain(told).collect();
    let mut dialogue = Dialogue::new(session, (out_folder, confinement), &told);
    match turns(&mut dialogue, &mut port)? {
        Ended::Signalled(number) => Ok(Exit::Signal(number)),
        Ended::Left => leaving.say(dialogue.session(), dialogue.export(), out, err),
    }
}

fn turns(dialogue: &mut Dialogue, port: &mut Port) -> Result<Ended, Failure> {
    loop {
        if let Some(number) = port.put(&dialogue.said())? {
            return Ok(Ended::Signalled(number));
        }
        if dialogue.go_on() {
            continue;
        }
        let arrived = port.wait().map_err(|error| stopped(&error))?;
        dialogue.page_rows(port.page_rows());
        let (line, ends) = match arrived {
            Arrived::Ended(number) => return Ok(Ended::Signalled(number)),
            Arrived::Continued => {
                port.put("\n")?;
                dialogue.again();
                continue;
            }
            Arrived::Line(line) => (line.clone(), line == Line::End),
        };
        // Where nothing echoes what was typed, the prompt still waits for the end of its line.
        if (ends || !port.echoes())
            && let Some(number) = port.put("\n")?
        {
            return Ok(Ended::Signalled(number));
        }
        if dialogue.take(line) == Flow::Leave {
            return Ok(port.put(&dialogue.said())?.map_or(Ended::Left, Ended::Signalled));
        }
    }
}

fn stopped(error: &io::Error) -> Stop {
    Stop::new(Exit::Fault, STANDARD_INPUT, error.to_string(), SAME_COMMAND_RESUMES)
}
