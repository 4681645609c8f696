//! `verify`: checks of a plan document, alone and against its inputs.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::junit::{self, Case, Verdict};
use super::{replay as journal_file, write_json};
use crate::cli::args::{ReportFormat, Verify};
use crate::cli::exit::{CliError, Exit, Failure};
use crate::files::shown;
use crate::journal::replay::{self, ReplayError};
use crate::load::{evidence_folder, no_handoff, one_input, other_kind, read, unusable_input, upstream};
use crate::review::action::Found;
use crate::review::fingerprint::{Digest, DigestError};
use crate::review::limits;
use crate::review::moment::Moment;
use crate::review::plan::record::Record;
use crate::review::recognize::FileKind;
use crate::review::runbook::Runbook;
use crate::review::verify::{
    Check, CheckStatus, Now, Report, Required, Verified, VerifyError, Wanted, verify,
};

/// Prints every check; `now` is the latest date that the document may carry.
pub fn run(
    runbook: &Runbook,
    args: &Verify,
    now: Moment,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let path = shown(&args.file);
    let report = match verified(runbook, args, now) {
        Ok(report) => report,
        Err(stop) if args.format == ReportFormat::Junit => {
            junit::write(out, SUITE, &[Case { name: path, verdict: Verdict::Error(stop.to_string()) }], &[])?;
            // With standard error closed, the exit code still reports the failure.
            let _ = writeln!(err, "strict-review: {stop}");
            return Ok(stop.exit);
        }
        Err(stop) => return Err(stop.into()),
    };
    if args.format != ReportFormat::Text && report.status() > CheckStatus::Held {
        let _ = writeln!(err, "strict-review: {path}: {}", verdict(&report));
    }
    match args.format {
        ReportFormat::Text => write_text(out, &path, &report)?,
        ReportFormat::Json => write_json(out, &to_json(&path, &report))?,
        ReportFormat::Junit => junit::write(out, SUITE, &cases(&path, &report), &[])?,
    }
    Ok(exit(report.status()))
}

const SUITE: &str = "strict-review verify";

fn exit(standing: CheckStatus) -> Exit {
    match standing {
        CheckStatus::NotChecked | CheckStatus::Note | CheckStatus::Held => Exit::Ready,
        CheckStatus::NotReady => Exit::NotReady,
        CheckStatus::Stale => Exit::Stale,
        CheckStatus::Tampered => Exit::Tampered,
    }
}

fn verified(runbook: &Runbook, args: &Verify, now: Moment) -> Result<Report, CliError> {
    let named = [Some(args.file.as_path()), args.handoff.as_deref(), args.journal.as_deref()];
    let upstream = args.upstream.files.iter().map(|given| given.path.as_path());
    one_input(named.into_iter().flatten().chain(upstream))?;
    let fingerprint = noted("--fingerprint", args.fingerprint.as_deref())?;
    let runbook_fingerprint = noted("--runbook-fingerprint", args.runbook_fingerprint.as_deref())?;
    let bytes = read(&args.file, limits::PLAN.bytes)?;
    let wanted = if args.require_review { Wanted::Review } else { Wanted::Plan };
    let mut verified = verify(&bytes, runbook, wanted).map_err(|why| {
        let found = FileKind::recognize(&bytes, runbook);
        unverifiable(&args.file, found, &why)
    })?;
    verified.hold_clock(now);
    if let Some(noted) = fingerprint {
        verified.hold_noted_fingerprint(noted);
    }
    if let Some(noted) = runbook_fingerprint {
        verified.hold_noted_runbook(noted);
    }
    if let Some(path) = &args.handoff {
        let handoff = read(path, limits::HANDOFF.bytes)?;
        if let Some(other) = no_handoff(&handoff, runbook) {
            return Err(other_kind(path, other, "the handoff that was reviewed"));
        }
        let next = "Name the handoff or request the document was made from.";
        verified
            .recheck_handoff(&handoff)
            .map_err(|unusable| unusable_input(&shown(path), &unusable, next))?;
    }
    let documents = upstream::read(&args.upstream.files, runbook)?;
    let documents: Vec<_> = documents.iter().map(|given| (given.field.as_str(), &given.document)).collect();
    verified.recheck_upstream(&documents);
    if let Some(path) = &args.evidence {
        recheck_evidence(&mut verified, path)?;
    }
    if let Some(path) = &args.journal {
        recheck_journal(&mut verified, path)?;
    }
    verified.conclude(Required { journal: args.require_journal, evidence: args.require_evidence });
    Ok(verified.report)
}

/// Does not repeat invalid text: it may be a secret.
fn noted(flag: &str, typed: Option<&str>) -> Result<Option<Digest>, CliError> {
    let wrong = |not_a_digest: DigestError| {
        let next = "Give the whole fingerprint, as shown in the packet's .json or .md file.";
        CliError::new(Exit::Unusable, flag, not_a_digest.to_string(), next)
    };
    typed.map(str::parse).transpose().map_err(wrong)
}

/// Names the kind of a file that is no packet, rather than calling it a broken one.
fn unverifiable(path: &Path, found: Option<FileKind>, why: &VerifyError) -> CliError {
    let next = match (why, found) {
        (VerifyError::OtherStage { .. }, _) => "Name the runbook of that stage: --runbook FILE.",
        (VerifyError::OtherFormat, Some(FileKind::OtherPacket)) => {
            "Verify it with the version of strict-review that wrote it."
        }
        (
            VerifyError::Unusable(_) | VerifyError::OtherFormat,
            Some(
                kind @ (FileKind::Handoff
                | FileKind::Upstream
                | FileKind::Runbook
                | FileKind::Journal
                | FileKind::Output),
            ),
        ) => return other_kind(path, kind, "a packet"),
        (VerifyError::Unusable(unusable), _) => return unusable_input(&shown(path), unusable, EXPECTED),
        (VerifyError::OtherFormat, _) => EXPECTED,
    };
    CliError::new(Exit::Unusable, shown(path), why.to_string(), next)
}

