//! Tests of whole reviews, evidence, changes from outside, and arbitrary lines.

use proptest::prelude::*;

use super::commands::{Command, TABLE};
use super::desk::Desk;
use super::dialogue::Flow;
use super::input::Line;
use crate::review::action::Action;
use crate::review::runbook::Runbook;
use crate::review::state::Review;
use crate::review::testing::{
    BACKUP, HANDOFF, PREPARE, READY, SECOND_HANDOFF, SECOND_RUNBOOK, SECRET, STATUS, next_action,
};

#[test]
fn a_walked_review_is_closed_shown_and_only_then_written() {
    let mut desk = Desk::with_evidence(&[("backup-log.md", "backed up\n")]);
    assert!(desk.type_in(&["export"]).contains("Only a closed review can be exported"));
    assert!(
        desk.type_in(&[&format!("close {PREPARE}")]).contains("Refused. Not possible with this decision")
    );
    desk.walk();
    assert!(desk.type_in(&["status"]).contains(READY));
    desk.type_in(&["go packet", "close 1", "nothing"]);
    assert!(desk.type_in(&["00000000"]).contains("That does not match"));
    desk.type_in(&[""]);
    let closed = desk.close("1");
    assert!(
        closed.contains("Closed.") && closed.contains(READY) && closed.ends_with("\nPacket, closed> "),
        "{closed}"
    );
    assert!(desk.type_in(&["?"]).contains("\n  28 export\n"));
    assert!(desk.type_in(&["confirm"]).contains("There is no item here"));
    assert!(desk.type_in(&["go 1", "confirm"]).contains("This review is closed"));
    assert!(desk.type_in(&["close 1"]).contains("This review is closed"));
    let events = desk.events();
    assert!(desk.type_in(&["try 1"]).contains("not recorded, because"));
    assert_eq!(desk.events(), events);
    let shown = desk.type_in(&["export"]);
    assert!(shown.contains("\"databaseTouched\": false") && shown.contains("Not written yet."), "{shown}");
    assert!(desk.out().is_empty());
    assert!(desk.type_in(&["export"]).contains("Written:"));
    assert_eq!(desk.out().len(), 3);
    assert!(desk.type_in(&["export"]).contains("Written:"), "the same bytes again");
    assert_eq!((desk.out().len(), desk.take(Line::End).0), (3, Flow::Leave));
    assert!(desk.dialogue.export().written().is_some());
    desk.assert_kept();
}

#[test]
fn another_runbook_is_walked_by_the_same_lines() {
    let mut desk = Desk::of(&Runbook::parse(SECOND_RUNBOOK).unwrap(), SECOND_HANDOFF, &[]);
    desk.walk();
    assert!(desk.close("1").contains("Closed."));
    desk.assert_kept();
}

