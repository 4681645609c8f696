//! Position of the dialogue: a step, and an item in it if the step has items.

use crate::journal::place::LeftAt;
use crate::review::checklist::{ItemIndex, Step};
use crate::review::state::Review;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) step: usize,
    /// Index of the item in the step.
    pub(super) row: usize,
}

impl Place {
    /// First open item, otherwise the packet.
    pub(super) fn first(review: &Review) -> Self {
        let open = review.open_items().next().filter(|_| review.closing().is_none());
        open.and_then(|open| Self::find(review, open, 0)).unwrap_or_else(|| Self::last(review))
    }

    /// Returns `None` if the step or the item is gone.
    pub(super) fn left_at(review: &Review, at: &LeftAt) -> Option<Self> {
        let step = review.checklist().steps().iter().position(|step| step.id == at.step)?;
        match &at.item {
            Some(item) => Self::find(review, review.checklist().find(item)?, step),
            None => Self::step(review, step),
        }
    }

    /// The packet.
    pub(super) fn last(review: &Review) -> Self {
        Self { step: review.checklist().steps().len().saturating_sub(1), row: 0 }
    }

    /// Position of an item, in step `here` if that contains it.
    pub(super) fn find(review: &Review, item: ItemIndex, here: usize) -> Option<Self> {
        let steps = review.checklist().steps();
        let row = |step: usize| steps.get(step)?.items.iter().position(|shown| *shown == item);
        let found = |step: usize| row(step).map(|row| Self { step, row });
        found(here).or_else(|| (0..steps.len()).find_map(found))
    }

    /// Beginning of the step; `None` if it does not exist.
    pub(super) fn step(review: &Review, step: usize) -> Option<Self> {
        review.checklist().steps().get(step).map(|_| Self { step, row: 0 })
    }

    pub(super) fn shown(self, review: &Review) -> Option<&Step> {
        review.checklist().steps().get(self.step)
    }

    pub(super) fn item(self, review: &Review) -> Option<ItemIndex> {
        self.shown(review)?.items.get(self.row).copied()
    }

    /// Goes on into the next step.
    pub(super) fn next(self, review: &Review) -> Option<Self> {
        let more = self.shown(review).is_some_and(|step| self.row + 1 < step.items.len());
        if more { Some(Self { row: self.row + 1, ..self }) } else { Self::step(review, self.step + 1) }
    }

    /// Goes back into the step before.
    pub(super) fn previous(self, review: &Review) -> Option<Self> {
        if let Some(row) = self.row.checked_sub(1) {
            return Some(Self { row, ..self });
        }
        let step = self.step.checked_sub(1)?;
        let items = review.checklist().steps().get(step).map_or(0, |step| step.items.len());
        Some(Self { step, row: items.saturating_sub(1) })
    }

    /// Searches after this position, then from the beginning. Items that can be answered now come before locked ones.
    pub(super) fn next_open(self, review: &Review) -> Option<Self> {
        let steps = review.checklist().steps().iter().enumerate();
        let all: Vec<(Self, ItemIndex)> = steps
            .flat_map(|(step, shown)| {
                shown.items.iter().enumerate().map(move |(row, item)| (Self { step, row }, *item))
            })
            .collect();
        let before =
            all.iter().take_while(|(place, _)| (place.step, place.row) <= (self.step, self.row)).count();
        let ahead = all.iter().skip(before).chain(all.iter().take(before));
        let open: Vec<&(Self, ItemIndex)> = ahead.filter(|(_, item)| !review.answered(*item)).collect();
        let answerable = open.iter().find(|(_, item)| review.item_locked_by(*item).is_none());
        answerable.or(open.first()).map(|(place, _)| *place)
    }
}
