//! `verify` with the packet alone: lies that nothing in it contradicts, its report of them, and the input that
//! exposes each.

use std::fs;

use serde_json::{Value, json};
use strict_review::review::action::Action;
use strict_review::review::canonical;
use strict_review::review::fingerprint::{Digest, fingerprint};
use strict_review::review::runbook::{Kind, Runbook};
use strict_review::review::sitting::Input;

use crate::support::reviewed::Reviewed;
use crate::support::{Ended, World, definition, object, runbook, sample, text};

fn handoff() -> Vec<u8> {
    fs::read(sample("ready-handoff.json")).unwrap()
}

fn ready() -> Reviewed {
    Reviewed::of(runbook(), &handoff()).walked().closed(Kind::Ready)
}

/// Recomputes the fingerprint of a document.
fn sealed(document: Value) -> Vec<u8> {
    let mut members = object(document);
    members.insert("fingerprint".to_owned(), json!(fingerprint(&members)));
    let mut bytes = canonical::bytes(&Value::Object(members));
    bytes.push(b'\n');
    bytes
}

fn first_line(ended: &Ended) -> &str {
    ended.out.lines().next().unwrap_or_default()
}

/// An honest packet, its journal, and a lie about it.
struct Lie {
    about: Reviewed,
    told: Value,
}

impl Lie {
    fn of(about: Reviewed, lie: impl FnOnce(&mut Value)) -> Self {
        let mut told = about.plan().document().clone();
        lie(&mut told);
        Self { about, told }
    }

    fn world(&self) -> World {
        World::new()
            .with("packet.json", sealed(self.told.clone()))
            .with("journal.jsonl", self.about.journal())
            .with("handoff.json", handoff())
    }

    fn noted(&self) -> String {
        text(&self.about.plan().document()["fingerprint"])
    }
}

/// A review that ends with an open concern as *continue*, presented without it as *prepare*.
fn concern_dropped() -> Lie {
    let ready = ready().plan().document().clone();
    let item = "auditReference".to_owned();
    let concern = Action::RaiseConcern { item, note: "no audit was made".to_owned() };
    let about = Reviewed::of(runbook(), &handoff()).walked().act(concern).closed(Kind::More);
    Lie::of(about, |told| {
        for (name, value) in ready.as_object().unwrap().iter().filter(|(name, _)| *name != "review") {
            told[name] = value.clone();
        }
        // Without the concern everything is as complete as in a ready review, up to the closing call.
        let (session, end) = (told["review"]["journalHead"].clone(), told["review"]["exportedAt"].clone());
        told["review"] = ready["review"].clone();
        for sitting in told["review"]["sittings"].as_array_mut().unwrap() {
            sitting["endedAt"] = end.clone();
        }
        (told["review"]["journalHead"], told["review"]["exportedAt"]) = (session, end);
    })
}

fn practice_made_real() -> Lie {
    let practice = Reviewed::begun(runbook(), &handoff(), |start| start.practice = true);
    Lie::of(practice.walked().closed(Kind::Ready), |told| told["review"]["practice"] = json!(false))
}

/// Pins of files that nobody opened.
fn evidence_invented() -> Lie {
    Lie::of(ready(), |told| {
        let pin = json!({ "digest": Digest::compute(b"a fine backup"), "bytes": 13 });
        let start = told["review"]["startedAt"].clone();
        for reference in told["references"].as_array_mut().unwrap() {
            reference["evidence"] = pin.clone();
        }
        let references: Vec<String> = told["references"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reference| text(&reference["field"]))
            .collect();
        for step in told["review"]["steps"].as_array_mut().unwrap() {
            for item in step["items"].as_array_mut().unwrap() {
                if references.contains(&text(&item["item"])) {
                    item["openedAt"] = start.clone();
                    let mut evidence = pin.clone();
                    evidence["openedAt"] = start.clone();
                    evidence["shown"] = json!(true);
                    evidence["sitting"] = item["confirmedSitting"].clone();
                    (evidence["lines"], evidence["linesShown"]) = (json!(1), json!(1));
                    item["file"]["state"] = json!("pinned");
                    item["evidence"] = evidence;
                }
            }
        }
    })
}

