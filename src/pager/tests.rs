//! The reading as a whole: it shows the text from any direction, and a move reads only its page.

use super::Move;
use super::index::PIECE_BYTES_MAX;
use super::*;

const TOKEN: &str = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");

pub(super) fn reading(text: &str, kind: Kind) -> Reading {
    Reading::new(text.as_bytes().to_vec(), kind).unwrap()
}

pub(super) fn page(width: u16, height: u16) -> Page {
    Page { width, height }
}

fn texts(reading: &Reading, page: Page) -> Vec<String> {
    reading.screenful(page).rows.iter().map(Row::text).collect()
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| line + "\n").collect()
}

#[test]
fn what_is_no_text_is_refused_with_the_place() {
    let told = |bytes: &[u8]| Reading::new(bytes.to_vec(), Kind::Plain).unwrap_err().to_string();
    assert_eq!(told(b"ab\0c"), "a binary file: byte 2 is NUL");
    assert_eq!(told(b"ab\xFFc"), "not UTF-8 text: the byte at 2 is invalid");
}

#[test]
fn an_empty_text_has_no_rows_and_every_move_is_taken() {
    let mut empty = reading("", Kind::Json);
    for to in [Move::Up, Move::Down, Move::PageUp, Move::PageDown, Move::Top, Move::Bottom] {
        empty.go(to, page(80, 24));
        assert_eq!(empty.screenful(page(80, 24)).rows, []);
    }
    assert_eq!(empty.find("a", Direction::Forward, page(80, 24)), Found::Nothing);
    assert!(!empty.toggle_indented());
    assert_eq!(empty.screenful(page(80, 24)).percent, 100);
}

#[test]
fn the_kind_follows_the_extension() {
    for (name, kind) in [
        ("a/restore.MD", Kind::Markdown),
        ("a.markdown", Kind::Markdown),
        ("a.json", Kind::Json),
        ("a.ndjson", Kind::Json),
        ("a.json.log", Kind::Plain),
        ("README", Kind::Plain),
    ] {
        assert_eq!(Kind::from_name(name), kind, "{name}");
    }
}

#[test]
fn rows_carry_the_number_of_their_line_once() {
    let text = reading("one two three\nfour\n", Kind::Plain);
    let rows = text.screenful(page(24, 9)).rows;
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let rows = text.screenful(page(9, 9)).rows;
    assert_eq!(rows.iter().map(Row::text).collect::<Vec<_>>(), ["one two ", "three", "four"]);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [Some(1), None, Some(2)]);
}

#[test]
fn pages_follow_each_other_without_a_gap_and_the_last_one_is_full() {
    let text = lines((1..=100).map(|line| format!("line {line}")));
    let mut text = reading(&text, Kind::Plain);
    let firsts: Vec<usize> = (0..6)
        .map(|_| {
            let line = text.screenful(page(40, 30)).line;
            text.go(Move::PageDown, page(40, 30));
            line
        })
        .collect();
    assert_eq!(firsts, [1, 31, 61, 71, 71, 71]);
    assert_eq!(text.screenful(page(40, 30)).percent, 100);
    text.go(Move::PageUp, page(40, 30));
    assert_eq!(text.screenful(page(40, 30)).line, 41);
}

#[test]
fn a_taller_page_at_the_end_is_full_and_goes_up_at_once() {
    let text = lines((1..=100).map(|line| format!("line {line}")));
    let mut text = reading(&text, Kind::Plain);
    text.go(Move::Bottom, page(40, 10));
    assert_eq!(texts(&text, page(40, 20))[0], "line 81");
    text.go(Move::Up, page(40, 20));
    assert_eq!(texts(&text, page(40, 20))[0], "line 80");
}

#[test]
fn the_top_line_stays_when_the_width_the_wrap_or_the_form_changes() {
    let body = "some words in a line that is wrapped now and then; ".repeat(6);
    let text = lines((1..=60).map(|line| format!("{{\"line\":{line},\"text\":\"{body}\"}}")));
    let mut text = reading(&text, Kind::Json);
    for _ in 0..40 {
        text.go(Move::Down, page(60, 20));
    }
    let top = texts(&text, page(60, 20)).remove(0);
    let line = text.screenful(page(60, 20)).line;
    assert_eq!(text.screenful(page(31, 7)).line, line);
    text.toggle_wrap();
    assert_eq!(text.screenful(page(60, 20)).line, line);
    text.toggle_wrap();
    assert!(text.toggle_indented());
    let shown = texts(&text, page(60, 20)).remove(0);
    assert!(shown.contains(top.split(' ').nth(1).unwrap()), "{shown} for {top}");
    assert!(text.toggle_indented());
    assert_eq!(texts(&text, page(60, 20)).remove(0), top);
}

