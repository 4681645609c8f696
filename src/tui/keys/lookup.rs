//! Keymap: the keys of the table, or those that a reviewer bound.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::{place, table};
use crate::tui::model::Model;
use crate::tui::model::keymap::{Bound, Key, Keymap};
use crate::tui::model::message::Message;

impl Default for Keymap {
    fn default() -> Self {
        let bound = table().map(|binding| Bound { binding, keys: binding.keys.to_vec() });
        Self { bound: bound.collect() }
    }
}

impl Keymap {
    /// Meaning of a key now. Keys act on press alone, and on a screen that is too small only leaving works.
    #[must_use]
    pub fn message(&self, model: &Model, event: KeyEvent) -> Option<Message> {
        if event.kind != KeyEventKind::Press {
            return None;
        }
        let place = place(&model.screen);
        let bound = self.at(place).find(|bound| bound.keys.iter().any(|key| key.is(event)));
        let message = bound.map(|bound| message_of(&bound.binding.message, event));
        if model.too_small() {
            // These keys leave from any screen, as the message on a small screen promises.
            let leaves = Key::Ctrl('c').is(event) || Key::Char('q').is(event) && !place.takes_text();
            return if leaves {
                Some(Message::Leave)
            } else {
                message.filter(|message| matches!(message, Message::Suspend))
            };
        }
        message.or_else(|| typed(event).filter(|_| place.takes_text()))
    }
}

/// The digit that was pressed is the number of the phase.
fn message_of(message: &Message, event: KeyEvent) -> Message {
    match (message, event.code) {
        (Message::Phase(_), KeyCode::Char(digit)) => Message::Phase(
            digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).unwrap_or_default(),
        ),
        _ => message.clone(),
    }
}

fn typed(event: KeyEvent) -> Option<Message> {
    let commands = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SUPER;
    match event.code {
        KeyCode::Char(c) if !event.modifiers.intersects(commands) => Some(Message::Type(c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::model::keymap::Place;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        let keymap = Keymap::default();
        for place in Place::ALL {
            let keys: Vec<Key> = keymap.at(place).flat_map(|bound| bound.keys.clone()).collect();
            for (i, key) in keys.iter().enumerate() {
                assert!(!keys[..i].contains(key), "{key} twice in {place:?}");
            }
        }
    }

    #[test]
    fn every_place_can_be_left() {
        let keymap = Keymap::default();
        for place in Place::ALL {
            let leaves = |bound: &Bound| matches!(bound.binding.message, Message::Back | Message::Leave);
            assert!(keymap.at(place).any(leaves), "{place:?}");
        }
    }
}
