//! Contrast of colours, as WCAG 2.2 measures it.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// Minimum contrast of text (WCAG 2.2, success criterion 1.4.3, level AA).
pub(super) const AA: f64 = 4.5;

impl Rgb {
    /// From 1 to 21 (WCAG 2.2, “contrast ratio”).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// From 0 for black to 1 for white (WCAG 2.2, “relative luminance”).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Colour of dim text: VTE and terminals like it mix in a third of the background.
    #[must_use]
    pub(super) fn dimmed_on(self, background: Self) -> Self {
        let mix =
            |own: u8, ground: u8| u8::try_from((u16::from(own) * 2 + u16::from(ground)) / 3).unwrap_or(own);
        Self(mix(self.0, background.0), mix(self.1, background.1), mix(self.2, background.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guideline() {
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // The grey that is known to just pass, and the one that just fails.
        assert!(Rgb(0x76, 0x76, 0x76).contrast(white) >= AA);
        assert!(Rgb(0x77, 0x77, 0x77).contrast(white) < AA);
    }
}
