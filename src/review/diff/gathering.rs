//! Facts as they are gathered: names grow from the outside in, and whatever goes in comes out safe to show.

use super::Fact;
use crate::review::limits::{OBSERVED_CHARS_MAX, POINTER_CHARS_MAX};
use crate::review::secrecy::rule_under;
use crate::review::secret::secret_in_reference;
use crate::review::text::{cut, visible, visible_lines};

/// What stands in place of a text that looks like a credential.
pub const WITHHELD: &str = "withheld (secret-like)";

/// Facts in the order in which they are told.
#[derive(Default)]
pub(super) struct Facts(Vec<Fact>);

impl Facts {
    /// Adds what stands at a place, unless nothing does.
    pub(super) fn add(&mut self, place: &Place, value: Option<&str>) {
        self.put(place, value, looks_secret);
    }

    /// Adds what a handoff keeps, which was judged when it was read: a reference may be any link or id.
    pub(super) fn add_kept(&mut self, place: &Place, value: Option<&str>) {
        self.put(place, value, |key, text| secret_in_reference(key, text).is_some());
    }

    fn put(&mut self, place: &Place, value: Option<&str>, looks_secret: fn(&str, &str) -> bool) {
        let Some(value) = value else { return };
        let secret = looks_secret(&place.key, value);
        let value = if secret { WITHHELD.to_owned() } else { visible_lines(value).into_owned() };
        self.0.push(Fact { name: place.name.clone(), value });
    }

    /// What was gathered, in order.
    pub(super) fn all(self) -> Vec<Fact> {
        self.0
    }
}

/// A place in a document.
#[derive(Default)]
pub(super) struct Place {
    /// Its name, safe to show. Bounded, for the keys around it repeat in the name of everything inside.
    pub(super) name: String,
    /// The end of the key next to it, raw: neither `password` nor its value gives it away alone.
    pub(super) key: String,
}

impl Place {
    /// A place of the document's own.
    pub(super) fn of(key: &str) -> Self {
        Self::default().inside(key)
    }

    /// The place under a key here.
    pub(super) fn inside(&self, key: &str) -> Self {
        Self { name: self.named(key), key: end_of(key).to_owned() }
    }

    /// The place of an element here, under the key of its list.
    pub(super) fn element(&self, identifier: &str) -> Self {
        Self { name: self.named(identifier), key: self.key.clone() }
    }

    /// The same place under another key.
    pub(super) fn keyed(&self, key: &str) -> Self {
        Self { name: self.name.clone(), key: end_of(key).to_owned() }
    }

    fn named(&self, part: &str) -> String {
        let part = shown_part(&self.key, part);
        let name = if self.name.is_empty() { part } else { format!("{}/{part}", self.name) };
        cut(&name, POINTER_CHARS_MAX)
    }
}

/// The last characters of a key. It is read again with everything that stands under it, so it is bounded.
fn end_of(key: &str) -> &str {
    let start = key.char_indices().rev().nth(OBSERVED_CHARS_MAX).map_or(0, |(at, _)| at);
    key.get(start..).unwrap_or(key)
}

/// A key or an identifier as a name shows it, under the key it stands at.
fn shown_part(key: &str, part: &str) -> String {
    if looks_secret(key, part) { "<redacted-key>".to_owned() } else { visible(part).into_owned() }
}

/// Whether a text looks like a credential, alone or under its key.
pub(super) fn looks_secret(key: &str, text: &str) -> bool {
    rule_under(end_of(key), text).is_some()
}

/// A finding as one fact.
pub(super) fn finding_text(message: &str, expected: &str, observed: Option<&str>) -> String {
    let observed = observed.map(|observed| format!("; observed \"{observed}\"")).unwrap_or_default();
    format!("{message}\nexpected {expected}{observed}")
}
