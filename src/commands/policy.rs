//! `policy`: the runbook's requirements and blocked actions.

use std::io::Write;

use serde_json::Value;

use crate::cli::args::Format;
use crate::cli::exit::{Exit, Failure};
use crate::review::policy::Policy;
use crate::review::runbook::Runbook;

pub fn run(runbook: &Runbook, format: Format, out: &mut dyn Write) -> Result<Exit, Failure> {
    let policy = Policy::from_runbook(runbook);
    match format {
        Format::Json => out.write_all(&policy.bytes())?,
        Format::Text => {
            for (name, value) in policy.members() {
                match value {
                    Value::Array(values) => {
                        writeln!(out, "{name}:")?;
                        values.iter().try_for_each(|value| writeln!(out, "  - {}", plain(value)))?;
                    }
                    value => writeln!(out, "{name}: {}", plain(value))?,
                }
            }
        }
    }
    Ok(Exit::Ready)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
