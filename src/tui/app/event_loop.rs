//! Loop of the console: wait, take everything that arrived, draw once. During slow work it does not wait.

use std::io;
use std::ops::ControlFlow;
use std::time::Instant;

use ratatui::layout::Size;
use rustix::io::Errno;

use super::Options;
use super::console::{Console, Flow};
use crate::frontend::Begun;
use crate::tui::model::message::{Message, Reply};
use crate::tui::terminal;
use crate::tui::terminal::hyperlink::Links;
use crate::tui::terminal::input::{Input, Inputs};
use crate::tui::terminal::query::{Follows, Query};
use crate::tui::terminal::{Modes, Terminal};

pub enum Ended {
    Left,
    Signalled(u8),
}

/// Number of SIGHUP, the signal of a terminal that goes away.
const HANG_UP: u8 = 1;

/// Gives the terminal back in any case. The end loses no answer, because each was saved when it was given.
pub fn run(begun: Begun, options: Options) -> io::Result<(Console, Ended)> {
    let Begun { session, told, left_at, out_folder, confinement } = begun;
    let Options { look, links, keymap } = options;
    let mut inputs = Inputs::new()?;
    terminal::give_back_on_panic();
    let modes = Modes { mouse: look.mouse, turning: Query::follows_the_terminal(&look) };
    let mut terminal = Terminal::take(modes)?;
    let size = terminal.resize()?;
    let theme = look.theme(&look.known);
    let console = Console::new(session, size, theme, out_folder, confinement, told);
    let mut console = console.with_keys(keymap).with_pace(Instant::now).going_on_at(left_at.as_ref());
    let ended = turns(&mut console, &mut terminal, &mut inputs, Query::new(look), links.as_ref());
    console.end();
    match ended {
        Ok(ended) => Ok((console, ended)),
        // The terminal went away during a write, before its signal arrived.
        Err(error) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => {
            Ok((console, Ended::Signalled(HANG_UP)))
        }
        Err(error) => Err(error),
    }
}

fn turns(
    console: &mut Console,
    terminal: &mut Terminal,
    inputs: &mut Inputs,
    mut asked: Query,
    links: Option<&Links>,
) -> io::Result<Ended> {
    let mut to_ask = true;
    loop {
        if console.draws() {
            draw(console, terminal, links)?;
        }
        // The first screen does not wait for the queries.
        if std::mem::take(&mut to_ask) {
            terminal.ask(&asked.questions(Instant::now(), terminal.rows()))?;
            // The query may have drawn on a row, which this frame restores.
            draw(console, terminal, links)?;
        }
        let arrived = if console.is_busy() { inputs.at_once()? } else { inputs.wait()? };
        for input in arrived {
            let flow = match input {
                Input::Mouse(mouse) => console.point(mouse),
                Input::Answer(answer) => {
                    match asked.take(answer, Instant::now()) {
                        None => {}
                        Some(Follows::AskAgain) => to_ask = true,
                        Some(Follows::Known { theme, tells_keys_apart }) => {
                            if console.wear(theme) {
                                terminal.forget();
                            }
                            terminal.answered();
                            if tells_keys_apart {
                                terminal.tell_keys_apart()?;
                            }
                        }
                    }
                    Flow::Go
                }
                Input::Key(key) => console.press(key),
                Input::Paste(text) => console.take(Message::Paste(text)),
                Input::Stop => Flow::Suspend,
                Input::Focused => console.take(Message::Recheck),
                Input::Resized => resized(console, terminal.resize()?),
                Input::Continued => back(console, terminal.take_again()?),
                Input::Ended(number) => return Ok(Ended::Signalled(number)),
                // Handled like the signal of a terminal that goes away.
                Input::HungUp => return Ok(Ended::Signalled(HANG_UP)),
            };
            if follow(flow, console, terminal)?.is_break() {
                return Ok(Ended::Left);
            }
        }
        if console.is_busy() {
            let flow = console.work();
            if follow(flow, console, terminal)?.is_break() {
                return Ok(Ended::Left);
            }
        }
    }
}

fn draw(console: &Console, terminal: &mut Terminal, links: Option<&Links>) -> io::Result<()> {
    terminal.draw(|buffer| {
        let cursor = console.draw(buffer);
        let named = console.evidence_named().zip(links);
        (cursor, named.and_then(|((area, path), links)| links.to_file(area, &path)))
    })
}

/// Breaks if the reviewer leaves.
fn follow(flow: Flow, console: &mut Console, terminal: &mut Terminal) -> io::Result<ControlFlow<()>> {
    match flow {
        Flow::Go => console.take_copied().into_iter().for_each(|text| terminal.copy(&text)),
        Flow::Leave => return Ok(ControlFlow::Break(())),
        Flow::Suspend => {
            let size = terminal.suspend()?;
            back(console, size);
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Rechecks, because the inputs may have changed while the reviewer was away.
fn back(console: &mut Console, size: Size) -> Flow {
    resized(console, size);
    console.take(Message::Recheck)
}

fn resized(console: &mut Console, size: Size) -> Flow {
    console.take(Message::Told(Reply::Resized(size)))
}
