//! Slow work of the console, a slice at a time: between slices the loop goes on, keys queue, and one of them cancels.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

use super::console::{Console, Flow};
use super::jobs::Job;
use super::pace::Pace;
use super::queue::Input;
use crate::frontend::Ticks;
use crate::pager::{Kind, Opening, Reading, TextError};
use crate::session::inputs::{Care, EvidenceFile};
use crate::session::prefetch::{Before, Prefetched, Receipt, Showing};
use crate::tui::keys::place;
use crate::tui::model::message::Opened;
use crate::tui::model::message::{Effect, Message, Reply};
use crate::tui::update::update;

impl Console {
    /// Work pauses for keys by this clock. Without a clock, everything is done at once.
    #[must_use]
    pub fn with_pace(mut self, ticks: Ticks) -> Self {
        self.jobs.pace = Pace::by(ticks);
        self
    }

    /// True if [`Console::work`] is due before the wait for the next key.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.jobs.job.is_some() || !self.queue.is_empty()
    }

    /// During work, a frame is due only to show progress or a new size.
    pub fn draws(&mut self) -> bool {
        let Some(job) = &self.jobs.job else { return self.queue.is_empty() };
        let tells = self.jobs.pace.is_due();
        if tells {
            self.model.working = Some(job.progress(self.percent(job)));
        }
        std::mem::take(&mut self.jobs.resized) || tells
    }

    /// Does a slice of the job; after its end, handles the queued inputs in order.
    pub fn work(&mut self) -> Flow {
        let slice = self.jobs.pace.slice();
        loop {
            while let Some(job) = self.jobs.job.take() {
                let flow = self.step(job);
                if flow != Flow::Go {
                    return flow;
                }
                if self.jobs.job.is_some() && self.jobs.pace.is_over(slice) {
                    return Flow::Go;
                }
            }
            self.jobs.pace.end();
            self.model.working = None;
            let Some(input) = self.queue.pop() else { return Flow::Go };
            let flow = self.handle(input);
            if flow != Flow::Go {
                return flow;
            }
        }
    }

    pub(super) fn enqueue(&mut self, input: Input) -> Flow {
        if let (Input::Message(message), true) = (&input, self.is_busy())
            // A new size does not queue, because the next frame needs it.
            && let Message::Told(told @ Reply::Resized(_)) = message.as_ref()
        {
            update(&mut self.model, self.session.review(), Message::Told(told.clone()));
            self.jobs.resized = true;
            return Flow::Go;
        }
        self.queue.push(input);
        if self.jobs.job.is_some() { Flow::Go } else { self.work() }
    }

    /// Once the progress of the work is shown, the keys that go back cancel it.
    pub(super) fn press_during_work(&mut self, key: KeyEvent) -> Flow {
        let meant = self.model.setting.keymap.message(&self.model, key);
        let is_esc = key.code == KeyCode::Esc && key.kind == KeyEventKind::Press;
        match meant {
            Some(Message::Suspend) => Flow::Suspend,
            Some(Message::Back | Message::Leave) if self.jobs.pace.is_shown() => self.cancel(),
            _ if is_esc && self.jobs.pace.is_shown() => self.cancel(),
            _ => self.enqueue(Input::Key(key)),
        }
    }

    /// Cancels the job, and drops the keys that were typed for its end: elsewhere they could mean anything.
    fn cancel(&mut self) -> Flow {
        if let Some(job) = self.jobs.job.take() {
            // Nobody asked for a recheck: its keys were typed at the screen that is shown, and stay.
            if !matches!(job, Job::Reading { then: Effect::Recheck, .. }) {
                self.queue.clear();
            }
            let words = job.cancelled(&self.model.setting.keymap);
            self.model.refused(words);
        }
        self.work()
    }

    /// Call it after a change: keys typed meanwhile referred to a screen that is gone, and could answer something
    /// unseen.
    fn drop_unseen_keys(&mut self) {
        if place(&self.model.screen).takes_text() {
            self.queue.keep_text();
        } else {
            self.queue.clear();
        }
    }

    pub(super) fn begin(&mut self, effect: Effect) {
        self.jobs.pace.begin();
        let before = match &effect {
            Effect::Act(action) => Before::Act(action),
            Effect::Read(item) => Before::Open(item),
            Effect::Recheck | Effect::Moved => Before::Recheck(Care::Quick),
            Effect::Export => Before::Export,
            Effect::Seek(seek) => {
                self.jobs.job = Some(Job::Seeking(seek.clone()));
                return;
            }
            Effect::Indent => {
                let indenting = self.text().and_then(Reading::indenting);
                self.jobs.job = indenting.map(Box::new).map(Job::Indenting);
                return;
            }
            Effect::Preview | Effect::Copy(_) | Effect::Suspend | Effect::Leave => return,
        };
        let ahead = Box::new(self.session.prefetch(before));
        self.jobs.job = Some(Job::Reading { ahead, then: effect });
    }

    fn step(&mut self, job: Job) -> Flow {
        match job {
            Job::Reading { mut ahead, then } => {
                if self.session.read_on(&mut ahead) {
                    self.jobs.job = Some(Job::Reading { ahead, then });
                    return Flow::Go;
                }
                match (then, ahead.into_file()) {
                    (Effect::Read(item), Some(read)) => self.open(item, read),
                    (then, _) => {
                        let told = self.perform(then);
                        if matches!(told, Some(Reply::Changed(_))) {
                            self.drop_unseen_keys();
                        }
                        told.map_or(Flow::Go, |told| self.reply(told))
                    }
                }
            }
            Job::Opening { item, path, receipt, mut opening } => {
                if opening.go_on() {
                    self.jobs.job = Some(Job::Opening { item, path, receipt, opening });
                    return Flow::Go;
                }
                self.show(item, path, receipt, Ok(opening.opened()))
            }
            Job::Seeking(mut seek) => {
                if self.text().is_some_and(|text| text.search_on(&mut seek)) {
                    self.jobs.job = Some(Job::Seeking(seek));
                    return Flow::Go;
                }
                let flow = self.reply(Reply::Sought(Box::new(seek)));
                self.show_hit();
                flow
            }
            Job::Indenting(mut indenting) => {
                if self.text().is_some_and(|text| text.indent_on(&mut indenting)) {
                    self.jobs.job = Some(Job::Indenting(indenting));
                    return Flow::Go;
                }
                self.reply(Reply::Indented(indenting))
            }
        }
    }

    fn open(&mut self, item: String, read: Prefetched) -> Flow {
        let receipt = read.receipt();
        let EvidenceFile { path, bytes, .. } = read.file;
        match Opening::new(bytes, Kind::from_name(&path)) {
            Ok(opening) => {
                self.jobs.job = Some(Job::Opening { item, path, receipt, opening: Box::new(opening) });
                Flow::Go
            }
            Err(why) => self.show(item, path, receipt, Err(why)),
        }
    }

    /// Records that a file was opened, and shows it. Opens it again if it has changed since.
    fn show(
        &mut self,
        item: String,
        path: String,
        receipt: Receipt,
        text: Result<Reading, TextError>,
    ) -> Flow {
        let showing = Showing { path: &path, receipt: &receipt, shown: text.is_ok() };
        let told = match self.session.open_read(&item, showing) {
            Ok(true) => {
                let bytes = usize::try_from(receipt.count).unwrap_or(usize::MAX);
                let file = Box::new(Opened { path, digest: receipt.digest, bytes, text });
                Reply::Evidence { item, file }
            }
            Ok(false) => self.read(item),
            Err(not_done) => self.not_done(&not_done),
        };
        self.reply(told)
    }

    fn reply(&mut self, told: Reply) -> Flow {
        self.dispatch(Message::Told(told))
    }

    fn text(&self) -> Option<&Reading> {
        self.model.viewer().and_then(|viewer| viewer.text.as_ref().ok())
    }

    fn percent(&self, job: &Job) -> usize {
        match job {
            Job::Reading { .. } => 0,
            Job::Opening { opening, .. } => opening.percent(),
            Job::Seeking(seek) => self.text().map_or(0, |text| text.searched_percent(seek)),
            Job::Indenting(indenting) => self.text().map_or(0, |text| text.indented_percent(indenting)),
        }
    }
}
