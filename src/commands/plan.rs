//! `plan`: the plan document of a request.

use std::io::Write;

use crate::args::Format;
use crate::exit::{Exit, Failure};
use crate::review::handoff::Handoff;
use crate::review::markdown;
use crate::review::plan::Plan;
use crate::review::runbook::{Kind, Runbook};

/// Prints the plan of a request.
///
/// # Errors
/// What writing to `out` said.
pub fn run(
    runbook: &Runbook,
    request: &Handoff,
    format: Format,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let plan = Plan::of_request(runbook, request);
    match format {
        Format::Json => out.write_all(&plan.bytes())?,
        Format::Text => out.write_all(markdown::of(plan.document()).as_bytes())?,
    }
    Ok(if plan.kind() == Kind::Ready { Exit::Ready } else { Exit::NotReady })
}
