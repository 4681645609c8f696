//! Evidence files that the references of a handoff name.

use serde::Serialize;

use crate::files::evidence::{EvidenceFolder, Listed};
use crate::review::evidence::path_of;
use crate::review::handoff::Handoff;
use crate::review::near_miss::{named, words};
use crate::review::runbook::Runbook;
use crate::review::text::visible;

/// The evidence folder's answer for one reference. It changes neither the findings nor the exit code.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference {
    field: String,
    file: Lies,
    message: String,
    near_miss: Option<String>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Lies {
    There,
    /// A file is there, but no review can open it.
    Refused,
    NearMiss,
    None,
    NoPath,
    NotReadable,
}

pub(super) fn references(bytes: &[u8], runbook: &Runbook, folder: &EvidenceFolder) -> Vec<Reference> {
    // `judge` reports an invalid handoff.
    let Ok(handoff) = Handoff::parse(bytes, runbook) else { return Vec::new() };
    let mut listed = Listed::default();
    let references = runbook.references.iter().map(|reference| reference.field.as_str());
    let fields = runbook.owner_handoff.references().chain(references);
    let given = fields.filter_map(|field| Some((field, handoff.value(field)?)));
    given.map(|(field, value)| reference(field, value, folder, &mut listed)).collect()
}

fn reference(field: &str, value: &str, folder: &EvidenceFolder, listed: &mut Listed) -> Reference {
    let path = path_of(value);
    let has = path.as_deref().map_or(Ok(false), |path| folder.has(path));
    let near = if has.is_ok() { folder.near_miss(value, listed) } else { None };
    let there = has.as_ref().is_ok_and(|there| *there);
    let refused = path.as_deref().filter(|_| there).and_then(|path| folder.refuses(path));
    let (file, message) = match (has, refused, &near, &path) {
        (Err(why), ..) => (Lies::NotReadable, why.to_string()),
        (Ok(true), Some(why), ..) => (Lies::Refused, format!("“{}” {why}", visible(named(value)))),
        (Ok(true), None, None, _) => (Lies::There, format!("found “{}”", visible(named(value)))),
        (Ok(true), None, Some(there), _) => (
            Lies::There,
            format!("found “{}”; the folder spells it “{}”", visible(named(value)), visible(there)),
        ),
        (Ok(false), _, Some(there), _) => (Lies::NearMiss, words(value, there)),
        (Ok(false), _, None, Some(path)) => (Lies::None, format!("no file “{}”", visible(path))),
        (Ok(false), _, None, None) => (Lies::NoPath, "names no file in the folder".to_owned()),
    };
    Reference { field: field.to_owned(), file, message, near_miss: near }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "evidence {}: {}", self.field, self.message)
    }
}
