//! Entry point of plain mode, and its loop: print, wait for a line, take it.

use std::cell::{Cell, RefCell};
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;
use std::time::Instant;

use super::dialogue::{Dialogue, Flow};
use super::input::{Arrived, Line, Port};
use super::refusals::OutOfStep;
use super::waiting::{Goes, Watch, Work};
use crate::cli::exit::{CliError, Exit, Failure};
use crate::frontend::summary::SAME_COMMAND_RESUMES;
use crate::frontend::waiting::searching;
use crate::frontend::{BeforeFirst, Begun, Greeting, Launch, Waiting, read_again};
use crate::review::text::visible;
use crate::session::Session;

const STANDARD_INPUT: &str = "standard input";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    Asked,
    /// The terminal can only print.
    Dumb,
    /// A terminal in Emacs, which cannot display the console.
    Emacs,
}

enum Ended {
    Left,
    Signalled(u8),
}

/// The path of a written packet goes to `out` at the end, words to `err`, the dialogue itself to standard output.
/// Fails like [`Launch::begin`] and [`Leaving::say`](crate::frontend::Leaving::say); with 2 after too many refused lines
/// of a pipe or file, 5 if the input fails.
pub fn run(
    launch: Launch,
    because: Because,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let to: Option<&mut dyn Write> = if io::stderr().is_terminal() { Some(&mut *err) } else { None };
    let waiting = BeforeFirst::in_lines(to, Instant::now);
    let (Begun { session, told, left_at, out_folder, confinement }, leaving) = launch.begin(
        "This review is closed; export writes its packet, --new starts another review.".to_owned(),
        waiting,
    )?;
    let port = Rc::new(RefCell::new(Port::new().map_err(|error| stopped(&error))?));
    let why = match because {
        Because::Asked => None,
        Because::Dumb => {
            Some("Plain mode, because TERM is dumb; use another terminal for the console.".to_owned())
        }
        Because::Emacs => Some(
            "Plain mode, because a terminal inside Emacs (TERM begins with eterm) cannot display the \
             console; use another terminal for it."
                .to_owned(),
        ),
    };
    let told: Vec<String> = why.into_iter().chain(told.map(Greeting::words)).collect();
    let ended = Rc::default();
    let watch = watch(Rc::clone(&port), Rc::clone(&ended));
    let mut dialogue = Dialogue::at(session, out_folder, confinement, &told, left_at.as_ref()).watched(watch);
    if !port.borrow().echoes() {
        dialogue.end_when_refused();
    }
    let turns = turns(&mut dialogue, &port, &ended);
    dialogue.end();
    // Also if an error or a signal ends the run.
    leaving.keep_place(dialogue.session(), dialogue.left_at().as_ref());
    match turns? {
        Ended::Signalled(number) => Ok(Exit::Signal(number)),
        Ended::Left => {
            let exit = leaving.say(dialogue.session(), dialogue.export(), out, err)?;
            match dialogue.out_of_step() {
                Some(refused) if matches!(exit, Exit::Ready | Exit::NotReady) => {
                    Err(out_of_step(&refused, dialogue.session()).into())
                }
                Some(_) | None => Ok(exit),
            }
        }
    }
}

/// Reports the progress of slow work, and notes a signal that ends it.
fn watch(port: Rc<RefCell<Port>>, ended: Rc<Cell<Option<u8>>>) -> Watch {
    let mut waiting = Waiting::IN_LINES;
    Box::new(move |work| {
        let (now, mut port) = (Instant::now(), port.borrow_mut());
        // Another wait begins with no progress.
        let (begins, told) = match work {
            Work::Reading(progress) => (progress.files == 0 && progress.bytes == 0, read_again(progress)),
            Work::Searching(percent) => (percent == 0, searching(percent)),
        };
        if begins {
            waiting.end();
        }
        waiting.begin(now);
        let told = waiting.is_due(now).then(|| port.put(&format!("{told}\n")));
        // Errors are ignored, because the loop meets and reports them too.
        let signal = told.and_then(Result::ok).flatten().or_else(|| port.signalled().ok().flatten());
        ended.set(signal);
        if signal.is_some() { Goes::Out } else { Goes::On }
    })
}

fn turns(dialogue: &mut Dialogue, port: &RefCell<Port>, ended: &Cell<Option<u8>>) -> Result<Ended, Failure> {
    let put = |text: &str| port.borrow_mut().put(text);
    loop {
        if let Some(number) =
            ended.get().map_or_else(|| put(&dialogue.output()), |number| Ok(Some(number)))?
        {
            return Ok(Ended::Signalled(number));
        }
        if dialogue.go_on() {
            continue;
        }
        let arrived = port.borrow_mut().wait().map_err(|error| stopped(&error))?;
        dialogue.page_rows(port.borrow().page_rows());
        let (line, ends) = match arrived {
            Arrived::Ended(number) => return Ok(Ended::Signalled(number)),
            Arrived::Continued => {
                put("\n")?;
                dialogue.again();
                continue;
            }
            Arrived::Line(line) => (line.clone(), line == Line::End),
        };
        // Without an echo of the typed line, the prompt still lacks its newline.
        let unended = ends || !port.borrow().echoes();
        if unended && let Some(number) = put("\n")? {
            return Ok(Ended::Signalled(number));
        }
        let flow = dialogue.take(line);
        if let Some(number) = ended.get() {
            return Ok(Ended::Signalled(number));
        }
        if flow == Flow::Leave {
            return Ok(put(&dialogue.output())?.map_or(Ended::Left, Ended::Signalled));
        }
    }
}

fn out_of_step(refused: &OutOfStep, session: &Session) -> CliError {
    let OutOfStep { lines, why } = refused;
    let last = lines.last().copied().unwrap_or_default();
    let why = format!(
        "lines {} were refused in a row, so the rest is not read. Line {last}: {}",
        refused.listed(),
        visible(why)
    );
    let next = if session.read_only().is_none() {
        "Correct these lines. Every answer before them is saved."
    } else {
        "Correct these lines. The session is read-only, and nothing was answered."
    };
    CliError::new(Exit::Unusable, STANDARD_INPUT, why, next)
}

fn stopped(error: &io::Error) -> CliError {
    CliError::new(Exit::Fault, STANDARD_INPUT, error.to_string(), SAME_COMMAND_RESUMES)
}
