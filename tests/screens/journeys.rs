//! A reviewer at work, from the first key to the packet.

use std::fs;

use serde_json::json;
use strict_review::frontend::Purpose;
use strict_review::journal::replay::replay;
use strict_review::review::action::Action;
use strict_review::review::plan::Plan;
use strict_review::review::state::{ItemState, Mark, Review};
use strict_review::tui::app::console::Flow;
use strict_review::tui::keys::place;
use strict_review::tui::model::Notice;
use strict_review::tui::model::editor::Aim;
use strict_review::tui::model::keymap::Place;
use strict_review::tui::model::screen::Screen;

use super::keys::{parsed, word};
use super::states;
use super::watch::{account, event_names, holds, live, status_name};
use super::world::{Desk, PRODUCTION, READY_REQUEST, World, runbook};

const READY: &str = "ready-for-durable-result-storage-live-window-owner-review";
const MORE: &str = "ready-for-more-durable-result-storage-owner-handoff-review";
const BLOCKED: &str = "blocked-durable-result-storage-live-window-runbook";
const TO_PACKET: &str = "<Tab> G <Tab>";

/// Returns the number of keys, without the text.
fn confirm(desk: &mut Desk) -> usize {
    desk.key(word("space"));
    if place(&desk.console.model().screen) == Place::Line {
        let item = desk.console.model().screen.clone();
        let Screen::Edit { editor, .. } = item else { panic!("an editor") };
        let Aim::Record(Purpose::Echo(id)) = &editor.aim else { panic!("an echo") };
        let item = desk.review().checklist().item_by_id(id).unwrap();
        let echo = desk.review().echo(item).unwrap();
        desk.press(&format!("'{echo}' <Enter>"));
    }
    1
}

/// Answers every open item by `space` and `}`; returns the most keys that an item needed.
fn walk(desk: &mut Desk) -> usize {
    let mut most = 0;
    let first_open = |desk: &Desk| desk.review().open_items().next();
    while let Some(open) = first_open(desk) {
        assert_eq!(
            desk.console.model().target_item(desk.review()),
            Some(open),
            "the next open one is selected"
        );
        let mut keys = confirm(desk);
        assert!(desk.review().answered(open), "{:?}", desk.console.model().notice);
        if first_open(desk).is_some() {
            desk.key(word("}"));
            keys += 1;
        }
        most = most.max(keys);
        assert!(desk.screen().text().contains(&live(desk.review())), "{}", desk.screen().text());
    }
    most
}

fn state_of(review: &Review, id: &str) -> ItemState {
    review.state(review.checklist().find(id).unwrap())
}

#[test]
fn a_ready_review_takes_at_most_two_keys_an_item_and_no_chord_and_gives_a_ready_plan() {
    let mut desk = World::ready().open();
    assert_eq!(walk(&mut desk), 2);
    assert!(
        desk.screen().text().contains(&format!("If you close the review: {}", status_name(READY))),
        "{}",
        desk.screen().text()
    );
    desk.press(TO_PACKET);
    desk.press("g o 'nothing' <Enter> 'e8040a2a' <Enter>");
    let plan = desk.console.session().plan().unwrap();
    assert_eq!(
        (plan.status(), &plan.document()["packet"]["phases"][7]),
        (READY, &json!("disable-or-keep-blocked"))
    );
    assert_eq!(plan.document()[&runbook().packet.ready_flag], json!(true));
    assert_eq!(plan.document()["findings"], json!([]));
    for flag in runbook().flags() {
        assert_eq!(plan.document()[flag], json!(false), "{flag}");
    }
    holds(&desk, "a ready review");
}

#[test]
fn a_reference_with_an_evidence_file_takes_three_keys() {
    let mut desk = World::ready().evidence(&[("backup-log.md", b"kept twice\n")]).walked(0..2).open();
    let index = desk.review().checklist().find("backupReference").unwrap();
    let selected = |desk: &Desk| desk.console.model().target_item(desk.review());
    assert_eq!(selected(&desk), Some(index));
    desk.press("o c");
    assert!(desk.review().answered(index), "{}", desk.screen().text());
    desk.press("}");
    assert_eq!(selected(&desk), desk.review().open_items().next());
}

