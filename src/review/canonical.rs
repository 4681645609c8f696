//! The canonical form of a JSON value (RFC 8785): the same value always gives the same bytes.

use serde_json::{Map, Number, Value};

use super::limits::INTEGER_MAGNITUDE_MAX;

/// UTF-8 without white space or a final newline. Numbers are written as IEEE 754 doubles, as RFC 8785 demands;
/// [`read`](crate::review::json::read) refuses every number that this would change.
#[must_use]
pub fn bytes(value: &Value) -> Vec<u8> {
    let mut written = Vec::new();
    write(value, &mut written);
    written
}

#[must_use]
pub fn object_bytes(members: &Map<String, Value>) -> Vec<u8> {
    let mut written = Vec::new();
    write_object(members, &mut written);
    written
}

#[must_use]
pub fn object_bytes_without(name: &str, members: &Map<String, Value>) -> Vec<u8> {
    let mut written = Vec::new();
    write_members(members.iter().filter(|(key, _)| *key != name).collect(), &mut written);
    written
}

fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => write_text(text, out),
        Value::Array(values) => {
            out.push(b'[');
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write(value, out);
            }
            out.push(b']');
        }
        Value::Object(members) => write_object(members, out),
    }
}

fn write_object(members: &Map<String, Value>, out: &mut Vec<u8>) {
    write_members(members.iter().collect(), out);
}

fn write_members(members: Vec<(&String, &Value)>, out: &mut Vec<u8>) {
    let mut sorted = members;
    // UTF-8 and UTF-16 order differ only if characters beyond the first plane meet U+E000 to U+FFFF.
    if sorted.iter().any(|(key, _)| key.bytes().any(|byte| byte >= 0xee)) {
        sorted.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    } else {
        sorted.sort_unstable_by_key(|(key, _)| *key);
    }
    out.push(b'{');
    for (place, (key, value)) in sorted.into_iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write_text(key, out);
        out.push(b':');
        write(value, out);
    }
    out.push(b'}');
}

/// Integers up to 2^53 need no library; it knows ECMAScript's notation for all other numbers.
fn write_number(number: &Number, out: &mut Vec<u8>) {
    let whole = number.as_i64().filter(|whole| whole.unsigned_abs() <= INTEGER_MAGNITUDE_MAX);
    let text = match whole {
        Some(whole) => whole.to_string(),
        // Only a number that is not finite fails, and one in memory is finite. If that changes, the plain form still
        // differs for every value, so a fingerprint merely fails to verify.
        None => serde_json_canonicalizer::to_string(number).unwrap_or_else(|_| number.to_string()),
    };
    out.extend_from_slice(text.as_bytes());
}

/// RFC 8785 section 3.2.2.2: escapes only the characters that need it.
fn write_text(text: &str, out: &mut Vec<u8>) {
    let is_escaped = |byte: &u8| *byte < b' ' || matches!(byte, b'"' | b'\\');
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some((plain, escaped, after)) = rest
        .iter()
        .position(is_escaped)
        .and_then(|at| Some((rest.get(..at)?, *rest.get(at)?, rest.get(at + 1..)?)))
    {
        out.extend_from_slice(plain);
        match escaped {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            other => out.extend_from_slice(format!("\\u{other:04x}").as_bytes()),
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Number, json};

    use super::*;
    use crate::review::json::read;
    use crate::review::limits::HANDOFF;

    /// RFC 8785 section 3.2.2, the input of the worked example.
    const SAMPLE: &str = r#"{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"#;

    /// RFC 8785 section 3.2.4, the output of the worked example.
    const SAMPLE_HEX: &str = "7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72 \
        75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a \
        5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31 \
        65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37 \
        5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30 \
        30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d";

    /// RFC 8785 appendix B: the bits of a double and its text.
    const NUMBERS: [(u64, &str); 24] = [
        (0x0000_0000_0000_0000, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
        (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"),
        (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
        (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ];

    #[test]
    fn every_escape_is_the_one_of_rfc_8785() {
        let text: String = (0..=0x9f_u8).map(char::from).chain("\u{2028}\u{fffd}/🦀".chars()).collect();
        let value = json!({ &text: text });
        assert_eq!(serde_json_canonicalizer::to_vec(&value).ok(), Some(bytes(&value)));
    }

    #[test]
    fn a_number_beyond_the_doubles_is_written_as_its_double() {
        for number in
            [json!(u64::MAX), json!(i64::MIN), json!((1_u64 << 53) + 1), json!(-(1_i64 << 53)), json!(1e21)]
        {
            assert_eq!(serde_json_canonicalizer::to_vec(&number).ok(), Some(bytes(&number)), "{number}");
        }
    }

    fn text(value: &Value) -> String {
        String::from_utf8(bytes(value)).unwrap()
    }

    #[test]
    fn the_worked_example_of_rfc_8785_gives_its_published_bytes() {
        let expected: Vec<u8> =
            SAMPLE_HEX.split_whitespace().map(|hex| u8::from_str_radix(hex, 16).unwrap()).collect();
        assert_eq!(bytes(&serde_json::from_str(SAMPLE).unwrap()), expected);
    }

    #[test]
    fn the_number_table_of_rfc_8785_holds() {
        for (bits, expected) in NUMBERS {
            let number = Number::from_f64(f64::from_bits(bits)).unwrap();
            assert_eq!(text(&Value::Number(number)), expected, "{bits:016x}");
        }
    }

    #[test]
    fn keys_are_sorted_by_utf_16_code_units_as_in_rfc_8785_section_3_2_3() {
        let sample = json!({
            "\u{20ac}": "Euro Sign",
            "\r": "Carriage Return",
            "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One",
            "\u{1f600}": "Emoji: Grinning Face",
            "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        let expected = concat!(
            r#"{"\r":"Carriage Return","1":"One",""#,
            "\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",",
            "\"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji: Grinning Face\",",
            "\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        );
        assert_eq!(text(&sample), expected);
    }

    #[test]
    fn an_integer_and_the_same_whole_float_are_one_value() {
        assert_eq!(text(&json!([1, 1.0, -0.0, 1e2])), "[1,1,0,100]");
    }

    #[test]
    fn empty_containers_and_nested_order_are_kept() {
        let value = json!({"b": [{}, [], {"z": 1, "a": {"d": null, "c": ""}}], "a": []});
        assert_eq!(text(&value), r#"{"a":[],"b":[{},[],{"a":{"c":"","d":null},"z":1}]}"#);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<Option<bool>>().prop_map(Value::from),
            (-(1_i64 << 53)..=1 << 53).prop_map(Value::from),
            (-9e15..9e15).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            let object = prop::collection::btree_map(any::<String>(), inner.clone(), 0..6);
            prop_oneof![
                prop::collection::vec(inner, 0..6).prop_map(Value::from),
                object.prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_has_a_canonical_form(value in any_value()) {
            prop_assert_eq!(serde_json_canonicalizer::to_vec(&value).ok(), Some(bytes(&value)));
        }

        #[test]
        fn every_finite_number_has_a_canonical_form(number in any::<f64>()) {
            prop_assert_eq!(text(&json!(number)).parse(), Ok(number));
        }

        #[test]
        fn what_is_printed_is_read_back_as_the_same_value(value in any_value()) {
            prop_assert_eq!(read(value.to_string().as_bytes(), &HANDOFF), Ok(value));
        }

        #[test]
        fn the_canonical_form_of_what_the_canonical_form_reads_as_is_itself(value in any_value()) {
            let once = bytes(&value);
            prop_assert_eq!(bytes(&read(&once, &HANDOFF).unwrap()), once);
        }
    }
}
