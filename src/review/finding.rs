//! Findings of the evaluator: rule, location, expected value, and weight.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rules a finding can come from. Their spelling is the same in records, on screen and in `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// An effect flag is true, or the decision requests an effect.
    EffectAsked,
    /// An effect flag is neither true nor false.
    EffectFlagNotBoolean,
    /// An upstream status, the handoff reference or its fingerprint is missing or blank.
    OwnerHandoffMissing,
    /// An upstream status or a declared literal is not accepted.
    OwnerHandoffRefused,
    /// The upstream document does not match the handoff's fingerprint.
    OwnerHandoffNotMatched,
    /// The upstream document has a status, stage or declared literal that the runbook does not accept or that differs
    /// from the handoff.
    UpstreamDocumentRefused,
    /// The upstream document lacks a member that the runbook reads.
    UpstreamDocumentSilent,
    /// The upstream document is an invalid plan document, or a practice export.
    UpstreamDocumentInvalid,
    /// The upstream document could not be read, so it was not compared with the handoff.
    UpstreamDocumentNotChecked,
    /// The upstream document names a target that the runbook does not accept or that differs from the handoff.
    UpstreamTargetRefused,
    /// A target field is missing or blank.
    TargetMissing,
    /// A target is not on the allow-list.
    TargetRefused,
    /// A string looks like a credential.
    SecretLike,
    /// A known field contains control, bidi or invisible characters.
    HiddenCharacters,
    /// A known field is not a JSON string.
    WrongType,
    /// An unknown field claims something with `true`.
    UnknownTrue,
    /// A request has no decision.
    DecisionMissing,
    /// The decision is not listed in the runbook.
    DecisionUnknown,
    /// A required reference is missing or blank.
    ReferenceMissing,
    /// A confirmation is not `true`.
    ConfirmationMissing,
    /// The basis of an answer changed since it was given.
    ItemStale,
    /// The reviewer has not answered an item.
    ItemOpen,
    /// A concern is not answered.
    ConcernOpen,
}

/// A part of the review that a decision may need complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The review of handoff, phases and stop rules.
    Phases,
    /// Every required reference.
    References,
    /// Every safety confirmation.
    Confirmations,
}

/// Effect of a finding on the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Gives the status of the blocked action that was asked for.
    Effect,
    /// Gives the stage block.
    Stage,
    /// Blocks only a decision that needs this part complete.
    Gap(Need),
}

