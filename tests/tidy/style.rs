//! The style of every text that a person reads: no word that the glossary replaced, no sentence of more than 30 words.

use std::fs;

use clap::{Command, CommandFactory};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;
use strict_review::cli::args::Cli;

use super::repeated::sentences;
use super::words::{IN_COMMENTS, is_word};
use super::{File, files_below, program_files};
use crate::support::package;

const SENTENCE_WORDS_MAX: usize = 30;

/// Words and phrases of texts, beside those of comments. In pieces, so that this file does not match itself.
const IN_TEXTS: [&str; 9] = [
    concat!("confi", "ned"),
    concat!("held aga", "inst"),
    concat!("looked a", "t"),
    concat!("men", "ded"),
    concat!("take n", "o"),
    concat!("that wh", "ich"),
    concat!("the one tha", "t"),
    concat!("vis", "it"),
    concat!("wal", "ked"),
];

/// “X is no Y”; “there is no Y” is plain.
const IS_NO: [&str; 2] = [concat!("is n", "o"), concat!("are n", "o")];

/// A place of texts, parts of them, and the reason why their faults may stay.
type Exception<'a> = (&'a str, &'a [&'a str], &'a str);

const EXCEPTIONS: [Exception<'static>; 2] = [
    ("src/tui/keys/rebinding.rs", &["is not a key; use"], "a list of keys"),
    ("src/review/state/skipped.rs", &["nothing none no nil"], "a list of words that mean nothing"),
];

/// Pages beside those in `docs`.
const PAGES: [&str; 4] = ["CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"];

struct Text {
    place: String,
    text: String,
}

fn text(place: impl Into<String>, text: impl Into<String>) -> Text {
    Text { place: place.into(), text: text.into() }
}

/// Paragraphs, headings, list items and table cells of a page; code is one word, and blocks of it are left out.
fn page(name: &str, page: &str) -> Vec<Text> {
    let (mut texts, mut open, mut is_code) = (Vec::new(), String::new(), false);
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(part) if !is_code => open.push_str(&part),
            Event::Code(_) => open.push_str("`x`"),
            Event::SoftBreak | Event::HardBreak => open.push(' '),
            Event::Start(Tag::Item)
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                texts.push(text(name, std::mem::take(&mut open)));
            }
            _ => {}
        }
    }
    texts
}

/// Every text of a command's help, and of those below it.
fn help(command: &Command) -> Vec<Text> {
    let name = command.get_name();
    let own = [command.get_about(), command.get_long_about(), command.get_after_help()];
    let mut texts: Vec<Text> =
        own.into_iter().flatten().map(|said| text(format!("help of {name}"), said.to_string())).collect();
    for option in command.get_arguments() {
        let place = format!("help of {name} {}", option.get_id());
        let values = option.get_possible_values();
        let values = values.iter().filter_map(|value| value.get_help());
        let said = option.get_help().into_iter().chain(option.get_long_help()).chain(values);
        texts.extend(said.map(|said| text(place.clone(), said.to_string())));
    }
    texts.extend(command.get_subcommands().flat_map(help));
    texts
}

fn descriptions(place: &str, schema: &Value) -> Vec<Text> {
    match schema {
        Value::Object(members) => {
            let said = members.get("description").and_then(Value::as_str).map(|said| text(place, said));
            said.into_iter().chain(members.values().flat_map(|value| descriptions(place, value))).collect()
        }
        Value::Array(values) => values.iter().flat_map(|value| descriptions(place, value)).collect(),
        _ => Vec::new(),
    }
}

fn literals(file: &File) -> Vec<Text> {
    sentences(file).into_iter().map(|(said, line)| text(format!("{}:{line}", file.name), said)).collect()
}

fn all() -> Vec<Text> {
    let read = |name: &str| fs::read_to_string(package().join(name)).unwrap();
    let mut texts: Vec<Text> = PAGES.iter().flat_map(|name| page(name, &read(name))).collect();
    texts.extend(files_below("docs", &["md"]).iter().flat_map(|file| page(&file.name, &file.text)));
    texts.extend(help(&Cli::command()));
    for file in files_below("assets/schemas", &["json"]) {
        texts.extend(descriptions(&file.name, &serde_json::from_str(&file.text).unwrap()));
    }
    texts.extend(program_files().iter().flat_map(literals));
    texts
}

