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

/// Where the package is.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A sample by its path in the samples folder.
pub(crate) fn sample(name: &str) -> PathBuf {
    package().join("assets/samples").join(name)
}

/// The stage's definition as plain JSON: the data that expectations are derived from.
pub(crate) fn definition() -> Value {
    static DEFINITION: OnceLock<Value> = OnceLock::new();
    DEFINITION.get_or_init(|| parsed(&package().join("assets/runbooks/t-293.json"))).clone()
}

/// The other stage's definition as plain JSON.
pub(crate) fn second_definition() -> Value {
    parsed(&sample("second-runbook.json"))
}

/// The other stage's definition, with an upstream document for each of its two upstream stages.
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

/// The stage's definition as the program holds it.
pub(crate) fn runbook() -> &'static Runbook {
    static RUNBOOK: OnceLock<Runbook> = OnceLock::new();
    RUNBOOK.get_or_init(|| Runbook::parse(definition().to_string().as_bytes()).unwrap())
}

/// The other stage's definition as the program holds it.
pub(crate) fn second_runbook() -> &'static Runbook {
    static RUNBOOK: OnceLock<Runbook> = OnceLock::new();
    RUNBOOK.get_or_init(|| Runbook::parse(second_definition().to_string().as_bytes()).unwrap())
}

/// A file as JSON.
pub(crate) fn parsed(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sample request that earns the ready status.
pub(crate) fn ready_request() -> Map<String, Value> {
    object(parsed(&sample("ready-request.json")))
}

/// A JSON object as a map.
pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("expected an object: {other}"),
    }
}

/// The texts of a member in a list of objects, in order.
pub(crate) fn texts(list: &Value, member: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| text(&item[member])).collect()
}

/// A JSON text.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("expected a text: {value}")).to_owned()
}

/// Every effect flag of a definition, in table order.
pub(crate) fn flags(definition: &Value) -> Vec<String> {
    let effects = definition["effects"].as_array().unwrap();
    effects.iter().flat_map(|effect| effect["flags"].as_array().unwrap()).map(text).collect()
}

/// Compares a text with the snapshot of this name, all of which stand in one folder.
pub(crate) fn assert_shown(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(package().join("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

/// A folder of its own in which the real binary runs, with no state of anyone else's.
pub(crate) struct World {
    folder: tempfile::TempDir,
}

/// How a run ended.
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

    /// The same world with a file in it.
    pub(crate) fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        fs::write(self.path().join(name), bytes).unwrap();
        self
    }

    /// The program with the world as its folder, its home and its clockless, colourless surroundings.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_strict-review"));
        command.args(arguments).current_dir(self.path()).env_clear().env("HOME", self.path());
        // It never fires where the program does what it promises; it turns a hang into a failure.
        command.timeout(Duration::from_mins(1));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments))
    }

    /// Every name in the world, so that a test can say that nothing was written.
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

    /// What was printed, as JSON. A plan document holds to its schema.
    pub(crate) fn json(&self) -> Value {
        let printed: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        if printed["format"] == "strict-review/plan@1" {
            schema::assert_plan(&printed);
        }
        printed
    }
}
