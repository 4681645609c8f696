//! Texts for people are true: the README's picture is the program's screen, its keys are those of the table.

use std::fs;
use std::path::{Path, PathBuf};

use strict_review::tui::keys::table;

use crate::screens::picture_of_the_readme;
use crate::support::package;

fn readme() -> String {
    read("README.md")
}

fn read(name: &str) -> String {
    fs::read_to_string(package().join(name)).unwrap()
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("{from} is not there")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("{to} is not there")).0
}

#[test]
fn the_picture_in_the_readme_is_what_the_program_draws() {
    let readme = readme();
    let shown: Vec<&str> = between(&readme, "## The screen\n\n```text\n", "```").lines().collect();
    let drawn = picture_of_the_readme();
    let drawn: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    assert_eq!(shown, drawn, "paste what is drawn:\n{}", drawn.join("\n"));
}

#[test]
fn the_readme_names_every_key() {
    let readme = readme();
    let keys = between(&readme, "### Keys", "## Without a terminal");
    for key in table().flat_map(|binding| binding.keys) {
        let named = format!("`{key}`");
        assert!(keys.contains(&named) || key.to_string() == "Shift-Tab", "{named} is not in the README");
    }
}

#[test]
fn the_readme_names_every_command_of_plain_mode() {
    let readme = readme();
    let commands = between(&readme, "### Plain mode", "### What is set for good");
    for entry in strict_review::plain::commands::TABLE {
        let named = [format!("`{}`", entry.word), format!("`{} ", entry.word)];
        assert!(named.iter().any(|named| commands.contains(named)), "{} is not in the README", entry.word);
    }
}

#[test]
fn the_readme_lists_the_exit_codes_of_the_help() {
    let readme = readme();
    for line in strict_review::cli::exit_codes::ALL.lines().skip(1) {
        let (code, meaning) = line.trim().split_once(' ').unwrap();
        let row = format!("| {code} | {} |", meaning.trim());
        assert!(readme.contains(&row), "{row}");
    }
}

#[test]
fn every_accident_in_security_md_names_a_test_that_is_there() {
    let accidents = read("SECURITY.md");
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
