//! Recognizes public text that looks random: digests, and the ids of documents.

use super::rules::Rules;

/// Longest distance of a word that names the text after it.
const NEAR_BYTES: usize = 24;

/// Hex digits of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512.
const HEX_DIGESTS: [usize; 6] = [32, 40, 56, 64, 96, 128];

/// Base64 digits of the same hashes without padding, and their names.
const BASE64_DIGESTS: [(usize, &str); 6] =
    [(22, "md5"), (27, "sha1"), (38, "sha224"), (43, "sha256"), (64, "sha384"), (86, "sha512")];

/// Lengths of the ids in document stores.
const DOCUMENT_ID_BYTES: std::ops::RangeInclusive<usize> = 19..=64;

pub(super) fn is_digest_length(digits: usize) -> bool {
    HEX_DIGESTS.contains(&digits)
}

pub(super) fn names_digest(rules: &Rules, before: &[u8]) -> bool {
    says_any(before, &rules.exemptions.digest_names)
}

/// Matches `sha384-…` of subresource integrity, `SHA256:…` of SSH and `h1:…` of Go. Name and length must fit.
pub(super) fn is_base64_digest(rules: &Rules, before: &[u8], run: &[u8], after: &[u8]) -> bool {
    let padding = after.iter().take_while(|byte| **byte == b'=').count();
    let fits = |digits: &[u8], named: &str| {
        BASE64_DIGESTS.iter().any(|(length, hash)| {
            digits.len() == *length
                && (named.is_empty() || named == *hash)
                && (padding == 0 || (length + padding) % 4 == 0)
        })
    };
    let of_integrity = BASE64_DIGESTS.iter().any(|(_, hash)| {
        run.strip_prefix(hash.as_bytes())
            .and_then(|rest| rest.strip_prefix(b"-"))
            .is_some_and(|digits| fits(digits, hash))
    });
    of_integrity
        || (before.ends_with(b"h1:") && fits(run, "sha256"))
        || (names_digest(rules, before) && fits(run, ""))
}

/// True if a piece of a path is a document's id, by the address before it or by the word that introduces it.
pub(super) fn is_document_id(rules: &Rules, before: &[u8], piece: &[u8]) -> bool {
    let stands_behind_place = || {
        rules.exemptions.document_places.iter().any(|place| {
            let end = before.len().checked_sub(place.len()).and_then(|start| before.get(start..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(place.as_bytes()))
        })
    };
    DOCUMENT_ID_BYTES.contains(&piece.len())
        && (stands_behind_place() || says_any(before, &rules.exemptions.document_words))
}

fn says_any(before: &[u8], words: &[&str]) -> bool {
    let near = before.get(before.len().saturating_sub(NEAR_BYTES)..).unwrap_or_default().to_ascii_lowercase();
    words.iter().any(|word| near.windows(word.len()).any(|window| window == word.as_bytes()))
}
