//! What lies where a reference leads and cannot be opened: told before somebody tries.

use super::Session;
use super::inputs::EvidenceSource;
use crate::files::evidence::Refused;

impl Session {
    /// Why opening the evidence of a reference would be refused, as far as looking tells it; nothing is opened. That
    /// nothing is there, or cannot be looked at, is told elsewhere.
    #[must_use]
    pub fn refuses_evidence(&self, item: &str) -> Option<Refused> {
        let path = self.path_of(item)?;
        match &self.sources.as_ref()?.evidence {
            EvidenceSource::Folder(folder) => {
                let says = |why: &Refused| !why.is_trouble() && !matches!(why, Refused::Missing);
                folder.refuses(&path).filter(says)
            }
            EvidenceSource::None | EvidenceSource::Embedded(_) => None,
        }
    }
}
