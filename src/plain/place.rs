//! Where the dialogue is: a step, and an item in it if the step has items.

use crate::journal::place::LeftAt;
use crate::review::checklist::Step;
use crate::review::state::Review;

/// A place among the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The step.
    pub(super) step: usize,
    /// The item, by its count in the step.
    pub(super) row: usize,
}

impl Place {
    /// Where a review begins or goes on: the first open item, else the packet.
    pub(super) fn first(review: &Review) -> Self {
        let open = review.open_items().next().filter(|_| review.closing().is_none());
        open.and_then(|open| Self::of(review, open, 0)).unwrap_or_else(|| Self::last(review))
    }

    /// Where a session was left, if that is still there.
    pub(super) fn left_at(review: &Review, at: &LeftAt) -> Option<Self> {
        let step = review.checklist().steps().iter().position(|step| step.id == at.step)?;
        match &at.item {
            Some(item) => Self::of(review, review.checklist().find(item)?, step),
            None => Self::step(review, step),
        }
    }

    /// The last step: the packet.
    pub(super) fn last(review: &Review) -> Self {
        Self { step: review.checklist().steps().len().saturating_sub(1), row: 0 }
    }

    /// The place of an item. One that two steps show is shown in this step, if it does.
    pub(super) fn of(review: &Review, item: usize, here: usize) -> Option<Self> {
        let steps = review.checklist().steps();
        let row = |step: usize| steps.get(step)?.items.iter().position(|place| *place == item);
        let found = |step: usize| row(step).map(|row| Self { step, row });
        found(here).or_else(|| (0..steps.len()).find_map(found))
    }

    /// The beginning of a step, if there is one of that number.
    pub(super) fn step(review: &Review, step: usize) -> Option<Self> {
        review.checklist().steps().get(step).map(|_| Self { step, row: 0 })
    }

    /// The step.
    pub(super) fn shown(self, review: &Review) -> Option<&Step> {
        review.checklist().steps().get(self.step)
    }

    /// The item, by its place in the checklist.
    pub(super) fn item(self, review: &Review) -> Option<usize> {
        self.shown(review)?.items.get(self.row).copied()
    }

    /// The place behind it, over the border of a step.
    pub(super) fn next(self, review: &Review) -> Option<Self> {
        let more = self.shown(review).is_some_and(|step| self.row + 1 < step.items.len());
        if more { Some(Self { row: self.row + 1, ..self }) } else { Self::step(review, self.step + 1) }
    }

    /// The place before it, over the border of a step.
    pub(super) fn previous(self, review: &Review) -> Option<Self> {
        if let Some(row) = self.row.checked_sub(1) {
            return Some(Self { row, ..self });
        }
        let step = self.step.checked_sub(1)?;
        let items = review.checklist().steps().get(step).map_or(0, |step| step.items.len());
        Some(Self { step, row: items.saturating_sub(1) })
    }

    /// The next open item behind it, and then from the beginning; one that can be answered now comes before those that
    /// are locked.
    pub(super) fn next_open(self, review: &Review) -> Option<Self> {
        let steps = review.checklist().steps().iter().enumerate();
        let all: Vec<(Self, usize)> = steps
            .flat_map(|(step, shown)| {
                shown.items.iter().enumerate().map(move |(row, item)| (Self { step, row }, *item))
            })
            .collect();
        let before =
            all.iter().take_while(|(place, _)| (place.step, place.row) <= (self.step, self.row)).count();
        let ahead = all.iter().skip(before).chain(all.iter().take(before));
        let open: Vec<&(Self, usize)> = ahead.filter(|(_, item)| !review.settled(*item)).collect();
        let answerable = open.iter().find(|(_, item)| review.item_locked_by(*item).is_none());
        answerable.or(open.first()).map(|(place, _)| *place)
    }
}
