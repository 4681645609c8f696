//! Opens what the command line names: runbook, handoff, evidence folder, upstream documents.

pub mod review;
pub(crate) mod sample;
pub mod upstream;

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use crate::cli::exit::{CliError, Exit};
use crate::files::evidence::EvidenceFolder;
use crate::files::{self, ReadError, shown};
use crate::review::handoff::Handoff;
use crate::review::limits;
use crate::review::problem::ParseError;
use crate::review::recognize::FileKind;
use crate::review::runbook::{Runbook, RunbookError};

const EMBEDDED: &[u8] = include_bytes!("../../assets/runbooks/t-293.json");

/// Reads the named runbook, or the embedded one. Fails with 2, listing every fault.
pub fn runbook(path: Option<&Path>) -> Result<Runbook, CliError> {
    Ok(runbook_and_bytes(path)?.0)
}

pub fn runbook_and_bytes(path: Option<&Path>) -> Result<(Runbook, Cow<'static, [u8]>), CliError> {
    let (place, bytes, read) = match path {
        None => ("embedded runbook".to_owned(), EMBEDDED.into(), built_in()),
        Some(path) => {
            let bytes = read(path, limits::RUNBOOK.bytes)?;
            let read = Runbook::parse(&bytes);
            if let Some(kind) = read.is_err().then(|| other_than(FileKind::Runbook, &bytes)).flatten() {
                return Err(other_kind(path, kind, "a runbook"));
            }
            (shown(path), bytes.into(), read)
        }
    };
    let runbook = read.map_err(|refused| match refused {
        RunbookError::Unusable(unusable) => {
            unusable_input(&place, &unusable, "Fix the runbook; expected JSON.")
        }
        RunbookError::Faults(faults) => {
            let list: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            let count =
                if faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.len()) };
            let message = format!("the runbook is invalid, {count}:{}", list.concat());
            CliError::new(
                Exit::Unusable,
                place,
                message,
                "Fix every fault; a runbook is accepted only without faults.",
            )
        }
    })?;
    Ok((runbook, bytes))
}

/// The embedded runbook, parsed once per process.
fn built_in() -> Result<Runbook, RunbookError> {
    static READ: OnceLock<Runbook> = OnceLock::new();
    if let Some(read) = READ.get() {
        return Ok(read.clone());
    }
    let read = Runbook::built_in(EMBEDDED)?;
    Ok(READ.get_or_init(|| read).clone())
}

/// Reads a file, or standard input for `-`. Fails with 2.
pub fn read(path: &Path, limit_bytes: usize) -> Result<Vec<u8>, CliError> {
    files::read_at_most(path, limit_bytes).map_err(|why| unreadable(path, &why))
}

pub(crate) fn unreadable(path: &Path, why: &ReadError) -> CliError {
    let next = "Name a readable JSON file, or - for standard input.";
    CliError::new(Exit::Unusable, shown(path), why.to_string(), next)
}

pub fn evidence_folder(path: &Path) -> Result<EvidenceFolder, CliError> {
    EvidenceFolder::open(path).map_err(|no_folder| {
        let next = "Choose a readable folder with --evidence DIR.";
        CliError::new(Exit::Unusable, shown(path), no_folder.to_string(), next)
    })
}

/// Fails with 2 if standard input is named more than once.
pub fn one_input<'a>(files: impl Iterator<Item = &'a Path>) -> Result<(), CliError> {
    if files.filter(|path| *path == Path::new("-")).count() > 1 {
        let message = "only one of the files can be standard input";
        return Err(CliError::new(Exit::Unusable, "-", message, "Name files for the others."));
    }
    Ok(())
}

pub fn handoff(path: &Path, runbook: &Runbook) -> Result<Handoff, CliError> {
    Ok(handoff_and_bytes(path, runbook)?.0)
}

pub fn handoff_and_bytes(path: &Path, runbook: &Runbook) -> Result<(Handoff, Vec<u8>), CliError> {
    let bytes = read(path, limits::HANDOFF.bytes)?;
    if let Some(kind) = no_handoff(&bytes, runbook) {
        return Err(other_kind(path, kind, A_HANDOFF));
    }
    let handoff = Handoff::parse(&bytes, runbook)
        .map_err(|unusable| unusable_input(&shown(path), &unusable, HANDOFF_EXPECTED))?;
    Ok((handoff, bytes))
}

pub(crate) const A_HANDOFF: &str = "a handoff or a request";

/// Kind of a file that identifies itself as something other than a handoff.
/// A search for marks comes first, so that most files are not parsed as JSON here.
pub(crate) fn no_handoff(bytes: &[u8], runbook: &Runbook) -> Option<FileKind> {
    let has = |mark: &[u8]| memchr::memmem::find(bytes, mark).is_some();
    let is_marked = [&b"strict-review/"[..], b"\"prev\""].into_iter().any(has);
    // An upstream document does not contain the field of its own fingerprint.
    let may_be_upstream = || !has(runbook.owner_handoff.fingerprint.field.as_bytes());
    let kind = (is_marked || may_be_upstream()).then(|| FileKind::recognize(bytes, runbook)).flatten();
    // A handoff may contain any field, also one that marks an output.
    kind.filter(|kind| !matches!(kind, FileKind::Handoff | FileKind::Output))
}

pub(crate) fn other_than(expected: FileKind, bytes: &[u8]) -> Option<FileKind> {
    FileKind::recognize(bytes, &built_in().ok()?).filter(|kind| *kind != expected)
}

pub(crate) const HANDOFF_EXPECTED: &str = "Pass a handoff: a file with one JSON object.";

pub(crate) fn unusable_input(path: &str, unusable: &ParseError, next: &str) -> CliError {
    let place = match unusable.place {
        Some(place) => format!("{path}:{}:{}", place.line, place.column),
        None => path.to_owned(),
    };
    CliError::new(Exit::Unusable, place, unusable.to_string(), next)
}

/// Error for a file of the wrong kind; its hint names the command for that kind.
#[must_use]
pub fn other_kind(path: &Path, found: FileKind, expected: &str) -> CliError {
    let message = format!("is {}; expected {expected}", found.noun());
    CliError::new(Exit::Unusable, shown(path), message, found.commands())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_definition_holds_before_everything_that_a_definition_is_held_to() {
        let judged = Runbook::parse(EMBEDDED).unwrap();
        let built_in = runbook(None).unwrap();
        assert_eq!((&judged, judged.definition()), (&built_in, built_in.definition()));
    }
}
