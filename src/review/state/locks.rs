//! Which steps and items wait for others.

use super::{ItemState, Review};
use crate::review::checklist::StepKind;

impl Review {
    /// The step that must be walked before this phase, if one is left. A phase may be read while it is locked.
    ///
    /// An open concern is an answer to walk on with: it keeps the review from being ready, not the reviewer
    /// from seeing the rest.
    #[must_use]
    pub fn locked_by(&self, step: usize) -> Option<usize> {
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
        steps.iter().take(step).position(|earlier| !earlier.items.iter().all(walked))
    }

    /// The lock of an item: locked where every step that shows it is locked.
    #[must_use]
    pub fn item_locked_by(&self, place: usize) -> Option<usize> {
        let steps = self.checklist.steps().iter().enumerate();
        let showing = steps.filter(|(_, step)| step.items.contains(&place)).map(|(index, _)| index);
        let locks: Option<Vec<usize>> = showing.map(|index| self.locked_by(index)).collect();
        locks?.first().copied()
    }
}
