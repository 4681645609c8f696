//! What arrives: bytes of the terminal, read without ever waiting for the rest of a sequence, and signals.

mod answers;
#[cfg(test)]
mod cut_tests;
mod decoder;
mod sequence;
#[cfg(test)]
mod sequence_tests;

use std::io;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use crossterm::event::KeyEvent;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

pub use answers::Answer;
pub use decoder::Decoder;

use decoder::{CHUNK_BYTES, PASTED_WAIT};

/// A bound on what is read of a terminal that never stops behind a paste.
const PASTED_READS_MAX: usize = 1000;

/// What arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse was used.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The terminal answers what it was asked, or tells something of itself.
    Answer(Answer),
    /// The terminal may have another size.
    Resized,
    /// Stop like any other job.
    Stop,
    /// The terminal's window has the focus again.
    Focused,
    /// The program was continued.
    Continued,
    /// A signal that ends the program.
    Ended(u8),
    /// The terminal went away.
    HungUp,
}

/// What was done with the mouse, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
    /// What was done.
    pub does: Pointing,
}

/// What is done with a mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointing {
    /// Its first button was pressed.
    Press,
    /// Its wheel was turned, away.
    WheelUp,
    /// Its wheel was turned, towards.
    WheelDown,
}

/// The terminal's input and the signals of this process.
pub struct Inputs {
    signals: SignalDelivery<UnixStream, SignalOnly>,
    decoder: Decoder,
    /// When something was read last.
    since: Instant,
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
        let decoder = Decoder::of(&std::env::var("TERM").unwrap_or_default());
        Ok(Self { signals, decoder, since: Instant::now() })
    }

    /// Waits until something arrives and returns all of it, so that one frame answers a burst.
    ///
    /// # Errors
    /// What the system said.
    pub fn wait(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        while inputs.is_empty() {
            let wait = self.decoder.waits();
            inputs = match self.poll(wait)? {
                None => self.give_up(),
                Some(ready) => self.take(ready)?,
            };
        }
        Ok(inputs)
    }

    /// What has arrived, which may be nothing.
    ///
    /// # Errors
    /// What the system said.
    pub fn at_once(&mut self) -> io::Result<Vec<Input>> {
        match self.poll(Some(Timespec { tv_sec: 0, tv_nsec: 0 }))? {
            None if self.has_waited() => Ok(self.give_up()),
            None => Ok(Vec::new()),
            Some(ready) => self.take(ready),
        }
    }

    /// Whether the rest of something did not come for as long as it is waited for.
    fn has_waited(&self) -> bool {
        let waits = self.decoder.waits().and_then(|wait| Duration::try_from(wait).ok());
        waits.is_some_and(|wait| self.since.elapsed() >= wait)
    }

    fn give_up(&mut self) -> Vec<Input> {
        self.decoder.give_up();
        self.since = Instant::now();
        std::iter::from_fn(|| self.decoder.pop()).collect()
    }

    /// Takes what is there, of the terminal and of the signals.
    fn take(&mut self, (terminal, signalled): (PollFlags, bool)) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        if signalled {
            inputs.extend(self.signals.pending().filter_map(signal));
        }
        if terminal.intersects(PollFlags::IN) {
            if self.read()? == 0 {
                inputs.push(Input::HungUp);
            }
            self.read_behind_paste()?;
            inputs.extend(std::iter::from_fn(|| self.decoder.pop()));
        } else if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            inputs.push(Input::HungUp);
        }
        Ok(inputs)
    }

    /// Waits for either, so long or for ever; `None` where neither came.
    fn poll(&mut self, wait: Option<Timespec>) -> io::Result<Option<(PollFlags, bool)>> {
        let stdin = io::stdin();
        let mut fds =
            [PollFd::new(&stdin, PollFlags::IN), PollFd::new(self.signals.get_read(), PollFlags::IN)];
        match poll(&mut fds, wait.as_ref()) {
            Ok(0) => return Ok(None),
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [terminal, signals] = fds.map(|fd| fd.revents());
        Ok(Some((terminal, !signals.is_empty())))
    }

    /// Reads what comes with the end of a paste, none of which is a key, before anybody sees that it was pasted.
    fn read_behind_paste(&mut self) -> io::Result<()> {
        for _ in 0..PASTED_READS_MAX {
            if !self.decoder.is_behind_paste() {
                break;
            }
            let stdin = io::stdin();
            let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
            match poll(&mut fds, Some(&PASTED_WAIT)) {
                Ok(0) | Err(_) => self.decoder.give_up(),
                Ok(_) if self.read()? == 0 => break,
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// Reads what is there; the poll before it said that something is, so this does not wait.
    fn read(&mut self) -> io::Result<usize> {
        let mut buffer = [0; CHUNK_BYTES];
        match rustix::io::read(io::stdin(), &mut buffer) {
            Ok(count) => {
                self.since = Instant::now();
                self.decoder.take(buffer.get(..count).unwrap_or_default());
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
