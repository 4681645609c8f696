//! Lines onto the cells of a row. Most text by far is plain ASCII, a cell a letter; whatever else there is goes ratatui's
//! own way, which must come to the same.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// Draws a line into a row, from its left, as much of it as fits.
pub(in crate::tui) fn line(line: &Line, area: Rect, buffer: &mut Buffer) {
    let mut rest = Rect { height: area.height.min(1), ..area }.intersection(buffer.area);
    let cells = row(rest, buffer);
    // What takes no column is drawn nowhere, and neither is its row.
    if line.style != Style::new() && line.width() > 0 {
        cells.iter_mut().for_each(|cell| style(cell, line.style));
    }
    for span in &line.spans {
        let width = text(span, rest, buffer);
        let width = u16::try_from(width).unwrap_or(rest.width).min(rest.width);
        rest = Rect { x: rest.x + width, width: rest.width - width, ..rest };
    }
}

/// Draws a text of one style from the left of a row; returns how many columns it takes.
pub(super) fn text(span: &Span, area: Rect, buffer: &mut Buffer) -> usize {
    let text = span.content.as_ref();
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        let width = span.width();
        if width > 0 {
            span.render(area, buffer);
        }
        return width;
    }
    for (at, cell) in row(area, buffer).iter_mut().enumerate().take(text.len()) {
        cell.set_symbol(text.get(at..=at).unwrap_or_default());
        style(cell, span.style);
    }
    text.len()
}

/// The cells of the first row of an area.
pub(super) fn row(area: Rect, buffer: &mut Buffer) -> &mut [Cell] {
    let Rect { x, y, width, height } = area.intersection(buffer.area);
    let all = buffer.area;
    let start = usize::from(y - all.y.min(y)) * usize::from(all.width) + usize::from(x - all.x.min(x));
    let width = if height == 0 { 0 } else { usize::from(width) };
    buffer.content.get_mut(start..start + width).unwrap_or_default()
}

fn style(cell: &mut Cell, style: Style) {
    if style != Style::new() {
        cell.set_style(style);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier};

    use super::*;

    const STYLES: [Style; 4] = [
        Style::new(),
        Style::new().add_modifier(Modifier::BOLD),
        Style::new().fg(Color::Red).remove_modifier(Modifier::DIM),
        Style::new().bg(Color::Blue).add_modifier(Modifier::DIM),
    ];

    fn styles() -> impl Strategy<Value = Style> {
        proptest::sample::select(STYLES.as_slice())
    }

    proptest! {
        #[test]
        fn a_line_comes_out_as_ratatui_draws_it(
            spans in proptest::collection::vec(("[ -~]{0,9}|[a数é·e\u{301}🦀\u{200b}]{0,5}", styles()), 0..5),
            whole in styles(),
            (x, y, width, height) in (0_u16..12, 0_u16..4, 0_u16..14, 0_u16..3),
        ) {
            let drawn = Line::from_iter(spans.into_iter().map(|(text, style)| Span::styled(text, style))).style(whole);
            let mut buffers = [(); 2].map(|()| {
                let mut buffer = Buffer::empty(Rect::new(0, 0, 11, 3));
                buffer.set_string(0, 1, "before 数 ..", STYLES[3]);
                buffer
            });
            let [ours, theirs] = &mut buffers;
            line(&drawn, Rect { x, y, width, height }, ours);
            drawn.render(Rect { x, y, width, height }, theirs);
            prop_assert_eq!(ours, theirs);
        }
    }
}
