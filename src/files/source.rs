//! What is read: a regular file, or standard input.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::Unreadable;

/// A regular file that is open, or standard input.
#[derive(Debug)]
pub enum Source {
    /// A file, and how many bytes it had when it was opened.
    File(File, u64),
    /// Standard input.
    Input,
}

impl Source {
    /// Opens a file, or standard input for `-`. It never waits on a FIFO, a device or a directory.
    ///
    /// A file is looked at before it is opened, for opening some devices already acts or waits, and again after, for the
    /// name may have been given to something else in between.
    ///
    /// # Errors
    /// [`Unreadable`], with the reason.
    pub fn open(path: &Path) -> Result<Self, Unreadable> {
        if path == Path::new("-") {
            return Ok(Self::Input);
        }
        regular(&fs::metadata(path)?)?;
        let file = open_without_waiting(path)?;
        let metadata = file.metadata()?;
        regular(&metadata)?;
        Ok(Self::File(file, metadata.len()))
    }

    /// Reads all of it, up to a bound.
    ///
    /// # Errors
    /// [`Unreadable`], with the reason.
    pub fn read_at_most(self, limit_bytes: usize) -> Result<Vec<u8>, Unreadable> {
        // With room for all of it and one byte more, a file is read at once, and its end in a second call.
        let room = match &self {
            Self::File(_, length) => usize::try_from(*length).unwrap_or(limit_bytes).min(limit_bytes) + 1,
            Self::Input => 0,
        };
        let mut bytes = Vec::with_capacity(room);
        self.take(limit_bytes as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit_bytes { Err(Unreadable::TooLarge { limit_bytes }) } else { Ok(bytes) }
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

/// As many files as this stay free to be opened for other reasons.
const SPARE_FILES: u64 = 64;

/// Opens the first of many files, as many as the process may hold open at once.
#[must_use]
pub fn open_first(paths: &[PathBuf]) -> Vec<Result<Source, Unreadable>> {
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

/// Opens what has a name to read it, also where that is a FIFO or a device: it never waits.
///
/// # Errors
/// What the system said.
pub fn open_without_waiting(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

fn regular(metadata: &fs::Metadata) -> Result<(), Unreadable> {
    use std::os::unix::fs::MetadataExt;
    super::not_a_file(metadata.mode()).map_or(Ok(()), |what| Err(Unreadable::NotAFile(what)))
}
