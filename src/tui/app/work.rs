//! Slow work of the console, a slice at a time: between slices the loop goes on, keys queue, and one of them cancels.

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::console::{Console, Flow};
use super::jobs;
use super::jobs::Job;
use super::pace::Pace;
use crate::frontend::Ticks;
use crate::pager::{Kind, NotText, Opening, Reading};
use crate::session::inputs::{Care, EvidenceFile};
use crate::session::prefetch::{Before, ReadAhead, Receipt, Showing};
use crate::tui::keys::place;
use crate::tui::model::message::Opened;
use crate::tui::model::message::{Effect, Message, Told};
use crate::tui::terminal::input::Mouse;
use crate::tui::update::update;

#[derive(Default)]
pub(crate) struct Work {
    job: Option<Job>,
    /// In order of arrival.
    typed: VecDeque<Typed>,
    pace: Pace,
    /// True if the size changed after the last frame.
    resized: bool,
}

pub(crate) enum Typed {
    Key(KeyEvent),
    Mouse(Mouse),
    Message(Box<Message>),
}

/// As much as a terminal itself keeps of unread input.
const TYPED_MAX: usize = 4096;

impl Console {
    /// Work pauses for keys by this clock. Without a clock, everything is done at once.
    #[must_use]
    pub fn with_pace(mut self, ticks: Ticks) -> Self {
        self.work.pace = Pace::by(ticks);
        self
    }

