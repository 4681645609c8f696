//! Palettes with a name: dark, light, high contrast, and mono.

use ratatui::style::{Color, Modifier, Style};

use super::contrast::{AA, Rgb};
use super::glyphs::Glyphs;
use super::measured::Side;
use super::{Theme, ansi, with};

/// Modifiers alone. Each role has its own, so that nothing depends on colour.
pub(super) fn mono() -> Theme {
    use Modifier as M;
    Theme {
        text: Style::new(),
        strong: with(M::BOLD),
        dim: with(M::DIM),
        selected: with(M::REVERSED),
        good: with(M::ITALIC),
        care: with(M::UNDERLINED),
        bad: with(M::BOLD | M::UNDERLINED),
        key: with(M::BOLD | M::ITALIC),
        code: with(M::ITALIC),
        string: Style::new(),
        markup: with(M::BOLD | M::ITALIC),
        found: with(M::UNDERLINED | M::ITALIC),
        glyphs: Glyphs::Unicode,
    }
}

/// For a black background, or nearly so, with the usual sixteen colours.
pub(super) fn dark() -> Theme {
    Theme {
        good: fg(2),
        care: fg(11),
        bad: fg(9).add_modifier(Modifier::BOLD),
        key: fg(6),
        code: fg(13),
        string: fg(2),
        markup: fg(6),
        found: fg(0).bg(ansi(11)),
        ..mono()
    }
}

/// For a white background, or nearly so, with the usual sixteen colours, of which red, blue and magenta are readable
/// there.
pub(super) fn light() -> Theme {
    Theme {
        good: fg(4),
        care: fg(5),
        bad: fg(1).add_modifier(Modifier::BOLD),
        key: fg(4).add_modifier(Modifier::BOLD),
        code: fg(5).add_modifier(Modifier::ITALIC),
        string: fg(4),
        markup: fg(4).add_modifier(Modifier::BOLD),
        found: fg(15).bg(ansi(4)),
        ..mono()
    }
}

/// White on black on any terminal, and nothing dim: level AAA of WCAG 2.2.
pub(super) fn high_contrast() -> Theme {
    let on_black = |colour: u8| fg(colour).bg(ansi(0));
    let bold = Modifier::BOLD;
    Theme {
        text: on_black(15),
        strong: on_black(15).add_modifier(bold),
        dim: on_black(7),
        selected: fg(0).bg(ansi(15)).add_modifier(bold),
        good: on_black(10),
        care: on_black(11),
        bad: fg(0).bg(ansi(11)).add_modifier(bold),
        key: on_black(14),
        code: on_black(15).add_modifier(Modifier::ITALIC),
        string: on_black(10),
        markup: on_black(14),
        found: fg(0).bg(ansi(14)),
        glyphs: Glyphs::Unicode,
    }
}

/// Adds colours of its own in evidence, if they are readable on the background or that is unknown.
pub(super) fn with_rgb(theme: Theme, side: Side, background: Option<Rgb>) -> Theme {
    let [code, string, markup] = match side {
        Side::Dark => [Rgb(0xD7, 0xAF, 0xFF), Rgb(0xAF, 0xD7, 0x87), Rgb(0x87, 0xD7, 0xFF)],
        Side::Light => [Rgb(0x6A, 0x1B, 0x9A), Rgb(0x1B, 0x5E, 0x20), Rgb(0x01, 0x57, 0x9B)],
    };
    let reads = |colour: &Rgb| background.is_none_or(|background| colour.contrast(background) >= AA);
    let style = |colour: Rgb, otherwise: Style| match Some(colour).filter(reads) {
        Some(Rgb(red, green, blue)) => Style::new().fg(Color::Rgb(red, green, blue)),
        None => otherwise,
    };
    Theme {
        code: style(code, theme.code),
        string: style(string, theme.string),
        markup: style(markup, theme.markup),
        ..theme
    }
}

fn fg(index: u8) -> Style {
    Style::new().fg(ansi(index))
}
