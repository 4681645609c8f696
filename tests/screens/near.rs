//! A reference that nearly names a file: shown at the item, at the request for its file, and at the closing call.

use strict_review::tui::model::Notice;
use strict_review::tui::model::screen::Screen;

use super::world::{Desk, World};

const NEAR: &str = "no file “backup-log.md”; the folder has “Backup-Log.md” (with different case)";
const AT_THE_END: &str = "References that nearly name a file (1)";

/// Text of the screen on one line, without the borders of boxes.
fn flat(desk: &Desk) -> String {
    desk.screen().text().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn world(name: &'static str) -> World {
    let files: &'static [(&'static str, &'static [u8])] = match name {
        "Backup-Log.md" => &[("Backup-Log.md", b"backed up\n")],
        _ => &[("backup-log.md", b"backed up\n")],
    };
    World::ready().size(120, 48).walked(0..2).evidence(files)
}

#[test]
fn a_near_miss_is_shown_in_its_row_and_told_where_its_file_is_asked_for() {
    let mut desk = world("Backup-Log.md").press("<Tab> g <Tab> ] ] g");
    let text = flat(&desk);
    for part in [
        "evidence: no file “backup-log.md”; the folder has “Backup-Log.md” (in ",
        " other case); the export says that no file is pinned",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    desk.press("o");
    let Screen::Item { .. } = &desk.console.model().screen else { panic!("no file is opened") };
    desk.press("o");
    assert!(matches!(&desk.console.model().notice, Some(Notice::Refused(why)) if why == NEAR));
    assert!(flat(&desk).contains(&format!("✗ {NEAR}")), "{}", flat(&desk));
    assert!(desk.review().evidence_read("backupReference").is_none());

    let mut desk = world("backup-log.md").press("<Tab> g <Tab> ] ] g o");
    assert!(matches!(&desk.console.model().screen, Screen::Evidence(_)), "a file of the very name is opened");
    desk.press("<Esc>");
    assert!(!flat(&desk).contains("no file"), "{}", flat(&desk));
}

#[test]
fn near_misses_are_listed_with_the_closing_call() {
    let desk = world("Backup-Log.md").press("<Tab> G <Tab> G G");
    let text = flat(&desk);
    let (_, listed) = text.split_once(AT_THE_END).unwrap_or_else(|| panic!("{text}"));
    assert!(listed.starts_with(&format!(" backupReference: {NEAR}")), "{listed}");
    let desk = world("backup-log.md").press("<Tab> G <Tab> G G");
    assert!(!flat(&desk).contains("nearly one"), "{}", flat(&desk));
}
