//! Terminal modes and queries: on in order, off in reverse on every exit, and answers never act as keys.

use rustix::process::{Signal, kill_process};

use super::terminal::{After, Terminal};
use super::world::{READY, WIDE, World, sample};

/// Every mode with its sequences for on and off, in order: alternate screen, pastes, focus, mouse, its wide form,
/// dark or light, distinct keys.
const MODES: [(&str, &str); 7] = [
    ("\x1b[?1049h", "\x1b[?1049l"),
    ("\x1b[?2004h", "\x1b[?2004l"),
    ("\x1b[?1004h", "\x1b[?1004l"),
    ("\x1b[?1000h", "\x1b[?1000l"),
    ("\x1b[?1006h", "\x1b[?1006l"),
    ("\x1b[?2031h", "\x1b[?2031l"),
    ("\x1b[>1u", "\x1b[<1u\x1b[>4;0m"),
];

/// Answer of a terminal with distinct keys and without colours.
const TELLS_KEYS_APART: &str = "\x1b[?0u\x1b[?62;22c";

/// Answer of a black one, with those of xterm's sixteen colours that matter.
const BLACK: &str = "\x1b]10;rgb:e5e5/e5e5/e5e5\x1b\\\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]4;6;rgb:0000/cdcd/cdcd\x07\x1b[?62c";

fn answered(world: &World) -> Terminal {
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    terminal.wait_written("\x1b[c");
    terminal.text(TELLS_KEYS_APART);
    terminal.wait_written("\x1b[>1u");
    terminal
}

/// Asserts that modes were switched on in order, once for each time the screen was entered, and off in reverse.
fn holds(output: &str, times: usize) {
    let ons: Vec<&str> = MODES.iter().map(|(on, _)| *on).collect();
    let mut offs: Vec<&str> = MODES.iter().rev().map(|(_, off)| *off).collect();
    offs.push("\x1b[?25h");
    for all in [&ons, &offs] {
        let mut rest = output;
        for _ in 0..times {
            for mode in all {
                let at = rest.find(mode).unwrap_or_else(|| panic!("{mode:?} is not there, or not in order"));
                rest = &rest[at + mode.len()..];
            }
        }
    }
    for (on, off) in MODES {
        assert_eq!((output.matches(on).count(), output.matches(off).count()), (times, times), "{on:?}");
    }
    let (begun, ended) = (output.matches("\x1b[?2026h").count(), output.matches("\x1b[?2026l").count());
    assert!(
        begun > 0 && ended == begun + times,
        "every frame is synchronized, and the last thing is to end that"
    );
}

fn holds_after(after: After, code: u32) {
    let after = after.expect(code);
    holds(&after.output, 1);
}

#[test]
fn leaving_by_key_switches_everything_off_in_reverse() {
    let world = World::new();
    let mut terminal = answered(&world);
    terminal.keys("q");
    holds_after(terminal.wait_end(), 1);
}

#[test]
fn every_signal_that_ends_the_console_switches_everything_off_in_reverse() {
    for (signal, number) in [(Signal::TERM, 15), (Signal::HUP, 1), (Signal::INT, 2), (Signal::QUIT, 3)] {
        let world = World::new();
        let terminal = answered(&world);
        terminal.signal(signal);
        holds_after(terminal.wait_end(), 128 + number);
    }
}

#[test]
fn stopping_switches_everything_off_and_going_on_switches_it_on_again() {
    let world = World::new();
    let mut terminal = world.job(WIDE, READY);
    terminal.wait_for("REVIEW ONLY");
    terminal.wait_written("\x1b[c");
    terminal.text(TELLS_KEYS_APART);
    terminal.wait_written("\x1b[>1u");
    kill_process(world.writer(), Signal::TSTP).unwrap();
    terminal.wait_until("the shell", |flat| flat.ends_with("stopped with 147"));
    assert_eq!(terminal.not_restored(), Vec::<String>::new());
    terminal.keys("enter");
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("q");
    terminal.wait_until("the shell", |flat| flat.ends_with("back with 1"));
    terminal.keys("ctrl-d");
    holds(&terminal.wait_end().expect(0).output, 2);
}

#[test]
fn a_terminal_that_does_not_tell_keys_apart_is_not_asked_to() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_written("\x1b[c");
    terminal.text("\x1b[?62c");
    terminal.keys("j");
    terminal.wait_for("▸ [ ] Handoff location");
    terminal.keys("q");
    let output = terminal.wait_end().expect(1).output;
    assert!(!output.contains("\x1b[>1u") && !output.contains("\x1b[<1u"), "{output:?}");
}

#[test]
fn without_the_mouse_it_stays_with_the_terminal() {
    let world = World::new();
    let mut terminal = world.console(&[&sample(READY), "--no-mouse", "--theme", "dark"]);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("q");
    let output = terminal.wait_end().expect(1).output;
    for mode in ["\x1b[?1000", "\x1b[?1006", "\x1b[?2031", "\x1b]11;?"] {
        assert!(!output.contains(mode), "{mode:?}");
    }
    assert!(output.contains("38;5;6m"), "the dark theme has colours at once");
}

