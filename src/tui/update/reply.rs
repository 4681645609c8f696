//! Reactions of the console to replies: a recorded answer, a refusal, a packet, a new size.

use super::go_to_step;
use super::viewer;
use crate::frontend::recorded::recorded;
use crate::review::action::Event;
use crate::review::state::Review;
use crate::tui::model::Model;
use crate::tui::model::message::{ChangeReport, Effect, Reply};
use crate::tui::model::screen::{Form, Screen};
use crate::tui::model::viewer::Viewer;

pub(crate) fn update(model: &mut Model, review: &Review, told: Reply) -> Option<Effect> {
    match told {
        Reply::Resized(size) => {
            model.size = size;
            None
        }
        Reply::Done(event) => done(model, review, &event),
        Reply::Refused(why) => {
            model.refused(why);
            None
        }
        Reply::Changed(ChangeReport { words, reopened, definition }) => {
            let is_shown = matches!(model.screen, Screen::Moved { .. });
            if definition {
                model.rebuild(review);
            }
            model.leave_packet(review);
            if reopened || is_shown {
                model.show_changed();
            }
            model.refused(words);
            None
        }
        Reply::Evidence { item, file } => {
            let index = review.checklist().find(&item)?;
            let back = match std::mem::replace(&mut model.screen, Screen::Walk) {
                Screen::Evidence(viewer) => viewer.back,
                screen => screen,
            };
            model.screen = Screen::Evidence(Box::new(Viewer::new(index, *file, back)));
            None
        }
        Reply::Sought(seek) => {
            viewer::found(model, &seek);
            None
        }
        Reply::Indented(indenting) => {
            viewer::indent(model, Some(*indenting));
            None
        }
        Reply::Preview(plan) => {
            model.screen = Screen::Preview { plan, form: Form::Indented, scroll: 0 };
            None
        }
        Reply::Exported(files) => {
            model.screen = Screen::Walk;
            model.done(format!("Written: {}", files.join(", ")));
            None
        }
    }
}

fn done(model: &mut Model, review: &Review, event: &Event) -> Option<Effect> {
    // The typed text is recorded; the screen under it returns.
    if let Screen::Edit { .. } = model.screen
        && let Screen::Edit { back, .. } = std::mem::replace(&mut model.screen, Screen::Walk)
    {
        model.screen = *back;
    }
    match event {
        Event::Confirmed { .. } => leave_evidence(model),
        Event::Undone { item } | Event::Redone { item } => {
            if let Some(index) = review.checklist().find(item) {
                model.show_item(review, index);
            }
        }
        Event::WriteActionRefused { .. } => {
            model.refused(recorded(event, review)?);
            return None;
        }
        Event::Closed { .. } => {
            model.screen = Screen::Walk;
            go_to_step(model, review, usize::MAX);
            return Some(Effect::Preview);
        }
        _ => {}
    }
    model.done(recorded(event, review)?);
    None
}

/// A confirmation in the evidence file returns to the screen before.
fn leave_evidence(model: &mut Model) {
    if matches!(model.screen, Screen::Evidence(_))
        && let Screen::Evidence(viewer) = std::mem::replace(&mut model.screen, Screen::Walk)
    {
        model.screen = viewer.back;
    }
}
