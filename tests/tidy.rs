//! The house rules that no compiler knows, each held by a checker that is itself fed a bad example.

mod floors;
mod imports;
mod repeated;
mod signatures;
mod style;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::source::{Source, line_of, test_modules};
use crate::support::{definition, package};

/// A layer, and the layers below it that it may import. Front ends never import each other.
const LAYERS: [(&str, &[&str]); 17] = [
    ("main", &["run", "cli"]),
    (
        "run",
        &[
            "tui", "plain", "commands", "server", "load", "frontend", "session", "journal", "review",
            "files", "cli", "sandbox", "config",
        ],
    ),
    ("tui", FRONT_END),
    ("plain", FRONT_END),
    ("commands", &["load", "session", "journal", "review", "files", "cli", "sandbox", "config"]),
    ("server", &["session", "journal", "review", "cli"]),
    ("load", &["session", "review", "files", "cli"]),
    ("frontend", &["pager", "session", "journal", "review", "files", "cli"]),
    ("session", &["journal", "review", "files"]),
    ("journal", &["review", "files"]),
    ("pager", &["review"]),
    ("files", &["review"]),
    ("config", &["review"]),
    ("review", &[]),
    ("cli", &["review", "config"]),
    ("sandbox", &[]),
    // The map declares every room.
    ("lib", &[]),
];

const FRONT_END: &[&str] = &["frontend", "pager", "session", "journal", "review", "files", "cli"];

const LINES_MAX: usize = 400;

/// What is left unfinished, left out or waited for. In pieces, so that this file does not trip over itself.
const FORBIDDEN: [&str; 7] = [
    concat!("to", "do!"),
    concat!("unimpl", "emented!"),
    concat!("FIX", "ME"),
    concat!("TO", "DO"),
    concat!("XX", "X"),
    concat!("#[ig", "nore"),
    concat!("thread::", "sleep"),
];

/// Names that say nothing about what a module is for.
const EMPTY_NAMES: [&str; 8] =
    ["util", "utils", "common", "manager", "managers", "helper", "helpers", "misc"];

/// Where the program was written; no reader has these.
const MACHINE_PATHS: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tm", "p/")];

/// A file under a name relative to the package.
struct File {
    name: String,
    text: String,
}

fn files_below(folder: &str, extensions: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    let mut open = vec![package().join(folder)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            // The output of a build, in any folder.
            if path.join("CACHEDIR.TAG").exists() {
                continue;
            }
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|e| extensions.iter().any(|extension| e == *extension)) {
            let name = path.strip_prefix(package()).unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            found.push(File { name, text });
        }
    }
    assert!(!found.is_empty(), "{folder} has files");
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// The source files of every package of the program.
fn sources() -> Vec<File> {
    ["src", "secret-scan/src"].iter().flat_map(|folder| files_below(folder, &["rs"])).collect()
}

/// Runs a checker over files and reports every fault at once.
fn hold(files: &[File], check: impl Fn(&File) -> Vec<String>) {
    let told = |file: &File| check(file).into_iter().map(|fault| format!("{}: {fault}", file.name)).collect();
    let faults: Vec<String> = files.iter().flat_map(|file| -> Vec<String> { told(file) }).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What a checker says of a made-up file.
fn faults(check: impl Fn(&File) -> Vec<String>, name: &str, text: &str) -> Vec<String> {
    check(&File { name: name.to_owned(), text: text.to_owned() })
}

fn layer_of(name: &str) -> &str {
    let inside = name.strip_prefix("src/").unwrap_or(name);
    let first = inside.split('/').next().unwrap_or(inside);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn wrong_arrows(file: &File) -> Vec<String> {
    let layer = layer_of(&file.name);
    let Some((_, below)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        return vec![format!("{layer} is in no layer; give it a row in the table")];
    };
    let code = Source::of(&file.text).code;
    let named = imports::paths(&file.name, &code).into_iter();
    let named = named.filter_map(|(at, path)| Some((at, path.into_iter().next()?)));
    // A climb in an inline module of tests ends below the crate: there only the name of a layer counts.
    let is_layer = |at: usize, to: &str| {
        !code[at..].starts_with("super::") || LAYERS.iter().any(|(layer, _)| *layer == to)
    };
    let wrong = named.filter(|(at, to)| to != layer && !below.contains(&to.as_str()) && is_layer(*at, to));
    let wrong: BTreeSet<_> = wrong.map(|(at, to)| (line_of(&code, at), to)).collect();
    wrong.into_iter().map(|(line, to)| format!("line {line}: {layer} must not import {to}")).collect()
}

/// The first names of a path, or of each path in a braced list.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(list) = path.strip_prefix('{') else { return vec![word(path)] };
    let mut depth = 0_usize;
    let mut heads = vec![word(list)];
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(&list[at + 1..])),
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

fn missing_charter(file: &File) -> Vec<String> {
    let charter = file.text.lines().next().and_then(|line| line.strip_prefix("//! "));
    if charter.is_some_and(|words| !words.trim().is_empty()) {
        return Vec::new();
    }
    vec!["its first line is no charter (`//! …`)".to_owned()]
}

fn too_long(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    if lines > LINES_MAX { vec![format!("{lines} lines, more than {LINES_MAX}")] } else { Vec::new() }
}

fn forbidden_words(file: &File) -> Vec<String> {
    let source = Source::of(&file.text);
    let told = |text: &str, word: &str| -> Vec<String> {
        text.match_indices(word).map(|(at, _)| format!("line {}: {word}", line_of(text, at))).collect()
    };
    let told = |word: &&str| [told(&source.code, word), told(&source.comments, word)].concat();
    FORBIDDEN.iter().flat_map(told).collect()
}

fn empty_names(file: &File) -> Vec<String> {
    let code = Source::of(&file.text).code;
    let inline = code.match_indices("mod ").flat_map(|(at, _)| heads(&code[at + "mod ".len()..]));
    let path = file.name.split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part).to_owned());
    let empty = inline.chain(path).filter(|name| EMPTY_NAMES.contains(&name.as_str()));
    empty.map(|name| format!("a module named {name} says nothing")).collect()
}

