//! Property tests with terminals that count columns as they like: no cell may show a character that the frame does
//! not have there.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

use super::Painter;
use super::widths::is_unsure;

const COLUMNS: u16 = 14;
const ROWS: u16 = 3;

/// Treatment of the characters on which terminals differ.
#[derive(Clone, Copy, Debug)]
struct Habits {
    /// Determines the columns of each such character: 0, 1 or 2.
    seed: u64,
    /// Treats a grapheme cluster as one character.
    clusters: bool,
    /// Draws a character that has no room at the end of the row before it, instead of dropping it.
    moves_back: bool,
    /// Adds a character without a column to the one before, instead of dropping it.
    combines: bool,
}

/// `None` is the other half of a wide character.
type Place = Option<String>;

struct Terminal {
    habits: Habits,
    rows: Vec<Vec<Place>>,
    at: (usize, usize),
    /// True if the cursor is past the last column.
    is_behind: bool,
}

impl Terminal {
    fn new(habits: Habits) -> Self {
        let row = vec![Some("?".to_owned()); COLUMNS.into()];
        Self { habits, rows: vec![row; ROWS.into()], at: (0, 0), is_behind: false }
    }

    fn width(&self, sign: &str) -> usize {
        if !is_unsure(sign) {
            return sign.cell_width().into();
        }
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one((self.habits.seed, sign));
        usize::try_from(hash % 3).unwrap()
    }

    fn process(&mut self, bytes: &str) {
        let mut pieces = bytes.split("\x1b[");
        self.text(pieces.next().unwrap());
        for piece in pieces {
            let end = piece.find(|c: char| matches!(c, '@'..='~')).unwrap();
            let (numbers, rest) = piece.split_at(end);
            self.apply(numbers, &rest[..1]);
            self.text(&rest[1..]);
        }
    }

    fn apply(&mut self, numbers: &str, what: &str) {
        let (last_x, last_y) = (usize::from(COLUMNS) - 1, usize::from(ROWS) - 1);
        let mut number = numbers.split(';').map(|number| number.parse::<usize>().unwrap_or(1));
        let first = number.next().unwrap();
        let to = match what {
            "H" => (number.next().unwrap_or(1) - 1, first - 1),
            "G" => (first - 1, self.at.1),
            "C" => (self.at.0 + first, self.at.1),
            "J" => {
                self.rows.iter_mut().flatten().for_each(|place| *place = Some(" ".to_owned()));
                return;
            }
            "m" | "h" | "l" => return,
            _ => panic!("{numbers}{what}"),
        };
        (self.at, self.is_behind) = ((to.0.min(last_x), to.1.min(last_y)), false);
    }

    fn text(&mut self, text: &str) {
        if self.habits.clusters {
            text.graphemes(true).for_each(|sign| self.sign(sign));
        } else {
            text.chars().for_each(|sign| self.sign(&sign.to_string()));
        }
    }

    fn sign(&mut self, sign: &str) {
        let (columns, width) = (usize::from(COLUMNS), self.width(sign));
        if width == 0 {
            let (x, y) = (self.at.0 + usize::from(self.is_behind), self.at.1);
            let before = self.rows[y][..x].iter_mut().rev().flatten().next();
            if let Some(before) = before.filter(|_| self.habits.combines) {
                before.push_str(sign);
            }
            return;
        }
        // Wrap is off, so it must not continue in the next row.
        if self.is_behind || self.at.0 + width > columns {
            if width > 1 && !self.habits.moves_back {
                return;
            }
            self.at.0 = columns - width;
        }
        let (x, y) = self.at;
        for x in x..x + width {
            self.rub_out(x, y);
        }
        self.rows[y][x] = Some(sign.to_owned());
        self.rows[y][x + 1..x + width].fill(None);
        self.is_behind = x + width == columns;
        self.at.0 = (x + width).min(columns - 1);
    }

    /// Blanks a cell, and the other half of a wide character in it.
    fn rub_out(&mut self, x: usize, y: usize) {
        let row = &mut self.rows[y];
        let head = (0..=x).rev().find(|x| row[*x].is_some()).unwrap();
        row[head] = Some(" ".to_owned());
        row[head + 1..]
            .iter_mut()
            .take_while(|place| place.is_none())
            .for_each(|place| *place = Some(" ".to_owned()));
    }
}

