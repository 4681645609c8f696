//! Plain mode with the real binary: piped, in a terminal that can only print, and alternating with the console.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use strict_review::review::handoff::Handoff;
use strict_review::review::moment::Moment;
use strict_review::review::runbook::Runbook;
use strict_review::review::start::Start;
use strict_review::review::state::Review;

use super::driver::{close_and_export, confirm, item, items, open_items, walk};
use super::world::{READY, WIDE, World, sample};
use crate::hostile::texts::texts;
use crate::support;

const PREPARE: usize = 0;
const CONTINUE: usize = 1;

fn review_of(runbook: &Runbook, handoff: &str) -> Review {
    let handoff = Handoff::parse(&fs::read(handoff).unwrap(), runbook).unwrap();
    let start = Start::new("0123456789abcdef".to_owned(), runbook, handoff);
    Review::start(start, "2026-01-31T09:30:00.000Z".parse::<Moment>().unwrap())
}

/// Lines of someone who opens and confirms everything, in order.
fn lines_of(review: &Review) -> String {
    let items = review.checklist().items().iter();
    let lines = items.map(|item| {
        let echo = review.echo(item).map(|echo| format!("{echo}\n")).unwrap_or_default();
        format!("go {}\nread\nconfirm\n{echo}", item.id)
    });
    lines.collect::<Vec<_>>().concat()
}

/// Lines that close a review and write its packet.
fn closing(review: &Review, decision: usize, not_looked_at: &str) -> String {
    let echo = review.closing_echo();
    format!("close {}\n{not_looked_at}\n{echo}\nexport\nexport\nquit\n", decision + 1)
}

pub(super) fn script(runbook: &Runbook, handoff: &str) -> String {
    let review = review_of(runbook, handoff);
    lines_of(&review) + &closing(&review, PREPARE, "nothing")
}

/// Standard output, which contains text and line feeds only.
pub(super) fn said(output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    text
}

pub(super) fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A document without anything unique to one review: times, the session, the method of acknowledgement, and their
/// digests.
fn shared(document: &Value) -> Value {
    const OWN: [&str; 14] = [
        "session",
        "startedAt",
        "endedAt",
        "input",
        "exportedAt",
        "openedAt",
        "lines",
        "linesShown",
        "confirmedAt",
        "answeredAt",
        "at",
        "acknowledged",
        "journalHead",
        "fingerprint",
    ];
    match document {
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
            kept.map(|(name, value)| (name.clone(), shared(value))).collect::<serde_json::Map<_, _>>().into()
        }
        Value::Array(values) => values.iter().map(shared).collect(),
        other => other.clone(),
    }
}

#[test]
fn a_whole_review_is_piped_in_and_leaves_a_ready_packet() {
    let world = World::new();
    let path = sample(READY);
    let arguments = [path.as_str(), "--evidence", &sample("evidence")];
    let output = world.piped(&arguments, script(support::runbook(), &path).as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}\n{}", said(&output), told(&output));
    let document = world.packet();
    assert_eq!(document["status"], "ready-for-durable-result-storage-live-window-owner-review");
    assert!(items(&document).iter().all(|item| item["state"] == "confirmed"));
    assert_eq!(item(&document, "ownerHandoffStatus")["acknowledged"], "key");
    assert_eq!(item(&document, "targetEnvironment")["acknowledged"], "echo");
    let packet = world.path("out").join(&world.written()[0]);
    assert_eq!(said(&output).lines().last(), packet.to_str());
}

#[test]
fn another_runbook_and_practice_are_walked_by_the_same_lines() {
    let world = World::new();
    let (other, handoff) = (sample("second-runbook.json"), sample("second-ready-handoff.json"));
    let script = script(support::second_runbook(), &handoff);
    let output = world.piped(&["--runbook", &other, &handoff], script.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}\n{}", said(&output), told(&output));
    assert_eq!(world.packet()["resultRetentionCleanupRehearsalAllowed"], true);

    let world = World::new();
    let output = world.piped(&[], self::script(support::runbook(), &sample(READY)).as_bytes());
    assert_eq!(output.status.code(), Some(1), "practice is never ready");
    assert!(said(&output).contains("Practice on a sample"));
    assert_eq!(world.packet()["review"]["practice"], true);
}

