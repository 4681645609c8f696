//! The plan document: what leaves a review. Flat JSON with every effect flag present and false.

mod review_record;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::canonical;
use super::finding::{Finding, Note};
use super::fingerprint::{Digest, fingerprint};
use super::handoff::Handoff;
use super::outcome::Outcome;
use super::runbook::{Kind, Runbook};
use super::state::{Closing, Review};

/// The value of `format` of a plan document.
pub const FORMAT: &str = "strict-review/plan@1";

/// Members that every plan has; a runbook's flags cannot have these names.
pub const MEMBERS: [&str; 17] = [
    "format",
    "stage",
    "after",
    "status",
    "decision",
    "freshOwnerApprovalRequired",
    "runbookFingerprint",
    "ownerHandoff",
    "target",
    "references",
    "confirmations",
    "findings",
    "packet",
    "nextStep",
    "notes",
    "review",
    "fingerprint",
];

/// A finished plan document with its fingerprint.
#[derive(Clone, Debug)]
pub struct Plan {
    document: Value,
    status: String,
    kind: Kind,
    file_stem: String,
}

/// Where the parts of a plan come from: a request as it was sent, or a review as it was closed.
trait Source {
    fn value(&self, field: &str) -> Option<&str>;
    fn confirms(&self, field: &str) -> bool;
}

impl Source for Handoff {
    fn value(&self, field: &str) -> Option<&str> {
        Handoff::value(self, field)
    }

    fn confirms(&self, field: &str) -> bool {
        self.claims(field)
    }
}

impl Source for Review {
    fn value(&self, field: &str) -> Option<&str> {
        Review::value(self, field)
    }

    fn confirms(&self, field: &str) -> bool {
        self.checklist().find(field).is_some_and(|place| self.settled(place))
    }
}

impl Plan {
    /// The plan of a request: judged by the decision it carries, with the confirmations it carries.
    #[must_use]
    pub fn of_request(runbook: &Runbook, handoff: &Handoff) -> Self {
        let outcome = Outcome::of_request(runbook, handoff);
        Self::finish(runbook, &outcome, members(runbook, &outcome, handoff, handoff.notes()))
    }

    /// The plan of a closed review, with the record of the review in it. `head` is the hash of the journal's
    /// closing entry: export appends nothing, so the same journal always gives the same bytes.
    #[must_use]
    pub fn of_review(review: &Review, closing: &Closing, head: Digest) -> Self {
        let runbook = review.runbook();
        let outcome = review.outcome(&closing.decision);
        let mut document = members(runbook, &outcome, review, review.handoff().notes());
        document.insert("review".to_owned(), review_record::of(review, closing, head));
        Self::finish(runbook, &outcome, document)
    }

    fn finish(runbook: &Runbook, outcome: &Outcome, mut document: Map<String, Value>) -> Self {
        let digest = fingerprint(&document);
        document.insert("fingerprint".to_owned(), json!(digest));
        Self {
            document: Value::Object(document),
            status: outcome.status.clone(),
            kind: outcome.kind,
            file_stem: format!("{}-{}", runbook.stage, digest.short()),
        }
    }

    /// The document as JSON.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The bytes of a file or an answer: the canonical form and a newline.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = canonical::bytes(&self.document);
        bytes.push(b'\n');
        bytes
    }

    /// The status literal.
    #[must_use]
    pub fn status(&self) -> &str {
        &self.status
    }

    /// What sort of answer the status is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The stem of the export's file names: `<stage>-<first 8 hex digits of the fingerprint>`.
    #[must_use]
    pub fn file_stem(&self) -> &str {
        &self.file_stem
    }
}

/// Every member but `review` and `fingerprint`.
fn members(runbook: &Runbook, outcome: &Outcome, source: &impl Source, notes: &[Note]) -> Map<String, Value> {
    let ready = outcome.kind == Kind::Ready;
    let mut document = Map::new();
    let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
    for flag in runbook.flags() {
        put(flag, json!(false));
    }
    put(&runbook.packet.ready_flag, json!(ready));
    put("format", json!(FORMAT));
    put("stage", json!(runbook.stage));
    put("after", json!(runbook.after));
    put("status", json!(outcome.status));
    put("decision", json!(outcome.decision));
    put("freshOwnerApprovalRequired", json!(true));
    put("runbookFingerprint", json!(runbook.fingerprint()));
    put("ownerHandoff", owner_handoff(runbook, source));
    put("target", object(runbook.target.iter().map(|t| (t.member.as_str(), json!(source.value(&t.field))))));
    put(
        "references",
        runbook
            .references
            .iter()
            .map(|reference| {
                // Evidence files are not opened yet by any door, so no reference is pinned to a digest.
                json!({ "field": reference.field, "value": source.value(&reference.field), "evidence": null })
            })
            .collect(),
    );
    let confirmations =
        runbook.confirmations.iter().map(|c| (c.field.as_str(), json!(source.confirms(&c.field))));
    put("confirmations", object(confirmations));
    put("findings", outcome.findings.iter().map(Finding::to_json).collect());
    put("packet", if ready { packet(runbook) } else { Value::Null });
    put("nextStep", json!(runbook.status(&outcome.status).map(|status| &status.next)));
    put("notes", notes.iter().map(|note| json!({ "pointer": note.pointer, "text": note.text })).collect());
    document
}

fn object<'a>(members: impl Iterator<Item = (&'a str, Value)>) -> Value {
    members.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn owner_handoff(runbook: &Runbook, source: &impl Source) -> Value {
    let handoff = &runbook.owner_handoff;
    let upstream =
        handoff.upstream.iter().map(|upstream| (upstream.member.as_str(), upstream.field.as_str()));
    let named = [
        ("reference", handoff.reference.field.as_str()),
        ("fingerprint", handoff.fingerprint.field.as_str()),
    ];
    object(upstream.chain(named).map(|(member, field)| (member, json!(source.value(field)))))
}

fn packet(runbook: &Runbook) -> Value {
    json!({
        "type": runbook.packet.r#type,
        "mode": runbook.packet.mode,
        "effect": runbook.packet.effect,
        "phases": runbook.phases.iter().map(|phase| &phase.id).collect::<Vec<_>>(),
        "blockedActions": runbook.effects.iter().map(|effect| &effect.blocked).collect::<Vec<_>>(),
        "stopConditions": runbook.stop_rules.iter().map(|rule| &rule.condition).collect::<Vec<_>>(),
    })
}
