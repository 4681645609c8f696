//! Where output goes: a pipe that closes early is no fault, a full disk is one.

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use crate::support::{World, sample};

fn program(world: &World, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_strict-review"));
    command.args(arguments).current_dir(world.path()).env_clear().env("HOME", world.path());
    command.stdin(Stdio::null());
    command
}

/// A pipe whose reader has gone.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn closed_standard_output_ends_quietly_with_zero() {
    let (world, sample) = (World::new(), sample("ready-request.json"));
    let sample = sample.to_str().unwrap();
    let blocked = crate::support::sample("stop-rules/before-effect.json");
    for arguments in [
        vec!["plan", sample],
        vec!["plan", "--format", "text", sample],
        vec!["plan", blocked.to_str().unwrap()],
        vec!["check", sample],
        vec!["check", "--format", "json", sample],
        vec!["check", "--format", "junit", sample],
        vec!["diff", sample, blocked.to_str().unwrap()],
        vec!["policy"],
        vec!["policy", "--format", "text"],
        vec!["explain"],
        vec!["explain", "secret-like"],
        vec!["--help"],
    ] {
        let ended = program(&world, &arguments).stdout(closed()).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!((ended.status.code(), said.as_ref()), (Some(0), ""), "{arguments:?}");
    }
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

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_ends_with_five_and_says_so() {
    let world = World::new();
    for arguments in [vec!["policy"], vec!["explain"]] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ended = program(&world, &arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(5), "{arguments:?}: {said}");
        assert!(said.starts_with("strict-review: standard output: "), "{said}");
    }
}
