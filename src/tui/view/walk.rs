//! Main screen: the steps, the rows of one, and on a wide screen the selected row in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Scene, item, lines, packet, step, steps, write_actions};
use crate::frontend::names;
use crate::tui::model::regions::Pane;
use crate::tui::model::rows::Row;
use crate::tui::model::{THREE_PANES_COLUMNS, TWO_PANES_COLUMNS};

/// Minimum columns of the rows, so that a digest fits.
const ROWS_COLUMNS: u16 = 84;

/// `None` for a pane without room.
struct Panes {
    steps: Option<Rect>,
    rows: Option<Rect>,
    selected: Option<Rect>,
}

/// Only the pane with the focus if just one fits.
fn panes(scene: Scene, area: Rect) -> Panes {
    if area.width < TWO_PANES_COLUMNS {
        let (steps, rows) = match scene.model.focus {
            Pane::Steps => (Some(area), None),
            Pane::Rows => (None, Some(area)),
        };
        return Panes { steps, rows, selected: None };
    }
    if area.width < THREE_PANES_COLUMNS {
        let (steps, rows) = lines::split(area, share(area, 3, 10).clamp(27, 46));
        return Panes { steps: Some(steps), rows: Some(rows), selected: None };
    }
    let (steps, rest) = lines::split(area, share(area, 2, 9).min(46));
    let (rows, selected) = lines::split(rest, share(rest, 3, 5).max(ROWS_COLUMNS));
    Panes { steps: Some(steps), rows: Some(rows), selected: Some(selected) }
}

/// In `u32`, because a terminal may claim any width and the product must not overflow.
fn share(area: Rect, parts: u32, of: u32) -> u16 {
    u16::try_from(u32::from(area.width) * parts / of).unwrap_or(area.width)
}

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let panes = panes(scene, area);
    // Drawn first, because the pane with the focus must put the cursor last.
    if let Some(area) = panes.selected {
        selected(scene, buffer, area);
    }
    if let Some(area) = panes.steps {
        steps::draw(scene, buffer, area);
    }
    if let Some(area) = panes.rows {
        step::draw(scene, buffer, area);
    }
}

/// Lines to scroll past the last row.
pub(super) fn last_scroll(scene: Scene, area: Rect) -> usize {
    let area = lines::inside(panes(scene, area).rows.unwrap_or(area));
    let (list, height) = (step::listing(scene, area.width), usize::from(area.height));
    list.lines.len().saturating_sub(list.offset(height) + height)
}

/// Shown, not opened: nothing is recorded, and no write action is attempted.
fn selected(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let inside = lines::inside(area);
    let (title, word, text) = blocked_reason(scene, inside.width).unwrap_or_default();
    lines::boxed(area, &title, word, scene.theme.dim, buffer);
    lines::scrolled(scene, &text, 0, buffer, inside);
}

fn blocked_reason(scene: Scene, width: u16) -> Option<(String, &'static str, Vec<Line<'static>>)> {
    let review = scene.review;
    Some(match scene.model.selected(review)? {
        Row::Item(index) => {
            let item = review.item(index)?;
            let title = names::with_literal(&item.name, &item.id);
            (title, review.state(index).word(), item::lines(scene, index, width))
        }
        Row::Effect(effect) => {
            let shown = review.runbook().effects.get(effect)?;
            let title = names::with_literal(&shown.name(), &shown.id);
            (title, "blocked", write_actions::lines(scene, effect, width))
        }
        Row::Decision(index) => {
            let title = review.runbook().decisions.get(index)?.name();
            (title, "", packet::needs(scene, index, width))
        }
    })
}
