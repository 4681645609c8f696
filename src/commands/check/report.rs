//! One document judged, and written in the chosen format.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use super::contradictions::{Reference, references};
use crate::cli::args::{FailOn, ReportFormat};
use crate::cli::exit::{CliError, Exit};
use crate::commands::error_json;
use crate::commands::junit::{Case, Verdict as CaseVerdict};
use crate::files::evidence::EvidenceFolder;
use crate::load::{A_HANDOFF, HANDOFF_EXPECTED, no_handoff, other_kind, unusable_input, upstream};
use crate::review::canonical;
use crate::review::finding::{Finding, Rule};
use crate::review::handoff::{Handoff, Verdict};
use crate::review::outcome::{By, Outcome};
use crate::review::problem::ParseError;
use crate::review::recognize::FileKind;
use crate::review::runbook::{Kind, Runbook, Warning};
use crate::review::upstream::UpstreamCheck;
use crate::session::upstream::Upstream;

struct Evaluation<'a> {
    place: Place<'a>,
    outcome: Outcome,
    by: By,
    fit: bool,
    evidence: Option<&'a [Reference]>,
    warnings: &'a [Warning],
    checks: &'a [UpstreamCheck],
}

#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// Path as messages show it.
    pub(super) path: &'a str,
    /// Line number, if the file holds one document a line.
    pub(super) line: Option<u64>,
}

#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) runbook: &'a Runbook,
    pub(super) documents: &'a [Upstream],
    pub(super) folder: Option<&'a EvidenceFolder>,
    pub(super) format: ReportFormat,
}

#[derive(Default)]
pub(super) struct Told {
    /// For standard output. JSON has one result a line.
    pub(super) out: Vec<u8>,
    pub(super) err: Vec<u8>,
    /// For JUnit, whose report is written at the end.
    pub(super) cases: Vec<Case>,
    pub(super) counts: Counts,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) ready: u64,
    pub(super) not_ready: u64,
    pub(super) unusable: u64,
    /// Files that could not be read; `unusable` includes them.
    pub(super) unread: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        self.ready += other.ready;
        self.not_ready += other.not_ready;
        self.unusable += other.unusable;
        self.unread += other.unread;
    }

    /// Exit code of the worst document that counts as a failure. A file that could not be read always counts: nothing
    /// is known of it.
    pub(super) fn exit(self, fail_on: FailOn) -> Exit {
        match (self, fail_on) {
            (Self { unread: 1.., .. }, _)
            | (Self { unusable: 1.., .. }, FailOn::NotReady | FailOn::Unusable) => Exit::Unusable,
            (Self { not_ready: 1.., .. }, FailOn::NotReady) => Exit::NotReady,
            (Self { .. }, _) => Exit::Ready,
        }
    }
}

impl Place<'_> {
    pub(super) fn stop(self, unusable: &ParseError) -> CliError {
        let Some(line) = self.line else { return unusable_input(self.path, unusable, HANDOFF_EXPECTED) };
        let column = unusable.place.map(|at| format!(":{}", at.column)).unwrap_or_default();
        let next = "Expected one JSON object on this line; the other lines are still checked.";
        let place = format!("{}:{line}{column}", self.path);
        CliError::new(Exit::Unusable, place, unusable.to_string(), next)
    }
}

impl Place<'_> {
    fn other(self, kind: FileKind) -> CliError {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        CliError { place: format!("{}{line}", self.path), ..other_kind(Path::new(""), kind, A_HANDOFF) }
    }
}

impl Told {
    pub(super) fn clear(&mut self) {
        self.out.clear();
        self.err.clear();
        self.cases.clear();
        self.counts = Counts::default();
    }

    pub(super) fn judge(&mut self, place: Place, bytes: &[u8], judge: Judge) {
        let Judge { runbook, documents, folder, format } = judge;
        if let Some(kind) = no_handoff(bytes, runbook) {
            return self.stopped(place, &place.other(kind), format);
        }
        let judged = if documents.is_empty() {
            Verdict::of(bytes, runbook).map(|verdict| (verdict, Vec::new()))
        } else {
            Handoff::parse(bytes, runbook).map(|handoff| {
                let checks = upstream::checks(documents, &handoff, runbook);
                let found = checks.iter().flat_map(|check| check.findings(runbook));
                (handoff.verdict(found), checks)
            })
        };
        match judged {
            Ok((verdict, checks)) => {
                let evidence = folder.map(|folder| references(bytes, runbook, folder));
                let (outcome, by) = Outcome::of_either(runbook, verdict);
                let fit = match by {
                    By::Its => outcome.kind == Kind::Ready,
                    By::Assumed => outcome.fit_for_review(),
                };
                let (evidence, warnings) = (evidence.as_deref(), runbook.warnings());
                let evaluation = Evaluation { place, outcome, by, fit, evidence, warnings, checks: &checks };
                self.judged(&evaluation, format);
            }
            Err(unusable) => self.stopped(place, &place.stop(&unusable), format),
        }
    }

