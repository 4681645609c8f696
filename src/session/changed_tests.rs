//! Changes outside since an answer: found on resume, before an answer, and before an export.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::inputs::{Care, EvidenceSource, FileInput, Input, Inputs};
use super::open::{Afresh, Opened, Opening};
use super::tests::{ID, World, given, resumed};
use super::upstream::Upstream;
use super::{ActError, Session, keep};
use crate::files::evidence::EvidenceFolder;
use crate::journal::replay::replay;
use crate::review::action::{Action, Refusal};
use crate::review::checklist::{Checklist, Subject};
use crate::review::fingerprint::Digest;
use crate::review::handoff::Handoff;
use crate::review::limits::HANDOFF as BOUNDS;
use crate::review::start::Start;
use crate::review::state::{Evidence, ItemState};
use crate::review::testing::{
    BACKUP, BACKUP_QUESTION, FINGERPRINT, HANDOFF, PREPARE, RESTORE, ROLLBACK, RUNBOOK, SEPARATE_APPROVAL,
    changed, clock, close, confirm, next_action, runbook, state,
};

pub(super) struct Desk {
    pub(super) world: World,
    pub(super) evidence: PathBuf,
    pub(super) handoff: PathBuf,
}

impl Desk {
    pub(super) fn new() -> Self {
        let world = World::new();
        let (evidence, handoff) = (world.path().join("evidence"), world.path().join("handoff.json"));
        fs::create_dir(&evidence).unwrap();
        fs::write(&handoff, HANDOFF).unwrap();
        fs::write(evidence.join("backup-log.md"), "backed up\n").unwrap();
        fs::write(evidence.join("rollback-plan.md"), [0xFF, 0, 1]).unwrap();
        Self { world, evidence, handoff }
    }

    pub(super) fn open(&self, id: &str) -> (Session, Opened) {
        self.open_with(id, None)
    }

    fn open_with(&self, id: &str, packet: Option<&[u8]>) -> (Session, Opened) {
        let bytes = fs::read(&self.handoff).unwrap();
        let file = FileInput::new(self.handoff.clone(), &bytes, BOUNDS.bytes);
        let (start, _) = given(&runbook(), id, |value| *value = serde_json::from_slice(&bytes).unwrap());
        let handoff = Handoff::parse(&bytes, &runbook()).unwrap();
        let start = Start { handoff, ..start };
        let mut inputs = Inputs::new(Input::new(runbook(), None), Input::new(bytes, Some(file)));
        inputs.evidence = EvidenceSource::Folder(EvidenceFolder::open(&self.evidence).unwrap());
        inputs.upstream.extend(packet.map(|packet| Upstream::embedded(FINGERPRINT, "packet.json", packet)));
        let sessions = &self.world.sessions;
        Session::open(Opening { sessions, inputs, start, afresh: Afresh::Resume, pid: 4711, clock }).unwrap()
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.evidence.join(name), text).unwrap();
    }
}

/// Opens every file and answers every item.
pub(super) fn walk(session: &mut Session) {
    for item in [BACKUP, ROLLBACK] {
        session.open_evidence(item).unwrap().unwrap().unwrap();
    }
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
}

pub(super) fn close_ready(session: &mut Session) {
    let closing = close(session.review(), PREPARE);
    session.act(closing).unwrap();
}

/// The backup log, and every item that is based on it.
pub(super) fn on_backup() -> Vec<String> {
    let list = Checklist::from_runbook(&runbook());
    let items = list.items().iter().filter(|item| item.based_on.iter().any(|field| field == BACKUP));
    items.map(|item| item.id.clone()).collect()
}

/// Answers every item before the evidence of the second phase.
pub(super) fn walk_to_backup(session: &mut Session) {
    while session
        .review()
        .decide(confirm(RESTORE))
        .is_err_and(|refused| matches!(refused, Refusal::Locked { .. }))
    {
        let next = next_action(session.review()).unwrap();
        session.act(next).unwrap();
    }
}

fn answer_again(session: &mut Session) {
    session.open_evidence(BACKUP).unwrap().unwrap().unwrap();
    for item in on_backup() {
        session.act(confirm(&item)).unwrap();
    }
}

pub(super) fn stale(session: &Session) -> Vec<String> {
    let review = session.review();
    let items = review.checklist().items().iter();
    items.filter(|item| state(review, &item.id) == ItemState::Stale).map(|item| item.id.clone()).collect()
}

