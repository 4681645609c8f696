//! The journal of a closed review, to which nobody writes: checks that it still holds the bytes that were read.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::AppendError;
use crate::files::source::open_without_waiting;
use crate::files::{self, ReadError};
use crate::review::fingerprint::Digest;
use crate::review::limits::JOURNAL_BYTES_MAX;

#[derive(Debug)]
pub struct Archived {
    path: PathBuf,
    /// Device and inode.
    file: (u64, u64),
    digests: [Digest; 2],
}

impl Archived {
    pub fn new(path: &Path, bytes: &[u8], whole_bytes: usize) -> io::Result<Self> {
        // A torn last line was cut off on opening, unless the file could not be written here. Both forms count as
        // unchanged.
        let digests = [Digest::compute(bytes), Digest::compute(bytes.get(..whole_bytes).unwrap_or(bytes))];
        Ok(Self { path: path.to_owned(), file: identity(path)?, digests })
    }

    /// Reads the whole file again by its path and compares it.
    pub fn holds(&self) -> Result<(), AppendError> {
        let bytes = match files::read_at_most(&self.path, JOURNAL_BYTES_MAX) {
            Ok(bytes) => bytes,
            Err(ReadError::NotAFile(_)) => return Err(AppendError::Gone),
            Err(unreadable) if unreadable.is_missing() => return Err(AppendError::Gone),
            Err(ReadError::Io(error)) => return Err(AppendError::Unread(error)),
            Err(ReadError::TooLarge { .. }) => return Err(AppendError::Foreign),
        };
        if self.digests.contains(&Digest::compute(&bytes)) {
            return Ok(());
        }
        let same_file = identity(&self.path).is_ok_and(|now| now == self.file);
        Err(if same_file { AppendError::Foreign } else { AppendError::Gone })
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let metadata = open_without_waiting(path)?.metadata()?;
    Ok((metadata.dev(), metadata.ino()))
}
