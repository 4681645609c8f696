//! Choosing from a list, and moves by a number.

use super::picker_entries;
use super::{go_to_step, update};
use crate::review::checklist::StepKind;
use crate::review::state::Review;
use crate::tui::model::Model;
use crate::tui::model::message::Effect;
use crate::tui::model::message::Source;
use crate::tui::model::picker::Choice;
use crate::tui::model::rows::Row;
use crate::tui::model::screen::Screen;

pub(crate) fn open(model: &mut Model, review: &Review, source: Source) -> Option<Effect> {
    let chooser = Box::new(picker_entries::chooser(source, model, review));
    let back = Box::new(std::mem::replace(&mut model.screen, Screen::Walk));
    model.screen = Screen::Choose { chooser, back };
    None
}

pub(crate) fn choose(model: &mut Model, review: &Review) -> Option<Effect> {
    let Screen::Choose { chooser, .. } = &model.screen else { return None };
    let Some(choice) = chooser.chosen() else {
        model.refused("No match; nothing was done.");
        return None;
    };
    let of_keys = chooser.source == Source::Keys;
    leave(model);
    match choice {
        Choice::Do(message) => {
            // A key chosen in the help acts on the screen under it.
            if of_keys && let Screen::Help { .. } = model.screen {
                leave(model);
            }
            update(model, review, message)
        }
        Choice::Show { step, row } => {
            show(model, review, step, row);
            None
        }
        Choice::Tell(why) => {
            model.refused(why);
            None
        }
    }
}

/// Returns to the screen under this one.
fn leave(model: &mut Model) {
    model.screen = match std::mem::replace(&mut model.screen, Screen::Walk) {
        Screen::Choose { back, .. } | Screen::Help { back, .. } => *back,
        other => other,
    };
}

fn show(model: &mut Model, review: &Review, step: usize, row: Option<Row>) {
    model.screen = Screen::Walk;
    go_to_step(model, review, step);
    if let Some(row) = row {
        model.show_row(review, row);
    }
}

pub(crate) fn filter(model: &mut Model, review: &Review) -> Option<Effect> {
    model.filter(review);
    None
}

/// 0 goes to the first step.
pub(crate) fn phase(model: &mut Model, review: &Review, number: usize) -> Option<Effect> {
    let steps = review.checklist().steps();
    let step = match number.checked_sub(1) {
        None => Some(0),
        Some(phase) => steps.iter().position(|step| step.kind == StepKind::Phase(phase)),
    };
    match step {
        Some(step) => return go_to_step(model, review, step),
        None => model.refused(format!("No such phase: {number}.")),
    }
    None
}
