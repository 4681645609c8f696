//! Evidence with signs of odd widths, cell by cell, on a terminal that counts characters instead of clusters.

use std::fs;

use strict_review::review::text::columns;
use unicode_segmentation::UnicodeSegmentation;

use super::terminal::Terminal;
use super::world::{READY, World, sample};

const SIGNS: [&str; 12] =
    ["☰", "🫨", "❤\u{fe0f}", "🇸🇪", "🇸", "①", "e\u{301}", "䷀", "👍🏽", "क्षि", "ก็", "\u{1112}\u{1161}\u{11ab}"];

/// Lines that differ in every column.
fn lines() -> Vec<String> {
    let line = |number: usize| {
        let pieces = (0..8 + number % 5).map(|at| {
            let letter = char::from(b'A' + u8::try_from((number * 7 + at * 5) % 26).unwrap());
            let sign = SIGNS[(number * 5 + at * at) % SIGNS.len()];
            // Half a flag or half a syllable beside another would form a different sign.
            format!("{letter}{sign}-{}", if number.is_multiple_of(3) { sign } else { "数" })
        });
        pieces.collect::<Vec<_>>().join(" ")
    };
    (1..=99).map(line).collect()
}

/// Asserts that each row with a line number shows that line and nothing else; returns their number.
fn holds(screen: &vt100::Screen, lines: &[String]) -> usize {
    const TEXT_AT: u16 = 5;
    let (rows, columns_of_screen) = screen.size();
    let shown = |y: u16, x: u16| screen.cell(y, x).map_or("", vt100::Cell::contents);
    let number = |y: u16| (1..TEXT_AT - 1).map(|x| shown(y, x).trim()).collect::<String>().parse::<usize>();
    let of_lines = |y: &u16| shown(*y, 0) == "│" && shown(*y, TEXT_AT - 1).trim().is_empty();
    let mut seen = 0;
    for (y, number) in (0..rows.get()).filter(of_lines).filter_map(|y| Some((y, number(y).ok()?))) {
        let (line, mut x) = (&lines[number - 1], TEXT_AT);
        for cluster in line.graphemes(true) {
            let width = u16::try_from(columns(cluster)).unwrap();
            let cells: String = (x..x + width).map(|x| shown(y, x)).collect();
            let is_right = if SIGNS.contains(&cluster) {
                cells.chars().all(|c| c == ' ' || SIGNS.iter().any(|sign| sign.contains(c)))
            } else {
                cells == cluster || cluster == " " && cells.is_empty()
            };
            assert!(is_right, "line {number}, column {x}: {cells:?} for {cluster}\n{}", screen.contents());
            x += width;
        }
        let behind: String = (x..columns_of_screen.get() - 1).map(|x| shown(y, x).trim()).collect();
        assert_eq!((behind.as_str(), shown(y, columns_of_screen.get() - 1)), ("", "│"), "line {number}");
        seen += 1;
    }
    seen
}

#[test]
fn evidence_with_odd_widths_is_scrolled_both_ways_and_no_letter_stands_where_its_line_has_none() {
    let (world, lines) = (World::new(), lines());
    let folder = world.path("evidence");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("backup-log.md"), lines.join("\n") + "\n").unwrap();
    let mut terminal = world.console(&[&sample(READY), "--evidence", folder.to_str().unwrap()]);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("2");
    terminal.wait_for("▸ [ ] Backup log");
    terminal.keys("o");
    let look = |terminal: &Terminal, line: usize| {
        terminal.wait_for(&format!("line {line} of 99"));
        let seen = terminal.look(|screen| holds(screen, &lines));
        assert!(seen > 20, "only {seen} lines were found");
    };
    look(&terminal, 1);
    for (key, tops) in [("j", (2..=12).collect::<Vec<_>>()), ("k", (4..12).rev().collect())] {
        for top in tops {
            terminal.keys(key);
            look(&terminal, top);
        }
    }
    terminal.keys("g");
    look(&terminal, 1);
    terminal.keys("q");
    let flat = terminal.wait_for("▸ [ ] Backup log");
    assert!(!flat.contains(['☰', '🫨', '①', '䷀']), "{flat}");
    terminal.keys("q");
    terminal.wait_end().expect(1);
}
