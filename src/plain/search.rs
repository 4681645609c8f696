//! Prompt of a page: its commands, and the search in evidence.

use super::commands::Command;
use super::dialogue::Dialogue;
use super::pages::{Pages, Wanted};
use super::typed::{needs, quoted};
use super::waiting::{Goes, Work};
use crate::frontend::evidence::found_in_line;
use crate::pager::{Direction, Found, Reading};

/// For the next match after the end of a search. Alone, the letter is short for another command.
pub(super) const IS_OVER: &str = "The search has ended. /TEXT starts another one; `note` writes a note.";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked<'a> {
    On,
    Stop,
    Find(&'a str),
    Again(Direction),
    Help,
    Unknown,
}

fn asked(line: &str) -> Asked<'_> {
    let line = line.trim();
    if let Some(text) = line.strip_prefix('/') {
        return Asked::Find(text.trim());
    }
    match line.split_once(char::is_whitespace) {
        Some((word, text)) if word == Command::Find.entry().word => Asked::Find(text.trim()),
        Some(_) => Asked::Unknown,
        None => match line {
            "" | "more" => Asked::On,
            "q" | "quit" | "stop" => Asked::Stop,
            "n" | "find-next" => Asked::Again(Direction::Forward),
            "N" | "find-previous" => Asked::Again(Direction::Backward),
            "?" | "help" => Asked::Help,
            word if word == Command::Find.entry().word => Asked::Find(""),
            _ => Asked::Unknown,
        },
    }
}

impl Dialogue {
    pub(super) fn page_line(&mut self, pages: Pages, line: &str) {
        let help = if pages.text().is_some() {
            "Enter continues, /TEXT searches, n finds the next match, N the previous one, q stops."
        } else {
            "Enter continues, q stops."
        };
        let refused = match (asked(line), pages.text().map(Reading::query)) {
            (Asked::On, _) if !pages.is_at_end() => return self.page(pages),
            (Asked::On | Asked::Stop, _) => return self.leave_page(&pages),
            (Asked::Help, _) => {
                self.said.say(help);
                None
            }
            (Asked::Find(""), Some(_)) => Some(needs(&Command::Find.entry())),
            (Asked::Find(text), Some(_)) => return self.search(pages, &Wanted::Text(text.to_owned())),
            (Asked::Again(_), Some("")) => Some("No search yet. /TEXT searches for a text.".to_owned()),
            (Asked::Again(direction), Some(_)) => return self.search(pages, &Wanted::Again(direction)),
            (Asked::Find(_) | Asked::Again(_) | Asked::Unknown, _) => Some(help.to_owned()),
        };
        self.stay_at(pages);
        if let Some(why) = refused {
            self.refuse(&why);
        }
    }

    /// Prints the page of the hit. Without a hit, the page stays.
    pub(super) fn search(&mut self, mut pages: Pages, wanted: &Wanted) {
        let Some(mut seek) = pages.begin_search(wanted) else { return self.stay_at(pages) };
        let mut percent = 0;
        loop {
            if self.watches(Work::Searching(percent)) == Goes::Out {
                return self.stay_at(pages);
            }
            let Some(text) = pages.text().filter(|text| text.search_on(&mut seek)) else { break };
            percent = text.searched_percent(&seek);
        }
        let query = pages.text().map(|text| quoted(text.query())).unwrap_or_default();
        let page_rows = self.rows_of(&pages);
        match pages.go_to(&seek, page_rows) {
            Found::Nothing => {
                self.said.say(&format!("Not found: {query}."));
                // A file that was opened is shown, even if nothing was found in it.
                if pages.is_untouched() { self.page(pages) } else { self.stay_at(pages) }
            }
            Found::At { line, wrapped } => {
                self.said.say(&found_in_line(line, wrapped.then_some(seek.direction())));
                self.page(pages);
            }
        }
    }

    /// True if a line asks for the next match of a search that is over. Otherwise, `n` would be the command for a
    /// note, and take the next line for its text.
    pub(super) fn asks_late(&mut self, line: &str) -> bool {
        self.search_over &= matches!(line.trim(), "n" | "N");
        self.search_over
    }

    fn leave_page(&mut self, pages: &Pages) {
        self.search_over = pages.is_searched();
        self.record_seen(pages);
        self.said.say("Stopped.");
        self.offer();
    }
}

pub(super) fn prompt(pages: &Pages) -> &'static str {
    match (pages.text(), pages.is_searched(), pages.is_at_end()) {
        (None, ..) => "Enter continues, q stops> ",
        (Some(_), false, _) => "Enter continues, /TEXT searches, q stops> ",
        (Some(_), true, false) => "Enter continues, n finds the next, q stops> ",
        (Some(_), true, true) => "End. n finds the next, q stops> ",
    }
}
