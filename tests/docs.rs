//! The README and the docs are true: their picture is the program's screen, their lists are complete, their links
//! resolve, and their commands run.

mod commands;
mod links;

use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use strict_review::cli::args::Cli;
use strict_review::tui::keys::table;

use crate::screens::picture_of_the_docs;
use crate::support::package;

const README_LINES_MAX: usize = 160;

fn read(name: &str) -> String {
    fs::read_to_string(package().join(name)).unwrap()
}

/// The README and every page in `docs`, by name.
fn pages() -> Vec<String> {
    let docs = fs::read_dir(package().join("docs")).unwrap();
    let names = docs.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<String> = names.map(|name| format!("docs/{name}")).collect();
    pages.push("README.md".to_owned());
    pages.sort();
    pages
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("{from} is not there")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("{to} is not there")).0
}

#[test]
fn the_readme_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= README_LINES_MAX, "{lines} lines, more than {README_LINES_MAX}");
}

#[test]
fn the_readme_leads_to_every_page() {
    let readme = read("README.md");
    for page in pages().iter().filter(|page| *page != "README.md") {
        assert!(readme.contains(&format!("]({page})")), "{page} is not in the README");
    }
}

#[test]
fn the_picture_in_the_docs_is_what_the_program_draws() {
    let page = read("docs/reviewing.md");
    let shown: Vec<&str> = between(&page, "## The screen\n\n```text\n", "```").lines().collect();
    let drawn = picture_of_the_docs();
    let drawn: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    assert_eq!(shown, drawn, "paste what is drawn:\n{}", drawn.join("\n"));
}

#[test]
fn the_docs_name_every_key() {
    let page = read("docs/reviewing.md");
    let keys = between(&page, "## Keys", "## Plain mode");
    for key in table().flat_map(|binding| binding.keys) {
        let named = format!("`{key}`");
        assert!(keys.contains(&named) || key.to_string() == "Shift-Tab", "{named} is not in the docs");
    }
}

#[test]
fn the_docs_name_every_command_of_plain_mode() {
    let page = read("docs/reviewing.md");
    let (_, commands) = page.split_once("## Plain mode").unwrap();
    for entry in strict_review::plain::commands::TABLE {
        let named = [format!("`{}`", entry.word), format!("`{} ", entry.word)];
        assert!(named.iter().any(|named| commands.contains(named)), "{} is not in the docs", entry.word);
    }
}

#[test]
fn the_docs_list_the_exit_codes_of_the_help() {
    let page = read("docs/operating.md");
    for line in strict_review::cli::exit_codes::ALL.lines().skip(1) {
        let (code, meaning) = line.trim().split_once(' ').unwrap();
        let row = format!("| {code} | {} |", meaning.trim());
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn the_docs_name_every_command_and_every_option() {
    let all: String = pages().iter().map(|page| read(page)).collect();
    let commands = between(&all, "| command | page |", "## Exit codes");
    let cli = Cli::command();
    for command in cli.get_subcommands().chain([&cli]) {
        let name = command.get_name();
        assert!(name == "strict-review" || commands.contains(&format!("`{name}`")), "{name}");
        let options = command.get_arguments().filter(|option| !option.is_hide_set());
        for option in options.filter_map(|option| option.get_long()) {
            assert!(all.contains(&format!("--{option}")), "--{option} of {name} is not in the docs");
        }
    }
}

#[test]
fn the_docs_name_every_setting() {
    let page = read("docs/operating.md");
    for setting in strict_review::config::table::SETTINGS {
        let row = format!("| `{}` | `{}` | `{}` | ", setting.key, setting.flag, setting.variable);
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn the_docs_name_every_warning_and_every_member_of_a_runbook() {
    let page = read("docs/runbooks.md");
    for code in strict_review::review::runbook::warnings::Code::ALL {
        assert!(page.contains(&format!("| `{}` |", code.code())), "{code:?}");
    }
    let schema: serde_json::Value = serde_json::from_str(&read("assets/schemas/runbook.json")).unwrap();
    let members = between(&page, "| member | meaning |", "### The handoff");
    for member in schema["properties"].as_object().unwrap().keys() {
        assert!(members.contains(&format!("`{member}`")), "{member}");
    }
}

#[test]
fn the_examples_of_a_runbook_are_parts_of_the_embedded_one() {
    let page = read("docs/runbooks.md");
    let examples: Vec<&str> =
        page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(examples.len() >= 3);
    let definition = crate::support::definition();
    for example in examples {
        let object = if example.starts_with('{') { example.to_owned() } else { format!("{{{example}}}") };
        let object: serde_json::Value = serde_json::from_str(&object).unwrap();
        assert!(holds(&definition, &object), "{example}");
    }
}

/// True if a value has an object with these members anywhere.
fn holds(value: &serde_json::Value, part: &serde_json::Value) -> bool {
    let has = |(name, wanted): (&String, &serde_json::Value)| value.get(name) == Some(wanted);
    let below = match value {
        serde_json::Value::Array(values) => values.iter().any(|value| holds(value, part)),
        serde_json::Value::Object(members) => members.values().any(|value| holds(value, part)),
        _ => false,
    };
    below || part.as_object().unwrap().iter().all(has)
}

#[test]
fn the_docs_name_every_member_of_a_plan_document() {
    let page = read("docs/formats.md");
    let schema: serde_json::Value = serde_json::from_str(&read("assets/schemas/plan.json")).unwrap();
    let named = |member: &str| assert!(page.contains(&format!("`{member}`")), "{member}");
    let definition = crate::support::definition();
    let flags = crate::support::flags(&definition);
    let ready = &definition["packet"]["readyFlag"];
    let members = schema["properties"].as_object().unwrap().keys();
    members.filter(|member| !flags.contains(member) && *member != ready).for_each(|member| named(member));
    for part in ["Record", "Packet"] {
        schema["$defs"][part]["properties"].as_object().unwrap().keys().for_each(|member| named(member));
    }
}

#[test]
fn every_accident_in_the_docs_names_a_test_that_is_there() {
    let accidents = read("docs/security.md");
    let (_, table) = accidents.split_once("## Accidents").unwrap();
    let named: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_suffix("` |")?.rsplit_once('`').map(|(_, name)| name))
        .collect();
    assert!(named.len() >= 12, "{named:?}");
    are_tests(&named);
}

#[test]
fn what_the_console_can_do_is_shown_by_tests_that_are_there() {
    let table = read("tests/README.md");
    let rows = table.lines().filter_map(|line| line.strip_suffix("` |")?.rsplit_once("| `"));
    let named: Vec<&str> = rows.flat_map(|(_, names)| names.split("`, `")).collect();
    assert!(named.len() >= 40, "{named:?}");
    are_tests(&named);
}

fn are_tests(named: &[&str]) {
    let tests: String =
        ["src", "secret-scan", "tests"].iter().flat_map(|folder| sources(&package().join(folder))).collect();
    let missing: Vec<_> = named.iter().filter(|name| !tests.contains(&format!("fn {name}()"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| match path.extension() {
        Some(extension) if extension == "rs" => vec![fs::read_to_string(path).unwrap()],
        _ if path.is_dir() => sources(&path),
        _ => Vec::new(),
    };
    entries.flat_map(below).collect()
}
