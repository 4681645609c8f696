//! Update function of the model: takes a message and returns an effect. It does no I/O.

pub mod available;
pub mod clipboard;
pub(crate) mod mouse;
pub(crate) mod picker;
pub(crate) mod picker_entries;
pub(crate) mod reply;
pub(crate) mod text_input;
pub(crate) mod viewer;

use super::model::editor::Aim;
use super::model::message::{Effect, Message, Move};
use super::model::regions::Pane;
use super::model::rows::{ROWS_OF_A_PAGE, Row};
use super::model::screen::{Form, Screen};
use super::model::{Model, Notice};
use crate::frontend::Purpose;
use crate::frontend::evidence::NO_FILE;
use crate::frontend::packet::not_with_this_decision;
use crate::frontend::prompt::only_read;
use crate::review::action::Action;
use crate::review::checklist::ItemIndex;
use crate::review::runbook::Acknowledge;
use crate::review::state::{Mark, Review};

/// Only reads the review; every change to it is returned as an effect.
pub fn update(model: &mut Model, review: &Review, message: Message) -> Option<Effect> {
    let effect = updated(model, review, message);
    model.hold_selected(review);
    effect
}

fn updated(model: &mut Model, review: &Review, message: Message) -> Option<Effect> {
    let warned = matches!(model.notice, Some(Notice::Drafts(_)));
    // Any act of the reviewer dismisses an older notice.
    if !matches!(message, Message::Told(_) | Message::Recheck) {
        model.notice = None;
    }
    match message {
        Message::Move(to) => move_cursor(model, review, to),
        Message::PreviousStep => go_to_step(model, review, model.step.saturating_sub(1)),
        Message::NextStep => go_to_step(model, review, model.step + 1),
        Message::OtherPane => {
            model.focus = if model.focus == Pane::Rows { Pane::Steps } else { Pane::Rows };
            None
        }
        Message::To(pane) => {
            model.focus = pane;
            None
        }
        Message::NextOpen => next_open(model, review),
        Message::Confirm => confirm(model, review),
        Message::Open => open(model, review),
        Message::Read => read(model, review),
        Message::View(view) => viewer::update(model, view),
        Message::Note => on_item(model, review, |id, review, index| {
            let note = review.answer(index).map(|answer| answer.note.clone()).unwrap_or_default();
            (Purpose::Note(id), note)
        }),
        Message::Concern => on_item(model, review, |id, review, index| {
            let open = review.has_open_concern(index);
            (if open { Purpose::Answer(id) } else { Purpose::Concern(id) }, String::new())
        }),
        Message::NotApplicable => on_item(model, review, |id, _, _| (Purpose::Reason(id), String::new())),
        Message::EnterReference => on_item(model, review, |id, review, _| {
            let entered = review.value(&id).filter(|_| review.is_entered(&id)).unwrap_or_default().to_owned();
            (Purpose::Reference(id), entered)
        }),
        Message::Undo => Some(Effect::Act(Action::Undo)),
        Message::Redo => Some(Effect::Act(Action::Redo)),
        Message::WriteActions => {
            model.screen = Screen::WriteActions { row: 0 };
            None
        }
        Message::Try => attempt(model, review),
        Message::Moved => Some(Effect::Moved),
        Message::Recheck => Some(Effect::Recheck),
        Message::Export => export(model, review),
        Message::OtherForm => other_form(model),
        Message::Help => {
            let back = Box::new(std::mem::replace(&mut model.screen, Screen::Walk));
            model.screen = Screen::Help { scroll: 0, back };
            None
        }
        Message::Back => back(model),
        // A screen that is too small shows no warning, so leaving works at once there.
        Message::Leave if model.drafts.is_empty() || warned || model.too_small() => Some(Effect::Leave),
        Message::Leave => {
            model.notice = Some(Notice::Drafts(model.drafts.len()));
            None
        }
        Message::Suspend => Some(Effect::Suspend),
        Message::Choose(source) => picker::open(model, review, source),
        Message::Chosen => picker::choose(model, review),
        Message::Phase(number) => picker::phase(model, review, number),
        Message::Filter => picker::filter(model, review),
        Message::Save => text_input::save(model, review),
        Message::Type(c) => text_input::insert(model, c),
        Message::Edit(edit) => text_input::change(model, edit),
        Message::Paste(text) => text_input::paste(model, &text),
        Message::Copy => clipboard::update(model, review),
        Message::Point(spot, does) => mouse::update(model, review, spot, does),
        Message::Told(told) => reply::update(model, review, told),
    }
}

fn other_form(model: &mut Model) -> Option<Effect> {
    if let Screen::Preview { form, scroll, .. } = &mut model.screen {
        *form = if *form == Form::Indented { Form::Exact } else { Form::Indented };
        *scroll = 0;
    }
    None
}

