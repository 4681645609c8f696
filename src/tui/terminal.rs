//! Terminal: taken over, drawn on, and given back in its former state, even after a panic.

pub mod hyperlink;
pub mod input;
pub mod painter;
pub(crate) mod query;

use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::{Duration, Instant};

use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::queue;
use crossterm::style::{Attribute, ResetColor, SetAttribute};
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use self::hyperlink::Link;
use self::input::{Answer, Decoder, Input};
use self::painter::Painter;
use self::query::{MEASURE, MEASURED_ROW};

/// Silence on input before the terminal is given back.
const QUIET: Duration = Duration::from_millis(15);

/// Wait for an answer that is owed, since it must not go to the shell. Nearly every terminal answers at once; a slow
/// line takes longer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(2);

/// Bound for a terminal that never stops typing.
const TYPED_AHEAD_MAX: Duration = Duration::from_millis(500);

/// Size if the terminal does not know its own.
const SIZE_UNKNOWN: Size = Size::new(80, 24);
/// Upper bound: more cells than any display has is a mistake.
const SIZE_MAX: Size = Size::new(1000, 500);

/// Static, because the panic hook must know it.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Bits of the [`Mode`]s that are on.
static ON: AtomicU8 = AtomicU8::new(0);

/// Time of the last query that is not answered.
static OWES: Mutex<Option<Instant>> = Mutex::new(None);

/// DECAWM off: characters beyond the last column vanish, so that a row stays one row if the terminal draws one of its
/// characters wider than noted.
const WRAP_OFF: &str = "\x1b[?7l";
const WRAP_ON: &str = "\x1b[?7h";

/// Optional mode; `bit` is its flag in [`ON`].
struct Mode {
    bit: u8,
    on: &'static str,
    off: &'static str,
}

/// Button presses and the wheel, no movements (1000), in a form that holds every column (1006); xterm, “Mouse
/// Tracking”.
const MOUSE: Mode = Mode { bit: 1, on: "\x1b[?1000h\x1b[?1006h", off: "\x1b[?1006l\x1b[?1000l" };

/// Reports of a switch between dark and light; contour, “VT extensions, color palette update notifications”.
const TURNING: Mode = Mode { bit: 2, on: "\x1b[?2031h", off: "\x1b[?2031l" };

/// Distinct codes for keys that look alike in the old encoding: kitty keyboard protocol, flag 1, pushed and popped.
/// Vim's `:terminal` before 9.2.0264 ignores the pop, but resets on `>4;0m` (xterm, “modifyOtherKeys”).
const KEYS: Mode = Mode { bit: 4, on: "\x1b[>1u", off: "\x1b[<1u\x1b[>4;0m" };

/// Optional reports to ask the terminal for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    pub mouse: bool,
    /// Reports of a switch between dark and light.
    pub turning: bool,
}

/// Dropping it gives the terminal back.
pub struct Terminal {
    painter: Painter,
    /// Bytes of a frame, held until it is whole: it is one write, and a half-drawn frame never reaches a terminal
    /// that was given back.
    pending: Vec<u8>,
    /// True if the terminal was taken over again before the signal for that arrived.
    is_back: bool,
}

impl Terminal {
    /// Leaves the terminal unchanged on an error.
    pub fn take(modes: Modes) -> io::Result<Self> {
        // Before any change, so that an error leaves the terminal unchanged.
        let Size { width, height } = size()?;
        let bits = [(modes.mouse, MOUSE.bit), (modes.turning, TURNING.bit)];
        ON.store(bits.iter().filter(|(wanted, _)| *wanted).map(|(_, bit)| bit).sum(), Ordering::SeqCst);
        enter()?;
        Ok(Self { painter: Painter::new(width, height), pending: Vec::new(), is_back: false })
    }

    /// Writes one synchronized frame, or nothing if nothing changed. The view returns the cursor's position and the
    /// link.
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

    /// Does not wait for the answer.
    pub fn ask(&mut self, questions: &str) -> io::Result<()> {
        owes(Some(Instant::now()));
        self.pending.extend_from_slice(questions.as_bytes());
        // A terminal may mistake a query for another command: st takes one for “restore the cursor”.
        let measured = questions.contains(MEASURE).then_some(MEASURED_ROW - 1);
        self.painter.settle(measured, &mut self.pending);
        self.send()
    }

