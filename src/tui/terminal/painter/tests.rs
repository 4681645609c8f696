//! Tests that a terminal which gets the bytes shows the frame, regardless of its former content.

use std::num::NonZero;

use proptest::prelude::*;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use super::*;
use crate::tui::terminal::hyperlink::Links;

const COLUMNS: u16 = 24;
const ROWS: u16 = 3;

type Text = ((u16, u16), &'static str, Style);

const COLOURS: &[Color] =
    &[Color::Reset, Color::Red, Color::LightCyan, Color::Indexed(200), Color::Rgb(1, 2, 3)];

fn texts() -> impl Strategy<Value = Vec<Text>> {
    let texts = [
        "ownerHandoff",
        "a",
        "  ",
        "▸ [x] b",
        "数据库",
        "a数b",
        "│──│",
        "ü ö",
        "x y z x y z x y z x y z x y",
    ];
    let modifiers =
        Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
    let style = (
        proptest::sample::select(COLOURS),
        proptest::sample::select(COLOURS),
        (0_u16..512).prop_map(move |bits| Modifier::from_bits_truncate(bits) & modifiers),
    );
    let style = style.prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier));
    let text = ((0..COLUMNS, 0..ROWS), proptest::sample::select(texts.to_vec()), style);
    proptest::collection::vec(text, 0..6)
}

fn draw(texts: &[Text], buffer: &mut Buffer) {
    for ((x, y), text, style) in texts {
        buffer.set_string(*x, *y, text, *style);
    }
}

fn painted(painter: &mut Painter, texts: &[Text], cursor: Position, link: Option<Link>) -> Vec<u8> {
    let mut bytes = Vec::new();
    painter.paint(
        |buffer| {
            draw(texts, buffer);
            (cursor, link)
        },
        &mut bytes,
    );
    bytes
}

/// Colour in the parser's terms.
fn as_vt100(colour: Color) -> vt100::Color {
    match (pen::palette(colour), colour) {
        (Some(index), _) => vt100::Color::Idx(index),
        (None, Color::Rgb(red, green, blue)) => vt100::Color::Rgb(red, green, blue),
        (None, _) => vt100::Color::Default,
    }
}

/// Asserts that the terminal shows the frame.
fn shows(screen: &vt100::Screen, texts: &[Text], cursor: Position) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    draw(texts, &mut buffer);
    for y in 0..ROWS {
        let mut x = 0;
        while x < COLUMNS {
            let (cell, seen) = (&buffer[(x, y)], screen.cell(y, x).unwrap());
            let symbol = if seen.has_contents() { seen.contents() } else { " " };
            assert_eq!(symbol, cell.symbol(), "at {x}, {y}");
            let modifiers = [
                (Modifier::BOLD, seen.bold()),
                (Modifier::DIM, seen.dim()),
                (Modifier::ITALIC, seen.italic()),
                (Modifier::UNDERLINED, seen.underline()),
                (Modifier::REVERSED, seen.inverse()),
            ];
            // The parser knows either bold or dim, not both.
            let strengths = Modifier::BOLD | Modifier::DIM;
            let known = |modifier| !(cell.modifier.contains(strengths) && strengths.contains(modifier));
            for (modifier, on) in modifiers.into_iter().filter(|(modifier, _)| known(*modifier)) {
                assert_eq!(on, cell.modifier.contains(modifier), "{modifier:?} at {x}, {y}");
            }
            assert_eq!(
                (seen.fgcolor(), seen.bgcolor()),
                (as_vt100(cell.fg), as_vt100(cell.bg)),
                "at {x}, {y}"
            );
            x += if seen.is_wide() { 2 } else { 1 };
        }
    }
    assert_eq!(screen.cursor_position(), (cursor.y, cursor.x));
}

proptest! {
    #[test]
    fn every_frame_comes_to_stand_whatever_stood_before(
        frames in proptest::collection::vec((texts(), (0..COLUMNS, 0..ROWS)), 1..6),
        resized in 0_usize..6,
    ) {
        let mut painter = Painter::new(COLUMNS, ROWS);
        let mut terminal = vt100::Parser::new(NonZero::new(ROWS).unwrap(), NonZero::new(COLUMNS).unwrap(), 0);
        terminal.process(b"what another program left");
        for (turn, (texts, (x, y))) in frames.iter().enumerate() {
            if turn == resized {
                terminal.process(b"\x1b[H\x1b[1;41mwhat a terminal makes of it\x1b[m");
                painter.resize(COLUMNS, ROWS);
            }
            let cursor = Position { x: *x, y: *y };
            terminal.process(&painted(&mut painter, texts, cursor, None));
            shows(terminal.screen(), texts, cursor);
            prop_assert!(painted(&mut painter, texts, cursor, None).is_empty(), "it stands already");
        }
    }
}

const AT: Position = Position { x: 0, y: 0 };
const PLAIN: Style = Style::new();

