//! SHA-256 digests, the fingerprint of a document, and the short form that a person types.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::review::canonical;

/// A SHA-256 digest (FIPS 180-4), written as `sha256:` and 64 lowercase hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    #[must_use]
    pub fn compute(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    #[must_use]
    pub fn of_parts(parts: [&[u8]; 2]) -> Self {
        let mut hashing = Hashing::default();
        for part in parts {
            hashing.add(part);
        }
        hashing.digest()
    }

    /// 64 lowercase hex digits, as `sha256sum` writes them.
    #[must_use]
    pub fn hex(&self) -> String {
        self.digits().iter().copied().map(char::from).collect()
    }

    #[must_use]
    pub fn is_written(&self, text: &str) -> bool {
        text.strip_prefix("sha256:").is_some_and(|hex| hex.as_bytes() == self.digits())
    }

    fn digits(&self) -> [u8; 64] {
        let mut digits = [b'0'; 64];
        let (pairs, _) = digits.as_chunks_mut();
        for (pair, byte) in pairs.iter_mut().zip(self.0) {
            *pair = PAIRS.get(usize::from(byte)).copied().unwrap_or(*pair);
        }
        digits
    }

    /// The first 8 hex digits: part of file names, and typed by reviewers.
    #[must_use]
    pub fn short(&self) -> String {
        self.hex().chars().take(SHORT_CHARS).collect()
    }
}

static PAIRS: [[u8; 2]; 256] = {
    const fn digit(nibble: u8) -> u8 {
        if nibble < 10 { b'0' + nibble } else { b'a' + (nibble - 10) }
    }
    let mut digits = [[0; 2]; 256];
    let (mut left, mut byte): (&mut [[u8; 2]], u8) = (&mut digits, 0);
    while let [pair, rest @ ..] = left {
        *pair = [digit(byte >> 4), digit(byte & 0xF)];
        (left, byte) = (rest, byte.wrapping_add(1));
    }
    digits
};

#[derive(Clone, Default)]
pub struct Hashing(Sha256);

impl Hashing {
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    #[must_use]
    pub fn digest(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// Drops the refused text, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a digest; expected `sha256:` and 64 lowercase hex digits")]
pub struct DigestError;

/// Digest of the canonical form (RFC 8785) without the `fingerprint` member, so that a document can carry its own.
#[must_use]
pub fn fingerprint(document: &Map<String, Value>) -> Digest {
    Digest::compute(&canonical::object_bytes_without("fingerprint", document))
}

/// The first 8 hex digits of a digest; the last 8 characters of any other text, or all of a shorter one.
#[must_use]
pub fn short_form(fingerprint: &str) -> String {
    if let Ok(digest) = fingerprint.parse::<Digest>() {
        return digest.short();
    }
    let skipped = fingerprint.chars().count().saturating_sub(SHORT_CHARS);
    fingerprint.chars().skip(skipped).collect()
}

const SHORT_CHARS: usize = 8;

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let hex = text.strip_prefix("sha256:").ok_or(DigestError)?;
        let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(DigestError);
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Ok(Self(bytes))
    }
}

