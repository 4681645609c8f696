//! List of the steps with their states and counts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Listing, Scene, lines};
use crate::frontend::steps::title;
use crate::review::checklist::{ItemIndex, StepKind};
use crate::review::state::Progress;
use crate::review::text::columns;
use crate::tui::model::regions::Pane;
use crate::tui::model::regions::Spot;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let focused = scene.model.focus == Pane::Steps;
    let style = if focused { scene.theme.strong } else { scene.theme.dim };
    let inner = lines::boxed(area, "Steps", "", style, buffer);
    let mut list = Listing::default();
    for index in 0..scene.review.checklist().steps().len() {
        let line = row(scene, index, usize::from(inner.width));
        if index == scene.model.step {
            list.selected = Some((list.lines.len(), list.lines.len()));
        }
        list.spots.push((Spot::Step(index), list.lines.len(), list.lines.len()));
        list.push(line);
    }
    scene.note(area, Spot::Steps);
    // Puts the cursor on the current step; rows that have the focus are drawn later and move it.
    scene.note_rows(&list, lines::listing(scene, &list, buffer, inner), inner);
}

fn row(scene: Scene, index: usize, width: usize) -> Line<'static> {
    let (review, theme) = (scene.review, scene.theme);
    let progress = review.progress(index);
    let (glyph, style) = mark(scene, index, progress);
    let count =
        if progress.total > 0 { format!("{}/{}", progress.settled, progress.total) } else { String::new() };
    let pointer = if index == scene.model.step { "▸" } else { " " };
    let room = width.saturating_sub(columns(&count) + 5);
    let name = lines::fitted(&title(scene.review, index), room);
    let pad = " ".repeat(room.saturating_sub(columns(&name)) + 1);
    let line = Line::from(vec![
        Span::raw(pointer),
        Span::styled(glyph, style),
        Span::raw(" "),
        Span::raw(name),
        Span::raw(pad),
        Span::styled(count, theme.dim),
    ]);
    if index == scene.model.step && scene.model.focus == Pane::Steps {
        line.style(theme.selected)
    } else if index == scene.model.step {
        line.style(theme.strong)
    } else {
        line
    }
}

fn mark(scene: Scene, index: usize, progress: Progress) -> (&'static str, ratatui::style::Style) {
    let packet =
        scene.review.checklist().steps().get(index).is_some_and(|step| step.kind == StepKind::Packet);
    let done = if packet { scene.review.closing().is_some() } else { progress.settled == progress.total };
    if scene.review.locked_by(index).is_some() {
        ("=", scene.theme.dim)
    } else if progress.blocked > 0 {
        ("#", scene.theme.bad)
    } else if progress.stale > 0 {
        ("~", scene.theme.care)
    } else if progress.concerns > 0 {
        ("!", scene.theme.care)
    } else if done {
        ("✓", scene.theme.good)
    } else {
        ("·", scene.theme.dim)
    }
}

/// Path to an item: its step and its ID.
pub(super) fn way_to(scene: Scene, index: ItemIndex) -> String {
    let steps = scene.review.checklist().steps();
    let holds = |step: &usize| steps.get(*step).is_some_and(|step| step.items.contains(&index));
    // An item of two phases was opened from the step on screen.
    let step = Some(scene.model.step).filter(holds).or_else(|| (0..steps.len()).find(holds));
    let id = scene.review.item(index).map(|item| item.name.clone()).unwrap_or_default();
    step.map_or(id.clone(), |step| format!("{} › {id}", title(scene.review, step)))
}
