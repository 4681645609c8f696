//! Evidence that cannot be checked for a moment, answers that come back with their basis, and items that a runbook
//! drops.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::json;

use super::changed_tests::{Desk, close_ready, on_backup, stale, walk, walk_to_backup};
use super::inputs::Care;
use super::open::{Afresh, Opened};
use super::refresh::Refreshed;
use super::tests::{ID, World, given};
use super::{ActError, Session};
use crate::journal::replay::replay;
use crate::review::action::{Action, Refusal};
use crate::review::markdown;
use crate::review::testing::{
    BACKUP, BACKUP_QUESTION, HANDOFF, PREPARE, RESTORE, ROLLBACK, RUNBOOK, changed, close, concern, confirm,
    next_action, runbook,
};
use crate::review::verify::{CheckStatus, Wanted, verify};

#[test]
fn a_file_that_moved_while_nobody_looked_is_found_on_resume_and_its_ticks_come_back_with_its_bytes() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    drop(session);
    desk.write("backup-log.md", "backed out\n");
    let (session, opened) = desk.open("00000000000000bb");
    let Opened::Resumed { rechecked, .. } = opened else { panic!("{opened:?}") };
    assert_eq!(rechecked.reopened, on_backup());
    drop(session);
    desk.write("backup-log.md", "backed up\n");
    let (session, opened) = desk.open("00000000000000cc");
    let Opened::Resumed { rechecked, .. } = opened else { panic!("{opened:?}") };
    assert_eq!((rechecked.taken.len(), rechecked.reopened.len()), (1, 0));
    assert_eq!(rechecked.back, on_backup());
    let words = rechecked.words().unwrap();
    assert!(
        words.ends_with(&format!("Changed back, answered as before: {}.", on_backup().join(", "))),
        "{words}"
    );
    assert_eq!(session.review().open_items().count(), 0);
    assert_replayed(&desk, &session);
}

fn assert_replayed(desk: &Desk, session: &Session) {
    let replayed = replay(&fs::read(desk.world.sessions.journal(ID)).unwrap()).unwrap().review;
    assert_eq!(format!("{replayed:?}"), format!("{:?}", session.review()));
}

#[test]
fn a_tick_comes_back_as_it_was_given_also_where_the_other_bytes_were_opened_or_the_file_was_gone() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    let given = |session: &Session| {
        let index = session.review().checklist().find(BACKUP).unwrap();
        session.review().answer(index).unwrap().mark.clone()
    };
    let before = given(&session);
    desk.write("backup-log.md", "backed out\n");
    session.refresh(Care::Quick).unwrap();
    session.open_evidence(BACKUP).unwrap().unwrap().unwrap();
    desk.write("backup-log.md", "backed up\n");
    assert_eq!(session.refresh(Care::Full).unwrap().back, on_backup());
    assert_eq!(given(&session), before);
    let file = desk.evidence.join("backup-log.md");
    fs::remove_file(&file).unwrap();
    assert_eq!(session.refresh(Care::Quick).unwrap().reopened, on_backup());
    desk.write("backup-log.md", "backed up\n");
    assert_eq!(session.refresh(Care::Quick).unwrap().back, on_backup());
    assert_eq!(given(&session), before);
    assert!(session.act(Action::Undo).is_ok(), "answers to other items can be undone");
    session.act(Action::Redo).unwrap();
    assert_replayed(&desk, &session);
    close_ready(&mut session);
}

#[test]
fn a_tick_does_not_come_back_by_itself_where_the_item_was_touched_or_something_else_changed() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    desk.write("backup-log.md", "backed out\n");
    session.refresh(Care::Quick).unwrap();
    session.act(Action::WriteNote { item: BACKUP.to_owned(), note: "odd".to_owned() }).unwrap();
    session.act(concern(BACKUP_QUESTION)).unwrap();
    let answer = Action::AnswerConcern { item: BACKUP_QUESTION.to_owned(), answer: "is well".to_owned() };
    session.act(answer).unwrap();
    desk.write("backup-log.md", "backed up\n");
    let touched = |item: &String| item == BACKUP || item == BACKUP_QUESTION;
    let untouched: Vec<String> = on_backup().into_iter().filter(|item| !touched(item)).collect();
    assert_eq!(session.refresh(Care::Quick).unwrap().back, untouched);
    assert_eq!(stale(&session), [BACKUP, BACKUP_QUESTION]);
    let restore = session.act(Action::Restore { item: BACKUP.to_owned() });
    assert!(matches!(restore, Err(ActError::Refused(Refusal::NothingToDo))));
    session.act(confirm(BACKUP)).unwrap();
    session.act(confirm(BACKUP_QUESTION)).unwrap();
    desk.write("backup-log.md", "backed out\n");
    desk.write("rollback-plan.md", "roll\n");
    let reopened = session.refresh(Care::Quick).unwrap().reopened;
    desk.write("backup-log.md", "backed up\n");
    let back = session.refresh(Care::Quick).unwrap().back;
    assert!(reopened.contains(&ROLLBACK.to_owned()) && !back.contains(&ROLLBACK.to_owned()), "{back:?}");
    assert!(back.contains(&BACKUP.to_owned()));
    assert_replayed(&desk, &session);
}

