//! What stands at an item, in words that every door uses.

use super::Review;
use crate::review::checklist::Item;
use crate::review::finding::Rule;
use crate::review::fingerprint::Digest;
use crate::review::text::{is_blank, visible};

impl Review {
    /// What stands at the field of an item, fit to be shown: its value, or what is refused there. `None` where a
    /// reference is left out.
    #[must_use]
    pub fn standing(&self, item: &Item) -> Option<String> {
        match (self.value(&item.id), self.refusal(&item.id)) {
            (Some(value), _) if self.is_entered(&item.id) => {
                Some(format!("{} (entered by hand)", visible(value)))
            }
            (Some(value), _) => Some(visible(value).into_owned()),
            (None, Some(finding)) => Some(match (finding.rule, &finding.observed) {
                (Rule::SecretLike, _) => "withheld: it looks like a credential".to_owned(),
                (_, Some(observed)) if !is_blank(observed) => format!("{observed} (refused)"),
                (_, _) => "missing".to_owned(),
            }),
            (None, None) => None,
        }
    }

    /// How the upstream document compares with the handoff's fingerprint; `None` for every other item.
    #[must_use]
    pub fn packet_standing(&self, item: &Item) -> Option<String> {
        let field = &self.runbook().owner_handoff.fingerprint.field;
        if item.id != *field {
            return None;
        }
        let digest = self.handoff().value(field).is_some_and(|value| value.parse::<Digest>().is_ok());
        Some(match self.packet_check() {
            Some(check) => format!("handoff packet: {} ({} bytes)", check.result.word(), check.bytes),
            None if digest => {
                "handoff packet: not checked; --handoff-packet FILE gives the document".to_owned()
            }
            None => "handoff packet: not checked; the fingerprint is no sha256 digest".to_owned(),
        })
    }
}

/// What to type of what stands there. The answer itself is not repeated: it is to be read where it stands.
#[must_use]
pub fn to_type(seen: &str, echo: &str) -> String {
    let count = echo.chars().count();
    if seen == echo {
        "Type the value exactly as it stands there.".to_owned()
    } else if seen.ends_with(echo) {
        format!("Type its last {count} characters.")
    } else {
        format!("Type its first {count} hex digits, those behind “sha256:”.")
    }
}
