//! Evidence file on screen: its item, its facts, and its text unless it is a binary file.

use super::message::Opened;
use super::screen::Screen;
use crate::pager::{LinesSeen, Reading, TextError};
use crate::review::checklist::ItemIndex;
use crate::review::fingerprint::Digest;

#[derive(Clone, Debug)]
pub struct Viewer {
    /// Index in the checklist.
    pub index: ItemIndex,
    /// Below the evidence folder.
    pub path: String,
    /// Of the very bytes that are shown.
    pub digest: Digest,
    pub bytes: usize,
    /// For a binary file, the reason why there is no text.
    pub text: Result<Reading, TextError>,
    /// Parts that were on screen.
    pub seen: LinesSeen,
    pub back: Screen,
}

impl Viewer {
    #[must_use]
    pub fn new(index: ItemIndex, opened: Opened, back: Screen) -> Self {
        let Opened { path, digest, bytes, text } = opened;
        Self { index, path, digest, bytes, text, seen: LinesSeen::default(), back }
    }
}
