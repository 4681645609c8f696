//! Console without a terminal: keys in, review and screen out. The loop in `run` and the tests drive it.

use std::cell::RefCell;
use std::path::PathBuf;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::jobs::Jobs;
use super::queue::{Input, Queue};
use crate::files::shown;
use crate::frontend::{Export, ExportError, Greeting};
use crate::frontend::{evidence, sitting};
use crate::journal::place::LeftAt;
use crate::review::checklist::StepKind;
use crate::review::plan::Plan;
use crate::review::text::visible;
use crate::session::inputs::Care;
use crate::session::refresh::Refreshed;
use crate::session::{ActError, SeenLines, Session};
use crate::tui::model::keymap::Keymap;
use crate::tui::model::message::Opened;
use crate::tui::model::message::{ChangeReport, Effect, Message, Move, Reply};
use crate::tui::model::regions::Regions;
use crate::tui::model::screen::Screen;
use crate::tui::model::{Model, Setting};
use crate::tui::terminal::input::Mouse;
use crate::tui::theme::Theme;
use crate::tui::update::update;
use crate::tui::view::{last_scroll, page, view};

pub struct Console {
    pub(super) session: Session,
    pub(super) model: Model,
    pub(super) jobs: Jobs,
    pub(super) queue: Queue,
    theme: Theme,
    pub(super) drawn: RefCell<Regions>,
    copied: Option<String>,
    out: PathBuf,
    export: Export,
    /// Lines that were on screen and are not recorded yet.
    pub(super) unrecorded: Option<SeenLines>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Go,
    /// Stop like any other job, then draw.
    Suspend,
    Leave,
}

impl Console {
    /// Exports to the folder `out`. `confinement` is a short text on the sandbox; `told` is the first notice.
    #[must_use]
    pub fn new(
        session: Session,
        size: Size,
        theme: Theme,
        out: PathBuf,
        confinement: &'static str,
        told: Option<Greeting>,
    ) -> Self {
        let read_only = session.read_only().map(ToString::to_string);
        let reviewer = sitting::in_short(session.label(), session.review()).filter(|_| read_only.is_none());
        let (may_be_shared, keymap) = (session.may_be_shared(), Keymap::default());
        let setting = Setting { out: shown(&out), confinement, reviewer, read_only, may_be_shared, keymap };
        let mut model = Model::new(session.review(), size, setting);
        if let Some(told) = told {
            model.greeted(told);
        }
        let mut console = Self {
            session,
            model,
            jobs: Jobs::default(),
            queue: Queue::default(),
            theme,
            drawn: RefCell::default(),
            copied: None,
            out,
            export: Export::default(),
            unrecorded: None,
        };
        console.find_packet();
        console
    }

    /// Checks which files of the packet are in the output folder.
    fn find_packet(&mut self) {
        self.model.exported = self.export.find(&self.session, &self.out);
    }

    /// True if the screen shows the state of the packet.
    fn is_at_packet(&self) -> bool {
        let steps = self.session.review().checklist().steps();
        let is_packet = steps.get(self.model.step).is_some_and(|step| step.kind == StepKind::Packet);
        is_packet && matches!(self.model.screen, Screen::Walk)
    }

    #[must_use]
    pub fn with_keys(mut self, keymap: Keymap) -> Self {
        self.model.setting.keymap = keymap;
        self
    }

    #[must_use]
    pub fn going_on_at(mut self, at: Option<&LeftAt>) -> Self {
        if let Some(at) = at {
            self.model.go_on_at(self.session.review(), at);
        }
        self
    }

    #[must_use]
    pub fn left_at(&self) -> Option<LeftAt> {
        self.model.left_at(self.session.review())
    }

    /// During slow work a key waits in the queue, unless it cancels the work.
    pub fn press(&mut self, key: KeyEvent) -> Flow {
        if self.is_busy() { self.press_during_work(key) } else { self.enqueue(Input::Key(key)) }
    }

