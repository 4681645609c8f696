//! Evidence files in the real console: opened, pinned, and reopened when they change.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use strict_review::review::fingerprint::Digest;

use super::driver::{close, close_and_export, item, walk, walk_to};
use super::terminal::Terminal;
use super::world::{READY, World, runbook, sample};

const PREPARE: usize = 0;

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

fn review(world: &World) -> Terminal {
    world.console(&[&sample(READY), "--evidence", world.path("evidence").to_str().unwrap()])
}

fn walked() -> (World, PathBuf, Terminal) {
    let world = World::new();
    let folder = evidence(&world);
    let mut terminal = review(&world);
    terminal.wait_for("REVIEW ONLY");
    walk(&mut terminal, 0);
    (world, folder, terminal)
}

/// Number of items that are based on a reference: its own, and the questions about it.
fn based_on(field: &str) -> usize {
    let runbook = runbook();
    let phases = runbook["phases"].as_array().unwrap().iter();
    let items = phases.flat_map(|phase| phase["items"].as_array().unwrap());
    1 + items.filter(|item| item["basedOn"].as_array().unwrap().iter().any(|on| on == field)).count()
}

/// Sent by a terminal when its window gets the focus.
fn focus(terminal: &mut Terminal) {
    terminal.text("\x1b[I");
}

#[test]
fn a_ready_export_carries_the_digest_of_every_evidence_file() {
    let (world, folder, mut terminal) = walked();
    close_and_export(&mut terminal, PREPARE, "nothing");
    terminal.wait_end().expect(0);
    let document = world.packet();
    let references = document["references"].as_array().unwrap();
    assert_eq!(references.len(), runbook()["references"].as_array().unwrap().len());
    for reference in references {
        let path = reference["value"].as_str().unwrap().split('#').next().unwrap();
        let bytes = fs::read(folder.join(path)).unwrap();
        assert_eq!(reference["evidence"]["digest"], Digest::compute(&bytes).to_string(), "{path}");
        assert_eq!(reference["evidence"]["bytes"], bytes.len(), "{path}");
        let read = &item(&document, reference["field"].as_str().unwrap())["evidence"];
        assert_eq!((&read["shown"], read["openedAt"].is_string()), (&serde_json::json!(true), true));
        let (shown, lines) = (read["linesShown"].as_u64().unwrap(), read["lines"].as_u64().unwrap());
        let all = String::from_utf8(bytes).unwrap().lines().count() as u64;
        assert!(0 < shown && shown <= lines && lines == all, "{path}: {shown} of {lines}");
    }
}