/// Moves the cursor or scrolls, depending on the screen.
pub(super) fn move_cursor(model: &mut Model, review: &Review, to: Move) -> Option<Effect> {
    let rows = model.rows(review).len();
    let steps = review.checklist().steps().len();
    let effects = review.runbook().effects.len();
    // The last line of a page stays visible on the next one, so that the reader keeps the thread.
    let lines = usize::from(model.page.height).saturating_sub(1).max(1);
    match &mut model.screen {
        Screen::Walk if model.focus == Pane::Steps => {
            model.step = to.from(model.step, steps, ROWS_OF_A_PAGE);
            model.beyond = 0;
        }
        Screen::Walk => {
            let cursor = model.cursors.get(model.step).copied().unwrap_or_default();
            let reads_on = match to {
                Move::Up | Move::PageUp => model.beyond > 0,
                Move::Down | Move::PageDown | Move::Bottom => cursor + 1 >= rows,
                Move::Top => false,
            };
            if reads_on {
                model.beyond = to.from(model.beyond, SCROLL_LINES_MAX, lines);
            } else {
                model.select(to.from(cursor, rows, ROWS_OF_A_PAGE));
            }
        }
        Screen::Evidence(viewer) => {
            if let Ok(text) = &mut viewer.text {
                text.go(to, model.page);
            }
        }
        Screen::WriteActions { row } => *row = to.from(*row, effects, ROWS_OF_A_PAGE),
        Screen::Choose { chooser, .. } => chooser.select(to),
        // The number of lines depends on the width; the view limits the scroll to the last page.
        Screen::Item { scroll, .. }
        | Screen::Stop { scroll, .. }
        | Screen::Moved { scroll, .. }
        | Screen::Help { scroll, .. }
        | Screen::Preview { scroll, .. } => {
            *scroll = to.from(*scroll, SCROLL_LINES_MAX, lines);
        }
        Screen::Edit { .. } => {}
    }
    None
}

impl Move {
    pub(super) fn from(self, at: usize, count: usize, page: usize) -> usize {
        let last = count.saturating_sub(1);
        let to = match self {
            Self::Up => at.saturating_sub(1),
            Self::Down => at.saturating_add(1),
            Self::PageUp => at.saturating_sub(page),
            Self::PageDown => at.saturating_add(page),
            Self::Top => 0,
            Self::Bottom => last,
        };
        to.min(last)
    }
}

/// More lines than any screen of this program has.
const SCROLL_LINES_MAX: usize = 1 << 20;

pub(super) fn go_to_step(model: &mut Model, review: &Review, step: usize) -> Option<Effect> {
    model.step = step.min(review.checklist().steps().len().saturating_sub(1));
    model.beyond = 0;
    model.focus = Pane::Rows;
    None
}

/// Goes to the next open item after the selected one, or after the start of the step. Items that can be answered now
/// come before locked ones.
fn next_open(model: &mut Model, review: &Review) -> Option<Effect> {
    let steps = review.checklist().steps();
    let before = steps.iter().take(model.step).map(|step| step.items.len()).sum();
    let order: Vec<ItemIndex> = steps.iter().flat_map(|step| &step.items).copied().collect();
    let here =
        model.target_item(review).and_then(|here| order.iter().skip(before).position(|at| *at == here));
    let from = here.map_or(before, |here| before + here + 1);
    let ahead = order.iter().skip(from).chain(order.iter().take(from));
    let open: Vec<ItemIndex> = ahead.copied().filter(|index| !review.answered(*index)).collect();
    let answerable = open.iter().find(|index| review.item_locked_by(**index).is_none());
    match answerable.or(open.first()) {
        Some(index) => {
            model.show_item(review, *index);
            model.focus = Pane::Rows;
            if let Screen::Item { .. } = model.screen {
                model.screen = Screen::Item { index: *index, scroll: 0 };
            }
        }
        None if review.closing().is_some() => model.done("Nothing is open. The review is closed."),
        None => model.done("Nothing is open. The closing call is on the packet step."),
    }
    None
}

fn confirm(model: &mut Model, review: &Review) -> Option<Effect> {
    if let Some(Row::Decision(_)) = model.target(review) {
        return open(model, review);
    }
    let Some(index) = model.target_item(review) else {
        let key = model.setting.keymap.key("other-pane");
        model.refused(format!("There is no item here to confirm ({key} goes to the items)."));
        return None;
    };
    let (item, answer) = (review.item(index)?, review.answer(index)?);
    let id = item.id.clone();
    match answer.mark {
        Mark::Confirmed { .. } | Mark::NotApplicable { .. } => {
            Some(Effect::Act(Action::TakeBack { item: id }))
        }
        Mark::Open | Mark::Stale { .. }
            if item.acknowledge == Acknowledge::Echo && review.may_mark(&id).is_ok() =>
        {
            text_input::begin(model, Purpose::Echo(id), String::new())
        }
        Mark::Open | Mark::Stale { .. } => Some(Effect::Act(Action::Confirm { item: id })),
    }
}

