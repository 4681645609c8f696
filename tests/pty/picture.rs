//! The picture in the README: the real screen, drawn as SVG. `INSTA_UPDATE=always cargo test --test all picture`
//! updates it.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

use super::driver::walk_to;
use super::world::{READY, World};

const SIZE: (u16, u16) = (120, 34);
const CELL: (u16, u16) = (9, 18);
const MARGIN: u16 = 14;
const PAPER: &str = "#16181d";
const INK: &str = "#d8dbe2";

/// The sixteen colours of the terminal, in their usual order.
const COLOURS: [&str; 16] = [
    "#16181d", "#f2777a", "#8ccf7e", "#e5c76b", "#67b0e8", "#c792ea", "#6cc6cb", "#d8dbe2", "#7d828c",
    "#ff8f92", "#a5e394", "#ffe08a", "#86c7ff", "#dcb0ff", "#86e2e7", "#ffffff",
];

#[derive(Clone, PartialEq, Eq)]
struct Look {
    ink: String,
    paper: String,
    /// Attributes other than the colours.
    how: String,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let (mut ink, mut paper) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), PAPER));
        if cell.inverse() {
            std::mem::swap(&mut ink, &mut paper);
        }
        let how = [
            (cell.bold(), " font-weight=\"700\""),
            (cell.dim(), " opacity=\"0.6\""),
            (cell.italic(), " font-style=\"italic\""),
            (cell.underline(), " text-decoration=\"underline\""),
        ];
        let how = how.into_iter().filter(|(is, _)| *is).map(|(_, attribute)| attribute).collect();
        Self { ink, paper, how }
    }

    fn attributes(&self) -> String {
        format!(" fill=\"{}\"{}", self.ink, self.how)
    }
}

fn colour(colour: Color, default: &str) -> String {
    match colour {
        Color::Default => default.to_owned(),
        Color::Idx(index) => COLOURS[usize::from(index)].to_owned(),
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
    }
}

fn svg(screen: &Screen) -> String {
    let (columns, rows) = SIZE;
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"ui-monospace, \
         Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"15\">\n<title>strict-review in a terminal: the steps of a \
         review on the left, a phase with its evidence, questions and blocked write actions on the right</title>\n<rect \
         width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"{PAPER}\"/>\n"
    );
    for row in 0..rows {
        for (column, look, text) in runs(screen, row) {
            draw(&mut out, (column, row), &look, &text);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Cells of a row with the same look, each run with its first column.
fn runs(screen: &Screen, row: u16) -> Vec<(u16, Look, String)> {
    let mut runs: Vec<(u16, Look, String)> = Vec::new();
    for column in 0..SIZE.0 {
        let cell = screen.cell(row, column).unwrap();
        assert!(!cell.is_wide(), "the picture is made of characters of one column");
        let look = Look::of(cell);
        let text = if cell.has_contents() { cell.contents() } else { " " };
        match runs.last_mut() {
            Some((_, same, run)) if *same == look => run.push_str(text),
            Some(_) | None => runs.push((column, look, text.to_owned())),
        }
    }
    runs
}

fn draw(out: &mut String, (column, row): (u16, u16), look: &Look, text: &str) {
    let (x, y) = (MARGIN + column * CELL.0, MARGIN + row * CELL.1);
    let length = u16::try_from(text.chars().count()).unwrap() * CELL.0;
    if look.paper != PAPER {
        let (height, paper) = (CELL.1, &look.paper);
        writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{length}\" height=\"{height}\" fill=\"{paper}\"/>")
            .unwrap();
    }
    if !text.trim().is_empty() {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let (base, attributes) = (y + 14, look.attributes());
        writeln!(
            out,
            "<text x=\"{x}\" y=\"{base}\" textLength=\"{length}\" xml:space=\"preserve\"{attributes}>{escaped}</text>"
        )
        .unwrap();
    }
}

#[test]
fn the_picture_is_of_the_real_screen() {
    let world = World::new();
    let mut terminal = world.console_of(SIZE, &[&super::world::sample(READY), "--theme", "dark"]);
    terminal.wait_for("REVIEW ONLY");
    // Two steps are complete, and the third screen has no time of day.
    walk_to(&mut terminal, "Backup log");
    terminal.wait_for("▸ [ ] Backup log");
    terminal.wait_gone("Confirmed: ");
    let drawn = terminal.look(svg);
    assert!(roxmltree::Document::parse(&drawn).is_ok());
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_binary_snapshot!("console.svg", drawn.into_bytes()));
}
