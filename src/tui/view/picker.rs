//! Screen of a list to choose from: the typed text, and the matches below it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Listing, Scene, lines, put};
use crate::review::text::{columns, visible};
use crate::tui::model::message::Source;
use crate::tui::model::picker::{Found, Picker};
use crate::tui::model::regions::Spot;

const KEYS_COLUMNS: usize = 18;

const SIGN_COLUMNS: usize = 6;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, chooser: &Picker) {
    let theme = scene.theme;
    let found = chooser.found();
    let (title, nothing) = match chooser.source {
        Source::Commands => ("Commands", "No such command here; ? lists every key."),
        Source::Items => ("Find in steps, items, notes, concerns and evidence names", "No match."),
        Source::Keys => ("Find a key by what it does", "No key matches."),
    };
    let count = format!("{} of {}", found.len(), chooser.count());
    let inner = lines::boxed(area, title, &count, theme.strong, buffer);
    let (above, below) =
        (Rect { height: 1, ..inner }, Rect { y: inner.y + 1, height: inner.height - 1, ..inner });
    let mut list = Listing::default();
    for (index, entry) in found.iter().enumerate() {
        let line = row(scene, chooser, entry, usize::from(inner.width));
        list.spots.push((Spot::Choice(index), index, index));
        if index == chooser.row {
            list.selected = Some((index, index));
            list.push(line.style(theme.selected));
        } else {
            list.push(line);
        }
    }
    if found.is_empty() {
        list.push(Line::styled(nothing, theme.dim));
    }
    scene.note_rows(&list, lines::listing(scene, &list, buffer, below), below);
    prompt(scene, buffer, above, chooser);
}

/// Of a long text, only the part around the cursor is shown.
fn prompt(scene: Scene, buffer: &mut Buffer, area: Rect, chooser: &Picker) {
    let text = chooser.field.text();
    let (_, character) = chooser.field.cursor();
    let before: String = text.chars().take(character).collect();
    let rest: String = text.chars().skip(character).collect();
    let (before, rest) = (visible(&before), visible(&rest));
    let room = usize::from(area.width.saturating_sub(3)).max(1);
    let shown = lines::broken(&before, room).pop().unwrap_or_default();
    let column = columns(&shown);
    let line = Line::from(vec![
        Span::styled("> ", scene.theme.key),
        Span::styled(shown, scene.theme.strong),
        Span::styled(rest.into_owned(), scene.theme.strong),
    ]);
    put::line(&line, area, buffer);
    let x = area.x + 2 + u16::try_from(column).unwrap_or_default().min(area.width.saturating_sub(3));
    scene.put_cursor(Position { x, y: area.y });
}

fn row(scene: Scene, chooser: &Picker, found: &Found, width: usize) -> Line<'static> {
    let theme = scene.theme;
    let columns_of_sign = match chooser.source {
        Source::Commands | Source::Keys => KEYS_COLUMNS,
        Source::Items => SIGN_COLUMNS,
    };
    let sign = lines::fitted(&found.entry.sign, columns_of_sign - 1);
    let pad = " ".repeat(columns_of_sign.saturating_sub(columns(&sign)));
    let mut spans = vec![Span::styled(format!("{sign}{pad}"), theme.key)];
    let room = width.saturating_sub(columns_of_sign);
    let from = match chooser.source {
        // Their names come first.
        Source::Commands | Source::Keys => 0,
        Source::Items => from_where(found, room),
    };
    spans.extend(marked(scene, found, from, room));
    Line::from(spans)
}

/// First character shown of an entry: a little before its first match, if that would be out of sight.
fn from_where(found: &Found, width: usize) -> usize {
    let first = found.matched.first().and_then(|at| usize::try_from(*at).ok()).unwrap_or_default();
    let fits = columns(&found.entry.text) <= width || first + LEAD <= width;
    if fits { 0 } else { first.saturating_sub(LEAD) }
}

/// Text of an entry from a character on, with its matches highlighted.
fn marked(scene: Scene, found: &Found, from: usize, width: usize) -> Vec<Span<'static>> {
    let (mut spans, mut taken) = (Vec::new(), 0);
    if from > 0 {
        spans.push(Span::styled("…", scene.theme.dim));
        taken += 1;
    }
    for (at, c) in found.entry.text.chars().enumerate().skip(from) {
        let text = c.to_string();
        taken += columns(&text);
        if taken + 1 > width {
            spans.push(Span::styled("…", scene.theme.dim));
            break;
        }
        let matched = u32::try_from(at).is_ok_and(|at| found.matched.binary_search(&at).is_ok());
        spans.push(Span::styled(text, if matched { scene.theme.found } else { Style::new() }));
    }
    spans
}

/// Characters shown before a match that is far to the right.
const LEAD: usize = 24;
