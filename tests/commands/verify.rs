//! `verify`: intact, tampered, changed and unusable packets, each with its own exit code.

use std::fs;

use roxmltree::Document;
use serde_json::{Map, Value, json};
use strict_review::review::canonical;
use strict_review::review::fingerprint::fingerprint;
use strict_review::review::runbook::Kind;

use crate::support::reviewed::Reviewed;
use crate::support::{Ended, World, definition, object, runbook, sample, second_runbook, text};

const SECRET: &str = crate::mutations::SECRET;

fn handoff() -> Vec<u8> {
    fs::read(sample("ready-handoff.json")).unwrap()
}

fn ready() -> Reviewed {
    Reviewed::of(runbook(), &handoff()).walked().closed(Kind::Ready)
}

fn world(reviewed: &Reviewed) -> World {
    World::new()
        .with("export.json", reviewed.plan().bytes())
        .with("journal.jsonl", reviewed.journal())
        .with("handoff.json", handoff())
}

/// Changes a packet and recomputes its fingerprint.
fn forged(reviewed: &Reviewed, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut document = reviewed.plan().document().clone();
    change(&mut document);
    sealed(object(document))
}

fn sealed(mut members: Map<String, Value>) -> Vec<u8> {
    members.insert("fingerprint".to_owned(), json!(fingerprint(&members)));
    let mut bytes = canonical::bytes(&Value::Object(members));
    bytes.push(b'\n');
    bytes
}

fn first_line(ended: &Ended) -> &str {
    ended.out.lines().next().unwrap_or_default()
}

#[test]
fn a_ready_export_is_held_and_says_what_it_was_not_held_against() {
    let reviewed = ready();
    let told = world(&reviewed).run(&["verify", "--require-review", "export.json"]);
    assert_eq!((told.exit, told.err.as_str()), (0, ""));
    let status = reviewed.plan().status().to_owned();
    let unchecked = "not checked: journal, evidence, handoff";
    assert_eq!(
        first_line(&told),
        format!("export.json: held: {status}, ready by its own content; {unchecked}")
    );
    let is_open = |line: &&str| !line.starts_with("  held  ");
    let open: Vec<&str> =
        told.out.lines().skip(1).filter(is_open).filter_map(|line| line.split(':').next()).collect();
    let expected = [
        "  note         pace /review",
        "  not-checked  upstream/ownerHandoffFingerprint",
        "  not-checked  handoff",
        "  not-checked  evidence",
        "  not-checked  journal",
        "  not-checked  noted-fingerprint",
        "  not-checked  noted-runbook-fingerprint",
    ];
    assert_eq!(open, expected);
}

#[test]
fn everything_that_it_was_made_from_can_be_held_against_it_at_once() {
    let world = world(&ready());
    let arguments = ["verify", "export.json", "--handoff", "handoff.json", "--journal", "journal.jsonl"];
    let told = world.run(&arguments);
    assert_eq!((told.exit, told.err.as_str()), (0, ""), "{}", told.out);
    let line = first_line(&told);
    assert!(
        line.ends_with(", it records a person's review, as does its journal; not checked: evidence"),
        "{line}"
    );
    let evidence = sample("evidence");
    let told = world.run(&[arguments.as_slice(), &["--evidence", evidence.to_str().unwrap()]].concat());
    assert_eq!(told.exit, 0, "{}", told.out);
    assert!(told.out.contains("not-checked  evidence/backupReference /references/2/evidence: is not pinned"));
}

#[test]
fn the_plan_of_a_request_is_held_and_has_no_review_in_it() {
    let request = sample("ready-request.json");
    let planned = World::new().run(&["plan", request.to_str().unwrap()]);
    let world = World::new().with("plan.json", planned.out);
    let told = world.run(&["verify", "plan.json", "--handoff", request.to_str().unwrap()]);
    assert_eq!((told.exit, told.err.as_str()), (0, ""));
    assert!(first_line(&told).ends_with(", it records no review"), "{}", told.out);
    let wanted = world.run(&["verify", "--require-review", "plan.json"]);
    assert_eq!(wanted.exit, 1);
    assert!(
        first_line(&wanted).starts_with("plan.json: not-ready: review-present /review: "),
        "{}",
        wanted.out
    );
    let journal = world.run(&["verify", "plan.json", "--journal", "plan.json"]);
    assert_eq!((journal.exit, first_line(&journal).contains("not-ready: journal ")), (1, true));
}

