//! Commands of the plain console. Every change to the review goes through `Session::act`.

use super::commands::Command;
use super::dialogue::{Dialogue, Flow};
use super::pages::{Pages, Wanted};
use super::place::Place;
use super::refusals::refused;
use super::texts::Warned;
use super::waiting::Goes;
use super::{lists, packet, question};
use crate::files::shown;
use crate::frontend::evidence::{self, LOOK_OUTSIDE, NO_FILE, not_shown};
use crate::frontend::packet::not_with_this_decision;
use crate::frontend::recorded::recorded;
use crate::frontend::{ExportError, Purpose, count};
use crate::pager::{Kind, Reading};
use crate::review::action::{Action, Event};
use crate::review::checklist::{Item, ItemIndex};
use crate::review::runbook::Acknowledge;
use crate::review::state::Offer;
use crate::session::inputs::EvidenceFile;
use crate::session::prefetch::Before;

const LAST_STEP: &str = "This is the last step.";

impl Dialogue {
    pub(super) fn dispatch(&mut self, command: Command, argument: &str) -> Flow {
        match command {
            Command::Quit => return self.quit(),
            Command::Confirm => self.confirm(),
            Command::Echo => self.echo(argument),
            Command::Read => self.read(argument),
            Command::Find => self.find(argument),
            Command::Concern => self.text_for(Purpose::Concern, argument),
            Command::Answer => self.text_for(Purpose::Answer, argument),
            Command::NotApplicable => self.text_for(Purpose::Reason, argument),
            Command::Note => self.text_for(Purpose::Note, argument),
            Command::Reference => self.text_for(Purpose::Reference, argument),
            Command::TakeBack => self.on_item(|item| Action::TakeBack { item }),
            Command::Undo => self.act(Action::Undo),
            Command::Redo => self.act(Action::Redo),
            Command::NextOpen
            | Command::Next
            | Command::Previous
            | Command::NextStep
            | Command::PreviousStep => {
                self.walk(command);
            }
            Command::Go => self.go(argument),
            Command::Again => {
                self.refresh();
                self.repeat_question();
            }
            Command::Details => self.details(),
            Command::Steps => self.list(lists::steps),
            Command::Open => self.list(lists::open),
            Command::Status => self.list(lists::status),
            Command::Findings => self.list(|scene| lists::findings(scene.review)),
            Command::Handoff => self.list(|scene| lists::handoff(scene.review)),
            Command::Changes => self.list(lists::changed),
            Command::Actions => self.actions(argument),
            Command::Try => self.attempt(argument),
            Command::Close => self.close(argument),
            Command::Preview => self.preview(),
            Command::Export => self.write(),
            Command::Retry => self.retry(),
            Command::Help => {
                self.said.say_all(lists::help());
                self.tell(question::list);
            }
        }
        Flow::Go
    }

    /// Rechecks the inputs first, so that the list shows their present state.
    fn list(&mut self, list: impl FnOnce(super::Scene) -> Vec<String>) {
        self.refresh();
        self.tell(list);
    }

    fn quit(&mut self) -> Flow {
        match &mut self.kept {
            Some(kept) if kept.warned == Warned::No => {
                kept.warned = Warned::Yes;
                self.said.say("A text is not saved: type retry to save it, or quit again to discard it.");
                Flow::Go
            }
            Some(_) | None => Flow::Leave,
        }
    }

    fn act(&mut self, action: Action) {
        if self.read_ahead(Before::Act(&action)) == Goes::Out {
            return;
        }
        match self.session.act(action) {
            Ok(event) => self.done(&event),
            Err(not_done) => self.not_done(not_done),
        }
    }

    /// Reports a refusal if there is no item here.
    fn item(&mut self) -> Option<(ItemIndex, Item)> {
        let found = self.at.item(self.review());
        let item = found.and_then(|index| Some((index, self.review().item(index)?.clone())));
        if item.is_none() {
            let is_open = self.review().open_items().next().is_some();
            self.refuse(if is_open {
                "There is no item here. Type next-open to go to one."
            } else {
                "There is no item here, and none is open. Type previous to go to one."
            });
        }
        item
    }

    fn on_item(&mut self, action: impl FnOnce(String) -> Action) {
        if let Some((_, item)) = self.item() {
            self.act(action(item.id));
        }
    }

    fn text_for(&mut self, purpose: impl FnOnce(String) -> Purpose, text: &str) {
        if let Some((_, item)) = self.item() {
            self.ask_for_or_take(purpose(item.id), text);
        }
    }

    fn confirm(&mut self) {
        let Some((index, item)) = self.item() else { return };
        if self.review().offers(index, Offer::Echo) {
            self.ask_for(Purpose::Echo(item.id));
        } else {
            self.act(Action::Confirm { item: item.id });
        }
    }

