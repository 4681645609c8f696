//! `plan`: the plan document of a request.

use std::io::Write;

use crate::cli::args;
use crate::cli::args::Format;
use crate::cli::exit::{Exit, Failure};
use crate::load::{handoff, one_input, upstream};
use crate::review::markdown;
use crate::review::plan::Plan;
use crate::review::runbook::{Kind, Runbook};

pub fn run(runbook: &Runbook, args: &args::Plan, out: &mut dyn Write) -> Result<Exit, Failure> {
    let upstream = args.upstream.files.iter().map(|given| given.path.as_path());
    one_input(std::iter::once(args.file.as_path()).chain(upstream))?;
    let request = handoff(&args.file, runbook)?;
    let documents = upstream::read(&args.upstream.files, runbook)?;
    let checks = upstream::checks(&documents, &request, runbook);
    let plan = Plan::of_request_with(runbook, &request, &checks);
    match args.format.unwrap_or(Format::Json) {
        Format::Json => out.write_all(&plan.bytes())?,
        Format::Text => out.write_all(markdown::render(plan.document()).as_bytes())?,
    }
    Ok(if plan.kind() == Kind::Ready { Exit::Ready } else { Exit::NotReady })
}
