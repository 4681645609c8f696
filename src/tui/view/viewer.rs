//! Screen of an evidence file: facts about it, and its text.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::{Scene, lines, pager, put, steps};
use crate::frontend::count::{self, counted};
use crate::frontend::evidence::{LOOK_OUTSIDE, not_shown};
use crate::pager::{Counts, HIDDEN_MAX, Page};
use crate::review::text::{columns, visible};
use crate::tui::model::editor::Editor;
use crate::tui::model::viewer::Viewer;

/// `find` is the search text being typed, shown on the last row.
pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, viewer: &Viewer, find: Option<&Editor>) {
    let theme = scene.theme;
    let (way, path) = (format!("{} › ", steps::way_to(scene, viewer.index)), visible(&viewer.path));
    let word = scene.review.state(viewer.index).word();
    let inner = lines::boxed(area, &format!("{way}{path}"), word, theme.strong, buffer);
    // The path follows the corner, a blank and the way to the item; the title may cut it.
    let cells = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let room = area.width.saturating_sub(cells(columns(word) + 8)).saturating_sub(cells(columns(&way)));
    let x = area.x.saturating_add(2).saturating_add(cells(columns(&way)));
    let named = Rect { x, y: area.y, width: cells(columns(&path)).min(room), height: 1 };
    // Links lead to files of the evidence folder, and an upstream document is none.
    if scene.review.item(viewer.index).is_some_and(|item| item.names_file) {
        scene.drawn.borrow_mut().note_evidence(named, &viewer.path);
    }
    let above = above(scene, viewer, inner.width);
    for (line, row) in above.iter().zip(inner.rows()) {
        put::line(line, row, buffer);
    }
    let below = text_area(inner, above.len());
    let Ok(text) = &viewer.text else {
        scene.put_cursor(Position { x: inner.x, y: inner.y });
        return;
    };
    let screenful = text.screenful(pager::page(below));
    // The text of the file keeps its own characters in ASCII mode.
    scene.drawn.borrow_mut().note_exact(below);
    scene.drawn.borrow_mut().note_seen(viewer.digest, screenful.seen.clone());
    let cursor = pager::draw(&screenful, theme, below, buffer);
    scene.put_cursor(cursor);
    border(&pager::place(&screenful), area, buffer);
    if let Some(editor) = find {
        prompt(scene, buffer, inner, editor);
    }
}

pub(super) fn page(scene: Scene, area: Rect, viewer: &Viewer) -> Page {
    let inner = lines::inside(area);
    pager::page(text_area(inner, above(scene, viewer, inner.width).len()))
}

fn text_area(inner: Rect, above: usize) -> Rect {
    let above = u16::try_from(above).unwrap_or(u16::MAX).min(inner.height);
    Rect { y: inner.y + above, height: inner.height - above, ..inner }
}

/// Facts about the file; for a binary file, the reason why it is not shown.
fn above(scene: Scene, viewer: &Viewer, width: u16) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let facts = match &viewer.text {
        Ok(text) => counts(text.counts()),
        Err(_) => count::bytes(viewer.bytes),
    };
    let mut above = lines::paragraph(&format!("{} · {facts}", viewer.digest), width, 0, theme.dim);
    if let Err(why) = &viewer.text {
        above.push(Line::default());
        above.extend(lines::paragraph(&not_shown(why), width, 0, theme.care));
        above.extend(lines::paragraph(LOOK_OUTSIDE, width, 0, Style::new()));
    }
    above
}

/// For example `1200 bytes · 40 lines · 2 invisible characters`.
pub(super) fn counts(counts: Counts) -> String {
    let mut shown = vec![count::bytes(counts.bytes), count::lines(counts.lines)];
    match counts.crlf_lines {
        0 => {}
        ends if ends == counts.lines => shown.push("CRLF".to_owned()),
        ends => shown.push(format!("{ends} of them CRLF")),
    }
    match counts.hidden {
        0 => {}
        HIDDEN_MAX => shown.push(format!("{HIDDEN_MAX} or more invisible characters")),
        hidden => {
            shown.push(counted(hidden, "invisible character", "invisible characters"));
        }
    }
    shown.join(" · ")
}

/// Shows the position of the page on the lower border.
fn border(text: &str, area: Rect, buffer: &mut Buffer) {
    let width = u16::try_from(columns(text)).unwrap_or(area.width).min(area.width.saturating_sub(2));
    let at = (area.right() - 1 - width, area.bottom() - 1);
    buffer.set_stringn(at.0, at.1, text, usize::from(width), Style::new());
}

/// Search text, on the last row.
fn prompt(scene: Scene, buffer: &mut Buffer, inner: Rect, editor: &Editor) {
    let row = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    let shown = format!("find: {}", visible(&editor.field.text()));
    let kept =
        lines::broken(&shown, usize::from(inner.width.saturating_sub(1)).max(1)).pop().unwrap_or_default();
    buffer.set_stringn(
        row.x,
        row.y,
        " ".repeat(usize::from(row.width)),
        usize::from(row.width),
        Style::new(),
    );
    buffer.set_stringn(row.x, row.y, &kept, usize::from(row.width), scene.theme.strong);
    let (_, character) = editor.field.cursor();
    let after = columns(&visible(&editor.field.text().chars().skip(character).collect::<String>()));
    let column = columns(&kept).saturating_sub(after);
    let x = row.x + u16::try_from(column).unwrap_or_default().min(row.width.saturating_sub(1));
    scene.put_cursor(Position { x, y: row.y });
}
