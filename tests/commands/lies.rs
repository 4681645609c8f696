//! `check --evidence`: files of a folder that the references of a handoff name.

use std::fs;

use serde_json::{Value, json};

use crate::support::{World, ready_request};

fn world() -> World {
    let mut request = ready_request();
    for (field, value) in [
        ("backupReference", "Backup-Log.md"),
        ("rollbackReference", "./rollback-plan.md#how"),
        ("auditReference", "https://example.org/audit"),
        ("testPlanReference", "evidence/test-plan.md"),
    ] {
        request.insert(field.to_owned(), json!(value));
    }
    let world = World::new().with("request.json", json!(request).to_string());
    let folder = world.path().join("evidence");
    fs::create_dir(&folder).unwrap();
    for name in ["backup-log.md", "rollback-plan.md", "test-plan.md"] {
        fs::write(folder.join(name), "text\n").unwrap();
    }
    world
}

#[test]
fn check_says_of_each_reference_whether_the_folder_has_its_file_and_changes_no_status() {
    let world = world();
    let (without, told) = (
        world.run(&["check", "request.json"]),
        world.run(&["check", "request.json", "--evidence", "evidence"]),
    );
    assert_eq!((told.exit, told.err.as_str()), (without.exit, ""));
    let more = told.out.strip_prefix(&without.out).unwrap();
    for line in [
        "  evidence backupReference: no file “Backup-Log.md”; the folder has “backup-log.md” (with different case)",
        "  evidence rollbackReference: found “./rollback-plan.md”",
        "  evidence auditReference: names no file in the folder",
        "  evidence testPlanReference: no file “evidence/test-plan.md”; the folder has “test-plan.md” (without the text before it)",
        "  evidence schemaReviewReference: no file “schema-review.md”",
    ] {
        assert!(more.lines().any(|told| told == line), "{line}\n{more}");
    }
    assert_eq!(more.lines().count(), 12);
}

#[test]
fn a_program_reads_the_same_and_a_build_server_keeps_its_report() {
    let world = world();
    let told = world.run(&["check", "request.json", "--evidence", "evidence", "--format", "json"]).json();
    let evidence = told["results"][0]["evidence"].as_array().unwrap();
    let of = |field: &str| evidence.iter().find(|told| told["field"] == field).unwrap().clone();
    assert_eq!(of("backupReference")["file"], "near-miss");
    assert_eq!(of("backupReference")["nearMiss"], "backup-log.md");
    assert_eq!(of("rollbackReference")["file"], "there");
    assert_eq!(of("auditReference")["file"], "no-path");
    assert_eq!(
        (of("schemaReviewReference")["file"].clone(), of("schemaReviewReference")["nearMiss"].clone()),
        (json!("none"), Value::Null)
    );
    let plain = world.run(&["check", "request.json", "--format", "json"]).json();
    assert!(plain["results"][0].get("evidence").is_none());
    let junit = world.run(&["check", "request.json", "--evidence", "evidence", "--format", "junit"]);
    assert_eq!(junit.out, world.run(&["check", "request.json", "--format", "junit"]).out);
    assert!(junit.err.contains("request.json: evidence backupReference: no file"), "{}", junit.err);
}

#[test]
fn a_folder_that_is_not_there_is_told_with_two() {
    let told = world().run(&["check", "request.json", "--evidence", "nowhere"]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    assert!(told.err.contains("nowhere: no such folder"), "{}", told.err);
}

#[test]
fn what_no_review_can_open_is_not_said_to_be_there() {
    let mut request = ready_request();
    let cases = [
        ("backupReference", "sub", "is a directory; expected a regular file"),
        ("rollbackReference", "fifo", "is a FIFO; expected a regular file"),
        ("auditReference", "out", "points outside the evidence folder; expected a file inside it"),
        ("testPlanReference", "dangling", "is a broken link; expected a regular file"),
        ("schemaReviewReference", "circle", "is a link that points back to itself; expected a regular file"),
    ];
    for (field, name, _) in cases {
        request.insert(field.to_owned(), json!(name));
    }
    let world = World::new().with("request.json", json!(request).to_string());
    let folder = world.path().join("evidence");
    fs::create_dir_all(folder.join("sub")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, folder.join("fifo"), rustix::fs::Mode::RUSR).unwrap();
    for (to, name) in [("../request.json", "out"), ("nowhere", "dangling"), ("circle", "circle")] {
        std::os::unix::fs::symlink(to, folder.join(name)).unwrap();
    }
    let arguments = ["check", "request.json", "--evidence", "evidence"];
    let (text, told) =
        (world.run(&arguments).out, world.run(&[&arguments[..], &["--format", "json"]].concat()));
    let evidence = told.json()["results"][0]["evidence"].clone();
    for (field, name, what) in cases {
        assert!(text.contains(&format!("  evidence {field}: “{name}” {what}\n")), "{field}: {text}");
        let of = evidence.as_array().unwrap().iter().find(|told| told["field"] == field).unwrap();
        assert_eq!(of["file"], "refused", "{field}");
    }
}
