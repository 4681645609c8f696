//! Strict JSON reading: bounded, without duplicate keys, every refusal with its position.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::review::limits::{Bounds, INTEGER_MAGNITUDE_MAX};
use crate::review::problem::{ParseError, Place, Reason, shown_key};

/// Refuses the first fault: bounds, byte order mark, UTF-8, syntax, duplicate keys (compared after unescaping), lone
/// surrogates, integers beyond 2^53. The position is the first refused character, or where the parser stopped.
pub fn read(bytes: &[u8], bounds: &Bounds) -> Result<Value, ParseError> {
    read_with(bytes, bounds, false)
}

/// Takes each number as the double of RFC 8785; of numbers, refuses only those that are not finite doubles.
pub fn read_as_doubles(bytes: &[u8], bounds: &Bounds) -> Result<Value, ParseError> {
    read_with(bytes, bounds, true)
}

fn read_with(bytes: &[u8], bounds: &Bounds, as_doubles: bool) -> Result<Value, ParseError> {
    let text = decoded(bytes, bounds)?;
    let mut progress = Progress { as_doubles, ..Progress::within(bounds) };
    let mut source = serde_json::Deserializer::from_str(text);
    let value = ValueSeed::new(&mut progress, 1).deserialize(&mut source);
    value.and_then(|value| source.end().map(|()| value)).map_err(|error| progress.explain(text, &error))
}

pub fn read_object(bytes: &[u8], bounds: &Bounds) -> Result<Map<String, Value>, ParseError> {
    let found = match read(bytes, bounds)? {
        Value::Object(object) => return Ok(object),
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
    };
    let (place, reason) = (Place::of_token(bytes, 1), Reason::NotAnObject(found));
    Err(ParseError { place, reason })
}

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
        "trailing characters" => "text stands behind the end of the document",
        // Data errors, unlike syntax errors, may quote the input.
        _ if error.is_data() => "the document could not be read",
        other => other,
    };
    Reason::NotJson(words.replace("EOF while parsing", "the text ends inside"))
}

/// Recursion limit of `serde_json`, whatever our own bound is.
const PARSER_TOO_DEEP: Reason = Reason::TooDeep { limit: 127 };

/// The root has depth 1. The seed is its own visitor.
struct ValueSeed<'p, 'b> {
    progress: &'p mut Progress<'b>,
    depth: usize,
}

impl<'p, 'b> ValueSeed<'p, 'b> {
    fn new(progress: &'p mut Progress<'b>, depth: usize) -> Self {
        Self { progress, depth }
    }

    fn inner(&mut self) -> ValueSeed<'_, 'b> {
        ValueSeed::new(self.progress, self.depth + 1)
    }

