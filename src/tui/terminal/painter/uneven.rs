//! Rows with characters of which terminals make more or fewer columns than the console counts.
//! Every other cell still shows the frame: the cells of such a character are blank before it is drawn, nothing is
//! drawn relative to the cursor after it, and the letters that it may have covered are drawn over it.

use ratatui::buffer::Cell;
use ratatui::layout::Position;

use super::pen::Pen;
use super::{Row, Seen, draw};
use crate::tui::terminal::hyperlink::Link;

/// Draws changes and the cells around them. Returns true if a character may have run over the end of the row.
pub(super) fn row(
    pen: &mut Pen,
    row: Row,
    shown: &mut [Seen],
    is_relinked: impl Fn(u16) -> bool,
    link: Option<&Link>,
) -> bool {
    let Row { y, cells } = row;
    let next = seen(cells);
    let is_drawn = drawn(shown, &next, is_relinked);
    let drawn = || next.iter().zip(cells).zip(0_u16..).zip(&is_drawn).filter(|(_, is_drawn)| **is_drawn);
    let drawn = || drawn().map(|(((seen, cell), x), _)| (seen, cell, x));
    let (unsure, sure) = (|| drawn().filter(|(seen, ..)| seen.reach > 0), drawn());
    let end = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    let mut is_over = false;
    for (seen, _, x) in unsure() {
        // Blanks first, because the terminal may draw the character narrower than its cells.
        for x in (x..end).take(usize::from(seen.columns)) {
            pen.go_to(Position { x, y }, cells);
            pen.link(link.filter(|link| link.holds(x, y)));
            pen.dip(seen.ink);
            pen.write(" ", Some(x + 1).filter(|next| *next < end));
        }
    }
    for (seen, cell, x) in unsure() {
        if u16::from(seen.reach) > end - x {
            is_over = true;
        }
        draw(pen, row, x, cell, seen, link);
    }
    // After the unsure characters, even if they come before them in the row.
    for (seen, cell, x) in sure.filter(|(seen, ..)| seen.reach == 0 && !seen.is_hidden()) {
        draw(pen, row, x, cell, seen, link);
    }
    shown.copy_from_slice(&next);
    is_over
}

/// Cells of a row as the terminal will show them.
fn seen(cells: &[Cell]) -> Vec<Seen> {
    let mut hidden = 0;
    let see = |(cell, x): (&Cell, usize)| {
        if x < hidden {
            return Seen::HIDDEN;
        }
        let seen = Seen::from_cell(cell);
        hidden = x + usize::from(seen.columns);
        seen
    };
    cells.iter().zip(0..).map(see).collect()
}

/// Changed cells, and all cells that a terminal may have covered with an unsure character near them.
fn drawn(before: &[Seen], next: &[Seen], is_relinked: impl Fn(u16) -> bool) -> Vec<bool> {
    let covered = covered(before, next);
    let is_other = |((before, next), x): ((&Seen, &Seen), u16)| !before.looks_like(next) || is_relinked(x);
    let mut drawn: Vec<bool> = before.iter().zip(next).zip(0..).map(is_other).collect();
    let mut at = 0;
    for part in covered.chunk_by(|one, other| one == other) {
        if part.first() == Some(&true) {
            spread(&mut drawn, at, part.len());
        }
        at += part.len();
    }
    drawn
}

/// Cells that a terminal may cover with unsure characters of either row. One without a column sits on the character
/// before it.
fn covered(before: &[Seen], next: &[Seen]) -> Vec<bool> {
    let mut covered = vec![false; next.len()];
    for (seen, x) in [before, next].into_iter().flat_map(|row| row.iter().zip(0_usize..)) {
        if seen.reach > 0 {
            let from = x.saturating_sub(1);
            let columns = x - from + usize::from(seen.reach);
            part(&mut covered, from, columns).fill(true);
        }
    }
    // One half of a wide character is not drawn without the other.
    for (seen, x) in next.iter().zip(0_usize..).filter(|(seen, _)| seen.columns > 1) {
        spread(&mut covered, x, seen.columns.into());
    }
    covered
}

/// Marks a whole part if one of its cells is marked.
fn spread(marks: &mut [bool], from: usize, columns: usize) {
    let part = part(marks, from, columns);
    if part.contains(&true) {
        part.fill(true);
    }
}

/// Fewer than `columns` cells at the end of the row.
fn part(marks: &mut [bool], from: usize, columns: usize) -> &mut [bool] {
    let (_, rest) = marks.split_at_mut(from.min(marks.len()));
    let columns = columns.min(rest.len());
    rest.split_at_mut(columns).0
}
