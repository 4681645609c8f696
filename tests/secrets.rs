//! Accuracy of secret detection: recall over formats that providers document, false alarms over harmless text.
#![allow(clippy::print_stdout, reason = "a measurement is read")]

mod benign;
mod drawn;
mod kinds;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Value, json};
use strict_review::review::runbook::Kind;
use strict_review::review::secret::{SecretRule, rules, secret_rule};

use crate::support::reviewed::Reviewed;
use crate::support::{World, package, ready_request, runbook, sample};

#[derive(Clone)]
struct Sample {
    id: String,
    text: String,
}

/// Samples of a file, without the dots that keep them distinct from real credentials.
fn samples(name: &str) -> Vec<Sample> {
    let text = fs::read_to_string(package().join("tests/secrets").join(name)).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let [id, how, text] = row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        assert!(["doc", "shape"].contains(&how), "{id}: {how}");
        Sample { id: id.to_owned(), text: text.replace('·', "") }
    })
    .collect()
}

/// For each format: true if all its samples are found in the context that `placed` gives them.
fn found(samples: &[Sample], placed: impl Fn(&str) -> String) -> BTreeMap<&str, bool> {
    let mut formats = BTreeMap::new();
    for sample in samples {
        let text = placed(&sample.text);
        let is_found = secret_rule(&text).is_some();
        if !is_found {
            println!("missed: {} in {:?}", sample.id, sample.text);
        }
        *formats.entry(sample.id.as_str()).or_insert(true) &= is_found;
    }
    formats
}

