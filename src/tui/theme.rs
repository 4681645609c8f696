//! Styles of the console: one for each role, in palettes for dark and light, and in one that fits the terminal.

mod contrast;
pub mod glyphs;
mod measured;
mod palettes;
#[cfg(test)]
mod tests;

use ratatui::style::{Color, Modifier, Style};

pub use contrast::Rgb;
pub use measured::{Capabilities, LINUX_CONSOLE, Side};

use self::glyphs::Glyphs;
use crate::cli::args;
use crate::review::state::ItemState;

/// Colour is never the only sign: every state has its glyph and its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Everything without another role.
    pub text: Style,
    /// Titles and the selected row.
    pub strong: Style,
    /// Secondary text.
    pub dim: Style,
    pub selected: Style,
    /// Confirmed, ready.
    pub good: Style,
    /// Concern, more review.
    pub care: Style,
    /// Blocked, refused.
    pub bad: Style,
    /// Keys in hints.
    pub key: Style,
    /// In evidence: code, numbers and words of a language.
    pub code: Style,
    /// In evidence: JSON strings.
    pub string: Style,
    /// In evidence: JSON keys, and list markers.
    pub markup: Style,
    /// In evidence: search matches.
    pub found: Style,
    pub glyphs: Glyphs,
}

/// Options and environment that decide on the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    pub theme: args::Theme,
    pub glyphs: Glyphs,
    /// True if the terminal claims to show any colour.
    pub truecolour: bool,
    /// Known without a query.
    pub known: Capabilities,
    /// True if clicks and the wheel are requested.
    pub mouse: bool,
}

impl Appearance {
    /// Fits the colours that are known so far.
    #[must_use]
    pub fn theme(&self, learnt: &Capabilities) -> Theme {
        let theme = match self.theme {
            args::Theme::Auto => measured::fitted(learnt),
            args::Theme::Dark => Theme::colours(),
            args::Theme::Light => palettes::light(),
            args::Theme::HighContrast => palettes::high_contrast(),
            args::Theme::Mono => Theme::plain(),
        };
        let side = match self.theme {
            args::Theme::Auto => learnt.side(),
            args::Theme::Dark => Some(Side::Dark),
            args::Theme::Light => Some(Side::Light),
            args::Theme::HighContrast | args::Theme::Mono => None,
        };
        let theme = match side.filter(|_| self.truecolour) {
            Some(side) => palettes::with_rgb(theme, side, learnt.background),
            None => theme,
        };
        let glyphs = if learnt.signs_are_wide { Glyphs::Ascii } else { self.glyphs };
        Theme { glyphs, ..theme }
    }
}

impl Theme {
    /// For dark terminals, with the sixteen colours that every terminal has.
    #[must_use]
    pub fn colours() -> Self {
        palettes::dark()
    }

    /// Modifiers alone, for `NO_COLOR`.
    #[must_use]
    pub fn plain() -> Self {
        palettes::mono()
    }

    #[must_use]
    pub fn with_glyphs(self, glyphs: Glyphs) -> Self {
        Self { glyphs, ..self }
    }

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

fn with(modifier: Modifier) -> Style {
    Style::new().add_modifier(modifier)
}

fn ansi(index: u8) -> Color {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    NAMED.get(usize::from(index)).copied().unwrap_or_default()
}

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
