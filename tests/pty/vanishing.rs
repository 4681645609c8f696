//! Files and folders that others remove, exchange or write to while a review is open: noticed, reported, and nothing
//! that still exists is lost.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use rustix::process::Signal;

use super::driver::{asked_for, close, confirm, open_items, walk, walk_to};
use super::terminal::{After, Terminal};
use super::world::{READY, World, sample};

pub(super) const CONTINUE: usize = 1;

fn one_answer(world: &World) -> Terminal {
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal
}

pub(super) fn session(world: &World) -> PathBuf {
    fs::read_dir(world.path("sessions")).unwrap().next().unwrap().unwrap().path()
}

pub(super) fn append(path: &Path, bytes: &[u8]) {
    OpenOptions::new().append(true).open(path).unwrap().write_all(bytes).unwrap();
}

/// Leaves the console, and returns its final message.
pub(super) fn left(mut terminal: Terminal, code: u32) -> String {
    terminal.keys("q");
    let after: After = terminal.wait_end().expect(code);
    after.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_session_folder_that_was_deleted_stops_confirming_and_is_told_on_leaving_with_five() {
    let world = World::new();
    let mut terminal = one_answer(&world);
    fs::remove_dir_all(world.path("sessions")).unwrap();
    terminal.keys("} space");
    terminal.wait_for("Not saved: the journal was deleted or replaced. Restore it and answer again");
    terminal.wait_for("[ ] Handoff location");
    let said = left(terminal, 5);
    assert!(
        said.contains("journal.jsonl: the journal was deleted or replaced next: Put it back if you can"),
        "{said}"
    );
    assert!(!said.contains("saved in"), "{said}");
    assert!(!world.path("sessions").exists(), "nothing is made anew behind the reviewer's back");
}

#[test]
fn a_journal_that_was_replaced_stops_confirming_and_the_other_one_is_left_as_it_is() {
    let world = World::new();
    let mut terminal = one_answer(&world);
    let journal = session(&world).join("journal.jsonl");
    let whole = fs::read(&journal).unwrap();
    fs::write(world.path("in/copy"), &whole).unwrap();
    fs::rename(world.path("in/copy"), &journal).unwrap();
    terminal.keys("} space");
    terminal.wait_for("Not saved: the journal was deleted or replaced.");
    left(terminal, 5);
    assert_eq!(fs::read(&journal).unwrap(), whole);
    world.review(READY).wait_for("Resumed where you left off.");
}

#[test]
fn a_journal_that_was_written_to_or_cut_stops_confirming_and_is_read_as_it_stands_then() {
    for (bytes, cut, then, code) in [
        (&b"foreign\n"[..], 0, "is broken: line 3 ", Some(4)),
        (b"torn", 0, "Ignored 4 bytes of an incomplete last line.", None),
        (b"", 9, "bytes of an incomplete last line.", None),
    ] {
        let world = World::new();
        let mut terminal = one_answer(&world);
        let journal = session(&world).join("journal.jsonl");
        let whole = fs::read(&journal).unwrap();
        append(&journal, bytes);
        OpenOptions::new()
            .write(true)
            .open(&journal)
            .unwrap()
            .set_len((whole.len() + bytes.len() - cut) as u64)
            .unwrap();
        let now = fs::read(&journal).unwrap();
        terminal.keys("} space");
        terminal.wait_for("Not saved: another program changed the journal.");
        terminal.wait_for("[ ] Handoff location");
        let said = left(terminal, 5);
        assert!(
            said.contains("another program changed the journal next: The same command continues"),
            "{said}"
        );
        assert_eq!(fs::read(&journal).unwrap(), now, "what others wrote is left to them");
        let terminal = world.review(READY);
        match code {
            Some(code) => {
                let said = terminal.wait_end().expect(code).text;
                assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(then), "{said}");
            }
            None => drop(terminal.wait_for(then)),
        }
    }
}

#[test]
fn a_packet_is_written_also_where_its_journal_is_gone_which_is_told_beside_it_with_five() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    close(&mut terminal, CONTINUE, "everything");
    fs::remove_dir_all(world.path("sessions")).unwrap();
    terminal.keys("e");
    terminal.wait_for("Written:");
    let said = left(terminal, 5);
    assert!(said.contains("the journal was deleted or replaced"), "{said}");
    world.packet();
}

#[test]
fn a_deleted_lock_file_lets_no_second_console_write() {
    let world = World::new();
    let mut first = one_answer(&world);
    fs::remove_file(session(&world).join("writer.lock")).unwrap();
    let mut second = world.review(READY);
    second.wait_for("This session is open in another console");
    second.keys("space");
    second.wait_for("Not saved: read-only: open in another process");
    second.keys("q");
    second.wait_end().expect(1);
    first.keys("}");
    confirm(&mut first);
    left(first, 1);
    assert_eq!(world.events(), ["confirmed", "confirmed"]);
}

