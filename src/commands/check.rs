//! `check`: every finding and the status of each handoff.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::{error_json, handoff, write_json};
use crate::args::Format;
use crate::exit::{Exit, Failure, Stop};
use crate::files::shown;
use crate::review::finding::Finding;
use crate::review::outcome::Outcome;
use crate::review::runbook::{Kind, Runbook};

/// What one file gave.
struct Checked {
    path: String,
    result: Result<(Outcome, Exit), Stop>,
}

/// Checks files one after the other; one that cannot be used does not stop the rest.
///
/// # Errors
/// What writing to `out` said.
pub fn run(
    runbook: &Runbook,
    files: &[impl AsRef<Path>],
    format: Format,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let mut exit = Exit::Ready;
    let mut results = Vec::new();
    for path in files {
        let checked = check(runbook, path.as_ref());
        exit = exit.worst(checked.result.as_ref().map_or_else(|stop| stop.exit, |(_, exit)| *exit));
        if let Err(stop) = &checked.result {
            // A closed standard error is nobody to tell; the code still says it.
            let _ = writeln!(err, "strict-review: {stop}");
        }
        match format {
            Format::Text => write_text(out, &checked)?,
            Format::Json => results.push(to_json(&checked)),
        }
    }
    if format == Format::Json {
        write_json(out, &json!({ "format": "strict-review/check@1", "results": results }))?;
    }
    Ok(exit)
}

fn check(runbook: &Runbook, path: &Path) -> Checked {
    let result = handoff(path, runbook).map(|handoff| {
        // A document that says which decision it asks for is judged by it; one that does not is judged for
        // fitness to be reviewed.
        let asks = handoff.decision().is_some() || handoff.refusal("decision").is_some();
        let outcome = if asks {
            Outcome::of_request(runbook, &handoff)
        } else {
            Outcome::of_fitness(runbook, &handoff)
        };
        let ready = if asks { outcome.kind == Kind::Ready } else { outcome.fit_for_review() };
        let exit = if ready { Exit::Ready } else { Exit::NotReady };
        (outcome, exit)
    });
    Checked { path: shown(path), result }
}

fn write_text(out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
    let Ok((outcome, exit)) = &checked.result else { return Ok(()) };
    let verdict = match (outcome.kind == Kind::Ready, exit) {
        (false, Exit::Ready) => ", fit to be reviewed",
        _ => "",
    };
    writeln!(out, "{}: {}{verdict}", checked.path, outcome.status)?;
    for finding in &outcome.findings {
        write_finding(out, finding)?;
    }
    Ok(())
}

fn write_finding(out: &mut dyn Write, finding: &Finding) -> io::Result<()> {
    writeln!(out, "  {} {}: {}", finding.rule.code(), finding.pointer, finding.message)?;
    write!(out, "      expected {}", finding.expected)?;
    match &finding.observed {
        Some(observed) => writeln!(out, "; observed \"{observed}\""),
        None => writeln!(out),
    }
}

fn to_json(checked: &Checked) -> Value {
    match &checked.result {
        Err(stop) => json!({ "path": checked.path, "exit": stop.exit.code(), "error": error_json(stop) }),
        Ok((outcome, exit)) => json!({
            "path": checked.path,
            "exit": exit.code(),
            "status": outcome.status,
            "decision": outcome.decision,
            "findings": outcome.findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
        }),
    }
}
