//! Headless commands, one a file. Data goes to `out`; messages reach the caller as a [`CliError`].

pub mod check;
pub mod completions;
pub mod config;
pub mod diff;
pub mod doctor;
pub mod explain;
pub mod junit;
pub mod man;
pub mod plan;
pub mod policy;
pub mod replay;
pub mod schema;
pub mod sessions;
pub mod verify;
mod withheld;

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::cli::exit::CliError;
use crate::review::canonical;
use crate::review::runbook::Warning;

pub fn write_warnings(warnings: &[Warning], to: &mut dyn Write) -> io::Result<()> {
    warnings.iter().try_for_each(|warning| writeln!(to, "runbook warning {warning}"))
}

/// Writes canonical JSON and a newline.
pub fn write_json(out: &mut dyn Write, value: &Value) -> io::Result<()> {
    out.write_all(&canonical::bytes(value))?;
    out.write_all(b"\n")
}

#[must_use]
pub fn error_json(stop: &CliError) -> Value {
    json!({
        "format": "strict-review/error@1",
        "exit": stop.exit.code(),
        "place": stop.place,
        "message": stop.message,
        "next": stop.next,
    })
}
