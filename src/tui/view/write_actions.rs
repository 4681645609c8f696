//! Write actions: always visible, always blocked, with a panel that shows the reason.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Listing, RowMark, Scene, lines};
use crate::frontend::write_actions::facts;
use crate::tui::model::regions::Spot;

pub(super) fn row(scene: Scene, effect: usize, mark: RowMark, list: &mut Listing, width: u16) {
    let Some(effect) = scene.review.runbook().effects.get(effect) else { return };
    let pointer = mark.pointer();
    let style = match mark {
        RowMark::Selected => scene.theme.dim.patch(scene.theme.strong),
        RowMark::None => scene.theme.dim,
    };
    for (index, text) in lines::wrapped(&effect.in_words(), width.saturating_sub(6)).into_iter().enumerate() {
        let head = if index == 0 { format!("{pointer}  ⊘  ") } else { " ".repeat(6) };
        list.push(Line::from(vec![Span::styled(head, style), Span::styled(text, style)]));
    }
    list.lines.extend(lines::paragraph(&effect.status, width, 6, scene.theme.dim));
}

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, selected: usize) {
    let inner =
        lines::boxed(area, "Write actions: shown, and blocked in every step", "", scene.theme.strong, buffer);
    let mut list = Listing::default();
    let no_code = format!(
        "This program has no code for any of these. {} shows why one is blocked and records nothing; there, \
         {} tries it: refused, recorded, and no status changes.",
        scene.key("open"),
        scene.key("try")
    );
    list.lines.extend(lines::paragraph(&no_code, inner.width, 0, Style::new()));
    list.blank();
    for index in 0..scene.review.runbook().effects.len() {
        let first = list.lines.len();
        let mark = if index == selected { RowMark::Selected } else { RowMark::None };
        row(scene, index, mark, &mut list, inner.width);
        list.spots.push((Spot::WriteAction(index), first, list.lines.len().saturating_sub(1)));
        if index == selected {
            list.selected = Some((first, list.lines.len().saturating_sub(1)));
        }
    }
    scene.note_rows(&list, lines::listing(scene, &list, buffer, inner), inner);
}

pub(super) fn stop_panel(scene: Scene, buffer: &mut Buffer, area: Rect, effect: usize, scroll: usize) {
    let inner = lines::boxed(area, "STOP · blocked write action", "blocked", scene.theme.bad, buffer);
    lines::scrolled(scene, &lines(scene, effect, inner.width), scroll, buffer, inner);
}

pub(super) fn lines(scene: Scene, effect: usize, width: u16) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let Some(facts) = facts(scene.review, effect) else { return Vec::new() };
    let styles = [theme.strong, Style::new(), Style::new(), theme.bad, theme.dim, theme.dim];
    let mut shown: Vec<Line> = Vec::new();
    for (fact, style) in facts.into_iter().zip(styles) {
        shown.push(Line::styled(fact.label, theme.dim));
        shown.extend(lines::paragraph(&fact.value, width, 2, style));
        shown.push(Line::default());
    }
    shown
}
