//! Lines drawn into the cells of a row. Most text is plain ASCII, one cell a letter, and takes a fast path; any other
//! text goes through ratatui, with the same result.

use std::sync::LazyLock;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// Draws as much of the line as fits.
pub(in crate::tui) fn line(line: &Line, area: Rect, buffer: &mut Buffer) {
    let mut rest = Rect { height: area.height.min(1), ..area }.intersection(buffer.area);
    let cells = row(rest, buffer);
    // A line without columns is not drawn, so its row gets no style either.
    if line.style != Style::new() && line.width() > 0 {
        for cell in cells {
            cell.set_style(line.style);
        }
    }
    for span in &line.spans {
        let width = text(span, rest, buffer);
        let width = u16::try_from(width).unwrap_or(rest.width).min(rest.width);
        rest = Rect { x: rest.x + width, width: rest.width - width, ..rest };
    }
}

/// Returns the columns of the text, also those beyond the area.
pub(super) fn text(span: &Span, area: Rect, buffer: &mut Buffer) -> usize {
    let text = span.content.as_ref();
    if !text.bytes().all(|byte| (FIRST..=LAST).contains(&byte)) {
        let width = span.width();
        if width > 0 {
            span.render(area, buffer);
        }
        return width;
    }
    let letters = LETTERS.as_slice();
    let is_styled = span.style != Style::new();
    for (byte, cell) in text.bytes().zip(row(area, buffer)) {
        if let Some(letter) = letters.get(usize::from(byte - FIRST)) {
            let (fg, bg, modifier) = (cell.fg, cell.bg, cell.modifier);
            cell.clone_from(letter);
            (cell.fg, cell.bg, cell.modifier) = (fg, bg, modifier);
        }
        if is_styled {
            cell.set_style(span.style);
        }
    }
    text.len()
}

/// Printable ASCII.
const FIRST: u8 = b' ';
const LAST: u8 = b'~';

/// Copying a cell costs less than making its symbol.
static LETTERS: LazyLock<[Cell; (LAST - FIRST + 1) as usize]> = LazyLock::new(|| {
    let mut cells = [Cell::EMPTY; _];
    for (letter, cell) in (FIRST..=LAST).zip(&mut cells) {
        cell.set_char(char::from(letter));
    }
    cells
});

pub(super) fn row(area: Rect, buffer: &mut Buffer) -> &mut [Cell] {
    let Rect { x, y, width, height } = area.intersection(buffer.area);
    let all = buffer.area;
    let start = usize::from(y - all.y.min(y)) * usize::from(all.width) + usize::from(x - all.x.min(x));
    let width = if height == 0 { 0 } else { usize::from(width) };
    buffer.content.get_mut(start..start + width).unwrap_or_default()
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
            let spans: Vec<Span> = spans.into_iter().map(|(text, style)| Span::styled(text, style)).collect();
            let drawn = Line::from(spans).style(whole);
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
