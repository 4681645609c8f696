//! The members of a handoff as they were sent, each known one at the index of its name.

use std::borrow::Cow;

use crate::review::json;
use crate::review::json::tree::{Json, Members, Slots};
use crate::review::limits::HANDOFF;
use crate::review::problem::ParseError;
use crate::review::runbook::Names;
use crate::review::secret::{Name, SecretRule, secret_in_member};

#[derive(Debug, PartialEq)]
pub(in crate::review) struct Sent<'a> {
    /// By the index of the name in the runbook's [`Names`].
    known: Vec<Option<Json<'a>>>,
    pub(super) unknown: Members<'a>,
}

impl<'a> Sent<'a> {
    pub(super) fn read(bytes: &'a [u8], names: &Names) -> Result<Self, ParseError> {
        let mut sorting = Sorting::new(names);
        json::read_members(bytes, &HANDOFF, &mut sorting)?;
        Ok(sorting.sent)
    }

    pub(in crate::review) fn of(members: Members<'a>, names: &Names) -> Self {
        let mut sorting = Sorting::new(names);
        for (key, value) in members {
            // No key comes twice out of a map.
            if let Ok(slot) = sorting.slot(key) {
                *slot = value;
            }
        }
        sorting.sent
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

/// Members on the way to their places.
struct Sorting<'n, 'a> {
    names: &'n Names,
    /// Index of the last known name, from which the next lookup starts.
    last: Option<usize>,
    sent: Sent<'a>,
}

impl<'n> Sorting<'n, '_> {
    fn new(names: &'n Names) -> Self {
        let sent = Sent { known: vec![None; names.count()], unknown: Members::new() };
        Self { names, last: None, sent }
    }
}

impl<'a> Slots<'a> for Sorting<'_, 'a> {
    type Value = Json<'a>;

    fn slot(&mut self, key: Cow<'a, str>) -> Result<&mut Json<'a>, Cow<'a, str>> {
        let found = self.names.find(&key, self.last);
        self.last = found.or(self.last);
        match found.and_then(|place| self.sent.known.get_mut(place)) {
            Some(Some(_)) => Err(key),
            Some(free) => Ok(free.insert(Json::Null)),
            None => self.sent.unknown.slot(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use serde_json::{Map, Value};

    use super::*;
    use crate::review::problem::{Place, Reason};
    use crate::review::runbook::Runbook;
    use crate::review::testing::{HANDOFF as SAMPLE, REQUEST, runbook};

    static RUNBOOK: LazyLock<Runbook> = LazyLock::new(runbook);

    fn borrowed(value: Value) -> Json<'static> {
        let members =
            |map: Map<String, Value>| map.into_iter().map(|(k, v)| (k.into(), borrowed(v))).collect();
        match value {
            Value::Null => Json::Null,
            Value::Bool(yes) => Json::Bool(yes),
            Value::Number(number) => Json::Number(number),
            Value::String(text) => Json::Text(text.into()),
            Value::Array(values) => Json::List(values.into_iter().map(borrowed).collect()),
            Value::Object(map) => Json::Object(members(map)),
        }
    }

    /// Members at their places are those of the owned tree, and a refusal is the same with its place.
    fn assert_agree(bytes: &[u8]) -> Result<(), TestCaseError> {
        let owned = json::read_object(bytes, &HANDOFF).map(|map| {
            Sent::of(
                map.into_iter().map(|(key, value)| (key.into(), borrowed(value))).collect(),
                RUNBOOK.names(),
            )
        });
        prop_assert_eq!(Sent::read(bytes, RUNBOOK.names()), owned);
        Ok(())
    }

    #[test]
    fn members_are_sent_as_every_document_is_read() {
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
            let is_taken = |text: String| Sent::read(text.as_bytes(), RUNBOOK.names()).is_ok();
            assert!(is_taken(make(edge)) && !is_taken(make(edge + 1)));
            texts.extend([edge, edge + 1].map(|edge| make(edge).into_bytes()));
        }
        for text in texts {
            assert_agree(&text).unwrap();
        }
    }

    #[test]
    fn a_member_that_comes_twice_is_refused_where_it_comes_again() {
        for (text, key, line, column) in [
            (r#"{"decision":1,"decision":2}"#, "decision", 1, 15),
            (r#"{"decision":1,"d\u0065cision":{"x":1,"x":2}}"#, "decision", 1, 15),
            ("{\"\u{e9}\":{\"y\":1,\n \"\\u0079\":}}", "y", 2, 2),
            (r#"{"x":1, "x":?"#, "x", 1, 9),
        ] {
            let (place, reason) = (Some(Place { line, column }), Reason::DuplicateKey(key.to_owned()));
            assert_eq!(
                Sent::read(text.as_bytes(), RUNBOOK.names()),
                Err(ParseError { place, reason }),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_sent_as_it_is_read(
            text in r#"\{("(a|b|decision|targetAdapter|\\u0061)":([0-9.e\-]{1,20}|"[a-zé\\u0-9]{0,6}"|true|null|\[1?\]|\{"a":1(,"a":2)?\}),?){0,4}\}"#
        ) {
            assert_agree(text.as_bytes())?;
            assert_agree(text.replace(",}", "}").as_bytes())?;
        }

        #[test]
        fn any_bytes_are_sent_as_they_are_read(bytes in any::<Vec<u8>>()) {
            assert_agree(&bytes)?;
        }
    }
}