/// Asserts that cells show the frame; those of unsure characters may show blanks or unsure characters of their row.
fn holds(terminal: &Terminal, frame: &Buffer) {
    for y in 0..ROWS {
        let heads = || {
            let mut x = 0;
            std::iter::from_fn(move || {
                let cell = (x < COLUMNS).then(|| &frame[(x, y)])?;
                let at = x;
                x += cell.cell_width().max(1);
                Some((cell.symbol(), at, x))
            })
        };
        let signs = heads().filter(|(symbol, ..)| is_unsure(symbol));
        let signs: BTreeSet<char> = signs.flat_map(|(symbol, ..)| symbol.chars()).chain([' ']).collect();
        for (symbol, from, to) in heads() {
            let row = &terminal.rows[usize::from(y)];
            let places = &row[usize::from(from)..usize::from(to)];
            if is_unsure(symbol) {
                let mut shown = places.iter().flatten().flat_map(|shown| shown.chars());
                assert!(shown.all(|c| signs.contains(&c)), "{symbol} at {from}, {y}: {row:?}");
            } else {
                assert_eq!(places[0].as_deref(), Some(symbol), "at {from}, {y}: {row:?}");
                assert!(places[1..].iter().all(Option::is_none), "at {from}, {y}: {row:?}");
            }
        }
    }
}

type Text = ((u16, u16), &'static str, Style);

/// Frames choose among these texts, so that much of a frame stays in the next.
fn texts() -> impl Strategy<Value = Vec<Text>> {
    let texts = [
        "☰D☰F HIJK end",
        "☰☰ 🫨🫨 end",
        "a❤\u{fe0f}b",
        "🇸🇪x",
        "🇸",
        "数☰据",
        "①②③④⑤⑥",
        "e\u{301}a\u{308}\u{301}",
        "क्षि",
        "ABCDEFGHIJKLMNOP",
        "数据库",
        "│x─y│",
        "  ",
        "q",
        "☰",
        "①",
        "数",
    ];
    let style = proptest::sample::select(&[Color::Reset, Color::Red][..]);
    let style = (style, any::<bool>()).prop_map(|(ground, reversed)| {
        let modifier = if reversed { Modifier::REVERSED } else { Modifier::empty() };
        Style::new().bg(ground).add_modifier(modifier)
    });
    let text = ((0..COLUMNS, 0..ROWS), proptest::sample::select(texts.to_vec()), style);
    proptest::collection::vec(text, 8)
}

fn habits() -> impl Strategy<Value = Habits> {
    let habits = (any::<u64>(), any::<bool>(), any::<bool>(), any::<bool>());
    habits.prop_map(|(seed, clusters, moves_back, combines)| Habits { seed, clusters, moves_back, combines })
}

fn painted(painter: &mut Painter, texts: &[Text]) -> (String, Buffer) {
    let (mut bytes, mut frame) = (Vec::new(), Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS)));
    painter.paint(
        |buffer| {
            for ((x, y), text, style) in texts {
                buffer.set_string(*x, *y, text, *style);
            }
            frame = buffer.clone();
            (Position { x: 0, y: 0 }, None)
        },
        &mut bytes,
    );
    (String::from_utf8(bytes).unwrap(), frame)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn no_cell_shows_a_letter_that_is_not_there_whatever_columns_a_terminal_gives_to_signs(
        texts in texts(),
        frames in proptest::collection::vec(any::<u8>(), 1..9),
        habits in habits(),
    ) {
        let (mut painter, mut terminal) = (Painter::new(COLUMNS, ROWS), Terminal::new(habits));
        for has in frames {
            let texts: Vec<Text> = (0..8).zip(&texts).filter(|(at, _)| has >> at & 1 == 1).map(|(_, text)| *text).collect();
            let (bytes, frame) = painted(&mut painter, &texts);
            terminal.process(&bytes);
            holds(&terminal, &frame);
        }
    }
}

#[test]
fn a_sign_that_may_take_two_columns_is_drawn_on_blanks_and_before_what_is_about_it() {
    let mut painter = Painter::new(COLUMNS, ROWS);
    painted(&mut painter, &[((0, 0), "abcdef", Style::new())]);
    let (bytes, _) = painted(&mut painter, &[((0, 0), "ab☰ef", Style::new())]);
    assert_eq!(bytes, "\x1b[?2026hab  \x1b[3G☰\x1b[1;2Hb\x1b[1G\x1b[?2026l");
}
