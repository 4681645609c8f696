//! Texts that look like an accepted literal: refused, and the finding shows the difference.

use serde_json::json;
use strict_review::review::handoff::Handoff;
use strict_review::review::plan::Plan;
use strict_review::review::verify::{CheckStatus, Wanted, verify};

use crate::support::{definition, ready_request, runbook, text};

/// The literal with one letter replaced by a look-alike, for every letter that has one.
fn doubles(literal: &str) -> Vec<(String, char)> {
    const DOUBLES: [(char, &str); 12] = [
        ('a', "аａα"),
        ('c', "сｃ"),
        ('d', "ԁⅾ"),
        ('e', "еｅ"),
        ('i', "іｉι"),
        ('l', "ӏⅼｌ"),
        ('o', "оοｏ"),
        ('p', "рρ"),
        ('s', "ѕｓ"),
        ('v', "ѵν"),
        ('y', "уｙ"),
        ('-', "\u{2010}\u{2011}\u{2012}\u{2013}\u{2212}\u{ff0d}"),
    ];
    let mut all = Vec::new();
    for (at, letter) in literal.char_indices() {
        let found = DOUBLES.iter().find(|(of, _)| *of == letter);
        for double in found.map_or("", |(_, doubles)| doubles).chars() {
            let rest = &literal[at + letter.len_utf8()..];
            all.push((format!("{}{double}{rest}", &literal[..at]), double));
        }
    }
    all
}

fn compared() -> Vec<(String, String)> {
    let definition = definition();
    let first = |list: &serde_json::Value| -> Vec<(String, String)> {
        let entries = list.as_array().unwrap().iter();
        entries
            .flat_map(|entry| {
                let refused = entry.get("refuses").and_then(|list| list.as_array()).into_iter().flatten();
                entry["accepts"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .chain(refused)
                    .map(|literal| (text(&entry["field"]), text(literal)))
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    let handoff = &definition["ownerHandoff"];
    let mut all =
        [first(&handoff["upstream"]), first(&handoff["declared"]), first(&definition["target"])].concat();
    all.push(("decision".to_owned(), text(&definition["decisions"][0]["value"])));
    all.push(("decision".to_owned(), text(&definition["effects"][0]["decision"])));
    all
}

#[test]
fn a_lookalike_of_any_literal_is_refused_and_its_letter_is_spelt_out() {
    for (field, literal) in compared() {
        for (lookalike, double) in doubles(&literal) {
            let mut request = ready_request();
            request.insert(field.clone(), json!(lookalike));
            let judged = Handoff::parse(json!(request).to_string().as_bytes(), runbook()).unwrap();
            let refusal = judged.refusal(&field).unwrap_or_else(|| panic!("{lookalike} is taken"));
            let token = format!("‹U+{:04X}›", u32::from(double));
            assert!(refusal.message.contains(&token), "{lookalike}: {}", refusal.message);
            assert_eq!(judged.value(&field), None);
        }
    }
}

#[test]
fn a_lookalike_of_a_flag_is_an_unknown_field_and_its_letter_is_spelt_out() {
    for flag in crate::support::flags(&definition()) {
        let (lookalike, double) = doubles(&flag).swap_remove(0);
        let mut request = ready_request();
        request.insert(lookalike, json!(true));
        let judged = Handoff::parse(json!(request).to_string().as_bytes(), runbook()).unwrap();
        let token = format!("‹U+{:04X}›", u32::from(double));
        let [finding] = judged.findings() else { panic!("{:?}", judged.findings()) };
        assert!(finding.message.contains(&token), "{}", finding.message);
        assert!(judged.notes()[0].text.contains(&token), "{}", judged.notes()[0].text);
    }
}

#[test]
fn a_document_of_lookalikes_verifies_as_what_it_is() {
    let long_key = format!("{}д", "k".repeat(600));
    for (field, value) in [
        ("targetEnvironment", "local‑dev"),
        ("decision", "рrepare"),
        ("dаtabaseTouched", "a"),
        (&long_key, "b"),
    ] {
        let mut request = ready_request();
        request.insert(field.to_owned(), json!(value));
        request.insert(format!("{field}д"), json!({ "д": [true] }));
        let judged = Handoff::parse(json!(request).to_string().as_bytes(), runbook()).unwrap();
        let bytes = Plan::of_request(runbook(), &judged).bytes();
        let verified = verify(&bytes, runbook(), Wanted::Plan).unwrap();
        assert_eq!(verified.report.status(), CheckStatus::NotReady, "{field}: {:?}", verified.report.first());
    }
}
