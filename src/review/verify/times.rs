//! Checks of the times in a record.

use super::Verified;
use super::report::CheckStatus;
use crate::review::checklist::Checklist;
use crate::review::moment::Moment;
use crate::review::plan::record::times::{self, Pace};

impl Verified<'_> {
    pub(super) fn hold_times(&mut self) {
        let Some(record) = self.record() else {
            let why = if self.document.is_some() {
                "it records no review"
            } else {
                "the document could not be read"
            };
            self.report.skip("times", why);
            return;
        };
        let asked = self.is_in_force.then(|| Checklist::from_runbook(self.runbook));
        let based_on = |item: &str| {
            let asked = asked.as_ref()?;
            Some(asked.item_by_id(item)?.based_on.as_slice())
        };
        let contradictions = times::contradictions(record, based_on);
        let pace = Pace::new(record).to_string();
        let held = "no time contradicts another one";
        self.report.hold("times", CheckStatus::Tampered, contradictions, held);
        self.report.add("pace", CheckStatus::Note, "/review", pace);
    }

    /// Reports a record that is dated later than `now`. The caller reads the clock.
    pub fn hold_clock(&mut self, now: Moment) {
        let Some(record) = self.record() else { return };
        let times = [("/review/startedAt", record.started_at), ("/review/exportedAt", record.exported_at)];
        let future: Vec<(String, String)> = times
            .into_iter()
            .filter(|(_, at)| *at > now)
            .map(|(place, at)| {
                (place.to_owned(), format!("is {at}, in the future: the clock here says {now}"))
            })
            .collect();
        self.report.hold("clock", CheckStatus::Note, future, "the review is not dated in the future");
    }
}
