//! Every hostile text in every position where text comes in, reported in every format.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use strict_review::cli::args::{Check, FailOn, ReportFormat, RunbookFile, UpstreamFiles, Verify};
use strict_review::cli::exit::{Exit, Failure};
use strict_review::commands::{check, diff, explain, sessions, verify};
use strict_review::journal::folder::Sessions;
use strict_review::load;
use strict_review::review::handoff::Handoff;
use strict_review::review::markdown;
use strict_review::review::plan::Plan;
use strict_review::review::problem::{pointer_token, shown_key, shown_path};
use strict_review::review::text::{visible, visible_lines};

use super::harmless::{assert_harmless, fault, hides};
use super::texts::texts;
use crate::support::{Ended, World, definition, junit, ready_request, runbook};

const FORMATS: [ReportFormat; 3] = [ReportFormat::Text, ReportFormat::Json, ReportFormat::Junit];

/// The format for a person and one of the others: judging is expensive, and only reporting differs.
fn in_turn(turn: usize) -> [ReportFormat; 2] {
    [ReportFormat::Text, FORMATS[1 + turn % 2]]
}

/// Handoffs with a text in every position of one sort.
pub(super) fn handoffs(text: &str) -> Vec<Map<String, Value>> {
    let ready = ready_request();
    let every = |is: fn(&Value) -> bool| -> Map<String, Value> {
        let changed = |(name, value): (&String, &Value)| {
            (name.clone(), if is(value) { json!(text) } else { value.clone() })
        };
        ready.iter().map(changed).collect()
    };
    let mut unknown = ready.clone();
    unknown.insert(format!("{text}x"), json!(text));
    unknown.insert("nested".to_owned(), json!({ text: [{ text: true }, text], "list": [[text]] }));
    let mut keyed: Map<String, Value> = ready.clone();
    keyed.insert(text.to_owned(), json!(true));
    let mut near = ready.clone();
    near.insert("targetEnvironment".to_owned(), json!(format!("local-dev{text}")));
    near.insert("decision".to_owned(), json!(format!("{text}request-completion-proof")));
    near.insert(format!("databaseTouched{text}"), json!(true));
    vec![every(Value::is_string), every(Value::is_boolean), unknown, keyed, near]
}

/// No stream may contain invisible characters; a program's stream must parse.
fn hold(
    of: &str,
    format: ReportFormat,
    run: impl FnOnce(&mut Vec<u8>, &mut Vec<u8>) -> Result<Exit, Failure>,
) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    match run(&mut out, &mut err) {
        Ok(_) => {}
        Err(Failure::Stop(stop)) => err.extend(stop.to_string().bytes()),
        Err(Failure::Output(error)) => panic!("{of}: {error}"),
    }
    assert_harmless(&err, &format!("{of}, standard error"));
    match format {
        ReportFormat::Text => assert_harmless(&out, of),
        ReportFormat::Junit => {
            assert_harmless(&out, of);
            assert_eq!(junit::faults(std::str::from_utf8(&out).unwrap()), [""; 0], "{of}");
        }
        ReportFormat::Json => {
            for document in serde_json::Deserializer::from_slice(&out).into_iter::<Value>() {
                document.unwrap_or_else(|error| panic!("{of}: {error}"));
            }
        }
    }
}

fn of_format(format: ReportFormat) -> strict_review::cli::args::Format {
    if format == ReportFormat::Json {
        strict_review::cli::args::Format::Json
    } else {
        strict_review::cli::args::Format::Text
    }
}

