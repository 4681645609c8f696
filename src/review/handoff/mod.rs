//! The owner handoff: what was sent, judged field by field against the runbook, with every finding at once.

mod judge;
mod opaque;
mod pointer;
mod recorded;
mod spelling;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::{Finding, Note, Weight};
use super::fingerprint::Digest;
use super::problem::Unusable;
use super::runbook::Runbook;
use super::{json, limits};

/// The input field that carries the decision.
pub const DECISION: &str = "decision";

/// A handoff that was read and judged. It keeps only texts that no finding refuses, so that nothing secret-like
/// and nothing refused can leave by way of it; it is the record that a journal starts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Handoff {
    /// SHA-256 of the exact bytes that were read.
    digest: Digest,
    /// How many bytes that were.
    bytes: u64,
    /// The texts of known fields, by field, where no finding refuses them.
    values: BTreeMap<String, String>,
    /// The confirmations that the handoff claims.
    claimed: BTreeSet<String>,
    /// The decision, if it is one that the runbook knows.
    decision: Option<String>,
    /// Everything that was found, in the order of the runbook.
    findings: Vec<Finding>,
    /// What is worth knowing and weighs nothing.
    notes: Vec<Note>,
}

impl Handoff {
    /// Reads and judges one handoff, or the body of a plan request.
    ///
    /// # Errors
    /// [`Unusable`] where the bytes are no JSON object within [`limits::HANDOFF`]. Whatever else is wrong is a
    /// finding, so that one run shows every fault.
    pub fn parse(bytes: &[u8], runbook: &Runbook) -> Result<Self, Unusable> {
        let map = json::read_object(bytes, &limits::HANDOFF)?;
        let judged = judge::judge(&map, runbook);
        Ok(Self {
            digest: Digest::of(bytes),
            bytes: bytes.len() as u64,
            values: judged.values,
            claimed: judged.claimed,
            decision: judged.decision,
            findings: judged.findings,
            notes: judged.notes,
        })
    }

    /// SHA-256 of the exact bytes that were read.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The text of a known field, if it stands and no finding refuses it.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.get(field).map(String::as_str)
    }

    /// Whether the handoff claims this confirmation. A console shows it and does not use it.
    #[must_use]
    pub fn claims(&self, confirmation: &str) -> bool {
        self.claimed.contains(confirmation)
    }

    /// The decision, if it is one that the runbook knows.
    #[must_use]
    pub fn decision(&self) -> Option<&str> {
        self.decision.as_deref()
    }

    /// Everything that was found, in the order of the runbook.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What is worth knowing and weighs nothing.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The finding that refuses what stands in a field, if one does.
    #[must_use]
    pub fn refusal(&self, field: &str) -> Option<&Finding> {
        let at = |finding: &&Finding| {
            finding.pointer.strip_prefix('/') == Some(field) && finding.weight() == Weight::Stage
        };
        self.findings.iter().find(at)
    }
}
