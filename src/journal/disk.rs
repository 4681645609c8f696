//! File operations of a journal, as a trait: tests replace it with a disk that fails.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;

const PIECE_BYTES: usize = 64 * 1024;

pub trait Disk: Write + fmt::Debug {
    fn metadata(&self) -> io::Result<Metadata>;

    fn read_at(&self, bytes: &mut [u8], offset_bytes: u64) -> io::Result<usize>;

    /// Writes unchanged bytes again in place, so that the system takes them for new and the next sync writes them.
    fn write_again(&mut self, bytes: &[u8], offset_bytes: u64) -> io::Result<()>;

    fn cut(&mut self, length_bytes: u64) -> io::Result<()>;

    /// After an error nobody knows how much of the data written since the last sync is on the disk.
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

/// Drops the system's cached bytes of a file, which may be outdated on a network mount. Unwritten bytes stay. Errors
/// are ignored, because the read follows anyway.
fn from_the_disk(file: &File) {
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

/// First index at which the file differs from `bytes`; `None` if it holds exactly them.
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
