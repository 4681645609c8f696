//! Every sample gives the result that its name and the table beside it promise, and every plan keeps its guarantees.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::support::{
    Ended, World, definition, flags, object, parsed, sample, second_definition, text, texts,
};

struct Row {
    file: String,
    /// Result of `check`; `None` if the file is no handoff.
    check: Option<String>,
    plan: Option<String>,
}

fn table() -> Vec<Row> {
    let page = fs::read_to_string(sample("README.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let quoted =
            |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
        let file = quoted(cells[0]).concat();
        let (check, plan) = match quoted(cells[2]).as_slice() {
            [] => (None, None),
            [both] => (Some(both.clone()), Some(both.clone())),
            [check, continued, plan, planned] if check == "check" && plan == "plan" => {
                (Some(continued.clone()), Some(planned.clone()))
            }
            other => panic!("{file}: a status nobody can read: {other:?}"),
        };
        Row { file, check, plan }
    })
    .collect()
}

/// Every JSON file among the samples and every evidence file, as the table names it.
fn files() -> BTreeSet<String> {
    let folders = ["", "requests/", "stop-rules/", "evidence/"];
    let named = |folder: &&str| -> Vec<String> {
        let entries = fs::read_dir(sample(folder)).unwrap().map(|entry| entry.unwrap().file_name());
        entries.map(|name| format!("{folder}{}", name.to_str().unwrap())).collect()
    };
    let all = folders.iter().flat_map(named);
    let is_json = |name: &str| std::path::Path::new(name).extension().is_some_and(|e| e == "json");
    all.filter(|name| is_json(name) || name.starts_with("evidence/")).collect()
}

fn is_of_the_second_runbook(file: &str) -> bool {
    file.starts_with("second-")
}

fn run(command: &str, file: &str) -> Ended {
    let path = sample(file);
    let second = sample("second-runbook.json");
    let mut arguments = vec![command, path.to_str().unwrap()];
    if command == "check" {
        arguments.extend(["--format", "json"]);
    }
    if is_of_the_second_runbook(file) {
        arguments.extend(["--runbook", second.to_str().unwrap()]);
    }
    World::new().run(&arguments)
}

fn definition_of(file: &str) -> Value {
    if is_of_the_second_runbook(file) { second_definition() } else { definition() }
}

fn kind(definition: &Value, status: &str) -> String {
    let listed = definition["statuses"].as_array().unwrap();
    text(&listed.iter().find(|entry| entry["status"] == *status).unwrap()["kind"])
}

fn plans() -> Vec<(String, Value)> {
    let planned = table().into_iter().filter(|row| row.plan.is_some());
    planned.map(|Row { file, .. }| (file.clone(), run("plan", &file).json())).collect()
}

#[test]
fn the_table_beside_the_samples_lists_each_of_them_once() {
    let rows: Vec<String> = table().into_iter().map(|row| row.file).collect();
    assert_eq!(rows.iter().cloned().collect::<BTreeSet<_>>(), files());
    assert_eq!(rows.len(), files().len());
}

#[test]
fn every_sample_earns_the_status_that_the_table_says() {
    for Row { file, check, plan } in table() {
        let (Some(check), Some(plan)) = (check, plan) else { continue };
        let definition = definition_of(&file);
        let planned = run("plan", &file);
        assert_eq!(planned.json()["status"], json!(plan), "plan {file}");
        assert_eq!(planned.exit, i32::from(kind(&definition, &plan) != "ready"), "plan {file}");
        assert_eq!(planned.err, "", "plan {file}");
        let checked = run("check", &file);
        assert_eq!(checked.json()["results"][0]["status"], json!(check), "check {file}");
        // A handoff without a decision is ready if it is fit for review.
        let fit = !plan.eq(&check) || kind(&definition, &check) == "ready";
        assert_eq!(checked.exit, i32::from(!fit), "check {file}");
        assert_eq!(checked.err, "", "check {file}");
    }
}

#[test]
fn a_request_sample_is_named_after_the_status_it_earns() {
    let statuses: BTreeSet<String> = texts(&definition()["statuses"], "status").into_iter().collect();
    let mut earned = BTreeSet::new();
    for file in files().iter().filter_map(|file| file.strip_prefix("requests/")) {
        let status = file.strip_suffix(".json").unwrap();
        assert_eq!(run("plan", &format!("requests/{file}")).json()["status"], json!(status), "{file}");
        earned.insert(status.to_owned());
    }
    assert_eq!(earned, statuses, "there is a sample of every status");
}