#[test]
fn the_plan_of_every_sample_is_intact() {
    for folder in ["requests", "stop-rules"] {
        for entry in fs::read_dir(sample(folder)).unwrap() {
            let path = entry.unwrap().path();
            let (world, path) = (World::new(), path.to_str().unwrap());
            let planned = world.run(&["plan", path]);
            let mut command = world.command(&["verify", "-", "--handoff", path]);
            command.write_stdin(planned.out);
            let told = Ended::of(command);
            assert_eq!(told.exit, planned.exit, "{path}: {}", told.out);
        }
    }
}

#[test]
fn practice_and_what_is_not_ready_end_with_one() {
    let practice =
        Reviewed::begun(runbook(), &handoff(), |start| start.practice = true).walked().closed(Kind::Ready);
    let told = world(&practice).run(&["verify", "export.json"]);
    assert_eq!((told.exit, told.err.as_str()), (1, ""));
    assert!(
        first_line(&told).starts_with("export.json: not-ready: practice /review/practice: "),
        "{}",
        told.out
    );
    let more = Reviewed::of(runbook(), &handoff()).closed(Kind::More);
    let told = world(&more).run(&["verify", "export.json"]);
    assert_eq!((told.exit, first_line(&told).contains("not-ready: ready /status: ")), (1, true));
}

