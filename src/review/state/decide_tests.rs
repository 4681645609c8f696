//! Tests of every action: when it is accepted, and each refusal.

use serde_json::json;

use crate::review::action::{Action, Event, Method, Refusal};
use crate::review::checklist::Subject;
use crate::review::limits::NOTE_BYTES_MAX;
use crate::review::state::{ItemState, Review};
use crate::review::testing::{
    CONTINUE, HANDOFF, PREPARE, SECOND_HANDOFF, SECRET, STATUS, act, close, concern, confirm, review,
    review_of, runbook, second_runbook, state, walk, walked,
};

const QUESTION: &str = "fresh-owner-approval/handoff-matches";
pub(super) const LATER: &str = "backup-restore-rollback-review/backup-covers-change";

fn echo(item: &str, typed: &str) -> Action {
    Action::Echo { item: item.to_owned(), typed: typed.to_owned() }
}

fn not_applicable(item: &str, reason: &str) -> Action {
    Action::NotApplicable { item: item.to_owned(), reason: reason.to_owned() }
}

fn note(item: &str, text: &str) -> Action {
    Action::WriteNote { item: item.to_owned(), note: text.to_owned() }
}

fn enter(item: &str, value: &str) -> Action {
    Action::EnterReference { item: item.to_owned(), value: value.to_owned() }
}

fn answer(item: &str, text: &str) -> Action {
    Action::AnswerConcern { item: item.to_owned(), answer: text.to_owned() }
}

fn raise(item: &str, text: &str) -> Action {
    Action::RaiseConcern { item: item.to_owned(), note: text.to_owned() }
}

fn open(item: &str) -> Action {
    Action::Open { item: item.to_owned() }
}

fn take_back(item: &str) -> Action {
    Action::TakeBack { item: item.to_owned() }
}

pub(super) fn on(item: &str) -> Vec<Action> {
    vec![
        open(item),
        confirm(item),
        echo(item, "x"),
        take_back(item),
        not_applicable(item, "why"),
        raise(item, "why"),
        answer(item, "so"),
        note(item, "text"),
        enter(item, "somewhere.md"),
    ]
}

pub(super) fn at_phase_one() -> Review {
    let mut review = review();
    for item in ["ownerHandoffStatus", "ownerHandoffReference"] {
        act(&mut review, confirm(item)).unwrap();
    }
    for (item, typed) in [
        ("ownerHandoffFingerprint", "e8040a2a"),
        ("targetEnvironment", "local-dev"),
        ("targetAdapter", "sqlite-local-dev"),
    ] {
        act(&mut review, echo(item, typed)).unwrap();
    }
    review
}

fn without_backup() -> Review {
    let mut review = review_of(&runbook(), HANDOFF, |v| v["backupReference"] = json!(""));
    while let Some(action) = crate::review::testing::next_action(&review) {
        if action == confirm("backupReference") {
            return review;
        }
        act(&mut review, action).unwrap();
    }
    panic!("the reference was never asked for")
}

#[test]
fn nothing_is_ticked_before_a_hand_ticks_it() {
    for bytes in [HANDOFF, crate::review::testing::REQUEST] {
        let review = review_of(&runbook(), bytes, |_| ());
        assert!(review.checklist().indexes().all(|index| review.state(index) == ItemState::Open));
        assert_eq!(review.open_items().count(), review.checklist().items().len());
    }
}

#[test]
fn a_deciding_review_changes_nothing() {
    let review = at_phase_one();
    let before = format!("{review:?}");
    for action in on(STATUS).into_iter().chain(on(QUESTION)).chain([Action::Undo, close(&review, CONTINUE)]) {
        let _ = review.decide(action);
    }
    assert_eq!(format!("{review:?}"), before);
}

#[test]
fn names_that_the_runbook_does_not_have_are_refused() {
    let review = review();
    for action in on("unheard-of") {
        assert_eq!(review.decide(action), Err(Refusal::Unknown));
    }
    assert_eq!(review.decide(Action::Attempt { effect: "magic".to_owned() }), Err(Refusal::Unknown));
    assert_eq!(review.decide(close(&review, "approve")), Err(Refusal::Unknown));
    assert_eq!(review.decide(close(&review, "request-database-migration")), Err(Refusal::Unknown));
    assert_eq!(review.decide(enter(STATUS, "x")), Err(Refusal::Unknown));
}

