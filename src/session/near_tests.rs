//! References whose file is in the evidence folder under another spelling of the path, or a similar path.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::{Value, json};

use super::changed_tests::{Desk, close_ready};
use super::inputs::{Care, EvidenceSource, Input, Inputs};
use super::open::Opened;
use super::tests::{ID, World, given};
use super::{ActError, Session};
use crate::journal::replay::replay;
use crate::review::fingerprint::Digest;
use crate::review::limits::EVIDENCE_NAMES_MAX;
use crate::review::markdown;
use crate::review::state::Evidence;
use crate::review::testing::{BACKUP, HANDOFF, PREPARE, RESTORE, ROLLBACK, close, next_action, runbook};
use crate::review::verify::{CheckStatus, Wanted, verify};

const AUDIT: &str = "auditReference";

fn desk(references: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    let mut handoff: Value = serde_json::from_slice(HANDOFF).unwrap();
    for (field, value) in references {
        handoff[field] = json!(value);
    }
    fs::write(&desk.handoff, handoff.to_string()).unwrap();
    fs::remove_file(desk.evidence.join("rollback-plan.md")).unwrap();
    desk
}

fn walk(session: &mut Session) {
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
}

fn file(document: &Value, field: &str) -> Value {
    let steps = document["review"]["steps"].as_array().unwrap().iter();
    let mut items = steps.flat_map(|step| step["items"].as_array().unwrap());
    items.find(|item| item["item"] == field).unwrap()["file"].clone()
}

#[test]
fn a_path_with_parts_that_lead_nowhere_opens_its_file_and_the_record_keeps_the_reference_as_it_is() {
    let (backup, audit) = (".//backup-log.md#when", "./sub/.//audit.md");
    let desk = desk(&[(BACKUP, backup), (AUDIT, audit)]);
    fs::create_dir(desk.evidence.join("sub")).unwrap();
    desk.write("sub/audit.md", "audited\n");
    let (mut session, _) = desk.open(ID);
    for (field, path, bytes) in
        [(BACKUP, "backup-log.md", "backed up\n"), (AUDIT, "sub/audit.md", "audited\n")]
    {
        assert!(matches!(session.review().evidence(field), Some(Evidence::Unread)));
        let file = session.open_evidence(field).unwrap().unwrap().unwrap();
        assert_eq!((file.path.as_str(), file.bytes.as_slice()), (path, bytes.as_bytes()));
    }
    walk(&mut session);
    close_ready(&mut session);
    let document = session.plan().unwrap().document().clone();
    let reference = document["references"].as_array().unwrap().iter().find(|r| r["field"] == AUDIT).unwrap();
    assert_eq!(reference["value"], audit);
    assert_eq!(reference["evidence"]["digest"], Digest::compute(b"audited\n").to_string());
    assert_eq!(file(&document, AUDIT), json!({ "state": "pinned", "nearMiss": null }));
}

#[test]
fn a_near_miss_opens_and_pins_nothing_and_is_named_in_the_record() {
    let desk = desk(&[(BACKUP, "Backup-Log.md"), (ROLLBACK, "rollback-plan.md ")]);
    desk.write("rollback-plan.md", "roll\n");
    let (mut session, _) = desk.open(ID);
    let words = |session: &Session, field| session.review().near_words(field);
    let told = "no file “Backup-Log.md”; the folder has “backup-log.md” (with different case)";
    assert_eq!(words(&session, BACKUP).as_deref(), Some(told));
    assert!(words(&session, ROLLBACK).unwrap().contains("(without the blank at its beginning or end)"));
    assert_eq!(words(&session, RESTORE), None);
    assert!(session.open_evidence(BACKUP).unwrap().is_none());
    walk(&mut session);
    close_ready(&mut session);
    let plan = session.plan().unwrap();
    let document = plan.document();
    assert_eq!(file(document, BACKUP), json!({ "state": "none", "nearMiss": "backup-log.md" }));
    assert_eq!(file(document, RESTORE), json!({ "state": "none", "nearMiss": null }));
    assert_eq!(file(document, "targetAdapter"), Value::Null);
    assert!(markdown::render(document).contains("file with a similar name: backup-log.md"));
    let bytes = plan.bytes();
    let report = verify(&bytes, &runbook(), Wanted::Review).unwrap().report;
    assert_eq!(report.status(), CheckStatus::Held, "{:?}", report.first());
    let replayed = replay(&fs::read(desk.world.sessions.journal(ID)).unwrap()).unwrap().review;
    assert_eq!(format!("{replayed:?}"), format!("{:?}", session.review()));
}

