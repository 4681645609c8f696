//! One table of keys: it makes the key handling, the hint line and the help.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::message::{Message, Move};
use super::model::{Model, Pane, Screen};

/// Where keys mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Steps and rows.
    Walk,
    /// One item in full.
    Item,
    /// All write actions.
    WriteActions,
    /// The stop panel.
    Stop,
    /// What moved.
    Moved,
    /// The keys.
    Help,
    /// What an export would write.
    Preview,
    /// A text of several lines is typed.
    Lines,
    /// A text of one line is typed.
    Line,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character, as it arrives.
    Char(char),
    /// A character with Control.
    Ctrl(char),
    /// Any other key.
    Named(KeyCode),
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The keys that mean it; the first one is named in hints.
    pub keys: &'static [Key],
    /// Where they do.
    pub places: &'static [Place],
    /// What they mean.
    pub message: Message,
    /// One or two words for the hint line; empty where it is not hinted at.
    pub hint: &'static str,
    /// A sentence for the help.
    pub help: &'static str,
}

use Key::{Char, Ctrl, Named};
use Place::{Help, Item, Line, Lines, Moved, Preview, Stop, Walk, WriteActions};

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

/// The place whose keys work on a screen.
#[must_use]
pub fn place(screen: &Screen) -> Place {
    match screen {
        Screen::Walk => Walk,
        Screen::Item { .. } => Item,
        Screen::WriteActions { .. } => WriteActions,
        Screen::Stop { .. } => Stop,
        Screen::Moved { .. } => Moved,
        Screen::Help { .. } => Help,
        Screen::Preview { .. } => Preview,
        Screen::Edit { editor, .. } if editor.purpose.takes_lines() => Lines,
        Screen::Edit { .. } => Line,
    }
}

/// The bindings of a place, in table order.
pub fn bindings(place: Place) -> impl Iterator<Item = &'static Binding> {
    TABLE.iter().filter(move |binding| binding.places.contains(&place))
}

/// What a key means now. Keys act on press alone, and on a screen that is too small only leaving works.
#[must_use]
pub fn message(model: &Model, event: KeyEvent) -> Option<Message> {
    if event.kind != KeyEventKind::Press {
        return None;
    }
    let place = place(&model.screen);
    let bound = bindings(place).find(|binding| binding.keys.iter().any(|key| key.is(event)));
    let message = bound.map(|binding| binding.message.clone());
    if model.too_small() {
        // Whatever is open behind it: what the screen then says must hold.
        let leaves = Ctrl('c').is(event) || Char('q').is(event) && !matches!(place, Lines | Line);
        return if leaves {
            Some(Message::Leave)
        } else {
            message.filter(|message| matches!(message, Message::Suspend))
        };
    }
    match place {
        Lines | Line => message.or(Some(Message::Type(event))),
        Walk | Item | WriteActions | Stop | Moved | Help | Preview => message,
    }
}

impl Key {
    fn is(self, event: KeyEvent) -> bool {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        if event.modifiers.contains(KeyModifiers::ALT) {
            return false;
        }
        match self {
            Char(c) => event.code == KeyCode::Char(c) && !control,
            Ctrl(c) => event.code == KeyCode::Char(c) && control,
            Named(code) => event.code == code && !control,
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Char(' ') => f.write_str("space"),
            Char(c) => write!(f, "{c}"),
            Ctrl(c) => write!(f, "Ctrl-{c}"),
            Named(KeyCode::Up) => f.write_str("↑"),
            Named(KeyCode::Down) => f.write_str("↓"),
            Named(KeyCode::Left) => f.write_str("←"),
            Named(KeyCode::Right) => f.write_str("→"),
            Named(KeyCode::BackTab) => f.write_str("Shift-Tab"),
            Named(KeyCode::PageUp) => f.write_str("PgUp"),
            Named(KeyCode::PageDown) => f.write_str("PgDn"),
            Named(code) => write!(f, "{code}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for place in [Walk, Item, WriteActions, Stop, Moved, Help, Preview, Lines, Line] {
            let keys: Vec<Key> = bindings(place).flat_map(|binding| binding.keys.iter().copied()).collect();
            for (i, key) in keys.iter().enumerate() {
                assert!(!keys[..i].contains(key), "{key} twice in {place:?}");
            }
        }
    }

    #[test]
    fn every_place_can_be_left_and_every_binding_is_explained() {
        for place in [Walk, Item, WriteActions, Stop, Moved, Help, Preview, Lines, Line] {
            assert!(
                bindings(place).any(|b| matches!(b.message, Message::Back | Message::Leave)),
                "{place:?}"
            );
        }
        assert!(TABLE.iter().all(|binding| binding.help.ends_with('.') && !binding.keys.is_empty()));
    }
}