    fn echo(&mut self, typed: &str) {
        let Some((_, item)) = self.item() else { return };
        match item.acknowledge {
            Acknowledge::Key => self.refuse("This item is not confirmed by typing a value. Type confirm."),
            Acknowledge::Echo => self.ask_for_or_take(Purpose::Echo(item.id), typed),
        }
    }

    fn walk(&mut self, command: Command) {
        self.refresh();
        let (at, review) = (self.at, self.review());
        let (to, none) = match command {
            Command::Next => (at.next(review), LAST_STEP),
            Command::Previous => (at.previous(review), "This is the first item."),
            Command::NextStep => (Place::step(review, at.step + 1), LAST_STEP),
            Command::PreviousStep => {
                (at.step.checked_sub(1).and_then(|step| Place::step(review, step)), "This is the first step.")
            }
            _ => (at.next_open(review), lists::nothing_is_open(review)),
        };
        self.arrive(to, none);
    }

    fn arrive(&mut self, to: Option<Place>, none: &str) {
        match to {
            Some(to) => {
                self.at = to;
                self.repeat_question();
            }
            None => self.refuse(none),
        }
    }

    fn go(&mut self, argument: &str) {
        self.refresh();
        let (review, here) = (self.review(), self.at.step);
        let number = argument.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let step = number.or_else(|| review.checklist().steps().iter().position(|step| step.id == argument));
        let item = review.checklist().find(argument).and_then(|item| Place::find(review, item, here));
        match item.or_else(|| step.and_then(|step| Place::step(review, step))) {
            Some(to) => self.arrive(Some(to), ""),
            None => self.unknown(|typed| format!("No such step or item: {typed}."), argument),
        }
    }

    fn details(&mut self) {
        let Some((index, item)) = self.item() else { return };
        let unopened = self.review().answer(index).is_some_and(|answer| answer.opened_at.is_none());
        if unopened && self.records() {
            self.act(Action::Open { item: item.id });
        }
        self.tell(|scene| question::details(scene, index));
    }

    /// `argument` is a number from 1 or an ID.
    fn write_action(&self, argument: &str) -> Option<(usize, String)> {
        let effects = &self.review().runbook().effects;
        let number = argument.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let index = number.or_else(|| effects.iter().position(|effect| effect.id == argument))?;
        Some((index, effects.get(index)?.id.clone()))
    }

    /// Records nothing; only an attempt does.
    fn actions(&mut self, argument: &str) {
        if argument.is_empty() {
            self.tell(|scene| lists::actions(scene.review));
            return;
        }
        let Some((index, _)) = self.write_action(argument) else {
            return self.unknown(no_write_action, argument);
        };
        self.tell(|scene| lists::blocked(scene.review, index));
    }

    fn attempt(&mut self, argument: &str) {
        let Some((index, id)) = self.write_action(argument) else {
            return self.unknown(no_write_action, argument);
        };
        if self.records() {
            self.act(Action::Attempt { effect: id });
        } else {
            self.said.say("Refused; not recorded, because this session is read-only.");
        }
        self.tell(|scene| lists::stop(scene.review, index));
    }

    fn close(&mut self, argument: &str) {
        let decisions = &self.review().runbook().decisions;
        if self.review().closing().is_some() {
            return self.refuse("This review is closed; preview shows its packet, export writes it.");
        }
        if argument.is_empty() {
            self.tell(packet::decisions);
            return;
        }
        let number = argument.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let found = number.or_else(|| decisions.iter().position(|decision| decision.value == argument));
        let Some(decision) = found.and_then(|index| decisions.get(index)) else {
            return self.unknown(|typed| format!("No such decision: {typed}."), argument);
        };
        let (open, value) = (self.review().gaps(decision).count(), decision.value.clone());
        if open > 0 {
            let why = not_with_this_decision(open, Command::NextOpen.entry().word);
            return self.refuse(&refused(why));
        }
        self.ask_for(Purpose::NotLookedAt(value));
    }

    fn preview(&mut self) {
        let Some(plan) = self.session.plan() else {
            self.refuse("Only a closed review can be exported. Type close first.");
            return;
        };
        self.previewed = Some(plan.file_stem().to_owned());
        let out = shown(&self.out);
        let exported = self.export.find(&self.session, &self.out);
        self.page(Pages::of_lines(packet::preview(&plan, exported.as_ref(), &out)));
    }

