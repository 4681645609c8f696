//! What arrives: bytes of the terminal, read without ever waiting for the rest of a sequence, and signals.

use std::io;
use std::os::unix::net::UnixStream;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use termina::event::{KeyCode as Code, KeyEvent as RawKey, KeyEventKind, Modifiers};
use termina::{Event, Parser};

/// Bytes read at once.
const CHUNK_BYTES: usize = 4096;

/// What arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal may have another size.
    Resized,
    /// Stop like any other job.
    Stop,
    /// The program was continued.
    Continued,
    /// A signal that ends the program.
    Ended(u8),
    /// The terminal went away.
    HungUp,
}

/// The terminal's input and the signals of this process.
pub struct Inputs {
    signals: SignalDelivery<UnixStream, SignalOnly>,
    parser: Parser,
}

impl Inputs {
    /// Takes over the signals. Call it before the terminal is changed.
    ///
    /// # Errors
    /// What the system said.
    pub fn new() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let signals = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, signals)?;
        Ok(Self { signals, parser: Parser::default() })
    }

    /// Waits until something arrives and returns all of it, so that one frame answers a burst.
    ///
    /// # Errors
    /// What the system said.
    pub fn wait(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        while inputs.is_empty() {
            let (terminal, signalled) = self.poll()?;
            if signalled {
                inputs.extend(self.signals.pending().filter_map(signal));
            }
            if terminal.intersects(PollFlags::IN) {
                if self.read()? == 0 {
                    inputs.push(Input::HungUp);
                }
                while let Some(event) = self.parser.pop() {
                    inputs.extend(input(event));
                }
            } else if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                inputs.push(Input::HungUp);
            }
        }
        Ok(inputs)
    }

    fn poll(&self) -> io::Result<(PollFlags, bool)> {
        let stdin = io::stdin();
        let mut fds =
            [PollFd::new(&stdin, PollFlags::IN), PollFd::new(self.signals.get_read(), PollFlags::IN)];
        match poll(&mut fds, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [terminal, signals] = fds.map(|fd| fd.revents());
        Ok((terminal, !signals.is_empty()))
    }

    /// Reads what is there; the poll before it said that something is, so this does not wait.
    fn read(&mut self) -> io::Result<usize> {
        let mut buffer = [0; CHUNK_BYTES];
        match rustix::io::read(io::stdin(), &mut buffer) {
            Ok(count) => {
                // A full buffer may have cut a sequence in two; anything else is all there is.
                self.parser.parse(buffer.get(..count).unwrap_or_default(), count == CHUNK_BYTES);
                Ok(count)
            }
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Ok(1),
            // The terminal of a process that lost it.
            Err(rustix::io::Errno::IO) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }
}

fn signal(number: i32) -> Option<Input> {
    match number {
        SIGWINCH => Some(Input::Resized),
        SIGTSTP => Some(Input::Stop),
        SIGCONT => Some(Input::Continued),
        ending => u8::try_from(ending).ok().map(Input::Ended),
    }
}

fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => key_event(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::WindowResized(_) => Some(Input::Resized),
        _ => None,
    }
}

/// The key in the terms of the rest of the console; `None` for releases and for keys that mean nothing here.
fn key_event(key: RawKey) -> Option<KeyEvent> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let code = match key.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Backspace => KeyCode::Backspace,
        Code::Tab => KeyCode::Tab,
        Code::Escape => KeyCode::Esc,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::BackTab => KeyCode::BackTab,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Delete => KeyCode::Delete,
        Code::Function(number) => KeyCode::F(number),
        _ => return None,
    };
    let mut modifiers = KeyModifiers::empty();
    for (theirs, ours) in [
        (Modifiers::SHIFT, KeyModifiers::SHIFT),
        (Modifiers::CONTROL, KeyModifiers::CONTROL),
        (Modifiers::ALT, KeyModifiers::ALT),
    ] {
        modifiers.set(ours, key.modifiers.contains(theirs));
    }
    Some(KeyEvent::new(code, modifiers))
}
