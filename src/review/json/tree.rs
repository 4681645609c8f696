//! The two trees that JSON is read into: the owned one of `serde_json`, and one that borrows its texts.

use std::borrow::Cow;
use std::collections::{BTreeMap, btree_map};

use serde_json::{Map, Number, Value, map};

/// Null by default.
pub(in crate::review) trait Tree<'a>:
    Default + From<bool> + From<Number> + From<Cow<'a, str>> + From<Vec<Self>> + From<Self::Object>
{
    type Object: Default + Slots<'a, Value = Self>;
}

/// An object that is filled while it is read.
pub(in crate::review) trait Slots<'a> {
    type Value: Tree<'a>;

    /// Returns the place for the value of a new key, null so far, or gives back a key that has its value already.
    fn slot(&mut self, key: Cow<'a, str>) -> Result<&mut Self::Value, Cow<'a, str>>;
}

/// Borrows every text without escapes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::review) enum Json<'a> {
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Members<'a>),
}

/// Sorted, because findings follow the alphabet.
pub(in crate::review) type Members<'a> = BTreeMap<Cow<'a, str>, Json<'a>>;

impl Json<'_> {
    pub(in crate::review) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => None,
        }
    }
}

impl From<bool> for Json<'_> {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<Number> for Json<'_> {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<Cow<'a, str>> for Json<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Self>> for Json<'_> {
    fn from(list: Vec<Self>) -> Self {
        Self::List(list)
    }
}

impl<'a> From<Members<'a>> for Json<'a> {
    fn from(members: Members<'a>) -> Self {
        Self::Object(members)
    }
}

impl<'a> Tree<'a> for Json<'a> {
    type Object = Members<'a>;
}

impl<'a> Slots<'a> for Members<'a> {
    type Value = Json<'a>;

    fn slot(&mut self, key: Cow<'a, str>) -> Result<&mut Json<'a>, Cow<'a, str>> {
        match self.entry(key) {
            btree_map::Entry::Vacant(free) => Ok(free.insert(Json::Null)),
            btree_map::Entry::Occupied(taken) => Err(taken.remove_entry().0),
        }
    }
}

impl Tree<'_> for Value {
    type Object = Map<String, Value>;
}

impl<'a> Slots<'a> for Map<String, Value> {
    type Value = Value;

    fn slot(&mut self, key: Cow<'a, str>) -> Result<&mut Value, Cow<'a, str>> {
        match self.entry(key) {
            map::Entry::Vacant(free) => Ok(free.insert(Value::Null)),
            map::Entry::Occupied(taken) => Err(taken.remove_entry().0.into()),
        }
    }
}
