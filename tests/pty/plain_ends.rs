//! Ends of plain mode: end of input, signals, a lost terminal or output.

use std::process::{Command, Stdio};

use rustix::process::Signal;

use super::plain::{said, script, told};
use super::world::{READY, WIDE, World, sample};
use crate::support;

#[test]
fn the_end_of_the_input_loses_nothing_at_any_prompt() {
    for (lines, events) in [
        ("", 0),
        ("confirm\n", 1),
        ("confirm\nnote\nhalf a", 1),
        ("confirm\nnote\nhalf a text\n", 1),
        ("confirm\ngo targetEnvironment\nconfirm\nlocal-dev", 1),
        ("confirm\nclose 2\nnothing\n", 1),
        ("confirm\nexpo", 1),
    ] {
        let world = World::new();
        let output = world.piped(&[&sample(READY)], lines.as_bytes());
        assert_eq!(output.status.code(), Some(1), "{lines:?}: {}", told(&output));
        assert!(told(&output).contains("unfinished and saved"), "{lines:?}");
        assert_eq!(world.events().len(), events, "{lines:?}");
        said(&output);
    }
}

#[test]
fn leaving_a_closed_review_says_whether_its_packet_lies_in_the_folder_and_ends_as_its_status_says() {
    let world = World::new();
    let path = sample(READY);
    let arguments = [path.as_str(), "--evidence", &sample("evidence")];
    let lines = script(support::runbook(), &path);
    assert_eq!(world.piped(&arguments, lines.as_bytes()).status.code(), Some(0));
    let document = world.path("out").join(&world.written()[0]);
    let leave = || world.piped(&arguments, b"quit\n");
    let left = leave();
    assert_eq!(left.status.code(), Some(0), "{}", told(&left));
    let says = format!("its packet {} was exported before", document.display());
    assert!(told(&left).contains(&says) && !told(&left).contains("not exported"), "{}", told(&left));
    std::fs::remove_file(document).unwrap();
    for lies in ["its packet is incomplete in ", "its packet is not in "] {
        let left = leave();
        assert_eq!(left.status.code(), Some(1), "{}", told(&left));
        let says = "The same command opens the review again to export it";
        assert!(told(&left).contains(lies) && told(&left).contains(says), "{}", told(&left));
        std::fs::remove_dir_all(world.path("out")).unwrap_or_default();
    }
}

#[test]
fn leaving_after_a_packet_that_could_not_be_written_ends_with_five_and_the_next_sitting_writes_it() {
    let world = World::new();
    let mut terminal = world.dumb(WIDE, &[&sample(READY)]);
    terminal.wait_for("everything is saved");
    terminal.text("close 2\r");
    terminal.wait_for("skipped>");
    terminal.text("all of it\r");
    terminal.wait_for("short fingerprint>");
    terminal.text("e8040a2a\r");
    terminal.wait_for("Packet, closed>");
    std::fs::remove_dir(world.path("out")).unwrap();
    let journal = world.journal();
    // The first one shows the packet, a page at a time.
    terminal.text("export\r");
    terminal.wait_for("Enter continues, q stops>");
    terminal.text("q\r");
    terminal.wait_for("Stopped.");
    terminal.text("export\r");
    terminal.wait_for("Not written: ");
    terminal.text("quit\r");
    let after = terminal.wait_end().expect(5);
    let told = after.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("the packet was not written: ") && told.contains("with --out DIR"), "{told}");
    assert_eq!(world.journal(), journal);

    let output = world.piped(&[&sample(READY)], b"export\nexport\nquit\n");
    assert_eq!(output.status.code(), Some(1), "{}", self::told(&output));
    assert!(said(&output).contains("Written:") && !self::told(&output).contains("not written"));
    world.packet();
    assert_eq!(world.journal(), journal);
}

#[test]
fn a_signal_ends_plain_mode_with_its_number_and_loses_nothing() {
    for (signal, number) in [(Signal::TERM, 15), (Signal::HUP, 1), (Signal::INT, 2)] {
        let world = World::new();
        let mut terminal = world.dumb(WIDE, &[&sample(READY)]);
        terminal.wait_for("everything is saved");
        terminal.text("confirm\rnote\r");
        terminal.wait_for("cancels. note on ownerHandoffStatus>");
        terminal.text("half a text\r");
        terminal.wait_for("half a text note on ownerHandoffStatus>");
        terminal.signal(signal);
        terminal.wait_end().expect(128 + number);
        assert_eq!(world.events(), ["confirmed"]);
    }
    let world = World::new();
    let mut terminal = world.dumb(WIDE, &[&sample(READY)]);
    terminal.wait_for("everything is saved");
    terminal.keys("ctrl-c");
    terminal.wait_end().expect(130);
}

#[test]
fn plain_mode_that_was_stopped_goes_on_and_asks_again() {
    let world = World::new();
    let mut terminal = world.dumb(WIDE, &[&sample(READY)]);
    terminal.wait_for("everything is saved");
    terminal.text("confirm\r");
    terminal.wait_for("Confirmed: Handoff status.");
    terminal.signal(Signal::STOP);
    terminal.wait_stopped();
    terminal.wipe();
    terminal.signal(Signal::CONT);
    terminal.wait_for("Item 1 of 5: Handoff status (ownerHandoffStatus)");
    terminal.text("quit\r");
    terminal.wait_end().expect(1);
    assert_eq!(world.events(), ["confirmed"]);
}

#[test]
fn a_terminal_that_goes_away_ends_plain_mode_as_its_signal_does() {
    let world = World::new();
    let mut terminal = world.dumb(WIDE, &[&sample(READY)]);
    terminal.wait_for("everything is saved");
    terminal.text("confirm\r");
    terminal.wait_for("Confirmed: Handoff status.");
    assert_eq!(terminal.hang_up_typing("x"), 129);
    assert_eq!(world.events(), ["confirmed"]);
}

#[test]
fn an_output_that_is_closed_ends_quietly_and_what_was_answered_stands() {
    let world = World::new();
    let (session, out) = (world.path("sessions"), world.path("out"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_strict-review"));
    command.args([&sample(READY), "--plain", "--session"]).arg(session).arg("--out").arg(out);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.current_dir(world.path("cwd")).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    std::io::Write::write_all(&mut to, b"confirm\n").unwrap();
    while !line.contains("Confirmed: Handoff status.") {
        line.clear();
        assert_ne!(std::io::BufRead::read_line(&mut from, &mut line).unwrap(), 0);
    }
    drop(from);
    std::io::Write::write_all(&mut to, b"?\n?\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), told(&output)), (Some(141), String::new()));
    assert_eq!(world.events(), ["confirmed"]);
}

#[test]
fn what_was_said_of_a_page_counts_as_shown_where_a_signal_ends_it() {
    let world = World::new();
    let mut terminal = world.dumb((80, 12), &[&sample(READY), "--evidence", &sample("evidence")]);
    terminal.wait_for("everything is saved");
    terminal.text("read backupReference\r");
    terminal.wait_for("Enter continues, /TEXT searches, q stops>");
    terminal.signal(Signal::TERM);
    terminal.wait_end().expect(143);
    assert_eq!(world.events(), ["evidence-listed", "evidence-opened", "lines-shown"]);
}
