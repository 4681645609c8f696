//! Statements of an upstream document, compared with the handoff and the runbook.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{PlanCheck, UpstreamCheck, harm};
use crate::review::handoff::Handoff;
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::problem::noun;
use crate::review::runbook::{OwnerHandoff, Runbook};
use crate::review::secret::secret_in_member;
use crate::review::text::{cut, visible};

/// A statement of an upstream document in one position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Saying {
    /// The subject of the statement.
    pub member: Member,
    /// The handoff's field that it is compared with; for a stage, that of its status.
    pub field: String,
    /// JSON pointer (RFC 6901) to the place in the document.
    pub pointer: String,
    /// The value, made visible and cut, or the kind of value; null if there is none or a secret-like value
    /// would show.
    pub says: Option<String>,
    /// The handoff's value of the field, unless a finding refuses it.
    pub handoff: Option<String>,
    /// The result of the comparison.
    pub agreement: Agreement,
}

impl Saying {
    pub(super) fn held_against(&self, handoff: &Handoff) -> Self {
        let expected = expected(self.member, &self.field, handoff).map(str::to_owned);
        let agreement = match self.agreement {
            Agreement::Agrees | Agreement::Differs if expected.is_none() || expected == self.says => {
                Agreement::Agrees
            }
            Agreement::Agrees | Agreement::Differs => Agreement::Differs,
            Agreement::Refused => Agreement::Refused,
            Agreement::Silent => Agreement::Silent,
        };
        Self { handoff: expected, agreement, ..self.clone() }
    }
}

/// Subjects of an upstream document's statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Member {
    /// The status of its stage.
    Status,
    /// Its stage.
    Stage,
    /// A declared literal, such as its packet type.
    Declared,
    /// The target of the later work.
    Target,
    /// A write action with a value other than false.
    Effect,
    /// A text that looks like a credential, by the rule that finds it.
    SecretLike,
}

/// Result of comparing a statement with the runbook and the handoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// It is both.
    Agrees,
    /// The runbook accepts it, and the handoff says something else.
    Differs,
    /// The runbook does not accept it.
    Refused,
    /// Nothing is there.
    Silent,
}

pub(super) struct Place<'a> {
    member: Member,
    field: &'a str,
    /// The first pointer with a value counts.
    pointers: Vec<String>,
    accepts: &'a [String],
    optional: bool,
}

impl Place<'_> {
    pub(super) fn accepts(&self) -> &[String] {
        self.accepts
    }

    pub(super) fn is_of(&self, saying: &Saying) -> bool {
        (self.member, self.field) == (saying.member, saying.field.as_str())
    }
}

pub(in crate::review) fn reads_any(field: &str, runbook: &Runbook) -> bool {
    !places(field, runbook, None).is_empty()
}

/// A plan document has its own pointers for the status, the stage and the target of the nearest stage.
pub(super) fn places<'a>(field: &str, runbook: &'a Runbook, plan: Option<PlanCheck>) -> Vec<Place<'a>> {
    let handoff = &runbook.owner_handoff;
    let mut places = upstream(field, handoff, plan);
    let is_nearest = handoff.fingerprint.field == field;
    for declared in handoff.declared.iter().filter(|_| is_nearest) {
        if let Some(pointer) = &declared.document {
            let below = plan.map(|_| format!("/packet{pointer}"));
            let pointers = [pointer.clone()].into_iter().chain(below).collect();
            let (field, accepts) = (declared.field.as_str(), declared.accepts.as_slice());
            places.push(Place { member: Member::Declared, field, pointers, accepts, optional: false });
        }
    }
    for target in &runbook.target {
        let own = plan.map(|_| format!("/target/{}", target.member));
        let named = target.document.clone().filter(|_| is_nearest);
        let optional = named.is_none();
        let pointers: Vec<String> = own.into_iter().chain(named).collect();
        if !pointers.is_empty() {
            let (field, accepts) = (target.field.as_str(), target.accepts.as_slice());
            places.push(Place { member: Member::Target, field, pointers, accepts, optional });
        }
    }
    places
}

