//! The owner handoff, judged field by field against the runbook, with every finding at once.

pub(in crate::review) mod evaluate;
pub(in crate::review) mod members;
pub(in crate::review) mod opaque;
mod pointer;
mod secrets;
pub(in crate::review) mod spelling;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::{Finding, Note, Weight};
use super::fingerprint::Digest;
use super::problem::ParseError;
use super::runbook::Runbook;

pub use super::runbook::DECISION;

use evaluate::Evaluation;
use members::Sent;

/// A handoff that was read and judged. It keeps only texts that no finding refuses, so that nothing secret-like
/// and nothing refused can leave by way of it; it is the record that a journal starts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Handoff {
    /// SHA-256 of the bytes read.
    digest: Digest,
    /// Number of these bytes.
    bytes: u64,
    /// The texts of known fields, by field, where no finding refuses them.
    values: BTreeMap<String, String>,
    /// The confirmations the handoff claims.
    claimed: BTreeSet<String>,
    /// The decision, if the runbook lists it.
    decision: Option<String>,
    /// Every finding, in the order of the runbook.
    pub(in crate::review) findings: Vec<Finding>,
    /// Notes that do not affect the status.
    pub(in crate::review) notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// True also if the decision is refused.
    pub carries_decision: bool,
    pub decision: Option<String>,
    pub findings: Vec<Finding>,
}

impl Verdict {
    pub fn of(bytes: &[u8], runbook: &Runbook) -> Result<Self, ParseError> {
        let sent = Sent::read(bytes, runbook.names())?;
        let Evaluation { decision, findings, .. } = evaluate::evaluate(&sent, runbook);
        let carries_decision = decision.is_some() || refusal(&findings, DECISION).is_some();
        Ok(Self { carries_decision, decision: decision.map(str::to_owned), findings })
    }
}

impl Handoff {
    /// Also reads the body of a plan request. Fails only if the bytes are not a JSON object within
    /// [`limits::HANDOFF`](super::limits::HANDOFF); all other faults are findings, so that one run shows every fault.
    pub fn parse(bytes: &[u8], runbook: &Runbook) -> Result<Self, ParseError> {
        let sent = Sent::read(bytes, runbook.names())?;
        let judged = evaluate::evaluate(&sent, runbook);
        Ok(Self::keeping(judged, Digest::compute(bytes), bytes.len() as u64))
    }

    pub(in crate::review) fn keeping(judged: Evaluation, digest: Digest, bytes: u64) -> Self {
        let Evaluation { values, claimed, decision, findings, notes } = judged;
        let owned = |(field, text): (&str, &str)| (field.to_owned(), text.to_owned());
        Self {
            digest,
            bytes,
            values: values.into_iter().map(owned).collect(),
            claimed: claimed.into_iter().map(str::to_owned).collect(),
            decision: decision.map(str::to_owned),
            findings,
            notes,
        }
    }

    #[must_use]
    pub fn verdict(self, beside: impl Iterator<Item = Finding>) -> Verdict {
        let Self { decision, mut findings, .. } = self;
        let carries_decision = decision.is_some() || refusal(&findings, DECISION).is_some();
        findings.extend(beside);
        Verdict { carries_decision, decision, findings }
    }

    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// `None` if the field is missing or a finding refuses its text.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.get(field).map(String::as_str)
    }

    /// A console shows this claim and does not use it.
    #[must_use]
    pub fn claims(&self, confirmation: &str) -> bool {
        self.claimed.contains(confirmation)
    }

    #[must_use]
    pub fn decision(&self) -> Option<&str> {
        self.decision.as_deref()
    }

    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// A finding refuses a value only if it stops the stage.
    #[must_use]
    pub fn refusal(&self, field: &str) -> Option<&Finding> {
        refusal(&self.findings, field)
    }
}

fn refusal<'a>(findings: &'a [Finding], field: &str) -> Option<&'a Finding> {
    let at = |finding: &&Finding| {
        finding.pointer.strip_prefix('/') == Some(field) && finding.weight() == Weight::Stage
    };
    findings.iter().find(at)
}
