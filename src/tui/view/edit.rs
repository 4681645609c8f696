//! A text being typed, what it is for, and whether it could be kept as it stands.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::{Scene, lines};
use crate::review::limits::NOTE_BYTES_MAX;
use crate::review::secret::secret_rule;
use crate::review::state::to_type;
use crate::review::text::{columns, hidden_count, visible};
use crate::tui::editor::{Aim, Editor};
use crate::visit::Purpose;

pub(super) fn draw(scene: Scene, frame: &mut Frame, area: Rect, editor: &Editor) {
    let theme = scene.theme;
    let (title, asks) = match &editor.aim {
        Aim::Find => ("Find".to_owned(), vec!["What is sought? (Enter)".to_owned()]),
        Aim::Record(purpose) => words(scene, purpose),
    };
    let used = format!("{} of {NOTE_BYTES_MAX} bytes", editor.field.text().len());
    let inner = lines::boxed(area, &title, &used, theme.strong, frame.buffer_mut());
    let mut above: Vec<Line> =
        asks.iter().flat_map(|text| lines::paragraph(text, inner.width, 0, Style::new())).collect();
    let text = editor.field.text();
    if let Some(rule) = secret_rule(&text) {
        let warning = format!("This looks like a credential ({rule}) and will not be kept.");
        above.extend(lines::paragraph(&warning, inner.width, 0, theme.bad));
    }
    let hidden = hidden_count(&text.replace('\n', ""));
    if hidden > 0 {
        let warning =
            format!("{hidden} characters do not show; they stand as tokens here and are kept exactly.");
        above.extend(lines::paragraph(&warning, inner.width, 0, theme.care));
    }
    above.push(Line::default());
    let room = inner.height.saturating_sub(2);
    for (line, row) in above.iter().zip(inner.rows().take(usize::from(room))) {
        line.render(row, frame.buffer_mut());
    }
    let top = u16::try_from(above.len()).unwrap_or(room).min(room);
    field(scene, frame, Rect { y: inner.y + top, height: inner.height - top, ..inner }, editor);
}

/// The text itself, broken at the width, scrolled so that the cursor is seen.
fn field(scene: Scene, frame: &mut Frame, area: Rect, editor: &Editor) {
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
        Line::styled(text, scene.theme.strong).render(row, frame.buffer_mut());
    }
    let x = area.x + u16::try_from(cursor.1).unwrap_or_default().min(area.width.saturating_sub(1));
    let y = area.y + u16::try_from(cursor.0 - offset).unwrap_or_default();
    frame.set_cursor_position(Position { x, y });
}

fn words(scene: Scene, purpose: &Purpose) -> (String, Vec<String>) {
    let (review, save) = (scene.review, scene.key("save"));
    let asks = |id: &str| {
        review.checklist().find(id).and_then(|place| review.item(place)).map(|item| item.title.clone())
    };
    let item = |title: &str, id: &str, what: &str| {
        (format!("{title} · {id}"), vec![asks(id).unwrap_or_default(), what.to_owned()])
    };
    match purpose {
        Purpose::Note(id) => item("Note", id, "Your note. Nothing typed removes it."),
        Purpose::Concern(id) => {
            item("Concern", id, "What concerns you? It stays in the record and is exported.")
        }
        Purpose::Answer(id) => {
            let open = review.checklist().find(id).and_then(|place| review.answer(place)?.open_concern());
            let (title, mut lines) = item("Answer", id, "What answers it?");
            lines.insert(
                1,
                format!("Concern: {}", open.map(|concern| concern.note.clone()).unwrap_or_default()),
            );
            (title, lines)
        }
        Purpose::Reason(id) => item("Not applicable", id, &format!("Why does it not apply? ({save} saves)")),
        Purpose::Reference(id) => item(
            "Reference",
            id,
            &format!("Where is the document? Name its place, never a secret. ({save} saves)"),
        ),
        Purpose::Echo(id) => {
            let found = review.checklist().find(id).and_then(|place| review.item(place));
            let value = review.value(id).unwrap_or_default();
            let echo = found.and_then(|item| review.echo(item)).unwrap_or_default();
            let (title, mut lines) =
                item("Confirm by typing", id, &format!("{} ({save} confirms)", to_type(value, &echo)));
            lines.insert(1, format!("Stands there: {value}"));
            (title, lines)
        }
        Purpose::NotLookedAt(decision) => (
            "Closing call · 1 of 2".to_owned(),
            vec![
                format!("You close with {decision}."),
                format!("It would earn {}.", review.outcome(decision).status),
                format!(
                    "What did you not look at? Write “nothing” if you looked at everything. ({save} goes on)"
                ),
            ],
        ),
        Purpose::ClosingEcho { decision, not_looked_at } => (
            "Closing call · 2 of 2".to_owned(),
            vec![
                format!("You close with {decision}; it earns {}.", review.outcome(decision).status),
                format!("Not looked at: {not_looked_at}"),
                format!("Fingerprint of the handoff: {}", review.closing_seen()),
                format!(
                    "{} ({save} closes the review for good)",
                    to_type(&review.closing_seen(), &review.closing_echo())
                ),
            ],
        ),
    }
}
