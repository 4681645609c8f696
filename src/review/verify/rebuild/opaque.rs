//! Findings and notes about values that no document keeps: the words alone show if an evaluation can have written
//! them.

use std::collections::BTreeSet;

use crate::review::finding::{Finding, Note, Rule};
use crate::review::handoff::opaque::{hidden, secret_key, secret_value, unknown_field, unknown_true};
use crate::review::limits::POINTER_CHARS_MAX;
use crate::review::plan::document;
use crate::review::secret::{self, secret_rule};
use crate::review::text::visible;

/// True for rules about values that are not kept.
pub(super) fn is_opaque(rule: Rule) -> bool {
    matches!(rule, Rule::SecretLike | Rule::HiddenCharacters | Rule::UnknownTrue)
}

/// Targets that such findings may point at.
pub(super) struct Context<'a> {
    pub(super) known: BTreeSet<&'a str>,
    /// Known fields that may hold a list or an object, as other findings show.
    pub(super) nested: BTreeSet<&'a str>,
    /// Unknown fields, by the pointers of notes.
    pub(super) unknown: BTreeSet<&'a str>,
}

impl Context<'_> {
    /// Reason why no evaluation writes this finding.
    pub(super) fn refuses(&self, finding: &document::Finding) -> Option<&'static str> {
        if rewritten(finding).is_none_or(|retold| document::Finding::from(&retold) != *finding) {
            return Some("is not the text of this rule");
        }
        let place = Place::parse(&finding.pointer);
        let stands = place.is_safe && self.may_point(finding.rule, &place);
        (!stands).then_some("points to a place where the rule finds nothing")
    }

    /// Reason why no evaluation writes this note.
    pub(super) fn refuses_note(&self, note: &Note) -> Option<&'static str> {
        let place = Place::parse(&note.pointer);
        if unknown_field(note.pointer.clone()) != *note {
            return Some("is not the text of a note");
        }
        let of_a_field = place.is_safe && !place.is_inside && !self.known.contains(place.field);
        (!of_a_field).then_some("is not about an unknown field")
    }

    fn may_point(&self, rule: Rule, place: &Place) -> bool {
        match (self.known.contains(place.field), place.is_inside) {
            (true, false) => rule != Rule::UnknownTrue,
            (true, true) => rule != Rule::HiddenCharacters && self.nested.contains(place.field),
            (false, _) => {
                // A cut pointer may have lost its beginning too.
                let noted = || self.unknown.contains(format!("/{}", place.field).as_str());
                rule != Rule::HiddenCharacters && (place.is_cut || noted())
            }
        }
    }
}

struct Place<'a> {
    field: &'a str,
    is_inside: bool,
    is_cut: bool,
    is_safe: bool,
}

impl<'a> Place<'a> {
    fn parse(pointer: &'a str) -> Self {
        let path = pointer.strip_prefix('/');
        let (field, inside) = path.map_or(("", None), |path| match path.split_once('/') {
            Some((field, inside)) => (field, Some(inside)),
            None => (path, None),
        });
        let short = pointer.chars().count() <= POINTER_CHARS_MAX;
        let shown = visible(pointer) == pointer && pointer.split('/').all(|key| secret_rule(key).is_none());
        let is_safe = path.is_some() && short && shown;
        Self { field, is_inside: inside.is_some(), is_cut: pointer.ends_with('…'), is_safe }
    }
}

/// The finding that an evaluation writes for the same value.
fn rewritten(finding: &document::Finding) -> Option<Finding> {
    let document::Finding { rule, pointer, observed, message, .. } = finding;
    match rule {
        Rule::SecretLike => {
            let both = |rule| [secret_key(pointer.clone(), rule), secret_value(pointer.clone(), rule)];
            secret::rules().flat_map(both).find(|told| told.message == *message)
        }
        Rule::HiddenCharacters => {
            let (_, counted) = message.rsplit_once('(')?;
            let count = counted.strip_suffix(").")?.parse().ok().filter(|count| *count > 0)?;
            Some(hidden(pointer.strip_prefix('/')?, count).observing(observed.clone()))
        }
        Rule::UnknownTrue => Some(unknown_true(pointer.clone())),
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
        | Rule::WrongType
        | Rule::DecisionMissing
        | Rule::DecisionUnknown
        | Rule::ReferenceMissing
        | Rule::ConfirmationMissing
        | Rule::ItemStale
        | Rule::ItemOpen
        | Rule::ConcernOpen => None,
    }
}
