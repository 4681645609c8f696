//! `diff`: differences between two handoffs or two plan documents, item by item.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Map, Value, json};

use super::write_json;
use crate::cli::args::Format;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::files::shown;
use crate::load::{other_kind, read, unusable_input};
use crate::review::diff::{Change, between_handoffs, between_plans};
use crate::review::fingerprint::Digest;
use crate::review::handoff::Handoff;
use crate::review::problem::shown_key;
use crate::review::recognize::FileKind;
use crate::review::runbook::Runbook;
use crate::review::{json, limits, plan};

/// Compares fingerprints like any other value, without checking them. Fails with 2 if the two are of different kinds.
pub fn run(
    runbook: &Runbook,
    old: &Path,
    new: &Path,
    format: Format,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    if old == Path::new("-") && new == old {
        let message = "OLD and NEW cannot both be standard input";
        return Err(CliError::new(Exit::Unusable, "-", message, "Name a file for one of them.").into());
    }
    let (old, new) = (Document::open(old, runbook)?, Document::open(new, runbook)?);
    let changes = match (&old.content, &new.content) {
        (Content::Handoff(old, old_judged), Content::Handoff(new, new_judged)) => {
            between_handoffs(runbook, (old, old_judged), (new, new_judged))
        }
        (Content::Export(old), Content::Export(new)) => between_plans(old, new),
        (Content::Handoff(..), Content::Export(_)) | (Content::Export(_), Content::Handoff(..)) => {
            return Err(mixed(&old, &new).into());
        }
    };
    match format {
        Format::Text => write_text(out, &old, &new, &changes)?,
        Format::Json => write_json(
            out,
            &json!({
                "format": "strict-review/diff@1",
                "old": old.to_json(),
                "new": new.to_json(),
                "changes": changes,
            }),
        )?,
    }
    Ok(if changes.is_empty() { Exit::Ready } else { Exit::NotReady })
}

struct Document {
    path: String,
    digest: Digest,
    content: Content,
}

enum Content {
    /// Members as sent, and the handoff parsed from them.
    Handoff(Map<String, Value>, Box<Handoff>),
    /// A plan document, with or without a review.
    Export(Value),
}

/// Prefix of every `format` that this program writes.
const OURS: &str = "strict-review/";

impl Document {
    fn open(path: &Path, runbook: &Runbook) -> Result<Self, CliError> {
        // Its kind is not known yet, and plans have the larger limit.
        let bytes = read(path, limits::PLAN.bytes)?;
        let (place, digest) = (shown(path), Digest::compute(&bytes));
        let next = "Expected a handoff, or an export of strict-review: one JSON object.";
        let unusable = |unusable| unusable_input(&place, &unusable, next);
        match FileKind::recognize(&bytes, runbook) {
            Some(kind @ (FileKind::Runbook | FileKind::Journal)) => {
                return Err(other_kind(path, kind, "a handoff or a packet"));
            }
            Some(
                FileKind::Handoff
                | FileKind::Upstream
                | FileKind::Packet
                | FileKind::OtherPacket
                | FileKind::Output,
            )
            | None => {}
        }
        let members = json::read_object(&bytes, &limits::PLAN).map_err(unusable)?;
        let content = match members.get("format").and_then(Value::as_str) {
            Some(plan::FORMAT) => Content::Export(Value::Object(members)),
            Some(format) if format.starts_with(OURS) => return Err(foreign(place, format)),
            Some(_) | None => {
                let judged = Handoff::parse(&bytes, runbook).map_err(unusable)?;
                Content::Handoff(members, Box::new(judged))
            }
        };
        Ok(Self { path: place, digest, content })
    }

    fn kind(&self) -> &'static str {
        match self.content {
            Content::Handoff(..) => "handoff",
            Content::Export(_) => "export",
        }
    }

    fn to_json(&self) -> Value {
        json!({ "path": self.path, "kind": self.kind(), "digest": self.digest })
    }
}

fn foreign(place: String, format: &str) -> CliError {
    let message = format!(
        "its format is {}; expected {}, or a handoff without a format",
        shown_key(format),
        plan::FORMAT
    );
    CliError::new(Exit::Unusable, place, message, "Use the version of strict-review that wrote it.")
}

fn mixed(old: &Document, new: &Document) -> CliError {
    let (here, there) = (old.kind(), new.kind());
    let message = format!("the files are of different kinds: this is {here}, {} is {there}", new.path);
    CliError::new(Exit::Unusable, old.path.clone(), message, "Name two handoffs, or two exports.")
}

fn write_text(out: &mut dyn Write, old: &Document, new: &Document, changes: &[Change]) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(out, "no difference");
    }
    writeln!(out, "--- {}\n+++ {}", old.path, new.path)?;
    let mut item = None;
    for change in changes {
        let (group, fact) = match change.name.rsplit_once('/') {
            Some((group, fact)) => (group, Some(fact)),
            None => (change.name.as_str(), None),
        };
        if item != Some(group) {
            writeln!(out, "\n{group}")?;
            item = Some(group);
        }
        let inset = fact.map_or("", |_| "  ");
        if let Some(fact) = fact {
            writeln!(out, "  {fact}")?;
        }
        for (sign, side) in [('-', &change.old), ('+', &change.new)] {
            for line in side.iter().flat_map(|text| text.split('\n')) {
                writeln!(out, "{inset}  {sign} {}", display_line(line))?;
            }
        }
    }
    Ok(())
}

/// Quotes a line whose start or end would be invisible.
fn display_line(line: &str) -> String {
    if line.is_empty() || line.trim() != line { format!("\"{line}\"") } else { line.to_owned() }
}
