//! Keys, the actions that they stand for, and the places where they do.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::message::Message;
use crate::review::text::{columns, has_hidden};

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
    /// Something is chosen by typing.
    Choose,
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
    /// Any other key with Control.
    CtrlNamed(KeyCode),
    /// Any digit.
    Digit,
}

/// One line of the table: what an action is called, and its keys unless they are bound otherwise.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The name of the action, by which its keys are bound otherwise.
    pub name: &'static str,
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

/// Which keys mean what.
#[derive(Clone, Debug)]
pub struct Keymap {
    pub(crate) bound: Vec<Bound>,
}

/// An action and the keys that mean it now.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The action.
    pub binding: &'static Binding,
    /// The keys; the first one is named in hints.
    pub keys: Vec<Key>,
}

impl Place {
    /// Every place.
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

    /// Whether a text is typed here, so that a character is no command.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Lines | Self::Line | Self::Choose)
    }
}

impl Keymap {
    /// Every action, in table order.
    pub fn all(&self) -> impl Iterator<Item = &Bound> {
        self.bound.iter()
    }

    /// The actions of a place, in table order.
    pub fn at(&self, place: Place) -> impl Iterator<Item = &Bound> {
        self.all().filter(move |bound| bound.binding.places.contains(&place))
    }

    /// How the first key of an action is named, for messages that say what to press.
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

    /// The key of a name, as hints and help name it, such as `space`, `Ctrl-s`, `PgDn`, `F2` or `!`; arrows also by
    /// their names. `None` where it names no key that a terminal sends by itself.
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

/// The key of a name, other than a character.
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
