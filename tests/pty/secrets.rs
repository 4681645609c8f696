//! Likely credentials are refused wherever they are typed, and appear in no file.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::driver::{close_and_export, items, walk, walk_to};
use super::world::{READY, World, sample};

const CONTINUE: usize = 1;
const CANARY: &str = "Zq7canaryWx93Lm4";
const NOWHERE: [PathBuf; 0] = [];

#[test]
fn a_credential_typed_in_a_note_a_concern_or_a_reference_is_refused_and_stands_in_no_file() {
    let world = World::new();
    let handoff = world.handoff(READY, |handoff| {
        handoff.as_object_mut().unwrap().remove("backupReference").unwrap();
    });
    let secret = format!("postgres://admin:{CANARY}@db.internal/prod");
    let mut terminal = world.console(&[&handoff]);
    terminal.wait_for("REVIEW ONLY");
    for (key, asked) in [("n", "Note ·"), ("!", "Concern ·")] {
        terminal.keys(key);
        terminal.wait_for(asked);
        terminal.text(&secret);
        terminal.wait_for("This looks like a credential");
        terminal.keys("ctrl-s");
        let flat = terminal.wait_for("✗ Not saved: that looks like a credential");
        assert!(flat.contains("Say where the secret is stored instead."), "{flat}");
        terminal.keys("esc");
        terminal.wait_for("Not saved; kept as a draft");
    }
    terminal.wait_gone(CANARY);
    assert!(world.events().is_empty());

    // Everything before the missing reference, which is the next open item then.
    walk_to(&mut terminal, "Backup log");
    let before = world.events();
    terminal.wait_for("not given; i enters it");
    terminal.keys("i");
    terminal.wait_for("Reference · Backup log");
    terminal.text(&format!("https://files.internal/backup.md?token={CANARY}"));
    terminal.keys("enter");
    terminal.wait_for("✗ Not saved: that looks like a credential");
    terminal.keys("esc");
    terminal.wait_for("Not saved; kept as a draft");
    assert_eq!(world.events(), before);
    assert_eq!(world.holding(CANARY), NOWHERE);

    terminal.keys("e j enter");
    terminal.wait_for("Closing call · 1 of 2");
    terminal.text(&secret);
    terminal.keys("ctrl-s");
    terminal.wait_for("✗ Not saved: that looks like a credential");
    terminal.keys("esc");
    terminal.wait_for("Not saved; kept as a draft");
    terminal.keys("q");
    terminal.wait_for("Press the same key again to quit without them.");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert_eq!(world.events(), before);
    assert_eq!(world.holding(CANARY), NOWHERE);
}

#[test]
fn a_reference_that_the_handoff_leaves_out_is_entered_by_hand_and_says_so() {
    let world = World::new();
    let handoff = world.handoff(READY, |handoff| {
        handoff.as_object_mut().unwrap().remove("backupReference").unwrap();
    });
    let mut terminal = world.console(&[&handoff]);
    terminal.wait_for("REVIEW ONLY");
    walk_to(&mut terminal, "Backup log");
    terminal.keys("space");
    terminal.wait_for("The handoff gives no reference here");
    terminal.keys("i");
    terminal.wait_for("Reference · Backup log");
    terminal.text("shelf 4, backup-log.md");
    terminal.keys("enter");
    terminal.wait_for("shelf 4, backup-log.md (entered by hand)");
    walk(&mut terminal, 0);
    close_and_export(&mut terminal, 0, "nothing");
    terminal.wait_end().expect(0);
    let document = world.packet();
    let entered = |reference: &&Value| reference["field"] == "backupReference";
    let reference = document["references"].as_array().unwrap().iter().find(entered).unwrap();
    assert_eq!(reference["value"], "shelf 4, backup-log.md");
    assert!(items(&document).iter().all(|item| item["state"] == "confirmed"));
}

#[test]
fn a_credential_in_the_handoff_blocks_and_is_never_echoed_on_screen_or_in_a_file() {
    let world = World::new();
    let path = sample("stop-rules/owner-handoff-secret-like.json");
    let handoff: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let secret = handoff["ownerHandoffReference"].as_str().unwrap();
    let mut terminal = world.console(&[&path]);
    terminal.wait_for("[#] Handoff location");
    terminal.keys("j o");
    terminal.wait_for("withheld: it looks like a credential");
    terminal.keys("q");
    terminal.wait_for("REVIEW ONLY");
    close_and_export(&mut terminal, CONTINUE, "the rest");
    let after = terminal.wait_end().expect(1);
    assert!(!after.output.contains(secret));
    assert_eq!(world.holding(secret), NOWHERE);
    let document = world.packet();
    assert_eq!(document["status"], "blocked-durable-result-storage-live-window-runbook");
    assert_eq!(document["ownerHandoff"]["reference"], json!(null));
}

#[test]
fn a_label_that_looks_like_a_credential_is_refused_before_anything_is_made() {
    let world = World::new();
    let label = format!("postgres://admin:{CANARY}@db.internal/prod");
    let terminal = world.console(&["--reviewer", &label, &sample(READY)]);
    let after = terminal.wait_end().expect(2);
    assert!(after.text.contains("--reviewer"), "{}", after.text);
    assert!(!after.output.contains(CANARY), "{}", after.output);
    assert!(!world.path("sessions").exists());
}
