//! Tests of the plain commands: their output and their refusals.

use super::commands::TABLE;
use super::desk::Desk;
use super::question;
use crate::review::testing::SECRET;

fn flat(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_lines_say_what_this_is_and_ask_the_first_question() {
    let first = Desk::new().first;
    for part in [
        "plain mode. T-293 after T-292",
        "REVIEW ONLY. The process is not sandboxed.",
        "Items open: ",
        "? lists",
        "q quits",
        "Step 1 of 12: Owner handoff",
        "Item 1 of 5: Handoff status (ownerHandoffStatus)",
        "State: open.",
        "1 confirm",
    ] {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert!(first.ends_with("\nHandoff status, open> "), "the line with the cursor says what is asked");
}

#[test]
fn enter_alone_says_the_question_again_and_answers_nothing() {
    let mut desk = Desk::new();
    let before = desk.bytes();
    assert!(desk.type_in(&["", "  "]).contains("Item 1 of 5: Handoff status (ownerHandoffStatus)"));
    assert_eq!(desk.bytes(), before);
}

#[test]
fn an_item_is_confirmed_once_and_by_any_of_its_signs() {
    for sign in ["confirm", "1", "c", "Confirm", "conf"] {
        let mut desk = Desk::new();
        let said = desk.type_in(&[sign]);
        assert!(said.contains("Confirmed: Handoff status. Items open: "), "{sign}: {said}");
        assert!(said.ends_with("\nHandoff status, confirmed> "), "{said}");
        let offered = desk.type_in(&["?"]);
        assert!(!offered.contains("\n  1 confirm\n") && offered.contains("\n  9 take-back\n"), "{offered}");
        let before = desk.bytes();
        assert!(desk.type_in(&[sign]).contains("Refused. Already so; nothing changed."));
        assert_eq!(desk.bytes(), before);
        desk.assert_kept();
    }
}

#[test]
fn what_is_typed_is_held_against_what_stands_there() {
    let mut desk = Desk::new();
    let asked = desk.type_in(&["go targetEnvironment", "confirm"]);
    assert!(
        asked.contains("Value: local-dev\n") && asked.ends_with("\ntype the value of targetEnvironment> "),
        "{asked}"
    );
    let before = desk.bytes();
    let refused = desk.type_in(&["local-dew"]);
    assert!(refused.contains("That does not match") && refused.contains("Type it again"), "{refused}");
    assert_eq!(desk.bytes(), before);
    assert!(desk.type_in(&["local-dev"]).contains("Confirmed: Target environment."));
    assert!(desk.type_in(&["again"]).contains("by typing it"));
    assert!(desk.type_in(&["go ownerHandoffStatus", "echo"]).contains("not confirmed by typing"));
    desk.assert_kept();
}

#[test]
fn texts_of_several_lines_end_with_a_dot_and_cancel_with_an_empty_line() {
    let mut desk = Desk::new();
    let before = desk.bytes();
    assert!(desk.type_in(&["note", ""]).contains("Cancelled; nothing was recorded."));
    assert_eq!(desk.bytes(), before);
    assert!(desk.type_in(&["note", "one", "", "two", "."]).contains("Note recorded: Handoff status."));
    let said = desk.type_in(&["again"]);
    assert!(said.contains("Note: one\n\ntwo\n"), "{said}");
    assert!(desk.type_in(&["note"]).contains("The current note"));
    assert!(desk.type_in(&["."]).contains("Note recorded"));
    assert!(!desk.type_in(&["again"]).contains("Note:"));
    desk.assert_kept();
}

#[test]
fn what_looks_like_a_credential_is_refused_asked_again_and_never_repeated() {
    let mut desk = Desk::new();
    let before = desk.bytes();
    for command in ["note", "concern"] {
        let said = desk.type_in(&[command, SECRET, "."]);
        assert!(said.contains("looks like a credential") && said.contains("Type it again"), "{said}");
        assert!(!said.contains("horse"), "{said}");
        desk.type_in(&[""]);
    }
    assert!(!desk.type_in(&[SECRET]).contains("horse"));
    for command in ["go", "try", "close", "read"] {
        let said = desk.type_in(&[&format!("{command} {SECRET}")]);
        assert!(!said.contains("horse"), "{said}");
    }
    assert_eq!(desk.bytes(), before);
}

#[test]
fn a_text_on_the_line_of_its_command_is_taken_at_once_and_a_refused_one_is_not_asked_for_again() {
    let mut desk = Desk::new();
    assert!(desk.type_in(&["note  no date  on it"]).contains("Note recorded: Handoff status."));
    let index = desk.dialogue.session().review().checklist().find("ownerHandoffStatus").unwrap();
    let note = desk.dialogue.session().review().answer(index).unwrap().note.clone();
    assert_eq!(note, "no date  on it");
    let before = desk.bytes();
    for refused in [format!("note {SECRET}"), "echo x".to_owned(), "reference x".to_owned()] {
        let said = desk.type_in(&[&refused]);
        assert!(said.ends_with("\nHandoff status, open> ") && !said.contains("horse"), "{said}");
    }
    assert!(desk.type_in(&["confirm all"]).contains("takes no text after it"));
    assert_eq!(desk.bytes(), before);
    let said = desk.type_in(&["go targetEnvironment", "echo local-dew"]);
    assert!(said.contains("That does not match") && said.ends_with("open> "), "{said}");
    assert!(desk.type_in(&["echo local-dev"]).contains("Confirmed: Target environment."));
    assert!(desk.type_in(&["note .", "! only the dump"]).contains("Concern recorded: "));
    desk.assert_kept();
}

#[test]
fn a_concern_is_raised_answered_and_stays() {
    let mut desk = Desk::new();
    assert!(desk.type_in(&["concern", "only the dump", "."]).contains("Concern recorded: Handoff status."));
    let said = desk.type_in(&[""]);
    assert!(
        said.contains("State: concern.")
            && said.contains("It is not answered.")
            && !said.contains("You can:"),
        "{said}"
    );
    assert!(desk.type_in(&["?"]).contains("\n  5 answer\n"));
    assert!(desk.type_in(&["confirm"]).contains("This item has an open concern"));
    assert!(desk.type_in(&["concern"]).contains("This item has an open concern"));
    // `!` is a key of the console; it raises or answers a concern, whichever fits.
    assert!(desk.type_in(&["!"]).contains("What is your answer to it?"));
    assert!(
        desk.type_in(&["asked the owner", "."])
            .contains("Concern answered: Handoff status; the item is open.")
    );
    assert!(desk.type_in(&["again"]).contains("asked the owner"));
    assert!(desk.type_in(&["answer"]).contains("This item has no open concern."));
    desk.assert_kept();
}

#[test]
fn answers_are_taken_back_undone_and_redone() {
    let mut desk = Desk::new();
    assert!(desk.type_in(&["undo"]).contains("Nothing to undo"));
    desk.type_in(&["confirm"]);
    assert!(desk.type_in(&["take-back"]).contains("Answer taken back: Handoff status."));
    let mut said = |command: &str| desk.type_in(&[command]).replace('\n', " ");
    assert!(said("u").contains("Undone: taking back Handoff status; the item is confirmed."));
    assert!(said("u").contains("Undone: the last answer to Handoff status; the item is open."));
    assert!(said("redo").contains("Redone: the last answer to Handoff status; the item is confirmed."));
    assert!(said("redo").contains("Redone: taking back Handoff status; the item is open."));
    assert!(desk.type_in(&["redo"]).contains("Nothing to redo."));
    assert!(desk.type_in(&["take back"]).contains("Already so; nothing changed."));
    desk.assert_kept();
}

#[test]
fn an_undone_note_is_called_a_note() {
    let mut desk = Desk::new();
    desk.type_in(&["note", "as seen", "."]);
    assert!(desk.type_in(&["undo"]).contains("Undone: the note on Handoff status."));
    assert!(desk.type_in(&["redo"]).contains("Redone: the note on Handoff status."));
    desk.assert_kept();
}

#[test]
fn looking_at_a_write_action_records_nothing_and_trying_it_does() {
    let mut desk = Desk::new();
    let before = desk.events();
    let said = desk.type_in(&["actions 1"]);
    assert!(said.contains("Reason") && said.contains("none; opening this is not recorded"), "{said}");
    assert!(desk.type_in(&["actions nothing-of-that-name"]).contains("No such write action"));
    assert!(!desk.type_in(&["a"]).contains("Stop."));
    assert_eq!(desk.events(), before);
    let said = desk.type_in(&["try 1"]);
    assert!(said.contains("Refused and recorded") && said.contains("Stop. You tried to"), "{said}");
    assert_eq!(desk.events(), before + 1);
    desk.assert_kept();
}

#[test]
fn the_reviewer_moves_by_item_step_number_and_name() {
    let mut desk = Desk::new();
    assert!(desk.type_in(&["previous"]).contains("This is the first item."));
    assert!(desk.type_in(&["next"]).contains("Item 2 of 5: Handoff location (ownerHandoffReference)"));
    assert!(desk.type_in(&["next-step"]).contains("Step 2 of 12: 1 Fresh approval"));
    assert!(desk.type_in(&["previous-step"]).contains("Step 1 of 12"));
    assert!(desk.type_in(&["go 11"]).contains("Stop rules"));
    assert!(desk.type_in(&["go backupReference"]).contains("locked until"));
    assert!(desk.type_in(&["confirm"]).contains("Refused. Locked: finish the step"));
    assert!(desk.type_in(&["go packet"]).contains("The closing call ends the review."));
    assert!(desk.type_in(&["next"]).contains("This is the last step."));
    for wrong in ["go 0", "go 13", "go 99999999999999999999", "go nowhere"] {
        assert!(desk.type_in(&[wrong]).contains("No such step or item"), "{wrong}");
    }
    assert!(desk.type_in(&["next-open"]).contains("Item 1 of 5: Handoff status (ownerHandoffStatus)"));
    assert!(desk.type_in(&["go packet", "confirm"]).contains("There is no item here."));
}

#[test]
fn lists_say_where_the_review_stands_in_words() {
    let mut desk = Desk::new();
    desk.type_in(&["confirm"]);
    let steps = desk.type_in(&["steps"]);
    assert!(
        steps.contains("1: Owner handoff: 1 of 5 answered, you are here") && steps.contains("locked"),
        "{steps}"
    );
    assert!(desk.type_in(&["open"]).starts_with("Handoff location (ownerHandoffReference): open\n"));
    let status = flat(&desk.type_in(&["status"]));
    assert!(
        status.contains("If you close unfinished: More review (ready-for-more-")
            && status.contains("Items open: "),
        "{status}"
    );
    assert!(desk.type_in(&["findings"]).contains("item-open: "));
    assert!(desk.type_in(&["handoff"]).contains("claims are ignored"));
    assert!(desk.type_in(&["changes"]).contains("Nothing is stale."));
    let help = desk.type_in(&["?"]);
    assert!(TABLE.iter().all(|entry| help.contains(entry.word)), "{help}");
}

#[test]
fn a_write_action_is_listed_with_its_reason_refused_and_recorded() {
    let mut desk = Desk::new();
    let status = desk.type_in(&["status"]);
    let listed = flat(&desk.type_in(&["actions"]));
    assert!(
        listed.contains("Blocked: ")
            && listed.contains("Requesting it gives Blocked: migration (blocked-database-migration)."),
        "{listed}"
    );
    let before = desk.events();
    let said = desk.type_in(&["try 1"]);
    assert!(said.contains("Refused and recorded; requesting it gives") && said.contains("Reason:"), "{said}");
    assert!(
        flat(&said).contains("Requesting it gives: Blocked: approval (blocked-owner-approval-capture)"),
        "{said}"
    );
    assert!(desk.type_in(&["try database-migration"]).contains("Refused and recorded; requesting it gives"));
    assert_eq!(desk.events(), before + 2);
    for wrong in ["try 0", "try 99", "try everything"] {
        assert!(desk.type_in(&[wrong]).contains("No such write action"), "{wrong}");
    }
    assert_eq!(desk.type_in(&["status"]), status);
    desk.assert_kept();
}

#[test]
fn nothing_is_offered_that_would_be_refused() {
    let places: [&[&str]; 7] = [
        &[],
        &["confirm"],
        &["concern", "x", "."],
        &["go targetEnvironment"],
        &["go 2"],
        &["go packet"],
        &["go confirmations"],
    ];
    for there in places {
        let offered = {
            let mut desk = Desk::new();
            desk.type_in(there);
            let mut offered = Vec::new();
            desk.dialogue.tell(|scene| {
                offered = question::offered(scene);
                Vec::new()
            });
            offered
        };
        assert!(!offered.is_empty());
        for command in offered {
            let mut desk = Desk::new();
            desk.type_in(there);
            let said = desk.type_in(&[command.entry().word]);
            let refused = ["Refused", "There is no", "No such", "This is the", "Unknown command"]
                .iter()
                .any(|word| said.starts_with(word));
            assert!(!refused, "{there:?}, {command:?}: {said}");
        }
    }
}
