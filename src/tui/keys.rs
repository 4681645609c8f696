//! What keys mean, by one table: it makes the key handling, the hint line and the help.

mod table;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::message::Message;
use super::model::{Model, Screen};

pub use table::TABLE;

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
    /// An evidence file.
    Evidence,
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
use Place::{Evidence, Help, Item, Line, Lines, Moved, Preview, Stop, Walk, WriteActions};

/// The place whose keys work on a screen.
#[must_use]
pub fn place(screen: &Screen) -> Place {
    match screen {
        Screen::Walk => Walk,
        Screen::Item { .. } => Item,
        Screen::WriteActions { .. } => WriteActions,
        Screen::Stop { .. } => Stop,
        Screen::Evidence(_) => Evidence,
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
        Walk | Item | WriteActions | Stop | Evidence | Moved | Help | Preview => message,
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
        for place in [Walk, Item, WriteActions, Stop, Evidence, Moved, Help, Preview, Lines, Line] {
            let keys: Vec<Key> = bindings(place).flat_map(|binding| binding.keys.iter().copied()).collect();
            for (i, key) in keys.iter().enumerate() {
                assert!(!keys[..i].contains(key), "{key} twice in {place:?}");
            }
        }
    }

    #[test]
    fn every_place_can_be_left_and_every_binding_is_explained() {
        for place in [Walk, Item, WriteActions, Stop, Evidence, Moved, Help, Preview, Lines, Line] {
            assert!(
                bindings(place).any(|b| matches!(b.message, Message::Back | Message::Leave)),
                "{place:?}"
            );
        }
        assert!(TABLE.iter().all(|binding| binding.help.ends_with('.') && !binding.keys.is_empty()));
    }
}
