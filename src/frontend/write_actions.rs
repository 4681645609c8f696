//! Facts of a write action, which is always blocked.

use super::item_facts::{Fact, list};
use super::names;
use crate::review::state::Review;

/// Returns `None` if there is no such write action.
pub(crate) fn facts(review: &Review, effect: usize) -> Option<[Fact; 6]> {
    let effect = review.runbook().effects.get(effect)?;
    let attempts = match review.attempts().iter().filter(|attempt| attempt.effect == effect.id).count() {
        0 => "none; opening this is not recorded".to_owned(),
        count => format!("{count}, each in the journal and in the export"),
    };
    Some([
        Fact::new("What is blocked", effect.in_words()),
        Fact::new("Reason", &effect.why),
        Fact::new("Later stage", &effect.later_stage),
        Fact::new("Requesting it gives", names::of_status_with_literal(review, &effect.status)),
        Fact::new("Flags that stay false", list(&effect.flags)),
        Fact::new("Attempts on this action", attempts),
    ])
}
