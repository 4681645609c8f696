//! A terminal with the program in it: bytes in, screen out, and the state after the program ended.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtyPair, PtySize, SlavePty, native_pty_system,
};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

use super::tty::{modes, types_no_end};

/// Long enough for a busy machine; only a wait without end takes so long.
const DEADLINE: Duration = Duration::from_secs(30);

pub(super) struct Terminal {
    shared: Arc<Shared>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// Held so that the terminal outlives the program and can be inspected.
    slave: Option<Box<dyn SlavePty + Send>>,
    reader: Option<JoinHandle<()>>,
    ended: Receiver<ExitStatus>,
    status: Option<ExitStatus>,
    pub(super) pid: Pid,
    pub(super) tty: PathBuf,
    before: String,
}

pub(super) struct After {
    pub(super) code: u32,
    /// Signal that killed it, if any.
    pub(super) signal: Option<String>,
    /// Contents of the screen.
    pub(super) text: String,
    pub(super) output: String,
    /// Differences of the terminal from before.
    pub(super) not_restored: Vec<String>,
}

struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

struct Seen {
    parser: vt100::Parser<Frames>,
    output: Vec<u8>,
    closed: bool,
    hanging_up: bool,
}

/// Notices synchronized updates, so that no test reads half a frame.
#[derive(Default)]
struct Frames {
    drawing: bool,
}

impl vt100::Callbacks for Frames {
    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        intermediate: Option<u8>,
        _: Option<u8>,
        parameters: &[&[u16]],
        last: char,
    ) {
        if intermediate == Some(b'?') && parameters.first() == Some(&[2026].as_slice()) {
            self.drawing = last == 'h';
        }
    }
}

impl Terminal {
    pub(super) fn start(command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        let PtyPair { slave, master } = native_pty_system().openpty(size(columns, rows)).unwrap();
        let tty = master.tty_name().unwrap();
        let before = modes(&tty);
        let mut child = slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
        let parser = vt100::Parser::new_with_callbacks(cells(rows), cells(columns), 200, Frames::default());
        let seen = Seen { parser, output: Vec::new(), closed: false, hanging_up: false };
        let shared = Arc::new(Shared { seen: Mutex::new(seen), changed: Condvar::new() });
        let (reading, from) = (Arc::clone(&shared), master.try_clone_reader().unwrap());
        let reader = spawn(move || read(&reading, from));
        let (tell, ended) = channel();
        spawn(move || tell.send(Child::wait(&mut *child).unwrap()));
        Self {
            shared,
            writer: Some(master.take_writer().unwrap()),
            master: Some(master),
            slave: Some(slave),
            reader: Some(reader),
            ended,
            status: None,
            pid,
            tty,
            before,
        }
    }

    /// Wipes the screen, as another program that wrote to it would.
    pub(super) fn wipe(&self) {
        self.shared.lock().parser.process(b"\x1b[2J");
    }

