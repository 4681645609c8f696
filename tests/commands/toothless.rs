//! A valid runbook that requires no review: every front end warns, and no status changes for it.

use std::process::Command;

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::server::Serving;
use crate::support::{Ended, World, definition, ready_request, sample};

/// The stage's runbook without two requirements, and the codes of their warnings.
fn toothless() -> Value {
    let mut definition = definition();
    definition["decisions"][0]["needs"] = json!(["phases", "references"]);
    definition["stopRules"][2]["watches"] = json!([]);
    definition
}

const CODES: [(&str, &str); 2] =
    [("part-not-needed", "/confirmations"), ("rule-watches-nothing", "/stopRules/2/watches")];

fn world() -> World {
    World::new()
        .with("runbook.json", toothless().to_string())
        .with("ready.json", json!(ready_request()).to_string())
        .with("lines", format!("{0}\n{0}\n", json!(ready_request())))
}

/// Runs a command with the weakened runbook, then with the original one.
fn run(world: &World, arguments: &[&str]) -> (Ended, Ended) {
    (world.run(&[arguments, &["--runbook", "runbook.json"]].concat()), world.run(arguments))
}

fn codes(warnings: &Value) -> Vec<(&str, &str)> {
    let warnings = warnings.as_array().unwrap();
    warnings.iter().map(|w| (w["code"].as_str().unwrap(), w["pointer"].as_str().unwrap())).collect()
}

#[test]
fn check_warns_in_every_format_and_the_verdict_is_the_same() {
    let world = world();
    for (arguments, count) in [
        (vec!["check", "ready.json"], 1),
        (vec!["check", "--ndjson", "lines"], 1),
        (vec!["check", "--format", "junit", "ready.json"], 1),
        (vec!["check", "--format", "json", "ready.json"], 1),
        (vec!["check", "--ndjson", "--format", "json", "lines"], 2),
    ] {
        let (warned, quiet) = run(&world, &arguments);
        assert_eq!((warned.exit, warned.err.as_str(), quiet.exit), (0, "", 0), "{arguments:?}");
        for (code, _) in CODES {
            assert_eq!(warned.out.matches(code).count(), count, "{arguments:?}: {}", warned.out);
            assert!(!quiet.out.contains(code), "{arguments:?}");
        }
    }
    let (warned, quiet) = run(&world, &["check", "ready.json"]);
    assert!(warned.out.starts_with("runbook warning part-not-needed at /confirmations: "), "{}", warned.out);
    assert!(warned.out.ends_with(&quiet.out));
    let (warned, quiet) = run(&world, &["check", "--format", "json", "ready.json"]);
    assert_eq!(codes(&warned.json()["results"][0]["warnings"]), CODES);
    assert!(quiet.json()["results"][0].get("warnings").is_none());
    let (warned, _) = run(&world, &["check", "--format", "junit", "ready.json"]);
    let report = roxmltree::Document::parse(&warned.out).unwrap();
    let suite = report.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!((suite.attribute("failures"), suite.attribute("errors")), (Some("0"), Some("0")));
    assert!(suite.last_element_child().is_some_and(|last| last.has_tag_name("system-out")));
}

#[test]
fn a_plan_carries_the_warnings_and_verify_holds_them() {
    let world = world();
    let (warned, quiet) = run(&world, &["plan", "ready.json"]);
    let plan: Value = serde_json::from_str(&warned.out).unwrap();
    assert_eq!((warned.exit, codes(&plan["warnings"])), (0, CODES.to_vec()));
    assert!(quiet.json().get("warnings").is_none(), "a runbook with teeth has no such member");
    let (told, quiet) = run(&world, &["plan", "--format", "text", "ready.json"]);
    assert!(told.out.contains("## Warnings about the runbook\n\n- **part-not-needed** at /confirmations: "));
    assert!(!quiet.out.contains("Warnings"));

    let verified = |plan: &Value| {
        let sealed = strict_review::review::fingerprint::fingerprint(plan.as_object().unwrap());
        let mut plan = plan.clone();
        plan["fingerprint"] = json!(sealed.to_string());
        let bytes = strict_review::review::canonical::bytes(&plan);
        std::fs::write(world.path().join("plan.json"), [bytes, b"\n".to_vec()].concat()).unwrap();
        world.run(&["verify", "plan.json", "--runbook", "runbook.json"])
    };
    assert_eq!(verified(&plan).exit, 0);
    for lie in [Value::Null, json!([]), json!([plan["warnings"][0]])] {
        let mut other = plan.clone();
        other["warnings"] = lie.clone();
        if lie.is_null() {
            other.as_object_mut().unwrap().remove("warnings");
        }
        let told = verified(&other);
        assert_eq!(told.exit, 4, "{lie}: {}", told.out);
        assert!(told.out.contains("/warnings"), "{}", told.out);
    }
}