#[test]
fn a_near_miss_that_comes_or_goes_reopens_nothing_and_a_file_of_the_very_name_does() {
    let desk = desk(&[(BACKUP, "Backup-Log.md")]);
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    desk.write("RESTORE-TEST-LOG.md", "restored\n");
    let closing = close(session.review(), PREPARE);
    let not_done = session.act(closing).unwrap_err();
    assert!(matches!(&not_done, ActError::Changed(found) if found.reopened.is_empty()), "{not_done}");
    assert_eq!(session.review().near(RESTORE), Some("RESTORE-TEST-LOG.md"));
    close_ready(&mut session);
    desk.write("AUDIT-TRAIL.md", "late\n");
    session.refresh_before_export().unwrap();
    assert!(session.review().closing().is_some() && session.review().near(AUDIT).is_none());
    drop(session);
    let (mut session, opened) = desk.open("00000000000000bb");
    assert_eq!(opened, Opened::Closed);
    session.refresh_before_export().unwrap();
    drop(session);
    desk.write("Backup-Log.md", "another\n");
    let (mut session, _) = desk.open("00000000000000cc");
    assert!(matches!(session.refresh_before_export(), Err(ActError::Overtaken { .. })));
}

#[test]
fn a_reference_that_is_put_right_opens_its_file_and_is_no_near_miss_any_more() {
    let desk = desk(&[(BACKUP, "Backup-Log.md")]);
    let (mut session, _) = desk.open(ID);
    fs::rename(desk.evidence.join("backup-log.md"), desk.evidence.join("Backup-Log.md")).unwrap();
    session.refresh(Care::Quick).unwrap();
    assert_eq!(session.review().near(BACKUP), None);
    assert!(session.open_evidence(BACKUP).unwrap().unwrap().is_ok());
}

#[test]
fn no_link_that_leads_out_is_followed_no_credential_is_named_and_a_large_folder_is_listed_in_part() {
    let secret = crate::review::testing::SECRET;
    let desk = desk(&[
        (BACKUP, "Sub/backup-log.md"),
        (AUDIT, "Out/audit.md"),
        (RESTORE, &format!("{}.md", "A".repeat(8))),
    ]);
    let outside = desk.world.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("audit.md"), "canary").unwrap();
    symlink(&outside, desk.evidence.join("out")).unwrap();
    fs::create_dir(desk.evidence.join("sub")).unwrap();
    desk.write("sub/backup-log.md", "inside\n");
    desk.write(secret, "x");
    let (session, _) = desk.open(ID);
    assert_eq!(session.review().near(BACKUP), Some("sub/backup-log.md"));
    assert_eq!(session.review().near(AUDIT), None);
    let journal = fs::read_to_string(desk.world.sessions.journal(ID)).unwrap();
    assert!(!journal.contains(secret));
    drop(session);
    for number in 0..=EVIDENCE_NAMES_MAX {
        fs::write(desk.evidence.join(number.to_string()), "").unwrap();
    }
    let (session, _) = desk.open("00000000000000bb");
    assert_eq!(session.review().near(AUDIT), None);
}

#[test]
fn evidence_that_is_part_of_the_program_follows_the_same_rule() {
    let world = World::new();
    let (mut session, _) = world
        .open_with(
            runbook(),
            given(&runbook(), ID, |v| {
                v[BACKUP] = json!("./backup-log.md");
                v[RESTORE] = json!("restore%2Dtest-log.md");
            }),
            super::open::Afresh::New,
        )
        .unwrap();
    let handoff = given(&runbook(), ID, |v| {
        v[BACKUP] = json!("./backup-log.md");
        v[RESTORE] = json!("restore%2Dtest-log.md");
    });
    let mut inputs = Inputs::new(Input::new(runbook(), None), Input::new(handoff.1, None));
    inputs.evidence = EvidenceSource::Embedded(&[("backup-log.md", b"b"), ("restore-test-log.md", b"r")]);
    session = session.watching(inputs);
    session.refresh(Care::Full).unwrap();
    assert!(session.open_evidence(BACKUP).unwrap().unwrap().is_ok());
    assert_eq!(session.review().near(RESTORE), Some("restore-test-log.md"));
}
