//! Made-up secrets in everything that a console reads or a reviewer types: on no screen except the typed text, in no
//! file, in no final message.

use std::fs;

use serde_json::json;

use super::driver::close_and_export;
use super::world::{READY, WIDE, World};
use crate::hostile::canaries::{Canary, assert_nowhere, canary};

const CONTINUE: usize = 1;
const KINDS: usize = 6;

/// Every byte of the files that the program made in a world.
fn every_file(world: &World) -> Vec<u8> {
    let mut open = ["home", "cwd", "tmp", "state", "written"].map(|name| world.path(name)).to_vec();
    let mut all = Vec::new();
    while let Some(path) = open.pop() {
        if let Ok(entries) = fs::read_dir(&path) {
            open.extend(entries.map(|entry| entry.unwrap().path()));
        } else if let Ok(bytes) = fs::read(&path) {
            all.extend(bytes);
        }
    }
    all
}

#[test]
fn no_secret_that_is_read_reaches_the_terminal_or_a_file() {
    for kind in [0, 2, 5] {
        let world = World::new();
        let mut cores = Vec::new();
        let mut plant = |kind: usize, place: &str| {
            let Canary { secret, core } = canary(kind, place);
            cores.push(core);
            secret
        };
        let handoff = world.handoff(READY, |handoff| {
            let fields: Vec<String> = handoff.as_object().unwrap().keys().cloned().collect();
            let kept = ["ownerHandoffFingerprint", "ownerHandoffStatus", "backupReference"];
            for (i, field) in fields.iter().enumerate().filter(|(_, field)| !kept.contains(&field.as_str())) {
                handoff[field] = json!(plant(kind + i, field));
            }
            let key = plant(kind, "a key");
            handoff[&key] = json!({ key.as_str(): [true, plant(kind + 1, "inside")] });
        });
        let evidence = world.path("evidence");
        fs::create_dir(&evidence).unwrap();
        let lines: Vec<String> = (0..KINDS).map(|kind| plant(kind, "evidence")).collect();
        fs::write(evidence.join("backup-log.md"), format!("first\n{}\nlast\n", lines.join("\nbetween\n")))
            .unwrap();
        let plain = |secret: String| -> String {
            secret.chars().filter(|c| !matches!(c, '/' | '\n')).take(120).collect()
        };
        fs::write(evidence.join(plain(plant(kind, "a name"))), "x").unwrap();
        let packet = world.path("in/packet.json");
        fs::write(&packet, json!({ "a": plant(kind, "packet") }).to_string()).unwrap();
        let session = world.path("state").join(plain(plant(0, "session")));
        let out = world.path("written").join(plain(plant(1, "out")));
        let paths = [&evidence, &packet, &session, &out].map(|path| path.to_str().unwrap());
        let mut terminal = world.run(
            WIDE,
            &[
                &handoff,
                "--evidence",
                paths[0],
                "--handoff-packet",
                paths[1],
                "--session",
                paths[2],
                "--out",
                paths[3],
            ],
        );
        terminal.wait_for("REVIEW ONLY");
        terminal.keys("j o");
        terminal.wait_for("withheld: it looks like a credential");
        terminal.keys("q ] ]");
        terminal.wait_for("Phase 2 of 8");
        terminal.keys("o");
        terminal.wait_for("line 1 of");
        terminal.wait_for("‹withheld: looks like a credential");
        terminal.keys("w l l w q ] ] ] ? q a q");
        terminal.wait_for("Phase 5 of 8");
        close_and_export(&mut terminal, CONTINUE, "the rest");
        let after = terminal.wait_end().expect(1);
        let files = every_file(&world);
        assert!(files.len() > 1000, "a journal and a packet were written");
        for core in cores {
            assert_nowhere(&core, after.output.as_bytes(), "the terminal");
            assert_nowhere(&core, &files, "a file");
        }
    }
}

#[test]
fn a_secret_that_is_typed_in_any_prompt_is_gone_once_the_prompt_is() {
    let world = World::new();
    let evidence = world.path("evidence");
    fs::create_dir(&evidence).unwrap();
    fs::write(evidence.join("backup-log.md"), "a log\n").unwrap();
    let handoff = world.handoff(READY, |_| ());
    let state = world.path("state");
    let (evidence, state) = (evidence.to_str().unwrap(), state.to_str().unwrap());
    let mut terminal = world.run(WIDE, &[&handoff, "--evidence", evidence, "--session", state]);
    let mut cores = Vec::new();
    let mut typed = |kind: usize, place: &str| {
        let Canary { secret, core } = canary(kind, place);
        cores.push(core.clone());
        (secret, core)
    };
    terminal.wait_for("REVIEW ONLY");
    for (keys, prompt) in [("n", "Note ·"), ("!", "Concern ·")] {
        terminal.keys(keys);
        terminal.wait_for(prompt);
        let (secret, core) = typed(0, prompt);
        let middle = secret.len() / 2;
        // Pasted with an invisible character in it.
        terminal.paste(&format!("{}\u{200b}{}", &secret[..middle], &secret[middle..]));
        terminal.wait_for("This looks like a credential");
        terminal.keys("ctrl-s");
        terminal.wait_for("✗ Not saved: that looks like a credential");
        terminal.keys("esc");
        terminal.wait_gone(&core[..6]);
    }
    // A value is confirmed by typing it: other text confirms nothing, and none of it is kept.
    terminal.keys("j j space");
    terminal.wait_for("Confirm by typing");
    let (secret, core) = typed(1, "echo");
    terminal.text(&secret);
    terminal.keys("enter");
    terminal.wait_for("✗");
    terminal.keys("esc");
    terminal.wait_gone(&core);
    terminal.keys("] ] o");
    terminal.wait_for("line 1 of");
    terminal.keys("/");
    terminal.wait_for("find:");
    let (secret, core) = typed(0, "find");
    terminal.text(&secret);
    terminal.wait_for(&core);
    terminal.keys("enter");
    terminal.wait_for("Not found. The text looks like a credential");
    terminal.wait_gone(&core);
    terminal.keys("q q");
    terminal.wait_for("Press the same key again to quit without them.");
    terminal.keys("q");
    let after = terminal.wait_end().expect(1);
    let files = every_file(&world);
    for core in cores {
        assert_nowhere(&core, &files, "a file");
        assert_nowhere(&core, after.text.as_bytes(), "what was said afterwards");
    }
}
