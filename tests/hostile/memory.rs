//! The real program over many hostile files: its memory does not grow with their number.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::json;

use crate::support::{World, ready_request};

/// A hostile handoff whose findings exceed the size of a pipe.
fn handoff() -> String {
    let mut request = ready_request();
    let flood = format!("e{}", "\u{301}".repeat(3000));
    request.insert("backupReference".to_owned(), json!(flood));
    request.insert("targetAdapter".to_owned(), json!("\u{1b}[31m"));
    let claims: Vec<_> = (0..400).map(|_| json!(true)).collect();
    request.insert("unheardOf".to_owned(), json!({ "a".repeat(400): claims, "text": flood }));
    json!(request).to_string()
}

/// Peak resident memory of a running process, in KiB.
fn peak_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn checking_many_hostile_files_needs_no_more_memory_than_checking_a_few() {
    const FILES: usize = 300;
    let world = World::new().with("hostile.json", handoff());
    let mut command = Command::new(env!("CARGO_BIN_EXE_strict-review"));
    command.arg("check").args((0..FILES).map(|_| "hostile.json")).current_dir(world.path());
    let mut child = command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::with_capacity(1 << 10, child.stdout.take().unwrap()).lines();
    // The program waits for its reader, so it is alive at every point but the very end.
    let mut peak_after = |files: usize| {
        let told = lines.by_ref().map(Result::unwrap).filter(|line| line.starts_with("hostile.json: "));
        assert_eq!(told.take(files).count(), files);
        peak_kib(child.id())
    };
    let (few, many) = (peak_after(100), peak_after(FILES - 105));
    assert!(many <= few + 2048, "{few} KiB after 100 files, {many} KiB after {}", FILES - 5);
    drop(lines);
    child.wait().unwrap();
}
