//! Keys of text input, and of lists to choose from by typing.

use crossterm::event::KeyCode;

use crate::tui::keys::bind;
use crate::tui::model::field::Edit;
use crate::tui::model::keymap::Binding;
use crate::tui::model::keymap::Key::{Ctrl, CtrlNamed, Named};
use crate::tui::model::keymap::Place;
use crate::tui::model::keymap::Place::{Choose, Line, Lines};
use crate::tui::model::message::{Message, Move};

const TEXT: &[Place] = &[Lines, Line, Choose];
const EDITED: &[Place] = &[Lines, Line];
const CHOICE: &[Place] = &[Choose];

pub(super) static TEXTS: &[Binding] = &[
    bind(
        "save-lines",
        &[Ctrl('s'), Named(KeyCode::F(2))],
        &[Lines],
        Message::Save,
        "save",
        "Save a text of several lines; Enter starts a new line.",
    ),
    bind(
        "save",
        &[Named(KeyCode::Enter), Ctrl('s')],
        &[Line],
        Message::Save,
        "save",
        "Save a text of one line.",
    ),
    bind("choose", &[Named(KeyCode::Enter)], CHOICE, Message::Chosen, "choose", "Choose the selected line."),
    bind(
        "cancel",
        &[Named(KeyCode::Esc), Ctrl('c')],
        TEXT,
        Message::Back,
        "cancel",
        "Close the text or the picker; typed text is kept as a draft until the console ends.",
    ),
    bind(
        "choose-down",
        &[Named(KeyCode::Down), Ctrl('n')],
        CHOICE,
        Message::Move(Move::Down),
        "",
        "Select the next line of the list.",
    ),
    bind(
        "choose-up",
        &[Named(KeyCode::Up), Ctrl('p')],
        CHOICE,
        Message::Move(Move::Up),
        "",
        "Select the previous line.",
    ),
    bind(
        "choose-page-down",
        &[Named(KeyCode::PageDown)],
        CHOICE,
        Message::Move(Move::PageDown),
        "",
        "Move the selection a page down.",
    ),
    bind(
        "choose-page-up",
        &[Named(KeyCode::PageUp)],
        CHOICE,
        Message::Move(Move::PageUp),
        "",
        "Move the selection a page up.",
    ),
    bind(
        "new-line",
        &[Named(KeyCode::Enter), Ctrl('j')],
        &[Lines],
        Message::Edit(Edit::NewLine),
        "",
        "Start a new line.",
    ),
    bind(
        "cursor-left",
        &[Named(KeyCode::Left), Ctrl('b')],
        TEXT,
        Message::Edit(Edit::Left),
        "",
        "Move left.",
    ),
    bind(
        "cursor-right",
        &[Named(KeyCode::Right), Ctrl('f')],
        TEXT,
        Message::Edit(Edit::Right),
        "",
        "Move right.",
    ),
    bind(
        "word-left",
        &[CtrlNamed(KeyCode::Left)],
        TEXT,
        Message::Edit(Edit::WordLeft),
        "",
        "Move a word to the left.",
    ),
    bind(
        "word-right",
        &[CtrlNamed(KeyCode::Right)],
        TEXT,
        Message::Edit(Edit::WordRight),
        "",
        "Move a word to the right.",
    ),
    bind(
        "line-start",
        &[Named(KeyCode::Home), Ctrl('a')],
        TEXT,
        Message::Edit(Edit::Start),
        "",
        "Move to the start of the line.",
    ),
    bind(
        "line-end",
        &[Named(KeyCode::End), Ctrl('e')],
        TEXT,
        Message::Edit(Edit::End),
        "",
        "Move to the end of the line.",
    ),
    bind("line-up", &[Named(KeyCode::Up), Ctrl('p')], EDITED, Message::Edit(Edit::Up), "", "Move a line up."),
    bind(
        "line-down",
        &[Named(KeyCode::Down), Ctrl('n')],
        EDITED,
        Message::Edit(Edit::Down),
        "",
        "Move a line down.",
    ),
    bind(
        "delete-before",
        &[Named(KeyCode::Backspace), Ctrl('h')],
        TEXT,
        Message::Edit(Edit::DeleteBefore),
        "",
        "Delete the character before the cursor.",
    ),
    bind(
        "delete-at",
        &[Named(KeyCode::Delete), Ctrl('d')],
        TEXT,
        Message::Edit(Edit::DeleteAt),
        "",
        "Delete the character at the cursor.",
    ),
    bind(
        "delete-word",
        &[Ctrl('w')],
        TEXT,
        Message::Edit(Edit::DeleteWord),
        "",
        "Delete the word before the cursor.",
    ),
    bind(
        "delete-to-start",
        &[Ctrl('u')],
        TEXT,
        Message::Edit(Edit::DeleteToStart),
        "",
        "Delete to the start of the line.",
    ),
    bind(
        "delete-to-end",
        &[Ctrl('k')],
        TEXT,
        Message::Edit(Edit::DeleteToEnd),
        "",
        "Delete to the end of the line.",
    ),
    bind(
        "undo-typing",
        &[Ctrl('y')],
        TEXT,
        Message::Edit(Edit::Undo),
        "",
        "Undo the last change of the text.",
    ),
    bind("redo-typing", &[Ctrl('r')], TEXT, Message::Edit(Edit::Redo), "", "Redo the change."),
];