/// A file whose name contains the text, if the system accepts such a name.
fn named(folder: &Path, text: &str, bytes: &[u8]) -> PathBuf {
    let name: String = text.chars().filter(|c| !matches!(c, '/' | '\0')).take(60).collect();
    let path = folder.join(format!("{name}.json"));
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn every_hostile_character_by_itself_is_shown_harmless() {
    for c in (0..=0x10_FFFF).filter_map(char::from_u32).filter(|c| hides(*c)) {
        for text in [format!("{c}"), format!("a{c}b"), format!("❤{c}\u{301}")] {
            let shown = [visible(&text).into_owned(), visible_lines(&text.replace('\n', "")).into_owned()];
            let named = [shown_key(&text), pointer_token(&text), shown_path(&text)];
            for shown in shown.into_iter().chain(named) {
                assert_eq!(fault(&shown), None, "U+{:04X}", u32::from(c));
            }
        }
    }
}

#[test]
fn a_handoff_with_a_hostile_text_in_any_place_is_told_harmless_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let ready = named(folder.path(), "ready", json!(ready_request()).to_string().as_bytes());
    for (turn, (name, text)) in texts().into_iter().enumerate() {
        let paths: Vec<PathBuf> = handoffs(&text)
            .into_iter()
            .enumerate()
            .map(|(i, handoff)| {
                named(folder.path(), &format!("{i}{text}"), json!(handoff).to_string().as_bytes())
            })
            .collect();
        for format in in_turn(turn) {
            hold(&format!("check of {name}"), format, |out, err| {
                let files = paths.clone();
                let (fail_on, upstream) = (FailOn::NotReady, UpstreamFiles::default());
                let runbook_file = RunbookFile { path: None };
                let args = Check {
                    files,
                    ndjson: false,
                    upstream,
                    evidence: None,
                    fail_on,
                    format,
                    runbook: runbook_file,
                };
                check::run(runbook(), &args, check::Options { cores: 2, ..Default::default() }, out, err)
            });
        }
        for path in &paths {
            let (of, format) = (format!("diff with {name}"), ReportFormat::Text);
            hold(&of, format, |out, _| diff::run(runbook(), &ready, path, of_format(format), out));
        }
        for (path, handoff) in paths.iter().zip(handoffs(&text)) {
            fs::remove_file(path).unwrap();
            // One flood in every field may exceed the size limit; that case is tested above.
            let Ok(judged) = Handoff::parse(json!(handoff).to_string().as_bytes(), runbook()) else {
                continue;
            };
            let plan = Plan::of_request(runbook(), &judged);
            assert_harmless(markdown::render(plan.document()).as_bytes(), &format!("Markdown of {name}"));
            for finding in judged.findings() {
                let told = [&finding.pointer, &finding.expected, &finding.message];
                for told in told.into_iter().chain(&finding.observed) {
                    assert_harmless(told.as_bytes(), &format!("a finding of {name}"));
                }
            }
        }
    }
}

