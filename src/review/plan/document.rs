//! The plan document as a typed value, written and read back strictly. A runbook names some members itself: the flags
//! at the top, and those in `ownerHandoff`, `target` and `confirmations`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value, json};

use super::FORMAT;
use super::record::Record;
use crate::review::finding::{self, Note, Rule};
use crate::review::fingerprint::{Digest, fingerprint};
use crate::review::handoff::Handoff;
use crate::review::problem::{Fault, noun, pointer_token};
use crate::review::runbook::reserved::PLAN_MEMBERS;
use crate::review::runbook::{Kind, Runbook, Warning};
use crate::review::strict;
use crate::review::upstream::UpstreamCheck;

/// The result of a review: the plan of a request, or the export of a console, without its flags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// The format of this document.
    pub format: Format,
    /// The stage under review.
    pub stage: String,
    /// The stage it comes after.
    pub after: String,
    /// The resulting status, one of the runbook's.
    pub status: String,
    /// The decision that was judged, if it is one that the runbook knows.
    pub decision: Option<String>,
    /// A fresh owner approval is still required, whatever the status.
    pub fresh_owner_approval_required: Always,
    /// SHA-256 of the runbook's canonical form.
    pub runbook_fingerprint: Digest,
    /// The handover of the upstream stages; null if a finding refuses it.
    pub owner_handoff: BTreeMap<String, Option<String>>,
    /// The target of the later work; null if a finding refuses it.
    pub target: BTreeMap<String, Option<String>>,
    /// The evidence references, in the runbook's order.
    pub references: Vec<Reference>,
    /// The safety confirmations, each given or not.
    pub confirmations: BTreeMap<String, bool>,
    /// Every finding, heaviest first.
    pub findings: Vec<Finding>,
    /// The packet, with a ready status only.
    pub packet: Option<Packet>,
    /// The next step.
    pub next_step: String,
    /// Notes on the input that weigh nothing, such as an unknown field.
    pub notes: Vec<Note>,
    /// The warnings about the runbook, where it has any: they weigh nothing, and say that a ready status says less.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// Each upstream document given, and how it compares with the handoff; absent if none was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upstream_documents: Vec<UpstreamCheck>,
    /// The record of the review, in the export of a console only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Record")]
    pub review: Option<Record>,
    /// SHA-256 of the canonical form of this document without this member.
    pub fingerprint: Digest,
}

/// The one format of this program's plan documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// The first one: [`FORMAT`].
    #[serde(rename = "strict-review/plan@1")]
    First,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Always;

/// An evidence reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its input field.
    pub field: String,
    /// The value of the field; null if there is none or a finding refuses it.
    pub value: Option<String>,
    /// The file it was pinned to, if one was read.
    pub evidence: Option<Evidence>,
}

/// A file as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Number of its bytes.
    pub bytes: u64,
}

/// A finding as a document lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The rule it comes from.
    pub rule: Rule,
    /// JSON pointer (RFC 6901) to the place in the input, or in this document's review.
    pub pointer: String,
    /// The expected value.
    pub expected: String,
    /// The value, with invisible characters as tokens, cut if long; null if absent or secret-like.
    pub observed: Option<String>,
    /// One sentence for a person.
    pub message: String,
}

/// The part for the owner's review. It permits nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Packet {
    /// Packet type.
    pub r#type: String,
    /// Packet mode.
    pub mode: String,
    /// Packet effect.
    pub effect: String,
    /// Identifiers of the control phases, in order.
    pub phases: Vec<String>,
    /// Blocked actions, a sentence each.
    pub blocked_actions: Vec<String>,
    /// The stop rules, a sentence each.
    pub stop_conditions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flags {
    effects: Vec<(String, bool)>,
    ready: (String, bool),
}

impl Flags {
    #[must_use]
    pub fn new(runbook: &Runbook, kind: Kind) -> Self {
        let effects = runbook.flags().map(|flag| (flag.to_owned(), false)).collect();
        Self { effects, ready: (runbook.packet.ready_flag.clone(), kind == Kind::Ready) }
    }

    /// In table order. Only false is right, but a document that was read may contain true.
    pub fn effects(&self) -> impl Iterator<Item = (&str, bool)> {
        self.effects.iter().map(|(flag, value)| (flag.as_str(), *value))
    }

    #[must_use]
    pub fn ready(&self) -> bool {
        self.ready.1
    }

    fn taken_from(members: &mut Map<String, Value>, runbook: &Runbook, faults: &mut Vec<Fault>) -> Self {
        let mut flags = Self::new(runbook, Kind::Blocked);
        for (flag, value) in flags.effects.iter_mut().chain([&mut flags.ready]) {
            match members.remove(flag.as_str()) {
                Some(Value::Bool(found)) => *value = found,
                Some(other) => {
                    faults.push(fault(flag, format!("expected true or false, found {}", noun(&other))));
                }
                None => faults.push(fault(flag, "missing")),
            }
        }
        flags
    }
}

