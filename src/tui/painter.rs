//! What stands on the terminal, and the bytes that bring it to the next frame: what changed, and no more.

mod pen;
#[cfg(test)]
mod tests;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};

use self::pen::{Ink, Pen};
use super::linked::Link;

/// What stands on the terminal. A frame is drawn into a buffer of its own first.
pub struct Painter {
    buffer: Buffer,
    shown: Vec<Seen>,
    cursor: Option<Position>,
    link: Option<Link>,
    /// Whether the terminal may show something else than is noted here.
    unsure: bool,
}

/// A cell as it stands on the terminal.
#[derive(Clone, Copy)]
struct Seen {
    /// The bytes of its character; of a cluster that has more than fit, none that a cell can have.
    symbol: u32,
    ink: Ink,
    is_wide: bool,
}

impl Seen {
    /// What a wide character stands over. No cell is like it, so whatever comes to stand there is drawn: terminals blank
    /// the other half of what is written over, in colours of their own.
    const HIDDEN: Self = Self { symbol: u32::MAX - 1, ink: Ink::NONE, is_wide: false };
    const BLANK: Self = Self { symbol: b' ' as u32, ink: Ink::NONE, is_wide: false };
}

impl Painter {
    /// For a terminal of so many columns and rows, of which nothing is known.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        let (buffer, shown) = (Buffer::default(), Vec::new());
        let mut painter = Self { buffer, shown, cursor: None, link: None, unsure: true };
        painter.resize(columns, rows);
        painter
    }

    /// The terminal has another size now, and shows nobody knows what.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.buffer.resize(Rect::new(0, 0, columns, rows));
        self.shown.resize(self.buffer.content.len(), Seen::BLANK);
        (self.cursor, self.link, self.unsure) = (None, None, true);
    }

    /// How many rows the terminal has.
    #[must_use]
    pub fn rows(&self) -> u16 {
        self.buffer.area.height
    }

    /// Brings a terminal back to what is noted of it where it was told something that is no frame: its colours, its cursor,
    /// and with the next frame the row that was written on.
    pub fn settle(&mut self, written: Option<u16>, out: &mut Vec<u8>) {
        let columns = usize::from(self.buffer.area.width);
        if let Some(row) = written.map(usize::from) {
            self.shown.iter_mut().skip(row * columns).take(columns).for_each(|seen| *seen = Seen::HIDDEN);
        }
        out.extend_from_slice(b"\x1b[m");
        if let Some(Position { x, y }) = self.cursor {
            out.extend_from_slice(format!("\x1b[{};{}H", y + 1, x + 1).as_bytes());
        }
    }

    /// Draws a frame and appends the bytes for it, which may be none. The view returns where the cursor belongs, and
    /// what is a link.
    pub fn paint(&mut self, view: impl FnOnce(&mut Buffer) -> (Position, Option<Link>), out: &mut Vec<u8>) {
        self.buffer.reset();
        let (cursor, link) = view(&mut self.buffer);
        let mut pen = Pen::new(out, self.cursor);
        if std::mem::take(&mut self.unsure) {
            // Else what stands beside its cell would stay there, on every screen that follows.
            pen.clear();
            self.shown.fill(Seen::BLANK);
        }
        let before = std::mem::replace(&mut self.link, link);
        // What is a link and what is one no longer is drawn anew, though it looks the same.
        let links = [&before, &self.link].map(|link| link.as_ref().filter(|_| before != self.link));
        let relinked = links.map(|link| link.map(|link| link.area));
        let may_be_relinked = relinked.iter().any(Option::is_some);
        let columns = usize::from(self.buffer.area.width).max(1);
        let rows = self.buffer.content.chunks(columns).zip(self.shown.chunks_mut(columns));
        for ((cells, shown), y) in rows.zip(0..) {
            let is_relinked =
                |x| may_be_relinked && relinked.iter().flatten().any(|area| area.contains(Position { x, y }));
            self.unsure |= row(&mut pen, (y, cells), shown, is_relinked, self.link.as_ref());
        }
        pen.put_cursor(cursor);
        self.cursor = Some(cursor);
    }
}

/// Draws what changed in a row; returns whether terminals differ in how they show it.
fn row(
    pen: &mut Pen,
    (y, cells): (u16, &[Cell]),
    shown: &mut [Seen],
    is_relinked: impl Fn(u16) -> bool,
    link: Option<&Link>,
) -> bool {
    // The column up to which a wide character stands over the cells.
    let (mut hidden, mut unsure) = (0, false);
    for ((cell, seen), x) in cells.iter().zip(shown).zip(0_u16..) {
        if x < hidden {
            *seen = Seen::HIDDEN;
            continue;
        }
        let (symbol, look) = (packed(cell.symbol()), Ink::of(cell));
        if seen.symbol == symbol && seen.ink == look && !is_relinked(x) {
            hidden = if seen.is_wide { x.saturating_add(2) } else { hidden };
            continue;
        }
        let text = cell.symbol();
        let is_ascii = text.len() == 1;
        *seen = Seen { symbol, ink: look, is_wide: !is_ascii && cell.cell_width() > 1 };
        hidden = if seen.is_wide { x.saturating_add(2) } else { hidden };
        unsure |= is_unsure(text);
        pen.go_to(Position { x, y }, cells);
        pen.link(link.filter(|link| link.holds(x, y)));
        pen.dip(look);
        let next =
            if seen.is_wide { None } else { Some(x + 1).filter(|next| usize::from(*next) < cells.len()) };
        pen.write(text, next, is_ascii);
    }
    unsure
}

/// The bytes of a character as a number. Every character has at most four.
fn packed(symbol: &str) -> u32 {
    match *symbol.as_bytes() {
        [one] => u32::from(one),
        [one, two] => u32::from_le_bytes([one, two, 0, 0]),
        [one, two, three] => u32::from_le_bytes([one, two, three, 0]),
        [one, two, three, four] => u32::from_le_bytes([one, two, three, four]),
        _ => u32::MAX,
    }
}

/// Whether terminals differ in how many columns a cell takes: a cluster of several characters, such as a flag.
fn is_unsure(symbol: &str) -> bool {
    symbol.len() > 1 && !symbol.is_ascii() && symbol.chars().nth(1).is_some()
}
