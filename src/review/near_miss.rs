//! Files that a reference nearly names: other case, extra blanks, percent-encoding, another folder.
//! A near miss opens and pins nothing; it is reported so that somebody can correct the reference.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::evidence::{has_scheme, path_of};
use super::secret::secret_rule;
use super::text::{has_hidden, visible};

/// Bounds one search: spellings of one name can occur together in every folder of a path.
const FOLDERS_MAX: usize = 64;

/// A file of the evidence folder that a reference nearly names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NearMiss {
    /// The field of the reference.
    pub item: String,
    /// The path of the file below the evidence folder.
    pub there: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub is_folder: bool,
}

/// `None` if the reference names a file exactly, or no file resembles it. `folder` is the evidence folder's own name;
/// `list` returns the entries of a folder below it, by path.
pub fn near_miss(
    reference: &str,
    folder: Option<&str>,
    list: &mut dyn FnMut(&str) -> Vec<Entry>,
) -> Option<String> {
    let exact = path_of(reference);
    let mut search = Search { list, folders: 0 };
    if exact.as_ref().is_some_and(|path| search.is_there(path)) {
        return None;
    }
    let mut meant = candidates(reference, folder).into_iter();
    let found = meant.find_map(|parts| search.below("", &parts))?;
    // A record never holds a secret-like name.
    (exact.as_deref() != Some(found.as_str()) && secret_rule(&found).is_none()).then_some(found)
}

#[must_use]
pub fn is_near(reference: &str, there: &str) -> bool {
    // No listing of a folder gives such parts.
    let plain = there.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let parts: Vec<String> = there.split('/').map(folded).collect();
    let fits =
        // The name of the evidence folder is not known here, so any folders may come before the path.
        |meant: &Vec<String>| *meant == parts || (meant.len() > parts.len() && meant.ends_with(&parts));
    plain && path_of(reference).as_deref() != Some(there) && candidates(reference, None).iter().any(fits)
}

#[must_use]
pub fn words(reference: &str, there: &str) -> String {
    format!(
        "no file “{}”; the folder has “{}” ({})",
        visible(named(reference)),
        visible(there),
        difference(reference, there)
    )
}

#[must_use]
pub fn named(reference: &str) -> &str {
    reference.split_once('#').map_or(reference, |(path, _)| path)
}

fn difference(reference: &str, there: &str) -> &'static str {
    let said = named(reference);
    let same = |one: &str, other: &str| one == other;
    let trimmed = |text: &str| text.split('/').map(str::trim).collect::<Vec<_>>().join("/");
    if same(&trimmed(said), there) {
        "without the blank at its beginning or end"
    } else if said.nfd().eq(there.nfd()) {
        "the same letters in another Unicode form (NFC, NFD)"
    } else if said.to_lowercase() == there.to_lowercase() {
        "with different case"
    } else if same(&decoded(said), there) {
        "without percent-encoding"
    } else if same(&said.replace('\\', "/"), there) {
        "with / instead of \\"
    } else if said.ends_with(&format!("/{there}")) {
        "without the text before it"
    } else {
        "spelled differently"
    }
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// Folded paths that the reference may mean, the likeliest first.
fn candidates(reference: &str, folder: Option<&str>) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut add = |parts: &[String]| {
        if !parts.is_empty() && !all.iter().any(|other| other == parts) {
            all.push(parts.to_vec());
        }
    };
    for text in [named(reference), reference] {
        let Some(parts) = parts(text) else { continue };
        let mut written = vec![parts.clone()];
        // A line number, or a query that a web page adds.
        if let Some((last, before)) = parts.split_last() {
            let short = without_place(last);
            if short != last.as_str() {
                written.push(before.iter().cloned().chain([short.to_owned()]).collect());
            }
        }
        for parts in written {
            let parts: Vec<String> = parts.iter().map(|part| folded(part)).collect();
            add(&parts);
            if let Some(own) = folder.map(folded)
                && let Some(at) = parts.iter().rposition(|part| *part == own)
            {
                add(parts.get(at + 1..).unwrap_or_default());
            }
        }
    }
    all
}

