//! The headless commands, with the real binary: their output, its stream, and their exit code.

mod archive;
mod config;
mod diff;
mod doctor;
mod dropped;
mod explain;
mod findings;
mod generated;
mod junit;
mod lies;
mod meant;
mod output;
mod replay;
mod runbook;
mod toothless;
mod two_upstreams;
mod unusable;
mod upstream;
mod verify;
mod verify_alone;

use serde_json::json;

use crate::support::{World, definition, ready_request, sample, text};

fn ready() -> String {
    sample("ready-request.json").to_str().unwrap().to_owned()
}

#[test]
fn check_says_in_one_line_that_a_ready_request_is_ready() {
    let world = World::new().with("request.json", json!(ready_request()).to_string());
    let checked = world.run(&["check", "request.json"]);
    let status = text(&definition()["statuses"][0]["status"]);
    assert_eq!((checked.exit, checked.err.as_str()), (0, ""));
    assert_eq!(checked.out, format!("request.json: {status}\n"));
}

#[test]
fn check_judges_a_handoff_without_a_decision_for_fitness_to_be_reviewed() {
    let mut handoff = ready_request();
    handoff.remove("decision");
    let world = World::new().with("handoff.json", json!(handoff).to_string());
    let fit = world.run(&["check", "handoff.json"]);
    assert_eq!(fit.exit, 0, "{fit:?}");
    assert!(fit.out.ends_with(", fit for review\n"), "{}", fit.out);
    handoff.remove("auditReference");
    let world = World::new().with("handoff.json", json!(handoff).to_string());
    let lacking = world.run(&["check", "handoff.json"]);
    assert_eq!(lacking.exit, 1, "{lacking:?}");
    assert!(lacking.out.contains("reference-missing /auditReference: "), "{}", lacking.out);
    assert!(!lacking.out.contains("fit to be reviewed"), "{}", lacking.out);
}

#[test]
fn plan_and_check_read_standard_input_for_a_hyphen() {
    let named = World::new().run(&["plan", &ready()]);
    let world = World::new();
    let mut command = world.command(&["plan", "-"]);
    command.write_stdin(std::fs::read(ready()).unwrap());
    assert_eq!(crate::support::Ended::of(command), named);
    let mut command = world.command(&["check", "-"]);
    command.write_stdin("{\"a\":1,\n\"a\":2}");
    let ended = crate::support::Ended::of(command);
    assert_eq!((ended.exit, ended.out.as_str()), (2, ""));
    assert!(ended.err.starts_with("strict-review: -:2:1: "), "{}", ended.err);
}

#[test]
fn plan_prints_the_same_bytes_every_time_and_everywhere() {
    let first = World::new().run(&["plan", &ready()]);
    assert_eq!((first.exit, first.err.as_str()), (0, ""));
    for _ in 0..3 {
        assert_eq!(World::new().run(&["plan", &ready()]), first);
    }
}

#[test]
fn plan_in_words_is_for_a_person_and_ends_with_the_same_code() {
    let told = World::new().run(&["plan", "--format", "text", &ready()]);
    assert_eq!((told.exit, told.err.as_str()), (0, ""));
    assert!(told.out.starts_with('#'), "{}", told.out);
    assert!(told.out.contains(&text(&definition()["statuses"][0]["status"])));
}

#[test]
fn policy_in_words_lists_every_member_of_the_document() {
    let (document, told) = (World::new().run(&["policy"]), World::new().run(&["policy", "--format", "text"]));
    assert_eq!((told.exit, told.err.as_str()), (0, ""));
    for name in document.json().as_object().unwrap().keys() {
        assert!(told.out.lines().any(|line| line.starts_with(&format!("{name}:"))), "{name}");
    }
}

#[test]
fn of_several_files_each_is_told_and_the_highest_code_counts() {
    let mut blocked = ready_request();
    blocked.insert("targetEnvironment".to_owned(), json!("staging"));
    let world = World::new()
        .with("ready.json", json!(ready_request()).to_string())
        .with("blocked.json", json!(blocked).to_string())
        .with("broken.json", "[");
    for (files, exit) in [
        (vec!["ready.json", "ready.json"], 0),
        (vec!["blocked.json", "ready.json"], 1),
        (vec!["ready.json", "blocked.json"], 1),
        (vec!["broken.json", "ready.json", "blocked.json"], 2),
        (vec!["ready.json", "gone.json", "blocked.json"], 2),
    ] {
        let arguments: Vec<&str> = ["check"].into_iter().chain(files.iter().copied()).collect();
        let ended = world.run(&arguments);
        assert_eq!(ended.exit, exit, "{files:?}");
        for file in files {
            let told = if ["broken.json", "gone.json"].contains(&file) { &ended.err } else { &ended.out };
            assert!(told.contains(&format!("{file}:")), "{file}: {ended:?}");
        }
    }
    let ended = world.run(&["check", "--format", "json", "ready.json", "blocked.json", "broken.json"]);
    let results = ended.json()["results"].clone();
    let exits: Vec<_> = results.as_array().unwrap().iter().map(|result| result["exit"].clone()).collect();
    assert_eq!((ended.exit, json!(exits)), (2, json!([0, 1, 2])));
}

#[test]
fn every_exit_code_stands_in_the_help() {
    for arguments in
        [vec!["--help"], vec!["-h"], vec!["check", "--help"], vec!["plan", "--help"], vec!["diff", "--help"]]
    {
        let help = World::new().run(&arguments);
        assert_eq!((help.exit, help.err.as_str()), (0, ""), "{arguments:?}");
        let (_, table) = help.out.split_once("Exit codes:\n").unwrap_or_else(|| panic!("{}", help.out));
        let codes: Vec<&str> = table.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(codes, ["0", "1", "2", "3", "4", "5", "128+n", "141"], "{arguments:?}");
    }
}

#[test]
fn wrong_usage_ends_with_two_and_prints_nothing_to_standard_output() {
    for arguments in [
        vec!["check"],
        vec!["plan"],
        vec!["plan", "a.json", "b.json"],
        vec!["diff", "a.json"],
        vec!["diff", "a.json", "b.json", "c.json"],
        vec!["policy", "--format", "yaml"],
        vec!["policy", "--format", "junit"],
        vec!["plan", "--format", "junit", "a.json"],
        vec!["check", "--unheard-of", "a.json"],
    ] {
        let ended = World::new().run(&arguments);
        assert_eq!((ended.exit, ended.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ended.err.is_empty(), "{arguments:?}");
    }
}
