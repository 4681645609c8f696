//! The sandbox around a whole review: its report, its record, and the system's view.

use std::fs;

use portable_pty::CommandBuilder;
use serde_json::{Value, json};

use super::driver::{close_and_export, confirm, walk};
use super::world::{READY, WIDE, World, sample};
use crate::support::outside::tracer;
use crate::support::trace::{Call, REACHING_OUT};

const PREPARE: usize = 0;
const CONTINUE: usize = 1;

/// Sandbox of this system, as the record and the header name it.
fn confinement(world: &World) -> (Value, &'static str) {
    let doctor = world.without_terminal(&["doctor", "--format", "json"]);
    let record = serde_json::from_slice::<Value>(&doctor.stdout).unwrap()["confinement"].clone();
    let short = match record.as_str().unwrap() {
        "none" => "not sandboxed",
        low if low.starts_with("landlock 1 ") || low.starts_with("landlock 2 ") => "partly sandboxed",
        both if both.contains(" + ") => "confined",
        _ => "partly sandboxed",
    };
    (record, short)
}

#[test]
fn header_and_packet_say_how_the_process_is_confined() {
    let world = World::new();
    let (record, short) = confinement(&world);
    let mut terminal = world.review(READY);
    terminal.wait_for(&format!("REVIEW ONLY · {short} "));
    close_and_export(&mut terminal, CONTINUE, "everything");
    terminal.wait_end().expect(1);
    assert_eq!(world.packet()["review"]["sittings"][0]["confinement"], record);
}

#[test]
fn a_review_that_goes_on_in_another_sandbox_tells_of_all_of_them() {
    let world = World::new();
    let (record, short) = confinement(&world);
    let mut terminal = world.console(&["--sandbox", "off", &sample(READY)]);
    terminal.wait_for("REVIEW ONLY · not sandboxed ");
    confirm(&mut terminal);
    terminal.keys("q");
    terminal.wait_end().expect(1);
    for _ in 0..2 {
        let mut terminal = world.review(READY);
        terminal.wait_for(&format!("REVIEW ONLY · {short} "));
        terminal.keys("}");
        confirm(&mut terminal);
        terminal.keys("q");
        terminal.wait_end().expect(1);
    }
    let mut terminal = world.console(&["--sandbox", "off", &sample(READY)]);
    terminal.wait_for("REVIEW ONLY · not sandboxed ");
    close_and_export(&mut terminal, CONTINUE, "the rest");
    terminal.wait_end().expect(1);
    let packet = world.packet();
    let sittings = packet["review"]["sittings"].as_array().unwrap();
    let told: Vec<&Value> = sittings.iter().map(|sitting| &sitting["confinement"]).collect();
    assert_eq!(told, [&json!("off"), &record, &record, &json!("off")]);
    assert_eq!(world.events().iter().filter(|event| *event == "sitting-began").count(), 3);
}

#[test]
fn a_handoff_that_another_file_replaced_is_taken_in_by_the_next_sitting() {
    let world = World::new();
    let path = world.handoff(READY, |_| ());
    let mut terminal = world.console(&[&path]);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    fs::write(world.path("in/new.json"), fs::read_to_string(&path).unwrap() + "\n").unwrap();
    fs::rename(world.path("in/new.json"), &path).unwrap();
    terminal.text("\x1b[I");
    if confinement(&world).0.as_str().unwrap().contains("landlock") {
        let flat = terminal.wait_for("Not taken in");
        assert!(flat.contains("permission denied") && flat.contains("run the same command"), "{flat}");
        terminal.keys("q");
        terminal.wait_end().expect(1);
        terminal = world.console(&[&path]);
    }
    terminal.wait_for("Changed outside the console: the handoff.");
    close_and_export(&mut terminal, CONTINUE, "the rest");
    terminal.wait_end().expect(1);
}

#[test]
fn a_wall_that_is_insisted_on_and_not_there_ends_with_five() {
    let world = World::new();
    let (_, short) = confinement(&world);
    let ended = world.without_terminal(&["check", &sample(READY), "--sandbox", "require"]);
    assert_eq!(ended.status.code(), Some(if short == "confined" { 0 } else { 5 }));
}

/// No socket, no connection, no program, and only the journal, its lock and the packet are opened for writing.
#[test]
fn the_system_sees_a_review_write_its_record_and_its_packet_and_nothing_else() {
    if tracer().is_none() {
        return;
    }
    let world = World::new();
    let trace = world.path("in/trace");
    let mut command = CommandBuilder::new("strace");
    command.args(["-f", "-y", "-qq", "-o", trace.to_str().unwrap(), REACHING_OUT]);
    command.arg(env!("CARGO_BIN_EXE_strict-review"));
    command.args([&sample(READY), "--evidence", &sample("evidence")]);
    let (session, out) = (world.path("sessions"), world.path("out"));
    command.args(["--session", session.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    let mut terminal = world.start(command, WIDE);
    terminal.wait_for("REVIEW ONLY");
    walk(&mut terminal, 0);
    close_and_export(&mut terminal, PREPARE, "nothing");
    terminal.wait_end().expect(0);
    world.packet();

    let trace = fs::read_to_string(&trace).unwrap();
    let done: Vec<Call> = trace.lines().filter_map(Call::of).collect();
    let count = |name: &str| done.iter().filter(|call| call.name == name).count();
    assert_eq!((count("socket"), count("connect"), count("bind")), (0, 0, 0));
    assert_eq!(count("execve"), 1, "the program itself");
    assert!(trace.contains("prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE) = 0"), "no core dump holds the screen");
    let strays: Vec<&Call> =
        done.iter().filter(|call| call.writes() && !call.is_below(&[&session, &out])).collect();
    assert!(strays.is_empty(), "{strays:?}");
    assert!(done.iter().any(|call| call.writes() && call.is_below(&[&session])), "the trace shows writing");
}
