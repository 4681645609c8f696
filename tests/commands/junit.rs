//! `check --format junit`: an XML reader finds in it what the other formats report.

use std::fs;

use roxmltree::{Document, Node};
use serde_json::{Value, json};
use strict_review::review::runbook::Kind;

use crate::mutations::SECRET;
use crate::support::junit::faults;
use crate::support::reviewed::Reviewed;
use crate::support::{Ended, World, ready_request, runbook, sample};

/// A world with a ready file, a blocked one, an unusable one and a missing one.
fn world() -> (World, [&'static str; 4]) {
    let mut blocked = ready_request();
    blocked.insert("targetEnvironment".to_owned(), json!("staging <\"&'> ]]>"));
    blocked.insert("auditReference".to_owned(), json!(7));
    blocked.insert("backupReference".to_owned(), json!(SECRET));
    let world = World::new()
        .with("ready.json", json!(ready_request()).to_string())
        .with("blocked & more.json", json!(blocked).to_string())
        .with("broken.json", "{\n  \"a\": 1,\n  \"a\": 2}");
    (world, ["ready.json", "blocked & more.json", "broken.json", "gone\u{1b}\u{202e}.json"])
}

fn check(world: &World, files: &[&str], format: &str) -> Ended {
    world.run(&[["check", "--format", format].as_slice(), files].concat())
}

fn cases<'a>(document: &'a Document<'a>) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name("testcase")).collect()
}

/// Name, message and text of the element in a case, if any.
fn verdict<'a>(case: Node<'a, 'a>) -> Option<(&'a str, &'a str, &'a str)> {
    let inside = case.children().find(Node::is_element)?;
    Some((inside.tag_name().name(), inside.attribute("message")?, inside.text()?))
}

#[test]
fn every_file_is_a_case_that_passed_failed_or_could_not_be_used() {
    let (world, files) = world();
    let ended = check(&world, &files, "junit");
    let document = Document::parse(&ended.out).unwrap();
    let suites: Vec<Node> = document.descendants().filter(|node| node.has_tag_name("testsuite")).collect();
    assert_eq!(suites.len(), 1);
    for (sum, expected) in
        [("name", "strict-review check"), ("tests", "4"), ("failures", "1"), ("errors", "2")]
    {
        assert_eq!(suites[0].attribute(sum), Some(expected), "{sum}");
    }
    let cases = cases(&document);
    let names: Vec<&str> = cases.iter().map(|case| case.attribute("name").unwrap()).collect();
    assert_eq!(names, ["ready.json", "blocked & more.json", "broken.json", "gone‹U+001B›‹U+202E›.json"]);
    assert_eq!(verdict(cases[0]), None);
    let sorts: Vec<&str> = cases[1..].iter().map(|case| verdict(*case).unwrap().0).collect();
    assert_eq!(sorts, ["failure", "error", "error"]);
    assert!(verdict(cases[2]).unwrap().1.starts_with("broken.json:3:3: the key \"a\" occurs twice"));
    assert!(verdict(cases[3]).unwrap().2.contains("no such file\n  next: "));
}

#[test]
fn every_report_is_one_that_jenkins_takes() {
    let (world, files) = world();
    let handoff = fs::read(sample("ready-handoff.json")).unwrap();
    let reviewed = Reviewed::of(runbook(), &handoff).walked().closed(Kind::Ready);
    let mut changed = reviewed.plan().document().clone();
    changed["status"] = json!("approved");
    let world =
        world.with("held.json", reviewed.plan().bytes()).with("changed <&> \u{7}.json", changed.to_string());
    let checked = [vec![], files[..1].to_vec(), files.to_vec(), vec!["no\u{1}\u{fffe}such \"'<>&\n.json"]];
    let checked = checked.into_iter().map(|files| check(&world, &files, "junit").out);
    let verified = ["held.json", "changed <&> \u{7}.json", "ready.json", "broken.json", "gone.json", "."];
    let verified = verified
        .into_iter()
        .map(|file| world.run(&["verify", "--format", "junit", file]).out)
        .chain([world.run(&["verify", "--format", "junit", "held.json", "--evidence", "."]).out]);
    let reports: Vec<String> = checked.chain(verified).filter(|report| !report.is_empty()).collect();
    assert!(reports.len() >= 10, "{}", reports.len());
    for sort in ["<failure", "<error", "<skipped", "<testcase classname=\"strict-review verify\""] {
        assert!(reports.iter().any(|report| report.contains(sort)), "no {sort}");
    }
    for report in &reports {
        assert_eq!(faults(report), [""; 0], "{report}");
    }
}

#[test]
fn what_a_document_was_not_held_against_is_a_skipped_case() {
    let handoff = fs::read(sample("ready-handoff.json")).unwrap();
    let plan = Reviewed::of(runbook(), &handoff).walked().closed(Kind::Ready);
    let world = World::new().with("held.json", plan.plan().bytes());
    let told = world.run(&["verify", "held.json", "--evidence", "."]);
    let unchecked = told.out.lines().filter(|line| line.trim_start().starts_with("not-checked")).count();
    let xml = world.run(&["verify", "--format", "junit", "held.json", "--evidence", "."]).out;
    let document = Document::parse(&xml).unwrap();
    let skipped = document.descendants().filter(|node| node.has_tag_name("skipped")).count();
    let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert!(unchecked > 0 && skipped == unchecked, "{skipped} of {unchecked}");
    assert_eq!(suite.attribute("skipped"), Some(&*unchecked.to_string()));
}

#[test]
fn a_failure_tells_the_status_and_every_finding_of_the_other_formats() {
    let (world, files) = world();
    let (xml, told) = (check(&world, &files, "junit").out, check(&world, &files, "json").json());
    let document = Document::parse(&xml).unwrap();
    let (_, message, text) = verdict(cases(&document)[1]).unwrap();
    let result = &told["results"][1];
    assert_eq!(json!(message), result["status"]);
    let findings = result["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 3);
    for finding in findings {
        for member in ["rule", "pointer", "message", "expected", "observed"] {
            let said = finding[member].as_str();
            assert!(said.is_none_or(|said| text.contains(said)), "{member}: {finding}\n{text}");
        }
    }
    assert!(!xml.contains(&SECRET[9..20]), "{xml}");
}

#[test]
fn the_code_and_the_words_are_those_of_the_other_formats() {
    let (world, files) = world();
    for files in [&files[..1], &files[..2], &files[..]] {
        let (junit, text) = (check(&world, files, "junit"), check(&world, files, "text"));
        assert_eq!((junit.exit, &junit.err), (text.exit, &text.err));
        assert_eq!(check(&world, files, "junit"), junit, "the same bytes every time");
    }
}

#[test]
fn a_document_that_is_fit_to_be_reviewed_has_passed() {
    let mut handoff = ready_request();
    handoff.remove("decision");
    let world = World::new().with("in.json", Value::Object(handoff).to_string());
    let ended = check(&world, &["in.json"], "junit");
    assert_eq!(ended.exit, 0);
    assert_eq!(verdict(cases(&Document::parse(&ended.out).unwrap())[0]), None);
}
