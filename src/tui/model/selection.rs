//! Filter for open items. Counts stay those of all items, and nothing vanishes under the cursor.

use super::Model;
use super::filter::Filter;
use super::rows::Row;
use crate::review::state::Review;

impl Model {
    /// Toggles the filter; the same row stays selected.
    pub fn filter(&mut self, review: &Review) {
        let selected = self.selected(review);
        self.shown = match self.shown {
            Filter::All => Filter::holding(selected),
            Filter::Open { .. } => Filter::All,
        };
        self.reselect(review, selected);
    }

    /// Holds the selected row; the row held before goes if it is answered.
    pub fn hold_selected(&mut self, review: &Review) {
        if let Filter::Open { .. } = self.shown {
            // Rows may have come or gone since the cursor was placed.
            self.reselect(review, None);
            let selected = self.selected(review);
            self.shown = Filter::holding(selected);
            self.reselect(review, selected);
        }
    }

    /// Also selects an answered row while only open ones are shown.
    pub fn show_row(&mut self, review: &Review, row: Row) {
        if let Filter::Open { .. } = self.shown {
            self.shown = Filter::holding(Some(row));
        }
        self.reselect(review, Some(row));
    }

    /// Finds the row again after rows came or went. A row that is gone is replaced by the one at its index.
    fn reselect(&mut self, review: &Review, row: Option<Row>) {
        let rows = self.rows(review);
        let at = row.and_then(|row| rows.iter().position(|other| *other == row));
        if let Some(cursor) = self.cursors.get_mut(self.step) {
            *cursor = at.unwrap_or(*cursor).min(rows.len().saturating_sub(1));
        }
    }
}