#[test]
fn a_storm_of_signals_disturbs_no_answer() {
    let world = World::new();
    let mut terminal = world.review(READY);
    let flat = terminal.wait_until("the live line", |flat| open_items(flat).is_some());
    let (all, pid) = (open_items(&flat).unwrap(), terminal.pid);
    let storm = std::thread::spawn(move || {
        let signals = [Signal::WINCH, Signal::CONT];
        let sent = signals.iter().cycle().take(20_000);
        sent.map_while(|signal| rustix::process::kill_process(pid, *signal).ok()).count()
    });
    walk(&mut terminal, all - 20);
    assert_eq!(storm.join().unwrap(), 20_000);
    left(terminal, 1);
    assert_eq!(world.events(), ["confirmed"; 20]);
}

#[test]
fn a_whole_last_line_that_lost_its_newline_counts_and_the_next_answer_stands_behind_it() {
    let world = World::new();
    left(one_answer(&world), 1);
    let journal = session(&world).join("journal.jsonl");
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, whole.strip_suffix(b"\n").unwrap()).unwrap();
    let mut terminal = world.review(READY);
    let flat = terminal.wait_for("Resumed where you left off.");
    assert!(!flat.contains("half-written"), "{flat}");
    terminal.wait_for("[x] Handoff status");
    terminal.keys("}");
    confirm(&mut terminal);
    left(terminal, 1);
    assert!(world.journal().starts_with(&whole));
    assert_eq!(world.events(), ["confirmed", "sitting-began", "confirmed"]);
}

#[test]
fn a_journal_that_was_only_touched_takes_the_next_answer() {
    let world = World::new();
    let mut terminal = one_answer(&world);
    let file = OpenOptions::new().write(true).open(session(&world).join("journal.jsonl")).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    terminal.keys("}");
    confirm(&mut terminal);
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    left(terminal, 1);
    assert_eq!(world.events(), ["confirmed", "confirmed"]);
}

#[test]
fn a_journal_whose_bytes_changed_under_the_same_length_and_time_refuses_the_closing_call_and_ends_with_five()
{
    let world = World::new();
    let mut terminal = one_answer(&world);
    let journal = session(&world).join("journal.jsonl");
    let whole = fs::read(&journal).unwrap();
    let file = OpenOptions::new().write(true).open(&journal).unwrap();
    let before = file.metadata().unwrap().modified().unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, b"#", whole.len() as u64 - 3).unwrap();
    file.set_modified(before).unwrap();
    closing_refused_for(&mut terminal, "Not done: another program changed the journal. Quit with q");
    assert_eq!(world.journal().len(), whole.len(), "nothing was closed on it");
    terminal.keys("esc");
    terminal.wait_for("Not saved; kept as a draft");
    terminal.keys("q");
    terminal.wait_for("Unsaved texts");
    let said = left(terminal, 5);
    assert!(said.contains("another program changed the journal"), "{said}");
}

#[test]
fn a_journal_torn_by_a_power_failure_is_resumed_by_the_program_itself() {
    let world = World::new();
    let mut terminal = one_answer(&world);
    for _ in 0..2 {
        terminal.keys("}");
        confirm(&mut terminal);
    }
    left(terminal, 1);
    let journal = session(&world).join("journal.jsonl");
    let whole = fs::read(&journal).unwrap();
    let ends: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').collect();
    for (cut, zeros, kept) in [
        (ends[3] - 1, 0, 2),
        (ends[3] - 100, 101, 2),
        (ends[2] + 2, 0, 2),
        (ends[1] - 1, 0, 0),
        (ends[0] + 2, 4000, 0),
    ] {
        fs::write(&journal, [&whole[..cut], &vec![0; zeros]].concat()).unwrap();
        let mut terminal = world.review(READY);
        let torn = cut + zeros - ends[kept] - 1;
        let dropped = match torn {
            1 => "Ignored 1 byte of an incomplete last line.".to_owned(),
            torn => format!("Ignored {torn} bytes of an incomplete last line."),
        };
        terminal.wait_for(&format!("Resumed where you left off. {dropped}"));
        assert_eq!(world.events().len(), kept);
        terminal.keys("{ { {");
        for _ in 0..kept {
            terminal.keys("}");
        }
        confirm(&mut terminal);
        left(terminal, 1);
        assert_eq!(world.events().len(), kept + 2, "a sitting, and its answer");
    }
    // Torn in its first line, or empty, a session never began: a new one begins beside it.
    for cut in [ends[0] - 1, 1, 0] {
        fs::write(&journal, &whole[..cut]).unwrap();
        let terminal = world.review(READY);
        let flat = terminal.wait_for("▸ [ ] Handoff status");
        assert!(!flat.contains("Resumed"), "{flat}");
        drop(terminal.wait_for("REVIEW ONLY"));
        left(terminal, 1);
        assert_eq!(fs::read(&journal).unwrap(), whole[..cut]);
        for begun in fs::read_dir(world.path("sessions")).unwrap().map(|entry| entry.unwrap().path()) {
            if begun.join("journal.jsonl") != journal {
                fs::remove_dir_all(begun).unwrap();
            }
        }
    }
}

