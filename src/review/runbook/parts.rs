//! The parts of a runbook.

use schemars::JsonSchema;
use serde::Serialize;

use super::reader::Form;
use crate::review::finding::{Need, Rule};

/// The literals of a packet.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Packet {
    /// Packet type.
    pub r#type: String,
    /// Packet mode.
    pub mode: String,
    /// Packet effect.
    pub effect: String,
    /// The one flag that is true with a ready status; it means review-ready, nothing more.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub ready_flag: String,
}

/// An enumerated field: an allow-list, and the values that are refused by name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Target {
    /// Input field.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub field: String,
    /// Member of the plan's `target`.
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
    /// Any of these is accepted; everything else is refused.
    #[schemars(length(min = 1))]
    pub accepts: Vec<String>,
    /// Refused by name, so that the finding can say why.
    pub refuses: Vec<String>,
    /// Confirmation by a key or by typing.
    pub acknowledge: Acknowledge,
    /// JSON pointer (RFC 6901) to the same in the nearest stage's document. In a plan document it is looked for at
    /// its own place too, `/target` and the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = Form::POINTER.pattern))]
    pub document: Option<String>,
}

/// Confirmation of an item by a key, or by typing the value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Acknowledge {
    /// One key press.
    Key,
    /// Typing the value, or the short form of a fingerprint.
    #[default]
    Echo,
}

/// A document that the review is based on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Reference {
    /// Input field.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub field: String,
    /// Name of the document for people, at most 22 columns if a purpose explains it.
    pub title: String,
    /// Explanation behind the title; with it, the title has at most 22 columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub purpose: Option<String>,
}

/// References of which at least one must be given.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct ReferenceGroup {
    /// Identifier.
    #[schemars(regex(pattern = Form::ID.pattern))]
    pub id: String,
    /// The group in words.
    pub title: String,
    /// Reference fields; at least two.
    #[schemars(length(min = 2), inner(regex(pattern = Form::FIELD.pattern)))]
    pub one_of: Vec<String>,
}

/// A safety confirmation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Confirmation {
    /// Input field.
    #[schemars(regex(pattern = Form::FIELD.pattern))]
    pub field: String,
    /// Short name for people, at most 22 columns; without it, one is made from the literal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub title: Option<String>,
    /// The confirmed statement, in full words.
    pub sentence: String,
    /// Input fields that an answer is based on, with their evidence: it is reopened when they change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub based_on: Vec<String>,
}

/// A control phase.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Phase {
    /// Identifier.
    #[schemars(regex(pattern = Form::ID.pattern))]
    pub id: String,
    /// Short name for people, at most 22 columns; without it, one is made from the literal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub title: Option<String>,
    /// Purpose of the phase.
    pub purpose: String,
    /// References that belong to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(inner(regex(pattern = Form::FIELD.pattern)))]
    pub references: Vec<String>,
    /// Items of the phase, in order.
    pub items: Vec<PhaseItem>,
    /// Effects that stay blocked in it.
    #[schemars(inner(regex(pattern = Form::ID.pattern)))]
    pub effects: Vec<String>,
}

/// A question to answer, or a command that is shown and never run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[schemars(deny_unknown_fields)]
pub enum PhaseItem {
    /// A review question.
    Question {
        /// Identifier within the phase.
        #[schemars(regex(pattern = Form::ID.pattern))]
        id: String,
        /// The question.
        question: String,
        /// Input fields that an answer is based on, with their evidence: it is reopened when they change.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        based_on: Vec<String>,
    },
    /// A command shown as a step; this program starts nothing.
    Command {
        /// Identifier within the phase.
        #[schemars(regex(pattern = Form::ID.pattern))]
        id: String,
        /// The command line.
        command: String,
        /// Its purpose.
        purpose: String,
        /// Input fields that an answer is based on, with their evidence: it is reopened when they change.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        based_on: Vec<String>,
    },
}

/// A write action: shown, blocked, with the reason.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Effect {
    /// Identifier.
    #[schemars(regex(pattern = Form::ID.pattern))]
    pub id: String,
    /// Short name for people, at most 22 columns; without it, one is made from the literal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub title: Option<String>,
    /// The write action in words.
    pub action: String,
    /// Flags that are false in everything this program writes.
    #[schemars(inner(regex(pattern = Form::FIELD.pattern)))]
    pub flags: Vec<String>,
    /// Decision value that requests the write action.
    pub decision: String,
    /// Status that a request for it gives.
    pub status: String,
    /// Why it never happens here.
    pub why: String,
    /// Which later stage could do it.
    pub later_stage: String,
    /// The short sentence that policy and packet list.
    pub blocked: String,
}

/// A decision and what it gives when nothing stops it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Decision {
    /// The literal.
    pub value: String,
    /// Name of the decision for people, at most 22 columns if a purpose explains it.
    pub title: String,
    /// Explanation behind the title; with it, the title has at most 22 columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub purpose: Option<String>,
    /// The reviewer's action, in a word, as in “if you continue”.
    pub verb: String,
    /// The status it gives.
    pub status: String,
    /// Parts that must be complete for it.
    pub needs: Vec<Need>,
}

/// A status that a review can result in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Status {
    /// The literal.
    pub status: String,
    /// Short name for people, at most 22 columns; without it, one is made from the literal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub title: Option<String>,
    /// The kind of result; never derived from the literal.
    pub kind: Kind,
    /// Its meaning.
    pub meaning: String,
    /// The next step.
    pub next: String,
}

/// The kinds of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Ready for the owner's review; the only kind that carries a packet.
    Ready,
    /// More review is needed.
    More,
    /// Changes are requested.
    ChangesRequested,
    /// Rejected.
    Rejected,
    /// Blocked.
    Blocked,
}

/// A rule that stops the stage.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct StopRule {
    /// Identifier.
    #[schemars(regex(pattern = Form::ID.pattern))]
    pub id: String,
    /// Short name for people, at most 22 columns; without it, one is made from the literal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub title: Option<String>,
    /// The rule as its owner wrote it.
    pub rule: String,
    /// The short sentence that policy and packet list.
    pub condition: String,
    /// Finding rules that mean this stop rule is hit.
    pub watches: Vec<Rule>,
    /// Input fields that an answer is based on, with their evidence: it is reopened when they change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub based_on: Vec<String>,
}

/// Paths of the stage's local endpoints.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Endpoints {
    /// The upstream stage's evidence source; not served here.
    #[schemars(regex(pattern = Form::PATH.pattern))]
    pub upstream: String,
    /// The policy.
    pub policy: Endpoint,
    /// The plan.
    pub plan: Endpoint,
    /// The page.
    pub page: Endpoint,
    /// The command that checks the page visually.
    pub browser_check: String,
}

/// A method and a path.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Endpoint {
    /// HTTP method.
    pub method: String,
    /// Absolute path.
    #[schemars(regex(pattern = Form::PATH.pattern))]
    pub path: String,
}

impl PhaseItem {
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Question { id, .. } | Self::Command { id, .. } => id,
        }
    }

    #[must_use]
    pub fn based_on(&self) -> &[String] {
        match self {
            Self::Question { based_on, .. } | Self::Command { based_on, .. } => based_on,
        }
    }
}
