//! Strict reading of a JSON value as a typed record: nothing unknown, nothing missing, no value in a message.

use std::fmt::Display;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, forward_to_deserialize_any};
use serde_json::{Value, json, map};

use super::problem::{Fault, Pointer, noun, pointer_token};

/// Accepts only a value that the record writes again exactly.
/// Reports the first member that stops the reading, otherwise every difference from the written form.
pub fn read<T: DeserializeOwned + Serialize>(value: &Value) -> Result<T, Vec<Fault>> {
    let record = T::deserialize(Node(value)).map_err(|stopped| vec![stopped.0])?;
    // Serde reads a missing optional member as `None`; only writing it again shows that it is missing.
    let mut faults = Vec::new();
    differences(&json!(record), value, &Pointer::Root, &mut faults);
    if faults.is_empty() { Ok(record) } else { Err(faults) }
}

fn differences(written: &Value, found: &Value, here: &Pointer, faults: &mut Vec<Fault>) {
    match (written, found) {
        (Value::Object(written), Value::Object(found)) => {
            for (name, written) in written {
                let here = Pointer::Member(here, name);
                match found.get(name) {
                    Some(found) => differences(written, found, &here, faults),
                    None => faults.push(here.fault("missing")),
                }
            }
            for name in found.keys().filter(|name| !written.contains_key(*name)) {
                faults.push(Pointer::Member(here, name).fault("expected no such member"));
            }
        }
        (Value::Array(written), Value::Array(found)) if written.len() == found.len() => {
            for (index, (written, found)) in written.iter().zip(found).enumerate() {
                differences(written, found, &Pointer::Element(here, index), faults);
            }
        }
        (written, found) if written == found => {}
        (_, _) => faults.push(here.fault("is not in the expected form")),
    }
}

/// A fault on its way up: each container puts its own token before the pointer.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Stopped(Fault);

impl Stopped {
    fn with(message: impl Into<String>) -> Self {
        Self(Fault { pointer: String::new(), message: message.into() })
    }

    fn under(self, key: &str) -> Self {
        let Self(Fault { pointer, message }) = self;
        Self(Fault { pointer: format!("/{}{pointer}", pointer_token(key)), message })
    }
}

/// Serde's default messages quote the refused value; these do not.
impl de::Error for Stopped {
    /// All messages come from our own types, none of which quotes the refused value.
    fn custom<T: Display>(message: T) -> Self {
        Self::with(message.to_string())
    }

    fn invalid_type(_: de::Unexpected, expected: &dyn de::Expected) -> Self {
        Self::with(format!("expected {expected}"))
    }

    fn invalid_value(_: de::Unexpected, expected: &dyn de::Expected) -> Self {
        Self::with(format!("expected {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::with(match expected {
            [only] => format!("expected {only}"),
            several => format!("expected one of: {}", several.join(", ")),
        })
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::with("unknown member")
    }

    fn missing_field(field: &'static str) -> Self {
        Self::with("missing").under(field)
    }
}

#[derive(Clone, Copy)]
struct Node<'de>(&'de Value);

