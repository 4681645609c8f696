//! All content of a screen can be read to its end, in the smallest size too.

use std::collections::BTreeSet;

use strict_review::tui::model::screen::Screen;

use super::states::closed;
use super::world::{Desk, PRODUCTION, World, runbook};

/// Every row shown while a key is pressed until nothing changes.
fn read_on(desk: &mut Desk, key: &str) -> String {
    let (mut seen, mut rows, mut last) = (BTreeSet::new(), Vec::new(), String::new());
    for _ in 0..2000 {
        let screen = desk.screen();
        if screen.text() == last {
            return rows.join("\n");
        }
        last = screen.text();
        rows.extend(screen.lines().into_iter().filter(|line| seen.insert(line.clone())));
        desk.press(key);
    }
    panic!("it never ends");
}

#[test]
fn a_page_is_what_is_visible_less_a_line() {
    for (world, keys) in [(closed().size(80, 24), "e"), (World::ready().size(80, 24), "?")] {
        let mut desk = world.press(keys);
        let inside = |desk: &Desk| -> Vec<String> {
            let lines = desk.screen().lines();
            let within = lines.iter().skip_while(|line| !line.starts_with('┌')).skip(1);
            within.take_while(|line| !line.starts_with('└')).cloned().collect()
        };
        let (before, after) = (inside(&desk), {
            desk.press("<PageDown>");
            inside(&desk)
        });
        assert_eq!(before.last(), after.first(), "{keys}");
        assert_ne!(before.first(), after.first(), "{keys}");
        desk.press("<PageUp>");
        assert_eq!(inside(&desk), before, "{keys}");
    }
}

#[test]
fn the_findings_and_attempts_of_the_packet_step_can_be_read() {
    for key in ["j", "<PageDown>", "G"] {
        let mut desk = World::with(PRODUCTION).size(80, 24).press("a j j o t <Esc> <Esc> <Tab> G <Tab> g");
        let text = read_on(&mut desk, key);
        assert!(text.contains("Refused attempts on write actions (1)"), "{key}:\n{text}");
        assert!(text.contains("database-migration"), "{key}:\n{text}");
    }
    let mut desk = World::with(PRODUCTION).size(150, 16).press("<Tab> G <Tab> g");
    let text = read_on(&mut desk, "j");
    for item in desk.review().checklist().items() {
        assert!(text.contains(&format!("{} is not answered.", item.id)), "{}:\n{text}", item.id);
    }
}

#[test]
fn what_else_was_observed_in_the_handoff_can_be_read_in_the_smallest_size() {
    let mut desk = World::with(PRODUCTION).size(60, 16).open();
    let text = read_on(&mut desk, "j");
    for part in ["Also observed", "Digest of the bytes read", "target-refused", "claims 11 of 11"] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
}

#[test]
fn no_row_is_selected_while_one_reads_on_and_the_way_back_is_as_long() {
    let mut desk = World::ready().size(60, 16).press("G");
    let last = desk.screen().text();
    desk.press("j j j");
    assert!(!desk.screen().text().contains('▸'), "{}", desk.screen().text());
    let before = desk.journal_len();
    desk.press("space");
    assert_eq!(desk.journal_len(), before, "nothing is answered that is not selected");
    desk.press("G G G k k k");
    let text = desk.screen().text();
    desk.press("j");
    assert_ne!(text, desk.screen().text());
    desk.press("g G");
    assert_eq!(desk.screen().text(), last);
}

#[test]
fn a_wide_screen_shows_the_selected_row_in_full_and_records_nothing_of_that() {
    for (keys, title, told) in [
        ("j", "Handoff location", "How to confirm"),
        ("} ] ] G", "durable-result-storage-write", "Reason"),
        ("<Tab> G <Tab> g", "prepare-durable", "Still open"),
    ] {
        let mut desk = World::ready().size(120, 40).press(keys);
        assert!(!desk.screen().text().contains(told), "{}", desk.screen().text());
        let before = desk.journal_len();
        desk.resize(160, 40);
        let text = desk.screen().text();
        assert!(text.contains(title) && text.contains(told), "{text}");
        assert_eq!(desk.journal_len(), before, "{title}");
    }
}

#[test]
fn a_terminal_that_claims_the_most_columns_there_can_be_is_drawn_on_every_screen() {
    for keys in ["", "o", "a", "?", ":", "n", "<Tab> G <Tab> g"] {
        let mut desk = World::ready().press(keys);
        desk.resize(u16::MAX, 16);
        assert!(desk.screen().text().contains("REVIEW ONLY"), "{keys}");
    }
}

#[test]
fn the_stop_panel_can_be_read_in_the_smallest_size() {
    let mut desk = World::ready().size(60, 16).press("a G o");
    let text = read_on(&mut desk, "j");
    let effect = runbook().effects.last().unwrap();
    for part in [effect.status.as_str(), effect.flags.last().unwrap(), "Attempts on this action"] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
}

#[test]
fn the_preview_of_the_exact_bytes_is_exact() {
    let mut desk = closed().size(120, 300).press("e w");
    let Screen::Preview { plan, .. } = &desk.console.model().screen else { panic!("a preview") };
    let bytes = String::from_utf8(plan.bytes()).unwrap();
    desk.resize(64, 900);
    let lines = desk.screen().lines();
    let first = lines.iter().position(|line| line.starts_with("│ {")).unwrap();
    // 60 columns of text between the border and a blank column on each side.
    let rows = lines[first..].iter().take_while(|line| line.starts_with("│ "));
    let shown: String = rows.map(|line| line.chars().skip(2).take(60).collect::<String>()).collect();
    assert_eq!(shown.trim_end(), bytes.trim_end());
}

#[test]
fn a_tick_is_told_beside_its_item_and_moves_no_row() {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut desk = World::ready().size(width, height).open();
        let items: Vec<String> =
            desk.review().checklist().items().iter().map(|item| item.name.clone()).collect();
        let rows = |desk: &Desk| -> Vec<Option<usize>> {
            let lines = desk.screen().lines();
            let row = |item| lines.iter().position(|line| line.contains(&format!("] {item}")));
            items.iter().map(row).collect()
        };
        let before = rows(&desk);
        for item in items.iter().take(2) {
            desk.press("space");
            let text = desk.screen().text();
            assert_eq!(rows(&desk), before, "{text}");
            let told = text.lines().find(|line| line.contains(&format!("[x] {item} ")));
            assert!(told.is_some_and(|line| line.contains("confirmed 09:30 UTC")), "{text}");
            desk.press("j");
        }
    }
}
