//! The line of keys that do something here: nothing is offered that would be refused.

use ratatui::text::{Line, Span};

use super::Scene;
use crate::review::action::Action;
use crate::review::checklist::Item;
use crate::review::state::ItemState;
use crate::review::text::columns;
use crate::tui::editor::Purpose;
use crate::tui::keys;
use crate::tui::message::{Message, View};
use crate::tui::model::{Pane, Screen};
use crate::tui::reading::{Kind, Reading};
use crate::tui::rows::Row;

/// The keys that do something here, on this row, now.
pub(super) fn line(scene: Scene, width: u16) -> Line<'static> {
    let offered = scene.model.setting.keymap.at(keys::place(&scene.model.screen)).filter_map(|bound| {
        let binding = bound.binding;
        let (key, word) = (bound.keys.first()?.to_string(), word(scene, &binding.message, binding.hint)?);
        let taken = columns(&key) + columns(&word) + 3;
        let always = matches!(binding.message, Message::Help | Message::Back | Message::Leave);
        Some((key, word, taken, always))
    });
    let offered: Vec<_> = offered.collect();
    // The help and the way out are never crowded out; of the rest, the first of the table come first.
    let kept: usize = offered.iter().filter(|hint| hint.3).map(|hint| hint.2).sum();
    let mut room = usize::from(width).saturating_sub(kept);
    let mut spans: Vec<Span> = Vec::new();
    for (key, word, taken, always) in offered {
        if !always {
            let Some(left) = room.checked_sub(taken) else { continue };
            room = left;
        }
        spans.push(Span::styled(key, scene.theme.key));
        spans.push(Span::raw(format!(" {word}  ")));
    }
    Line::from(spans)
}

/// The word of a hint, or none where the key would be refused on this row.
fn word(scene: Scene, message: &Message, hint: &'static str) -> Option<String> {
    let review = scene.review;
    if hint.is_empty() || scene.model.setting.read_only.is_some() && records(message) {
        return None;
    }
    if let (Message::Save, Screen::Edit { editor, .. }) = (message, &scene.model.screen)
        && editor.purpose == Purpose::Find
    {
        return Some("find".to_owned());
    }
    let row = scene.model.target(review);
    let item = row.and_then(|row| match row {
        Row::Item(place) => review.item(place).map(|item| (place, item)),
        Row::Decision(_) | Row::Effect(_) => None,
    });
    let may = |action: fn(String) -> Action, item: &Item| review.may_begin(&action(item.id.clone())).is_ok();
    let offered = match (message, item) {
        (Message::Confirm, Some((place, item))) => return confirm_word(scene, place, item),
        (Message::Concern, Some((place, _))) if review.has_open_concern(place) => {
            return Some("answer concern".to_owned());
        }
        (Message::Concern, Some((_, item))) => {
            may(|item| Action::RaiseConcern { item, note: "?".into() }, item)
        }
        (Message::NotApplicable, Some((_, item))) => {
            may(|item| Action::NotApplicable { item, reason: "?".into() }, item)
        }
        (Message::EnterReference, Some((_, item))) => {
            may(|item| Action::EnterReference { item, value: "?".into() }, item)
        }
        (Message::Note, Some(_)) => review.closing().is_none(),
        (
            Message::Confirm
            | Message::Concern
            | Message::NotApplicable
            | Message::EnterReference
            | Message::Note
            | Message::Open,
            None,
        ) => false,
        (Message::Export, _) => review.closing().is_some(),
        (Message::Undo, _) => review.decide(Action::Undo).is_ok(),
        (Message::Moved, _) => scene.model.rows(review).iter().any(|row| match row {
            Row::Item(place) => review.state(*place) == ItemState::Stale,
            Row::Decision(_) | Row::Effect(_) => false,
        }),
        (Message::NextOpen, _) => review.open_items().next().is_some(),
        (Message::NextStep, _) => scene.model.step + 1 < review.checklist().steps().len(),
        (Message::Read, Some((_, item))) if matches!(scene.model.screen, Screen::Evidence(_)) => {
            review.unread(item).is_some()
        }
        (Message::Read, Some((_, item))) if review.evidence(&item.id).is_some() => {
            return Some("read".to_owned());
        }
        (Message::Read, _) if matches!(scene.model.screen, Screen::Item { .. }) => false,
        (Message::Read, _) => row.map_or(scene.model.focus == Pane::Steps, |row| may_open(scene, row)),
        (Message::Open, Some((_, item))) => review.evidence(&item.id).is_some(),
        (Message::View(view), _) => text(scene).is_some_and(|text| may_view(text, *view)),
        _ => true,
    };
    offered.then(|| hint.to_owned())
}

/// The text of the evidence that is shown.
fn text(scene: Scene<'_>) -> Option<&Reading> {
    scene.model.viewer().and_then(|viewer| viewer.text.as_ref().ok())
}

fn may_view(text: &Reading, view: View) -> bool {
    match view {
        View::FindAgain(_) => !text.query().is_empty(),
        View::Indent => text.kind() == Kind::Json,
        View::Find | View::Wrap | View::Numbers | View::Sideways(_) => true,
    }
}

/// Whether a message asks for something to be recorded.
fn records(message: &Message) -> bool {
    matches!(
        message,
        Message::Confirm
            | Message::Note
            | Message::Concern
            | Message::NotApplicable
            | Message::EnterReference
            | Message::Undo
    )
}

/// Whether a row opens: a decision does when the review is closed, or could be closed with it.
fn may_open(scene: Scene, row: Row) -> bool {
    let review = scene.review;
    match row {
        Row::Item(_) | Row::Effect(_) => true,
        Row::Decision(_) if review.closing().is_some() => true,
        Row::Decision(index) => {
            let decision = review.runbook().decisions.get(index);
            scene.model.setting.read_only.is_none()
                && decision.is_some_and(|decision| review.gaps(decision).next().is_none())
        }
    }
}

fn confirm_word(scene: Scene, place: usize, item: &Item) -> Option<String> {
    let review = scene.review;
    match review.state(place) {
        ItemState::Confirmed | ItemState::NotApplicable => {
            review.closing().is_none().then(|| "take back".to_owned())
        }
        ItemState::Open | ItemState::Stale if review.echo(item).is_some() => {
            review.may_mark(&item.id).is_ok().then(|| "type to confirm".to_owned())
        }
        ItemState::Open | ItemState::Concern | ItemState::Stale | ItemState::Blocked => {
            review.decide(Action::Confirm { item: item.id.clone() }).is_ok().then(|| "confirm".to_owned())
        }
    }
}
