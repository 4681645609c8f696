//! Checks of a closed review's inputs: nothing is recorded, and differences are reported.

use std::collections::BTreeSet;

use super::Session;
use super::input_names::name;
use super::inputs::Care;
use super::refresh::Refreshed;
use crate::review::text::visible;

/// Differences from the state at closing, for a read-only session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SinceClosing {
    pub changed: Vec<String>,
    pub unseen: Vec<String>,
}

impl SinceClosing {
    /// `None` if everything is unchanged.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let mut words = Vec::new();
        if !self.changed.is_empty() {
            let changed = visible(&self.changed.join(", ")).into_owned();
            words.push(format!("Changed since the review was closed: {changed}. The record stays as it is."));
        }
        if !self.unseen.is_empty() {
            words.push(format!("Cannot be compared with what was reviewed: {}.", self.unseen.join("; ")));
        }
        (!words.is_empty()).then(|| words.join(" "))
    }
}

impl Session {
    #[must_use]
    pub fn since_closing(&self) -> &SinceClosing {
        &self.since_closing
    }

    /// Checks again and reports only what differs from the last check.
    pub(super) fn recheck_closed(&mut self, care: Care) -> Refreshed {
        let now = self.check_since_closing(care);
        let mut found = Refreshed::default();
        if now != self.since_closing {
            found.since_closing = Some(now.words().unwrap_or_else(|| AS_IT_WAS.to_owned()));
            self.since_closing = now;
        }
        found
    }

    fn check_since_closing(&mut self, care: Care) -> SinceClosing {
        let Some(inputs) = &mut self.inputs else { return SinceClosing::default() };
        let (mut changed, mut unseen) = (Vec::new(), inputs.look(care));
        let mut met = BTreeSet::new();
        while let Some(news) = inputs.news(&self.review, &met) {
            changed.push(name(&news));
            met.insert(name(&news));
        }
        unseen.extend(inputs.unseen());
        SinceClosing { changed, unseen }
    }
}

const AS_IT_WAS: &str = "Everything has changed back to how it was when the review was closed.";
