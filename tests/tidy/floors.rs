//! Floors inside the two big rooms: an import goes down, and at most two files import each other.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::{module, paths};
use super::{File, faults, hold, program_files};
use crate::support::source::{Source, line_of};

/// Rooms from the top floor down. Rooms of one floor do not import each other.
const FLOORS: [(&str, &[&[&str]]); 2] = [
    (
        "review",
        &[
            &["verify"],
            &["schema", "recognize", "explain"],
            &["plan"],
            &["state"],
            &["outcome", "policy"],
            &["action", "start", "checklist"],
            &["diff"],
            &["upstream"],
            &["handoff"],
            &["runbook"],
            &["finding"],
            &["strict", "json", "near_miss", "fingerprint"],
            &["canonical", "problem", "evidence", "sitting", "markdown", "secrecy"],
            &["limits", "text", "moment", "spans", "secret"],
        ],
    ),
    ("tui", &[&["app"], &["view"], &["update"], &["keys"], &["model"], &["terminal"], &["theme"]]),
];

fn floors_of(file: &File) -> Option<(&'static str, &'static [&'static [&'static str]])> {
    FLOORS.into_iter().find(|(top, _)| file.name.starts_with(&format!("src/{top}/")))
}

fn arrows_up(file: &File) -> Vec<String> {
    let Some((top, floors)) = floors_of(file) else { return Vec::new() };
    let floor = |room: &str| floors.iter().position(|rooms| rooms.contains(&room));
    let module = module(&file.name);
    let Some(here) = module.get(1).filter(|room| **room != "testing") else { return Vec::new() };
    let Some(from) = floor(here) else { return vec![format!("{top}/{here} stands on no floor")] };
    let code = Source::of(&file.text).without_tests().code;
    let mut told = BTreeSet::new();
    for (at, path) in paths(&file.name, &code) {
        let [first, room, ..] = path.as_slice() else { continue };
        let wrong = first == top && room != here && floor(room).is_some_and(|to| to <= from);
        if wrong {
            told.insert(format!("line {}: {top}/{here} must not import {top}/{room}", line_of(&code, at)));
        }
    }
    told.into_iter().collect()
}

/// Files of a room by module path, and the files that each imports. The file that declares a folder's modules hands
/// their names on; an import of it counts for the file that defines the name only where the path says so.
fn imports(files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let known: BTreeSet<String> = files.iter().map(|file| module(&file.name).join("::")).collect();
    let faces: BTreeSet<&String> = known
        .iter()
        .filter(|face| known.iter().any(|other| other.starts_with(&format!("{face}::"))))
        .collect();
    let mut arrows = BTreeMap::new();
    for file in files {
        let here = module(&file.name).join("::");
        let code = Source::of(&file.text).without_tests().code;
        let to = paths(&file.name, &code).into_iter().filter_map(|(_, path)| {
            (1..=path.len()).rev().map(|length| path[..length].join("::")).find(|part| known.contains(part))
        });
        let to: BTreeSet<String> = to.filter(|to| *to != here && !faces.contains(to)).collect();
        arrows.insert(here, to);
    }
    arrows
}

/// Groups of files that reach each other, larger than two.
fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let reach = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = arrows[from].iter().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next.clone()) {
                open.extend(arrows.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        arrows.keys().map(|from| (from, reach(from))).collect();
    let groups: BTreeSet<Vec<&String>> = reached
        .iter()
        .map(|(from, seen)| {
            seen.iter().filter(|to| reached.get(to).is_some_and(|back| back.contains(*from))).collect()
        })
        .collect();
    let large = groups.into_iter().filter(|group| group.len() > 2);
    large
        .map(|group| format!("a circle: {}", group.into_iter().cloned().collect::<Vec<_>>().join(", ")))
        .collect()
}

fn below(top: &str) -> Vec<File> {
    program_files().into_iter().filter(|file| file.name.starts_with(top)).collect()
}

#[test]
fn inside_review_and_the_console_imports_run_down_the_floors() {
    hold(&program_files(), arrows_up);
}

#[test]
fn an_import_against_the_floors_is_told_however_it_is_written() {
    for (name, text) in [
        ("src/review/finding.rs", "use super::runbook::Need;"),
        ("src/review/handoff/evaluate.rs", "use crate::review::plan::document;"),
        ("src/review/runbook/check.rs", "use crate::review::{plan, text};"),
        ("src/review/state/mod.rs", "use super::verify::report::Check;"),
        ("src/review/later.rs", ""),
        ("src/tui/model/picker.rs", "use crate::tui::update::go;"),
        ("src/tui/theme.rs", "use super::terminal::query;"),
        ("src/tui/view/mod.rs", "fn a() { crate::tui::app::run() }"),
    ] {
        assert_eq!(faults(arrows_up, name, text).len(), 1, "{name}: {text}");
    }
    for (name, text) in [
        ("src/review/verify/mod.rs", "use super::plan::document::Document;\nuse self::report::Check;"),
        (
            "src/review/plan/mod.rs",
            "use super::record::Record;\n#[cfg(test)]\nmod tests { use crate::review::verify; }",
        ),
        ("src/tui/app.rs", "use super::update::update;"),
        ("src/session.rs", "use crate::review::verify;"),
    ] {
        assert_eq!(faults(arrows_up, name, text), [""; 0], "{name}: {text}");
    }
}

#[test]
fn no_more_than_two_files_import_each_other() {
    for top in [
        "src/review/",
        "src/tui/",
        "src/plain/",
        "src/pager",
        "src/session",
        "src/journal",
        "secret-scan/src/",
    ] {
        assert_eq!(circles(&imports(&below(top))), [""; 0], "{top}");
    }
}

#[test]
fn a_circle_of_three_files_is_told() {
    let file = |name: &str, text: &str| File { name: format!("src/{name}.rs"), text: text.to_owned() };
    let two = [file("a/b", "use super::c::C;"), file("a/c", "use crate::a::{b::B, d};"), file("a/d", "")];
    assert_eq!(circles(&imports(&two)), [""; 0]);
    let [b, c, _] = two;
    let three = [b, c, file("a/d", "fn e() { super::b::f() }")];
    assert_eq!(circles(&imports(&three)), ["a circle: a::b, a::c, a::d"]);
}
