//! Write actions: always visible, always blocked, and the panel that says why.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Listing, Scene, lines};
use crate::tui::regions::Spot;

pub(super) fn row(scene: Scene, effect: usize, selected: bool, list: &mut Listing, width: u16) {
    let Some(effect) = scene.review.runbook().effects.get(effect) else { return };
    let pointer = if selected { "▸" } else { " " };
    let style = if selected { scene.theme.dim.patch(scene.theme.strong) } else { scene.theme.dim };
    for (index, text) in lines::wrapped(&effect.action, width.saturating_sub(6)).into_iter().enumerate() {
        let head = if index == 0 { format!("{pointer}  ⊘  ") } else { " ".repeat(6) };
        list.push(Line::from(vec![Span::styled(head, style), Span::styled(text, style)]));
    }
    list.lines.extend(lines::paragraph(&effect.status, width, 6, scene.theme.dim));
}

pub(super) fn draw(scene: Scene, frame: &mut Frame, area: Rect, selected: usize) {
    let title = "Write actions: shown, and blocked in every step";
    let inner = lines::boxed(area, title, "", scene.theme.strong, frame.buffer_mut());
    let mut list = Listing::default();
    let text = "This program has no code for any of these. Opening one is recorded as a refused attempt and changes \
                no status.";
    list.lines.extend(lines::paragraph(text, inner.width, 0, Style::new()));
    list.blank();
    for index in 0..scene.review.runbook().effects.len() {
        let first = list.lines.len();
        row(scene, index, index == selected, &mut list, inner.width);
        list.spots.push((Spot::WriteAction(index), first, list.lines.len().saturating_sub(1)));
        if index == selected {
            list.selected = Some((first, list.lines.len().saturating_sub(1)));
        }
    }
    scene.note_rows(&list, lines::listing(&list, frame, inner), inner);
}

/// The panel of a refused attempt.
pub(super) fn stop_panel(scene: Scene, frame: &mut Frame, area: Rect, effect: usize, scroll: usize) {
    let (review, theme) = (scene.review, scene.theme);
    let word = if scene.model.records(review) { "recorded" } else { "shown only" };
    let inner = lines::boxed(area, "STOP · blocked write action", word, theme.bad, frame.buffer_mut());
    lines::scrolled(&shown(scene, effect, inner.width), scroll, frame, inner);
}

/// What the panel says.
pub(super) fn shown(scene: Scene, effect: usize, width: u16) -> Vec<Line<'static>> {
    let (review, theme) = (scene.review, scene.theme);
    let Some(effect) = review.runbook().effects.get(effect) else { return Vec::new() };
    let attempts = review.attempts().iter().filter(|attempt| attempt.effect == effect.id).count();
    let mut shown: Vec<Line> = Vec::new();
    for (label, text, style) in [
        ("What is blocked", effect.action.clone(), theme.strong),
        ("Never here, because", effect.why.clone(), Style::new()),
        ("Which stage could", effect.later_stage.clone(), Style::new()),
        ("Asking for it earns", effect.status.clone(), theme.bad),
        ("Flags that stay false", effect.flags.join(", "), theme.dim),
        ("Attempts in this review", format!("{attempts}, each in the journal and in the export"), theme.dim),
    ] {
        shown.push(Line::styled(label, theme.dim));
        shown.extend(lines::paragraph(&text, width, 2, style));
        shown.push(Line::default());
    }
    shown
}
