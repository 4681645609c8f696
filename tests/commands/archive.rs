//! `check` over a whole archive: one handoff a line, or many files, on every core.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use strict_review::cli::args::{Check, FailOn, ReportFormat, RunbookFile, UpstreamFiles};
use strict_review::commands::check::{self, Options};
use strict_review::review::canonical;

use super::output::program;
use crate::support::outside::tracer;
use crate::support::{Ended, World, ready_request, runbook};

const READY: &str = "ready-for-durable-result-storage-live-window-owner-review";
const BLOCKED: &str = "blocked-durable-result-storage-live-window-runbook";

fn request(field: &str, value: Value) -> String {
    let mut request = ready_request();
    request.insert(field.to_owned(), value);
    json!(request).to_string()
}

fn ready() -> String {
    json!(ready_request()).to_string()
}

/// Lines of every sort, broken ones included.
fn mixed(lines: usize) -> String {
    let line = |number: usize| match number % 7 {
        2 => request("backupReference", json!("")),
        4 => "{\"decision\": 1, \"decision\": 2}".to_owned(),
        5 => request("targetEnvironment", json!(format!("staging-{number}"))),
        _ => request("auditReference", json!(format!("audit-trail-{number}.md"))),
    };
    (1..=lines).map(|number| line(number) + "\n").collect()
}

fn on_cores(cores: usize, world: &World, args: &Check) -> (Vec<u8>, Vec<u8>, u8) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let manner = Options { cores, ..Options::default() };
    let exit = check::run(runbook(), args, manner, &mut out, &mut err).unwrap();
    let place = world.path().to_str().unwrap();
    let [out, err] = [out, err].map(|said| String::from_utf8(said).unwrap().replace(place, "").into_bytes());
    (out, err, exit.code())
}

fn args(world: &World, files: &[&str], ndjson: bool, format: ReportFormat) -> Check {
    let files = files.iter().map(|file| world.path().join(file)).collect();
    let (upstream, runbook) = (UpstreamFiles::default(), RunbookFile { path: None });
    Check { files, ndjson, upstream, evidence: None, fail_on: FailOn::NotReady, format, runbook }
}

#[test]
fn each_line_is_a_result_and_a_broken_one_does_not_stop_the_rest() {
    let lines =
        [ready(), "{\"a\": }".to_owned(), request("backupReference", json!("")), String::new(), ready()];
    let world = World::new().with("all.ndjson", lines.join("\n"));
    let told = world.run(&["check", "--ndjson", "all.ndjson"]);
    let heads: Vec<&str> = told.out.lines().filter(|line| line.starts_with("all.")).collect();
    let expected = [
        format!("all.ndjson:1: {READY}"),
        format!("all.ndjson:3: {BLOCKED}"),
        format!("all.ndjson:5: {READY}"),
    ];
    assert_eq!((told.exit, heads), (2, expected.iter().map(String::as_str).collect()), "{told:?}");
    assert!(told.err.starts_with("strict-review: all.ndjson:2:7: not JSON"), "{told:?}");
    assert!(told.err.contains("\nstrict-review: all.ndjson:4: "), "{told:?}");
}

#[test]
fn a_program_gets_one_canonical_result_a_line() {
    let world = World::new().with("all.ndjson", mixed(20));
    let told = world.run(&["check", "--ndjson", "--format", "json", "all.ndjson"]);
    assert_eq!((told.exit, told.out.lines().count()), (2, 20));
    for (number, line) in (1..).zip(told.out.lines()) {
        let result: Value = serde_json::from_str(line).unwrap();
        assert_eq!((result["line"].as_u64(), result["path"].as_str()), (Some(number), Some("all.ndjson")));
        assert_eq!(String::from_utf8(canonical::bytes(&result)).unwrap(), line);
        let exit = match number % 7 {
            2 | 5 => 1,
            4 => 2,
            _ => 0,
        };
        assert_eq!((&result["exit"], result["error"].is_null()), (&json!(exit), exit != 2), "{line}");
    }
}

#[test]
fn a_line_is_judged_as_the_same_document_in_a_file_of_its_own() {
    for line in mixed(7).lines() {
        let world = World::new().with("one.json", line);
        let result = |told: Ended| {
            let mut result: Value = told.json();
            result = result.get("results").map_or(result.clone(), |results| results[0].clone());
            result.as_object_mut().unwrap().remove("line");
            result
        };
        let (alone, listed) = (
            result(world.run(&["check", "--format", "json", "one.json"])),
            result(world.run(&["check", "--format", "json", "--ndjson", "one.json"])),
        );
        for member in ["exit", "status", "decision", "fit", "findings"] {
            assert_eq!(alone[member], listed[member], "{member} {line}");
        }
    }
}

