//! Changes since the answers, item by item, with their old and new values.

use crate::frontend::names;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::{Scene, lines};
use crate::frontend::changes::{self, CHANGED_BACK, NOTHING_IS_STALE, SAME_BYTES, STALE_MEANS, Values};
use crate::review::diff::Change;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, scroll: usize) {
    let count = match scene.since_closing() {
        Some(_) => String::new(),
        None => format!("{} stale", scene.review.stale_items().count()),
    };
    let inner = lines::boxed(area, "Changes", &count, scene.theme.strong, buffer);
    lines::scrolled(scene, &lines(scene, inner.width), scroll, buffer, inner);
}

/// Stale items with their changes, and answers whose items are gone; for a closed review, changes since the closing.
pub(super) fn lines(scene: Scene, width: u16) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let mut shown = match scene.since_closing() {
        Some(since_closing) => lines::paragraph(since_closing, width, 0, theme.care),
        None if scene.review.stale_items().next().is_none() => vec![Line::raw(NOTHING_IS_STALE)],
        None => lines::paragraph(STALE_MEANS, width, 0, Style::new()),
    };
    for index in scene.review.stale_items() {
        let Some(item) = scene.review.item(index) else { continue };
        let mut steps = scene.review.checklist().steps().iter();
        let step = steps.find(|step| step.items.contains(&index)).map_or("", |step| &step.title);
        shown.push(Line::default());
        shown.extend(lines::paragraph(&format!("[~] {} · {step}", item.name), width, 0, theme.care));
        if item.title != item.name {
            shown.extend(lines::paragraph(names::asked(item), width, 4, theme.dim));
        }
        shown.extend(changes(scene, &scene.review.changed(index), width));
    }
    for item in scene.review.dropped() {
        shown.push(Line::default());
        shown.extend(lines::paragraph(&item.words(), width, 0, theme.care));
        shown.extend(lines::paragraph(item.title, width, 4, theme.dim));
    }
    shown
}

pub(super) fn changes(scene: Scene, changes: &[Change], width: u16) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let mut shown = Vec::new();
    let mut say = |text: &str, margin, style| shown.extend(lines::paragraph(text, width, margin, style));
    for change in changes {
        say(&change.name, 4, theme.strong);
        let Some(Values { old, new, unseen }) = changes::values(change) else {
            say(SAME_BYTES, 6, theme.dim);
            continue;
        };
        say(&format!("- {old}"), 6, theme.dim);
        say(&format!("+ {new}"), 6, Style::new());
        if let Some(unseen) = unseen {
            say(&unseen, 6, theme.care);
        }
    }
    if changes.is_empty() {
        say(CHANGED_BACK, 4, theme.dim);
    }
    shown
}
