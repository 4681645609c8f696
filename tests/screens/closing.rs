//! The closing call and what comes after it: what must be seen while it is made, and what is said of a closed review.

use super::states;
use super::world::Desk;

const TO_PACKET: &str = "<Tab> G <Tab>";

/// The text that is shown, on one line, without the borders of boxes.
fn flat(desk: &Desk) -> String {
    desk.screen().text().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
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
