//! Ten thousand hostile documents, the same every time: judged, planned, reported, compared and verified.

use serde_json::{Map, Value, json};
use strict_review::review::canonical;
use strict_review::review::diff::between_handoffs;
use strict_review::review::handoff::Handoff;
use strict_review::review::json as strict_json;
use strict_review::review::limits;
use strict_review::review::markdown;
use strict_review::review::plan::Plan;
use strict_review::review::verify::{CheckStatus, Wanted, verify};

use super::harmless::fault;
use super::texts::texts;
use crate::support::{ready_request, runbook};

const DOCUMENTS: usize = 10_000;

/// Random numbers from a seed (`SplitMix64`, Steele et al. 2014).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.throw() % count as u64).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A hostile text, usually short: long ones cost more than they reveal.
fn text(dice: &mut Dice, texts: &[String]) -> String {
    let drawn = dice.one(texts);
    if drawn.len() < 256 || dice.below(64) == 0 { drawn.clone() } else { drawn.chars().take(40).collect() }
}

fn value(dice: &mut Dice, texts: &[String], depth: usize) -> Value {
    match dice.below(if depth > 4 { 8 } else { 11 }) {
        0 => Value::Null,
        1 => json!(dice.below(2) == 0),
        2 => json!(dice.throw() >> 11),
        3 => json!(-1.5e300),
        4..8 => json!(text(dice, texts)),
        8 => (0..dice.below(5)).map(|_| value(dice, texts, depth + 1)).collect(),
        _ => {
            let members = (0..dice.below(5)).map(|_| (text(dice, texts), value(dice, texts, depth + 1)));
            Value::Object(members.collect::<Vec<_>>().into_iter().collect())
        }
    }
}

fn mutated(dice: &mut Dice, texts: &[String]) -> Vec<u8> {
    let mut document: Map<String, Value> = ready_request();
    let fields: Vec<String> = document.keys().cloned().collect();
    if dice.below(4) > 0 {
        document.retain(|_, _| dice.below(3) == 0);
    }
    for _ in 0..=dice.below(6) {
        let field = dice.one(&fields).clone();
        let stood = document.get(&field).and_then(Value::as_str).unwrap_or_default().to_owned();
        match dice.below(6) {
            0 => drop(document.remove(&field)),
            1 => drop(document.insert(field, value(dice, texts, 0))),
            2 => drop(document.insert(field, json!(format!("{stood}{}", text(dice, texts))))),
            3 => drop(document.insert(field, json!(format!("{}{stood}", text(dice, texts))))),
            4 => drop(document.insert(format!("{field}{}", text(dice, texts)), json!(true))),
            _ => drop(document.insert(text(dice, texts), value(dice, texts, 0))),
        }
    }
    let mut bytes = json!(document).to_string().into_bytes();
    let at = dice.below(bytes.len() - 1);
    match dice.below(12) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << dice.below(8),
        2 => drop(bytes.splice(1..1, b"\"decision\":1,".iter().copied())),
        3 => drop(bytes.splice(
            1..1,
            format!("\"n\":{}1e{},", "9".repeat(dice.below(40)), dice.below(400)).into_bytes(),
        )),
        4 => drop(bytes.splice(1..1, format!("\"d\":{}{},", "[".repeat(40), "]".repeat(40)).into_bytes())),
        5 => drop(bytes.splice(1..1, br#""e":"\ud83d\u001b[31m\u202e","#.iter().copied())),
        _ => {}
    }
    bytes
}

/// The results for a document are harmless, canonical, bounded by the input, and follow from its own content.
fn hold(number: usize, bytes: &[u8], last: &mut Option<(Map<String, Value>, Handoff)>) {
    let judged = match Handoff::parse(bytes, runbook()) {
        Ok(judged) => judged,
        Err(unusable) => {
            let told = unusable.to_string();
            assert!(fault(&told).is_none() && told.len() < 1000, "{number}: {told:?}");
            return;
        }
    };
    let plan = Plan::of_request(runbook(), &judged);
    let written = plan.bytes();
    let read = strict_json::read_object(&written, &limits::PLAN).unwrap();
    assert_eq!([canonical::bytes(&Value::Object(read)), b"\n".to_vec()].concat(), written, "{number}");
    // A member of the input gives at most two findings and a note, each with a bounded pointer and sentence.
    let members = bytes.iter().filter(|byte| matches!(byte, b':' | b',' | b'[')).count();
    let bound = (32 << 10) + bytes.len() * 4 + members * 3 * 4 * limits::POINTER_CHARS_MAX;
    assert!(written.len() < bound, "{number}: {} bytes of {}", written.len(), bytes.len());
    for finding in judged.findings() {
        for told in [
            Some(&finding.pointer),
            Some(&finding.expected),
            Some(&finding.message),
            finding.observed.as_ref(),
        ] {
            assert_eq!(told.and_then(|told| fault(told)), None, "{number}: {told:?}");
        }
    }
    let told = markdown::render(plan.document());
    assert_eq!(fault(&told), None, "{number}");
    assert!(told.len() < 8 * written.len(), "{number}");
    let sent = strict_json::read_object(bytes, &limits::HANDOFF).unwrap();
    if let Some((old, old_judged)) = last {
        for change in between_handoffs(runbook(), (old, old_judged), (&sent, &judged)) {
            for told in [Some(&change.name), change.old.as_ref(), change.new.as_ref()].into_iter().flatten() {
                assert_eq!(fault(told), None, "{number}: {told:?}");
            }
        }
    }
    if number.is_multiple_of(10) {
        let verified = verify(&written, runbook(), Wanted::Plan).unwrap();
        let report = verified.report;
        assert!(
            report.status() < CheckStatus::Stale,
            "{number}: {:?}\n{}",
            report.first(),
            String::from_utf8_lossy(bytes)
        );
    }
    *last = Some((sent, judged));
}

#[test]
fn ten_thousand_hostile_documents_are_judged_planned_told_and_compared() {
    let texts: Vec<String> = texts().into_iter().map(|(_, text)| text).collect();
    let hands: Vec<usize> = (0..4).collect();
    std::thread::scope(|scope| {
        for hand in hands {
            let texts = &texts;
            scope.spawn(move || {
                let mut last = None;
                for number in (hand * DOCUMENTS / 4)..((hand + 1) * DOCUMENTS / 4) {
                    let bytes = mutated(&mut Dice(number as u64), texts);
                    hold(number, &bytes, &mut last);
                }
            });
        }
    });
}
