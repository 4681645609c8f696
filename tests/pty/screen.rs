//! Sizes, pastes and texts: effects of the terminal itself on a review.

use serde_json::Value;

use super::driver::{close_and_export, confirm, item};
use super::world::{READY, World, sample};

const CONTINUE: usize = 1;

#[test]
fn a_terminal_that_is_too_small_takes_no_review_key_and_comes_back_to_the_same_row() {
    let world = World::new();
    let mut terminal = world.job((120, 40), READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal.keys("j j");
    terminal.wait_for("▸ [ ] Handoff fingerprint");
    let selected = |terminal: &super::terminal::Terminal| {
        terminal.selected().split_whitespace().take(5).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(selected(&terminal), "▸ [ ] Handoff fingerprint");
    terminal.resize(59, 15);
    terminal.wait_for("too small: 60×16 needed, 59×15 available");
    terminal.keys("k space ! n - j a e u");
    terminal.paste("pasted");
    // Bytes that arrive with the end of a paste are no key.
    terminal.resize(58, 15);
    terminal.wait_for("58×15 available");
    // Keys are handled in order: once it is stopped it has handled all of them, and on this small screen.
    terminal.keys("ctrl-z");
    terminal.wait_for("stopped with 147");
    terminal.keys("enter");
    terminal.wait_for("too small: 60×16 needed, 58×15 available");
    terminal.resize(80, 24);
    terminal.wait_for("REVIEW ONLY");
    terminal.wait_for("▸ [ ] Handoff fingerprint");
    assert_eq!(selected(&terminal), "▸ [ ] Handoff fingerprint");
    assert_eq!(world.events(), ["confirmed"]);
    terminal.resize(59, 15);
    terminal.wait_for("too small");
    terminal.keys("q");
    terminal.wait_for("back with 1");
    terminal.keys("ctrl-d");
    terminal.wait_end().expect(0);
}

#[test]
fn a_screen_of_every_size_shows_the_live_status_the_selected_row_and_the_keys() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal.keys("}");
    for (columns, rows) in [(60, 16), (79, 20), (80, 24), (100, 30), (200, 60), (60, 16)] {
        // The awaited text must come from the drawing for the new size.
        terminal.wipe();
        terminal.resize(columns, rows);
        terminal.wait_until("the status, the row and a key", |flat| {
            flat.contains("T-293")
                && flat.contains("If you close unfinished:")
                && flat.contains("▸ [ ] Handoff location")
                && flat.contains("space confirm")
        });
        assert!(terminal.selected().starts_with('▸'), "{columns}×{rows}: {}", terminal.selected());
    }
}

#[test]
fn a_paste_outside_a_text_does_nothing_and_inside_a_text_is_taken_whole() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    for (keys, then) in
        [("", "REVIEW ONLY"), ("o", "How to confirm"), ("q a", "Write actions: shown"), ("enter", "STOP ·")]
    {
        terminal.keys(keys);
        terminal.wait_for(then);
        let before = world.journal();
        terminal.paste("j \rq!u\x03e]");
        terminal.wait_for("Text can only be pasted into a text field; nothing was done.");
        terminal.wait_for(then);
        assert_eq!(world.journal(), before);
    }
    assert_eq!(world.events(), ["opened"], "looking at a write action records nothing");

    terminal.keys("q q n");
    terminal.wait_for("Note · Handoff status");
    terminal.paste("first q line\r\nsecond ! line\nthird");
    terminal.wait_for("third");
    terminal.keys("ctrl-s");
    terminal.wait_for("Note recorded: Handoff status.");
    terminal.keys("j j space");
    terminal.wait_for("Confirm by typing · Handoff fingerprint");
    terminal.paste("e8040a2a");
    terminal.wait_for("Type the value instead of pasting it.");
    terminal.text("e8040a2a");
    terminal.keys("enter");
    terminal.wait_for("Confirmed: Handoff fingerprint.");
    close_and_export(&mut terminal, CONTINUE, "the rest");
    terminal.wait_end().expect(1);
    let document = world.packet();
    assert_eq!(item(&document, "ownerHandoffStatus")["note"], "first q line\nsecond ! line\nthird");
    assert_eq!(item(&document, "ownerHandoffFingerprint")["acknowledged"], "echo");
}

#[test]
fn a_wrong_echo_is_refused_and_can_be_mended() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("j j j space");
    terminal.wait_for("Confirm by typing · Target environment");
    terminal.text("local-dew");
    terminal.keys("enter");
    terminal.wait_for("That does not match");
    assert!(world.events().is_empty());
    terminal.text("\x7fv");
    terminal.keys("enter");
    terminal.wait_for("Confirmed: Target environment.");
    assert_eq!(world.events(), ["confirmed"]);
}

#[test]
fn scrolling_past_the_end_of_the_packet_comes_back_with_the_next_key() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    super::driver::close(&mut terminal, CONTINUE, "everything");
    let (first, last) = ("\"adapterEnabled\": false", "\"verifiedCompletionProofAllowed\": false │ │ }");
    terminal.wait_for(first);
    terminal.keys("G");
    terminal.wait_for(last);
    // Each of these continues from what is visible, not from where the keys would have led.
    terminal.keys("j j k");
    terminal.wait_gone(last);
    terminal.keys("j");
    terminal.wait_for(last);
    terminal.keys("g");
    terminal.wait_for(first);
}

#[test]
fn what_stands_below_the_last_row_of_a_step_can_be_read_in_a_small_terminal() {
    let world = World::new();
    let mut terminal = world.console_of((80, 24), &[&sample(READY)]);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("G");
    terminal.wait_for("▸ [ ] Target adapter");
    terminal.keys("G");
    terminal.wait_for("Digest of the bytes");
    terminal.keys("e");
    let flat = terminal.wait_for("Only a closed review can be exported");
    assert!(!flat.contains("Refused attempts on write actions (0)"), "{flat}");
    terminal.keys("G G");
    terminal.wait_for("Refused attempts on write actions (0)");
    terminal.keys("k");
    terminal.wait_gone("Refused attempts on write actions (0)");
    // Keys do not act on a row that is out of view.
    terminal.keys("space");
    terminal.wait_for("There is no item here to confirm");
    terminal.keys("g");
    terminal.wait_for("▸ [ ] Prepare");
    terminal.keys("j space");
    terminal.wait_for("Closing call · 1 of 2");
    terminal.keys("esc");
    terminal.wait_for("▸ [ ] Needs more review");
}

#[test]
fn a_note_in_any_script_comes_back_as_it_was_typed() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("n");
    terminal.wait_for("Note · Handoff status");
    terminal.text("geprüft: 確認 ✓ e\u{301}");
    terminal.wait_for("確認");
    terminal.keys("ctrl-s");
    terminal.wait_for("note: geprüft: 確認 ✓");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    let journal = String::from_utf8(world.journal()).unwrap();
    let last: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    assert_eq!(last["event"]["note"], "geprüft: 確認 ✓ e\u{301}");
}
