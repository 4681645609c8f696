//! The closing call and the time after it: visible facts while it is made, and statements about a closed review.

use std::fs;

use strict_review::review::runbook::Kind;
use strict_review::tui::model::message::Message;
use strict_review::tui::model::screen::Screen;

use super::states;
use super::world::{Desk, World, runbook};

const TO_PACKET: &str = "<Tab> G <Tab>";

/// Text of the screen on one line, without the borders of boxes.
fn flat(desk: &Desk) -> String {
    desk.screen().text().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_closes_for_good_is_always_asked_in_sight_however_long_the_text_before_it_is() {
    for (columns, rows) in [(60, 16), (80, 24), (120, 40)] {
        let more = "; more of it".repeat(60);
        let keys = format!("{TO_PACKET} j <Enter> '{more}' <Enter>");
        let mut desk = World::ready().size(columns, rows).press(&keys);
        let text = flat(&desk);
        for part in ["Type its first 8 hex digits", "closes the review for good", "Enter close for good"] {
            assert!(text.contains(part), "{columns}x{rows} {part}:\n{}", desk.screen().text());
        }
        assert!(text.replace(' ', "").contains(&desk.review().closing_seen()), "{}", desk.screen().text());
        assert!(
            text.contains(&format!("Skipped: {} items", desk.review().checklist().items().len())),
            "{}",
            desk.screen().text()
        );
        let cut_in_line = |line: &str| line.contains("Skipped: ") && line.contains(" … ");
        let is_cut = text.contains(" not shown … ") || desk.screen().text().lines().any(cut_in_line);
        assert_eq!(is_cut, rows < 40, "{}", desk.screen().text());
        desk.press("'e8040a2a'");
        assert!(flat(&desk).contains("e8040a2a"), "what is typed is in sight");
    }
}

#[test]
fn what_enter_does_to_a_text_of_the_closing_call_is_said_before_it_is_done() {
    let mut desk = states::walked().press(&format!("{TO_PACKET} g o 'nothing'"));
    assert!(flat(&desk).contains("Enter next question"), "{}", flat(&desk));
    desk.press("<Enter>");
    assert!(flat(&desk).contains("Enter close for good"), "{}", flat(&desk));
}

#[test]
fn going_back_from_the_second_text_of_the_closing_call_keeps_the_first() {
    let mut desk = states::walked().press(&format!("{TO_PACKET} g o 'the runtime' <Enter> 'e804' <Esc>"));
    assert!(flat(&desk).contains("kept as a draft until you quit"), "{}", flat(&desk));
    desk.press("<Enter>");
    let Screen::Edit { editor, .. } = &desk.console.model().screen else { panic!("a text") };
    assert_eq!(editor.field.text(), "the runtime");
    desk.press("<Enter> 'e8040a2a' <Enter>");
    assert_eq!(desk.review().closing().unwrap().not_looked_at, "the runtime");
    assert!(desk.console.model().drafts.is_empty(), "what was recorded is no draft");
}

#[test]
fn nothing_is_open_after_the_closing_call_and_the_call_is_not_named_again() {
    let mut desk = states::closed().press("}");
    let text = flat(&desk);
    assert!(text.contains("Nothing is open. The review is closed."), "{text}");
    assert!(!text.contains("The closing call is on"), "{text}");
    desk = states::walked().press("}");
    assert!(flat(&desk).contains("The closing call is on the packet step."), "{}", flat(&desk));
}

#[test]
fn the_packet_step_looks_for_the_files_again_whenever_it_is_entered_and_on_focus() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut desk = states::closed().out(&out).size(160, 40).press("e e");
    desk.press("[");
    assert!(!desk.screen().text().contains("Exported 09:"));
    fs::remove_dir_all(&out).unwrap();
    desk.press("]");
    assert!(flat(&desk).contains("Its files no longer exist."), "{}", flat(&desk));
    fs::create_dir(&out).unwrap();
    desk.press("e e");
    assert!(!flat(&desk).contains("Its files no longer exist."));
    fs::remove_dir_all(&out).unwrap();
    desk.console.take(Message::Recheck);
    assert!(flat(&desk).contains("Its files no longer exist."), "{}", flat(&desk));
}

#[test]
fn the_key_that_shows_the_packet_is_said_to_write_it_where_it_does() {
    let status = runbook().statuses.iter().find(|status| status.kind == Kind::Ready).unwrap().name();
    let mut desk = states::closed().press("");
    assert!(flat(&desk).contains(&format!("Closed: {status} · e shows the packet")), "{}", flat(&desk));
    desk.press("e");
    assert!(flat(&desk).contains(&format!("Closed: {status} · e writes the packet")), "{}", flat(&desk));
    assert!(!flat(&desk).contains("e shows the packet"), "{}", flat(&desk));
}
