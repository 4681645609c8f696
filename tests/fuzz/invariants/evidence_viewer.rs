//! Any text under any keys at any size: it stays unchanged, and a row fits the page. A search finds only what is
//! there, and a line that looks like a credential is withheld.

use strict_review::pager::{Direction, Found, Ink, Kind, Page, Reading, Row};
use strict_review::review::secret::secret_rule;
use strict_review::review::text::{columns, has_hidden};
use strict_review::tui::model::message::Move;

use super::supply::Supply;

/// Limit of a text: the cost is linear, and a longer one shows nothing new.
const TEXT_BYTES_MAX: usize = 12 << 10;

/// A longer line is shown in pieces, each judged with its surroundings.
const WHOLE_LINE_BYTES_MAX: usize = 4 << 10;

/// Input: a byte for the kind and the repetitions of the text, and a byte for the number of keys. Then two bytes for
/// each key and its argument, and the text.
pub fn hold(bytes: &[u8]) {
    let mut supply = Supply::of(bytes);
    let first = supply.byte();
    let kind = [Kind::Plain, Kind::Markdown, Kind::Json][usize::from(first % 3)];
    let count = supply.below(48);
    let mut keys = Supply::of(supply.bytes(2 * count));
    let part = supply.rest();
    let times = usize::from(first).saturating_sub(200).max(1) * 8 - 7;
    let text = part.repeat(times.min(TEXT_BYTES_MAX.checked_div(part.len()).unwrap_or(1)));
    let is_text = str::from_utf8(&text).is_ok() && !text.contains(&0);
    let reading = Reading::new(text.clone(), kind);
    assert_eq!(reading.is_ok(), is_text, "a text is UTF-8 without NUL, and nothing else is");
    let Ok(mut reading) = reading else { return };
    let text = String::from_utf8(text).expect("UTF-8");
    let mut page = Page { width: 80, height: 24 };
    stands(&reading, &text, page);
    while !keys.is_empty() {
        press(&mut reading, &text, &mut page, &mut keys);
        stands(&reading, &text, page);
    }
    withholds_what_looks_like_a_credential(reading, &text);
}

fn press(reading: &mut Reading, text: &str, page: &mut Page, keys: &mut Supply) {
    const MOVES: [Move; 6] = [Move::Up, Move::Down, Move::PageUp, Move::PageDown, Move::Top, Move::Bottom];
    let (key, about) = (keys.byte() % 16, keys.byte());
    match key {
        0..6 => reading.go(MOVES[usize::from(key)], *page),
        6 => *page = Page { width: u16::from(about) % 132, height: u16::from(about) % 41 },
        7 => reading.toggle_wrap(),
        8 => reading.toggle_numbers(),
        9 => reading.sideways(isize::from(about.cast_signed()), *page),
        10 => {
            let indents = reading.toggle_indented();
            assert!(!indents || reading.kind() == Kind::Json, "only JSON has an indented form");
        }
        11 | 12 => {
            let query = query(text, about);
            let direction = if key == 11 { Direction::Forward } else { Direction::Backward };
            let found = reading.find(&query, direction, *page);
            finds_only_what_is_there(text, &query, found);
        }
        13 => {
            let found = reading.find_again(Direction::Forward, *page);
            finds_only_what_is_there(text, reading.query(), found);
        }
        14 => {
            let found = reading.find_again(Direction::Backward, *page);
            finds_only_what_is_there(text, reading.query(), found);
        }
        _ => {
            let query = Supply::of(&[about | 64]).text();
            let found = reading.find(&query, Direction::Forward, *page);
            finds_only_what_is_there(text, &query, found);
        }
    }
}

/// A few characters of the text from an index on, perhaps in lower case.
fn query(text: &str, about: u8) -> String {
    let start = text.floor_char_boundary(text.len() * usize::from(about) / 256);
    let rest = text.get(start..).unwrap_or_default();
    let part: String = rest.chars().take(1 + usize::from(about % 7)).collect();
    if about.is_multiple_of(2) { part.to_lowercase() } else { part }
}

fn finds_only_what_is_there(text: &str, query: &str, found: Found) {
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
    if let Found::At { line, .. } = found {
        let from: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let behind = text.get(from..).unwrap_or_default();
        let length = behind.find('\n').map_or(behind.len(), |end| end + 1) + 4 * query.len();
        let near = behind.get(..behind.ceil_char_boundary(length.min(behind.len()))).unwrap_or_default();
        assert!(!query.is_empty() && lower(near).contains(&lower(query)), "what is found is in its line");
    }
}

fn stands(reading: &Reading, text: &str, page: Page) {
    assert_eq!(reading.bytes(), text.as_bytes(), "a text that is read stays as it is");
    let screen = reading.screenful(page);
    assert!(screen.rows.len() <= usize::from(page.height), "no more rows than the page has");
    assert!(screen.percent <= 100, "no more of the text than there is: {}", screen.percent);
    let last = screen.lines.max(1);
    assert!((1..=last).contains(&screen.line), "the position is in the text: {} of {last}", screen.line);
    assert!(text.is_empty() || page.height == 0 || !screen.rows.is_empty(), "a text is never out of sight");
    let sign = usize::from(!reading.wraps());
    let width = usize::from(page.width).saturating_sub(screen.gutter + sign).max(1);
    for row in &screen.rows {
        let shown = row.text();
        assert!(!has_hidden(&shown), "a row hides no character: {shown:?}");
        let fits = columns(&shown) <= width || is_one_cluster(&shown);
        assert!(fits, "a row is no wider than the page: {shown:?} in {width} columns");
        assert!(row.line.is_none_or(|line| line <= last), "a row is of a line that is there");
    }
}

/// A single cluster may be wider than a page.
fn is_one_cluster(shown: &str) -> bool {
    ratatui::text::Span::raw(shown).styled_graphemes(ratatui::style::Style::new()).count() <= 1
}

fn withholds_what_looks_like_a_credential(mut reading: Reading, text: &str) {
    if reading.indented() {
        reading.toggle_indented();
    }
    if reading.wraps() {
        reading.toggle_wrap();
    }
    let page = Page { width: 100, height: u16::MAX };
    reading.go(Move::Top, page);
    let lines: Vec<&str> = text.split_inclusive('\n').map(without_end).collect();
    for row in reading.screenful(page).rows {
        let line = row.line.and_then(|number| lines.get(number - 1));
        if let Some(line) =
            line.filter(|line| line.len() <= WHOLE_LINE_BYTES_MAX && secret_rule(line).is_some())
        {
            assert!(is_withheld(&row), "a line that looks like a credential is not shown: {line:?}");
        }
    }
}

fn is_withheld(row: &Row) -> bool {
    row.runs.iter().all(|run| run.ink == Ink::Withheld)
}

fn without_end(line: &str) -> &str {
    match line.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line),
        None => line,
    }
}
