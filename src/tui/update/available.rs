//! Availability of commands on the current screen, for the hint line and the palette.

use super::clipboard;
use crate::frontend::{Exported, Purpose};
use crate::pager::{Kind, Reading};
use crate::review::action::Action;
use crate::review::checklist::ItemIndex;
use crate::review::state::{ItemState, Offer, Review};
use crate::tui::model::Model;
use crate::tui::model::editor::Aim;
use crate::tui::model::message::{Message, View};
use crate::tui::model::regions::Pane;
use crate::tui::model::rows::Row;
use crate::tui::model::screen::Screen;

const CONFIRM: &str = "confirm";

/// True if the message would not be refused on the current screen.
#[must_use]
pub fn is_legal(model: &Model, review: &Review, message: &Message) -> bool {
    word(model, review, message, "it").is_some()
}

/// Word for the hint; `None` if the message would be refused on this row.
#[must_use]
pub fn word(model: &Model, review: &Review, message: &Message, hint: &'static str) -> Option<&'static str> {
    if model.setting.read_only.is_some() && records(message) {
        return None;
    }
    if let (Message::Save, Screen::Edit { editor, .. }) = (message, &model.screen) {
        return Some(save_word(&editor.aim, hint));
    }
    let row = model.target(review);
    let item = row.and_then(|row| match row {
        Row::Item(index) => review.item(index).map(|item| (index, item)),
        Row::Decision(_) | Row::Effect(_) => None,
    });
    let may = |offer| item.is_some_and(|(index, _)| review.offers(index, offer));
    let offered = match (message, item) {
        (Message::Confirm, Some((index, _))) => return confirm_word(review, index),
        (Message::Concern, Some(_)) if may(Offer::AnswerConcern) => return Some("answer concern"),
        (Message::Concern, Some(_)) => may(Offer::RaiseConcern),
        (Message::NotApplicable, Some(_)) => may(Offer::NotApplicable),
        (Message::EnterReference, Some(_)) => may(Offer::EnterReference),
        (Message::Note, Some(_)) => may(Offer::WriteNote),
        (
            Message::Confirm
            | Message::Concern
            | Message::NotApplicable
            | Message::EnterReference
            | Message::Note
            | Message::Open,
            None,
        ) => false,
        (Message::Try, _) => model.records(review),
        (Message::Export, _) => review.closing().is_some(),
        (Message::Undo, _) => review.decide(Action::Undo).is_ok(),
        (Message::Redo, _) => review.decide(Action::Redo).is_ok(),
        (Message::Moved, _) => {
            let stale = model.rows(review).iter().any(|row| match row {
                Row::Item(index) => review.state(*index) == ItemState::Stale,
                Row::Decision(_) | Row::Effect(_) => false,
            });
            stale
                || review.dropped().next().is_some()
                || Exported::since_closing(model.exported.as_ref()).is_some()
        }
        (Message::NextOpen, _) => review.open_items().next().is_some(),
        (Message::PreviousStep, _) => model.step > 0,
        (Message::NextStep, _) => model.step + 1 < review.checklist().steps().len(),
        (Message::Read, Some((_, item))) if matches!(model.screen, Screen::Evidence(_)) => {
            review.unread(item).is_some()
        }
        (Message::Read, Some((_, item))) if review.evidence(&item.id).is_some() => {
            return Some("read");
        }
        (Message::Read, _) if matches!(model.screen, Screen::Item { .. }) => false,
        (Message::Read, _) => row.map_or(model.focus == Pane::Steps, |row| may_open(model, review, row)),
        (Message::Open, Some((_, item))) => review.evidence(&item.id).is_some(),
        (Message::Copy, _) => clipboard::is_there(model, review),
        (Message::View(view), _) => text(model).is_some_and(|text| may_view(text, *view)),
        _ => true,
    };
    offered.then_some(hint)
}

fn text(model: &Model) -> Option<&Reading> {
    model.viewer().and_then(|viewer| viewer.text.as_ref().ok())
}

fn may_view(text: &Reading, view: View) -> bool {
    match view {
        View::FindAgain(_) => !text.query().is_empty(),
        View::Indent => text.kind() == Kind::Json,
        View::Find | View::Wrap | View::Numbers | View::Sideways(_) => true,
    }
}

fn records(message: &Message) -> bool {
    matches!(
        message,
        Message::Confirm
            | Message::Note
            | Message::Concern
            | Message::NotApplicable
            | Message::EnterReference
            | Message::Undo
            | Message::Redo
    )
}

/// A decision opens if the review is closed, or could be closed with it.
fn may_open(model: &Model, review: &Review, row: Row) -> bool {
    match row {
        Row::Item(_) | Row::Effect(_) => true,
        Row::Decision(_) if review.closing().is_some() => true,
        Row::Decision(index) => {
            let decision = review.runbook().decisions.get(index);
            model.setting.read_only.is_none()
                && decision.is_some_and(|decision| review.gaps(decision).next().is_none())
        }
    }
}

/// Closing for good must not have the same name as saving a note.
fn save_word(aim: &Aim, hint: &'static str) -> &'static str {
    match aim {
        Aim::Find => "find",
        Aim::Record(Purpose::Echo(_)) => CONFIRM,
        Aim::Record(Purpose::NotLookedAt(_)) => "next question",
        Aim::Record(Purpose::ClosingEcho { .. }) => "close for good",
        Aim::Record(
            Purpose::Note(_)
            | Purpose::Concern(_)
            | Purpose::Answer(_)
            | Purpose::Reason(_)
            | Purpose::Reference(_),
        ) => hint,
    }
}

fn confirm_word(review: &Review, index: ItemIndex) -> Option<&'static str> {
    let words = [(Offer::TakeBack, "take back"), (Offer::Echo, "type to confirm"), (Offer::Confirm, CONFIRM)];
    words.into_iter().find(|(offer, _)| review.offers(index, *offer)).map(|(_, word)| word)
}