#[test]
fn every_stop_rule_has_samples_that_hit_it_and_no_other() {
    let definition = definition();
    let prefixes =
        [("owner-handoff", "owner-handoff-"), ("target", "target-"), ("before-effect", "before-effect")];
    for (rule, prefix) in prefixes {
        let stop_rules = definition["stopRules"].as_array().unwrap();
        let watches = &stop_rules.iter().find(|entry| entry["id"] == rule).unwrap()["watches"];
        let files = files();
        let hits: Vec<&String> =
            files.iter().filter(|file| file.starts_with(&format!("stop-rules/{prefix}"))).collect();
        assert!(!hits.is_empty(), "{rule}");
        for file in hits {
            let findings = run("plan", file).json()["findings"].clone();
            let findings = texts(&findings, "rule");
            assert!(!findings.is_empty(), "{file}");
            for found in findings {
                assert!(watches.as_array().unwrap().contains(&json!(found)), "{file}: {found}");
            }
        }
    }
}

#[test]
fn both_ready_handoffs_are_fit_to_be_reviewed() {
    for (file, count) in [("ready-handoff.json", 11), ("second-ready-handoff.json", 3)] {
        let checked = run("check", file);
        assert_eq!(checked.exit, 0, "{file}");
        let missing = texts(&checked.json()["results"][0]["findings"], "rule");
        assert_eq!(missing, vec!["confirmation-missing"; count], "{file}");
    }
}

