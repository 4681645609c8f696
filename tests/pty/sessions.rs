//! A review outlives its console: left, killed or held by another one.

use std::fs::OpenOptions;
use std::io::Write;

use super::driver::{close, confirm, open_items};
use super::plain::said;
use super::terminal::Terminal;
use super::world::{READY, WIDE, World, sample};

const CONTINUE: usize = 1;

/// Enough rows for the whole packet step.
const TALL: (u16, u16) = (140, 110);

#[test]
fn a_review_that_was_left_goes_on_where_it_was_left() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    for _ in 0..4 {
        confirm(&mut terminal);
        terminal.keys("}");
    }
    let open = open_items(&terminal.flat());
    terminal.keys("g j");
    terminal.wait_for("▸ [x] Handoff location");
    terminal.keys("q");
    let after = terminal.wait_end().expect(1);
    assert!(after.text.contains("is unfinished and saved in"), "{}", after.text);
    assert!(after.text.contains("the same command, without --new, resumes it"), "{}", after.text);

    let mut terminal = world.review(READY);
    let flat = terminal.wait_for("Resumed where you left off.");
    assert_eq!(open_items(&flat), open);
    assert!(terminal.selected().contains("Handoff location"), "{}", terminal.selected());
    for ticked in ["Handoff status", "Handoff location", "Handoff fingerprint"] {
        assert!(flat.contains(&format!("[x] {ticked}")), "{flat}");
    }
    assert!(flat.contains("[ ] Target adapter"), "{flat}");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert_eq!(world.events().len(), 4);

    let terminal = world.console(&["--new", &sample(READY)]);
    let flat = terminal.wait_for("▸ [ ] Handoff status");
    assert!(!flat.contains("Resumed"), "{flat}");
}

/// A position to leave the review at: its keys, the step and row in the console, and plain mode's command and first
/// text.
const PLACES: [(&str, [&str; 2], &str, [&str; 2]); 3] = [
    (
        "] ] j",
        ["Phase 2 of 8", "▸ [ ] Restore test log"],
        "go restoreTestReference",
        ["Step 3 of 12: ", "restoreTestReference"],
    ),
    (
        "] ] ] ] ]",
        ["Phase 5 of 8", "▸ [ ] Result repository"],
        "go 6",
        ["Step 6 of 12: ", "resultRepositoryReference"],
    ),
    (
        "e",
        ["The closing call ends the review.", "▸ [ ] Prepare the packet"],
        "go packet",
        ["Step 12 of 12: ", "Close the review with"],
    ),
];

#[test]
fn a_review_that_was_left_in_a_later_step_goes_on_in_that_step_in_the_console_and_in_plain_mode() {
    for (keys, shows, typed, [step, row]) in PLACES {
        let world = World::new();
        let is_there = |flat: &str| shows.iter().all(|part| flat.contains(part));
        let mut terminal = world.review(READY);
        terminal.wait_for("REVIEW ONLY");
        confirm(&mut terminal);
        terminal.keys(keys);
        terminal.wait_until("the step and the row", is_there);
        terminal.keys("q");
        terminal.wait_end().expect(1);
        let mut terminal = world.review(READY);
        let flat = terminal.wait_for("Resumed where you left off.");
        assert!(is_there(&flat), "{keys}: {flat}");
        terminal.keys("q");
        terminal.wait_end().expect(1);

        for lines in ["quit\n".to_owned(), format!("go 1\n{typed}\nquit\n"), "quit\n".to_owned()] {
            let said = said(&world.piped(&[&sample(READY)], lines.as_bytes()));
            let (greeting, question) = said.split_once("Resumed where you left off.").expect(&said);
            assert!(!greeting.contains("Step ") && question.trim_start().starts_with(step), "{said}");
            assert!(question.contains(row), "{said}");
        }
    }
}

/// One action of a reviewer, its message, and text that remains on a later screen.
struct Step {
    event: &'static str,
    does: fn(&mut Terminal),
    then: &'static str,
    later: fn(&mut Terminal),
}

fn wrote(terminal: &mut Terminal, key: &str, asked: &str, text: &str) {
    terminal.keys(key);
    terminal.wait_for(asked);
    terminal.text(text);
    terminal.keys("ctrl-s");
}

macro_rules! shows {
    ($text:literal) => {
        |terminal| drop(terminal.wait_for($text))
    };
}

