//! Forbidden actions that can be tried without harm, and allowed ones, each in a folder of its own.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::Command;

/// The one readable file. It contains the port of a listening socket.
pub(super) const HANDOFF: &str = "handoff.json";
/// Files can be added to this folder, but not removed.
pub(super) const SESSIONS: &str = "sessions";
/// Files can be added to this folder and removed.
pub(super) const PACKETS: &str = "packets";

const OUTSIDE: &str = "outside";
const JOURNAL: &str = "sessions/journal.jsonl";

/// Marks a folder made by [`lay_out`].
const MARK: &str = "strict-review-proof";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Refused,
    Allowed,
}

pub(super) struct Attempt {
    pub(super) name: &'static str,
    pub(super) expected: Expected,
    pub(super) words: &'static str,
    /// Runs in a folder made by [`lay_out`].
    pub(super) act: fn(&Path) -> io::Result<()>,
}

/// Prepares a folder in which every attempt would succeed. The listeners must outlive the attempt.
pub(super) fn lay_out(within: &Path) -> io::Result<(TcpListener, UnixListener)> {
    for folder in [SESSIONS, PACKETS, OUTSIDE] {
        fs::create_dir(within.join(folder))?;
    }
    fs::write(within.join(MARK), "")?;
    fs::write(within.join(JOURNAL), "kept")?;
    fs::write(within.join(OUTSIDE).join("file"), "not named")?;
    let tcp = TcpListener::bind(("127.0.0.1", 0))?;
    fs::write(within.join(HANDOFF), tcp.local_addr()?.port().to_string())?;
    Ok((tcp, UnixListener::bind(within.join(OUTSIDE).join("socket"))?))
}

/// Nothing is tried in any folder that [`lay_out`] did not make.
pub(super) fn is_laid_out(within: &Path) -> bool {
    within.join(MARK).is_file()
}

pub(super) fn find(name: &str) -> Option<&'static Attempt> {
    ATTEMPTS.iter().find(|attempt| attempt.name == name)
}

const fn attempt(name: &'static str, words: &'static str, act: fn(&Path) -> io::Result<()>) -> Attempt {
    Attempt { name, expected: Expected::Refused, words, act }
}

const fn allowed(name: &'static str, words: &'static str, act: fn(&Path) -> io::Result<()>) -> Attempt {
    Attempt { expected: Expected::Allowed, ..attempt(name, words, act) }
}

/// No attempt does harm, even if nothing forbids it.
pub(super) const ATTEMPTS: &[Attempt] = &[
    allowed("read-handoff", "read the handoff", |within| fs::read(within.join(HANDOFF)).map(|_| ())),
    allowed("write-journal", "write to a journal", |within| {
        OpenOptions::new().append(true).open(within.join(JOURNAL))?.write_all(b"more")
    }),
    allowed("publish-packet", "write a packet and give it its name", |within| {
        let packets = within.join(PACKETS);
        File::create_new(packets.join("new"))?;
        fs::rename(packets.join("new"), packets.join("packet"))
    }),
    attempt("read-file", "read a file that was not named", |within| {
        File::open(outside(within, "file"))?.read_to_string(&mut String::new()).map(|_| ())
    }),
    attempt("list-folder", "list a folder that was not named", |within| {
        fs::read_dir(outside(within, "")).map(|_| ())
    }),
    attempt("write-file", "write to a file that was not named", |within| {
        OpenOptions::new().append(true).open(outside(within, "file")).map(|_| ())
    }),
    attempt("write-handoff", "write to the handoff", |within| {
        OpenOptions::new().append(true).open(within.join(HANDOFF)).map(|_| ())
    }),
    attempt("make-file", "create a file elsewhere", |within| {
        File::create_new(outside(within, "new")).map(|_| ())
    }),
    attempt("make-folder", "create a folder elsewhere", |within| fs::create_dir(outside(within, "new"))),
    attempt("remove-file", "remove a file elsewhere", |within| fs::remove_file(outside(within, "file"))),
    attempt("remove-journal", "remove a journal", |within| fs::remove_file(within.join(JOURNAL))),
    attempt("rename", "rename a file elsewhere", |within| {
        fs::rename(outside(within, "file"), outside(within, "renamed"))
    }),
    attempt("move-out", "move a packet elsewhere", |within| {
        let packet = within.join(PACKETS).join("packet");
        File::create_new(&packet)?;
        fs::rename(packet, outside(within, "packet"))
    }),
    attempt("symbolic-link", "create a symbolic link, also in the packet folder", |within| {
        symlink(outside(within, "file"), within.join(PACKETS).join("link"))
    }),
    attempt("change-mode", "change the mode of a file elsewhere", |within| {
        fs::set_permissions(outside(within, "file"), Permissions::from_mode(0o600))
    }),
    attempt("change-handoff-mode", "change the mode of the handoff", |within| {
        File::open(within.join(HANDOFF))?.set_permissions(Permissions::from_mode(0o600))
    }),
    attempt("start-program", "start a program", |_| {
        let own = std::env::current_exe()?;
        // The output needs a harmless target; opening a file for it would be refused for another reason.
        Command::new(own).arg("--version").stdout(io::stderr()).status().map(|_| ())
    }),
    attempt("tcp-listen", "listen on a TCP port", |_| TcpListener::bind(("127.0.0.1", 0)).map(|_| ())),
    attempt("tcp-connect", "connect to a TCP port", |within| {
        let port = fs::read_to_string(within.join(HANDOFF))?.parse().map_err(io::Error::other)?;
        TcpStream::connect(("127.0.0.1", port)).map(|_| ())
    }),
    attempt("udp", "open a UDP socket", |_| UdpSocket::bind(("127.0.0.1", 0)).map(|_| ())),
    attempt("unix-socket", "connect to a Unix socket", |within| {
        UnixStream::connect(outside(within, "socket")).map(|_| ())
    }),
    attempt("signal", "send a signal to another process", |_| match rustix::process::getppid() {
        // No signal is sent; the system only reports if one could be.
        Some(parent) => rustix::process::test_kill_process(parent).map_err(io::Error::from),
        None => Err(io::ErrorKind::NotFound.into()),
    }),
];

fn outside(within: &Path, name: &str) -> std::path::PathBuf {
    within.join(OUTSIDE).join(name)
}
