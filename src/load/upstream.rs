//! Upstream documents given to a command, each with the field of its fingerprint.

use std::path::Path;

use super::unreadable;
use crate::cli::args::UpstreamFile;
use crate::cli::exit::{CliError, Exit};
use crate::files::shown;
use crate::review::handoff::Handoff;
use crate::review::runbook::Runbook;
use crate::review::secret::secret_rule;
use crate::review::text::visible;
use crate::review::upstream::UpstreamCheck;
use crate::session::upstream::Upstream;

/// Fails with 2 if a field carries no fingerprint, is named twice or is ambiguous.
pub fn read(files: &[UpstreamFile], runbook: &Runbook) -> Result<Vec<Upstream>, CliError> {
    let mut read: Vec<Upstream> = Vec::new();
    for UpstreamFile { field, path } in files {
        let field = field_of(field.as_deref(), path, runbook)?;
        if read.iter().any(|earlier| earlier.field == field) {
            let message = format!("two upstream documents are given for {field}");
            return Err(wrong(path, &message, "Name one document for each fingerprint."));
        }
        read.push(Upstream::read(field, path).map_err(|why| unreadable(path, &why))?);
    }
    Ok(read)
}

/// Returns the checks in the order of the runbook's fingerprints.
#[must_use]
pub fn checks(documents: &[Upstream], handoff: &Handoff, runbook: &Runbook) -> Vec<UpstreamCheck> {
    let given = |field| documents.iter().find(|given| given.field == field);
    let checks = runbook.owner_handoff.fingerprints().filter_map(given);
    checks
        .filter_map(|given| UpstreamCheck::compare(&given.document, &given.field, handoff, runbook))
        .collect()
}

fn field_of<'a>(named: Option<&str>, path: &Path, runbook: &'a Runbook) -> Result<&'a str, CliError> {
    let fields: Vec<&str> = runbook.owner_handoff.fingerprints().collect();
    let list = fields.join(", ");
    match (named, fields.as_slice()) {
        (Some(named), known) => known.iter().copied().find(|field| *field == named).ok_or_else(|| {
            let message = format!("{} is not a fingerprint field of this runbook", quoted(named));
            let next = format!("Use one of: {list}. Start a path that contains = with ./");
            wrong(path, &message, &next)
        }),
        (None, [only]) => Ok(only),
        (None, _) => {
            let message = "this runbook has several upstream documents; say which one this is";
            let next = format!("Write FIELD=FILE, with one of: {list}.");
            Err(wrong(path, message, &next))
        }
    }
}

/// Does not repeat text that looks like a credential.
fn quoted(named: &str) -> String {
    if secret_rule(named).is_some() {
        "the text before =".to_owned()
    } else {
        format!("“{}”", visible(named))
    }
}

fn wrong(path: &Path, message: &str, next: &str) -> CliError {
    CliError::new(Exit::Unusable, format!("--upstream {}", shown(path)), message, next)
}
