//! A text being read: its rows, the numbers of its lines, and what the border says of it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::review::text::{columns, visible};
use crate::tui::reading::{Ink, Mark, Page, Reading, Row, Run, Screenful};
use crate::tui::theme::Theme;

/// The page that an area is, to be given to moves and searches.
#[must_use]
pub fn page(area: Rect) -> Page {
    Page { width: area.width, height: area.height }
}

/// Draws a page into its area. Returns where the cursor belongs: at the match that was sought, else at the first row.
pub fn draw(screenful: &Screenful, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Position {
    for (line, row) in lines(screenful, theme).iter().zip(area.rows()) {
        line.render(row, buffer);
    }
    let hit = screenful.rows.iter().zip(area.rows()).find_map(|(row, at)| {
        let column = u16::try_from(screenful.gutter + hit_column(row)?).ok()?;
        Some(Position { x: at.x.saturating_add(column).min(at.right().saturating_sub(1)), y: at.y })
    });
    hit.unwrap_or(Position { x: area.x, y: area.y })
}

/// The rows of a page as lines.
#[must_use]
pub fn lines(screenful: &Screenful, theme: &Theme) -> Vec<Line<'static>> {
    screenful.rows.iter().map(|row| line(row, screenful.gutter, theme)).collect()
}

/// Where the page is in the text, for the border: ` line 120 of 4000 · 3% `.
#[must_use]
pub fn place(screenful: &Screenful) -> String {
    let Screenful { line, lines, percent, .. } = screenful;
    let form = if screenful.indented { " of the indented form" } else { "" };
    let column =
        if screenful.left > 0 { format!(" · column {}", screenful.left + 1) } else { String::new() };
    let line = if *lines == 0 { 0 } else { *line };
    format!(" line {line} of {lines}{form}{column} · {percent}% ")
}

/// What a text comes to, for the border: `1200 bytes · 40 lines · 2 characters that do not show`.
#[must_use]
pub fn facts(reading: &Reading) -> String {
    let counts = reading.counts();
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    };
    let mut facts = vec![counted(counts.bytes, "byte", "bytes"), counted(counts.lines, "line", "lines")];
    match counts.crlf_lines {
        0 => {}
        ends if ends == counts.lines => facts.push("CRLF".to_owned()),
        ends => facts.push(format!("{ends} of them CRLF")),
    }
    if counts.hidden > 0 {
        facts.push(counted(counts.hidden, "character that does not show", "characters that do not show"));
    }
    facts.join(" · ")
}

/// The name of a text, fit to be shown.
#[must_use]
pub fn name(reading: &Reading) -> String {
    visible(reading.name()).into_owned()
}

fn line(row: &Row, gutter: usize, theme: &Theme) -> Line<'static> {
    let mut spans = Vec::with_capacity(row.runs.len() + 2);
    if gutter > 0 {
        let width = gutter - 1;
        let number = row.line.map_or_else(|| "·".to_owned(), |line| line.to_string());
        let sign = if row.cut_before { "←" } else { " " };
        spans.push(Span::styled(format!("{number:>width$}{sign}"), theme.dim));
    }
    spans.extend(row.runs.iter().map(|run| Span::styled(run.text.clone(), style(run, theme))));
    if row.cut_after {
        spans.push(Span::styled("→", theme.dim));
    }
    Line::from(spans)
}

fn style(run: &Run, theme: &Theme) -> Style {
    match run.mark {
        Mark::Hit => return theme.selected.add_modifier(Modifier::BOLD),
        Mark::Match => return theme.found,
        Mark::None => {}
    }
    match run.ink {
        Ink::Plain | Ink::Gap => Style::new(),
        Ink::Heading => theme.strong,
        Ink::Marker | Ink::Key => theme.key,
        Ink::Rule | Ink::Fence | Ink::Punctuation => theme.dim,
        Ink::Code | Ink::Number | Ink::Literal => theme.code,
        Ink::String => theme.good,
        Ink::Token => theme.care,
        Ink::Withheld => theme.bad,
    }
}

/// The column of the text at which the match stands that was sought.
fn hit_column(row: &Row) -> Option<usize> {
    let before = row.runs.iter().position(|run| run.mark == Mark::Hit)?;
    Some(row.runs.iter().take(before).map(|run| columns(&run.text)).sum())
}
