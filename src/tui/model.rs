//! Display state of the console: one screen, one cursor a step, one notice. The review is not part of it.

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

use ratatui::layout::Size;

use self::editor::Aim;
use self::filter::Filter;
use self::keymap::Keymap;

use self::viewer::Viewer;
use crate::frontend::{Exported, Greeting, Purpose};
use crate::journal::place::LeftAt;
use crate::pager::Page;
use crate::review::action::Refusal;
use crate::review::checklist::ItemIndex;
use crate::review::state::{ItemState, Review};

/// Minimum columns and rows for a review.
pub const LEAST: Size = Size::new(60, 16);

/// Minimum columns to show steps and items side by side.
pub const TWO_PANES_COLUMNS: u16 = 80;

/// Minimum columns to show the selected row in full beside them.
pub const THREE_PANES_COLUMNS: u16 = 160;

#[derive(Clone, Debug)]
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: Size,
    pub screen: Screen,
    pub focus: Pane,
    pub step: usize,
    /// Index of the selected row in each step.
    pub cursors: Vec<usize>,
    pub shown: Filter,
    /// Lines scrolled past the last row of the step. No row is selected meanwhile.
    pub beyond: usize,
    /// Texts that were typed but not saved.
    pub drafts: BTreeMap<Purpose, String>,
    /// Page of the evidence that is shown, or that was turned last.
    pub page: Page,
    pub notice: Option<Notice>,
    /// Name and progress of slow work, once it takes long enough to be shown.
    pub working: Option<String>,
    /// State of the files of a closed review.
    pub exported: Option<Exported>,
    pub setting: Setting,
}

/// Settings of this run, prepared for display.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Folder for the packet.
    pub out: String,
    /// Short text on the sandbox.
    pub confinement: &'static str,
    /// Short label of this sitting, if there is one to show.
    pub reviewer: Option<String>,
    /// Reason why the session is read-only.
    pub read_only: Option<String>,
    /// True if another machine may write the session too.
    pub may_be_shared: bool,
    pub keymap: Keymap,
}

/// Something worth telling, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    Done(String),
    /// The reviewer has to know it, although nothing was refused.
    Care(String),
    Refused(String),
    /// Number of unsaved texts that leaving would lose.
    Drafts(usize),
}

impl Model {
    /// Starts at the first step that is not finished, or at the packet of a closed review.
    #[must_use]
    pub fn new(review: &Review, size: Size, setting: Setting) -> Self {
        let steps = review.checklist().steps();
        let mut model = Self {
            size,
            screen: Screen::Walk,
            focus: Pane::Rows,
            step: 0,
            cursors: vec![0; steps.len()],
            shown: Filter::All,
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
            let mut states = review.checklist().indexes().map(|index| review.state(index));
            if states.any(|state| state == ItemState::Stale) {
                model.show_changed();
            }
        }
        model
    }

    /// Returns `None` on a screen that does not scroll.
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

    /// Evidence on screen, also while its search text is typed.
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

    #[must_use]
    pub fn too_small(&self) -> bool {
        self.size.width < LEAST.width || self.size.height < LEAST.height
    }

    #[must_use]
    pub fn rows(&self, review: &Review) -> Vec<Row> {
        self.shown.apply(review, rows::of_step(review, self.step))
    }

    #[must_use]
    pub fn selected(&self, review: &Review) -> Option<Row> {
        let cursor = self.cursors.get(self.step).copied().unwrap_or_default();
        self.rows(review).get(cursor).copied()
    }

    /// Row that keys act on: the one in full view, otherwise the selected one.
    #[must_use]
    pub fn target(&self, review: &Review) -> Option<Row> {
        match &self.screen {
            // Rows may be off the screen then, and keys must not act on anything unseen.
            Screen::Walk if self.focus == Pane::Steps || self.beyond > 0 => None,
            Screen::Walk => self.selected(review),
            Screen::Item { index, .. } => Some(Row::Item(*index)),
            Screen::Evidence(viewer) => Some(Row::Item(viewer.index)),
            Screen::WriteActions { row } => Some(Row::Effect(*row)),
            Screen::Stop { effect, .. } => Some(Row::Effect(*effect)),
            Screen::Moved { .. }
            | Screen::Help { .. }
            | Screen::Edit { .. }
            | Screen::Choose { .. }
            | Screen::Preview { .. } => None,
        }
    }

