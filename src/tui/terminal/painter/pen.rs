//! Cursor moves and changes of look, by the shortest sequences that every terminal knows.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::tui::terminal::hyperlink::Link;

/// Between these marks, the terminal shows a frame as a whole (mode 2026).
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink {
    letter: Color,
    ground: Color,
    modifier: Modifier,
}

impl Ink {
    /// The default look of a terminal.
    pub(super) const NONE: Self =
        Self { letter: Color::Reset, ground: Color::Reset, modifier: Modifier::empty() };

    pub(super) fn from_cell(cell: &Cell) -> Self {
        Self { letter: cell.fg, ground: cell.bg, modifier: cell.modifier }
    }
}

/// Codes that switch modifiers on and off (ECMA-48, SGR).
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Modifiers that one code switches off together.
const TOGETHER: [Modifier; 2] =
    [Modifier::BOLD.union(Modifier::DIM), Modifier::SLOW_BLINK.union(Modifier::RAPID_BLINK)];

/// Up to so many cells are written again instead of skipped: the sequence would be longer.
const WRITTEN_AGAIN_MAX: usize = 3;

/// Writes one frame. Dropping it ends the frame, or removes its beginning if nothing was written.
pub(super) struct Pen<'a> {
    out: &'a mut Vec<u8>,
    /// Start of the frame in `out`.
    begin: usize,
    ink: Ink,
    /// Position of the cursor, if it is known.
    at: Option<Position>,
    /// True if all terminals agree on the position: some make two columns of a character that is not ASCII.
    agreed: bool,
    linked: bool,
}

impl<'a> Pen<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, at: Option<Position>) -> Self {
        let begin = out.len();
        out.extend_from_slice(BEGIN);
        Self { out, begin, ink: Ink::NONE, at, agreed: true, linked: false }
    }

    /// Clears the screen without colours, and shows the cursor.
    pub(super) fn clear(&mut self) {
        self.out.extend_from_slice(b"\x1b[m\x1b[?25h\x1b[2J");
        self.at = None;
    }

    pub(super) fn go_to(&mut self, to: Position, row: &[Cell]) {
        match self.at {
            Some(at) if at == to => {}
            Some(at) if self.agreed && at.y == to.y && at.x < to.x => self.go_on(at.x, to.x, row),
            at => self.place(at, to),
        }
        self.at = Some(to);
    }

    fn go_on(&mut self, from: u16, to: u16, row: &[Cell]) {
        let between = row.get(usize::from(from)..usize::from(to)).unwrap_or_default();
        let again = |cell: &Cell| Ink::from_cell(cell) == self.ink && cell.symbol().len() == 1;
        // Not while a link is open, because the cells would become part of it.
        if between.len() <= WRITTEN_AGAIN_MAX && !self.linked && between.iter().all(again) {
            self.out.extend(between.iter().flat_map(|cell| cell.symbol().bytes()));
        } else if between.len() == 1 {
            self.out.extend_from_slice(b"\x1b[C");
        } else {
            self.say(format_args!("\x1b[{}C", between.len()));
        }
    }

    /// Places the cursor by its column alone if all terminals are in the right row.
    fn place(&mut self, at: Option<Position>, to: Position) {
        match (at, to) {
            (Some(at), Position { x, y }) if self.agreed && at.y == y => {
                self.say(format_args!("\x1b[{}G", x + 1));
            }
            (_, Position { x: 0, y }) => self.say(format_args!("\x1b[{}H", y + 1)),
            (_, Position { x, y }) => self.say(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.agreed = true;
    }

    /// Begins or ends a link (OSC 8).
    pub(super) fn link(&mut self, link: Option<&Link>) {
        if self.linked != link.is_some() {
            self.say(format_args!("\x1b]8;;{}\x1b\\", link.map_or("", Link::uri)));
            self.linked = link.is_some();
        }
    }

    /// Writes the difference or starts from the default look, whichever is shorter.
    pub(super) fn dip(&mut self, ink: Ink) {
        if ink == self.ink {
            return;
        }
        let start = self.out.len();
        if ink == Ink::NONE {
            self.out.extend_from_slice(b"\x1b[m");
        } else {
            changes(self.out, self.ink, ink);
            let middle = self.out.len();
            self.out.extend_from_slice(b"\x1b[0;");
            codes(self.out, Ink::NONE, ink);
            if self.out.len() - middle < middle - start {
                self.out.drain(start..middle);
            } else {
                self.out.truncate(middle);
            }
        }
        self.ink = ink;
    }

    /// `next` is the column of the cursor afterwards; `None` if it is unknown.
    pub(super) fn write(&mut self, symbol: &str, next: Option<u16>) {
        self.out.extend_from_slice(symbol.as_bytes());
        self.agreed &= symbol.len() == 1;
        self.at = self.at.zip(next).map(|(at, x)| Position { x, ..at });
    }

    /// Ends a link, and puts the cursor in its place after the frame.
    pub(super) fn put_cursor(&mut self, to: Position) {
        self.link(None);
        if self.at != Some(to) || !self.agreed {
            self.place(self.at, to);
        }
        self.at = Some(to);
    }

    fn say(&mut self, what: std::fmt::Arguments) {
        // Writing to bytes in memory cannot fail.
        let _ = self.out.write_fmt(what);
    }
}

impl Drop for Pen<'_> {
    fn drop(&mut self) {
        if self.out.len() == self.begin + BEGIN.len() {
            self.out.truncate(self.begin);
            return;
        }
        self.dip(Ink::NONE);
        self.out.extend_from_slice(END);
    }
}

fn changes(out: &mut Vec<u8>, from: Ink, to: Ink) {
    out.extend_from_slice(b"\x1b[");
    codes(out, from, to);
}

/// Parameters and final byte of the sequence.
fn codes(out: &mut Vec<u8>, mut from: Ink, to: Ink) {
    let mut say = |what: std::fmt::Arguments| {
        let _ = out.write_fmt(what);
        out.push(b';');
    };
    for (modifier, _, off) in MODIFIERS {
        if (from.modifier - to.modifier).contains(modifier) {
            say(format_args!("{off}"));
            // The code switches off both modifiers of a pair; the loop below switches the other one on again.
            let gone = TOGETHER.into_iter().find(|all| all.contains(modifier)).unwrap_or(modifier);
            from.modifier -= gone;
        }
    }
    for (modifier, on, _) in MODIFIERS {
        if (to.modifier - from.modifier).contains(modifier) {
            say(format_args!("{on}"));
        }
    }
    for (base, from, to) in [(30, from.letter, to.letter), (40, from.ground, to.ground)] {
        if from != to {
            match (palette(to), to) {
                (Some(index), _) => say(format_args!("{};5;{index}", base + 8)),
                (None, Color::Rgb(red, green, blue)) => {
                    say(format_args!("{};2;{red};{green};{blue}", base + 8));
                }
                (None, _) => say(format_args!("{}", base + 9)),
            }
        }
    }
    if out.last() == Some(&b';') {
        out.pop();
    }
    out.push(b'm');
}

/// Index of a colour in the palette. By index, no terminal makes bold letters brighter than requested.
pub(super) fn palette(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Reset | Color::Rgb(..) => return None,
    })
}
