//! Help: the keys of the screen under it, then all others, from the one table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Scene, lines};
use crate::tui::keys::place;
use crate::tui::model::keymap::Bound;
use crate::tui::model::screen::Screen;

const STATES: &str = "[ ] open   [x] confirmed   [-] not applicable   [!] concern   [~] reopened   [#] \
     blocked   ⊘ write action, always blocked   ✓ finished step   · unfinished step   = locked step: finish \
     the ones before it first";

const KEYS_COLUMNS: usize = 22;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, back: &Screen, scroll: usize) {
    let theme = scene.theme;
    let inner = lines::boxed(area, "Keys", "Esc goes back", theme.strong, buffer);
    lines::scrolled(scene, &lines(scene, back, inner.width), scroll, buffer, inner);
}

pub(super) fn lines(scene: Scene, back: &Screen, width: u16) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let here = place(back);
    let mut shown = vec![Line::styled("Signs", theme.strong)];
    shown.extend(lines::paragraph(STATES, width, 2, Style::new()));
    shown.push(Line::default());
    shown.push(Line::styled("On this screen", theme.strong));
    let (ours, others): (Vec<&Bound>, Vec<&Bound>) =
        scene.model.setting.keymap.all().partition(|bound| bound.binding.places.contains(&here));
    shown.extend(ours.into_iter().flat_map(|bound| rows(scene, bound, width)));
    shown.push(Line::default());
    shown.push(Line::styled("On other screens", theme.strong));
    shown.extend(others.into_iter().flat_map(|bound| rows(scene, bound, width)));
    shown
}

fn rows(scene: Scene, bound: &Bound, width: u16) -> Vec<Line<'static>> {
    let keys: Vec<String> = bound.keys.iter().map(ToString::to_string).collect();
    let keys = lines::fitted(&format!("  {}", keys.join(" ")), KEYS_COLUMNS - 1);
    let in_a_text = bound.binding.places.iter().all(|place| place.takes_text());
    let help = bound.binding.help;
    let help = if in_a_text { format!("In a text: {help}") } else { help.to_owned() };
    let room = width.saturating_sub(u16::try_from(KEYS_COLUMNS).unwrap_or_default());
    let wrapped = lines::wrapped(&help, room).into_iter().enumerate();
    let line = |(index, text): (usize, String)| {
        let keys = if index == 0 { keys.clone() } else { String::new() };
        Line::from(vec![Span::styled(format!("{keys:<KEYS_COLUMNS$}"), scene.theme.key), Span::raw(text)])
    };
    wrapped.map(line).collect()
}