#[test]
fn lines_that_are_not_wrapped_move_sideways_within_the_widest_row() {
    let mut text = reading("0123456789abcdefghijklmnop\n数据库数据库数据库数据库\n", Kind::Plain);
    text.toggle_numbers();
    text.sideways(3, page(11, 5));
    assert_eq!(texts(&text, page(11, 5))[0], "0123456789a");
    text.toggle_wrap();
    assert_eq!(texts(&text, page(11, 5)), ["0123456789", "数据库数据"]);
    text.sideways(3, page(11, 5));
    let rows = text.screenful(page(11, 5)).rows;
    assert_eq!((rows[0].text(), rows[1].text()), ("3456789abc".to_owned(), " 库数据库".to_owned()));
    assert!(rows[1].cut_before && rows[1].cut_after);
    text.sideways(900, page(11, 5));
    assert_eq!(texts(&text, page(11, 5)), ["ghijklmnop", "据库数据库".get(3..).unwrap()].map(str::to_owned));
    text.sideways(-900, page(11, 5));
    assert!(!text.screenful(page(11, 5)).rows[0].cut_before);
}

#[test]
fn the_indented_form_keeps_every_token_and_the_text_stays_as_it_is() {
    let written = "{\"a\":1.50,\"a\" :[ ],\"b\":{\"c d\":\"x: y\"}}\n";
    let mut text = reading(written, Kind::Json);
    assert!(text.toggle_indented());
    let shown = texts(&text, page(80, 24));
    assert_eq!(
        shown,
        ["{", "  \"a\": 1.50,", "  \"a\": [],", "  \"b\": {", "    \"c d\": \"x: y\"", "  }", "}"]
    );
    assert_eq!(text.bytes(), written.as_bytes());
    assert!(!reading("# no", Kind::Json).toggle_indented());
    assert!(!reading("{}", Kind::Plain).toggle_indented());
}

#[test]
fn a_search_goes_to_each_match_in_turn_and_says_when_it_went_around() {
    let text = lines((1..=200).map(|n| if n % 50 == 0 { "Needle" } else { "hay" }.to_owned()));
    let mut text = reading(&text, Kind::Plain);
    let page = page(40, 10);
    let at = |line, wrapped| Found::At { line, wrapped };
    assert_eq!(text.find("needle", Direction::Forward, page), at(50, false));
    let screen = text.screenful(page);
    let hit = screen.rows.iter().position(|row| row.runs.iter().any(|run| run.mark == Mark::Hit));
    assert_eq!(screen.rows[hit.unwrap()].line, Some(50));
    assert_eq!(text.find_again(Direction::Forward, page), at(100, false));
    assert_eq!(text.find_again(Direction::Backward, page), at(50, false));
    assert_eq!(text.find_again(Direction::Backward, page), at(200, true));
    assert_eq!(text.find_again(Direction::Forward, page), at(50, true));
    text.go(Move::Bottom, page);
    assert_eq!(text.find_again(Direction::Forward, page), at(200, false));
    let before = text.screenful(page).line;
    assert_eq!(text.find("NEEDLE", Direction::Forward, page), Found::Nothing);
    assert_eq!((text.query(), text.screenful(page).line), ("NEEDLE", before));
}

#[test]
fn a_query_that_is_typed_stays_at_its_match() {
    let mut text = reading("re\nreference\nrestore\nrest\n", Kind::Plain);
    let page = page(40, 10);
    for (query, line) in [("r", 1), ("re", 1), ("res", 3), ("rest", 3), ("resto", 3)] {
        assert_eq!(text.find(query, Direction::Forward, page), Found::At { line, wrapped: false }, "{query}");
    }
}

#[test]
fn a_match_is_shown_also_where_a_long_line_is_not_wrapped() {
    let mut text = reading(&format!("{}needle{}", "hay ".repeat(3000), "hay ".repeat(3000)), Kind::Plain);
    let page = page(40, 3);
    text.toggle_wrap();
    text.find("needle", Direction::Forward, page);
    assert!(texts(&text, page).iter().any(|row| row.contains("needle")));
}