/// Opens the evidence of a reference or upstream document; any other row opens as usual.
fn read(model: &mut Model, review: &Review) -> Option<Effect> {
    let item = model.target_item(review).and_then(|index| review.item(index));
    match item {
        Some(item) if review.evidence(&item.id).is_some() => Some(Effect::Read(item.id.clone())),
        _ if matches!(model.screen, Screen::Item { .. }) => {
            let near = item.and_then(|item| review.near_words(&item.id));
            model.refused(near.unwrap_or_else(|| NO_FILE.to_owned()));
            None
        }
        Some(_) | None => open(model, review),
    }
}

fn open(model: &mut Model, review: &Review) -> Option<Effect> {
    if let (Screen::Walk, Pane::Steps) = (&model.screen, model.focus) {
        model.focus = Pane::Rows;
        return None;
    }
    let records = model.records(review);
    match model.target(review)? {
        Row::Item(index) => {
            model.screen = Screen::Item { index, scroll: 0 };
            let unopened = review.answer(index).is_some_and(|answer| answer.opened_at.is_none());
            let item = review.item(index)?.id.clone();
            (unopened && records).then_some(Effect::Act(Action::Open { item }))
        }
        Row::Effect(effect) => {
            show_stop(model, effect);
            None
        }
        Row::Decision(index) => begin_closing(model, review, index),
    }
}

/// Records nothing; only an attempt does.
pub(super) fn show_stop(model: &mut Model, effect: usize) {
    let back = Box::new(std::mem::replace(&mut model.screen, Screen::Walk));
    model.screen = Screen::Stop { effect, scroll: 0, back };
}

fn attempt(model: &mut Model, review: &Review) -> Option<Effect> {
    let Some(Row::Effect(effect)) = model.target(review) else { return None };
    if let Some(why) = model.setting.read_only.clone() {
        model.refused(only_read(&why));
        return None;
    }
    let effect = review.runbook().effects.get(effect)?.id.clone();
    Some(Effect::Act(Action::Attempt { effect }))
}

fn begin_closing(model: &mut Model, review: &Review, index: usize) -> Option<Effect> {
    let decision = review.runbook().decisions.get(index)?;
    let open = review.gaps(decision).count();
    if review.closing().is_some() {
        return Some(Effect::Preview);
    }
    if open > 0 {
        let key = model.setting.keymap.key("next-open");
        // Refused here, before the reviewer types the two texts of the closing call.
        model.refused(not_with_this_decision(open, &key));
        return None;
    }
    let skipped = review.skipped().words().unwrap_or_default();
    text_input::begin(model, Purpose::NotLookedAt(decision.value.clone()), skipped)
}

fn on_item(
    model: &mut Model,
    review: &Review,
    begin: impl FnOnce(String, &Review, ItemIndex) -> (Purpose, String),
) -> Option<Effect> {
    let Some(index) = model.target_item(review) else {
        let key = model.setting.keymap.key("other-pane");
        model.refused(format!("There is no review item here ({key} goes to the items)."));
        return None;
    };
    let (purpose, text) = begin(review.item(index)?.id.clone(), review, index);
    // Refuse before anything is typed if no text could be accepted.
    match review.may_begin(&purpose.attempt()?) {
        Ok(()) => text_input::begin(model, purpose, text),
        Err(refusal) => {
            model.refused(model.why(&refusal));
            None
        }
    }
}

fn export(model: &mut Model, review: &Review) -> Option<Effect> {
    if let Screen::Preview { .. } = model.screen {
        return Some(Effect::Export);
    }
    if review.closing().is_some() {
        return Some(Effect::Preview);
    }
    model.screen = Screen::Walk;
    go_to_step(model, review, usize::MAX);
    model.refused("Only a closed review can be exported. Open a decision here to close it.");
    None
}

fn back(model: &mut Model) -> Option<Effect> {
    let screen = std::mem::replace(&mut model.screen, Screen::Walk);
    model.screen = match screen {
        Screen::Walk | Screen::Item { .. } | Screen::WriteActions { .. } | Screen::Preview { .. } => {
            Screen::Walk
        }
        Screen::Evidence(viewer) => viewer.back,
        Screen::Stop { back, .. }
        | Screen::Moved { back, .. }
        | Screen::Help { back, .. }
        | Screen::Choose { back, .. } => *back,
        Screen::Edit { editor, back } => {
            if let Aim::Record(purpose) = editor.aim {
                let (purpose, text) = purpose.draft(editor.field.text());
                if !text.is_empty() {
                    model.drafts.insert(purpose, text);
                    model.refused("Not saved; kept as a draft until you quit.");
                }
            }
            *back
        }
    };
    None
}
