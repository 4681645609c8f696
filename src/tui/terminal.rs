//! The terminal: taken over, drawn on, and given back as it was, whatever happens.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::queue;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::linked::Link;
use super::painter::Painter;

/// How long nothing must have been typed before the terminal is given back.
const QUIET: Timespec = Timespec { tv_sec: 0, tv_nsec: 15_000_000 };

/// The same while the terminal still owes an answer, which must not go to the shell. Every terminal answers.
const ANSWERING: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// A bound on what is taken of a terminal that never stops typing.
const TYPED_AHEAD_READS_MAX: usize = 32;

/// Whether the terminal is ours now; a panic anywhere must know.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Which of the modes below are on.
static ON: AtomicU8 = AtomicU8::new(0);

/// Whether the terminal was asked something that it has not answered.
static OWES: AtomicBool = AtomicBool::new(false);

/// A mode that is on in some consoles only, with what switches it on and off.
struct Mode {
    bit: u8,
    on: &'static str,
    off: &'static str,
}

/// Button presses and the wheel, no movements (1000), in a form that holds every column (1006); xterm, “Mouse Tracking”.
const MOUSE: Mode = Mode { bit: 1, on: "\x1b[?1000h\x1b[?1006h", off: "\x1b[?1006l\x1b[?1000l" };

/// The terminal says when it turns dark or light; contour, “VT extensions, color palette update notifications”.
const TURNING: Mode = Mode { bit: 2, on: "\x1b[?2031h", off: "\x1b[?2031l" };

/// Keys that look alike in the old encoding are told apart; kitty keyboard protocol, flag 1, pushed and popped.
const KEYS: Mode = Mode { bit: 4, on: "\x1b[>1u", off: "\x1b[<1u" };

/// What a terminal is asked to tell beside keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    /// Clicks and the wheel.
    pub mouse: bool,
    /// That it turned dark or light.
    pub turning: bool,
}

/// The terminal while it is ours. Dropping it gives it back.
pub struct Terminal {
    painter: Painter,
    /// The bytes of a frame, kept back until it is whole: it is one write, and what a fault leaves half-drawn never
    /// reaches a terminal that was given back.
    pending: Vec<u8>,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// What the system said; the terminal is then as it was.
    pub fn take(modes: Modes) -> io::Result<Self> {
        let (columns, rows) = size()?;
        let bits = [(modes.mouse, MOUSE.bit), (modes.turning, TURNING.bit)];
        ON.store(bits.iter().filter(|(wanted, _)| *wanted).map(|(_, bit)| bit).sum(), Ordering::SeqCst);
        enter()?;
        Ok(Self { painter: Painter::new(columns, rows), pending: Vec::new() })
    }

    /// Draws a frame in one synchronized write, or in none where nothing changed. The view returns where the cursor
    /// belongs, and what is a link.
    ///
    /// # Errors
    /// What the system said.
    pub fn draw(&mut self, view: impl FnOnce(&mut Buffer) -> (Position, Option<Link>)) -> io::Result<()> {
        self.painter.paint(view, &mut self.pending);
        self.send()
    }

