//! Keys of the evidence screen.

use super::text_input;
use crate::frontend::evidence::found_in_line;
use crate::pager::{Direction, Found, Indenting, Reading, Search};
use crate::review::secret::secret_rule;
use crate::review::text::visible;
use crate::tui::model::Model;
use crate::tui::model::editor::Aim;
use crate::tui::model::message::{Effect, View};
use crate::tui::model::screen::Screen;

pub(crate) fn update(model: &mut Model, view: View) -> Option<Effect> {
    let page = model.page;
    let text = text(model)?;
    match view {
        View::Find => {
            let query = text.query().to_owned();
            return text_input::aim(model, Aim::Find, &query);
        }
        View::Wrap => text.toggle_wrap(),
        View::Numbers => text.toggle_numbers(),
        View::Sideways(columns) => text.sideways(columns, page),
        View::Indent if text.indenting().is_some() => return Some(Effect::Indent),
        View::Indent => indent(model, None),
        View::FindAgain(_) if text.query().is_empty() => {
            let key = model.setting.keymap.key("find-in-file");
            model.refused(format!("No search yet ({key} searches)."));
        }
        View::FindAgain(direction) => {
            return Some(Effect::Seek(text.begin_again(direction, page)));
        }
    }
    None
}

/// An empty text ends the search.
pub(crate) fn find(model: &mut Model, query: &str) -> Option<Effect> {
    let page = model.page;
    let text = text(model)?;
    Some(Effect::Seek(text.begin_find(query, Direction::Forward, page)))
}

pub(crate) fn found(model: &mut Model, seek: &Search) {
    let Some(text) = text(model) else { return };
    let found = text.search_result(seek);
    if !text.query().is_empty() {
        tell(model, found, seek.direction());
    }
}

/// Toggles the indented form.
pub(crate) fn indent(model: &mut Model, made: Option<Indenting>) {
    if text(model).is_some_and(|text| !text.toggle_found(made)) {
        model.refused("Only JSON has an indented form.");
    }
}

fn text(model: &mut Model) -> Option<&mut Reading> {
    match &mut model.screen {
        Screen::Evidence(viewer) => viewer.text.as_mut().ok(),
        _ => None,
    }
}

fn tell(model: &mut Model, found: Found, direction: Direction) {
    match found {
        Found::Nothing => {
            let query = text(model).map(|text| text.query().to_owned()).unwrap_or_default();
            model.refused(match secret_rule(&query) {
                Some(_) => "Not found. The text looks like a credential and is not repeated here.".to_owned(),
                None => format!("Not found: {}", visible(&query)),
            });
        }
        Found::At { line, wrapped } => model.done(found_in_line(line, wrapped.then_some(direction))),
    }
}