    fn judged(&mut self, evaluation: &Evaluation, format: ReportFormat) {
        let count = if evaluation.fit { &mut self.counts.ready } else { &mut self.counts.not_ready };
        *count += 1;
        // Writing to memory cannot fail.
        let _ = match format {
            ReportFormat::Text => evaluation.write_text(&mut self.out),
            ReportFormat::Json => evaluation.write_json(&mut self.out),
            ReportFormat::Junit => {
                for reference in evaluation.evidence.into_iter().flatten() {
                    let _ = writeln!(self.err, "strict-review: {}: {reference}", evaluation.place.path);
                }
                self.cases.push(evaluation.case());
                Ok(())
            }
        };
    }

    pub(super) fn unread(&mut self, place: Place, stop: &CliError, format: ReportFormat) {
        self.counts.unread += 1;
        self.stopped(place, stop, format);
    }

    pub(super) fn stopped(&mut self, place: Place, stop: &CliError, format: ReportFormat) {
        self.counts.unusable += 1;
        let _ = writeln!(self.err, "strict-review: {stop}");
        match format {
            ReportFormat::Text => {}
            ReportFormat::Json => {
                let mut result =
                    json!({ "path": place.path, "exit": stop.exit.code(), "error": error_json(stop) });
                if let (Some(line), Some(members)) = (place.line, result.as_object_mut()) {
                    members.insert("line".to_owned(), line.into());
                }
                self.out.extend(canonical::bytes(&result));
                self.out.push(b'\n');
            }
            ReportFormat::Junit => {
                let verdict = CaseVerdict::Error(stop.to_string());
                self.cases.push(Case { name: place.path.to_owned(), verdict });
            }
        }
    }
}

impl Evaluation<'_> {
    fn write_text(&self, out: &mut impl Write) -> io::Result<()> {
        let Self { place: Place { path, line }, outcome, by, .. } = self;
        let verdict = if self.fit && *by == By::Assumed { ", fit for review" } else { "" };
        let status = &outcome.status;
        match line {
            Some(line) => writeln!(out, "{path}:{line}: {status}{verdict}")?,
            None => writeln!(out, "{path}: {status}{verdict}")?,
        }
        for check in self.checks {
            let (words, bytes) = (check.words(), check.bytes);
            writeln!(out, "  upstream document of {}: {words} ({bytes} bytes)", check.field)?;
        }
        // Nobody has confirmed anything when a handoff is sent, so one line sums up the missing confirmations.
        let is_awaited = |finding: &&Finding| *by == By::Assumed && finding.rule == Rule::ConfirmationMissing;
        let awaited = outcome.findings.iter().filter(is_awaited).count();
        for finding in outcome.findings.iter().filter(|finding| !is_awaited(finding)) {
            finding_words(finding).lines().try_for_each(|line| writeln!(out, "  {line}"))?;
        }
        match awaited {
            0 => {}
            1 => writeln!(out, "  1 confirmation is left for the review")?,
            _ => writeln!(out, "  {awaited} confirmations are left for the review")?,
        }
        let mut references = self.evidence.into_iter().flatten();
        references.try_for_each(|reference| writeln!(out, "  {reference}"))
    }

    fn write_json(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let Self { place: Place { path, line }, ref outcome, by, fit, evidence, warnings, checks } = *self;
        let judged = Judged {
            decision: outcome.decision.as_deref(),
            decision_assumed: by == By::Assumed,
            evidence,
            exit: if fit { Exit::Ready } else { Exit::NotReady }.code(),
            findings: outcome.findings.iter().map(Found::from).collect(),
            fit,
            line,
            path,
            status: &outcome.status,
            // A tree, whose members are in the order of the canonical form.
            upstream_documents: checks.iter().map(|check| json!(check)).collect(),
            warnings,
        };
        serde_json::to_writer(&mut *out, &judged)?;
        out.push(b'\n');
        Ok(())
    }

    fn case(&self) -> Case {
        let findings = self.outcome.findings.iter().map(finding_words);
        let verdict = if self.fit {
            CaseVerdict::Passed
        } else {
            CaseVerdict::Failed([self.outcome.status.clone()].into_iter().chain(findings).collect())
        };
        Case { name: self.place.path.to_owned(), verdict }
    }
}

fn finding_words(finding: &Finding) -> String {
    let Finding { rule, pointer, message, expected, .. } = finding;
    let observed = finding.observed.as_ref().map(|observed| format!("; observed \"{observed}\""));
    let (rule, observed) = (rule.code(), observed.unwrap_or_default());
    format!("{rule} {pointer}: {message}\n    expected {expected}{observed}")
}

/// Result for JSON. Its members are in the order of the canonical form (RFC 8785), so that it is written without a
/// tree.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Judged<'a> {
    decision: Option<&'a str>,
    decision_assumed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a [Reference]>,
    exit: u8,
    findings: Vec<Found<'a>>,
    fit: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    path: &'a str,
    status: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    upstream_documents: Vec<Value>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [Warning],
}

#[derive(Serialize)]
struct Found<'a> {
    expected: &'a str,
    message: &'a str,
    observed: Option<&'a str>,
    pointer: &'a str,
    rule: &'a str,
}

impl<'a> From<&'a Finding> for Found<'a> {
    fn from(finding: &'a Finding) -> Self {
        let Finding { rule, pointer, expected, observed, message, .. } = finding;
        Self { expected, message, observed: observed.as_deref(), pointer, rule: rule.code() }
    }
}
