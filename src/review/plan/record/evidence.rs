//! An evidence file in the record of an item: the opened file, and how much of it was shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::review::fingerprint::Digest;
use crate::review::moment::Moment;
use crate::review::state::{LinesShown, Read};

/// An evidence file as the reviewer had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemEvidence {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Number of its bytes.
    pub bytes: u64,
    /// When it was opened.
    pub opened_at: Moment,
    /// Number of the sitting in which that was.
    #[schemars(range(min = 1))]
    pub sitting: u32,
    /// True if its text could be shown.
    pub shown: bool,
    /// Number of its lines; null if no line is recorded as shown.
    pub lines: Option<u64>,
    /// Number of lines that were on the screen or printed whole; a line with a withheld part does not count.
    pub lines_shown: Option<u64>,
}

impl ItemEvidence {
    pub(super) fn new(read: &Read, lines: Option<LinesShown>) -> Self {
        let Read { digest, bytes, shown, opened_at, sitting } = *read;
        let (lines, lines_shown) = lines.map(|lines| (lines.lines, lines.shown)).unzip();
        Self { digest, bytes, opened_at, sitting, shown, lines, lines_shown }
    }
}
