//! An upstream document: its digests, its content, and the check of it as a plan document.

use serde_json::{Map, Value};

use crate::review::fingerprint::{Digest, fingerprint};
use crate::review::handoff::Handoff;
use crate::review::plan::document::Document;
use crate::review::plan::{FORMAT, contradictions};
use crate::review::problem::Reason;
use crate::review::runbook::Runbook;
use crate::review::secret::SecretRule;
use crate::review::upstream::{NotChecked, PlanCheck, UpstreamCheck, UpstreamMatch, harm, saying};
use crate::review::{canonical, json, limits};

#[derive(Clone, Debug, PartialEq)]
pub struct UpstreamDocument {
    digest: Digest,
    bytes: u64,
    content: Result<Content, NotChecked>,
}

#[derive(Clone, Debug, PartialEq)]
struct Content {
    value: Value,
    /// SHA-256 of the canonical form without a top-level `fingerprint`.
    canonical: Digest,
    plan: Option<PlanCheck>,
    /// JSON pointer of the first secret-like text, and the rule that it breaks.
    secret: Option<(String, SecretRule)>,
}

impl UpstreamDocument {
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let content = match json::read_as_doubles(bytes, &limits::PACKET) {
            Ok(value) => Ok(Content::parse(value, bytes)),
            Err(unusable) => Err(NotChecked::from(&unusable.reason)),
        };
        Self { digest: Digest::compute(bytes), bytes: bytes.len() as u64, content }
    }

    #[must_use]
    pub fn too_large(digest: Digest, bytes: u64) -> Self {
        Self { digest, bytes, content: Err(NotChecked::TooLarge) }
    }

    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) fn has(&self, expected: Digest) -> bool {
        expected == self.digest || self.content.as_ref().is_ok_and(|content| content.canonical == expected)
    }

    pub(crate) fn content(&self) -> Option<&Value> {
        self.content.as_ref().ok().map(|content| &content.value)
    }

    pub(crate) fn secret(&self) -> Option<&(String, SecretRule)> {
        self.content.as_ref().ok()?.secret.as_ref()
    }

    pub(crate) fn unread(&self) -> Option<NotChecked> {
        self.content.as_ref().err().copied()
    }

    /// A true flag of one of this runbook's blocked actions makes a plan document invalid too.
    pub(crate) fn plan(&self, runbook: &Runbook) -> Option<PlanCheck> {
        let Content { value, plan, .. } = self.content.as_ref().ok()?;
        let raised = runbook.flags().any(|flag| value.get(flag) == Some(&Value::Bool(true)));
        plan.map(|plan| if raised { PlanCheck::Tampered } else { plan })
    }
}

impl Content {
    fn parse(value: Value, bytes: &[u8]) -> Self {
        let secret = harm::secret(&value);
        match value {
            Value::Object(members) => {
                let (canonical, plan) = (fingerprint(&members), plan(&members, bytes));
                Self { value: Value::Object(members), canonical, plan, secret }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Self { canonical: Digest::compute(&canonical::bytes(&value)), value, plan: None, secret }
            }
        }
    }
}

impl UpstreamCheck {
    /// Compares a document with the fingerprint in a field of the handoff. Returns `None` if the handoff has no
    /// usable one.
    #[must_use]
    pub fn compare(
        document: &UpstreamDocument,
        field: &str,
        handoff: &Handoff,
        runbook: &Runbook,
    ) -> Option<Self> {
        let fingerprint = handoff.value(field)?;
        let (digest, bytes) = (document.digest(), document.bytes());
        let unread = document.unread();
        let (result, mut not_checked) = match fingerprint.parse::<Digest>() {
            Err(_) => (UpstreamMatch::NotChecked, Some(NotChecked::OpaqueFingerprint)),
            Ok(expected) if document.has(expected) => (UpstreamMatch::Matched, None),
            Ok(_) => match unread {
                // Such bytes have no canonical form that could have another digest.
                None | Some(NotChecked::NotJson) => (UpstreamMatch::NotMatched, None),
                Some(why) => (UpstreamMatch::NotChecked, Some(why)),
            },
        };
        let mut check = Self {
            field: field.to_owned(),
            digest,
            bytes,
            result,
            not_checked,
            plan: None,
            says: Vec::new(),
        };
        // Content counts only in the document that was handed over.
        if result == UpstreamMatch::NotMatched {
            return Some(check);
        }
        if let Some(content) = document.content() {
            check.plan = document.plan(runbook);
            check.says = saying::all(content, &check, handoff, runbook);
            check.says.extend(harm::all(content, document.secret(), &check, runbook));
        } else if unread != Some(NotChecked::NotJson) || saying::reads_any(field, runbook) {
            // A reader of another JSON dialect may find an effect there that this program cannot read.
            not_checked = unread;
        }
        Some(Self { not_checked, ..check })
    }
}

/// Format of plan documents, without its version.
const FORMATS: &str = "strict-review/plan@";

/// Checks everything that needs no runbook: bytes, fingerprint, common members, contradictions, and that no other
/// member is true than the ready flag beside a packet.
fn plan(members: &Map<String, Value>, bytes: &[u8]) -> Option<PlanCheck> {
    let format = members.get("format").and_then(Value::as_str)?;
    if format != FORMAT {
        // A document of another version is not read, so nobody can confirm it.
        return format.starts_with(FORMATS).then_some(PlanCheck::Tampered);
    }
    let mut canonical = canonical::object_bytes(members);
    canonical.push(b'\n');
    let document = Document::read_without_definition(members.clone()).ok().filter(|document| {
        canonical == bytes
            && document.fingerprint == fingerprint(members)
            && contradictions::raised(members).count() == usize::from(document.packet.is_some())
            && document.contradictions().is_empty()
    });
    Some(match document.map(|document| document.review.is_some_and(|record| record.practice)) {
        None => PlanCheck::Tampered,
        Some(true) => PlanCheck::Practice,
        Some(false) => PlanCheck::Held,
    })
}

impl From<&Reason> for NotChecked {
    fn from(reason: &Reason) -> Self {
        match reason {
            Reason::TooLarge { .. } | Reason::StringTooLong { .. } => Self::TooLarge,
            Reason::TooDeep { .. } => Self::TooDeep,
            Reason::TooManyMembers { .. } => Self::TooManyMembers,
            Reason::ByteOrderMark => Self::ByteOrderMark,
            Reason::NotUtf8 => Self::NotUtf8,
            Reason::Empty | Reason::NotJson(_) | Reason::NotAnObject(_) => Self::NotJson,
            Reason::DuplicateKey(_) => Self::DuplicateKey,
            Reason::LoneSurrogate => Self::LoneSurrogate,
            Reason::IntegerTooLarge => Self::NumberOutOfRange,
        }
    }
}
