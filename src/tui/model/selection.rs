//! The selected row, while only open items are shown and rows come and go.

use super::Model;
use super::filter::Shown;
use super::rows::Row;
use crate::review::state::Review;

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
