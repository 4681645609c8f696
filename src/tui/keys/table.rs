//! Table of the keys, their screens and their help texts.

mod texts;

use crossterm::event::KeyCode;

use super::bind;
use crate::frontend::help;
use crate::pager::Direction;
use crate::tui::model::keymap::Binding;
use crate::tui::model::keymap::Key::{Char, Ctrl, Digit, Named};
use crate::tui::model::keymap::Place;
use crate::tui::model::keymap::Place::{
    Choose, Evidence, Help, Item, Line, Lines, Moved, Preview, Stop, Walk, WriteActions,
};
use crate::tui::model::message::Source;
use crate::tui::model::message::{Message, Move, View};
use crate::tui::model::regions::Pane;

const PAGE_DOWN: &str = "Move a page down.";

const ITEMS: &[Place] = &[Walk, Item];
const STEPS: &[Place] = &[Walk];
const BROWSE: &[Place] = &[Walk, Item, WriteActions, Stop, Evidence, Moved, Help, Preview];
const ALL: &[Place] = &[Walk, Item, WriteActions, Stop, Evidence, Moved, Help, Preview, Lines, Line, Choose];
const COPY: &[Place] = &[Walk, Item, WriteActions, Stop, Evidence, Preview];
const BACK: &[Place] = &[Item, WriteActions, Stop, Moved, Help, Preview];

/// Keys of screens first, then those of texts.
pub fn table() -> impl Iterator<Item = &'static Binding> {
    SCREENS.iter().chain(texts::TEXTS)
}

