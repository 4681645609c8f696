//! Navigation: commands by some of their letters, items by words, steps by number, only open items.

use strict_review::review::state::ItemState;
use strict_review::tui::app::console::Flow;
use strict_review::tui::model::Notice;
use strict_review::tui::model::filter::Filter;
use strict_review::tui::model::keymap::Keymap;
use strict_review::tui::model::message::Source;
use strict_review::tui::model::regions::Pane;
use strict_review::tui::model::rows::Row;
use strict_review::tui::model::screen::Screen;

use super::keys::word;
use super::states::{self, answered, with_evidence};
use super::watch::event_names;
use super::world::{Desk, World};

const PHASE_2: &str = "<Tab> g <Tab> ] ] g";

fn selected(desk: &Desk) -> String {
    match desk.console.model().selected(desk.review()) {
        Some(Row::Item(index)) => desk.review().item(index).unwrap().id.clone(),
        other => format!("{other:?}"),
    }
}

fn refused(desk: &Desk) -> Option<&str> {
    match &desk.console.model().notice {
        Some(Notice::Refused(why)) => Some(why),
        Some(Notice::Done(_) | Notice::Care(_) | Notice::Drafts(_)) | None => None,
    }
}

fn listed(desk: &Desk) -> usize {
    let Screen::Choose { chooser, .. } = &desk.console.model().screen else { panic!("a list") };
    chooser.found().len()
}

#[test]
fn a_command_that_is_offered_is_not_refused() {
    let folder = tempfile::tempdir().unwrap();
    let phase = || answered().out(folder.path());
    for (world, there) in [
        (phase(), PHASE_2.to_owned()),
        (phase(), format!("{PHASE_2} o")),
        (phase(), format!("{PHASE_2} <Tab>")),
        (phase(), "a".to_owned()),
        (with_evidence(), format!("{PHASE_2} o")),
        (states::closed().out(folder.path()), "<Tab> g <Tab>".to_owned()),
        (states::moved(), String::new()),
    ] {
        let offered = listed(&world.press(&format!("{there} :")));
        assert!(offered > 10, "{there}: {offered}");
        for row in 0..offered {
            let mut desk = world.press(&format!("{there} : {}", "<Down> ".repeat(row)));
            let text = desk.screen().text();
            let before = desk.journal_len();
            let flow = desk.key(word("<Enter>"));
            let recorded = desk.journal_len() > before;
            assert!(recorded || refused(&desk).is_none(), "{there}: {:?}\n{text}", refused(&desk));
            let stays = matches!(&desk.console.model().screen,
                Screen::Choose { chooser, .. } if chooser.source == Source::Commands);
            assert!(flow != Flow::Go || !stays, "{text}");
        }
    }
}

#[test]
fn a_command_does_what_its_key_does_on_the_screen_behind() {
    let mut by_key = answered().press(&format!("{PHASE_2} j space"));
    let mut by_name = answered().press(&format!("{PHASE_2} j : 'confirm' <Enter>"));
    assert_eq!(event_names(&by_key.journal()), event_names(&by_name.journal()));
    by_key.press("u");
    by_name.press(": 'undo' <Enter>");
    assert_eq!(event_names(&by_key.journal()), event_names(&by_name.journal()));
    assert_eq!(selected(&by_key), selected(&by_name));
}

#[test]
fn nothing_is_offered_that_would_be_refused_here() {
    let offers = |there: &str, letters: &str| {
        let desk = answered().press(&format!("{there} : '{letters}'"));
        listed(&desk) > 0
    };
    assert!(offers(PHASE_2, "not-applicable") != offers(&format!("{PHASE_2} j j j"), "not-applicable"));
    assert!(!offers(PHASE_2, "export"), "the review is not closed");
}

#[test]
fn a_list_is_left_without_a_trace() {
    for there in ["", "o", "a", "?"] {
        let before = answered().press(there);
        let mut after = answered().press(there);
        after.press(if there == "?" { "/ 'undo' <Esc>" } else { "/ 'dump' <Down> <Esc>" });
        assert_eq!(before.screen().text(), after.screen().text(), "{there}");
        assert_eq!(before.journal_len(), after.journal_len());
    }
}

#[test]
fn a_concern_a_note_a_reason_and_an_evidence_file_are_found_by_their_words() {
    for (words, found) in [
        ("only dump", "backup-restore-rollback-review/restore-was-run"),
        ("host copy", "restoreTestReference"),
        ("table is new", "backup-restore-rollback-review/restore-time-fits"),
    ] {
        let desk = answered().press(&format!("/ '{words}' <Enter>"));
        assert_eq!(selected(&desk), found, "{words}");
        assert_eq!(desk.console.model().focus, Pane::Rows);
    }
    let desk = with_evidence().press("/ 'rollback-plan.md' <Enter>");
    assert_eq!(selected(&desk), "rollbackReference");
}

#[test]
fn matches_are_gone_through_by_the_arrows_in_the_order_of_the_review() {
    let mut desk = answered().press("/ 'reference'");
    assert!(listed(&desk) > 4);
    desk.press("<Down> <Down> <Down> <Down> <Down> <Up> <Enter>");
    let first = answered().press("/ 'reference' <Enter>");
    assert_ne!(selected(&desk), selected(&first));
}

#[test]
fn a_search_that_finds_nothing_says_so_and_stays() {
    let mut desk = answered().press("/ 'no such words'");
    assert!(desk.screen().text().contains("No match."));
    desk.press("<Enter>");
    assert!(matches!(desk.console.model().screen, Screen::Choose { .. }));
    assert!(refused(&desk).unwrap().starts_with("No match"));
}