fn skipped_removed() -> Lie {
    let about = Reviewed::of(runbook(), &handoff()).walked();
    let typed = about.review().closing_echo();
    let decision = about.review().runbook().first_decision(Kind::Ready).unwrap().value.clone();
    let not_looked_at = "the whole restore test".to_owned();
    let about = about.act(Action::Close { decision, not_looked_at, typed });
    Lie::of(about, |told| told["review"]["notLookedAt"] = json!("nothing was skipped"))
}

/// A review that nobody made: its journal is that of a review that was begun and closed at once.
fn made_up() -> Lie {
    let made_up = ready().plan().document().clone();
    let about = Reviewed::of(runbook(), &handoff()).closed(Kind::More);
    Lie::of(about, |told| *told = made_up)
}

fn lies() -> [(&'static str, Lie); 5] {
    [
        ("an open concern dropped", concern_dropped()),
        ("practice made real", practice_made_real()),
        ("evidence invented", evidence_invented()),
        ("what was skipped removed", skipped_removed()),
        ("a review made up", made_up()),
    ]
}

#[test]
fn a_lie_that_nothing_binds_is_not_called_a_review_and_what_was_not_checked_is_told() {
    for (name, lie) in lies() {
        let told = lie.world().run(&["verify", "packet.json", "--require-review"]);
        assert_eq!(told.exit, 0, "{name}: {}", told.out);
        assert!(!told.out.contains("a person's review is in it"), "{name}: {}", told.out);
        let line = first_line(&told);
        let expected = ", ready by its own content; not checked: journal, evidence, handoff";
        assert!(line.starts_with("packet.json: held: ready-") && line.ends_with(expected), "{name}: {line}");
        for flag in ["--handoff", "--evidence", "--journal", "--fingerprint", "--runbook-fingerprint"] {
            let needs =
                |line: &str| line.starts_with("  not-checked  ") && line.contains(&format!("{flag} "));
            assert!(told.out.lines().any(needs), "{name} {flag}: {}", told.out);
        }
    }
}

#[test]
fn a_required_journal_or_evidence_that_was_not_held_against_it_is_not_ready() {
    for (name, lie) in lies() {
        for (flag, id) in [("--require-journal", "journal"), ("--require-evidence", "evidence")] {
            let told = lie.world().run(&["verify", "packet.json", flag]);
            assert_eq!(told.exit, 1, "{name}: {}", told.out);
            let expected = format!("packet.json: not-ready: {id}: required but not checked: ");
            assert!(first_line(&told).starts_with(&expected), "{name}: {}", told.out);
        }
    }
}

#[test]
fn the_journal_and_the_noted_fingerprint_tell_every_lie() {
    for (name, lie) in lies() {
        let world = lie.world();
        let told = world.run(&["verify", "packet.json", "--journal", "journal.jsonl"]);
        assert_eq!(told.exit, 4, "{name}: {}", told.out);
        assert!(first_line(&told).starts_with("packet.json: tampered: journal "), "{name}: {}", told.out);
        let told = world.run(&["verify", "packet.json", "--fingerprint", &lie.noted()]);
        assert_eq!(told.exit, 4, "{name}: {}", told.out);
        let expected = "packet.json: tampered: noted-fingerprint /fingerprint: ";
        assert!(first_line(&told).starts_with(expected), "{name}: {}", told.out);
    }
}

#[test]
fn invented_pins_are_told_by_the_evidence_itself() {
    let evidence = sample("evidence");
    let world = evidence_invented().world();
    let told = world.run(&["verify", "packet.json", "--evidence", evidence.to_str().unwrap()]);
    assert_eq!(told.exit, 3, "{}", told.out);
    assert!(first_line(&told).starts_with("packet.json: stale: evidence/"), "{}", told.out);
}

#[test]
fn weaker_questions_are_told_by_the_runbook_at_hand_and_a_weaker_runbook_by_the_noted_one() {
    let lie = Lie::of(ready(), |told| told["review"]["steps"][1]["items"][0]["asked"] = json!("Is it fine?"));
    let told = lie.world().run(&["verify", "packet.json"]);
    assert_eq!(told.exit, 4, "{}", told.out);
    let first = first_line(&told);
    assert!(
        first.starts_with("packet.json: tampered: asked /review/steps/1/items/0/asked: is \"Is it fine?\""),
        "{first}"
    );
    let mut definition = definition();
    definition["phases"][0]["items"][0]["question"] = json!("Is it fine?");
    let lenient = Runbook::parse(definition.to_string().as_bytes()).unwrap();
    let reviewed = Reviewed::of(&lenient, &handoff()).walked().closed(Kind::Ready);
    let world =
        World::new().with("packet.json", reviewed.plan().bytes()).with("weak.json", definition.to_string());
    let arguments = ["verify", "packet.json", "--runbook", "weak.json"];
    assert_eq!(world.run(&arguments).exit, 0);
    let noted = runbook().fingerprint().to_string();
    let told = world.run(&[arguments.as_slice(), &["--runbook-fingerprint", &noted]].concat());
    assert_eq!(told.exit, 3, "{}", told.out);
    let expected = "packet.json: stale: noted-runbook-fingerprint /runbookFingerprint: ";
    assert!(first_line(&told).starts_with(expected), "{}", told.out);
    let own = lenient.fingerprint().to_string();
    assert_eq!(world.run(&[arguments.as_slice(), &["--runbook-fingerprint", &own]].concat()).exit, 0);
}

#[test]
fn a_noted_fingerprint_is_a_whole_digest_or_wrong_usage() {
    let reviewed = ready();
    let world = World::new().with("packet.json", reviewed.plan().bytes());
    let noted = text(&reviewed.plan().document()["fingerprint"]);
    assert_eq!(world.run(&["verify", "packet.json", "--fingerprint", &noted]).exit, 0);
    for wrong in [&noted[..15], &noted[7..], &noted.to_uppercase(), "", "sha256:"] {
        for flag in ["--fingerprint", "--runbook-fingerprint"] {
            let told = world.run(&["verify", "packet.json", flag, wrong]);
            assert_eq!((told.exit, told.out.as_str()), (2, ""), "{flag} {wrong}: {}", told.err);
            assert!(told.err.contains(flag), "{}", told.err);
        }
    }
}

#[test]
fn programs_read_the_same_of_what_was_not_checked() {
    let reviewed = ready();
    let world = World::new().with("packet.json", reviewed.plan().bytes());
    let told = world.run(&["verify", "packet.json", "--format", "json"]).json();
    let result = |id: &str| {
        let mut checks = told["checks"].as_array().unwrap().iter();
        text(&checks.find(|check| check["id"] == id).unwrap()["result"])
    };
    for id in ["handoff", "evidence", "journal", "noted-fingerprint", "noted-runbook-fingerprint"] {
        assert_eq!(result(id), "not-checked", "{id}");
    }
    assert_eq!((result("pace"), result("times")), ("note".to_owned(), "held".to_owned()));
    let other = Digest::compute(b"other").to_string();
    let told = world.run(&["verify", "packet.json", "--format", "junit", "--fingerprint", &other]);
    assert_eq!(told.exit, 4);
    let report = roxmltree::Document::parse(&told.out).unwrap();
    let failed = report.descendants().filter(|node| node.has_tag_name("failure"));
    let failed: Vec<_> = failed.filter_map(|node| node.parent()?.attribute("name")).collect();
    assert_eq!(failed, ["packet.json: noted-fingerprint"]);
}

#[test]
fn times_that_contradict_each_other_are_tampered_and_a_date_in_the_future_is_told() {
    let lie = Lie::of(ready(), |told| told["review"]["startedAt"] = json!("2031-01-01T00:00:00.000Z"));
    let told = lie.world().run(&["verify", "packet.json"]);
    assert_eq!(told.exit, 4, "{}", told.out);
    let pair = "  tampered     times /review/exportedAt: is 2026-";
    let told_pair = told.out.lines().find(|line| line.starts_with(pair)).unwrap_or_default();
    assert!(told_pair.contains(", before /review/startedAt, 2031-01-01T00:00:00.000Z"), "{}", told.out);
    let future = |value: &mut Value| {
        fn shift(value: &mut Value) {
            match value {
                Value::String(text) if text.starts_with("2026-") && text.ends_with('Z') => {
                    text.replace_range(..4, "9126");
                }
                Value::Array(values) => values.iter_mut().for_each(shift),
                Value::Object(members) => members.values_mut().for_each(shift),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        shift(value);
    };
    let told = Lie::of(ready(), future).world().run(&["verify", "packet.json"]);
    assert_eq!(told.exit, 0, "{}", told.out);
    assert!(told.out.contains("  note         clock /review/exportedAt: is 9126-"), "{}", told.out);
}

#[test]
fn a_file_of_another_kind_is_named_with_the_command_that_takes_it() {
    let reviewed = ready();
    let world = World::new()
        .with("packet.json", reviewed.plan().bytes())
        .with("handoff.json", handoff())
        .with("journal.jsonl", reviewed.journal())
        .with("runbook.json", definition().to_string())
        .with("backup-log.md", "# Backup\n")
        .with("counts.json", json!({ "rows": 12 }).to_string());
    for (file, found, next) in [
        ("handoff.json", "is a handoff; expected a packet", "`strict-review check FILE`"),
        ("journal.jsonl", "is a journal; expected a packet", "`strict-review verify PACKET --journal FILE`"),
        ("runbook.json", "is a runbook; expected a packet", "`--runbook FILE`"),
        ("backup-log.md", "", "`verify PACKET --evidence DIR`"),
        ("counts.json", "strict-review/plan@1", "`verify PACKET --evidence DIR`"),
    ] {
        let told = world.run(&["verify", file]);
        assert_eq!((told.exit, told.out.as_str()), (2, ""), "{file}");
        assert!(told.err.contains(found) && told.err.contains(next), "{file}: {}", told.err);
        assert!(!told.err.contains("version of strict-review"), "{file}: {}", told.err);
    }
    for other in ["packet.json", "journal.jsonl", "runbook.json"] {
        let told = world.run(&["verify", "packet.json", "--handoff", other]);
        assert_eq!((told.exit, told.out.as_str()), (2, ""), "{other}");
        assert!(told.err.contains("; expected the handoff that was reviewed"), "{other}: {}", told.err);
    }
}

#[test]
fn a_review_that_came_through_a_pipe_is_not_called_that_of_a_person() {
    let through = |input| {
        let begun = Reviewed::begun(runbook(), &handoff(), |start| start.input = input);
        let closed = begun.walked().closed(Kind::Ready);
        World::new().with("packet.json", closed.plan().bytes()).with("journal.jsonl", closed.journal())
    };
    for (input, says) in [
        (Input::Pipe, "it records a review whose answers came through a pipe, as does its journal"),
        (Input::Terminal, "it records a person's review, as does its journal"),
    ] {
        let told =
            through(input).run(&["verify", "packet.json", "--journal", "journal.jsonl", "--require-review"]);
        assert_eq!(told.exit, 0, "{input:?}: {}", told.out);
        assert!(first_line(&told).contains(&format!(", {says}; not checked: ")), "{input:?}: {}", told.out);
    }
}
