//! Evidence file on screen: its item, its facts, and its text unless it is a binary file.

use super::model::Screen;
use crate::reading::{Kind, NotText, Reading, Seen};
use crate::review::fingerprint::Digest;
use crate::session::sources::EvidenceFile;

#[derive(Clone, Debug)]
pub struct Viewer {
    /// Index in the checklist.
    pub place: usize,
    /// Below the evidence folder.
    pub path: String,
    /// Of the very bytes that are shown.
    pub digest: Digest,
    pub bytes: usize,
    /// For a binary file, the reason why there is no text.
    pub text: Result<Reading, NotText>,
    /// Parts that were on screen.
    pub seen: Seen,
    pub back: Screen,
}

/// Evidence file that is ready to be shown.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Below the evidence folder.
    pub path: String,
    pub digest: Digest,
    pub bytes: usize,
    pub text: Result<Reading, NotText>,
}

impl Opened {
    /// Prepares the whole file at once.
    #[must_use]
    pub fn of(file: EvidenceFile) -> Self {
        let EvidenceFile { path, bytes, digest } = file;
        let (count, kind) = (bytes.len(), Kind::of(&path));
        Self { path, digest, bytes: count, text: Reading::new(bytes, kind) }
    }
}

impl Viewer {
    #[must_use]
    pub fn new(place: usize, opened: Opened, back: Screen) -> Self {
        let Opened { path, digest, bytes, text } = opened;
        Self { place, path, digest, bytes, text, seen: Seen::default(), back }
    }
}