    #[must_use]
    pub fn rows(&self) -> u16 {
        self.painter.rows()
    }

    /// Call it when all answers have come.
    pub fn answered(&mut self) {
        owes(None);
    }

    /// Switches on distinct key codes, which the terminal must support.
    pub fn tell_keys_apart(&mut self) -> io::Result<()> {
        if ON.fetch_or(KEYS.bit, Ordering::SeqCst) & KEYS.bit == 0 {
            self.pending.extend_from_slice(KEYS.on.as_bytes());
            self.send()?;
        }
        Ok(())
    }

    /// Redraws everything with the next frame: some characters took other columns than noted, which shifted the cells
    /// after them.
    pub fn forget(&mut self) {
        self.painter.forget();
    }

    /// Sends the text to the clipboard (OSC 52) with the next frame. The terminal does not report whether it accepts
    /// it.
    pub fn copy(&mut self, text: &str) {
        let encoded = data_encoding::BASE64.encode(text.as_bytes());
        self.pending.extend_from_slice(format!("\x1b]52;c;{encoded}\x1b\\").as_bytes());
    }

    /// Reads the size again and returns it.
    pub fn resize(&mut self) -> io::Result<Size> {
        let size = size()?;
        self.painter.resize(size.width, size.height);
        Ok(size)
    }

    /// Stops like any other job, and takes the terminal over again when the job continues.
    pub fn suspend(&mut self) -> io::Result<Size> {
        if is_a_job() {
            give_back();
            signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
            enter()?;
            // The signal of the continuation still comes, and must not take the terminal over twice.
            self.is_back = true;
        }
        self.resize()
    }

    /// Call it when the program was continued. A stop from outside left no time to give the terminal back, and the
    /// shell has set its own modes since.
    pub fn take_again(&mut self) -> io::Result<Size> {
        if std::mem::take(&mut self.is_back) {
            return self.resize();
        }
        // Back to the modes noted at the start, so that these are noted again, not the shell's, and restored in the
        // end.
        disable_raw_mode()?;
        enable_raw_mode()?;
        let mut out = io::stdout();
        // The alternate screen is still shown, and the pushed key mode is still on its stack.
        modes(&mut out, ON.load(Ordering::SeqCst) & !KEYS.bit)?;
        out.flush()?;
        self.resize()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Never starts another program to find out.
fn size() -> io::Result<Size> {
    let size = rustix::termios::tcgetwinsize(io::stdout())?;
    Ok(size_of(Size::new(size.ws_col, size.ws_row), |name| std::env::var(name).ok()))
}

/// A terminal of unknown size, as over a serial line, gets that of `COLUMNS` and `LINES`.
fn size_of(Size { width, height }: Size, variable: impl Fn(&str) -> Option<String>) -> Size {
    let known = |said: u16, name: &str, unknown: u16, most: u16| {
        let named = || variable(name)?.parse().ok().filter(|count| *count > 0);
        let said = Some(said).filter(|count| *count > 0);
        said.or_else(named).unwrap_or(unknown).min(most)
    };
    Size {
        width: known(width, "COLUMNS", SIZE_UNKNOWN.width, SIZE_MAX.width),
        height: known(height, "LINES", SIZE_UNKNOWN.height, SIZE_MAX.height),
    }
}

/// True if a shell can bring the job back: a parent in our terminal session but outside our process group.
/// The system ignores a terminal stop of any other group (POSIX: orphaned process group), and a console stopped there
/// would stay stopped.
fn is_a_job() -> bool {
    use nix::unistd::{getpgid, getpgrp, getppid, getsid};
    let parent = getppid();
    // Plain numbers, because Linux answers 0 for a session or group whose leader is outside our container.
    parent.as_raw() > 0
        && getsid(Some(parent)).is_ok_and(|session| getsid(None) == Ok(session))
        && getpgid(Some(parent)).is_ok_and(|group| group != getpgrp())
}

/// In the order in which they are switched on.
fn modes_of(bits: u8) -> impl DoubleEndedIterator<Item = &'static Mode> {
    [&MOUSE, &TURNING, &KEYS].into_iter().filter(move |mode| bits & mode.bit != 0)
}

fn enter() -> io::Result<()> {
    // Set first, so that a failure halfway is undone too.
    TAKEN.store(true, Ordering::SeqCst);
    let taken = enable_raw_mode().and_then(|()| {
        let mut out = io::stdout();
        queue!(out, EnterAlternateScreen)?;
        modes(&mut out, ON.load(Ordering::SeqCst))?;
        out.flush()
    });
    taken.inspect_err(|_| give_back())
}

/// Switches on the modes that every run needs, and those of `bits`.
fn modes(out: &mut impl Write, bits: u8) -> io::Result<()> {
    queue!(out, EnableBracketedPaste, EnableFocusChange)?;
    out.write_all(WRAP_OFF.as_bytes())?;
    modes_of(bits).try_for_each(|mode| out.write_all(mode.on.as_bytes()))
}

/// Returns the previous value.
fn owes(since: Option<Instant>) -> Option<Instant> {
    // A panic elsewhere must not prevent giving the terminal back.
    let mut owes = OWES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    std::mem::replace(&mut *owes, since)
}

/// Undoes [`enter`] in reverse order. Raw mode ends last, so that a typed-ahead interrupt cannot strike before the
/// rest is done. Never fails or panics: a terminal that is gone needs nothing.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        // A write that failed halfway may have left a frame open.
        let _ = queue!(out, EndSynchronizedUpdate);
        for mode in modes_of(ON.load(Ordering::SeqCst)).rev() {
            let _ = out.write_all(mode.off.as_bytes());
        }
        let _ = out.write_all(WRAP_ON.as_bytes());
        let _ = queue!(out, DisableFocusChange, DisableBracketedPaste);
        // On a terminal without an alternate screen, later output begins on a cleared one.
        let _ = queue!(out, ResetColor, SetAttribute(Attribute::Reset), Clear(ClearType::All), MoveTo(0, 0));
        let _ = queue!(out, LeaveAlternateScreen, Show);
        let _ = out.flush();
        take_typed_ahead();
        let _ = disable_raw_mode();
    }
}