    /// Refers to the frame that was drawn last.
    pub fn point(&mut self, mouse: Mouse) -> Flow {
        self.enqueue(Input::Mouse(mouse))
    }

    pub fn take(&mut self, message: Message) -> Flow {
        self.enqueue(Input::Message(Box::new(message)))
    }

    /// Handles an input at once, without queueing it.
    pub(super) fn handle(&mut self, input: Input) -> Flow {
        self.check_holder();
        let message = match input {
            Input::Key(key) => self.model.setting.keymap.message(&self.model, key),
            Input::Mouse(mouse) => {
                let spot = self.drawn.borrow().at(mouse.column, mouse.row);
                spot.filter(|_| !self.model.too_small()).map(|spot| Message::Point(spot, mouse.does))
            }
            Input::Message(message) => Some(*message),
        };
        message.map_or(Flow::Go, |message| self.dispatch(message))
    }

    /// The console that holds a read-only session may have ended.
    fn check_holder(&mut self) {
        if self.model.setting.read_only.is_some() {
            self.session.check_holder();
            self.model.setting.read_only = self.session.read_only().map(ToString::to_string);
        }
    }

    /// Text for the terminal's clipboard; returned once.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Area of the evidence file's name in the last frame, and its path below the evidence folder.
    #[must_use]
    pub fn evidence_named(&self) -> Option<(Rect, String)> {
        self.drawn.borrow().evidence().map(|(area, path)| (area, path.to_owned()))
    }

    /// Returns true if the new theme has other glyphs.
    pub fn wear(&mut self, theme: Theme) -> bool {
        std::mem::replace(&mut self.theme, theme).glyphs != theme.glyphs
    }

    /// Slow effects only start here.
    pub(super) fn dispatch(&mut self, message: Message) -> Flow {
        self.take_seen();
        let mut next = Some(message);
        while let Some(message) = next.take() {
            // A screen that only scrolls needs the size of its page just for page moves.
            let turns = matches!(message, Message::Move(Move::PageUp | Move::PageDown));
            if turns || self.model.viewer().is_some() {
                self.model.page = page(&self.model, self.session.review(), &self.theme);
            }
            let was_at_packet = self.is_at_packet();
            let effect = update(&mut self.model, self.session.review(), message);
            if self.is_at_packet() && !was_at_packet {
                self.find_packet();
            }
            self.hold_scroll();
            self.record_seen_of_left();
            match effect {
                None => {}
                Some(Effect::Leave) => return Flow::Leave,
                Some(Effect::Suspend) => return Flow::Suspend,
                Some(Effect::Preview) => {
                    self.find_packet();
                    next = self.session.plan().map(Box::new).map(Reply::Preview).map(Message::Told);
                }
                Some(Effect::Copy(text)) => self.copied = Some(text),
                Some(slow) => {
                    // The lines seen so far come before the answer in the journal.
                    if let Effect::Act(_) = slow {
                        self.record_seen();
                    }
                    self.begin(slow);
                }
            }
        }
        self.report_changes();
        Flow::Go
    }

    /// Scrolls to the hit, on the part of the page that the notice about it leaves free.
    pub(super) fn show_hit(&mut self) {
        if self.model.viewer().is_some() {
            self.model.page = page(&self.model, self.session.review(), &self.theme);
        }
        if let Screen::Evidence(viewer) = &mut self.model.screen
            && let Ok(text) = &mut viewer.text
        {
            text.show_hit(self.model.page);
        }
    }

    /// The evidence that the effect needs is already loaded.
    pub(super) fn perform(&mut self, effect: Effect) -> Option<Reply> {
        match effect {
            Effect::Act(action) => Some(match self.session.act(action) {
                Ok(event) => Reply::Done(event),
                Err(not_done) => self.not_done(&not_done),
            }),
            Effect::Read(item) => Some(self.read(item)),
            Effect::Recheck => {
                let told = self.refresh();
                self.find_packet();
                told
            }
            Effect::Moved => {
                // The list is shown whatever the recheck finds; the notice appears beside it.
                self.model.show_changed();
                self.perform(Effect::Recheck)
            }
            Effect::Export => {
                let told = self.write_packet();
                self.find_packet();
                told
            }
            Effect::Seek(_)
            | Effect::Indent
            | Effect::Preview
            | Effect::Copy(_)
            | Effect::Suspend
            | Effect::Leave => None,
        }
    }

