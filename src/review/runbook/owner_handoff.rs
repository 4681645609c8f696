//! The part of a runbook on the owner handoff: fields of the upstream stages, and pointers into their documents.

use schemars::JsonSchema;
use serde::Serialize;

use super::Acknowledge;
use super::reader::Form;

/// The fields in which the upstream stages hand over.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct OwnerHandoff {
    /// A status field for each upstream stage; the first is the nearest.
    #[schemars(length(min = 1))]
    pub upstream: Vec<Upstream>,
    /// The field that names the handoff; a session belongs to its value.
    pub reference: Field,
    /// The field that holds the handoff's fingerprint.
    pub fingerprint: Field,
    /// Optional fields that must have an accepted literal if present.
    pub declared: Vec<Declared>,
}

/// An upstream stage and the literals its status may have.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Upstream {
    /// The upstream stage.
    #[schemars(regex(pattern = Form::STAGE.pattern))]
    pub stage: String,
    /// Input field.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub field: String,
    /// Member of the plan's `ownerHandoff`.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub member: String,
    /// Member of the policy that names what is accepted.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub policy_member: String,
    /// Name of the field for people, at most 22 columns if a purpose explains it.
    pub title: String,
    /// Explanation behind the title; with it, the title has at most 22 columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub purpose: Option<String>,
    /// Any of these is accepted.
    #[schemars(length(min = 1))]
    pub accepts: Vec<String>,
    /// Confirmation by a key or by typing.
    pub acknowledge: Acknowledge,
    /// JSON pointer (RFC 6901) to the status in the upstream document; it is compared with this field.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = Form::POINTER.pattern))]
    pub document: Option<String>,
    /// JSON pointer (RFC 6901) to the stage in the upstream document; it is compared with the upstream stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = Form::POINTER.pattern))]
    pub document_stage: Option<String>,
    /// The field that names this stage's own handoff, beside that of the nearest stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "OwnField")]
    pub reference: Option<OwnField>,
    /// The field that holds the fingerprint of this stage's own document. Without it, the stage is read from the
    /// document of the nearest stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "OwnField")]
    pub fingerprint: Option<OwnField>,
}

/// A required text field of one upstream stage.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct OwnField {
    /// Input field.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub field: String,
    /// Member of the plan's `ownerHandoff`.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub member: String,
    /// Name of the field for people, at most 22 columns if a purpose explains it.
    pub title: String,
    /// Explanation behind the title; with it, the title has at most 22 columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub purpose: Option<String>,
    /// Confirmation by a key or by typing.
    pub acknowledge: Acknowledge,
}

#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    pub field: &'a str,
    pub member: &'a str,
    pub(super) title: &'a str,
    pub(super) purpose: Option<&'a str>,
    pub acknowledge: Acknowledge,
}

impl OwnerHandoff {
    /// References and fingerprints: of the nearest stage, then of every other stage that has its own.
    pub fn named(&self) -> impl Iterator<Item = Named<'_>> {
        let Self { reference, fingerprint, .. } = self;
        let main = [("reference", reference), ("fingerprint", fingerprint)].map(|(member, field)| {
            let Field { field, title, purpose, acknowledge } = field;
            Named { field, member, title, purpose: purpose.as_deref(), acknowledge: *acknowledge }
        });
        let own =
            self.upstream.iter().flat_map(|upstream| upstream.reference.iter().chain(&upstream.fingerprint));
        let own = own.map(|OwnField { field, member, title, purpose, acknowledge }| Named {
            field,
            member,
            title,
            purpose: purpose.as_deref(),
            acknowledge: *acknowledge,
        });
        main.into_iter().chain(own)
    }

    pub fn references(&self) -> impl Iterator<Item = &str> {
        let own = self.upstream.iter().filter_map(|upstream| upstream.reference.as_ref());
        [self.reference.field.as_str()].into_iter().chain(own.map(|own| own.field.as_str()))
    }

    /// Fields that carry fingerprints, that of the nearest stage first. Each names an upstream document.
    pub fn fingerprints(&self) -> impl Iterator<Item = &str> {
        let own = self.upstream.iter().filter_map(|upstream| upstream.fingerprint.as_ref());
        [self.fingerprint.field.as_str()].into_iter().chain(own.map(|own| own.field.as_str()))
    }

    /// The fingerprint of the document in which the upstream stage is read: its own, or the nearest stage's.
    #[must_use]
    pub fn fingerprint_of<'a>(&'a self, upstream: &'a Upstream) -> &'a str {
        upstream.fingerprint.as_ref().map_or(&self.fingerprint.field, |own| &own.field)
    }
}

/// A required text field.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Field {
    /// Input field.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub field: String,
    /// Name of the field for people, at most 22 columns if a purpose explains it.
    pub title: String,
    /// Explanation behind the title; with it, the title has at most 22 columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub purpose: Option<String>,
    /// Confirmation by a key or by typing.
    pub acknowledge: Acknowledge,
}

/// An optional field with accepted literals.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Declared {
    /// Input field.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub field: String,
    /// Name of the field for people, at most 22 columns if a purpose explains it.
    pub title: String,
    /// Explanation behind the title; with it, the title has at most 22 columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub purpose: Option<String>,
    /// Any of these is accepted.
    #[schemars(length(min = 1))]
    pub accepts: Vec<String>,
    /// JSON pointer (RFC 6901) to the same in the nearest stage's document. In a plan document it is looked for
    /// below `/packet` too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = Form::POINTER.pattern))]
    pub document: Option<String>,
}
