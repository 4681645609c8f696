//! The local endpoints over real sockets: the same answers as the commands, for loopback clients only.

mod answers;
mod clients;
mod heads;
mod walls;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::{World, text};

/// Turns a hang into a failure; a correct program never takes so long.
const PATIENCE: Duration = Duration::from_mins(1);

/// Ends with the test.
pub(crate) struct Serving {
    child: Child,
    pub(crate) urls: Vec<String>,
    words: BufReader<ChildStderr>,
    world: World,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Serving {
    pub(crate) fn start() -> Self {
        Self::by(Command::new(env!("CARGO_BIN_EXE_strict-review")), World::new(), &[])
    }

    /// Runs the program under another one, which gets its arguments.
    pub(crate) fn by(mut command: Command, world: World, more: &[&str]) -> Self {
        command.args(["serve", "--port", "0"]).args(more).env("HOME", world.path()).current_dir(world.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let printed = BufReader::new(child.stdout.take().unwrap());
        let urls: Vec<String> = printed.lines().take(3).map(Result::unwrap).collect();
        let mut words = BufReader::new(child.stderr.take().unwrap());
        assert_eq!(urls.len(), 3, "{}", said(&mut words));
        Self { child, urls, words, world }
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Address of the server: `127.0.0.1:PORT`.
    pub(crate) fn host(&self) -> &str {
        self.urls[0].strip_prefix("http://").unwrap().split_once('/').unwrap().0
    }

    pub(crate) fn port(&self) -> u16 {
        self.host().rsplit_once(':').unwrap().1.parse().unwrap()
    }

    /// Path of the policy, the plan or the page.
    pub(crate) fn path(&self, place: usize) -> &str {
        self.urls[place].split_once(self.host()).unwrap().1
    }

    pub(crate) fn plan_path(&self) -> &str {
        self.path(1)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.host()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    pub(crate) fn send(&self, bytes: &[u8]) -> Reply {
        let mut stream = self.connect();
        // A client that is refused early may be cut off before it has sent everything; the answer has the reason.
        let _ = stream.write_all(bytes);
        Reply::read(&mut stream).unwrap()
    }

    /// A request with these header lines and its `Host`.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Reply {
        self.send(&request(self.host(), method, path, headers, body))
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], b"")
    }

    pub(crate) fn plan(&self, body: &[u8]) -> Reply {
        self.ask("POST", self.plan_path(), &[JSON], body)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// The exit code and the whole of standard error.
    pub(crate) fn wait(mut self) -> (Option<i32>, String) {
        let exit = self.child.wait().unwrap().code();
        (exit, said(&mut self.words))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) const JSON: &str = "Content-Type: application/json";
pub(crate) const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

fn said(words: &mut impl Read) -> String {
    let mut said = String::new();
    words.read_to_string(&mut said).unwrap();
    said
}

pub(crate) fn request(host: &str, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for header in headers {
        write!(head, "{header}\r\n").unwrap();
    }
    if !body.is_empty() {
        write!(head, "Content-Length: {}\r\n", body.len()).unwrap();
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

impl Reply {
    /// Reads until the other side closes; `None` if nothing arrived.
    pub(crate) fn read(stream: &mut TcpStream) -> Option<Self> {
        let mut bytes = Vec::new();
        // A client that is cut off while it sends may see a reset after the answer.
        if let Err(error) = stream.read_to_end(&mut bytes) {
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}");
        }
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Some(Self { status, head, body: bytes[end + 4..].to_vec() })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The problem document, whose status must be that of the head.
    pub(crate) fn problem(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], json!(self.status));
        for member in ["type", "title", "detail", "next"] {
            assert!(!text(&problem[member]).is_empty(), "{problem}");
        }
        problem
    }
}