#[test]
fn the_console_and_plain_mode_export_the_same_document() {
    let (path, evidence) = (sample(READY), sample("evidence"));
    let arguments = [path.as_str(), "--evidence", &evidence, "--reviewer", "second shift"];
    let console = World::new();
    let mut terminal = console.console(&arguments);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("! ");
    terminal.wait_for("Concern · Handoff status");
    terminal.text("is it the newest?");
    terminal.keys("ctrl-s");
    terminal.wait_for("Concern recorded: Handoff status.");
    terminal.keys("!");
    terminal.wait_for("Answer · Handoff status");
    terminal.text("it is");
    terminal.keys("ctrl-s");
    terminal.wait_for("Concern answered: Handoff status; the item is open");
    terminal.keys("a");
    terminal.wait_for("Write actions: shown");
    terminal.keys("enter");
    terminal.wait_for("STOP ·");
    terminal.keys("t");
    terminal.wait_for("Refused and recorded");
    terminal.keys("q q");
    terminal.wait_for("▸ [ ] Handoff status");
    walk(&mut terminal, 0);
    close_and_export(&mut terminal, PREPARE, "the second half");
    terminal.wait_end().expect(0);

    let plain = World::new();
    let review = review_of(support::runbook(), &path);
    let first = "concern\nis it the newest?\n.\nanswer\nit is\n.\ntry 1\n";
    let script = format!("{first}{}{}", lines_of(&review), closing(&review, PREPARE, "the second half"));
    let output = plain.piped(&arguments, script.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}\n{}", said(&output), told(&output));
    let (console, plain) = (console.packet(), plain.packet());
    assert_eq!(shared(&plain), shared(&console));
    assert_eq!(console["review"]["attempts"].as_array().unwrap().len(), 1);
    assert_ne!(console["fingerprint"], plain["fingerprint"]);
}

#[test]
fn another_label_is_told_at_once_and_the_packet_says_who_answered_what() {
    let world = World::new();
    let path = sample(READY);
    let first = world.piped(&[&path, "--reviewer", "alice"], b"confirm\nquit\n");
    assert!(said(&first).contains("This run: reviewer alice."), "{}", said(&first));
    let review = review_of(support::runbook(), &path);
    let rest = format!("next\nconfirm\nstatus\n{}", closing(&review, CONTINUE, "the rest"));
    let second = world.piped(&[&path, "--reviewer", "bob"], rest.as_bytes());
    let text = said(&second).replace('\n', " ");
    for told in [
        "This run: reviewer bob.",
        "The session continues with the label “bob”; before, it had the label “alice”.",
        "Sittings: 2. The last has the label “bob”; earlier: the label “alice”.",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    let packet = world.packet();
    let labels: Vec<_> = (0..2).map(|i| packet["review"]["sittings"][i]["reviewer"].clone()).collect();
    assert_eq!(labels, ["alice", "bob"]);
    assert_eq!(item(&packet, "ownerHandoffStatus")["confirmedSitting"], 1);
    assert_eq!(item(&packet, "ownerHandoffReference")["confirmedSitting"], 2);
    assert_eq!(packet["review"]["closingSitting"], 2);
}

#[test]
fn a_terminal_that_can_only_print_gets_plain_mode_by_itself() {
    let world = World::new();
    let mut terminal = world.dumb(WIDE, &[&sample(READY)]);
    terminal.wait_for("Plain mode, because TERM is dumb");
    terminal.wait_for("every command, q quit; everything is saved");
    terminal.text("confirm\r");
    terminal.wait_for("Confirmed: Handoff status.");
    terminal.keys("ctrl-d");
    let after = terminal.wait_end().expect(1);
    assert!(after.text.contains("is unfinished and saved"), "{}", after.text);
    let strange = |c: char| c.is_control() && !matches!(c, '\r' | '\n');
    let own = after.output.replace("^D", "").replace('\u{8}', "");
    assert!(!own.contains(strange), "{own:?}");
    assert_eq!(world.events(), ["confirmed"]);
}

#[test]
fn evidence_is_paged_in_a_terminal() {
    let world = World::new();
    let path = sample("evidence");
    let mut terminal = world.dumb((80, 12), &[&sample(READY), "--evidence", &path]);
    terminal.wait_for("everything is saved");
    terminal.text("go backupReference\rread\r");
    terminal.wait_for("Enter continues, /TEXT searches, q stops>");
    terminal.text("\r");
    terminal.wait_for("16 | `config/local-dev.json`");
    terminal.text("q\r");
    terminal.wait_for("Stopped.");
    terminal.text("quit\r");
    terminal.wait_end().expect(1);
    assert_eq!(world.events(), ["evidence-listed", "evidence-opened", "lines-shown"]);
}

#[test]
fn a_review_begins_in_plain_mode_and_ends_in_the_console() {
    let world = World::new();
    let output = world.piped(&[&sample(READY)], b"confirm\nnext\nconcern\nno date\n.\n");
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("unfinished and saved"));
    let mut terminal = world.review(READY);
    let flat = terminal.wait_for("Resumed where you left off.");
    assert!(flat.contains("[x] Handoff status") && flat.contains("concern"), "{flat}");
    terminal.keys("}");
    confirm(&mut terminal);
    close_and_export(&mut terminal, CONTINUE, "the rest");
    terminal.wait_end().expect(1);
    let document = world.packet();
    assert_eq!(item(&document, "ownerHandoffReference")["concerns"][0]["note"], "no date");
    assert_eq!(items(&document).iter().filter(|item| item["state"] == "confirmed").count(), 2);
}