fn upstream<'a>(field: &str, handoff: &'a OwnerHandoff, plan: Option<PlanCheck>) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    let of_it = handoff.upstream.iter().filter(|upstream| handoff.fingerprint_of(upstream) == field);
    for (i, upstream) in of_it.enumerate() {
        let own = |pointer: &str| plan.filter(|_| i == 0).map(|_| pointer.to_owned());
        let status = own("/status").or_else(|| upstream.document.clone());
        let stage = own("/stage").or_else(|| upstream.document_stage.clone());
        let field = upstream.field.as_str();
        let status = status.map(|pointer| (Member::Status, pointer, upstream.accepts.as_slice()));
        let stage = stage.map(|pointer| (Member::Stage, pointer, std::slice::from_ref(&upstream.stage)));
        places.extend(status.into_iter().chain(stage).map(|(member, pointer, accepts)| Place {
            member,
            field,
            pointers: vec![pointer],
            accepts,
            optional: false,
        }));
    }
    places
}

/// Statements of a document in every position that is read.
pub(in crate::review) fn all(
    content: &Value,
    check: &UpstreamCheck,
    handoff: &Handoff,
    runbook: &Runbook,
) -> Vec<Saying> {
    let places = places(&check.field, runbook, check.plan);
    places.iter().filter_map(|place| saying(content, place, handoff)).collect()
}

fn saying(content: &Value, place: &Place, handoff: &Handoff) -> Option<Saying> {
    let Place { member, field, pointers, accepts, optional } = place;
    let found = pointers.iter().find_map(|pointer| Some((pointer, content.pointer(pointer)?)));
    let (pointer, value) = match found {
        Some((pointer, value)) => (pointer, Some(value)),
        None if *optional => return None,
        None => (pointers.last()?, None),
    };
    let expected = expected(*member, field, handoff);
    let text = value.and_then(Value::as_str).filter(|text| accepts.iter().any(|accepted| accepted == text));
    let agreement = match (value, text) {
        (None, _) => Agreement::Silent,
        (Some(_), None) => Agreement::Refused,
        (Some(_), Some(text)) if expected.is_none_or(|expected| expected == text) => Agreement::Agrees,
        (Some(_), Some(_)) => Agreement::Differs,
    };
    let says = match text {
        Some(accepted) => Some(accepted.to_owned()),
        None => value.and_then(|value| display(field, value)),
    };
    let (field, pointer) = ((*field).to_owned(), pointer.clone());
    Some(Saying { member: *member, field, pointer, says, handoff: expected.map(str::to_owned), agreement })
}

/// `None` for a stage, which is compared with the runbook alone.
fn expected<'a>(member: Member, field: &str, handoff: &'a Handoff) -> Option<&'a str> {
    match member {
        Member::Stage | Member::Effect | Member::SecretLike => None,
        Member::Status | Member::Declared | Member::Target => handoff.value(field),
    }
}

fn display(field: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let shown = cut(&visible(text), OBSERVED_CHARS_MAX);
            let secret = [text, &shown].into_iter().any(|text| secret_in_member(field, text).is_some());
            (!secret).then_some(shown)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Some(noun(value).to_owned())
        }
    }
}

/// True if some document gives these statements, at these pointers and in this order.
pub(super) fn fit(check: &UpstreamCheck, handoff: &Handoff, runbook: &Runbook) -> bool {
    let places = places(&check.field, runbook, check.plan);
    let mut says = check.says.iter().peekable();
    let all = places.iter().all(|place| match says.next_if(|saying| place.is_of(saying)) {
        Some(saying) => fits(saying, place, handoff),
        None => place.optional,
    });
    all && harm::fit(says, check, runbook)
}

fn fits(saying: &Saying, place: &Place, handoff: &Handoff) -> bool {
    let Saying { member, field, pointer, says, handoff: recorded, agreement } = saying;
    // A plan's record keeps no declared value; only the check contains the accepted one.
    let expected = match (expected(*member, field, handoff), member, recorded) {
        (None, Member::Declared, Some(recorded)) => {
            place.accepts.contains(recorded).then_some(recorded.as_str())
        }
        (expected, _, _) => expected,
    };
    let accepted = says.as_ref().is_some_and(|says| place.accepts.contains(says));
    let agrees = match agreement {
        Agreement::Agrees => accepted && expected.is_none_or(|expected| says.as_deref() == Some(expected)),
        Agreement::Differs => accepted && expected.is_some_and(|expected| says.as_deref() != Some(expected)),
        Agreement::Refused => says.as_deref().is_none_or(|says| is_shown(field, says)),
        Agreement::Silent => says.is_none() && !place.optional,
    };
    place.pointers.contains(pointer) && expected == recorded.as_deref() && agrees
}

fn is_shown(field: &str, text: &str) -> bool {
    let short = cut(text, OBSERVED_CHARS_MAX) == text;
    short && visible(text) == text && secret_in_member(field, text).is_none()
}
