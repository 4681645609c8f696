//! Tests that every palette is readable on its backgrounds and keeps its roles distinct.

use ratatui::style::{Color, Modifier, Style};

use super::contrast::AA;
use super::*;

/// Text, background and sixteen colours of a terminal.
struct Ground {
    name: &'static str,
    text: Rgb,
    behind: Rgb,
    ansi: [u32; 16],
}

/// xterm, `XTerm-col.ad` of its distribution.
const XTERM: [u32; 16] = [
    0x00_0000, 0xCD_0000, 0x00_CD00, 0xCD_CD00, 0x00_00EE, 0xCD_00CD, 0x00_CDCD, 0xE5_E5E5, 0x7F_7F7F,
    0xFF_0000, 0x00_FF00, 0xFF_FF00, 0x5C_5CFF, 0xFF_00FF, 0x00_FFFF, 0xFF_FFFF,
];

/// VGA, as the Linux console has it: `drivers/tty/vt/vt.c`.
const VGA: [u32; 16] = [
    0x00_0000, 0xAA_0000, 0x00_AA00, 0xAA_5500, 0x00_00AA, 0xAA_00AA, 0x00_AAAA, 0xAA_AAAA, 0x55_5555,
    0xFF_5555, 0x55_FF55, 0xFF_FF55, 0x55_55FF, 0xFF_55FF, 0x55_FFFF, 0xFF_FFFF,
];

/// Solarized, the table of its README; the same for dark and light.
const SOLARIZED: [u32; 16] = [
    0x07_3642, 0xDC_322F, 0x85_9900, 0xB5_8900, 0x26_8BD2, 0xD3_3682, 0x2A_A198, 0xEE_E8D5, 0x00_2B36,
    0xCB_4B16, 0x58_6E75, 0x65_7B83, 0x83_9496, 0x6C_71C4, 0x93_A1A1, 0xFD_F6E3,
];

/// Tango, as GNOME Terminal has it: `terminal-profile-editor`, palette “Tango”.
const TANGO: [u32; 16] = [
    0x2E_3436, 0xCC_0000, 0x4E_9A06, 0xC4_A000, 0x34_65A4, 0x75_507B, 0x06_989A, 0xD3_D7CF, 0x55_5753,
    0xEF_2929, 0x8A_E234, 0xFC_E94F, 0x72_9FCF, 0xAD_7FA8, 0x34_E2E2, 0xEE_EEEC,
];

fn rgb(number: u32) -> Rgb {
    let [_, red, green, blue] = number.to_be_bytes();
    Rgb(red, green, blue)
}

fn ground(name: &'static str, text: u32, ground: u32, ansi: [u32; 16]) -> Ground {
    Ground { name, text: rgb(text), behind: rgb(ground), ansi }
}

fn darks() -> [Ground; 3] {
    [
        ground("xterm on black", 0xE5_E5E5, 0x00_0000, XTERM),
        ground("the Linux console", 0xAA_AAAA, 0x00_0000, VGA),
        ground("Tango on black", 0xFF_FFFF, 0x00_0000, TANGO),
    ]
}

fn lights() -> [Ground; 3] {
    [
        ground("xterm on white", 0x00_0000, 0xFF_FFFF, XTERM),
        ground("VGA on white", 0x00_0000, 0xFF_FFFF, VGA),
        ground("Tango on white", 0x2E_3436, 0xFF_FFFF, TANGO),
    ]
}

fn solarized() -> [Ground; 2] {
    [
        ground("Solarized dark", 0x83_9496, 0x00_2B36, SOLARIZED),
        ground("Solarized light", 0x65_7B83, 0xFD_F6E3, SOLARIZED),
    ]
}

impl Ground {
    fn colour(&self, colour: Option<Color>, otherwise: Rgb) -> Rgb {
        match colour {
            None | Some(Color::Reset) => otherwise,
            Some(Color::Rgb(red, green, blue)) => Rgb(red, green, blue),
            Some(named) => rgb(self.ansi[(0..16).position(|index| ansi(index) == named).unwrap()]),
        }
    }

    fn contrast(&self, style: Style) -> f64 {
        let (text, ground) = (self.colour(style.fg, self.text), self.colour(style.bg, self.behind));
        let text = if style.add_modifier.contains(Modifier::DIM) { text.dimmed_on(ground) } else { text };
        text.contrast(ground)
    }

    /// Answers of such a terminal to every query.
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            foreground: Some(self.text),
            background: Some(self.behind),
            ansi: self.ansi.map(|colour| Some(rgb(colour))),
            hint: None,
            signs_are_wide: false,
        }
    }

    fn side(&self) -> Side {
        if self.behind.luminance() > 0.5 { Side::Light } else { Side::Dark }
    }
}

