//! A text being typed: begun, changed, saved.

use super::editor::{Editor, Purpose, Saved};
use super::field::{Edit, Field, Full};
use super::message::Effect;
use super::model::{Model, Screen};
use super::viewing;
use crate::review::state::Review;

/// Begins a text, or goes on with its draft.
pub(super) fn begin(model: &mut Model, purpose: Purpose, text: String) -> Option<Effect> {
    if let Some(why) = model.setting.read_only.as_ref().filter(|_| purpose != Purpose::Find) {
        let why = why.clone();
        model.refused(format!("This session is only read here: {why}."));
        return None;
    }
    let text = model.drafts.remove(&purpose).unwrap_or(text);
    let back = Box::new(std::mem::replace(&mut model.screen, Screen::Walk));
    model.screen = Screen::Edit { editor: Box::new(Editor::new(purpose, &text)), back };
    None
}

/// The text that keys go to now.
fn field(model: &mut Model) -> Option<&mut Field> {
    match &mut model.screen {
        Screen::Edit { editor, .. } => Some(&mut editor.field),
        Screen::Choose { chooser, .. } => {
            // Other entries match then.
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

/// Types a character.
pub(super) fn insert(model: &mut Model, c: char) -> Option<Effect> {
    if let Some(Err(Full)) = field(model).map(|field| field.insert(c)) {
        model.refused("The text is full; nothing was taken.");
    }
    None
}

/// Changes the text, or moves in it.
pub(super) fn change(model: &mut Model, edit: Edit) -> Option<Effect> {
    if let Some(Err(Full)) = field(model).map(|field| field.edit(edit)) {
        model.refused("The text is full; nothing was taken.");
    }
    None
}

/// Takes the text for what it is for.
pub(super) fn save(model: &mut Model, review: &Review) -> Option<Effect> {
    let Screen::Edit { editor, .. } = &mut model.screen else { return None };
    match editor.purpose.save(editor.field.text()) {
        Saved::Act(action) => Some(Effect::Act(action)),
        Saved::Find(query) => {
            if let Screen::Edit { back, .. } = std::mem::replace(&mut model.screen, Screen::Walk) {
                model.screen = *back;
            }
            viewing::find(model, &query);
            None
        }
        Saved::Ask(purpose) => {
            // The first text is tried now, so that it is not refused after the second was typed.
            if let Err(refusal) = review.may_say(&editor.field.text()) {
                model.refused(refusal.to_string());
                return None;
            }
            **editor = Editor::new(purpose, "");
            None
        }
    }
}

/// Takes a pasted text; what is seen must be typed.
pub(super) fn paste(model: &mut Model, text: &str) -> Option<Effect> {
    if model.too_small() {
        return None;
    }
    if let Screen::Edit { editor, .. } = &model.screen
        && editor.purpose.is_an_echo()
    {
        model.refused("Type it: what is pasted was not read. Nothing was taken.");
        return None;
    }
    match field(model).map(|field| field.paste(text)) {
        Some(Ok(())) => {}
        Some(Err(Full)) => model.refused("The pasted text is too long for a note; nothing was taken."),
        None => model.refused("A paste is only taken in a text field; nothing was done."),
    }
    None
}
