//! Near misses of references: known, reported and recorded; nothing is based on one.

use super::Review;
use super::basis::Evidence;
use super::recorded::Faults;
use crate::review::near::{self, NearMiss, is_near};
use crate::review::plan::record::{self, FileState};
use crate::review::secret::secret_rule;
use crate::review::text::visible;

impl Review {
    #[must_use]
    pub fn near(&self, reference: &str) -> Option<&str> {
        self.near.get(reference).map(String::as_str)
    }

    #[must_use]
    pub fn knows_near(&self, near: &[NearMiss]) -> bool {
        near.len() == self.near.len() && near.iter().all(|near| self.near(&near.item) == Some(&near.there))
    }

    /// Also covers a file that the file system opens although its folder lists another spelling.
    #[must_use]
    pub fn near_words(&self, reference: &str) -> Option<String> {
        let (value, there) = (self.value(reference)?, self.near(reference)?);
        Some(match self.evidence(reference) {
            Some(_) => format!("the folder spells it “{}”", visible(there)),
            None => near::words(value, there),
        })
    }

    pub fn near_misses(&self) -> impl Iterator<Item = (&str, String)> {
        self.near.keys().filter_map(|field| Some((field.as_str(), self.near_words(field)?)))
    }

    pub(super) fn take_recorded_file(
        &mut self,
        field: &str,
        file: &record::File,
        at: &str,
        faults: &mut Faults,
    ) {
        match (file.state, self.evidence.get(field)) {
            (FileState::None, _) => _ = self.evidence.remove(field),
            (FileState::NotOpened, _) => _ = self.evidence.insert(field.to_owned(), Evidence::Unread),
            (FileState::Changed, Some(Evidence::Moved(_))) | (FileState::Pinned, _) => {}
            (FileState::Changed, Some(Evidence::Unread | Evidence::Read(_)) | None) => {
                self.evidence.insert(field.to_owned(), Evidence::Moved(None));
            }
        }
        let Some(there) = &file.near_miss else { return };
        let near = self.value(field).is_some_and(|value| is_near(value, there));
        if near && secret_rule(there).is_none() {
            self.near.insert(field.to_owned(), there.clone());
        } else {
            faults.add(at, "file/nearMiss", "is no file that the reference nearly names");
        }
    }
}
