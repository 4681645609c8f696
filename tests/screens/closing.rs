//! The closing call and what comes after it: what must be seen while it is made, and what is said of a closed review.

use strict_review::tui::model::Screen;

use super::states;
use super::world::Desk;

const TO_PACKET: &str = "<Tab> G <Tab>";

/// The text that is shown, on one line, without the borders of boxes.
fn flat(desk: &Desk) -> String {
    desk.screen().text().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn going_back_from_the_second_text_of_the_closing_call_keeps_the_first() {
    let mut desk = states::walked().press(&format!("{TO_PACKET} g o 'the runtime' <Enter> 'e804' <Esc>"));
    assert!(flat(&desk).contains("The text is kept as a draft"), "{}", flat(&desk));
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
