//! The completeness of a page: each of its sections names every literal of its subject.

use super::page::Line;
use super::reader::Faults;
use super::{Definition, Sections};
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::secret::secret_rule;
use crate::review::text::{cut, has_hidden, visible};

pub(super) fn page(runbook: &Definition, faults: &Faults) {
    let Some(page) = &runbook.page else { return };
    let Sections { outcome, owner_handoff, packet, phases, references, confirmations } = &page.sections;
    let handoff = &runbook.owner_handoff;
    let statuses = runbook.statuses.iter().map(|status| status.status.as_str());
    names("outcome", outcome, statuses, faults);
    let upstream = handoff.upstream.iter();
    let upstream = upstream.flat_map(|upstream| [&upstream.field].into_iter().chain(&upstream.accepts));
    let fields = handoff.named().map(|named| named.field);
    names("ownerHandoff", owner_handoff, upstream.map(String::as_str).chain(fields), faults);
    let literals = [&runbook.packet.r#type, &runbook.packet.mode, &runbook.packet.ready_flag];
    names("packet", packet, literals.into_iter().map(String::as_str), faults);
    names("phases", phases, runbook.phases.iter().map(|phase| phase.id.as_str()), faults);
    let fields = runbook.references.iter().map(|reference| reference.field.as_str());
    names("references", references, fields, faults);
    let fields = runbook.confirmations.iter().map(|confirmation| confirmation.field.as_str());
    names("confirmations", confirmations, fields, faults);
}

fn names<'a>(section: &str, lines: &[Line], literals: impl Iterator<Item = &'a str>, faults: &Faults) {
    // A missing text has its fault already.
    for literal in literals.filter(|literal| !literal.is_empty()) {
        if !lines.iter().any(|line| is_in(line.text(), literal)) {
            faults.add(format!("/page/sections/{section}"), format!("does not name {}", quoted(literal)));
        }
    }
}

/// Hides a literal that is secret-like or has invisible characters; it has a fault of its own.
fn quoted(literal: &str) -> String {
    let secret = [literal, &format!("literal={literal}")].into_iter().any(|text| secret_rule(text).is_some());
    if secret || has_hidden(literal) {
        return "a literal that is refused".to_owned();
    }
    cut(&visible(literal), OBSERVED_CHARS_MAX)
}

/// True if the text contains the literal as itself, not as a part of a longer one.
fn is_in(text: &str, literal: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    text.match_indices(literal).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let behind = text.get(at + literal.len()..).and_then(|behind| behind.chars().next());
        !before.is_some_and(goes_on) && !behind.is_some_and(goes_on)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::testing::SECRET;

    #[test]
    fn what_looks_like_a_credential_or_hides_something_is_not_repeated() {
        for literal in [SECRET, "a\u{202e}b"] {
            assert!(!quoted(literal).contains(literal));
        }
        assert_eq!(quoted("a-b"), "a-b");
        assert!(quoted(&"a".repeat(8_192)).len() < 300);
    }

    #[test]
    fn a_literal_that_is_only_part_of_a_longer_one_is_not_named() {
        for text in ["a-b", "x: a-b.", "a-b=c", "c-a-b, a-b", "`a-b`"] {
            assert!(is_in(text, "a-b"), "{text}");
        }
        for text in ["", "a-bc", "a-b-c", "c-a-b", "xa-b", "éa-b", "a b"] {
            assert!(!is_in(text, "a-b"), "{text}");
        }
    }
}