fn machine_paths(file: &File) -> Vec<String> {
    let lines = file.text.lines().enumerate();
    let here = lines.filter(|(_, line)| MACHINE_PATHS.iter().any(|path| line.contains(path)));
    here.map(|(at, _)| format!("line {}: a path of one machine", at + 1)).collect()
}

/// Members of a runbook whose values are the engine's own vocabulary, or words every program uses.
const VOCABULARY: [&str; 8] = ["format", "method", "acknowledge", "needs", "kind", "watches", "member", "id"];

/// Every literal that belongs to the stage alone.
fn stage_literals(value: &Value, member: &str) -> BTreeSet<String> {
    match value {
        Value::String(literal) if !VOCABULARY.contains(&member) => BTreeSet::from([literal.clone()]),
        Value::Array(values) => values.iter().flat_map(|value| stage_literals(value, member)).collect(),
        Value::Object(map) => map.iter().flat_map(|(key, value)| stage_literals(value, key)).collect(),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => BTreeSet::new(),
    }
}

/// The identifiers of phases and effects, which are literals too; those of single questions and of stop rules are
/// plain words.
fn stage_ids(definition: &Value) -> BTreeSet<String> {
    let lists = ["phases", "effects"].map(|list| definition[list].as_array().unwrap().clone());
    lists.iter().flatten().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
}

/// A literal of more than one word is found anywhere in a text; a single word only as the whole text.
fn holds_literal(text: &str, literal: &str) -> bool {
    let compound = literal.contains(['-', ' ', '/']) || literal.chars().any(char::is_uppercase);
    text == literal || (compound && text.contains(literal))
}

fn stage_literals_in(file: &File, literals: &BTreeSet<String>) -> Vec<String> {
    let strings = Source::of(&file.text).without_tests().strings;
    let told = |(at, text): &(usize, String)| -> Vec<String> {
        let line = line_of(&file.text, *at);
        let held = literals.iter().filter(|literal| holds_literal(text, literal));
        held.map(|literal| format!("line {line}: holds the stage's literal {literal}")).collect()
    };
    strings.iter().flat_map(told).collect()
}

fn literals_of_the_stage() -> BTreeSet<String> {
    let definition = definition();
    let mut literals = stage_literals(&definition, "");
    literals.extend(stage_ids(&definition));
    // Pointers name members of a document that is another stage's.
    literals.retain(|literal| !literal.starts_with('/') || literal.contains('-'));
    literals
}

/// The folder in which the modules of a file lie.
fn modules_of(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap();
    match file.file_stem().unwrap().to_str().unwrap() {
        "mod" | "lib" | "main" => folder.to_owned(),
        stem => folder.join(stem),
    }
}

/// Source files that are compiled into the program, not only into its tests.
fn program_files() -> Vec<File> {
    let files = sources();
    let mut tested = BTreeSet::new();
    for file in &files {
        let folder = modules_of(Path::new(&file.name));
        for module in test_modules(&file.text) {
            tested.insert(folder.join(format!("{module}.rs")).to_string_lossy().into_owned());
        }
    }
    // What is practised on is the sample of a stage.
    let left_out = |file: &File| tested.contains(&file.name) || file.name == "src/load/sample.rs";
    files.into_iter().filter(|file| !left_out(file)).collect()
}

#[test]
fn imports_run_one_way_down_the_layers() {
    hold(&files_below("src", &["rs"]), wrong_arrows);
}

