//! Settings in the real console: keys, folders, the label; and an invalid file stops it at once.

use std::fs;

use super::terminal::Terminal;
use super::world::{READY, WIDE, World, sample};

fn configured(text: &str) -> World {
    let world = World::new();
    let folder = world.path("home/.config/strict-review");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), text).unwrap();
    world
}

fn opened(world: &World) -> Terminal {
    world.run(WIDE, &[&sample(READY)])
}

#[test]
fn folders_label_and_keys_are_those_of_the_file() {
    let world = configured(
        "session = '~/named/kept'\nout = '~/named/packets'\nreviewer = 'second pair of eyes'\n[keys]\nconfirm = 'x'\n",
    );
    let mut terminal = opened(&world);
    let flat = terminal.wait_for("▸ [ ] Handoff status");
    assert!(flat.contains("x confirm") && !flat.contains("space confirm"), "{flat}");
    terminal.keys("x");
    terminal.wait_for("[x] Handoff status");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert!(world.path("home/named/packets").is_dir());
    let kept: Vec<_> =
        fs::read_dir(world.path("home/named/kept")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let journals: Vec<String> =
        kept.iter().filter_map(|folder| fs::read_to_string(folder.join("journal.jsonl")).ok()).collect();
    assert_eq!(journals.len(), 1, "{kept:?}");
    assert!(journals[0].contains("\"second pair of eyes\""), "{}", journals[0]);
}

#[test]
fn practice_has_its_own_evidence_whatever_folder_is_set_for_good() {
    let world = configured("session = '~/named/kept'\nevidence = '~/nowhere'\n");
    let mut terminal = world.run(WIDE, &[]);
    terminal.wait_for("▸ [ ] Handoff status");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    let ended = opened(&world).wait_end().expect(2);
    assert!(ended.text.contains("nowhere: "), "{}", ended.text);
}

#[test]
fn a_file_with_a_fault_stops_the_console_before_it_opens() {
    let world = configured("thme = 'dark'\n");
    let ended = opened(&world).wait_end().expect(2);
    assert!(ended.text.contains("config.toml:1:1: unknown key `thme`"), "{}", ended.text);
}
