//! Slow work in the real console: shown, stopped by a key, ended by a signal.

use std::fs;

use rustix::process::Signal;

use super::world::{READY, World, sample};

/// Takes seconds to search: each of its lines needs a close check, and none may be shown.
fn slow_text() -> String {
    let line = "-----BEGIN A\n";
    // Without optimisation, each line costs many times as much.
    let bytes = if cfg!(debug_assertions) { 4 << 20 } else { 16 << 20 };
    line.repeat(bytes / line.len())
}

#[test]
fn a_search_that_takes_long_is_told_and_stopped_and_a_signal_does_not_wait_for_its_end() {
    let world = World::new();
    let folder = world.path("evidence");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("backup-log.md"), slow_text()).unwrap();
    let mut terminal = world.console(&[&sample(READY), "--evidence", folder.to_str().unwrap()]);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("2 g o");
    terminal.wait_for("line 1 of");
    let events = world.events();
    terminal.keys("/");
    terminal.text("e");
    terminal.keys("enter");
    terminal.wait_for("Searching: ");
    terminal.keys("esc");
    terminal.wait_for("Stopped: the search. n starts it again.");
    terminal.keys("n");
    terminal.wait_for("Searching: ");
    terminal.signal(Signal::TERM);
    terminal.wait_end().expect(143);
    assert_eq!(world.events(), events);
}
