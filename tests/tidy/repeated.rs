//! A sentence that a reviewer reads is written once, so that it is changed once.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{File, program_files};
use crate::support::source::{Source, line_of};

/// Folders with texts for a reviewer.
const SPEAKING: [&str; 3] = ["src/tui/", "src/plain/", "src/frontend"];

/// Fewer words make a label, which many screens may have.
const SENTENCE_WORDS_MIN: usize = 3;

/// Placeholder of a part that is inserted at run time.
const PART: char = '\u{FFFC}';

/// The text of a literal as displayed; `source` begins with it, and `inside` is between its quotes.
fn said(source: &str, inside: &str) -> String {
    let text = if source.starts_with('"') { unescaped(inside) } else { inside.to_owned() };
    let (mut said, mut rest) = (String::new(), text.as_str());
    while let Some((before, from)) = rest.find('{').map(|open| rest.split_at(open)) {
        let names = |end: &usize| !from[1..*end].contains(|c: char| c == '{' || c.is_whitespace());
        let part = from.find('}').filter(names);
        said.push_str(before);
        said.push(if part.is_some() { PART } else { '{' });
        rest = &from[part.unwrap_or(0) + 1..];
    }
    said + rest
}

/// A literal without its escapes; a line that goes on goes on without the blanks before it.
fn unescaped(inside: &str) -> String {
    let mut text = String::new();
    let mut rest = inside.chars().peekable();
    while let Some(c) = rest.next() {
        let escape = if c == '\\' { rest.next() } else { None };
        match escape {
            None => text.push(c),
            Some('\n') => while rest.next_if(|c| c.is_whitespace()).is_some() {},
            Some('n' | 'r' | 't') => text.push(' '),
            Some('x') => text.extend(code_point(&rest.by_ref().take(2).collect::<String>())),
            Some('u') => {
                text.extend(code_point(&rest.by_ref().take_while(|c| *c != '}').collect::<String>()));
            }
            Some(c) => text.push(c),
        }
    }
    text
}

fn code_point(hex: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(hex.trim_start_matches('{'), 16).unwrap())
}

fn is_a_sentence(said: &str) -> bool {
    let words = said.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    words.count() >= SENTENCE_WORDS_MIN
}

/// Attributes, `#[…]` and `#![…]`, but for those that hold the text of an error.
fn attributes(code: &str) -> Vec<Range<usize>> {
    let starts = ["#[", "#!["].map(|open| code.match_indices(open).map(|(at, _)| at).collect::<Vec<_>>());
    let end = |start: usize| {
        let mut depth = 0;
        let closes = code[start..].char_indices().find(|(_, c)| {
            depth += i32::from(*c == '[') - i32::from(*c == ']');
            *c == ']' && depth == 0
        });
        closes.map_or(code.len(), |(length, _)| start + length)
    };
    let starts = starts.concat().into_iter().filter(|start| !code[*start..].starts_with("#[error("));
    starts.map(|start| start..end(start)).collect()
}

/// Sentences of a file, each with its line; spaces around them do not count.
pub(super) fn sentences(file: &File) -> Vec<(String, usize)> {
    let source = Source::of(&file.text).without_tests();
    let attributes = attributes(&source.code);
    let spoken = source.strings.iter().filter(|(at, _)| !attributes.iter().any(|range| range.contains(at)));
    let sentences = spoken
        .map(|(at, inside)| (said(&file.text[*at..], inside).trim().to_owned(), line_of(&file.text, *at)));
    sentences.filter(|(said, _)| is_a_sentence(said)).collect()
}

fn repeated(files: &[File]) -> Vec<String> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        for (sentence, line) in sentences(file) {
            places.entry(sentence).or_default().push(format!("{}:{line}", file.name));
        }
    }
    let several = places.into_iter().filter(|(_, places)| places.len() > 1);
    several.map(|(sentence, places)| format!("{}: {sentence}", places.join(", "))).collect()
}

#[test]
fn no_sentence_is_written_twice() {
    let mut files = program_files();
    for named in SPEAKING {
        assert!(files.iter().any(|file| file.name.starts_with(named)), "{named} is there");
    }
    files.retain(|file| SPEAKING.iter().any(|name| file.name.starts_with(name)));
    assert_eq!(repeated(&files), [""; 0]);
}

/// What is repeated in two files, where the first says “one two three”, “of {count} steps done” and “say it”.
fn repeats(code: &str) -> usize {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let first = "say(\"one two three\"); say(\"of {count} steps done\"); say(\"say it\")";
    repeated(&[file("src/tui/a.rs", first), file("src/plain/b.rs", code)]).len()
}

#[test]
fn a_repeated_sentence_is_told_however_it_is_written() {
    for code in [
        "say(\"one two three\")",
        "say(\"  one two three \")",
        "say(\"one\\ntwo three\")",
        "say(\"one\\u{20}two\\x20three\")",
        "say(\"one \\\n            two three\")",
        "say(r\"one two three\")",
        "say(r#\"one two three\"#)",
        "say(b\"one two three\")",
        "say(\"of {} steps done\")",
        "say(\"of {other:>3} steps done\")",
        "say(\"four five six\"); ask(\"four five six\")",
        "#[expect(dead_code, reason = \"four five six\")]\nfn a() { say(\"one two three\") }",
        "#[error(\"one two three\")]\nA,",
    ] {
        assert_eq!(repeats(code), 1, "{code}");
    }
    for code in [
        "say(\"one two\")",
        "say(\"say it\")",
        "say(\"One two three\")",
        "say(\"one two three four\")",
        "say(\"one\\\n            two three\")",
        "say(\"of {{count}} steps done\")",
        "// one two three\n/* one two three */ say(\"\")",
        "#[expect(dead_code, reason = \"one two three\")]\nfn a<'a>(b: &'a str) { c('\"', b) }",
        "#[cfg(test)]\nmod tests { fn a() { say(\"one two three\") } }",
    ] {
        assert_eq!(repeats(code), 0, "{code}");
    }
}
