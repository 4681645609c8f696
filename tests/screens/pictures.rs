//! Whole screens with their styles, in the three sizes that a reviewer may have.

use std::fmt::Write as _;

use ratatui::style::Color;
use strict_review::review::action::Action;
use strict_review::tui::theme::Theme;

use super::states::{
    self, WITH_CONCERN, answered, closed, moved, way_to, with_evidence, with_json, without_backup,
};
use super::world::{Desk, PRODUCTION, READY_REQUEST, World};

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (60, 16)];
const TO_TOP: &str = "<Tab> g <Tab> g";
const TO_PACKET: &str = "<Tab> G <Tab> g";

fn shows(name: &str, desk: Desk) {
    shows_after(name, desk, "");
}

/// Like [`shows`], with keys that are pressed again in every size.
fn shows_after(name: &str, mut desk: Desk, keys: &str) {
    let mut picture = String::new();
    for (columns, rows) in SIZES {
        desk.resize(columns, rows);
        desk.press(keys);
        write!(picture, "--- {columns}x{rows}\n{}", desk.screen().picture()).unwrap();
    }
    matches(name, &picture);
}

fn matches(name: &str, picture: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, picture);
    });
}

#[test]
fn the_first_screen_of_a_review() {
    shows("handoff-fresh", World::ready().open());
    shows("practice-first-screen", World::ready().practice().open());
    shows("list-of-steps-in-focus", World::ready().press("<Tab> j j"));
}

#[test]
fn a_phase_that_is_locked() {
    shows("phase-locked", World::ready().press("] ]"));
    shows("phase-locked-and-refused", World::ready().press("] ] space"));
}

#[test]
fn a_phase_with_every_sort_of_answer() {
    shows("phase-with-answers", answered().press("k k k"));
    shows("phase-with-a-concern-selected", answered().press(&way_to(WITH_CONCERN)));
    shows("phase-end-with-write-actions", answered().press(&format!("{TO_TOP} ] ] G")));
}

#[test]
fn an_item_in_full() {
    shows("item-confirmed", answered().press(&format!("{TO_TOP} ] ] g o")));
    shows("item-with-a-concern", answered().press(&format!("{} o", way_to(WITH_CONCERN))));
    shows("item-to-type", World::ready().press("j j o"));
}

/// The screen of a terminal with room for three panes.
fn shows_wide(name: &str, mut desk: Desk) {
    desk.resize(160, 40);
    matches(name, &format!("--- 160x40\n{}", desk.screen().picture()));
}

#[test]
fn the_selected_row_beside_the_others() {
    let item = answered().press(&way_to(WITH_CONCERN));
    shows_wide("wide-item", item);
    shows_wide("wide-write-action", answered().press(&format!("{TO_TOP} ] ] G")));
    shows_wide("wide-decision", answered().press(TO_PACKET));
}

#[test]
fn evidence() {
    let phase = |keys: &str| with_evidence().press(&format!("{TO_TOP} ] ] g {keys}"));
    shows("evidence-not-read", phase(""));
    shows("evidence-markdown", phase("o"));
    shows("evidence-found", phase("o / 'sqlite3' <Enter> n"));
    shows("evidence-sought", phase("o / 'sqli'"));
    shows("evidence-hostile", phase("j o"));
    shows("evidence-no-text", phase("j j o"));
    shows("evidence-read-and-confirmed", phase("o c"));
    shows("evidence-json", with_json().press(&format!("{TO_TOP} ] ] g o s")));
}

#[test]
fn a_list_to_choose_from() {
    shows("commands", answered().press(&format!("{TO_TOP} ] ] g :")));
    shows("commands-typed", answered().press(&format!("{TO_TOP} ] ] g : 'nxt'")));
    shows("find", answered().press("/ 'dump'"));
    shows("find-nothing", answered().press("/ 'no such words'"));
    shows("find-a-key", answered().press("? / 'back'"));
}

#[test]
fn only_what_is_open() {
    shows("only-open", answered().press(&format!("{TO_TOP} ] ] g f")));
    shows("only-open-and-nothing-is", answered().press(&format!("{TO_TOP} f")));
}

#[test]
fn what_moved() {
    shows("moved", moved().open());
    shows("moved-row", moved().press("q"));
    shows("moved-item", moved().press("q o"));
}

