//! A JSON document with some values changed, chosen by the bytes of an input: close to what is accepted.

use serde_json::{Value, json};

use super::supply::Supply;

/// Returns an edited sample if the first byte is the index of one, otherwise the input itself. No JSON document
/// begins with such a byte.
pub(super) fn document(bytes: &[u8], samples: &[Value]) -> Vec<u8> {
    let mut supply = Supply::of(bytes);
    match samples.get(usize::from(supply.byte())) {
        Some(sample) if !bytes.is_empty() => edited(sample, &mut supply).to_string().into_bytes(),
        Some(_) | None => bytes.to_vec(),
    }
}

/// Edits until the supply is empty, at most eight times.
pub(super) fn edited(sample: &Value, supply: &mut Supply) -> Value {
    let mut value = sample.clone();
    for _ in 0..8 {
        if supply.is_empty() {
            break;
        }
        edit(&mut value, sample, supply);
    }
    value
}

fn edit(value: &mut Value, sample: &Value, supply: &mut Supply) {
    let mut place = supply.below(size(value));
    let Some(node) = nth(value, &mut place) else { return };
    match supply.below(16) {
        0 => *node = Value::Null,
        1 => *node = json!(true),
        2 => *node = json!(false),
        3 => *node = json!(supply.byte()),
        4 => *node = number(supply),
        5 => *node = json!([]),
        6 => *node = json!({}),
        7 => *node = json!([node.take()]),
        8 => *node = copy(sample, supply),
        9 => remove(node, supply),
        10 | 11 => add(node, sample, supply),
        12 => *node = json!(format!("{}{}", node.as_str().unwrap_or_default(), supply.text())),
        _ => *node = json!(supply.text()),
    }
}

fn number(supply: &mut Supply) -> Value {
    match supply.below(8) {
        0 => json!(-1),
        1 => json!(1_u64 << 53),
        2 => json!((1_u64 << 53) + 1),
        3 => json!(u64::MAX),
        4 => json!(0.5),
        5 => json!(-0.0),
        6 => json!(1e21),
        _ => json!(f64::from_bits(u64::from(supply.byte()) << 56)),
    }
}

fn copy(sample: &Value, supply: &mut Supply) -> Value {
    let mut value = sample.clone();
    let mut place = supply.below(size(sample));
    nth(&mut value, &mut place).map_or(Value::Null, Value::take)
}

fn remove(node: &mut Value, supply: &mut Supply) {
    match node {
        Value::Array(elements) if !elements.is_empty() => {
            elements.remove(supply.below(elements.len()));
        }
        Value::Object(members) => {
            let key = members.keys().nth(supply.below(members.len())).cloned();
            key.and_then(|key| members.remove(&key));
        }
        _ => *node = Value::Null,
    }
}

fn add(node: &mut Value, sample: &Value, supply: &mut Supply) {
    match node {
        Value::Array(elements) => match elements.get(supply.below(elements.len())).cloned() {
            Some(element) => elements.push(element),
            None => elements.push(copy(sample, supply)),
        },
        Value::Object(members) => {
            let key = supply.text();
            let value = if supply.byte() < 128 { json!(supply.text()) } else { copy(sample, supply) };
            members.insert(key, value);
        }
        _ => *node = copy(sample, supply),
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// The value at an index, counted from the outside in.
fn nth<'v>(value: &'v mut Value, place: &mut usize) -> Option<&'v mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(elements) => elements.iter_mut().find_map(|element| nth(element, place)),
        Value::Object(members) => members.values_mut().find_map(|member| nth(member, place)),
        _ => None,
    }
}
