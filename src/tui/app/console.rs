//! The console without a terminal: keys in, review and screen out. The loop in `run` drives it, and so do tests.

use std::cell::RefCell;
use std::path::PathBuf;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::lines_shown::Unrecorded;
use super::work::{Typed, Work};
use crate::files::shown;
use crate::frontend::wording::{evidence, packet, sitting};
use crate::frontend::{Export, Greeting, NotExported};
use crate::journal::place::LeftAt;
use crate::review::checklist::StepKind;
use crate::review::plan::Plan;
use crate::review::text::visible;
use crate::session::inputs::Care;
use crate::session::refresh::Rechecked;
use crate::session::{NotDone, Session};
use crate::tui::model::keymap::Keymap;
use crate::tui::model::message::Opened;
use crate::tui::model::message::{Effect, Message, Move, Moved, Told};
use crate::tui::model::regions::Regions;
use crate::tui::model::screen::Screen;
use crate::tui::model::{Model, Setting};
use crate::tui::terminal::input::Mouse;
use crate::tui::theme::Theme;
use crate::tui::update::update;
use crate::tui::view::{last_scroll, page, view};

/// A session on screen.
pub struct Console {
    pub(crate) session: Session,
    pub(crate) model: Model,
    pub(crate) work: Work,
    theme: Theme,
    pub(crate) drawn: RefCell<Regions>,
    copied: Option<String>,
    out: PathBuf,
    export: Export,
    pub(crate) unrecorded: Option<Unrecorded>,
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
    /// A session on a screen of so many columns and rows, with the folder for its packet, how the process is confined, and
    /// something to tell first.
    #[must_use]
    pub fn new(
        session: Session,
        size: (u16, u16),
        theme: Theme,
        (out, confinement): (PathBuf, &'static str),
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
            work: Work::default(),
            theme,
            drawn: RefCell::default(),
            copied: None,
            out,
            export: Export::default(),
            unrecorded: None,
        };
        console.look_for_export();
        console
    }

    /// Looks what the folder holds of the packet of a closed review.
    fn look_for_export(&mut self) {
        self.model.exported = self.export.look(&self.session, &self.out);
    }

    /// Whether the screen says what became of the packet.
    fn is_at_packet(&self) -> bool {
        let steps = self.session.review().checklist().steps();
        let is_packet = steps.get(self.model.step).is_some_and(|step| step.kind == StepKind::Packet);
        is_packet && matches!(self.model.screen, Screen::Walk)
    }

    /// The same console, with keys that are bound otherwise.
    #[must_use]
    pub fn with_keys(mut self, keymap: Keymap) -> Self {
        self.model.setting.keymap = keymap;
        self
    }

    /// The same console, at the place where the session was left.
    #[must_use]
    pub fn going_on_at(mut self, at: Option<&LeftAt>) -> Self {
        if let Some(at) = at {
            self.model.go_on_at(self.session.review(), at);
        }
        self
    }

    /// The place where it is left now.
    #[must_use]
    pub fn left_at(&self) -> Option<LeftAt> {
        self.model.left_at(self.session.review())
    }

    /// Takes a key. While something slow is under way it waits its turn, unless it stops that.
    pub fn press(&mut self, key: KeyEvent) -> Flow {
        if self.is_busy() { self.press_meanwhile(key) } else { self.take_turn(Typed::Key(key)) }
    }

    /// Takes what was done with the mouse, by what was drawn last.
    pub fn point(&mut self, mouse: Mouse) -> Flow {
        self.take_turn(Typed::Mouse(mouse))
    }

    /// Takes a message, and whatever follows from it.
    pub fn take(&mut self, message: Message) -> Flow {
        self.take_turn(Typed::Message(Box::new(message)))
    }

    /// What was typed or pointed at is done now.
    pub(crate) fn obey_typed(&mut self, typed: Typed) -> Flow {
        self.look_at_holder();
        let message = match typed {
            Typed::Key(key) => self.model.setting.keymap.message(&self.model, key),
            Typed::Mouse(mouse) => {
                let spot = self.drawn.borrow().at(mouse.column, mouse.row);
                spot.filter(|_| !self.model.too_small()).map(|spot| Message::Point(spot, mouse.does))
            }
            Typed::Message(message) => Some(*message),
        };
        message.map_or(Flow::Go, |message| self.obey(message))
    }

    /// Who writes a session that is only read may have ended.
    fn look_at_holder(&mut self) {
        if self.model.setting.read_only.is_some() {
            self.session.look_at_holder();
            self.model.setting.read_only = self.session.read_only().map(ToString::to_string);
        }
    }

    /// The text that is to go to the terminal's clipboard, once.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Where an evidence file was named on the screen that was drawn last, and its path below its folder.
    #[must_use]
    pub fn evidence_named(&self) -> Option<(Rect, String)> {
        self.drawn.borrow().evidence().map(|(area, path)| (area, path.to_owned()))
    }

    /// Wears another theme from now on; whether its signs are others.
    pub fn wear(&mut self, theme: Theme) -> bool {
        std::mem::replace(&mut self.theme, theme).glyphs != theme.glyphs
    }

