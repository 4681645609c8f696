//! Lines that fit an area: wrapping, boxes, scrolling. Their text is visible text only.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Listing, Scene, put};
use crate::review::text::{columns, visible, visible_lines};

/// Shows invisible characters as tokens.
pub(super) fn wrapped(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width.max(1));
    let shown = visible_lines(text);
    // A value is never cut at its hyphens, so that its end is unmistakable.
    let options = textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    shown
        .split('\n')
        .flat_map(|line| textwrap::wrap(line, options.clone()))
        .map(std::borrow::Cow::into_owned)
        .collect()
}

pub(super) fn paragraph(text: &str, width: u16, margin: usize, style: Style) -> Vec<Line<'static>> {
    let inner = width.saturating_sub(u16::try_from(margin).unwrap_or(u16::MAX));
    let pad = " ".repeat(margin);
    let line = |text: String| Line::from(vec![Span::raw(pad.clone()), Span::styled(text, style)]);
    wrapped(text, inner).into_iter().map(line).collect()
}

/// Puts the text at the right end of the first line that has room for it. Returns false if none has.
pub(super) fn aside(lines: &mut [Line<'static>], text: &str, style: Style, width: u16) -> bool {
    let needed = columns(text) + 2;
    let Some(line) = lines.iter_mut().find(|line| line.width() + needed <= usize::from(width)) else {
        return false;
    };
    let gap = usize::from(width) - line.width() - columns(text);
    line.spans.extend([Span::raw(" ".repeat(gap)), Span::styled(text.to_owned(), style)]);
    true
}

/// Breaks the line anywhere, so that it keeps its spaces.
pub(super) fn broken(line: &str, width: usize) -> Vec<String> {
    let (mut rows, mut row, mut taken) = (Vec::new(), String::new(), 0);
    for c in line.chars() {
        let more = columns(c.encode_utf8(&mut [0; 4]));
        if taken + more > width {
            rows.push(std::mem::take(&mut row));
            taken = 0;
        }
        row.push(c);
        taken += more;
    }
    rows.push(row);
    rows
}

/// Cuts the text to `width` columns, with `…` at the cut.
pub(super) fn fitted(text: &str, width: usize) -> String {
    let shown = visible(text);
    if columns(&shown) <= width {
        return shown.into_owned();
    }
    // Fast path: in ASCII, a byte is a column.
    if let (true, Some(cut)) = (shown.is_ascii(), shown.get(..width.saturating_sub(1))) {
        return format!("{cut}…");
    }
    let mut out = String::new();
    for c in shown.chars() {
        // Measured as a whole, because the columns of a cluster are not the sum of its characters.
        let mut next = out.clone();
        next.push(c);
        if columns(&next) + 1 > width {
            break;
        }
        out = next;
    }
    out.push('…');
    out
}

pub(super) fn split(area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width);
    let rest = Rect { x: area.x + left, width: area.width - left, ..area };
    (Rect { width: left, ..area }, rest)
}

/// Returns the inside, which leaves a blank column on both sides.
pub(super) fn boxed(area: Rect, title: &str, right: &str, style: Style, buffer: &mut Buffer) -> Rect {
    let room = usize::from(area.width).saturating_sub(columns(right) + 8);
    let (top, bottom) =
        (Rect { height: 1, ..area }, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area });
    edge(top, ["┌", "─", "┐"], style, buffer);
    for row in area.rows().skip(1).take(usize::from(area.height.saturating_sub(2))) {
        if let [left, .., right] = put::row(row, buffer) {
            left.set_symbol("│").set_style(style);
            right.set_symbol("│").set_style(style);
        }
    }
    edge(bottom, ["└", "─", "┘"], style, buffer);
    let title = Span::styled(format!(" {} ", fitted(title, room)), style);
    put::text(&title, Rect { x: top.x + 1, width: top.width.saturating_sub(2), ..top }, buffer);
    if !right.is_empty() {
        let right = Span::styled(format!(" {right} "), style);
        let width = u16::try_from(right.width()).unwrap_or(u16::MAX).min(top.width.saturating_sub(2));
        put::text(&right, Rect { x: top.right() - 1 - width, width, ..top }, buffer);
    }
    inside(area)
}