    /// The item that keys act on.
    #[must_use]
    pub fn target_item(&self, review: &Review) -> Option<ItemIndex> {
        match self.target(review)? {
            Row::Item(index) => Some(index),
            Row::Decision(_) | Row::Effect(_) => None,
        }
    }

    /// False if the review is closed or read-only.
    #[must_use]
    pub fn records(&self, review: &Review) -> bool {
        review.closing().is_none() && self.setting.read_only.is_none()
    }

    pub fn show_item(&mut self, review: &Review, index: ItemIndex) {
        let steps = review.checklist().steps();
        let holds = |step: &usize| steps.get(*step).is_some_and(|step| step.items.contains(&index));
        // An item of two phases is shown in the current step if that contains it.
        let step = Some(self.step).filter(holds).or_else(|| (0..steps.len()).find(holds));
        let Some(step) = step else { return };
        self.step = step;
        self.beyond = 0;
        self.show_row(review, Row::Item(index));
    }

    pub fn go_on_at(&mut self, review: &Review, at: &LeftAt) {
        let steps = review.checklist().steps();
        let Some(step) = steps.iter().position(|step| step.id == at.step) else { return };
        self.step = step;
        self.select(0);
        if let Some(index) = at.item.as_ref().and_then(|item| review.checklist().find(item)) {
            self.show_item(review, index);
        }
    }

    #[must_use]
    pub fn left_at(&self, review: &Review) -> Option<LeftAt> {
        let step = review.checklist().steps().get(self.step)?.id.clone();
        let item = match self.selected(review) {
            Some(Row::Item(index)) => review.item(index).map(|item| item.id.clone()),
            Some(Row::Decision(_) | Row::Effect(_)) | None => None,
        };
        Some(LeftAt { step, item })
    }

    pub fn select(&mut self, row: usize) {
        self.beyond = 0;
        if let Some(cursor) = self.cursors.get_mut(self.step) {
            *cursor = row;
        }
    }

    /// Never takes away a text that is being typed.
    pub fn show_changed(&mut self) {
        if !matches!(self.screen, Screen::Edit { .. } | Screen::Moved { .. }) {
            let back = Box::new(std::mem::replace(&mut self.screen, Screen::Walk));
            self.screen = Screen::Moved { scroll: 0, back };
        }
    }

    /// Leaves the preview if the review was reopened, since it has no packet then.
    pub fn leave_packet(&mut self, review: &Review) {
        if review.closing().is_none() && matches!(self.screen, Screen::Preview { .. }) {
            self.screen = Screen::Walk;
        }
    }

    /// Starts again with the items of another runbook, whose indices may mean other items.
    /// A text that is being typed stays, because it names its item by ID.
    pub fn rebuild(&mut self, review: &Review) {
        let mut rebuilt = Self::new(review, self.size, self.setting.clone());
        rebuilt.drafts = std::mem::take(&mut self.drafts);
        // A search text is dropped, because its evidence screen is gone.
        if let Screen::Edit { editor, .. } = std::mem::replace(&mut self.screen, Screen::Walk)
            && editor.aim != Aim::Find
        {
            rebuilt.screen = Screen::Edit { editor, back: Box::new(Screen::Walk) };
        }
        *self = rebuilt;
    }

    pub fn done(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::Done(text.into()));
    }

    pub fn greeted(&mut self, greeting: Greeting) {
        self.notice = Some(match greeting {
            Greeting::Fine(text) => Notice::Done(text),
            Greeting::Care(text) => Notice::Care(text),
        });
    }

    /// Adds the key that fixes it, if there is one.
    #[must_use]
    pub fn why(&self, refusal: &Refusal) -> String {
        let name = match refusal {
            Refusal::ConcernOpen | Refusal::ConcernLost { .. } => "concern",
            Refusal::ReferenceMissing => "enter-reference",
            Refusal::EvidenceUnread { .. } => "read",
            _ => return refusal.to_string(),
        };
        format!("{refusal} ({})", self.setting.keymap.key(name))
    }

    pub fn refused(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::Refused(text.into()));
    }
}
