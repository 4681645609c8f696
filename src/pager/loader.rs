//! Opens a text a part at a time: its counts, withheld blocks and line starts must be known before it is shown.

use super::cache::Cache;
use super::index::Lines;
use super::redaction::Finding;
use super::search::Query;
use super::{Counts, Kind, Place, Reading, TextError};
use crate::review::evidence;

#[derive(Clone)]
pub struct Opening {
    text: String,
    kind: Kind,
    counts: Counts,
    counted: usize,
    finding: Finding,
    found: usize,
    lines: Lines,
    lined: usize,
}

impl Opening {
    pub fn new(bytes: Vec<u8>, kind: Kind) -> Result<Self, TextError> {
        let text = evidence::text(bytes)?;
        let (counts, finding, lines) = (Counts::begin(&text), Finding::default(), Lines::begin(kind));
        Ok(Self { text, kind, counts, counted: 0, finding, found: 0, lines, lined: 0 })
    }

    /// Returns `true` while more may follow.
    pub fn go_on(&mut self) -> bool {
        let length = self.text.len();
        if self.counted < length {
            self.counted = self.counts.add_part(&self.text, self.counted);
        } else if self.found < length {
            self.found = self.finding.find_on(&self.text);
        } else {
            self.lined = self.lines.find_on(&self.text);
        }
        self.lined < length
    }

    #[must_use]
    pub fn percent(&self) -> usize {
        let done = self.counted + self.found + self.lined;
        (done * 100).checked_div(3 * self.text.len()).unwrap_or(100).min(100)
    }

    /// Call this once [`Opening::go_on`] returns `false`. Lines are wrapped and numbered.
    #[must_use]
    pub fn opened(self) -> Reading {
        Reading {
            text: self.text,
            kind: self.kind,
            counts: self.counts,
            blocks: self.finding.blocks(),
            lines: self.lines.index(),
            indented_lines: None,
            indented: false,
            wraps: true,
            numbered: true,
            left: 0,
            top: Place::default(),
            kept: Cache::default(),
            query: Query::default(),
            hit: None,
        }
    }
}