    /// Reports changes that were found during another action.
    pub(super) fn report_changes(&mut self) {
        if let Some(Reply::Changed(untold)) = change_report(&self.session.take_unreported()) {
            // The requested screen stays; only the notice reports the change.
            let told = Reply::Changed(ChangeReport { reopened: false, ..untold });
            update(&mut self.model, self.session.review(), Message::Told(told));
        }
    }

    /// Limits the scroll to the last page, so that the way back is as long as the way there.
    fn hold_scroll(&mut self) {
        if self.model.too_small() || self.model.scrolled().is_none_or(|scroll| *scroll == 0) {
            return;
        }
        let last = last_scroll(&self.model, self.session.review(), &self.theme);
        if let Some(scroll) = self.model.scrolled() {
            *scroll = last.min(*scroll);
        }
    }

    pub(super) fn read(&mut self, item: String) -> Reply {
        match self.session.open_evidence(&item) {
            Ok(Some(Ok(file))) => Reply::Evidence { item, file: Box::new(Opened::read(file)) },
            Ok(Some(Err(refused))) => Reply::Refused(evidence::not_opened(&visible(&item), refused)),
            Ok(None) => Reply::Refused(evidence::no_file(&visible(&item))),
            Err(not_done) => self.not_done(&not_done),
        }
    }

    /// Returns only a reply that the reviewer has to know.
    fn refresh(&mut self) -> Option<Reply> {
        match self.session.refresh(Care::Quick) {
            Ok(found) => change_report(&found),
            Err(not_done) => Some(self.not_done(&not_done)),
        }
    }

    fn write_packet(&mut self) -> Option<Reply> {
        Some(match self.export.write(&mut self.session, &self.out) {
            Ok(paths) => Reply::Exported(paths.iter().map(|path| shown(path)).collect()),
            Err(ExportError::NotDone(not_done)) => self.not_done(&not_done),
            Err(ExportError::Open) => return None,
            Err(ExportError::Unwritable(unwritable)) => Reply::Refused(format!(
                "Not written: {unwritable}. The session is intact. Fix that and press {}; if the folder was \
                 created again, quit and run the same command.",
                self.model.setting.keymap.key("export")
            )),
        })
    }

    pub(super) fn not_done(&self, not_done: &ActError) -> Reply {
        match not_done {
            ActError::Refused(refusal) => Reply::Refused(self.model.why(refusal)),
            ActError::Changed(found) => Reply::Changed(ChangeReport {
                words: not_done.to_string(),
                reopened: !found.reopened.is_empty(),
                definition: found.definition,
            }),
            ActError::Unkept(_) | ActError::Unheld(_) | ActError::Unseen(_) | ActError::Overtaken { .. } => {
                Reply::Refused(not_done.to_string())
            }
        }
    }

    /// Needs a blank buffer; returns the cursor's position.
    pub fn draw(&self, buffer: &mut Buffer) -> Position {
        let drawn = view(&self.model, self.session.review(), &self.theme, buffer);
        self.theme.glyphs.apply(buffer, drawn.exact());
        let cursor = drawn.cursor();
        self.drawn.replace(drawn);
        cursor
    }

    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    #[must_use]
    pub fn export(&self) -> &Export {
        &self.export
    }

    #[must_use]
    pub fn exported(&self) -> Option<&Plan> {
        self.export.written()
    }
}

fn change_report(found: &Refreshed) -> Option<Reply> {
    let (reopened, definition) = (!found.reopened.is_empty(), found.definition);
    found.words().map(|words| Reply::Changed(ChangeReport { words, reopened, definition }))
}