fn roles(theme: &Theme) -> [(&'static str, Style); 12] {
    [
        ("text", theme.text),
        ("strong", theme.strong),
        ("dim", theme.dim),
        ("selected", theme.selected),
        ("good", theme.good),
        ("care", theme.care),
        ("bad", theme.bad),
        ("key", theme.key),
        ("code", theme.code),
        ("string", theme.string),
        ("markup", theme.markup),
        ("found", theme.found),
    ]
}

/// Roles with a contrast below `least`.
fn unreadable(theme: &Theme, ground: &Ground, least: f64) -> Vec<String> {
    let measured = roles(theme).map(|(role, style)| (role, ground.contrast(style)));
    let low = measured.into_iter().filter(|(_, contrast)| *contrast < least);
    low.map(|(role, contrast)| format!("{role} on {}: {contrast:.2}", ground.name)).collect()
}

fn look(theme: args::Theme, truecolour: bool) -> Appearance {
    Appearance { theme, glyphs: Glyphs::Unicode, truecolour, known: Capabilities::default(), mouse: false }
}

#[test]
fn named_palettes_read_on_what_they_are_named_for() {
    let mut low = Vec::new();
    for truecolour in [false, true] {
        let theme = |theme| look(theme, truecolour).theme(&Capabilities::default());
        let (dark, light) = (theme(args::Theme::Dark), theme(args::Theme::Light));
        // The console itself draws half-bright text, in grey, so dim is not measured on it.
        for ground in darks() {
            let dim = Theme { dim: Style::new(), ..dark };
            low.extend(unreadable(if ground.ansi == VGA { &dim } else { &dark }, &ground, AA));
        }
        low.extend(lights().iter().flat_map(|ground| unreadable(&light, ground, AA)));
        let high = theme(args::Theme::HighContrast);
        for ground in darks().into_iter().chain(lights()) {
            low.extend(unreadable(&high, &ground, 7.0));
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

#[test]
fn the_fitted_theme_reads_on_every_terminal_that_answers() {
    for ground in darks().into_iter().chain(lights()).chain(solarized()) {
        // Nothing needs more than AA, or than the terminal's own text.
        let least = AA.min(ground.text.contrast(ground.behind));
        for truecolour in [false, true] {
            let theme = look(args::Theme::Auto, truecolour).theme(&ground.capabilities());
            assert_eq!(unreadable(&theme, &ground, least), Vec::<String>::new());
            assert!(theme.bad.fg.is_some() || ground.name == "Solarized dark", "{}", ground.name);
        }
    }
}

#[test]
fn the_fitted_theme_reads_where_only_the_background_or_only_dark_and_light_are_known() {
    // The Linux console is known by its name.
    let grounds = darks().into_iter().filter(|ground| ground.ansi != VGA);
    let grounds = grounds.chain(lights().into_iter().filter(|ground| ground.ansi != VGA)).chain(solarized());
    for ground in grounds {
        let least = AA.min(ground.text.contrast(ground.behind));
        let hint = Capabilities { hint: Some(ground.side()), ..Capabilities::default() };
        let background = Capabilities { background: Some(ground.behind), ..Capabilities::default() };
        for learnt in [hint, background] {
            let theme = look(args::Theme::Auto, false).theme(&learnt);
            // The terminal decides how dim looks as long as its text colour is unknown.
            let theme = Theme { dim: Style::new(), ..theme };
            assert_eq!(unreadable(&theme, &ground, least), Vec::<String>::new());
            assert_eq!(learnt.side(), Some(ground.side()));
        }
    }
    assert_eq!(LINUX_CONSOLE.ansi, VGA.map(|colour| Some(rgb(colour))));
}

#[test]
fn on_an_unknown_background_nothing_has_a_colour() {
    let unknown = look(args::Theme::Auto, true).theme(&Capabilities::default());
    for theme in [unknown, Theme::plain()] {
        for (role, style) in roles(&theme) {
            assert_eq!((style.fg, style.bg), (None, None), "{role}");
        }
    }
}

#[test]
fn every_role_looks_different_from_every_other_that_stands_beside_it() {
    let auto = |ground: &Ground| look(args::Theme::Auto, false).theme(&ground.capabilities());
    let named = [args::Theme::Auto, args::Theme::Dark, args::Theme::Light];
    let named = named.into_iter().chain([args::Theme::HighContrast, args::Theme::Mono]);
    let mut themes: Vec<Theme> =
        named.map(|name| look(name, false).theme(&Capabilities::default())).collect();
    themes.extend(darks().iter().chain(&lights()).map(auto));
    for theme in themes {
        let screens = ["text", "strong", "dim", "selected", "good", "care", "bad", "key"];
        let evidence = ["text", "strong", "dim", "selected", "care", "bad", "code", "markup", "found"];
        for beside in [&screens[..], &evidence] {
            let roles: Vec<_> = roles(&theme).into_iter().filter(|(role, _)| beside.contains(role)).collect();
            for (at, (role, style)) in roles.iter().enumerate() {
                let same = roles[..at].iter().find(|(_, before)| before == style);
                // Grey on black is dim enough already; dimmed further it would be unreadable.
                let grey = *role == "dim" || same.is_some_and(|(other, _)| *other == "dim");
                assert!(same.is_none() || grey && *style == Style::new(), "{role} as {same:?}");
            }
        }
    }
}

#[test]
fn colours_of_its_own_are_for_evidence_on_terminals_that_show_them() {
    let dark = look(args::Theme::Dark, true).theme(&Capabilities::default());
    let rgb = roles(&dark).into_iter().filter(|(_, style)| matches!(style.fg, Some(Color::Rgb(..))));
    assert_eq!(rgb.map(|(role, _)| role).collect::<Vec<_>>(), ["code", "string", "markup"]);
    for plain in [args::Theme::Mono, args::Theme::HighContrast] {
        let theme = |truecolour| look(plain, truecolour).theme(&Capabilities::default());
        assert_eq!(theme(true), theme(false));
    }
    // A background that is neither dark nor light enough for them gets none.
    let grey = Capabilities { background: Some(Rgb(0x77, 0x77, 0x77)), ..Capabilities::default() };
    let theme = look(args::Theme::Auto, true).theme(&grey);
    assert!(roles(&theme).iter().all(|(_, style)| !matches!(style.fg, Some(Color::Rgb(..)))));
}
