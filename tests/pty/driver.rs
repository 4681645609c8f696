//! Actions of a reviewer, in terms of keys and of the next screen.

use serde_json::Value;

use super::terminal::Terminal;

/// Number of open items in the live line.
pub(super) fn open_items(flat: &str) -> Option<usize> {
    if flat.contains("If you close the review:") {
        return Some(0);
    }
    let (before, _) = flat[flat.find("If you close unfinished:")?..].split_once(" open ·")?;
    before.rsplit(' ').next()?.parse().ok()
}

/// Confirms the selected item, and types or reads whatever the screen requires for that.
pub(super) fn confirm(terminal: &mut Terminal) {
    let open = open_items(&terminal.wait_until("the live line", |flat| open_items(flat).is_some())).unwrap();
    let fewer = |flat: &str| open_items(flat).is_some_and(|now| now < open);
    terminal.keys("space");
    let mut flat = terminal.wait_until("a confirmation, or being asked to type", |flat| {
        fewer(flat) || flat.contains("Confirm by typing") || flat.contains("Open the evidence first")
    });
    if flat.contains("Open the evidence first") {
        terminal.keys("o");
        terminal.wait_for("line 1 of");
        terminal.keys("c");
        flat = terminal.wait_until("fewer open items, or being asked to type", |flat| {
            fewer(flat) || flat.contains("Confirm by typing")
        });
    }
    if flat.contains("Confirm by typing") {
        let typed = asked_for(&terminal.screen());
        terminal.text(&typed);
        terminal.wait_until("what was typed", |flat| flat.matches(&typed).count() >= 2);
        terminal.keys("enter");
        terminal.wait_until("fewer open items", fewer);
    }
}

/// Text that the screen asks to be typed, taken from the screen.
pub(super) fn asked_for(screen: &str) -> String {
    let behind = |mark: &str| {
        let rest = screen.lines().find_map(|line| line.split_once(mark).map(|(_, rest)| rest));
        rest.map(|rest| rest.trim_end_matches(['│', ' ']).to_owned())
    };
    let seen = behind("Value: ").or_else(|| behind("Fingerprint in the handoff: ")).unwrap();
    match seen.strip_prefix("sha256:") {
        Some(digits) if screen.contains("hex digits") => digits[..8].to_owned(),
        _ if screen.contains("Type its last 8 characters") => seen[seen.len() - 8..].to_owned(),
        _ => seen,
    }
}

/// Confirms items from the selected one on until so many are left open.
pub(super) fn walk(terminal: &mut Terminal, until_open: usize) {
    let flat = terminal.wait_until("the live line", |flat| open_items(flat).is_some());
    let mut open = open_items(&flat).unwrap();
    while open > until_open {
        confirm(terminal);
        open = open_items(&terminal.flat()).unwrap();
        terminal.keys("}");
    }
}

/// Confirms items from the selected one on until the next open one has this name.
pub(super) fn walk_to(terminal: &mut Terminal, name: &str) {
    let next = format!("next: {name}");
    loop {
        let flat = terminal.wait_until("the live line", |flat| open_items(flat).is_some());
        let open = open_items(&flat).unwrap();
        assert!(open > 0, "{name} is not an open item: {flat}");
        if flat.contains(&next) {
            return;
        }
        walk(terminal, open - 1);
    }
}

/// Makes the closing call with the decision in this row, and previews the packet.
pub(super) fn close(terminal: &mut Terminal, decision: usize, not_looked_at: &str) {
    terminal.keys("e");
    terminal.wait_for("Only a closed review can be exported");
    terminal.keys(&"j ".repeat(decision));
    terminal.keys("enter");
    terminal.wait_for("Closing call · 1 of 2");
    // Replaces the text that the console fills in from the record.
    terminal.keys("ctrl-u");
    terminal.text(not_looked_at);
    terminal.keys("ctrl-s");
    terminal.wait_for("Closing call · 2 of 2");
    let typed = asked_for(&terminal.screen());
    terminal.text(&typed);
    terminal.keys("enter");
    terminal.wait_for("Not written yet.");
}

pub(super) fn close_and_export(terminal: &mut Terminal, decision: usize, not_looked_at: &str) {
    close(terminal, decision, not_looked_at);
    terminal.keys("e");
    terminal.wait_for("Written:");
    terminal.keys("q");
}

pub(super) fn items(document: &Value) -> Vec<&Value> {
    let steps = document["review"]["steps"].as_array().unwrap();
    steps.iter().flat_map(|step| step["items"].as_array().unwrap()).collect()
}

pub(super) fn item<'a>(document: &'a Value, id: &str) -> &'a Value {
    items(document).into_iter().find(|item| item["item"] == id).unwrap()
}
