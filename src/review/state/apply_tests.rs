//! Tests of applied events, and of undo and redo, which go back exactly.

use serde_json::json;

use crate::review::action::{Action, Event, Method, Refusal};
use crate::review::state::{ItemState, Mark, Review};
use crate::review::testing::{
    BACKUP, CONTINUE, ENVIRONMENT, HANDOFF, PREPARE, REFERENCE, STATUS, act, clock, close, concern, confirm,
    review, review_of, runbook, state, walk,
};

fn answers(review: &Review) -> String {
    let indexes = review.checklist().indexes();
    let answers: Vec<_> = indexes.map(|index| (review.answer(index), review.state(index))).collect();
    let entered: Vec<_> = review.runbook().references.iter().map(|r| review.value(&r.field)).collect();
    format!("{answers:?} {entered:?}")
}

fn undoable() -> (Review, Vec<Action>) {
    let mut review = review_of(&runbook(), HANDOFF, |v| v["backupReference"] = json!(""));
    while let Some(action) = crate::review::testing::next_action(&review) {
        if action == confirm("backupReference") {
            break;
        }
        act(&mut review, action).unwrap();
    }
    let item = || "backupReference".to_owned();
    let question = || "fresh-owner-approval/approval-scope".to_owned();
    let actions = vec![
        Action::EnterReference { item: item(), value: "b.md".to_owned() },
        confirm("backupReference"),
        Action::WriteNote { item: item(), note: "looked at".to_owned() },
        Action::TakeBack { item: item() },
        Action::EnterReference { item: item(), value: "c.md".to_owned() },
        Action::WriteNote { item: item(), note: String::new() },
        Action::NotApplicable { item: question(), reason: "one window only".to_owned() },
        Action::TakeBack { item: question() },
    ];
    (review, actions)
}

#[test]
fn undo_goes_back_through_every_answer_and_redo_forth_again() {
    let (mut review, actions) = undoable();
    let mut seen = vec![answers(&review)];
    for action in actions {
        act(&mut review, action).unwrap();
        seen.push(answers(&review));
    }
    for earlier in seen.iter().rev().skip(1) {
        act(&mut review, Action::Undo).unwrap();
        assert_eq!(answers(&review), *earlier);
    }
    for later in seen.iter().skip(1) {
        act(&mut review, Action::Redo).unwrap();
        assert_eq!(answers(&review), *later);
    }
    assert_eq!(review.decide(Action::Redo), Err(Refusal::NothingToRedo));
}

#[test]
fn a_fresh_review_has_nothing_to_undo_or_redo() {
    assert_eq!(review().decide(Action::Undo), Err(Refusal::NothingToUndo));
    assert_eq!(review().decide(Action::Redo), Err(Refusal::NothingToRedo));
}

#[test]
fn undo_and_redo_name_the_item_they_change() {
    let mut review = review();
    act(&mut review, confirm(STATUS)).unwrap();
    act(&mut review, confirm(REFERENCE)).unwrap();
    assert_eq!(act(&mut review, Action::Undo), Ok(Event::Undone { item: REFERENCE.to_owned() }));
    assert_eq!(act(&mut review, Action::Undo), Ok(Event::Undone { item: STATUS.to_owned() }));
    assert_eq!(act(&mut review, Action::Redo), Ok(Event::Redone { item: STATUS.to_owned() }));
}

#[test]
fn a_new_answer_ends_what_could_be_redone() {
    let mut review = review();
    act(&mut review, confirm(STATUS)).unwrap();
    act(&mut review, Action::Undo).unwrap();
    act(&mut review, confirm(REFERENCE)).unwrap();
    assert_eq!(review.decide(Action::Redo), Err(Refusal::NothingToRedo));
}

#[test]
fn looking_and_trying_are_neither_undone_nor_in_the_way_of_undo() {
    let mut review = review();
    act(&mut review, confirm(STATUS)).unwrap();
    act(&mut review, Action::Open { item: REFERENCE.to_owned() }).unwrap();
    act(&mut review, Action::Attempt { effect: "database-migration".to_owned() }).unwrap();
    act(&mut review, Action::Undo).unwrap();
    assert_eq!(state(&review, STATUS), ItemState::Open);
    assert_eq!(review.decide(Action::Undo), Err(Refusal::NothingToUndo));
    assert_eq!(review.attempts().len(), 1);
}

