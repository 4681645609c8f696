//! The JSON Schema of a line of a journal.

use serde_json::{Value, json};

use super::entry::Entry;
use crate::review::action::Event;
use crate::review::schema::{generator, published};
use crate::review::start::Start;

/// Line one holds the start of a session, every other line an event. No schema can express the numbering and the hash
/// chain.
#[must_use]
pub fn line() -> Value {
    let mut generator = generator();
    let lines = [generator.subschema_for::<Entry<Start>>(), generator.subschema_for::<Entry<Event>>()];
    let schema = json!({ "oneOf": lines, "$defs": generator.take_definitions(true) });
    let description = "One line of journal.jsonl, where strict-review records a review in progress: line \
         one holds how the session started, every other line one event. Each line is in canonical form (RFC \
         8785) and chained to the line before by its hash. No event exists for a write action.";
    published(schema, "journal@2", "Journal line", description)
}
