//! Keys and their meanings in one table, which key handling, hint line, palette and help share.

mod keymap;
mod rebinding;
mod table;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::field::Shape;
use super::message::Message;
use super::model::Screen;
use crate::review::text::{columns, has_hidden};

pub use keymap::{Bound, Keymap};
pub use rebinding::{Misbound, actions};
pub use table::table;

/// Contexts in which keys have meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Steps and rows.
    Walk,
    Item,
    WriteActions,
    Stop,
    Evidence,
    Moved,
    Help,
    Preview,
    /// Typing a text of several lines.
    Lines,
    /// Typing a text of one line.
    Line,
    /// Choosing from a list by typing.
    Choose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// As it arrives: Shift is part of the character.
    Char(char),
    Ctrl(char),
    Named(KeyCode),
    CtrlNamed(KeyCode),
    Digit,
}

/// Line of the table: an action with its default keys.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Name of the action, for rebinding its keys.
    pub name: &'static str,
    /// Default keys; hints show the first one.
    pub keys: &'static [Key],
    pub places: &'static [Place],
    pub message: Message,
    /// One or two words for the hint line; empty for no hint.
    pub hint: &'static str,
    pub help: &'static str,
}

const fn bind(
    name: &'static str,
    keys: &'static [Key],
    places: &'static [Place],
    message: Message,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { name, keys, places, message, hint, help }
}

impl Place {
    pub const ALL: [Self; 11] = [
        Self::Walk,
        Self::Item,
        Self::WriteActions,
        Self::Stop,
        Self::Evidence,
        Self::Moved,
        Self::Help,
        Self::Preview,
        Self::Lines,
        Self::Line,
        Self::Choose,
    ];

    /// True if characters are text here, not commands.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Lines | Self::Line | Self::Choose)
    }
}

#[must_use]
pub fn place(screen: &Screen) -> Place {
    match screen {
        Screen::Walk => Place::Walk,
        Screen::Item { .. } => Place::Item,
        Screen::WriteActions { .. } => Place::WriteActions,
        Screen::Stop { .. } => Place::Stop,
        Screen::Evidence(_) => Place::Evidence,
        Screen::Moved { .. } => Place::Moved,
        Screen::Help { .. } => Place::Help,
        Screen::Preview { .. } => Place::Preview,
        Screen::Edit { editor, .. } if editor.aim.shape() == Shape::Lines => Place::Lines,
        Screen::Edit { .. } => Place::Line,
        Screen::Choose { .. } => Place::Choose,
    }
}

impl Key {
    pub(super) fn is(self, event: KeyEvent) -> bool {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        if event.modifiers.contains(KeyModifiers::ALT) {
            return false;
        }
        match self {
            Self::Char(c) => event.code == KeyCode::Char(c) && !control,
            Self::Ctrl(c) => event.code == KeyCode::Char(c) && control,
            Self::Named(code) => event.code == code && !control,
            Self::CtrlNamed(code) => event.code == code && control,
            Self::Digit => matches!(event.code, KeyCode::Char('0'..='9')) && !control,
        }
    }

    /// Accepts the names in hints and help, such as `space`, `Ctrl-s`, `PgDn`, `F2` or `!`, and the words for arrows.
    /// Returns `None` for a key that terminals do not send as a key of its own.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let single = |text: &str| {
            let mut characters = text.chars();
            let first = characters.next().filter(|_| characters.next().is_none())?;
            (!first.is_control()).then_some(first)
        };
        if let Some(c) = single(name) {
            return match c {
                ' ' => Some(Self::Char(' ')),
                // Digits are left out, because each goes to a phase. Letters of any keyboard are keys.
                c if c.is_ascii_graphic() && !c.is_ascii_digit() => Some(Self::Char(c)),
                c if named(name).is_none() && !c.is_numeric() && !has_hidden(name) && columns(name) > 0 => {
                    Some(Self::Char(c))
                }
                _ => named(name).map(Self::Named),
            };
        }
        let lower = name.to_ascii_lowercase();
        if lower == "space" {
            return Some(Self::Char(' '));
        }
        match lower.strip_prefix("ctrl-") {
            // With Control, `i`, `m` and `[` arrive as Tab, Enter and Escape.
            Some(rest) => {
                let letter = single(rest).filter(|c| c.is_ascii_lowercase() && !matches!(c, 'i' | 'm'));
                letter.map(Self::Ctrl).or_else(|| arrow(rest).map(Self::CtrlNamed))
            }
            None => named(&lower).map(Self::Named),
        }
    }
}

fn named(name: &str) -> Option<KeyCode> {
    Some(match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "shift-tab" => KeyCode::BackTab,
        "backspace" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        other => {
            if let Some(arrow) = arrow(other) {
                return Some(arrow);
            }
            let number = other.strip_prefix('f')?.parse().ok().filter(|number| (1..=12).contains(number))?;
            KeyCode::F(number)
        }
    })
}

fn arrow(name: &str) -> Option<KeyCode> {
    Some(match name {
        "↑" | "up" => KeyCode::Up,
        "↓" | "down" => KeyCode::Down,
        "←" | "left" => KeyCode::Left,
        "→" | "right" => KeyCode::Right,
        _ => return None,
    })
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Char(' ') => f.write_str("space"),
            Self::Char(c) => write!(f, "{c}"),
            Self::Ctrl(c) => write!(f, "Ctrl-{c}"),
            Self::Named(KeyCode::Up) => f.write_str("↑"),
            Self::Named(KeyCode::Down) => f.write_str("↓"),
            Self::Named(KeyCode::Left) => f.write_str("←"),
            Self::Named(KeyCode::Right) => f.write_str("→"),
            Self::Named(KeyCode::BackTab) => f.write_str("Shift-Tab"),
            Self::Named(KeyCode::PageUp) => f.write_str("PgUp"),
            Self::Named(KeyCode::PageDown) => f.write_str("PgDn"),
            Self::Named(code) => write!(f, "{code}"),
            Self::CtrlNamed(code) => write!(f, "Ctrl-{}", Self::Named(*code)),
            Self::Digit => f.write_str("0–9"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_binding_has_a_name_of_its_own_keys_and_a_sentence() {
        for (index, binding) in table().enumerate() {
            assert!(table().skip(index + 1).all(|other| other.name != binding.name), "{}", binding.name);
            assert!(binding.help.ends_with('.') && !binding.keys.is_empty(), "{}", binding.name);
        }
    }

    #[test]
    fn a_key_is_read_by_the_name_that_is_shown() {
        for key in table().flat_map(|binding| binding.keys).filter(|key| **key != Key::Digit) {
            assert_eq!(Key::parse(&key.to_string()), Some(*key), "{key}");
        }
        assert_eq!(Key::parse("ctrl-X"), Some(Key::Ctrl('x')));
        assert_eq!(["ö", "Ж", "§"].map(Key::parse), ['ö', 'Ж', '§'].map(|c| Some(Key::Char(c))));
        assert_eq!(Key::parse("Left"), Some(Key::Named(KeyCode::Left)));
        for none in
            ["", "  ", "xx", "Ctrl-", "Ctrl-i", "Ctrl-1", "1", "F0", "F13", "²", "\u{301}", "\u{7}", "Alt-x"]
        {
            assert_eq!(Key::parse(none), None, "{none:?}");
        }
    }
}
