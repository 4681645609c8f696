//! What stands on the terminal, and the bytes that bring it to the next frame: what changed, and no more.

#[cfg(test)]
mod model;
mod pen;
#[cfg(test)]
mod tests;
mod uneven;
mod widths;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};

use self::pen::{Ink, Pen};
use super::hyperlink::Link;

/// What stands on the terminal. A frame is drawn into a buffer of its own first.
pub struct Painter {
    buffer: Buffer,
    shown: Vec<Seen>,
    /// Which rows show signs for which terminals take different columns.
    uneven: Vec<bool>,
    cursor: Option<Position>,
    link: Option<Link>,
    /// Whether the terminal may show something else than is noted here.
    unsure: bool,
    /// Set if the reason is another size.
    resized: bool,
}

/// A cell as it stands on the terminal.
#[derive(Clone, Copy)]
struct Seen {
    /// The bytes of its character or cluster; of one that has more than fit, none that a cell can have.
    symbol: u64,
    ink: Ink,
    /// How many the console counts.
    columns: u8,
    /// How many a terminal may take, where terminals differ in that; else 0.
    reach: u8,
}

impl Seen {
    /// What a wide character stands over. No cell is like it, so whatever comes to stand there is drawn: terminals blank
    /// the other half of what is written over, in colours of their own.
    const HIDDEN: Self = Self { symbol: u64::MAX - 1, ink: Ink::NONE, columns: 1, reach: 0 };
    const BLANK: Self = Self { symbol: b' ' as u64, ink: Ink::NONE, columns: 1, reach: 0 };
    /// The symbol of a cluster that is too long: always drawn again.
    const LONG: u64 = u64::MAX;

    fn of(cell: &Cell) -> Self {
        let text = cell.symbol();
        let seen = Self { symbol: packed(text), ink: Ink::of(cell), columns: 1, reach: 0 };
        if text.len() == 1 {
            return seen;
        }
        let columns = u8::try_from(cell.cell_width()).unwrap_or(u8::MAX).max(1);
        // Each of its characters may be given two columns of its own.
        let apart = u8::try_from(text.chars().count()).unwrap_or(u8::MAX).saturating_mul(2);
        let reach = if widths::is_unsure(text) { apart.max(columns) } else { 0 };
        Self { columns, reach, ..seen }
    }

    fn is_hidden(&self) -> bool {
        self.symbol == Self::HIDDEN.symbol
    }

    /// Whether it shows already what another would.
    fn stands_for(&self, other: &Self) -> bool {
        self.symbol == other.symbol && self.symbol != Self::LONG && self.ink == other.ink
    }
}

impl Painter {
    /// For a terminal of so many columns and rows, of which nothing is known.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        let (buffer, shown, uneven) = (Buffer::default(), Vec::new(), Vec::new());
        let mut painter =
            Self { buffer, shown, uneven, cursor: None, link: None, unsure: true, resized: false };
        painter.resize(columns, rows);
        painter
    }

    /// The terminal has another size now, and shows nobody knows what.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.resized = !self.shown.is_empty();
        self.buffer.resize(Rect::new(0, 0, columns, rows));
        self.shown.resize(self.buffer.content.len(), Seen::BLANK);
        self.uneven.resize(usize::from(rows), false);
        (self.cursor, self.link, self.unsure) = (None, None, true);
    }

    /// The terminal shows nobody knows what.
    pub fn forget(&mut self) {
        self.unsure = true;
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
            pen.clear();
            // Cleared or not, mlterm that became smaller shows letters of before in what a row leaves out.
            let resized = std::mem::take(&mut self.resized);
            self.shown.fill(if resized { Seen::HIDDEN } else { Seen::BLANK });
            self.uneven.fill(false);
        }
        let before = std::mem::replace(&mut self.link, link);
        // What is a link and what is one no longer is drawn anew, though it looks the same.
        let links = [&before, &self.link].map(|link| link.as_ref().filter(|_| before != self.link));
        let relinked = links.map(|link| link.map(|link| link.area));
        let may_be_relinked = relinked.iter().any(Option::is_some);
        let columns = usize::from(self.buffer.area.width).max(1);
        let rows = self.buffer.content.chunks(columns).zip(self.shown.chunks_mut(columns));
        let mut is_over = false;
        for (((cells, shown), was_uneven), y) in rows.zip(&mut self.uneven).zip(0..) {
            let is_relinked =
                |x| may_be_relinked && relinked.iter().flatten().any(|area| area.contains(Position { x, y }));
            if std::mem::take(&mut is_over) {
                // Not every terminal can be told to stay in a row.
                shown.fill(Seen::HIDDEN);
            }
            let is_uneven = cells.iter().any(|cell| widths::is_unsure(cell.symbol()));
            if std::mem::replace(was_uneven, is_uneven) || is_uneven {
                is_over = uneven::row(&mut pen, (y, cells), shown, is_relinked, self.link.as_ref());
            } else {
                row(&mut pen, (y, cells), shown, is_relinked, self.link.as_ref());
            }
        }
        // Such a terminal moves the whole screen up behind its last row.
        self.unsure = is_over;
        pen.put_cursor(cursor);
        self.cursor = Some(cursor);
    }
}

/// Draws what changed in a row of settled signs.
fn row(
    pen: &mut Pen,
    (y, cells): (u16, &[Cell]),
    shown: &mut [Seen],
    is_relinked: impl Fn(u16) -> bool,
    link: Option<&Link>,
) {
    // The column up to which a wide character stands over the cells.
    let mut hidden = 0;
    for ((cell, seen), x) in cells.iter().zip(shown).zip(0_u16..) {
        if x < hidden {
            *seen = Seen::HIDDEN;
            continue;
        }
        let is_same = seen.symbol == packed(cell.symbol()) && seen.ink == Ink::of(cell);
        if !is_same || is_relinked(x) {
            *seen = Seen::of(cell);
            draw(pen, (y, cells), (x, cell), seen, link);
        }
        hidden = if seen.columns > 1 { x.saturating_add(seen.columns.into()) } else { hidden };
    }
}

/// Draws a cell.
fn draw(
    pen: &mut Pen,
    (y, cells): (u16, &[Cell]),
    (x, cell): (u16, &Cell),
    seen: &Seen,
    link: Option<&Link>,
) {
    pen.go_to(Position { x, y }, cells);
    pen.link(link.filter(|link| link.holds(x, y)));
    pen.dip(seen.ink);
    let is_known = seen.columns == 1 && seen.reach == 0;
    let next = Some(x + 1).filter(|next| is_known && usize::from(*next) < cells.len());
    pen.write(cell.symbol(), next, cell.symbol().len() == 1);
}

/// The bytes of a character or a short cluster as a number.
fn packed(symbol: &str) -> u64 {
    let (symbol, mut bytes) = (symbol.as_bytes(), [0; 8]);
    match (symbol, bytes.get_mut(..symbol.len())) {
        ([one], _) => u64::from(*one),
        (_, Some(place)) => {
            place.copy_from_slice(symbol);
            u64::from_le_bytes(bytes)
        }
        (_, None) => Seen::LONG,
    }
}
