//! Texts on steps: their titles, their purposes, and locks.

use crate::review::checklist::StepKind;
use crate::review::state::{Lock, Review};

pub(crate) const PRACTICE: &str = "Practice on a sample: nothing you do here counts, and the export says so.";

pub(crate) fn title(review: &Review, step: usize) -> String {
    review.checklist().steps().get(step).map(|step| step.title.clone()).unwrap_or_default()
}

/// Returns `None` for the packet.
pub(crate) fn purpose(review: &Review, kind: StepKind) -> Option<&str> {
    match kind {
        StepKind::Handoff => Some(&review.runbook().summary),
        StepKind::Phase(phase) => review.runbook().phases.get(phase).map(|phase| phase.purpose.as_str()),
        StepKind::References => Some("The documents this review is based on."),
        StepKind::Confirmations => {
            Some("Safety confirmations. Read each sentence; nothing is ticked for you.")
        }
        StepKind::StopRules => {
            Some("If one of these is hit, the stage stops. Confirm that you checked each.")
        }
        StepKind::Packet => None,
    }
}

pub(crate) fn until_complete(review: &Review, lock: &Lock) -> String {
    let step = title(review, lock.first);
    match lock.more {
        0 => format!("until {step} is finished"),
        1 => format!("until {step} and 1 more step are finished"),
        more => format!("until {step} and {more} more steps are finished"),
    }
}

pub(crate) fn locked(review: &Review, step: usize) -> Option<String> {
    let lock = review.locked_by(step)?;
    Some(format!("Locked {}. You can read on.", until_complete(review, &lock)))
}
