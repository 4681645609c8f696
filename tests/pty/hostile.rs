//! A whole review in which everything possible is hostile: the console's output moves the cursor and colours cells,
//! nothing else.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::driver::{close_and_export, item};
use super::world::{READY, WIDE, World};
use crate::hostile::harmless::{assert_harmless, without_own_sequences};
use crate::hostile::texts::texts;

const CONTINUE: usize = 1;

/// Every text that ends no paste and fits into a note.
fn note() -> String {
    let texts = texts().into_iter().map(|(_, text)| text);
    texts.filter(|text| text.len() < 200 && !text.contains(['\u{1b}', '\r'])).collect::<Vec<_>>().join(" ")
}

/// A line for every text, without NUL, which would make it a binary file.
fn content() -> String {
    let lines = texts().into_iter().map(|(name, text)| format!("{name}: {text}\n").replace('\0', ""));
    lines.collect::<Vec<_>>().concat()
}

/// The one file of a packet whose name ends so.
fn written_in(out: &Path, end: &str) -> String {
    let mut paths = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    fs::read_to_string(paths.find(|path| path.to_str().unwrap().ends_with(end)).unwrap()).unwrap()
}

#[test]
fn a_review_of_hostile_texts_writes_nothing_to_the_terminal_but_its_own_sequences() {
    let world = World::new();
    let (evidence, session, out) =
        (world.path("evidence"), world.path("sessions\u{9b}2J"), world.path("out\u{202e}x"));
    fs::create_dir(&evidence).unwrap();
    let name = "数据 e\u{301} рath.md";
    fs::write(evidence.join(name), content()).unwrap();
    let handoff = world.handoff(READY, |handoff| {
        handoff["ownerHandoffStatus"] = json!(name);
        handoff["schemaReviewReference"] = json!(format!("e{}", "\u{301}".repeat(3000)));
        for (i, (_, text)) in texts().into_iter().enumerate().filter(|(_, (_, text))| text.len() < 200) {
            handoff[format!("unknown {i} {text}")] = json!([true, text]);
        }
        handoff["ownerHandoffReference"] = json!("рath 数据 e\u{301} ❤\u{fe0f}");
        handoff["backupReference"] = json!(name);
        handoff["targetAdapter"] = json!("\u{1b}]0;approved\u{7}\u{9b}2J");
    });
    let paths = [&evidence, &session, &out].map(|path| path.to_str().unwrap());
    let mut terminal = world.run(
        WIDE,
        &[
            &handoff,
            "--evidence",
            paths[0],
            "--session",
            paths[1],
            "--out",
            paths[2],
            "--reviewer",
            "Prüfung 数据",
        ],
    );
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("n");
    terminal.wait_for("Note ·");
    let note = note();
    terminal.paste(&note);
    terminal.wait_for("invisible characters");
    terminal.keys("ctrl-s");
    terminal.wait_for("Note recorded");
    terminal.keys("] ]");
    let flat = terminal.wait_for("Phase 2 of 8");
    assert!(!flat.contains(['ﾞ', 'ה', '🇪']), "something of the note is left on another screen: {flat}");
    terminal.keys("o");
    terminal.wait_for("line 1 of");
    for keys in ["space", "space", "w", "l", "l", "h", "w"] {
        terminal.keys(keys);
    }
    terminal.keys("/");
    terminal.wait_for("find:");
    terminal.paste("nowhere\u{202e}\u{9b}\u{301}");
    terminal.wait_for("find: nowhere");
    terminal.keys("enter");
    terminal.wait_for("Not found: nowhere‹U+202E›");
    terminal.keys("q");
    terminal.wait_for("Phase 2 of 8");
    terminal.keys("[ [ j j j j j j j j ? q a q tab G tab");
    terminal.resize(60, 16);
    terminal.wait_for("Packet");
    terminal.resize(WIDE.0, WIDE.1);
    close_and_export(&mut terminal, CONTINUE, "рroduction 数据");
    let after = terminal.wait_end().expect(1);
    let written =
        without_own_sequences(&after.output).unwrap_or_else(|sequence| panic!("it wrote {sequence}"));
    assert_harmless(written.as_bytes(), "the console");

    assert_harmless(written_in(&out, ".md").as_bytes(), "the Markdown");
    let document: serde_json::Value = serde_json::from_str(&written_in(&out, ".json")).unwrap();
    assert_eq!(item(&document, "ownerHandoffStatus")["note"], json!(note), "the record is exact");
}
