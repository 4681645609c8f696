//! Terminals with nonsense answers, impossible sizes or endless input: no key, no growth, and the shell gets its
//! terminal back.

use super::terminal::Terminal;
use super::world::{READY, World};

/// Waits until the program accepts a key: the help opens and closes.
fn takes_keys(terminal: &mut Terminal) {
    terminal.keys("?");
    terminal.wait_for("Esc goes back");
    terminal.keys("q");
    terminal.wait_gone("Esc goes back");
}

/// Private memory of the program, without the pages of its file.
fn own_kib(terminal: &Terminal) -> i64 {
    let status = terminal.proc_status();
    let own = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    own.trim_end_matches("kB").trim().parse().unwrap()
}

fn leave(mut terminal: Terminal) {
    terminal.keys("q");
    terminal.wait_end().expect(1);
}

#[test]
fn a_million_bytes_of_a_sequence_without_an_end_are_no_key_and_are_not_kept() {
    for (begin, filling, end) in [
        ("\x1b]11;", "rgb:", "\x1b\\"),
        ("\x1bP1$r", "q e ", "\x1b\\"),
        ("\x1b_", "GGGG", "\x1b\\"),
        ("\x1b[", "1;2;", "z"),
    ] {
        let world = World::new();
        let mut terminal = world.review(READY);
        terminal.wait_for("REVIEW ONLY");
        takes_keys(&mut terminal);
        let (screen, before) = (terminal.screen(), own_kib(&terminal));
        terminal.text(begin);
        for _ in 0..256 {
            terminal.text(&filling.repeat(1024));
        }
        terminal.text(end);
        takes_keys(&mut terminal);
        assert_eq!(terminal.screen(), screen, "{begin:?}");
        let grown = own_kib(&terminal) - before;
        assert!(grown < 512, "{begin:?}: {grown} KiB more than before");
        leave(terminal);
    }
}

#[test]
fn answers_that_say_nothing_are_no_keys() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_written("\x1b[c");
    for garbage in [
        "\x1b]11;rgb:zz/q/q\x1b\\",
        "\x1b]4;999999999999999999999;rgb:0/0/0\x07",
        "\x1b]10;\x1b\\",
        "\x1b[?99999999999999999999u",
        "\x1b[99999;99999R",
        "\x1b[0;0R",
        "\x1b[R",
        "\x1b[?2026;99999999$y",
        "\x1b[?;;;c",
        "\x1b[?62;22c\x1b[?62;22c",
    ] {
        terminal.text(garbage);
    }
    takes_keys(&mut terminal);
    terminal.wait_for("▸ [ ] Handoff status");
    leave(terminal);
}

#[test]
fn sizes_that_no_terminal_has_end_nothing() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    for (columns, rows) in [(1, 1), (2, 500), (1000, 1), (1, 1000), (1000, 500)] {
        terminal.resize(columns, rows);
        terminal.keys("j k");
    }
    terminal.resize(80, 24);
    takes_keys(&mut terminal);
    leave(terminal);
}
