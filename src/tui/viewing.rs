//! What the keys of the evidence viewer do.

use super::editor::Aim;
use super::message::{Effect, View};
use super::model::{Model, Screen};
use super::typing;
use crate::reading::{Direction, Found, Reading};
use crate::review::secret::secret_rule;
use crate::review::text::visible;

/// Looks at the text that is shown in another way.
pub(super) fn update(model: &mut Model, view: View) -> Option<Effect> {
    let page = model.page;
    let text = text(model)?;
    match view {
        View::Find => {
            let query = text.query().to_owned();
            return typing::aim(model, Aim::Find, &query);
        }
        View::Wrap => text.toggle_wrap(),
        View::Numbers => text.toggle_numbers(),
        View::Sideways(columns) => text.sideways(columns, page),
        View::Indent if text.toggle_indented() => {}
        View::Indent => model.refused("Only JSON has an indented form."),
        View::FindAgain(_) if text.query().is_empty() => {
            let key = model.setting.keymap.key("find-in-file");
            model.refused(format!("Nothing is sought yet ({key} asks for it)."));
        }
        View::FindAgain(direction) => {
            let found = text.find_again(direction, page);
            tell(model, found, direction);
        }
    }
    None
}

/// Seeks a text; none ends the search.
pub(super) fn find(model: &mut Model, query: &str) {
    let page = model.page;
    let Some(text) = text(model) else { return };
    let found = text.find(query, Direction::Forward, page);
    if !query.is_empty() {
        tell(model, found, Direction::Forward);
    }
}

fn text(model: &mut Model) -> Option<&mut Reading> {
    match &mut model.screen {
        Screen::Evidence(viewer) => viewer.text.as_mut().ok(),
        _ => None,
    }
}

fn tell(model: &mut Model, found: Found, direction: Direction) {
    let from = match direction {
        Direction::Forward => "the top",
        Direction::Backward => "the end",
    };
    match found {
        Found::Nothing => {
            let query = text(model).map(|text| text.query().to_owned()).unwrap_or_default();
            model.refused(match secret_rule(&query) {
                Some(_) => "Not found. It looks like a credential and is not repeated.".to_owned(),
                None => format!("Not found: {}", visible(&query)),
            });
        }
        Found::At { line, wrapped: false } => model.done(format!("Found in line {line}.")),
        Found::At { line, wrapped: true } => model.done(format!("Found in line {line}, on from {from}.")),
    }
}