/// Refuses upper case: a digest has only one spelling.
fn nibble(digit: u8) -> Result<u8, DigestError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(DigestError),
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        f.write_str(str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A SHA-256 digest (FIPS 180-4).",
            "type": "string",
            "pattern": "^sha256:[0-9a-f]{64}$",
            "minLength": 71,
            "maxLength": 71,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// FIPS 180-2 appendix B.1: the digest of `abc`.
    const ABC: &str = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(map) = value else { panic!("not an object") };
        map
    }

    #[test]
    fn the_published_digest_of_abc_is_found() {
        let digest = Digest::compute(b"abc");
        assert_eq!(digest.to_string(), ABC);
        assert_eq!(format!("{digest:?}"), ABC);
        assert_eq!(digest.hex(), ABC.trim_start_matches("sha256:"));
        assert_eq!(digest.short(), "ba7816bf");
        assert_eq!(ABC.parse(), Ok(digest));
    }

    #[test]
    fn a_near_miss_is_not_a_digest() {
        let near = [
            String::new(),
            "sha256:".to_owned(),
            ABC.to_uppercase(),
            ABC.replace("ba78", "BA78"),
            ABC.replace("sha256:", ""),
            ABC.replace("sha256:", "sha512:"),
            format!("{ABC}0"),
            format!("{ABC}00"),
            format!(" {ABC}"),
            format!("{ABC}\n"),
            ABC.replace("ba78", "ba7g"),
            ABC.replace("ba78", "é78"),
        ];
        for text in near {
            assert_eq!(text.parse::<Digest>(), Err(DigestError), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_digest_is_told_what_was_expected() {
        let told = "x".parse::<Digest>().unwrap_err().to_string();
        assert!(told.contains("expected `sha256:` and 64 lowercase hex digits"), "{told}");
        let read = serde_json::from_value::<Digest>(json!("x")).unwrap_err().to_string();
        assert!(read.contains(&told), "{read}");
    }

    #[test]
    fn a_digest_is_stored_as_its_text() {
        let digest = Digest::compute(b"abc");
        assert_eq!(serde_json::to_value(digest).unwrap(), json!(ABC));
        assert_eq!(serde_json::from_value::<Digest>(json!(ABC)).unwrap(), digest);
    }

    #[test]
    fn a_refused_digest_is_not_echoed() {
        let error = serde_json::from_value::<Digest>(json!("hunter2")).unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn a_fingerprint_covers_the_canonical_form_without_itself() {
        let bare = object(json!({"b": 1, "a": {"fingerprint": "inner"}}));
        let mut signed = bare.clone();
        let own = fingerprint(&bare);
        signed.insert("fingerprint".to_owned(), json!(own));
        assert_eq!(fingerprint(&signed), own);
        assert_eq!(own, Digest::compute(br#"{"a":{"fingerprint":"inner"},"b":1}"#));
    }

    #[test]
    fn any_other_change_moves_the_fingerprint() {
        let before = fingerprint(&object(json!({"a": {"fingerprint": "x"}, "b": true})));
        for after in [
            json!({"a": {"fingerprint": "y"}, "b": true}),
            json!({"a": {"fingerprint": "x"}, "b": false}),
            json!({"a": {"fingerprint": "x"}, "b": true, "c": null}),
            json!({"a": {}, "b": true}),
        ] {
            assert_ne!(fingerprint(&object(after)), before);
        }
    }

    #[test]
    fn the_short_form_of_a_digest_is_its_first_eight_hex_digits() {
        assert_eq!(short_form(ABC), "ba7816bf");
    }

    #[test]
    fn the_short_form_of_opaque_text_is_its_last_eight_characters() {
        assert_eq!(short_form("owner-handoff-2024-0042"), "024-0042");
        assert_eq!(short_form(&ABC.to_uppercase()), "F20015AD");
        assert_eq!(short_form("Prüfsumme-äöüß"), "mme-äöüß");
        assert_eq!(short_form("short"), "short");
        assert_eq!(short_form(""), "");
    }

    proptest! {
        #[test]
        fn every_digest_reads_back_from_its_text(bytes in any::<Vec<u8>>()) {
            let digest = Digest::compute(&bytes);
            prop_assert_eq!(digest.to_string().parse(), Ok(digest));
            prop_assert!(digest.is_written(&digest.to_string()) && !digest.is_written(&digest.hex()));
        }

        #[test]
        fn any_text_either_prints_back_or_is_refused(text in "(sha256:)?[0-9a-fA-F]{60,68}") {
            if let Ok(digest) = text.parse::<Digest>() {
                prop_assert_eq!(digest.to_string(), text);
            }
        }

        #[test]
        fn a_short_form_is_never_longer_than_eight_characters(text in any::<String>()) {
            prop_assert!(short_form(&text).chars().count() <= SHORT_CHARS);
        }
    }
}
