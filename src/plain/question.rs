//! Text of a question: its position, value and answers, and the commands available now.

use super::Scene;
use super::commands::{Command, Takes};
use super::lists::closed;
use super::place::Place;
use crate::frontend::item_facts::{ASKS, Fact, Phrasing, answer_facts, basis_facts, seen, value_facts};
use crate::frontend::names;
use crate::frontend::steps::{locked, purpose};
use crate::review::action::Action;
use crate::review::checklist::{Item, ItemIndex};
use crate::review::state::{Offer, Review};

/// Printed when the step is entered.
pub(super) fn step(scene: Scene) -> Vec<String> {
    let review = scene.review;
    let Some(step) = scene.at.shown(review) else { return Vec::new() };
    let progress = review.progress(scene.at.step);
    let steps = review.checklist().steps().len();
    let mut said = vec![format!("Step {} of {steps}: {}.", scene.at.step + 1, step.title)];
    said.extend(purpose(review, step.kind).map(str::to_owned));
    if progress.total > 0 {
        said.push(format!("{} of {} items are answered.", progress.settled, progress.total));
    }
    said.extend(locked(review, scene.at.step));
    said
}

/// A text that must be typed exactly is on a line of its own.
pub(super) fn item(scene: Scene, index: ItemIndex) -> Vec<String> {
    let review = scene.review;
    let (Some(item), Some(step)) = (review.item(index), scene.at.shown(review)) else { return Vec::new() };
    let mut said =
        vec![format!("Item {} of {}: {}", scene.at.row + 1, step.items.len(), names::with_id(item))];
    said.push(Fact::new(ASKS, names::asked(item)).to_string());
    let phrasing = Phrasing::Spoken(scene.session);
    said.extend(value_facts(review, item, phrasing).iter().map(Fact::to_string));
    said.extend(seen(review, item, phrasing));
    said.extend(answer_facts(review, index, phrasing).into_iter().map(|fact| fact.text));
    said
}

pub(super) fn details(scene: Scene, index: ItemIndex) -> Vec<String> {
    let review = scene.review;
    let mut said = self::item(scene, index);
    said.extend(basis_facts(review, index, Phrasing::Spoken(scene.session)).iter().map(Fact::to_string));
    let opened = review.answer(index).and_then(|answer| answer.opened_at);
    said.extend(opened.map(|at| format!("First opened in full: {at}")));
    said
}

/// Only commands that would not be refused now.
pub(super) fn offered(scene: Scene) -> Vec<Command> {
    let (review, at) = (scene.review, scene.at);
    let mut offered = Vec::new();
    if let Some(index) = at.item(review) {
        let may = |(offer, command)| review.offers(index, offer).then_some(command);
        if scene.read_only.is_none() {
            offered.extend(
                [(Offer::Confirm, Command::Confirm), (Offer::Echo, Command::Echo)]
                    .into_iter()
                    .filter_map(may),
            );
        }
        let reads = review.item(index).is_some_and(|item| to_read(review, item).is_some());
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
    let stale = review.stale_items().next().is_some();
    if stale || review.dropped().next().is_some() {
        offered.push(Command::Changes);
    }
    if review.closing().is_some() {
        offered.extend([Command::Preview, Command::Export]);
    } else if scene.read_only.is_none() && at == Place::last(review) {
        offered.push(Command::Close);
    }
    offered
}

pub(super) fn prompt(review: &Review, at: Place) -> String {
    let item =
        at.item(review).and_then(|index| Some((&review.item(index)?.name, review.state(index).word())));
    let title = || at.shown(review).map_or("", |step| &step.title);
    let (id, state) = item.map_or_else(|| (title(), closed(review)), |(id, state)| (id.as_str(), state));
    format!("{id}, {state}> ")
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
    let head = ["You can:".to_owned()].into_iter();
    head.chain(commands.iter().map(line))
        .chain(["  ? every command, q quit; everything is saved".to_owned()])
        .collect()
}

/// The item's own reference, or the first one it is based on that was not opened.
pub(super) fn to_read(review: &Review, item: &Item) -> Option<String> {
    let own = review.evidence(&item.id).map(|_| item.id.clone());
    own.or_else(|| review.unread(item).map(str::to_owned))
}