#[test]
fn every_match_on_the_page_is_marked_also_across_the_border_of_a_piece() {
    let hay = "x".repeat(PIECE_BYTES_MAX - 3);
    let mut text = reading(&format!("{hay}needle needle"), Kind::Plain);
    let page = page(100, 100);
    text.find("needle", Direction::Forward, page);
    let marked = |mark| {
        let rows = text.screenful(page).rows;
        let runs = rows.into_iter().flat_map(|row| row.runs).filter(|run| run.mark == mark);
        runs.map(|run| run.text).collect::<String>()
    };
    assert_eq!((marked(Mark::Hit), marked(Mark::Match)), ("needle".to_owned(), "needle".to_owned()));
}

#[test]
fn a_withheld_piece_is_neither_shown_nor_found_nor_marked() {
    let body = format!("{{\"a\":\"one\",\"t\":\"{TOKEN}\"}}");
    for (kind, indent) in [(Kind::Plain, false), (Kind::Json, false), (Kind::Json, true)] {
        let mut text = reading(&format!("{body}\n{{\"a\":\"two\"}}\n"), kind);
        assert!(!indent || text.toggle_indented());
        let page = page(90, 20);
        let rows = texts(&text, page).join("\n");
        assert!(!rows.contains(&TOKEN[4..12]), "{rows}");
        assert!(rows.contains("‹withheld: looks like a credential (github-token)›"), "{rows}");
        for query in [TOKEN, &TOKEN[6..9], &TOKEN[..3]] {
            for direction in [Direction::Forward, Direction::Backward] {
                assert_eq!(text.find(query, direction, page), Found::Nothing);
                assert!(
                    !text
                        .screenful(page)
                        .rows
                        .iter()
                        .any(|row| row.runs.iter().any(|r| r.mark != Mark::None))
                );
            }
        }
        let found = text.find("\"a\"", Direction::Forward, page);
        assert_eq!(found, Found::At { line: if indent { 1 } else { 2 }, wrapped: false });
        assert!(!format!("{text:?}").contains(&TOKEN[4..12]));
    }
}

#[test]
fn a_match_that_reaches_into_a_withheld_piece_is_not_marked() {
    let mut text = reading(&format!("{{\"a\":1,\"t\":\"{TOKEN}\"}}"), Kind::Json);
    assert!(text.toggle_indented());
    assert_eq!(text.find(",\"t\":\"g", Direction::Forward, page(90, 20)), Found::Nothing);
    assert!(texts(&text, page(90, 20)).iter().any(|row| row.trim() == "\"a\": 1,"));
}

fn long_text() -> String {
    let line = |n: usize| match n % 7 {
        0 => String::new(),
        3 => format!("{n} {}", "words and more words ".repeat(40)),
        5 => format!("{n} {}", "x".repeat(PIECE_BYTES_MAX + 900)),
        _ => format!("{n} short"),
    };
    lines((0..700).map(line))
}

#[test]
fn a_move_reads_no_piece_but_those_around_its_page() {
    let page = page(60, 20);
    for wraps in [true, false] {
        let mut whole = reading(&long_text(), Kind::Plain);
        if !wraps {
            whole.toggle_wrap();
        }
        let count = whole.lines.len();
        for at in [0, count / 3, count - 1] {
            for to in [Move::Up, Move::Down, Move::PageUp, Move::PageDown] {
                whole.top = Place { piece: at, offset: 0 };
                let mut moved = whole.clone();
                moved.go(to, page);
                // Pieces that a page up or down can reach: as many as rows, on both sides.
                let reach = 2 * usize::from(page.height) + 1;
                let mut spoilt = whole.clone();
                spoilt.lines.spoil_all_but(at.saturating_sub(reach)..at + reach);
                spoilt.go(to, page);
                assert_eq!(spoilt.top, moved.top, "{to:?} from {at}");
                let [spoilt, moved] = [spoilt, moved].map(|reading| reading.screenful(page).rows);
                assert_eq!(spoilt, moved, "{to:?} from {at}");
            }
        }
    }
}

#[test]
fn going_to_the_end_reads_no_more_than_the_last_page() {
    let page = page(60, 20);
    let mut whole = reading(&long_text(), Kind::Plain);
    let count = whole.lines.len();
    let mut spoilt = whole.clone();
    spoilt.lines.spoil_all_but(count - 2 * usize::from(page.height)..count);
    spoilt.top = Place { piece: count - 1, offset: 0 };
    whole.go(Move::Bottom, page);
    spoilt.go(Move::Bottom, page);
    assert_eq!(texts(&spoilt, page), texts(&whole, page));
}
