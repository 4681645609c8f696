//! Invariants of a session's journal: it replays to the review on screen and to the same packet, and no event
//! performs a write.

use std::sync::OnceLock;

use serde_json::json;
use strict_review::journal::entry::Head;
use strict_review::journal::replay::{events, replay, start};
use strict_review::review::action::{Action, Event};
use strict_review::review::moment::Moment;
use strict_review::review::start::Start;
use strict_review::review::state::Review;
use strict_review::session::Session;

use super::{samples, shown};

pub(super) fn tells(journal: &[u8], session: &Session) {
    let line_one = line_one();
    let mut review = Review::start(line_one.start.clone(), line_one.at);
    for read in events(journal, line_one.head) {
        let (entry, _) = read.expect("every line holds");
        assert!(review.admits(&entry.event), "every event fits the review so far");
        shown::document_gives_nothing_away(&json!(entry.event));
        is_of_a_review(&entry.event);
        review.apply(&entry.event, entry.at);
    }
    let shown = session.review();
    assert_eq!(account(&review), account(shown), "the journal tells the review that is shown");
    if let Some(plan) = session.plan() {
        let replayed = replay(journal).expect("a whole journal");
        assert_eq!(replayed.plan().map(|plan| plan.bytes()), Some(plan.bytes()), "and the same export");
        for flag in shown.runbook().flags() {
            assert_eq!(plan.document()[flag], json!(false), "every effect flag is false: {flag}");
        }
    }
    undo_and_redo_lead_back(review);
}

/// True if a line records a change outside, or reopens an answer based on it.
pub(super) fn reopens(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    [r#""type":"reopened""#, r#""type":"evidence-listed""#].iter().any(|kind| line.contains(kind))
}

/// Undoing everything and redoing it restores each answer.
fn undo_and_redo_lead_back(mut review: Review) {
    let act = |review: &mut Review, action: Action| {
        let event = review.decide(action).ok()?;
        review.apply(&event, samples::clock());
        Some(())
    };
    let mut seen = vec![answers(&review)];
    while seen.len() < 8 && act(&mut review, Action::Undo).is_some() {
        seen.push(answers(&review));
    }
    while seen.len() > 1 {
        let undone = seen.pop();
        assert_eq!(undone, Some(answers(&review)), "redo leads back the way that undo came");
        act(&mut review, Action::Redo).expect("what was undone can be redone");
    }
    assert_eq!(seen.pop(), Some(answers(&review)), "undo and redo lead back to where they began");
}

struct LineOne {
    start: Start,
    at: Moment,
    head: Head,
}

fn line_one() -> &'static LineOne {
    static LINE_ONE: OnceLock<LineOne> = OnceLock::new();
    LINE_ONE.get_or_init(|| {
        let begun = samples::start(samples::small(), samples::SMALL_HANDOFF);
        let (_, journal) = samples::session(begun);
        let (entry, head) = start(&journal.bytes()).expect("line one");
        LineOne { start: entry.event, at: entry.at, head }
    })
}

fn answers(review: &Review) -> Vec<String> {
    let told = |index| format!("{:?} {:?}", review.state(index), review.answer(index));
    review.checklist().indexes().map(told).collect()
}

/// Everything that a reviewer, a screen or a plan could ask of a review.
fn account(review: &Review) -> String {
    let outcomes: Vec<_> =
        review.runbook().decisions.iter().map(|decision| review.outcome(&decision.value)).collect();
    let next = (review.decide(Action::Undo), review.decide(Action::Redo));
    let values: Vec<_> = review.runbook().fields().map(|field| review.value(field)).collect();
    format!(
        "{:?}{outcomes:?}{next:?}{values:?}{:?}{:?}",
        answers(review),
        review.attempts(),
        review.closing()
    )
}

/// No event performs a write. A new kind of event must be named here.
fn is_of_a_review(event: &Event) {
    match event {
        Event::Opened { .. }
        | Event::Confirmed { .. }
        | Event::TakenBack { .. }
        | Event::MarkedNotApplicable { .. }
        | Event::ConcernRaised { .. }
        | Event::ConcernAnswered { .. }
        | Event::NoteWritten { .. }
        | Event::ReferenceEntered { .. }
        | Event::WriteActionRefused { .. }
        | Event::Undone { .. }
        | Event::Redone { .. }
        | Event::Closed { .. }
        | Event::EvidenceListed { .. }
        | Event::EvidenceOpened { .. }
        | Event::LinesShown { .. }
        | Event::EvidenceChanged { .. }
        | Event::UpstreamDocumentChecked { .. }
        | Event::ChangedBack { .. }
        | Event::SittingBegan { .. }
        | Event::Reopened { .. } => {}
        Event::HandoffChanged { .. } | Event::RunbookChanged { .. } => {
            panic!("nothing outside moved, and keys move nothing")
        }
    }
}
