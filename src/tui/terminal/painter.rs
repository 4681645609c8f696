//! Painter of frames: knows the content of the terminal, and writes only the bytes that change it to the next frame.

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

/// Content of the terminal. A frame is drawn into a buffer first.
pub struct Painter {
    buffer: Buffer,
    shown: Vec<Seen>,
    /// Rows with characters of which terminals make different columns.
    uneven: Vec<bool>,
    cursor: Option<Position>,
    link: Option<Link>,
    /// True if the terminal may show something else than is noted here.
    unsure: bool,
    /// True if the reason is a new size.
    resized: bool,
}

/// Cell as the terminal shows it.
#[derive(Clone, Copy)]
struct Seen {
    /// Bytes of its character or short cluster; [`Seen::LONG`] for a longer one.
    symbol: u64,
    ink: Ink,
    /// Columns as the console counts them.
    columns: u8,
    /// Most columns that a terminal may make of it, if terminals differ in that; otherwise 0.
    reach: u8,
}

impl Seen {
    /// Cell under the other half of a wide character. It equals no cell, so that any new content there is drawn:
    /// terminals blank that half in colours of their own when the character is overwritten.
    const HIDDEN: Self = Self { symbol: u64::MAX - 1, ink: Ink::NONE, columns: 1, reach: 0 };
    const BLANK: Self = Self { symbol: b' ' as u64, ink: Ink::NONE, columns: 1, reach: 0 };
    /// Symbol of a cluster that is too long: always drawn again.
    const LONG: u64 = u64::MAX;

    fn from_cell(cell: &Cell) -> Self {
        let text = cell.symbol();
        let seen = Self { symbol: packed(text), ink: Ink::from_cell(cell), columns: 1, reach: 0 };
        // Fast path: ASCII takes one column on every terminal.
        if text.len() == 1 {
            return seen;
        }
        let columns = u8::try_from(cell.cell_width()).unwrap_or(u8::MAX).max(1);
        // A terminal may give each of its characters two columns of its own.
        let apart = u8::try_from(text.chars().count()).unwrap_or(u8::MAX).saturating_mul(2);
        let reach = if widths::is_unsure(text) { apart.max(columns) } else { 0 };
        Self { columns, reach, ..seen }
    }

    fn is_hidden(&self) -> bool {
        self.symbol == Self::HIDDEN.symbol
    }

    /// False for long clusters, because their bytes are not kept.
    fn looks_like(&self, other: &Self) -> bool {
        self.symbol == other.symbol && self.symbol != Self::LONG && self.ink == other.ink
    }
}

impl Painter {
    /// The content of the terminal is unknown at first.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        let (buffer, shown, uneven) = (Buffer::default(), Vec::new(), Vec::new());
        let mut painter =
            Self { buffer, shown, uneven, cursor: None, link: None, unsure: true, resized: false };
        painter.resize(columns, rows);
        painter
    }

    /// The content of a resized terminal is unknown.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.resized = !self.shown.is_empty();
        self.buffer.resize(Rect::new(0, 0, columns, rows));
        self.shown.resize(self.buffer.content.len(), Seen::BLANK);
        self.uneven.resize(usize::from(rows), false);
        (self.cursor, self.link, self.unsure) = (None, None, true);
    }

    /// Marks the content of the terminal as unknown.
    pub fn forget(&mut self) {
        self.unsure = true;
    }

    #[must_use]
    pub fn rows(&self) -> u16 {
        self.buffer.area.height
    }

    /// Restores colours and cursor after output that was no frame. The next frame draws the row `written` again.
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

    /// Appends the bytes of a frame, which may be none. The view returns the cursor's position and the link.
    pub fn paint(&mut self, view: impl FnOnce(&mut Buffer) -> (Position, Option<Link>), out: &mut Vec<u8>) {
        self.buffer.reset();
        let (cursor, link) = view(&mut self.buffer);
        let mut pen = Pen::new(out, self.cursor);
        if std::mem::take(&mut self.unsure) {
            pen.clear();
            // Cleared or not, an mlterm that became smaller shows old letters in cells that a frame skips.
            let resized = std::mem::take(&mut self.resized);
            self.shown.fill(if resized { Seen::HIDDEN } else { Seen::BLANK });
            self.uneven.fill(false);
        }
        let before = std::mem::replace(&mut self.link, link);
        // New and former links are drawn again, even if they look the same.
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
                // The row before may run over into this one, since not every terminal can switch wrapping off.
                shown.fill(Seen::HIDDEN);
            }
            let is_uneven = cells.iter().any(|cell| widths::is_unsure(cell.symbol()));
            if std::mem::replace(was_uneven, is_uneven) || is_uneven {
                is_over = uneven::row(&mut pen, Row { y, cells }, shown, is_relinked, self.link.as_ref());
            } else {
                row(&mut pen, Row { y, cells }, shown, is_relinked, self.link.as_ref());
            }
        }
        // Such a terminal scrolls the whole screen after its last row.
        self.unsure = is_over;
        pen.put_cursor(cursor);
        self.cursor = Some(cursor);
    }
}

#[derive(Clone, Copy)]
struct Row<'a> {
    y: u16,
    cells: &'a [Cell],
}

/// Draws the changes in a row of characters whose width is certain.
fn row(pen: &mut Pen, row: Row, shown: &mut [Seen], is_relinked: impl Fn(u16) -> bool, link: Option<&Link>) {
    // Column up to which a wide character covers the cells.
    let mut hidden = 0;
    for ((cell, seen), x) in row.cells.iter().zip(shown).zip(0_u16..) {
        if x < hidden {
            *seen = Seen::HIDDEN;
            continue;
        }
        let is_same = seen.symbol == packed(cell.symbol()) && seen.ink == Ink::from_cell(cell);
        if !is_same || is_relinked(x) {
            *seen = Seen::from_cell(cell);
            draw(pen, row, x, cell, seen, link);
        }
        hidden = if seen.columns > 1 { x.saturating_add(seen.columns.into()) } else { hidden };
    }
}

fn draw(pen: &mut Pen, Row { y, cells }: Row, x: u16, cell: &Cell, seen: &Seen, link: Option<&Link>) {
    pen.go_to(Position { x, y }, cells);
    pen.link(link.filter(|link| link.holds(x, y)));
    pen.dip(seen.ink);
    let is_known = seen.columns == 1 && seen.reach == 0;
    let next = Some(x + 1).filter(|next| is_known && usize::from(*next) < cells.len());
    pen.write(cell.symbol(), next);
}

/// Bytes of a character or short cluster as a number; up to 8 bytes fit.
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
