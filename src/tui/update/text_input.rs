//! Text input: begin, change and save a text.

use super::viewer;
use crate::frontend::prompt::only_read;
use crate::frontend::{Becomes, Purpose};
use crate::review::state::Review;
use crate::tui::model::Model;
use crate::tui::model::editor::{Aim, Editor};
use crate::tui::model::field::{Edit, Field, Full};
use crate::tui::model::message::Effect;
use crate::tui::model::screen::Screen;

const FULL: &str = "The text is full; nothing was added.";

/// Goes on with the draft if there is one.
pub(crate) fn begin(model: &mut Model, purpose: Purpose, text: String) -> Option<Effect> {
    if let Some(why) = model.setting.read_only.clone() {
        model.refused(only_read(&why));
        return None;
    }
    let text = model.drafts.remove(&purpose).unwrap_or(text);
    aim(model, Aim::Record(purpose), &text)
}

pub(crate) fn aim(model: &mut Model, aim: Aim, text: &str) -> Option<Effect> {
    let back = Box::new(std::mem::replace(&mut model.screen, Screen::Walk));
    model.screen = Screen::Edit { editor: Box::new(Editor::new(aim, text)), back };
    None
}

/// Text that receives the keys now.
fn field(model: &mut Model) -> Option<&mut Field> {
    match &mut model.screen {
        Screen::Edit { editor, .. } => Some(&mut editor.field),
        Screen::Choose { chooser, .. } => {
            // Other entries match a changed text.
            chooser.row = 0;
            Some(&mut chooser.field)
        }
        Screen::Walk
        | Screen::Item { .. }
        | Screen::Evidence(_)
        | Screen::WriteActions { .. }
        | Screen::Stop { .. }
        | Screen::Moved { .. }
        | Screen::Help { .. }
        | Screen::Preview { .. } => None,
    }
}

pub(crate) fn insert(model: &mut Model, c: char) -> Option<Effect> {
    if let Some(Err(Full)) = field(model).map(|field| field.insert(c)) {
        model.refused(FULL);
    }
    None
}

pub(crate) fn change(model: &mut Model, edit: Edit) -> Option<Effect> {
    if let Some(Err(Full)) = field(model).map(|field| field.edit(edit)) {
        model.refused(FULL);
    }
    None
}

pub(crate) fn save(model: &mut Model, review: &Review) -> Option<Effect> {
    let Screen::Edit { editor, .. } = &mut model.screen else { return None };
    let text = editor.field.text();
    let Aim::Record(purpose) = &editor.aim else {
        if let Screen::Edit { back, .. } = std::mem::replace(&mut model.screen, Screen::Walk) {
            model.screen = *back;
        }
        return viewer::find(model, &text);
    };
    // Check the first text now, so that it is not refused after the second one was typed.
    match (purpose.clone().becomes(text.clone()), review.may_call_skipped(&text)) {
        (Becomes::Act(action), _) => return Some(Effect::Act(action)),
        (Becomes::Ask(next), Ok(())) => **editor = Editor::new(Aim::Record(next), ""),
        (Becomes::Ask(_), Err(refusal)) => model.refused(model.why(&refusal)),
    }
    None
}

/// Refused for an echo, which must be typed.
pub(crate) fn paste(model: &mut Model, text: &str) -> Option<Effect> {
    if model.too_small() {
        return None;
    }
    if let Screen::Edit { editor, .. } = &model.screen
        && editor.aim.is_an_echo()
    {
        model.refused("Type the value instead of pasting it. Nothing was entered.");
        return None;
    }
    match field(model).map(|field| field.paste(text)) {
        Some(Ok(())) => {}
        Some(Err(Full)) => model.refused("The pasted text is too long for a note; nothing was added."),
        None => model.refused("Text can only be pasted into a text field; nothing was done."),
    }
    None
}
