//! Strict JSON reading: bounded, without duplicate keys, every refusal with its position.

pub(in crate::review) mod tree;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::{fmt, mem};

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::de::StrRead;
use serde_json::{Map, Number, Value};

use self::tree::{Slots, Tree};
use crate::review::limits::{Bounds, INTEGER_MAGNITUDE_MAX};
use crate::review::problem::{ParseError, Place, Reason, shown_key};

/// Refuses the first fault: bounds, byte order mark, UTF-8, syntax, duplicate keys (compared after unescaping), lone
/// surrogates, integers beyond 2^53. The position is the first refused character, or where the parser stopped.
pub fn read(bytes: &[u8], bounds: &Bounds) -> Result<Value, ParseError> {
    read_value(bytes, Progress::within(bounds))
}

/// Takes each number as the double of RFC 8785; of numbers, refuses only those that are not finite doubles.
pub fn read_as_doubles(bytes: &[u8], bounds: &Bounds) -> Result<Value, ParseError> {
    read_value(bytes, Progress { as_doubles: true, ..Progress::within(bounds) })
}

fn read_value(bytes: &[u8], progress: Progress) -> Result<Value, ParseError> {
    let mut value = Value::Null;
    progress.read(bytes, |progress, source| {
        Element { progress, depth: 1, into: &mut value }.deserialize(source)
    })?;
    Ok(value)
}

pub fn read_object(bytes: &[u8], bounds: &Bounds) -> Result<Map<String, Value>, ParseError> {
    let mut members = Map::new();
    read_members(bytes, bounds, &mut members)?;
    Ok(members)
}

/// Reads an object into `members`, which borrow all texts without escapes.
pub(in crate::review) fn read_members<'a>(
    bytes: &'a [u8],
    bounds: &Bounds,
    members: &mut impl Slots<'a>,
) -> Result<(), ParseError> {
    if bytes.trim_ascii_start().starts_with(b"{") {
        return Progress::within(bounds).read(bytes, |progress, source| {
            source.deserialize_any(Object { progress, depth: 1, into: members })
        });
    }
    let found = match read(bytes, bounds)? {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    let (place, reason) = (Place::of_token(bytes, 1), Reason::NotAnObject(found));
    Err(ParseError { place, reason })
}

type Source<'a> = serde_json::Deserializer<StrRead<'a>>;

fn decoded<'a>(bytes: &'a [u8], bounds: &Bounds) -> Result<&'a str, ParseError> {
    let refuse = |place, reason| Err(ParseError { place, reason });
    let limit_bytes = bounds.bytes;
    if bytes.len() > limit_bytes {
        return refuse(None, Reason::TooLarge { limit_bytes });
    }
    if bytes.trim_ascii().is_empty() {
        return refuse(None, Reason::Empty);
    }
    // UTF-8 and both byte orders of UTF-16; UTF-32 begins with the same two bytes or with zeros.
    let marks: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"\xFE\xFF", b"\xFF\xFE"];
    if marks.iter().any(|mark| bytes.starts_with(mark)) {
        return refuse(Some(Place::of_offset(bytes, 0)), Reason::ByteOrderMark);
    }
    str::from_utf8(bytes).or_else(|error| {
        let place = Place::of_offset(bytes, error.valid_up_to());
        refuse(Some(place), Reason::NotUtf8)
    })
}

/// The parser's errors carry only text, so a reason of ours waits here instead of being parsed back from a message.
struct Progress<'b> {
    bounds: &'b Bounds,
    as_doubles: bool,
    /// Keys, scalars and opening brackets so far: enough to find the last one again.
    tokens: usize,
    /// Includes the root; all other values are object members or array elements.
    values: usize,
    refused: Option<Reason>,
}

impl<'b> Progress<'b> {
    fn within(bounds: &'b Bounds) -> Self {
        let (tokens, values, refused) = (0, 0, None);
        Self { bounds, as_doubles: false, tokens, values, refused }
    }

    fn read<'a>(
        mut self,
        bytes: &'a [u8],
        root: impl FnOnce(&mut Self, &mut Source<'a>) -> Result<(), serde_json::Error>,
    ) -> Result<(), ParseError> {
        let text = decoded(bytes, self.bounds)?;
        let mut source = Source::from_str(text);
        let read = root(&mut self, &mut source).and_then(|()| source.end());
        read.map_err(|error| self.explain(text, &error))
    }

    fn refuse<T, E: de::Error>(&mut self, reason: Reason) -> Result<T, E> {
        self.refused = Some(reason);
        Err(E::custom("refused"))
    }

    fn meet_value<E: de::Error>(&mut self) -> Result<(), E> {
        self.tokens += 1;
        self.values += 1;
        let limit = self.bounds.members;
        if self.values - 1 > limit {
            return self.refuse(Reason::TooManyMembers { limit });
        }
        Ok(())
    }

