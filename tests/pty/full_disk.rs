//! A full, limited or read-only disk under the real console: refused plainly, nothing half-written, no answer lost,
//! and it continues once there is room.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use strict_review::journal::replay::replay;

use super::driver::{close, confirm};
use super::terminal::Terminal;
use super::world::{READY, WIDE, World, sample};
use crate::support::outside::own_mounts;

const CONTINUE: usize = 1;

/// Limits the size of files that a process writes; returns the old limit.
fn limit(process: Pid, bytes: Option<u64>) {
    let limit = Rlimit { current: bytes, maximum: None };
    prlimit(Some(process), Resource::Fsize, limit).unwrap();
}

#[test]
fn an_answer_that_finds_no_room_is_refused_and_taken_once_there_is_some() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal.keys("}");
    let before = world.journal();
    // Room for nothing, for a part of a line, and for nearly all of it.
    for room in [0, 1, 100, 240] {
        limit(terminal.pid, Some(before.len() as u64 + room));
        terminal.keys("space");
        terminal.wait_for("✗ Not saved: the journal could not be written (File too large");
        terminal.wait_for("[ ] Handoff location");
        assert_eq!(world.journal(), before, "nothing of the line stays");
        terminal.keys("?");
        terminal.wait_gone("Not saved");
        terminal.keys("q");
        terminal.wait_for("[ ] Handoff location");
    }
    limit(terminal.pid, None);
    terminal.keys("space");
    terminal.wait_for("[x] Handoff location");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert_eq!(world.events(), ["confirmed", "confirmed"]);
    assert!(world.journal().starts_with(&before));
}

#[test]
fn a_packet_that_finds_no_room_leaves_nothing_and_is_written_once_there_is_some() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    close(&mut terminal, CONTINUE, "everything");
    let before = world.journal();
    for bytes in [0, 10, 5_000] {
        limit(terminal.pid, Some(bytes));
        terminal.keys("e");
        let flat = terminal.wait_for("✗ Not written:");
        assert!(flat.contains("File too large") && flat.contains("The session is intact."), "{flat}");
        assert_eq!(fs::read_dir(world.path("out")).unwrap().count(), 0, "of {bytes} bytes");
        terminal.keys("j");
        terminal.wait_gone("Not written:");
    }
    limit(terminal.pid, None);
    terminal.keys("e");
    terminal.wait_for("Written:");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    world.packet();
    assert_eq!(world.journal(), before);
}

#[test]
fn a_review_that_finds_no_room_for_its_first_line_does_not_begin_and_the_next_one_does() {
    let world = World::new();
    let script = r#"ulimit -f 8; exec "$@""#;
    let terminal = world.script(script, &[&sample(READY)]);
    let after = terminal.wait_end().expect(5);
    let said = after.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("the session cannot be saved here: File too large"), "{said}");
    assert!(said.contains("next: Choose a writable folder with --session DIR."), "{said}");
    assert!(!after.output.contains("\x1b[?1049h"), "the screen was never taken over");
    // The sandbox forbids removing anything from the session folder, even an empty journal.
    let begun =
        world.sessions().iter().any(|session| !fs::read(session.join("journal.jsonl")).unwrap().is_empty());
    assert!(!begun);
    let mut terminal = world.review(READY);
    let flat = terminal.wait_for("REVIEW ONLY");
    assert!(!flat.contains("Resumed") && !flat.contains("cannot be read"), "{flat}");
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

