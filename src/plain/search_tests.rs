//! Tests of the search in evidence: hits, messages, and the lines that count as shown.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::desk::Desk;
use super::dialogue::Flow;
use super::input::Line;
use super::waiting::{Goes, Work};
use crate::review::testing::{BACKUP, SECRET};

const LOG: &str = "backup-log.md";

fn log() -> String {
    let line = |number| match number {
        3 => "Restore of the store".to_owned(),
        12 => "the dump was restored".to_owned(),
        29 => "nobody RESTORED anything".to_owned(),
        number => format!("line {number}"),
    };
    (1..=30).map(line).collect::<Vec<_>>().join("\n")
}

/// Desk at the backup item, with pages of `page_rows` rows.
fn reader(page_rows: Option<usize>, text: &str) -> Desk {
    let mut desk = Desk::with_evidence(&[(LOG, text)]);
    desk.dialogue.page_rows(page_rows);
    desk.type_in(&[&format!("go {BACKUP}")]);
    desk
}

/// Spans of shown lines in the journal, in the order of their record.
fn shown(desk: &Desk) -> Vec<(u64, u64)> {
    let text = String::from_utf8(desk.bytes()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let events = lines.filter(|line| line["event"]["type"] == "lines-shown");
    let spans = events.flat_map(|line| line["event"]["spans"].as_array().unwrap().clone());
    spans.map(|span| (span["first"].as_u64().unwrap(), span["last"].as_u64().unwrap())).collect()
}

#[test]
fn a_match_is_told_with_its_line_and_the_file_is_read_on_from_there() {
    let mut desk = reader(Some(4), &log());
    let page = desk.type_in(&["read"]);
    assert!(page.contains("\n1 line 1\n"), "{page}");
    assert!(page.ends_with("Enter continues, /TEXT searches, q stops> "), "{page}");
    let found = desk.type_in(&["/restored"]);
    assert!(found.starts_with("Found in line 12.\n12 the dump was restored\n13 line 13\n"), "{found}");
    assert!(found.ends_with("15 line 15\nEnter continues, n finds the next, q stops> "), "{found}");
    assert!(desk.type_in(&[""]).starts_with("16 line 16\n"));
    assert!(desk.type_in(&["q"]).starts_with("Stopped.\n"));
    assert_eq!(shown(&desk), [(1, 4), (12, 19)]);
    desk.assert_kept();
}

#[test]
fn the_next_match_and_the_one_before_go_on_from_the_other_end_of_the_file() {
    let mut desk = reader(Some(4), &log());
    assert!(desk.type_in(&["read", "/restore"]).starts_with("Found in line 3.\n3 Restore of"));
    let mut first = |line: &str| desk.type_in(&[line]).lines().next().unwrap_or_default().to_owned();
    assert_eq!(first("n"), "Found in line 12.");
    assert_eq!(first("n"), "Found in line 29.");
    assert_eq!(first("n"), "Found in line 3, continued from the top.");
    assert_eq!(first("N"), "Found in line 29, continued from the end.");
    assert_eq!(first("find-previous"), "Found in line 12.");
    assert_eq!(first("find-next"), "Found in line 29.");
    assert_eq!([first("/restored"), first("")], ["Found in line 29.", "Stopped."]);
}

#[test]
fn a_capital_finds_only_itself() {
    let mut desk = reader(Some(4), &log());
    assert!(desk.type_in(&["read", "/RESTORED"]).starts_with("Found in line 29."));
    assert!(desk.type_in(&["/Restore"]).starts_with("Found in line 3, continued from the top."));
}

#[test]
fn a_text_that_is_not_there_leaves_the_page_where_it_was() {
    let mut desk = reader(Some(4), &log());
    let said = desk.type_in(&["read", "/no such thing"]);
    assert_eq!(said, "Not found: “no such thing”.\nEnter continues, n finds the next, q stops> ");
    assert!(desk.type_in(&["n"]).starts_with("Not found: "));
    assert!(desk.type_in(&[""]).starts_with("5 line 5\n"), "the page that follows the one that was said");
    desk.type_in(&["stop"]);
    assert_eq!(shown(&desk), [(1, 8)]);
}

#[test]
fn what_is_withheld_is_neither_found_nor_said() {
    let mut desk = reader(Some(1), &format!("one\n{SECRET}\ncorrect again\n"));
    let word = &SECRET[SECRET.find("correct").unwrap()..][.."correct-horse".len()];
    let said = desk.type_in(&["read", &format!("/{word}")]);
    assert!(said.starts_with("Not found: ") && !said.contains("withheld"), "{said}");
    assert!(desk.type_in(&["/correct"]).starts_with("Found in line 3."), "what is beside it is");
    let said = desk.type_in(&[&format!("/{SECRET}")]);
    assert!(said.starts_with("Not found: what you typed.") && !said.contains("horse"), "{said}");
    let said = desk.type_in(&["/one", ""]);
    assert!(said.starts_with("2 ‹withheld") && !said.contains("horse"), "{said}");
    desk.type_in(&["q"]);
    assert_eq!(shown(&desk), [(1, 1), (3, 3)]);
}

#[test]
fn a_search_without_a_text_is_refused_and_so_is_the_next_match_of_none() {
    let mut desk = reader(Some(4), &log());
    for line in ["find", "/", "/  "] {
        assert!(desk.type_in(&[line]).starts_with("find needs TEXT after it."), "{line}");
    }
    desk.type_in(&["read"]);
    for line in ["find", "/", "/  "] {
        assert!(desk.type_in(&[line]).starts_with("find needs TEXT after it."), "{line}");
    }
    for line in ["n", "N"] {
        assert!(desk.type_in(&[line]).starts_with("No search yet."), "{line}");
    }
    for line in ["?", "confirm"] {
        let said = desk.type_in(&[line]);
        assert!(said.starts_with("Enter continues, /TEXT searches, n finds the next match"), "{said}");
    }
    assert!(desk.type_in(&[""]).starts_with("5 line 5\n"), "the page is where it was");
}

#[test]
fn the_command_opens_the_file_and_finds_the_text_that_stands_behind_it() {
    for line in ["find restored", "/restored", "30 restored", "  / restored "] {
        let mut desk = reader(Some(4), &log());
        let said = desk.type_in(&[line]);
        assert!(said.starts_with(&format!("Evidence of {BACKUP}: {LOG}\n")), "{said}");
        assert!(said.contains("\nFound in line 12.\n12 the dump"), "{said}");
        assert!(!said.contains("line 1\n"), "{said}");
        desk.type_in(&["q"]);
        assert_eq!(shown(&desk), [(12, 15)]);
        desk.assert_kept();
    }
}

#[test]
fn where_the_command_does_not_find_a_text_the_file_is_shown_from_its_top() {
    let mut desk = reader(None, &log());
    let said = desk.type_in(&["find nothing of it"]);
    assert!(said.contains("Not found: “nothing of it”.\n1 line 1\n2 line 2\n"), "{said}");
    assert!(said.ends_with("20 line 20\nEnter continues, n finds the next, q stops> "), "{said}");
    let again = desk.type_in(&["/nor this"]);
    assert_eq!(again, "Not found: “nor this”.\nEnter continues, n finds the next, q stops> ");
    assert!(desk.type_in(&["q"]).starts_with("Stopped."));
    assert_eq!(shown(&desk), [(1, 20)]);
}

#[test]
fn a_search_without_a_terminal_has_pages_too_and_stays_until_it_is_left() {
    let mut desk = reader(None, &log());
    let page = desk.type_in(&["find restore"]);
    assert!(page.contains("\nFound in line 3.\n3 Restore") && page.contains("\n22 line 22\n"), "{page}");
    assert!(!page.contains("\n23 "), "{page}");
    let end = desk.type_in(&["n", "n"]);
    assert!(end.starts_with("Found in line 29.\n29 nobody RESTORED anything\n30 line 30\n"), "{end}");
    assert!(end.ends_with("End of backup-log.md, lines: 30.\nEnd. n finds the next, q stops> "), "{end}");
    assert!(desk.type_in(&["n"]).starts_with("Found in line 3, continued from the top."));
    let left = desk.type_in(&["n", "n", ""]);
    assert!(left.starts_with("Stopped.\n") && left.ends_with("open> "), "{left}");
    assert_eq!(shown(&desk), [(3, 30)]);
}

#[test]
fn the_next_match_of_a_search_that_is_over_is_refused_and_begins_no_note() {
    for over in [["find restore", "q"], ["find nothing of it", "stop"], ["read", "find restore"]] {
        let mut desk = reader(None, &log());
        if over[0] == "read" {
            desk = Desk::with_evidence(&[]);
            desk.type_in(&["go targetEnvironment"]);
        }
        desk.type_in(&over);
        let before = desk.events();
        for letter in ["n", "", "N"] {
            let said = desk.type_in(&[letter]);
            assert_eq!(
                said.starts_with("The search has ended. /TEXT"),
                !letter.is_empty(),
                "{over:?}: {said}"
            );
        }
        assert_eq!(desk.events(), before, "{over:?}");
        let said = desk.type_in(&["details", "n", "a note", "."]);
        assert!(said.contains("Note recorded"), "behind another line it is the command: {said}");
    }
}

#[test]
fn the_file_that_was_read_last_here_is_the_one_that_is_searched() {
    let mut desk = Desk::with_evidence(&[(LOG, &log()), ("rollback-plan.md", "back it goes\n")]);
    desk.type_in(&[&format!("go {BACKUP}"), "read rollbackReference"]);
    let said = desk.type_in(&["find goes", "stop", "/back"]);
    assert!(said.starts_with("Evidence of rollbackReference: ") && said.contains("Found in line 1."));
    desk.type_in(&["stop", "go rollbackReference", "read", &format!("go {BACKUP}")]);
    assert!(
        desk.type_in(&["/dump"]).contains("Found in line 12."),
        "what was read elsewhere was not read here"
    );
    desk.type_in(&["stop", "go packet"]);
    assert!(desk.type_in(&["/dump"]).contains("There is no item here."));
}

#[test]
fn a_match_in_a_long_line_is_said_from_its_own_row_and_only_whole_lines_count_as_shown() {
    let long = format!("{}needle {}", "word ".repeat(4_000), "more ".repeat(10));
    let mut desk = reader(Some(5), &format!("first\n{long}\nlast\n"));
    let said = desk.type_in(&["find needle"]);
    let row = said.lines().skip_while(|line| *line != "Found in line 2.").nth(1).unwrap_or_default();
    assert!(row.starts_with("  ") && row.contains("needle"), "{said}");
    assert!(desk.type_in(&["q"]).starts_with("Stopped."));
    assert_eq!(shown(&desk), [(3, 3)], "most of the long one was never there");
}

#[test]
fn the_packet_has_pages_and_no_search() {
    let mut desk = Desk::new();
    desk.walk();
    desk.close("1");
    desk.dialogue.page_rows(Some(3));
    assert!(desk.type_in(&["preview"]).ends_with("Enter continues, q stops> "));
    for line in ["/a", "n", "find a", "?"] {
        assert!(desk.type_in(&[line]).starts_with("Enter continues, q stops.\n"), "{line}");
    }
}

#[test]
fn the_end_of_the_input_after_a_search_records_what_was_said() {
    let mut desk = reader(Some(4), &log());
    desk.type_in(&["find restored"]);
    assert_eq!(desk.take(Line::End).0, Flow::Leave);
    assert_eq!(shown(&desk), [(12, 15)]);
    desk.assert_kept();
}

#[test]
fn a_search_tells_how_far_it_is_and_one_that_is_ended_keeps_what_was_said() {
    let text = format!("{}the needle\n", "nothing of it\n".repeat(1 << 16));
    let mut desk = reader(Some(4), &text);
    let (told, ends) = (Rc::new(RefCell::new(Vec::new())), Rc::new(Cell::new(usize::MAX)));
    let (heard, end) = (Rc::clone(&told), Rc::clone(&ends));
    desk.dialogue.watch = Some(Box::new(move |work| {
        let Work::Searching(percent) = work else { return Goes::On };
        heard.borrow_mut().push(percent);
        if percent >= end.get() { Goes::Out } else { Goes::On }
    }));
    let said = desk.type_in(&["read", "/needle"]);
    assert!(said.starts_with("Found in line 65537.\n65537 the needle\nEnd of"), "{said}");
    assert!(told.borrow().is_sorted() && told.borrow().last() > Some(&90), "{told:?}");
    desk.type_in(&["q"]);
    ends.set(50);
    let said = desk.type_in(&["read", "/needle"]);
    assert!(!said.contains("Found") && !said.contains("the needle"), "{said}");
    desk.dialogue.end();
    assert_eq!(shown(&desk), [(1, 4), (65537, 65537)]);
}
