//! A text being opened, a part at a time: what is counted, withheld and where its lines begin must be known before it is shown.

use super::cache::Kept;
use super::index::Lines;
use super::redaction::Finding;
use super::search::Query;
use super::{Counts, Kind, NotText, Place, Reading};
use crate::review::evidence;

/// Bytes of a text that are gone through at once: about a thousandth of a second, in the worst text.
pub(crate) const PART_BYTES: usize = 16 << 10;

/// A text on its way to being read.
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
    /// Takes bytes as a text of some kind.
    ///
    /// # Errors
    /// [`NotText`]: such bytes are not shown as text.
    pub fn new(bytes: Vec<u8>, kind: Kind) -> Result<Self, NotText> {
        let text = evidence::text(bytes)?;
        let (counts, finding, lines) = (Counts::begin(&text), Finding::default(), Lines::begin(kind));
        Ok(Self { text, kind, counts, counted: 0, finding, found: 0, lines, lined: 0 })
    }

    /// Goes through the next part; `true` while more may follow.
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

    /// How much of it is done, in hundredths.
    #[must_use]
    pub fn percent(&self) -> usize {
        let done = self.counted + self.found + self.lined;
        (done * 100).checked_div(3 * self.text.len()).unwrap_or(100).min(100)
    }

    /// The text from its top, with lines wrapped and numbered, once there is nothing more to go through.
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
            kept: Kept::default(),
            query: Query::default(),
            hit: None,
        }
    }
}