#[test]
fn a_reference_with_a_file_is_confirmed_only_when_the_file_was_read() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk_to_backup(&mut session);
    for item in [BACKUP, BACKUP_QUESTION] {
        let refused = session.act(confirm(item));
        assert!(matches!(refused, Err(ActError::Refused(Refusal::EvidenceUnread { .. }))), "{refused:?}");
    }
    let file = session.open_evidence(BACKUP).unwrap().unwrap().unwrap();
    assert_eq!((file.path.as_str(), file.bytes.as_slice()), ("backup-log.md", &b"backed up\n"[..]));
    assert_eq!(file.digest, Digest::compute(b"backed up\n"));
    session.act(confirm(BACKUP)).unwrap();
    session.act(confirm(BACKUP_QUESTION)).unwrap();
    session.act(confirm(RESTORE)).unwrap();
    assert!(session.open_evidence(RESTORE).unwrap().is_none(), "no file lies there");
}

#[test]
fn the_export_holds_digest_and_size_of_what_was_read_and_null_where_no_file_is() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    close_ready(&mut session);
    let document = session.plan().unwrap().document().clone();
    let reference = |field: &str| {
        let references = document["references"].as_array().unwrap();
        references.iter().find(|reference| reference["field"] == field).unwrap()["evidence"].clone()
    };
    assert_eq!(reference(BACKUP), json!({ "digest": Digest::compute(b"backed up\n"), "bytes": 10 }));
    assert_eq!(reference(ROLLBACK)["bytes"], 3, "bytes that are no text are pinned too");
    assert_eq!(reference(RESTORE), json!(null));
    let steps = document["review"]["steps"].as_array().unwrap();
    let items: Vec<_> = steps.iter().flat_map(|step| step["items"].as_array().unwrap()).collect();
    let item = |id: &str| items.iter().find(|item| item["item"] == id).unwrap()["evidence"].clone();
    assert_eq!((item(BACKUP)["shown"].clone(), item(ROLLBACK)["shown"].clone()), (json!(true), json!(false)));
    assert!(item(BACKUP)["openedAt"].is_string());
}

#[test]
fn a_file_that_moved_before_an_answer_is_found_and_exactly_its_items_are_reopened() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    desk.write("backup-log.md", "backed out\n");
    let closing = close(session.review(), PREPARE);
    let not_done = session.act(closing).unwrap_err();
    assert!(matches!(&not_done, ActError::Changed(found) if found.reopened == on_backup()), "{not_done}");
    assert_eq!(stale(&session), on_backup());
    let moved = session.review().changed(session.review().checklist().find(BACKUP).unwrap());
    assert!(moved[0].old.as_deref().unwrap().starts_with(&Digest::compute(b"backed up\n").to_string()));
    assert!(moved[0].new.as_deref().unwrap().starts_with(&Digest::compute(b"backed out\n").to_string()));
    assert!(matches!(session.act(confirm(BACKUP)), Err(ActError::Refused(Refusal::EvidenceUnread { .. }))));
    answer_again(&mut session);
    close_ready(&mut session);
}

#[test]
fn a_file_that_is_gone_or_cannot_be_read_any_more_reopens_its_items_too() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    fs::remove_file(desk.evidence.join("backup-log.md")).unwrap();
    assert_eq!(session.refresh(Care::Quick).unwrap().reopened, on_backup());
    fs::create_dir(desk.evidence.join("backup-log.md")).unwrap();
    assert!(session.refresh(Care::Quick).unwrap().reopened.is_empty());
    assert!(session.open_evidence(BACKUP).unwrap().unwrap().is_err());
    assert!(matches!(session.act(confirm(BACKUP)), Err(ActError::Refused(Refusal::EvidenceUnread { .. }))));
}

#[test]
fn a_file_that_appears_reopens_the_reference_that_was_confirmed_without_it() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    desk.write("audit-trail.md", "late\n");
    let reopened = session.refresh(Care::Quick).unwrap().reopened;
    assert_eq!(reopened.first().map(String::as_str), Some("auditReference"));
    assert!(matches!(session.review().evidence("auditReference"), Some(Evidence::Unread)));
}

#[test]
fn a_closed_review_whose_evidence_moved_before_the_export_is_open_again() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    close_ready(&mut session);
    let exported = session.plan().unwrap();
    desk.write("backup-log.md", "backed out\n");
    assert_eq!(session.refresh(Care::Full).unwrap().reopened, on_backup());
    assert!(session.review().closing().is_none() && session.plan().is_none());
    answer_again(&mut session);
    close_ready(&mut session);
    assert_ne!(session.plan().unwrap().bytes(), exported.bytes());
}