#[test]
fn a_concern_ends_undo_and_redo_of_its_own_item_and_of_no_other() {
    let mut review = review();
    act(&mut review, confirm(STATUS)).unwrap();
    act(&mut review, confirm(REFERENCE)).unwrap();
    act(&mut review, Action::Undo).unwrap();
    act(&mut review, concern(REFERENCE)).unwrap();
    assert_eq!(review.decide(Action::Redo), Err(Refusal::NothingToRedo));
    assert_eq!(review.decide(Action::Undo), Ok(Event::Undone { item: STATUS.to_owned() }));
    let item = REFERENCE.to_owned();
    act(&mut review, Action::AnswerConcern { item, answer: "seen".to_owned() }).unwrap();
    act(&mut review, confirm(REFERENCE)).unwrap();
    act(&mut review, Action::Undo).unwrap();
    assert_eq!(state(&review, REFERENCE), ItemState::Open);
    let kept = review.answer(review.checklist().find(REFERENCE).unwrap()).unwrap();
    assert_eq!(kept.concerns.len(), 1, "undo removes no concern");
    act(&mut review, Action::Undo).unwrap();
    assert_eq!(review.decide(Action::Undo), Err(Refusal::NothingToUndo));
}

#[test]
fn a_concern_takes_the_tick_away() {
    let mut review = review();
    act(&mut review, confirm(STATUS)).unwrap();
    act(&mut review, concern(STATUS)).unwrap();
    let answer = review.answer(review.checklist().find(STATUS).unwrap()).unwrap();
    assert_eq!(answer.mark, Mark::Open);
}

#[test]
fn the_first_look_is_the_one_that_is_kept() {
    let mut review = review();
    let opened = Event::Opened { item: STATUS.to_owned() };
    let first = clock();
    review.apply(&opened, first);
    review.apply(&opened, clock());
    let answer = review.answer(review.checklist().find(STATUS).unwrap()).unwrap();
    assert_eq!(answer.opened_at, Some(first));
}

#[test]
fn an_event_of_another_runbook_is_not_admitted() {
    let review = review();
    let item = || "unheard-of".to_owned();
    let text = || "text".to_owned();
    let unknown = [
        Event::Opened { item: item() },
        Event::Confirmed { item: item(), manner: Method::Key },
        Event::TakenBack { item: item() },
        Event::MarkedNotApplicable { item: item(), reason: text() },
        Event::ConcernRaised { item: item(), note: text() },
        Event::ConcernAnswered { item: item(), answer: text() },
        Event::NoteWritten { item: item(), note: text() },
        Event::ReferenceEntered { item: item(), value: text() },
        Event::WriteActionRefused { effect: item(), status: text() },
        Event::WriteActionRefused { effect: "database-migration".to_owned(), status: text() },
        Event::Undone { item: STATUS.to_owned() },
        Event::Redone { item: STATUS.to_owned() },
        Event::Closed { decision: item(), status: text(), not_looked_at: text() },
    ];
    for event in unknown {
        assert!(!review.admits(&event), "{event:?}");
        let mut after = review.clone();
        after.apply(&event, clock());
    }
}

#[test]
fn an_event_that_the_rules_refuse_is_not_admitted() {
    let review = review();
    let status = review.outcome(PREPARE).status;
    for forged in [
        Event::Confirmed { item: ENVIRONMENT.to_owned(), manner: Method::Key },
        Event::Confirmed { item: BACKUP.to_owned(), manner: Method::Key },
        Event::MarkedNotApplicable { item: "noDatabaseWriteConfirmed".to_owned(), reason: "no".to_owned() },
        Event::ConcernAnswered { item: STATUS.to_owned(), answer: "fine".to_owned() },
        Event::Closed { decision: PREPARE.to_owned(), status, not_looked_at: "nothing".to_owned() },
    ] {
        assert!(!review.admits(&forged), "{forged:?}");
    }
}

#[test]
fn every_event_of_a_review_is_admitted_before_it_is_applied() {
    let (mut review, actions) = undoable();
    let more = [Action::Undo, Action::Redo, concern(STATUS), close(&review, CONTINUE)];
    for action in actions.into_iter().chain(more) {
        let event = review.decide(action).unwrap();
        assert!(review.admits(&event), "{event:?}");
        review.apply(&event, clock());
    }
}

#[test]
fn walking_settles_everything_and_progress_counts_it() {
    let mut review = review();
    walk(&mut review);
    for (step, found) in review.checklist().steps().iter().enumerate() {
        let progress = review.progress(step);
        assert_eq!((progress.settled, progress.total), (found.items.len(), found.items.len()));
        assert_eq!((progress.concerns, progress.blocked, review.locked_by(step)), (0, 0, None));
    }
    assert_eq!(review.progress(99).total, 0);
}