#[test]
fn the_journal_of_a_ready_review_rebuilds_its_plan_byte_for_byte() {
    let mut desk = World::ready().open();
    walk(&mut desk);
    desk.press(TO_PACKET);
    desk.press("g o 'the runtime of the restore' <C-s> 'e8040a2a' <Enter>");
    let replayed = replay(&desk.journal()).unwrap();
    let closing = replayed.review.closing().unwrap().clone();
    let rebuilt = Plan::of_review(&replayed.review, &closing, replayed.head.hash.unwrap());
    assert_eq!(rebuilt.bytes(), desk.console.session().plan().unwrap().bytes());
    assert_eq!(format!("{:?}", replayed.review), format!("{:?}", desk.review()));
}

#[test]
fn an_export_writes_the_plan_that_was_shown_and_again_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("packet");
    let mut desk = states::closed().out(&out).press("e");
    assert!(matches!(desk.console.model().screen, Screen::Preview { .. }));
    assert!(!out.exists(), "looking writes nothing");
    let journal = desk.journal();
    for _ in 0..2 {
        desk.press("e");
        let plan = desk.console.session().plan().unwrap();
        assert_eq!(fs::read(out.join(format!("{}.json", plan.file_stem()))).unwrap(), plan.bytes());
        assert_eq!(fs::read_dir(&out).unwrap().count(), 3);
        desk.press("e");
    }
    assert_eq!(desk.journal(), journal, "export appends nothing");
}

#[test]
fn an_open_concern_keeps_prepare_away_and_continue_is_for_more_review() {
    let mut desk = World::ready().walked(0..12).press("<Tab> g <Tab> ] g ! 'who approves?' <C-s>");
    assert!(
        desk.screen().text().contains(&format!("If you close unfinished: {}", status_name(MORE))),
        "{}",
        desk.screen().text()
    );
    desk.press(TO_PACKET);
    let before = desk.journal_len();
    desk.press("g o");
    assert!(
        matches!(&desk.console.model().notice, Some(Notice::Refused(why)) if why.contains("still open: 1"))
    );
    assert_eq!((desk.journal_len(), place(&desk.console.model().screen)), (before, Place::Walk));
    desk.press("j o 'nothing' <C-s> 'e8040a2a' <Enter>");
    let plan = desk.console.session().plan().unwrap();
    assert_eq!(plan.status(), MORE);
    assert!(String::from_utf8(plan.bytes()).unwrap().contains("who approves?"), "a concern is exported");
    assert_eq!(plan.document()["packet"], json!(null));
}

#[test]
fn a_concern_can_be_answered_and_never_removed() {
    let id = "fresh-owner-approval/handoff-matches";
    let mut desk = World::ready().walked(0..1).press("<Tab> g <Tab> ] g space ! 'which one?' <C-s>");
    for keys in ["u <C-r>", "u u <C-r> <C-r>", "space", "- 'never mind' <Enter>", "n 'gone?' <C-s>", "u"] {
        for key in parsed(keys) {
            desk.key(key);
        }
        let index = desk.review().checklist().find(id).unwrap();
        assert_eq!(desk.review().answer(index).unwrap().concerns.len(), 1, "{keys}");
        assert_eq!(desk.review().state(index), ItemState::Concern, "{keys}");
        desk.press("<Tab> g <Tab> ] g");
    }
    desk.press("! 'the one of today' <C-s> space");
    assert_eq!(state_of(desk.review(), id), ItemState::Confirmed);
    let index = desk.review().checklist().find(id).unwrap();
    let concern = &desk.review().answer(index).unwrap().concerns[0];
    assert_eq!(
        (concern.note.as_str(), concern.answer.as_ref().unwrap().0.as_str()),
        ("which one?", "the one of today")
    );
    desk.press("u u u");
    assert_eq!(desk.review().answer(index).unwrap().concerns.len(), 1);
    holds(&desk, "an answered concern");
}

