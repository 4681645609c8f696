//! Messages of the dialogue: the greeting, the question, refusals and changes.

use super::dialogue::Dialogue;
use super::place::Place;
use super::refusals::refused;
use super::typed::quoted;
use super::waiting::Goes;
use super::{Scene, lists, packet, question};
use crate::files::shown;
use crate::frontend::prompt::only_read;
use crate::frontend::sitting::in_short;
use crate::frontend::steps::PRACTICE;
use crate::journal::{AppendError, ReadOnly};
use crate::review::action::Refusal;
use crate::session::ActError;
use crate::session::inputs::Care;
use crate::session::prefetch::Before;
use crate::session::refresh::Refreshed;

impl Dialogue {
    /// Prints the lines that `make` returns for the current position.
    pub(super) fn tell(&mut self, make: impl FnOnce(Scene) -> Vec<String>) {
        let out = shown(&self.out);
        let exported = self.export.find(&self.session, &self.out);
        let scene = Scene {
            exported: exported.as_ref(),
            review: self.session.review(),
            session: &self.session,
            at: self.at,
            read_only: self.read_only.as_deref(),
            out: &out,
        };
        let lines = make(scene);
        self.said.say_all(lines);
    }

    /// Announces the step too if it is another one.
    pub(super) fn repeat_question(&mut self) {
        self.said.gap();
        if self.step_said != Some(self.at.step) {
            self.step_said = Some(self.at.step);
            self.tell(question::step);
        }
        match self.at.item(self.session.review()) {
            Some(item) => {
                // Exact lines: content that must be typed is printed unchanged.
                self.tell(|scene| question::item(scene, item));
            }
            None if self.at == Place::last(self.session.review()) => self.tell(packet::step),
            None => self.said.say("There is nothing to answer in this step."),
        }
        self.offer();
    }

    /// Announces the step again, too.
    pub(super) fn repeat(&mut self) {
        self.step_said = None;
        self.repeat_question();
    }

    /// Lists the commands only once: a listener need not hear them with every question.
    pub(super) fn offer(&mut self) {
        if !std::mem::replace(&mut self.offered, true) {
            self.tell(question::list);
        }
    }

    /// Reports only what the reviewer has to know.
    pub(super) fn refresh(&mut self) {
        if self.read_ahead(Before::Recheck(Care::Quick)) == Goes::Out {
            return;
        }
        match self.session.refresh(Care::Quick) {
            Ok(found) => {
                if let Some(words) = found.words() {
                    self.report(&found, &words);
                }
            }
            Err(not_done) => self.tell_not_done(not_done),
        }
    }

    /// Reports a requested action that was not done.
    pub(super) fn not_done(&mut self, not_done: ActError) {
        match &not_done {
            // The requested state is there already: a script that runs again is not out of step.
            ActError::Refused(Refusal::NothingToDo)
            | ActError::Unkept(AppendError::ReadOnly(ReadOnly::Closed)) => {
                self.refusals.pass_over();
            }
            ActError::Refused(_) | ActError::Unkept(AppendError::ReadOnly(_)) => {
                self.refusals.refuse(&not_done.to_string());
            }
            // The line is right; the disk, or the basis of the answer, is at fault.
            ActError::Unkept(_)
            | ActError::Unheld(_)
            | ActError::Changed(_)
            | ActError::Unseen(_)
            | ActError::Overtaken { .. } => self.refusals.pass_over(),
        }
        self.tell_not_done(not_done);
    }

    /// Asks the question again if something changed.
    fn tell_not_done(&mut self, not_done: ActError) {
        let words = not_done.to_string();
        match not_done {
            ActError::Changed(found) => {
                self.report(&found, &words);
                self.repeat_question();
            }
            ActError::Refused(_) => self.said.say(&refused(&words)),
            ActError::Unkept(_) | ActError::Unheld(_) | ActError::Unseen(_) | ActError::Overtaken { .. } => {
                self.said.say(&words);
            }
        }
    }

    fn report(&mut self, found: &Refreshed, words: &str) {
        self.said.say(words);
        if found.definition {
            self.at = Place::first(self.session.review());
            self.step_said = None;
        }
        if !found.reopened.is_empty() {
            self.tell(lists::changed);
        }
    }

    /// Reports changes that were found during another action.
    pub(super) fn report_changes(&mut self) {
        let found = self.session.take_unreported();
        if let Some(words) = found.words() {
            self.report(&found, &words);
        }
    }

    pub(super) fn greet(&mut self, confinement: &str, told: &[String]) {
        let review = self.session.review();
        let (runbook, practice) = (review.runbook(), review.facts().practice);
        let name = format!(
            "strict-review, plain mode. {} after {}: {}.",
            runbook.stage, runbook.after, runbook.title
        );
        let open = review.open_items().count();
        let reviewer = in_short(self.session.label(), review).filter(|_| self.read_only.is_none());
        self.said.say(&name);
        self.said.say(&review_only(confinement, reviewer.as_deref()));
        if practice {
            self.said.say(PRACTICE);
        }
        self.said.say(&format!(
            "Items open: {open}. ? lists every command, q quits; every answer is saved at once."
        ));
        if let Some(why) = &self.read_only {
            self.said.say(&only_read(why));
        }
        self.said.say_all(told);
        if self.review().stale_items().next().is_some() && self.review().closing().is_none() {
            self.tell(lists::changed);
        }
    }

    /// Refuses an argument that names nothing.
    pub(super) fn unknown(&mut self, none: impl FnOnce(&str) -> String, argument: &str) {
        self.refuse(&none(&quoted(argument)));
    }

    pub(super) fn refuse(&mut self, why: &str) {
        self.refusals.refuse(why);
        self.said.say(why);
    }

    pub(super) fn refuse_to_record(&mut self, why: &str) {
        self.refuse(why);
        // A closed review may have recorded the same already.
        if self.session.read_only() == Some(&ReadOnly::Closed) {
            self.refusals.pass_over();
        }
    }
}

fn review_only(confinement: &str, reviewer: Option<&str>) -> String {
    let reviewer = reviewer.map(|reviewer| format!(" Reviewer: {reviewer}.")).unwrap_or_default();
    format!("REVIEW ONLY. The process is {confinement}.{reviewer}")
}