#[test]
fn an_import_against_the_layers_is_told_however_it_is_written() {
    for (name, text) in [
        ("src/review/plan.rs", "use crate::files::shown;"),
        ("src/review/state/mod.rs", "fn a() { crate::session::act() }"),
        ("src/review/state/mod.rs", "use super::super::journal::Log;"),
        ("src/journal/log.rs", "use crate::{review::text, session::Session};"),
        ("src/session.rs", "use crate::tui;"),
        ("src/tui/view.rs", "use crate::commands::check;"),
        ("src/commands/plan.rs", "use crate::{\n    cli::exit::Exit,\n    server::{page, a},\n};"),
        ("src/files.rs", "use crate::cli::exit::Stop;"),
        ("src/main.rs", "use strict_review::{cli::args::Cli, review::text};"),
        ("src/helpful.rs", ""),
    ] {
        assert_eq!(faults(wrong_arrows, name, text).len(), 1, "{name}: {text}");
    }
    for (name, text) in [
        (
            "src/review/plan.rs",
            "use crate::review::{text, json};\n// crate::files\nconst A: &str = \"crate::files\";",
        ),
        ("src/commands/plan.rs", "use crate::{cli::exit::Exit, review::{plan, text}};"),
        ("src/run.rs", "use crate::commands::{self, check, plan};"),
        ("src/review/plan/mod.rs", "use super::handoff::Handoff;"),
    ] {
        assert_eq!(faults(wrong_arrows, name, text), [""; 0], "{name}: {text}");
    }
}

#[test]
fn every_file_begins_with_its_charter() {
    hold(&sources(), missing_charter);
    hold(&files_below("tests", &["rs"]), missing_charter);
    for text in ["", "use std::fmt;", "//!", "//! \n//! Later.", "\n//! Late."] {
        assert_eq!(faults(missing_charter, "src/a.rs", text).len(), 1, "{text:?}");
    }
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    hold(&sources(), too_long);
    hold(&files_below("tests", &["rs"]), too_long);
    assert_eq!(faults(too_long, "src/a.rs", &"a\n".repeat(LINES_MAX)), [""; 0]);
    assert_eq!(faults(too_long, "src/a.rs", &"a\n".repeat(LINES_MAX + 1)).len(), 1);
}

#[test]
fn nothing_is_left_unfinished_left_out_or_waited_for() {
    hold(&sources(), forbidden_words);
    hold(&files_below("tests", &["rs"]), forbidden_words);
    for word in FORBIDDEN {
        assert_eq!(
            faults(forbidden_words, "src/a.rs", &format!("fn a() {{ {word}(1) }}")).len(),
            1,
            "{word}"
        );
        assert_eq!(faults(forbidden_words, "src/a.rs", &format!("// {word} later")).len(), 1, "{word}");
        assert_eq!(faults(forbidden_words, "src/a.rs", &format!("const A: &str = \"{word}\";")), [""; 0]);
    }
}

#[test]
fn every_module_name_says_what_the_module_is_for() {
    hold(&sources(), empty_names);
    hold(&files_below("tests", &["rs"]), empty_names);
    for name in EMPTY_NAMES {
        assert_eq!(faults(empty_names, &format!("src/{name}.rs"), "").len(), 1, "{name}");
        assert_eq!(faults(empty_names, &format!("src/{name}/a.rs"), "").len(), 1, "{name}");
        assert_eq!(faults(empty_names, "src/a.rs", &format!("mod {name} {{}}")).len(), 1, "{name}");
    }
}

#[test]
fn the_engine_holds_no_literal_of_the_stage() {
    let literals = literals_of_the_stage();
    hold(&program_files(), |file| stage_literals_in(file, &literals));
}

#[test]
fn a_literal_of_the_stage_is_told_in_code_and_left_alone_in_tests() {
    let literals = literals_of_the_stage();
    for literal in [
        "T-293",
        "T-292",
        "local-dev",
        "staging",
        "ownerHandoffStatus",
        "targetAdapter",
        "databaseTouched",
        "noMigrationApplyConfirmed",
        "fresh-owner-approval",
        "database-migration",
        "request-completion-proof",
        "blocked-live-service-execution",
        "durableResultStorageLiveWindowRunbookAllowed",
        "requiredOwnerHandoffStatus",
    ] {
        assert!(literals.contains(literal), "{literal}");
        let code = format!("fn a() {{ b(\"{literal}\") }}");
        let check = |file: &File| stage_literals_in(file, &literals);
        assert!(!faults(check, "src/a.rs", &code).is_empty(), "{literal}");
        assert_eq!(faults(check, "src/a.rs", &format!("#[cfg(test)]\nmod tests {{ {code} }}")), [""; 0]);
    }
    assert!(!holds_literal("the production of a packet", "production"));
    assert!(holds_literal("after T-292 comes nothing", "T-292"));
}

#[test]
fn no_file_names_a_path_of_the_machine_it_was_written_on() {
    let mut files = sources();
    files.extend(files_below("tests", &["rs", "snap"]));
    files.extend(files_below("assets", &["json", "md", "html", "toml", "txt"]));
    files.extend(files_below("docs", &["md"]));
    let text = fs::read_to_string(package().join("README.md")).unwrap();
    files.push(File { name: "README.md".to_owned(), text });
    hold(&files, machine_paths);
    for path in MACHINE_PATHS {
        assert_eq!(faults(machine_paths, "README.md", &format!("cd\ncd {path}strict-review")).len(), 1);
    }
}
