//! One item in full: its question, value, evidence, answer and times.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::{Scene, changed, lines, step, steps};
use crate::frontend::item_facts::{ASKS, Fact, HIDDEN, Phrasing, VALUE, basis_facts, value_facts};
use crate::frontend::steps::until_complete;
use crate::review::checklist::ItemIndex;
use crate::tui::theme::glyph;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, index: ItemIndex, scroll: usize) {
    let word = scene.review.state(index).word();
    let inner = lines::boxed(area, &steps::way_to(scene, index), word, scene.theme.strong, buffer);
    lines::scrolled(scene, &lines(scene, index, inner.width), scroll, buffer, inner);
}

pub(super) fn lines(scene: Scene, index: ItemIndex, width: u16) -> Vec<Line<'static>> {
    let (review, theme) = (scene.review, scene.theme);
    let (Some(item), Some(answer)) = (review.item(index), review.answer(index)) else { return Vec::new() };
    let state = review.state(index);
    let mut shown: Vec<Line> = Vec::new();
    let mut say = |label: &'static str, text: &str, style: Style| {
        shown.push(Line::styled(label, theme.dim));
        shown.extend(lines::paragraph(text, width, 2, style));
    };
    say(ASKS, &item.title, theme.strong);
    let key = |name: &str| scene.key(name);
    for Fact { label, value } in value_facts(review, item, Phrasing::Brief(&key)) {
        let style = match label {
            VALUE if review.value(&item.id).is_some() => Style::new(),
            VALUE => theme.care,
            HIDDEN => theme.bad,
            _ => theme.dim,
        };
        say(label, &value, style);
    }
    for Fact { label, value } in basis_facts(review, index, Phrasing::Brief(&key)) {
        say(label, &value, Style::new());
    }
    if let Some(lock) = review.item_locked_by(index) {
        say("Locked", &until_complete(review, &lock), theme.care);
    }
    say("State", &format!("{} {}", glyph(state), state.word()), theme.state(state));
    for (fact, style) in step::answered(scene, index) {
        shown.extend(lines::paragraph(&fact.text, width, 2, style));
    }
    if review.is_stale(index) {
        shown.push(Line::styled("Changed since it was answered", theme.dim));
        shown.extend(changed::changes(scene, &review.changed(index), width));
    }
    if let Some(opened) = answer.opened_at {
        shown.extend(lines::paragraph(&format!("first opened {opened}"), width, 2, theme.dim));
    }
    shown
}
