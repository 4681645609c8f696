//! `replay`: the plan document of a closed review, rebuilt from its journal alone.

use std::io::Write;
use std::path::Path;

use super::withheld;
use crate::cli::args::Format;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::files::shown;
use crate::journal::replay::{self, ReplayError};
use crate::load::{other_kind, other_than, read};
use crate::review::recognize::FileKind;
use crate::review::runbook::Kind;
use crate::review::{limits, markdown, start};

/// Fails with 1 if the review is open, with 4 if the chain is broken, with 2 if the plan contains a likely
/// credential.
pub fn run(path: &Path, format: Format, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    let bytes = read(path, limits::JOURNAL_BYTES_MAX)?;
    is_journal(path, &bytes)?;
    let replayed = replay::replay(&bytes).map_err(|broken| tampered(path, &broken))?;
    if replayed.torn_bytes > 0 {
        // With standard error closed, the torn line is not reported.
        let torn = replayed.torn_bytes;
        let _ =
            writeln!(err, "strict-review: {}: ignored {torn} bytes of an incomplete last line", shown(path));
    }
    let plan = replayed.plan().ok_or_else(|| {
        let next = "Finish it in the console, or close it unfinished.";
        CliError::new(Exit::NotReady, shown(path), "the review in this journal is not closed", next)
    })?;
    if withheld::holds_secret(plan.document()) {
        // With any text replaced, it would not be the document that the review exported.
        let message = "the export of this journal contains text that looks like a credential, so it is not \
             printed";
        let next = "Run `strict-review sessions show` to see the rest, and review again without that text.";
        return Err(CliError::new(Exit::Unusable, shown(path), message, next).into());
    }
    match format {
        Format::Json => out.write_all(&plan.bytes())?,
        Format::Text => out.write_all(markdown::render(plan.document()).as_bytes())?,
    }
    // Practice is never ready, whatever its plan is.
    let ready = plan.kind() == Kind::Ready && !replayed.review.facts().practice;
    Ok(if ready { Exit::Ready } else { Exit::NotReady })
}

/// Checks the format only, not the chain. Fails with 2.
pub fn is_journal(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let why = match replay::format(bytes) {
        Some(format) if format == start::FORMAT => return Ok(()),
        Some(format) => ReplayError::Format(format).to_string(),
        None if bytes.contains(&b'\n') => format!("is not a journal; expected {} in line 1", start::FORMAT),
        None => ReplayError::Empty.to_string(),
    };
    if let Some(kind) = other_than(FileKind::Journal, bytes) {
        return Err(other_kind(path, kind, "a journal"));
    }
    let next = "Name a journal.jsonl; `strict-review sessions` lists where they are.";
    Err(CliError::new(Exit::Unusable, shown(path), why, next))
}

fn tampered(path: &Path, broken: &ReplayError) -> CliError {
    let next = "Keep the file: the lines before that one may still be useful.";
    CliError::new(Exit::Tampered, shown(path), format!("the journal {broken}"), next)
}
