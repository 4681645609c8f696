//! An evidence file on screen: which item it is of, what it is, and the text if it is one.

use super::model::Screen;
use crate::reading::{Kind, NotText, Reading};
use crate::review::fingerprint::Digest;
use crate::session::sources::EvidenceFile;

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
    /// Where it was opened.
    pub back: Screen,
}

impl Viewer {
    /// A file from its top.
    #[must_use]
    pub fn new(place: usize, file: EvidenceFile, back: Screen) -> Self {
        let EvidenceFile { path, bytes, digest } = file;
        let (count, kind) = (bytes.len(), Kind::of(&path));
        let text = Reading::new(bytes, kind);
        Self { place, path, digest, bytes: count, text, back }
    }
}