#[test]
fn an_item_is_opened_once_also_while_it_is_locked() {
    let mut review = review();
    assert_eq!(act(&mut review, open(LATER)), Ok(Event::Opened { item: LATER.to_owned() }));
    assert_eq!(review.decide(open(LATER)), Err(Refusal::NothingToDo));
}

#[test]
fn a_key_confirms_once_and_can_be_taken_back() {
    let mut review = review();
    assert_eq!(review.decide(take_back(STATUS)), Err(Refusal::NothingToDo));
    let confirmed = Event::Confirmed { item: STATUS.to_owned(), manner: Method::Key };
    assert_eq!(act(&mut review, confirm(STATUS)), Ok(confirmed));
    assert_eq!(review.decide(confirm(STATUS)), Err(Refusal::NothingToDo));
    act(&mut review, take_back(STATUS)).unwrap();
    assert_eq!(state(&review, STATUS), ItemState::Open);
}

#[test]
fn a_killer_item_wants_exactly_what_is_seen_to_be_typed() {
    let mut review = review();
    assert_eq!(review.decide(confirm("targetEnvironment")), Err(Refusal::EchoNeeded));
    for typed in ["", "local", "Local-dev", " local-dev", "local-dev "] {
        let refused = Refusal::EchoDiffers { expected_chars: 9 };
        assert_eq!(review.decide(echo("targetEnvironment", typed)), Err(refused));
    }
    let event = act(&mut review, echo("targetEnvironment", "local-dev")).unwrap();
    assert_eq!(event, Event::Confirmed { item: "targetEnvironment".to_owned(), manner: Method::Echo });
    assert!(act(&mut review, echo("ownerHandoffFingerprint", "e8040a2a")).is_ok());
    assert_eq!(review.decide(echo("ownerHandoffFingerprint", "e8040a2a")), Err(Refusal::NothingToDo));
}

#[test]
fn a_fingerprint_of_another_form_is_acknowledged_by_its_last_eight_characters() {
    let other = review_of(&runbook(), HANDOFF, |v| v["ownerHandoffFingerprint"] = json!("revision-0042"));
    assert!(other.decide(echo("ownerHandoffFingerprint", "revision")).is_err());
    assert!(other.decide(echo("ownerHandoffFingerprint", "ion-0042")).is_ok());
    assert_eq!(other.closing_echo(), "ion-0042");
}

#[test]
fn a_phase_is_locked_until_every_step_before_it_is_walked() {
    let mut review = review();
    let locked = |waits_for: &str| Refusal::Locked { waits_for: waits_for.to_owned() };
    for action in [confirm(QUESTION), not_applicable(QUESTION, "why"), concern(QUESTION), echo(QUESTION, "x")]
    {
        assert_eq!(review.decide(action), Err(locked("Owner handoff")));
    }
    assert_eq!(review.decide(enter("backupReference", "b.md")), Err(locked("Owner handoff")));
    assert_eq!(review.may_mark(QUESTION), Err(locked("Owner handoff")));
    assert!(review.decide(note(QUESTION, "read ahead")).is_ok());
    assert!(review.decide(confirm("runbookOnlyConfirmed")).is_ok());
    assert!(review.decide(confirm("stop-rule/target")).is_ok());
    review = at_phase_one();
    assert!(review.decide(confirm(QUESTION)).is_ok());
    assert_eq!(review.decide(confirm(LATER)), Err(locked("1 Fresh approval")));
}

#[test]
fn an_open_concern_lets_the_reviewer_walk_on() {
    let mut review = at_phase_one();
    let first: Vec<String> =
        runbook().phases[0].items.iter().map(|item| format!("fresh-owner-approval/{}", item.id())).collect();
    for item in &first {
        assert!(review.decide(confirm(LATER)).is_err());
        act(&mut review, concern(item)).unwrap();
    }
    assert!(review.decide(confirm(LATER)).is_ok());
    assert_eq!(
        review.open_items().filter(|index| review.state(*index) == ItemState::Concern).count(),
        first.len()
    );
}

