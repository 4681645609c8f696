//! The least a ratatui checklist can be: thirty items, a frame a key, nothing behind it.
//! With the path of a file, every tick is also a line of a journal's length at its end, on disk before it is drawn.

use std::env;
use std::fs::File;
use std::io::{self, Write};

use ratatui::DefaultTerminal;
use ratatui::Frame;
use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::text::Line;
use ratatui::widgets::{Block, List, ListState, Paragraph};

const ITEMS: usize = 30;

/// As long as a line that the console's journal gets for an answer.
const LINE_BYTES: usize = 290;

struct Checklist {
    ticked: [bool; ITEMS],
    list: ListState,
    journal: Option<File>,
}

fn main() -> io::Result<()> {
    let journal = env::args_os().nth(1).map(|path| File::options().create(true).append(true).open(path));
    let journal = journal.transpose()?;
    let list = ListState::default().with_selected(Some(0));
    let checklist = Checklist { ticked: [false; ITEMS], list, journal };
    ratatui::run(|terminal| walk(terminal, checklist))
}

fn walk(terminal: &mut DefaultTerminal, mut checklist: Checklist) -> io::Result<()> {
    loop {
        terminal.draw(|frame| checklist.draw(frame))?;
        if let Event::Key(key) = event::read()? {
            match key.code {
                KeyCode::Char('j') | KeyCode::Down => checklist.list.select_next(),
                KeyCode::Char('k') | KeyCode::Up => checklist.list.select_previous(),
                KeyCode::Char(' ') => checklist.tick()?,
                KeyCode::Char('q') => return Ok(()),
                _ => {}
            }
        }
    }
}

impl Checklist {
    fn tick(&mut self) -> io::Result<()> {
        if let Some(ticked) = self.list.selected().and_then(|place| self.ticked.get_mut(place)) {
            *ticked = !*ticked;
        }
        let Some(journal) = &mut self.journal else { return Ok(()) };
        let mut line = vec![b'-'; LINE_BYTES - 1];
        line.push(b'\n');
        journal.write_all(&line)?;
        journal.sync_data()
    }

    fn draw(&mut self, frame: &mut Frame) {
        let [title, body, keys] =
            Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)])
                .areas(frame.area());
        frame.render_widget(Paragraph::new(" minimal checklist                 REVIEW ONLY"), title);
        let rows = self.ticked.iter().enumerate().map(|(number, ticked)| {
            let mark = if *ticked { "[x]" } else { "[ ]" };
            Line::from(format!("{mark} item {}: was it read back and compared?", number + 1))
        });
        let list = List::new(rows)
            .block(Block::bordered().title(" Items "))
            .highlight_symbol("> ");
        frame.render_stateful_widget(list, body, &mut self.list);
        frame.render_widget(Paragraph::new(" j k move  space tick  q quit"), keys);
    }
}