/// `None` for a URL and for a path that climbs.
fn parts(text: &str) -> Option<Vec<String>> {
    let text = decoded(text.trim());
    let text = text.strip_prefix("file://").unwrap_or(&text);
    if has_scheme(text) {
        return None;
    }
    let parts = text.split(['/', '\\']).map(str::trim).filter(|part| !matches!(*part, "" | "."));
    let parts: Vec<String> = parts.map(str::to_owned).collect();
    (!parts.is_empty() && parts.iter().all(|part| part != "..")).then_some(parts)
}

/// Drops a line number after a colon, and a query.
fn without_place(name: &str) -> &str {
    let name = name.split_once('?').map_or(name, |(name, _)| name);
    let short = name.trim_end_matches(|c: char| c == ':' || c.is_ascii_digit());
    if name.strip_prefix(short).is_some_and(|place| place.starts_with(':')) { short } else { name }
}

/// Gives all names that look alike the same form.
fn folded(name: &str) -> String {
    let mut folded = String::new();
    for c in name.trim().nfd().flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            ' ' | '_' | '\u{A0}' | '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            '’' | '‘' => folded.push('\''),
            c if c.is_ascii() => folded.push(c),
            c if has_hidden(c.encode_utf8(&mut [0; 4])) => {}
            c => folded.push(ascii_twin(c)),
        }
    }
    folded
}

fn ascii_twin(c: char) -> char {
    const OTHERS: &str = "авекмнорстухіјѕһԁԛԝӏѵɡıαβεζηικμνορτυχᴏς";
    const ASCII: &str = "abekmhopctyxijshdqwlvgiabezhikmvoptuxoσ";
    let wide = u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).filter(char::is_ascii_graphic);
    let mut pairs = OTHERS.chars().zip(ASCII.chars());
    wide.unwrap_or_else(|| pairs.find(|(other, _)| *other == c).map_or(c, |(_, ascii)| ascii))
}

struct Search<'a> {
    list: &'a mut dyn FnMut(&str) -> Vec<Entry>,
    folders: usize,
}