#[test]
fn taking_back_a_tick_locks_what_comes_later_again() {
    let mut review = at_phase_one();
    act(&mut review, take_back(STATUS)).unwrap();
    assert_eq!(
        review.decide(confirm(QUESTION)),
        Err(Refusal::Locked { waits_for: "Owner handoff".to_owned() })
    );
}

#[test]
fn an_item_in_two_phases_is_locked_only_while_both_are() {
    let review = walked();
    let index = review.checklist().find("resultRepositoryReference").unwrap();
    assert_eq!(review.item_locked_by(index), None);
    let fresh = at_phase_one();
    assert!(fresh.item_locked_by(index).is_some());
}

#[test]
fn what_a_finding_refuses_can_be_objected_to_and_not_confirmed() {
    let mut review = review_of(&runbook(), HANDOFF, |v| v["targetEnvironment"] = json!("production"));
    let blocked = Err(Refusal::Blocked {
        message: "targetEnvironment is production, which is refused by name.".to_owned(),
    });
    assert_eq!(review.decide(echo("targetEnvironment", "production")), blocked);
    assert_eq!(review.decide(confirm("stop-rule/target")), blocked);
    assert_eq!(state(&review, "targetEnvironment"), ItemState::Blocked);
    act(&mut review, concern("targetEnvironment")).unwrap();
    assert_eq!(state(&review, "targetEnvironment"), ItemState::Blocked, "a concern lifts no block");
    assert!(matches!(
        review.decide(confirm("fresh-owner-approval/approval-scope")),
        Err(Refusal::Locked { .. })
    ));
    act(&mut review, answer("targetEnvironment", "seen")).unwrap();
    assert_eq!(state(&review, "targetEnvironment"), ItemState::Blocked);
    assert!(review.decide(confirm("stop-rule/owner-handoff")).is_ok());
}

#[test]
fn a_refused_reference_cannot_be_replaced_by_hand() {
    let mut review = review_of(&runbook(), HANDOFF, |v| v["backupReference"] = json!(SECRET));
    walk(&mut review);
    act(&mut review, answer("backupReference", "seen")).unwrap();
    let refused = review.decide(enter("backupReference", "b.md"));
    assert!(matches!(refused, Err(Refusal::Blocked { .. })), "{refused:?}");
}

#[test]
fn a_concern_needs_words_stands_open_and_is_answered_never_removed() {
    let mut review = review();
    assert_eq!(review.decide(raise(STATUS, " \n")), Err(Refusal::TextNeeded));
    assert_eq!(review.decide(answer(STATUS, "fine")), Err(Refusal::NoConcernOpen));
    act(&mut review, confirm(STATUS)).unwrap();
    act(&mut review, concern(STATUS)).unwrap();
    for action in [confirm(STATUS), concern(STATUS)] {
        assert_eq!(review.decide(action), Err(Refusal::ConcernOpen));
    }
    assert_eq!(review.decide(take_back(STATUS)), Err(Refusal::NothingToDo));
    assert_eq!(review.decide(answer(STATUS, "")), Err(Refusal::TextNeeded));
    act(&mut review, answer(STATUS, "looked again")).unwrap();
    assert_eq!(state(&review, STATUS), ItemState::Open);
    act(&mut review, confirm(STATUS)).unwrap();
    act(&mut review, concern(STATUS)).unwrap();
    let answers = review.answer(review.checklist().find(STATUS).unwrap()).unwrap();
    assert_eq!(answers.concerns.len(), 2);
    assert_eq!(answers.concerns[0].answer.as_ref().unwrap().0, "looked again");
    assert!(answers.concerns[1].answer.is_none());
}

#[test]
fn not_applicable_is_for_phase_questions_and_commands_and_needs_a_reason() {
    let mut review = walked();
    for index in review.checklist().indexes() {
        let item = review.item(index).unwrap().clone();
        let decided = review.decide(not_applicable(&item.id, "no such table"));
        if item.subject == Subject::Question {
            assert!(decided.is_ok(), "{}", item.id);
        } else {
            assert_eq!(decided, Err(Refusal::AlwaysApplies), "{}", item.id);
        }
    }
    assert_eq!(review.decide(not_applicable(QUESTION, "\t")), Err(Refusal::TextNeeded));
    act(&mut review, not_applicable(QUESTION, "no such table")).unwrap();
    assert_eq!(state(&review, QUESTION), ItemState::NotApplicable);
    assert!(review.decide(close(&review, PREPARE)).is_ok());
    act(&mut review, take_back(QUESTION)).unwrap();
    assert_eq!(state(&review, QUESTION), ItemState::Open);
}

