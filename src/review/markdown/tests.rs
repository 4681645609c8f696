//! Tests of the Markdown made from honest and hostile texts.

use super::*;
use serde_json::json;

use crate::review::action::{Action, Refusal};
use crate::review::plan::Plan;
use crate::review::sitting::{Input, Seat};
use crate::review::start::Start;
use crate::review::state::Review;
use crate::review::testing::{
    BACKUP, HANDOFF, REFERENCE, STATUS, act, clock, close_as_it_stands, concern, confirm, handoff, head,
    jump, next_action, runbook, start,
};

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
    let shown = render(&json!({ "stage": "T-1", "status": "more" }));
    assert!(shown.contains("- Status: more"));
    assert!(!shown.contains("attempts"));
}

#[test]
fn evidence_what_was_asked_and_what_moved_are_told_to_people_too() {
    let evidence = json!({ "digest": "sha256:ab", "bytes": 3, "openedAt": "then", "shown": false, "lines": 105, "linesShown": 34 });
    let moved = json!([{ "name": "backupReference", "old": "a.md", "new": null }]);
    let shown = render(&json!({
        "references": [{ "field": "backupReference", "value": "a.md", "evidence": evidence }],
        "upstreamDocuments": [{ "field": "ownerHandoffFingerprint", "digest": "sha256:cd", "bytes": 9, "result": "matched" }],
        "review": {
            "steps": [{ "title": "s", "items": [{ "item": "i", "asked": "Is it *so*?", "evidence": evidence, "changed": moved }] }],
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
        "  - changed since: backupReference, was a.md, is none",
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
    let shown =
        render(&json!({ "review": { "steps": [{ "title": "s", "items": items }], "dropped": items } }));
    assert_eq!(shown.matches("  - confirmed: then").count(), 2, "{shown}");
    assert_eq!(shown.matches("  - answered: later").count(), 2, "{shown}");
    assert!(!shown.contains("confirmed: later"), "{shown}");
}

fn of_three_sittings() -> Review {
    let without = handoff(&runbook(), HANDOFF, |value| drop(value.as_object_mut().unwrap().remove(BACKUP)));
    let alice = Start { reviewer: Some("alice".to_owned()), ..start(&runbook(), without) };
    let mut review = Review::start(alice, clock());
    act(&mut review, confirm(STATUS)).unwrap();
    act(&mut review, concern(REFERENCE)).unwrap();
    let text = "it is whole".to_owned();
    let enter = Action::EnterReference { item: BACKUP.to_owned(), value: "one.md".to_owned() };
    act(&mut review, Action::AnswerConcern { item: REFERENCE.to_owned(), answer: text }).unwrap();
    while matches!(review.decide(enter.clone()), Err(Refusal::Locked { .. })) {
        let next = next_action(&review).unwrap();
        act(&mut review, next).unwrap();
    }
    let bob = Seat { reviewer: Some("bob".to_owned()), confinement: "none".to_owned(), input: Input::Pipe };
    act(&mut review, Action::Sit(bob.clone())).unwrap();
    act(&mut review, enter).unwrap();
    act(&mut review, Action::WriteNote { item: STATUS.to_owned(), note: "seen twice".to_owned() }).unwrap();
    let effect = review.runbook().effects[0].id.clone();
    act(&mut review, Action::Attempt { effect }).unwrap();
    jump(-3600);
    act(&mut review, Action::Sit(Seat { reviewer: None, input: Input::Terminal, ..bob })).unwrap();
    act(&mut review, Action::WriteNote { item: REFERENCE.to_owned(), note: "late".to_owned() }).unwrap();
    let closing = close_as_it_stands(&review);
    act(&mut review, closing).unwrap();
    review
}

fn below<'a>(shown: &'a str, begin: &str) -> Vec<&'a str> {
    let lines = shown.lines().skip_while(|line| !line.starts_with(begin)).skip(1);
    lines.take_while(|line| line.starts_with("  ")).collect()
}

#[test]
fn sittings_are_listed_with_their_labels_and_each_answer_names_its_own() {
    let review = of_three_sittings();
    let shown = render(Plan::of_review(&review, review.closing().unwrap(), head()).document());
    let [first, second, third] = review.sittings() else { panic!("three sittings") };
    let table = format!(
        "## Sittings (a reviewer's label is a label only, not authenticated)\n\n\
         - 1: reviewer alice, {} to {}\n  - answers came from a terminal\n  - confinement: {}\n\
         - 2: reviewer bob, {} to {}\n  - answers came from a pipe\n  - confinement: none\n\
         - 3: reviewer none, {} to {}\n  - answers came from a terminal\n  - confinement: none\n",
        first.started_at,
        first.ended_at,
        first.confinement,
        second.started_at,
        second.ended_at,
        third.started_at,
        third.ended_at,
    );
    assert!(shown.contains(&table), "{table}\n{shown}");
    let status = below(&shown, "- ownerHandoffStatus: confirmed");
    assert!(
        status
            .iter()
            .any(|line| line.starts_with("  - confirmed: ") && line.ends_with(" (sitting 1, alice)"))
    );
    assert!(status.contains(&"  - note: seen twice (sitting 2, bob)"), "{status:?}");
    let reference = below(&shown, "- ownerHandoffReference: ");
    assert!(reference.contains(&"  - note: late (sitting 3)"), "{reference:?}");
    let told =
        "  - concern (sitting 1, alice): only the dump was checked; answer (sitting 1, alice): it is whole";
    assert!(reference.contains(&told), "{reference:?}");
    let backup = below(&shown, "- backupReference: open");
    assert!(backup.contains(&"  - entered by hand in sitting: 2"), "{backup:?}");
    let attempts = shown.split("## Refused attempts on write actions\n\n").nth(1).unwrap();
    assert!(attempts.lines().next().unwrap().ends_with(" (sitting 2, bob)"), "{attempts}");
}

#[test]
fn a_clock_that_jumped_is_listed_with_the_line_that_shows_it() {
    let review = of_three_sittings();
    let shown = render(Plan::of_review(&review, review.closing().unwrap(), head()).document());
    let [jump] = review.clock_jumps() else { panic!("one jump: {:?}", review.clock_jumps()) };
    let told = format!(
        "\n- The clock jumped: line {} of the journal is dated {}, the line before it {}\n",
        jump.line, jump.to, jump.from
    );
    assert!(jump.is_back() && shown.contains(&told), "{shown}");
}
