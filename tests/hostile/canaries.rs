//! Made-up secrets in every position where text comes in; no byte that the commands write contains one.

use std::fs;

use serde_json::{Map, Value, json};
use strict_review::review::fingerprint::Digest;

use super::journals;
use crate::support::{World, definition, ready_request, runbook};

/// A secret unique to its position, and the part of it that must appear nowhere.
pub(crate) struct Canary {
    pub(crate) secret: String,
    pub(crate) core: String,
}

/// Kinds of secrets, planted in turn. They are built in pieces, so that no file contains anything like one.
const KINDS: usize = 6;

/// Replacements for the letters of a digest, in turn.
const LETTERS: [char; 6] = ['Q', 'R', 'S', 'T', 'U', 'V'];

pub(crate) fn canary(kind: usize, place: &str) -> Canary {
    let mixed = Digest::compute(format!("{kind} {place}").as_bytes()).hex();
    // Letters of both cases and digits, as random as the digest.
    let letters =
        |c: char| c.to_digit(16).filter(|digit| *digit > 9).map_or(c, |digit| LETTERS[digit as usize - 10]);
    let core: String =
        mixed.chars().enumerate().map(|(i, c)| if i % 3 == 0 { letters(c) } else { c }).take(36).collect();
    let secret = match kind % KINDS {
        0 => format!("{}{core}", concat!("gh", "p_")),
        1 => format!("{}{}", concat!("gl", "pat-"), &core[..20]),
        2 => format!("{}admin:{core}@db.internal/prod", concat!("postgres", "://")),
        3 => format!("{}{core}", concat!("pass", "word=")),
        4 => format!("https://files.internal/a?{}{core}", concat!("tok", "en=")),
        _ => format!(
            "{}\n{core}\n-----END RSA PRIVATE KEY-----",
            concat!("-----BEGIN RSA PRI", "VATE KEY-----")
        ),
    };
    Canary { secret, core: core[..12].to_owned() }
}

/// Asserts that a stream does not contain a core, even one split by tokens of invisible characters.
#[track_caller]
pub(crate) fn assert_nowhere(core: &str, bytes: &[u8], of: &str) {
    let text = String::from_utf8_lossy(bytes);
    let mut joined = String::new();
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once("‹U+") {
        joined.push_str(before);
        rest = after.split_once('›').map_or(after, |(_, rest)| rest);
    }
    joined.push_str(rest);
    assert!(!text.contains(core) && !joined.contains(core), "{of} tells {core}: {text}");
}

fn every_byte(world: &World, commands: &[&[&str]]) -> Vec<u8> {
    let mut all = Vec::new();
    for arguments in commands {
        for format in ["text", "json", "junit"] {
            let ended = world.run(&[*arguments, &["--format", format]].concat());
            all.extend([ended.out, ended.err].concat().bytes());
        }
    }
    all
}

/// A secret with invisible characters in it, or written in another way.
fn disguised(secret: &str) -> [String; 4] {
    let middle = secret.len() / 2;
    let split = |by: &str| format!("{}{by}{}", &secret[..middle], &secret[middle..]);
    [secret.to_owned(), split("\u{200b}"), split("\u{e0041}\u{feff}"), format!("see {secret} there")]
}

fn held(request: &Map<String, Value>, core: &str, of: &str) {
    let world = World::new().with("in.json", json!(request).to_string());
    let ready = json!(ready_request()).to_string();
    let world = world.with("ready.json", ready);
    let all = every_byte(
        &world,
        &[&["check", "in.json"], &["plan", "in.json"], &["diff", "ready.json", "in.json"]],
    );
    assert_nowhere(core, &all, of);
}

