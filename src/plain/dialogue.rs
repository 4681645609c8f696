//! Session as questions and answers: a line in, lines out. It touches no terminal; the loop in `door` and the tests
//! drive it.

use std::path::PathBuf;

use super::commands::Command;
use super::input::{Line, PAGE_ROWS};
use super::pages::{Pages, Rest};
use super::place::Place;
use super::refusals::{Refusals, refused};
use super::reply::Output;
use super::texts::{AS_RECORDED, Step, Text, Unsaved, Warned, asks, of_one_line};
use super::typed::{Either, Typed, typed};
use super::waiting::{Goes, Watch};
use super::{question, search};
use crate::frontend::prompt::only_read;
use crate::frontend::{Becomes, Export, Purpose};
use crate::journal::place::LeftAt;
use crate::review::action::Action;
use crate::review::limits::LINE_BYTES_MAX;
use crate::review::state::Review;
use crate::session::prefetch::Before;
use crate::session::{ActError, Session};

pub struct Dialogue {
    pub(super) session: Session,
    pub(super) export: Export,
    pub(super) out: PathBuf,
    pub(super) at: Place,
    pub(super) said: Output,
    /// Name of the packet that was previewed; no other one is written.
    pub(super) previewed: Option<String>,
    /// Text that could not be recorded.
    pub(super) kept: Option<Unsaved>,
    pub(super) read_only: Option<String>,
    /// Step announced last, so that it is not repeated with each of its items.
    pub(super) step_said: Option<usize>,
    pub(super) watch: Option<Watch>,
    /// True after the available commands were listed; `?` lists them again.
    pub(super) offered: bool,
    /// Reference whose evidence was opened last, and the position at that time.
    pub(super) read_here: Option<(Place, String)>,
    pub(super) refusals: Refusals,
    pub(super) search_over: bool,
    asking: Asking,
    page_rows: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Refused {
    AskAgain,
    /// Nothing follows; the refusal was reported.
    IsTold,
}

/// Purpose of the next line.
enum Asking {
    Command,
    Text(Text),
    Page(Pages),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Go,
    Leave,
}

impl Dialogue {
    /// Exports to the folder `out`. `confinement` is a short text on the sandbox. The first question is asked at once.
    #[must_use]
    pub fn new(session: Session, out: PathBuf, confinement: &str, told: &[String]) -> Self {
        Self::at(session, out, confinement, told, None)
    }

    /// Starts at `left_at` if that location exists.
    #[must_use]
    pub fn at(
        session: Session,
        out: PathBuf,
        confinement: &str,
        told: &[String],
        left_at: Option<&LeftAt>,
    ) -> Self {
        let read_only = session.read_only().map(ToString::to_string);
        let review = session.review();
        let at = left_at.and_then(|at| Place::left_at(review, at)).unwrap_or_else(|| Place::first(review));
        let (said, export, asking) = (Output::default(), Export::default(), Asking::Command);
        let (previewed, kept, page_rows, step_said, watch) = (None, None, None, None, None);
        let mut dialogue = Self {
            session,
            export,
            out,
            at,
            said,
            previewed,
            kept,
            read_only,
            step_said,
            watch,
            offered: false,
            read_here: None,
            refusals: Refusals::default(),
            search_over: false,
            asking,
            page_rows,
        };
        dialogue.greet(confinement, told);
        dialogue.repeat_question();
        dialogue.prompt();
        dialogue
    }

    #[must_use]
    pub fn left_at(&self) -> Option<LeftAt> {
        let review = self.session.review();
        let step = review.checklist().steps().get(self.at.step)?.id.clone();
        let item = self.at.item(review).and_then(|index| review.item(index));
        Some(LeftAt { step, item: item.map(|item| item.id.clone()) })
    }

    /// `None` prints each text in one go.
    pub fn page_rows(&mut self, page_rows: Option<usize>) {
        self.page_rows = page_rows;
    }

    /// Takes the pending output, which ends with the prompt.
    pub fn output(&mut self) -> String {
        self.said.take()
    }

    /// Prints more of a text without pages; `false` if nothing is left.
    pub fn go_on(&mut self) -> bool {
        let goes_on = matches!(&self.asking, Asking::Page(pages) if self.rows_of(pages).is_none());
        if goes_on {
            self.turn();
            self.prompt();
        }
        goes_on
    }

