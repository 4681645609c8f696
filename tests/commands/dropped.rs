//! An item that a changed runbook drops, in plain mode: reported on resuming, and listed with the changes.

use serde_json::Value;

use crate::support::{Ended, World, definition, sample, text};

fn said(world: &World, lines: &str) -> String {
    let handoff = sample("ready-handoff.json");
    let arguments = ["review", "--plain", handoff.to_str().unwrap(), "--runbook", "runbook.json"];
    let mut command = world.command(&arguments);
    command.write_stdin(lines);
    let ended = Ended::of(command);
    assert_eq!(ended.exit, 1, "{ended:?}");
    ended.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `backup-log` as “Backup log”.
fn in_words(id: &str) -> String {
    let (first, rest) = id.split_at(1);
    format!("{}{}", first.to_uppercase(), rest.replace('-', " "))
}

#[test]
fn an_item_that_is_asked_no_more_is_listed_with_what_was_said_to_it() {
    let before = definition();
    let mut after = before.clone();
    let phase = &mut after["phases"][0];
    let question = phase["items"].as_array_mut().unwrap().remove(0);
    let id = format!("{}/{}", text(&phase["id"]), text(&question["id"]));
    let world = World::new().with("runbook.json", before.to_string());
    let first = said(&world, &format!("go {id}\nnote asked by phone\nchanges\nquit\n"));
    assert!(first.contains(&format!("Note recorded: {}.", in_words(&text(&question["id"])))), "{first}");
    assert!(!first.contains("No longer asked"), "{first}");

    let write = |runbook: &Value| std::fs::write(world.path().join("runbook.json"), runbook.to_string());
    write(&after).unwrap();
    let told = format!("No longer asked: {id} (not answered; note: asked by phone)");
    let second = said(&world, "changes\nquit\n");
    let (greeting, listed) = second.split_once("Nothing is stale.").unwrap_or_else(|| panic!("{second}"));
    assert!(greeting.contains("Resumed") && greeting.contains(&format!("{told}.")), "{greeting}");
    let with_words = format!(" {told} {}", text(&question["question"]));
    assert!(listed.starts_with(&with_words), "{listed}");
}