    fn meet_container<E: de::Error>(&mut self, depth: usize) -> Result<(), E> {
        self.meet_value()?;
        let limit = self.bounds.depth;
        if depth > limit {
            return self.refuse(Reason::TooDeep { limit });
        }
        Ok(())
    }

    fn meet_key<E: de::Error>(&mut self, key: &str) -> Result<(), E> {
        self.tokens += 1;
        self.measure(key)
    }

    fn measure<E: de::Error>(&mut self, text: &str) -> Result<(), E> {
        let limit_bytes = self.bounds.string_bytes;
        if text.len() > limit_bytes {
            return self.refuse(Reason::StringTooLong { limit_bytes });
        }
        Ok(())
    }

    fn explain(self, text: &str, error: &serde_json::Error) -> ParseError {
        let bytes = text.as_bytes();
        if let Some(reason) = self.refused {
            let place = Place::of_token(bytes, self.tokens);
            return ParseError { place, reason };
        }
        let place = Some(Place::of_line_and_byte(bytes, error.line(), error.column()));
        let reason = reworded(error);
        ParseError { place, reason }
    }
}

/// The parser's words for a syntax error quote no input.
fn reworded(error: &serde_json::Error) -> Reason {
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or_default();
    let words = match told {
        "number out of range" => return Reason::IntegerTooLarge,
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            return Reason::LoneSurrogate;
        }
        "recursion limit exceeded" => return PARSER_TOO_DEEP,
        "expected ident" => "expected `true`, `false` or `null`",
        "key must be a string" => "expected a key in double quotes",
        "trailing characters" => "extra text after the end of the document",
        // Data errors, unlike syntax errors, may quote the input.
        _ if error.is_data() => "the document could not be read",
        other => other,
    };
    Reason::NotJson(words.replace("EOF while parsing", "the document ends inside"))
}

/// Recursion limit of `serde_json`, whatever our own bound is.
const PARSER_TOO_DEEP: Reason = Reason::TooDeep { limit: 127 };

/// Writes the next value where it belongs. The root has depth 1.
struct Element<'p, 'b, T> {
    progress: &'p mut Progress<'b>,
    depth: usize,
    into: &'p mut T,
}

impl<'a, T: Tree<'a>> Element<'_, '_, T> {
    fn integer<E: de::Error>(self, magnitude: u64, number: Number) -> Result<(), E> {
        let is_exact = magnitude <= INTEGER_MAGNITUDE_MAX || self.progress.as_doubles;
        self.number(is_exact.then_some(number))
    }

    fn number<E: de::Error>(self, exact: Option<Number>) -> Result<(), E> {
        self.progress.meet_value()?;
        let Some(number) = exact else { return self.progress.refuse(Reason::IntegerTooLarge) };
        *self.into = number.into();
        Ok(())
    }

    fn text<E: de::Error>(self, text: Cow<'a, str>) -> Result<(), E> {
        self.progress.meet_value()?;
        self.progress.measure(&text)?;
        *self.into = text.into();
        Ok(())
    }
}

impl<'de, T: Tree<'de>> DeserializeSeed<'de> for Element<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de, T: Tree<'de>> Visitor<'de> for Element<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.progress.meet_value()
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.progress.meet_value()?;
        *self.into = value.into();
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.integer(value, value.into())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.integer(value.unsigned_abs(), value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        // From 2^53 on every double is whole, and 2^53 itself may have been rounded from 2^53 + 1.
        #[expect(clippy::cast_precision_loss, reason = "2^53 is a double")]
        let limit = INTEGER_MAGNITUDE_MAX as f64;
        let is_exact = value.abs() < limit || self.progress.as_doubles;
        self.number(Number::from_f64(value).filter(|_| is_exact))
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<(), E> {
        self.text(Cow::Borrowed(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.text(Cow::Owned(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Self { progress, depth, into } = self;
        progress.meet_container(depth)?;
        let (mut array, mut next) = (Vec::new(), T::default());
        while elements
            .next_element_seed(Element { progress: &mut *progress, depth: depth + 1, into: &mut next })?
            .is_some()
        {
            array.push(mem::take(&mut next));
        }
        *into = array.into();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        let mut object = T::Object::default();
        Object { progress: self.progress, depth: self.depth, into: &mut object }.visit_map(members)?;
        *self.into = object.into();
        Ok(())
    }
}

struct Object<'p, 'b, S> {
    progress: &'p mut Progress<'b>,
    depth: usize,
    into: &'p mut S,
}

impl<'de, S: Slots<'de>> Visitor<'de> for Object<'_, '_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { progress, depth, into } = self;
        progress.meet_container(depth)?;
        while let Some(Key(key)) = members.next_key()? {
            progress.meet_key(&key)?;
            // A map keeps only the last of two equal keys, and other readers may keep the first.
            let into = match into.slot(key) {
                Ok(slot) => slot,
                Err(key) => return progress.refuse(Reason::DuplicateKey(shown_key(&key))),
            };
            members.next_value_seed(Element { progress: &mut *progress, depth: depth + 1, into })?;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);
