//! Suggestions: for a misspelt command, and for a file that another command reads.

use crate::support::{World, sample};

#[test]
fn a_bare_word_that_is_no_file_and_resembles_a_command_is_complained_of_with_the_command() {
    let ready = sample("ready-request.json");
    let ready = ready.to_str().unwrap();
    let world = World::new();
    for (arguments, word, command) in [
        (vec!["chek", "x"], "chek", "check"),
        (vec!["chek", ready], "chek", "check"),
        (vec!["chek"], "chek", "check"),
        (vec!["Check", "--ndjson", ready], "Check", "check"),
        (vec!["plna", ready], "plna", "plan"),
        (vec!["verfy", "packet.json", "--require-review"], "verfy", "verify"),
        (vec!["--out", "packets", "reveiw"], "reveiw", "review"),
        (vec!["session"], "session", "sessions"),
    ] {
        let told = world.run(&arguments);
        let said = format!("no command and no file is called `{word}`; did you mean `{command}`?");
        assert_eq!((told.exit, told.out.as_str()), (2, ""), "{arguments:?}");
        assert!(told.err.contains(&said), "{arguments:?}: {}", told.err);
    }
}

#[test]
fn a_word_that_is_a_file_or_resembles_nothing_is_taken_as_it_stands() {
    let world = World::new().with("chek", "[");
    for (arguments, said) in [
        (vec!["--plain", "chek"], "strict-review: chek:1:"),
        (vec!["--plain", "handoff"], "strict-review: handoff: no such file"),
        (vec!["--plain", "./chek1"], "strict-review: ./chek1: no such file"),
        (vec!["--plain", "chek.json"], "strict-review: chek.json: no such file"),
        (vec!["handoff", "x"], "unrecognized subcommand 'x'"),
    ] {
        let told = world.run(&arguments);
        assert_eq!(told.exit, 2, "{arguments:?}");
        assert!(told.err.contains(said) && !told.err.contains("did you mean"), "{arguments:?}: {}", told.err);
    }
}

#[test]
fn what_looks_like_a_credential_is_not_repeated_as_a_word_either() {
    let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
    let told = World::new().run(&[token, "x"]);
    assert!(told.exit == 2 && !told.err.contains(token), "{}", told.err);
}

#[test]
fn confirmations_that_a_handoff_cannot_have_yet_are_told_in_a_line_and_json_keeps_them_all() {
    let handoff = sample("ready-handoff.json");
    let handoff = handoff.to_str().unwrap();
    let told = World::new().run(&["check", handoff]);
    assert_eq!(told.exit, 0);
    let lines: Vec<&str> = told.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", told.out);
    assert!(lines[0].ends_with(", fit for review"));
    assert_eq!(lines[1], "  11 confirmations are left for the review");
    let document = World::new().run(&["check", "--format", "json", handoff]).json();
    assert_eq!(document["results"][0]["findings"].as_array().unwrap().len(), 11);
    // In a request they are findings like any other.
    let mut request = crate::support::ready_request();
    request.insert("runbookOnlyConfirmed".to_owned(), serde_json::json!(false));
    let world = World::new().with("request.json", serde_json::json!(request).to_string());
    let told = world.run(&["check", "request.json"]);
    assert!(told.exit == 1 && told.out.contains("confirmation-missing /runbookOnlyConfirmed: "), "{told:?}");
}

#[test]
fn a_file_of_another_kind_is_named_with_the_command_that_takes_it() {
    let (definition, request) =
        (crate::support::definition(), serde_json::json!(crate::support::ready_request()));
    let handoff = std::fs::read(sample("ready-handoff.json")).unwrap();
    let reviewed = crate::support::reviewed::Reviewed::of(crate::support::runbook(), &handoff);
    let reviewed = reviewed.walked().closed(strict_review::review::runbook::Kind::Ready);
    let journal = reviewed.journal();
    let world = World::new()
        .with("runbook", definition.to_string())
        .with("packet", reviewed.plan().bytes())
        .with("journal", &journal)
        .with("line", journal.split_inclusive(|byte| *byte == b'\n').nth(3).unwrap())
        .with("upstream", std::fs::read(sample("owner-handoff-packet.json")).unwrap())
        .with("handoff", handoff)
        .with("lines", format!("{definition}\n{request}\n"));
    let runbook = ("a runbook", "`--runbook FILE` loads it");
    let packet = ("a packet", "`strict-review verify FILE` verifies it");
    let journal = ("a journal", "`strict-review replay FILE` prints");
    let upstream = ("an upstream document", "`--upstream FILE` gives it beside the handoff");
    let handoff = ("a handoff", "`strict-review check FILE` judges it");
    let cases: [(&[&str], (&str, &str), &str); 23] = [
        (&["check", "runbook"], runbook, "a handoff or a request"),
        (&["check", "packet"], packet, "a handoff or a request"),
        (&["check", "journal"], journal, "a handoff or a request"),
        (&["check", "line"], journal, "a handoff or a request"),
        (&["check", "--ndjson", "lines"], runbook, "a handoff or a request"),
        (&["check", "--ndjson", "journal"], journal, "a handoff or a request"),
        (&["plan", "runbook"], runbook, "a handoff or a request"),
        (&["plan", "packet"], packet, "a handoff or a request"),
        (&["review", "--plain", "packet"], packet, "a handoff or a request"),
        (&["review", "--plain", "journal"], journal, "a handoff or a request"),
        (&["diff", "runbook", "handoff"], runbook, "a handoff or a packet"),
        (&["diff", "packet", "journal"], journal, "a handoff or a packet"),
        (&["check", "upstream"], upstream, "a handoff or a request"),
        (&["plan", "upstream"], upstream, "a handoff or a request"),
        (&["verify", "upstream"], upstream, "a packet"),
        (&["verify", "packet", "--handoff", "upstream"], upstream, "the handoff that was reviewed"),
        (&["replay", "upstream"], upstream, "a journal"),
        (&["replay", "packet"], packet, "a journal"),
        (&["replay", "runbook"], runbook, "a journal"),
        (&["replay", "handoff"], handoff, "a journal"),
        (&["check", "--runbook", "handoff", "handoff"], handoff, "a runbook"),
        (&["policy", "--runbook", "packet"], packet, "a runbook"),
        (&["policy", "--runbook", "journal"], journal, "a runbook"),
    ];
    for (arguments, (kind, next), expected) in cases {
        let told = world.run(arguments);
        assert_eq!(told.exit, 2, "{arguments:?}: {told:?}");
        let said = format!("is {kind}; expected {expected}\n  next: {next}");
        assert!(told.err.contains(&said), "{arguments:?}: {}", told.err);
    }
    let told = world.run(&["check", "--ndjson", "lines"]);
    assert!(
        told.err.starts_with("strict-review: lines:1: is a runbook") && told.out.starts_with("lines:2: ")
    );
    let told = world.run(&["check", "--format", "json", "runbook"]);
    assert_eq!(told.json()["results"][0]["error"]["place"], "runbook");
}