const EXPECTED: &str = "Name a packet: the .json file of an export, or the output of `plan`. To check \
     evidence files against it, use `verify PACKET --evidence DIR`.";

fn recheck_evidence(verified: &mut Verified, path: &Path) -> Result<(), CliError> {
    let folder = evidence_folder(path)?;
    let mut now = BTreeMap::new();
    for pinned in verified.pinned() {
        if let Some(path) = pinned.path {
            let found = match folder.read(&path) {
                Ok((bytes, _)) => {
                    Now::File(Found { digest: Digest::compute(&bytes), bytes: bytes.len() as u64 })
                }
                Err(refused) if refused.is_trouble() && !refused.is_no_name() => {
                    Now::Unread(refused.to_string())
                }
                Err(refused) => Now::NoFile(refused.to_string()),
            };
            now.insert(pinned.field, found);
        }
    }
    verified.recheck_evidence(&now);
    Ok(())
}

fn recheck_journal(verified: &mut Verified, path: &Path) -> Result<(), CliError> {
    let bytes = read(path, limits::JOURNAL_BYTES_MAX)?;
    let rebuilt = match verified.record() {
        // Without a complete first line there is no journal.
        Some(record) if bytes.contains(&b'\n') => {
            journal_file::is_journal(path, &bytes)?;
            rebuilt(&bytes, record)
        }
        Some(_) | None => Err(format!("the journal {}", ReplayError::Empty)),
    };
    verified.recheck_journal(rebuilt.as_deref().map_err(String::as_str));
    Ok(())
}

/// Rebuilds the plan document at the journal line whose hash the record names.
fn rebuilt(bytes: &[u8], record: &Record) -> Result<Vec<u8>, String> {
    let whole = replay::replay(bytes).map_err(|broken| format!("the journal {broken}"))?;
    if whole.review.facts().session != record.session {
        return Err("the journal belongs to another session".to_owned());
    }
    let told = replay::up_to(bytes, record.journal_head).ok_or_else(|| {
        let torn = match whole.torn_bytes {
            0 => String::new(),
            torn => format!(" (ignored {torn} bytes of an incomplete last line)"),
        };
        format!("the journal ends before the export's last event{torn}: none of its lines has this hash")
    })?;
    let replayed = replay::replay(told).map_err(|broken| format!("the journal {broken}"))?;
    let plan = replayed.plan().ok_or("the journal has no closing call in the line with this hash")?;
    Ok(plan.bytes())
}

/// Result of the document, with the first check that fails.
fn verdict(report: &Report) -> String {
    let standing = report.status();
    if let Some(check) = report.first().filter(|_| standing > CheckStatus::Held) {
        return format!("{}: {}", standing.word(), line(check));
    }
    let told_by_journal = !report.unchecked.iter().any(|id| id == "journal");
    let review = match (report.review, told_by_journal) {
        (true, true) if report.piped => {
            "it records a review whose answers came through a pipe, as does its journal"
        }
        (true, true) => "it records a person's review, as does its journal",
        // Anyone who can write a file can write a review record, so only a journal shows that there was a review.
        (true, false) => "ready by its own content",
        (false, _) => "it records no review",
    };
    let status = report.status.as_deref().unwrap_or_default();
    let unchecked = match report.unchecked.as_slice() {
        [] => String::new(),
        unchecked => format!("; not checked: {}", unchecked.join(", ")),
    };
    format!("{}: {status}, {review}{unchecked}", standing.word())
}

fn line(check: &Check) -> String {
    let Check { id, place, message, .. } = check;
    let space = if place.is_empty() { "" } else { " " };
    format!("{id}{space}{place}: {message}")
}

fn write_text(out: &mut dyn Write, path: &str, report: &Report) -> io::Result<()> {
    writeln!(out, "{path}: {}", verdict(report))?;
    report.checks.iter().try_for_each(|check| writeln!(out, "  {:<11}  {}", check.status.word(), line(check)))
}

fn to_json(path: &str, report: &Report) -> Value {
    let check = |check: &Check| {
        let Check { id, status: standing, place, message } = check;
        json!({ "id": id, "result": standing.word(), "place": place, "message": message })
    };
    json!({
        "format": "strict-review/verify@1",
        "path": path,
        "exit": exit(report.status()).code(),
        "status": report.status,
        "review": report.review,
        "practice": report.practice,
        "checks": report.checks.iter().map(check).collect::<Vec<_>>(),
    })
}

/// One case per check; successive failures of one check share it.
fn cases(path: &str, report: &Report) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for check in &report.checks {
        let name = format!("{path}: {}", check.id);
        let reason = format!("{}: {}", check.status.word(), line(check));
        match cases.last_mut() {
            Some(Case { name: last, verdict: Verdict::Failed(reasons) }) if *last == name => {
                reasons.push(reason);
            }
            Some(_) | None if matches!(check.status, CheckStatus::Held | CheckStatus::Note) => {
                cases.push(Case { name, verdict: Verdict::Passed });
            }
            Some(_) | None if check.status == CheckStatus::NotChecked => {
                cases.push(Case { name, verdict: Verdict::Skipped(reason) });
            }
            Some(_) | None => cases.push(Case { name, verdict: Verdict::Failed(vec![reason]) }),
        }
    }
    cases
}