#[test]
fn every_plan_has_exactly_its_members_and_every_effect_flag_false() {
    for (file, plan) in plans() {
        let definition = definition_of(&file);
        let flags = flags(&definition);
        for flag in &flags {
            assert_eq!(plan.get(flag), Some(&json!(false)), "{file}: {flag}");
        }
        let mut expected: BTreeSet<String> = flags.into_iter().collect();
        expected.insert(text(&definition["packet"]["readyFlag"]));
        expected.extend(
            "format stage after status decision freshOwnerApprovalRequired runbookFingerprint ownerHandoff target \
             references confirmations findings packet nextStep notes fingerprint"
                .split_whitespace()
                .map(str::to_owned),
        );
        let members: BTreeSet<String> = object(plan.clone()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(members, expected, "{file}");
        assert_eq!(plan["freshOwnerApprovalRequired"], json!(true), "{file}");
        assert_eq!(plan["format"], json!("strict-review/plan@1"), "{file}");
    }
}

#[test]
fn the_ready_flag_is_true_and_a_packet_is_there_with_a_ready_status_only() {
    let mut seen = BTreeSet::new();
    for (file, plan) in plans() {
        let definition = definition_of(&file);
        let ready = kind(&definition, &text(&plan["status"])) == "ready";
        seen.insert(ready);
        assert_eq!(plan[text(&definition["packet"]["readyFlag"])], json!(ready), "{file}");
        if ready {
            let packet = json!({
                "type": definition["packet"]["type"],
                "mode": definition["packet"]["mode"],
                "effect": definition["packet"]["effect"],
                "phases": texts(&definition["phases"], "id"),
                "blockedActions": texts(&definition["effects"], "blocked"),
                "stopConditions": texts(&definition["stopRules"], "condition"),
            });
            assert_eq!(plan["packet"], packet, "{file}");
        } else {
            assert_eq!(plan["packet"], Value::Null, "{file}");
        }
    }
    assert_eq!(seen, BTreeSet::from([false, true]));
}

#[test]
fn the_fingerprint_is_the_digest_of_the_canonical_form_without_it() {
    for (file, plan) in plans() {
        let mut members = object(plan);
        let fingerprint = members.remove("fingerprint");
        assert_eq!(fingerprint, Some(json!(digest(&canonical(&Value::Object(members))))), "{file}");
    }
}

#[test]
fn a_plan_is_printed_in_canonical_form_with_one_newline() {
    for (file, plan) in plans() {
        assert_eq!(run("plan", &file).out, format!("{}\n", canonical(&plan)), "{file}");
    }
}

#[test]
fn a_plan_names_the_runbook_by_the_digest_of_its_canonical_form() {
    for (file, plan) in plans() {
        assert_eq!(plan["runbookFingerprint"], json!(digest(&canonical(&definition_of(&file)))), "{file}");
    }
}

#[test]
fn a_plan_of_a_complete_request_repeats_what_was_sent() {
    let sent = crate::support::ready_request();
    let plan = run("plan", "ready-request.json").json();
    let expected: Vec<Value> = texts(&definition()["references"], "field")
        .into_iter()
        .map(|field| json!({ "field": field, "value": sent[&field], "evidence": null }))
        .collect();
    assert_eq!(plan["references"], Value::Array(expected));
    assert_eq!(plan["target"], json!({ "environment": "local-dev", "adapter": "sqlite-local-dev" }));
    let handoff = json!({
        "status": sent["ownerHandoffStatus"],
        "reference": sent["ownerHandoffReference"],
        "fingerprint": sent["ownerHandoffFingerprint"],
    });
    assert_eq!(plan["ownerHandoff"], handoff);
    let confirmed: Map<String, Value> = texts(&definition()["confirmations"], "field")
        .into_iter()
        .map(|field| (field, json!(true)))
        .collect();
    assert_eq!(plan["confirmations"], Value::Object(confirmed));
    assert_eq!((&plan["findings"], &plan["notes"]), (&json!([]), &json!([])));
}

/// A heading as a reference names it after `#`.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Text below the heading that a reference names, up to the next heading of its rank.
fn section(page: &str, anchored: &str) -> Option<String> {
    let named = |line: &str| line.trim_start_matches('#').strip_prefix(' ').map(anchor);
    let is_heading = |line: &str| line.starts_with('#');
    let mut lines =
        page.lines().skip_while(|line| !is_heading(line) || named(line).as_deref() != Some(anchored));
    let rank = lines.next()?.chars().take_while(|c| *c == '#').count();
    let ends = |line: &str| is_heading(line) && line.chars().take_while(|c| *c == '#').count() <= rank;
    Some(lines.take_while(|line| !ends(line)).collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_reference_of_the_ready_handoff_names_a_sample_and_a_heading_in_it() {
    let handoff = object(parsed(&sample("ready-handoff.json")));
    let fields = texts(&definition()["references"], "field");
    let mut anchored = 0;
    for field in fields.iter().map(String::as_str).chain(["ownerHandoffReference"]) {
        let reference = text(&handoff[field]);
        let (path, heading) = match reference.split_once('#') {
            Some((path, heading)) => (path, Some(heading)),
            None => (reference.as_str(), None),
        };
        let page = fs::read_to_string(sample(&format!("evidence/{path}")));
        let page = page.unwrap_or_else(|error| panic!("{field}: {path}: {error}"));
        if let Some(heading) = heading {
            assert!(section(&page, heading).is_some(), "{field}: {path} has no heading {heading}");
            anchored += 1;
        }
    }
    assert!(anchored >= 2, "{anchored}");
    assert_eq!(section("# a\n## B c-d\nx\n### e\ny\n## f\n", "b-c-d").unwrap(), "x\n### e\ny");
    assert_eq!(section("# a\n", "b"), None);
}

#[test]
fn the_sample_reference_quotes_the_fingerprint_of_the_upstream_document() {
    let handoff = object(parsed(&sample("ready-handoff.json")));
    let mut document = object(parsed(&sample("owner-handoff-packet.json")));
    let written = document.remove("fingerprint");
    let computed = digest(&canonical(&Value::Object(document)));
    assert_eq!((written, &handoff["ownerHandoffFingerprint"]), (Some(json!(computed)), &json!(computed)));
    assert_eq!(handoff["ownerHandoffReference"], "owner-handoff.md#t-292");
    let page = fs::read_to_string(sample("evidence/owner-handoff.md")).unwrap();
    let quoted = section(&page, "t-292").unwrap();
    let row = quoted.lines().find(|line| line.starts_with("| fingerprint of the packet |")).unwrap();
    assert_eq!(row, format!("| fingerprint of the packet | {computed} |"));
}

/// SHA-256 in the form of every document.
pub(crate) fn digest(text: &str) -> String {
    let hex: Vec<String> = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{}", hex.concat())
}

/// RFC 8785 for the content of a plan, written without the program's own writer: keys in the order of their UTF-16
/// code units, no white space, small integers.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut members: Vec<(&String, &Value)> = map.iter().collect();
            members.sort_by_key(|(key, _)| key.encode_utf16().collect::<Vec<_>>());
            let written = members.iter().map(|(key, value)| format!("{}:{}", json!(key), canonical(value)));
            format!("{{{}}}", written.collect::<Vec<_>>().join(","))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Number(number) => {
            assert!(number.is_u64() || number.is_i64(), "a plan holds small integers only: {number}");
            number.to_string()
        }
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
    }
}