#[test]
fn what_is_told_is_the_same_on_any_number_of_cores() {
    let world = World::new().with("all.ndjson", mixed(2_000)).with("more.ndjson", mixed(3));
    let mut documents = Vec::new();
    for (number, line) in mixed(90).lines().enumerate() {
        let name = format!("{number:02}.json");
        std::fs::write(world.path().join(&name), line).unwrap();
        documents.push(name);
    }
    let documents: Vec<&str> = documents.iter().map(String::as_str).chain(["gone.json"]).collect();
    for format in [ReportFormat::Text, ReportFormat::Json] {
        let archive = args(&world, &["all.ndjson", "gone.ndjson", "more.ndjson"], true, format);
        let one = on_cores(1, &world, &archive);
        assert_eq!((one.2, on_cores(4, &world, &archive) == one), (2, true), "{format:?}");
    }
    for format in [ReportFormat::Text, ReportFormat::Json, ReportFormat::Junit] {
        let files = args(&world, &documents, false, format);
        let one = on_cores(1, &world, &files);
        assert_eq!((one.2, on_cores(4, &world, &files) == one), (2, true), "{format:?}");
    }
}

#[test]
fn many_files_are_one_document_with_a_result_a_line() {
    let world = World::new().with("a.json", ready()).with("b.json", "[").with("c.json", ready());
    let told = world.run(&["check", "--format", "json", "a.json", "b.json", "c.json"]);
    assert_eq!(told.json()["format"], "strict-review/check@1");
    let lines: Vec<&str> = told.out.lines().collect();
    assert_eq!(
        (lines.len(), lines[0], lines[4]),
        (5, r#"{"format":"strict-review/check@1","results":["#, "]}")
    );
    for (line, path) in lines[1..4].iter().zip(["a.json", "b.json", "c.json"]) {
        let result: Value = serde_json::from_str(line.trim_end_matches(',')).unwrap();
        assert_eq!(result["path"], path);
    }
}

#[test]
fn an_archive_that_is_not_there_is_told_and_the_next_one_is_checked() {
    let world = World::new().with("ready", ready());
    let told = world.run(&["check", "--ndjson", "gone", "ready", "."]);
    assert_eq!((told.exit, told.out), (2, format!("ready:1: {READY}\n")));
    for said in ["gone: no such file", ".: is a directory"] {
        assert!(told.err.contains(&format!("strict-review: {said}")), "{}", told.err);
    }
}

#[test]
fn an_archive_of_no_handoffs_is_no_error_and_nothing_is_said_of_it() {
    let world = World::new().with("empty", "").with("ready", ready());
    for arguments in [vec!["-"], vec!["empty"], vec!["--format", "json", "empty", "-"]] {
        let told = world.run(&[vec!["check", "--ndjson"], arguments.clone()].concat());
        assert_eq!((told.exit, told.out.as_str(), told.err.as_str()), (0, "", ""), "{arguments:?}");
    }
    let told = world.run(&["check", "--ndjson", "empty", "ready", "-"]);
    assert_eq!((told.exit, told.out, told.err.as_str()), (0, format!("ready:1: {READY}\n"), ""));
}

#[test]
fn a_pipeline_says_which_results_are_a_failure_and_a_file_that_cannot_be_read_always_is_one() {
    let blocked = request("backupReference", json!(""));
    let world = World::new()
        .with("ready", ready())
        .with("blocked", &blocked)
        .with("broken", "[")
        .with("large", "9".repeat(3 << 20))
        .with("all", [ready().as_str(), &blocked, "["].join("\n"))
        .with("usable", [ready(), blocked].join("\n"));
    let table: [(&[&str], [i32; 3]); 11] = [
        (&["ready"], [0, 0, 0]),
        (&["ready", "blocked"], [1, 0, 0]),
        (&["ready", "blocked", "broken"], [2, 2, 0]),
        (&["large"], [2, 2, 0]),
        (&["blocked", "gone"], [2, 2, 2]),
        (&["."], [2, 2, 2]),
        (&["--ndjson", "usable"], [1, 0, 0]),
        (&["--ndjson", "all"], [2, 2, 0]),
        (&["--ndjson", "ready", "gone"], [2, 2, 2]),
        (&["--runbook", "broken", "ready"], [2, 2, 2]),
        (&["--unknown"], [2, 2, 2]),
    ];
    for (arguments, codes) in table {
        let whole = world.run(&[&["check"], arguments].concat());
        assert_eq!(whole.exit, codes[0], "without --fail-on: {arguments:?}");
        for (fail_on, code) in ["not-ready", "unusable", "never"].into_iter().zip(codes) {
            let told = world.run(&[&["check", "--fail-on", fail_on], arguments].concat());
            assert_eq!(told.exit, code, "{fail_on}: {arguments:?}");
            assert_eq!(told.out, whole.out, "{fail_on}: {arguments:?}");
        }
    }
    let told = world.run(&["check", "--fail-on", "never", "--format", "json", "blocked"]);
    assert_eq!(told.json()["results"][0]["exit"], 1, "each result keeps its own code");
}

#[test]
fn lines_are_judged_as_they_are_sent() {
    let world = World::new();
    let mut child = program(&world, &["check", "--ndjson", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut sent, mut told) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for number in 1..=5 {
        sent.write_all(format!("{}\n", ready()).as_bytes()).unwrap();
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        assert_eq!(line, format!("-:{number}: {READY}\n"));
    }
    drop(sent);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_line_beyond_the_bound_is_refused_and_the_next_one_is_judged() {
    let long = format!("{{\"a\": \"{}\"}}", "b".repeat(3 << 20));
    let world = World::new().with("all", [long, ready()].join("\n"));
    let told = world.run(&["check", "--ndjson", "all"]);
    assert_eq!((told.exit, told.out), (2, format!("all:2: {READY}\n")));
    assert!(told.err.starts_with("strict-review: all:1: "), "{}", told.err);
}

#[test]
fn a_format_with_its_sums_in_front_is_refused_line_by_line() {
    let world = World::new().with("all", ready());
    let told = world.run(&["check", "--ndjson", "--format", "junit", "all"]);
    assert_eq!((told.exit, told.out.as_str()), (2, ""));
    assert!(told.err.contains("next: Take --format json"), "{}", told.err);
}

#[test]
fn a_reader_that_has_enough_ends_a_long_check_like_a_broken_pipe() {
    let world = World::new().with("all", mixed(5_000));
    let mut child = program(&world, &["check", "--ndjson", "--format", "json", "all"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    told.read_line(&mut first).unwrap();
    drop(told);
    assert!(first.contains("\"line\":1,"));
    assert_eq!(child.wait().unwrap().code(), Some(141));
}

#[test]
fn a_check_that_waits_for_more_lines_ends_at_the_first_result_that_nobody_reads() {
    let world = World::new();
    let mut child = program(&world, &["check", "--ndjson", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut sent, told) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    drop(told);
    sent.write_all(format!("{}\n", ready()).as_bytes()).unwrap();
    // The input stays open: neither a line nor its end arrives.
    assert_eq!(child.wait().unwrap().code(), Some(141));
    drop(sent);
}

#[cfg(unix)]
#[test]
fn more_files_than_may_be_open_at_once_are_told_as_they_would_be_otherwise() {
    let names: Vec<String> = (0..150).map(|number| format!("{number:03}.json")).collect();
    let world = names
        .iter()
        .zip(mixed(150).lines())
        .fold(World::new(), |world, (name, request)| world.with(name, request));
    let world = world.with("150.json", "");
    let arguments = || {
        ["check"].into_iter().chain(names.iter().map(String::as_str)).chain(["150.json", ".", "none.json"])
    };
    let whole = world.run(&arguments().collect::<Vec<_>>());
    let few = Command::new("sh")
        .args(["-c", "ulimit -n 90; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_strict-review")])
        .args(arguments())
        .current_dir(world.path())
        .output()
        .unwrap();
    assert_eq!((whole.exit, few.status.code()), (2, Some(2)), "{}", whole.err);
    assert_eq!(whole.out.as_bytes(), few.stdout);
    assert_eq!(whole.err.as_bytes(), few.stderr);
    assert!(whole.out.contains("149.json") && whole.err.contains(".: is a directory"), "{}", whole.err);
}

/// Peak resident memory, in KiB, of a process that reads `lines` lines.
#[cfg(target_os = "linux")]
fn peak_kib(lines: usize) -> u64 {
    let world = World::new();
    let mut child = program(&world, &["check", "--ndjson", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut sent, some) = (child.stdin.take().unwrap(), mixed(70));
    for _ in 0..lines / 70 {
        sent.write_all(some.as_bytes()).unwrap();
    }
    // By now everything is read, except for the contents of a pipe and of the pieces in work.
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    drop(sent);
    child.wait().unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_long_archive_needs_no_more_memory_than_a_short_one() {
    let (short, long) = (peak_kib(1_400), peak_kib(14_000));
    assert!(long <= short + 2048, "{short} KiB for 1,400 lines, {long} KiB for 14,000");
}

#[cfg(target_os = "linux")]
#[test]
fn more_threads_stand_inside_the_sandbox_and_no_process_is_begun() {
    let Some(mut tracer) = tracer() else { return };
    let world = World::new().with("all", mixed(1_000));
    let trace = world.path().join("trace");
    tracer
        .args(["-f", "-etrace=clone,clone3,fork,vfork,execve,seccomp,landlock_restrict_self,read", "-o"])
        .arg(&trace);
    tracer.args([env!("CARGO_BIN_EXE_strict-review"), "check", "--ndjson", "all"]).current_dir(world.path());
    let command: &mut Command = tracer.stdout(Stdio::null()).stderr(Stdio::null());
    assert_eq!(command.status().unwrap().code(), Some(2));
    let trace = std::fs::read_to_string(trace).unwrap();
    let begun: Vec<&str> =
        trace.lines().filter(|line| line.contains(" clone(") && !line.contains(" = -1")).collect();
    let cores = std::thread::available_parallelism().unwrap().get();
    assert_eq!(begun.len(), cores - 1, "{trace}");
    assert!(begun.iter().all(|line| line.contains("CLONE_THREAD")), "{begun:?}");
    let walls = trace.find("seccomp(").unwrap_or(trace.len());
    assert!(begun.iter().all(|line| trace.find(line) > Some(walls)) || walls == trace.len(), "{trace}");
    assert_eq!(trace.matches("execve(").count(), 1);
}
