//! Sources that can be read: a regular file or standard input.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::ReadError;

#[derive(Debug)]
pub enum Source {
    /// An open file, and its length in bytes when it was opened.
    File(File, u64),
    Input,
}

impl Source {
    /// Opens standard input for `-`. Never waits on a FIFO, a device or a directory.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        if path == Path::new("-") {
            return Ok(Self::Input);
        }
        // Check before opening, because opening some devices acts or waits, and again after, because the name may
        // lead to something else by then.
        regular(&fs::metadata(path)?)?;
        let file = open_without_waiting(path)?;
        let metadata = file.metadata()?;
        regular(&metadata)?;
        Ok(Self::File(file, metadata.len()))
    }

    pub fn read_at_most(self, limit_bytes: usize) -> Result<Vec<u8>, ReadError> {
        // With room for the whole file and one byte more, one call reads it, and a second call finds its end.
        let room = match &self {
            Self::File(_, length) => usize::try_from(*length).unwrap_or(limit_bytes).min(limit_bytes) + 1,
            Self::Input => 0,
        };
        let mut bytes = Vec::with_capacity(room);
        // One byte over the limit shows that there are more.
        self.take(limit_bytes as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit_bytes { Err(ReadError::TooLarge { limit_bytes }) } else { Ok(bytes) }
    }
}

impl Read for Source {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.read(bytes),
            Self::Input => io::stdin().read(bytes),
        }
    }
}

/// File descriptors that stay free for other uses.
const SPARE_FILES: u64 = 64;

/// Opens the first files, as many as the process may hold open at once. Raises that limit if it can.
#[must_use]
pub fn open_first(paths: &[PathBuf]) -> Vec<Result<Source, ReadError>> {
    let wanted = paths.len() as u64 + SPARE_FILES;
    let limit = getrlimit(Resource::Nofile);
    let mut may_be_open = limit.current.unwrap_or(u64::MAX);
    if may_be_open < wanted {
        let current = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
        if setrlimit(Resource::Nofile, Rlimit { current: Some(current), ..limit }).is_ok() {
            may_be_open = current;
        }
    }
    let count = usize::try_from(may_be_open.saturating_sub(SPARE_FILES)).unwrap_or(usize::MAX);
    paths.iter().take(count).map(|path| Source::open(path)).collect()
}

/// Never waits, even on a FIFO or a device.
pub fn open_without_waiting(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

fn regular(metadata: &fs::Metadata) -> Result<(), ReadError> {
    use std::os::unix::fs::MetadataExt;
    super::not_a_file(metadata.mode()).map_or(Ok(()), |what| Err(ReadError::NotAFile(what)))
}
