//! Display of an item's value, in the same words in every front end.

use super::Review;
use crate::review::checklist::Item;
use crate::review::finding::Rule;
use crate::review::text::{is_blank, visible};

impl Review {
    /// The value, or the refused one, fit to be shown. `None` if a reference is left out.
    #[must_use]
    pub fn display(&self, item: &Item) -> Option<String> {
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

    #[must_use]
    pub fn display_packet(&self, item: &Item) -> Option<String> {
        let handoff = &self.runbook().owner_handoff;
        let field = handoff.fingerprints().find(|field| *field == item.id)?;
        Some(match self.packet_check(field) {
            Some(check) => format!("upstream document: {} ({} bytes)", check.words(), check.bytes),
            None if self.handoff().value(field).is_none() => {
                "upstream document: not checked; the handoff gives no usable fingerprint".to_owned()
            }
            None => "upstream document: not checked; pass it with --upstream FILE".to_owned(),
        })
    }
}

/// Does not repeat the text to type: the reviewer is to read it where it is shown.
#[must_use]
pub fn to_type(seen: &str, echo: &str) -> String {
    let count = echo.chars().count();
    if seen == echo {
        "Type the value exactly as shown.".to_owned()
    } else if seen.ends_with(echo) {
        format!("Type its last {count} characters.")
    } else {
        format!("Type its first {count} hex digits, those behind “sha256:”.")
    }
}
