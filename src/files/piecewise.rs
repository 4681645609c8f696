//! Reads an evidence file a piece at a time, so that a reviewer who waits sees the progress and can stop it.

use std::io::{ErrorKind, Read};

use cap_std::fs::File;

use super::evidence::{EvidenceError, EvidenceFolder, Stamp};
use crate::review::fingerprint::{Digest, Hashing};
use crate::review::limits::EVIDENCE_BYTES_MAX;

/// Bytes read at once: less than a hundredth of a second, even from a slow disk.
const PIECE_BYTES: usize = 256 << 10;

/// Held open, so that all pieces come from one file.
pub struct Piecewise {
    file: File,
    before: Stamp,
    hashing: Hashing,
    count: u64,
    bytes: Option<Vec<u8>>,
    piece: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Equal before and after the read.
    pub stamp: Stamp,
    pub digest: Digest,
    pub count: u64,
    /// Only if requested.
    pub bytes: Option<Vec<u8>>,
}

impl Piecewise {
    /// The bytes are counted and hashed, but not kept.
    pub fn open(folder: &EvidenceFolder, path: &str) -> Result<Self, EvidenceError> {
        let file = folder.open_regular(path)?;
        let before = Stamp::from_metadata(&file.metadata()?);
        if before.size_bytes() > EVIDENCE_BYTES_MAX as u64 {
            return Err(EvidenceError::TooLarge);
        }
        let (hashing, piece) = (Hashing::default(), vec![0; PIECE_BYTES]);
        Ok(Self { file, before, hashing, count: 0, bytes: None, piece })
    }

    #[must_use]
    pub fn keeping_bytes(self) -> Self {
        let room = usize::try_from(self.before.size_bytes()).unwrap_or(EVIDENCE_BYTES_MAX);
        Self { bytes: Some(Vec::with_capacity(room)), ..self }
    }

    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns `None` while more may follow.
    pub fn read_on(&mut self) -> Result<Option<Whole>, EvidenceError> {
        let count = match self.file.read(&mut self.piece) {
            Ok(count) => count,
            // No failure: the next call reads on.
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let piece = self.piece.get(..count).unwrap_or_default();
        self.count += count as u64;
        if self.count > EVIDENCE_BYTES_MAX as u64 {
            return Err(EvidenceError::TooLarge);
        }
        self.hashing.add(piece);
        if let Some(bytes) = &mut self.bytes {
            bytes.extend_from_slice(piece);
        }
        if count > 0 {
            return Ok(None);
        }
        if Stamp::from_metadata(&self.file.metadata()?) != self.before {
            return Err(EvidenceError::Moved);
        }
        let digest = std::mem::take(&mut self.hashing).digest();
        Ok(Some(Whole { stamp: self.before, digest, count: self.count, bytes: self.bytes.take() }))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder(bytes: &[u8]) -> (tempfile::TempDir, EvidenceFolder) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("backup.md"), bytes).unwrap();
        let opened = EvidenceFolder::open(folder.path()).unwrap();
        (folder, opened)
    }

    fn to_the_end(mut reading: Piecewise) -> Result<(Whole, usize), EvidenceError> {
        let mut pieces = 1;
        loop {
            if let Some(whole) = reading.read_on()? {
                return Ok((whole, pieces));
            }
            pieces += 1;
        }
    }

    #[test]
    fn pieces_give_what_reading_at_once_gives() {
        for length in [0, 1, PIECE_BYTES, 2 * PIECE_BYTES + 7] {
            let (_kept, folder) = folder(&vec![b'a'; length]);
            let (bytes, stamp) = folder.read("backup.md").unwrap();
            for keeps in [true, false] {
                let reading = Piecewise::open(&folder, "backup.md").unwrap();
                let reading = if keeps { reading.keeping_bytes() } else { reading };
                let (whole, pieces) = to_the_end(reading).unwrap();
                assert_eq!(
                    (whole.stamp, whole.digest, whole.count),
                    (stamp, Digest::compute(&bytes), length as u64)
                );
                assert_eq!(whole.bytes, keeps.then(|| bytes.clone()));
                assert!(pieces > length / PIECE_BYTES);
            }
        }
    }

    #[test]
    fn what_is_written_to_between_two_pieces_is_refused() {
        let (kept, folder) = folder(&vec![b'a'; 2 * PIECE_BYTES]);
        let mut reading = Piecewise::open(&folder, "backup.md").unwrap().keeping_bytes();
        assert!(reading.read_on().unwrap().is_none());
        fs::write(kept.path().join("backup.md"), b"short").unwrap();
        assert!(matches!(to_the_end(reading), Err(EvidenceError::Moved)));
    }

    #[test]
    fn what_is_too_large_or_missing_is_refused_at_once() {
        let (kept, folder) = folder(b"");
        let large = fs::File::create(kept.path().join("large.md")).unwrap();
        large.set_len(EVIDENCE_BYTES_MAX as u64 + 1).unwrap();
        assert!(matches!(Piecewise::open(&folder, "large.md"), Err(EvidenceError::TooLarge)));
        assert!(matches!(Piecewise::open(&folder, "other.md"), Err(EvidenceError::Missing)));
    }
}
