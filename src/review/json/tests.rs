//! The reader of JSON: texts that it takes and refuses, each with its place and reason.

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
        ("{\"a\": 1,\n", "the document ends inside a value", 2, 1),
        (r#"{"ä": hunter2}"#, "expected value", 1, 7),
        ("[1]\n{}", "extra text after the end of the document", 2, 1),
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
