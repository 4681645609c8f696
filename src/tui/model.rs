//! What the console shows now: one screen, one cursor a step, one notice. The review itself is not in here.

pub mod editor;
pub mod field;
pub mod filter;
pub mod keymap;
pub mod message;
pub mod picker;
pub mod regions;
pub mod rows;
pub mod screen;
mod selection;
pub mod viewer;

use self::regions::Pane;
use self::rows::Row;
use self::screen::Screen;
use std::collections::BTreeMap;

use self::editor::Aim;
use self::filter::Shown;
use self::keymap::Keymap;

use self::viewer::Viewer;
use crate::frontend::wording::refused::mended_by;
use crate::frontend::{Exported, Greeting, Purpose};
use crate::journal::place::LeftAt;
use crate::pager::Page;
use crate::review::action::Refusal;
use crate::review::state::{ItemState, Review};

/// The least columns and rows in which a review can be read.
pub const LEAST: (u16, u16) = (60, 16);

/// From this many columns on, steps and items stand side by side.
pub const TWO_PANES_COLUMNS: u16 = 80;

/// From this many columns on, the selected row stands in full beside them.
pub const THREE_PANES_COLUMNS: u16 = 160;

/// The state of the console.
#[derive(Clone, Debug)]
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The screen on top.
    pub screen: Screen,
    /// The pane that takes the moves.
    pub focus: Pane,
    /// The step that is shown.
    pub step: usize,
    /// The selected row of each step.
    pub cursors: Vec<usize>,
    /// Which rows are shown.
    pub shown: Shown,
    /// Lines read on beyond the last row of the step; no row is selected meanwhile.
    pub beyond: usize,
    /// Texts that were typed and not saved, by what they are for.
    pub drafts: BTreeMap<Purpose, String>,
    /// The page of the evidence that is shown, or that was turned last.
    pub page: Page,
    /// The last thing worth telling.
    pub notice: Option<Notice>,
    /// What slow work is under way and how far it is, in words, once it is worth telling.
    pub working: Option<String>,
    /// What is known of the files of a closed review.
    pub exported: Option<Exported>,
    /// What stays as it is.
    pub setting: Setting,
}

/// What stays as it is while the console is open, fit to be shown.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Where an export goes.
    pub out: String,
    /// Whether the process is confined, in short.
    pub confinement: &'static str,
    /// The label of this sitting in short, where there is one to tell.
    pub reviewer: Option<String>,
    /// Why this session is only read, if it is.
    pub read_only: Option<String>,
    /// Whether somebody on another machine may write it as well.
    pub may_be_shared: bool,
    /// The keys in force.
    pub keymap: Keymap,
}

/// Something worth telling, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It went as asked.
    Done(String),
    /// It went, and the reviewer has to know it.
    Care(String),
    /// It was refused, and why.
    Refused(String),
    /// So many texts that were typed and not saved would be lost by leaving.
    Drafts(usize),
}

impl Model {
    /// A console at the first step that is not finished.
    #[must_use]
    pub fn new(review: &Review, size: (u16, u16), setting: Setting) -> Self {
        let steps = review.checklist().steps();
        let mut model = Self {
            size,
            screen: Screen::Walk,
            focus: Pane::Rows,
            step: 0,
            cursors: vec![0; steps.len()],
            shown: Shown::All,
            beyond: 0,
            drafts: BTreeMap::new(),
            page: Page { width: 0, height: 0 },
            notice: None,
            working: None,
            exported: None,
            setting,
        };
        if review.closing().is_some() {
            model.step = steps.len().saturating_sub(1);
        } else if let Some(open) = review.open_items().next() {
            model.show_item(review, open);
            let mut states = (0..review.checklist().items().len()).map(|place| review.state(place));
            if states.any(|state| state == ItemState::Stale) {
                model.show_moved();
            }
        }
        model
    }

    /// Lines scrolled, on a screen that scrolls.
    pub fn scrolled(&mut self) -> Option<&mut usize> {
        match &mut self.screen {
            Screen::Walk => Some(&mut self.beyond),
            Screen::Item { scroll, .. }
            | Screen::Stop { scroll, .. }
            | Screen::Moved { scroll, .. }
            | Screen::Help { scroll, .. }
            | Screen::Preview { scroll, .. } => Some(scroll),
            Screen::Evidence(_)
            | Screen::WriteActions { .. }
            | Screen::Edit { .. }
            | Screen::Choose { .. } => None,
        }
    }

    /// The evidence that is shown, also while it is searched.
    #[must_use]
    pub fn viewer(&self) -> Option<&Viewer> {
        match &self.screen {
            Screen::Evidence(viewer) => Some(viewer),
            Screen::Edit { back, .. } => match back.as_ref() {
                Screen::Evidence(viewer) => Some(viewer),
                _ => None,
            },
            _ => None,
        }
    }

