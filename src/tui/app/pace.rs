//! When slow work gives way to the keys, and when it is told. Without a clock it does neither.

use std::time::{Duration, Instant};

use crate::frontend::{Ticks, Waiting};

/// Work gives way after so long: a key that is typed meanwhile does not feel it.
const SLICE: Duration = Duration::from_millis(15);

/// The pace of one piece of work after the other.
pub(crate) struct Pace {
    ticks: Option<Ticks>,
    waiting: Waiting,
}

impl Default for Pace {
    fn default() -> Self {
        Self { ticks: None, waiting: Waiting::ON_SCREEN }
    }
}

impl Pace {
    /// By a clock.
    pub(crate) fn by(ticks: Ticks) -> Self {
        Self { ticks: Some(ticks), ..Self::default() }
    }

    /// Work begins, unless it is under way.
    pub(crate) fn begin(&mut self) {
        if let Some(now) = self.now() {
            self.waiting.begin(now);
        }
    }

    /// Work is at its end.
    pub(crate) fn end(&mut self) {
        self.waiting.end();
    }

    /// When a slice ends that begins now; never without a clock.
    pub(crate) fn slice(&self) -> Option<Instant> {
        self.now().map(|now| now + SLICE)
    }

    /// Whether that is now.
    pub(crate) fn is_over(&self, slice: Option<Instant>) -> bool {
        slice.zip(self.now()).is_some_and(|(end, now)| now >= end)
    }

    /// Whether work under way is to be told now; it counts as told then.
    pub(crate) fn tells(&mut self) -> bool {
        self.now().is_some_and(|now| self.waiting.tells(now))
    }

    /// Whether it was told, so that the reviewer knows what a key would stop.
    pub(crate) fn is_told(&self) -> bool {
        self.waiting.is_told()
    }

    fn now(&self) -> Option<Instant> {
        self.ticks.map(|ticks| ticks())
    }
}
