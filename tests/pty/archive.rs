//! A long check whose results go to a file, watched on a terminal.

use std::fs::{self, OpenOptions};
use std::io::Write;

use portable_pty::CommandBuilder;

use super::world::{READY, WIDE, World, sample};

#[test]
fn a_watched_check_says_how_far_it_is_and_leaves_an_empty_line_and_every_result() {
    let world = World::new();
    let (pipe, results) = (world.path("pipe"), world.path("results"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = CommandBuilder::new("/bin/sh");
    command.args([
        "-c",
        "exec \"$1\" check --ndjson - < \"$2\" > \"$3\"",
        "sh",
        env!("CARGO_BIN_EXE_strict-review"),
    ]);
    command.args([&pipe, &results]);
    let terminal = world.start(command, WIDE);
    let line = fs::read_to_string(sample(READY)).unwrap().replace('\n', "") + "\n";
    let (mut sent, mut lines) = (OpenOptions::new().write(true).open(&pipe).unwrap(), 0);
    while !terminal.written().contains(" ready or fit for review, 0 not ready, 0 unusable") {
        sent.write_all(line.as_bytes()).unwrap();
        lines += 1;
    }
    // Unusable input is reported on a line of its own.
    sent.write_all(b"[\n").unwrap();
    let flat = terminal.wait_for(&format!("-:{}:", lines + 1));
    assert!(flat.contains("not JSON") && terminal.written().contains("\r\u{1b}[K"), "{flat}");
    drop(sent);
    terminal.wait_until("the end of the line that said how far it was", |screen| {
        !screen.contains("ready or fit")
    });
    terminal.wait_end().expect(2);
    let results = fs::read_to_string(results).unwrap();
    assert_eq!(results.lines().filter(|line| line.starts_with("-:")).count(), lines);
}
