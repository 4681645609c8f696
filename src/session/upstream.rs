//! The upstream document of a review: checked again before every action that depends on it, and opened like evidence.

use std::path::{Path, PathBuf};

use super::inputs::{Care, EvidenceFile, trouble};
use crate::files::evidence::{EvidenceError, Stamp};
use crate::files::{self, Contents, ReadError, shown};
use crate::review::fingerprint::Digest;
use crate::review::limits::{EVIDENCE_BYTES_MAX, PACKET, PACKET_DIGEST_BYTES_MAX};
use crate::review::verify::upstream_document::UpstreamDocument;

#[derive(Debug)]
pub struct Upstream {
    /// Field of the handoff's fingerprint that names the document.
    pub field: String,
    pub document: UpstreamDocument,
    /// File name for display.
    name: String,
    path: Option<PathBuf>,
    /// Stamp before and after the read; `None` if they differed.
    stamp: Option<Stamp>,
    /// `None` if the document is too large to be shown.
    bytes: Option<Vec<u8>>,
}

impl Upstream {
    #[must_use]
    pub fn embedded(field: &str, name: &str, bytes: &[u8]) -> Self {
        let document = UpstreamDocument::parse(bytes);
        let (field, name) = (field.to_owned(), name.to_owned());
        Self { field, document, name, path: None, stamp: None, bytes: Some(bytes.to_vec()) }
    }

    /// A document that is too large to be parsed is known by its digest.
    pub fn read(field: &str, path: &Path) -> Result<Self, ReadError> {
        let before = Stamp::at(path);
        let (document, bytes) = parsed(files::read_or_digest(path, PACKET.bytes, PACKET_DIGEST_BYTES_MAX)?);
        let stamp = before.filter(|before| Stamp::at(path).as_ref() == Some(before));
        let name = path.file_name().map_or_else(|| shown(path), |name| shown(Path::new(name)));
        Ok(Self { field: field.to_owned(), document, name, path: Some(path.to_owned()), stamp, bytes })
    }

    /// Reads the file again. On error the document keeps its last content.
    pub(super) fn look(&mut self, care: Care) -> Result<(), String> {
        let Some(path) = &self.path else { return Ok(()) };
        let before = Stamp::at(path);
        if care == Care::Quick && before.is_some() && before == self.stamp {
            return Ok(());
        }
        // After a failed read no stamp remains, so that the next check reads again.
        self.stamp = None;
        match read(path, self.document.digest()) {
            Ok(new) => {
                self.stamp = before.filter(|before| Stamp::at(path).as_ref() == Some(before));
                if let Some((document, bytes)) = new {
                    (self.document, self.bytes) = (document, bytes);
                }
                Ok(())
            }
            Err(unreadable) => Err(trouble(path, &unreadable)),
        }
    }

    pub(super) fn file(&self) -> Result<EvidenceFile, EvidenceError> {
        let bytes = self.bytes.clone().ok_or(EvidenceError::TooLarge)?;
        Ok(EvidenceFile { path: self.name.clone(), digest: self.document.digest(), bytes })
    }
}

/// The bytes are `None` if they are too many to be shown.
type Parsed = (UpstreamDocument, Option<Vec<u8>>);

/// Returns `None` if the digest is `known`, so that nothing is parsed again.
fn read(path: &Path, known: Digest) -> Result<Option<Parsed>, ReadError> {
    let contents = files::read_or_digest(path, PACKET.bytes, PACKET_DIGEST_BYTES_MAX)?;
    let digest = match &contents {
        Contents::Large { digest, .. } => *digest,
        Contents::Whole(bytes) => Digest::compute(bytes),
    };
    Ok((digest != known).then(|| parsed(contents)))
}

fn parsed(contents: Contents) -> Parsed {
    match contents {
        Contents::Large { digest, bytes } => (UpstreamDocument::too_large(digest, bytes), None),
        Contents::Whole(bytes) => {
            let document = UpstreamDocument::parse(&bytes);
            (document, Some(bytes).filter(|bytes| bytes.len() <= EVIDENCE_BYTES_MAX))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_document_that_changed_on_disk_is_read_again_however_quickly_it_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("handoff.json");
        fs::write(&path, "{\"status\":\"open\"}").unwrap();
        let mut given = Upstream::read("fingerprint", &path).unwrap();
        for care in [Care::Quick, Care::Full] {
            for text in ["{\"status\":\"closed\"}", "no JSON", "{\"status\":\"open\"}"] {
                fs::remove_file(&path).unwrap();
                assert!(
                    given.look(care).unwrap_err().contains("no such file"),
                    "a trouble, and nothing else"
                );
                fs::write(&path, text).unwrap();
                given.look(care).unwrap();
                let file = given.file().unwrap();
                assert_eq!(
                    (file.bytes.as_slice(), file.digest),
                    (text.as_bytes(), Digest::compute(text.as_bytes()))
                );
            }
        }
    }
}
