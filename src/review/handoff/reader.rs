//! The fast reader of handoffs. It only accepts; the careful reader gives the reason for a refusal.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::members::{Json, Members, Sent};
use crate::review::limits::{Bounds, HANDOFF, INTEGER_MAGNITUDE_MAX};
use crate::review::runbook::Names;

/// `None` if anything is to be refused.
pub(super) fn read<'a>(bytes: &'a [u8], names: &Names) -> Option<Sent<'a>> {
    if bytes.len() > HANDOFF.bytes {
        return None;
    }
    let mut source = serde_json::Deserializer::from_str(str::from_utf8(bytes).ok()?);
    let mut met = Met { values: 0, bounds: &HANDOFF };
    let sent = Root { names, met: &mut met }.deserialize(&mut source).ok()?;
    source.end().ok()?;
    Some(sent)
}

struct Met<'b> {
    values: usize,
    bounds: &'b Bounds,
}

impl Met<'_> {
    fn value<E: de::Error>(&mut self) -> Result<(), E> {
        self.values += 1;
        holds(self.values - 1 <= self.bounds.members)
    }

    fn container<E: de::Error>(&mut self, depth: usize) -> Result<(), E> {
        self.value()?;
        holds(depth <= self.bounds.depth)
    }

    fn text<E: de::Error>(&self, text: &str) -> Result<(), E> {
        holds(text.len() <= self.bounds.string_bytes)
    }
}

/// Gives no reason: the careful reader finds it.
fn holds<E: de::Error>(holds: bool) -> Result<(), E> {
    if holds { Ok(()) } else { Err(E::custom("refused")) }
}

struct Root<'r, 'b> {
    names: &'r Names,
    met: &'r mut Met<'b>,
}

impl<'de> DeserializeSeed<'de> for Root<'_, '_> {
    type Value = Sent<'de>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Sent<'de>, D::Error> {
        source.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_> {
    type Value = Sent<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Sent<'de>, A::Error> {
        let Self { names, met } = self;
        met.container(1)?;
        let (mut sent, mut last) = (Sent::nothing(names), None);
        while let Some(key) = members.next_key_seed(Key)? {
            met.text(&key)?;
            let found = names.find(&key, last);
            let value = members.next_value_seed(Inner { depth: 2, met: &mut *met })?;
            holds(sent.put(found, key, value))?;
            last = found.or(last);
        }
        Ok(sent)
    }
}

struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Cow<'de, str>, D::Error> {
        source.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

struct Inner<'r, 'b> {
    depth: usize,
    met: &'r mut Met<'b>,
}

impl<'b> Inner<'_, 'b> {
    fn below(&mut self) -> Inner<'_, 'b> {
        Inner { depth: self.depth + 1, met: self.met }
    }

    fn text<E: de::Error>(self, text: Cow<'_, str>) -> Result<Json<'_>, E> {
        self.met.value()?;
        self.met.text(&text)?;
        Ok(Json::Text(text))
    }

    fn number<'a, E: de::Error>(self, is_exact: bool, number: Option<Number>) -> Result<Json<'a>, E> {
        self.met.value()?;
        holds(is_exact)?;
        number.map(Json::Number).ok_or_else(|| E::custom("refused"))
    }
}

impl<'de> DeserializeSeed<'de> for Inner<'_, '_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json<'de>, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inner<'_, '_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json<'de>, E> {
        self.met.value()?;
        Ok(Json::Null)
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Json<'de>, E> {
        self.met.value()?;
        Ok(Json::Bool(yes))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Json<'de>, E> {
        self.number(value <= INTEGER_MAGNITUDE_MAX, Some(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Json<'de>, E> {
        self.number(value.unsigned_abs() <= INTEGER_MAGNITUDE_MAX, Some(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json<'de>, E> {
        // From 2^53 on every double is whole, and 2^53 itself may have been rounded from 2^53 + 1.
        #[expect(clippy::cast_precision_loss, reason = "2^53 is a double")]
        let limit = INTEGER_MAGNITUDE_MAX as f64;
        self.number(value.abs() < limit, Number::from_f64(value))
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Json<'de>, E> {
        self.text(Cow::Borrowed(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Json<'de>, E> {
        self.text(Cow::Owned(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Json<'de>, A::Error> {
        self.met.container(self.depth)?;
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(self.below())? {
            list.push(element);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Json<'de>, A::Error> {
        self.met.container(self.depth)?;
        let mut object = Members::new();
        while let Some(key) = members.next_key_seed(Key)? {
            self.met.text(&key)?;
            let value = members.next_value_seed(self.below())?;
            holds(object.insert(key, value).is_none())?;
        }
        Ok(Json::Object(object))
    }
}
