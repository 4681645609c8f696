//! Unplanned ends: killed after any event, and a fault of the program itself.

use std::env;

use portable_pty::CommandBuilder;
use strict_review::cli::panic;
use strict_review::tui::terminal::{self, Modes, Terminal as Screen};

use super::driver::{close, confirm, items, open_items};
use super::terminal::{After, Terminal};
use super::world::{READY, WIDE, World};

const PREPARE: usize = 0;

/// Set where the test program runs itself in a terminal.
const FAULT: &str = "STRICT_REVIEW_TEST_FAULT";

#[test]
fn a_walkthrough_that_is_killed_after_each_of_its_events_is_ready_in_the_end() {
    let world = World::new();
    let mut left = None;
    while left != Some(0) {
        let mut terminal = world.review(READY);
        let flat = terminal.wait_until("the live line", |flat| open_items(flat).is_some());
        let open = open_items(&flat).unwrap();
        assert!(left.is_none_or(|left| left == open), "{open} open, {left:?} before the kill");
        confirm(&mut terminal);
        terminal.kill();
        left = Some(open - 1);
    }
    let mut terminal = world.review(READY);
    terminal.wait_for("If you close the review:");
    close(&mut terminal, PREPARE, "nothing");
    terminal.kill();

    let mut terminal = world.review(READY);
    terminal.wait_for("This review is closed");
    terminal.keys("e");
    terminal.wait_for("Not in ");
    terminal.keys("e");
    terminal.wait_for("Written:");
    terminal.keys("q");
    terminal.wait_end().expect(0);
    let packet = world.packet();
    assert_eq!(packet["status"], "ready-for-durable-result-storage-live-window-owner-review");
    assert!(items(&packet).iter().all(|item| item["state"] == "confirmed"));
    let answers = world.events().into_iter().filter(|event| event != "sitting-began").count();
    assert_eq!(answers, items_once(&packet) + 1);
}

/// Items of a packet; those shown by two phases count once.
fn items_once(packet: &serde_json::Value) -> usize {
    let ids: std::collections::BTreeSet<&str> =
        items(packet).iter().map(|item| item["item"].as_str().unwrap()).collect();
    ids.len()
}

fn faulted(how: &str) -> After {
    let mut command = CommandBuilder::new(env::current_exe().unwrap());
    command.args(["--exact", "pty::crash::faults_where_it_is_asked_to", "--nocapture"]);
    command.env(FAULT, how);
    Terminal::start(command, WIDE).wait_end()
}

#[test]
fn a_fault_while_drawing_gives_the_terminal_back_and_is_reported_on_it() {
    let after = faulted("plainly");
    assert!(after.text.contains("a planted fault"), "{}", after.text);
    let offs = [
        "\u{1b}[?2031l",
        "\u{1b}[?1006l",
        "\u{1b}[?1000l",
        "\u{1b}[?1004l",
        "\u{1b}[?2004l",
        "\u{1b}[?1049l",
    ];
    let mut rest = after.output.split_once("\u{1b}[?1049h").expect("the screen was taken over").1;
    for off in offs {
        rest = rest.split_once(off).unwrap_or_else(|| panic!("{off:?} is not there, or not in order")).1;
    }
    assert_eq!((after.code, after.not_restored), (101, Vec::<String>::new()));
}

#[test]
fn the_report_of_a_fault_tells_its_place_and_nothing_of_what_was_read() {
    for how in ["slicing", "unwrapping"] {
        let after = faulted(how);
        assert!(after.output.contains("strict-review hit an internal error and ends: "), "{}", after.output);
        assert!(after.output.contains("crash.rs:"), "{}", after.output);
        assert!(!after.output.contains(CANARY), "{}", after.output);
        assert_eq!((after.code, after.not_restored), (101, Vec::<String>::new()));
    }
}

/// Occurs in a text that the program has read.
const CANARY: &str = "Zq7canaryWx93Lm4";

/// Parses from no text, and its error quotes the text.
struct Quoting;

impl std::str::FromStr for Quoting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Err(text.to_owned())
    }
}

/// Run by the tests above in a terminal of their own; does nothing elsewhere.
#[test]
fn faults_where_it_is_asked_to() {
    let Some(how) = env::var_os(FAULT) else { return };
    if how != "plainly" {
        panic::report().unwrap();
    }
    terminal::give_back_on_panic();
    let text = format!("ä{CANARY}");
    let draw = |_: &mut ratatui::buffer::Buffer| {
        match how.to_str() {
            Some("slicing") => drop(text[1..].to_owned()),
            Some("unwrapping") => text.parse::<Quoting>().map(drop).unwrap(),
            _ => panic!("a planted fault"),
        }
        (ratatui::layout::Position::ORIGIN, None)
    };
    Screen::take(Modes { mouse: true, turning: true }).unwrap().draw(draw).unwrap();
}
