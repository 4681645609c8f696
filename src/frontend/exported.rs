//! Sentence on the files of a closed review, for every screen that names them.

use super::Exported;
use super::item_facts::list;
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
    pub fn words(known: Option<&Self>, writes: &str, folder: &str) -> String {
        let not_written = || {
            format!("Not written yet. {writes} writes it to {folder}, with .json.sha256 and .md beside it.")
        };
        let Some(known) = known else { return not_written() };
        match (&known.found, known.at) {
            (InFolder::Whole(files), Some(at)) => {
                format!("Exported {} to {folder} ({files} files, unchanged since).", at.clock())
            }
            (InFolder::Whole(files), None) => {
                format!("Exported to {folder} before ({files} files, unchanged).")
            }
            (InFolder::Part(names), Some(at)) => {
                format!("Exported {} to {folder}. Missing or changed since: {}.", at.clock(), list(names))
            }
            (InFolder::Part(names), None) => {
                format!("Only part of it is in {folder}. Missing or different: {}.", list(names))
            }
            (InFolder::Nothing, Some(at)) => {
                format!("Exported {} to {folder}. Its files no longer exist.", at.clock())
            }
            (InFolder::Nothing, None) if known.earlier => {
                format!("Not in {folder}. {writes} writes it there, with .json.sha256 and .md beside it.")
            }
            (InFolder::Nothing, None) => not_written(),
        }
    }
}
