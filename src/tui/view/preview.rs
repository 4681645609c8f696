//! The exact packet before it is written.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Scene, frame, lines};
use crate::review::plan::Plan;
use crate::tui::model::Form;

pub(super) fn draw(
    scene: Scene,
    frame: &mut Frame,
    area: Rect,
    plan: &Plan,
    form: Form,
    scroll: usize,
) -> usize {
    let theme = scene.theme;
    let form_word = match form {
        Form::Indented => "indented to be read; the file holds the same in canonical form",
        Form::Exact => "the file's own bytes",
    };
    let title = format!("{}.json · {form_word}", plan.file_stem());
    let inner = lines::boxed(area, &title, "", theme.strong, frame.buffer_mut());
    let text = match form {
        Form::Indented => serde_json::to_string_pretty(plan.document()).unwrap_or_default(),
        Form::Exact => String::from_utf8_lossy(&plan.bytes()).into_owned(),
    };
    let into =
        format!("Not written yet. e writes it to {}, with .json.sha256 and .md beside it.", scene.model.out);
    let mut shown = lines::paragraph(&into, inner.width, 0, theme.care);
    shown.extend(lines::paragraph(plan.status(), inner.width, 0, frame::kind_style(scene, plan.kind())));
    shown.push(ratatui::text::Line::default());
    shown.extend(lines::paragraph(text.trim_end(), inner.width, 0, Style::new()));
    lines::scrolled(&shown, scroll, frame, inner)
}