    /// True if [`Console::work`] is due before the wait for the next key.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.work.job.is_some() || !self.work.typed.is_empty()
    }

    /// During work, a frame is due only to show progress or a new size.
    pub fn draws(&mut self) -> bool {
        let Some(job) = &self.work.job else { return self.work.typed.is_empty() };
        let tells = self.work.pace.tells();
        if tells {
            self.model.working = Some(jobs::told(job, self.percent(job)));
        }
        std::mem::take(&mut self.work.resized) || tells
    }

    /// Does a slice of the job; after its end, handles the queued inputs in order.
    pub fn work(&mut self) -> Flow {
        let slice = self.work.pace.slice();
        loop {
            while let Some(job) = self.work.job.take() {
                let flow = self.step(job);
                if flow != Flow::Go {
                    return flow;
                }
                if self.work.job.is_some() && self.work.pace.is_over(slice) {
                    return Flow::Go;
                }
            }
            self.work.pace.end();
            self.model.working = None;
            let Some(typed) = self.work.typed.pop_front() else { return Flow::Go };
            let flow = self.obey_typed(typed);
            if flow != Flow::Go {
                return flow;
            }
        }
    }

    pub(crate) fn take_turn(&mut self, typed: Typed) -> Flow {
        if let (Typed::Message(message), true) = (&typed, self.is_busy())
            // A new size does not queue, because the next frame needs it.
            && let Message::Told(told @ Told::Resized { .. }) = message.as_ref()
        {
            update(&mut self.model, self.session.review(), Message::Told(told.clone()));
            self.work.resized = true;
            return Flow::Go;
        }
        if self.work.typed.len() < TYPED_MAX {
            self.work.typed.push_back(typed);
        }
        if self.work.job.is_some() { Flow::Go } else { self.work() }
    }

    /// Once the progress of the work is shown, the keys that go back cancel it.
    pub(crate) fn press_meanwhile(&mut self, key: KeyEvent) -> Flow {
        let meant = self.model.setting.keymap.message(&self.model, key);
        let is_esc = key.code == KeyCode::Esc && key.kind == KeyEventKind::Press;
        match meant {
            Some(Message::Suspend) => Flow::Suspend,
            Some(Message::Back | Message::Leave) if self.work.pace.is_told() => self.stop(),
            _ if is_esc && self.work.pace.is_told() => self.stop(),
            _ => self.take_turn(Typed::Key(key)),
        }
    }

    /// Cancels the job, and drops the keys that were typed for its end: elsewhere they could mean anything.
    fn stop(&mut self) -> Flow {
        if let Some(job) = self.work.job.take() {
            // Nobody asked for a recheck: its keys were typed at the screen that is shown, and stay.
            if !matches!(job, Job::Reading { then: Effect::Recheck, .. }) {
                self.work.typed.clear();
            }
            let words = jobs::stopped(&job, &self.model.setting.keymap);
            self.model.refused(words);
        }
        self.work()
    }

    /// Call it after a change: keys typed meanwhile referred to a screen that is gone, and could answer something
    /// unseen.
    /// Letters of a text that is being typed stay, because they answer nothing.
    fn forget_unseen(&mut self) {
        let in_text = place(&self.model.screen).takes_text();
        let is_letter = |typed: &Typed| match typed {
            Typed::Key(key) => {
                matches!(key.code, KeyCode::Char(_)) && (key.modifiers - KeyModifiers::SHIFT).is_empty()
            }
            Typed::Message(message) => matches!(message.as_ref(), Message::Paste(_) | Message::Recheck),
            Typed::Mouse(_) => false,
        };
        self.work.typed.retain(|typed| in_text && is_letter(typed));
    }

    pub(crate) fn begin(&mut self, effect: Effect) {
        self.work.pace.begin();
        let before = match &effect {
            Effect::Act(action) => Before::Act(action),
            Effect::Read(item) => Before::Open(item),
            Effect::Recheck | Effect::Moved => Before::Recheck(Care::Quick),
            Effect::Export => Before::Export,
            Effect::Seek(seek) => {
                self.work.job = Some(Job::Seeking(seek.clone()));
                return;
            }
            Effect::Indent => {
                let indenting = self.text().and_then(Reading::indenting);
                self.work.job = indenting.map(Box::new).map(Job::Indenting);
                return;
            }
            Effect::Preview | Effect::Copy(_) | Effect::Suspend | Effect::Leave => return,
        };
        let ahead = Box::new(self.session.ahead(before));
        self.work.job = Some(Job::Reading { ahead, then: effect });
    }

    fn step(&mut self, job: Job) -> Flow {
        match job {
            Job::Reading { mut ahead, then } => {
                if self.session.read_on(&mut ahead) {
                    self.work.job = Some(Job::Reading { ahead, then });
                    return Flow::Go;
                }
                match (then, ahead.into_file()) {
                    (Effect::Read(item), Some(read)) => self.open(item, read),
                    (then, _) => {
                        let told = self.carry_out(then);
                        if matches!(told, Some(Told::Moved(_))) {
                            self.forget_unseen();
                        }
                        told.map_or(Flow::Go, |told| self.told(told))
                    }
                }
            }
            Job::Opening { item, path, receipt, mut opening } => {
                if opening.go_on() {
                    self.work.job = Some(Job::Opening { item, path, receipt, opening });
                    return Flow::Go;
                }
                self.show(item, path, receipt, Ok(opening.opened()))
            }
            Job::Seeking(mut seek) => {
                if self.text().is_some_and(|text| text.seek_on(&mut seek)) {
                    self.work.job = Some(Job::Seeking(seek));
                    return Flow::Go;
                }
                let flow = self.told(Told::Sought(Box::new(seek)));
                self.show_hit();
                flow
            }
            Job::Indenting(mut indenting) => {
                if self.text().is_some_and(|text| text.indent_on(&mut indenting)) {
                    self.work.job = Some(Job::Indenting(indenting));
                    return Flow::Go;
                }
                self.told(Told::Indented(indenting))
            }
        }
    }

    fn open(&mut self, item: String, read: ReadAhead) -> Flow {
        let receipt = read.receipt();
        let EvidenceFile { path, bytes, .. } = read.file;
        match Opening::new(bytes, Kind::of(&path)) {
            Ok(opening) => {
                self.work.job = Some(Job::Opening { item, path, receipt, opening: Box::new(opening) });
                Flow::Go
            }
            Err(why) => self.show(item, path, receipt, Err(why)),
        }
    }

    /// Records that a file was opened, and shows it. Opens it again if it has changed since.
    fn show(&mut self, item: String, path: String, receipt: Receipt, text: Result<Reading, NotText>) -> Flow {
        let showing = Showing { path: &path, receipt: &receipt, shown: text.is_ok() };
        let told = match self.session.open_read(&item, showing) {
            Ok(true) => {
                let bytes = usize::try_from(receipt.count).unwrap_or(usize::MAX);
                let file = Box::new(Opened { path, digest: receipt.digest, bytes, text });
                Told::Evidence { item, file }
            }
            Ok(false) => self.read(item),
            Err(not_done) => self.not_done(&not_done),
        };
        self.told(told)
    }

    fn told(&mut self, told: Told) -> Flow {
        self.obey(Message::Told(told))
    }

    fn text(&self) -> Option<&Reading> {
        self.model.viewer().and_then(|viewer| viewer.text.as_ref().ok())
    }

    fn percent(&self, job: &Job) -> usize {
        match job {
            Job::Reading { .. } => 0,
            Job::Opening { opening, .. } => opening.percent(),
            Job::Seeking(seek) => self.text().map_or(0, |text| text.sought_percent(seek)),
            Job::Indenting(indenting) => self.text().map_or(0, |text| text.indented_percent(indenting)),
        }
    }
}
