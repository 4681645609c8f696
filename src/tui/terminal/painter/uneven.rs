//! Rows with signs for which terminals take more or fewer columns than the console counts.
//!
//! Whatever a terminal makes of such a sign, every other cell of its row shows what the frame has there: the cells of the
//! sign are blank before it is drawn, nothing is drawn from where the cursor is behind it, and the letters that it may
//! have covered are drawn over it.

use ratatui::buffer::Cell;
use ratatui::layout::Position;

use super::pen::Pen;
use super::{Seen, draw};
use crate::tui::terminal::hyperlink::Link;

/// Draws what changed in a row, and what stands about it; returns whether a sign may have gone over the end of the row.
pub(super) fn row(
    pen: &mut Pen,
    (y, cells): (u16, &[Cell]),
    shown: &mut [Seen],
    is_relinked: impl Fn(u16) -> bool,
    link: Option<&Link>,
) -> bool {
    let next = seen(cells);
    let is_drawn = drawn(shown, &next, is_relinked);
    let drawn = || next.iter().zip(cells).zip(0_u16..).zip(&is_drawn).filter(|(_, is_drawn)| **is_drawn);
    let drawn = || drawn().map(|(((seen, cell), x), _)| (seen, cell, x));
    let (unsure, sure) = (|| drawn().filter(|(seen, ..)| seen.reach > 0), drawn());
    let end = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    let mut is_over = false;
    for (seen, _, x) in unsure() {
        for x in (x..end).take(usize::from(seen.columns)) {
            pen.go_to(Position { x, y }, cells);
            pen.link(link.filter(|link| link.holds(x, y)));
            pen.dip(seen.ink);
            pen.write(" ", Some(x + 1).filter(|next| *next < end), true);
        }
    }
    for (seen, cell, x) in unsure() {
        if u16::from(seen.reach) > end - x {
            is_over = true;
        }
        draw(pen, (y, cells), (x, cell), seen, link);
    }
    // Behind the signs, though some stand before them.
    for (seen, cell, x) in sure.filter(|(seen, ..)| seen.reach == 0 && !seen.is_hidden()) {
        draw(pen, (y, cells), (x, cell), seen, link);
    }
    shown.copy_from_slice(&next);
    is_over
}

/// The cells of a row as they will stand on the terminal.
fn seen(cells: &[Cell]) -> Vec<Seen> {
    let mut hidden = 0;
    let see = |(cell, x): (&Cell, usize)| {
        if x < hidden {
            return Seen::HIDDEN;
        }
        let seen = Seen::of(cell);
        hidden = x + usize::from(seen.columns);
        seen
    };
    cells.iter().zip(0..).map(see).collect()
}

/// Which cells are drawn: those that changed, and where unsure signs go, come or stay among them, all that any terminal
/// may have covered with one.
fn drawn(before: &[Seen], next: &[Seen], is_relinked: impl Fn(u16) -> bool) -> Vec<bool> {
    let covered = covered(before, next);
    let is_other = |((before, next), x): ((&Seen, &Seen), u16)| !before.stands_for(next) || is_relinked(x);
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

/// Which cells a terminal may cover with unsure signs that stand there or come to stand there. A sign without a column
/// sits on what is before it.
fn covered(before: &[Seen], next: &[Seen]) -> Vec<bool> {
    let mut covered = vec![false; next.len()];
    for (seen, x) in [before, next].into_iter().flat_map(|row| row.iter().zip(0_usize..)) {
        if seen.reach > 0 {
            let from = x.saturating_sub(1);
            let columns = x - from + usize::from(seen.reach);
            part(&mut covered, from, columns).fill(true);
        }
    }
    // Half a wide character is not drawn without the other.
    for (seen, x) in next.iter().zip(0_usize..).filter(|(seen, _)| seen.columns > 1) {
        spread(&mut covered, x, seen.columns.into());
    }
    covered
}

/// Marks a whole part of a row where one cell of it is marked.
fn spread(marks: &mut [bool], from: usize, columns: usize) {
    let part = part(marks, from, columns);
    if part.contains(&true) {
        part.fill(true);
    }
}

/// So many cells of a row, or those that are left.
fn part(marks: &mut [bool], from: usize, columns: usize) -> &mut [bool] {
    let (_, rest) = marks.split_at_mut(from.min(marks.len()));
    let columns = columns.min(rest.len());
    rest.split_at_mut(columns).0
}