#[test]
fn an_evidence_file_is_read_scrolled_and_searched_before_it_is_confirmed() {
    let world = World::new();
    let folder = evidence(&world);
    let mut terminal = review(&world);
    terminal.wait_for("REVIEW ONLY");
    walk_to(&mut terminal, "Backup log");
    terminal.wait_for("▸ [ ] Backup log");
    terminal.keys("space");
    terminal.wait_for("Open the evidence first");
    terminal.keys("o");
    let bytes = fs::read(folder.join("backup-log.md")).unwrap();
    terminal.wait_for(&Digest::compute(&bytes).hex()[..40]);
    terminal.wait_for("line 1 of");
    terminal.keys("G");
    terminal.wait_for("· 100%");
    terminal.keys("/");
    terminal.wait_for("find:");
    terminal.text("SQLite3");
    terminal.keys("enter");
    terminal.wait_for("Not found: SQLite3");
    terminal.keys("g /");
    terminal.wait_for("find:");
    terminal.text(&"\x7f".repeat("SQLite3".len()));
    terminal.text("sqlite3");
    terminal.keys("enter");
    terminal.wait_for("Found in line 25.");
    terminal.keys("q");
    terminal.wait_for("evidence: sha256:");
    terminal.keys("o c");
    terminal.wait_for("Confirmed: Backup log.");
    terminal.wait_for("[x] Backup log");
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn a_file_that_moves_while_the_console_is_open_reopens_exactly_its_items() {
    let (world, folder, mut terminal) = walked();
    fs::write(folder.join("backup-log.md"), "nothing was backed up\n").unwrap();
    focus(&mut terminal);
    let flat = terminal.wait_for("Changes");
    let moved = based_on("backupReference");
    assert!(flat.contains(&format!("{moved} stale")), "{flat}");
    assert!(flat.contains("[~] Backup log") && flat.contains("backup-covers-change"), "{flat}");
    let digest = Digest::compute(b"nothing was backed up\n").to_string();
    assert!(flat.replace(' ', "").contains(&digest), "{flat}");
    terminal.keys("q");
    terminal.wait_for(&format!("{moved} open"));
    terminal.keys("q");
    terminal.wait_end().expect(1);
    let events = world.events();
    let (before, reopened) = events.split_at(events.len() - moved);
    assert_eq!(before.last().map(String::as_str), Some("evidence-changed"));
    assert!(reopened.iter().all(|event| event == "reopened"), "{reopened:?}");
    assert!(!before.contains(&"reopened".to_owned()), "{before:?}");
}

#[test]
fn a_file_that_moved_between_two_sittings_is_told_first_and_the_rest_keeps_its_tick() {
    let (world, folder, mut terminal) = walked();
    terminal.keys("q");
    terminal.wait_end().expect(1);
    fs::write(folder.join("case-state.md"), "other\n").unwrap();
    let mut terminal = review(&world);
    terminal.wait_for("[~] Case state");
    terminal.keys("q");
    terminal.wait_for(&format!("{} open", based_on("caseStateReference")));
    // The console resumes at the last item.
    terminal.keys("}");
    walk(&mut terminal, 0);
    close_and_export(&mut terminal, PREPARE, "nothing");
    terminal.wait_end().expect(0);
    let document = world.packet();
    assert_eq!(
        item(&document, "caseStateReference")["evidence"]["digest"],
        Digest::compute(b"other\n").to_string()
    );
}

#[test]
fn a_file_that_moves_behind_the_closing_call_is_found_before_anything_is_written() {
    let (world, folder, mut terminal) = walked();
    close(&mut terminal, PREPARE, "nothing");
    fs::write(folder.join("test-plan.md"), "other\n").unwrap();
    terminal.keys("e");
    terminal.wait_for("[~] Test plan");
    assert!(world.written().is_empty());
    terminal.keys("q");
    terminal.wait_for(&format!("{} open", based_on("testPlanReference")));
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn what_changed_since_a_review_was_closed_is_said_on_opening_in_the_list_and_in_the_status() {
    const CHANGED: &str = "Changed since the review was closed: the evidence of testPlanReference.";
    let (world, folder, mut terminal) = walked();
    close_and_export(&mut terminal, PREPARE, "nothing");
    terminal.wait_end().expect(0);
    let before = fs::read(folder.join("test-plan.md")).unwrap();
    fs::write(folder.join("test-plan.md"), "other\n").unwrap();
    let mut terminal = review(&world);
    terminal.wait_for("This review is closed");
    terminal.wait_for(CHANGED);
    terminal.keys("m");
    terminal.wait_for("┌ Changes");
    terminal.wait_for(CHANGED);
    terminal.keys("q");
    terminal.wait_gone("Changes");
    fs::write(folder.join("test-plan.md"), &before).unwrap();
    focus(&mut terminal);
    terminal.wait_for("Everything has changed back to how it was when the review was closed.");
    fs::write(folder.join("test-plan.md"), "another\n").unwrap();
    focus(&mut terminal);
    terminal.wait_for(CHANGED);
    terminal.keys("q");
    terminal.wait_end().expect(3);
    let folder = folder.to_str().unwrap();
    for command in ["status", "changes"] {
        let output = world.piped(&[&sample(READY), "--evidence", folder], format!("{command}\n").as_bytes());
        let text = String::from_utf8(output.stdout).unwrap().replace('\n', " ");
        let (_, answer) = text.split_once("> ").unwrap();
        assert!(answer.contains(CHANGED), "{command}: {text}");
        assert_eq!(output.status.code(), Some(3), "{text}");
    }
}

#[test]
fn a_closed_review_is_not_exported_over_evidence_that_moved() {
    let (world, folder, mut terminal) = walked();
    close(&mut terminal, PREPARE, "nothing");
    terminal.keys("q q");
    terminal.wait_end().expect(1);
    fs::write(folder.join("test-plan.md"), "other\n").unwrap();
    let mut terminal = review(&world);
    terminal.wait_for("This review is closed");
    terminal.keys("e e");
    terminal.wait_for("Not written: changed since the review was closed: the evidence of testPlanReference.");
    terminal.keys("q q");
    terminal.wait_end().expect(3);
    assert!(world.written().is_empty());
    let mut terminal = world.review(READY);
    terminal.wait_for("This review is closed");
    terminal.keys("e e");
    terminal.wait_for("Written:");
    terminal.keys("q");
    terminal.wait_end().expect(0);
}

#[test]
fn bytes_that_are_no_text_are_not_shown_and_are_pinned_by_size_and_digest() {
    let world = World::new();
    let folder = evidence(&world);
    fs::write(folder.join("backup-log.md"), b"SQLite format 3\0\x1b[2J").unwrap();
    let mut terminal = review(&world);
    terminal.wait_for("REVIEW ONLY");
    walk_to(&mut terminal, "Backup log");
    terminal.keys("o");
    terminal.wait_for("Not shown: a binary file: byte 15 is NUL.");
    terminal.wait_for("20 bytes");
    terminal.keys("c");
    terminal.wait_for("[x] Backup log");
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn what_leads_out_of_the_folder_is_not_opened_and_not_confirmed() {
    let world = World::new();
    let folder = evidence(&world);
    let outside = world.path("outside.md");
    fs::write(&outside, "canary-outside\n").unwrap();
    fs::remove_file(folder.join("backup-log.md")).unwrap();
    symlink(&outside, folder.join("backup-log.md")).unwrap();
    let mut terminal = review(&world);
    terminal.wait_for("REVIEW ONLY");
    walk_to(&mut terminal, "Backup log");
    terminal.keys("o");
    let flat =
        terminal.wait_for("Not opened: the file of backupReference: points outside the evidence folder");
    assert!(!flat.contains("canary-outside"));
    terminal.keys("space");
    terminal.wait_for("Open the evidence first");
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn an_evidence_folder_or_upstream_document_that_is_not_there_is_told_before_the_console_opens() {
    let world = World::new();
    for arguments in [["--evidence", "nowhere"], ["--upstream", "nowhere.json"]] {
        let terminal = world.console(&[&[sample(READY).as_str()], &arguments[..]].concat());
        let after = terminal.wait_end().expect(2);
        assert!(after.text.contains("no such") && after.text.contains("nowhere"), "{}", after.text);
    }
    assert!(world.sessions().is_empty());
}

#[test]
fn the_upstream_document_is_held_against_the_fingerprint_of_the_handoff() {
    let world = World::new();
    let (right, wrong) = (sample("owner-handoff-packet.json"), sample("ready-handoff.json"));
    for (packet, shown, row) in [
        (&right, "upstream document: matched", "[ ] Handoff fingerprint"),
        (&wrong, "upstream document: not matched", "[#] Handoff fingerprint"),
        (&right, "upstream document: matched", "[ ] Handoff fingerprint"),
    ] {
        let mut terminal = world.console(&[&sample(READY), "--handoff-packet", packet]);
        terminal.wait_for(shown);
        terminal.wait_for(row);
        terminal.keys("q");
        terminal.wait_end().expect(1);
    }
    let mut terminal = world.review(READY);
    terminal.wait_for("upstream document: matched");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    let mut terminal = world.console(&[&sample(READY), "--new"]);
    terminal.wait_for("upstream document: not checked");
    terminal.keys("q");
    terminal.wait_end().expect(1);
}