#[test]
fn a_note_is_written_changed_and_removed_and_holds_any_text_but_secrets() {
    let mut review = review();
    assert_eq!(review.decide(note(STATUS, "")), Err(Refusal::NothingToDo));
    assert_eq!(review.decide(note(STATUS, " ")), Err(Refusal::TextNeeded));
    act(&mut review, note(STATUS, "first\nsecond \u{202e}line")).unwrap();
    assert_eq!(review.decide(note(STATUS, "first\nsecond \u{202e}line")), Err(Refusal::NothingToDo));
    act(&mut review, note(STATUS, "")).unwrap();
    assert_eq!(review.answer(review.checklist().find(STATUS).unwrap()).unwrap().note, "");
}

#[test]
fn whatever_is_typed_is_bounded_and_never_a_secret() {
    let review = without_backup();
    let typed = |text: &str| {
        [
            note(STATUS, text),
            raise(STATUS, text),
            not_applicable(QUESTION, text),
            enter("backupReference", text),
        ]
    };
    for action in typed(SECRET) {
        assert!(matches!(review.decide(action), Err(Refusal::SecretLike(_))));
    }
    let fits = "word ".repeat(NOTE_BYTES_MAX / 5) + "ab";
    assert_eq!(fits.len(), 8_192);
    for (text, too_long) in [(fits.clone(), false), (fits.clone() + "c", true)] {
        for action in typed(&text) {
            let refused = review.decide(action) == Err(Refusal::TooLong { limit_bytes: NOTE_BYTES_MAX });
            assert_eq!(refused, too_long);
        }
    }
    let closing = |not_looked_at: &str| Action::Close {
        decision: CONTINUE.to_owned(),
        not_looked_at: not_looked_at.to_owned(),
        typed: review.closing_echo(),
    };
    assert!(matches!(review.decide(closing(SECRET)), Err(Refusal::SecretLike(_))));
    assert_eq!(review.decide(closing(" ")), Err(Refusal::TextNeeded));
    assert!(review.decide(closing(&fits)).is_ok());
    let too_long = Err(Refusal::TooLong { limit_bytes: NOTE_BYTES_MAX });
    assert_eq!(review.decide(closing(&(fits + "c"))), too_long);
}

#[test]
fn a_reference_that_the_handoff_leaves_out_is_entered_before_it_is_confirmed() {
    let mut review = without_backup();
    let item = "backupReference";
    assert_eq!(review.decide(confirm(item)), Err(Refusal::ReferenceMissing));
    assert_eq!(review.decide(enter(item, "a\u{200b}.md")), Err(Refusal::HiddenCharacters));
    assert_eq!(review.decide(enter(item, " ")), Err(Refusal::TextNeeded));
    assert_eq!(review.decide(enter("restoreTestReference", "x")), Err(Refusal::ReferenceGiven));
    act(&mut review, enter(item, "b.md")).unwrap();
    assert!(review.is_entered(item));
    assert_eq!(review.decide(enter(item, "b.md")), Err(Refusal::NothingToDo));
    act(&mut review, confirm(item)).unwrap();
    act(&mut review, enter(item, "c.md")).unwrap();
    assert_eq!((review.value(item), state(&review, item)), (Some("c.md"), ItemState::Open));
}

#[test]
fn one_confirmed_reference_settles_the_absent_ones_of_its_group_only() {
    let (backup, snapshot) = ("rehearsalBackupReference", "rehearsalSnapshotReference");
    let mut review = review_of(&second_runbook(), SECOND_HANDOFF, |_| ());
    let index = review.checklist().find(snapshot).unwrap();
    assert!(!review.answered(index));
    walk(&mut review);
    assert!(review.answered(index));
    assert_eq!(review.state(index), ItemState::Open);
    act(&mut review, take_back(backup)).unwrap();
    assert!(!review.answered(index));
    act(&mut review, confirm(backup)).unwrap();
    act(&mut review, enter(snapshot, "snapshot.md")).unwrap();
    assert!(!review.answered(index), "what is given is looked at");
}
