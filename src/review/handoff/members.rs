//! The members of a handoff as they were sent, each known one at the index of its name.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::reader::read;
use crate::review::json;
use crate::review::limits::HANDOFF;
use crate::review::problem::ParseError;
use crate::review::runbook::Names;
use crate::review::secret::{Name, SecretRule, secret_in_member};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Members<'a>),
}

/// Sorted, because findings follow the alphabet.
pub(super) type Members<'a> = BTreeMap<Cow<'a, str>, Json<'a>>;

#[derive(Debug, PartialEq)]
pub(in crate::review) struct Sent<'a> {
    /// By the index of the name in the runbook's [`Names`].
    known: Vec<Option<Json<'a>>>,
    pub(super) unknown: Members<'a>,
}

impl<'a> Sent<'a> {
    /// The fast reader only accepts. If it does not, the careful one reads again to find the reason.
    pub(super) fn read(bytes: &'a [u8], names: &Names) -> Result<Self, ParseError> {
        match read(bytes, names) {
            Some(sent) => Ok(sent),
            None => json::read_object(bytes, &HANDOFF).map(|map| Self::of(map, names)),
        }
    }

    pub(in crate::review) fn of(map: Map<String, Value>, names: &Names) -> Self {
        let mut sent = Self::nothing(names);
        for (key, value) in map {
            sent.put(names.find(&key, None), key.into(), value.into());
        }
        sent
    }

    pub(super) fn nothing(names: &Names) -> Self {
        Self { known: vec![None; names.count()], unknown: Members::new() }
    }

    /// `place` is the index of a known name. Returns `false` if the member exists already.
    pub(super) fn put(&mut self, place: Option<usize>, key: Cow<'a, str>, value: Json<'a>) -> bool {
        match place.and_then(|place| self.known.get_mut(place)) {
            Some(known) => known.replace(value).is_none(),
            None => self.unknown.insert(key, value).is_none(),
        }
    }

    pub(super) fn at(&self, place: usize) -> Option<&Json<'a>> {
        self.known.get(place)?.as_ref()
    }

    pub(super) fn texts_and_unknown<'s>(&'s self, names: &'s Names) -> Vec<(MemberName<'s>, &'s Json<'a>)> {
        let mut members = Vec::with_capacity(names.count() + self.unknown.len());
        for (place, name) in names.sorted() {
            let is_harmless = |value: &&Json| match value {
                Json::Text(text) => names.is_harmless(place, text),
                Json::Null | Json::Bool(_) | Json::Number(_) => true,
                Json::List(_) | Json::Object(_) => false,
            };
            if let Some(value) = self.at(place).filter(|value| !is_harmless(value)) {
                members.push((MemberName::Known(name), value));
            }
        }
        if !self.unknown.is_empty() {
            members.extend(self.unknown.iter().map(|(key, value)| (MemberName::Unknown(key), value)));
            members.sort_by_key(|(key, _)| key.as_str());
        }
        members
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum MemberName<'a> {
    Known(&'a Name),
    Unknown(&'a str),
}

impl<'a> MemberName<'a> {
    pub(super) fn as_str(self) -> &'a str {
        match self {
            Self::Known(name) => name.as_str(),
            Self::Unknown(name) => name,
        }
    }

    pub(super) fn secret_in(self, value: &str) -> Option<SecretRule> {
        match self {
            Self::Known(name) => name.secret_in(value),
            Self::Unknown(name) => secret_in_member(name, value),
        }
    }
}

impl Json<'_> {
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => None,
        }
    }
}

impl From<Value> for Json<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(yes) => Self::Bool(yes),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(text.into()),
            Value::Array(values) => Self::List(values.into_iter().map(Self::from).collect()),
            Value::Object(map) => {
                Self::Object(map.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::review::runbook::Runbook;
    use crate::review::testing::{HANDOFF as SAMPLE, REQUEST, runbook};

    static RUNBOOK: LazyLock<Runbook> = LazyLock::new(runbook);

    fn fast(text: &[u8]) -> Option<Sent<'_>> {
        read(text, RUNBOOK.names())
    }

    fn assert_agree(bytes: &[u8]) -> Result<(), TestCaseError> {
        let careful = json::read_object(bytes, &HANDOFF).map(|map| Sent::of(map, RUNBOOK.names()));
        prop_assert_eq!(fast(bytes), careful.ok());
        Ok(())
    }

    #[test]
    fn what_the_fast_reader_takes_is_what_the_careful_one_reads() {
        let long = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "b".repeat(bytes));
        let deep = |levels: usize| format!(r#"{{"a":{}1{}}}"#, "[".repeat(levels), "]".repeat(levels));
        let many = |count: usize| format!(r#"{{"a":[{}]}}"#, vec!["1"; count].join(","));
        let mut texts = vec![SAMPLE.to_vec(), REQUEST.to_vec(), b"\xff{}".to_vec(), vec![b' '; 2 << 20]];
        for text in [
            r#"{"decision":1,"decision":2}"#,
            r#"{"decision":1,"d\u0065cision":2}"#,
            r#"{"x":{"y":1,"y":2}}"#,
            r#"{"x":1,"x":2}"#,
            r#"{"x":9007199254740992,"y":-9007199254740993}"#,
            r#"{"x":9007199254740991.0,"y":1e400}"#,
            r#"{"x":9007199254740992.0}"#,
            r#"{"x":"\ud800"}"#,
            r#"{"x":[1,{"y":"\u0041\n"}],"targetAdapter":"a\"b"} "#,
            "{} {}",
            "[]",
            "",
            "\u{feff}{}",
        ] {
            texts.push(text.as_bytes().to_vec());
        }
        let edges = [HANDOFF.string_bytes, HANDOFF.depth - 1, HANDOFF.members - 1];
        for (make, edge) in [long as fn(usize) -> String, deep, many].into_iter().zip(edges) {
            assert!(fast(make(edge).as_bytes()).is_some() && fast(make(edge + 1).as_bytes()).is_none());
            texts.extend([edge, edge + 1].map(|edge| make(edge).into_bytes()));
        }
        for text in texts {
            assert_agree(&text).unwrap();
        }
    }

    proptest! {
        #[test]
        fn on_any_text_both_readers_agree(
            text in r#"\{("(a|b|decision|targetAdapter|\\u0061)":([0-9.e\-]{1,20}|"[a-zé\\u0-9]{0,6}"|true|null|\[1?\]|\{"a":1(,"a":2)?\}),?){0,4}\}"#
        ) {
            assert_agree(text.as_bytes())?;
            assert_agree(text.replace(",}", "}").as_bytes())?;
        }

        #[test]
        fn on_any_bytes_both_readers_agree(bytes in any::<Vec<u8>>()) {
            assert_agree(&bytes)?;
        }
    }
}
