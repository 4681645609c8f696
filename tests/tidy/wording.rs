//! What a reviewer reads stands in `src/wording`: no sentence is written where it is said.

use std::ops::Range;

use super::{File, faults, hold, program_files};
use crate::support::source::{Source, line_of};

/// Where a reviewer is spoken to.
const SPEAKING: [&str; 4] = ["src/tui/", "src/plain/", "src/visit/", "src/visit.rs"];

/// Wording in table form: the bindings of keys, and the commands of plain mode.
const TABLES: [&str; 3] = ["src/tui/keys/table.rs", "src/tui/keys/table/", "src/plain/commands.rs"];

/// What stands for a part of a text that is put in when it is said.
const PART: char = '\u{FFFC}';

/// The text of a literal as it is said; `source` begins with it, and `inside` stands between its quotes.
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

/// Whether a text has a word, and beside it another word or a part that is put in.
fn is_a_sentence(said: &str) -> bool {
    let spoken: Vec<&str> = said
        .split_whitespace()
        .filter(|word| word.contains(|c: char| c.is_alphabetic() || c == PART))
        .collect();
    spoken.len() > 1 && spoken.iter().any(|word| word.contains(char::is_alphabetic))
}

/// Where code says something to the compiler: `#[…]` and `#![…]`.
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
    starts.concat().into_iter().map(|start| start..end(start)).collect()
}

fn sentences(file: &File) -> Vec<String> {
    let source = Source::of(&file.text).without_tests();
    let attributes = attributes(&source.code);
    let spoken = source.strings.iter().filter(|(at, _)| !attributes.iter().any(|range| range.contains(at)));
    let sentences = spoken.map(|(at, inside)| (at, said(&file.text[*at..], inside)));
    let told = sentences.filter(|(_, said)| is_a_sentence(said));
    told.map(|(at, said)| format!("line {}: belongs into the wording: {said}", line_of(&file.text, *at)))
        .collect()
}

#[test]
fn a_sentence_is_written_in_the_wording_and_nowhere_else() {
    let files = program_files();
    for named in SPEAKING.iter().chain(&TABLES) {
        assert!(files.iter().any(|file| file.name.starts_with(named)), "{named} is there");
    }
    let spoken = |file: &File, names: &[&str]| names.iter().any(|name| file.name.starts_with(name));
    let files: Vec<File> =
        files.into_iter().filter(|file| spoken(file, &SPEAKING) && !spoken(file, &TABLES)).collect();
    hold(&files, sentences);
}

#[test]
fn a_sentence_is_told_however_it_is_written() {
    for code in [
        "say(\"Nothing is open.\")",
        "say(\"{count} open\")",
        "say(\"next: {}\")",
        "say(\"one\\ntwo\")",
        "say(\"one\\u{20}two\\x20three\")",
        "say(\"one \\\n            two\")",
        "say(\"one\n    two\")",
        "say(r\"one two\")",
        "say(r#\"one \"two\" three\"#)",
        "say(b\"one two\")",
        "say(\"über Äpfel\")",
        "say(\"{ one two\")",
        "say(\"one\"); say(\"“one” {{two}}\")",
        "#[expect(dead_code, reason = \"one two\")]\nfn a() { say(\"three four\") }",
    ] {
        assert_eq!(faults(sentences, "src/tui/a.rs", code).len(), 1, "{code}");
    }
    for code in [
        "key(\"next-open\")",
        "say(\"{} {}\")",
        "say(\"  {pointer} · {name:>width$}: \")",
        "say(\"one\\\n            two\")",
        "say(\"one{two}three\")",
        "ask(\"\\x1b[?1000h\\x1b]52;c;{encoded}\\x1b\\\\\")",
        "// one two\n/* three four */ say(\"\")",
        "#[expect(dead_code, reason = \"one [two] three\")]\nfn a<'a>(b: &'a str) { c('\"', b) }",
        "#[cfg(test)]\nmod tests { fn a() { say(\"one two\") } }",
    ] {
        assert_eq!(faults(sentences, "src/tui/a.rs", code), [""; 0], "{code}");
    }
}