#[test]
fn answers_are_undone_and_redone_across_items_and_steps() {
    let mut desk = World::ready().walked(0..1).press("<Tab> g <Tab>");
    let mut accounts = vec![account(desk.review())];
    for keys in ["] g space", "j n 'seen' <C-s>", "j - 'none here' <Enter>", "k space", "<Tab> g <Tab> space"]
    {
        desk.press(keys);
        accounts.push(account(desk.review()));
    }
    let marks = |review: &Review| {
        format!(
            "{:?}",
            review
                .checklist()
                .indexes()
                .map(|index| {
                    let answer = review.answer(index).unwrap();
                    (answer.mark.clone(), answer.note.clone())
                })
                .collect::<Vec<_>>()
        )
    };
    let last = marks(desk.review());
    for _ in 0..5 {
        desk.press("u");
        assert!(
            matches!(&desk.console.model().notice, Some(Notice::Done(text)) if text.starts_with("Undone"))
        );
    }
    assert_eq!(state_of(desk.review(), "fresh-owner-approval/handoff-matches"), ItemState::Open);
    assert_eq!(state_of(desk.review(), "ownerHandoffStatus"), ItemState::Confirmed);
    for _ in 0..5 {
        desk.press("<C-r>");
        assert!(
            matches!(&desk.console.model().notice, Some(Notice::Done(text)) if text.starts_with("Redone"))
        );
    }
    assert_eq!(marks(desk.review()), last);
    desk.press("<C-r>");
    assert!(matches!(&desk.console.model().notice, Some(Notice::Refused(_))), "nothing more to redo");
    holds(&desk, "undo and redo");
}

