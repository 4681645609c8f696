//! Themes and signs: the content does not depend on them.

use std::path::Path;

use strict_review::cli::args;
use strict_review::journal::memory::Memory;
use strict_review::review::handoff::Handoff;
use strict_review::review::runbook::Runbook;
use strict_review::review::start::Start;
use strict_review::session::Session;
use strict_review::tui::model::screen::Screen;
use strict_review::tui::theme::glyphs::Glyphs;
use strict_review::tui::theme::{Appearance, Capabilities, LINUX_CONSOLE, Theme};

use super::states::{self, State};
use super::watch::SIZES;
use super::world::{Desk, READY, World, clock, start};

fn all(out: &Path) -> Vec<State> {
    [states::walks(out), states::edits(out), states::screens(out)].into_iter().flatten().collect()
}

fn theme(theme: args::Theme, learnt: &Capabilities) -> Theme {
    Appearance {
        theme,
        glyphs: Glyphs::Unicode,
        truecolour: true,
        known: Capabilities::default(),
        mouse: true,
    }
    .theme(learnt)
}

#[test]
fn every_theme_shows_the_same_text() {
    let folder = tempfile::tempdir().unwrap();
    let themes = [
        theme(args::Theme::Auto, &Capabilities::default()),
        theme(args::Theme::Auto, &LINUX_CONSOLE),
        theme(args::Theme::Light, &Capabilities::default()),
        theme(args::Theme::HighContrast, &Capabilities::default()),
        Theme::plain(),
    ];
    for state in all(&folder.path().join("out")) {
        let mut desk = state.open();
        let coloured = desk.screen();
        for theme in themes {
            desk.console.wear(theme);
            let screen = desk.screen();
            assert_eq!(screen.text(), coloured.text(), "{}", state.name);
        }
    }
}

#[test]
fn high_contrast_is_white_on_black_in_every_cell_but_where_a_role_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let high = theme(args::Theme::HighContrast, &Capabilities::default());
    for state in all(&folder.path().join("out")) {
        let mut desk = state.open();
        desk.console.wear(high);
        for cell in desk.screen().cells() {
            let plain = ratatui::style::Color::Reset;
            assert!(cell.fg != plain && cell.bg != plain, "{}: {:?}", state.name, cell.symbol());
            assert!(!cell.modifier.contains(ratatui::style::Modifier::DIM), "{}", state.name);
        }
    }
}

#[test]
fn the_ascii_set_draws_every_screen_with_ascii_alone() {
    let folder = tempfile::tempdir().unwrap();
    for state in all(&folder.path().join("out")) {
        let mut desk = state.open();
        desk.console.wear(Theme::colours().with_glyphs(Glyphs::Ascii));
        for (columns, rows) in SIZES {
            desk.resize(columns, rows);
            // A document keeps its own signs, and the tokens for its invisible characters.
            if let Screen::Evidence(_) | Screen::Preview { .. } = desk.console.model().screen {
                continue;
            }
            for cell in desk.screen().cells() {
                assert!(cell.symbol().is_ascii(), "{} at {columns}x{rows}: {:?}", state.name, cell.symbol());
            }
        }
    }
}

#[test]
fn the_ascii_set_leaves_the_letters_of_others() {
    let mut desk = states::answered().press("n '数 é'");
    desk.console.wear(Theme::colours().with_glyphs(Glyphs::Ascii));
    let text = desk.screen().text();
    assert!(text.contains("数 é") && text.contains("+-"), "{text}");
}

#[test]
fn the_ascii_set_leaves_every_sign_of_a_document() {
    const EVIDENCE: &[(&str, &[u8])] = &[("backup-log.md", "a → b · “c”\n".as_bytes())];
    let mut desk = World::ready().evidence(EVIDENCE).press("] ] o");
    desk.console.wear(Theme::colours().with_glyphs(Glyphs::Ascii));
    let text = desk.screen().text();
    assert!(text.contains("a → b · “c”") && text.contains("+-"), "{text}");
}

#[test]
fn the_header_counts_the_warnings_about_the_runbook() {
    let mut definition = crate::support::definition();
    definition["stopRules"][0]["watches"] = serde_json::json!([]);
    let warned = |definition: &serde_json::Value| {
        let runbook = Runbook::parse(definition.to_string().as_bytes()).unwrap();
        let handoff = Handoff::parse(READY, &runbook).unwrap();
        let start = Start { runbook, handoff, ..start(READY) };
        let session = Session::begin(start, Box::new(Memory::default()), clock).unwrap();
        Desk::on(session).screen().lines()[0].trim_end().to_owned()
    };
    assert!(
        warned(&definition).ends_with("REVIEW ONLY · sandboxed · 1 runbook warning"),
        "{}",
        warned(&definition)
    );
    definition["decisions"][0]["needs"] = serde_json::json!(["phases", "references"]);
    assert!(warned(&definition).ends_with("· 2 runbook warnings"));
    assert!(warned(&crate::support::definition()).ends_with("REVIEW ONLY · sandboxed"));
}