fn faults(text: &Text) -> Vec<String> {
    let lower = text.text.to_lowercase();
    let is_in = |word: &str, before: &str| {
        let at = |(at, _): (usize, &str)| {
            is_word(&lower, at, word.len()) && (before.is_empty() || !lower[..at].ends_with(before))
        };
        lower.match_indices(word).any(at)
    };
    let words = IN_COMMENTS.iter().chain(&IN_TEXTS).filter(|word| is_in(word, ""));
    let words =
        words.chain(IS_NO.iter().filter(|word| is_in(word, "there "))).map(|word| format!("“{word}”"));
    let long = sentence_lengths(&text.text).into_iter().filter(|length| *length > SENTENCE_WORDS_MAX);
    words.chain(long.map(|length| format!("a sentence of {length} words"))).collect()
}

/// Words of each sentence, which ends at a line break too; a sign alone is none.
fn sentence_lengths(text: &str) -> Vec<usize> {
    let mut lengths = vec![0];
    for line in text.lines() {
        for word in line.split_whitespace() {
            *lengths.last_mut().unwrap() += usize::from(word.contains(char::is_alphanumeric));
            if word.trim_end_matches(['”', '"', ')', '*']).ends_with(['.', '!', '?']) {
                lengths.push(0);
            }
        }
        lengths.push(0);
    }
    lengths.retain(|length| *length > 0);
    lengths
}

fn exceptions() -> impl Iterator<Item = &'static Exception<'static>> {
    EXCEPTIONS.iter()
}

fn is_excepted(text: &Text, (place, parts, _): &Exception<'_>) -> bool {
    text.place.starts_with(place) && parts.iter().any(|part| text.text.contains(part))
}

#[test]
fn texts_are_short_and_hold_no_word_that_the_glossary_replaced() {
    let all = all();
    let faulty = all.iter().filter(|text| !exceptions().any(|exception| is_excepted(text, exception)));
    let told: Vec<String> = faulty
        .flat_map(|text| {
            faults(text).into_iter().map(move |fault| format!("{}: {fault}: {}", text.place, text.text))
        })
        .collect();
    assert!(told.is_empty(), "{} faults\n{}", told.len(), told.join("\n"));
}

#[test]
fn every_exception_is_still_needed_and_has_a_reason() {
    let all = all();
    for (place, parts, reason) in exceptions() {
        for part in *parts {
            let parts = [*part];
            let one = (*place, parts.as_slice(), *reason);
            let needed = all.iter().any(|text| is_excepted(text, &one) && !faults(text).is_empty());
            assert!(needed && reason.len() > 10, "{place}: {part}: {reason}");
        }
    }
}

#[test]
fn a_fault_is_found_wherever_a_text_is() {
    let long = "word ".repeat(SENTENCE_WORDS_MAX + 1);
    let word = IN_TEXTS[0];
    for fault in [word, long.as_str()] {
        for markdown in
            [format!("# {fault}"), format!("- a\n- {fault}"), format!("| a |\n|---|\n| {fault} |")]
        {
            assert_eq!(page("a.md", &markdown).iter().flat_map(faults).count(), 1, "{markdown}");
        }
        for code in [format!("```text\n{fault}\n```"), format!("`{fault}`")] {
            assert_eq!(page("a.md", &code).iter().flat_map(faults).count(), 0, "{code}");
        }
        let command = Command::new("a").arg(clap::Arg::new("b").help(format!("It {fault}")));
        assert_eq!(help(&command).iter().flat_map(faults).count(), 1, "{fault}");
        let schema = serde_json::json!({ "properties": { "a": { "description": format!("It {fault}") } } });
        assert_eq!(descriptions("a", &schema).iter().flat_map(faults).count(), 1, "{fault}");
        let source = format!("fn a() {{ b(\"The process {fault}\") }}");
        let file = File { name: "src/a.rs".to_owned(), text: source };
        assert_eq!(literals(&file).iter().flat_map(faults).count(), 1, "{fault}");
    }
    for word in IN_COMMENTS.iter().chain(&IN_TEXTS).chain(&IS_NO) {
        assert!(!faults(&text("a", format!("It {word} here."))).is_empty(), "{word}");
        assert_eq!(faults(&text("a", format!("It {word}x here."))).len(), 0, "{word}");
    }
    assert_eq!(faults(&text("a", "There is no file.")), [""; 0]);
    assert_eq!(sentence_lengths("One two. Three – four? (Five.) Six"), [2, 2, 1, 1]);
}
