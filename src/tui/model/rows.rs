//! Rows of a step that can be selected: items, decisions, write actions.

use crate::review::checklist::{ItemIndex, StepKind};
use crate::review::state::Review;

/// Rows of a page move in a list.
pub(crate) const ROWS_OF_A_PAGE: usize = 8;

/// A row that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Item(ItemIndex),
    /// Index in the runbook.
    Decision(usize),
    /// Index in the runbook.
    Effect(usize),
}

/// In their order on screen.
#[must_use]
pub fn of_step(review: &Review, step: usize) -> Vec<Row> {
    let Some(shown) = review.checklist().steps().get(step) else { return Vec::new() };
    let items = shown.items.iter().map(|index| Row::Item(*index));
    match shown.kind {
        StepKind::Phase(phase) => {
            let blocked =
                review.runbook().phases.get(phase).map(|phase| phase.effects.as_slice()).unwrap_or_default();
            let position = |id: &String| review.runbook().effects.iter().position(|effect| effect.id == *id);
            items.chain(blocked.iter().filter_map(position).map(Row::Effect)).collect()
        }
        StepKind::Packet => (0..review.runbook().decisions.len()).map(Row::Decision).collect(),
        StepKind::Handoff | StepKind::References | StepKind::Confirmations | StepKind::StopRules => {
            items.collect()
        }
    }
}

#[must_use]
pub fn effects(review: &Review) -> Vec<Row> {
    (0..review.runbook().effects.len()).map(Row::Effect).collect()
}
