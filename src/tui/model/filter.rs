//! Showing only what is open. Counts stay those of everything, and nothing vanishes under the cursor.

use super::rows::Row;
use crate::review::checklist::ItemIndex;
use crate::review::state::Review;

/// Which rows of a step are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    All,
    /// Items that are open, and write actions, which are always visible.
    Open {
        /// The selected item. It stays once it is answered, until another row is selected: the same key again must not fall
        /// on an item that took its place.
        held: Option<ItemIndex>,
    },
}

impl Filter {
    /// Those of the rows that are shown.
    #[must_use]
    pub fn apply(self, review: &Review, mut rows: Vec<Row>) -> Vec<Row> {
        if let Self::Open { held } = self {
            rows.retain(|row| match row {
                Row::Item(index) => !review.answered(*index) || held == Some(*index),
                Row::Decision(_) | Row::Effect(_) => true,
            });
        }
        rows
    }

    pub(crate) fn holding(row: Option<Row>) -> Self {
        let held = row.and_then(|row| match row {
            Row::Item(index) => Some(index),
            Row::Decision(_) | Row::Effect(_) => None,
        });
        Self::Open { held }
    }
}