impl Node<'_> {
    fn require(self, expected: &str, is: fn(&Value) -> bool) -> Result<Self, Stopped> {
        if is(self.0) {
            Ok(self)
        } else {
            Err(Stopped::with(format!("expected {expected}, found {}", noun(self.0))))
        }
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Stopped;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(yes) => visitor.visit_bool(*yes),
            Value::Number(number) => match number.as_u64() {
                Some(count) => visitor.visit_u64(count),
                None => Err(Stopped::with("expected a whole number, 0 or more")),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(values) => visitor.visit_seq(Elements(values.iter().enumerate())),
            Value::Object(map) => visitor.visit_map(Members { rest: map.iter(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        self.require("true or false", Value::is_boolean)?.deserialize_any(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        self.require("a whole number, 0 or more", Value::is_number)?.deserialize_any(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        self.require("a text", Value::is_string)?.deserialize_any(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        self.require("a list", Value::is_array)?.deserialize_any(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        self.require("an object", Value::is_object)?.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        let text = self.require("a text", Value::is_string)?.0.as_str().unwrap_or_default();
        BorrowedStrDeserializer::new(text).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u128 f32 f64 char str bytes byte_buf unit unit_struct newtype_struct
        tuple tuple_struct identifier ignored_any
    }
}

struct Elements<'de>(std::iter::Enumerate<std::slice::Iter<'de, Value>>);

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Stopped;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stopped> {
        let Some((index, value)) = self.0.next() else { return Ok(None) };
        seed.deserialize(Node(value)).map(Some).map_err(|stopped| stopped.under(&index.to_string()))
    }
}

struct Members<'de> {
    rest: map::Iter<'de>,
    value: Option<(&'de str, &'de Value)>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Stopped;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stopped> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some((key, value));
        seed.deserialize(BorrowedStrDeserializer::<Stopped>::new(key))
            .map(Some)
            .map_err(|stopped| stopped.under(key))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stopped> {
        let Some((key, value)) = self.value.take() else {
            return Err(Stopped::with("a value without its key"));
        };
        seed.deserialize(Node(value)).map_err(|stopped| stopped.under(key))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Basket {
        owner: Option<String>,
        fruits: Vec<Fruit>,
        by_name: BTreeMap<String, bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fruit {
        sort: Sort,
        grams: u64,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Sort {
        Apple,
        BloodOrange,
    }

    fn basket() -> Value {
        let fruits = json!([{ "sort": "apple", "grams": 1 }, { "sort": "blood-orange", "grams": 0 }]);
        json!({ "owner": null, "fruits": fruits, "byName": { "ripe": true } })
    }

    fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let mut value = basket();
        change(&mut value);
        let read = read::<Basket>(&value);
        read.map_or_else(|faults| faults.iter().map(Fault::to_string).collect(), |_| Vec::new())
    }

    #[test]
    fn a_record_is_read_from_what_it_writes() {
        let read = read::<Basket>(&basket()).unwrap();
        assert_eq!((read.fruits.len(), &read.fruits[1].sort), (2, &Sort::BloodOrange));
        assert_eq!(json!(read), basket());
    }

    #[test]
    fn an_unknown_member_is_told_where_it_stands_and_a_secret_like_key_is_not() {
        assert_eq!(faults(|v| v["fruits"][1]["hue~/"] = json!(1)), ["/fruits/1/hue~0~1: unknown member"]);
        let secret = faults(|v| v[crate::review::testing::SECRET] = json!(1));
        assert_eq!(secret, ["/<redacted-key>: unknown member"]);
    }

    #[test]
    fn a_missing_member_is_told_also_where_null_could_stand() {
        let without = |pointer: &str, name: &str| {
            faults(|v| drop(v.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name).unwrap()))
        };
        assert_eq!(without("/fruits/0", "grams"), ["/fruits/0/grams: missing"]);
        assert_eq!(without("", "owner"), ["/owner: missing"]);
    }

    #[test]
    fn null_for_a_member_that_would_be_left_out_is_refused() {
        assert_eq!(faults(|v| v["label"] = json!(null)), ["/label: expected no such member"]);
        assert_eq!(faults(|v| v["label"] = json!("a")), [""; 0]);
    }

    #[test]
    fn a_wrong_type_is_told_without_the_value() {
        let secret = json!("hunter2");
        for (pointer, message) in [
            ("/fruits", "expected a list, found a text"),
            ("/fruits/0", "expected an object, found a text"),
            ("/fruits/0/grams", "expected a whole number, 0 or more, found a text"),
            ("/fruits/0/sort", "expected one of: apple, blood-orange"),
            ("/byName", "expected an object, found a text"),
            ("/byName/ripe", "expected true or false, found a text"),
        ] {
            let found = faults(|v| *v.pointer_mut(pointer).unwrap() = secret.clone());
            assert_eq!(found, [format!("{pointer}: {message}")]);
        }
        assert_eq!(faults(|v| v["owner"] = json!(1)), ["/owner: expected a text, found a number"]);
        assert_eq!(
            faults(|v| v["fruits"][0]["sort"] = json!({})),
            ["/fruits/0/sort: expected a text, found an object"]
        );
        for number in [json!(-1), json!(0.5), json!(1.0)] {
            let found = faults(|v| v["fruits"][0]["grams"] = number.clone());
            assert_eq!(found, ["/fruits/0/grams: expected a whole number, 0 or more"], "{number}");
        }
    }

    #[test]
    fn a_value_that_would_be_written_otherwise_is_told() {
        let (written, found) = (json!({ "a": [1, "x"], "b": [] }), json!({ "a": [1, "y"], "b": [0] }));
        let mut faults = Vec::new();
        differences(&written, &found, &Pointer::Root, &mut faults);
        let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/a/1", "/b"]);
    }
}