#[test]
fn evidence_is_read_before_it_is_confirmed_and_paged_where_somebody_sits() {
    let text = (1..=9).map(|line| format!("line {line}\n")).collect::<Vec<_>>().concat();
    let mut desk = Desk::with_evidence(&[("backup-log.md", &format!("{text}{SECRET}\n\u{1b}[2J\u{202E}\n"))]);
    let locked = |review: &Review| review.checklist().find(BACKUP).and_then(|at| review.item_locked_by(at));
    while locked(desk.dialogue.session().review()).is_some() {
        let action = next_action(desk.dialogue.session().review());
        let Some(Action::Confirm { item } | Action::Echo { item, .. }) = action else { panic!("{action:?}") };
        let item_echo = desk.dialogue.session().review();
        let echo = item_echo.checklist().find(&item).and_then(|at| item_echo.echo(item_echo.item(at)?));
        desk.type_in(&[&format!("go {item}"), "confirm"]);
        if let Some(echo) = echo {
            desk.type_in(&[&echo]);
        }
    }
    let question = desk.type_in(&[&format!("go {BACKUP}")]);
    assert!(question.contains("the file is not opened yet") && !question.contains("1 confirm"), "{question}");
    assert!(desk.type_in(&["confirm"]).contains("Open the evidence first"));
    desk.dialogue.page_rows(Some(4));
    let page = desk.type_in(&["read"]);
    assert!(page.contains("1 line 1\n") && !page.contains("5 line 5"), "{page}");
    assert!(page.ends_with("Enter continues, /TEXT searches, q stops> "), "{page}");
    let before = desk.bytes();
    assert!(desk.type_in(&["confirm"]).starts_with("Enter continues, /TEXT searches"));
    assert!(desk.type_in(&[""]).contains("5 line 5\n"));
    assert!(desk.type_in(&["q"]).contains("Stopped."));
    let after = desk.bytes();
    let added = String::from_utf8(after.strip_prefix(before.as_slice()).unwrap().to_vec()).unwrap();
    assert!(added.lines().all(|line| line.contains(r#""type":"lines-shown""#)), "{added}");
    desk.dialogue.page_rows(None);
    let whole = desk.type_in(&["read"]);
    assert!(whole.contains("10 ‹withheld") && !whole.contains("horse"), "{whole}");
    assert!(whole.contains("11 ‹U+001B›[2J‹U+202E›") && whole.contains("End of backup-log.md"), "{whole}");
    assert!(desk.type_in(&["confirm"]).contains("Confirmed: Backup log."));
    assert!(desk.type_in(&["read nothing"]).contains("No evidence file for"));
    desk.assert_kept();
}

#[test]
fn what_lies_there_and_cannot_be_opened_is_said_to_be_what_it_is() {
    let mut desk = Desk::with_evidence(&[]);
    let log = desk.folder.path().join("evidence").join("backup-log.md");
    std::os::unix::fs::symlink("nowhere", &log).unwrap();
    let mut flat = |lines: &[&str]| desk.type_in(lines).split_whitespace().collect::<Vec<_>>().join(" ");
    let question = flat(&["again", &format!("go {BACKUP}")]);
    let says = "Evidence: the file is a broken link; expected a regular file.";
    assert!(question.contains(says) && !question.contains("not opened yet"), "{question}");
    let read = flat(&["read"]);
    assert!(read.contains("Not opened: the file of backupReference: is a broken link"), "{read}");
    std::fs::remove_file(&log).unwrap();
    std::fs::create_dir(&log).unwrap();
    let question = flat(&["again"]);
    assert!(question.contains("Evidence: the file is a directory; expected"), "{question}");
}

#[test]
fn a_closed_review_is_not_told_to_be_closed_again() {
    let mut desk = Desk::new();
    desk.walk();
    assert!(desk.type_in(&["next-open"]).contains("The closing call is at the packet: close."));
    desk.close("1");
    for line in ["open", "next-open"] {
        let told = desk.type_in(&[line]);
        assert!(told.contains("Nothing is open. The review is closed; preview shows its packet"), "{told}");
    }
    let told = desk.type_in(&["go packet", "confirm"]);
    assert!(told.contains("There is no item here, and none is open. Type previous to go to one."), "{told}");
    assert!(desk.type_in(&["previous"]).contains("Item "), "and it does");
}

#[test]
fn what_moved_outside_is_told_before_anything_based_on_it() {
    let mut desk = Desk::new();
    desk.type_in(&["go targetEnvironment", "confirm", "local-dev"]);
    let moved = String::from_utf8(HANDOFF.to_vec()).unwrap();
    let moved = moved.replace("\"local-dev\"", "\"production\"");
    desk.write("handoff.json", &moved);
    let said = desk.type_in(&["next"]);
    assert!(
        said.contains("Changed outside the console: the handoff.")
            && said.contains("targetEnvironment was: local-dev"),
        "{said}"
    );
    assert!(desk.type_in(&["go targetEnvironment"]).contains("State: blocked."));
    desk.write("handoff.json", std::str::from_utf8(HANDOFF).unwrap());
    let said = desk.type_in(&["go ownerHandoffStatus", "confirm"]);
    assert!(said.contains("Confirmed"), "{said}");
    desk.assert_kept();
}

#[test]
fn a_text_that_the_disk_refuses_is_kept_and_recorded_later() {
    let mut desk = Desk::new();
    desk.journal.1.replace(true);
    let said = desk.type_in(&["note", "long and dear", "."]);
    assert!(said.contains("Not saved") && said.contains("type retry to save it"), "{said}");
    assert!(desk.type_in(&["retry"]).contains("still kept"));
    assert!(desk.type_in(&["quit"]).contains("quit again to discard it"));
    desk.journal.1.replace(false);
    assert!(desk.type_in(&["retry"]).contains("Note recorded"));
    assert!(desk.type_in(&["retry"]).contains("There is no unsaved text"));
    assert_eq!(desk.take(Line::Text("quit".to_owned())).0, Flow::Leave);
    desk.assert_kept();
}

#[test]
fn lines_that_are_no_lines_change_nothing_at_any_prompt() {
    for there in [&[][..], &["note", "one"], &["go targetEnvironment", "confirm"]] {
        let mut desk = Desk::new();
        desk.type_in(there);
        let before = desk.bytes();
        assert!(desk.take(Line::TooLong).1.contains("at most 65536 bytes"));
        assert!(desk.take(Line::NotUtf8).1.contains("not UTF-8"));
        assert!(desk.type_in(&["\u{1b}[A"]).contains("contains control characters") || there.is_empty());
        assert_eq!((desk.bytes(), desk.take(Line::End).0), (before, Flow::Leave));
    }
}

fn any_line() -> impl Strategy<Value = String> {
    let words: Vec<String> = TABLE
        .iter()
        .map(|entry| entry.word.to_owned())
        .filter(|word| word != Command::Quit.entry().word)
        .collect();
    let arguments = [
        "go 2",
        "go 12",
        "try 3",
        "close 1",
        "close 2",
        "go backupReference",
        "find up",
        "/nothing of it",
        "n",
        "N",
        "local-dev",
        "nothing",
        ".",
        "",
        SECRET,
        "1",
        STATUS,
    ];
    prop_oneof![
        proptest::sample::select(words),
        proptest::sample::select(arguments.map(str::to_owned).to_vec()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_lines_leave_a_journal_that_replays_to_the_review_that_is_shown(lines in proptest::collection::vec(any_line(), 1..40)) {
        let mut desk = Desk::with_evidence(&[("backup-log.md", "backed up\n")]);
        for line in lines {
            let (flow, said) = desk.take(Line::Text(line.clone()));
            prop_assert!(!said.contains("correct-horse"));
            prop_assert!(flow == Flow::Go || "quit".starts_with(&line.trim().to_lowercase()), "{line:?}");
        }
        desk.assert_kept();
    }
}

#[test]
fn a_file_that_a_reference_nearly_names_is_named_at_the_item_and_with_the_closing_call() {
    let mut desk = Desk::with_evidence(&[("Backup-Log.md", "backed up\n")]);
    let near = "no file “backup-log.md”; the folder has “Backup-Log.md” (with different case)";
    let flat = |said: String| said.split_whitespace().collect::<Vec<_>>().join(" ");
    let item = flat(desk.type_in(&[&format!("go {BACKUP}")]));
    assert!(item.contains(&format!("Evidence: {near}; the export says that no file is pinned")), "{item}");
    assert!(flat(desk.type_in(&["read"])).contains(near));
    desk.walk();
    let last = flat(desk.type_in(&["go packet"]));
    assert!(last.contains("References that nearly name a file (1)"), "{last}");
    assert!(last.contains(&format!("{BACKUP}: {near}")), "{last}");
    desk.assert_kept();
}

#[test]
fn an_answer_to_bytes_that_are_back_is_not_said_to_be_given_to_something_else() {
    let mut desk = Desk::with_evidence(&[("backup-log.md", "backed up\n")]);
    desk.walk();
    desk.write("evidence/backup-log.md", "backed out\n");
    assert!(desk.type_in(&["again"]).replace('\n', " ").contains("Reopened: backupReference"));
    let other = desk.type_in(&["changes"]);
    assert!(other.contains("backupReference/evidence was:"), "{other}");
    // With a note in between, the item must be confirmed again although its bytes are back.
    desk.type_in(&["go backupReference", "note odd"]);
    desk.write("evidence/backup-log.md", "backed up\n");
    let told = desk.type_in(&["changes"]);
    let told = told.split("Backup log (backupReference): ").nth(1).unwrap_or_default();
    assert!(told.contains("It changed, and has changed back to what was answered."), "{told}");
    assert!(!told.contains("/evidence was:"), "{told}");
}
