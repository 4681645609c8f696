//! Every write action tried, everywhere it can be tried: refused, recorded, and nothing else.

use serde_json::{Value, json};

use super::driver::{close_and_export, confirm, items};
use super::world::{READY, World, runbook};

const CONTINUE: usize = 1;

/// A packet without anything that differs between two runs of the same review: its times, its session and its
/// attempts.
fn without_times(mut document: Value) -> Value {
    let members = document.as_object_mut().unwrap();
    members.remove("fingerprint");
    let review = members.get_mut("review").unwrap().as_object_mut().unwrap();
    for member in ["session", "startedAt", "exportedAt", "attempts", "journalHead"] {
        review.remove(member).unwrap();
    }
    for sitting in review["sittings"].as_array_mut().unwrap() {
        for time in ["startedAt", "endedAt"] {
            sitting.as_object_mut().unwrap().remove(time).unwrap();
        }
    }
    for step in review["steps"].as_array_mut().unwrap() {
        for item in step["items"].as_array_mut().unwrap() {
            item["confirmedAt"] = json!(item["confirmedAt"].is_string());
        }
    }
    document
}

fn effects(of: &Value) -> Vec<&str> {
    let id = |effect| -> &str { Value::as_str(effect).or_else(|| effect["id"].as_str()).unwrap() };
    of["effects"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn every_write_action_is_refused_recorded_in_order_and_changes_nothing_else() {
    let runbook = runbook();
    let mut tried: Vec<&str> = Vec::new();
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    for (place, effect) in effects(&runbook).into_iter().enumerate() {
        terminal.keys("a");
        terminal.wait_for("Write actions: shown, and blocked in every step");
        terminal.keys(&"j ".repeat(place));
        look(&mut terminal);
        tried.push(effect);
        stop(&mut terminal, &tried);
        terminal.keys("q");
        terminal.wait_gone("Write actions: shown");
    }
    let phases = runbook["phases"].as_array().unwrap();
    for (number, phase) in phases.iter().enumerate() {
        terminal.keys("]");
        terminal.wait_for(&format!("Phase {} of {}", number + 1, phases.len()));
        let effects = effects(phase);
        for (place, effect) in effects.iter().enumerate() {
            terminal.keys("G");
            terminal.keys(&"k ".repeat(effects.len() - 1 - place));
            look(&mut terminal);
            tried.push(effect);
            stop(&mut terminal, &tried);
        }
    }
    close_and_export(&mut terminal, CONTINUE, "nothing was read");
    terminal.wait_end().expect(1);

    let quiet = World::new();
    let mut terminal = quiet.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    close_and_export(&mut terminal, CONTINUE, "nothing was read");
    terminal.wait_end().expect(1);

    let (document, plain) = (world.packet(), quiet.packet());
    let attempts = document["review"]["attempts"].as_array().unwrap();
    let exported: Vec<&str> = attempts.iter().map(|attempt| attempt["action"].as_str().unwrap()).collect();
    assert_eq!(exported, tried);
    assert_eq!(plain["review"]["attempts"], json!([]));
    let status = |id: &str| {
        let listed = runbook["effects"].as_array().unwrap().iter();
        listed.clone().find(|effect| effect["id"] == id).unwrap()["status"].clone()
    };
    assert!(attempts.iter().all(|attempt| attempt["status"] == status(attempt["action"].as_str().unwrap())));
    assert_eq!(items(&document).len(), items(&plain).len());
    assert_eq!(without_times(document), without_times(plain));
    let events = world.events();
    assert_eq!(events.iter().filter(|event| *event == "write-action-refused").count(), tried.len());
    assert_eq!(events.len(), tried.len() + 2, "one confirmation, the closing call, and the attempts");
}

/// Opens the stop panel of the selected write action, which records nothing, and tries the action there.
fn look(terminal: &mut super::terminal::Terminal) {
    terminal.keys("enter");
    let flat = terminal.wait_for("STOP · blocked write action");
    assert!(!flat.contains("Refused and recorded"), "{flat}");
    terminal.keys("t");
}

/// Checks the stop panel of the last attempt, and leaves it.
fn stop(terminal: &mut super::terminal::Terminal, tried: &[&str]) {
    let last = tried.last().unwrap();
    let times = tried.iter().filter(|effect| effect == &last).count();
    let flat = terminal.wait_for(&format!("{times}, each in the journal and in the export"));
    assert!(flat.contains("STOP · blocked write action"), "{flat}");
    let runbook = runbook();
    let find = |list: &str, member: &str, value: &Value| {
        let listed = runbook[list].as_array().unwrap().iter();
        listed.clone().find(|entry| entry[member] == *value).unwrap().clone()
    };
    let status = find("effects", "id", &json!(last))["status"].clone();
    let name = find("statuses", "status", &status)["title"].clone();
    let (name, status) = (name.as_str().unwrap(), status.as_str().unwrap());
    let told = format!("Refused and recorded; requesting it gives {name} ({status}).");
    assert!(flat.contains(&told), "{told}: {flat}");
    terminal.keys("q");
    terminal.wait_gone("STOP ·");
}

#[test]
fn no_key_starts_a_program_or_a_thread() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    let pid = world.writer().as_raw_nonzero();
    let nothing = (String::new(), 1, ["0", "0"].map(str::to_owned));
    // From any screen to the rows of the first step, by keys that no terminal joins with the next one.
    let start = format!("hhhl{}g", "[".repeat(12));
    let acting = |key: &char| !['q', 'n', '!', '/', ':'].contains(key);
    for screen in ["", "o", "a", "ao", "?"] {
        for key in (' '..='~').filter(acting) {
            terminal.text(&format!("{start}{screen}{key}"));
        }
        terminal.text(&format!("{start}?"));
        terminal.wait_for("On this screen");
        assert_eq!(started(pid), nothing, "after every key on the screen that {screen:?} opens");
        terminal.text("h");
        terminal.wait_gone("On this screen");
    }
    let (note, find, command) = ("of 8192 bytes", "Find in steps,", "Commands");
    for (opens_a_text, shows) in [("n", note), ("!", note), ("/", find), (":", command)] {
        terminal.text(&format!("{start}{opens_a_text}"));
        terminal.wait_for(shows);
        terminal.text(&(' '..='~').collect::<String>());
        terminal.wait_for("{|}~");
        assert_eq!(started(pid), nothing, "after every character in the text that {opens_a_text} opens");
        terminal.keys("ctrl-c");
        terminal.wait_gone(shows);
    }
    // The keys did act: they opened, tried and confirmed, and nothing but that.
    let events: std::collections::BTreeSet<String> = world.events().into_iter().collect();
    assert!(
        ["opened", "write-action-refused", "confirmed"].iter().all(|event| events.contains(*event)),
        "{events:?}"
    );
}

/// Running child processes, threads, and page faults of ended children.
fn started(pid: std::num::NonZeroI32) -> (String, usize, [String; 2]) {
    let proc = |file: &str| format!("/proc/{pid}/{file}");
    let children = std::fs::read_to_string(proc(&format!("task/{pid}/children"))).unwrap();
    let stat = std::fs::read_to_string(proc("stat")).unwrap();
    // Fields 11 and 13 of proc_pid_stat(5); the name before them may contain spaces.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let faults = [fields[8], fields[10]].map(str::to_owned);
    (children, std::fs::read_dir(proc("task")).unwrap().count(), faults)
}
