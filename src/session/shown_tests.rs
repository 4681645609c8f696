//! Only what was shown is confirmed, and only what can be checked is closed and exported.

use std::fs;

use serde_json::json;

use super::changed_tests::{Desk, walk};
use super::inputs::Care;
use super::open::{Afresh, Opened};
use super::tests::{ID, World, given};
use super::{ActError, Session};
use crate::review::action::{Action, Refusal};
use crate::review::runbook::Runbook;
use crate::review::state::ItemState;
use crate::review::testing::{
    BACKUP, HANDOFF, PREPARE, REFERENCE, RESTORE, RUNBOOK, STATUS, changed, close, concern, confirm,
    next_action, runbook, state,
};

fn fresh(desk: &Desk) -> (Session, String) {
    let (session, _) = desk.open(ID);
    (session, String::from_utf8(HANDOFF.to_vec()).unwrap())
}

#[test]
fn what_moved_since_it_was_shown_is_not_confirmed_before_it_is_shown_again() {
    let desk = Desk::new();
    let (mut session, text) = fresh(&desk);
    session.act(confirm(STATUS)).unwrap();
    fs::write(&desk.handoff, text.replace("restore-test-log.md", "nobody-saw-this.md")).unwrap();
    session.act(confirm(REFERENCE)).unwrap();
    assert_eq!(session.take_unreported().taken, ["the handoff"], "it rests on something else, and is told");
    while let Some(action) = next_action(session.review()) {
        let waits = matches!(&action, Action::Confirm { item } if item == RESTORE);
        if waits {
            break;
        }
        if let Err(ActError::Refused(Refusal::EvidenceUnread { reference })) = session.act(action) {
            session.open_evidence(&reference).unwrap().unwrap().unwrap();
        }
    }
    fs::write(&desk.handoff, text.replace("restore-test-log.md", "nor-this.md")).unwrap();
    let not_done = session.act(confirm(RESTORE));
    assert!(matches!(not_done, Err(ActError::Changed(_))), "{not_done:?}");
    assert_eq!(state(session.review(), RESTORE), ItemState::Open);
    session.act(confirm(RESTORE)).unwrap();
}

#[test]
fn a_closing_call_and_an_export_wait_for_whatever_moved_and_for_what_cannot_be_looked_at() {
    let desk = Desk::new();
    let (mut session, text) = fresh(&desk);
    walk(&mut session);
    fs::write(&desk.handoff, format!("{text}\n")).unwrap();
    let closing = close(session.review(), PREPARE);
    assert!(
        matches!(session.act(closing.clone()), Err(ActError::Changed(_))),
        "other bytes, the same fields"
    );
    fs::write(&desk.handoff, "{ half").unwrap();
    assert!(matches!(session.act(closing.clone()), Err(ActError::Unseen(_))));
    fs::write(&desk.handoff, format!("{text}\n")).unwrap();
    session.act(closing).unwrap();
    session.refresh_before_export().unwrap();
    fs::remove_file(&desk.handoff).unwrap();
    assert!(matches!(session.refresh_before_export(), Err(ActError::Unseen(_))));
    fs::write(&desk.handoff, &text).unwrap();
    assert!(matches!(session.refresh_before_export(), Err(ActError::Changed(_))));
    assert!(session.review().closing().is_none(), "it is open again, and said so");
}

#[test]
fn a_folder_that_was_made_anew_is_looked_into() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    let other = desk.world.path().join("other");
    fs::rename(&desk.evidence, &other).unwrap();
    assert_eq!(session.refresh(Care::Quick).unwrap().troubles.len(), 1, "no folder is told");
    fs::create_dir(&desk.evidence).unwrap();
    desk.write("backup-log.md", "anew\n");
    session.refresh(Care::Quick).unwrap();
    assert_eq!(session.open_evidence(BACKUP).unwrap().unwrap().unwrap().bytes, b"anew\n");
}

#[test]
fn a_handoff_of_another_owner_is_not_taken_into_the_session() {
    let desk = Desk::new();
    let (mut session, text) = fresh(&desk);
    fs::write(&desk.handoff, text.replace("owner-handoff.md#t-292", "another.md")).unwrap();
    let found = session.refresh(Care::Quick).unwrap();
    assert_eq!((found.taken.len(), found.troubles.len()), (0, 1), "{found:?}");
    assert_eq!(session.review().value(REFERENCE), Some("owner-handoff.md#t-292"));
}

#[test]
fn a_concern_is_not_lost_with_its_item_and_answers_come_back_with_theirs() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    for _ in 0..6 {
        let next = next_action(session.review()).unwrap();
        session.act(next).unwrap();
    }
    let first = session.review().runbook().phases[0].clone();
    let id = format!("{}/{}", first.id, first.items[1].id());
    session.act(concern(&id)).unwrap();
    let renamed = changed(RUNBOOK, |v| v["phases"][0]["items"][1]["id"] = json!("renamed")).unwrap();
    drop(session);
    let open = |runbook: &Runbook, session: &str| {
        let given = given(runbook, session, |_| ());
        world.open_with(runbook.clone(), given, Afresh::Resume).unwrap()
    };
    let (mut session, opened) = open(&renamed, "00000000000000bb");
    let Opened::Resumed { rechecked, .. } = opened else { panic!("{opened:?}") };
    assert!(rechecked.troubles[0].contains(&id), "{rechecked:?}");
    assert!(session.review().checklist().find(&id).is_some());
    session.act(Action::AnswerConcern { item: id.clone(), answer: "so".to_owned() }).unwrap();
    session.refresh(Care::Quick).unwrap();
    assert!(session.review().checklist().find(&id).is_none());
    drop(session);
    let (session, _) = open(&runbook(), "00000000000000cc");
    let index = session.review().checklist().find(&id).unwrap();
    assert_eq!(session.review().answer(index).unwrap().concerns.len(), 1);
}

#[test]
fn an_item_that_is_to_be_typed_now_is_not_confirmed_by_the_key_of_then() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    session.act(confirm(STATUS)).unwrap();
    drop(session);
    let typed =
        changed(RUNBOOK, |v| v["ownerHandoff"]["upstream"][0]["acknowledge"] = json!("echo")).unwrap();
    let start = given(&typed, "00000000000000bb", |_| ());
    let (_, opened) = world.open_with(typed, start, Afresh::Resume).unwrap();
    let Opened::Resumed { rechecked, .. } = opened else { panic!("{opened:?}") };
    assert_eq!((rechecked.reopened, rechecked.definition), (vec![STATUS.to_owned()], true));
}
