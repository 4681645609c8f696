//! The hint line and the help offer exactly what the keys do.

use std::path::Path;

use crossterm::event::KeyEvent;
use ratatui::style::Color;
use strict_review::tui::app::console::Flow;
use strict_review::tui::keys::{place, table};
use strict_review::tui::model::Notice;
use strict_review::tui::model::screen::Screen;

use super::keys;
use super::states::{self, State};
use super::watch::SIZES;
use super::world::{Desk, World};

/// The colour of keys in hints, which nothing else on that row has.
const KEYS: Color = Color::Cyan;

fn hinted(desk: &Desk) -> Vec<KeyEvent> {
    let named = |name: &String| match name.strip_prefix("Ctrl-") {
        Some(character) => keys::word(&format!("<C-{character}>")),
        None if name == "space" || name.chars().count() == 1 => keys::word(name),
        None => keys::word(&format!("<{name}>")),
    };
    desk.screen().keys_hinted(KEYS).iter().map(named).collect()
}

fn refused(desk: &Desk) -> Option<&str> {
    match &desk.console.model().notice {
        Some(Notice::Refused(why)) => Some(why),
        Some(Notice::Done(_) | Notice::Care(_) | Notice::Drafts(_)) | None => None,
    }
}

fn all(out: &Path) -> Vec<State> {
    [states::walks(out), states::edits(out), states::screens(out)].into_iter().flatten().collect()
}

#[test]
fn a_key_that_is_hinted_at_is_not_refused_and_does_something() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut wrong = Vec::new();
    for state in all(&out) {
        for key in hinted(&state.open()) {
            let mut desk = state.open();
            let typing = place(&desk.console.model().screen).takes_text();
            let before = (desk.journal_len(), format!("{:?}", desk.console.model()));
            let flow = desk.key(key);
            let recorded = desk.journal_len() > before.0;
            // A text is judged when it is saved; a blocked action is refused by recording the attempt.
            if let Some(why) = refused(&desk).filter(|_| !recorded && !typing) {
                wrong.push(format!("{}: {key:?} is refused: {why}", state.name));
            } else if flow == Flow::Go
                && before == (desk.journal_len(), format!("{:?}", desk.console.model()))
            {
                wrong.push(format!("{}: {key:?} does nothing", state.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_hinted_at_that_a_read_only_session_refuses() {
    let folder = tempfile::tempdir().unwrap();
    for there in ["", "o", "] ] ] j", "a"] {
        let open = || {
            let (mut desk, writer) = states::held(folder.path());
            desk.press(there);
            (desk, writer)
        };
        let (desk, writer) = open();
        let offered = hinted(&desk);
        drop((desk, writer));
        for key in offered {
            let (mut desk, _writer) = open();
            desk.key(key);
            assert_eq!(refused(&desk), None, "{there}, then {key:?}");
        }
    }
}

#[test]
fn the_way_out_and_the_help_are_hinted_at_in_every_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for state in all(&folder.path().join("out")) {
        let mut desk = state.open();
        if desk.console.model().too_small() {
            continue;
        }
        for (columns, rows) in &SIZES[..4] {
            desk.resize(*columns, *rows);
            let offered = desk.screen().keys_hinted(KEYS);
            let out = ["q", "Esc"].iter().any(|key| offered.iter().any(|offered| offered == key));
            let helps = matches!(desk.console.model().screen, Screen::Help { .. })
                || place(&desk.console.model().screen).takes_text()
                || offered.iter().any(|key| key == "?");
            if !out || !helps {
                wrong.push(format!("{} at {columns}x{rows}: only {offered:?}", state.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_help_lists_every_key_of_every_binding() {
    for there in ["", "o", "a", "a o"] {
        let mut desk = World::ready().size(200, 200).press(there);
        desk.press("?");
        let text = desk.screen().text();
        for binding in table() {
            assert!(text.contains(binding.help), "{there}: {}", binding.help);
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            assert!(text.contains(&keys.join(" ")), "{there}: {keys:?}");
        }
    }
}

#[test]
fn help_can_be_read_to_its_end_in_the_smallest_size() {
    let mut desk = World::ready().size(60, 16).press("? G");
    assert!(desk.screen().text().contains("Redo the change."), "{}", desk.screen().text());
    desk.press("k");
    let up = desk.screen().text();
    desk.press("G");
    assert_ne!(up, desk.screen().text(), "one line up from the end is one line up");
}

#[test]
fn a_screen_that_is_too_small_is_left_as_it_says_whatever_is_open_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    for state in all(&folder.path().join("out")) {
        let mut desk = state.open();
        desk.resize(59, 15);
        assert!(desk.screen().text().contains("Ctrl-c leaves"), "{}", desk.screen().text());
        assert_eq!(desk.key(keys::word("<C-c>")), Flow::Leave, "{}", state.name);
    }
    let mut typing = World::ready().size(59, 15).open();
    typing.resize(60, 16);
    typing.press("n");
    typing.resize(59, 15);
    assert_eq!(typing.key(keys::word("q")), Flow::Go, "a letter of a text is no way out");
}
