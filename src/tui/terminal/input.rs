//! Input of the terminal, read without waiting for the rest of a sequence, and signals of this process.

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

/// Bound for a terminal that never stops sending after a paste.
const PASTED_READS_MAX: usize = 1000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(KeyEvent),
    Mouse(Mouse),
    Paste(String),
    /// The terminal answers a query, or reports a change of its own.
    Answer(Answer),
    /// The terminal may have another size.
    Resized,
    /// Stop like any other job.
    Stop,
    /// The terminal's window has the focus again.
    Focused,
    Continued,
    /// Number of a signal that ends the program.
    Ended(u8),
    HungUp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// From 0.
    pub column: u16,
    /// From 0.
    pub row: u16,
    pub does: Pointing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointing {
    /// First button.
    Press,
    WheelUp,
    WheelDown,
}

struct Ready {
    terminal: PollFlags,
    signals: PollFlags,
}

pub struct Inputs {
    signals: SignalDelivery<UnixStream, SignalOnly>,
    decoder: Decoder,
    /// Time of the last read.
    since: Instant,
}

impl Inputs {
    /// Takes over the signals. Call it before the terminal is changed.
    pub fn new() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let signals = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, signals)?;
        let decoder = Decoder::for_terminal(&std::env::var("TERM").unwrap_or_default());
        Ok(Self { signals, decoder, since: Instant::now() })
    }

    /// Waits for input and returns all of it, so that a burst leads to one frame.
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

    /// Returns at once, perhaps with nothing.
    pub fn at_once(&mut self) -> io::Result<Vec<Input>> {
        match self.poll(Some(Timespec { tv_sec: 0, tv_nsec: 0 }))? {
            None if self.has_waited() => Ok(self.give_up()),
            None => Ok(Vec::new()),
            Some(ready) => self.take(ready),
        }
    }

    /// True if the wait for the rest of a sequence is over.
    fn has_waited(&self) -> bool {
        let waits = self.decoder.waits().and_then(|wait| Duration::try_from(wait).ok());
        waits.is_some_and(|wait| self.since.elapsed() >= wait)
    }

    fn give_up(&mut self) -> Vec<Input> {
        self.decoder.give_up();
        self.since = Instant::now();
        std::iter::from_fn(|| self.decoder.pop()).collect()
    }

    fn take(&mut self, Ready { terminal, signals }: Ready) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        if !signals.is_empty() {
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

    /// Returns `None` after a wait without input or a signal.
    fn poll(&mut self, wait: Option<Timespec>) -> io::Result<Option<Ready>> {
        let stdin = io::stdin();
        let mut fds =
            [PollFd::new(&stdin, PollFlags::IN), PollFd::new(self.signals.get_read(), PollFlags::IN)];
        match poll(&mut fds, wait.as_ref()) {
            Ok(0) => return Ok(None),
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [terminal, signals] = fds.map(|fd| fd.revents());
        Ok(Some(Ready { terminal, signals }))
    }

    /// Reads everything that arrives with the end of a paste before the paste is reported: none of it is a key.
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

    /// Does not block, because a poll reported input before.
    fn read(&mut self) -> io::Result<usize> {
        let mut buffer = [0; CHUNK_BYTES];
        match rustix::io::read(io::stdin(), &mut buffer) {
            Ok(count) => {
                self.since = Instant::now();
                self.decoder.take(buffer.get(..count).unwrap_or_default());
                Ok(count)
            }
            // Not 0, which would mean that the terminal hung up.
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Ok(1),
            // The error of a process that lost its terminal.
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
