//! Invariants that hold for every input, one file a target. The fuzz targets and the tests call the same functions.
//!
//! Each `hold` accepts any bytes and returns, or panics with the sentence that does not hold.

pub mod evidence_viewer;
pub mod handoff;
pub mod journal_line;
pub mod key_stream;
pub mod plain_lines;
pub mod plan_document;
pub mod runbook;

mod edits;
mod record;
mod samples;
mod shown;
mod supply;
