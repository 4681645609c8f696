//! The page as printed: its words, section by section, and the position of a refused one.

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::json;
use strict_review::server::page;

use crate::support::{World, assert_shown, definition, runbook, sample, second_runbook};

/// Elements that begin a line.
const BLOCKS: [&str; 17] = [
    "title", "p", "h1", "h2", "h3", "li", "dt", "dd", "legend", "label", "button", "option", "section",
    "article", "form", "fieldset", "footer",
];

/// The words of a page, one line a block.
fn words(printed: &str) -> String {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(printed, options).unwrap();
    let mut text = String::new();
    told(document.root_element(), &mut text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn told(node: Node, text: &mut String) {
    if node.has_tag_name("style") {
        return;
    }
    let name = node.tag_name().name();
    if name == "section" {
        text.push_str("\n----\n");
    } else if BLOCKS.contains(&name) {
        text.push('\n');
    }
    match node.text().filter(|_| node.is_text()) {
        Some(words) => text.push_str(&words.replace('\n', " ")),
        None => node.children().for_each(|child| told(child, text)),
    }
    if BLOCKS.contains(&name) {
        text.push('\n');
    }
}

#[test]
fn the_page_says_what_the_stage_says_in_its_order() {
    let printed = World::new().run(&["page"]);
    assert_eq!((printed.exit, printed.err.as_str()), (0, ""));
    assert_eq!(printed.out, page::page(runbook()));
    assert_shown("page", &words(&printed.out));
}

#[test]
fn another_stage_has_a_page_without_a_word_for_it_in_its_definition() {
    let second = sample("second-runbook.json");
    let printed = World::new().run(&["page", "--runbook", second.to_str().unwrap()]);
    assert_eq!((printed.exit, printed.err.as_str()), (0, ""));
    assert_eq!(printed.out, page::page(second_runbook()));
    assert_shown("page-of-another-stage", &words(&printed.out));
}

#[test]
fn a_page_that_leaves_a_literal_out_is_refused_by_every_command_with_its_place() {
    let mut definition = definition();
    definition["page"]["sections"]["phases"].as_array_mut().unwrap().pop();
    let world = World::new().with("runbook.json", definition.to_string());
    for command in ["page", "policy", "explain"] {
        let refused = world.run(&[command, "--runbook", "runbook.json"]);
        assert_eq!((refused.exit, refused.out.as_str()), (2, ""), "{command}");
        let told = "/page/sections/phases: does not name disable-or-keep-blocked";
        assert!(refused.err.contains(told), "{}", refused.err);
    }
}

#[test]
fn the_page_takes_no_format_and_no_file() {
    for arguments in [["page", "--format", "json"].as_slice(), &["page", "request.json"]] {
        let ended = World::new().with("request.json", json!({}).to_string()).run(arguments);
        assert_eq!((ended.exit, ended.out.as_str()), (2, ""), "{arguments:?}");
    }
}
