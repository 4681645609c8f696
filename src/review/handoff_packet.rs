//! The upstream document itself, held against the fingerprint that the handoff carries.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fingerprint::{Digest, fingerprint};
use super::{json, limits};

/// What came of comparing the upstream document with the handoff's fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PacketCheck {
    /// SHA-256 of the document's exact bytes.
    pub digest: Digest,
    /// Its size.
    pub bytes: u64,
    /// What came of it.
    pub result: PacketMatch,
}

/// Whether the fingerprint is the document's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PacketMatch {
    /// It is the digest of the exact bytes, or of the canonical form without a top-level `fingerprint`.
    Matched,
    /// It is neither.
    NotMatched,
}

impl PacketCheck {
    /// Compares a document with a fingerprint; `None` where the fingerprint is no `sha256:` digest, so that there
    /// is nothing to recompute.
    #[must_use]
    pub fn of(document: &[u8], expected: &str) -> Option<Self> {
        let expected: Digest = expected.parse().ok()?;
        let digest = Digest::of(document);
        let canonical = || json::read_object(document, &limits::PACKET).map(|members| fingerprint(&members));
        let matched = digest == expected || canonical().is_ok_and(|canonical| canonical == expected);
        let result = if matched { PacketMatch::Matched } else { PacketMatch::NotMatched };
        Some(Self { digest, bytes: document.len() as u64, result })
    }
}

impl PacketMatch {
    /// The result in words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::NotMatched => "not matched",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn result(document: &str, expected: &str) -> Option<PacketMatch> {
        PacketCheck::of(document.as_bytes(), expected).map(|check| check.result)
    }

    #[test]
    fn a_document_matches_by_its_exact_bytes_whatever_they_are() {
        let digest = Digest::of(b"any text").to_string();
        assert_eq!(result("any text", &digest), Some(PacketMatch::Matched));
        assert_eq!(result("any text\n", &digest), Some(PacketMatch::NotMatched));
    }

    #[test]
    fn a_document_matches_by_its_canonical_form_without_the_fingerprint_it_carries() {
        let document = json!({ "b": 1, "a": [true] });
        let digest = fingerprint(document.as_object().unwrap()).to_string();
        assert_eq!(result(r#"{ "b": 1.0, "a": [ true ] }"#, &digest), Some(PacketMatch::Matched));
        let carrying = format!(r#"{{"fingerprint": "{digest}", "b": 1, "a": [true]}}"#);
        assert_eq!(result(&carrying, &digest), Some(PacketMatch::Matched));
        assert_eq!(result(r#"{"b": 2, "a": [true]}"#, &digest), Some(PacketMatch::NotMatched));
        let nested = format!(r#"{{"b": 1, "a": [true], "c": {{"fingerprint": "{digest}"}}}}"#);
        assert_eq!(result(&nested, &digest), Some(PacketMatch::NotMatched));
    }

    #[test]
    fn an_opaque_fingerprint_is_not_checked() {
        assert_eq!(result("{}", "handoff-292-b"), None);
        assert_eq!(result("{}", &Digest::of(b"{}").hex()), None);
    }
}
