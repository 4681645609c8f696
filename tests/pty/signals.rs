//! Signals, suspending and a lost terminal: the terminal is restored, the session is intact.

use rustix::process::{Signal, kill_process};

use super::driver::confirm;
use super::terminal::{Terminal, state};
use super::world::{READY, WIDE, World};

fn one_answer(world: &World) -> Terminal {
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal
}

fn assert_intact(world: &World) {
    assert_eq!(world.events(), ["confirmed"]);
    let mut terminal = world.review(READY);
    let flat = terminal.wait_for("Resumed where you left off.");
    assert!(flat.contains("[x] Handoff status"), "{flat}");
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn a_signal_ends_the_console_with_its_number_and_gives_the_terminal_back() {
    for (signal, number) in [(Signal::TERM, 15), (Signal::HUP, 1), (Signal::INT, 2), (Signal::QUIT, 3)] {
        let world = World::new();
        let terminal = one_answer(&world);
        terminal.signal(signal);
        terminal.wait_end().expect(128 + number);
        assert_intact(&world);
    }
}

#[test]
fn a_signal_in_the_middle_of_a_text_gives_the_terminal_back_and_keeps_what_was_saved() {
    let world = World::new();
    let mut terminal = one_answer(&world);
    terminal.keys("n");
    terminal.wait_for("Note · Handoff status");
    terminal.text("half a sen");
    terminal.wait_for("half a sen");
    terminal.signal(Signal::TERM);
    terminal.wait_end().expect(143);
    assert_intact(&world);
}

#[test]
fn the_interrupt_key_leaves_a_saved_session_from_any_screen() {
    for (keys, then) in
        [("", "REVIEW ONLY"), ("o", "How to confirm"), ("a", "Write actions: shown"), ("?", "Keys")]
    {
        let world = World::new();
        let mut terminal = one_answer(&world);
        terminal.keys(keys);
        terminal.wait_for(then);
        terminal.keys("ctrl-c");
        terminal.wait_end().expect(1);
    }
}

#[test]
fn interrupts_typed_ahead_of_leaving_do_not_strand_the_terminal() {
    let world = World::new();
    let mut terminal = one_answer(&world);
    terminal.keys("q ctrl-c ctrl-c ctrl-c");
    terminal.wait_end().expect(1);
    assert_intact(&world);
}

#[test]
fn the_console_is_suspended_like_any_other_job_and_comes_back() {
    let world = World::new();
    let mut terminal = world.job(WIDE, READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    for by_key in [true, false] {
        if by_key {
            terminal.keys("ctrl-z");
        } else {
            kill_process(world.writer(), Signal::TSTP).unwrap();
        }
        terminal.wait_until("the shell", |flat| {
            flat.ends_with(if by_key { "stopped with 147" } else { "back with 147" })
        });
        assert_eq!(state(world.writer()), 'T');
        assert_eq!(terminal.not_restored(), Vec::<String>::new());
        terminal.keys("enter");
        terminal.wait_for("[x] Handoff status");
        let changed = terminal.not_restored();
        assert!(changed.iter().any(|change| change.contains("alternate screen")), "{changed:?}");
        assert!(changed.iter().any(|change| change.starts_with("modes")), "{changed:?}");
    }
    terminal.keys("j");
    terminal.wait_for("▸ [ ] Handoff location");
    terminal.keys("q");
    terminal.wait_until("the shell", |flat| flat.ends_with("back with 1"));
    terminal.keys("ctrl-d");
    terminal.wait_end().expect(0);
    assert_intact(&world);
}

#[test]
fn a_console_that_nobody_could_bring_back_does_not_stop() {
    let world = World::new();
    let mut terminal = one_answer(&world);
    terminal.keys("ctrl-z j");
    terminal.wait_for("▸ [ ] Handoff location");
    terminal.signal(Signal::TSTP);
    terminal.keys("j");
    terminal.wait_for("▸ [ ] Handoff fingerprint");
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn a_console_that_was_stopped_without_being_asked_draws_its_screen_anew() {
    let world = World::new();
    let mut terminal = one_answer(&world);
    terminal.signal(Signal::STOP);
    terminal.wait_stopped();
    assert_eq!(state(terminal.pid), 'T');
    terminal.wipe();
    terminal.signal(Signal::CONT);
    terminal.wait_for("[x] Handoff status");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert_intact(&world);
}

#[test]
fn a_terminal_that_goes_away_ends_the_console_as_its_signal_does() {
    let world = World::new();
    let terminal = one_answer(&world);
    assert_eq!(terminal.hang_up(), 129);
    let events = world.events();
    assert_eq!(events.first().map(String::as_str), Some("confirmed"), "{events:?}");
    let terminal = world.review(READY);
    terminal.wait_for("Resumed where you left off.");
    terminal.wait_for("[x] Handoff status");
}
