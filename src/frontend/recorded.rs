//! Messages on recorded events, for the reviewer who gave the answer.

use super::names;
use crate::review::action::Event;
use crate::review::state::{Changed, Review};

/// `review` is the state after the event. Returns `None` for events without an answer, and for an opened item, which
/// the screen shows anyway.
pub(crate) fn recorded(event: &Event, review: &Review) -> Option<String> {
    let name = |item: &str| names::of_item(review, item);
    Some(match event {
        Event::Opened { .. }
        | Event::EvidenceListed { .. }
        | Event::EvidenceOpened { .. }
        | Event::LinesShown { .. }
        | Event::EvidenceChanged { .. }
        | Event::UpstreamDocumentChecked { .. }
        | Event::HandoffChanged { .. }
        | Event::RunbookChanged { .. }
        | Event::Reopened { .. }
        | Event::ChangedBack { .. }
        | Event::SittingBegan { .. } => return None,
        Event::Confirmed { item, .. } => format!("Confirmed: {}.", name(item)),
        Event::TakenBack { item } => format!("Answer taken back: {}.", name(item)),
        Event::MarkedNotApplicable { item, .. } => format!("Not applicable: {}.", name(item)),
        Event::ConcernRaised { item, .. } => format!("Concern recorded: {}.", name(item)),
        Event::ConcernAnswered { item, .. } => {
            format!("Concern answered: {}; the item is {}.", name(item), state(item, review))
        }
        Event::NoteWritten { item, .. } => format!("Note recorded: {}.", name(item)),
        Event::ReferenceEntered { item, .. } => format!("Reference recorded: {}.", name(item)),
        Event::WriteActionRefused { status, .. } => {
            format!(
                "Refused and recorded; requesting it gives {}.",
                names::of_status_with_literal(review, status)
            )
        }
        Event::Undone { item } => format!("Undone: {}.", changed(review.last_undone(item), item, review)),
        Event::Redone { item } => format!("Redone: {}.", changed(review.last_redone(item), item, review)),
        Event::Closed { .. } => "Closed.".to_owned(),
    })
}

fn changed(sort: Option<Changed>, item: &str, review: &Review) -> String {
    let name = names::of_item(review, item);
    match sort {
        Some(Changed::Note) => format!("the note on {name}"),
        Some(Changed::Reference) => format!("the reference entered for {name}"),
        Some(Changed::TakenBack) => format!("taking back {name}; the item is {}", state(item, review)),
        Some(Changed::Answer) | None => {
            format!("the last answer to {name}; the item is {}", state(item, review))
        }
    }
}

fn state(item: &str, review: &Review) -> &'static str {
    review.checklist().find(item).map_or("open", |index| review.state(index).word())
}