/// Prints and returns the percentage of formats found.
fn recall(what: &str, formats: &BTreeMap<&str, bool>) -> f64 {
    let found = formats.values().filter(|found| **found).count();
    println!("recall {what}: {found}/{}", formats.len());
    percent(found, formats.len())
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

#[test]
fn nearly_all_tokens_with_a_prefix_are_found_alone_and_in_a_text() {
    let samples = samples("prefixed.tsv");
    for (what, before, after) in [
        ("with prefix, alone", "", ""),
        ("with prefix, in a sentence", "See ", " for it, and then go on."),
        ("with prefix, in quotes", "{\"x\":\"", "\"}"),
        ("with prefix, in a path", "docs/", "/plan.md"),
    ] {
        let formats = found(&samples, |token| format!("{before}{token}{after}"));
        assert!(formats.len() >= 60, "{} formats are no measure", formats.len());
        assert!(recall(what, &formats) >= 95.0);
    }
}

#[test]
fn most_tokens_without_a_prefix_are_found_in_their_context() {
    let samples = samples("in_context.tsv");
    let formats = found(&samples, str::to_owned);
    assert!(recall("in context", &formats) >= 85.0);
}

#[test]
fn a_token_with_a_prefix_goes_by_a_name_of_its_own() {
    let samples = samples("prefixed.tsv");
    let known: BTreeSet<&str> = rules().map(SecretRule::id).collect();
    let mut own = 0;
    for sample in &samples {
        assert!(known.contains(sample.id.as_str()), "{} is no rule", sample.id);
        own += usize::from(secret_rule(&sample.text).is_some_and(|rule| rule.id() == sample.id));
    }
    println!("named as they are: {own}/{}", samples.len());
    assert!(percent(own, samples.len()) >= 95.0);
}

#[test]
fn every_token_rule_has_a_sample() {
    let samples = [samples("prefixed.tsv"), samples("in_context.tsv")].concat();
    let ids: BTreeSet<String> = samples.into_iter().map(|sample| sample.id).collect();
    let missing: Vec<_> = rules().map(SecretRule::id).filter(|id| !ids.contains(*id)).collect();
    assert_eq!(missing, ["data-url", "high-entropy", "rules-unreadable"]);
}

#[test]
fn harmless_texts_are_hardly_ever_taken_for_secrets() {
    let corpus = benign::corpus();
    assert!(corpus.len() >= 3_000, "{} texts are no measure", corpus.len());
    let mut alarms = 0;
    for text in &corpus {
        if let Some(rule) = secret_rule(text) {
            println!("false alarm: {rule} in {text:?}");
            alarms += 1;
        }
    }
    println!("false alarms: {alarms}/{}", corpus.len());
    assert!(alarms * 1000 <= corpus.len(), "more than one of a thousand");
}

#[test]
fn no_marker_beside_or_inside_a_text_hides_a_token() {
    let tokens = ["github-token", "aws-access-key-id", "stripe-key", "jwt"];
    let samples: Vec<_> =
        samples("prefixed.tsv").into_iter().filter(|sample| tokens.contains(&sample.id.as_str())).collect();
    for marker in [
        "<redacted>",
        "***",
        "xxxx",
        "placeholder",
        "example",
        "dummy",
        "null",
        "changeme",
        "${TOKEN}",
        "gitleaks:allow",
        "pragma: allowlist secret",
        "nosec",
        "noqa",
        "ggignore",
        "trufflehog:ignore",
        "sha256:",
        "md5",
        "commit",
        "uuid",
        "documentId=",
        "https://docs.google.com/document/d/",
    ] {
        for sample in &samples {
            let token = &sample.text;
            for text in [
                format!("{marker} {token}"),
                format!("{token} {marker}"),
                format!("{marker}={token}"),
                format!("password={marker} {token}"),
                format!("password={token}{marker}"),
                format!("password=\"{marker}\", token=\"{token}\""),
                format!("# {marker}\n{token}\n# {marker}"),
                format!("https://example.org/?code=404&x={token}#{marker}"),
            ] {
                assert!(secret_rule(&text).is_some(), "{marker} hid a {}", sample.id);
            }
        }
    }
}

#[test]
fn the_samples_do_not_stand_in_the_repository_as_they_are() {
    for name in ["prefixed.tsv", "in_context.tsv"] {
        let text = fs::read_to_string(package().join("tests/secrets").join(name)).unwrap();
        for sample in samples(name) {
            assert!(!text.contains(&sample.text), "{name}: {}", sample.id);
        }
    }
}

/// A link whose last part looks random.
const LINK: &str = concat!(
    "https://acme.sharepoint.com/:w:/g/sites/db/EfQ9rT2yU7iO4pA",
    "1sD6fG3hJ8kL5zX0cV2bN7mQ4wE9rTw?e=Ab3dEf"
);

#[test]
fn a_link_that_looks_random_is_a_reference_from_check_to_replay() {
    let mut handoff: Value =
        serde_json::from_slice(&fs::read(sample("ready-handoff.json")).unwrap()).unwrap();
    let before = handoff.to_string();
    handoff["backupReference"] = json!(LINK);
    let reviewed = Reviewed::of(runbook(), handoff.to_string().as_bytes()).walked().closed(Kind::Ready);
    let mut request = ready_request();
    request.insert("backupReference".to_owned(), json!(LINK));
    let world = World::new()
        .with("request.json", json!(request).to_string())
        .with("before.json", before)
        .with("handoff.json", handoff.to_string())
        .with("export.json", reviewed.plan().bytes())
        .with("journal.jsonl", reviewed.journal());
    assert_eq!(world.run(&["check", "request.json"]).exit, 0);
    let plan = world.run(&["plan", "request.json"]);
    assert!(plan.exit == 0 && plan.out.contains(LINK), "{}", plan.out);
    let against = ["verify", "export.json", "--handoff", "handoff.json", "--journal", "journal.jsonl"];
    assert_eq!(world.run(&against).exit, 0, "{}", world.run(&against).out);
    let replayed = world.run(&["replay", "journal.jsonl", "--format", "json"]);
    assert_eq!((replayed.exit, replayed.out.as_bytes()), (0, &*reviewed.plan().bytes()), "{}", replayed.err);
    for (old, new) in [("before.json", "handoff.json"), ("export.json", "export.json")] {
        let told = world.run(&["diff", old, new]).out;
        assert!(old == new || told.contains(LINK), "{told}");
        assert!(!told.contains("withheld"), "{told}");
    }
}

#[test]
fn a_signed_link_is_refused_as_a_reference_and_told_nowhere() {
    let signature = concat!("Zx9Qm3Kp7LwR2tYb", "N4cJ3HdFgA6eTq0Xy5Ko1WvMb3E");
    let mut request = ready_request();
    for link in [
        format!("https://acme.blob.core.windows.net/full.bak?sp=r&sig={signature}"),
        format!("https://ann:{signature}@acme.example/full.bak"),
        format!("{LINK}&access_token={signature}"),
    ] {
        request.insert("backupReference".to_owned(), json!(link));
        let world = World::new().with("request.json", json!(request).to_string());
        let told = world.run(&["check", "request.json"]);
        assert!(told.exit == 1 && told.out.contains("secret-like /backupReference"), "{link}: {}", told.out);
        assert!(!told.out.contains(signature) && !told.err.contains(signature));
    }
}

#[test]
fn how_a_text_looks_still_counts_where_no_reference_stands() {
    let looks = concat!("EfQ9rT2yU7iO4pA1sD6f", "G3hJ8kL5zX0cV2bN7mQ4wE9rTw");
    for field in ["targetAdapter", "decision", "whoKnows"] {
        let mut request = ready_request();
        request.insert(field.to_owned(), json!(looks));
        let told =
            World::new().with("request.json", json!(request).to_string()).run(&["check", "request.json"]);
        assert!(told.out.contains(&format!("secret-like /{field}")), "{}", told.out);
    }
}
