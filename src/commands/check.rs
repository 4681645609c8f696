//! `check`: every finding and the status of each handoff.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::junit::{self, Case, Verdict};
use super::{error_json, handoff, write_json};
use crate::args::ReportFormat;
use crate::exit::{Exit, Failure, Stop};
use crate::files::shown;
use crate::review::finding::Finding;
use crate::review::handoff::DECISION;
use crate::review::outcome::Outcome;
use crate::review::plan::document;
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
    format: ReportFormat,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let mut exit = Exit::Ready;
    let (mut results, mut cases) = (Vec::new(), Vec::new());
    for path in files {
        let checked = check(runbook, path.as_ref());
        exit = exit.worst(checked.result.as_ref().map_or_else(|stop| stop.exit, |judged| judged.exit));
        if let Err(stop) = &checked.result {
            // A closed standard error is nobody to tell; the code still says it.
            let _ = writeln!(err, "strict-review: {stop}");
        }
        match format {
            ReportFormat::Text => write_text(out, &checked)?,
            ReportFormat::Json => results.push(to_json(&checked)),
            ReportFormat::Junit => cases.push(to_case(checked)),
        }
    }
    match format {
        ReportFormat::Text => {}
        ReportFormat::Json => {
            write_json(out, &json!({ "format": "strict-review/check@1", "results": results }))?;
        }
        ReportFormat::Junit => junit::write(out, "strict-review check", &cases)?,
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
        told(finding).lines().try_for_each(|line| writeln!(out, "  {line}"))?;
    }
    Ok(())
}

/// A finding in two lines.
fn told(finding: &Finding) -> String {
    let Finding { rule, pointer, message, expected, .. } = finding;
    let observed = finding.observed.as_ref().map(|observed| format!("; observed \"{observed}\""));
    let (rule, observed) = (rule.code(), observed.unwrap_or_default());
    format!("{rule} {pointer}: {message}\n    expected {expected}{observed}")
}

fn to_case(checked: Checked) -> Case {
    let verdict = match checked.result {
        Ok(Judged { exit: Exit::Ready, .. }) => Verdict::Passed,
        Ok(Judged { outcome, .. }) => {
            let findings = outcome.findings.iter().map(told);
            Verdict::Failed([outcome.status.clone()].into_iter().chain(findings).collect())
        }
        Err(stop) => Verdict::Error(stop.to_string()),
    };
    Case { name: checked.path, verdict }
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
            "findings": outcome.findings.iter().map(document::Finding::from).collect::<Vec<_>>(),
        }),
    }
}
