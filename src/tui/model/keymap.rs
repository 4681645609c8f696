//! Keys, their actions, and the places where they work.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::message::Message;
use crate::review::text::{columns, has_hidden};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Walk,
    Item,
    WriteActions,
    Stop,
    Evidence,
    Moved,
    Help,
    Preview,
    Lines,
    Line,
    Choose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// As it arrives, with Shift applied.
    Char(char),
    Ctrl(char),
    /// Any other key, unmodified.
    Named(KeyCode),
    /// Any other key with Control.
    CtrlNamed(KeyCode),
    /// Any digit.
    Digit,
}

/// A row of the key table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Name in the configuration file.
    pub name: &'static str,
    /// Default keys; hints show the first.
    pub keys: &'static [Key],
    pub places: &'static [Place],
    pub message: Message,
    /// One or two words for the hint line; empty if the action has no hint.
    pub hint: &'static str,
    pub help: &'static str,
}

#[derive(Clone, Debug)]
pub struct Keymap {
    pub(crate) bound: Vec<Bound>,
}

#[derive(Clone, Debug)]
pub struct Bound {
    pub binding: &'static Binding,
    /// Hints show the first.
    pub keys: Vec<Key>,
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

    /// True if a character is text here, not a command.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Lines | Self::Line | Self::Choose)
    }
}

impl Keymap {
    pub fn all(&self) -> impl Iterator<Item = &Bound> {
        self.bound.iter()
    }

    pub fn at(&self, place: Place) -> impl Iterator<Item = &Bound> {
        self.all().filter(move |bound| bound.binding.places.contains(&place))
    }

    /// First key of an action, for messages that say what to press; empty if it has none.
    #[must_use]
    pub fn key(&self, name: &str) -> String {
        let found = self.all().find(|bound| bound.binding.name == name);
        found.and_then(|bound| bound.keys.first()).map(ToString::to_string).unwrap_or_default()
    }
}

impl Key {
    pub(crate) fn is(self, event: KeyEvent) -> bool {
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

    /// Parses a name as hints and help show it (`space`, `Ctrl-s`, `PgDn`, `F2`, `!`, `↑` or `up`). Returns `None`
    /// for a key that no terminal sends alone.
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
                // Every digit goes to a phase. A letter of any keyboard is a key of it.
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
            // With Control, these are Tab, Enter and Escape.
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
