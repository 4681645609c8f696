//! Refused lines in plain mode: a pipe or file with several in a row is out of step, a person is not.

use std::fs;

use super::driver::confirm;
use super::plain::{said, told};
use super::world::{READY, WIDE, World, sample};

fn flat(told: &str) -> String {
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn three_refused_lines_of_a_pipe_end_the_review_and_what_was_answered_before_is_saved() {
    let world = World::new();
    let lines = "confirm\nnext\nconfrim\n\nconfirn\nconfirm it\nconfirm\nnext\nconfirm\n";
    let output = world.piped(&[&sample(READY)], lines.as_bytes());
    let (text, told) = (said(&output), flat(&told(&output)));
    assert_eq!(output.status.code(), Some(2), "{text}\n{told}");
    assert!(text.ends_with("\nLines 3, 5 and 6 were refused in a row. The review stops here.\n"), "{text}");
    for part in [
        "is unfinished and saved in ",
        "standard input: lines 3, 5 and 6 were refused in a row, so the rest is not read.",
        "Line 6: confirm takes no text after it.",
        "next: Correct these lines. Every answer before them is saved.",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(world.events(), ["confirmed"], "none of the lines behind them was taken");
    let output = world.piped(&[&sample(READY)], b"confirm\n");
    assert!(said(&output).contains("Resumed where you left off."), "{}", said(&output));
    assert_eq!(world.events(), ["confirmed", "sitting-began", "confirmed"]);
}

#[test]
fn lines_that_answer_another_question_than_the_one_that_is_asked_end_the_review() {
    let world = World::new();
    let lines = "go targetEnvironment\nconfirm\nnext\nconfirm\nnext\nconfirm\nnote\nsomething else\n.\n";
    let output = world.piped(&[&sample(READY)], lines.as_bytes());
    let told = flat(&told(&output));
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("Line 5: Refused. That does not match"), "{told}");
    assert!(world.events().is_empty(), "{:?}", world.events());
}

#[test]
fn lines_of_a_file_are_counted_as_those_of_a_pipe_also_where_a_terminal_shows_what_is_said() {
    let world = World::new();
    let file = world.path("in/lines");
    fs::write(&file, "confirm\nno\nno\nno\nnext\nconfirm\n").unwrap();
    let script = format!("exec \"$@\" < '{}'", file.display());
    let terminal = world.script(&script, &["--plain", &sample(READY)]);
    let after = terminal.wait_end().expect(2);
    assert!(flat(&after.text).contains("lines 2, 3 and 4 were refused"), "{}", after.text);
    assert_eq!(world.events(), ["confirmed"]);
}

#[test]
fn a_mistyped_line_among_good_ones_ends_nothing() {
    let world = World::new();
    let lines = "confrim\nconfirn\nconfirm\nnxt\nnextt\nnext\nconfirmm\nconfirm it\nconfirm\n";
    let output = world.piped(&[&sample(READY)], lines.as_bytes());
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert_eq!(world.events(), ["confirmed", "confirmed"]);
}

#[test]
fn a_text_that_is_typed_when_the_review_ends_is_said_to_be_lost() {
    let world = World::new();
    let lines = b"confirm\nnote\nhalf a text\n\x07\n\x07\n\x07\nthe rest\n.\n";
    let output = world.piped(&[&sample(READY)], lines);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(said(&output).ends_with("The unfinished text was not saved.\n"), "{}", said(&output));
    assert_eq!(world.events(), ["confirmed"]);
}

#[test]
fn a_pipe_that_only_reads_a_session_is_ended_by_what_it_may_not_answer() {
    let world = World::new();
    let mut first = world.review(READY);
    first.wait_for("REVIEW ONLY");
    confirm(&mut first);
    let before = world.journal();
    let output = world.piped(&[&sample(READY)], b"go 1\nnext\nconfirm\nnote\nundo\nstatus\n");
    let told = flat(&told(&output));
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("lines 3, 4 and 5 were refused"), "{told}");
    assert_eq!(world.journal(), before);
    first.keys("q");
    first.wait_end().expect(1);
}

#[test]
fn at_a_terminal_no_number_of_refused_lines_ends_the_review() {
    let world = World::new();
    let mut terminal = world.dumb(WIDE, &[&sample(READY)]);
    terminal.wait_for("everything is saved");
    for word in ["one", "two", "three", "four", "five"] {
        terminal.text(&format!("{word}\r"));
        terminal.wait_for(&format!("Unknown command: “{word}”."));
    }
    terminal.text("confirm\r");
    terminal.wait_for("Confirmed: Handoff status.");
    terminal.text("quit\r");
    let after = terminal.wait_end().expect(1);
    assert!(!after.text.contains("were refused"), "{}", after.text);
    assert_eq!(world.events(), ["confirmed"]);
}