/// A console whose folder `disk` is a small disk in a mount namespace of its own, gone with the console. `None` if
/// the system forbids that.
fn on_small_disk(
    world: &World,
    options: &str,
    prepare: &str,
    arguments: &[&str],
) -> Option<(Terminal, PathBuf)> {
    let disk = world.path("disk");
    fs::create_dir_all(&disk).unwrap();
    let mount = format!(r#"mount -t tmpfs -o {options} none "$0""#);
    // journal::log_tests has these faults on a simulated disk.
    let mut command = CommandBuilder::new("unshare");
    command.args(own_mounts()?);
    command.args(["sh", "-c", &format!(r#"{mount} && {prepare} && exec "$@""#)]);
    command.arg(&disk);
    command.arg(env!("CARGO_BIN_EXE_strict-review"));
    command.args(arguments);
    let terminal = world.start(command, WIDE);
    let process = terminal.pid.as_raw_nonzero();
    // The disk as the console sees it.
    let seen = PathBuf::from(format!("/proc/{process}/root")).join(disk.strip_prefix("/").unwrap());
    Some((terminal, seen))
}

fn fill(disk: &Path) {
    let mut file = fs::File::create(disk.join("filler")).unwrap();
    while file.write_all(&[b'x'; 4096]).is_ok() {}
}

#[test]
fn a_full_disk_refuses_answer_and_packet_and_takes_both_once_there_is_room() {
    let world = World::new();
    let (session, out) = (world.path("disk/sessions"), world.path("disk/out"));
    let arguments = [&sample(READY), "--session", session.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let Some((mut terminal, disk)) = on_small_disk(&world, "size=1m", "true", &arguments) else { return };
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    let folder = fs::read_dir(disk.join("sessions")).unwrap().next().unwrap().unwrap().path();
    let journal = || fs::read(folder.join("journal.jsonl")).unwrap();
    let before = journal();
    fill(&disk);
    // Longer than the rest of the journal's last page.
    let note = "a long note ".repeat(400);
    terminal.keys("n");
    terminal.wait_for("Note ·");
    terminal.paste(&note);
    terminal.wait_for("a long note");
    terminal.keys("ctrl-s");
    terminal.wait_for("✗ Not saved: the journal could not be written (No space left on device");
    assert_eq!(journal(), before, "nothing of the line stays");
    fs::remove_file(disk.join("filler")).unwrap();
    // The typed text is still there to be saved.
    terminal.keys("ctrl-s");
    terminal.wait_for("Note recorded: ");
    let told = replay(&journal()).unwrap();
    assert_eq!((told.head.seq, told.torn_bytes), (3, 0));

    close(&mut terminal, CONTINUE, "everything");
    let before = journal();
    fill(&disk);
    terminal.keys("e");
    let flat = terminal.wait_for("✗ Not written:");
    assert!(flat.contains("No space left on device") && flat.contains("The session is intact."), "{flat}");
    let out = disk.join("out");
    assert!(!out.exists() || fs::read_dir(&out).unwrap().count() == 0);
    assert_eq!(journal(), before);
    fs::remove_file(disk.join("filler")).unwrap();
    terminal.keys("e");
    terminal.wait_for("Written:");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 3);
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn a_credential_in_the_name_of_the_packet_folder_is_not_printed_when_the_disk_is_full() {
    let world = World::new();
    let canary = concat!("gh", "p_Zq7Kx2Wm9Lp4Rt8Vn3Bd6Hs1Jf5Gc0YaXe");
    let (session, out) = (world.path("sessions"), world.path(&format!("disk/out-{canary}")));
    let arguments = [&sample(READY), "--session", session.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let Some((mut terminal, disk)) = on_small_disk(&world, "size=1m", "true", &arguments) else { return };
    terminal.wait_for("REVIEW ONLY");
    close(&mut terminal, CONTINUE, "everything");
    fill(&disk);
    terminal.keys("e");
    let flat = terminal.wait_for("✗ Not written:");
    assert!(flat.contains("<redacted>") && flat.contains("No space left on device"), "{flat}");
    terminal.keys("esc");
    terminal.wait_for("This review is closed. It can be read and exported, not changed.");
    terminal.keys("q");
    let after = terminal.wait_end().expect(5);
    let said = after.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("the packet was not written: ") && said.contains("<redacted>"), "{said}");
    assert!(!after.output.contains(canary), "{}", after.output);
}

#[test]
fn a_read_only_disk_keeps_no_session_and_no_packet_and_says_which_folder_to_name() {
    let world = World::new();
    let arguments = |session: &str, out: &str| {
        let path = |name: &str| world.path(name).to_str().unwrap().to_owned();
        [sample(READY), "--session".to_owned(), path(session), "--out".to_owned(), path(out)]
    };
    let read_only = r#"mount -o remount,ro "$0""#;
    let start = |session: &str, out: &str| {
        let arguments = arguments(session, out);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        on_small_disk(&world, "size=1m", read_only, &arguments)
    };
    let Some((terminal, _)) = start("disk/sessions", "out") else { return };
    let after = terminal.wait_end().expect(5);
    let said = after.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("the session cannot be saved here: Read-only file system"), "{said}");
    assert!(said.contains("--session DIR"), "{said}");

    let (terminal, _) = start("sessions", "disk/out").unwrap();
    let after = terminal.wait_end().expect(5);
    let said = after.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("a packet could not be written here: Read-only file system"), "{said}");
    assert!(said.contains("--out DIR") && world.sessions().is_empty(), "{said}");
}
