//! Copying: text that displays all of itself, and never a credential.

use strict_review::review::text::has_hidden;
use strict_review::tui::model::Notice;
use strict_review::tui::update::clipboard::COPIED_BYTES_MAX;

use super::states::{self, closed, with_evidence};
use super::world::{Desk, World};

fn copied(mut desk: Desk) -> Option<String> {
    desk.press("y");
    desk.console.take_copied()
}

#[test]
fn what_the_row_is_about_is_copied() {
    assert_eq!(copied(World::ready().press("j j j")).unwrap(), "local-dev");
    let fingerprint = copied(World::ready().press("j j")).unwrap();
    assert!(fingerprint.starts_with("sha256:e8040a2a"), "{fingerprint}");
    let phase = |keys: &str| with_evidence().press(&format!("<Tab> g <Tab> ] ] g {keys}"));
    assert_eq!(copied(phase("")).unwrap(), "backup-log.md");
    assert!(copied(phase("o")).unwrap().starts_with('#'), "the first row of the file");
    assert!(copied(phase("o / 'sqlite3' <Enter>")).unwrap().contains("sqlite3"));
    assert!(copied(phase("j j o")).unwrap().starts_with("sha256:"), "no text, but its digest");
    assert!(copied(closed().press("e")).unwrap().starts_with("sha256:"));
    assert!(copied(World::ready().press("a")).unwrap().starts_with("blocked-"));
    let mut twice = World::ready().press("y");
    assert!(twice.console.take_copied().is_some() && twice.console.take_copied().is_none());
}

#[test]
fn nothing_hidden_and_no_credential_reaches_the_clipboard() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for state in [states::walks(&out), states::screens(&out)].into_iter().flatten() {
        let mut desk = state.open();
        desk.press("y");
        if let Some(text) = desk.console.take_copied() {
            assert!(!has_hidden(&text) && text.len() <= COPIED_BYTES_MAX, "{}: {text:?}", state.name);
            assert!(!text.contains("correct-horse"), "{}", state.name);
            assert!(matches!(desk.console.model().notice, Some(Notice::Done(_))), "{}", state.name);
        }
    }
    let hostile = with_evidence().press("<Tab> g <Tab> ] ] g j o");
    assert_eq!(copied(hostile).unwrap(), "one ‹U+001B›[2J line");
}

#[test]
fn in_a_text_it_is_a_letter() {
    let mut desk = World::ready().press("n 'as seen y'");
    assert_eq!(desk.console.take_copied(), None);
    assert!(desk.screen().text().contains("as seen y"));
}