    pub fn take(&mut self, line: Line) -> Flow {
        if self.read_only.is_some() {
            // The console that holds the session may have ended.
            self.session.check_holder();
            self.read_only = self.session.read_only().map(ToString::to_string);
        }
        self.refusals.begin(&line);
        let mut flow = Flow::Go;
        match line {
            Line::Text(line) => flow = self.line(&line),
            Line::TooLong => {
                self.refuse(&format!("Ignored: the line is too long (at most {LINE_BYTES_MAX} bytes)."));
            }
            Line::NotUtf8 => self.refuse("Ignored: the line is not UTF-8."),
            Line::Cut => self.refuse("Ignored: the last line has no line end."),
            Line::End => return self.end_unasked(),
        }
        if flow == Flow::Leave {
            return flow;
        }
        self.report_changes();
        if self.refusals.end_line() {
            let refused = self.out_of_step().map(|refused| {
                format!("Lines {} were refused in a row. The review stops here.", refused.listed())
            });
            self.said.say_all(refused);
            return self.end_unasked();
        }
        self.prompt();
        Flow::Go
    }

    /// Ends although the reviewer did not ask to leave.
    fn end_unasked(&mut self) -> Flow {
        self.end();
        if self.kept.is_some() {
            self.said.say("The text that could not be saved is lost.");
        }
        if matches!(&self.asking, Asking::Text(text) if !text.is_empty()) {
            self.said.say("The unfinished text was not saved.");
        }
        Flow::Leave
    }

    /// Records the lines of an open page as shown.
    pub fn end(&mut self) {
        if matches!(self.asking, Asking::Page(_))
            && let Asking::Page(pages) = std::mem::replace(&mut self.asking, Asking::Command)
        {
            self.record_seen(&pages);
        }
    }

    /// Call it when the reviewer comes back: the inputs may have changed meanwhile.
    pub fn again(&mut self) {
        self.refresh();
        if matches!(self.asking, Asking::Command) {
            self.repeat();
        }
        self.prompt();
    }

    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    #[must_use]
    pub fn export(&self) -> &Export {
        &self.export
    }

    fn line(&mut self, line: &str) -> Flow {
        match std::mem::replace(&mut self.asking, Asking::Command) {
            Asking::Page(pages) => self.page_line(pages, line),
            Asking::Text(text) => self.text(text, line),
            Asking::Command if line.trim().is_empty() => {
                self.refresh();
                self.repeat();
            }
            Asking::Command if self.asks_late(line) => self.refuse(search::IS_OVER),
            Asking::Command => match typed(line) {
                Ok(Typed { command, argument, either }) => {
                    let open =
                        self.at.item(self.review()).is_some_and(|item| self.review().has_open_concern(item));
                    let command = if either == Either::Fits && open { Command::Answer } else { command };
                    return self.dispatch(command, &argument);
                }
                Err(why) => self.refuse(&why),
            },
        }
        Flow::Go
    }

    fn text(&mut self, mut text: Text, line: &str) {
        match text.take(line) {
            Step::More => {
                self.refusals.pass_over();
                self.asking = Asking::Text(text);
            }
            Step::Refused(why) => {
                self.refuse(&why);
                self.asking = Asking::Text(text);
            }
            Step::Cancelled => {
                self.said.say("Cancelled; nothing was recorded.");
                self.offer();
            }
            Step::Whole(mut whole) => {
                if let (Purpose::NotLookedAt(_), AS_RECORDED) = (&text.purpose, whole.as_str()) {
                    whole = self.review().skipped().words().unwrap_or(whole);
                }
                match text.purpose.clone().becomes(whole.clone()) {
                    Becomes::Act(action) => self.record(text.purpose, action, Refused::AskAgain),
                    // Check the first text now, so that it is not refused after the second one was typed.
                    Becomes::Ask(next) => match self.review().may_call_skipped(&whole) {
                        Ok(()) => self.ask_for(next),
                        Err(refusal) => self.ask_again(text.purpose, &refusal.to_string()),
                    },
                }
            }
        }
    }

