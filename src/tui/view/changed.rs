//! Changes since the answers, item by item, with their old and new values.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::{Scene, lines, steps};
use crate::frontend::wording::moved as words;
use crate::review::diff::Change;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, scroll: usize) {
    let count = match scene.since_closing() {
        Some(_) => String::new(),
        None => words::stale(stale(scene).count()),
    };
    let inner = lines::boxed(area, words::WHAT_MOVED, &count, scene.theme.strong, buffer);
    lines::scrolled(scene, &shown(scene, inner.width), scroll, buffer, inner);
}

/// Stale items with their changes, and answers whose items are gone; for a closed review, changes since the closing.
pub(super) fn shown(scene: Scene, width: u16) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let mut shown = match scene.since_closing() {
        Some(since_closing) => lines::paragraph(since_closing, width, 0, theme.care),
        None if stale(scene).next().is_none() => vec![Line::raw(words::NOTHING_IS_STALE)],
        None => lines::paragraph(words::STALE_MEANS, width, 0, Style::new()),
    };
    for place in stale(scene) {
        let Some(item) = scene.review.item(place) else { continue };
        let steps = scene.review.checklist().steps().iter();
        let step = steps.enumerate().find(|(_, step)| step.items.contains(&place));
        let step = step.map(|(index, _)| steps::name(scene, index)).unwrap_or_default();
        shown.push(Line::default());
        shown.extend(lines::paragraph(&format!("[~] {} · {step}", item.id), width, 0, theme.care));
        if item.title != item.id {
            shown.extend(lines::paragraph(&item.title, width, 4, theme.dim));
        }
        shown.extend(changes(scene, &scene.review.moved(place), width));
    }
    for item in scene.review.dropped() {
        shown.push(Line::default());
        shown.extend(lines::paragraph(&item.words(), width, 0, theme.care));
        shown.extend(lines::paragraph(item.title, width, 4, theme.dim));
    }
    shown
}

fn stale(scene: Scene) -> impl Iterator<Item = usize> {
    let review = scene.review;
    (0..review.checklist().items().len()).filter(|place| review.is_stale(*place))
}

pub(super) fn changes(scene: Scene, changes: &[Change], width: u16) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let mut shown = Vec::new();
    let mut say = |text: &str, margin, style| shown.extend(lines::paragraph(text, width, margin, style));
    for change in changes {
        say(&change.name, 4, theme.strong);
        if change.is_of_same_bytes() {
            say(words::SAME_BYTES, 6, theme.dim);
            continue;
        }
        say(&format!("- {}", change.old.as_deref().unwrap_or(words::NOTHING)), 6, theme.dim);
        say(&format!("+ {}", change.new.as_deref().unwrap_or(words::NOTHING)), 6, Style::new());
        if let Some((number, old, new)) = change.unseen() {
            say(&words::differs_at(number, old, new), 6, theme.care);
        }
    }
    if changes.is_empty() {
        say(words::STANDS_AGAIN, 4, theme.dim);
    }
    shown
}
