//! The greeting of a sitting: clock jumps, other labels, warnings about the runbook.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use strict_review::frontend::{BeforeFirst, Begun, Launch};
use strict_review::journal::folder::Sessions;
use strict_review::review::handoff::Handoff;
use strict_review::review::runbook::Runbook;
use strict_review::review::start::Start;
use strict_review::session::inputs::{Input, Inputs};
use strict_review::session::open::Afresh;
use strict_review::tui::app::console::Console;
use strict_review::tui::model::Notice;
use strict_review::tui::theme::Theme;

use super::world::{Desk, READY, clock, reset_clock, runbook, set_clock_by, start};

const TO_PACKET: &str = "<Tab> G <Tab>";

fn sit(folder: &Path, runbook: &Runbook, reviewer: Option<&str>) -> Desk {
    let handoff = Handoff::parse(READY, runbook).unwrap();
    let visit = Launch {
        start: Start { runbook: runbook.clone(), handoff, ..start(READY) },
        inputs: Inputs::new(Input::new(runbook.clone(), None), Input::new(READY.to_vec(), None)),
        practice: false,
        reviewer: reviewer.map(str::to_owned),
        sessions: Sessions::in_folder(folder.join("sessions")),
        afresh: Afresh::Resume,
        out_folder: folder.join("out"),
        confinement: "sandboxed",
        pid: 4242,
        clock,
    };
    let begun = visit.begin("closed".to_owned(), BeforeFirst::on_screen(None, Instant::now));
    let (Begun { session, told, out_folder, confinement, .. }, _) = begun.unwrap();
    let size = (160, 48).into();
    Desk::with(Console::new(session, size, Theme::colours(), out_folder, confinement, told))
}

fn header(desk: &Desk) -> String {
    desk.screen().lines()[0].trim_end().to_owned()
}

