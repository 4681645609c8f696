//! Markdown for people, parsed by another program: hostile text makes no link, image, HTML, heading, table or list
//! item.

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};
use strict_review::review::markdown;

use super::texts::texts;
use crate::support::reviewed::Reviewed;
use crate::support::{runbook, sample};

/// Replaces every text in a document with a review.
fn soaked(value: &Value, text: &str) -> Value {
    match value {
        Value::String(_) => json!(text),
        Value::Array(values) => values.iter().map(|value| soaked(value, text)).collect(),
        Value::Object(members) => members
            .iter()
            // The rule is one of the program's own words.
            .map(|(key, value)| {
                (key.clone(), if key == "rule" { value.clone() } else { soaked(value, text) })
            })
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn document() -> Value {
    use strict_review::review::action::Action;
    use strict_review::review::runbook::Kind;
    let handoff = std::fs::read(sample("ready-handoff.json")).unwrap();
    let item = "ownerHandoffStatus".to_owned();
    let mut document = Reviewed::of(runbook(), &handoff)
        .act(Action::WriteNote { item: item.clone(), note: "a note".to_owned() })
        .act(Action::RaiseConcern { item: item.clone(), note: "a concern".to_owned() })
        .act(Action::AnswerConcern { item, answer: "an answer".to_owned() })
        .walked()
        .closed(Kind::Ready)
        .plan()
        .document()
        .clone();
    document["findings"] =
        json!([{ "rule": "r", "pointer": "p", "expected": "e", "observed": "o", "message": "m" }]);
    document["notes"] = json!([{ "pointer": "p", "text": "t" }]);
    document["packet"] =
        json!({ "type": "t", "phases": ["p"], "blockedActions": ["b"], "stopConditions": ["s"] });
    document
}

/// Every tag in order, without the text between.
fn structure(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(
                tag @ (Tag::Heading { .. } | Tag::Item | Tag::List(_) | Tag::Strong | Tag::Paragraph),
            ) => {
                found.push(format!("{tag:?}"));
            }
            Event::Start(tag) => found.push(format!("{tag:?}")),
            Event::Text(_) | Event::End(_) | Event::SoftBreak => {}
            other => found.push(format!("{other:?}")),
        }
    }
    found
}

#[test]
fn no_hostile_text_changes_the_structure_of_the_markdown() {
    let document = document();
    let plain = structure(&markdown::render(&soaked(&document, "plain")));
    assert!(plain.len() > 100 && plain.iter().any(|tag| tag.contains("Heading")), "{plain:?}");
    let more = [
        "- a",
        "+ a",
        "* a",
        "1. a",
        "12) a",
        "===",
        "---",
        "~~~",
        "    code",
        "     code",
        "> a",
        ": a",
        "$x$ $$y$$",
        "a@b.invalid",
        "https://a.invalid/?q=1",
        "www.a.invalid",
        "[^1]",
        "[^1]: a",
        "^a^ ~b~ ==c==",
        "{#id .class}",
        "a  ",
        "a\\",
        "&amp;&#32;",
        "***",
        "+++\na\n+++",
        "---\na\n---",
        "[[a]]",
        "||a||",
        ":::a",
        "<!--",
        "-->",
        "]]>",
        "<?php",
        "[!NOTE]",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ];
    let more = more.map(|text| (text.to_owned(), text.to_owned()));
    for (name, text) in texts().into_iter().chain(more).filter(|(_, text)| text.len() < 1000) {
        for text in [text.clone(), format!("\n\n{text}"), format!("a\n{text}\n\n"), format!(" {text}")] {
            let markdown = markdown::render(&soaked(&document, &text));
            let found = structure(&markdown);
            let first = found.iter().zip(&plain).position(|(found, plain)| found != plain);
            assert_eq!(found.len(), plain.len(), "{name} {first:?}\n{markdown}");
            assert_eq!(first, None, "{name}\n{markdown}");
        }
    }
}