    /// Presses keys, named and separated by spaces: `j`, `space`, `enter`, `esc`, `ctrl-s`.
    pub(super) fn keys(&mut self, keys: &str) {
        let bytes: Vec<u8> = keys.split_whitespace().flat_map(key).collect();
        self.send(&bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.send(text.as_bytes());
    }

    /// Sends a bracketed paste.
    pub(super) fn paste(&mut self, text: &str) {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    fn send(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes).and_then(|()| writer.flush()).unwrap();
    }

    /// The screen with all white space as one space, so that line breaks do not matter.
    pub(super) fn flat(&self) -> String {
        flat(&self.shared.lock())
    }

    pub(super) fn screen(&self) -> String {
        self.shared.lock().parser.screen().contents()
    }

    pub(super) fn look<T>(&self, at: impl Fn(&vt100::Screen) -> T) -> T {
        at(self.shared.lock().parser.screen())
    }

    /// The selected row, from the cursor on.
    pub(super) fn selected(&self) -> String {
        let seen = self.shared.lock();
        let (row, column) = seen.parser.screen().cursor_position();
        let columns = seen.parser.screen().size().1.get();
        seen.parser.screen().rows(column, columns - column).nth(usize::from(row)).unwrap_or_default()
    }

    /// Returns the whole screen once it contains a text, across line breaks too.
    pub(super) fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("“{text}”"), |flat| flat.contains(text))
    }

    pub(super) fn wait_gone(&self, text: &str) -> String {
        self.wait_until(&format!("no more “{text}”"), |flat| !flat.contains(text))
    }

    pub(super) fn written(&self) -> String {
        String::from_utf8_lossy(&self.shared.lock().output).into_owned()
    }

    /// Waits for bytes that no screen shows.
    pub(super) fn wait_written(&self, bytes: &str) {
        self.wait_written_times(bytes, 1);
    }

    pub(super) fn wait_written_times(&self, bytes: &str, times: usize) {
        let missing = |seen: &mut Seen| {
            !seen.closed && String::from_utf8_lossy(&seen.output).matches(bytes).count() < times
        };
        let seen = self.shared.lock();
        let (seen, waited) = self.shared.changed.wait_timeout_while(seen, DEADLINE, missing).unwrap();
        let closed = seen.closed;
        drop(seen);
        assert!(!waited.timed_out() && !closed, "waited for {bytes:?} to be written\n{}", self.screen());
    }

    pub(super) fn wait_until(&self, what: &str, is: impl Fn(&str) -> bool) -> String {
        let looked = |seen: &mut Seen| !seen.closed && (seen.parser.callbacks().drawing || !is(&flat(seen)));
        let seen = self.shared.lock();
        let (seen, waited) = self.shared.changed.wait_timeout_while(seen, DEADLINE, looked).unwrap();
        let shown = flat(&seen);
        let contents = seen.parser.screen().contents();
        let closed = seen.closed;
        drop(seen);
        assert!(!waited.timed_out(), "waited for {what}, but the screen stays\n{contents}");
        assert!(is(&shown), "waited for {what}, but the program ended ({closed}) and left\n{contents}");
        shown
    }

    pub(super) fn resize(&self, columns: u16, rows: u16) {
        // The screen first: it must have the new size when the program draws.
        self.shared.lock().parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    pub(super) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    pub(super) fn proc_status(&self) -> String {
        std::fs::read_to_string(format!("/proc/{}/status", self.pid.as_raw_nonzero())).unwrap()
    }

    /// Waits until the program is stopped, as the kernel reports to its parent.
    pub(super) fn wait_stopped(&self) {
        let (tell, told) = channel();
        let pid = self.pid;
        spawn(move || tell.send(waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED).map(|_| ())));
        let stopped = told.recv_timeout(DEADLINE);
        assert!(matches!(stopped, Ok(Ok(()))), "the program does not stop: {stopped:?}\n{}", self.screen());
    }

    pub(super) fn ends_within(&mut self, time: Duration) -> bool {
        self.status = self.ended.recv_timeout(time).ok();
        self.status.is_some()
    }

    /// Differences of the terminal from before the program.
    pub(super) fn not_restored(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let now = modes(&self.tty);
        if now != self.before {
            wrong.push(format!("modes {now}, before {}", self.before));
        }
        let seen = self.shared.lock();
        let screen = seen.parser.screen();
        let mouse = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        for (is, what) in [
            (screen.alternate_screen(), "the alternate screen is on"),
            (screen.hide_cursor(), "the cursor is hidden"),
            (screen.bracketed_paste(), "bracketed paste is on"),
            (mouse, "the mouse is reported"),
            (seen.parser.callbacks().drawing, "a synchronized update is open"),
        ] {
            if is {
                wrong.push(what.to_owned());
            }
        }
        wrong
    }

    pub(super) fn wait_end(mut self) -> After {
        let status = self.status();
        // All is written; without our end of the slave, the reader reaches its end.
        let modes_now = modes(&self.tty);
        self.slave = None;
        self.reader.take().unwrap().join().unwrap();
        let mut not_restored = self.not_restored();
        not_restored.retain(|wrong| !wrong.starts_with("modes "));
        if modes_now != self.before {
            not_restored.push(format!("modes {modes_now}, before {}", self.before));
        }
        let seen = self.shared.lock();
        After {
            code: status.exit_code(),
            signal: status.signal().map(str::to_owned),
            text: seen.parser.screen().contents(),
            output: String::from_utf8_lossy(&seen.output).into_owned(),
            not_restored,
        }
    }

    /// Ends the program as power failure does.
    pub(super) fn kill(self) {
        self.signal(Signal::KILL);
        let after = self.wait_end();
        assert!(after.signal.is_some(), "ended with {} before it was killed", after.code);
    }

    /// Removes the terminal; returns the exit code.
    pub(super) fn hang_up(mut self) -> u32 {
        // The reader holds the terminal too. It ends at the next bytes, and a resize causes some.
        self.shared.lock().hanging_up = true;
        self.resize(100, 30);
        self.gone()
    }

    /// For a program that draws nothing on a resize: the terminal echoes the typed text.
    pub(super) fn hang_up_typing(mut self, text: &str) -> u32 {
        self.shared.lock().hanging_up = true;
        self.text(text);
        self.gone()
    }

    fn gone(&mut self) -> u32 {
        self.reader.take().unwrap().join().unwrap();
        types_no_end(&self.tty);
        self.writer = None;
        self.master = None;
        self.status().exit_code()
    }

    fn status(&mut self) -> ExitStatus {
        let status = self.ended.recv_timeout(DEADLINE);
        let status = status.unwrap_or_else(|_| panic!("the program does not end\n{}", self.screen()));
        self.status = Some(status.clone());
        status
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.status.is_none() && self.ended.try_recv().is_err() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl After {
    /// Asserts an exit code, and the terminal as it was before.
    pub(super) fn expect(self, code: u32) -> Self {
        assert_eq!((self.code, &self.signal), (code, &None), "{}", self.text);
        assert_eq!(self.not_restored, Vec::<String>::new());
        self
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }
}

fn read(shared: &Shared, mut from: Box<dyn Read + Send>) {
    let mut buffer = [0; 8192];
    loop {
        let count = from.read(&mut buffer).unwrap_or(0);
        let mut seen = shared.lock();
        seen.output.extend(&buffer[..count]);
        seen.parser.process(&buffer[..count]);
        seen.closed = count == 0 || seen.hanging_up;
        shared.changed.notify_all();
        if seen.closed {
            return;
        }
    }
}

fn flat(seen: &Seen) -> String {
    let mut out = String::new();
    for word in seen.parser.screen().contents().split_whitespace() {
        let _ = write!(out, "{}{word}", if out.is_empty() { "" } else { " " });
    }
    out
}

fn key(name: &str) -> Vec<u8> {
    match name {
        "space" => b" ".to_vec(),
        "enter" => b"\r".to_vec(),
        "esc" => b"\x1b".to_vec(),
        "tab" => b"\t".to_vec(),
        "down" => b"\x1b[B".to_vec(),
        _ if name.starts_with("ctrl-") => vec![name.as_bytes()["ctrl-".len()] & 0x1F],
        _ => {
            assert_eq!(name.chars().count(), 1, "no key is named {name}");
            name.as_bytes().to_vec()
        }
    }
}

/// Letter of a process's state in `/proc`.
pub(super) fn state(pid: Pid) -> char {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    stat.rsplit(')').next().unwrap().trim_start().chars().next().unwrap()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}