    fn send(&mut self) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let sent = out.write_all(&self.pending).and_then(|()| out.flush());
        self.pending.clear();
        sent
    }

    /// Asks the terminal something; nobody waits for the answer.
    ///
    /// # Errors
    /// What the system said.
    pub fn ask(&mut self, questions: &str) -> io::Result<()> {
        OWES.store(true, Ordering::SeqCst);
        self.pending.extend_from_slice(questions.as_bytes());
        self.send()
    }

    /// The terminal has answered all that it will; from now on it tells keys apart if it can.
    ///
    /// # Errors
    /// What the system said.
    pub fn answered(&mut self, tells_keys_apart: bool) -> io::Result<()> {
        OWES.store(false, Ordering::SeqCst);
        if tells_keys_apart && ON.fetch_or(KEYS.bit, Ordering::SeqCst) & KEYS.bit == 0 {
            self.pending.extend_from_slice(KEYS.on.as_bytes());
            self.send()?;
        }
        Ok(())
    }

    /// Hands a text to the terminal's clipboard (OSC 52), with the next frame. Whether it is taken is the terminal's
    /// affair.
    pub fn copy(&mut self, text: &str) {
        let encoded = data_encoding::BASE64.encode(text.as_bytes());
        self.pending.extend_from_slice(format!("\x1b]52;c;{encoded}\x1b\\").as_bytes());
    }

    /// Takes the size of the terminal anew; returns it.
    ///
    /// # Errors
    /// What the system said.
    pub fn resize(&mut self) -> io::Result<(u16, u16)> {
        let (columns, rows) = size()?;
        self.painter.resize(columns, rows);
        Ok((columns, rows))
    }

    /// Gives the terminal back, stops like any other job, and takes it over again when the job goes on.
    ///
    /// # Errors
    /// What the system said.
    pub fn suspend(&mut self) -> io::Result<(u16, u16)> {
        if is_a_job() {
            give_back();
            signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
            enter()?;
        }
        self.resize()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Columns and rows of the terminal; never starts another program to find out.
fn size() -> io::Result<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout())?;
    Ok((size.ws_col.max(1), size.ws_row.max(1)))
}

/// Whether a shell is there that could bring the job back: a parent in our terminal session but outside our
/// process group. The system ignores a terminal stop of any other group (POSIX: orphaned process group), and a
/// console that stopped there would be stopped for good. Plain numbers, because Linux answers 0 for a session or
/// group whose leader lives outside our container.
fn is_a_job() -> bool {
    use nix::unistd::{getpgid, getpgrp, getppid, getsid};
    let parent = getppid();
    parent.as_raw() > 0
        && getsid(Some(parent)).is_ok_and(|session| getsid(None) == Ok(session))
        && getpgid(Some(parent)).is_ok_and(|group| group != getpgrp())
}

/// The modes that are on, in the order in which they are switched on.
fn on() -> impl DoubleEndedIterator<Item = &'static Mode> {
    let bits = ON.load(Ordering::SeqCst);
    [&MOUSE, &TURNING, &KEYS].into_iter().filter(move |mode| bits & mode.bit != 0)
}

fn enter() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    let taken = enable_raw_mode().and_then(|()| {
        let mut out = io::stdout();
        queue!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
        on().try_for_each(|mode| out.write_all(mode.on.as_bytes()))?;
        out.flush()
    });
    taken.inspect_err(|_| give_back())
}

/// Gives the terminal back, in the reverse order of taking it. Raw mode ends last, so that a typed-ahead
/// interrupt cannot strike before the rest is done. It never fails and never panics: a terminal that is gone
/// needs nothing.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = queue!(out, EndSynchronizedUpdate);
        for mode in on().rev() {
            let _ = out.write_all(mode.off.as_bytes());
        }
        let _ = queue!(out, DisableFocusChange, DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = out.flush();
        take_typed_ahead();
        let _ = disable_raw_mode();
    }
}

/// Takes what was typed ahead, until nothing has come for a moment. Keys meant for the console do not belong to
/// the shell; and an interrupt among them, once raw mode has ended, would make the system throw away what the
/// terminal has not read yet, the bytes above included.
fn take_typed_ahead() {
    let stdin = io::stdin();
    let quiet = if OWES.swap(false, Ordering::SeqCst) { ANSWERING } else { QUIET };
    for _ in 0..TYPED_AHEAD_READS_MAX {
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        let readable =
            poll(&mut fds, Some(&quiet)).is_ok_and(|_| fds.iter().any(|fd| fd.revents() == PollFlags::IN));
        if !readable || rustix::io::read(&stdin, &mut [0_u8; 4096]).unwrap_or(0) == 0 {
            return;
        }
    }
}

/// Makes a panic give the terminal back before it is reported.
pub fn give_back_on_panic() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        give_back();
        report(panic);
    }));
}