    /// Shows the preview first if this plan was not previewed: no packet is written unseen.
    fn write(&mut self) {
        let plan = self.session.plan();
        if plan.is_none() || plan.map(|plan| plan.file_stem().to_owned()) != self.previewed {
            return self.preview();
        }
        if self.read_ahead(Before::Export) == Goes::Out {
            return;
        }
        match self.export.write(&mut self.session, &self.out) {
            Ok(paths) => {
                let paths: Vec<String> = paths.iter().map(|path| shown(path)).collect();
                self.said.say("Written:");
                for path in paths {
                    self.said.exact(&path);
                }
            }
            Err(ExportError::NotDone(not_done)) => self.not_done(not_done),
            Err(ExportError::Open) => self.preview(),
            Err(ExportError::Unwritable(unwritable)) => self.refuse(&format!(
                "Not written: {unwritable}. The session is intact. Fix that and type export; if the folder \
                 was created again, quit and run the same command."
            )),
        }
    }

    fn retry(&mut self) {
        match self.kept.take() {
            None => self.refuse("There is no unsaved text."),
            Some(kept) if self.read_ahead(Before::Act(&kept.action)) == Goes::Out => self.kept = Some(kept),
            Some(kept) => match self.session.act(kept.action.clone()) {
                Ok(event) => self.done(&event),
                Err(not_done) => {
                    self.not_done(not_done);
                    self.kept = Some(kept);
                    self.said.say("Your text is still kept: type retry to save it.");
                }
            },
        }
    }

    fn read(&mut self, argument: &str) {
        let named = (!argument.is_empty()).then(|| argument.to_owned());
        if let Some(id) = named.or_else(|| self.reference_here()) {
            self.open(&id, None);
        }
    }

    /// Searches the file that was opened last at this item, or the one that `read` would open.
    fn find(&mut self, text: &str) {
        self.search_over = true;
        let last = self.read_here.clone().filter(|(at, _)| *at == self.at).map(|(_, id)| id);
        if let Some(id) = last.or_else(|| self.reference_here()) {
            self.open(&id, Some(Wanted::Text(text.to_owned())));
        }
    }

    /// Reports a refusal if nothing can be opened here.
    fn reference_here(&mut self) -> Option<String> {
        let (_, item) = self.item()?;
        let id = question::to_read(self.review(), &item);
        if id.is_none() {
            let near = self.review().near_words(&item.id);
            self.refuse(near.as_deref().unwrap_or(NO_FILE));
        }
        id
    }

    fn open(&mut self, id: &str, wanted: Option<Wanted>) {
        if self.read_ahead(Before::Open(id)) == Goes::Out {
            return;
        }
        match self.session.open_evidence(id) {
            Ok(Some(Ok(file))) => self.show(id, file, wanted),
            Ok(Some(Err(refused))) => self.refuse(&evidence::not_opened(id, refused)),
            Ok(None) => self.unknown(evidence::no_file, id),
            Err(not_done) => self.not_done(not_done),
        }
    }

    fn show(&mut self, id: &str, file: EvidenceFile, wanted: Option<Wanted>) {
        let EvidenceFile { path, bytes, digest } = file;
        self.read_here = Some((self.at, id.to_owned()));
        self.said.say(&format!("Evidence of {id}: {path}"));
        self.said.say(&format!("{digest}, {}", count::bytes(bytes.len())));
        match Reading::new(bytes, Kind::from_name(&path)) {
            Ok(text) => {
                let counts = text.counts();
                if counts.hidden > 0 {
                    self.said.say(&format!("Invisible characters, each as a token: {}", counts.hidden));
                }
                let end = format!("End of {path}, lines: {}.", counts.lines);
                let pages = Pages::of_evidence(text, id.to_owned(), digest, end);
                match wanted {
                    Some(wanted) => self.search(pages, &wanted),
                    None => self.page(pages),
                }
            }
            Err(why) => {
                self.said.say(&not_shown(why));
                self.said.say(LOOK_OUTSIDE);
                self.offer();
            }
        }
    }

    pub(super) fn done(&mut self, event: &Event) {
        let Some(words) = recorded(event, self.review()) else { return };
        match event {
            Event::WriteActionRefused { .. } => self.said.say(&words),
            Event::Undone { item } | Event::Redone { item } => {
                self.said.say(&words);
                let index = self.review().checklist().find(item);
                self.at = index
                    .and_then(|index| Place::find(self.review(), index, self.at.step))
                    .unwrap_or(self.at);
                self.repeat_question();
            }
            Event::Closed { .. } => {
                self.said.say(&words);
                self.at = Place::last(self.review());
                self.repeat_question();
            }
            _ => {
                let open = self.review().open_items().count();
                self.said.say(&format!("{words} Items open: {open}."));
                self.offer();
            }
        }
    }
}

fn no_write_action(typed: &str) -> String {
    format!("No such write action: {typed}.")
}