/// Replaces a folder, as a network server, a mount or a checkout may do for a moment.
type Replace<'a> = &'a dyn Fn();

#[test]
fn a_folder_that_is_gone_replaced_or_empty_for_a_moment_reopens_nothing_and_closes_nothing() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    let (away, journal) = (desk.world.path().join("away"), desk.world.sessions.journal(ID));
    let before = fs::read(&journal).unwrap();
    let empty = || fs::create_dir(&desk.evidence).unwrap();
    let file = || fs::write(&desk.evidence, "a file now").unwrap();
    for (replace, why) in [
        (&(|| ()) as Replace, "the evidence folder: no such folder"),
        (&empty, "the evidence folder: it was replaced by another folder, which is empty"),
        (&file, "the evidence folder: is not a folder; expected a folder of evidence files"),
    ] {
        fs::rename(&desk.evidence, &away).unwrap();
        replace();
        for care in [Care::Quick, Care::Full] {
            let found = session.refresh(care).unwrap();
            assert_eq!(found.troubles, [why]);
            assert_eq!((found.taken.len(), found.reopened.len()), (0, 0));
        }
        let closing = close(session.review(), PREPARE);
        let refused = session.act(closing).unwrap_err();
        assert!(matches!(&refused, ActError::Unseen(troubles) if *troubles == [why]), "{refused}");
        assert!(session.open_evidence(BACKUP).unwrap().unwrap().is_err());
        assert_eq!(fs::read(&journal).unwrap(), before, "nothing is recorded");
        let _ = fs::remove_dir(&desk.evidence).or_else(|_| fs::remove_file(&desk.evidence));
        fs::rename(&away, &desk.evidence).unwrap();
    }
    // Created again with the same bytes: nothing changed.
    fs::rename(&desk.evidence, &away).unwrap();
    fs::create_dir(&desk.evidence).unwrap();
    for name in ["backup-log.md", "rollback-plan.md"] {
        fs::copy(away.join(name), desk.evidence.join(name)).unwrap();
    }
    assert_eq!(session.refresh(Care::Full).unwrap(), Refreshed::default());
    close_ready(&mut session);
    fs::remove_dir_all(&desk.evidence).unwrap();
    assert_eq!(session.refresh(Care::Full).unwrap().troubles.len(), 1);
    assert!(session.review().closing().is_some(), "a closed review stays closed");
    assert!(matches!(session.refresh_before_export(), Err(ActError::Unseen(_))));
    drop(session);
    fs::rename(&away, &desk.evidence).unwrap();
    let (mut session, opened) = desk.open("00000000000000bb");
    assert_eq!(opened, Opened::Closed);
    fs::rename(&desk.evidence, &away).unwrap();
    let refused = session.refresh_before_export();
    assert!(matches!(refused, Err(ActError::Unseen(_))), "{refused:?}");
    fs::rename(&away, &desk.evidence).unwrap();
    session.refresh_before_export().unwrap();
}

/// A process's own memory is a regular file that nobody can read from its beginning: the system reports EIO, even to
/// the superuser.
#[test]
fn a_file_that_cannot_be_read_for_a_moment_is_told_and_nothing_is_recorded() {
    let desk = Desk::new();
    let text = String::from_utf8(HANDOFF.to_vec()).unwrap();
    fs::write(&desk.handoff, text.replace("backup-log.md", "mem")).unwrap();
    fs::remove_file(desk.evidence.join("rollback-plan.md")).unwrap();
    desk.write("mem", "backed up\n");
    let folder = desk.world.path().join("there");
    fs::rename(&desk.evidence, &folder).unwrap();
    symlink(&folder, &desk.evidence).unwrap();
    let (mut session, _) = desk.open(ID);
    session.open_evidence(BACKUP).unwrap().unwrap().unwrap();
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    let journal = || fs::read(desk.world.sessions.journal(ID)).unwrap();
    let before = journal();
    fs::remove_file(&desk.evidence).unwrap();
    symlink("/proc/self", &desk.evidence).unwrap();
    let found = session.refresh(Care::Full).unwrap();
    let why = "the evidence of backupReference: not readable: Input/output error (os error 5)";
    assert_eq!((found.troubles, found.taken.len()), (vec![why.to_owned()], 0));
    let closing = close(session.review(), PREPARE);
    let refused = session.act(closing).unwrap_err();
    assert!(matches!(refused, ActError::Unseen(_)), "{refused}");
    assert_eq!(journal(), before);
    fs::remove_file(&desk.evidence).unwrap();
    symlink(&folder, &desk.evidence).unwrap();
    assert_eq!(session.refresh(Care::Full).unwrap(), Refreshed::default());
    close_ready(&mut session);
}

