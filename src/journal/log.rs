//! The journal on disk: appended, synced, and watched for being taken away.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::{Journal, Unkept};
use crate::review::limits::{JOURNAL_BYTES_MAX, JOURNAL_LINE};

/// An open journal file. Nothing but whole lines is ever behind `length`.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    file: File,
    length: u64,
}

impl Log {
    /// Makes a new journal file, private to its owner.
    ///
    /// # Errors
    /// What the system said; also where the file exists.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(path)?;
        Ok(Self { path: path.to_owned(), file, length: 0 })
    }

    /// Opens a journal to go on with it. Bytes behind the whole lines, from a line that was torn, are cut off.
    ///
    /// # Errors
    /// What the system said.
    pub fn resume(path: &Path, whole_bytes: usize) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).open(path)?;
        let length = whole_bytes as u64;
        if file.metadata()?.len() > length {
            file.set_len(length)?;
            file.sync_all()?;
        }
        Ok(Self { path: path.to_owned(), file, length })
    }

    /// Whether the name still leads to the file that is open, and nobody else wrote to it.
    fn still_ours(&self) -> io::Result<bool> {
        let named = match fs::symlink_metadata(&self.path) {
            Ok(named) => named,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let open = self.file.metadata()?;
        Ok((named.dev(), named.ino()) == (open.dev(), open.ino()) && open.len() == self.length)
    }
}

impl Journal for Log {
    fn append(&mut self, line: &[u8]) -> Result<(), Unkept> {
        if !self.still_ours().map_err(Unkept::Io)? {
            return Err(Unkept::Gone);
        }
        // A line that could never be read back is not kept: it would cost every line before it.
        let length = self.length + line.len() as u64;
        if line.len() > JOURNAL_LINE.bytes || length > JOURNAL_BYTES_MAX as u64 {
            return Err(Unkept::Io(io::ErrorKind::FileTooLarge.into()));
        }
        let written = self.file.write_all(line).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // A line that may be half there must not become part of a later one.
            let _ = self.file.set_len(self.length);
            return Err(Unkept::Io(error));
        }
        self.length = length;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_was_deleted_or_replaced_stops_confirming() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut log = Log::create(&path).unwrap();
        log.append(b"one\n").unwrap();
        fs::remove_file(&path).unwrap();
        assert!(matches!(log.append(b"two\n"), Err(Unkept::Gone)));
        fs::write(&path, b"one\n").unwrap();
        assert!(matches!(log.append(b"two\n"), Err(Unkept::Gone)));
    }

    #[test]
    fn a_torn_tail_is_cut_before_the_next_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        fs::write(&path, b"one\ntw").unwrap();
        Log::resume(&path, 4).unwrap().append(b"three\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one\nthree\n");
    }

    #[test]
    fn a_line_that_could_not_be_read_back_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut log = Log::create(&path).unwrap();
        log.append(b"one\n").unwrap();
        let refused =
            |unkept| matches!(unkept, Err(Unkept::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge);
        assert!(refused(log.append(&vec![b'x'; JOURNAL_LINE.bytes + 1])));
        assert_eq!(fs::read(&path).unwrap(), b"one\n");
        File::options().write(true).open(&path).unwrap().set_len(JOURNAL_BYTES_MAX as u64).unwrap();
        assert!(refused(Log::resume(&path, JOURNAL_BYTES_MAX).unwrap().append(b"x")));
    }

    #[test]
    fn a_journal_that_someone_else_wrote_to_stops_confirming() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut log = Log::create(&path).unwrap();
        log.append(b"one\n").unwrap();
        File::options().append(true).open(&path).unwrap().write_all(b"foreign\n").unwrap();
        assert!(matches!(log.append(b"two\n"), Err(Unkept::Gone)));
    }

    #[test]
    fn a_journal_is_private_to_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        Log::create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert!(Log::create(&path).is_err());
    }
}
