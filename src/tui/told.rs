//! What the console makes of what the world tells: a recorded answer, a refusal, a packet, another size.

use super::message::{Effect, Moved, Told};
use super::model::{Form, Model, Screen};
use super::update::go_to_step;
use super::viewer::Viewer;
use crate::review::action::Event;
use crate::review::state::Review;
use crate::review::text::visible;

/// Takes what the world tells.
pub(super) fn update(model: &mut Model, review: &Review, told: Told) -> Option<Effect> {
    match told {
        Told::Resized { columns, rows } => {
            model.size = (columns, rows);
            None
        }
        Told::Done(event) => done(model, review, &event),
        Told::Refused(why) => {
            model.refused(why);
            None
        }
        Told::Moved(Moved { words, reopened, definition }) => {
            if definition {
                model.rebuild(review);
            }
            model.leave_packet(review);
            if reopened {
                model.show_moved();
            }
            model.refused(words);
            None
        }
        Told::Evidence { item, file } => {
            let place = review.checklist().find(&item)?;
            let back = match std::mem::replace(&mut model.screen, Screen::Walk) {
                Screen::Evidence(viewer) => viewer.back,
                screen => screen,
            };
            model.screen = Screen::Evidence(Box::new(Viewer::new(place, *file, back)));
            None
        }
        Told::Preview(plan) => {
            model.screen = Screen::Preview { plan, form: Form::Indented, scroll: 0 };
            None
        }
        Told::Exported(files) => {
            model.screen = Screen::Walk;
            model.done(format!("Written: {}", files.join(", ")));
            None
        }
    }
}

fn done(model: &mut Model, review: &Review, event: &Event) -> Option<Effect> {
    // What was typed is recorded now; the screen behind it comes back.
    if let Screen::Edit { .. } = model.screen
        && let Screen::Edit { back, .. } = std::mem::replace(&mut model.screen, Screen::Walk)
    {
        model.screen = *back;
    }
    match event {
        Event::Opened { .. }
        | Event::EvidenceListed { .. }
        | Event::EvidenceRead { .. }
        | Event::EvidenceMoved { .. }
        | Event::HandoffPacketChecked { .. }
        | Event::HandoffMoved { .. }
        | Event::RunbookMoved { .. }
        | Event::Reopened { .. }
        | Event::Confined { .. } => {}
        Event::Confirmed { item, .. } => {
            leave_evidence(model);
            model.done(format!("Confirmed {}.", visible(item)));
        }
        Event::TakenBack { item } => model.done(format!("Taken back: {}.", visible(item))),
        Event::MarkedNotApplicable { item, .. } => model.done(format!("Not applicable: {}.", visible(item))),
        Event::ConcernRaised { item, .. } => model.done(format!("Concern recorded on {}.", visible(item))),
        Event::ConcernAnswered { item, .. } => {
            let place = review.checklist().find(item);
            let state = place.map_or("open", |place| review.state(place).word());
            model.done(format!("Concern on {} answered; the item is {state}.", visible(item)));
        }
        Event::NoteWritten { item, .. } => model.done(format!("Note recorded on {}.", visible(item))),
        Event::ReferenceEntered { item, .. } => {
            model.done(format!("Reference recorded for {}.", visible(item)));
        }
        Event::WriteActionRefused { status, .. } => {
            model.refused(format!("Refused and recorded; asking for it earns {status}."));
        }
        Event::Undone { item } | Event::Redone { item } => {
            if let Some(place) = review.checklist().find(item) {
                model.show_item(review, place);
            }
            let word = if matches!(event, Event::Undone { .. }) { "Undone" } else { "Redone" };
            model.done(format!("{word}: the last answer to {}.", visible(item)));
        }
        Event::Closed { .. } => {
            model.screen = Screen::Walk;
            go_to_step(model, review, usize::MAX);
            return Some(Effect::Preview);
        }
    }
    None
}

/// What was read is confirmed; what it was opened from comes back.
fn leave_evidence(model: &mut Model) {
    if matches!(model.screen, Screen::Evidence(_))
        && let Screen::Evidence(viewer) = std::mem::replace(&mut model.screen, Screen::Walk)
    {
        model.screen = viewer.back;
    }
}