const STEPS: [Step; 12] = [
    Step {
        event: "opened",
        does: |t| t.keys("o"),
        then: "first opened 20",
        later: |t| {
            t.keys("o");
            t.wait_for("first opened 20");
            t.keys("q");
        },
    },
    Step {
        event: "confirmed",
        does: |t| t.keys("space"),
        then: "Confirmed: Handoff status.",
        later: shows!("[x] Handoff status"),
    },
    Step {
        event: "note-written",
        does: |t| wrote(t, "n", "Note · Handoff location", "read it twice"),
        then: "Note recorded: Handoff location.",
        later: shows!("note: read it twice"),
    },
    Step {
        event: "concern-raised",
        does: |t| wrote(t, "!", "Concern · Handoff location", "no date on it"),
        then: "Concern recorded: Handoff location.",
        later: shows!("[!] Handoff location"),
    },
    Step {
        event: "concern-answered",
        does: |t| wrote(t, "!", "Answer · Handoff location", "it is on the back"),
        then: "Concern answered: Handoff location",
        later: shows!("answered: it is on the back"),
    },
    Step {
        event: "confirmed",
        does: |t| t.keys("space"),
        then: "Confirmed: Handoff location.",
        later: shows!("[x] Handoff location"),
    },
    Step {
        event: "confirmed",
        does: confirm,
        then: "Confirmed: Handoff fingerprint.",
        later: shows!("[x] Handoff fingerprint"),
    },
    Step {
        event: "taken-back",
        does: |t| t.keys("k k space"),
        then: "Answer taken back: Handoff location.",
        later: shows!("[ ] Handoff location"),
    },
    Step {
        event: "undone",
        does: |t| t.keys("u"),
        then: "Undone: taking back Handoff location; the item is confirmed.",
        later: shows!("[x] Handoff location"),
    },
    Step {
        event: "redone",
        does: |t| t.keys("ctrl-r"),
        then: "Redone: taking back Handoff location; the item is open.",
        later: shows!("[ ] Handoff location"),
    },
    Step {
        event: "write-action-refused",
        does: |t| t.keys("a enter t"),
        then: "1, each in the journal",
        later: |t| {
            t.keys("e");
            t.wait_for("Refused attempts on write actions (1)");
            t.keys("[ [ [ [ [ [ [ [ [ [ [");
        },
    },
    Step {
        event: "closed",
        does: |t| close(t, CONTINUE, "nearly everything"),
        then: "Not written yet.",
        later: shows!("skipped: nearly everything"),
    },
];

#[test]
fn whatever_the_screen_confirmed_is_there_after_the_program_is_killed() {
    let world = World::new();
    let mut expected: Vec<&str> = Vec::new();
    for (index, step) in STEPS.iter().enumerate() {
        let mut terminal = world.console_of(TALL, &[&sample(READY)]);
        terminal.wait_for("REVIEW ONLY");
        (step.does)(&mut terminal);
        terminal.wait_for(step.then);
        terminal.kill();
        // Line one describes the first sitting.
        expected.extend((index > 0).then_some("sitting-began"));
        expected.push(step.event);
        assert_eq!(world.events(), expected, "after {index}");

        let mut terminal = world.console_of(TALL, &[&sample(READY)]);
        let opened =
            if step.event == "closed" { "This review is closed" } else { "Resumed at the first open item." };
        terminal.wait_for(opened);
        (step.later)(&mut terminal);
        terminal.keys("q");
        terminal.wait_end().expect(1);
        assert_eq!(world.events(), expected, "after {index}, looked at again");
    }
}

#[test]
fn a_last_line_that_was_torn_is_dropped_and_reported_and_the_review_goes_on() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal.kill();
    let journal = glob_journal(&world);
    OpenOptions::new().append(true).open(&journal).unwrap().write_all(b"{\"seq\":2,\"at\"").unwrap();

    let mut terminal = world.review(READY);
    terminal.wait_for("Resumed at the first open item. Ignored 13 bytes of an incomplete last line.");
    terminal.wait_for("[x] Handoff status");
    confirm(&mut terminal);
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert_eq!(world.events(), ["confirmed", "sitting-began", "confirmed"]);
}

#[test]
fn a_journal_that_vanishes_stops_confirming_and_says_so() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    let journal = glob_journal(&world);
    std::fs::rename(&journal, world.path("in/journal")).unwrap();
    terminal.keys("} space");
    terminal.wait_for("Not saved: the journal was deleted or replaced.");
    terminal.wait_for("[ ] Handoff location");
    std::fs::rename(world.path("in/journal"), &journal).unwrap();
    terminal.keys("space");
    terminal.wait_for("[x] Handoff location");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert_eq!(world.events(), ["confirmed", "confirmed"]);
}

fn glob_journal(world: &World) -> std::path::PathBuf {
    let session = std::fs::read_dir(world.path("sessions")).unwrap().next().unwrap().unwrap();
    session.path().join("journal.jsonl")
}

#[test]
fn a_second_console_on_a_session_only_reads_and_says_who_writes() {
    let world = World::new();
    let mut first = world.review(READY);
    first.wait_for("REVIEW ONLY");
    confirm(&mut first);
    let before = world.journal();

    let mut second = world.console_of((170, WIDE.1), &[&sample(READY)]);
    second.wait_for("This session is open in another console (process ");
    let holder = format!("process {}", first.pid.as_raw_nonzero());
    second.wait_for(&holder);
    second.wait_for("[x] Handoff status");
    second.keys("space");
    second.wait_for(&format!("Not saved: read-only: open in {holder}"));
    for key in ["n", "!"] {
        second.keys("j");
        second.wait_gone("session is read-only: open");
        second.keys(key);
        second.wait_for(&format!("This session is read-only: open in {holder}"));
    }
    second.keys("u ctrl-r a");
    second.wait_for("Write actions: shown");
    second.keys("enter");
    second.wait_for("STOP ·");
    second.keys("q");
    second.wait_gone("STOP ·");
    second.keys("q");
    second.wait_gone("Write actions: shown");
    second.keys("e enter");
    second.wait_for("Not possible with this decision");
    second.keys("q");
    second.wait_end().expect(1);
    assert_eq!(world.journal(), before);
    assert!(world.written().is_empty());

    // The first one did not notice, and continues.
    first.keys("}");
    confirm(&mut first);
    first.keys("q");
    first.wait_end().expect(1);
    assert_eq!(world.events(), ["confirmed", "confirmed"]);
    let third = world.review(READY);
    third.wait_for("Resumed where you left off.");
}