#[test]
fn no_secret_in_any_field_of_a_handoff_is_told() {
    let fields: Vec<String> = ready_request().keys().cloned().collect();
    // All fields at once, each with a canary of its own; the kinds and disguises alternate over the rounds.
    for round in 0..KINDS {
        let mut request = ready_request();
        let mut cores = Vec::new();
        for (i, field) in fields.iter().enumerate() {
            let Canary { secret, core } = canary(i + round, field);
            request.insert(field.clone(), json!(disguised(&secret)[(i + round) % 4]));
            cores.push(core);
        }
        let world = World::new().with("in.json", json!(request).to_string());
        let world = world.with("ready.json", json!(ready_request()).to_string());
        let all = every_byte(
            &world,
            &[&["check", "in.json"], &["plan", "in.json"], &["diff", "ready.json", "in.json"]],
        );
        for core in cores {
            assert_nowhere(&core, &all, &format!("round {round}"));
        }
    }
}

#[test]
fn no_secret_in_an_unknown_key_or_value_is_told() {
    for kind in 0..KINDS {
        let Canary { secret, core } = canary(kind, "unknown");
        let mut request = ready_request();
        for (i, disguised) in disguised(&secret).into_iter().enumerate() {
            request.insert(
                format!("unknown{i}"),
                json!({ "list": [disguised, [true, disguised]], "claims": true }),
            );
            request.insert(disguised.clone(), json!({ disguised.clone(): { "x": [true, disguised] } }));
        }
        request.insert(concat!("pass", "word").to_owned(), json!([core, { "a": true }]));
        request.insert("noDatabaseWriteConfirmed".to_owned(), json!({ secret.as_str(): [true, secret] }));
        held(&request, &core, &format!("kind {kind}"));
    }
}

#[test]
fn no_secret_in_a_document_that_cannot_be_used_is_told() {
    for kind in 0..KINDS {
        let Canary { secret, core } = canary(kind, "broken");
        let quoted = json!(secret).to_string();
        let escaped = secret.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect::<Vec<_>>().concat();
        for broken in [
            format!("{{{quoted}:1,{quoted}:2}}"),
            format!("{{\"{escaped}\":1,{quoted}:2}}"),
            format!("{{\"a\":{{{quoted}:1,\"b\":[{{\"\\u0061\":1,\"a\":{quoted}}}]}}}}"),
            format!("[{quoted}]"),
            quoted.clone(),
            secret.clone(),
            format!("{{\"a\":{secret}}}"),
            format!("{{{quoted}:tru}}"),
            format!("{{\"a\":\"{}\"}}", secret.repeat(400)),
            format!("{{\"a\":\"\\ud800{secret}\"}}"),
            format!("{{\"a\":1}} {secret}"),
        ] {
            let world =
                World::new().with("in.json", &broken).with("ready.json", json!(ready_request()).to_string());
            let runs: [&[&str]; 5] = [
                &["check", "in.json"],
                &["verify", "in.json"],
                &["diff", "ready.json", "in.json"],
                &["replay", "in.json"],
                &["check", "ready.json", "--runbook", "in.json"],
            ];
            assert_nowhere(&core, &every_byte(&world, &runs), &broken);
        }
    }
}

/// Documents with a secret in place of each text in turn, and in one more member of every object.
fn planted(value: &Value, secret: &str) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::String(_) => all.push(json!(secret)),
        Value::Array(values) => {
            for (i, inner) in values.iter().enumerate().take(2) {
                for inner in planted(inner, secret) {
                    let mut values = values.clone();
                    values[i] = inner;
                    all.push(Value::Array(values));
                }
            }
        }
        Value::Object(members) => {
            for (key, inner) in members {
                for inner in planted(inner, secret) {
                    let mut members = members.clone();
                    members.insert(key.clone(), inner);
                    all.push(Value::Object(members));
                }
            }
            let mut more = members.clone();
            more.insert(secret.to_owned(), json!(secret));
            all.push(Value::Object(more));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    all
}

