//! Checks of an upstream document: its digest against the handoff's fingerprint, its content against handoff and
//! runbook.

mod findings;
pub(in crate::review) mod harm;
pub(in crate::review) mod saying;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::saying::{Agreement, Member, Saying};

use super::fingerprint::Digest;
use super::handoff::Handoff;
use super::runbook::Runbook;

/// The check of an upstream document against the handoff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpstreamCheck {
    /// The handoff's field that carries the fingerprint.
    pub field: String,
    /// SHA-256 of the document's exact bytes.
    pub digest: Digest,
    /// Its size.
    pub bytes: u64,
    /// Result of comparing the fingerprint with the document.
    pub result: UpstreamMatch,
    /// Why the fingerprint was not compared, or the content not read; null where both were.
    pub not_checked: Option<NotChecked>,
    /// Result of checking it as a plan document; null if it is none.
    pub plan: Option<PlanCheck>,
    /// Its statements where the runbook reads them.
    pub says: Vec<Saying>,
}

/// Result of comparing the fingerprint with the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UpstreamMatch {
    /// It is the digest of the exact bytes, or of the canonical form without a top-level `fingerprint`.
    Matched,
    /// It is neither.
    NotMatched,
    /// It is unknown.
    NotChecked,
}

/// Why something could not be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotChecked {
    /// The handoff's fingerprint is not a `sha256:` digest.
    OpaqueFingerprint,
    /// More bytes than are parsed.
    TooLarge,
    /// More objects and arrays inside each other than are parsed.
    TooDeep,
    /// More members and elements than are parsed.
    TooManyMembers,
    /// A byte order mark in front.
    ByteOrderMark,
    /// Not UTF-8.
    NotUtf8,
    /// Not JSON.
    NotJson,
    /// A key twice in one object.
    DuplicateKey,
    /// Half of a surrogate pair.
    LoneSurrogate,
    /// A number out of range.
    NumberOutOfRange,
}

/// Result of checking a plan document alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PlanCheck {
    /// Canonical form, fingerprint, members and flags hold, and nothing in it contradicts the rest.
    Held,
    /// They hold, and its review was practice.
    Practice,
    /// They do not hold.
    Tampered,
}

impl UpstreamCheck {
    /// The same check for another handoff with the same fingerprint: the content of the document is known.
    #[must_use]
    pub fn held_against(&self, handoff: &Handoff) -> Self {
        let says = self.says.iter().map(|saying| saying.held_against(handoff)).collect();
        Self { says, ..self.clone() }
    }

    /// True if some document of this digest gives such a check; asked of recorded checks.
    #[must_use]
    pub fn fits(&self, handoff: &Handoff, runbook: &Runbook) -> bool {
        let known = runbook.owner_handoff.fingerprints().any(|field| field == self.field);
        let Some(fingerprint) = handoff.value(&self.field).filter(|_| known) else { return false };
        let expected = fingerprint.parse::<Digest>().ok();
        let of_these_bytes = expected == Some(self.digest);
        let opaque = self.not_checked == Some(NotChecked::OpaqueFingerprint);
        let unread = self.not_checked.is_some() && !opaque;
        let asked = !self.says.is_empty() || self.plan.is_some();
        let of_the_fingerprint = match self.result {
            UpstreamMatch::Matched => expected.is_some() && !opaque && (!unread || of_these_bytes),
            UpstreamMatch::NotMatched => expected.is_some() && !of_these_bytes && self.not_checked.is_none(),
            UpstreamMatch::NotChecked => {
                self.not_checked.is_some() && !of_these_bytes && (expected.is_none() || !opaque)
            }
        };
        let of_the_content = match self.result {
            UpstreamMatch::NotMatched => !asked,
            UpstreamMatch::Matched | UpstreamMatch::NotChecked if unread => !asked,
            UpstreamMatch::Matched | UpstreamMatch::NotChecked => saying::fit(self, handoff, runbook),
        };
        of_the_fingerprint && of_the_content
    }

    #[must_use]
    pub fn words(&self) -> String {
        let result = match (self.result, self.not_checked) {
            (UpstreamMatch::Matched, None) => "matched".to_owned(),
            (UpstreamMatch::Matched, Some(why)) => format!("matched, content not checked: {}", why.words()),
            (UpstreamMatch::NotMatched, _) => "not matched".to_owned(),
            (UpstreamMatch::NotChecked, None) => "not checked".to_owned(),
            (UpstreamMatch::NotChecked, Some(why)) => format!("not checked: {}", why.words()),
        };
        let refused = self.says.iter().filter(|saying| saying.agreement != Agreement::Agrees).count()
            + usize::from(self.plan.is_some_and(|plan| plan != PlanCheck::Held));
        if refused == 0 { result } else { format!("{result}, and refused because of its content") }
    }
}

impl NotChecked {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::OpaqueFingerprint => {
                "the handoff's fingerprint is not sha256: and 64 lower-case hex digits"
            }
            Self::TooLarge => "the document is larger than 32 MiB",
            Self::TooDeep => "the document has more than 127 levels",
            Self::TooManyMembers => "the document has more than 1,048,576 members and elements",
            Self::ByteOrderMark => "the document begins with a byte order mark",
            Self::NotUtf8 => "the document is not UTF-8",
            Self::NotJson => "the document is not JSON",
            Self::DuplicateKey => "the document has a key twice in one object",
            Self::LoneSurrogate => "the document has half of a surrogate pair",
            Self::NumberOutOfRange => "the document has a number out of range",
        }
    }
}

impl UpstreamMatch {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::NotMatched => "not matched",
            Self::NotChecked => "not checked",
        }
    }
}
