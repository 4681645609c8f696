//! Evidence that cannot be opened, reported before the reviewer tries.

use super::Session;
use super::inputs::EvidenceSource;
use crate::files::evidence::EvidenceError;

impl Session {
    /// Reason why opening would be refused, as far as it can be known without opening. Missing evidence and failed
    /// checks are reported elsewhere.
    #[must_use]
    pub fn refuses_evidence(&self, item: &str) -> Option<EvidenceError> {
        let path = self.path_of(item)?;
        match &self.inputs.as_ref()?.evidence {
            EvidenceSource::Folder(folder) => {
                let says = |why: &EvidenceError| !why.is_trouble() && !matches!(why, EvidenceError::Missing);
                folder.refuses(&path).filter(says)
            }
            EvidenceSource::None | EvidenceSource::Embedded(_) => None,
        }
    }
}
