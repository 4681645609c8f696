//! View of evidence text: its rows, line numbers, and the position for the border.

use super::put;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::pager::{Ink, Mark, Page, Row, Run, Screenful};
use crate::review::text::columns;
use crate::tui::theme::Theme;

#[must_use]
pub fn page(area: Rect) -> Page {
    Page { width: area.width, height: area.height }
}

/// Returns the cursor's position: at the hit of a search, otherwise at the first row.
pub fn draw(screenful: &Screenful, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Position {
    for (line, row) in lines(screenful, theme).iter().zip(area.rows()) {
        put::line(line, row, buffer);
    }
    let hit = screenful.rows.iter().zip(area.rows()).find_map(|(row, at)| {
        let column = u16::try_from(screenful.gutter + hit_column(row)?).ok()?;
        Some(Position { x: at.x.saturating_add(column).min(at.right().saturating_sub(1)), y: at.y })
    });
    hit.unwrap_or(Position { x: area.x, y: area.y })
}

#[must_use]
pub fn lines(screenful: &Screenful, theme: &Theme) -> Vec<Line<'static>> {
    screenful.rows.iter().map(|row| line(row, screenful.gutter, theme)).collect()
}

/// Position in the text for the border: ` line 120 of 4000 · 3% `.
#[must_use]
pub fn place(screenful: &Screenful) -> String {
    let Screenful { line, lines, percent, .. } = screenful;
    let line = if *lines == 0 { 0 } else { *line };
    let form = if screenful.indented { " of the indented form" } else { "" };
    let column = match screenful.left {
        0 => String::new(),
        left => format!(" · column {}", left + 1),
    };
    format!(" line {line} of {lines}{form}{column} · {percent}% ")
}

fn line(row: &Row, gutter: usize, theme: &Theme) -> Line<'static> {
    let mut spans = Vec::with_capacity(row.runs.len() + 2);
    if gutter > 0 {
        let width = gutter - 1;
        let number = row.line.map_or_else(|| theme.glyphs.sign("·").to_owned(), |line| line.to_string());
        let sign = if row.cut_before { theme.glyphs.sign("←") } else { " " };
        spans.push(Span::styled(format!("{number:>width$}{sign}"), theme.dim));
    }
    spans.extend(row.runs.iter().map(|run| Span::styled(run.text.clone(), style(run, theme))));
    if row.cut_after {
        spans.push(Span::styled(theme.glyphs.sign("→").to_owned(), theme.dim));
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
        Ink::Marker | Ink::Key => theme.markup,
        Ink::Rule | Ink::Fence | Ink::Punctuation => theme.dim,
        Ink::Code | Ink::Number | Ink::Literal => theme.code,
        Ink::String => theme.string,
        Ink::Token => theme.care,
        Ink::Withheld => theme.bad,
    }
}

