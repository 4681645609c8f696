//! Theme that fits the terminal: its own colours, and those of the sixteen that are readable on its background.

use ratatui::style::{Modifier, Style};

use super::contrast::{AA, Rgb};
use super::{Theme, ansi, palettes};

/// Known properties of the terminal, to which its answers are added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    pub foreground: Option<Rgb>,
    pub background: Option<Rgb>,
    pub ansi: [Option<Rgb>; 16],
    /// Used if the background colour is unknown.
    pub hint: Option<Side>,
    /// True if the terminal makes two columns of characters that have one here.
    pub signs_are_wide: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Light text on a dark background.
    Dark,
    /// Dark text on a light background.
    Light,
}

/// Colours of the Linux console, which answers no query (`drivers/tty/vt/vt.c`: `default_red`, `default_grn`,
/// `default_blu`).
pub const LINUX_CONSOLE: Capabilities = Capabilities {
    foreground: Some(Rgb(0xAA, 0xAA, 0xAA)),
    background: Some(Rgb(0, 0, 0)),
    ansi: [
        Some(Rgb(0, 0, 0)),
        Some(Rgb(0xAA, 0, 0)),
        Some(Rgb(0, 0xAA, 0)),
        Some(Rgb(0xAA, 0x55, 0)),
        Some(Rgb(0, 0, 0xAA)),
        Some(Rgb(0xAA, 0, 0xAA)),
        Some(Rgb(0, 0xAA, 0xAA)),
        Some(Rgb(0xAA, 0xAA, 0xAA)),
        Some(Rgb(0x55, 0x55, 0x55)),
        Some(Rgb(0xFF, 0x55, 0x55)),
        Some(Rgb(0x55, 0xFF, 0x55)),
        Some(Rgb(0xFF, 0xFF, 0x55)),
        Some(Rgb(0x55, 0x55, 0xFF)),
        Some(Rgb(0xFF, 0x55, 0xFF)),
        Some(Rgb(0x55, 0xFF, 0xFF)),
        Some(Rgb(0xFF, 0xFF, 0xFF)),
    ],
    hint: Some(Side::Dark),
    signs_are_wide: false,
};

impl Capabilities {
    /// Returns `None` without a background colour or a hint.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        // Luminance from which black is more readable than white.
        let side = |background: Rgb| if background.luminance() > 0.179 { Side::Light } else { Side::Dark };
        self.background.map(side).or(self.hint)
    }

    /// Required contrast: AA, or that of the terminal's own text if its user prefers less.
    fn bar(&self) -> f64 {
        match (self.foreground, self.background) {
            (Some(text), Some(ground)) => text.contrast(ground).min(AA),
            (_, _) => AA,
        }
    }

    /// True if the colour is readable on the background: as measured, otherwise in every widely used palette of this
    /// side. Always false if the side is unknown.
    fn reads(&self, index: u8) -> bool {
        let measured = self.ansi.get(usize::from(index)).copied().flatten();
        match (measured, self.background, self.side()) {
            (Some(colour), Some(ground), _) => colour.contrast(ground) >= self.bar(),
            (_, _, Some(Side::Dark)) => matches!(index, 2 | 3 | 6),
            (_, _, Some(Side::Light)) => matches!(index, 1 | 5),
            (_, _, None) => false,
        }
    }

    /// The first of the colours that is readable.
    fn first(&self, colours: &[u8], otherwise: Style) -> Style {
        match colours.iter().find(|index| self.reads(**index)) {
            Some(index) => Style::new().fg(ansi(*index)),
            None => otherwise,
        }
    }

    /// True also if the colours are unknown.
    fn reads_dim(&self) -> bool {
        match (self.foreground, self.background) {
            (Some(text), Some(ground)) => text.dimmed_on(ground).contrast(ground) >= AA,
            (_, _) => true,
        }
    }

    /// Black on a colour, for search matches.
    fn marker(&self, otherwise: Style) -> Style {
        let measured = |index: u8| self.ansi.get(usize::from(index)).copied().flatten();
        let reads = |index: &u8| match (measured(0), measured(*index)) {
            (Some(black), Some(ground)) => black.contrast(ground) >= AA,
            (_, _) => false,
        };
        match [3, 11].iter().find(|index| reads(index)) {
            Some(index) => Style::new().fg(ansi(0)).bg(ansi(*index)),
            None => otherwise,
        }
    }
}

pub(super) fn fitted(learnt: &Capabilities) -> Theme {
    let mono = palettes::mono();
    let bold = |style: Style| style.add_modifier(Modifier::BOLD);
    let key = learnt.first(&[6, 14, 4, 12], mono.key);
    let good = learnt.first(&[2, 10], mono.good);
    Theme {
        dim: if learnt.reads_dim() { mono.dim } else { Style::new() },
        good,
        care: learnt.first(&[3, 11, 5, 13], mono.care),
        bad: bold(learnt.first(&[1, 9], mono.bad)),
        key: if key == mono.key { key } else { bold(key) },
        code: learnt.first(&[5, 13], mono.code).add_modifier(Modifier::ITALIC),
        string: if good == mono.good { mono.string } else { good },
        markup: key,
        found: learnt.marker(mono.found),
        ..mono
    }
}
