//! What a journal asks of the file under it. A test stands in for a disk that fails.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;

/// So much of a file is read at once.
const PIECE_BYTES: usize = 64 * 1024;

/// A file that is appended to by writing.
pub trait Disk: Write + fmt::Debug {
    /// What the system keeps of the file.
    ///
    /// # Errors
    /// What the system said.
    fn metadata(&self) -> io::Result<Metadata>;

    /// Reads bytes from a place on, as many as there are and have room.
    ///
    /// # Errors
    /// What the system said.
    fn read_at(&self, bytes: &mut [u8], offset_bytes: u64) -> io::Result<usize>;

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

    fn read_at(&self, bytes: &mut [u8], offset_bytes: u64) -> io::Result<usize> {
        from_the_disk(self);
        FileExt::read_at(self, bytes, offset_bytes)
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

/// Lets the system forget what it remembers of a file's bytes: on a mount that others reach as well they may be old. It
/// forgets nothing that is not written yet. A system that will not is asked for the bytes all the same.
fn from_the_disk(file: &File) {
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

/// The place from which on a file differs from these bytes; `None` where it holds them and nothing else.
///
/// # Errors
/// What the system said.
pub(super) fn differs_at(disk: &impl Disk, bytes: &[u8]) -> io::Result<Option<usize>> {
    let mut found = vec![0; PIECE_BYTES];
    let mut at = 0;
    loop {
        let count = match disk.read_at(&mut found, at as u64) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let (found, rest) = (found.get(..count).unwrap_or_default(), bytes.get(at..).unwrap_or_default());
        if found.is_empty() {
            return Ok((!rest.is_empty()).then_some(at));
        }
        let same = found.iter().zip(rest).take_while(|(found, kept)| found == kept).count();
        at += same;
        if same < count {
            return Ok(Some(at));
        }
    }
}
