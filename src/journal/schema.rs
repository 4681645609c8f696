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
    let description = "One line of journal.jsonl, where strict-review keeps a review under way: how the session \
        started in line one, one event in every other. Each line is in canonical form (RFC 8785) and chained to the \
        one before by its hash. There is no event for an effect.";
    published(schema, "journal@2", "Line of a journal", description)
}
