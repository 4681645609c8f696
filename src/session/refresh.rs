//! Checks the inputs again, records changes, and reopens the answers based on them.

use std::collections::BTreeSet;

use super::input_names::name;
use super::inputs::Care;
use super::since_closing::SinceClosing;
use super::{ActError, Session};
use crate::journal::{AppendError, ReadOnly};
use crate::review::action::{Action, Outside, Refusal};
use crate::review::checklist::ItemIndex;
use crate::review::diff::Fact;
use crate::review::plan::record::times;
use crate::review::state::{Dropped, ItemState};
use crate::review::text::visible;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    pub taken: Vec<String>,
    /// True if the runbook changed, so that items may be new, gone or in another position.
    pub definition: bool,
    /// In the order of the checklist.
    pub reopened: Vec<String>,
    /// Items whose answers count again, because everything that they are based on changed back.
    pub back: Vec<String>,
    /// Items that the runbook no longer asks, each with its answer and note.
    pub dropped: Vec<String>,
    /// Inputs that could not be checked or recorded, in words. The review continues with the last known content.
    pub troubles: Vec<String>,
    /// Differences from the state at closing, in words, if they are news.
    pub since_closing: Option<String>,
    pub clock: Vec<String>,
}

impl Refreshed {
    /// `None` if nothing changed and everything could be checked.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let mut words = Vec::new();
        if !self.taken.is_empty() {
            words.push(format!("Changed outside the console: {}.", visible(&self.taken.join(", "))));
        }
        if !self.reopened.is_empty() {
            words.push(format!("Reopened: {}.", visible(&self.reopened.join(", "))));
        }
        if !self.back.is_empty() {
            words.push(format!("Changed back, answered as before: {}.", visible(&self.back.join(", "))));
        }
        words.extend(self.dropped.iter().map(|dropped| format!("{}.", visible(dropped))));
        if !self.troubles.is_empty() {
            words.push(format!("Not applied: {}.", self.troubles.join("; ")));
        }
        words.extend(self.since_closing.iter().chain(&self.clock).cloned());
        (!words.is_empty()).then(|| words.join(" "))
    }

    fn join(&mut self, later: Self) {
        self.taken.extend(later.taken);
        self.definition |= later.definition;
        self.reopened.extend(later.reopened);
        self.back.extend(later.back);
        self.dropped.extend(later.dropped);
        self.troubles.extend(later.troubles);
        self.since_closing = later.since_closing.or(self.since_closing.take());
        self.clock.extend(later.clock);
    }
}

impl Session {
    /// Records each change once and reopens the answers based on it. A read-only review stays unchanged; for a closed
    /// one the differences are remembered.
    pub fn refresh(&mut self, care: Care) -> Result<Refreshed, ActError> {
        let mut found = Refreshed::default();
        match self.read_only() {
            None => {}
            Some(ReadOnly::Closed) => return Ok(self.recheck_closed(care)),
            Some(ReadOnly::Held(_) | ReadOnly::Left) => return Ok(found),
        }
        if let Some(inputs) = &mut self.inputs {
            found.troubles = inputs.look(care);
        }
        let dropped = self.dropped();
        // A constantly changing input is recorded only once a call, or this would never end.
        let mut met = BTreeSet::new();
        while let Some(news) = self.inputs.as_mut().and_then(|inputs| inputs.news(&self.review, &met)) {
            met.insert(name(&news));
            found.definition |= matches!(news, Outside::RunbookChanged { .. });
            let what = name(&news);
            match self.record(Action::TakeIn(news)) {
                Ok(_) => found.taken.push(what),
                Err(ActError::Refused(refusal)) => found.troubles.push(format!("{what}: {refusal}")),
                Err(not_done) => return Err(not_done),
            }
        }
        if let Some(inputs) = &self.inputs {
            found.troubles.extend(inputs.unseen());
        }
        found.dropped = self.dropped();
        found.dropped.retain(|words| !dropped.contains(words));
        found.reopened = self.ids(self.review.overtaken());
        for item in &found.reopened {
            self.record(Action::Reopen { item: item.clone() })?;
        }
        found.back = self.ids(self.review.changed_back());
        for item in &found.back {
            self.record(Action::Restore { item: item.clone() })?;
        }
        Ok(found)
    }

    fn ids(&self, indexes: impl Iterator<Item = ItemIndex>) -> Vec<String> {
        indexes.filter_map(|index| self.review.item(index)).map(|item| item.id.clone()).collect()
    }

    fn dropped(&self) -> Vec<String> {
        self.review.dropped().map(Dropped::words).collect()
    }

    /// Changes found during other actions and not reported yet.
    pub fn take_unreported(&mut self) -> Refreshed {
        std::mem::take(&mut self.untold)
    }

