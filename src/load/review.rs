//! Inputs of a review: the files that were named, or the practice sample.

use std::path::PathBuf;

use super::{evidence_folder, handoff_and_bytes, runbook_and_bytes, sample, upstream};
use crate::cli::args;
use crate::cli::exit::{CliError, Exit};
use crate::review::handoff::Handoff;
use crate::review::limits;
use crate::review::runbook::Runbook;
use crate::session::inputs::{EvidenceSource, FileInput, Input, Inputs};
use crate::session::upstream::Upstream;

pub struct Loaded {
    pub runbook: Runbook,
    pub handoff: Handoff,
    pub inputs: Inputs,
}

pub fn load(args: &args::Review) -> Result<Loaded, CliError> {
    let (runbook, definition) = runbook_and_bytes(args.runbook.path.as_deref())?;
    let (handoff, bytes) = match (&args.handoff, &args.runbook.path) {
        (Some(path), _) => handoff_and_bytes(path, &runbook)?,
        (None, None) => {
            let handoff = Handoff::parse(sample::HANDOFF, &runbook)
                .map_err(|fault| CliError::new(Exit::Fault, "embedded sample", fault.to_string(), ""))?;
            (handoff, sample::HANDOFF.to_vec())
        }
        (None, Some(_)) => {
            let message = "the practice sample is for the embedded runbook only";
            let next = "Name the handoff: strict-review review HANDOFF --runbook FILE.";
            return Err(CliError::new(Exit::Unusable, "", message, next));
        }
    };
    let input = |path: &Option<PathBuf>, bytes: &[u8], limit| -> Option<_> {
        path.clone().map(|path| FileInput::new(path, bytes, limit))
    };
    let mut inputs = Inputs::new(
        Input::new(runbook.clone(), input(&args.runbook.path, &definition, limits::RUNBOOK.bytes)),
        Input::new(bytes.clone(), input(&args.handoff, &bytes, limits::HANDOFF.bytes)),
    );
    inputs.upstream = upstream_documents(args, &runbook)?;
    inputs.evidence = evidence(args)?;
    Ok(Loaded { runbook, handoff, inputs })
}

fn upstream_documents(args: &args::Review, runbook: &Runbook) -> Result<Vec<Upstream>, CliError> {
    if args.handoff.is_some() || !args.upstream.files.is_empty() {
        return upstream::read(&args.upstream.files, runbook);
    }
    let field = &runbook.owner_handoff.fingerprint.field;
    Ok(vec![Upstream::embedded(field, sample::PACKET_NAME, sample::PACKET)])
}

fn evidence(args: &args::Review) -> Result<EvidenceSource, CliError> {
    let Some(path) = &args.settings.evidence else {
        return Ok(match args.handoff {
            Some(_) => EvidenceSource::None,
            None => EvidenceSource::Embedded(sample::EVIDENCE),
        });
    };
    Ok(EvidenceSource::Folder(evidence_folder(path)?))
}
