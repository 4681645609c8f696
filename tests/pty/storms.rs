//! Storms: sizes, keys and focus that change faster than anybody could cause.

use super::driver::confirm;
use super::world::{READY, World};

#[test]
fn a_storm_of_sizes_keeps_the_focus_and_the_text_that_is_typed() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal.keys("} n");
    terminal.wait_for("Note · Handoff location");
    for round in 0_u16..60 {
        terminal.text(if round % 10 == 0 { "x" } else { "y" });
        terminal.resize(1 + round * 37 % 200, 1 + round * 23 % 70);
    }
    terminal.wipe();
    terminal.resize(120, 40);
    let typed: String = (0..60).map(|round| if round % 10 == 0 { 'x' } else { 'y' }).collect();
    terminal.wait_for("Note · Handoff location");
    // A screen that was too small at that moment ignored keys; the keys it handled are in order.
    let screen = terminal.wait_for("bytes");
    let kept: String =
        screen.split_whitespace().filter(|word| word.chars().all(|c| "xy".contains(c))).collect();
    let mut rest = typed.chars();
    assert!(kept.chars().all(|c| rest.any(|typed| typed == c)), "{kept:?} of {typed:?}");
    terminal.keys("ctrl-s");
    terminal.wait_for("Note recorded: Handoff location.");
    assert_eq!(world.events(), ["confirmed", "note-written"]);
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn keys_typed_far_ahead_are_all_taken_in_order() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys(&"] [ j k ".repeat(400));
    terminal.keys("j space");
    terminal.wait_for("Confirmed: Handoff location.");
    assert_eq!(world.events(), ["confirmed"]);
    terminal.keys("q");
    terminal.wait_end().expect(1);
}
