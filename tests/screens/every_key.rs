//! Every key in every screen, focus and mode: only review events and screen moves result.

use std::collections::BTreeSet;
use std::path::Path;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use strict_review::tui::app::console::Flow;
use strict_review::tui::keys::place;
use strict_review::tui::model::keymap::Place;
use strict_review::tui::model::regions::Pane;
use strict_review::tui::model::screen::Screen;

use super::keys::{as_kind, every, with_alt, word};
use super::states::{self, State};
use super::watch::{draws, event_names, holds, nothing_written};
use super::world::Desk;

/// Screen and record of a console, to notice if a key did anything.
fn seen(desk: &Desk) -> (usize, String) {
    (desk.journal_len(), format!("{:?}", desk.console.model()))
}

fn leaves(key: KeyEvent) -> bool {
    match key.code {
        KeyCode::Char('q') => !key.modifiers.contains(KeyModifiers::CONTROL),
        KeyCode::Char('c') => key.modifiers.contains(KeyModifiers::CONTROL),
        _ => false,
    }
}

/// Presses every key in a state, on a new console after each key that did something.
fn every_key_in(state: &State, out: &Path) {
    let mut desk = state.open();
    let before = seen(&desk);
    let events_before = event_names(&desk.journal());
    let closed = desk.review().closing().is_some();
    let small = desk.console.model().too_small();
    let typing = place(&desk.console.model().screen).takes_text();
    let preview = place(&desk.console.model().screen) == Place::Preview;
    let stop = place(&desk.console.model().screen) == Place::Stop;
    // Small sizes limit scrolling to their own last page, so a separate console is drawn.
    draws(&mut state.open(), &state.name);
    let mut met = BTreeSet::from([before.clone()]);
    for key in every().into_iter().flat_map(|key| [key, with_alt(key)]) {
        let after = format!("{}, then {key:?}", state.name);
        for kind in [KeyEventKind::Release, KeyEventKind::Repeat] {
            assert_eq!(desk.key(as_kind(key, kind)), Flow::Go, "{after}");
            assert_eq!(seen(&desk), before, "{after} {kind:?}");
        }
        let flow = desk.key(key);
        match flow {
            Flow::Go => {}
            Flow::Leave => assert!(leaves(key), "{after}"),
            Flow::Suspend => assert_eq!(key.code, KeyCode::Char('z'), "{after}"),
        }
        let now = seen(&desk);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        assert!(now == before || !small && (typing || !alt), "{after}: acted, and should not");
        if now == before {
            continue;
        }
        if met.insert(now.clone()) {
            if now.0 != before.0 {
                assert!(!closed, "{after}: recorded in a closed review");
                let events = event_names(&desk.journal());
                let more = events.get(events_before.len()..).unwrap_or_default();
                let asked = more.iter().filter(|event| *event != "lines-shown").count();
                assert!(asked <= 1 && !more.is_empty(), "{after}: one key, one event: {more:?}");
                let tried = events.last().is_some_and(|event| event == "write-action-refused");
                assert_eq!(
                    tried,
                    stop && key == word("t"),
                    "{after}: only t on the panel tries a write action"
                );
                holds(&desk, &after);
            }
            draws(&mut desk, &after);
        }
        let exports = preview && matches!(key.code, KeyCode::Char('e') | KeyCode::Enter);
        if exports && out.exists() {
            assert_eq!(std::fs::read_dir(out).unwrap().count(), 3, "{after}");
            std::fs::remove_dir_all(out).unwrap();
        }
        nothing_written(out, &after);
        desk = state.open();
    }
}

fn every_key_in_all(states: impl FnOnce(&Path) -> Vec<State>) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for state in states(&out) {
        every_key_in(&state, &out);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn no_key_in_any_step_or_pane_does_more_than_review() {
    every_key_in_all(states::walks);
}

#[test]
fn no_key_in_any_text_does_more_than_review() {
    every_key_in_all(states::edits);
}

#[test]
fn no_key_in_any_other_screen_or_mode_does_more_than_review() {
    every_key_in_all(states::screens);
}

#[test]
fn no_key_changes_a_session_that_another_console_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _writer) = states::held(folder.path());
    let journal = || std::fs::read(folder.path().join("0123456789abcdef/journal.jsonl")).unwrap();
    let before = journal();
    assert!(!before.is_empty());
    for there in ["", "o", "a", "?", "]", "<Tab>", "j j j j", "] ] ] G"] {
        for key in every() {
            desk.press("<Esc> <Esc> <Esc>");
            desk.press(to_the_top(&desk));
            desk.press(there);
            desk.key(key);
            assert_eq!(journal(), before, "{there}, then {key:?}");
            let typing = place(&desk.console.model().screen).takes_text();
            let chooses = matches!(desk.console.model().screen, Screen::Choose { .. });
            assert!(!typing || chooses, "{there}, then {key:?}: a text that cannot be kept");
        }
    }
    draws(&mut desk, "read-only");
}

/// Keys to the first row of the first step, from either pane.
fn to_the_top(desk: &Desk) -> &'static str {
    match desk.console.model().focus {
        Pane::Rows => "<Tab> g <Tab> g",
        Pane::Steps => "g <Tab> g",
    }
}