#[test]
fn a_closed_session_is_not_exported_over_evidence_that_moved_and_is_without_the_folder() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    close_ready(&mut session);
    let exported = session.plan().unwrap();
    drop(session);
    let (mut same, opened) = desk.open("00000000000000bb");
    assert_eq!((opened, same.refresh_before_export().is_ok()), (Opened::Closed, true));
    drop(same);
    desk.write("backup-log.md", "backed out\n");
    let (mut session, opened) = desk.open("00000000000000cc");
    assert_eq!(opened, Opened::Closed);
    assert_eq!(session.since_closing().changed, [format!("the evidence of {BACKUP}")]);
    assert_eq!(session.refresh(Care::Full).unwrap().words(), None, "what is known is told once");
    let refused = session.refresh_before_export();
    assert!(matches!(&refused, Err(ActError::Overtaken { what }) if what.contains(BACKUP)), "{refused:?}");
    fs::remove_file(desk.evidence.join("rollback-plan.md")).unwrap();
    let told = session.refresh(Care::Quick).unwrap().words().unwrap();
    assert!(told.contains(BACKUP) && told.contains(ROLLBACK), "{told}");
    drop(session);
    let alone = given(&runbook(), "00000000000000dd", |value| {
        *value = serde_json::from_slice(HANDOFF).unwrap();
    });
    let handoff = Handoff::parse(HANDOFF, &runbook()).unwrap();
    let alone = (Start { handoff, ..alone.0 }, HANDOFF.to_vec());
    let (mut session, opened) = desk.world.open_with(runbook(), alone, Afresh::Resume).unwrap();
    assert_eq!((opened, session.refresh_before_export().is_ok()), (Opened::Closed, true));
    assert_eq!(session.plan().unwrap().bytes(), exported.bytes());
    keep(&session.plan().unwrap(), &desk.world.path().join("out")).unwrap();
}

#[test]
fn a_handoff_that_moves_while_the_console_is_open_is_taken_in_before_the_next_answer() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    let text = String::from_utf8(HANDOFF.to_vec()).unwrap();
    fs::write(&desk.handoff, text.replace("sqlite-local-dev", "postgres-control-plane")).unwrap();
    let closing = close(session.review(), PREPARE);
    let not_done = session.act(closing).unwrap_err();
    let ActError::Changed(found) = not_done else { panic!("{not_done}") };
    let items = found.reopened;
    assert!(items.contains(&"targetAdapter".to_owned()) && items.len() == 4, "{items:?}");
    fs::write(&desk.handoff, "{ half").unwrap();
    let rechecked = session.refresh(Care::Quick).unwrap();
    assert_eq!(
        (rechecked.reopened.len(), rechecked.troubles.len()),
        (0, 1),
        "it is told, and nothing is lost"
    );
    fs::write(&desk.handoff, text.replace("local-dev\"", "production\"")).unwrap();
    session.refresh(Care::Quick).unwrap();
    assert_eq!(state(session.review(), "targetEnvironment"), ItemState::Blocked);
}

#[test]
fn the_upstream_document_blocks_where_it_is_not_the_one_and_matches_where_it_is() {
    let packet = include_bytes!("../../assets/samples/owner-handoff-packet.json");
    let desk = Desk::new();
    let (session, _) = desk.open_with(ID, Some(packet));
    assert_eq!(state(session.review(), FINGERPRINT), ItemState::Open);
    assert_eq!(session.review().packet_check(FINGERPRINT).map(|check| check.result.word()), Some("matched"));
    drop(session);
    let (session, _) = desk.open_with("00000000000000bb", Some(b"{}"));
    assert_eq!(state(session.review(), FINGERPRINT), ItemState::Blocked);
    let findings = session.review().findings();
    assert!(findings.iter().any(|finding| finding.rule.code() == "owner-handoff-not-matched"));
    assert_eq!(session.review().value(FINGERPRINT), None);
    drop(session);
    let (session, _) = desk.open_with("00000000000000cc", Some(packet));
    assert_eq!(state(session.review(), FINGERPRINT), ItemState::Open, "the right one lifts the block");
}

