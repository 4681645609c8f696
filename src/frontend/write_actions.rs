//! Facts of a write action, which is always blocked.

use super::item_facts::{Fact, list};
use crate::review::state::Review;

/// Returns `None` if there is no such write action.
pub(crate) fn facts(review: &Review, effect: usize) -> Option<[Fact; 6]> {
    let effect = review.runbook().effects.get(effect)?;
    let attempts = match review.attempts().iter().filter(|attempt| attempt.effect == effect.id).count() {
        0 => "none; opening this is not recorded".to_owned(),
        count => format!("{count}, each in the journal and in the export"),
    };
    Some([
        Fact::new("What is blocked", &effect.action),
        Fact::new("Reason", &effect.why),
        Fact::new("Belongs to", &effect.later_stage),
        Fact::new("Requesting it gives", &effect.status),
        Fact::new("Flags that stay false", list(&effect.flags)),
        Fact::new("Attempts on this action", attempts),
    ])
}
