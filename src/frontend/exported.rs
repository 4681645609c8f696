//! Sentence on the files of a closed review, for every screen that names them.

use super::Exported;
use super::wording::packet as words;
use crate::session::InFolder;

impl Exported {
    /// Returns `None` also if nothing is known.
    #[must_use]
    pub fn since_closing(known: Option<&Self>) -> Option<&str> {
        known?.since_closing.as_deref()
    }

    /// True if all files are in the folder, unchanged.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.found, InFolder::Whole(_))
    }

    /// `writes` is the key or the command that writes them.
    #[must_use]
    pub fn words(&self, writes: &str, folder: &str) -> String {
        match (&self.found, self.at) {
            (InFolder::Whole(files), Some(at)) => words::exported(at, folder, *files),
            (InFolder::Whole(files), None) => words::already_there(folder, *files),
            (InFolder::Part(names), Some(at)) => words::no_longer_whole(at, folder, names),
            (InFolder::Part(names), None) => words::partly_there(folder, names),
            (InFolder::Nothing, Some(at)) => words::no_longer_there(at, folder),
            (InFolder::Nothing, None) if self.earlier => words::not_there(writes, folder),
            (InFolder::Nothing, None) => words::not_written_yet(writes, folder),
        }
    }
}