/// A copy of the sample's evidence that may be changed.
fn evidence(world: &World) -> PathBuf {
    let folder = world.path("evidence");
    fs::create_dir(&folder).unwrap();
    for entry in fs::read_dir(sample("evidence")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    folder
}

/// Makes the closing call as far as possible, which is refused.
fn closing_refused(terminal: &mut Terminal, why: &str) {
    closing_refused_for(terminal, &format!("Not done: what the answer is based on cannot be read. {why}"));
}

fn closing_refused_for(terminal: &mut Terminal, told: &str) {
    terminal.keys("e");
    terminal.wait_for("Only a closed review can be exported");
    terminal.keys("j enter");
    terminal.wait_for("Closing call · 1 of 2");
    terminal.text("the rest");
    terminal.keys("ctrl-s");
    terminal.wait_for("Closing call · 2 of 2");
    let typed = asked_for(&terminal.screen());
    terminal.text(&typed);
    terminal.keys("enter");
    terminal.wait_for(told);
}

/// Sent by a terminal when its window gets the focus.
fn focus(terminal: &mut Terminal) {
    terminal.text("\x1b[I");
}

#[test]
fn an_evidence_folder_that_was_renamed_or_replaced_is_told_and_nothing_is_closed_on_it() {
    for (replaced, why) in
        [(false, "no such folder"), (true, "is not a folder; expected a folder of evidence files")]
    {
        let world = World::new();
        let folder = evidence(&world);
        let mut terminal = world.console(&[&sample(READY), "--evidence", folder.to_str().unwrap()]);
        terminal.wait_for("REVIEW ONLY");
        walk_to(&mut terminal, "Rollback plan");
        let before = world.events();
        fs::rename(&folder, world.path("elsewhere")).unwrap();
        if replaced {
            fs::write(&folder, "a file now").unwrap();
        }
        focus(&mut terminal);
        terminal.wait_for(&format!("✗ Not applied: the evidence folder: {why}."));
        terminal.wait_for("[x] Backup log");
        closing_refused(&mut terminal, &format!("the evidence folder: {why}."));
        assert_eq!(world.events(), before, "what was read stands, and nothing was closed");
        if replaced {
            fs::remove_file(&folder).unwrap();
        }
        fs::rename(world.path("elsewhere"), &folder).unwrap();
        terminal.keys("enter");
        terminal.wait_for("Not written yet.");
        terminal.keys("q");
        left(terminal, 1);
        assert_eq!(world.events().len(), before.len() + 1);
    }
}

#[test]
fn an_evidence_folder_that_is_deleted_and_made_anew_reopens_nothing_and_is_told() {
    let world = World::new();
    let folder = evidence(&world);
    let mut terminal = world.console(&[&sample(READY), "--evidence", folder.to_str().unwrap()]);
    terminal.wait_for("REVIEW ONLY");
    walk_to(&mut terminal, "Rollback plan");
    let before = world.events();
    fs::remove_dir_all(&folder).unwrap();
    focus(&mut terminal);
    terminal.wait_for("✗ Not applied: the evidence folder: no such folder.");
    terminal.wait_for("[x] Backup log");
    // As by a checkout of another branch and back. The sandbox denies the new folder, which is reported.
    assert_eq!(evidence(&world), folder);
    focus(&mut terminal);
    terminal.wait_for("[x] Backup log");
    left(terminal, 1);
    assert_eq!(world.events(), before, "nothing changed, so nothing is recorded");
    let terminal = world.console(&[&sample(READY), "--evidence", folder.to_str().unwrap()]);
    terminal.wait_for("REVIEW ONLY");
    left(terminal, 1);
    assert_eq!(world.events(), before);
}

#[test]
fn a_handoff_that_is_replaced_by_what_is_none_is_told_and_the_review_stands_on_what_was_read() {
    type Replace<'a> = &'a dyn Fn(&Path);
    let fifo = |path: &Path| {
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    };
    let replacements: [(Replace, &str); 4] = [
        (&|_| (), "no such file"),
        (&fifo, "is a FIFO; expected a regular file"),
        (&|path| fs::create_dir(path).unwrap(), "is a directory; expected a regular file"),
        (&|path| fs::write(path, "\x1b[31m{").unwrap(), "not JSON"),
    ];
    for (replace, why) in replacements {
        let world = World::new();
        let handoff = world.handoff(READY, |_| ());
        // In the sandbox another file is not even opened, which another test covers.
        let mut terminal = world.console(&["--sandbox", "off", &handoff]);
        terminal.wait_for("REVIEW ONLY");
        confirm(&mut terminal);
        let kept = world.path("in/kept.json");
        fs::rename(&handoff, &kept).unwrap();
        replace(Path::new(&handoff));
        focus(&mut terminal);
        terminal.wait_for(&format!("✗ Not applied: {handoff}: {why}"));
        terminal.wait_for("[x] Handoff status");
        closing_refused(&mut terminal, &format!("{handoff}: {why}"));
        assert_eq!(world.events(), ["confirmed"]);
        let _ = fs::remove_dir(&handoff).or_else(|_| fs::remove_file(&handoff));
        fs::rename(&kept, &handoff).unwrap();
        terminal.keys("enter");
        terminal.wait_for("Not written yet.");
        terminal.keys("q");
        left(terminal, 1);
        assert_eq!(world.events(), ["confirmed", "closed"]);
    }
}
