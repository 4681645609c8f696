//! Properties of every text, kind and size: nothing is lost, the way up retraces the way down, no input panics.

use proptest::prelude::*;

use super::Move;
use super::index::PIECE_BYTES_MAX;
use super::tests::{page, reading};
use super::*;
use crate::review::text::visible;

fn all_rows(reading: &mut Reading, page: Page) -> Vec<Row> {
    reading.go(Move::Top, page);
    let mut rows = reading.screenful(page).rows;
    let mut place = reading.top;
    loop {
        reading.go(Move::Down, page);
        if reading.top == place {
            return rows;
        }
        place = reading.top;
        rows.extend(reading.screenful(page).rows.pop());
    }
}

fn visible_lines_of(text: &str) -> Vec<String> {
    let expanded = |line: &str| {
        let mut shown = String::new();
        for (number, part) in line.split('\t').enumerate() {
            if number > 0 {
                let column = moves::columns_of(&shown);
                shown.push_str(&" ".repeat(4 - column % 4));
            }
            shown.push_str(&visible(part));
        }
        shown
    };
    let without_end = |line: &str| match line.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line).to_owned(),
        None => line.to_owned(),
    };
    text.split_inclusive('\n').map(|line| expanded(&without_end(line))).collect()
}

fn nasty() -> impl Strategy<Value = String> {
    let chosen = "ab  \t\r\n\n-#`|{}[]\",:‹›\u{301}\u{200D}\u{202E}\u{FEFF}数👩🇸é\u{1}";
    let chosen = prop::sample::select(chosen.chars().collect::<Vec<_>>());
    let c = prop_oneof![1 => any::<char>().prop_filter("no NUL", |c| *c != '\0'), 6 => chosen];
    prop::collection::vec(c, 0..60).prop_map(|chars| chars.into_iter().collect())
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![Kind::Plain, Kind::Markdown, Kind::Json])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn all_rows_together_are_the_visible_text(
        text in nasty(),
        kind in any_kind(),
        size in (1_u16..60, 1_u16..9),
        query in "[ab\u{301}é]{0,2}",
    ) {
        let mut open = reading(&text, kind);
        let page = page(size.0, size.1);
        // Marking a match must not change the text.
        open.find(&query, Direction::Forward, page);
        let rows = all_rows(&mut open, page);
        let mut lines: Vec<String> = Vec::new();
        for row in rows {
            match row.line {
                Some(number) => {
                    prop_assert_eq!(number, lines.len() + 1);
                    lines.push(row.text());
                }
                None => lines.last_mut().unwrap().push_str(&row.text()),
            }
        }
        prop_assert_eq!(lines, visible_lines_of(&text));
    }

    #[test]
    fn the_way_up_passes_the_rows_of_the_way_down(
        text in nasty(),
        size in (1_u16..40, 1_u16..9),
        wraps: bool,
    ) {
        let page = page(size.0, size.1);
        let mut open = reading(&text, Kind::Plain);
        if !wraps {
            open.toggle_wrap();
        }
        let mut down = vec![open.screenful(page)];
        loop {
            let place = open.top;
            open.go(Move::Down, page);
            if open.top == place {
                break;
            }
            down.push(open.screenful(page));
        }
        let mut bottom = open.clone();
        bottom.go(Move::Bottom, page);
        prop_assert_eq!(&bottom.screenful(page), &open.screenful(page));
        let mut up = vec![open.screenful(page)];
        while open.top > Place::default() {
            open.go(Move::Up, page);
            up.push(open.screenful(page));
        }
        up.reverse();
        prop_assert_eq!(up, down);
    }

    #[test]
    fn no_bytes_at_no_size_stop_it(
        bytes in prop::collection::vec(any::<u8>(), 0..80),
        size in (1_u16..30, 1_u16..9),
        steps in prop::collection::vec(0_u8..16, 0..24),
        kind in any_kind(),
    ) {
        let text = String::from_utf8_lossy(&bytes).replace('\0', "\n");
        let mut open = reading(&text, kind);
        let page = page(size.0, size.1);
        for step in steps {
            match step {
                0 => open.go(Move::Up, page),
                1 => open.go(Move::Down, page),
                2 => open.go(Move::PageUp, page),
                3 => open.go(Move::PageDown, page),
                4 => open.go(Move::Top, page),
                5 => open.go(Move::Bottom, page),
                6 => open.sideways(3, page),
                7 => open.sideways(-2, page),
                8 => open.toggle_wrap(),
                9 => open.toggle_numbers(),
                10 => drop(open.toggle_indented()),
                11 => drop(open.find("a", Direction::Forward, page)),
                12 => drop(open.find(text.get(..2).unwrap_or("\u{FFFD}"), Direction::Backward, page)),
                13 => drop(open.find_again(Direction::Forward, page)),
                14 => drop(open.find("", Direction::Forward, page)),
                _ => drop(open.find_again(Direction::Backward, page)),
            }
            let screen = open.screenful(page);
            prop_assert!(screen.rows.len() <= usize::from(page.height));
            prop_assert!(screen.percent <= 100 && screen.line <= screen.lines.max(1));
        }
    }
}

#[test]
fn the_indented_form_loses_nothing_of_a_long_string() {
    let text =
        format!("[\"{}\\\"{}\",{{}} ]", "ab c".repeat(PIECE_BYTES_MAX / 2), "é".repeat(PIECE_BYTES_MAX));
    let mut open = reading(&text, Kind::Json);
    assert!(open.toggle_indented());
    let rows = all_rows(&mut open, page(80, 20));
    let bare = |text: &str| text.replace(' ', "");
    assert_eq!(bare(&rows.iter().map(Row::text).collect::<String>()), bare(&text));
    assert_eq!(rows.iter().filter_map(|row| row.line).collect::<Vec<_>>(), [1, 2, 3, 4]);
}
