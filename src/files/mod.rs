//! Reads and writes files that the user named; no other code opens a user's file.

#[cfg(test)]
mod away_tests;
pub mod evidence;
#[cfg(test)]
mod evidence_tests;
pub mod piecewise;
mod publish;
#[cfg(test)]
mod publish_tests;
mod shelf;
pub mod source;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

pub use self::publish::{takes_files, write_new};
use self::source::Source;
use crate::review::fingerprint::{Digest, Hashing};
use crate::review::problem::shown_path;

/// A path for messages: no raw byte of a file name reaches a terminal, and nothing like a secret.
#[must_use]
pub fn shown(path: &Path) -> String {
    shown_path(&path.to_string_lossy())
}

#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{}", unreadable(.0))]
    Io(#[from] io::Error),
    /// A directory, a FIFO, a device or a socket.
    #[error("is {0}; expected a regular file (use - to read standard input)")]
    NotAFile(&'static str),
    #[error("is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: usize },
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "not readable: permission denied".to_owned(),
        _ => format!("not readable: {error}"),
    }
}

impl ReadError {
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }

    #[must_use]
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::PermissionDenied)
    }
}

/// Reads standard input for `-`. Never waits on a FIFO, a device or a directory.
pub fn read_at_most(path: &Path, limit_bytes: usize) -> Result<Vec<u8>, ReadError> {
    Source::open(path)?.read_at_most(limit_bytes)
}

pub enum Contents {
    Whole(Vec<u8>),
    Large {
        digest: Digest,
        /// Length in bytes.
        bytes: u64,
    },
}

/// Reads standard input for `-`. Returns a digest above `kept_max`, and [`ReadError::TooLarge`] above `digest_max`.
pub fn read_or_digest(path: &Path, kept_max: usize, digest_max: u64) -> Result<Contents, ReadError> {
    let mut source = Source::open(path)?;
    let mut bytes = Vec::new();
    source.by_ref().take(kept_max as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() <= kept_max {
        return Ok(Contents::Whole(bytes));
    }
    let mut hashing = Hashing::default();
    hashing.add(&bytes);
    let rest = source.take(digest_max.saturating_add(1).saturating_sub(bytes.len() as u64));
    let mut rest = BufReader::with_capacity(PIECE_BYTES, rest);
    let mut count = bytes.len() as u64;
    drop(bytes);
    loop {
        let piece = rest.fill_buf()?;
        if piece.is_empty() {
            return Ok(Contents::Large { digest: hashing.digest(), bytes: count });
        }
        hashing.add(piece);
        let length = piece.len();
        count += length as u64;
        if count > digest_max {
            let limit_bytes = usize::try_from(digest_max).unwrap_or(usize::MAX);
            return Err(ReadError::TooLarge { limit_bytes });
        }
        rest.consume(length);
    }
}

const PIECE_BYTES: usize = 256 << 10;

/// Includes the newline.
pub fn read_line_at_most(path: &Path, limit_bytes: usize) -> Result<Vec<u8>, ReadError> {
    let mut line = Vec::new();
    let file = Source::open(path)?.take(limit_bytes as u64 + 1);
    BufReader::new(file).read_until(b'\n', &mut line).map_err(ReadError::Io)?;
    if line.len() > limit_bytes { Err(ReadError::TooLarge { limit_bytes }) } else { Ok(line) }
}

/// Kind of a file by its mode; `None` for a regular file.
fn not_a_file(mode: u32) -> Option<&'static str> {
    use rustix::fs::{FileType, RawMode};
    match FileType::from_raw_mode(mode as RawMode) {
        FileType::RegularFile => None,
        FileType::Directory => Some("a directory"),
        FileType::Fifo => Some("a FIFO"),
        FileType::Socket => Some("a socket"),
        FileType::Symlink => Some("a link"),
        FileType::CharacterDevice | FileType::BlockDevice | FileType::Unknown => Some("a device"),
    }
}

/// After an error no file of the set is left behind.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{}: {error}", shown(path))]
    Io {
        path: PathBuf,
        #[source]
        error: io::Error,
    },
    /// The name is taken by a file with other bytes.
    #[error("{}: a different file with this name exists; nothing is overwritten", shown(.0))]
    Taken(PathBuf),
    #[error("{}: the file read back differs from what was written", shown(.0))]
    Differs(PathBuf),
}

pub type NewFile = (String, Vec<u8>);

/// Drops the path that a library adds to an error of the system, because it is not escaped for display.
#[must_use]
pub fn without_path(error: &io::Error) -> io::Error {
    let inner = error.get_ref().and_then(std::error::Error::source);
    let system = inner.and_then(|inner| inner.downcast_ref::<io::Error>()).and_then(io::Error::raw_os_error);
    match system.or(error.raw_os_error()) {
        Some(number) => io::Error::from_raw_os_error(number),
        None => error.kind().into(),
    }
}

pub fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes the names in a folder durable.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_and_a_device_are_refused_without_waiting() {
        assert!(matches!(read_at_most(Path::new("/"), 9), Err(ReadError::NotAFile("a directory"))));
        assert!(matches!(read_at_most(Path::new("/dev/zero"), 9), Err(ReadError::NotAFile("a device"))));
    }

    #[test]
    fn a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nine");
        fs::write(&path, b"123456789").unwrap();
        assert_eq!(read_at_most(&path, 9).unwrap(), b"123456789");
        assert!(matches!(read_at_most(&path, 8), Err(ReadError::TooLarge { limit_bytes: 8 })));
    }
}
