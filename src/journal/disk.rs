//! What a journal asks of the file under it. A test stands in for a disk that fails.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;

/// A file that is appended to by writing.
pub trait Disk: Write + fmt::Debug {
    /// What the system keeps of the file.
    ///
    /// # Errors
    /// What the system said.
    fn metadata(&self) -> io::Result<Metadata>;

    /// Writes bytes once more where they stand, so that the system takes them for new.
    ///
    /// # Errors
    /// What the system said.
    fn write_again(&mut self, bytes: &[u8], offset_bytes: u64) -> io::Result<()>;

    /// Cuts the file off behind so many bytes.
    ///
    /// # Errors
    /// What the system said.
    fn cut(&mut self, length_bytes: u64) -> io::Result<()>;

    /// Waits until everything that was written is on the disk.
    ///
    /// # Errors
    /// What the system said; then nobody knows what is on the disk of what was written since the last sync.
    fn sync(&mut self) -> io::Result<()>;
}

impl Disk for File {
    fn metadata(&self) -> io::Result<Metadata> {
        File::metadata(self)
    }

    fn write_again(&mut self, bytes: &[u8], offset_bytes: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset_bytes)
    }

    fn cut(&mut self, length_bytes: u64) -> io::Result<()> {
        self.set_len(length_bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}
