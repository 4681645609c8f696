//! Tests of refused lines in a review that a pipe or a file answers.

use super::desk::Desk;
use super::dialogue::Flow;
use super::input::Line;
use crate::review::testing::{HANDOFF, SECRET, runbook};

fn piped() -> Desk {
    let mut desk = Desk::of(&runbook(), HANDOFF, &[("backup-log.md", "backed up\n")]);
    desk.dialogue.end_when_refused();
    desk
}

/// Types lines until the review ends. Returns the last output, and the lines that ended the review.
fn typed(desk: &mut Desk, lines: &[&str]) -> (String, Option<Vec<u64>>) {
    let mut said = String::new();
    for line in lines {
        let flow;
        (flow, said) = desk.take(Line::Text((*line).to_owned()));
        if flow == Flow::Leave {
            break;
        }
    }
    (said, desk.dialogue.out_of_step().map(|refused| refused.lines))
}

#[test]
fn answers_to_another_question_end_it_before_the_next_line_is_taken() {
    let mut desk = piped();
    let before = desk.events();
    let (said, lines) =
        typed(&mut desk, &["go targetEnvironment", "confirm", "next", "confirm", "next", "confirm"]);
    assert_eq!(lines, Some(vec![3, 4, 5]));
    assert!(said.contains("That does not match"), "{said}");
    assert!(said.ends_with("\nLines 3, 4 and 5 were refused in a row. The review stops here.\n"));
    let why = desk.dialogue.out_of_step().unwrap().why;
    assert!(why.starts_with("Refused. That does not match"), "{why}");
    assert_eq!(desk.events(), before, "nothing of it was recorded");
    desk.assert_kept();
}

#[test]
fn whatever_is_not_understood_or_not_possible_here_is_refused() {
    for line in [
        "frobnicate",
        "con",
        "confirm all",
        "go",
        "go nowhere",
        "previous",
        "previous-step",
        "undo",
        "redo",
        "answer it is",
        "echo x",
        "reference x",
        "not-applicable x",
        "read",
        "read nothing",
        "find",
        "find it",
        "try everything",
        "actions everything",
        "close everything",
        "close 1",
        "preview",
        "export",
        "retry",
    ] {
        assert_eq!(typed(&mut piped(), &[line; 4]).1, Some(vec![1, 2, 3]), "{line}");
    }
    for line in [Line::TooLong, Line::NotUtf8] {
        let mut desk = piped();
        let flows = [0; 3].map(|_| desk.take(line.clone()).0);
        assert_eq!(flows, [Flow::Go, Flow::Go, Flow::Leave], "{line:?}");
    }
    let mut desk = piped();
    assert_eq!(typed(&mut desk, &["find backed", "go 2", "confirm", "x"]).1, None, "nothing is read here");
    typed(&mut desk, &["go backupReference"]);
    let (said, lines) = typed(&mut desk, &["find backed", "go 2", "confirm", "x"]);
    assert_eq!(lines, Some(vec![7, 8, 9]), "{said}");
}

#[test]
fn whatever_does_something_or_says_something_is_not_refused() {
    for line in [
        "",
        "?",
        "again",
        "details",
        "steps",
        "open",
        "status",
        "findings",
        "handoff",
        "changes",
        "actions",
        "actions 1",
        "try 1",
        "close",
        "next-open",
        "go 1",
        "read backupReference",
    ] {
        assert_eq!(typed(&mut piped(), &[line; 9]).1, None, "{line}");
    }
}

#[test]
fn lines_that_ran_before_and_run_again_end_nothing() {
    let mut desk = piped();
    let lines =
        ["go targetEnvironment", "read", "confirm", "local-dev", "go ownerHandoffStatus", "read", "confirm"];
    assert_eq!(typed(&mut desk, &lines).1, None);
    let before = desk.events();
    assert_eq!(typed(&mut desk, &lines).1, None);
    assert_eq!(typed(&mut piped(), &["take-back"; 9]).1, None, "it is so already");
    assert_eq!(typed(&mut desk, &["confirm"; 9]).1, None, "it is so already");
    assert_eq!(desk.events(), before);
    assert_eq!(
        typed(&mut desk, &["x", "confirm", "x"]).1,
        Some(vec![13, 24, 26]),
        "and starts no count again"
    );
}

#[test]
fn a_line_that_does_something_starts_the_count_again() {
    let lines = ["frobnicate", "confirm all", "confirm", "frobnicate", "confirm", "next", "frobnicate"];
    let mut desk = piped();
    let before = desk.events();
    assert_eq!(typed(&mut desk, &lines).1, None);
    assert_eq!(typed(&mut desk, &["", "x", " ", "x"]).1, Some(vec![7, 9, 11]), "an empty line does not");
    assert_eq!(desk.events(), before + 1);
    desk.assert_kept();
}

#[test]
fn a_text_that_is_refused_counts_once_however_many_lines_it_has() {
    let text = ["note", "one", SECRET, "."];
    let mut desk = piped();
    let (said, lines) = typed(&mut desk, &text);
    assert!(said.contains("looks like a credential") && lines.is_none(), "{said}");
    assert_eq!(typed(&mut desk, &text[1..]).1, None);
    let (said, lines) = typed(&mut desk, &text[1..]);
    assert_eq!(lines, Some(vec![4, 7, 10]), "{said}");
    assert!(!said.contains("horse"), "{said}");
}

#[test]
fn at_a_terminal_nothing_ends_it() {
    let mut desk = Desk::new();
    assert_eq!(typed(&mut desk, &["frobnicate"; 40]).1, None);
    assert!(desk.type_in(&["confirm"]).contains("Confirmed"));
}