#[test]
fn a_text_being_typed() {
    shows("echo-editor", World::ready().press("j j space 'e80407'"));
    shows("echo-differs", World::ready().press("j j space 'e80407' <Enter>"));
    let note = "n '第一行 はバックアップ表\nsecond line \u{202e}hidden\n三行目 👩\u{200d}🔧'";
    shows("note-editor-with-wide-and-hidden-characters", answered().press(note));
    shows("note-that-looks-like-a-credential", answered().press("n 'password=Tr0ub4dor+Horse9' <C-s>"));
    shows("concern-editor", answered().press("! 'the dump is not a restore'"));
    shows("answer-editor", answered().press(&format!("{} ! 'run on a copy since'", way_to(WITH_CONCERN))));
    shows("reason-editor", answered().press(&format!("{TO_TOP} ] ] g j j j -")));
}

#[test]
fn a_reference_that_the_handoff_leaves_out() {
    let world = without_backup().walked(0..2);
    shows("reference-missing", world.open());
    shows("reference-editor", world.press("i 'docs/backup.md'"));
    shows("reference-entered-by-hand", world.press("i 'docs/backup.md' <Enter>"));
}

#[test]
fn confirmations_and_stop_rules() {
    let world = World::with(READY_REQUEST).walked(0..9);
    shows("confirmations-claimed-and-not-used", world.open());
    shows("confirmations-last", world.press("G"));
    shows("stop-rules", world.walked(9..10).open());
}

#[test]
fn the_packet_step() {
    shows("packet-with-open-items", World::ready().press(TO_PACKET));
    shows("packet-with-open-items-refused", World::ready().press(&format!("{TO_PACKET} o")));
    shows("packet-with-nothing-open", World::ready().walked(0..12).press(TO_PACKET));
    shows("packet-blocked", World::with(PRODUCTION).press(&format!("{TO_PACKET} j")));
}

#[test]
fn the_closing_call() {
    let world = World::ready().walked(0..12);
    shows("closing-call-1", world.press(&format!("{TO_PACKET} o 'the runtime of the restore'")));
    shows("closing-call-2", world.press(&format!("{TO_PACKET} o 'nothing' <C-s> 'e804'")));
}

#[test]
fn a_closed_review() {
    let attempted =
        World::ready().walked(0..12).done(Action::Attempt { effect: "database-migration".to_owned() });
    let close = format!("{TO_PACKET} o 'the runtime of the restore' <C-s> 'e8040a2a' <Enter>");
    shows("packet-closed", attempted.press(&format!("{close} <Esc>")));
    shows("preview-indented", closed().press("e"));
    shows("preview-indented-scrolled", closed().press("e <PageDown> <PageDown> j"));
    shows("preview-exact-bytes", closed().press("e w"));
    shows("closed-item", closed().press(&format!("{TO_TOP} o")));
}

#[test]
fn write_actions() {
    shows("write-actions", World::ready().press("a j j"));
    shows("write-actions-last", World::ready().press("a G"));
    shows("stop-panel", World::ready().press("a j j o"));
}

#[test]
fn help() {
    shows("help-top", World::ready().press("?"));
    shows_after("help-end", World::ready().press("?"), "G");
    shows("help-of-an-item", World::ready().press("o ?"));
}

#[test]
fn a_handoff_for_production() {
    shows("blocked-handoff", World::with(PRODUCTION).press(&format!("{TO_TOP} j j j")));
    shows_after("blocked-handoff-end", World::with(PRODUCTION).press(TO_TOP), "G G");
    shows("blocked-handoff-item", World::with(PRODUCTION).press(&format!("{TO_TOP} j j j o")));
}

#[test]
fn a_session_that_another_console_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _writer) = states::held(folder.path());
    desk.press("j");
    shows("read-only", desk);
}

#[test]
fn a_terminal_that_is_too_small() {
    let mut desk = World::ready().open();
    desk.resize(59, 15);
    matches("too-small", &desk.screen().picture());
}

#[test]
fn without_colour_nothing_is_lost() {
    let plain = |keys: &str| answered().theme(Theme::plain()).press(keys);
    shows("no-colour", plain(&way_to(WITH_CONCERN)));
    for keys in ["", "o", "a o", "?", "n 'password=Tr0ub4dor+Horse9'", "space", "<Tab> G <Tab>", "<Tab>"] {
        for cell in plain(keys).screen().cells() {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{keys}: {:?}", cell.symbol());
        }
    }
}
