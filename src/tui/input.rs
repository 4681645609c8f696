//! What arrives: bytes of the terminal, read without ever waiting for the rest of a sequence, and signals.

use std::io;
use std::os::unix::net::UnixStream;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use termina::event::{KeyCode as Code, KeyEvent as RawKey, KeyEventKind, Modifiers};
use termina::{Event, Parser};

/// Bytes read at once.
const CHUNK_BYTES: usize = 4096;

/// How long the rest of a sequence that was cut short is waited for.
const SEQUENCE_WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
const ESCAPE: u8 = 0x1b;
const INTERRUPT: u8 = 0x03;

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
    /// The terminal's window has the focus again.
    Focused,
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
    decoder: Decoder,
}

/// Bytes to events. The parser behind it would wait for the rest of a sequence for ever; this does not.
#[derive(Default)]
pub struct Decoder {
    parser: Parser,
    /// Whether the parser may hold a part of a sequence.
    may_hold: bool,
    /// Whether a paste has begun and not ended.
    pasting: bool,
    /// The last bytes, in which a mark of a paste may be cut in two.
    tail: Vec<u8>,
}

impl Decoder {
    /// Takes the bytes of one read.
    pub fn take(&mut self, chunk: &[u8]) {
        // The end of a paste may never come. A key that means “stop” ends it, and is no part of any paste:
        // terminals take control characters out.
        if self.pasting && matches!(chunk, [ESCAPE | INTERRUPT]) {
            *self = Self::default();
        }
        // A full buffer may have cut a sequence in two; anything else is all there is.
        self.parser.parse(chunk, chunk.len() == CHUNK_BYTES);
        self.may_hold = chunk.iter().any(|byte| *byte == ESCAPE || !byte.is_ascii());
        self.tail.extend_from_slice(chunk);
        let last = |mark: &[u8]| self.tail.windows(mark.len()).rposition(|window| window == mark);
        let (begins, ends) = (last(PASTE_BEGINS), last(PASTE_ENDS));
        if begins.is_some() || ends.is_some() {
            self.pasting = begins > ends;
        }
        let spent = self.tail.len().saturating_sub(PASTE_ENDS.len() - 1);
        self.tail.drain(..spent);
    }

    /// The next input of those that the bytes so far made.
    pub fn pop(&mut self) -> Option<Input> {
        std::iter::from_fn(|| self.parser.pop()).find_map(input)
    }

    /// Whether the rest of something is waited for only so long.
    fn is_cut_short(&self) -> bool {
        self.may_hold && !self.pasting
    }
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
        Ok(Self { signals, decoder: Decoder::default() })
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
                inputs.extend(std::iter::from_fn(|| self.decoder.pop()));
            } else if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                inputs.push(Input::HungUp);
            }
        }
        Ok(inputs)
    }

    fn poll(&mut self) -> io::Result<(PollFlags, bool)> {
        let stdin = io::stdin();
        let mut fds =
            [PollFd::new(&stdin, PollFlags::IN), PollFd::new(self.signals.get_read(), PollFlags::IN)];
        let wait = self.decoder.is_cut_short().then_some(&SEQUENCE_WAIT);
        match poll(&mut fds, wait) {
            // The rest did not come; what there is of it means nothing.
            Ok(0) => self.decoder = Decoder::default(),
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

fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => key_event(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::FocusIn => Some(Input::Focused),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(decoder: &mut Decoder, chunk: &[u8]) -> Vec<Input> {
        decoder.take(chunk);
        std::iter::from_fn(|| decoder.pop()).collect()
    }

    fn key(code: KeyCode) -> Input {
        Input::Key(KeyEvent::new(code, KeyModifiers::empty()))
    }

    #[test]
    fn a_paste_is_one_input_also_when_its_marks_are_cut_in_two() {
        let mut decoder = Decoder::default();
        assert!(decoded(&mut decoder, b"\x1b[20").is_empty());
        assert!(decoded(&mut decoder, b"0~q q\x1b[2").is_empty());
        assert!(!decoder.is_cut_short(), "a paste is waited for");
        assert_eq!(decoded(&mut decoder, b"01~"), [Input::Paste("q q".to_owned())]);
        assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))]);
    }

    #[test]
    fn a_paste_that_never_ends_is_ended_by_escape() {
        let mut decoder = Decoder::default();
        assert!(decoded(&mut decoder, b"\x1b[200~text").is_empty());
        assert_eq!(decoded(&mut decoder, b"\x1b"), [key(KeyCode::Esc)]);
        assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))]);
    }

    #[test]
    fn a_sequence_that_is_cut_short_is_waited_for_only_so_long() {
        for part in [&b"\x1b["[..], b"\x1b]", b"\x1b[<0;", b"\x1bP", b"\xe6\xbc"] {
            let mut decoder = Decoder::default();
            assert!(decoded(&mut decoder, part).is_empty());
            assert!(decoder.is_cut_short(), "{part:?}");
        }
        let mut decoder = Decoder::default();
        assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))]);
        assert!(!decoder.is_cut_short(), "a plain key leaves nothing to wait for");
    }
}
