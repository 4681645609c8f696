//! Input and output of the plain console: lines of standard input, signals, and writes that a signal can interrupt.

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

use crate::review::limits::LINE_BYTES_MAX;

const CHUNK_BYTES: usize = 4096;

/// A pipe that accepts anything takes so many bytes whole (POSIX: `PIPE_BUF` is at least 512).
const WRITE_BYTES: usize = 512;

/// Rows of a page if the terminal does not report its height.
pub(super) const PAGE_ROWS: usize = 20;

/// Number of SIGHUP, the signal of a terminal that goes away.
const HANG_UP: u8 = 1;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Without its line end.
    Text(String),
    /// Longer than `LINE_BYTES_MAX`; nothing of it is kept.
    TooLong,
    NotUtf8,
    /// The input ended within the line. A part of a line is not obeyed.
    Cut,
    End,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    Line(Line),
    Continued,
    /// Number of a signal that ends the program.
    Ended(u8),
}

/// Splits bytes into lines, and holds no more of a line than `LINE_BYTES_MAX`.
#[derive(Default)]
pub struct Lines {
    begun: Vec<u8>,
    ready: VecDeque<Line>,
    too_long: bool,
}

impl Lines {
    pub fn take(&mut self, chunk: &[u8]) {
        for part in chunk.split_inclusive(|byte| *byte == b'\n') {
            let (text, ends) = part.strip_suffix(b"\n").map_or((part, false), |text| (text, true));
            self.too_long |= self.begun.len() + text.len() > LINE_BYTES_MAX;
            if self.too_long {
                self.begun.clear();
            } else {
                self.begun.extend_from_slice(text);
            }
            if ends {
                let mut line = std::mem::take(&mut self.begun);
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                let whole = String::from_utf8(line).map_or(Line::NotUtf8, Line::Text);
                self.ready.push_back(if self.too_long { Line::TooLong } else { whole });
                self.too_long = false;
            }
        }
    }

    /// Call it at the end of the input; a line without its end is [`Line::Cut`].
    pub fn end(&mut self) -> Line {
        let begun = !std::mem::take(&mut self.begun).is_empty() || std::mem::take(&mut self.too_long);
        if begun { Line::Cut } else { Line::End }
    }

    pub fn pop(&mut self) -> Option<Line> {
        self.ready.pop_front()
    }
}

pub struct Port {
    signals: SignalDelivery<UnixStream, SignalOnly>,
    lines: Lines,
    from_terminal: bool,
    to_terminal: bool,
}