static SCREENS: &[Binding] = &[
    bind("down", &[Char('j'), Named(KeyCode::Down)], BROWSE, Message::Move(Move::Down), "", "Move down."),
    bind("up", &[Char('k'), Named(KeyCode::Up)], BROWSE, Message::Move(Move::Up), "", "Move up."),
    bind("top", &[Char('g'), Named(KeyCode::Home)], BROWSE, Message::Move(Move::Top), "", "Move to the top."),
    bind(
        "bottom",
        &[Char('G'), Named(KeyCode::End)],
        BROWSE,
        Message::Move(Move::Bottom),
        "",
        "Move to the bottom.",
    ),
    bind(
        "page-down",
        &[Named(KeyCode::PageDown), Ctrl('f'), Ctrl('d')],
        BROWSE,
        Message::Move(Move::PageDown),
        "",
        PAGE_DOWN,
    ),
    bind(
        "page-up",
        &[Named(KeyCode::PageUp), Ctrl('b'), Ctrl('u')],
        BROWSE,
        Message::Move(Move::PageUp),
        "",
        "Move a page up.",
    ),
    bind(
        "confirm",
        &[Char(' ')],
        ITEMS,
        Message::Confirm,
        "confirm",
        "Confirm the item, or take its confirmation back. Some items ask you to type the value.",
    ),
    bind(
        "read",
        &[Char('o')],
        &[Walk, Item, Evidence, WriteActions],
        Message::Read,
        "open",
        "Open the evidence file of a reference; open any other row.",
    ),
    bind(
        "open",
        &[Named(KeyCode::Enter)],
        &[Walk, WriteActions],
        Message::Open,
        "details",
        "Open the row: an item in full, a decision to close with, or a write action to see why it is blocked.",
    ),
    bind(
        "confirm-file",
        &[Char('c')],
        &[Evidence],
        Message::Confirm,
        "confirm",
        "Confirm the reference whose file this is, or take its confirmation back.",
    ),
    bind("page-on", &[Char(' ')], &[Evidence], Message::Move(Move::PageDown), "", PAGE_DOWN),
    bind(
        "find-in-file",
        &[Char('/')],
        &[Evidence],
        Message::View(View::Find),
        "find",
        "Search for a text. Without capitals, case is ignored.",
    ),
    bind(
        "next-match",
        &[Char('n')],
        &[Evidence],
        Message::View(View::FindAgain(Direction::Forward)),
        "next match",
        "Go to the next match.",
    ),
    bind(
        "previous-match",
        &[Char('N')],
        &[Evidence],
        Message::View(View::FindAgain(Direction::Backward)),
        "",
        "Go to the previous match.",
    ),
    bind("wrap", &[Char('w')], &[Evidence], Message::View(View::Wrap), "wrap", "Toggle line wrapping."),
    bind(
        "right",
        &[Char('l'), Named(KeyCode::Right)],
        &[Evidence],
        Message::View(View::Sideways(8)),
        "",
        "Scroll right when lines are not wrapped.",
    ),
    bind(
        "left",
        &[Char('h'), Named(KeyCode::Left)],
        &[Evidence],
        Message::View(View::Sideways(-8)),
        "",
        "Scroll left when lines are not wrapped.",
    ),
    bind(
        "structure",
        &[Char('s')],
        &[Evidence],
        Message::View(View::Indent),
        "structure",
        "Toggle indented JSON.",
    ),
    bind("line-numbers", &[Char('#')], &[Evidence], Message::View(View::Numbers), "", "Toggle line numbers."),
    bind("enter-reference", &[Char('i')], ITEMS, Message::EnterReference, "enter reference", help::REFERENCE),
    bind("note", &[Char('n')], ITEMS, Message::Note, "note", "Write a note on the item."),
    bind(
        "concern",
        &[Char('!')],
        &[Walk, Item, Evidence],
        Message::Concern,
        "concern",
        "Raise a concern about the item, or answer the open one. A concern is never removed.",
    ),
    bind("not-applicable", &[Char('-')], ITEMS, Message::NotApplicable, "n/a", help::NOT_APPLICABLE),
    bind(
        "export",
        &[Char('e')],
        ITEMS,
        Message::Export,
        "export",
        "Preview the packet of a closed review before it is written.",
    ),
    bind("next-step", &[Char(']'), Char('>')], STEPS, Message::NextStep, "next step", help::NEXT_STEP),
    bind("previous-step", &[Char('['), Char('<')], STEPS, Message::PreviousStep, "", help::PREVIOUS_STEP),
    bind("next-open", &[Char('}'), Char('.')], ITEMS, Message::NextOpen, "next open", help::NEXT_OPEN),
    bind(
        "phase",
        &[Digit],
        STEPS,
        Message::Phase(0),
        "",
        "Go to the phase of this number; 0 goes to the first step.",
    ),
    bind(
        "only-open",
        &[Char('f')],
        STEPS,
        Message::Filter,
        "",
        "Toggle showing open items only. Write actions stay visible.",
    ),
    bind(
        "find",
        &[Char('/')],
        &[Walk, Item, WriteActions, Stop, Moved, Preview],
        Message::Choose(Source::Items),
        "find",
        "Find a step, item, note, concern or evidence file by its words.",
    ),
    bind(
        "find-key",
        &[Char('/')],
        &[Help],
        Message::Choose(Source::Keys),
        "find",
        "Find a key by what it does.",
    ),
    bind(
        "command",
        &[Char(':')],
        BROWSE,
        Message::Choose(Source::Commands),
        "commands",
        "Choose a command or a step by some of its letters.",
    ),
    bind(
        "other-pane",
        &[Named(KeyCode::Tab), Named(KeyCode::BackTab)],
        STEPS,
        Message::OtherPane,
        "",
        "Switch between steps and items.",
    ),
    bind(
        "to-steps",
        &[Char('h'), Named(KeyCode::Left)],
        STEPS,
        Message::To(Pane::Steps),
        "",
        "Go to the steps.",
    ),
    bind(
        "to-rows",
        &[Char('l'), Named(KeyCode::Right)],
        STEPS,
        Message::To(Pane::Rows),
        "",
        "Go to the items of the step.",
    ),
    bind("undo", &[Char('u')], ITEMS, Message::Undo, "undo", help::UNDO),
    bind("redo", &[Ctrl('r')], ITEMS, Message::Redo, "", help::REDO),
    bind(
        "copy",
        &[Char('y')],
        COPY,
        Message::Copy,
        "",
        "Copy the value, fingerprint or line of evidence of the row. The terminal must allow it.",
    ),
    bind(
        "write-actions",
        &[Char('a')],
        ITEMS,
        Message::WriteActions,
        "write actions",
        "Show all write actions, which stay blocked.",
    ),
    bind(
        "try",
        &[Char('t')],
        &[Stop],
        Message::Try,
        "try it",
        "Try the write action of this panel: it is refused, recorded and exported.",
    ),
    bind(
        "what-moved",
        &[Char('m')],
        ITEMS,
        Message::Moved,
        "changes",
        "Show what changed since it was answered.",
    ),
    bind(
        "write-packet",
        &[Char('e'), Named(KeyCode::Enter)],
        &[Preview],
        Message::Export,
        "write it",
        "Write the packet: the JSON document, its checksum and the Markdown version.",
    ),
    bind(
        "exact-bytes",
        &[Char('w')],
        &[Preview],
        Message::OtherForm,
        "exact bytes",
        "Toggle between the exact bytes of the file and the indented form.",
    ),
    bind(
        "keys",
        &[Char('?'), Named(KeyCode::F(1))],
        &[Walk, Item, WriteActions, Stop, Evidence, Moved, Preview],
        Message::Help,
        "keys",
        "Show the keys.",
    ),
    bind(
        "back",
        &[Named(KeyCode::Esc), Char('q'), Char('h'), Named(KeyCode::Left)],
        BACK,
        Message::Back,
        "back",
        "Go back.",
    ),
    bind("back-from-file", &[Named(KeyCode::Esc), Char('q')], &[Evidence], Message::Back, "back", "Go back."),
    bind(
        "leave",
        &[Char('q')],
        STEPS,
        Message::Leave,
        "quit (saved)",
        "Quit. Every answer is already saved.",
    ),
    bind(
        "leave-at-once",
        &[Ctrl('c')],
        BROWSE,
        Message::Leave,
        "",
        "Quit from anywhere. Every answer is already saved.",
    ),
    bind("suspend", &[Ctrl('z')], ALL, Message::Suspend, "", "Suspend; fg brings the console back."),
];
