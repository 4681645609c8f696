//! Text of a question: its position, value and answers, and the commands available now.

use super::Scene;
use super::commands::{Command, Takes};
use super::place::Place;
use crate::frontend::wording::evidence::{NOT_PINNED, near as not_pinned};
use crate::frontend::wording::item as labels;
use crate::frontend::wording::item::{labelled, list as list_of};
use crate::frontend::wording::plain::dialogue::prompt as prompt_of;
use crate::frontend::wording::plain::lists::{ALWAYS, CLOSED, NOT_CLOSED, YOU_CAN};
use crate::frontend::wording::plain::question as words;
use crate::frontend::wording::sitting::signed;
use crate::frontend::wording::step as intro;
use crate::review::action::Action;
use crate::review::checklist::{Item, StepKind, Subject};
use crate::review::runbook::Acknowledge;
use crate::review::state::{Evidence, ItemState, Mark, Offer, Review};
use crate::review::text::hidden_count;

/// Printed when the step is entered.
pub(super) fn step(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let Some(step) = scene.at.shown(review) else { return Vec::new() };
    let progress = review.progress(scene.at.step);
    let steps = review.checklist().steps().len();
    let mut said = vec![words::step(scene.at.step + 1, steps, &step.title)];
    said.extend(match step.kind {
        StepKind::Handoff => Some(review.runbook().summary.clone()),
        StepKind::Phase(phase) => review.runbook().phases.get(phase).map(|phase| phase.purpose.clone()),
        StepKind::References => Some(intro::REFERENCES_ARE.to_owned()),
        StepKind::Confirmations => Some(intro::CONFIRMATIONS_ARE.to_owned()),
        StepKind::StopRules => Some(intro::STOP_RULES_ARE.to_owned()),
        StepKind::Packet => None,
    });
    if progress.total > 0 {
        said.push(words::settled(progress.settled, progress.total));
    }
    if let Some(lock) = review.locked_by(scene.at.step) {
        said.push(intro::locked_until(&scene.step_name(lock.first), lock.more));
    }
    said
}

/// A text that must be typed exactly is on a line of its own.
pub(super) fn item(scene: Scene, place: usize) -> Vec<String> {
    let review = scene.review;
    let (Some(item), Some(step)) = (review.item(place), scene.at.shown(review)) else { return Vec::new() };
    let mut said = vec![words::item(scene.at.row + 1, step.items.len(), &item.id)];
    if item.title != item.id {
        said.push(labelled(labels::ASKS, &item.title));
    }
    said.extend(observed(scene, item));
    said.extend(answered(scene, place, item));
    said
}

fn observed(scene: Scene, item: &Item) -> Vec<String> {
    let review = scene.review;
    match item.subject {
        Subject::Handoff | Subject::Reference => {
            let stands =
                review.standing(item).unwrap_or_else(|| labels::not_given(Command::Reference.entry().word));
            let mut said = vec![labelled(labels::STANDS_THERE, stands)];
            let hidden = review.value(&item.id).map_or(0, hidden_count);
            if hidden > 0 {
                said.push(labelled(labels::DO_NOT_SHOW, hidden));
            }
            if item.names_file {
                said.push(evidence(scene, item));
            }
            said.extend(review.packet_standing(item).map(|words| labelled(labels::UPSTREAM, words)));
            if review.packet_check(&item.id).is_some() {
                said.push(evidence(scene, item));
            }
            said
        }
        Subject::Confirmation if review.handoff().claims(&item.id) => {
            vec![words::CLAIMED.to_owned()]
        }
        Subject::StopRule(_) if review.blocked_by(item).is_some() => vec![words::HIT.to_owned()],
        Subject::StopRule(_) => vec![words::NOT_HIT.to_owned()],
        Subject::Command => vec![words::NEVER_RUN.to_owned()],
        Subject::Confirmation | Subject::Question => Vec::new(),
    }
}

fn evidence(scene: Scene, item: &Item) -> String {
    let near = scene.review.near_words(&item.id);
    let said = match scene.review.evidence(&item.id) {
        None => match &near {
            Some(near) => labelled(labels::EVIDENCE, not_pinned(near)),
            None => labelled(labels::EVIDENCE, NOT_PINNED),
        },
        Some(Evidence::Unread) => match scene.session.refuses_evidence(&item.id) {
            Some(refused) => words::cannot_be_opened(refused),
            None => words::UNREAD.to_owned(),
        },
        Some(Evidence::Moved(_)) => words::MOVED.to_owned(),
        Some(Evidence::Read(read)) => {
            let lines = scene.review.lines_shown(&item.id);
            words::read(read.digest, read.bytes, (read.shown, lines), read.opened_at)
        }
    };
    let spelt = near.filter(|_| scene.review.evidence(&item.id).is_some());
    spelt.map_or_else(|| said.clone(), |near| format!("{said} ({near})"))
}

pub(super) fn answered(scene: Scene, place: usize, item: &Item) -> Vec<String> {
    let review = scene.review;
    let Some(answer) = review.answer(place) else { return Vec::new() };
    let mut said = vec![state(scene, place, item)];
    match &answer.mark {
        Mark::Open => {}
        Mark::Stale { at, .. } => said.push(words::stale(*at)),
        Mark::Confirmed { manner, at, sitting, .. } => {
            said.push(signed(words::confirmed(*at, *manner), review, *sitting));
        }
        Mark::NotApplicable { reason, at, sitting, .. } => {
            said.push(signed(words::not_applicable(*at, reason), review, *sitting));
        }
    }
    for concern in &answer.concerns {
        said.push(signed(words::concern(concern.at, &concern.note), review, concern.sitting));
        said.push(match &concern.answer {
            None => words::NOT_ANSWERED.to_owned(),
            Some((answer, at, sitting)) => signed(words::answered(*at, answer), review, *sitting),
        });
    }
    if !answer.note.is_empty() {
        said.push(signed(words::note(&answer.note), review, answer.note_sitting.unwrap_or_default()));
    }
    said
}