    /// Does what a message asks for. What may be slow is only begun.
    pub(crate) fn obey(&mut self, message: Message) -> Flow {
        self.take_seen();
        let mut next = Some(message);
        while let Some(message) = next.take() {
            // Of a screen that only scrolls, the page matters where one is turned.
            let turns = matches!(message, Message::Move(Move::PageUp | Move::PageDown));
            if turns || self.model.viewer().is_some() {
                self.model.page = page(&self.model, self.session.review(), &self.theme);
            }
            let was_at_packet = self.is_at_packet();
            let effect = update(&mut self.model, self.session.review(), message);
            if self.is_at_packet() && !was_at_packet {
                self.look_for_export();
            }
            self.hold_scroll();
            self.record_seen_of_left();
            match effect {
                None => {}
                Some(Effect::Leave) => return Flow::Leave,
                Some(Effect::Suspend) => return Flow::Suspend,
                Some(Effect::Preview) => {
                    self.look_for_export();
                    next = self.session.plan().map(Box::new).map(Told::Preview).map(Message::Told);
                }
                Some(Effect::Copy(text)) => self.copied = Some(text),
                Some(slow) => {
                    if let Effect::Act(_) = slow {
                        self.record_seen();
                    }
                    self.begin(slow);
                }
            }
        }
        self.tell_untold();
        Flow::Go
    }

    /// Brings what was found onto the page that is left beside what is told of it.
    pub(crate) fn show_hit(&mut self) {
        if self.model.viewer().is_some() {
            self.model.page = page(&self.model, self.session.review(), &self.theme);
        }
        if let Screen::Evidence(viewer) = &mut self.model.screen
            && let Ok(text) = &mut viewer.text
        {
            text.show_hit(self.model.page);
        }
    }

    /// Carries out an effect on the session; what it needs of evidence was read.
    pub(crate) fn carry_out(&mut self, effect: Effect) -> Option<Told> {
        match effect {
            Effect::Act(action) => Some(match self.session.act(action) {
                Ok(event) => Told::Done(event),
                Err(not_done) => self.not_done(&not_done),
            }),
            Effect::Read(item) => Some(self.read(item)),
            Effect::Recheck => {
                let told = self.recheck();
                self.look_for_export();
                told
            }
            Effect::Moved => {
                // It is shown whatever comes of looking, and what is told stands beside it.
                self.model.show_moved();
                self.carry_out(Effect::Recheck)
            }
            Effect::Export => {
                let told = self.write_packet();
                self.look_for_export();
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

    /// Tells what moved while something else was done.
    pub(crate) fn tell_untold(&mut self) {
        if let Some(Told::Moved(untold)) = moved(&self.session.take_untold()) {
            // What was asked for stays on screen; the notice says the rest.
            let told = Told::Moved(Moved { reopened: false, ..untold });
            update(&mut self.model, self.session.review(), Message::Told(told));
        }
    }

    /// Holds what is scrolled at the last page, so that the way back is as long as the way there.
    fn hold_scroll(&mut self) {
        if self.model.too_small() || self.model.scrolled().is_none_or(|scroll| *scroll == 0) {
            return;
        }
        let last = last_scroll(&self.model, self.session.review(), &self.theme);
        if let Some(scroll) = self.model.scrolled() {
            *scroll = last.min(*scroll);
        }
    }

    /// Opens the evidence file of a reference.
    pub(crate) fn read(&mut self, item: String) -> Told {
        match self.session.open_evidence(&item) {
            Ok(Some(Ok(file))) => Told::Evidence { item, file: Box::new(Opened::of(file)) },
            Ok(Some(Err(refused))) => Told::Refused(evidence::not_opened(&visible(&item), refused)),
            Ok(None) => Told::Refused(evidence::no_file_for(&visible(&item))),
            Err(not_done) => self.not_done(&not_done),
        }
    }

    /// Looks at the inputs again; tells only what the reviewer has to know.
    fn recheck(&mut self) -> Option<Told> {
        match self.session.recheck(Care::Quick) {
            Ok(found) => moved(&found),
            Err(not_done) => Some(self.not_done(&not_done)),
        }
    }

    fn write_packet(&mut self) -> Option<Told> {
        Some(match self.export.write(&mut self.session, &self.out) {
            Ok(paths) => Told::Exported(paths.iter().map(|path| shown(path)).collect()),
            Err(NotExported::NotDone(not_done)) => self.not_done(&not_done),
            Err(NotExported::Open) => return None,
            Err(NotExported::Unwritable(unwritable)) => {
                Told::Refused(packet::not_written(unwritable, &self.model.setting.keymap.key("export")))
            }
        })
    }

    pub(crate) fn not_done(&self, not_done: &NotDone) -> Told {
        match not_done {
            NotDone::Refused(refusal) => Told::Refused(self.model.why(refusal)),
            NotDone::Moved(found) => Told::Moved(Moved {
                words: not_done.to_string(),
                reopened: !found.reopened.is_empty(),
                definition: found.definition,
            }),
            NotDone::Unkept(_) | NotDone::Unheld(_) | NotDone::Unseen(_) | NotDone::Overtaken { .. } => {
                Told::Refused(not_done.to_string())
            }
        }
    }

    /// Draws one frame on a buffer that is blank; returns where the cursor belongs.
    pub fn draw(&self, buffer: &mut Buffer) -> Position {
        let drawn = view(&self.model, self.session.review(), &self.theme, buffer);
        self.theme.glyphs.apply(buffer, drawn.exact());
        let cursor = drawn.cursor();
        self.drawn.replace(drawn);
        cursor
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

    /// What became of the packet.
    #[must_use]
    pub fn export(&self) -> &Export {
        &self.export
    }

    /// The plan that was written, if one was.
    #[must_use]
    pub fn exported(&self) -> Option<&Plan> {
        self.export.written()
    }
}

fn moved(found: &Rechecked) -> Option<Told> {
    let (reopened, definition) = (!found.reopened.is_empty(), found.definition);
    found.words().map(|words| Told::Moved(Moved { words, reopened, definition }))
}
