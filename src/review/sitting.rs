//! Sittings, the runs of the console or plain mode in which a review was made, and the clock that dates them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::CLOCK_FORWARD_MILLIS_MAX;
use super::moment::Moment;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// A label only; it does not authenticate anyone.
    pub reviewer: Option<String>,
    pub confinement: String,
    pub input: Input,
}

/// The source of a reviewer's keys and lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// A terminal.
    Terminal,
    /// A pipe or a file: a program may have written the answers.
    Pipe,
}

/// A sitting as the record keeps it: one run of the console or of plain mode in which something was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sitting {
    /// Its number, from 1. Answers name it.
    #[schemars(range(min = 1))]
    pub sitting: u32,
    /// A label the reviewer gave; it does not authenticate anyone.
    pub reviewer: Option<String>,
    /// The confinement in force.
    pub confinement: String,
    /// The source of keys and lines.
    pub input: Input,
    /// When it began: with the first thing that was recorded in it.
    pub started_at: Moment,
    /// When its last event was recorded; that of the last sitting is the closing call.
    pub ended_at: Moment,
}

/// A line of the journal whose time does not follow from that of the line before it: it is earlier, or more than 24
/// hours later within one sitting. Later lines follow from it, so that one clock that was wrong for a while gives two.
///
/// A record with a jump back was made by an honest program on a machine whose clock was set: the order of its times
/// proves nothing then. Without one, every time in a record follows from those of earlier lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockJump {
    /// The line of the journal, from 1.
    #[schemars(range(min = 2))]
    pub line: u64,
    /// Number of the sitting in which it was recorded.
    #[schemars(range(min = 1))]
    pub sitting: u32,
    /// The time of the line before.
    pub from: Moment,
    /// Its own time.
    pub to: Moment,
}

impl Seat {
    #[must_use]
    pub fn taken(&self, sitting: u32, at: Moment) -> Sitting {
        let Self { reviewer, confinement, input } = self.clone();
        Sitting { sitting, reviewer, confinement, input, started_at: at, ended_at: at }
    }
}

impl Sitting {
    #[must_use]
    pub fn spans(&self, at: Moment) -> bool {
        self.started_at <= at && at <= self.ended_at
    }
}

impl ClockJump {
    /// Between two sittings any time may pass.
    #[must_use]
    pub fn between_sittings(from: Moment, to: Moment) -> bool {
        to < from
    }

    #[must_use]
    pub fn within_sitting(from: Moment, to: Moment) -> bool {
        to < from || to.millis_since(from) > CLOCK_FORWARD_MILLIS_MAX
    }

    #[must_use]
    pub fn is_back(&self) -> bool {
        self.to < self.from
    }
}

impl fmt::Display for ClockJump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, from, to, .. } = self;
        let way = if self.is_back() { "back" } else { "forward" };
        write!(
            f,
            "The clock went {way}: line {line} of the journal is dated {to}, the line before it {from}."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_back_is_always_a_jump_and_a_long_way_forward_within_a_sitting_is_one() {
        let at = |time: &str| time.parse::<Moment>().unwrap();
        let noon = at("2026-01-31T12:00:00.000Z");
        for (to, within, between) in [
            ("2026-01-31T11:59:59.999Z", true, true),
            ("2026-01-31T12:00:00.000Z", false, false),
            ("2026-02-01T12:00:00.000Z", false, false),
            ("2026-02-01T12:00:00.001Z", true, false),
            ("2031-01-31T12:00:00.000Z", true, false),
            ("2001-01-31T12:00:00.000Z", true, true),
        ] {
            let jumps = [ClockJump::within_sitting, ClockJump::between_sittings].map(|is| is(noon, at(to)));
            assert_eq!(jumps, [within, between], "{to}");
        }
    }
}
