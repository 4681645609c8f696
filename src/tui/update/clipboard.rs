//! Copying from the selected row to the clipboard. That belongs to the terminal, which may refuse.

use crate::tui::model::Model;
use crate::tui::model::message::Effect;
use crate::tui::model::screen::Screen;

use crate::pager::Page;
use crate::review::secret::{reference_rule, secret_rule};
use crate::review::state::Review;
use crate::review::text::visible;
use crate::tui::model::rows::Row;
use crate::tui::model::viewer::Viewer;

/// Terminals cut longer texts, or refuse them.
pub const COPIED_BYTES_MAX: usize = 8192;

const VALUE: &str = "the value";

pub(crate) fn update(model: &mut Model, review: &Review) -> Option<Effect> {
    let Some((what, text)) = about(model, review) else {
        model.refused("There is nothing here to copy.");
        return None;
    };
    // Nothing invisible reaches the clipboard: the pasted text is the text on screen.
    let text = visible(&text).into_owned();
    let rule = if what == VALUE { reference_rule(&text) } else { secret_rule(&text) };
    if let Some(rule) = rule {
        model.refused(format!("Not copied: it looks like a credential ({rule})."));
        return None;
    }
    if text.len() > COPIED_BYTES_MAX {
        model.refused(format!("Not copied: more than {COPIED_BYTES_MAX} bytes."));
        return None;
    }
    // The terminal does not report if it accepts the text.
    model.done(format!("Copied, if the terminal allows it: {what}."));
    Some(Effect::Copy(text))
}

pub(crate) fn is_there(model: &Model, review: &Review) -> bool {
    about(model, review).is_some()
}

fn about(model: &Model, review: &Review) -> Option<(&'static str, String)> {
    match &model.screen {
        Screen::Evidence(viewer) => of_evidence(viewer, model.page),
        Screen::Preview { plan, .. } => {
            let fingerprint = plan.document().get("fingerprint")?.as_str()?;
            Some(("the fingerprint of the packet", fingerprint.to_owned()))
        }
        _ => match model.target(review)? {
            Row::Item(index) => {
                let item = review.item(index)?;
                let value = review.value(&item.id).map(|value| (VALUE, value.to_owned()));
                Some(value.unwrap_or_else(|| ("the text of the item", item.title.clone())))
            }
            Row::Decision(index) => {
                Some(("the decision", review.runbook().decisions.get(index)?.value.clone()))
            }
            Row::Effect(index) => Some(("the result", review.runbook().effects.get(index)?.status.clone())),
        },
    }
}

/// Row with the search hit, otherwise the first row; for a binary file, its digest.
fn of_evidence(viewer: &Viewer, page: Page) -> Option<(&'static str, String)> {
    let Ok(text) = &viewer.text else { return Some(("the digest of the file", viewer.digest.to_string())) };
    let screenful = text.screenful(page);
    let sought = screenful.rows.iter().find(|row| row.has_hit());
    let (what, row) = match sought {
        Some(row) => ("the line with the match", row),
        None => ("the first line of the page", screenful.rows.first()?),
    };
    Some((what, row.text()))
}