    fn integer<E: de::Error>(self, magnitude: u64, number: Number) -> Result<Value, E> {
        self.progress.meet_value()?;
        if magnitude > INTEGER_MAGNITUDE_MAX && !self.progress.as_doubles {
            return self.progress.refuse(Reason::IntegerTooLarge);
        }
        Ok(Value::Number(number))
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.progress.meet_value()?;
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.progress.meet_value()?;
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.integer(value, value.into())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.integer(value.unsigned_abs(), value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.progress.meet_value()?;
        // From 2^53 on every double is whole, and 2^53 itself may have been rounded from 2^53 + 1.
        #[expect(clippy::cast_precision_loss, reason = "2^53 is a double")]
        let limit = INTEGER_MAGNITUDE_MAX as f64;
        match Number::from_f64(value) {
            Some(number) if self.progress.as_doubles || value.abs() < limit => Ok(Value::Number(number)),
            Some(_) | None => self.progress.refuse(Reason::IntegerTooLarge),
        }
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.progress.meet_value()?;
        self.progress.measure(value)?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Value, A::Error> {
        self.progress.meet_container(self.depth)?;
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(self.inner())? {
            array.push(element);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        self.progress.meet_container(self.depth)?;
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            self.progress.meet_key(&key)?;
            // A map keeps only the last of two equal keys, and other readers may keep the first.
            if object.contains_key(&key) {
                return self.progress.refuse(Reason::DuplicateKey(shown_key(&key)));
            }
            let value = members.next_value_seed(self.inner())?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::review::limits::HANDOFF;

    const SMALL: Bounds = Bounds { bytes: 200, depth: 3, string_bytes: 4, members: 5 };

    fn refusal(bytes: impl AsRef<[u8]>) -> (Reason, usize, usize) {
        let ParseError { place, reason } = read(bytes.as_ref(), &SMALL).unwrap_err();
        place.map_or((reason.clone(), 0, 0), |place| (reason, place.line, place.column))
    }

    #[test]
    fn a_document_is_read_as_it_stands() {
        let text = r#" {"a": [1, -2, 0.5, "\u00e9", null, true], "b": {}} "#;
        let value = json!({"a": [1, -2, 0.5, "é", null, true], "b": {}});
        assert_eq!(read(text.as_bytes(), &HANDOFF), Ok(value));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_before_parsing() {
        let large = Reason::TooLarge { limit_bytes: 200 };
        assert_eq!(refusal([b' '; 201]), (large, 0, 0));
        assert_eq!(refusal(""), (Reason::Empty, 0, 0));
        assert_eq!(refusal(" \r\n\t"), (Reason::Empty, 0, 0));
        for mark in ["\u{FEFF}{}".as_bytes(), b"\xFE\xFF\0{\0}", b"\xFF\xFE{\0}\0"] {
            assert_eq!(refusal(mark), (Reason::ByteOrderMark, 1, 1));
        }
        let latin_1 = b"{\n\"\xC3\xA4\": \"\xE4\"}";
        assert_eq!(refusal(latin_1), (Reason::NotUtf8, 2, 7));
    }

    #[test]
    fn a_duplicate_key_is_refused_with_its_line_and_column() {
        for (text, key, line, column) in [
            ("{\"a\": 1,\n  \"b\": \"\\\"\", \"a\" : 2}", "a", 2, 14),
            (r#"[{"ä": {"a":1,"\u0061":2}}]"#, "a", 1, 15),
            (r#"{"a":{"b":1},"c":{"b":1},"a"}"#, "a", 1, 26),
            ("{\"\u{AD}\":1,\"\u{AD}\":1}", "‹U+00AD›", 1, 8),
        ] {
            let twice = Reason::DuplicateKey(key.to_owned());
            assert_eq!(refusal(text), (twice, line, column));
        }
    }

    #[test]
    fn every_bound_is_kept_up_to_and_refused_at_what_breaks_it() {
        assert!(read(br#"{"\u0061bcd": ["abcd", "\ud83d\ude00", []]}"#, &SMALL).is_ok());
        let long = Reason::StringTooLong { limit_bytes: 4 };
        assert_eq!(refusal(r#"["ab", "äöü"]"#), (long.clone(), 1, 8));
        assert_eq!(refusal(r#"{"abcde": 1}"#), (long, 1, 2));
        let deep = Reason::TooDeep { limit: 3 };
        assert_eq!(refusal("[[\n{\"a\": [1]}]]"), (deep, 2, 7));
        assert!(read(br#"[1,{"a":2},3,4]"#, &SMALL).is_ok());
        let many = Reason::TooManyMembers { limit: 5 };
        assert_eq!(refusal(r#"[1,{"a":2},3,4,55]"#), (many, 1, 16));
    }

    #[test]
    fn ten_thousand_levels_are_refused_without_harm() {
        for (depth, limit) in [(32, 32), (usize::MAX, 127)] {
            let bounds = Bounds { depth, ..HANDOFF };
            let unusable = read("[".repeat(10_000).as_bytes(), &bounds).unwrap_err();
            assert_eq!(unusable.reason, Reason::TooDeep { limit });
        }
    }

    #[test]
    fn a_number_beyond_two_to_the_53_is_refused_however_it_is_written() {
        for kept in "9007199254740992 -9007199254740992 9007199254740991.0 0.1 -0 1e-400".split(' ') {
            assert!(read(kept.as_bytes(), &SMALL).is_ok(), "{kept}");
        }
        let beyond = "9007199254740993 -9007199254740993 9007199254740993.0 18446744073709551616 1e30";
        for number in beyond.split(' ') {
            let text = format!("[0, {number}]");
            assert_eq!(refusal(text), (Reason::IntegerTooLarge, 1, 5));
        }
        assert_eq!(refusal("1e400").0, Reason::IntegerTooLarge);
    }

    #[test]
    fn half_a_surrogate_pair_is_refused() {
        for half in [r"\ud800", r"\ud800x", r"\ud800\n", r"\udc00", r"\ud800\ud800"] {
            for text in [format!("\"{half}\""), format!("{{\"{half}\":1}}")] {
                assert_eq!(refusal(&text).0, Reason::LoneSurrogate, "{text}");
            }
        }
    }

    #[test]
    fn what_is_not_json_is_refused_without_being_quoted() {
        for (text, words, line, column) in [
            ("{\"a\": 1,\n", "the text ends inside a value", 2, 1),
            (r#"{"ä": hunter2}"#, "expected value", 1, 7),
            ("[1]\n{}", "text stands behind the end of the document", 2, 1),
            ("{hunter2: 1}", "expected a key in double quotes", 1, 2),
            (r#"["ä", tru3]"#, "expected `true`, `false` or `null`", 1, 10),
            ("[1,]", "trailing comma", 1, 4),
            ("[01]", "invalid number", 1, 3),
            (r#""\x""#, "invalid escape", 1, 3),
            ("// a\n1", "expected value", 1, 1),
        ] {
            let not_json = Reason::NotJson(words.to_owned());
            assert_eq!(refusal(text), (not_json, line, column));
        }
    }

    #[test]
    fn only_an_object_is_read_as_one() {
        assert_eq!(read_object(b"{}", &SMALL), Ok(Map::new()));
        let place = Some(Place { line: 2, column: 2 });
        let reason = Reason::NotAnObject("an array");
        assert_eq!(read_object(b"\n [{}]", &SMALL), Err(ParseError { place, reason }));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(read(&bytes, &HANDOFF).ok(), serde_json::from_slice(&bytes).ok());
        }

        #[test]
        fn what_is_accepted_is_what_serde_json_reads(text in r#"[\[{]["\[\]{}:,\\u0-9a.\-+eE ntrulfs\n]{0,24}"#) {
            match (read(text.as_bytes(), &SMALL), serde_json::from_str::<Value>(&text)) {
                (Ok(ours), theirs) => prop_assert_eq!(Some(ours), theirs.ok()),
                (Err(refused), Ok(_)) => prop_assert!(!matches!(refused.reason, Reason::NotJson(_))),
                (Err(refused), Err(_)) => prop_assert!(refused.place.is_some()),
            }
        }
    }
}
