//! The packet for people, as honest and hostile texts come out of it.

use super::*;
use serde_json::json;

#[test]
fn text_cannot_pass_for_structure() {
    let hostile = "a\n## b <script> [x](y) `c` \u{202e}";
    assert_eq!(escaped(hostile), "a / \\#\\# b \\<script\\> \\[x\\](y) \\`c\\` ‹U+202E›");
    for (text, safe) in [
        ("12. a", "12\\. a"),
        ("- a - b", "\\- a - b"),
        ("     code", "&#32;    code"),
        ("\n\na", "/  / a"),
        ("see https://a.b at 10:30", "see https\\://a.b at 10:30"),
        ("www.a.b", "www\\.a.b"),
        ("T-1: a+b=c.", "T-1: a+b=c."),
        ("$x$ a@b.c {#id}", "\\$x\\$ a\\@b.c \\{\\#id\\}"),
    ] {
        assert_eq!(escaped(text), safe);
    }
}

#[test]
fn a_plan_without_a_review_has_no_attempts() {
    let shown = of(&json!({ "stage": "T-1", "status": "more" }));
    assert!(shown.contains("- Status: more"));
    assert!(!shown.contains("attempts"));
}

#[test]
fn evidence_what_was_asked_and_what_moved_are_told_to_people_too() {
    let evidence = json!({ "digest": "sha256:ab", "bytes": 3, "openedAt": "then", "shown": false, "lines": 105, "linesShown": 34 });
    let moved = json!([{ "name": "backupReference", "old": "a.md", "new": null }]);
    let shown = of(&json!({
        "references": [{ "field": "backupReference", "value": "a.md", "evidence": evidence }],
        "upstreamDocuments": [{ "field": "ownerHandoffFingerprint", "digest": "sha256:cd", "bytes": 9, "result": "matched" }],
        "review": {
            "steps": [{ "title": "s", "items": [{ "item": "i", "asked": "Is it *so*?", "evidence": evidence, "moved": moved }] }],
        },
    }));
    for told in [
        "- backupReference: a.md (sha256:ab, 3 bytes)",
        "- ownerHandoffFingerprint: matched (sha256:cd, 9 bytes)",
        "## Reviewed: s",
        "  - asked: Is it \\*so\\*?",
        "  - evidence opened: then",
        "  - evidence lines shown: 34 of 105",
        "  - evidence shown as text: false",
        "  - moved since: backupReference, was a.md, is none",
    ] {
        assert!(shown.contains(told), "{told}\n{shown}");
    }
}

#[test]
fn what_does_not_apply_was_answered_and_what_was_confirmed_was_confirmed() {
    let items = json!([
        { "item": "a", "state": "confirmed", "confirmedAt": "then", "reason": null },
        { "item": "b", "state": "not-applicable", "confirmedAt": "later", "reason": "new table" },
    ]);
    let shown = of(&json!({ "review": { "steps": [{ "title": "s", "items": items }], "dropped": items } }));
    assert_eq!(shown.matches("  - confirmed: then").count(), 2, "{shown}");
    assert_eq!(shown.matches("  - answered: later").count(), 2, "{shown}");
    assert!(!shown.contains("confirmed: later"), "{shown}");
}