impl Search<'_> {
    fn is_there(&mut self, path: &str) -> bool {
        let mut below = String::new();
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            let is_folder = parts.peek().is_some();
            if !(self.list)(&below).iter().any(|entry| entry.name == part && (entry.is_folder || !is_folder))
            {
                return false;
            }
            below = joined(&below, part);
        }
        true
    }

    fn below(&mut self, folder: &str, parts: &[String]) -> Option<String> {
        let (first, rest) = parts.split_first()?;
        self.folders += 1;
        if self.folders > FOLDERS_MAX {
            return None;
        }
        let mut entries = (self.list)(folder);
        entries.retain(|entry| entry.is_folder != rest.is_empty() && folded(&entry.name) == *first);
        // File systems list in any order; the result must not depend on it.
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        entries.into_iter().find_map(|entry| {
            let path = joined(folder, &entry.name);
            if rest.is_empty() { Some(path) } else { self.below(&path, rest) }
        })
    }
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[must_use]
pub fn entries<'a>(paths: impl Iterator<Item = &'a str>, folder: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for path in paths {
        let inside = if folder.is_empty() {
            Some(path)
        } else {
            path.strip_prefix(folder).and_then(|p| p.strip_prefix('/'))
        };
        let Some(inside) = inside else { continue };
        let (name, is_folder) = inside.split_once('/').map_or((inside, false), |(name, _)| (name, true));
        let entry = Entry { name: name.to_owned(), is_folder };
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 9] = [
        "backup-log.md",
        "sub/audit.md",
        "u\u{308}bersicht.md",
        "\u{1100}\u{1161}.md",
        "restore test log.md",
        "Logs/2026/Restore.md",
        "plan.md",
        "a#b.md",
        "rollback-plan.md",
    ];

    fn near(reference: &str) -> Option<String> {
        near_miss(reference, Some("evidence"), &mut |folder| entries(FILES.into_iter(), folder))
    }

    #[test]
    fn a_file_under_nearly_the_same_name_is_found_and_said_in_which_way_it_differs() {
        for (reference, there, how) in [
            ("Backup-Log.md", "backup-log.md", "with different case"),
            ("BACKUP-LOG.MD#when", "backup-log.md", "with different case"),
            ("backup-log.md ", "backup-log.md", "without the blank at its beginning or end"),
            (" backup-log.md", "backup-log.md", "without the blank at its beginning or end"),
            ("sub/ audit.md", "sub/audit.md", "without the blank at its beginning or end"),
            (
                "\u{fc}bersicht.md",
                "u\u{308}bersicht.md",
                "the same letters in another Unicode form (NFC, NFD)",
            ),
            ("\u{ac00}.md", "\u{1100}\u{1161}.md", "the same letters in another Unicode form (NFC, NFD)"),
            ("\u{dc}bersicht.md", "u\u{308}bersicht.md", "spelled differently"),
            ("restore%20test%20log.md", "restore test log.md", "without percent-encoding"),
            ("%62ackup-log.md", "backup-log.md", "without percent-encoding"),
            ("sub%2Faudit.md", "sub/audit.md", "without percent-encoding"),
            ("sub\\audit.md", "sub/audit.md", "with / instead of \\"),
            ("/backup-log.md", "backup-log.md", "without the text before it"),
            ("evidence/backup-log.md", "backup-log.md", "without the text before it"),
            ("/srv/evidence/sub/audit.md", "sub/audit.md", "without the text before it"),
            ("file:///srv/evidence/plan.md", "plan.md", "without the text before it"),
            ("logs/2026/restore.md", "Logs/2026/Restore.md", "with different case"),
            ("b\u{430}ckup-log.md", "backup-log.md", "spelled differently"),
            ("\u{ff42}ackup-log.md", "backup-log.md", "spelled differently"),
            ("backup\u{2011}log.md", "backup-log.md", "spelled differently"),
            ("restore_test_log.md", "restore test log.md", "spelled differently"),
            ("plan.md:12", "plan.md", "spelled differently"),
            ("plan.md?plain=1", "plan.md", "spelled differently"),
            ("a#b.md", "a#b.md", "spelled differently"),
            (".\\Evidence\\Rollback%2Dplan.md ", "rollback-plan.md", "spelled differently"),
        ] {
            assert_eq!(near(reference).as_deref(), Some(there), "{reference:?}");
            assert!(words(reference, there).ends_with(&format!(" ({how})")), "{}", words(reference, there));
            assert!(is_near(reference, there), "{reference:?}");
        }
        let said = words("Backup-Log.md", "backup-log.md");
        assert_eq!(said, "no file “Backup-Log.md”; the folder has “backup-log.md” (with different case)");
    }

    #[test]
    fn what_names_a_file_or_nothing_like_one_is_no_near_miss() {
        for reference in [
            "backup-log.md",
            "./backup-log.md#when",
            "sub//audit.md",
            "Logs/2026/Restore.md",
            "backup-log.txt",
            "audit.md",
            "sub",
            "https://example.org/backup-log.md",
            "../evidence/backup-log.md",
            "sub/../plan.md",
            "DBA-17",
            "",
            "#",
            "/",
            "%",
        ] {
            assert_eq!(near(reference), None, "{reference:?}");
        }
    }

    #[test]
    fn a_record_cannot_tell_of_just_any_file_as_a_near_miss() {
        for (reference, there) in [
            ("backup-log.md", "backup-log.md"),
            ("backup-log.md", "plan.md"),
            ("Backup-Log.md", "sub/../backup-log.md"),
            ("Backup-Log.md", "./backup-log.md"),
            ("https://example.org/backup-log.md", "backup-log.md"),
        ] {
            assert!(!is_near(reference, there), "{reference:?} {there:?}");
        }
    }

    #[test]
    fn so_many_folders_are_looked_into_and_no_more() {
        let mut looked = 0;
        let mut list = |folder: &str| {
            looked += 1;
            let spelt = |i: u32| {
                let bits = (0..10).map(|bit| if i >> bit & 1 == 1 { 'A' } else { 'a' });
                Entry { name: bits.collect(), is_folder: true }
            };
            if folder.len() < 400 { (0..1024).map(spelt).collect() } else { Vec::new() }
        };
        let reference = format!("{}b.md", "aaaaaaaaaa/".repeat(30));
        assert_eq!(near_miss(&reference, None, &mut list), None);
        assert!(looked <= FOLDERS_MAX + 31, "{looked}");
    }
}
