//! Unusual terminals: without a size, stopped from outside, slow to answer, with wide signs, inside Emacs, without a
//! second screen.

use std::time::Duration;

use rustix::process::Signal;

use super::driver::confirm;
use super::terminal::{After, Terminal};
use super::tty::{cook, modes};
use super::world::{READY, WIDE, World, sample};

/// The answer that ends all others (DA1).
const DEVICE: &str = "\x1b[?62;22c";

/// Leaves the alternate screen.
const SCREEN_BACK: &str = "\x1b[?1049l";

fn leave(mut terminal: Terminal) -> After {
    terminal.keys("q");
    terminal.wait_end().expect(1)
}

/// The output before and after the alternate screen is left.
fn around_the_end(after: &After) -> (&str, &str) {
    after.output.split_once(SCREEN_BACK).unwrap()
}

#[test]
fn a_terminal_without_a_size_gets_the_usual_one_or_that_of_the_environment() {
    for (set, columns) in [("", 80), ("export COLUMNS=120 LINES=30; ", 120)] {
        let world = World::new();
        let script = format!("{set}stty cols 0 rows 0; exec \"$@\"");
        let terminal = world.script(&script, &[&sample(READY)]);
        terminal.wait_for("REVIEW ONLY");
        terminal.wait_for("q quit");
        let widest = terminal.screen().lines().map(|line| line.chars().count()).max();
        assert_eq!(widest, Some(columns), "{}", terminal.screen());
        leave(terminal);
    }
}

#[test]
fn a_console_that_is_continued_sets_its_modes_again_as_a_shell_has_set_its_own() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal.signal(Signal::STOP);
    terminal.wait_stopped();
    let raw = modes(&terminal.tty);
    cook(&terminal.tty);
    terminal.wipe();
    terminal.signal(Signal::CONT);
    terminal.wait_for("[x] Handoff status");
    terminal.wait_written_times("\x1b[?2004h", 2);
    assert_eq!(modes(&terminal.tty), raw);
    terminal.keys("j");
    terminal.wait_for("▸ [ ] Handoff location");
    leave(terminal);
}

#[test]
fn an_answer_that_comes_late_does_not_go_to_the_shell() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_written("\x1b[c");
    terminal.keys("q");
    terminal.wait_written(SCREEN_BACK);
    assert!(!terminal.ends_within(Duration::from_millis(300)), "it waits for what it is owed");
    terminal.text("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[?0u");
    terminal.text(DEVICE);
    let after = terminal.wait_end().expect(1);
    let (_, shell) = around_the_end(&after);
    assert!(!shell.contains("62;22") && !shell.contains("rgb:"), "{shell:?}");
}

#[test]
fn the_screen_is_empty_before_it_is_left_for_where_there_is_no_other_one() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    terminal.text(DEVICE);
    let after = leave(terminal);
    let (console, shell) = around_the_end(&after);
    assert!(console.ends_with("\x1b[0m\x1b[2J\x1b[1;1H"), "{:?}", &console[console.len() - 40..]);
    assert!(shell.contains("strict-review: "), "{shell:?}");
}

#[test]
fn after_the_questions_nothing_is_assumed_of_colours_and_cursor() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_written("\x1b[c\x1b[m\x1b[");
    terminal.text(DEVICE);
    leave(terminal);
}

#[test]
fn where_a_sign_takes_two_columns_signs_of_ascii_are_drawn() {
    // Earlier drawing is not where it was meant to be, so everything is drawn again. The last time is for leaving.
    for (column, corner, emptied) in [(2, "┌ Steps", 2), (3, "+ Steps", 3)] {
        let world = World::new();
        let mut terminal = world.review(READY);
        terminal.wait_written("·\x1b[6n");
        terminal.text(&format!("\x1b[2;{column}R{DEVICE}"));
        terminal.wait_for(corner);
        terminal.keys("j");
        terminal.wait_for("[ ] Handoff location");
        assert!(terminal.screen().contains(corner), "{}", terminal.screen());
        let output = leave(terminal).output;
        assert_eq!(output.matches("\x1b[2J").count(), emptied, "{output:?}");
    }
}

#[test]
fn a_terminal_inside_of_emacs_has_plain_mode_with_the_reason() {
    for term in ["eterm", "eterm-color"] {
        let world = World::new();
        let mut terminal = world.named(term, WIDE, &[&sample(READY)]);
        terminal.wait_for("Plain mode, because a terminal inside Emacs");
        terminal.text("quit\n");
        terminal.wait_end().expect(1);
    }
}
