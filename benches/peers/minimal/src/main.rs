//! The smallest ratatui checklist for comparison: thirty items, one frame a key.
//! With the path of a file, every tick also appends a line of a journal's length, on disk before it is drawn.

use std::env;
use std::fs::File;
use std::io::{self, Write};

use ratatui::DefaultTerminal;
use ratatui::Frame;
use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph};

const ITEMS: usize = 30;

/// Length of a journal line for an answer.
const LINE_BYTES: usize = 290;

struct Checklist {
    ticked: [bool; ITEMS],
    selected: usize,
    journal: Option<File>,
}

fn main() -> io::Result<()> {
    let journal = env::args_os().nth(1).map(|path| File::options().create(true).append(true).open(path));
    let journal = journal.transpose()?;
    let checklist = Checklist { ticked: [false; ITEMS], selected: 0, journal };
    ratatui::run(|terminal| walk(terminal, checklist))
}

fn walk(terminal: &mut DefaultTerminal, mut checklist: Checklist) -> io::Result<()> {
    loop {
        terminal.draw(|frame| checklist.draw(frame))?;
        if let Event::Key(key) = event::read()? {
            match key.code {
                KeyCode::Char('j') | KeyCode::Down => {
                    checklist.selected = (checklist.selected + 1).min(ITEMS - 1);
                }
                KeyCode::Char('k') | KeyCode::Up => checklist.selected = checklist.selected.saturating_sub(1),
                KeyCode::Char(' ') => checklist.tick()?,
                KeyCode::Char('q') => return Ok(()),
                _ => {}
            }
        }
    }
}

impl Checklist {
    fn tick(&mut self) -> io::Result<()> {
        if let Some(ticked) = self.ticked.get_mut(self.selected) {
            *ticked = !*ticked;
        }
        let Some(journal) = &mut self.journal else { return Ok(()) };
        let mut line = vec![b'-'; LINE_BYTES - 1];
        line.push(b'\n');
        journal.write_all(&line)?;
        journal.sync_data()
    }

    fn draw(&self, frame: &mut Frame) {
        let [title, body, keys] =
            Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)])
                .areas(frame.area());
        frame.render_widget(Paragraph::new(" minimal checklist                 REVIEW ONLY"), title);
        let rows = self.ticked.iter().enumerate().map(|(number, ticked)| {
            let mark = if *ticked { "[x]" } else { "[ ]" };
            let (pointer, style) = if number == self.selected {
                (">", Style::new().add_modifier(Modifier::BOLD))
            } else {
                (" ", Style::new())
            };
            Line::from(Span::styled(format!("{pointer} {mark} item {}: seen?", number + 1), style))
        });
        let rows = Paragraph::new(rows.collect::<Vec<_>>()).block(Block::bordered().title(" Items "));
        frame.render_widget(rows, body);
        frame.render_widget(Paragraph::new(" j k move  space tick  q quit"), keys);
    }
}
