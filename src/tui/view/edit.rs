//! Screen of a text under edit: its question, the text, and warnings about it.

use crate::frontend::names;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::{Scene, lines, put};
use crate::frontend::Purpose;
use crate::frontend::count;
use crate::frontend::prompt::{self, WHAT_ANSWERS, WHAT_SKIPPED};
use crate::review::limits::NOTE_BYTES_MAX;
use crate::review::secret::{reference_rule, secret_rule};
use crate::review::state::Review;
use crate::review::text::{columns, hidden_count, visible};
use crate::tui::model::editor::{Aim, Editor};

/// Part of the question above the text.
struct Part {
    lines: Vec<Line<'static>>,
    /// True if it must be visible while typing. Any other part may be shortened, with a mark.
    is_needed: bool,
}

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, editor: &Editor) {
    let theme = scene.theme;
    let (title, asks) = match &editor.aim {
        Aim::Find => ("Find".to_owned(), vec!["Search for (Enter)".to_owned()]),
        Aim::Record(purpose) => words(scene, purpose),
    };
    let used = format!("{} of {}", editor.field.text().len(), count::bytes(NOTE_BYTES_MAX));
    let inner = lines::boxed(area, &title, &used, theme.strong, buffer);
    let part = |text: &str, style, is_needed| {
        let lines = lines::paragraph(text, inner.width, 0, style);
        Part { lines, is_needed }
    };
    // The last part asks; for a closing call, so does the fingerprint that must be typed.
    let needed = if matches!(editor.aim, Aim::Record(Purpose::ClosingEcho { .. })) { 2 } else { 1 };
    let first_needed = asks.len().saturating_sub(needed);
    let mut above: Vec<Part> = asks
        .iter()
        .enumerate()
        .map(|(index, text)| part(text, Style::new(), index >= first_needed))
        .collect();
    let text = editor.field.text();
    let is_reference = matches!(editor.aim, Aim::Record(Purpose::Reference(_)));
    if let Some(rule) = if is_reference { reference_rule(&text) } else { secret_rule(&text) } {
        above.push(part(
            &format!("This looks like a credential ({rule}) and will not be saved."),
            theme.bad,
            true,
        ));
    }
    let hidden = hidden_count(&text.replace('\n', ""));
    if hidden > 0 {
        above.push(part(&hidden_characters(hidden), theme.care, true));
    }
    let room = usize::from(inner.height.saturating_sub(1));
    let above = fitting(above, room, inner.width);
    for (line, row) in above.iter().zip(inner.rows().take(room)) {
        put::line(line, row, buffer);
    }
    let top = u16::try_from(above.len().min(room)).unwrap_or_default();
    field(scene, buffer, Rect { y: inner.y + top, height: inner.height - top, ..inner }, editor);
}

fn hidden_characters(count: usize) -> String {
    if count == 1 {
        "1 invisible character; it is shown as a token here and kept exactly.".to_owned()
    } else {
        format!("{count} invisible characters; they are shown as tokens here and kept exactly.")
    }
}

/// Lines of all parts and a blank one, within `room` lines. If there are more, the longest part that is not needed
/// loses its middle.
fn fitting(mut parts: Vec<Part>, room: usize, width: u16) -> Vec<Line<'static>> {
    // One line is blank, and the typed text has two.
    let room = room.saturating_sub(2);
    loop {
        let over = parts.iter().map(|part| part.lines.len()).sum::<usize>().saturating_sub(room);
        let longest = parts.iter_mut().filter(|part| !part.is_needed && part.lines.len() > 1);
        let Some(longest) = longest.max_by_key(|part| part.lines.len()).filter(|_| over > 0) else { break };
        let keep = longest.lines.len().saturating_sub(over).max(1);
        longest.lines = cut(&longest.lines, keep, width);
    }
    let count = parts.iter().map(|part| part.lines.len()).sum::<usize>();
    // Only needed parts are shown if even that is too much.
    let all = count <= room + 1;
    let lines = parts.into_iter().filter(|part| all || part.is_needed).flat_map(|part| part.lines);
    lines.chain((count <= room).then(Line::default)).collect()
}

