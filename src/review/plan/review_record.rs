//! The `review` member of a console export: who looked at what, when, and what was said.

use serde_json::{Value, json};

use crate::review::fingerprint::Digest;
use crate::review::state::{Answer, Closing, Concern, Mark, Review};

/// The record of a closed review.
pub(super) fn of(review: &Review, closing: &Closing, head: Digest) -> Value {
    let facts = review.facts();
    json!({
        "session": facts.session,
        "reviewer": facts.reviewer,
        "reviewerMeaning": "label only, not authenticated",
        "meaning": "review, not approval",
        "practice": facts.practice,
        "confinement": facts.confinement,
        "handoffDigest": review.handoff().digest(),
        "startedAt": review.started_at(),
        "exportedAt": closing.at,
        "steps": steps(review),
        "attempts": attempts(review),
        "notLookedAt": closing.not_looked_at,
        "journalHead": head,
    })
}

fn steps(review: &Review) -> Value {
    let steps = review.checklist().steps().iter().filter(|step| !step.items.is_empty());
    steps
        .map(|step| {
            let items = step.items.iter().filter_map(|place| item(review, *place));
            json!({ "step": step.id, "items": items.collect::<Vec<_>>() })
        })
        .collect()
}

fn item(review: &Review, place: usize) -> Option<Value> {
    let (item, answer) = (review.item(place)?, review.answer(place)?);
    let Answer { mark, note, concerns, opened_at } = answer;
    let (acknowledged, reason, confirmed_at) = match mark {
        Mark::Open | Mark::Stale { .. } => (None, None, None),
        Mark::Confirmed { manner, at, .. } => (Some(manner), None, Some(at)),
        Mark::NotApplicable { reason, at, .. } => (None, Some(reason), Some(at)),
    };
    Some(json!({
        "item": item.id,
        "state": review.state(place).word(),
        "acknowledged": acknowledged,
        "note": Some(note).filter(|note| !note.is_empty()),
        "reason": reason,
        "concerns": concerns.iter().map(concern).collect::<Vec<_>>(),
        "openedAt": opened_at,
        "confirmedAt": confirmed_at,
    }))
}

fn concern(concern: &Concern) -> Value {
    let answer = concern.answer.as_ref();
    json!({
        "note": concern.note,
        "at": concern.at,
        "answer": answer.map(|(text, _)| text),
        "answeredAt": answer.map(|(_, at)| at),
    })
}

fn attempts(review: &Review) -> Value {
    let attempts = review.attempts().iter();
    attempts
        .map(|attempt| json!({ "action": attempt.effect, "status": attempt.status, "at": attempt.at }))
        .collect()
}
