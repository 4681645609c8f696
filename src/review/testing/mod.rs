//! Fixtures for tests: sample runbooks and handoffs, a clock that ticks, reviews answered by actions.

#[cfg(test)]
mod literals;

use std::cell::Cell;

use serde_json::Value;

pub(crate) use self::literals::*;

use super::action::{Action, Event, Refusal};
use super::fingerprint::Digest;
use super::handoff::Handoff;
use super::moment::Moment;
use super::runbook::{Acknowledge, Kind, Runbook, RunbookError};
use super::start::Start;
use super::state::{ItemState, Review};

pub(crate) const RUNBOOK: &[u8] = include_bytes!("../../../assets/runbooks/t-293.json");
pub(crate) const HANDOFF: &[u8] = include_bytes!("../../../assets/samples/ready-handoff.json");
pub(crate) const REQUEST: &[u8] = include_bytes!("../../../assets/samples/ready-request.json");
pub(crate) const PACKET: &[u8] = include_bytes!("../../../assets/samples/owner-handoff-packet.json");
pub(crate) const SECOND_RUNBOOK: &[u8] = include_bytes!("../../../assets/samples/second-runbook.json");
pub(crate) const SECOND_HANDOFF: &[u8] = include_bytes!("../../../assets/samples/second-ready-handoff.json");
pub(crate) const SECOND_REQUEST: &[u8] = include_bytes!("../../../assets/samples/second-ready-request.json");
pub(crate) const SECOND_PACKET: &[u8] = include_bytes!("../../../assets/samples/second-handoff-packet.json");

/// Made up; every serious rule set refuses it.
pub(crate) const SECRET: &str = "password=correct-horse-battery-1";

pub(crate) fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

pub(crate) fn runbook() -> Runbook {
    Runbook::parse(RUNBOOK).unwrap()
}

pub(crate) fn second_runbook() -> Runbook {
    Runbook::parse(SECOND_RUNBOOK).unwrap()
}

pub(crate) fn changed(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Result<Runbook, RunbookError> {
    let mut value = json(bytes);
    change(&mut value);
    Runbook::parse(value.to_string().as_bytes())
}

pub(crate) fn handoff(runbook: &Runbook, bytes: &[u8], change: impl FnOnce(&mut Value)) -> Handoff {
    let mut value = json(bytes);
    change(&mut value);
    Handoff::parse(value.to_string().as_bytes(), runbook).unwrap()
}

pub(crate) fn start(runbook: &Runbook, handoff: Handoff) -> Start {
    Start::new("0123456789abcdef".to_owned(), runbook, handoff)
}

thread_local! {
    static SECONDS: Cell<i64> = const { Cell::new(1_769_850_000) };
}

/// Advances one second with every call.
pub(crate) fn clock() -> Moment {
    let seconds = SECONDS.get() + 1;
    SECONDS.set(seconds);
    Moment::from_timestamp(jiff::Timestamp::from_second(seconds).unwrap())
}

pub(crate) fn jump(seconds: i64) {
    SECONDS.set(SECONDS.get() + seconds);
}

pub(crate) fn review() -> Review {
    review_of(&runbook(), HANDOFF, |_| ())
}

pub(crate) fn review_of(runbook: &Runbook, bytes: &[u8], change: impl FnOnce(&mut Value)) -> Review {
    Review::start(start(runbook, handoff(runbook, bytes, change)), clock())
}

pub(crate) fn act(review: &mut Review, action: Action) -> Result<Event, Refusal> {
    let event = review.decide(action)?;
    review.apply(&event, clock());
    Ok(event)
}

/// Answers the next open item as it asks, by key or typed. A blocked item gets a concern.
pub(crate) fn next_action(review: &Review) -> Option<Action> {
    let mut items = review.open_items().filter(|index| !review.has_open_concern(*index));
    let index = items.find(|index| review.item_locked_by(*index).is_none())?;
    let found = review.item(index).unwrap();
    let item = found.id.clone();
    Some(match (review.state(index), found.acknowledge) {
        (ItemState::Blocked, _) => Action::RaiseConcern { item, note: "refused by a finding".to_owned() },
        (_, Acknowledge::Key) => Action::Confirm { item },
        (_, Acknowledge::Echo) => Action::Echo { item, typed: review.echo(found).unwrap() },
    })
}

pub(crate) fn walk(review: &mut Review) {
    while let Some(action) = next_action(review) {
        act(review, action).unwrap();
    }
}

pub(crate) fn walked() -> Review {
    let mut review = review();
    walk(&mut review);
    review
}

pub(crate) fn close(review: &Review, decision: &str) -> Action {
    Action::Close {
        decision: decision.to_owned(),
        not_looked_at: "the logs of last year".to_owned(),
        typed: review.closing_echo(),
    }
}

/// Always open to a reviewer: the first decision that keeps the review open.
pub(crate) fn close_as_it_stands(review: &Review) -> Action {
    close(review, &review.runbook().first_decision(Kind::More).unwrap().value)
}

pub(crate) fn head() -> Digest {
    Digest::compute(b"head")
}

pub(crate) fn confirm(item: &str) -> Action {
    Action::Confirm { item: item.to_owned() }
}

pub(crate) fn concern(item: &str) -> Action {
    Action::RaiseConcern { item: item.to_owned(), note: "only the dump was checked".to_owned() }
}

pub(crate) fn line_count(bytes: &[u8]) -> usize {
    bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")).count()
}

pub(crate) fn state(review: &Review, item: &str) -> ItemState {
    review.state(review.checklist().find(item).unwrap())
}
