//! The loop: wait, take everything that arrived, draw once.

use std::io;
use std::path::PathBuf;

use super::console::{Console, Flow};
use super::input::{Input, Inputs};
use super::message::Message;
use super::terminal::{self, Terminal};
use super::theme::Theme;
use crate::session::Session;

/// How the console ended.
pub enum Ended {
    /// The reviewer left.
    Left,
    /// A signal ended it.
    Signalled(u8),
}

/// Runs the console until the reviewer leaves or a signal ends it. Either way the session is saved, for every
/// answer was when it was given.
///
/// # Errors
/// What the system said of the terminal; it is given back first.
pub fn run(
    session: Session,
    theme: Theme,
    out: PathBuf,
    told: Option<String>,
) -> io::Result<(Console, Ended)> {
    let mut inputs = Inputs::new()?;
    terminal::give_back_on_panic();
    let mut terminal = Terminal::take()?;
    let size = terminal.resize()?;
    let mut console = Console::new(session, size, theme, out, told);
    loop {
        terminal.draw(|frame| console.draw(frame))?;
        for input in inputs.wait()? {
            let flow = match input {
                Input::Key(key) => console.press(key),
                Input::Paste(text) => console.take(Message::Paste(text)),
                Input::Stop => Flow::Suspend,
                Input::Resized | Input::Continued => resized(&mut console, terminal.resize()?),
                Input::Ended(number) => return Ok((console, Ended::Signalled(number))),
                // As if the signal that a terminal sends when it goes away had come.
                Input::HungUp => return Ok((console, Ended::Signalled(HANG_UP))),
            };
            match flow {
                Flow::Go => {}
                Flow::Leave => return Ok((console, Ended::Left)),
                Flow::Suspend => {
                    let size = terminal.suspend()?;
                    resized(&mut console, size);
                }
            }
        }
    }
}

const HANG_UP: u8 = 1;

fn resized(console: &mut Console, (columns, rows): (u16, u16)) -> Flow {
    console.take(Message::Resize { columns, rows })
}
