//! How states look: the terminal's own colours and modifiers, so that it reads on dark and on light.

use ratatui::style::{Color, Modifier, Style};

use crate::review::state::ItemState;

/// The styles of the console. Colour is never the only sign: every state has its glyph and its word.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Titles and the selected row.
    pub strong: Style,
    /// What is beside the point.
    pub dim: Style,
    /// The selected row.
    pub selected: Style,
    /// Confirmed, ready.
    pub good: Style,
    /// Concern, more review.
    pub care: Style,
    /// Blocked, refused.
    pub bad: Style,
    /// Keys in hints.
    pub key: Style,
    /// Code, numbers and words of a language.
    pub code: Style,
    /// Text that was sought.
    pub found: Style,
}

impl Theme {
    /// The terminal's own colours.
    #[must_use]
    pub fn colours() -> Self {
        let fg = |colour| Style::new().fg(colour);
        Self {
            good: fg(Color::Green),
            care: fg(Color::Yellow),
            bad: fg(Color::Red).add_modifier(Modifier::BOLD),
            key: fg(Color::Cyan),
            code: fg(Color::Magenta),
            found: Style::new().fg(Color::Black).bg(Color::Yellow),
            ..Self::plain()
        }
    }

    /// Modifiers alone, for `NO_COLOR`.
    #[must_use]
    pub fn plain() -> Self {
        let with = |modifier| Style::new().add_modifier(modifier);
        Self {
            strong: with(Modifier::BOLD),
            dim: with(Modifier::DIM),
            selected: with(Modifier::REVERSED),
            good: Style::new(),
            care: with(Modifier::UNDERLINED),
            bad: with(Modifier::BOLD),
            key: with(Modifier::BOLD),
            code: with(Modifier::ITALIC),
            found: with(Modifier::UNDERLINED).add_modifier(Modifier::BOLD),
        }
    }

    /// The style of a state's glyph and word.
    #[must_use]
    pub fn state(&self, state: ItemState) -> Style {
        match state {
            ItemState::Open => Style::new(),
            ItemState::Confirmed => self.good,
            ItemState::NotApplicable => self.dim,
            ItemState::Concern | ItemState::Stale => self.care,
            ItemState::Blocked => self.bad,
        }
    }
}

/// The glyph of a state.
#[must_use]
pub fn glyph(state: ItemState) -> &'static str {
    match state {
        ItemState::Open => "[ ]",
        ItemState::Confirmed => "[x]",
        ItemState::NotApplicable => "[-]",
        ItemState::Concern => "[!]",
        ItemState::Stale => "[~]",
        ItemState::Blocked => "[#]",
    }
}
