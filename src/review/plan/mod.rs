//! The plan document, the result of a review: flat JSON with the flag of every blocked action, always false.

pub mod contradictions;
pub mod document;
#[cfg(test)]
mod document_tests;
pub mod record;
#[cfg(test)]
mod tests;

use serde_json::Value;

use self::document::{
    Always, Document, Evidence, Finding, Flags, Format, Packet, Reference, handoff_members,
};
use self::record::Record;
use super::canonical;
use super::finding::Note;
use super::fingerprint::Digest;
use super::handoff::Handoff;
use super::outcome::Outcome;
use super::runbook::{Kind, Runbook};
use super::state::{Closing, Review};
use super::upstream::{UpstreamCheck, UpstreamMatch};

pub const FORMAT: &str = "strict-review/plan@1";

/// A finished plan document with its fingerprint.
#[derive(Clone, Debug)]
pub struct Plan {
    document: Value,
    status: String,
    kind: Kind,
    file_stem: String,
}

trait Source {
    fn value(&self, field: &str) -> Option<&str>;
    fn confirms(&self, field: &str) -> bool;
    fn evidence(&self, field: &str) -> Option<Evidence>;
    fn upstream_documents(&self) -> &[UpstreamCheck];
}

struct Request<'a> {
    handoff: &'a Handoff,
    checks: &'a [UpstreamCheck],
}

impl Source for Request<'_> {
    fn value(&self, field: &str) -> Option<&str> {
        let refused =
            |check: &UpstreamCheck| check.field == field && check.result == UpstreamMatch::NotMatched;
        self.handoff.value(field).filter(|_| !self.checks.iter().any(refused))
    }

    fn confirms(&self, field: &str) -> bool {
        self.handoff.claims(field)
    }

    fn evidence(&self, _: &str) -> Option<Evidence> {
        None
    }

    fn upstream_documents(&self) -> &[UpstreamCheck] {
        self.checks
    }
}

impl Source for Review {
    fn value(&self, field: &str) -> Option<&str> {
        Review::value(self, field)
    }

    fn confirms(&self, field: &str) -> bool {
        self.checklist().find(field).is_some_and(|index| self.answered(index))
    }

    fn evidence(&self, field: &str) -> Option<Evidence> {
        self.evidence_read(field).map(|read| Evidence { digest: read.digest, bytes: read.bytes })
    }

    fn upstream_documents(&self) -> &[UpstreamCheck] {
        self.packet_checks()
    }
}

impl Plan {
    #[must_use]
    pub fn of_request(runbook: &Runbook, handoff: &Handoff) -> Self {
        Self::of_request_with(runbook, handoff, &[])
    }

    #[must_use]
    pub fn of_request_with(runbook: &Runbook, handoff: &Handoff, checks: &[UpstreamCheck]) -> Self {
        let outcome = Outcome::of_request_with(runbook, handoff, checks);
        let request = Request { handoff, checks };
        Self::finish(runbook, &outcome, document(runbook, &outcome, &request, handoff.notes()))
    }

    /// `head` is the hash of the journal's closing entry. Nothing is appended, so the same journal always gives the
    /// same bytes.
    #[must_use]
    pub fn of_review(review: &Review, closing: &Closing, head: Digest) -> Self {
        let runbook = review.runbook();
        let outcome = review.outcome(&closing.decision);
        let document = document(runbook, &outcome, review, review.handoff().notes());
        let record = Some(Record::from_review(review, closing, head));
        Self::finish(runbook, &outcome, Document { review: record, ..document })
    }

    fn finish(runbook: &Runbook, outcome: &Outcome, document: Document) -> Self {
        let flags = Flags::new(runbook, outcome.kind);
        let document = document.sealed(&flags);
        Self {
            document: Value::Object(document.write(&flags)),
            status: outcome.status.clone(),
            kind: outcome.kind,
            file_stem: format!("{}-{}", runbook.stage, document.fingerprint.short()),
        }
    }

    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The canonical form and a newline.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = canonical::bytes(&self.document);
        bytes.push(b'\n');
        bytes
    }

    #[must_use]
    pub fn status(&self) -> &str {
        &self.status
    }

    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// `<stage>-<first 8 hex digits of the fingerprint>`.
    #[must_use]
    pub fn file_stem(&self) -> &str {
        &self.file_stem
    }
}

/// Every member but `review`, with a fingerprint still to be computed.
fn document(runbook: &Runbook, outcome: &Outcome, source: &impl Source, notes: &[Note]) -> Document {
    let value = |field: &str| source.value(field).map(str::to_owned);
    let repeated = |(member, field): (&str, &str)| (member.to_owned(), value(field));
    let next_step = runbook.status(&outcome.status).map(|status| status.next.clone());
    Document {
        format: Format::First,
        stage: runbook.stage.clone(),
        after: runbook.after.clone(),
        status: outcome.status.clone(),
        decision: outcome.decision.clone(),
        fresh_owner_approval_required: Always,
        runbook_fingerprint: runbook.fingerprint(),
        owner_handoff: handoff_members(runbook).map(repeated).collect(),
        target: runbook.target.iter().map(|t| repeated((&t.member, &t.field))).collect(),
        references: runbook
            .references
            .iter()
            .map(|reference| Reference {
                field: reference.field.clone(),
                value: value(&reference.field),
                evidence: source.evidence(&reference.field),
            })
            .collect(),
        confirmations: runbook
            .confirmations
            .iter()
            .map(|c| (c.field.clone(), source.confirms(&c.field)))
            .collect(),
        findings: outcome.findings.iter().map(Finding::from).collect(),
        packet: (outcome.kind == Kind::Ready).then(|| packet(runbook)),
        // The runbook lists every status that can result.
        next_step: next_step.unwrap_or_default(),
        notes: notes.to_vec(),
        warnings: runbook.warnings().to_vec(),
        upstream_documents: source.upstream_documents().to_vec(),
        review: None,
        // `Document::sealed` replaces it.
        fingerprint: Digest::compute(&[]),
    }
}

fn packet(runbook: &Runbook) -> Packet {
    Packet {
        r#type: runbook.packet.r#type.clone(),
        mode: runbook.packet.mode.clone(),
        effect: runbook.packet.effect.clone(),
        phases: runbook.phases.iter().map(|phase| phase.id.clone()).collect(),
        blocked_actions: runbook.effects.iter().map(|effect| effect.blocked.clone()).collect(),
        stop_conditions: runbook.stop_rules.iter().map(|rule| rule.condition.clone()).collect(),
    }
}