#[test]
fn a_review_begins_in_the_console_and_ends_in_plain_mode() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    let flat = terminal.wait_until("the live line", |flat| open_items(flat).is_some());
    walk(&mut terminal, open_items(&flat).unwrap() / 2);
    let open = open_items(&terminal.flat()).unwrap();
    terminal.keys("q");
    terminal.wait_end().expect(1);
    let path = sample(READY);
    let output = world.piped(&[&path], b"status\n");
    assert!(said(&output).contains(&format!("Items open: {open}.")), "{}", said(&output));
    let review = review_of(support::runbook(), &path);
    let output =
        world.piped(&[&path], (lines_of(&review) + &closing(&review, PREPARE, "nothing")).as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}\n{}", said(&output), told(&output));
    let document = world.packet();
    assert_eq!(document["findings"], json!([]));
    // A closed review can only be opened and exported again.
    let output = world.piped(&[&path], b"go 1\nconfirm\ntry 1\nexport\nexport\n");
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    for part in [
        "This session is closed.",
        "This review is closed; export writes",
        "This review is closed; it can be read",
        "not recorded, because",
        "Written:",
    ] {
        assert!(text.replace('\n', " ").contains(part), "{part}: {text}");
    }
    assert_eq!(world.packet(), document);
}

#[test]
fn a_session_that_another_console_writes_is_only_read() {
    let world = World::new();
    let mut first = world.review(READY);
    first.wait_for("REVIEW ONLY");
    confirm(&mut first);
    let before = world.journal();
    let output = world.piped(&[&sample(READY)], b"go 1\nnext\nconfirm\nnote\nstatus\nundo\n");
    let text = said(&output).replace('\n', " ");
    assert!(text.contains("This session is read-only: open in process"), "{text}");
    assert!(text.contains("Not saved") && text.contains("Refused. This session is read-only"), "{text}");
    assert!(!text.contains("1 confirm"), "{text}");
    assert_eq!(world.journal(), before);
    first.keys("q");
    first.wait_end().expect(1);
}

#[test]
fn lines_that_no_person_types_are_refused_in_words() {
    let world = World::new();
    let mut lines = vec![b'a'; 1 << 20];
    lines.extend(b"\n\xff\xfe\x80\nopen\n\x1b[A\x07\nconfirm\nnote\n\x1b[2J\nplain\n.\nquit\n");
    let output = world.piped(&[&sample(READY)], &lines);
    let text = said(&output);
    for part in [
        "at most 65536 bytes",
        "not UTF-8",
        "Unknown command: “‹U+001B›[A‹U+0007›”",
        "contains control characters",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(world.events(), ["confirmed", "note-written"]);
}

#[test]
fn hostile_texts_are_said_as_tokens() {
    let world = World::new();
    let handoff = world.handoff(READY, |handoff| {
        for (i, (_, text)) in texts().into_iter().enumerate().filter(|(_, (_, text))| text.len() < 200) {
            handoff[format!("unknown {i} {text}")] = json!([true, text]);
        }
        handoff["targetAdapter"] = json!("\u{1b}]0;approved\u{7}\u{9b}2J");
    });
    let commands = "handoff\nfindings\nopen\nsteps\nstatus\ngo targetAdapter\ndetails\nactions\n?\n";
    let output = world.piped(&[&handoff], commands.as_bytes());
    let text = said(&output);
    assert!(text.contains("‹U+001B›") && text.contains("‹U+202E›"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn files_are_not_read_from_the_input_that_the_answers_come_from() {
    let world = World::new();
    for arguments in [&["-"][..], &["--runbook", "-", "x"], &["x", "--handoff-packet", "-"]] {
        let output = world.piped(arguments, b"{}\n");
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains("takes its answers from standard input"), "{}", told(&output));
    }
}

#[test]
fn plain_mode_works_behind_every_wall_that_the_system_has() {
    let world = World::new();
    let doctor = world.without_terminal(&["doctor", "--format", "json"]);
    let record = serde_json::from_slice::<Value>(&doctor.stdout).unwrap()["confinement"].clone();
    let path = sample(READY);
    let insist = world.without_terminal(&["check", &path, "--sandbox", "require"]).status.code() == Some(0);
    let confine = if insist { "require" } else { "auto" };
    let script = script(support::runbook(), &path);
    let output = world.piped(&[&path, "--sandbox", confine], script.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}\n{}", said(&output), told(&output));
    assert_eq!(world.packet()["review"]["sittings"][0]["confinement"], record);
}
