//! The table of keys.

use crossterm::event::KeyCode;

use super::Binding;
use super::Key::{Char, Ctrl, Named};
use super::Place::{self, Help, Item, Line, Lines, Moved, Preview, Stop, Walk, WriteActions};
use crate::tui::message::{Message, Move};
use crate::tui::model::Pane;

const ITEMS: &[Place] = &[Walk, Item];
const STEPS: &[Place] = &[Walk];
const BROWSE: &[Place] = &[Walk, Item, WriteActions, Stop, Moved, Help, Preview];
const ALL: &[Place] = &[Walk, Item, WriteActions, Stop, Moved, Help, Preview, Lines, Line];
const BACK: &[Place] = &[Item, WriteActions, Stop, Moved, Help, Preview];

/// The table.
pub static TABLE: &[Binding] = &[
    Binding {
        keys: &[Char('j'), Named(KeyCode::Down)],
        places: BROWSE,
        message: Message::Move(Move::Down),
        hint: "",
        help: "Move down.",
    },
    Binding {
        keys: &[Char('k'), Named(KeyCode::Up)],
        places: BROWSE,
        message: Message::Move(Move::Up),
        hint: "",
        help: "Move up.",
    },
    Binding {
        keys: &[Char('g'), Named(KeyCode::Home)],
        places: BROWSE,
        message: Message::Move(Move::Top),
        hint: "",
        help: "Move to the top.",
    },
    Binding {
        keys: &[Char('G'), Named(KeyCode::End)],
        places: BROWSE,
        message: Message::Move(Move::Bottom),
        hint: "",
        help: "Move to the bottom.",
    },
    Binding {
        keys: &[Named(KeyCode::PageDown), Ctrl('f'), Ctrl('d')],
        places: BROWSE,
        message: Message::Move(Move::PageDown),
        hint: "",
        help: "Move a page down.",
    },
    Binding {
        keys: &[Named(KeyCode::PageUp), Ctrl('b')],
        places: BROWSE,
        message: Message::Move(Move::PageUp),
        hint: "",
        help: "Move a page up.",
    },
    Binding {
        keys: &[Char(' ')],
        places: ITEMS,
        message: Message::Confirm,
        hint: "confirm",
        help: "Confirm the item, or take its confirmation back. Some items ask you to type what you see.",
    },
    Binding {
        keys: &[Char('o'), Named(KeyCode::Enter)],
        places: &[Walk, WriteActions],
        message: Message::Open,
        hint: "open",
        help: "Open the row: an item in full, a decision to close with, or a write action to see why it is blocked.",
    },
    Binding {
        keys: &[Char('i')],
        places: ITEMS,
        message: Message::EnterReference,
        hint: "enter reference",
        help: "Enter a reference that the handoff leaves out.",
    },
    Binding {
        keys: &[Char('n')],
        places: ITEMS,
        message: Message::Note,
        hint: "note",
        help: "Write a note on the item.",
    },
    Binding {
        keys: &[Char('!')],
        places: ITEMS,
        message: Message::Concern,
        hint: "concern",
        help: "Raise a concern about the item, or answer the open one. A concern is never removed.",
    },
    Binding {
        keys: &[Char('-')],
        places: ITEMS,
        message: Message::NotApplicable,
        hint: "n/a",
        help: "Say that a question does not apply, and why.",
    },
    Binding {
        keys: &[Char('e')],
        places: ITEMS,
        message: Message::Export,
        hint: "export",
        help: "Look at the packet of a closed review before it is written.",
    },
    Binding {
        keys: &[Char(']')],
        places: STEPS,
        message: Message::NextStep,
        hint: "next step",
        help: "Go to the next step.",
    },
    Binding {
        keys: &[Char('[')],
        places: STEPS,
        message: Message::PreviousStep,
        hint: "",
        help: "Go to the step before.",
    },
    Binding {
        keys: &[Char('}')],
        places: ITEMS,
        message: Message::NextOpen,
        hint: "next open",
        help: "Go to the next open item.",
    },
    Binding {
        keys: &[Named(KeyCode::Tab), Named(KeyCode::BackTab)],
        places: STEPS,
        message: Message::OtherPane,
        hint: "",
        help: "Go from the rows to the steps and back.",
    },
    Binding {
        keys: &[Char('h'), Named(KeyCode::Left)],
        places: STEPS,
        message: Message::To(Pane::Steps),
        hint: "",
        help: "Go to the steps.",
    },
    Binding {
        keys: &[Char('l'), Named(KeyCode::Right)],
        places: STEPS,
        message: Message::To(Pane::Rows),
        hint: "",
        help: "Go to the rows of the step.",
    },
    Binding {
        keys: &[Char('u')],
        places: ITEMS,
        message: Message::Undo,
        hint: "undo",
        help: "Undo the last answer. What was undone stays in the journal.",
    },
    Binding {
        keys: &[Ctrl('r')],
        places: ITEMS,
        message: Message::Redo,
        hint: "",
        help: "Redo what was undone.",
    },
    Binding {
        keys: &[Char('a')],
        places: ITEMS,
        message: Message::WriteActions,
        hint: "write actions",
        help: "Show all write actions, which stay blocked.",
    },
    Binding {
        keys: &[Char('m')],
        places: ITEMS,
        message: Message::Moved,
        hint: "what moved",
        help: "Show what moved since it was answered.",
    },
    Binding {
        keys: &[Char('e'), Named(KeyCode::Enter)],
        places: &[Preview],
        message: Message::Export,
        hint: "write it",
        help: "Write the packet: the document, its checksum, and the same for people.",
    },
    Binding {
        keys: &[Char('w')],
        places: &[Preview],
        message: Message::OtherForm,
        hint: "exact bytes",
        help: "Show the file's own bytes, or the indented form.",
    },
    Binding {
        keys: &[Char('?'), Named(KeyCode::F(1))],
        places: &[Walk, Item, WriteActions, Stop, Moved, Preview],
        message: Message::Help,
        hint: "keys",
        help: "Show the keys.",
    },
    Binding {
        keys: &[Named(KeyCode::Esc), Char('q'), Char('h'), Named(KeyCode::Left)],
        places: BACK,
        message: Message::Back,
        hint: "back",
        help: "Go back.",
    },
    Binding {
        keys: &[Char('q')],
        places: STEPS,
        message: Message::Leave,
        hint: "leave (saved)",
        help: "Leave. Every answer is saved already.",
    },
    Binding {
        keys: &[Ctrl('c')],
        places: BROWSE,
        message: Message::Leave,
        hint: "",
        help: "Leave from anywhere. Every answer is saved already.",
    },
    Binding {
        keys: &[Ctrl('z')],
        places: ALL,
        message: Message::Suspend,
        hint: "",
        help: "Suspend; fg brings the console back.",
    },
    Binding {
        keys: &[Ctrl('s')],
        places: &[Lines],
        message: Message::Save,
        hint: "save",
        help: "Save a text of several lines; Enter begins a new line in it.",
    },
    Binding {
        keys: &[Named(KeyCode::Enter), Ctrl('s')],
        places: &[Line],
        message: Message::Save,
        hint: "save",
        help: "Save a text of one line.",
    },
    Binding {
        keys: &[Named(KeyCode::Esc), Ctrl('c')],
        places: &[Lines, Line],
        message: Message::Back,
        hint: "cancel",
        help: "Leave the text; what was typed is kept as a draft until the console ends.",
    },
];