#[test]
fn no_secret_in_a_plan_or_definition_is_told() {
    use strict_review::cli::exit::Failure;
    use strict_review::commands::diff;
    use strict_review::load;
    use strict_review::review::verify::{Wanted, verify};
    let folder = tempfile::tempdir().unwrap();
    let (honest, path) = (folder.path().join("honest.json"), folder.path().join("in.json"));
    let plan =
        World::new().with("in.json", json!(ready_request()).to_string()).run(&["plan", "in.json"]).json();
    fs::write(&honest, plan.to_string()).unwrap();
    for kind in 0..KINDS {
        let Canary { secret, core } = canary(kind, "plan");
        let own = |(i, value): (usize, Value)| (i % KINDS == kind).then_some(value);
        for document in planted(&plan, &secret).into_iter().enumerate().filter_map(own) {
            let bytes = document.to_string().into_bytes();
            fs::write(&path, &bytes).unwrap();
            let told = match verify(&bytes, runbook(), Wanted::Plan) {
                Ok(verified) => format!("{:?}", verified.report),
                Err(why) => why.to_string(),
            };
            assert_nowhere(&core, told.as_bytes(), "verify");
            let mut out = Vec::new();
            for format in [strict_review::cli::args::Format::Text, strict_review::cli::args::Format::Json] {
                if let Err(Failure::Stop(stop)) = diff::run(runbook(), &honest, &path, format, &mut out) {
                    out.extend(stop.to_string().bytes());
                }
            }
            assert_nowhere(&core, &out, "diff");
        }
        // The runbook is large; each of its members once is enough.
        for (name, member) in definition().as_object().unwrap() {
            for member in planted(member, &secret).into_iter().enumerate().filter_map(own).take(6) {
                let mut changed = definition();
                changed[name] = member;
                fs::write(&path, changed.to_string()).unwrap();
                let refused = load::runbook(Some(&path)).expect_err("it holds a secret");
                assert_nowhere(&core, refused.to_string().as_bytes(), name);
            }
        }
    }
}

#[test]
fn no_secret_in_a_journal_is_told() {
    for kind in 0..KINDS {
        let Canary { secret, core } = canary(kind, "journal");
        for disguised in disguised(&secret) {
            for ended in journals::told(&journals::forged(&disguised)) {
                assert_nowhere(&core, [ended.out, ended.err].concat().as_bytes(), &disguised);
            }
        }
    }
}

#[test]
fn no_secret_in_a_name_or_an_argument_is_told() {
    for kind in 0..KINDS {
        let Canary { secret, core } = canary(kind, "argument");
        let world = World::new().with("ready.json", json!(ready_request()).to_string());
        let name: String = secret.chars().filter(|c| *c != '/').collect();
        fs::write(world.path().join(&name), json!(ready_request()).to_string()).unwrap();
        let option = format!("--{secret}");
        let assigned = format!("--format={secret}");
        let folder = format!("sessions/{name}");
        fs::create_dir_all(world.path().join(&folder)).unwrap();
        let secret = secret.as_str();
        for arguments in [
            &["check", &name][..],
            &["check", &name, "--format", "json"],
            &["check", &name, "--format", "junit"],
            &["plan", secret],
            &["plan", &name, "--format", "json"],
            &["diff", "ready.json", &name],
            &["diff", &name, secret],
            &["verify", &name, "--handoff", secret, "--journal", secret, "--format", "junit"],
            &["verify", "ready.json", "--evidence", secret],
            &["replay", secret],
            &["explain", secret],
            &["explain", secret, "--format", "json"],
            &["schema", secret],
            &["check", &assigned],
            &["check", &option, "ready.json"],
            &["policy", "--runbook", secret],
            &["sessions", "show", secret],
            &["sessions", "remove", secret],
            &["sessions", "--session", &folder],
            &["sessions", "--session", &folder, "--format", "json"],
            &["sessions", "--session", "sessions"],
            &[secret],
            &[&option],
            &["review", "ready.json", "--reviewer", secret, "--out", secret, "--session", secret],
        ] {
            let ended = world.run(arguments);
            assert_nowhere(
                &core,
                [ended.out, ended.err].concat().as_bytes(),
                &format!("{kind} {arguments:?}"),
            );
        }
    }
}