    /// The same, to take down what of it was seen.
    pub fn viewer_mut(&mut self) -> Option<&mut Viewer> {
        match &mut self.screen {
            Screen::Evidence(viewer) => Some(viewer),
            Screen::Edit { back, .. } => match back.as_mut() {
                Screen::Evidence(viewer) => Some(viewer),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the terminal is too small to review in.
    #[must_use]
    pub fn too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
    }

    /// The rows of the step that is shown.
    #[must_use]
    pub fn rows(&self, review: &Review) -> Vec<Row> {
        self.shown.of(review, rows::of_step(review, self.step))
    }

    /// The selected row of the step that is shown.
    #[must_use]
    pub fn selected(&self, review: &Review) -> Option<Row> {
        let cursor = self.cursors.get(self.step).copied().unwrap_or_default();
        self.rows(review).get(cursor).copied()
    }

    /// The row that keys act on: the one in full view, else the selected one.
    #[must_use]
    pub fn target(&self, review: &Review) -> Option<Row> {
        match &self.screen {
            // Rows may be off the screen then, and nothing acts on what is not seen.
            Screen::Walk if self.focus == Pane::Steps || self.beyond > 0 => None,
            Screen::Walk => self.selected(review),
            Screen::Item { place, .. } => Some(Row::Item(*place)),
            Screen::Evidence(viewer) => Some(Row::Item(viewer.place)),
            Screen::WriteActions { row } => Some(Row::Effect(*row)),
            Screen::Stop { effect, .. } => Some(Row::Effect(*effect)),
            Screen::Moved { .. }
            | Screen::Help { .. }
            | Screen::Edit { .. }
            | Screen::Choose { .. }
            | Screen::Preview { .. } => None,
        }
    }

    /// The item that keys act on, by its place in the checklist.
    #[must_use]
    pub fn target_item(&self, review: &Review) -> Option<usize> {
        match self.target(review)? {
            Row::Item(place) => Some(place),
            Row::Decision(_) | Row::Effect(_) => None,
        }
    }

    /// Whether what the reviewer does is recorded: neither closed nor only read.
    #[must_use]
    pub fn records(&self, review: &Review) -> bool {
        review.closing().is_none() && self.setting.read_only.is_none()
    }

    /// Shows the step that holds an item and selects it.
    pub fn show_item(&mut self, review: &Review, place: usize) {
        let steps = review.checklist().steps();
        let holds = |step: &usize| steps.get(*step).is_some_and(|step| step.items.contains(&place));
        // An item that two phases share is shown where the reviewer already is.
        let step = Some(self.step).filter(holds).or_else(|| (0..steps.len()).find(holds));
        let Some(step) = step else { return };
        self.step = step;
        self.beyond = 0;
        self.show_row(review, Row::Item(place));
    }

    /// Goes to the place where the session was left.
    pub fn go_on_at(&mut self, review: &Review, at: &LeftAt) {
        let steps = review.checklist().steps();
        let Some(step) = steps.iter().position(|step| step.id == at.step) else { return };
        self.step = step;
        self.select(0);
        if let Some(place) = at.item.as_ref().and_then(|item| review.checklist().find(item)) {
            self.show_item(review, place);
        }
    }

    /// The place where it is left now.
    #[must_use]
    pub fn left_at(&self, review: &Review) -> Option<LeftAt> {
        let step = review.checklist().steps().get(self.step)?.id.clone();
        let item = match self.selected(review) {
            Some(Row::Item(place)) => review.item(place).map(|item| item.id.clone()),
            Some(Row::Decision(_) | Row::Effect(_)) | None => None,
        };
        Some(LeftAt { step, item })
    }

    /// Selects a row of the step that is shown.
    pub fn select(&mut self, row: usize) {
        self.beyond = 0;
        if let Some(cursor) = self.cursors.get_mut(self.step) {
            *cursor = row;
        }
    }

    /// Shows what moved. A text that is being typed is not taken away.
    pub fn show_moved(&mut self) {
        if !matches!(self.screen, Screen::Edit { .. } | Screen::Moved { .. }) {
            let back = Box::new(std::mem::replace(&mut self.screen, Screen::Walk));
            self.screen = Screen::Moved { scroll: 0, back };
        }
    }

    /// Leaves the packet of a review that is open again.
    pub fn leave_packet(&mut self, review: &Review) {
        if review.closing().is_none() && matches!(self.screen, Screen::Preview { .. }) {
            self.screen = Screen::Walk;
        }
    }

    /// Begins anew with the items of another definition: what stood somewhere may stand elsewhere. A text that is
    /// being typed goes on, for it is for an item by name.
    pub fn rebuild(&mut self, review: &Review) {
        let mut anew = Self::new(review, self.size, self.setting.clone());
        anew.drafts = std::mem::take(&mut self.drafts);
        if let Screen::Edit { editor, .. } = std::mem::replace(&mut self.screen, Screen::Walk)
            && editor.aim != Aim::Find
        {
            anew.screen = Screen::Edit { editor, back: Box::new(Screen::Walk) };
        }
        *self = anew;
    }

    /// Tells that something went as asked.
    pub fn done(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::Done(text.into()));
    }

    /// Tells what became of the session.
    pub fn greeted(&mut self, greeting: Greeting) {
        self.notice = Some(match greeting {
            Greeting::Fine(text) => Notice::Done(text),
            Greeting::Care(text) => Notice::Care(text),
        });
    }

    /// Why something was refused, with the key that mends it where one does.
    #[must_use]
    pub fn why(&self, refusal: &Refusal) -> String {
        let name = match refusal {
            Refusal::ConcernOpen | Refusal::ConcernLost { .. } => "concern",
            Refusal::ReferenceMissing => "enter-reference",
            Refusal::EvidenceUnread { .. } => "read",
            _ => return refusal.to_string(),
        };
        mended_by(refusal, &self.setting.keymap.key(name))
    }

    /// Tells that something was refused.
    pub fn refused(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::Refused(text.into()));
    }
}