#[test]
fn the_schema_of_such_a_runbook_wants_the_warnings_and_every_other_one_knows_none() {
    let world = world();
    let (warned, quiet) = run(&world, &["schema", "plan"]);
    let (schema, other) = (warned.json(), quiet.json());
    let (plan, honest) =
        (world.run(&["plan", "ready.json", "--runbook", "runbook.json"]), world.run(&["plan", "ready.json"]));
    let [plan, honest]: [Value; 2] = [plan, honest].map(|ended| serde_json::from_str(&ended.out).unwrap());
    let holds = |schema: &Value, plan: &Value| jsonschema::is_valid(schema, plan);
    assert!(holds(&schema, &plan) && holds(&other, &honest));
    let mut without = plan.clone();
    without.as_object_mut().unwrap().remove("warnings");
    assert!(!holds(&schema, &without));
    let mut with = honest.clone();
    with["warnings"] = json!([]);
    assert!(!holds(&other, &with));
}

#[test]
fn plain_mode_warns_when_it_opens_and_whenever_the_status_is_asked_for() {
    let world = world();
    let handoff = sample("ready-handoff.json");
    let said = |arguments: &[&str]| {
        let mut command =
            world.command(&[&["review", "--plain", handoff.to_str().unwrap()], arguments].concat());
        command.write_stdin("status\nq\n");
        Ended::of(command)
    };
    let warned = said(&["--new", "--runbook", "runbook.json"]);
    assert_eq!(warned.exit, 1, "{warned:?}");
    let at_load = "The runbook has warnings: part-not-needed, rule-watches-nothing.";
    let (opened, status) = warned.out.split_once(at_load).unwrap_or_else(|| panic!("{}", warned.out));
    assert!(!opened.contains("runbook warning "));
    for (code, pointer) in CODES {
        assert!(status.contains(&format!("runbook warning {code} at {pointer}: ")), "{status}");
    }
    assert!(!said(&["--new"]).out.contains("warning"));
}

#[test]
fn every_code_of_a_warning_is_explained() {
    let world = World::new();
    for code in strict_review::review::runbook::warnings::Code::ALL {
        let told = world.run(&["explain", code.code()]);
        assert!(
            told.exit == 0 && told.out.starts_with(&format!("{} (runbook warning)\n", code.code())),
            "{told:?}"
        );
    }
}

#[test]
fn output_without_a_place_for_warnings_has_them_on_standard_error_in_the_words_of_check() {
    let world = world();
    let (checked, quiet) = run(&world, &["check", "ready.json"]);
    let warnings = checked.out.strip_suffix(&quiet.out).unwrap().to_owned();
    assert_eq!(warnings.lines().count(), CODES.len(), "{warnings}");
    for arguments in [vec!["policy"], vec!["policy", "--format", "text"], vec!["page"]] {
        let (warned, quiet) = run(&world, &arguments);
        assert_eq!((warned.exit, &warned.err), (0, &warnings), "{arguments:?}");
        assert!(!warned.out.contains("runbook warning"), "{arguments:?}");
        assert_eq!((quiet.exit, quiet.err.as_str()), (0, ""), "{arguments:?}");
    }
    for (more, expected) in [(&["--runbook", "runbook.json"][..], warnings.as_str()), (&[], "")] {
        let world = World::new().with("runbook.json", toothless().to_string());
        let serving = Serving::by(Command::new(env!("CARGO_BIN_EXE_strict-review")), world, more);
        serving.signal(Signal::TERM);
        let (_, said) = serving.wait();
        let (before, _) = said.split_once("strict-review: serving on ").unwrap_or_else(|| panic!("{said}"));
        assert_eq!(before, expected);
    }
}