impl Port {
    /// Takes over the signals.
    pub fn new() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let signals =
            SignalDelivery::with_pipe(read, write, SignalOnly, [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT])?;
        let (from_terminal, to_terminal) = (io::stdin().is_terminal(), io::stdout().is_terminal());
        Ok(Self { signals, lines: Lines::default(), from_terminal, to_terminal })
    }

    /// True if the output shows what is typed, as a terminal does.
    #[must_use]
    pub fn echoes(&self) -> bool {
        self.from_terminal
    }

    /// Returns `None` if nobody can turn pages.
    #[must_use]
    pub fn page_rows(&self) -> Option<usize> {
        if !self.from_terminal || !self.to_terminal {
            return None;
        }
        let rows = rustix::termios::tcgetwinsize(io::stdout()).map_or(0, |size| usize::from(size.ws_row));
        Some(if rows > 6 { rows - 2 } else { PAGE_ROWS })
    }

    pub fn wait(&mut self) -> io::Result<Arrived> {
        loop {
            let ready = self.lines.pop();
            let wait = ready.is_some().then_some(Timespec { tv_sec: 0, tv_nsec: 0 });
            let stdin = io::stdin();
            let flags = if ready.is_some() { PollFlags::empty() } else { PollFlags::IN };
            let (input, signal) = self.poll(stdin.as_fd(), flags, wait.as_ref())?;
            // A signal comes before the lines that are ready, so that it can end a long script.
            if let Some(signal) = signal {
                if let Some(line) = ready {
                    self.lines.ready.push_front(line);
                }
                return Ok(signal);
            }
            if let Some(line) = ready {
                return Ok(Arrived::Line(line));
            }
            if self.from_terminal && input.contains(PollFlags::HUP) {
                return Ok(Arrived::Ended(HANG_UP));
            }
            if input.is_empty() {
                continue;
            }
            let mut buffer = [0; CHUNK_BYTES];
            match rustix::io::read(&stdin, &mut buffer) {
                // A terminal ends its input on Ctrl-D and when it is gone; only a poll distinguishes the two.
                Ok(0) if self.from_terminal && self.is_gone(stdin.as_fd())? => {
                    return Ok(Arrived::Ended(HANG_UP));
                }
                Ok(0) => return Ok(Arrived::Line(self.lines.end())),
                Ok(count) => self.lines.take(buffer.get(..count).unwrap_or_default()),
                Err(Errno::INTR | Errno::AGAIN) => {}
                // The error of a process that lost its terminal.
                Err(Errno::IO) => return Ok(Arrived::Ended(HANG_UP)),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Signal that ends the program, if one arrived. Input is not touched.
    pub fn signalled(&mut self) -> io::Result<Option<u8>> {
        let (stdin, at_once) = (io::stdin(), Timespec { tv_sec: 0, tv_nsec: 0 });
        let (input, signal) = self.poll(stdin.as_fd(), PollFlags::empty(), Some(&at_once))?;
        Ok(match signal {
            Some(Arrived::Ended(number)) => Some(number),
            _ if self.from_terminal && input.contains(PollFlags::HUP) => Some(HANG_UP),
            Some(Arrived::Continued | Arrived::Line(_)) | None => None,
        })
    }

    fn is_gone(&mut self, input: std::os::fd::BorrowedFd) -> io::Result<bool> {
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let (found, _) = self.poll(input, PollFlags::empty(), Some(&at_once))?;
        Ok(found.contains(PollFlags::HUP))
    }

    /// Returns the signal that interrupted it, if one did.
    /// An output that accepts nothing, such as a stopped terminal, must not keep the program from ending.
    pub fn put(&mut self, text: &str) -> io::Result<Option<u8>> {
        let mut rest = text.as_bytes();
        let stdout = io::stdout();
        while !rest.is_empty() {
            let (output, signal) = self.poll(stdout.as_fd(), PollFlags::OUT, None)?;
            match signal {
                Some(Arrived::Ended(number)) => return Ok(Some(number)),
                Some(Arrived::Continued | Arrived::Line(_)) => continue,
                None if output.is_empty() => continue,
                None => {}
            }
            match rustix::io::write(&stdout, rest.get(..WRITE_BYTES).unwrap_or(rest)) {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(Errno::IO) if self.to_terminal => return Ok(Some(HANG_UP)),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    fn poll(
        &mut self,
        descriptor: std::os::fd::BorrowedFd,
        flags: PollFlags,
        wait: Option<&Timespec>,
    ) -> io::Result<(PollFlags, Option<Arrived>)> {
        let mut fds = [
            PollFd::from_borrowed_fd(descriptor, flags),
            PollFd::new(self.signals.get_read(), PollFlags::IN),
        ];
        match poll(&mut fds, wait) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [found, signals] = fds.map(|fd| fd.revents());
        let signal =
            if signals.is_empty() { None } else { ending(self.signals.pending().filter_map(arrived)) };
        Ok((found, signal))
    }
}

/// Of several signals, one that ends the program comes first.
fn ending(signals: impl Iterator<Item = Arrived>) -> Option<Arrived> {
    signals.reduce(|first, next| if matches!(first, Arrived::Ended(_)) { first } else { next })
}

fn arrived(number: i32) -> Option<Arrived> {
    match number {
        SIGCONT => Some(Arrived::Continued),
        ending => u8::try_from(ending).ok().map(Arrived::Ended),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(chunks: &[&[u8]]) -> Vec<Line> {
        let mut lines = Lines::default();
        for chunk in chunks {
            lines.take(chunk);
        }
        std::iter::from_fn(|| lines.pop()).collect()
    }

    fn text(text: &str) -> Line {
        Line::Text(text.to_owned())
    }

    #[test]
    fn a_line_ends_at_a_line_feed_wherever_the_reads_are_cut() {
        assert_eq!(lines(&[b"one\ntwo\r\n\n"]), [text("one"), text("two"), text("")]);
        assert_eq!(lines(&[b"o", b"ne", b"\ntw", b"o\n"]), [text("one"), text("two")]);
        assert_eq!(lines(&[b"cut off"]), []);
        let mut cut = Lines::default();
        cut.take(b"cut off");
        assert_eq!([cut.end(), cut.end()], [Line::Cut, Line::End]);
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_whole_and_the_next_one_is_taken() {
        let long = vec![b'a'; LINE_BYTES_MAX];
        assert_eq!(lines(&[&long, b"\nb\n"]), [text(&"a".repeat(LINE_BYTES_MAX)), text("b")]);
        assert_eq!(lines(&[&long, b"a\nb\n"]), [Line::TooLong, text("b")]);
        let mut endless = Lines::default();
        for _ in 0..64 {
            endless.take(&long);
            assert!(endless.begun.capacity() <= 2 * LINE_BYTES_MAX, "no more is held than a line may have");
        }
    }

    #[test]
    fn a_line_that_is_no_text_is_told_and_the_next_one_is_taken() {
        assert_eq!(lines(&[b"\xff\xfe\nb\n"]), [Line::NotUtf8, text("b")]);
        // Two reads may split a character.
        assert_eq!(lines(&[b"\xc3", b"\xa9\n"]), [text("é")]);
    }
}
