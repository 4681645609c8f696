//! The runbook: the review of one stage, as data. The engine holds no literal of any stage.

mod check;
mod names;
mod naming;
mod owner_handoff;
pub mod page;
mod parse;
mod parts;
mod reader;
pub mod reserved;
#[cfg(test)]
mod served_tests;
#[cfg(test)]
mod tests;
mod title;
pub mod warnings;

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

pub use self::names::{DECISION, Names};
pub use self::owner_handoff::*;
pub use self::page::{Page, Sections};
pub use self::parts::*;
pub use self::warnings::Warning;

use self::parse::Vouched;
use self::reader::Form;
use super::fingerprint::Digest;
use super::problem::{Fault, ParseError};

pub const FORMAT: &str = "strict-review/runbook@1";

/// A checked runbook: every cross-reference resolves. Clones share the data.
#[derive(Clone, Debug)]
pub struct Runbook(Arc<Checked>);

#[derive(Debug)]
struct Checked {
    says: Definition,
    definition: Map<String, Value>,
    canonical: Vec<u8>,
    fingerprint: Digest,
    names: Names,
    warnings: Vec<Warning>,
}

/// The content of a runbook.
#[derive(Debug, JsonSchema)]
#[schemars(
    rename = "Runbook",
    description = "A checked runbook: every cross-reference in it resolves.",
    rename_all = "camelCase",
    deny_unknown_fields
)]
pub struct Definition {
    /// The format of a runbook.
    #[schemars(extend("const" = FORMAT))]
    pub format: &'static str,
    /// The stage under review, such as `T-293`; safe as the start of a file name.
    #[schemars(regex(pattern = Form::STAGE.pattern))]
    pub stage: String,
    /// The stage it comes after.
    #[schemars(regex(pattern = Form::STAGE.pattern))]
    pub after: String,
    /// The stem of the stage's local endpoints.
    #[schemars(regex(pattern = Form::ID.pattern))]
    pub slug: String,
    /// The stage's name for people.
    pub title: String,
    /// The stage in a paragraph: what it does, and what it does not do.
    pub summary: String,
    /// The literals of the packet a ready review carries.
    pub packet: Packet,
    /// The handover of the upstream stages.
    pub owner_handoff: OwnerHandoff,
    /// Enumerated fields that say where the later work would happen.
    pub target: Vec<Target>,
    /// Required evidence references, in the order they are listed.
    pub references: Vec<Reference>,
    /// Groups of references of which at least one must be given.
    #[schemars(skip_serializing_if = "Vec::is_empty")]
    pub reference_groups: Vec<ReferenceGroup>,
    /// Safety confirmations, in order.
    pub confirmations: Vec<Confirmation>,
    /// Control phases, in order; may be empty.
    pub phases: Vec<Phase>,
    /// Write actions that are always shown and always blocked, in order of precedence.
    pub effects: Vec<Effect>,
    /// Flags that the policy lists before the others.
    #[schemars(inner(regex(pattern = Form::FIELD.pattern)))]
    pub leading_flags: Vec<String>,
    /// Decisions that a request or a reviewer may make.
    pub decisions: Vec<Decision>,
    /// Every status that a review can result in.
    pub statuses: Vec<Status>,
    /// The status that a stop rule, or missing or wrong evidence, gives.
    pub stage_block: String,
    /// The stage's stop rules.
    pub stop_rules: Vec<StopRule>,
    /// Requirements of the runbook, in short sentences.
    pub requires: Vec<String>,
    /// Texts of the web page; without them the page is made from the rest of the runbook.
    #[schemars(with = "Page", skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The stage's local endpoints.
    pub endpoints: Endpoints,
    /// The step after this stage.
    pub next_step: String,
}

#[derive(Debug)]
pub enum RunbookError {
    Unusable(ParseError),
    Faults(Vec<Fault>),
}

impl Runbook {
    pub fn parse(bytes: &[u8]) -> Result<Self, RunbookError> {
        parse::runbook(bytes, Vouched::No)
    }

    /// Reads the runbook built into the program. Its cross-references and secrets are checked by tests, so that a
    /// start need not repeat it.
    pub fn built_in(bytes: &'static [u8]) -> Result<Self, RunbookError> {
        parse::runbook(bytes, Vouched::Built)
    }

    #[must_use]
    pub fn definition(&self) -> &Map<String, Value> {
        &self.0.definition
    }

    #[must_use]
    pub fn canonical(&self) -> &[u8] {
        &self.0.canonical
    }

    #[must_use]
    pub fn fingerprint(&self) -> Digest {
        self.0.fingerprint
    }

    /// A runbook with warnings is valid: a ready status can be reached past a part of it.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.0.warnings
    }

    #[must_use]
    pub fn names(&self) -> &Names {
        &self.0.names
    }
}

impl Deref for Runbook {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.0.says
    }
}

impl Definition {
    /// Fields that an answer may be based on: of the owner handoff, of the target, and the references.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let handoff = &self.owner_handoff;
        let upstream = handoff.upstream.iter().map(|upstream| upstream.field.as_str());
        let named = handoff.named().map(|named| named.field);
        let target = self.target.iter().map(|target| target.field.as_str());
        let references = self.references.iter().map(|reference| reference.field.as_str());
        upstream.chain(named).chain(target).chain(references)
    }

    pub fn flags(&self) -> impl Iterator<Item = &str> {
        self.effects.iter().flat_map(|effect| effect.flags.iter().map(String::as_str))
    }

    #[must_use]
    pub fn status(&self, literal: &str) -> Option<&Status> {
        self.statuses.iter().find(|status| status.status == literal)
    }

    /// Finds no requests for a blocked action.
    #[must_use]
    pub fn decision(&self, literal: &str) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.value == literal)
    }

    #[must_use]
    pub fn first_decision(&self, kind: Kind) -> Option<&Decision> {
        self.decisions.iter().find(|decision| self.status(&decision.status).is_some_and(|s| s.kind == kind))
    }

    pub fn decision_literals(&self) -> impl Iterator<Item = &str> {
        let listed = self.decisions.iter().map(|decision| decision.value.as_str());
        listed.chain(self.effects.iter().map(|effect| effect.decision.as_str()))
    }

    #[must_use]
    pub fn effect(&self, id: &str) -> Option<&Effect> {
        self.effects.iter().find(|effect| effect.id == id)
    }

    #[must_use]
    pub fn group_of(&self, field: &str) -> Option<&ReferenceGroup> {
        self.reference_groups.iter().find(|group| group.one_of.iter().any(|one| one == field))
    }
}

impl PartialEq for Runbook {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint() == other.fingerprint()
    }
}

impl Eq for Runbook {}

impl Serialize for Runbook {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.definition().serialize(serializer)
    }
}

impl JsonSchema for Runbook {
    fn schema_name() -> Cow<'static, str> {
        Definition::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Definition::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Definition::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for Runbook {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let definition = Map::deserialize(deserializer)?;
        parse::definition(definition, Vouched::No).map_err(|_| de::Error::custom("an invalid runbook"))
    }
}