/// Bytes of the second frame, without the marks that begin and end it.
fn between(before: &[Text], after: &[Text]) -> String {
    let mut painter = Painter::new(COLUMNS, ROWS);
    painted(&mut painter, before, AT, None);
    let bytes = String::from_utf8(painted(&mut painter, after, AT, None)).unwrap();
    bytes.strip_prefix("\x1b[?2026h").and_then(|rest| rest.strip_suffix("\x1b[?2026l")).unwrap().to_owned()
}

#[test]
fn what_stands_between_two_changes_is_written_again_or_passed_over_whichever_is_shorter() {
    let written = between(&[((0, 1), "a b c ......... d", PLAIN)], &[((0, 1), "A b C ......... D", PLAIN)]);
    assert_eq!(written, "\x1b[2HA b C\x1b[11CD\x1b[1H");
    // Terminals disagree on the column after a character that some draw in two columns.
    let signs = between(&[((0, 1), "· b c", PLAIN)], &[((0, 1), "▸ b C", PLAIN)]);
    assert_eq!(signs, "\x1b[2H▸\x1b[2;5HC\x1b[1H");
}

#[test]
fn on_a_terminal_of_another_size_every_cell_is_written_for_clearing_leaves_some_as_they_were() {
    let mut painter = Painter::new(COLUMNS, ROWS);
    assert!(!painted(&mut painter, &[], AT, None).contains(&b' '));
    painter.resize(COLUMNS, ROWS - 1);
    let written = painted(&mut painter, &[((3, 0), "abc", PLAIN)], AT, None);
    let written = String::from_utf8(written).unwrap();
    assert!(
        written.contains("\x1b[2J\x1b[1H   abc                  \x1b[2H                        "),
        "{written:?}"
    );
}

#[test]
fn letters_change_their_look_by_what_differs_or_from_the_beginning() {
    let (bold, dim) = (PLAIN.add_modifier(Modifier::BOLD), PLAIN.add_modifier(Modifier::DIM));
    let both = bold.fg(Color::Red);
    let written = between(&[], &[((0, 0), "a", both), ((1, 0), "b", bold), ((2, 0), "c", dim)]);
    assert_eq!(written, "\x1b[1;38;5;1ma\x1b[39mb\x1b[0;2mc\x1b[1G\x1b[m");
}

#[test]
fn where_a_sign_of_no_settled_width_goes_all_that_it_may_have_covered_is_drawn_again() {
    let flag: [Text; 2] = [((2, 0), "🇸🇪efghij", PLAIN), ((0, 0), "ab", PLAIN)];
    assert_eq!(between(&flag, &[((0, 0), "abcdefghij", PLAIN)]), "abcdef\x1b[1G");
    let mut painter = Painter::new(COLUMNS, ROWS);
    painted(&mut painter, &flag, AT, None);
    assert!(painted(&mut painter, &flag, AT, None).is_empty(), "it stands already");
    assert_eq!(between(&[((0, 0), "数", PLAIN)], &[]), "  \x1b[1G");
}

#[test]
fn a_sign_that_may_go_over_the_end_of_its_row_takes_the_next_row_with_it_or_the_whole_screen() {
    let sign = |y| -> [Text; 2] { [((COLUMNS - 1, y), "①", PLAIN), ((0, 1), "stays", PLAIN)] };
    let first = between(&[((0, 1), "stays", PLAIN)], &sign(0));
    assert_eq!(first, "\x1b[23C \x1b[1;24H①\x1b[1;23H \x1b[2Hstays                   \x1b[1H");
    let last = between(&sign(ROWS - 1), &[((0, 1), "stays", PLAIN)]);
    assert_eq!(last, "\x1b[m\x1b[?25h\x1b[2J\x1b[2Hstays\x1b[1H");
}

#[test]
fn only_the_cells_of_its_area_are_a_link_and_it_is_closed_behind_them() {
    let links = Links { host: "host".to_owned(), folder: "/e".into() };
    let link = |path| links.to_file(Rect { x: 2, y: 0, width: 3, height: 1 }, path);
    let mut painter = Painter::new(COLUMNS, ROWS);
    let mut written =
        |text, link| String::from_utf8(painted(&mut painter, &[((0, 0), text, PLAIN)], AT, link)).unwrap();
    let drawn = written("xxxxxxxx", link("a.md"));
    let (_, behind) = drawn.split_once("\x1b]8;;file://host/e/a.md\x1b\\").unwrap();
    let (inside, after) = behind.split_once("\x1b]8;;\x1b\\").unwrap();
    assert_eq!((inside.matches('x').count(), after.matches('x').count()), (3, 3));
    // A link costs nothing if none of its cells is drawn.
    assert!(!written("xxxxxxxy", link("a.md")).contains("\x1b]8"));
    // A changed link is drawn again, and so is a former one.
    let elsewhere = written("xxxxxxxy", link("b.md"));
    assert!(elsewhere.contains("b.md\x1b\\xxx\x1b]8;;\x1b\\"), "{elsewhere:?}");
    let nowhere = written("xxxxxxxy", None);
    assert!(nowhere.contains("xxx") && !nowhere.contains("\x1b]8"), "{nowhere:?}");
}
