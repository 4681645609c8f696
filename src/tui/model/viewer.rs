//! An evidence file on screen: which item it is of, what it is, and the text if it is one.

use super::message::Opened;
use super::screen::Screen;
use crate::pager::{NotText, Reading, Seen};
use crate::review::fingerprint::Digest;

/// An evidence file that is shown.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The item, by its place in the checklist.
    pub place: usize,
    /// The file's path below the evidence folder.
    pub path: String,
    /// Digest of the very bytes that are shown.
    pub digest: Digest,
    /// Their count.
    pub bytes: usize,
    /// The text, or why there is none.
    pub text: Result<Reading, NotText>,
    /// What of the text was on the screen.
    pub seen: Seen,
    /// Where it was opened.
    pub back: Screen,
}

impl Viewer {
    /// A file from its top.
    #[must_use]
    pub fn new(place: usize, opened: Opened, back: Screen) -> Self {
        let Opened { path, digest, bytes, text } = opened;
        Self { place, path, digest, bytes, text, seen: Seen::default(), back }
    }
}
