//! The collection of facts: names grow from the outside in, and everything comes out safe to show.

use super::Fact;
use crate::review::limits::{OBSERVED_CHARS_MAX, POINTER_CHARS_MAX};
use crate::review::secrecy::rule_under;
use crate::review::secret::secret_in_reference;
use crate::review::text::{cut, visible, visible_lines};

pub const WITHHELD: &str = "withheld (secret-like)";

#[derive(Default)]
pub(super) struct Facts(Vec<Fact>);

impl Facts {
    pub(super) fn add(&mut self, place: &Place, value: Option<&str>) {
        self.put(place, value, looks_secret);
    }

    /// For values that a handoff keeps: they were judged when they were read, and a reference may be any link or id.
    pub(super) fn add_kept(&mut self, place: &Place, value: Option<&str>) {
        self.put(place, value, |key, text| secret_in_reference(key, text).is_some());
    }

    fn put(&mut self, place: &Place, value: Option<&str>, looks_secret: fn(&str, &str) -> bool) {
        let Some(value) = value else { return };
        let secret = looks_secret(&place.key, value);
        let value = if secret { WITHHELD.to_owned() } else { visible_lines(value).into_owned() };
        self.0.push(Fact { name: place.name.clone(), value });
    }

    pub(super) fn all(self) -> Vec<Fact> {
        self.0
    }
}

#[derive(Default)]
pub(super) struct Place {
    /// Safe to show. Bounded, because the keys around it repeat in the name of everything inside.
    pub(super) name: String,
    /// The end of the nearest key, raw: neither `password` nor its value gives it away alone.
    pub(super) key: String,
}

impl Place {
    pub(super) fn member(key: &str) -> Self {
        Self::default().inside(key)
    }

    pub(super) fn inside(&self, key: &str) -> Self {
        Self { name: self.named(key), key: end_of(key).to_owned() }
    }

    pub(super) fn element(&self, identifier: &str) -> Self {
        Self { name: self.named(identifier), key: self.key.clone() }
    }

    pub(super) fn keyed(&self, key: &str) -> Self {
        Self { name: self.name.clone(), key: end_of(key).to_owned() }
    }

    fn named(&self, part: &str) -> String {
        let part = display_part(&self.key, part);
        let name = if self.name.is_empty() { part } else { format!("{}/{part}", self.name) };
        cut(&name, POINTER_CHARS_MAX)
    }
}

/// Bounded, because the key is judged again with every text below it.
fn end_of(key: &str) -> &str {
    let start = key.char_indices().rev().nth(OBSERVED_CHARS_MAX).map_or(0, |(at, _)| at);
    key.get(start..).unwrap_or(key)
}

fn display_part(key: &str, part: &str) -> String {
    if looks_secret(key, part) { "<redacted-key>".to_owned() } else { visible(part).into_owned() }
}

pub(super) fn looks_secret(key: &str, text: &str) -> bool {
    rule_under(end_of(key), text).is_some()
}

pub(super) fn finding_text(message: &str, expected: &str, observed: Option<&str>) -> String {
    let observed = observed.map(|observed| format!("; observed \"{observed}\"")).unwrap_or_default();
    format!("{message}\nexpected {expected}{observed}")
}
