//! Content that an upstream document may not hold at any depth: secret-like text, and
//! flags of blocked actions that are not false.

use serde_json::Value;

use super::UpstreamCheck;
use super::saying::{Agreement, Member, Saying};
use crate::review::limits::POINTER_CHARS_MAX;
use crate::review::problem::{Pointer, noun};
use crate::review::runbook::Runbook;
use crate::review::secret::{SecretRule, secret_in_reference, secret_rule};
use crate::review::text::cut;

/// The JSON pointer of the text and the rule that it breaks.
/// Texts are judged as references, so that no id and no link is refused for its form.
pub(in crate::review) fn secret(content: &Value) -> Option<(String, SecretRule)> {
    secret_under(content, "", &Pointer::Root)
}

fn secret_under(content: &Value, key: &str, pointer: &Pointer) -> Option<(String, SecretRule)> {
    match content {
        Value::String(text) => secret_in_reference(key, text).map(|rule| (bounded(pointer), rule)),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .find_map(|(index, element)| secret_under(element, key, &Pointer::Element(pointer, index))),
        Value::Object(members) => members.iter().find_map(|(name, member)| {
            let pointer = Pointer::Member(pointer, name);
            match secret_rule(name) {
                Some(rule) => Some((bounded(&pointer), rule)),
                None => secret_under(member, name, &pointer),
            }
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The first occurrence of each flag of a blocked action that is not false.
fn raised(content: &Value, runbook: &Runbook) -> Vec<Saying> {
    let flags: Vec<&str> = runbook.flags().collect();
    let mut found: Vec<Option<Saying>> = flags.iter().map(|_| None).collect();
    raised_under(content, &flags, &Pointer::Root, &mut found);
    found.into_iter().flatten().collect()
}

fn raised_under(content: &Value, flags: &[&str], pointer: &Pointer, found: &mut [Option<Saying>]) {
    match content {
        Value::Object(members) => {
            for (name, member) in members {
                let pointer = Pointer::Member(pointer, name);
                let flag =
                    flags.iter().position(|flag| flag == name).filter(|_| *member != Value::Bool(false));
                if let Some(first) = flag.and_then(|flag| found.get_mut(flag)).filter(|first| first.is_none())
                {
                    *first = Some(refused(Member::Effect, name, bounded(&pointer), noun(member)));
                }
                raised_under(member, flags, &pointer, found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                raised_under(element, flags, &Pointer::Element(pointer, index), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

pub(in crate::review) fn all(
    content: &Value,
    secret: Option<&(String, SecretRule)>,
    check: &UpstreamCheck,
    runbook: &Runbook,
) -> Vec<Saying> {
    let secret =
        secret.map(|(pointer, rule)| refused(Member::SecretLike, &check.field, pointer.clone(), rule.id()));
    raised(content, runbook).into_iter().chain(secret).collect()
}

/// True if one document could have given all of these, in this order.
pub(super) fn fit<'a>(
    says: impl Iterator<Item = &'a Saying>,
    check: &UpstreamCheck,
    runbook: &Runbook,
) -> bool {
    let mut says = says.peekable();
    for flag in runbook.flags() {
        says.next_if(|saying| saying.member == Member::Effect && saying.field == flag && is_refused(saying));
    }
    says.next_if(|saying| {
        saying.member == Member::SecretLike && saying.field == check.field && is_refused(saying)
    });
    says.next().is_none()
}

fn is_refused(saying: &Saying) -> bool {
    let Saying { member: _, field: _, pointer, says, handoff, agreement } = saying;
    let a_word = |says: &String| {
        says.len() <= NOTED_BYTES_MAX
            && says.bytes().all(|byte| byte.is_ascii_lowercase() || b" -".contains(&byte))
    };
    // The whole document may be one text, with an empty pointer.
    let place =
        (pointer.is_empty() || pointer.starts_with('/')) && cut(pointer, POINTER_CHARS_MAX) == *pointer;
    place && says.as_ref().is_some_and(a_word) && handoff.is_none() && *agreement == Agreement::Refused
}

/// Longer than any noun and any id of a rule.
const NOTED_BYTES_MAX: usize = 64;

fn refused(member: Member, field: &str, pointer: String, says: &str) -> Saying {
    let (field, says) = (field.to_owned(), Some(says.to_owned()));
    Saying { member, field, pointer, says, handoff: None, agreement: Agreement::Refused }
}

fn bounded(pointer: &Pointer) -> String {
    cut(&pointer.to_string(), POINTER_CHARS_MAX)
}
