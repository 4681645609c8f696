//! Showing only what is open. Counts stay those of everything, and nothing vanishes under the cursor.

use super::Model;
use super::rows::Row;
use crate::review::state::Review;

/// Which rows of a step are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of them.
    All,
    /// Items that are open, and write actions, which are always visible.
    Open {
        /// The selected item. It stays once it is settled, until another row is selected: the same key again must not fall
        /// on an item that took its place.
        held: Option<usize>,
    },
}

impl Shown {
    /// Those of the rows that are shown.
    #[must_use]
    pub fn of(self, review: &Review, mut rows: Vec<Row>) -> Vec<Row> {
        if let Self::Open { held } = self {
            rows.retain(|row| match row {
                Row::Item(place) => !review.settled(*place) || held == Some(*place),
                Row::Decision(_) | Row::Effect(_) => true,
            });
        }
        rows
    }

    fn holding(row: Option<Row>) -> Self {
        let held = row.and_then(|row| match row {
            Row::Item(place) => Some(place),
            Row::Decision(_) | Row::Effect(_) => None,
        });
        Self::Open { held }
    }
}

impl Model {
    /// Shows only what is open, or all rows again; the same row stays selected.
    pub fn filter(&mut self, review: &Review) {
        let selected = self.selected(review);
        self.shown = match self.shown {
            Shown::All => Shown::holding(selected),
            Shown::Open { .. } => Shown::All,
        };
        self.reselect(review, selected);
    }

    /// Holds the row that is selected now; the one that was held so far goes if it is settled.
    pub fn hold_selected(&mut self, review: &Review) {
        if let Shown::Open { .. } = self.shown {
            // Rows may have come or gone since the cursor was put there.
            self.reselect(review, None);
            let selected = self.selected(review);
            self.shown = Shown::holding(selected);
            self.reselect(review, selected);
        }
    }

    /// Selects a row of the step that is shown, also one that is settled while only open ones are shown.
    pub fn show_row(&mut self, review: &Review, row: Row) {
        if let Shown::Open { .. } = self.shown {
            self.shown = Shown::holding(Some(row));
        }
        self.reselect(review, Some(row));
    }

    /// Finds the row anew where rows came or went; where it is gone, the one that stands there now.
    fn reselect(&mut self, review: &Review, row: Option<Row>) {
        let rows = self.rows(review);
        let at = row.and_then(|row| rows.iter().position(|other| *other == row));
        if let Some(cursor) = self.cursors.get_mut(self.step) {
            *cursor = at.unwrap_or(*cursor).min(rows.len().saturating_sub(1));
        }
    }
}
