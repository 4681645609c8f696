//! A small world for tests: the runbooks, the samples, a folder of its own and the real binary in it.

pub(crate) mod junit;
pub(crate) mod outside;
pub(crate) mod reviewed;
pub(crate) mod schema;
pub(crate) mod source;
pub(crate) mod trace;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::{Map, Value, json};
use strict_review::review::runbook::Runbook;

pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn sample(name: &str) -> PathBuf {
    package().join("assets/samples").join(name)
}

/// The stage's runbook as plain JSON, from which expectations are derived.
pub(crate) fn definition() -> Value {
    static DEFINITION: OnceLock<Value> = OnceLock::new();
    DEFINITION.get_or_init(|| parsed(&package().join("assets/runbooks/t-293.json"))).clone()
}

pub(crate) fn second_definition() -> Value {
    parsed(&sample("second-runbook.json"))
}

/// The other stage's runbook, with an upstream document for each of its two upstream stages.
pub(crate) fn two_documents() -> Value {
    let mut definition = second_definition();
    let own = |name: &str, member: &str| json!({ "field": name, "member": member, "title": "Its own.", "acknowledge": "key" });
    let policy = &mut definition["ownerHandoff"]["upstream"][1];
    policy["reference"] = own("policyHandoffReference", "policyReference");
    policy["fingerprint"] = own("policyHandoffFingerprint", "policyFingerprint");
    policy["document"] = json!("/status");
    policy["documentStage"] = json!("/stage");
    definition
}

pub(crate) fn runbook() -> &'static Runbook {
    static RUNBOOK: OnceLock<Runbook> = OnceLock::new();
    RUNBOOK.get_or_init(|| Runbook::parse(definition().to_string().as_bytes()).unwrap())
}

pub(crate) fn second_runbook() -> &'static Runbook {
    static RUNBOOK: OnceLock<Runbook> = OnceLock::new();
    RUNBOOK.get_or_init(|| Runbook::parse(second_definition().to_string().as_bytes()).unwrap())
}

pub(crate) fn parsed(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sample request with the ready status.
pub(crate) fn ready_request() -> Map<String, Value> {
    object(parsed(&sample("ready-request.json")))
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("expected an object: {other}"),
    }
}

/// Texts of a member in a list of objects, in order.
pub(crate) fn texts(list: &Value, member: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| text(&item[member])).collect()
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("expected a text: {value}")).to_owned()
}

/// Every effect flag of a runbook, in table order.
pub(crate) fn flags(definition: &Value) -> Vec<String> {
    let effects = definition["effects"].as_array().unwrap();
    effects.iter().flat_map(|effect| effect["flags"].as_array().unwrap()).map(text).collect()
}

/// Compares a text with the snapshot of this name; all are in one folder.
pub(crate) fn assert_shown(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(package().join("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

/// A folder of its own in which the real binary runs, without anyone else's state.
pub(crate) struct World {
    folder: tempfile::TempDir,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) exit: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        fs::write(self.path().join(name), bytes).unwrap();
        self
    }

    /// Runs in the world's folder, which is also its home, with an empty environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_strict-review"));
        command.args(arguments).current_dir(self.path()).env_clear().env("HOME", self.path());
        // Turns a hang into a failure; a correct program never takes so long.
        command.timeout(Duration::from_mins(1));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments))
    }

    /// Every name in the world, so that a test can assert that nothing was written.
    pub(crate) fn names(&self) -> BTreeSet<PathBuf> {
        fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().path()).collect()
    }
}

impl Ended {
    pub(crate) fn of(mut command: Command) -> Self {
        let output = command.output().unwrap();
        let exit = output.status.code().unwrap_or_else(|| panic!("ended by a signal: {command:?}"));
        let (out, err) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
        Self { exit, out: out.unwrap(), err: err.unwrap() }
    }

    /// Standard output as JSON. A plan document must meet its schema.
    pub(crate) fn json(&self) -> Value {
        let printed: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        if printed["format"] == "strict-review/plan@1" {
            schema::assert_plan(&printed);
        }
        printed
    }
}