fn state(scene: Scene, place: usize, item: &Item) -> String {
    let review = scene.review;
    match (review.state(place), review.blocked_by(item), review.item_locked_by(place)) {
        (ItemState::Blocked, Some(why), _) => words::state_blocked(why),
        (ItemState::NotApplicable, ..) => words::STATE_NOT_APPLICABLE.to_owned(),
        (state, _, Some(lock)) => words::state_locked(state.word(), &scene.step_name(lock.first), lock.more),
        (state, _, None) => words::state(state.word()),
    }
}

pub(super) fn details(scene: Scene, place: usize) -> Vec<String> {
    let review = scene.review;
    let Some(item) = review.item(place) else { return Vec::new() };
    let mut said = self::item(scene, place);
    if item.rests_on.iter().any(|field| *field != item.id) {
        said.push(labelled(labels::RESTS_ON, list_of(&item.rests_on)));
    }
    let steps = review.checklist().steps().iter().enumerate();
    let names: Vec<String> = steps
        .filter(|(_, step)| step.items.contains(&place))
        .map(|(index, _)| scene.step_name(index))
        .collect();
    said.push(labelled(labels::SHOWN_IN, list_of(&names)));
    said.push(match (item.acknowledge, review.echo(item)) {
        (Acknowledge::Echo, Some(_)) => words::BY_TYPING.to_owned(),
        (Acknowledge::Echo, None) => words::NOTHING_TO_TYPE.to_owned(),
        (Acknowledge::Key, _) => words::BY_COMMAND.to_owned(),
    });
    let opened = review.answer(place).and_then(|answer| answer.opened_at);
    said.extend(opened.map(words::first_opened));
    said
}

/// Only commands that would not be refused now.
pub(super) fn offered(scene: Scene) -> Vec<Command> {
    let (review, at) = (scene.review, scene.at);
    let mut offered = Vec::new();
    if let Some(place) = at.item(review) {
        let may = |(offer, command)| review.offers(place, offer).then_some(command);
        if scene.read_only.is_none() {
            offered.extend(
                [(Offer::Confirm, Command::Confirm), (Offer::Echo, Command::Echo)]
                    .into_iter()
                    .filter_map(may),
            );
        }
        let reads = review.item(place).is_some_and(|item| to_read(review, item).is_some());
        offered.extend(reads.then_some(Command::Read));
        if scene.read_only.is_none() {
            let answers = [
                (Offer::RaiseConcern, Command::Concern),
                (Offer::AnswerConcern, Command::Answer),
                (Offer::NotApplicable, Command::NotApplicable),
                (Offer::WriteNote, Command::Note),
                (Offer::EnterReference, Command::Reference),
                (Offer::TakeBack, Command::TakeBack),
            ];
            offered.extend(answers.into_iter().filter_map(may));
        }
    }
    if at.next_open(review).is_some_and(|next| next != at) && review.closing().is_none() {
        offered.push(Command::NextOpen);
    }
    offered.extend(at.next(review).map(|_| Command::Next));
    offered.extend(at.previous(review).map(|_| Command::Previous));
    if scene.read_only.is_none() && review.decide(Action::Undo).is_ok() {
        offered.push(Command::Undo);
    }
    let stale = (0..review.checklist().items().len()).any(|place| review.is_stale(place));
    if stale || review.dropped().next().is_some() {
        offered.push(Command::Moved);
    }
    if review.closing().is_some() {
        offered.extend([Command::Preview, Command::Export]);
    } else if scene.read_only.is_none() && at == Place::last(review) {
        offered.push(Command::Close);
    }
    offered
}

pub(super) fn prompt(review: &Review, at: Place) -> String {
    let item = at.item(review).and_then(|place| Some((&review.item(place)?.id, review.state(place).word())));
    if let Some((id, state)) = item {
        return prompt_of(id, state);
    }
    let title = at.shown(review).map(|step| step.title.as_str()).unwrap_or_default();
    let closed = if review.closing().is_some() { CLOSED } else { NOT_CLOSED };
    prompt_of(title, closed)
}

pub(super) fn list(scene: Scene) -> Vec<String> {
    let line = |command: &Command| {
        let entry = command.entry();
        let word = match entry.takes {
            Takes::Perhaps(name) if *command == Command::Close => format!("{} {name}", entry.word),
            _ => entry.word.to_owned(),
        };
        let number = entry.number.map(|number| number.to_string()).unwrap_or_default();
        format!("  {number} {word}")
    };
    let commands = offered(scene);
    let head = [YOU_CAN.to_owned()].into_iter();
    head.chain(commands.iter().map(line)).chain([ALWAYS.to_owned()]).collect()
}

/// The item's own reference, or the first one it is based on that was not opened.
pub(super) fn to_read(review: &Review, item: &Item) -> Option<String> {
    let own = review.evidence(&item.id).map(|_| item.id.clone());
    own.or_else(|| review.unread(item).map(str::to_owned))
}