impl Rule {
    /// Heaviest first.
    pub const ALL: [Rule; 23] = [
        Rule::EffectAsked,
        Rule::EffectFlagNotBoolean,
        Rule::OwnerHandoffMissing,
        Rule::OwnerHandoffRefused,
        Rule::OwnerHandoffNotMatched,
        Rule::UpstreamDocumentRefused,
        Rule::UpstreamDocumentSilent,
        Rule::UpstreamDocumentInvalid,
        Rule::UpstreamDocumentNotChecked,
        Rule::UpstreamTargetRefused,
        Rule::TargetMissing,
        Rule::TargetRefused,
        Rule::SecretLike,
        Rule::HiddenCharacters,
        Rule::WrongType,
        Rule::UnknownTrue,
        Rule::DecisionMissing,
        Rule::DecisionUnknown,
        Rule::ReferenceMissing,
        Rule::ConfirmationMissing,
        Rule::ItemStale,
        Rule::ItemOpen,
        Rule::ConcernOpen,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Rule::EffectAsked => "effect-asked",
            Rule::EffectFlagNotBoolean => "effect-flag-not-boolean",
            Rule::OwnerHandoffMissing => "owner-handoff-missing",
            Rule::OwnerHandoffRefused => "owner-handoff-refused",
            Rule::OwnerHandoffNotMatched => "owner-handoff-not-matched",
            Rule::UpstreamDocumentRefused => "upstream-document-refused",
            Rule::UpstreamDocumentSilent => "upstream-document-silent",
            Rule::UpstreamDocumentInvalid => "upstream-document-invalid",
            Rule::UpstreamDocumentNotChecked => "upstream-document-not-checked",
            Rule::UpstreamTargetRefused => "upstream-target-refused",
            Rule::TargetMissing => "target-missing",
            Rule::TargetRefused => "target-refused",
            Rule::SecretLike => "secret-like",
            Rule::HiddenCharacters => "hidden-characters",
            Rule::WrongType => "wrong-type",
            Rule::UnknownTrue => "unknown-true",
            Rule::DecisionMissing => "decision-missing",
            Rule::DecisionUnknown => "decision-unknown",
            Rule::ReferenceMissing => "reference-missing",
            Rule::ConfirmationMissing => "confirmation-missing",
            Rule::ItemStale => "item-stale",
            Rule::ItemOpen => "item-open",
            Rule::ConcernOpen => "concern-open",
        }
    }

    /// True for claims and gaps of a handoff that a review judges for itself.
    #[must_use]
    pub fn is_of_a_claim(self) -> bool {
        match self {
            Rule::ReferenceMissing
            | Rule::ConfirmationMissing
            | Rule::DecisionUnknown
            | Rule::DecisionMissing => true,
            Rule::EffectAsked
            | Rule::EffectFlagNotBoolean
            | Rule::OwnerHandoffMissing
            | Rule::OwnerHandoffRefused
            | Rule::OwnerHandoffNotMatched
            | Rule::UpstreamDocumentRefused
            | Rule::UpstreamDocumentSilent
            | Rule::UpstreamDocumentInvalid
            | Rule::UpstreamDocumentNotChecked
            | Rule::UpstreamTargetRefused
            | Rule::TargetMissing
            | Rule::TargetRefused
            | Rule::SecretLike
            | Rule::HiddenCharacters
            | Rule::WrongType
            | Rule::UnknownTrue
            | Rule::ItemStale
            | Rule::ItemOpen
            | Rule::ConcernOpen => false,
        }
    }

    /// The finding of an open item carries the part it belongs to; [`Need::Phases`] applies if it carries none.
    #[must_use]
    pub fn weight(self) -> Weight {
        match self {
            Rule::EffectAsked => Weight::Effect,
            Rule::EffectFlagNotBoolean
            | Rule::OwnerHandoffMissing
            | Rule::OwnerHandoffRefused
            | Rule::OwnerHandoffNotMatched
            | Rule::UpstreamDocumentRefused
            | Rule::UpstreamDocumentSilent
            | Rule::UpstreamDocumentInvalid
            | Rule::UpstreamDocumentNotChecked
            | Rule::UpstreamTargetRefused
            | Rule::TargetMissing
            | Rule::TargetRefused
            | Rule::SecretLike
            | Rule::HiddenCharacters
            | Rule::WrongType
            | Rule::UnknownTrue
            | Rule::DecisionMissing
            | Rule::DecisionUnknown => Weight::Stage,
            Rule::ReferenceMissing => Weight::Gap(Need::References),
            Rule::ConfirmationMissing => Weight::Gap(Need::Confirmations),
            Rule::ItemStale | Rule::ItemOpen | Rule::ConcernOpen => Weight::Gap(Need::Phases),
        }
    }
}

/// A fault or claim found by the evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The rule it comes from.
    pub rule: Rule,
    /// RFC 6901 pointer to the place.
    pub pointer: String,
    /// The expected value.
    pub expected: String,
    /// The value there, made visible and cut; `None` if there is none or a secret-like value would show.
    pub observed: Option<String>,
    /// One sentence for a person.
    pub message: String,
    /// The identifier of the requested write action, with `effect-asked` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub effect: Option<String>,
    /// The part of the review an open item belongs to, with [`Rule::ItemStale`],
    /// [`Rule::ItemOpen`] and [`Rule::ConcernOpen`] only.
    #[serde(skip)]
    pub part: Option<Need>,
}

impl Finding {
    #[must_use]
    pub fn new(
        rule: Rule,
        pointer: impl Into<String>,
        expected: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let (pointer, expected, message) = (pointer.into(), expected.into(), message.into());
        Self { rule, pointer, expected, observed: None, message, effect: None, part: None }
    }

    #[must_use]
    pub fn observing(self, observed: Option<String>) -> Self {
        Self { observed, ..self }
    }

    #[must_use]
    pub fn weight(&self) -> Weight {
        match (self.rule.weight(), self.part) {
            (Weight::Gap(_), Some(part)) => Weight::Gap(part),
            (weight, _) => weight,
        }
    }
}

/// Something worth knowing that weighs nothing, such as an unknown field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// RFC 6901 pointer to the place.
    pub pointer: String,
    /// One sentence for a person.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_once_and_spelt_alike_in_code_and_json() {
        for (i, rule) in Rule::ALL.iter().enumerate() {
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.code());
            assert!(!Rule::ALL[..i].contains(rule));
        }
    }
}