fn edge(row: Rect, [left, between, right]: [&str; 3], style: Style, buffer: &mut Buffer) {
    if let [first, middle @ .., last] = put::row(row, buffer) {
        first.set_symbol(left).set_style(style);
        for cell in middle {
            cell.set_symbol(between).set_style(style);
        }
        last.set_symbol(right).set_style(style);
    }
}

pub(super) fn inside(area: Rect) -> Rect {
    let (width, height) = (area.width.saturating_sub(4), area.height.saturating_sub(2));
    Rect { x: area.x + 2, y: area.y + 1, width, height }
}

/// Scrolls to the selected row and puts the cursor there. Returns the first line drawn.
pub(super) fn listing(scene: Scene, listing: &Listing, buffer: &mut Buffer, area: Rect) -> usize {
    let height = usize::from(area.height);
    let last = listing.lines.len().saturating_sub(height);
    let offset = (listing.offset(height) + listing.beyond).min(last);
    draw(&listing.lines, offset, buffer, area);
    if let Some((first, _)) = listing.selected {
        let row = u16::try_from(first.saturating_sub(offset)).unwrap_or_default();
        scene.put_cursor(Position { x: area.x, y: area.y + row.min(area.height.saturating_sub(1)) });
    }
    more(listing.lines.len(), offset, buffer, area);
    offset
}

/// Limits the offset to the last page.
pub(super) fn scrolled(
    scene: Scene,
    lines: &[Line<'static>],
    scroll: usize,
    buffer: &mut Buffer,
    area: Rect,
) {
    let offset = scroll.min(lines.len().saturating_sub(usize::from(area.height)));
    draw(lines, offset, buffer, area);
    more(lines.len(), offset, buffer, area);
    scene.put_cursor(Position { x: area.x, y: area.y });
}

fn draw(lines: &[Line<'static>], offset: usize, buffer: &mut Buffer, area: Rect) {
    for (line, row) in lines.iter().skip(offset).zip(area.rows()) {
        put::line(line, row, buffer);
    }
}

/// Shows on the lower border of the box that there is more above or below.
fn more(count: usize, offset: usize, buffer: &mut Buffer, area: Rect) {
    let below = count.saturating_sub(offset + usize::from(area.height));
    let Some(text) = scroll_mark(offset, below) else { return };
    let text = format!(" {text} ");
    // The lower border has no title.
    let width = u16::try_from(columns(&text)).unwrap_or(area.width).min(area.width);
    buffer.set_stringn(area.right() - width, area.bottom(), text, usize::from(width), Style::new());
}

fn scroll_mark(above: usize, below: usize) -> Option<String> {
    match (above, below) {
        (0, 0) => None,
        (0, _) => Some(format!("↓ {below} more")),
        (_, 0) => Some(format!("↑ {above} more")),
        (_, _) => Some(format!("↑ {above} ↓ {below} more")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Modifier;
    use ratatui::widgets::{Block, Widget};

    use super::*;

    proptest! {
        #[test]
        fn a_box_comes_out_as_ratatui_draws_it(
            (x, y, width, height) in (0_u16..4, 0_u16..4, 9_u16..40, 2_u16..6),
            title in "[a-z数·]{0,9}",
            right in "[a-z0-9/]{0,4}",
        ) {
            let (area, style) = (Rect { x, y, width, height }, Style::new().add_modifier(Modifier::BOLD));
            let mut ours = Buffer::empty(Rect::new(0, 0, 44, 10));
            let mut theirs = ours.clone();
            let within = boxed(area, &title, &right, style, &mut ours);
            let room = usize::from(width).saturating_sub(columns(&right) + 8);
            let mut block = Block::bordered().border_style(style).title(Span::styled(format!(" {} ", fitted(&title, room)), style));
            if !right.is_empty() {
                block = block.title(Line::from(Span::styled(format!(" {right} "), style)).right_aligned());
            }
            let inner = block.inner(area);
            block.render(area, &mut theirs);
            prop_assert_eq!(ours, theirs);
            prop_assert_eq!(within, Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner });
        }
    }
}