#[test]
fn every_attempt_on_a_write_action_is_recorded_and_changes_no_status() {
    let mut desk = World::ready().walked(0..12).open();
    let before = account(desk.review());
    desk.press("a");
    for effect in &runbook().effects {
        let seen = desk.journal_len();
        desk.press("o");
        let text = desk.screen().text();
        assert!(text.contains(&effect.status) && text.contains("STOP"), "{text}");
        assert!(text.contains("none; opening this is not recorded") && desk.journal_len() == seen, "{text}");
        desk.press("t");
        assert!(desk.screen().text().contains("1, each in the journal and in the export"));
        desk.press("<Esc> j");
    }
    let attempted: Vec<&str> =
        desk.review().attempts().iter().map(|attempt| attempt.effect.as_str()).collect();
    let effects: Vec<&str> = runbook().effects.iter().map(|effect| effect.id.as_str()).collect();
    assert_eq!(attempted, effects);
    assert_ne!(account(desk.review()), before);
    desk.press("<Esc>");
    assert!(
        desk.screen().text().contains(&format!("If you close the review: {}", status_name(READY))),
        "{}",
        desk.screen().text()
    );
    desk.press(TO_PACKET);
    desk.press("g o 'nothing' <C-s> 'e8040a2a' <Enter>");
    let plan = desk.console.session().plan().unwrap();
    let written: Vec<&str> = plan.document()["review"]["attempts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["action"].as_str().unwrap())
        .collect();
    assert_eq!(written, effects);
    assert_eq!(plan.status(), READY);
}

#[test]
fn nothing_is_ticked_for_a_handoff_that_claims_every_confirmation() {
    let mut desk = World::with(READY_REQUEST).size(160, 200).open();
    let items = desk.review().checklist().items().len();
    assert_eq!(desk.review().open_items().count(), items);
    assert!(desk.review().handoff().claims("noDatabaseWriteConfirmed"), "the handoff does claim");
    desk.press("<Tab> g <Tab>");
    for step in desk.review().checklist().steps().to_vec() {
        let text = desk.screen().text();
        assert!(!text.contains("[x]"), "{}:\n{text}", step.id);
        desk.press("]");
    }
    assert!(desk.screen().text().contains(&format!("If you close unfinished: {}", status_name(MORE))));
    assert_eq!(event_names(&desk.journal()), Vec::<String>::new());
}

#[test]
fn a_blocked_handoff_is_closed_with_its_reasons() {
    let mut desk = World::with(PRODUCTION).open();
    assert!(
        desk.screen().text().contains(&format!("If you close unfinished: {}", status_name(BLOCKED))),
        "{}",
        desk.screen().text()
    );
    desk.press("<Tab> g <Tab> g j j j space");
    assert!(matches!(&desk.console.model().notice, Some(Notice::Refused(why)) if why.contains("Blocked")));
    desk.press(TO_PACKET);
    desk.press("G o 'the phases' <C-s> 'e8040a2a' <Enter>");
    let plan = desk.console.session().plan().unwrap();
    assert_eq!(plan.status(), BLOCKED);
    assert!(
        plan.document()["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| finding["pointer"] == "/targetEnvironment")
    );
    holds(&desk, "a blocked review");
}

#[test]
fn a_locked_phase_can_be_read_and_not_confirmed() {
    let mut desk = World::ready().press("] ] g o");
    assert!(matches!(desk.console.model().screen, Screen::Item { .. }));
    desk.press("<Esc>");
    let before = event_names(&desk.journal());
    for keys in ["space", "- ", "!"] {
        desk.press(keys);
        assert!(
            matches!(&desk.console.model().notice, Some(Notice::Refused(why)) if why.contains("Locked")),
            "{keys}"
        );
    }
    assert_eq!(event_names(&desk.journal()), before);
}

#[test]
fn no_key_confirms_an_item_that_is_not_on_screen() {
    let mut desk = World::ready().size(60, 16).press("<Tab>");
    assert!(!desk.screen().text().contains("ownerHandoffStatus  "), "{}", desk.screen().text());
    for keys in ["space", "n", "!", "-", "i"] {
        let before = desk.journal_len();
        desk.press(keys);
        assert_eq!(
            (desk.journal_len(), place(&desk.console.model().screen)),
            (before, Place::Walk),
            "{keys}"
        );
    }
}

#[test]
fn a_draft_waits_where_it_was_left() {
    let mut desk = World::ready().press("n 'half a' <Esc> ] [ n ' note' <C-s>");
    let first = desk.review().checklist().indexes().next().unwrap();
    assert_eq!(desk.review().answer(first).unwrap().note, "half a note");
    assert_eq!(desk.review().answer(first).unwrap().mark, Mark::Open);
    assert!(desk.console.model().drafts.is_empty(), "what was saved is no draft");
    desk.press("n <Esc>");
    assert_eq!(event_names(&desk.journal()), ["note-written"]);
}

#[test]
fn a_wrong_closing_text_closes_nothing() {
    let mut desk = World::ready().press(TO_PACKET);
    desk.press("G o 'nothing' <C-s> 'e8040a2b' <Enter>");
    assert!(matches!(&desk.console.model().notice, Some(Notice::Refused(_))));
    assert_eq!(desk.review().closing(), None);
    desk.press("<Backspace> 'a' <Enter>");
    assert_eq!(desk.review().closing().unwrap().status, MORE);
    let action = Action::Confirm { item: "backupReference".to_owned() };
    assert!(desk.review().decide(action).is_err(), "a closed review takes nothing");
}

#[test]
fn leaving_with_a_text_that_was_not_saved_asks_once() {
    let mut desk = World::ready().press("n 'half a thought' <Esc>");
    let leave = |desk: &mut Desk| parsed("q").into_iter().map(|key| desk.key(key)).last().unwrap();
    assert_eq!(leave(&mut desk), Flow::Go);
    assert!(desk.screen().text().contains("Unsaved texts: 1."), "{}", desk.screen().text());
    desk.press("j");
    assert_eq!(leave(&mut desk), Flow::Go, "another key in between, and it asks again");
    assert_eq!(leave(&mut desk), Flow::Leave);
    let mut saved = World::ready().press("n 'a whole thought' <C-s>");
    assert_eq!(leave(&mut saved), Flow::Leave);
}
