//! Preview of the exact packet.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::{Scene, frame, lines};
use crate::frontend::Exported;
use crate::review::plan::Plan;
use crate::review::text::visible;
use crate::tui::model::screen::Form;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, plan: &Plan, form: Form, scroll: usize) {
    let theme = scene.theme;
    let title = match form {
        Form::Indented => format!(
            "{}.json · indented for reading; the file holds the same in canonical form",
            plan.file_stem()
        ),
        Form::Exact => format!("{}.json · the file's own bytes", plan.file_stem()),
    };
    let inner = lines::boxed(area, &title, "", theme.strong, buffer);
    // The packet keeps its own characters in ASCII mode.
    scene.drawn.borrow_mut().note_exact(inner);
    lines::scrolled(scene, &lines(scene, plan, form, inner.width), scroll, buffer, inner);
}

/// Sentence on the files of the packet.
pub(super) fn written(scene: Scene) -> (Style, String) {
    let (writes, folder) = (scene.key("write-packet"), &scene.model.setting.out);
    let exported = scene.model.exported.as_ref();
    let is_whole = exported.is_some_and(Exported::is_whole);
    let style = if is_whole { scene.theme.good } else { scene.theme.care };
    (style, Exported::words(exported, &writes, folder))
}

pub(super) fn lines(scene: Scene, plan: &Plan, form: Form, width: u16) -> Vec<Line<'static>> {
    let (style, text) = written(scene);
    let mut shown = lines::paragraph(&text, width, 0, style);
    shown.extend(lines::paragraph(plan.status(), width, 0, frame::kind_style(scene, plan.kind())));
    shown.push(Line::default());
    match form {
        Form::Indented => {
            let text = serde_json::to_string_pretty(plan.document()).unwrap_or_default();
            shown.extend(lines::paragraph(&text, width, 0, Style::new()));
        }
        // Broken where a row is full, because wrapping loses the space at a break.
        Form::Exact => {
            let bytes = plan.bytes();
            let text = String::from_utf8_lossy(&bytes);
            let rows = lines::broken(&visible(text.trim_end()), usize::from(width.max(1)));
            shown.extend(rows.into_iter().map(Line::from));
        }
    }
    shown
}
