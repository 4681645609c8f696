//! Sentences that must be true when they are shown: about the writer of a session, its packet, skipped parts and
//! lines shown.

use std::fs;
use std::path::PathBuf;

use strict_review::frontend::Greeting;
use strict_review::review::state::LinesShown;
use strict_review::tui::app::console::Console;
use strict_review::tui::model::Notice;
use strict_review::tui::model::screen::Screen;
use strict_review::tui::theme::Theme;

use super::keys::word;
use super::states;
use super::watch::event_names;
use super::world::{Desk, World};

const TO_PACKET: &str = "<Tab> G <Tab>";

fn why(desk: &Desk) -> String {
    match &desk.console.model().notice {
        Some(Notice::Refused(why)) => why.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_writer_that_has_ended_is_not_named_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, writer) = states::held(folder.path());
    desk.press("n");
    assert!(why(&desk).contains("open in process 4242"), "{}", why(&desk));
    drop(writer);
    desk.press("n");
    assert!(why(&desk).contains("the other console has ended; quit and start again"), "{}", why(&desk));
    assert!(!desk.screen().text().contains("4242"), "{}", desk.screen().text());
}

#[test]
fn that_another_console_writes_is_not_told_in_the_colour_of_success() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _writer) = states::held(folder.path());
    drop(desk);
    let (session, theme) = (states::held(folder.path()).1, Theme::colours());
    let told = Some(Greeting::Care("This session is open in another console.".to_owned()));
    let console = Console::new(session, (120, 40).into(), theme, PathBuf::from("out"), "sandboxed", told);
    assert!(matches!(&console.model().notice, Some(Notice::Care(_))));
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 120, 40));
    console.draw(&mut buffer);
    let rows = buffer
        .content
        .chunks(120)
        .map(|row| (row, row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>()));
    let (row, _) =
        rows.into_iter().find(|(_, text)| text.contains("This session is open in another")).unwrap();
    assert_eq!(Some(row[2].fg), theme.care.fg);
    assert_ne!(theme.care.fg, theme.good.fg);
}

#[test]
fn a_packet_that_was_written_is_not_told_as_unwritten_and_one_that_changed_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut desk = states::closed().out(&out).size(160, 40).press("e");
    assert!(desk.screen().text().contains("Not written yet."), "{}", desk.screen().text());
    desk.press("e");
    let exported = "(3 files, unchanged since)";
    assert!(desk.screen().text().replace('\n', " ").contains("Exported 09:"), "{}", desk.screen().text());
    desk.press("e");
    let text = desk.screen().text();
    assert!(text.contains(exported) && !text.contains("Not written yet."), "{text}");
    desk.press("<Esc>");
    let document = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    let document = document.into_iter().find(|path| path.extension().is_some_and(|e| e == "md")).unwrap();
    fs::write(document, "other").unwrap();
    desk.press("e");
    assert!(desk.screen().text().contains("Missing or changed since: "), "{}", desk.screen().text());
    fs::remove_dir_all(&out).unwrap();
    desk.press("<Esc> e");
    assert!(desk.screen().text().contains("Its files no longer exist."), "{}", desk.screen().text());
}

#[test]
fn what_was_skipped_is_filled_in_and_a_bare_nothing_is_refused_before_the_fingerprint_is_typed() {
    let mut desk = World::ready().press(&format!("{TO_PACKET} g j o"));
    let (text, all) = (desk.screen().text(), desk.review().checklist().items().len());
    assert!(text.contains(&format!("{all} items have no answer: Owner handoff (5)")), "{text}");
    desk.press("<C-u> 'nothing' <Enter>");
    assert!(why(&desk).contains(&format!("{all} items have no answer")), "{}", why(&desk));
    desk.press("<C-u> 'all of it' <Enter> 'e8040a2a' <Enter>");
    assert_eq!(desk.review().closing().unwrap().not_looked_at, "all of it");
}

#[test]
fn the_lines_that_were_on_the_screen_are_recorded_when_the_file_is_left_and_before_it_is_confirmed() {
    let world = states::with_evidence();
    for (keys, then) in [("<Esc>", "lines-shown"), ("c", "confirmed")] {
        let mut desk = world.press("<Tab> g <Tab> ] ] g o");
        assert!(matches!(desk.console.model().screen, Screen::Evidence(_)));
        assert_eq!(desk.review().lines_shown("backupReference"), None);
        desk.drawn(120, 40);
        desk.key(word(keys));
        let LinesShown { shown, lines } = desk.review().lines_shown("backupReference").unwrap();
        assert!(0 < shown && shown < lines, "{shown} of {lines}: the first page");
        desk.resize(150, 40);
        let text = desk.screen().text();
        assert!(text.contains(&format!("{shown} of {lines} lines shown")), "{text}");
        assert_eq!(event_names(&desk.journal()).last().map(String::as_str), Some(then));
    }
}

/// Text of the screen on one line, without the borders of boxes.
fn flat(desk: &Desk) -> String {
    desk.screen().text().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_locked_phase_says_how_much_unlocks_it() {
    let to_phase_5 = format!("<Tab> g <Tab> {}", "] ".repeat(5));
    let desk = World::ready().size(160, 40).press(&to_phase_5);
    let says = "Locked until Owner handoff and 4 more steps are finished.";
    assert!(flat(&desk).contains(says), "{}", flat(&desk));
    let desk = World::ready().size(160, 40).walked(0..4).press(&to_phase_5);
    let last = &desk.review().checklist().steps()[4].title;
    assert!(flat(&desk).contains(&format!("Locked until {last} is finished.")), "{}", flat(&desk));
}

#[test]
fn the_attempts_on_one_write_action_are_not_told_as_those_of_the_review() {
    let desk = World::ready().press("a o t <Esc> j o");
    assert_eq!(desk.review().attempts().len(), 1);
    let text = flat(&desk);
    assert!(text.contains("Attempts on this action none"), "{text}");
    assert!(!text.contains("in this review"), "{text}");
}

#[test]
fn what_moved_is_looked_for_before_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = states::in_a_folder(folder.path(), &[("backup-log.md", "backed up")]);
    desk.press("m");
    let text = flat(&desk);
    assert!(text.contains("Nothing is stale.") && !text.contains("These answers were reopened"), "{text}");
    fs::write(folder.path().join("backup-log.md"), "another").unwrap();
    desk.press("<Esc> m");
    let text = flat(&desk);
    assert!(
        !text.contains("Nothing is stale.") && text.contains("[~] Backup log · 2 Backup/restore"),
        "{text}"
    );
    assert!(matches!(&desk.console.model().screen, Screen::Moved { .. }));
}

#[test]
fn what_is_next_is_named_where_there_is_room_for_it() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let desk = World::ready().size(columns, rows).press("");
        let all = desk.review().checklist().items().len();
        assert!(flat(&desk).contains(&format!("{all} open · next: Handoff status")), "{}", flat(&desk));
    }
}
