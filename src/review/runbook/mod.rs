//! The runbook definition: what one stage reviews, as data. The engine holds no literal of any stage.

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
use super::problem::{Fault, Unusable};

/// The value of `format` that this program reads.
pub const FORMAT: &str = "strict-review/runbook@1";

/// A checked definition: whoever holds one may rely on every cross-reference. Whoever clones one shares it.
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

/// What a definition says.
#[derive(Debug, JsonSchema)]
#[schemars(
    rename = "Runbook",
    description = "A checked definition: whoever holds one may rely on every cross-reference.",
    rename_all = "camelCase",
    deny_unknown_fields
)]
pub struct Definition {
    /// The format of a definition.
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
    /// What the stage does and does not do, in a paragraph.
    pub summary: String,
    /// The literals of the packet a ready review carries.
    pub packet: Packet,
    /// What the upstream stages hand over.
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
    /// Control phases, in the order they are walked; may be empty.
    pub phases: Vec<Phase>,
    /// Write actions that are always shown and always blocked, in order of precedence.
    pub effects: Vec<Effect>,
    /// Flags that the policy lists before the others.
    #[schemars(inner(regex(pattern = Form::FIELD.pattern)))]
    pub leading_flags: Vec<String>,
    /// Decisions that a request or a reviewer may make.
    pub decisions: Vec<Decision>,
    /// Every status a review can earn.
    pub statuses: Vec<Status>,
    /// The status that a stop rule, or missing or wrong evidence, earns.
    pub stage_block: String,
    /// The stage's stop rules.
    pub stop_rules: Vec<StopRule>,
    /// What the runbook requires, in short sentences.
    pub requires: Vec<String>,
    /// The page's own words; without them the page is made from the rest of the definition.
    #[schemars(with = "Page", skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The stage's local endpoints.
    pub endpoints: Endpoints,
    /// What comes after this stage.
    pub next_step: String,
}

/// Why a definition was refused: unusable bytes, or every fault that was found.
#[derive(Debug)]
pub enum Refused {
    /// The bytes are not a JSON object within bounds.
    Unusable(Unusable),
    /// The object is no valid definition.
    Faults(Vec<Fault>),
}

impl Runbook {
    /// Reads a definition.
    ///
    /// # Errors
    /// Refused whole: unusable bytes, or all faults with their JSON pointers.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refused> {
        parse::runbook(bytes, Vouched::No)
    }

    /// Reads the definition that is built into the program. What its tests look at is not looked at again at every start:
    /// whether everything in it fits together, and holds no secret.
    ///
    /// # Errors
    /// As [`Runbook::parse`], where it has not the shape of a definition.
    pub fn built_in(bytes: &'static [u8]) -> Result<Self, Refused> {
        parse::runbook(bytes, Vouched::Built)
    }

    /// The definition as it was read.
    #[must_use]
    pub fn definition(&self) -> &Map<String, Value> {
        &self.0.definition
    }

    /// The definition's canonical form.
    #[must_use]
    pub fn canonical(&self) -> &[u8] {
        &self.0.canonical
    }

    /// SHA-256 of the definition's canonical form.
    #[must_use]
    pub fn fingerprint(&self) -> Digest {
        self.0.fingerprint
    }

    /// The warnings about it: it is valid, and a ready status can be reached past a part of it.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.0.warnings
    }

    /// Every name that a handoff's fields may have.
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
    /// Every field that an answer may rest on: of the owner handoff, of the target, and the references.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let handoff = &self.owner_handoff;
        let upstream = handoff.upstream.iter().map(|upstream| upstream.field.as_str());
        let named = handoff.named().map(|named| named.field);
        let target = self.target.iter().map(|target| target.field.as_str());
        let references = self.references.iter().map(|reference| reference.field.as_str());
        upstream.chain(named).chain(target).chain(references)
    }

    /// Every effect flag, in table order.
    pub fn flags(&self) -> impl Iterator<Item = &str> {
        self.effects.iter().flat_map(|effect| effect.flags.iter().map(String::as_str))
    }

    /// The listed status with this literal.
    #[must_use]
    pub fn status(&self, literal: &str) -> Option<&Status> {
        self.statuses.iter().find(|status| status.status == literal)
    }

    /// The listed decision with this literal; requests for an effect are not among them.
    #[must_use]
    pub fn decision(&self, literal: &str) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.value == literal)
    }

    /// The first listed decision that gives a status of this kind.
    #[must_use]
    pub fn first_decision(&self, kind: Kind) -> Option<&Decision> {
        self.decisions.iter().find(|decision| self.status(&decision.status).is_some_and(|s| s.kind == kind))
    }

    /// Every decision literal a request may carry, listed ones first.
    pub fn decision_literals(&self) -> impl Iterator<Item = &str> {
        let listed = self.decisions.iter().map(|decision| decision.value.as_str());
        listed.chain(self.effects.iter().map(|effect| effect.decision.as_str()))
    }

    /// The effect with this identifier.
    #[must_use]
    pub fn effect(&self, id: &str) -> Option<&Effect> {
        self.effects.iter().find(|effect| effect.id == id)
    }

    /// The group that a reference field belongs to, if any.
    #[must_use]
    pub fn group_of(&self, field: &str) -> Option<&ReferenceGroup> {
        self.reference_groups.iter().find(|group| group.one_of.iter().any(|one| one == field))
    }
}

/// Two definitions are the same where their canonical forms are.
impl PartialEq for Runbook {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint() == other.fingerprint()
    }
}

impl Eq for Runbook {}

/// A record holds the definition as it was read.
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
        parse::definition(definition, Vouched::No)
            .map_err(|_| de::Error::custom("a definition that is refused"))
    }
}
