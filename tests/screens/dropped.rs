//! An item that another runbook drops: its answer stays visible.

use std::fs;

use serde_json::{Value, json};
use strict_review::journal::memory::Memory;
use strict_review::review::limits;
use strict_review::session::Session;
use strict_review::session::inputs::{Care, FileInput, Input, Inputs};
use strict_review::tui::model::screen::Screen;

use super::world::{Desk, READY, clock, reset_clock, runbook, start};
use crate::support::definition;

/// Text of the screen on one line, without the borders of boxes.
fn flat(desk: &Desk) -> String {
    desk.screen().text().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The runbook without the first question of its first phase; the question's identifier and words.
fn without_a_question() -> (Value, String, String) {
    let mut definition = definition();
    let phase = &mut definition["phases"][0];
    let question = phase["items"].as_array_mut().unwrap().remove(0);
    let id = format!("{}/{}", phase["id"].as_str().unwrap(), question["id"].as_str().unwrap());
    let asked = question["question"].as_str().unwrap().to_owned();
    (definition, id, asked)
}

#[test]
fn an_item_that_is_asked_no_more_is_listed_with_what_was_said_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runbook.json");
    let bytes = definition().to_string().into_bytes();
    fs::write(&path, &bytes).unwrap();
    reset_clock();
    let session = Session::begin(start(READY), Box::new(Memory::default()), clock).unwrap();
    let file = FileInput::new(path.clone(), &bytes, limits::RUNBOOK.bytes);
    let inputs = Inputs::new(Input::new(runbook().clone(), Some(file)), Input::new(READY.to_vec(), None));
    let mut session = session.watching(inputs);
    session.refresh(Care::Full).unwrap();
    let mut desk = Desk::on(session);
    desk.press("] g n 'asked by phone' <C-s>");
    let (other, id, asked) = without_a_question();
    let index = desk.review().checklist().find(&id).unwrap();
    assert_eq!(desk.review().answer(index).unwrap().note, "asked by phone");
    desk.press("m");
    assert!(!flat(&desk).contains("No longer asked"), "{}", flat(&desk));

    fs::write(&path, json!(other).to_string()).unwrap();
    desk.press("<Esc> m");
    assert!(matches!(&desk.console.model().screen, Screen::Moved { .. }));
    let told = format!("No longer asked: {id} (not answered; note: asked by phone) {asked}");
    assert!(flat(&desk).contains(&told), "{}", flat(&desk));
    assert!(desk.review().checklist().find(&id).is_none());
}