#[test]
fn nothing_is_answered_on_evidence_of_which_nobody_can_say_whether_it_is_there() {
    let desk = Desk::new();
    let away = desk.world.path().join("away");
    let (mut session, _) = desk.open(ID);
    walk_to_backup(&mut session);
    fs::rename(&desk.evidence, &away).unwrap();
    let refused = session.act(confirm(RESTORE)).unwrap_err();
    assert!(matches!(refused, ActError::Unseen(_)), "a file may lie there: {refused}");
    session.act(concern(RESTORE)).unwrap();
    fs::rename(&away, &desk.evidence).unwrap();
    let answer = Action::AnswerConcern { item: RESTORE.to_owned(), answer: "it came back".to_owned() };
    session.act(answer).unwrap();
    session.act(confirm(RESTORE)).unwrap();
}

#[test]
fn an_item_that_a_definition_drops_is_named_with_its_answer_and_its_note_and_stays_in_the_packet() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    let phase = runbook().phases[1].id.clone();
    let of_phase = |item: &String| item.starts_with(&format!("{phase}/"));
    let items: Vec<String> =
        session.review().checklist().items().iter().map(|item| item.id.clone()).filter(of_phase).collect();
    let (old, other) = (&items[1], &items[0]);
    let note = "the log names another copy".to_owned();
    session.act(Action::WriteNote { item: old.clone(), note }).unwrap();
    session.act(concern(other)).unwrap();
    let answer = Action::AnswerConcern { item: other.clone(), answer: "it was copied".to_owned() };
    session.act(answer).unwrap();
    drop(session);
    let renamed = changed(RUNBOOK, |v| {
        let items = v["phases"][1]["items"].as_array_mut().unwrap();
        items[1]["id"] = json!("renamed");
        items.remove(0);
    })
    .unwrap();
    let start = given(&renamed, "00000000000000bb", |_| ());
    let (mut session, opened) = world.open_with(renamed.clone(), start, Afresh::Resume).unwrap();
    let Opened::Resumed { rechecked, .. } = opened else { panic!("{opened:?}") };
    let words = rechecked.words().unwrap();
    assert!(words.contains(&format!("No longer asked: {old} (confirmed ")), "{words}");
    assert!(words.contains("; note: the log names another copy)."), "{words}");
    assert!(words.contains(&format!("No longer asked: {other} (not answered; concern: ")), "{words}");
    assert!(session.refresh(Care::Full).unwrap().dropped.is_empty(), "it is told once");
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    close_ready(&mut session);
    let plan = session.plan().unwrap();
    let dropped = &plan.document()["review"]["dropped"];
    let named = |index: usize, member: &str| dropped[index][member].as_str().map(str::to_owned);
    assert_eq!(dropped.as_array().unwrap().len(), 2);
    let at = (0..2).find(|index| named(*index, "item").as_ref() == Some(old)).unwrap();
    assert_eq!(named(at, "state").as_deref(), Some("confirmed"));
    assert_eq!(named(at, "note").as_deref(), Some("the log names another copy"));
    assert_eq!(dropped[1 - at]["concerns"][0]["answer"], "it was copied");
    let page = markdown::render(plan.document());
    assert!(page.contains("No longer asked") && page.contains("note: the log names another copy"), "{page}");
    let bytes = plan.bytes();
    let report = verify(&bytes, &renamed, Wanted::Review).unwrap().report;
    assert_eq!(report.status(), CheckStatus::Held, "{:?}", report.first());
    drop(session);
    let again = given(&runbook(), "00000000000000cc", |_| ());
    let (session, _) = world.open_with(runbook(), again, Afresh::New).unwrap();
    assert!(session.review().dropped().next().is_none());
}

#[test]
fn an_answer_comes_back_with_the_item_that_a_definition_asks_again() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    drop(session);
    let other = changed(RUNBOOK, |v| v["phases"][1]["items"][1]["id"] = json!("renamed")).unwrap();
    let start = given(&other, "00000000000000bb", |_| ());
    let (session, _) = world.open_with(other, start, Afresh::Resume).unwrap();
    assert_eq!((session.review().dropped().count(), session.review().open_items().count()), (1, 1));
    drop(session);
    let start = given(&runbook(), "00000000000000cc", |_| ());
    let (session, _) = world.open_with(runbook(), start, Afresh::Resume).unwrap();
    assert_eq!((session.review().dropped().count(), session.review().open_items().count()), (0, 0));
}
