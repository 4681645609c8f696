//! The console without a terminal: keys in, review and screen out. The loop in `run` drives it, and so do tests.

use std::cell::Cell;
use std::mem::{Discriminant, discriminant};
use std::path::PathBuf;

use crossterm::event::KeyEvent;
use ratatui::Frame;

use super::keys;
use super::message::{Effect, Message, Told};
use super::model::{Model, Screen};
use super::theme::Theme;
use super::update::update;
use super::view::view;
use crate::files::shown;
use crate::review::plan::Plan;
use crate::session::{self, Session};

/// A session on screen.
pub struct Console {
    session: Session,
    model: Model,
    theme: Theme,
    out: PathBuf,
    exported: Option<Plan>,
    /// How far the screen that was drawn last can be scrolled; only drawing tells, for it breaks the lines.
    last_page: Cell<Option<(Discriminant<Screen>, usize)>>,
}

/// What the loop does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Draw and wait.
    Go,
    /// Stop like any other job, then draw.
    Suspend,
    /// End.
    Leave,
}

impl Console {
    /// A session on a screen of so many columns and rows, with something to tell first.
    #[must_use]
    pub fn new(session: Session, size: (u16, u16), theme: Theme, out: PathBuf, told: Option<String>) -> Self {
        let read_only = session.read_only().map(ToString::to_string);
        let mut model = Model::new(session.review(), size, shown(&out), read_only);
        if let Some(told) = told {
            model.done(told);
        }
        Self { session, model, theme, out, exported: None, last_page: Cell::new(None) }
    }

    /// Takes a key.
    pub fn press(&mut self, key: KeyEvent) -> Flow {
        match keys::message(&self.model, key) {
            Some(message) => self.take(message),
            None => Flow::Go,
        }
    }

    /// Takes a message, and whatever follows from it.
    pub fn take(&mut self, message: Message) -> Flow {
        if let Some((_, last)) =
            self.last_page.get().filter(|drawn| drawn.0 == discriminant(&self.model.screen))
        {
            self.model.hold_at(last);
        }
        let mut next = Some(message);
        while let Some(message) = next.take() {
            match update(&mut self.model, self.session.review(), message) {
                None => {}
                Some(Effect::Leave) => return Flow::Leave,
                Some(Effect::Suspend) => return Flow::Suspend,
                Some(Effect::Act(action)) => {
                    let told = match self.session.act(action) {
                        Ok(event) => Told::Done(event),
                        Err(not_done) => Told::Refused(not_done.to_string()),
                    };
                    next = Some(Message::Told(told));
                }
                Some(Effect::Preview) => {
                    next = self.session.plan().map(Box::new).map(Told::Preview).map(Message::Told);
                }
                Some(Effect::Export) => next = self.export().map(Message::Told),
            }
        }
        Flow::Go
    }

    fn export(&mut self) -> Option<Told> {
        let plan = self.session.plan()?;
        Some(match session::keep(&plan, &self.out) {
            Ok(paths) => {
                self.exported = Some(plan);
                Told::Exported(paths.iter().map(|path| shown(path)).collect())
            }
            Err(unwritable) => Told::Refused(format!("Not written: {unwritable}. The session is intact.")),
        })
    }

    /// Draws one frame.
    pub fn draw(&self, frame: &mut Frame) {
        let last = view(&self.model, self.session.review(), &self.theme, frame);
        self.last_page.set(last.map(|last| (discriminant(&self.model.screen), last)));
    }

    /// The session.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What is shown.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The plan that was written, if one was.
    #[must_use]
    pub fn exported(&self) -> Option<&Plan> {
        self.exported.as_ref()
    }
}
