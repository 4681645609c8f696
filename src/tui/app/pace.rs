//! Pace of slow work: its slices between keys, and its progress reports. Without a clock there are neither.

use std::time::{Duration, Instant};

use crate::frontend::{Ticks, Waiting};

/// Short enough for a key typed meanwhile to feel no delay.
const SLICE: Duration = Duration::from_millis(15);

pub(super) struct Pace {
    ticks: Option<Ticks>,
    waiting: Waiting,
}

impl Default for Pace {
    fn default() -> Self {
        Self { ticks: None, waiting: Waiting::ON_SCREEN }
    }
}

impl Pace {
    pub(super) fn by(ticks: Ticks) -> Self {
        Self { ticks: Some(ticks), ..Self::default() }
    }

    /// Ignored while work is under way.
    pub(super) fn begin(&mut self) {
        if let Some(now) = self.now() {
            self.waiting.begin(now);
        }
    }

    pub(super) fn end(&mut self) {
        self.waiting.end();
    }

    /// End of a slice that begins now; `None` without a clock.
    pub(super) fn slice(&self) -> Option<Instant> {
        self.now().map(|now| now + SLICE)
    }

    pub(super) fn is_over(&self, slice: Option<Instant>) -> bool {
        slice.zip(self.now()).is_some_and(|(end, now)| now >= end)
    }

    /// True if a report is due; it then counts as given.
    pub(super) fn is_due(&mut self) -> bool {
        self.now().is_some_and(|now| self.waiting.is_due(now))
    }

    /// True after a report, which shows the reviewer what a key would cancel.
    pub(super) fn is_shown(&self) -> bool {
        self.waiting.is_shown()
    }

    fn now(&self) -> Option<Instant> {
        self.ticks.map(|ticks| ticks())
    }
}
