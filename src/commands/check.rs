//! `check`: every finding and the status of each handoff.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::{error_json, handoff, write_json};
use crate::args::Format;
use crate::exit::{Exit, Failure, Stop};
use crate::files::shown;
use crate::review::finding::Finding;
use crate::review::handoff::DECISION;
use crate::review::outcome::Outcome;
use crate::review::runbook::{Kind, Runbook};

/// What one file gave.
struct Checked {
    path: String,
    result: Result<Judged, Stop>,
}

struct Judged {
    outcome: Outcome,
    by: By,
    exit: Exit,
}

/// By which decision a document is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Its own.
    Its,
    /// One that is assumed, for it carries none: judged for fitness to be reviewed.
    Assumed,
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
        exit = exit.worst(checked.result.as_ref().map_or_else(|stop| stop.exit, |judged| judged.exit));
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
        let own = handoff.decision().is_some() || handoff.refusal(DECISION).is_some();
        let (by, outcome) = if own {
            (By::Its, Outcome::of_request(runbook, &handoff))
        } else {
            (By::Assumed, Outcome::of_fitness(runbook, &handoff))
        };
        let ready = if own { outcome.kind == Kind::Ready } else { outcome.fit_for_review() };
        Judged { outcome, by, exit: if ready { Exit::Ready } else { Exit::NotReady } }
    });
    Checked { path: shown(path), result }
}

fn write_text(out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
    let Ok(Judged { outcome, by, exit }) = &checked.result else { return Ok(()) };
    let verdict = if (*by, *exit) == (By::Assumed, Exit::Ready) { ", fit to be reviewed" } else { "" };
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
        Ok(Judged { outcome, by, exit }) => json!({
            "path": checked.path,
            "exit": exit.code(),
            "status": outcome.status,
            "decision": outcome.decision,
            "decisionAssumed": *by == By::Assumed,
            "fit": *exit == Exit::Ready,
            "findings": outcome.findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
        }),
    }
}
