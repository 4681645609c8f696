//! The queue of input: keys, mouse and messages in order of arrival, while slow work is under way.

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::model::message::Message;
use crate::tui::terminal::input::Mouse;

pub(super) enum Input {
    Key(KeyEvent),
    Mouse(Mouse),
    Message(Box<Message>),
}

/// As much as a terminal itself keeps of unread input.
const INPUTS_MAX: usize = 4096;

#[derive(Default)]
pub(super) struct Queue(VecDeque<Input>);

impl Queue {
    /// Input beyond the bound is lost, as in a terminal.
    pub(super) fn push(&mut self, input: Input) {
        if self.0.len() < INPUTS_MAX {
            self.0.push_back(input);
        }
    }

    pub(super) fn pop(&mut self) -> Option<Input> {
        self.0.pop_front()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Keeps only the letters of a text that is being typed, and messages: they answer nothing.
    pub(super) fn keep_text(&mut self) {
        self.0.retain(|input| match input {
            Input::Key(key) => {
                matches!(key.code, KeyCode::Char(_)) && (key.modifiers - KeyModifiers::SHIFT).is_empty()
            }
            Input::Message(message) => matches!(message.as_ref(), Message::Paste(_) | Message::Recheck),
            Input::Mouse(_) => false,
        });
    }
}
