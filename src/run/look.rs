//! Appearance of the console, from arguments and environment.

use std::ffi::OsString;

use crate::cli::args;
use crate::tui::theme::glyphs::Glyphs;
use crate::tui::theme::{Appearance, Capabilities, LINUX_CONSOLE, Side};

/// Arguments win; without them `NO_COLOR` means no colours (<https://no-color.org>).
pub(super) fn appearance(args: &args::Review, variable: impl Fn(&str) -> Option<OsString>) -> Appearance {
    let set = |name: &str| {
        let value = variable(name)?.to_string_lossy().into_owned();
        (!value.is_empty()).then_some(value)
    };
    let linux = set("TERM").is_some_and(|term| term == "linux" || term.starts_with("linux-"));
    let unasked = if set("NO_COLOR").is_some() { args::Theme::Mono } else { args::Theme::Auto };
    // POSIX: the first of these that is set decides.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    // Without any, the locale is “C” (POSIX, “Locale”).
    let is_utf8 = locale.is_some_and(|locale| is_utf8(&locale));
    let known = if linux {
        LINUX_CONSOLE
    } else {
        Capabilities { hint: set("COLORFGBG").and_then(|colours| side(&colours)), ..Capabilities::default() }
    };
    Appearance {
        theme: args.settings.theme.unwrap_or(unasked),
        glyphs: match args.settings.glyphs.unwrap_or_default() {
            args::Glyphs::Ascii => Glyphs::Ascii,
            // The fonts of the Linux console have few signs.
            args::Glyphs::Auto if linux || !is_utf8 => Glyphs::Ascii,
            args::Glyphs::Auto | args::Glyphs::Unicode => Glyphs::Unicode,
        },
        truecolour: set("COLORTERM").is_some_and(|says| says == "truecolor" || says == "24bit"),
        known,
        mouse: !args.settings.no_mouse,
    }
}

/// Accepts locales such as `en_GB.UTF-8` and `C.utf8@euro`, and `UTF-8` alone, which macOS sends over SSH.
fn is_utf8(locale: &str) -> bool {
    let codeset = locale.split_once('.').map_or(locale, |(_, rest)| rest.split('@').next().unwrap_or(rest));
    ["utf-8", "utf8"].contains(&codeset.to_ascii_lowercase().as_str())
}

/// Background by `COLORFGBG`, such as `15;0` or `0;default;15`: the number after the last `;` is one of the sixteen
/// colours, of which 0 to 6 and 8 are dark.
fn side(colours: &str) -> Option<Side> {
    match colours.rsplit_once(';')?.1.parse::<u8>().ok()? {
        0..=6 | 8 => Some(Side::Dark),
        7 | 9..=15 => Some(Side::Light),
        16.. => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::Cli;

    fn look(typed: &str, environment: &[(&str, &str)]) -> Appearance {
        let cli = Cli::try_parse_from(format!("strict-review {typed}").split_whitespace()).unwrap();
        appearance(&cli.review, |name| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn no_color_means_no_colours_unless_a_theme_is_asked_for() {
        let theme = |typed: &str, no_color: &str| look(typed, &[("NO_COLOR", no_color)]).theme;
        assert_eq!(theme("", "1"), args::Theme::Mono);
        assert_eq!(theme("", ""), args::Theme::Auto, "an empty variable is as none");
        assert_eq!(theme("--theme dark", "1"), args::Theme::Dark);
        assert_eq!(theme("--theme high-contrast", ""), args::Theme::HighContrast);
    }

    #[test]
    fn the_locale_decides_the_signs_and_none_means_ascii() {
        let glyphs = |environment: &[(&str, &str)]| look("", environment).glyphs;
        assert_eq!(glyphs(&[]), Glyphs::Ascii);
        assert_eq!(glyphs(&[("LC_CTYPE", "UTF-8")]), Glyphs::Unicode);
        for utf8 in ["en_GB.UTF-8", "C.utf8", "de_DE.UTF-8@euro"] {
            assert_eq!(glyphs(&[("LANG", utf8)]), Glyphs::Unicode, "{utf8}");
        }
        for other in ["C", "POSIX", "de_DE", "de_DE@euro", "en_US.ISO-8859-1"] {
            assert_eq!(glyphs(&[("LANG", other)]), Glyphs::Ascii, "{other}");
        }
        assert_eq!(glyphs(&[("LC_ALL", ""), ("LC_CTYPE", "C"), ("LANG", "C.UTF-8")]), Glyphs::Ascii);
        assert_eq!(glyphs(&[("TERM", "linux"), ("LANG", "C.UTF-8")]), Glyphs::Ascii);
        assert_eq!(look("--glyphs unicode", &[("LANG", "C")]).glyphs, Glyphs::Unicode);
        assert_eq!(look("--glyphs ascii", &[]).glyphs, Glyphs::Ascii);
    }

    #[test]
    fn the_environment_says_what_is_known_of_colours_before_the_terminal_is_asked() {
        let known = |environment: &[(&str, &str)]| look("", environment).known;
        assert_eq!(known(&[]), Capabilities::default());
        assert_eq!(known(&[("TERM", "linux")]), LINUX_CONSOLE);
        for (colours, side) in [
            ("15;0", Some(Side::Dark)),
            ("0;default;15", Some(Side::Light)),
            ("0;7", Some(Side::Light)),
            ("7;8", Some(Side::Dark)),
            ("7;default", None),
            ("7", None),
            ("0;16", None),
        ] {
            assert_eq!(known(&[("COLORFGBG", colours)]).side(), side, "{colours}");
        }
        assert!(look("", &[("COLORTERM", "truecolor")]).truecolour);
        assert!(!look("", &[("COLORTERM", "yes")]).truecolour);
    }
}
