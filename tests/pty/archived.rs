//! A closed review that is opened again, and changes to its journal by others meanwhile.

use std::fs;

use super::driver::close;
use super::terminal::Terminal;
use super::vanishing::{CONTINUE, append, left, session};
use super::world::{READY, World};

fn export(terminal: &mut Terminal) {
    terminal.keys("e");
    terminal.wait_for("e writes the packet");
    terminal.keys("e");
}

#[test]
fn a_closed_review_that_is_opened_again_tells_of_its_journal_that_was_deleted_or_written_to_with_five() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    close(&mut terminal, CONTINUE, "everything");
    // Twice, because the packet is not written yet.
    terminal.keys("q q");
    terminal.wait_end().expect(1);
    let journal = session(&world).join("journal.jsonl");
    let whole = fs::read(&journal).unwrap();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    append(&journal, b"foreign\n");
    export(&mut terminal);
    terminal.wait_for("another program changed the journal");
    terminal.keys("esc");
    terminal.wait_for("e shows the packet");
    terminal.keys("q");
    assert!(left(terminal, 5).contains("another program changed the journal"));
    assert!(!world.path("out").exists() || fs::read_dir(world.path("out")).unwrap().next().is_none());
    fs::write(&journal, whole).unwrap();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    fs::remove_file(&journal).unwrap();
    export(&mut terminal);
    terminal.wait_for("Written:");
    let said = left(terminal, 5);
    assert!(said.contains("the journal was deleted or replaced"), "{said}");
    world.packet();
}
