//! Mouse input: it selects, opens and scrolls, but answers nothing.

use super::picker;
use super::{move_cursor, show_stop, update as take};
use crate::review::state::Review;
use crate::tui::model::Model;
use crate::tui::model::message::{Effect, Message, Move};
use crate::tui::model::picker::Choice;
use crate::tui::model::regions::Pane;
use crate::tui::model::regions::Spot;
use crate::tui::model::rows::Row;
use crate::tui::model::screen::Screen;
use crate::tui::terminal::input::Pointing;

const WHEEL_LINES: usize = 3;

/// Ignores a spot that is not on the present screen.
pub(crate) fn update(model: &mut Model, review: &Review, spot: Spot, does: Pointing) -> Option<Effect> {
    match does {
        Pointing::Press => pressed(model, review, spot),
        Pointing::WheelUp => wheel(model, review, spot, Move::Up),
        Pointing::WheelDown => wheel(model, review, spot, Move::Down),
    }
}

fn pressed(model: &mut Model, review: &Review, spot: Spot) -> Option<Effect> {
    match (spot, &mut model.screen) {
        (Spot::Step(step), Screen::Walk) => {
            let again = model.step == step && model.focus == Pane::Steps;
            model.beyond = 0;
            model.step = step.min(review.checklist().steps().len().saturating_sub(1));
            model.focus = if again { Pane::Rows } else { Pane::Steps };
        }
        (Spot::Row { step, row }, Screen::Walk) if step == model.step => {
            let wanted = model.rows(review).get(row).copied();
            let again = model.target(review) == wanted;
            model.focus = Pane::Rows;
            model.select(row);
            return if again { opened(model, review, wanted?) } else { None };
        }
        (Spot::WriteAction(wanted), Screen::WriteActions { row }) => {
            let again = *row == wanted;
            *row = wanted.min(review.runbook().effects.len().saturating_sub(1));
            return if again { opened(model, review, Row::Effect(wanted)) } else { None };
        }
        (Spot::Choice(wanted), Screen::Choose { chooser, .. }) => {
            let again = chooser.row == wanted;
            chooser.row = wanted;
            return if again { chosen(model, review) } else { None };
        }
        (_, _) => {}
    }
    None
}

/// A second press shows the entry. Commands run by a key only.
fn chosen(model: &mut Model, review: &Review) -> Option<Effect> {
    let Screen::Choose { chooser, .. } = &model.screen else { return None };
    if let Some(Choice::Do(_)) = chooser.chosen() {
        model.refused("A click does not run a command. Enter does.");
        return None;
    }
    picker::choose(model, review)
}

/// A second press opens an item or a panel. Decisions are taken by a key only.
fn opened(model: &mut Model, review: &Review, row: Row) -> Option<Effect> {
    match row {
        Row::Item(_) => take(model, review, Message::Read),
        Row::Effect(effect) => {
            show_stop(model, effect);
            None
        }
        Row::Decision(_) => {
            model.refused("A click does not close a review. Enter starts the closing call.");
            None
        }
    }
}

fn wheel(model: &mut Model, review: &Review, spot: Spot, to: Move) -> Option<Effect> {
    match (spot, &model.screen) {
        (Spot::Steps | Spot::Step(_), Screen::Walk) => under(model, review, Pane::Steps, to),
        (Spot::Rows | Spot::Row { .. }, Screen::Walk) => under(model, review, Pane::Rows, to),
        (Spot::WriteAction(_) | Spot::Lines, Screen::WriteActions { .. }) | (Spot::Choice(_), _) => {
            move_cursor(model, review, to)
        }
        (Spot::Lines, Screen::Walk | Screen::Edit { .. }) => None,
        (Spot::Lines, _) => {
            for _ in 0..WHEEL_LINES {
                move_cursor(model, review, to);
            }
            None
        }
        (_, _) => None,
    }
}

/// Moves in the pane under the pointer; the keys stay with the other one.
fn under(model: &mut Model, review: &Review, pane: Pane, to: Move) -> Option<Effect> {
    let focus = std::mem::replace(&mut model.focus, pane);
    let effect = move_cursor(model, review, to);
    model.focus = focus;
    effect
}
