//! Which steps and items wait for others.

use super::{ItemState, Review};
use crate::review::checklist::StepKind;

/// What a phase waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The first step that must be walked.
    pub first: usize,
    /// How many more must be.
    pub more: usize,
}

impl Review {
    /// What must be walked before this phase, if anything is left: every step before it. A phase may be read while it is locked.
    ///
    /// An open concern is an answer to walk on with: it keeps the review from being ready, not the reviewer
    /// from seeing the rest.
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
        let walked = |place: &usize| self.settled(*place) || self.state(*place) == ItemState::Concern;
        let before = steps.iter().take(step).enumerate();
        let mut open = before.filter(|(_, earlier)| !earlier.items.iter().all(walked));
        let (first, _) = open.next()?;
        Some(Lock { first, more: open.count() })
    }

    /// The lock of an item: locked where every step that shows it is locked.
    #[must_use]
    pub fn item_locked_by(&self, place: usize) -> Option<Lock> {
        let steps = self.checklist.steps().iter().enumerate();
        let showing = steps.filter(|(_, step)| step.items.contains(&place)).map(|(index, _)| index);
        let locks: Option<Vec<Lock>> = showing.map(|index| self.locked_by(index)).collect();
        locks?.first().copied()
    }
}