impl Document {
    #[must_use]
    pub fn write(&self, flags: &Flags) -> Map<String, Value> {
        let mut members = match json!(self) {
            Value::Object(members) => members,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Map::new()
            }
        };
        members.extend(
            flags.effects.iter().chain([&flags.ready]).map(|(flag, value)| (flag.clone(), json!(value))),
        );
        members
    }

    /// The fingerprint covers everything else that the document writes with these flags.
    #[must_use]
    pub fn sealed(self, flags: &Flags) -> Self {
        let fingerprint = fingerprint(&self.write(flags));
        Self { fingerprint, ..self }
    }

    /// Reads a document of this runbook; writing it gives the same members again. No message quotes a value.
    ///
    /// Flags and fingerprint are not checked: that, and all that needs the handoff or the journal, is left to the
    /// caller.
    pub fn read(mut members: Map<String, Value>, runbook: &Runbook) -> Result<(Self, Flags), Vec<Fault>> {
        if members.get("format").and_then(Value::as_str).is_some_and(|format| format != FORMAT) {
            let message = format!("unsupported format; expected {FORMAT}");
            return Err(vec![fault("format", message)]);
        }
        let mut faults = Vec::new();
        let flags = Flags::taken_from(&mut members, runbook, &mut faults);
        match strict::read::<Self>(&Value::Object(members)) {
            Err(found) => faults.extend(found),
            Ok(document) => {
                document.named_by(runbook, &mut faults);
                if faults.is_empty() {
                    return Ok((document, flags));
                }
            }
        }
        Err(faults)
    }

    /// Reads a document without its runbook. Boolean members under other names are left out.
    pub fn read_without_definition(mut members: Map<String, Value>) -> Result<Self, Vec<Fault>> {
        members.retain(|name, value| PLAN_MEMBERS.contains(&name.as_str()) || !value.is_boolean());
        strict::read(&Value::Object(members))
    }

    /// Checks of upstream documents that this handoff cannot have given: impossible contents, or out of order.
    pub(in crate::review) fn upstream_faults(&self, handoff: &Handoff, runbook: &Runbook) -> Vec<Fault> {
        let mut fields = runbook.owner_handoff.fingerprints();
        let mut holds =
            |check: &UpstreamCheck| fields.any(|field| field == check.field) && check.fits(handoff, runbook);
        let checks = self.upstream_documents.iter().enumerate();
        checks
            .filter(|(_, check)| !holds(check))
            .map(|(i, _)| {
                fault(
                    &format!("upstreamDocuments/{i}"),
                    "is not a check that follows from the handoff and \
                     the runbook",
                )
            })
            .collect()
    }

    fn named_by(&self, runbook: &Runbook, faults: &mut Vec<Fault>) {
        let handoff = handoff_members(runbook).map(|(member, _)| member);
        exactly("ownerHandoff", &self.owner_handoff, handoff, faults);
        exactly("target", &self.target, runbook.target.iter().map(|target| target.member.as_str()), faults);
        let confirmations = runbook.confirmations.iter().map(|confirmation| confirmation.field.as_str());
        exactly("confirmations", &self.confirmations, confirmations, faults);
    }
}

/// Members of `ownerHandoff`, each with the input field that it repeats.
pub(in crate::review) fn handoff_members(runbook: &Runbook) -> impl Iterator<Item = (&str, &str)> {
    let handoff = &runbook.owner_handoff;
    let upstream =
        handoff.upstream.iter().map(|upstream| (upstream.member.as_str(), upstream.field.as_str()));
    upstream.chain(handoff.named().map(|named| (named.member, named.field)))
}

fn exactly<'a, T>(
    member: &str,
    found: &BTreeMap<String, T>,
    expected: impl Iterator<Item = &'a str>,
    faults: &mut Vec<Fault>,
) {
    let expected: Vec<&str> = expected.collect();
    let at = |name: &str| format!("{member}/{}", pointer_token(name));
    let missing = expected.iter().filter(|name| !found.contains_key(**name));
    faults.extend(missing.map(|name| fault(&at(name), "missing")));
    let unknown = found.keys().filter(|name| !expected.contains(&name.as_str()));
    faults.extend(unknown.map(|name| fault(&at(name), "unknown member")));
}

fn fault(path: &str, message: impl Into<String>) -> Fault {
    Fault { pointer: format!("/{path}"), message: message.into() }
}

impl From<&finding::Finding> for Finding {
    fn from(finding: &finding::Finding) -> Self {
        let finding::Finding { rule, pointer, expected, observed, message, effect: _, part: _ } = finding;
        let (pointer, expected, message) = (pointer.clone(), expected.clone(), message.clone());
        Self { rule: *rule, pointer, expected, observed: observed.clone(), message }
    }
}

impl Serialize for Always {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

impl<'de> Deserialize<'de> for Always {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if bool::deserialize(deserializer)? { Ok(Self) } else { Err(de::Error::custom("expected true")) }
    }
}

impl JsonSchema for Always {
    fn schema_name() -> Cow<'static, str> {
        "Always".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "boolean", "const": true })
    }
}
