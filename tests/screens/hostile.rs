//! Handoffs and texts that try to hide something or to break the screen.

use crossterm::event::{KeyCode, KeyEvent};
use serde_json::{Value, json};
use strict_review::review::text::has_hidden;
use strict_review::tui::model::message::Message;

use super::watch::{SIZES, draws, holds};
use super::world::{Desk, World, handoff};

/// Characters that no cell may contain, listed here a second time so that the program's own list is not the judge.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn nothing_hides(desk: &mut Desk, after: &str) {
    for (columns, rows) in SIZES {
        desk.resize(columns, rows);
        let screen = desk.screen();
        for cell in screen.cells() {
            let symbol = cell.symbol();
            assert!(!symbol.chars().any(hides) && !has_hidden(symbol), "{after}: {symbol:?}");
        }
    }
    desk.resize(120, 40);
}

fn hostile_texts() -> Vec<(&'static str, String)> {
    vec![
        ("bidi", "docs/\u{202e}gpj.exe\u{2066}x\u{2069}".to_owned()),
        ("control", "a\u{1b}[31mred\u{7}\u{8}\u{0}\t\r\nb\u{9b}2J".to_owned()),
        ("zero width", "prod\u{200b}uction\u{feff}\u{ad}\u{e0041}".to_owned()),
        ("wide emoji", "👩‍👩‍👧‍👦🏳️‍🌈".repeat(150)),
        ("plain wide", "表示".repeat(1300)),
        ("long, no break", "x-y.".repeat(2000)),
        ("marks", format!("e{}", "\u{301}".repeat(3000))),
        ("private use", "\u{e000}\u{f0000}\u{fffe}".repeat(50)),
        ("box lines", "└──────┘ [x] confirmed".repeat(20)),
    ]
}

fn hostile_handoffs() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for (name, text) in hostile_texts() {
        for field in ["ownerHandoffReference", "ownerHandoffFingerprint"] {
            all.push((format!("{name} in {field}"), handoff(&json!({ field: text }))));
        }
        for field in ["targetEnvironment", "backupReference"] {
            all.push((format!("{name} in {field}"), handoff(&json!({ field: text }))));
        }
        let unknown = json!({ format!("k{text}"): text, "nested": { &text: [true, &text] } });
        all.push((format!("{name} as an unknown member"), handoff(&unknown)));
    }
    all
}

#[test]
fn no_hidden_character_of_a_handoff_reaches_a_cell() {
    for (name, bytes) in hostile_handoffs() {
        let mut desk = World::with(&bytes).open();
        desk.press("<Tab> g <Tab>");
        for keys in ["", "o", "<Esc> j j space", "<Esc> ] ]", "o", "<Esc> <Tab> G <Tab>"] {
            desk.press(keys);
            nothing_hides(&mut desk, &format!("{name}, then {keys}"));
        }
        draws(&mut desk, &name);
        holds(&desk, &name);
        let plan = closed_plan(&mut desk);
        nothing_hides(&mut desk, &format!("{name}, preview"));
        desk.press("w G");
        nothing_hides(&mut desk, &format!("{name}, preview of the bytes"));
        assert!(!plan.is_empty());
    }
}

fn closed_plan(desk: &mut Desk) -> Vec<u8> {
    let echo = desk.review().closing_echo();
    desk.press("g j o 'nothing' <C-s>");
    for c in echo.chars() {
        desk.key(KeyEvent::from(KeyCode::Char(c)));
    }
    desk.press("<Enter>");
    desk.console.session().plan().expect("a blocked review can be closed").bytes()
}

#[test]
fn no_hidden_character_of_a_text_that_is_typed_or_pasted_reaches_a_cell() {
    for (name, text) in hostile_texts() {
        let mut desk = World::ready().press("n");
        desk.console.take(Message::Paste(text.clone()));
        nothing_hides(&mut desk, &format!("{name}, typed"));
        desk.press("<Up> <Left> <Home>");
        nothing_hides(&mut desk, &format!("{name}, cursor moved"));
        desk.press("<C-s>");
        nothing_hides(&mut desk, &format!("{name}, saved"));
        desk.press("o");
        nothing_hides(&mut desk, &format!("{name}, in full"));
        holds(&desk, name);
        let first = desk.review().checklist().indexes().next().unwrap();
        let note = &desk.review().answer(first).unwrap().note;
        assert_eq!(*note, text.replace("\r\n", "\n").replace('\r', "\n"), "{name}: the record is exact");
    }
}

#[test]
fn any_size_of_screen_can_be_drawn() {
    let (_, bytes) = hostile_handoffs().swap_remove(0);
    for world in [World::ready().practice(), World::with(&bytes)] {
        for keys in ["", "o", "a", "a o", "?", "n 'text'", "] ]", "<Tab> G <Tab>", "<Tab>"] {
            let mut desk = world.press(keys);
            for (columns, rows) in
                [(1, 1), (59, 16), (60, 15), (61, 17), (79, 24), (81, 16), (60, 200), (300, 16), (500, 3)]
            {
                desk.resize(columns, rows);
                assert!(!desk.screen().text().is_empty(), "{keys} at {columns}x{rows}");
            }
        }
    }
}

#[test]
fn a_secret_in_a_handoff_is_on_no_screen_and_in_no_journal() {
    let secret = ["ghp", "_", "Zq7Wm2Xk9R", "abcdefghij", "ABCDEFGHIJ", "012345"].concat();
    let hidden: Value = json!({ "backupReference": secret, "unknown": { secret.as_str(): secret } });
    let mut desk = World::with(&handoff(&hidden)).size(200, 200).open();
    desk.press("<Tab> g <Tab>");
    for keys in ["", "] ]", "g o", "<Esc> <Tab> G <Tab>"] {
        desk.press(keys);
        assert!(!desk.screen().text().contains(&secret[4..12]), "{}", desk.screen().text());
    }
    assert!(!String::from_utf8(desk.journal()).unwrap().contains(&secret[4..12]));
}

#[test]
fn a_secret_that_is_typed_is_in_no_journal_and_in_no_notice() {
    let mut desk = World::ready().press("n 'password=Tr0ub4dor+Horse9' <C-s>");
    let journal = desk.journal();
    assert!(desk.screen().text().contains("looks like a credential"));
    assert!(!String::from_utf8(journal).unwrap().contains("Tr0ub4dor"));
    desk.press("<Esc>");
    assert!(!desk.screen().text().contains("Tr0ub4dor"), "{}", desk.screen().text());
}