/// Discards typed-ahead keys until a moment of silence, and an answer that is owed: neither belongs to the shell.
/// After raw mode, an interrupt among them would make the system drop output that the terminal has not read yet, the
/// sequences of [`give_back`] included.
fn take_typed_ahead() {
    let (now, stdin) = (Instant::now(), io::stdin());
    let mut owed = owes(None).map(|since| since + ANSWERED_WITHIN).filter(|until| *until > now);
    let end = owed.unwrap_or(now) + TYPED_AHEAD_MAX;
    let mut decoder = Decoder::default();
    loop {
        let now = Instant::now();
        let wait = owed.map_or(QUIET, |until| until.saturating_duration_since(now).max(QUIET));
        let wait = Timespec::try_from(wait).unwrap_or_default();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        let readable =
            poll(&mut fds, Some(&wait)).is_ok_and(|_| fds.iter().any(|fd| fd.revents() == PollFlags::IN));
        let mut buffer = [0_u8; 4096];
        let count = if readable { rustix::io::read(&stdin, &mut buffer).unwrap_or(0) } else { 0 };
        if count == 0 || now > end {
            return;
        }
        decoder.take(buffer.get(..count).unwrap_or_default());
        if std::iter::from_fn(|| decoder.pop()).any(|input| input == Input::Answer(Answer::Device)) {
            owed = None;
        }
    }
}

pub fn give_back_on_panic() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        give_back();
        report(panic);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_that_does_not_know_its_size_has_that_of_the_environment_or_the_usual_one() {
        let none = |_: &str| None;
        assert_eq!(size_of(Size::new(120, 40), none), Size::new(120, 40));
        assert_eq!(size_of(Size::ZERO, none), Size::new(80, 24));
        let named = |name: &str| Some(if name == "COLUMNS" { "132" } else { "50" }.to_owned());
        assert_eq!(size_of(Size::ZERO, named), Size::new(132, 50));
        for nonsense in ["", "0", "-5", "wide", "99999999999"] {
            assert_eq!(size_of(Size::ZERO, |_| Some(nonsense.to_owned())), Size::new(80, 24), "{nonsense}");
        }
        assert_eq!(size_of(Size::MAX, none), SIZE_MAX, "no such screen is drawn");
        assert_eq!(size_of(Size::new(0, 30), none), Size::new(80, 30));
    }
}