/// Column of the hit in the text of its row, without the gutter.
fn hit_column(row: &Row) -> Option<usize> {
    let before = row.runs.iter().position(|run| run.mark == Mark::Hit)?;
    Some(row.runs.iter().take(before).map(|run| columns(&run.text)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pager::{Direction, Kind, Reading};
    use crate::tui::model::message::Move;
    use crate::tui::view::viewer::counts;

    const AREA: Rect = Rect { x: 2, y: 1, width: 30, height: 4 };

    fn reading(text: &str, kind: Kind) -> Reading {
        Reading::new(text.as_bytes().to_vec(), kind).unwrap()
    }

    fn drawn(reading: &Reading) -> (Buffer, Position) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, AREA.right() + 2, AREA.bottom() + 1));
        let cursor = draw(&reading.screenful(page(AREA)), &Theme::plain(), AREA, &mut buffer);
        (buffer, cursor)
    }

    /// Asserts that the screen is blank outside the area.
    fn rows(reading: &Reading) -> Vec<String> {
        let (buffer, _) = drawn(reading);
        let row = |area: Rect| {
            let cells = area.positions().filter_map(|at| buffer.cell(at)).map(ratatui::buffer::Cell::symbol);
            cells.collect::<String>().trim_end().to_owned()
        };
        let outside = buffer.area.positions().filter(|at| !AREA.contains(*at));
        assert!(outside.into_iter().all(|at| buffer.cell(at).unwrap().symbol() == " "));
        AREA.rows().map(row).collect()
    }

    fn style_at(reading: &Reading, text: &str) -> Style {
        let lines = lines(&reading.screenful(page(AREA)), &Theme::plain());
        let spans = lines.into_iter().flat_map(|line| line.spans);
        spans.into_iter().find(|span| span.content.contains(text)).unwrap().style
    }

    #[test]
    fn lines_are_numbered_and_what_goes_on_is_marked() {
        let text = format!("one\n{}\n", "word ".repeat(7));
        assert_eq!(
            rows(&reading(&text, Kind::Plain)),
            ["1 one", "2 word word word word word", "· word word", ""]
        );
    }

    #[test]
    fn a_row_that_is_not_wrapped_says_at_which_side_it_goes_on() {
        let mut text = reading("0123456789012345678901234567890123456789\nshort\n", Kind::Plain);
        text.toggle_wrap();
        assert_eq!(rows(&text), ["1 012345678901234567890123456→", "2 short", "", ""]);
        text.sideways(5, page(AREA));
        assert_eq!(rows(&text)[0], "1←567890123456789012345678901→");
        assert_eq!(rows(&text)[1], "2←");
    }

    #[test]
    fn wide_characters_fill_their_columns_and_hostile_ones_are_tokens() {
        let text = reading(&format!("{}\nab\u{202E}\u{1B}[2J\n", "数据库".repeat(6)), Kind::Plain);
        let shown = rows(&text);
        assert_eq!(shown[0].replace(' ', ""), "1数据库数据库数据库数据库数据");
        assert_eq!(shown[2], "2 ab‹U+202E›‹U+001B›[2J");
    }

    #[test]
    fn the_structure_of_markdown_and_json_is_told_apart_without_colour() {
        let markdown = reading("# Title\n- item `code`\n\u{202E}\n", Kind::Markdown);
        let theme = Theme::plain();
        assert_eq!(style_at(&markdown, "Title"), theme.strong);
        assert_eq!(style_at(&markdown, "-"), theme.markup);
        assert_eq!(style_at(&markdown, "code"), theme.code);
        assert_eq!(style_at(&markdown, "U+202E"), theme.care);
        let json = reading("{\"key\": \"text\", \"n\": 12}", Kind::Json);
        let styles = ["key", "text", "12", "{"].map(|part| style_at(&json, part));
        assert_eq!(styles, [theme.markup, theme.string, theme.code, theme.dim]);
    }

    #[test]
    fn the_cursor_stands_at_the_match_and_else_at_the_top() {
        let mut text = reading("one\n数 two\ntwo\n", Kind::Plain);
        assert_eq!(drawn(&text).1, Position { x: 2, y: 1 });
        text.find("two", Direction::Forward, page(AREA));
        assert_eq!(drawn(&text).1, Position { x: 2 + 2 + 3, y: 2 });
        let theme = Theme::plain();
        assert_eq!(style_at(&text, "two"), theme.selected.add_modifier(Modifier::BOLD));
        let other = text.screenful(page(AREA)).rows.remove(2).runs.remove(0);
        assert_eq!(style(&other, &theme), theme.found);
    }

    #[test]
    fn the_border_says_where_one_is_and_what_the_text_comes_to() {
        let mut text = reading(&"{\"a\": \"b\"}\r\n".repeat(9), Kind::Json);
        assert_eq!(place(&text.screenful(page(AREA))), " line 1 of 9 · 44% ");
        assert_eq!(counts(text.counts()), "108 bytes · 9 lines · CRLF");
        text.go(Move::Bottom, page(AREA));
        assert_eq!(place(&text.screenful(page(AREA))), " line 6 of 9 · 100% ");
        assert!(text.toggle_indented());
        assert_eq!(place(&text.screenful(page(AREA))), " line 16 of 27 of the indented form · 67% ");
        let hidden = reading("a\u{200B}\r\nb", Kind::Plain);
        let said = counts(hidden.counts());
        assert_eq!(said, "7 bytes · 2 lines · 1 of them CRLF · 1 invisible character");
        assert_eq!(place(&reading("", Kind::Plain).screenful(page(AREA))), " line 0 of 0 · 100% ");
    }
}
