//! A text being typed: what it is for, and the text with its own undo.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, DataCursor, TextArea};

use crate::review::action::Action;
use crate::review::limits::NOTE_BYTES_MAX;

/// What a text is for. Items are named by their identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// A note on an item.
    Note(String),
    /// A concern about an item.
    Concern(String),
    /// The answer to the open concern.
    Answer(String),
    /// Why an item does not apply.
    Reason(String),
    /// A reference that the handoff leaves out.
    Reference(String),
    /// What is seen, to acknowledge an item.
    Echo(String),
    /// What is sought in the evidence that is shown.
    Find,
    /// What was not looked at, for the closing call with this decision.
    NotLookedAt(String),
    /// The short fingerprint, for the closing call.
    ClosingEcho {
        /// The decision.
        decision: String,
        /// What was not looked at.
        not_looked_at: String,
    },
}

/// What happens to a text once it is saved.
#[derive(Clone, Debug)]
pub enum Saved {
    /// It becomes an action.
    Act(Action),
    /// Another text is needed first.
    Ask(Purpose),
    /// It is sought in the evidence that is shown.
    Find(String),
}

impl Purpose {
    /// Whether Enter begins a new line; where it does not, Enter saves.
    #[must_use]
    pub fn takes_lines(&self) -> bool {
        match self {
            Self::Note(_) | Self::Concern(_) | Self::Answer(_) | Self::NotLookedAt(_) => true,
            Self::Reason(_) | Self::Reference(_) | Self::Echo(_) | Self::Find | Self::ClosingEcho { .. } => {
                false
            }
        }
    }

    /// Whether what is seen is typed again, which only typing shows.
    #[must_use]
    pub fn is_an_echo(&self) -> bool {
        matches!(self, Self::Echo(_) | Self::ClosingEcho { .. })
    }

    /// What the text becomes.
    #[must_use]
    pub fn save(&self, text: String) -> Saved {
        match self.clone() {
            Self::Note(item) => Saved::Act(Action::WriteNote { item, note: text }),
            Self::Concern(item) => Saved::Act(Action::RaiseConcern { item, note: text }),
            Self::Answer(item) => Saved::Act(Action::AnswerConcern { item, answer: text }),
            Self::Reason(item) => Saved::Act(Action::NotApplicable { item, reason: text }),
            Self::Reference(item) => Saved::Act(Action::EnterReference { item, value: text }),
            Self::Echo(item) => Saved::Act(Action::Echo { item, typed: text }),
            Self::Find => Saved::Find(text),
            Self::NotLookedAt(decision) => Saved::Ask(Self::ClosingEcho { decision, not_looked_at: text }),
            Self::ClosingEcho { decision, not_looked_at } => {
                Saved::Act(Action::Close { decision, not_looked_at, typed: text })
            }
        }
    }
}

/// A text under edit.
#[derive(Clone, Debug)]
pub struct Editor {
    /// What the text is for.
    pub purpose: Purpose,
    area: TextArea<'static>,
}

impl Editor {
    /// An editor that goes on with a text.
    #[must_use]
    pub fn new(purpose: Purpose, text: &str) -> Self {
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { purpose, area }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// The lines of the text.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    /// Line and character of the cursor, from 0.
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        let DataCursor(line, character) = self.area.cursor();
        (line, character)
    }

    /// Takes a key.
    pub fn press(&mut self, key: KeyEvent) {
        // The area's own bindings that reach outside the text are not for a record: no clipboard, no paging.
        let begins_line = key.code == KeyCode::Enter
            || key.modifiers.contains(KeyModifiers::CONTROL) && matches!(key.code, KeyCode::Char('m' | 'j'));
        if begins_line && !self.purpose.takes_lines() {
            return;
        }
        let before = self.text().len();
        self.area.input(key);
        if self.text().len() > NOTE_BYTES_MAX && self.text().len() > before {
            self.area.undo();
        }
    }

    /// Takes pasted text; `false` where it would not fit, and nothing was taken.
    pub fn paste(&mut self, text: &str) -> bool {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = if self.purpose.takes_lines() { text } else { text.replace('\n', " ") };
        if self.text().len() + text.len() > NOTE_BYTES_MAX {
            return false;
        }
        self.area.insert_str(text);
        true
    }
}

impl Saved {
    /// The action a text becomes, if no other text is needed first.
    #[must_use]
    pub fn into_action(self) -> Option<Action> {
        match self {
            Self::Act(action) => Some(action),
            Self::Ask(_) | Self::Find(_) => None,
        }
    }
}
