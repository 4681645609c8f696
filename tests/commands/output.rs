//! Standard output: a reader that is gone changes no verdict, a full disk or a file size limit is a fault.

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::support::{World, ready_request, sample};

pub(super) fn program(world: &World, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_strict-review"));
    command.args(arguments).current_dir(world.path()).env_clear().env("HOME", world.path());
    command.stdin(Stdio::null());
    command
}

fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn closed_standard_error_changes_no_code() {
    let world = World::new().with("broken.json", "[");
    for (arguments, code) in [
        (vec!["check", "broken.json"], 2),
        (vec!["check", "--format", "json", "broken.json"], 2),
        (vec!["plan", "broken.json"], 2),
        (vec!["explain", "zzzz"], 2),
    ] {
        let ended = program(&world, &arguments).stdout(Stdio::piped()).stderr(closed()).output().unwrap();
        assert_eq!(ended.status.code(), Some(code), "{arguments:?}");
    }
}

/// Every command with its exit code, in a world with a journal and a packet.
fn every_command(world: &World) -> Vec<(Vec<String>, i32)> {
    let reviewed = crate::support::reviewed::Reviewed::of(
        crate::support::runbook(),
        &std::fs::read(sample("ready-handoff.json")).unwrap(),
    );
    let reviewed = reviewed.walked().closed(strict_review::review::runbook::Kind::Ready);
    let folder = world.path().join("sessions/0123456789abcdef");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("journal.jsonl"), reviewed.journal()).unwrap();
    let packet = strict_review::session::keep(&reviewed.plan(), &world.path().join("out")).unwrap();
    let packet = packet.iter().find(|path| path.extension().is_some_and(|end| end == "json")).unwrap();
    let (packet, journal) = (packet.to_str().unwrap(), folder.join("journal.jsonl"));
    let (journal, request) = (journal.to_str().unwrap(), sample("ready-request.json"));
    let request = request.to_str().unwrap();
    std::fs::write(world.path().join("lines"), json!(ready_request()).to_string()).unwrap();
    let lines = "lines";
    let commands: [(&[&str], i32); 26] = [
        (&["plan", request], 0),
        (&["plan", "--format", "text", request], 0),
        (&["check", request], 0),
        (&["check", "--format", "json", request], 0),
        (&["check", "--format", "junit", request], 0),
        (&["check", "--ndjson", lines], 0),
        (&["check", "--ndjson", "--format", "json", lines], 0),
        (&["diff", packet, packet], 0),
        (&["policy"], 0),
        (&["page"], 0),
        (&["explain"], 0),
        (&["schema", "journal"], 0),
        (&["replay", journal], 0),
        (&["replay", "--format", "text", journal], 0),
        (&["verify", packet], 0),
        (&["sessions", "--session", "sessions"], 0),
        (&["sessions", "--session", "sessions", "--format", "json"], 0),
        (&["sessions", "--session", "sessions", "show", "0123456789abcdef"], 0),
        (&["config"], 0),
        (&["config", "--format", "json"], 0),
        (&["config", "--example"], 0),
        (&["completions", "zsh"], 0),
        (&["man"], 0),
        (&["--help"], 0),
        (&["check", "--help"], 0),
        (&["--version"], 0),
    ];
    commands
        .iter()
        .map(|(arguments, code)| (arguments.iter().map(|a| (*a).to_owned()).collect(), *code))
        .collect()
}

/// End of a command whose output nobody reads, first with the inherited SIGPIPE, then with it ignored.
fn unread(world: &World, arguments: &[&str]) -> [(Option<i32>, String); 2] {
    let mut ignoring = Command::new("/bin/sh");
    ignoring
        .args(["-c", "trap '' PIPE; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_strict-review")])
        .args(arguments);
    ignoring.current_dir(world.path()).env_clear().env("HOME", world.path()).stdin(Stdio::null());
    [program(world, arguments), ignoring].map(|mut command| {
        let ended = command.stdout(closed()).stderr(Stdio::piped()).output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    })
}

#[test]
fn a_reader_that_is_gone_changes_no_code_and_is_no_fault() {
    let world = World::new();
    for (arguments, code) in every_command(&world) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let whole = program(&world, &arguments).output().unwrap();
        assert_eq!(whole.status.code(), Some(code), "{arguments:?}: {whole:?}");
        let code = if arguments.contains(&"--ndjson") { 141 } else { code };
        for ended in unread(&world, &arguments) {
            assert_eq!(ended, (Some(code), String::new()), "{arguments:?}");
        }
    }
}

