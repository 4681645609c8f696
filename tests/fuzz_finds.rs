//! Fuzzing finds, each as a sentence; and every seed against the invariants of its target, which so hold without a
//! fuzzer too.

use std::fs;

use serde_json::json;
use strict_review::journal::entry::Head;
use strict_review::journal::replay;
use strict_review::review::secret::secret_rule;
use strict_review::review::text::visible;

use crate::support::package;

#[path = "fuzz/invariants/mod.rs"]
#[allow(unreachable_pub, reason = "another package calls it")]
mod invariants;

fn each_seed(target: &str, hold: fn(&[u8])) {
    let folder = package().join("tests/fuzz/seeds").join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        hold(&fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 0, "{target} has seeds");
}

#[test]
fn every_seed_holds_the_invariants_of_its_target() {
    each_seed("handoff", invariants::handoff::hold);
    each_seed("runbook", invariants::runbook::hold);
    each_seed("journal_line", invariants::journal_line::hold);
    each_seed("plan_document", invariants::plan_document::hold);
    each_seed("evidence_viewer", invariants::evidence_viewer::hold);
    each_seed("key_stream", invariants::key_stream::hold);
    each_seed("plain_lines", invariants::plain_lines::hold);
}

#[test]
fn a_terminal_without_rows_stops_nothing_while_evidence_is_read() {
    // Evidence is opened, the terminal reports that it has no rows, and something else happens.
    invariants::key_stream::hold(b"\x11]o\xFF\x47\xFF\x47");
}

#[test]
fn a_hidden_character_neither_splits_a_credential_nor_joins_it_to_what_follows() {
    // Matches at exactly this length; with more text after it, it does not.
    let token = concat!("AK", "IA", "Q3EXB7LMTZ5WPN2R");
    assert!(secret_rule(token).is_some() && secret_rule(&format!("{token}ZZ99")).is_none());
    for hidden in ["\0", "\u{1}", "\u{AD}", "\u{200B}", "\u{202E}", "\u{FEFF}"] {
        let (start, end) = token.split_at(9);
        for text in [
            format!("{start}{hidden}{end}"),
            format!("{token}{hidden}ZZ99"),
            format!("x{hidden}{token}{hidden}ZZ99"),
        ] {
            assert!(secret_rule(&text).is_some(), "{}", visible(&text));
        }
    }
}

#[test]
fn a_text_that_is_shown_with_tokens_for_what_it_hides_looks_like_no_credential() {
    // Random-looking only if the invisible characters around it become tokens.
    let text = "0\u{1}s\x00254740992900719925474099354740993DDDDD\u{1}z\0";
    assert_eq!(secret_rule(text).is_some(), secret_rule(&visible(text)).is_some());
}

#[test]
fn a_value_that_a_message_ends_in_is_not_made_longer_by_a_full_stop() {
    // Three bytes after the name are no credential; a fourth would make one.
    let value = "password]:\u{20AC}";
    assert!(secret_rule(value).is_none() && secret_rule(&format!("{value}.")).is_some());
    invariants::handoff::hold(json!({ "database": value }).to_string().as_bytes());
}

#[test]
fn a_journal_line_that_leaves_out_what_the_program_writes_is_refused() {
    let at = "2026-01-31T09:30:00.000Z".parse().unwrap();
    let reads = |event: serde_json::Value| {
        let (line, _) = Head::default().line(&event, at);
        // In place of line one, which is not read here.
        let journal = [b"\n", line.as_slice()].concat();
        replay::events(&journal, Head::default()).next().unwrap().is_ok()
    };
    assert!(reads(json!({ "type": "evidence-changed", "item": "a", "found": null })));
    assert!(!reads(json!({ "type": "evidence-changed", "item": "a" })));
}