#[test]
fn a_key_is_found_by_what_it_does_and_acts_where_it_works() {
    let desk = answered().press(&format!("{PHASE_2} ? / 'which stay blocked' <Enter>"));
    assert!(matches!(desk.console.model().screen, Screen::WriteActions { .. }));
    let desk = answered().press(&format!("{PHASE_2} ? / 'line wrapping' <Enter>"));
    assert_eq!(refused(&desk), Some("w works on an evidence file."));
    assert!(matches!(desk.console.model().screen, Screen::Help { .. }));
}

#[test]
fn a_digit_goes_to_the_phase_of_that_number_and_0_to_the_first_step() {
    let step = |keys: &str| {
        let desk = World::ready().press(keys);
        (desk.console.model().step, refused(&desk).map(str::to_owned))
    };
    assert_eq!(step("3"), (3, None));
    assert_eq!(step("8 0"), (0, None));
    assert_eq!(step("2 9"), (2, Some("No such phase: 9.".to_owned())));
}

#[test]
fn while_only_what_is_open_is_shown_the_same_key_again_stays_on_the_same_item() {
    let mut desk = answered().press(&format!("{PHASE_2} j f"));
    let item = selected(&desk);
    let settled = |desk: &Desk| {
        let index = desk.review().checklist().find(&item).unwrap();
        desk.review().answered(index)
    };
    assert!(!settled(&desk));
    let rows = desk.console.model().rows(desk.review()).len();
    desk.press("space");
    assert!(settled(&desk));
    assert_eq!(selected(&desk), item, "it does not vanish under the cursor");
    desk.press("space");
    assert!(!settled(&desk), "the same key takes back what it did");
    desk.press("space j");
    assert_ne!(selected(&desk), item);
    assert_eq!(desk.console.model().rows(desk.review()).len(), rows - 1, "now it is gone");
    desk.press("u");
    assert_eq!(selected(&desk), item, "what is undone is open, and shown");
}

#[test]
fn counts_stay_those_of_everything_whatever_is_shown() {
    let count = |desk: &Desk| {
        let progress = desk.review().progress(2);
        format!("{}/{}", progress.settled, progress.total)
    };
    let all = answered().press(PHASE_2);
    let open = answered().press(&format!("{PHASE_2} f"));
    assert_eq!(count(&all), count(&open));
    assert!(
        open.screen().text().contains(&format!("{} · only open", count(&open))),
        "{}",
        open.screen().text()
    );
    assert!(all.console.model().rows(all.review()).len() > open.console.model().rows(open.review()).len());
    let effects = |desk: &Desk| {
        let rows = desk.console.model().rows(desk.review());
        rows.into_iter().filter(|row| matches!(row, Row::Effect(_))).count()
    };
    assert_eq!(effects(&all), effects(&open), "write actions are always visible");
}

#[test]
fn an_item_that_is_found_is_shown_although_only_open_ones_are() {
    let desk = answered().press(&format!("{PHASE_2} f / 'table is new' <Enter>"));
    assert_eq!(selected(&desk), "backup-restore-rollback-review/restore-time-fits");
    let index = desk.review().checklist().find("backup-restore-rollback-review/restore-time-fits").unwrap();
    assert_eq!(desk.review().state(index), ItemState::NotApplicable);
    assert!(matches!(desk.console.model().shown, Filter::Open { held } if held == Some(index)));
}

/// Every action that messages name, each on an otherwise unused key.
fn rebound() -> Keymap {
    let actions =
        ["confirm", "read", "enter-reference", "export", "only-open", "other-pane", "next-open", "save"];
    let bind = |(number, name): (usize, &&str)| ((*name).to_owned(), vec![format!("F{}", number + 3)]);
    Keymap::rebound(&actions.iter().enumerate().map(bind).collect()).unwrap()
}

#[test]
fn keys_that_are_bound_otherwise_work_and_are_the_ones_that_are_named() {
    let press = |world: World, words: &str| world.keys(rebound()).press(words).screen().text();
    let phase = "<F8> g <F8> ] ] g";
    for (world, words, named) in [
        (World::ready(), "<F8> <F3>".to_owned(), "(F8 goes to the items)"),
        (World::ready(), "j j <F3>".to_owned(), "(F10 confirms)"),
        (World::ready(), "j j o".to_owned(), "F3 type to confirm"),
        (states::without_backup().walked(0..2), phase.to_owned(), "F5 enters it"),
        (with_evidence(), phase.to_owned(), "F4 opens it"),
        (answered(), "<F8> g <F8> <F7>".to_owned(), "F7 shows all items again"),
        (answered(), "<F8> G <F8> <F4>".to_owned(), "(F9 goes to the next)"),
        (states::closed(), String::new(), "F6 shows the packet"),
    ] {
        let text = press(world, &words);
        assert!(text.contains(named), "{words}: {named}\n{text}");
    }
}

#[test]
fn arrows_and_letters_move_alike() {
    let press = |words: &str| {
        let desk = World::ready().press(words);
        (desk.console.model().step, desk.console.model().focus, selected(&desk))
    };
    for (letters, arrows) in [
        ("j j k", "<Down> <Down> <Up>"),
        ("G", "<End>"),
        ("G g", "<End> <Home>"),
        ("h j j l", "<Left> <Down> <Down> <Right>"),
        ("<C-f> <C-b>", "<PageDown> <PageUp>"),
        ("<C-d> <C-u>", "<PageDown> <PageUp>"),
    ] {
        assert_eq!(press(letters), press(arrows), "{letters}, and {arrows}");
    }
}

#[test]
fn the_title_of_an_item_says_the_way_to_it() {
    let desk = answered().press(&format!("{PHASE_2} o"));
    let title = desk.screen().lines()[1].clone();
    assert!(title.contains(" › Backup log "), "{title}");
}