/// Keeps `keep` lines, one of which marks the gap.
fn cut(lines: &[Line<'static>], keep: usize, width: u16) -> Vec<Line<'static>> {
    let (head, tail) = (keep / 2, keep.saturating_sub(1) / 2);
    let from = lines.len().saturating_sub(tail);
    let sign = match keep {
        1 => {
            let whole = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            let begins = lines::broken(&whole, usize::from(width.saturating_sub(2)));
            format!("{} …", begins.first().map_or("", |text| text.trim_end()))
        }
        _ => format!("… {} not shown …", count::lines(from.saturating_sub(head))),
    };
    let kept = lines.iter().take(head).cloned();
    kept.chain([Line::raw(sign)]).chain(lines.iter().skip(from).cloned()).collect()
}

/// Breaks the text at the width, and scrolls it so that the cursor is visible.
fn field(scene: Scene, buffer: &mut Buffer, area: Rect, editor: &Editor) {
    let width = usize::from(area.width.saturating_sub(1)).max(1);
    let (cursor_line, cursor_char) = editor.field.cursor();
    let (mut rows, mut cursor) = (Vec::new(), (0, 0));
    for (index, line) in editor.field.lines().iter().enumerate() {
        if index == cursor_line {
            let before: String = line.chars().take(cursor_char).collect();
            let broken = lines::broken(&visible(&before), width);
            let column = broken.last().map_or(0, |row| columns(row));
            cursor = (rows.len() + broken.len().saturating_sub(1), column);
        }
        rows.extend(lines::broken(&visible(line), width));
    }
    let height = usize::from(area.height);
    let offset = (cursor.0 + 1).saturating_sub(height);
    for (text, row) in rows.into_iter().skip(offset).zip(area.rows()) {
        put::line(&Line::styled(text, scene.theme.strong), row, buffer);
    }
    let x = area.x + u16::try_from(cursor.1).unwrap_or_default().min(area.width.saturating_sub(1));
    let y = area.y + u16::try_from(cursor.0 - offset).unwrap_or_default();
    scene.put_cursor(Position { x, y });
}

fn words(scene: Scene, purpose: &Purpose) -> (String, Vec<String>) {
    let (review, save) = (scene.review, scene.key("save"));
    let asks = |id: &str| review.checklist().item_by_id(id).map(|item| item.title.clone());
    let item = |title: &str, id: &str, what: &str| {
        (
            format!("{title} · {}", names::of_item(review, id)),
            vec![asks(id).unwrap_or_default(), what.to_owned()],
        )
    };
    match purpose {
        Purpose::Note(id) => item("Note", id, "Your note. An empty note removes it."),
        Purpose::Concern(id) => {
            item("Concern", id, "What concerns you? It stays in the record and is exported.")
        }
        Purpose::Answer(id) => {
            let (title, mut lines) = item("Answer", id, WHAT_ANSWERS);
            lines.insert(1, prompt::open_concern(review, id));
            (title, lines)
        }
        Purpose::Reason(id) => item("Not applicable", id, &format!("Why does it not apply? ({save} saves)")),
        Purpose::Reference(id) => item(
            "Reference",
            id,
            &format!("Where is the document? Give its location, never a secret. ({save} saves)"),
        ),
        Purpose::Echo(id) => {
            let (value, to_type) = prompt::echo(review, id);
            let (title, mut lines) = item("Confirm by typing", id, &format!("{to_type} ({save} confirms)"));
            lines.insert(1, value.to_string());
            (title, lines)
        }
        Purpose::NotLookedAt(decision) => (
            "Closing call · 1 of 2".to_owned(),
            prompt::closes_with(review, decision)
                .into_iter()
                .chain([what_not_looked_at(review, &save)])
                .collect(),
        ),
        Purpose::ClosingEcho { decision, not_looked_at } => {
            let (fingerprint, to_type) = prompt::closing_echo(review);
            let lines = vec![
                prompt::closes_and_gives(review, decision),
                prompt::not_looked_at(not_looked_at),
                fingerprint.to_string(),
                format!("{to_type} ({save} closes the review for good)"),
            ];
            ("Closing call · 2 of 2".to_owned(), lines)
        }
    }
}

/// The text begins with the skipped parts of the record.
fn what_not_looked_at(review: &Review, key: &str) -> String {
    let asks = if review.skipped().is_empty() {
        WHAT_SKIPPED
    } else {
        "What did you skip? The record is filled in; add to it, or use your own words."
    };
    format!("{asks} ({key} continues)")
}