#[test]
fn a_verdict_never_comes_from_a_reader_that_is_gone() {
    let world = World::new().with("broken.json", "[");
    every_command(&world);
    let packet = std::fs::read_dir(world.path().join("out")).unwrap().map(|entry| entry.unwrap().path());
    let packet = packet.into_iter().find(|path| path.extension().is_some_and(|end| end == "json")).unwrap();
    let text = std::fs::read_to_string(packet).unwrap();
    let world = world.with("tampered.json", text.replace("sha256:", "sha256:0"));
    let journal = std::fs::read_to_string(world.path().join("sessions/0123456789abcdef/journal.jsonl"));
    let lines = journal.unwrap();
    let cut: Vec<&str> = lines.lines().enumerate().filter(|(i, _)| *i != 2).map(|(_, line)| line).collect();
    std::fs::create_dir_all(world.path().join("sessions/fedcba9876543210")).unwrap();
    let world = world.with("sessions/fedcba9876543210/journal.jsonl", cut.join("\n") + "\n");
    let (blocked, ready) = (sample("stop-rules/before-effect.json"), sample("ready-request.json"));
    let world = world.with("line", crate::support::parsed(&blocked).to_string());
    let (blocked, ready) = (blocked.to_str().unwrap(), ready.to_str().unwrap());
    let many: Vec<&str> = std::iter::once("check").chain(std::iter::repeat_n(blocked, 400)).collect();
    let commands: [(&[&str], i32); 16] = [
        (&["check", blocked], 1),
        (&["check", "--format", "json", blocked], 1),
        (&["check", "--format", "junit", blocked], 1),
        (&many, 1),
        (&["check", "--format", "json", "broken.json"], 2),
        (&["check", "--ndjson", "line"], 141),
        (&["plan", blocked], 1),
        (&["plan", "--format", "text", blocked], 1),
        (&["plan", "--format", "json", "broken.json"], 2),
        (&["verify", "tampered.json"], 4),
        (&["verify", "--format", "json", "tampered.json"], 4),
        (&["verify", "--format", "junit", "tampered.json"], 4),
        (&["diff", blocked, ready], 1),
        (&["replay", "--format", "json", "sessions/fedcba9876543210/journal.jsonl"], 4),
        (&["sessions", "--session", "sessions", "show", "fedcba9876543210"], 4),
        (&["explain", "--format", "json", "zzzz"], 2),
    ];
    for (arguments, code) in commands {
        for (ended, said) in unread(&world, arguments) {
            assert_eq!(ended, Some(code), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn a_review_in_plain_mode_that_nobody_reads_ends_like_a_broken_pipe() {
    let world = World::new();
    let [as_it_is, ignoring] = unread(&world, &["review", "--plain"]);
    assert_eq!((as_it_is.0, ignoring.0), (Some(141), Some(141)), "{as_it_is:?}");
}

#[test]
fn every_command_that_could_not_print_to_its_end_ends_with_five_and_says_so() {
    let world = World::new();
    for (arguments, _) in every_command(&world) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let cut = std::fs::File::create(world.path().join("cut")).unwrap();
        let mut limited = Command::new("/bin/sh");
        limited
            .args(["-c", "ulimit -f 0; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_strict-review")])
            .args(&arguments);
        limited.current_dir(world.path()).env_clear().env("HOME", world.path());
        let mut outputs = vec![(limited, Stdio::from(cut))];
        if cfg!(target_os = "linux") {
            let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
            outputs.push((program(&world, &arguments), full.into()));
        }
        for (mut command, out) in outputs {
            let ended = command.stdout(out).stderr(Stdio::piped()).output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr);
            assert_eq!(ended.status.code(), Some(5), "{command:?}: {:?} {said}", ended.status);
            assert!(said.starts_with("strict-review: standard output: "), "{said}");
        }
    }
}

#[test]
fn standard_streams_that_are_not_open_at_all_change_no_code() {
    let (world, request) = (World::new(), sample("ready-request.json"));
    for (arguments, code) in
        [(["plan", request.to_str().unwrap()], 0), (["plan", "-"], 2), (["plan", "gone"], 2)]
    {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "exec \"$@\" <&- >&- 2>&-", "sh", env!("CARGO_BIN_EXE_strict-review")]);
        command.args(arguments).current_dir(world.path()).env_clear().env("HOME", world.path());
        assert_eq!(command.status().unwrap().code(), Some(code), "{arguments:?}");
    }
}
