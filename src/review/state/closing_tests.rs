//! Tests of the closing call, and of actions that are possible at any time.

use serde_json::json;

use super::decide_tests::{LATER, at_phase_one, on};
use crate::review::action::{Action, Event, Refusal};
use crate::review::testing::{
    CONTINUE, FINGERPRINT, HANDOFF, MORE, PREPARE, READY, SECRET, STATUS, act, close, close_as_it_stands,
    concern, review, review_of, runbook, walk, walked,
};

#[test]
fn an_attempt_on_a_write_action_is_recorded_and_changes_no_status() {
    let mut review = walked();
    for effect in &runbook().effects {
        let event = act(&mut review, Action::Attempt { effect: effect.id.clone() }).unwrap();
        assert_eq!(
            event,
            Event::WriteActionRefused { effect: effect.id.clone(), status: effect.status.clone() }
        );
    }
    assert_eq!(review.attempts().len(), 8);
    assert_eq!(review.outcome(PREPARE).status, READY);
}

#[test]
fn prepare_is_impossible_while_anything_is_open_and_names_the_next_one() {
    let mut review = review();
    let open = review.checklist().items().len();
    let refused = Refusal::StillOpen { open, next: STATUS.to_owned() };
    assert_eq!(review.decide(close(&review, PREPARE)), Err(refused));
    review = walked();
    act(&mut review, concern(LATER)).unwrap();
    let refused = Refusal::StillOpen { open: 1, next: LATER.to_owned() };
    assert_eq!(review.decide(close(&review, PREPARE)), Err(refused));
}

#[test]
fn the_closing_call_wants_the_short_fingerprint() {
    let review = walked();
    let typed = |typed: &str| Action::Close {
        decision: PREPARE.to_owned(),
        not_looked_at: "the logs of last year".to_owned(),
        typed: typed.to_owned(),
    };
    let refused = Refusal::EchoDiffers { expected_chars: 8 };
    assert_eq!(review.decide(typed("F257185C")), Err(refused));
    let Ok(Event::Closed { decision, status, not_looked_at }) = review.decide(typed("e8040a2a")) else {
        panic!("refused")
    };
    assert_eq!((decision.as_str(), status.as_str()), (PREPARE, READY));
    assert_eq!(not_looked_at, "the logs of last year");
}

#[test]
fn a_closed_review_refuses_everything() {
    let mut review = at_phase_one();
    let closing = close(&review, CONTINUE);
    act(&mut review, closing.clone()).unwrap();
    assert_eq!(review.closing().unwrap().status, MORE);
    let attempt = Action::Attempt { effect: "database-migration".to_owned() };
    let actions = on(STATUS).into_iter().chain(on("unheard-of"));
    for action in actions.chain([Action::Undo, Action::Redo, attempt, closing]) {
        assert_eq!(review.decide(action), Err(Refusal::Closed));
    }
}

#[test]
fn a_blocked_review_can_always_be_closed_with_its_reasons() {
    for (field, value) in [
        ("ownerHandoffFingerprint", json!("")),
        ("ownerHandoffReference", json!(SECRET)),
        ("targetEnvironment", json!("production")),
        ("auditReference", json!(1)),
        ("emailSendAllowed", json!(true)),
        ("decision", json!("request-database-migration")),
    ] {
        let mut review = review_of(&runbook(), HANDOFF, |v| v[field] = value);
        let Ok(Event::Closed { status, .. }) = review.decide(close_as_it_stands(&review)) else {
            panic!("{field}: refused")
        };
        assert!(status.starts_with("blocked-"), "{field}: {status}");
        walk(&mut review);
        assert!(review.decide(close_as_it_stands(&review)).is_ok(), "{field}");
    }
}

#[test]
fn every_refusal_reads_as_a_sentence() {
    let refusals = [
        Refusal::Closed,
        Refusal::Locked { waits_for: "handoff".to_owned() },
        Refusal::EchoDiffers { expected_chars: 8 },
        Refusal::TooLong { limit_bytes: 8 },
        Refusal::StillOpen { open: 3, next: "a\u{202e}".to_owned() },
    ];
    for refusal in refusals {
        let text = refusal.to_string();
        assert!(text.ends_with('.') && !text.contains('\u{202e}'), "{text}");
    }
}

#[test]
fn what_is_typed_for_the_closing_call_falls_back_to_the_digest_of_the_bytes() {
    let echo = |fingerprint: &str| {
        let review = review_of(&runbook(), HANDOFF, |v| v[FINGERPRINT] = json!(fingerprint));
        (review.closing_echo(), review.handoff().digest().short())
    };
    assert_eq!(echo("revision-0042").0, "ion-0042");
    let (typed, digest) = echo("");
    assert_eq!(typed, digest);
}
