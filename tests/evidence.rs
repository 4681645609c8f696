//! Evidence of the ready handoff: each document exists, is harmless to display, and is true to its content.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use strict_review::review::secret::secret_rule;

use crate::samples::{canonical, digest};
use crate::support::{definition, flags, object, parsed, sample, text, texts};

/// Lines outside code blocks.
fn prose(document: &str) -> Vec<&str> {
    document.split("```").step_by(2).flat_map(str::lines).collect()
}

fn blocks<'a>(document: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    document.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// Anchor of a heading: its words in lower case, with hyphens between.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

/// Each reference of the ready handoff and its own: the path in the evidence folder, and the heading.
fn references() -> Vec<(String, Option<String>)> {
    let handoff = parsed(&sample("ready-handoff.json"));
    let fields = texts(&definition()["references"], "field");
    let own = definition()["ownerHandoff"]["reference"]["field"].clone();
    let named = [text(&own)].into_iter().chain(fields).map(|field| text(&handoff[&field]));
    named
        .map(|reference| match reference.split_once('#') {
            Some((path, anchor)) => (path.to_owned(), Some(anchor.to_owned())),
            None => (reference, None),
        })
        .collect()
}

/// A path that is not relative; `//` begins a comment.
fn is_a_path(word: &str) -> bool {
    word.len() > 1 && word.starts_with(['/', '~']) && !word.starts_with("//")
}

fn evidence(path: &str) -> String {
    let bytes = fs::read(sample("evidence").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    String::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_reference_of_the_ready_handoff_has_its_document_and_heading() {
    let folder = fs::read_dir(sample("evidence")).unwrap();
    let there: BTreeSet<String> =
        folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let named: BTreeSet<String> = references().into_iter().map(|(path, _)| path).collect();
    assert_eq!(there, named);
    for (path, wanted) in references() {
        let document = evidence(&path);
        let headings = prose(&document).into_iter().filter(|line| line.starts_with('#'));
        let headings: Vec<String> = headings.map(|line| anchor(line.trim_start_matches('#'))).collect();
        assert!(!headings.is_empty(), "{path} has no heading");
        assert!(wanted.is_none_or(|wanted| headings.contains(&wanted)), "{path}: {headings:?}");
    }
}

#[test]
fn the_evidence_holds_nothing_secret_like_hidden_or_of_one_machine() {
    for (path, _) in references() {
        let document = evidence(&path);
        assert!(
            document.ends_with('\n') && !document.contains(|c: char| c.is_control() && c != '\n'),
            "{path}"
        );
        for (at, line) in document.lines().enumerate() {
            let at = at + 1;
            assert_eq!(secret_rule(line), None, "{path}, line {at}");
            let mut words = line.split([' ', '`', '"', '\'', '(', '=']);
            assert!(!words.any(is_a_path), "{path}, line {at}: a path");
        }
    }
}

#[test]
fn the_ready_handoff_names_the_owner_handoff_packet_by_its_fingerprint() {
    let mut packet = object(parsed(&sample("owner-handoff-packet.json")));
    let handoff = parsed(&sample("ready-handoff.json"));
    let own = packet.remove("fingerprint").unwrap();
    assert_eq!(own, json!(digest(&canonical(&Value::Object(packet.clone())))));
    assert_eq!(handoff["ownerHandoffFingerprint"], own);
    for (field, member) in [
        ("ownerHandoffStatus", "status"),
        ("ownerHandoffPacketType", "type"),
        ("ownerHandoffPacketMode", "mode"),
        ("ownerHandoffPacketEffect", "effect"),
    ] {
        assert_eq!(handoff[field], packet[member], "{field}");
    }
    let shared =
        [texts(&definition()["references"], "field"), texts(&definition()["target"], "field")].concat();
    for field in shared {
        assert_eq!(handoff[&field], packet[&field], "{field}");
    }
    for flag in flags(&definition()) {
        assert_eq!(packet.get(&flag), Some(&json!(false)), "{flag}");
    }
    for line in fs::read_to_string(sample("owner-handoff-packet.json")).unwrap().lines() {
        assert_eq!(secret_rule(line), None, "{line}");
    }
}

#[test]
fn the_digests_in_the_evidence_are_those_of_what_it_shows() {
    let plan = evidence("migration-plan.md");
    let migrations = blocks(&plan, "sql");
    assert_eq!(migrations.len(), 2);
    for sql in migrations {
        assert!(plan.contains(&digest(sql)), "{}", digest(sql));
    }
    let contract = evidence("redacted-result-record-contract.md");
    let [view, record, _schema] = blocks(&contract, "json").try_into().unwrap();
    let json_of = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    assert_eq!(json_of(record)["redactedViewDigest"], json!(digest(&canonical(&json_of(view)))));
    let written = digest(&canonical(&json_of(record)));
    for path in ["test-plan.md", "result-repository.md", "audit-trail.md"] {
        assert!(evidence(path).contains(&written), "{path}: {written}");
    }
    let trail = evidence("audit-trail.md");
    for event in blocks(&trail, "json") {
        let mut event = object(json_of(event));
        let own = event.remove("digest");
        assert_eq!(own, Some(json!(digest(&canonical(&Value::Object(event))))));
    }
}
