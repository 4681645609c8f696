//! One item in full: its question, value, evidence, answer and times.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::{Scene, changed, lines, step, steps};
use crate::frontend::wording::evidence::NOT_PINNED;
use crate::frontend::wording::item as words;
use crate::frontend::wording::step::until_walked;
use crate::review::checklist::Subject;
use crate::review::runbook::Acknowledge;
use crate::review::text::hidden_count;
use crate::tui::theme::glyph;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, place: usize, scroll: usize) {
    let word = scene.review.state(place).word();
    let inner = lines::boxed(area, &steps::way_to(scene, place), word, scene.theme.strong, buffer);
    lines::scrolled(scene, &shown(scene, place, inner.width), scroll, buffer, inner);
}

pub(super) fn shown(scene: Scene, place: usize, width: u16) -> Vec<Line<'static>> {
    let (review, theme) = (scene.review, scene.theme);
    let (Some(item), Some(answer)) = (review.item(place), review.answer(place)) else { return Vec::new() };
    let state = review.state(place);
    let mut shown: Vec<Line> = Vec::new();
    let mut say = |label: &'static str, text: &str, style: Style| {
        shown.push(Line::styled(label, theme.dim));
        shown.extend(lines::paragraph(text, width, 2, style));
    };
    say(words::ASKS, &item.title, theme.strong);
    if matches!(item.subject, Subject::Handoff | Subject::Reference) {
        let style = if review.value(&item.id).is_some() { Style::new() } else { theme.care };
        let text = step::standing(scene, item).unwrap_or_else(|| words::NOT_GIVEN.to_owned());
        say(words::STANDS_THERE, &text, style);
        let hidden = review.value(&item.id).map_or(0, hidden_count);
        if hidden > 0 {
            say(words::DO_NOT_SHOW, &hidden.to_string(), theme.bad);
        }
    }
    if item.names_file {
        let known = step::evidence(scene, item, |digest| digest.to_string());
        say(words::EVIDENCE, known.as_deref().unwrap_or(NOT_PINNED), theme.dim);
    } else if let Some(text) = step::packet(scene, item) {
        say(words::UPSTREAM, &text, theme.dim);
        if let Some(known) = step::evidence(scene, item, |digest| digest.to_string()) {
            say(words::UPSTREAM_FILE, &known, theme.dim);
        }
    }
    if item.rests_on.iter().any(|field| *field != item.id) {
        say(words::RESTS_ON, &words::list(&item.rests_on), Style::new());
    }
    let showing =
        review.checklist().steps().iter().enumerate().filter(|(_, step)| step.items.contains(&place));
    let names: Vec<String> = showing.map(|(index, _)| steps::name(scene, index)).collect();
    say(words::SHOWN_IN, &words::list(&names), Style::new());
    let how = match (item.acknowledge, review.echo(item)) {
        (Acknowledge::Echo, Some(_)) => words::by_typing(&scene.key("confirm")),
        (Acknowledge::Echo, None) => words::NOTHING_TO_TYPE.to_owned(),
        (Acknowledge::Key, _) => words::by_key(&scene.key("confirm")),
    };
    say(words::IS_CONFIRMED, &how, Style::new());
    if let Some(lock) = review.item_locked_by(place) {
        say(words::LOCKED, &until_walked(&steps::name(scene, lock.first), lock.more), theme.care);
    }
    say(words::STATE, &format!("{} {}", glyph(state), state.word()), theme.state(state));
    for (text, style) in step::answered(scene, place, state, answer) {
        shown.extend(lines::paragraph(&text, width, 2, style));
    }
    if review.is_stale(place) {
        shown.push(Line::styled(words::MOVED, theme.dim));
        shown.extend(changed::changes(scene, &review.moved(place), width));
    }
    if let Some(opened) = answer.opened_at {
        shown.extend(lines::paragraph(&words::first_opened(opened), width, 2, theme.dim));
    }
    shown
}
