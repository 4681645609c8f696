//! A private world for one test: folders for the session, the packet, the home, and nothing else.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;
use serde_json::Value;
use strict_review::review::fingerprint::Digest;
use tempfile::TempDir;

use super::terminal::Terminal;
use crate::support::schema::{assert_journal, assert_plan};

/// Wide enough that hardly anything is broken or cut.
pub(super) const WIDE: (u16, u16) = (140, 44);

/// The sample that can become ready.
pub(super) const READY: &str = "ready-handoff.json";

pub(super) struct World {
    root: TempDir,
}

impl World {
    pub(super) fn new() -> Self {
        let root = tempfile::Builder::new().prefix("sr-").tempdir().unwrap();
        for folder in ["home", "cwd", "tmp", "in"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        Self { root }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(super) fn console(&self, arguments: &[&str]) -> Terminal {
        self.console_of(WIDE, arguments)
    }

    pub(super) fn console_of(&self, size: (u16, u16), arguments: &[&str]) -> Terminal {
        let (session, out) = (self.path("sessions"), self.path("out"));
        let folders = ["--session", session.to_str().unwrap(), "--out", out.to_str().unwrap()];
        self.run(size, &[arguments, &folders].concat())
    }

    pub(super) fn review(&self, sample: &str) -> Terminal {
        self.console(&[&self::sample(sample)])
    }

    /// Opens the console as a job of a shell, which reports when it stops and waits for Enter to resume it.
    pub(super) fn job(&self, size: (u16, u16), sample: &str) -> Terminal {
        let script =
            r#"set -m; "$@"; echo "stopped with $?"; while read go; do fg; echo "back with $?"; done"#;
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_strict-review"), &self::sample(sample)]);
        let (session, out) = (self.path("sessions"), self.path("out"));
        command.args(["--session", session.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        self.start(command, size)
    }

    /// The process that writes the only session, by its lock.
    pub(super) fn writer(&self) -> rustix::process::Pid {
        let mut locks =
            files(&self.path("sessions")).into_iter().filter(|path| path.ends_with("writer.lock"));
        let lock = fs::read_to_string(locks.next().unwrap()).unwrap();
        let pid = lock.strip_prefix("process ").unwrap().split(' ').next().unwrap();
        rustix::process::Pid::from_raw(pid.parse().unwrap()).unwrap()
    }

    pub(super) fn run(&self, size: (u16, u16), arguments: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_strict-review"));
        command.args(arguments);
        self.start(command, size)
    }

    /// Opens the console through a shell script, which runs it as `"$@"`.
    pub(super) fn script(&self, script: &str, arguments: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_strict-review")]);
        let (session, out) = (self.path("sessions"), self.path("out"));
        command.args(arguments);
        command.args(["--session", session.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        self.start(command, WIDE)
    }

    pub(super) fn start(&self, command: CommandBuilder, size: (u16, u16)) -> Terminal {
        self.start_as("xterm-256color", command, size)
    }

    fn start_as(&self, term: &str, mut command: CommandBuilder, size: (u16, u16)) -> Terminal {
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.env("TERM", term);
        command.cwd(self.path("cwd"));
        Terminal::start(command, size)
    }

    pub(super) fn without_terminal(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_strict-review"));
        let command = command.env_clear().envs(self.environment()).current_dir(self.path("cwd"));
        command.args(arguments).stdin(std::process::Stdio::null()).output().unwrap()
    }

    /// Opens plain mode without a terminal, with these lines as its whole input.
    pub(super) fn piped(&self, arguments: &[&str], input: &[u8]) -> std::process::Output {
        let (session, out) = (self.path("sessions"), self.path("out"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_strict-review"));
        let command = command.env_clear().envs(self.environment()).current_dir(self.path("cwd"));
        command.args(arguments).args(["--plain", "--session"]).arg(session).arg("--out").arg(out);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        let (mut to, input) = (child.stdin.take().unwrap(), input.to_vec());
        let writer = std::thread::spawn(move || to.write_all(&input));
        let output = child.wait_with_output().unwrap();
        // A program that ends before its input does leaves the rest unread.
        drop(writer.join().unwrap());
        output
    }

    pub(super) fn dumb(&self, size: (u16, u16), arguments: &[&str]) -> Terminal {
        self.named("dumb", size, arguments)
    }

    pub(super) fn named(&self, term: &str, size: (u16, u16), arguments: &[&str]) -> Terminal {
        let (session, out) = (self.path("sessions"), self.path("out"));
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_strict-review"));
        command.args(arguments);
        command.args(["--session", session.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        self.start_as(term, command, size)
    }

    fn environment(&self) -> [(&'static str, PathBuf); 6] {
        [
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
            ("PATH", "/usr/bin:/bin".into()),
            ("HOME", self.path("home")),
            ("XDG_STATE_HOME", self.path("home/state")),
            ("TMPDIR", self.path("tmp")),
        ]
    }

    pub(super) fn handoff(&self, from: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut handoff: Value = serde_json::from_slice(&fs::read(sample(from)).unwrap()).unwrap();
        change(&mut handoff);
        let path = self.path("in/handoff.json");
        fs::write(&path, handoff.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(super) fn sessions(&self) -> Vec<PathBuf> {
        fs::read_dir(self.path("sessions")).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    pub(super) fn journal(&self) -> Vec<u8> {
        let journals: Vec<PathBuf> = files(&self.path("sessions"))
            .into_iter()
            .filter(|path| path.ends_with("journal.jsonl"))
            .collect();
        assert_eq!(journals.len(), 1, "{journals:?}");
        fs::read(&journals[0]).unwrap()
    }

    /// Types of the events in the only journal, after line one.
    pub(super) fn events(&self) -> Vec<String> {
        let journal = self.journal();
        assert_journal(&journal);
        let text = String::from_utf8(journal).unwrap();
        let lines = text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|line| line["event"]["type"].as_str().unwrap().to_owned()).collect()
    }

    pub(super) fn written(&self) -> Vec<String> {
        let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        files(&self.path("out")).iter().map(name).collect()
    }

    /// Checks the three files of the packet against each other; returns the document.
    pub(super) fn packet(&self) -> Value {
        let written = self.written();
        let stem = written[0].strip_suffix(".json").expect(&written[0]);
        assert_eq!(written, [format!("{stem}.json"), format!("{stem}.json.sha256"), format!("{stem}.md")]);
        let read = |suffix: &str| fs::read_to_string(self.path(&format!("out/{stem}{suffix}"))).unwrap();
        let (json, checksum, markdown) = (read(".json"), read(".json.sha256"), read(".md"));
        let sum = |suffix: &str, text: &str| {
            format!("{}  {stem}{suffix}\n", Digest::compute(text.as_bytes()).hex())
        };
        assert_eq!(checksum, [sum(".json", &json), sum(".md", &markdown)].concat());
        if let Ok(checked) =
            Command::new("sha256sum").args(["-c", &written[1]]).current_dir(self.path("out")).output()
        {
            assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        }
        let document: Value = serde_json::from_str(&json).unwrap();
        assert_plan(&document);
        assert!(markdown.contains(document["status"].as_str().unwrap()));
        assert!(stem.ends_with(&document["fingerprint"].as_str().unwrap()["sha256:".len()..][..8]));
        document
    }

    /// Files where this program has no business.
    pub(super) fn strays(&self) -> Vec<PathBuf> {
        ["home", "cwd", "tmp"].iter().flat_map(|folder| files(&self.path(folder))).collect()
    }

    /// Files of the program in this world that contain a text.
    pub(super) fn holding(&self, text: &str) -> Vec<PathBuf> {
        let all = ["home", "cwd", "tmp", "sessions", "out"].iter().flat_map(|name| files(&self.path(name)));
        let holds = |path: &PathBuf| String::from_utf8_lossy(&fs::read(path).unwrap()).contains(text);
        all.filter(|path| path.is_file()).filter(holds).collect()
    }
}

/// Asserts after every test that nothing was written outside its folders.
impl Drop for World {
    fn drop(&mut self) {
        // The platform's folders for state and configuration, and folders that a configuration may name.
        let known = ["home/state", "home/.config", "home/named"].map(|folder| self.path(folder));
        let strays: Vec<PathBuf> = self
            .strays()
            .into_iter()
            .filter(|path| !known.iter().any(|folder| path.starts_with(folder)))
            .collect();
        assert!(std::thread::panicking() || strays.is_empty(), "{strays:?}");
    }
}

pub(super) fn sample(name: &str) -> String {
    format!("{}/assets/samples/{name}", env!("CARGO_MANIFEST_DIR"))
}

pub(super) fn runbook() -> Value {
    let path = format!("{}/assets/runbooks/t-293.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Every file and empty folder below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut out: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| {
            let below = files(&path);
            if below.is_empty() { vec![path] } else { below }
        })
        .collect();
    out.sort();
    out
}