/// Text of the screen on one line, without the borders of boxes.
fn flat(desk: &Desk) -> String {
    desk.screen().text().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn care(desk: &Desk) -> String {
    match &desk.console.model().notice {
        Some(Notice::Care(words)) => words.clone(),
        other => panic!("{other:?}"),
    }
}

fn beside(desk: &Desk) -> String {
    match &desk.console.model().notice {
        Some(Notice::Refused(words) | Notice::Care(words)) => words.clone(),
        other => panic!("{other:?}"),
    }
}

/// Makes the closing call that keeps the review open, and writes the packet.
fn export(desk: &mut Desk) {
    desk.press(&format!("{TO_PACKET} g j o <C-u> 'all of it' <Enter> 'e8040a2a' <Enter> e e"));
}

/// The packet in the folder: its document, and its page for people.
fn packet(folder: &Path) -> (Value, String) {
    let files = || fs::read_dir(folder.join("out")).unwrap().map(|entry| entry.unwrap().path());
    let ending = |end: &str| files().find(|path| path.extension().is_some_and(|e| e == end)).unwrap();
    let document = serde_json::from_slice(&fs::read(ending("json")).unwrap()).unwrap();
    (document, fs::read_to_string(ending("md")).unwrap())
}

#[test]
fn a_clock_that_jumps_is_told_at_once_at_the_packet_on_resuming_and_in_the_export() {
    let folder = tempfile::tempdir().unwrap();
    reset_clock();
    let mut desk = sit(folder.path(), runbook(), None);
    desk.press("space");
    assert!(!flat(&desk).contains("clock"), "{}", flat(&desk));
    set_clock_by(-3600);
    desk.press("j space");
    let back = "The clock went back: line 3 of the journal is dated 2026-01-31T08:30:";
    assert!(beside(&desk).starts_with(back) && flat(&desk).contains(back), "{}", flat(&desk));
    desk.press("]");
    assert!(!flat(&desk).contains("clock"), "{}", flat(&desk));
    desk.press(TO_PACKET);
    assert!(desk.console.model().notice.is_none() && flat(&desk).contains(back), "{}", flat(&desk));
    drop(desk);

    let mut desk = sit(folder.path(), runbook(), None);
    let greeting = care(&desk);
    assert!(greeting.starts_with("Resumed at the first open item. "), "{greeting}");
    assert!(greeting.contains(back) && flat(&desk).contains(back), "{greeting}");
    desk.press("n 'one' <C-s>");
    set_clock_by(90_000);
    desk.press("n ' two' <C-s>");
    let forward = "The clock went forward: line 6 of the journal is dated 2026-02-01T09:30:";
    assert!(beside(&desk).starts_with(forward), "{}", beside(&desk));
    desk.press(TO_PACKET);
    let both = format!("The clock jumped 2 times; the last time: {forward}");
    let row = "The clock jumped 2 times; the last time: The clock went forward: line 6 of the ";
    assert!(flat(&desk).contains(row), "{}", flat(&desk));

    export(&mut desk);
    let (document, page) = packet(folder.path());
    let jumps = &document["review"]["clockJumps"];
    let [(from, to), _] = [0, 1].map(|jump| (&jumps[jump]["from"], &jumps[jump]["to"]));
    assert_eq!(jumps[0], json!({ "line": 3, "sitting": 1, "from": from, "to": to }));
    let [from, to] = [from, to].map(|at| at.as_str().unwrap());
    assert!(from.starts_with("2026-01-31T09:30:") && to.starts_with("2026-01-31T08:30:"), "{jumps}");
    assert_eq!((&jumps[1]["line"], &jumps[1]["sitting"]), (&json!(6), &json!(2)));
    let line =
        format!("\n- The clock jumped: line 3 of the journal is dated {to}, the line before it {from}\n");
    assert!(page.contains(&line) && page.contains("\n- The clock jumped: line 6 of "), "{page}");
    drop(desk);

    let closed = care(&sit(folder.path(), runbook(), None));
    assert!(closed.starts_with("closed ") && closed.contains(&both), "{closed}");
}

#[test]
fn the_header_has_the_label_of_this_sitting_and_the_greeting_both_where_they_differ() {
    let folder = tempfile::tempdir().unwrap();
    reset_clock();
    let mut desk = sit(folder.path(), runbook(), Some("alice"));
    assert!(header(&desk).ends_with("REVIEW ONLY · sandboxed · reviewer alice"), "{}", header(&desk));
    assert!(desk.console.model().notice.is_none());
    desk.press("space");
    drop(desk);

    let mut desk = sit(folder.path(), runbook(), Some("bob"));
    assert!(header(&desk).ends_with("REVIEW ONLY · sandboxed · reviewer bob"), "{}", header(&desk));
    let said = "The session continues with the label “bob”; before, it had the label “alice”. Each answer records its \
                label.";
    assert_eq!(care(&desk), format!("Resumed at the first open item. {said}"));
    assert!(flat(&desk).contains(said), "{}", flat(&desk));
    desk.press("space");
    drop(desk);

    let desk = sit(folder.path(), runbook(), Some("bob"));
    assert!(!flat(&desk).contains("The session continues with"), "{}", flat(&desk));
    drop(desk);

    let desk = sit(folder.path(), runbook(), None);
    assert!(header(&desk).ends_with("REVIEW ONLY · sandboxed · no label"), "{}", header(&desk));
    assert!(care(&desk).contains("The session continues with no label; before, it had the label “bob”."));
}

#[test]
fn a_runbook_without_teeth_is_told_in_the_greeting_of_each_sitting() {
    let folder = tempfile::tempdir().unwrap();
    reset_clock();
    let mut definition = crate::support::definition();
    definition["decisions"][0]["needs"] = json!(["phases", "references"]);
    definition["stopRules"][2]["watches"] = json!([]);
    let toothless = Runbook::parse(definition.to_string().as_bytes()).unwrap();
    let warns =
        "The runbook has warnings: part-not-needed, rule-watches-nothing. “Ready” means less with them;";
    for before in ["", "Resumed at the first open item. "] {
        let mut desk = sit(folder.path(), &toothless, None);
        assert!(care(&desk).starts_with(&format!("{before}{warns}")), "{}", care(&desk));
        assert!(flat(&desk).contains(warns), "{}", flat(&desk));
        assert!(header(&desk).ends_with("REVIEW ONLY · sandboxed · 2 runbook warnings"), "{}", header(&desk));
        desk.press("space");
    }
    let folder = tempfile::tempdir().unwrap();
    let desk = sit(folder.path(), runbook(), None);
    assert!(desk.console.model().notice.is_none());
}
