//! What changed between two lists of facts: the one comparison behind every before and after.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that is so, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub name: String,
    /// How it is.
    pub value: String,
}

/// A fact that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What it is about.
    pub name: String,
    /// How it was; `None` where it was not there.
    pub old: Option<String>,
    /// How it is; `None` where it is not there.
    pub new: Option<String>,
}

impl Fact {
    /// A fact.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// What changed from one list to the other, in the order of the newer one; what is gone comes last.
#[must_use]
pub fn changes(old: &[Fact], new: &[Fact]) -> Vec<Change> {
    let find = |facts: &[Fact], name: &str| {
        facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
    };
    let gone = old.iter().filter(|fact| find(new, &fact.name).is_none());
    let names = new.iter().chain(gone).map(|fact| fact.name.clone());
    let change = |name: String| Change { old: find(old, &name), new: find(new, &name), name };
    names.map(change).filter(|change| change.old != change.new).collect()
}
