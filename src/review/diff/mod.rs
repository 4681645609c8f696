//! Differences of two documents, item by item: facts of each, matched by name, never by position.

mod document;
#[cfg(test)]
mod document_tests;
mod gathering;
mod handoff;
mod names;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::document::of_plan;
pub use self::gathering::WITHHELD;
pub use self::handoff::of_handoff;

use self::document::{member, unseen};
use super::fingerprint::Digest;
use super::handoff::Handoff;
use super::runbook::Runbook;

/// One fact of a document. Both texts are safe to show; a value may have several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// From the outside in, such as `confirmations/noMigrationApplyConfirmed`.
    pub name: String,
    pub value: String,
}

/// A difference between two documents; at least one of them has a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The name of the fact.
    pub name: String,
    /// Value in the old document; `None` if it has none.
    pub old: Option<String>,
    /// Value in the new document; `None` if it has none.
    pub new: Option<String>,
}

impl Change {
    /// True if both sides give the same bytes of a file, opened on one side only.
    #[must_use]
    pub fn is_of_same_bytes(&self) -> bool {
        let digest =
            |side: &Option<String>| -> Option<Digest> { side.as_deref()?.split(' ').next()?.parse().ok() };
        digest(&self.old).is_some()
            && digest(&self.old) == digest(&self.new)
            && self.name.ends_with("/evidence")
    }

    /// For texts that differ in white space alone, which a screen may not show: the number of the first character
    /// that differs, from 1, and that character on each side.
    #[must_use]
    pub fn unseen(&self) -> Option<(usize, Option<char>, Option<char>)> {
        let (old, new) = (self.old.as_deref()?, self.new.as_deref()?);
        let look = |text: &str| text.split_whitespace().collect::<String>();
        if look(old) != look(new) {
            return None;
        }
        let same = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
        Some((same + 1, old.chars().nth(same), new.chars().nth(same)))
    }
}

impl Fact {
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

pub type Input<'a> = (&'a Map<String, Value>, &'a Handoff);

/// Includes fields that a [`Handoff`] does not keep. If nothing differs, only white space and the order of members
/// may.
#[must_use]
pub fn between_handoffs(runbook: &Runbook, old: Input, new: Input) -> Vec<Change> {
    let mut changes = changes(&of_handoff(old.1, runbook), &of_handoff(new.1, runbook));
    let told: Vec<String> =
        changes.iter().filter_map(|change| field(&change.name)).map(str::to_owned).collect();
    for mut change in unseen(old.0, new.0, &told.iter().map(String::as_str).collect()) {
        // A member that gives no fact, such as a false flag, is listed with its kind.
        if runbook.flags().any(|flag| flag == change.name) {
            change.name = format!("flags/{}", change.name);
        } else if runbook.confirmations.iter().any(|confirmation| confirmation.field == change.name) {
            change.name = format!("confirmations/{}", change.name);
        }
        changes.push(change);
    }
    changes
}

fn field(name: &str) -> Option<&str> {
    let (first, rest) = name.split_once('/').unwrap_or((name, ""));
    match first {
        "notes" | "findings" => None,
        "confirmations" | "flags" => Some(rest),
        field => Some(field),
    }
}

/// Works for any two runbooks or stages. If no fact differs, texts that are withheld on both sides are compared too,
/// so that without a difference only white space and the order of members may differ.
#[must_use]
pub fn between_plans(old: &Value, new: &Value) -> Vec<Change> {
    let changes = changes(&of_plan(old), &of_plan(new));
    match (old.as_object(), new.as_object()) {
        (Some(old), Some(new)) if changes.is_empty() => unseen(old, new, &BTreeSet::new()),
        (None, _) | (_, None) if changes.is_empty() => member("document", Some(old), Some(new)),
        (Some(_) | None, Some(_) | None) => changes,
    }
}

/// In the order of `new`; a fact that is gone keeps its position in `old`. Facts of one name are matched in order.
#[must_use]
pub fn changes(old: &[Fact], new: &[Fact]) -> Vec<Change> {
    let (old, new) = (numbered(old), numbered(new));
    let before: BTreeMap<Key, &str> = old.iter().copied().collect();
    let after: BTreeMap<Key, &str> = new.iter().copied().collect();
    // Facts that are gone, by the last fact before them that remains.
    let mut gone: BTreeMap<Option<Key>, Vec<Change>> = BTreeMap::new();
    let mut standing = None;
    for (key, value) in old {
        if after.contains_key(&key) {
            standing = Some(key);
        } else {
            gone.entry(standing).or_default().push(change(key, Some(value), None));
        }
    }
    let mut changes = gone.remove(&None).unwrap_or_default();
    for (key, value) in new {
        let was = before.get(&key).copied();
        if was != Some(value) {
            changes.push(change(key, was, Some(value)));
        }
        changes.extend(gone.remove(&Some(key)).unwrap_or_default());
    }
    changes
}

type Key<'a> = (&'a str, usize);

fn numbered(facts: &[Fact]) -> Vec<(Key<'_>, &str)> {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut numbered = Vec::with_capacity(facts.len());
    for Fact { name, value } in facts {
        let times = met.entry(name).or_default();
        numbered.push(((name.as_str(), *times), value.as_str()));
        *times += 1;
    }
    numbered
}

fn change((name, _): Key, old: Option<&str>, new: Option<&str>) -> Change {
    Change { name: name.to_owned(), old: old.map(str::to_owned), new: new.map(str::to_owned) }
}
