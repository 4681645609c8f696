//! Locks: steps and items that wait for earlier steps.

use super::{ItemState, Review};
use crate::review::checklist::{ItemIndex, StepKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    pub first: usize,
    /// Number of further steps to complete.
    pub more: usize,
}

impl Review {
    /// A phase waits for every step before it; it can be read while it is locked.
    ///
    /// An open concern completes an item here: it keeps the review from being ready, not the reviewer from seeing the
    /// rest.
    #[must_use]
    pub fn locked_by(&self, step: usize) -> Option<Lock> {
        let steps = self.checklist.steps();
        match steps.get(step)?.kind {
            StepKind::Phase(_) => {}
            StepKind::Handoff
            | StepKind::References
            | StepKind::Confirmations
            | StepKind::StopRules
            | StepKind::Packet => {
                return None;
            }
        }
        let walked = |index: &ItemIndex| self.answered(*index) || self.state(*index) == ItemState::Concern;
        let before = steps.iter().take(step).enumerate();
        let mut open = before.filter(|(_, earlier)| !earlier.items.iter().all(walked));
        let (first, _) = open.next()?;
        Some(Lock { first, more: open.count() })
    }

    /// Locked if every step that shows the item is locked.
    #[must_use]
    pub fn item_locked_by(&self, index: ItemIndex) -> Option<Lock> {
        let steps = self.checklist.steps().iter().enumerate();
        let showing = steps.filter(|(_, step)| step.items.contains(&index)).map(|(step, _)| step);
        let locks: Option<Vec<Lock>> = showing.map(|step| self.locked_by(step)).collect();
        locks?.first().copied()
    }
}