#[test]
fn a_byte_that_changed_ends_with_four_and_the_first_mismatch_comes_first() {
    let reviewed = ready();
    let changed =
        String::from_utf8(reviewed.plan().bytes()).unwrap().replacen("backup-log.md", "backup-lag.md", 1);
    let world = World::new().with("export.json", changed);
    let told = world.run(&["verify", "export.json"]);
    assert_eq!((told.exit, told.err.as_str()), (4, ""));
    assert!(
        first_line(&told).starts_with("export.json: tampered: fingerprint /fingerprint: "),
        "{}",
        told.out
    );
    let told = world.run(&["verify", "--format", "json", "export.json"]);
    assert!(told.err.starts_with("strict-review: export.json: tampered: fingerprint "), "{}", told.err);
    let document = told.json();
    assert_eq!(
        (told.exit, &document["exit"], &document["format"]),
        (4, &json!(4), &json!("strict-review/verify@1"))
    );
    assert_eq!((&document["review"], &document["practice"]), (&json!(true), &json!(false)));
    let failing: Vec<&Value> = document["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["result"] == "tampered")
        .map(|check| &check["id"])
        .collect();
    assert_eq!(failing, ["fingerprint"]);
}

#[test]
fn equal_content_in_other_bytes_ends_with_four_and_says_so() {
    let pretty = serde_json::to_string_pretty(ready().plan().document()).unwrap();
    let told = World::new().with("export.json", pretty).run(&["verify", "export.json"]);
    assert_eq!(told.exit, 4);
    assert!(first_line(&told).contains("canonical-form: equal content in other bytes"), "{}", told.out);
}

#[test]
fn a_raised_effect_flag_is_refused_although_its_fingerprint_is_right() {
    let forged = forged(&ready(), |v| v["durableResultStorageWriteAllowed"] = json!(true));
    let told = World::new().with("export.json", forged).run(&["verify", "export.json"]);
    assert_eq!(told.exit, 4);
    let expected = "export.json: tampered: flags /durableResultStorageWriteAllowed: is true";
    assert!(first_line(&told).starts_with(expected), "{}", told.out);
}

#[test]
fn what_is_no_plan_of_this_format_ends_with_two_and_prints_nothing() {
    let newer = forged(&ready(), |v| v["format"] = json!("strict-review/plan@2"));
    for bytes in [newer, handoff(), b"[]".to_vec(), b"{".to_vec(), Vec::new()] {
        let told = World::new().with("export.json", bytes).run(&["verify", "export.json"]);
        assert_eq!((told.exit, told.out.as_str()), (2, ""), "{}", told.err);
        assert!(told.err.starts_with("strict-review: export.json:"), "{}", told.err);
    }
    assert_eq!(World::new().run(&["verify", "gone.json"]).exit, 2);
}

#[test]
fn a_document_of_another_stage_wants_its_runbook_named() {
    let second = fs::read(sample("second-ready-handoff.json")).unwrap();
    let reviewed = Reviewed::of(second_runbook(), &second).walked().closed(Kind::Ready);
    let world = World::new().with("export.json", reviewed.plan().bytes());
    let told = world.run(&["verify", "export.json"]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    assert!(told.err.contains("\"T-301\"") && told.err.contains("--runbook FILE"), "{}", told.err);
    let runbook = sample("second-runbook.json");
    assert_eq!(world.run(&["verify", "export.json", "--runbook", runbook.to_str().unwrap()]).exit, 0);
}

#[test]
fn another_definition_of_the_stage_ends_with_three() {
    let mut moved = definition();
    moved["requires"][0] = json!("More.");
    let world = world(&ready()).with("runbook.json", moved.to_string());
    let told = world.run(&["verify", "export.json", "--runbook", "runbook.json"]);
    assert_eq!(told.exit, 3);
    assert!(
        first_line(&told).starts_with("export.json: stale: runbook /runbookFingerprint: "),
        "{}",
        told.out
    );
    assert!(told.out.contains("\n  not-checked  status: needs the definition"), "{}", told.out);
}

#[test]
fn a_handoff_that_moved_ends_with_three_and_lists_what_moved() {
    let mut moved = object(serde_json::from_slice(&handoff()).unwrap());
    moved.insert("backupReference".to_owned(), json!("other.md"));
    let world = world(&ready()).with("moved.json", json!(moved).to_string()).with("broken.json", "[");
    let told = world.run(&["verify", "export.json", "--handoff", "moved.json"]);
    assert_eq!(told.exit, 3);
    assert!(first_line(&told).starts_with("export.json: stale: handoff /review/handoffDigest: was sha256:"));
    let line = "stale        handoff /references/2/value: was \"backup-log.md\"; in the handoff it is \"other.md\" now";
    assert!(told.out.contains(line), "{}", told.out);
    let told = world.run(&["verify", "export.json", "--handoff", "broken.json"]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    assert!(told.err.starts_with("strict-review: broken.json:1:"), "{}", told.err);
}

#[test]
fn what_the_handoff_itself_does_not_say_ends_with_four() {
    let forged = forged(&ready(), |v| v["target"]["adapter"] = json!("postgres-control-plane"));
    let world = World::new().with("export.json", forged).with("handoff.json", handoff());
    assert_eq!(world.run(&["verify", "export.json"]).exit, 0, "the document alone does not tell");
    let told = world.run(&["verify", "export.json", "--handoff", "handoff.json"]);
    assert_eq!(told.exit, 4);
    assert!(
        first_line(&told).starts_with("export.json: tampered: handoff /target/adapter: "),
        "{}",
        told.out
    );
}

#[test]
fn an_evidence_file_that_changed_ends_with_three_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(sample("evidence")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let place = folder.path().to_str().unwrap();
    let reviewed = Reviewed::of(runbook(), &handoff()).reading(&handoff(), folder.path()).walked();
    let reviewed = reviewed.closed(Kind::Ready);
    let world = world(&reviewed);
    let same = world.run(&["verify", "export.json", "--evidence", place]);
    assert_eq!((same.exit, same.out.matches("  held         evidence/").count()), (0, 12), "{}", same.out);
    fs::write(folder.path().join("backup-log.md"), "rewritten").unwrap();
    let moved = world.run(&["verify", "export.json", "--evidence", place]);
    assert_eq!(moved.exit, 3);
    let line = "stale: evidence/backupReference /references/2/evidence: \"backup-log.md\" was sha256:";
    assert!(first_line(&moved).contains(line) && moved.out.contains(" (9 bytes)"), "{}", moved.out);
    fs::remove_file(folder.path().join("backup-log.md")).unwrap();
    let gone = world.run(&["verify", "export.json", "--evidence", place]);
    assert_eq!((gone.exit, gone.out.contains("cannot be read now: no such file")), (3, true), "{}", gone.out);
    assert_eq!(world.run(&["verify", "export.json", "--evidence", "export.json"]).exit, 2);
    // The review continues after the packet, which its journal still contains.
    let export = reviewed.plan().bytes();
    let journal = reviewed.rechecked().journal();
    let world = World::new().with("export.json", export).with("journal.jsonl", journal);
    let told = world.run(&["verify", "export.json", "--journal", "journal.jsonl"]);
    assert_eq!(told.exit, 0, "{}", told.out);
    assert_eq!(world.run(&["replay", "journal.jsonl"]).exit, 1, "it is open again");
}

// A process's own memory is a regular file that cannot be read from its beginning.
#[test]
fn an_evidence_file_that_cannot_be_read_for_a_moment_is_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mem"), "backed up\n").unwrap();
    let named = String::from_utf8(handoff()).unwrap().replace("backup-log.md", "mem").into_bytes();
    let reviewed =
        Reviewed::of(runbook(), &named).reading(&named, folder.path()).walked().closed(Kind::Ready);
    let world = world(&reviewed);
    let unread = world.run(&["verify", "export.json", "--evidence", "/proc/self"]);
    let line = "not-checked  evidence/backupReference ";
    assert!(unread.out.contains(line) && unread.out.contains("cannot be read now, so it"), "{}", unread.out);
    assert_eq!(unread.exit, 0, "nothing is known to have changed");
}

#[test]
fn a_journal_that_does_not_give_the_export_ends_with_four() {
    let (reviewed, other) = (ready(), ready());
    let journal = reviewed.journal();
    let lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    // A last line that lacks only its newline is whole.
    let unended = &journal[..journal.len() - 2];
    let gap = [lines[..3].concat(), lines[4..].concat()].concat();
    let stranger =
        Reviewed::begun(runbook(), &handoff(), |start| "f".repeat(16).clone_into(&mut start.session));
    for (bytes, why) in [
        (unended.to_vec(), "ends before the export's last event ("),
        (
            lines[..lines.len() - 1].concat(),
            "ends before the export's last event: no line of it has this hash",
        ),
        (Vec::new(), "holds no whole line"),
        (gap, "is broken: line 4 does not follow from the line before"),
        (other.journal(), "ends before the export's last event"),
        (stranger.journal(), "is that of another session"),
    ] {
        let world = World::new().with("export.json", reviewed.plan().bytes()).with("journal.jsonl", bytes);
        let told = world.run(&["verify", "export.json", "--journal", "journal.jsonl"]);
        assert_eq!(told.exit, 4, "{why}");
        let line = first_line(&told);
        assert!(line.starts_with("export.json: tampered: journal /review/journalHead: "), "{line}");
        assert!(line.contains(why), "{why}: {line}");
    }
    let world = world(&reviewed);
    assert_eq!(world.run(&["verify", "export.json", "--journal", "handoff.json"]).exit, 2);
}

#[test]
fn what_the_journal_does_not_tell_ends_with_four() {
    let reviewed = ready();
    let forged = forged(&reviewed, |v| v["review"]["notLookedAt"] = json!("everything was looked at"));
    let world = World::new().with("export.json", forged).with("journal.jsonl", reviewed.journal());
    assert_eq!(world.run(&["verify", "export.json"]).exit, 0, "the document alone does not tell");
    let told = world.run(&["verify", "export.json", "--journal", "journal.jsonl"]);
    assert_eq!(told.exit, 4);
    assert!(told.out.contains("tampered     journal /review/notLookedAt: is \"everything was looked at\";"));
}

#[test]
fn a_secret_in_a_document_is_shown_in_no_form() {
    let forge = |place: &str| forged(&ready(), |v| *v.pointer_mut(place).unwrap() = json!(SECRET));
    for place in ["/references/2/value", "/review/notLookedAt", "/nextStep", "/status", "/stage"] {
        let world = World::new().with("export.json", forge(place)).with("handoff.json", handoff());
        for format in ["text", "json", "junit"] {
            let told = world.run(&["verify", "export.json", "--handoff", "handoff.json", "--format", format]);
            let shown = format!("{}{}", told.out, told.err);
            assert_eq!(told.exit, 4, "{place}: {shown}");
            assert!(!shown.contains(&SECRET[4..12]), "{place}: {shown}");
        }
    }
}

#[test]
fn a_build_server_gets_a_case_for_each_check() {
    let reviewed = ready();
    let forged = forged(&reviewed, |v| {
        v["databaseTouched"] = json!(true);
        v["emailSendAllowed"] = json!(true);
    });
    let world = World::new().with("export.json", forged);
    let told = world.run(&["verify", "export.json", "--format", "junit"]);
    assert_eq!(told.exit, 4);
    assert!(
        told.err.starts_with("strict-review: export.json: tampered: flags /databaseTouched: "),
        "{}",
        told.err
    );
    let report = Document::parse(&told.out).unwrap();
    let named = |name: &str| {
        let mut cases = report.descendants().filter(|node| node.has_tag_name("testcase"));
        cases.find(|case| case.attribute("name") == Some(name)).unwrap()
    };
    let flags = named("export.json: flags").first_element_child().unwrap();
    assert!(flags.has_tag_name("failure") && flags.text().unwrap().lines().count() == 2, "{}", told.out);
    assert!(named("export.json: status").first_element_child().is_none());
    let told = world.run(&["verify", "gone.json", "--format", "junit"]);
    let report = Document::parse(&told.out).unwrap();
    assert_eq!((told.exit, report.descendants().filter(|node| node.has_tag_name("error")).count()), (2, 1));
}

#[test]
fn an_error_is_an_object_on_standard_output_where_a_program_reads_it() {
    let told = World::new().with("export.json", "[]").run(&["verify", "export.json", "--format", "json"]);
    assert_eq!((told.exit, text(&told.json()["format"])), (2, "strict-review/error@1".to_owned()));
}

#[test]
fn standard_input_is_one_of_the_files_only() {
    let told = world(&ready()).run(&["verify", "-", "--handoff", "-"]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    assert!(told.err.contains("only one of the files can be standard input"), "{}", told.err);
}
