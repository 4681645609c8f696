//! Rust source split into code, comments and string literals, so that a checker reads only the part it means.

use std::ops::Range;

/// `code` and `comments` are as long as the source, with everything else blanked, so that offsets agree.
pub(crate) struct Source {
    pub(crate) code: String,
    pub(crate) comments: String,
    /// Offset of each string literal, and the text between its quotes.
    pub(crate) strings: Vec<(usize, String)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Layer {
    Code,
    Comment,
    Literal,
}

impl Source {
    pub(crate) fn of(text: &str) -> Self {
        let mut layers = vec![Layer::Code; text.len()];
        let mut strings = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let (layer, length) = first_token(rest, text[..at].chars().next_back());
            layers[at..at + length].fill(layer);
            if layer == Layer::Literal && !rest.starts_with('\'') {
                strings.push((at, between_quotes(&rest[..length])));
            }
            at += length;
        }
        let only = |wanted: Layer| blanked(text, |at| layers[at] != wanted);
        Self { code: only(Layer::Code), comments: only(Layer::Comment), strings }
    }

    /// Removes code and literals that are compiled for tests only.
    pub(crate) fn without_tests(self) -> Self {
        let ranges = test_items(&self.code);
        let tested = |at: usize| ranges.iter().any(|range| range.contains(&at));
        let strings = self.strings.into_iter().filter(|(at, _)| !tested(*at)).collect();
        Self { code: blanked(&self.code, tested), strings, ..self }
    }
}

/// Line of an offset, from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// Modules that a source declares for tests only: `#[cfg(test)] mod name;`.
pub(crate) fn test_modules(text: &str) -> Vec<String> {
    let code = Source::of(text).code;
    let declared = |range: Range<usize>| {
        let item = code[range].strip_prefix("#[cfg(test)]")?.trim().strip_suffix(';')?;
        item.strip_prefix("mod ").map(str::to_owned)
    };
    test_items(&code).into_iter().filter_map(declared).collect()
}

fn test_items(code: &str) -> Vec<Range<usize>> {
    let starts = code.match_indices("#[cfg(test)]").map(|(start, _)| start);
    starts.map(|start| start..start + item_length(&code[start..])).collect()
}

/// Up to the semicolon or the closing brace that ends the first item.
pub(crate) fn item_length(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

fn blanked(text: &str, blank: impl Fn(usize) -> bool) -> String {
    let keep = |(at, c): (usize, char)| {
        if c == '\n' || !blank(at) { c.to_string() } else { " ".repeat(c.len_utf8()) }
    };
    text.char_indices().map(keep).collect()
}

/// Kind and length in bytes of the first token.
fn first_token(text: &str, before: Option<char>) -> (Layer, usize) {
    if text.starts_with("//") {
        return (Layer::Comment, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (Layer::Comment, text.find("*/").map_or(text.len(), |end| end + 2));
    }
    let in_a_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let literal = if in_a_word { None } else { raw_string(text) };
    let literal = literal.or_else(|| text.starts_with('"').then(|| quoted(text, '"')));
    match literal.or_else(|| character(text)) {
        Some(length) => (Layer::Literal, length),
        None => (Layer::Code, text.chars().next().map_or(1, char::len_utf8)),
    }
}

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.trim_start_matches(['b', 'c']).strip_prefix('r')?;
    let prefix = text.len() - hashes.len();
    let body = hashes.trim_start_matches('#');
    let count = hashes.len() - body.len();
    if prefix > 2 || !body.starts_with('"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(count));
    let end = body[1..].find(&close).map_or(body.len(), |end| end + 1 + close.len());
    Some(prefix + count + end)
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of a character literal; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    let closes = inside[first.len_utf8()..].starts_with('\'');
    (first == '\\' || closes).then(|| quoted(text, '\''))
}

fn between_quotes(literal: &str) -> String {
    let opened = literal.find('"').map_or(literal, |start| &literal[start + 1..]);
    opened.rfind('"').map_or(opened, |end| &opened[..end]).to_owned()
}

#[test]
fn a_source_is_told_apart_into_code_comments_and_literals() {
    let source = Source::of(
        "let a = \"x // \\\" y\"; // say \"hi\"\nlet b: &'a str = r#\"raw \"q\" \"#; let c = '\"';",
    );
    let strings: Vec<&str> = source.strings.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(strings, ["x // \\\" y", "raw \"q\" "]);
    assert_eq!(source.comments.trim(), "// say \"hi\"");
    assert!(source.code.contains("let b: &'a str =") && source.code.ends_with(';'));
    assert!(!source.code.contains('"') && !source.code.contains("raw"));
}

#[test]
fn what_is_compiled_for_tests_only_is_left_out() {
    let text = "fn a() { b(\"kept\") }\n#[cfg(test)]\nmod t { const X: &str = \"}gone\"; fn c() {} }\n\
        #[cfg(test)]\nmod corpus;\nfn d() { \"kept too\" }";
    let source = Source::of(text).without_tests();
    let strings: Vec<&str> = source.strings.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(strings, ["kept", "kept too"]);
    assert!(source.code.contains("fn d") && !source.code.contains("fn c") && !source.code.contains("corpus"));
    assert_eq!(test_modules(text), ["corpus"]);
    assert_eq!(line_of(text, text.find("fn d").unwrap()), 6);
}