#[test]
fn the_terminal_is_asked_behind_the_first_frame_and_its_answers_change_the_next_one() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_written("\x1b[c");
    terminal.text(BLACK);
    terminal.wait_written("38;5;6m");
    // It turned light: the console asks again, and the new answer counts.
    terminal.text("\x1b[?997;2n");
    terminal.wait_written_times("\x1b]11;?", 2);
    terminal.text("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b]4;4;rgb:0000/0000/eeee\x1b\\\x1b[?62c");
    terminal.wait_written("38;5;4m");
    assert!(terminal.wait_for("REVIEW ONLY").contains("▸ [ ] Handoff status"));
    terminal.keys("q");
    let output = terminal.wait_end().expect(1).output;
    let first_frame = output.find("\x1b[?2026l").unwrap();
    assert!(output.find("\x1b]11;?").unwrap() > first_frame);
    assert!(!output[..first_frame].contains("38;5;"), "before it is known, nothing has a colour");
    assert!(world.events().is_empty());
}

#[test]
fn answers_in_pieces_late_or_unasked_are_no_keys() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_written("\x1b[c");
    for piece in
        ["\x1b]11;rgb:00", "00/0000/", "0000\x1b", "\\\x1b[?6", "2c", "\x1b]11;rgb:ffff/qqqq/]]]]\x07"]
    {
        terminal.text(piece);
    }
    terminal.text("\x1bPq!!]]\x1b\\\x1b_Gi=1;!!]]\x1b\\\x1b[?997;1n\x1b[?1;2c\x1b[?2026;2$y\x1b[>0;1;2c");
    terminal.keys("j");
    let flat = terminal.wait_for("▸ [ ] Handoff location");
    assert!(flat.contains("Owner handoff"), "{flat}");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert!(world.events().is_empty());
}

#[test]
fn a_click_selects_the_second_one_opens_and_garbage_of_a_mouse_is_no_key() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("▸ [ ] Handoff status");
    let row = |terminal: &Terminal, text: &str| {
        let screen = terminal.screen();
        screen.lines().position(|line| line.contains(text)).unwrap() + 1
    };
    let click = format!("\x1b[<0;60;{}M", row(&terminal, "Target environment"));
    terminal.text(&click);
    terminal.wait_for("▸ [ ] Target environment");
    // Garbage and a fragment, which swallows one more character and nothing else.
    terminal.text("\x1b[<;;M\x1b[<0;999;999M\x1b[<0;");
    terminal.keys("j k");
    terminal.wait_for("▸ [ ] Handoff fingerprint");
    terminal.text(&click);
    terminal.wait_for("▸ [ ] Target environment");
    terminal.text(&click);
    terminal.wait_for("How to confirm");
    terminal.keys("esc");
    terminal.wait_for("Stop rules");
    terminal.text(&format!("\x1b[<0;5;{}M", row(&terminal, "Confirmations")));
    terminal.wait_for("Safety confirmations.");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert_eq!(world.events(), ["opened"]);
}

#[test]
fn what_a_row_is_about_is_handed_to_the_terminals_clipboard() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("▸ [ ] Handoff status");
    terminal.keys("j j j y");
    terminal.wait_for("Copied, if the terminal allows it: the value.");
    let copied = data_encoding::BASE64.encode(b"local-dev");
    terminal.wait_written(&format!("\x1b]52;c;{copied}\x1b\\"));
    // In a text it is a letter.
    terminal.keys("n y");
    terminal.wait_for("1 of");
    terminal.keys("ctrl-s q");
    let output = terminal.wait_end().expect(1).output;
    assert_eq!(output.matches("\x1b]52;").count(), 1);
    assert_eq!(world.events(), ["note-written"]);
}

#[test]
fn an_evidence_file_is_a_link_where_it_lies_in_a_folder_and_costs_nothing_elsewhere() {
    let world = World::new();
    let folder = world.path("a folder");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(sample("evidence/backup-log.md"), folder.join("backup-log.md")).unwrap();
    let mut terminal = world.console(&[&sample(READY), "--evidence", folder.to_str().unwrap()]);
    terminal.wait_for("REVIEW ONLY");
    assert!(!terminal.written().contains("\x1b]8;;"));
    terminal.keys("tab g tab ] ] g o");
    terminal.wait_for("line 1 of");
    let path = format!("{}/backup-log.md", folder.to_str().unwrap()).replace(' ', "%20");
    let written = terminal.written();
    let (_, behind) = written.split_once("\x1b]8;;file://").expect("a link");
    let (uri, rest) = behind.split_once("\x1b\\").unwrap();
    assert!(uri.ends_with(&path), "{uri} leads to {path}");
    let (name, _) = rest.split_once("\x1b]8;;\x1b\\").expect("its end");
    assert!(name.contains("backup-log.md"), "{name:?}");
    // Keys do not write it again while it is displayed.
    terminal.keys("j");
    terminal.wait_for("line 2 of");
    let links = terminal.written().matches("\x1b]8;;").count();
    terminal.keys("j");
    terminal.wait_for("line 3 of");
    assert_eq!(terminal.written().matches("\x1b]8;;").count(), links);
    terminal.keys("q q");
    let output = terminal.wait_end().expect(1).output;
    assert_eq!(output.matches("\x1b]8;;\x1b\\").count() * 2, output.matches("\x1b]8;;").count());
}

#[test]
fn a_sample_that_is_built_in_has_no_file_to_lead_to() {
    let world = World::new();
    let mut terminal = world.console(&[]);
    terminal.wait_for("PRACTICE");
    terminal.keys("] ] g o q q");
    assert!(!terminal.wait_end().expect(1).output.contains("\x1b]8;;"));
}