    /// Asks for the text again if another text could avert the refusal.
    fn record(&mut self, purpose: Purpose, action: Action, refused: Refused) {
        // An echo is not saved for later, because it must be typed again.
        let may_be_kept = !purpose.is_an_echo();
        if self.read_ahead(Before::Act(&action)) == Goes::Out {
            return;
        }
        match self.session.act(action.clone()) {
            Ok(event) => self.done(&event),
            Err(ActError::Refused(refusal)) if refusal.is_of_the_text() && refused == Refused::AskAgain => {
                self.ask_again(purpose, &refusal.to_string());
            }
            Err(not_done) => {
                let retry = !matches!(not_done, ActError::Refused(_)) && may_be_kept;
                self.not_done(not_done);
                if retry {
                    self.kept = Some(Unsaved { action, warned: Warned::No });
                    self.said.say("Your text is kept: type retry to save it.");
                }
            }
        }
    }

    fn ask_again(&mut self, purpose: Purpose, why: &str) {
        self.refuse(&refused(why));
        self.said.say("Type it again. An empty line cancels.");
        self.asking = Asking::Text(Text::new(purpose));
    }

    pub(super) fn ask_for_or_take(&mut self, purpose: Purpose, text: &str) {
        if text.is_empty() {
            self.ask_for(purpose);
        } else if self.may_ask(&purpose) {
            match of_one_line(&purpose, text) {
                Ok(text) => {
                    // The next line is a command, so a refused text is not asked for again.
                    if let Becomes::Act(action) = purpose.clone().becomes(text) {
                        self.record(purpose, action, Refused::IsTold);
                    }
                }
                Err(why) => self.refuse(&refused(why)),
            }
        }
    }

    /// Reports the refusal if no text could be accepted.
    fn may_ask(&mut self, purpose: &Purpose) -> bool {
        let refusal = match (&self.read_only, purpose.attempt()) {
            (Some(why), _) => Some(only_read(why)),
            (None, Some(action)) => self.review().may_begin(&action).err().map(|refusal| refusal.to_string()),
            (None, None) => None,
        };
        if let Some(why) = &refusal {
            self.refuse_to_record(&refused(why));
        }
        refusal.is_none()
    }

    pub(super) fn ask_for(&mut self, purpose: Purpose) {
        if !self.may_ask(&purpose) {
            return;
        }
        let (asks, seen) = asks(&purpose, self.session.review());
        if let Some(seen) = seen {
            self.said.exact(&seen);
        }
        self.said.say_all(asks);
        self.asking = Asking::Text(Text::new(purpose));
    }

    pub(super) fn page(&mut self, pages: Pages) {
        self.stay_at(pages);
        self.turn();
    }

    pub(super) fn stay_at(&mut self, pages: Pages) {
        self.asking = Asking::Page(pages);
    }

    /// Returns `None` if the text is printed in one go. A searched text always has pages.
    pub(super) fn rows_of(&self, pages: &Pages) -> Option<usize> {
        self.page_rows.or(pages.is_searched().then_some(PAGE_ROWS))
    }

    fn turn(&mut self) {
        let Asking::Page(mut pages) = std::mem::replace(&mut self.asking, Asking::Command) else { return };
        let (rows, rest) = pages.turn(self.rows_of(&pages));
        for row in rows {
            self.said.exact(&row);
        }
        if rest == Rest::More || pages.is_searched() {
            return self.stay_at(pages);
        }
        self.record_seen(&pages);
        self.offer();
    }

    pub(super) fn record_seen(&mut self, pages: &Pages) {
        if let Some(seen) = pages.seen() {
            // Ignored: the next answer meets the same fault and reports it.
            let _ = self.session.show_lines(&seen);
        }
    }

    fn prompt(&mut self) {
        // A screen reader reads the line with the cursor, so that line says what is asked.
        let prompt = match &self.asking {
            Asking::Command => question::prompt(self.review(), self.at),
            Asking::Text(text) => text.prompt(),
            Asking::Page(pages) if self.rows_of(pages).is_some() => search::prompt(pages).to_owned(),
            Asking::Page(_) => return,
        };
        self.said.ask(&prompt);
    }

    pub(super) fn review(&self) -> &Review {
        self.session.review()
    }

    /// False if the review is closed or read-only.
    pub(super) fn records(&self) -> bool {
        self.review().closing().is_none() && self.read_only.is_none()
    }
}
