//! A parameter says at the call what is meant: no bare `bool` and no tuple.

use std::ops::Range;

use super::{File, faults, hold, program_files};
use crate::support::source::{Source, item_length, line_of};

/// File, function, and why its parameter stays.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// Every function with its offset and its parameters, without those that a trait prescribes.
fn signatures(code: &str) -> Vec<(usize, &str, Vec<&str>)> {
    let prescribed = prescribed(code);
    let mut found = Vec::new();
    for (at, word) in code.match_indices("fn ") {
        let is_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let name = code[at + word.len()..].split(|c: char| !c.is_alphanumeric() && c != '_').next();
        let Some(name) = name.filter(|name| is_word && !name.is_empty()) else { continue };
        let behind = &code[at + word.len() + name.len()..];
        let generics = behind.strip_prefix('<').map_or(0, |inside| parts(inside, ',').1 + 1);
        if !prescribed.iter().any(|range| range.contains(&at)) {
            found.push((at, name, parts(&behind[generics + 1..], ',').0));
        }
    }
    found
}

/// Bodies of `impl Trait for Type`.
fn prescribed(code: &str) -> Vec<Range<usize>> {
    let blocks = code.match_indices("impl").filter(|(at, _)| {
        let line = code[..*at].rsplit('\n').next().unwrap_or_default();
        matches!(line.trim(), "" | "unsafe")
    });
    let blocks = blocks.filter_map(|(at, _)| Some((at, at + code[at..].find('{')?)));
    let blocks = blocks.filter(|(at, open)| code[*at..*open].contains(" for "));
    blocks.map(|(_, open)| open..open + item_length(&code[open..])).collect()
}

/// Splits at a sign outside brackets, up to the bracket that closes; returns the length with that bracket too.
fn parts(code: &str, sign: char) -> (Vec<&str>, usize) {
    let (mut parts, mut start, mut depth, mut before) = (Vec::new(), 0, 0_usize, ' ');
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            // The arrow of a function.
            '>' if before == '-' => {}
            ')' | ']' | '}' | '>' if depth == 0 => {
                parts.push(code[start..at].trim());
                return (parts, at + 1);
            }
            ')' | ']' | '}' | '>' => depth -= 1,
            _ if c == sign && depth == 0 => {
                parts.push(code[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
        before = c;
    }
    (parts, code.len())
}

/// The type of a parameter, without references. Paths are no border between pattern and type.
fn type_of(parameter: &str) -> &str {
    let joined = parameter.replace("::", "__");
    let pattern = parts(&format!("{joined}:)"), ':').0.first().map_or(0, |pattern| pattern.len());
    let after = parameter.get(pattern..).unwrap_or_default().trim_start().trim_start_matches(':');
    let mut rest = after.trim_start_matches([' ', '\n', '&']);
    while let Some(behind) = rest.strip_prefix("mut ").or_else(|| {
        let lifetime = rest.strip_prefix('\'')?;
        lifetime.split_once(' ').map(|(_, behind)| behind)
    }) {
        rest = behind;
    }
    rest
}

fn bare(file: &File) -> Vec<(usize, String, &'static str)> {
    let code = Source::of(&file.text).without_tests().code;
    let mut found = Vec::new();
    for (at, name, parameters) in signatures(&code) {
        for parameter in parameters {
            let what = match type_of(parameter) {
                "bool" => "a bare bool",
                // Brackets without a comma hold the bounds of a reference.
                other if other.strip_prefix('(').is_some_and(|inner| parts(inner, ',').0.len() > 1) => {
                    "a tuple"
                }
                _ => continue,
            };
            found.push((line_of(&code, at), name.to_owned(), what));
        }
    }
    found
}

fn is_excepted(file: &File, name: &str) -> bool {
    EXCEPTIONS.iter().any(|(of, function, _)| *of == file.name && *function == name)
}

fn unclear_parameters(file: &File) -> Vec<String> {
    let unclear = bare(file).into_iter().filter(|(_, name, _)| !is_excepted(file, name));
    unclear.map(|(line, name, what)| format!("line {line}: {name} takes {what}")).collect()
}

#[test]
fn no_function_takes_a_bare_bool_or_a_tuple() {
    let files = program_files();
    hold(&files, unclear_parameters);
    for (of, function, why) in EXCEPTIONS {
        let file = files.iter().find(|file| file.name == of);
        let is_used = file.is_some_and(|file| bare(file).iter().any(|(_, name, _)| name == function));
        assert!(is_used && !why.is_empty(), "the exception for {function} in {of} is not needed any more");
    }
}

#[test]
fn a_bool_or_a_tuple_is_found_however_it_is_written_and_nothing_else_is() {
    for text in [
        "fn a(b: bool) {}",
        "pub(super) const fn a(&self, b: u8, mut c: bool) -> bool { c }",
        "fn a(\n    b: &mut bool,\n    c: u8,\n) {}",
        "fn a<F: Fn(u8) -> bool>(f: F, b: &'static bool) {}",
        "fn a((b, c): (u8, u8)) {}",
        "fn a<'a>(b: &'a (u8, &'a str)) {}",
        "impl A { fn a(x::B { c, d: e }: x::B, f: (u8, bool)) {} }",
        "trait A { fn a(&self, b: bool); }",
        "impl A for B { fn c() { d < e } }\nimpl B { fn a(b: bool) {} }",
    ] {
        assert_eq!(faults(unclear_parameters, "src/a.rs", text).len(), 1, "{text}");
    }
    for text in [
        "fn a(b: Option<bool>, c: &[(u8, u8)], d: ()) -> (bool, bool) { (true, true) }",
        "fn a(b: impl Fn(bool) -> bool, c: fn((u8, u8)), d: &(dyn Fn(u8, bool) + Sync)) {}",
        "impl A for B {\n    fn a(b: bool) { if b { c() } }\n    fn d(e: (u8, u8)) {}\n}",
        "fn a(b: u8) { let c = |d: bool, (e, f): (u8, u8)| d; }",
        "#[cfg(test)]\nmod tests { fn a(b: bool) {} }",
        "// fn a(b: bool)\nconst A: &str = \"fn a(b: bool)\";",
        "struct A { b: bool, c: (u8, u8) }",
    ] {
        assert_eq!(faults(unclear_parameters, "src/a.rs", text), [""; 0], "{text}");
    }
}
