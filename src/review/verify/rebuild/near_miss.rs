//! Evidence files and near misses of references, rebuilt from the record.

use super::Faults;
use crate::review::near_miss::is_near;
use crate::review::plan::record::{self, FileState};
use crate::review::secret::secret_rule;
use crate::review::state::Review;
use crate::review::state::basis::Evidence;

impl Review {
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
            faults.add(at, "file/nearMiss", "is not a file the reference nearly names");
        }
    }
}
