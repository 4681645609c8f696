//! `schema`: the JSON Schemas of the files that this program reads and writes.

use std::io::{self, Write};

use clap::ValueEnum;

use crate::cli::args::SchemaName;
use crate::cli::exit::{Exit, Failure};
use crate::journal;
use crate::review::runbook::Runbook;
use crate::review::schema;

/// Lists the schemas if no name is given.
pub fn run(runbook: &Runbook, name: Option<SchemaName>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let Some(name) = name else {
        for known in SchemaName::value_variants().iter().filter_map(ValueEnum::to_possible_value) {
            let help = known.get_help().map(ToString::to_string).unwrap_or_default();
            writeln!(out, "{:<9} {help}", known.get_name())?;
        }
        return Ok(Exit::Ready);
    };
    let schema = match name {
        SchemaName::Runbook => schema::runbook(),
        SchemaName::Handoff => schema::handoff(runbook),
        SchemaName::Plan => schema::plan(runbook),
        SchemaName::Journal => journal::schema::line(),
        SchemaName::Openapi => schema::openapi(runbook),
    };
    let text = serde_json::to_string_pretty(&schema).map_err(io::Error::from)?;
    writeln!(out, "{}", in_ascii(&text))?;
    Ok(Exit::Ready)
}

/// Escapes all other characters: patterns contain blanks that would be invisible.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            ascii.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    ascii
}
