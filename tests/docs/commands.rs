//! Every command of the README and the docs runs in a copy of the samples, and ends with the exit code beside it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::{between, pages, read};
use crate::pty::docs::{Act, drive};
use crate::support::outside::can_be_tried;
use crate::support::package;

const PROGRAM: &str = env!("CARGO_BIN_EXE_strict-review");

/// Lines that no test runs, with the reason.
const NOT_RUN: [(&str, &str); 2] = [
    ("cargo run --release", "the same program without a handoff, which other lines and tests open"),
    ("cargo test", "would run this test"),
];

/// Languages of blocks without commands for this shell: `console` shows what cannot run here, with its prompts.
const NO_COMMANDS: [&str; 3] = ["console", "json", "text"];

/// A line of a block, without its comment, and the exit code that the comment gives.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    number: usize,
    command: String,
    exit: i32,
}

fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut language = None;
    // The lines of a command that goes on.
    let mut begun = String::new();
    for (at, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), language) {
            (Some(opened), None) => language = Some(opened),
            (Some(_), Some(_)) => language = None,
            (None, Some("sh")) => match line.strip_suffix('\\') {
                Some(part) => begun.push_str(part),
                None if begun.is_empty() && line.is_empty() => {}
                None => found.push(parse(at + 1, &(std::mem::take(&mut begun) + line.trim_start()))),
            },
            (None, Some(language)) => {
                assert!(NO_COMMANDS.contains(&language), "line {}: {language}", at + 1);
            }
            (None, None) => {}
        }
    }
    found
}

fn parse(number: usize, line: &str) -> Line {
    let (command, comment) = line.split_once("  # ").unwrap_or((line, ""));
    let exit = comment.trim().strip_prefix("exit ").map_or(0, |rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or_else(|_| panic!("line {number}: {comment}"))
    });
    Line { number, command: command.trim().to_owned(), exit }
}

/// A folder with the samples and two programs: `strict-review`, and a `cargo` that only runs it.
struct Workshop {
    folder: TempDir,
}

impl Workshop {
    fn new() -> Self {
        let workshop = Self { folder: tempfile::tempdir().unwrap() };
        let (here, bin) = (workshop.clone_folder(), workshop.folder.path().join("bin"));
        copy(&package().join("assets"), &here.join("assets"));
        fs::copy(package().join("README.md"), here.join("README.md")).unwrap();
        fs::create_dir(&bin).unwrap();
        symlink(PROGRAM, bin.join("strict-review")).unwrap();
        let cargo = "#!/bin/sh\ntest \"$1 $2 $3\" = 'run --release --' || exit 99\nshift 3\nexec strict-review \"$@\"\n";
        fs::write(bin.join("cargo"), cargo).unwrap();
        fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
        fs::create_dir(workshop.folder.path().join("home")).unwrap();
        workshop
    }

    /// The folder in which the commands run, as a clone of the repository.
    fn clone_folder(&self) -> PathBuf {
        self.folder.path().join("clone")
    }

