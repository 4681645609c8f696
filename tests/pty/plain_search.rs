//! Search in evidence, in plain mode with the real binary: at a terminal, into a pipe, and stopped midway.

use std::fs;

use serde_json::Value;

use super::plain::{said, told};
use super::terminal::Terminal;
use super::world::{READY, WIDE, World, sample};

/// Spans of lines that the only journal records as shown.
fn shown(world: &World) -> Vec<(u64, u64)> {
    let text = String::from_utf8(world.journal()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let events = lines.filter(|line| line["event"]["type"] == "lines-shown");
    let spans = events.flat_map(|line| line["event"]["spans"].as_array().unwrap().clone());
    spans.map(|span| (span["first"].as_u64().unwrap(), span["last"].as_u64().unwrap())).collect()
}

/// A terminal of ten rows, whose pages have eight, on the first page of the sample's backup log.
fn reader(world: &World) -> Terminal {
    let mut terminal = world.dumb((100, 10), &[&sample(READY), "--evidence", &sample("evidence")]);
    terminal.wait_for("everything is saved");
    terminal.text("read backupReference\r");
    terminal.wait_for("Enter continues, /TEXT searches, q stops>");
    terminal
}

#[test]
fn a_text_is_found_in_a_terminal_read_from_its_line_and_what_was_said_counts_as_shown() {
    let world = World::new();
    let mut terminal = reader(&world);
    terminal.text("/known gaps\r");
    terminal.wait_for("Found in line 88. 88 ## Known gaps");
    terminal.wait_for("End. n finds the next, q stops>");
    terminal.text("/offline disk\r");
    terminal.wait_for("Found in line 91. 91 - The offline disk was checked");
    terminal.text("n\r");
    terminal
        .wait_for("Found in line 45, continued from the top. 45 2026-01-20T07:11:48Z operator second copy");
    terminal.text("N\r");
    terminal.wait_for("Found in line 91, continued from the end.");
    terminal.text("/nothing of it\r");
    terminal.wait_for("Not found: “nothing of it”.");
    terminal.text("q\r");
    terminal.wait_for("Stopped. Handoff status, open>");
    terminal.text("quit\r");
    terminal.wait_end().expect(1);
    let spans = shown(&world);
    assert_eq!(spans.last(), Some(&(88, 91)));
    let holds = |line: u64| spans.iter().any(|(first, last)| (*first..=*last).contains(&line));
    assert!(holds(1) && holds(45) && !holds(60), "{spans:?}");
}

#[test]
fn a_text_is_found_by_lines_of_a_pipe_which_leave_the_file_again() {
    let world = World::new();
    let lines = "go backupReference\nfind Keeping\nn\nstop\n/known gaps\nq\nstatus\nquit\n";
    let output = world.piped(&[&sample(READY), "--evidence", &sample("evidence")], lines.as_bytes());
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}\n{}", told(&output));
    for part in [
        "Found in line 83.\n83 ## Keeping\n",
        "Found in line 83, continued from the top.\n",
        "Found in line 88.\n88 ## Known gaps\n",
        "End. n finds the next, q stops> \nStopped.\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(world.events(), ["evidence-listed", "evidence-opened", "lines-shown"]);
    assert_eq!(shown(&world), [(83, 91)]);
}

#[test]
fn a_search_that_a_signal_or_the_end_of_the_input_ends_keeps_what_was_said() {
    for (keys, code) in [("ctrl-c", 130), ("ctrl-d", 1)] {
        let world = World::new();
        let mut terminal = reader(&world);
        terminal.text("/keeping\r");
        terminal.wait_for("83 ## Keeping");
        terminal.wait_for("Enter continues, n finds the next, q stops>");
        terminal.keys(keys);
        terminal.wait_end().expect(code);
        assert_eq!(shown(&world).len(), 2, "{keys}: the first page, and that of the match");
    }
}

#[test]
fn the_largest_file_is_searched_to_its_end_and_what_is_withheld_is_not_found() {
    let world = World::new();
    let folder = world.path("evidence");
    fs::create_dir(&folder).unwrap();
    let secret = ["password", "=correct-horse-battery-1"].concat();
    let (last, line) = ("the very last line", "nothing to be found in this one\n");
    let mut text = format!("{secret}\n");
    text.push_str(&line.repeat(((16 << 20) - text.len() - last.len()) / line.len()));
    text.push_str(last);
    fs::write(folder.join("backup-log.md"), &text).unwrap();
    let lines = "go backupReference\nfind very last\nq\nfind horse-battery\nq\nfind password=\nq\n";
    let output = world.piped(&[&sample(READY), "--evidence", folder.to_str().unwrap()], lines.as_bytes());
    let text_said = said(&output);
    let found = format!("Found in line {}.\n", text.lines().count());
    assert!(text_said.contains(&found), "{}\n{text_said}", told(&output));
    assert_eq!(text_said.matches("Not found: ").count(), 2, "{text_said}");
    let last = text.lines().count() as u64;
    assert_eq!(
        shown(&world),
        [(last, last), (2, 20)],
        "the first page without what is withheld, where nothing is found"
    );
}

#[test]
fn a_search_goes_on_from_the_page_that_was_read_last() {
    let world = World::new();
    let mut terminal = world.dumb(WIDE, &[&sample(READY), "--evidence", &sample("evidence")]);
    terminal.wait_for("everything is saved");
    terminal.text("go backupReference\r/log\r");
    terminal.wait_for("Found in line 1. 1 # Backup log");
    terminal.text("\r");
    terminal.wait_for("62 ## Tables, source and backup alike");
    terminal.text("/local-dev\r");
    terminal.wait_for("Found in line 39.");
    terminal.text("q\rquit\r");
    terminal.wait_end().expect(1);
}
