//! The mouse: it points, and answers nothing.

use std::path::Path;

use strict_review::tui::app::console::Flow;
use strict_review::tui::model::Notice;
use strict_review::tui::model::regions::Pane;
use strict_review::tui::model::screen::Screen;
use strict_review::tui::terminal::input::{Mouse, Pointing};

use super::states::{self, State};
use super::watch::event_names;
use super::world::{Desk, World};

fn does(desk: &mut Desk, (column, row): (u16, u16), does: Pointing) {
    desk.screen();
    assert_eq!(desk.console.point(Mouse { column, row, does }), Flow::Go);
}

fn press(desk: &mut Desk, at: (u16, u16)) {
    does(desk, at, Pointing::Press);
}

fn at(desk: &Desk, text: &str) -> (u16, u16) {
    let lines = desk.screen().lines();
    let (row, line) = lines.iter().enumerate().find(|(_, line)| line.contains(text)).unwrap();
    let before = line.split(text).next().unwrap().chars().count();
    (u16::try_from(before).unwrap(), u16::try_from(row).unwrap())
}

fn selected(desk: &Desk) -> (usize, usize, Pane) {
    let model = desk.console.model();
    (model.step, model.cursors[model.step], model.focus)
}

#[test]
fn a_press_selects_a_row_and_the_next_one_opens_it() {
    let mut desk = World::ready().open();
    let row = at(&desk, "] Target environment");
    press(&mut desk, row);
    assert_eq!(selected(&desk), (0, 3, Pane::Rows));
    assert!(matches!(desk.console.model().screen, Screen::Walk));
    press(&mut desk, row);
    assert!(matches!(desk.console.model().screen, Screen::Item { .. }));
    assert_eq!(event_names(&desk.journal()), ["opened"]);
}

#[test]
fn a_press_selects_a_step_and_the_next_one_goes_to_its_rows() {
    let mut desk = World::ready().open();
    let step = at(&desk, "Stop rules");
    press(&mut desk, step);
    assert_eq!((desk.console.model().step, desk.console.model().focus), (10, Pane::Steps));
    press(&mut desk, step);
    assert_eq!((desk.console.model().step, desk.console.model().focus), (10, Pane::Rows));
    assert!(event_names(&desk.journal()).is_empty());
}

#[test]
fn the_wheel_moves_what_is_under_the_pointer_and_the_keys_stay_where_they_are() {
    let mut desk = World::ready().open();
    let (steps, rows) = (at(&desk, "Confirmations"), at(&desk, "] Handoff status"));
    does(&mut desk, rows, Pointing::WheelDown);
    assert_eq!(selected(&desk), (0, 1, Pane::Rows));
    does(&mut desk, steps, Pointing::WheelDown);
    assert_eq!(selected(&desk), (1, 0, Pane::Rows));
    does(&mut desk, steps, Pointing::WheelUp);
    assert_eq!(selected(&desk), (0, 1, Pane::Rows));
    desk.press("?");
    let top = desk.screen().text();
    does(&mut desk, (50, 20), Pointing::WheelDown);
    assert_ne!(desk.screen().text(), top);
    does(&mut desk, (50, 20), Pointing::WheelUp);
    assert_eq!(desk.screen().text(), top);
}

#[test]
fn what_was_drawn_before_a_key_is_not_meant_behind_it() {
    let mut desk = World::ready().open();
    let (column, row) = at(&desk, "] Target environment");
    desk.screen();
    desk.press("]");
    let before = selected(&desk);
    desk.console.point(Mouse { column, row, does: Pointing::Press });
    assert_eq!(selected(&desk), before);
}

#[test]
fn a_screen_that_is_too_small_takes_no_press() {
    let mut desk = World::ready().open();
    let row = at(&desk, "] Target environment");
    desk.screen();
    desk.resize(59, 15);
    desk.console.point(Mouse { column: row.0, row: row.1, does: Pointing::Press });
    assert_eq!(selected(&desk), (0, 0, Pane::Rows));
}

fn types(desk: &Desk) -> bool {
    matches!(desk.console.model().screen, Screen::Edit { .. })
}

#[test]
fn a_press_on_a_list_to_choose_from_selects_and_the_next_one_goes_there_but_runs_nothing() {
    let mut desk = World::ready().press("/ 'rollback'");
    let row = at(&desk, "Rollback plan, value");
    press(&mut desk, row);
    assert!(matches!(desk.console.model().screen, Screen::Choose { .. }));
    press(&mut desk, row);
    assert_eq!(selected(&desk).0, 2);
    assert!(matches!(desk.console.model().screen, Screen::Walk));
    desk.press(": 'wrte note'");
    let row = at(&desk, "Write a note");
    press(&mut desk, row);
    press(&mut desk, row);
    assert!(desk.screen().text().contains("A click does not run a command."), "{}", desk.screen().text());
    assert!(event_names(&desk.journal()).is_empty());
}

fn presses_everywhere(state: &State) {
    let mut desk = state.open();
    let before = event_names(&desk.journal()).len();
    for row in (0..40).step_by(3) {
        for column in [4, 70] {
            let typing = types(&desk);
            press(&mut desk, (column, row));
            press(&mut desk, (column, row));
            if let Some(Notice::Done(told)) = &desk.console.model().notice {
                assert!(!told.starts_with("Copied"), "{}: a press copies", state.name);
            }
            assert_eq!(
                typing,
                types(&desk),
                "{}: a press begins or ends a text at {column}, {row}",
                state.name
            );
        }
    }
    let events = event_names(&desk.journal());
    for event in &events[before..] {
        assert!(
            ["opened", "evidence-opened", "lines-shown"].contains(&event.as_str()),
            "{}: {event}",
            state.name
        );
    }
}

#[test]
fn no_press_answers_anything_on_any_screen() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let all =
        |out: &Path| [states::walks(out), states::edits(out), states::screens(out)].into_iter().flatten();
    for state in all(&out) {
        presses_everywhere(&state);
        assert!(!out.exists(), "{}", state.name);
    }
}