    fn environment(&self) -> [(&'static str, String); 5] {
        let (folder, home) = (self.folder.path().display(), self.folder.path().join("home"));
        [
            ("PATH", format!("{folder}/bin:/usr/bin:/bin")),
            ("HOME", home.display().to_string()),
            ("TMPDIR", folder.to_string()),
            ("LANG", "C.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
        ]
    }

    fn shell(&self, command: &str) -> (ExitStatus, String) {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", command]).env_clear().envs(self.environment()).current_dir(self.clone_folder());
        let output = shell.stdin(Stdio::null()).output().unwrap();
        (output.status, String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    fn console(&self, command: &str, size: (u16, u16), acts: &[Act]) -> i32 {
        let mut shell = CommandBuilder::new("/bin/sh");
        shell.args(["-c", command]);
        shell.env_clear();
        self.environment().iter().for_each(|(name, value)| shell.env(name, value));
        shell.cwd(self.clone_folder());
        drive(shell, size, acts)
    }

    /// Starts the server on a free port, asks for its first address, and stops it as Ctrl-C does.
    fn serve(&self, command: &str) -> i32 {
        let arguments = command.strip_prefix("strict-review ").unwrap().replace("8293", "0");
        let mut server = Command::new(PROGRAM);
        server.args(arguments.split(' ')).env_clear().envs(self.environment());
        let mut server = server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let (host, path) = url.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut client = TcpStream::connect(host).unwrap();
        write!(client, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        kill_process(Pid::from_child(&server), Signal::INT).unwrap();
        let ended = code(server.wait().unwrap());
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        ended
    }

    /// Runs the lines of a page in their order.
    fn run(&self, page: &str, size: (u16, u16), acts: &[Act]) {
        let has_keygen = self.shell("command -v ssh-keygen").0.success();
        let is_sandboxed = self.shell("strict-review doctor").1.contains(": sandboxed\n");
        can_be_tried(has_keygen && is_sandboxed, "ssh-keygen, and a complete sandbox");
        let is_tried = |command: &str| {
            let signs =
                ["ssh-keygen", "reviewer-key", "allowed_signers"].iter().any(|name| command.contains(name));
            (has_keygen || !signs) && (is_sandboxed || !command.contains("--prove"))
        };
        for Line { number, command, exit } in lines(&read(page)) {
            let interactive = command.contains("strict-review review ") || command.contains("-- review ");
            if NOT_RUN.iter().any(|(line, _)| *line == command) || !is_tried(&command) {
                continue;
            }
            let (ended, said) = if command.starts_with("strict-review serve") {
                (self.serve(&command), String::new())
            } else if interactive && !command.contains("--plain") {
                (self.console(&command, size, acts), String::new())
            } else {
                let (status, said) = self.shell(&command);
                (code(status), said)
            };
            assert_eq!(ended, exit, "{page}, line {number}: {command}\n{said}");
        }
    }
}

/// As a shell reports it.
fn code(status: ExitStatus) -> i32 {
    status.code().or_else(|| status.signal().map(|number| 128 + number)).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &name);
        } else {
            fs::copy(entry.path(), name).unwrap();
        }
    }
}

/// The rows of the walk in the README: its keys and typed texts, and the texts that are then on the screen.
fn walk(readme: &str) -> Vec<Act> {
    let table = between(readme, "| | press | you see |\n|---|---|---|\n", "\n\n");
    let mut acts = Vec::new();
    for row in table.lines() {
        let [_, _, pressed, seen, _] = row.split('|').collect::<Vec<_>>()[..] else { panic!("{row}") };
        for (before, typed) in spans(pressed) {
            acts.push(if before.ends_with("type ") { Act::Type(typed) } else { Act::Press(typed) });
        }
        acts.extend(spans(seen).into_iter().map(|(_, text)| Act::See(text)));
    }
    acts
}

/// The code spans of a cell, each with the text before it.
fn spans(cell: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = cell.split('`').collect();
    parts.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

#[test]
fn every_command_of_the_docs_ends_with_the_exit_code_beside_it() {
    for page in pages().iter().filter(|page| *page != "README.md") {
        Workshop::new().run(page, (120, 34), &[Act::Press("q".to_owned())]);
    }
}

#[test]
fn the_readme_works_word_by_word_in_a_small_and_in_a_large_terminal() {
    let acts = walk(&read("README.md"));
    assert!(acts.len() >= 30, "{acts:?}");
    for size in [(80, 24), (140, 44)] {
        let workshop = Workshop::new();
        workshop.run("README.md", size, &acts);
        let packets = fs::read_dir(workshop.clone_folder().join("packets")).unwrap();
        assert_eq!(packets.count(), 3);
    }
}

#[test]
fn lines_are_taken_from_blocks_of_commands_alone() {
    let text = "a\n```sh\none   # says it\n\ntwo  # exit 4, after that\nlong \\\n  line\n```\n```console\n$ three\n```\n";
    let line = |number, command: &str, exit| Line { number, command: command.to_owned(), exit };
    assert_eq!(lines(text), [line(3, "one", 0), line(5, "two", 4), line(7, "long line", 0)]);
    let row = "| | press | you see |\n|---|---|---|\n| | type `a b`, then `Enter` | `Done` |\n\n";
    let acts = [Act::Type("a b".to_owned()), Act::Press("Enter".to_owned()), Act::See("Done".to_owned())];
    assert_eq!(walk(row), acts);
}

#[test]
fn every_line_that_is_not_run_is_in_the_docs() {
    let all: Vec<Line> = pages().iter().flat_map(|page| lines(&read(page))).collect();
    for (line, reason) in NOT_RUN {
        assert!(all.iter().any(|found| found.command == line), "{line}: {reason}");
    }
}
