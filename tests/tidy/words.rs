//! One word for one thing: words that the glossary replaced are in no comment and in no name.

use super::{File, faults, hold, sources};
use crate::support::source::{Source, line_of};

/// Words and phrases of comments. In pieces, so that this file does not match itself.
pub(super) const IN_COMMENTS: [&str; 16] = [
    concat!("ane", "w"),
    concat!("defi", "nition"),
    concat!("ear", "ned"),
    concat!("ear", "ns"),
    concat!("handoff pa", "cket"),
    concat!("look af", "ter"),
    concat!("men", "d"),
    concat!("mo", "ved"),
    concat!("not loo", "ked at"),
    concat!("rests o", "n"),
    concat!("set", "tled"),
    concat!("sou", "ght"),
    concat!("sta", "nds"),
    concat!("wal", "ls"),
    concat!("who", "ever"),
    concat!("rest", " on"),
];

/// Whole names of modules, types and functions.
const NAMES: [&str; 22] = [
    concat!("to", "ld"),
    concat!("obe", "y"),
    concat!("take_", "turn"),
    concat!("lear", "nt"),
    concat!("Lear", "nt"),
    concat!("Un", "usable"),
    concat!("Un", "readable"),
    concat!("Un", "writable"),
    concat!("Un", "kept"),
    concat!("Not", "Done"),
    concat!("Not", "Opened"),
    concat!("Not", "Exported"),
    concat!("Not", "Text"),
    concat!("No", "Folder"),
    concat!("Mis", "bound"),
    concat!("Packet", "Check"),
    concat!("Packet", "Match"),
    concat!("surround", "ings"),
    concat!("mis", "use"),
    concat!("wor", "ding"),
    concat!("choos", "ing"),
    concat!("rech", "eck"),
];

/// Opens no doc comment: a noun or a verb says more.
const OPENERS: [&str; 4] = ["What ", "Where ", "How ", "Whether "];

/// Texts of the program, not comments: clap prints them, and schemas publish them.
const PRINTED: [&str; 2] = ["src/cli/args.rs", "src/cli/args/"];

pub(super) fn is_word(text: &str, at: usize, length: usize) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    !text[..at].chars().next_back().is_some_and(is_letter)
        && !text[at + length..].chars().next().is_some_and(|c| is_letter(c) || c == '-')
}

fn banned_comments(file: &File) -> Vec<String> {
    let comments = Source::of(&file.text).comments.to_lowercase();
    let found = |word: &&str| -> Vec<String> {
        let places = comments.match_indices(*word).filter(|(at, _)| is_word(&comments, *at, word.len()));
        places.map(|(at, _)| format!("line {}: “{word}”", line_of(&comments, at))).collect()
    };
    IN_COMMENTS.iter().flat_map(found).collect()
}

fn banned_names(file: &File) -> Vec<String> {
    let code = Source::of(&file.text).code;
    let mut told = Vec::new();
    for kind in ["fn ", "struct ", "enum ", "mod ", "trait ", "type "] {
        for (at, _) in code
            .match_indices(kind)
            .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        {
            let name = &code[at + kind.len()..];
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
            if NAMES.contains(&&name[..end]) {
                told.push(format!("line {}: {}", line_of(&code, at), &name[..end]));
            }
        }
    }
    told
}

fn clauses(file: &File) -> Vec<String> {
    let mut before = "";
    let mut told = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        let line = line.trim_start();
        let doc = ["/// ", "//! "].iter().find_map(|mark| line.strip_prefix(mark));
        if let Some(doc) = doc.filter(|_| !before.starts_with("///") && !before.starts_with("//!"))
            && OPENERS.iter().any(|opener| doc.starts_with(opener))
        {
            told.push(format!("line {}: {doc}", at + 1));
        }
        before = line;
    }
    told
}

#[test]
fn comments_and_names_have_no_word_that_the_glossary_replaced() {
    let printed = |file: &File| PRINTED.iter().any(|name| file.name.starts_with(name));
    let files: Vec<File> = sources().into_iter().filter(|file| !printed(file)).collect();
    hold(&files, banned_comments);
    hold(&sources(), banned_names);
}

#[test]
fn one_doc_comment_in_fifty_at_most_opens_with_a_clause() {
    let files = sources();
    let docs: usize = files.iter().map(|file| file.text.matches("///").count() + 1).sum();
    let found: Vec<String> = files.iter().flat_map(clauses).collect();
    assert!(found.len() * 50 <= docs, "{} of {docs} lines:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_replaced_word_is_found_in_a_comment_and_in_a_name() {
    for word in IN_COMMENTS {
        assert_eq!(faults(banned_comments, "src/a.rs", &format!("// It {word} here.")).len(), 1, "{word}");
        assert_eq!(faults(banned_comments, "src/a.rs", &format!("fn a() {{ b(\"{word}\") }}")), [""; 0]);
    }
    for name in NAMES {
        assert_eq!(faults(banned_names, "src/a.rs", &format!("pub fn {name}() {{}}")).len(), 1, "{name}");
        assert_eq!(faults(banned_names, "src/a.rs", &format!("pub fn is_{name}() {{ {name}() }}")), [""; 0]);
    }
    assert_eq!(faults(clauses, "src/a.rs", "/// What it is.\n/// Where it is.\nfn a() {}").len(), 1);
    assert_eq!(faults(clauses, "src/a.rs", "/// Whatever comes.\nfn a() {}"), [""; 0]);
}
