//! Tests of a clock that jumps: reported with the answer that it dates, and in the status.

use super::desk::Desk;
use crate::review::testing::jump;

fn flat(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_clock_that_jumps_is_told_with_the_answer_once_and_always_in_the_status() {
    let mut desk = Desk::new();
    desk.type_in(&["confirm"]);
    assert!(!desk.type_in(&["status"]).contains("clock"));
    jump(-3600);
    let said = flat(&desk.type_in(&["next", "confirm"]));
    let back = "The clock went back: line 3 of the journal is dated ";
    assert!(said.contains("Confirmed: Handoff location.") && said.contains(back), "{said}");
    assert!(flat(&desk.type_in(&["status"])).contains(back));
    jump(90_000);
    let said = flat(&desk.type_in(&["note late"]));
    assert!(said.contains("The clock went forward: line 4 ") && !said.contains(back), "{said}");
    assert!(!desk.type_in(&["note later"]).contains("clock"), "it is told with the line that it dates");
    let status = flat(&desk.type_in(&["status"]));
    let both = "The clock jumped 2 times; the last time: The clock went forward: line 4 ";
    assert!(status.contains(both), "{status}");
    desk.assert_kept();
}