/// A document with the text in every string, and in keys that no one knows.
fn soaked(value: &Value, text: &str) -> Value {
    match value {
        Value::String(_) => json!(text),
        Value::Array(values) => values.iter().map(|value| soaked(value, text)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| {
                (key.clone(), if key == "format" { value.clone() } else { soaked(value, text) })
            })
            .chain([(format!("k{text}"), json!(text))])
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

#[test]
fn a_plan_document_or_definition_soaked_in_hostile_text_is_refused_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let judged = Handoff::parse(json!(ready_request()).to_string().as_bytes(), runbook()).unwrap();
    let plan = Plan::of_request(runbook(), &judged).document().clone();
    let honest = named(folder.path(), "plan", plan.to_string().as_bytes());
    let mut one_deep = plan.clone();
    let now = "2026-01-31T09:30:00.000Z".parse().unwrap();
    for (turn, (name, text)) in texts().into_iter().enumerate() {
        one_deep["findings"] =
            json!([{ "rule": text, "pointer": text, "expected": text, "observed": text, "message": text }]);
        one_deep["notes"] = json!([{ "pointer": text, "text": text }]);
        one_deep["nextStep"] = json!(text);
        for document in
            [soaked(&plan, &text), one_deep.clone(), json!({ "format": format!("strict-review/{text}") })]
        {
            let file = named(folder.path(), &text, document.to_string().as_bytes());
            for format in in_turn(turn) {
                let args = Verify {
                    file: file.clone(),
                    handoff: Some(crate::support::sample("ready-request.json")),
                    upstream: UpstreamFiles::default(),
                    evidence: None,
                    journal: None,
                    fingerprint: None,
                    runbook_fingerprint: None,
                    require_review: true,
                    require_journal: false,
                    require_evidence: false,
                    format,
                    runbook: RunbookFile { path: None },
                };
                hold(&format!("verify of {name}"), format, |out, err| {
                    verify::run(runbook(), &args, now, out, err)
                });
            }
            let (of, format) = (format!("diff of plans with {name}"), ReportFormat::Text);
            hold(&of, format, |out, _| diff::run(runbook(), &honest, &file, of_format(format), out));
            fs::remove_file(file).unwrap();
        }
        let file = named(folder.path(), &text, soaked(&definition(), &text).to_string().as_bytes());
        let refused = load::runbook(Some(&file)).expect_err("a soaked definition is refused");
        assert_harmless(refused.to_string().as_bytes(), &format!("a definition with {name}"));
        fs::remove_file(file).unwrap();
    }
}

#[test]
fn a_hostile_code_session_or_folder_is_told_harmless() {
    for (name, text) in texts() {
        for format in [ReportFormat::Text, ReportFormat::Json] {
            let of = format!("a command given {name}");
            hold(&of, format, |out, _| explain::run(runbook(), Some(&text), of_format(format), out));
            let place: String = text.chars().filter(|c| *c != '\0').take(60).collect();
            let folder = Sessions::in_folder(PathBuf::from(place));
            hold(&of, format, |out, _| sessions::list(&folder, of_format(format), out));
            hold(&of, format, |out, _| sessions::show(&folder, &text, of_format(format), out));
            hold(&of, format, |out, _| sessions::show(&folder, "0123456789abcdef", of_format(format), out));
            let now = "2026-01-31T09:30:00.000Z".parse().unwrap();
            hold(&of, format, |out, _| {
                sessions::remove(&folder, &text, sessions::Removable::Any, 1, now, out)
            });
        }
    }
}

#[test]
fn hostile_arguments_are_told_harmless_by_the_program_itself() {
    let world = World::new();
    let usable = |text: &str| -> String { text.chars().filter(|c| *c != '\0').collect() };
    let few = |(name, _): &(String, String)| !name.starts_with("controls") && !name.starts_with("invisible");
    let everything: String =
        texts().into_iter().map(|(_, text)| usable(&text)).filter(|text| text.len() < 60).collect();
    let texts = texts().into_iter().filter(few).map(|(name, text)| (name, usable(&text)));
    for (name, text) in texts.chain([("everything at once".to_owned(), everything)]) {
        for arguments in [
            vec![format!("--{text}")],
            vec!["schema".to_owned(), text.clone()],
            vec!["check".to_owned(), text.clone(), format!("--format={text}")],
            vec!["plan".to_owned(), text.clone()],
            vec!["sessions".to_owned(), "show".to_owned(), text.clone()],
            vec!["review".to_owned(), text.clone(), "--reviewer".to_owned(), text.clone()],
        ] {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let Ended { exit, out, err } = world.run(&arguments);
            assert_eq!((exit, out.as_str()), (2, ""), "{name}: {err}");
            assert_harmless(err.as_bytes(), &format!("{name} in {arguments:?}"));
            assert!(err.len() < 6 << 10 || err.contains("File name too long"), "{name}: {} bytes", err.len());
        }
    }
}

#[test]
fn arguments_that_are_not_utf_8_are_told_harmless() {
    for bytes in [&b"--\xff\x1b[31m"[..], b"\xc3\x28\x9b2J", b"--format=\xfe\x1b]0;a\x07"] {
        for first in [&[][..], &["check"][..], &["explain"][..], &["schema"][..]] {
            let world = World::new();
            let mut command = world.command(first);
            command.arg(OsStr::from_bytes(bytes));
            let output = command.output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{bytes:?}");
            assert_harmless(&[output.stdout, output.stderr].concat(), &format!("{first:?} {bytes:?}"));
        }
    }
}
