//! Keys and their meanings in one table, which key handling, hint line, palette and help share.

mod lookup;
mod rebinding;
mod table;

use super::model::field::Shape;
use super::model::keymap::{Binding, Key, Place};
use super::model::message::Message;
use super::model::screen::Screen;

pub use rebinding::{BindingError, actions};
pub use table::table;

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

/// The place whose keys work on a screen.
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

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

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