#[test]
fn an_upstream_document_beside_evidence_is_taken_in_once_and_gates_what_based_on_it() {
    let packet = include_bytes!("../../assets/samples/owner-handoff-packet.json");
    let desk = Desk::new();
    let (mut session, _) = desk.open_with(ID, Some(packet));
    let again = session.refresh(Care::Full).unwrap();
    assert_eq!((again.taken.len(), again.troubles.len()), (0, 0), "{again:?}");
    let echo = || Action::Echo { item: FINGERPRINT.to_owned(), typed: "e8040a2a".to_owned() };
    let unread = session.act(echo()).unwrap_err();
    assert!(matches!(unread, ActError::Refused(Refusal::EvidenceUnread { .. })), "{unread}");
    let opened = session.open_evidence(FINGERPRINT).unwrap().unwrap().unwrap();
    assert_eq!((opened.digest, opened.path.as_str()), (Digest::compute(packet), "packet.json"));
    session.act(echo()).unwrap();
    assert_eq!(state(session.review(), FINGERPRINT), ItemState::Confirmed);
}

#[test]
fn what_was_read_is_not_recorded_twice_and_a_review_without_files_records_nothing_of_them() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    let lines = || fs::read_to_string(desk.world.sessions.journal(ID)).unwrap().lines().count();
    assert_eq!(lines(), 2, "line one and what lies in the folder");
    session.open_evidence(BACKUP).unwrap().unwrap().unwrap();
    session.open_evidence(BACKUP).unwrap().unwrap().unwrap();
    session.refresh(Care::Full).unwrap();
    assert_eq!(lines(), 3);
    let refused = session.act(Action::Reopen { item: BACKUP.to_owned() });
    assert!(matches!(refused, Err(ActError::Refused(Refusal::NothingToDo))));
}

#[test]
fn a_moved_handoff_is_resumed_and_exactly_what_based_on_it_is_reopened() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    drop(session);
    let moved = given(&runbook(), "00000000000000bb", |v| v[BACKUP] = json!("other.md"));
    let (session, opened) = world.open_with(runbook(), moved, Afresh::Resume).unwrap();
    let Opened::Resumed { rechecked, .. } = opened else { panic!("{opened:?}") };
    assert_eq!(rechecked.reopened, on_backup());
    let open: Vec<_> = session.review().open_items().collect();
    assert_eq!(open.len(), on_backup().len());
    let moved = session.review().changed(open[0]);
    assert_eq!((moved.len(), moved[0].new.as_deref()), (1, Some("other.md")));
    let review = replay(&world.bytes(ID)).unwrap().review;
    assert_eq!(review.open_items().collect::<Vec<_>>(), open, "it is in the journal");
}

#[test]
fn a_changed_definition_reopens_what_its_text_moved_and_adds_what_is_new() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    drop(session);
    let other = changed(RUNBOOK, |v| {
        v["confirmations"][3]["sentence"] = json!("I confirm something else.");
        let new = json!({ "id": "new-question", "question": "What about the weather?" });
        v["phases"][0]["items"].as_array_mut().unwrap().push(new);
        v["phases"][7]["items"].as_array_mut().unwrap().pop();
    });
    let other = other.unwrap();
    let start = given(&other, "00000000000000bb", |_| ());
    let (session, opened) = world.open_with(other.clone(), start, Afresh::Resume).unwrap();
    let Opened::Resumed { rechecked, .. } = opened else { panic!("{opened:?}") };
    assert_eq!(rechecked.reopened, [SEPARATE_APPROVAL]);
    let before = Checklist::from_runbook(&runbook());
    let dropped = before.items().iter().rev().find(|item| {
        item.subject == Subject::Question && Checklist::from_runbook(&other).find(&item.id).is_none()
    });
    let told = format!("No longer asked: {} (confirmed ", dropped.unwrap().id);
    assert!(matches!(&*rechecked.dropped, [words] if words.starts_with(&told)), "{rechecked:?}");
    assert!(rechecked.words().unwrap().contains(&told));
    let first_phase = &session.review().runbook().phases[0].id;
    let open = session.review().open_items().filter_map(|index| session.review().item(index));
    let open: Vec<String> = open.map(|item| item.id.clone()).collect();
    assert_eq!(open, [format!("{first_phase}/new-question"), SEPARATE_APPROVAL.to_owned()]);
    drop(session);
    let again = given(&other, "00000000000000cc", |_| ());
    assert_eq!(world.open_with(other, again, Afresh::Resume).unwrap().1, resumed(0), "it is taken in once");
}
