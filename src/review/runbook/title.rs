//! Short names for people: the runbook's title where it is short, else words made from the literal.

use super::{
    Confirmation, Decision, Declared, Effect, Named, Phase, PhaseItem, Reference, Status, StopRule, Target,
    Upstream,
};
use crate::review::text;

/// Columns of a short title.
const TITLE_COLUMNS_MAX: usize = 22;

pub(super) fn is_short(title: &str) -> bool {
    text::columns(title) <= TITLE_COLUMNS_MAX
}

pub(super) fn too_long() -> String {
    format!("expected at most {TITLE_COLUMNS_MAX} columns")
}

/// A longer title, as in runbooks of version 0.1, often has the name before its first colon.
fn name(title: Option<&str>, literal: &str) -> String {
    let title = title.unwrap_or_default();
    let head = title.split_once(": ").map_or(title, |(head, _)| head);
    let short = [title, head].into_iter().find(|text| !text.is_empty() && is_short(text));
    short.map_or_else(|| words(literal), str::to_owned)
}

/// The title and the purpose in one text.
fn in_words(title: &str, purpose: Option<&str>) -> String {
    purpose.map_or_else(|| title.to_owned(), |purpose| format!("{title}: {purpose}"))
}

/// `backupReference` and `backup-log` as words: “Backup reference”, “Backup log”. An acronym stays one.
fn words(literal: &str) -> String {
    let letters: Vec<char> = literal.chars().collect();
    let mut words = String::with_capacity(literal.len() + 8);
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).is_some_and(|c| c.is_lowercase());
        let after = letters.get(at + 1).is_some_and(|c| c.is_lowercase());
        match c {
            '-' | '_' | '/' => words.push(' '),
            c if words.is_empty() => words.extend(c.to_uppercase()),
            c if c.is_uppercase() && (before || after) => {
                words.push(' ');
                if after { words.extend(c.to_lowercase()) } else { words.push(*c) }
            }
            c => words.push(*c),
        }
    }
    words
}

macro_rules! named {
    ($($part:ident: $literal:ident;)*) => {
        $(impl $part {
            #[must_use]
            pub fn name(&self) -> String {
                name(self.title.as_deref(), &self.$literal)
            }
        })*
    };
}

named! {
    Confirmation: field;
    Phase: id;
    Effect: id;
    Status: status;
    StopRule: id;
}

macro_rules! explained {
    ($($part:ident: $literal:ident;)*) => {
        $(impl $part {
            #[must_use]
            pub fn name(&self) -> String {
                name(Some(&self.title), &self.$literal)
            }

            #[must_use]
            pub fn in_words(&self) -> String {
                in_words(&self.title, self.purpose.as_deref())
            }
        })*
    };
}

explained! {
    Reference: field;
    Target: field;
    Upstream: field;
    Declared: field;
    Decision: value;
}

impl Effect {
    /// Name and action, or the action alone if the name says the same.
    #[must_use]
    pub fn in_words(&self) -> String {
        let name = self.name();
        if name.to_lowercase() == self.action.to_lowercase() {
            name
        } else {
            format!("{name}: {}", self.action)
        }
    }
}

impl PhaseItem {
    #[must_use]
    pub fn name(&self) -> String {
        name(None, self.id())
    }
}

impl Named<'_> {
    #[must_use]
    pub fn name(&self) -> String {
        name(Some(self.title), self.field)
    }

    #[must_use]
    pub fn in_words(&self) -> String {
        in_words(self.title, self.purpose)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_title_is_the_name_and_a_long_one_gives_its_head() {
        assert_eq!(name(Some("Backup log"), "backupReference"), "Backup log");
        assert_eq!(name(Some("Backup log: what was backed up, and when"), "backupReference"), "Backup log");
    }

    #[test]
    fn without_a_short_title_the_literal_is_put_in_words() {
        let long = Some("Where the owner handoff of the upstream stage is kept");
        for (literal, expected) in [
            ("ownerHandoffReference", "Owner handoff reference"),
            ("backup-restore-rollback-review", "Backup restore rollback review"),
            ("stop-rule/secret", "Stop rule secret"),
            ("T-293", "T 293"),
            ("noDNSChange", "No DNS change"),
            ("", ""),
        ] {
            assert_eq!(name(long, literal), expected);
            assert_eq!(name(None, literal), expected);
        }
    }

    #[test]
    fn wide_characters_count_two_columns() {
        assert!(is_short(&"数".repeat(11)) && !is_short(&"数".repeat(12)));
    }
}