    /// Like [`Session::recheck`], but keeps the result for [`Session::take_untold`].
    pub(super) fn recheck_unreported(&mut self, care: Care) -> Result<(), ActError> {
        let found = self.refresh(care)?;
        self.untold.join(found);
        Ok(())
    }

    /// Checks the inputs of an action before it is decided. Fails with [`ActError::Changed`] if they are not what was
    /// shown.
    /// Fails with [`ActError::Unseen`] if a closing call depends on an input that cannot be checked, or an answer on
    /// evidence of which nothing is known.
    pub(super) fn refresh_before(&mut self, action: &Action) -> Result<(), ActError> {
        let item = match action {
            Action::Confirm { item } | Action::Echo { item, .. } | Action::NotApplicable { item, .. } => {
                Some(item)
            }
            _ => None,
        };
        let Some(care) = Self::care_before(action) else { return Ok(()) };
        if matches!(action, Action::Close { .. }) {
            self.clock_goes()?;
        }
        // Taken before the check, which may change it.
        let shown = item.map(|item| self.based_on(item));
        let found = self.refresh(care)?;
        let moved = match item {
            Some(item) => !found.reopened.is_empty() || shown != Some(self.based_on(item)),
            None => !found.taken.is_empty() || !found.reopened.is_empty(),
        };
        if moved {
            return Err(ActError::Changed(Box::new(found)));
        }
        let unseen = item.map_or(!found.troubles.is_empty(), |item| self.based_on_unseen(item));
        if unseen {
            return Err(ActError::Unseen(found.troubles));
        }
        self.untold.join(found);
        Ok(())
    }

    /// Refuses to close if the time since the beginning is too short for the answers: `verify` would call the packet
    /// tampered.
    fn clock_goes(&self) -> Result<(), ActError> {
        let review = &self.review;
        let is_answered = |index: &ItemIndex| {
            matches!(review.state(*index), ItemState::Confirmed | ItemState::NotApplicable)
        };
        let answers = review.checklist().indexes().filter(is_answered).count();
        let back = review.clock_jumps().iter().map(|jump| jump.from.millis_since(jump.to)).sum::<u64>();
        let took = self.now().millis_since(review.started_at()).saturating_add(back);
        if times::is_too_soon(answers, took) {
            return Err(ActError::Refused(Refusal::ClockStopped { answers }));
        }
        Ok(())
    }

    /// `None` if the action needs no check.
    pub(super) fn care_before(action: &Action) -> Option<Care> {
        match action {
            Action::Confirm { .. } | Action::Echo { .. } | Action::NotApplicable { .. } => Some(Care::Quick),
            Action::Close { .. } => Some(Care::Full),
            _ => None,
        }
    }

    /// Compares every byte of a closed review's inputs before its packet is written. Fails with [`ActError::Changed`] if
    /// a change opened the review again, or [`ActError::Overtaken`] if the review is read-only. Fails with
    /// [`ActError::Unseen`] if an input cannot be checked, or [`ActError::Unheld`] if the journal differs from the
    /// record.
    pub fn refresh_before_export(&mut self) -> Result<(), ActError> {
        match self.read_only().cloned() {
            None => {
                let found = self.refresh(Care::Full)?;
                if self.review.closing().is_none() {
                    return Err(ActError::Changed(Box::new(found)));
                }
                if !found.troubles.is_empty() {
                    return Err(ActError::Unseen(found.troubles));
                }
                self.holds_for_export()
            }
            Some(ReadOnly::Closed) => {
                self.recheck_closed(Care::Full);
                let SinceClosing { changed, unseen } = self.since_closing();
                if !changed.is_empty() {
                    return Err(ActError::Overtaken { what: changed.join(", ") });
                }
                if !unseen.is_empty() {
                    return Err(ActError::Unseen(unseen.clone()));
                }
                self.holds_for_export()
            }
            Some(held @ (ReadOnly::Held(_) | ReadOnly::Left)) => {
                Err(ActError::Unkept(AppendError::ReadOnly(held)))
            }
        }
    }

    /// A missing journal is accepted: the packet is then all that is left of the review, and leaving reports that.
    fn holds_for_export(&self) -> Result<(), ActError> {
        match self.holds() {
            Ok(()) | Err(AppendError::Gone) => Ok(()),
            Err(unkept) => Err(ActError::Unheld(unkept)),
        }
    }

    /// True if an answer depends on evidence of which nothing is known, not even if it exists. Evidence that was
    /// opened before is compared once it can be checked again.
    fn based_on_unseen(&self, item: &str) -> bool {
        let Some(inputs) = &self.inputs else { return false };
        let item = self.review.checklist().item_by_id(item);
        let mut fields = item.into_iter().flat_map(|item| &item.based_on);
        fields.any(|field| inputs.is_unseen(field) && self.review.evidence(field).is_none())
    }

    fn based_on(&self, item: &str) -> Vec<Fact> {
        self.review.checklist().find(item).map(|index| self.review.basis(index)).unwrap_or_default()
    }
}
