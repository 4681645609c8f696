//! Findings and notes about input that is not kept. Their words do not show what was sent; they can only be
//! compared with those that a judge writes.

use std::collections::BTreeSet;

use super::spelling::spelt_out;
use crate::review::finding::{Finding, Note, Rule};
use crate::review::limits::POINTER_CHARS_MAX;
use crate::review::plan::document;
use crate::review::secret::{self, SecretRule, secret_rule};
use crate::review::text::visible;

pub(super) fn secret_key(pointer: String, rule: SecretRule) -> Finding {
    secret(pointer, format!("This key looks like a credential ({rule}); keys and values are never shown."))
}

pub(super) fn secret_value(pointer: String, rule: SecretRule) -> Finding {
    secret(pointer, format!("This value looks like a credential ({rule}); it is never shown or kept."))
}

fn secret(pointer: String, message: String) -> Finding {
    Finding::new(Rule::SecretLike, pointer, "a reference to where the secret is kept", message)
}

pub(super) fn hidden(field: &str, count: usize) -> Finding {
    let message = format!("{field} holds {count} control, bidi or invisible characters.");
    Finding::new(Rule::HiddenCharacters, format!("/{field}"), "text that shows what it is", message)
}

pub(super) fn unknown_true(pointer: String) -> Finding {
    let message = format!("An unknown field says true, which may claim an effect.{}", spelt_out(&pointer));
    let finding = Finding::new(Rule::UnknownTrue, pointer, "no unknown field that is true", message);
    finding.observing(Some("true".to_owned()))
}

pub(super) fn unknown_field(pointer: String) -> Note {
    let text = "Unknown field; it was read for secrets and claims and is otherwise not used.";
    let text = format!("{text}{}", spelt_out(&pointer));
    Note { pointer, text }
}

pub(super) fn is_opaque(rule: Rule) -> bool {
    matches!(rule, Rule::SecretLike | Rule::HiddenCharacters | Rule::UnknownTrue)
}

pub(super) struct Ground<'a> {
    pub(super) known: BTreeSet<&'a str>,
    pub(super) nested: BTreeSet<&'a str>,
    pub(super) unknown: BTreeSet<&'a str>,
}

impl Ground<'_> {
    pub(super) fn refuses(&self, finding: &document::Finding) -> Option<&'static str> {
        if retold(finding).is_none_or(|retold| document::Finding::from(&retold) != *finding) {
            return Some("is not worded as the rule words it");
        }
        let place = Place::of(&finding.pointer);
        let stands = place.is_safe && self.may_point(finding.rule, &place);
        (!stands).then_some("points where the rule finds nothing")
    }

    pub(super) fn refuses_note(&self, note: &Note) -> Option<&'static str> {
        let place = Place::of(&note.pointer);
        if unknown_field(note.pointer.clone()) != *note {
            return Some("is not worded as notes are");
        }
        let of_a_field = place.is_safe && !place.is_inside && !self.known.contains(place.field);
        (!of_a_field).then_some("is about no unknown field")
    }

    fn may_point(&self, rule: Rule, place: &Place) -> bool {
        match (self.known.contains(place.field), place.is_inside) {
            (true, false) => rule != Rule::UnknownTrue,
            (true, true) => rule != Rule::HiddenCharacters && self.nested.contains(place.field),
            (false, _) => {
                // In a pointer that was cut, the name of the field may be cut as well.
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
    fn of(pointer: &'a str) -> Self {
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

/// The finding that a judge would write, from the pointer and the words of this one.
fn retold(finding: &document::Finding) -> Option<Finding> {
    let document::Finding { rule, pointer, observed, message, .. } = finding;
    match rule {
        Rule::SecretLike => {
            let both = |rule| [secret_key(pointer.clone(), rule), secret_value(pointer.clone(), rule)];
            secret::rules().flat_map(both).find(|told| told.message == *message)
        }
        Rule::HiddenCharacters => {
            let count = message.split(' ').find_map(|word| word.parse().ok()).filter(|count| *count > 0)?;
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
