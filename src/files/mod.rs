//! Reads and writes what the user named. The only code that opens a user's file.

#[cfg(test)]
mod away_tests;
pub mod evidence;
#[cfg(test)]
mod evidence_tests;
pub mod piecewise;
pub mod source;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use self::source::Source;
use crate::review::problem::shown_path;

/// A path as messages show it: nothing in a file name reaches a terminal raw, and nothing secret-like at all.
#[must_use]
pub fn shown(path: &Path) -> String {
    shown_path(&path.to_string_lossy())
}

/// Why a file could not be read.
#[derive(Debug)]
pub enum Unreadable {
    /// The system said no.
    Io(io::Error),
    /// Not a regular file: a directory, a FIFO, a device or a socket.
    NotAFile(&'static str),
    /// More bytes than are read.
    TooLarge {
        /// The bound.
        limit_bytes: usize,
    },
}

impl Unreadable {
    /// Whether nothing is there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// Whether it is there and may not be read.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::PermissionDenied)
    }
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) if error.kind() == io::ErrorKind::NotFound => f.write_str("no such file"),
            Self::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                f.write_str("not readable: permission denied")
            }
            Self::Io(error) => write!(f, "not readable: {error}"),
            Self::NotAFile(what) => {
                write!(f, "is {what}; expected a regular file (use - to read standard input)")
            }
            Self::TooLarge { limit_bytes } => write!(f, "is larger than {limit_bytes} bytes"),
        }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a file, or standard input for `-`, up to a bound. It never waits on a FIFO, a device or a directory.
///
/// # Errors
/// [`Unreadable`], with the reason.
pub fn read_at_most(path: &Path, limit_bytes: usize) -> Result<Vec<u8>, Unreadable> {
    Source::open(path)?.read_at_most(limit_bytes)
}

/// Reads the first line of a file, its newline included, up to a bound.
///
/// # Errors
/// [`Unreadable`], with the reason.
pub fn read_line_at_most(path: &Path, limit_bytes: usize) -> Result<Vec<u8>, Unreadable> {
    let mut line = Vec::new();
    let file = Source::open(path)?.take(limit_bytes as u64 + 1);
    BufReader::new(file).read_until(b'\n', &mut line).map_err(Unreadable::Io)?;
    if line.len() > limit_bytes { Err(Unreadable::TooLarge { limit_bytes }) } else { Ok(line) }
}

/// What a mode says a thing is, unless it is a regular file.
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

/// Why a set of files could not be written. Nothing of the set is left behind.
#[derive(Debug)]
pub enum Unwritable {
    /// The system said no.
    Io {
        /// Where.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
    /// The name is taken by other bytes.
    Taken(PathBuf),
    /// What was read back is not what was written.
    Differs(PathBuf),
}

impl std::fmt::Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io { path, error } => write!(f, "{}: {error}", shown(path)),
            Self::Taken(path) => {
                write!(f, "{}: the name is taken by other bytes; nothing is overwritten", shown(path))
            }
            Self::Differs(path) => {
                write!(f, "{}: reading back gave other bytes than were written", shown(path))
            }
        }
    }
}

/// A file to be written: its name in the folder, and its bytes.
pub type NewFile = (String, Vec<u8>);

/// Writes files into a folder, each atomically, never over other bytes, read back and compared. The folder is
/// made if missing. Files that stand there with the same bytes are left as they are. The last file of the set
/// appears last, so that whoever finds it finds the others.
///
/// # Errors
/// [`Unwritable`]; what this call had written is taken away again.
pub fn write_new(folder: &Path, files: &[NewFile]) -> Result<Vec<PathBuf>, Unwritable> {
    let mut written = Vec::new();
    let result = publish_all(folder, files, &mut written);
    if result.is_err() {
        for path in &written {
            // Best effort: the first error is the one to tell.
            let _ = fs::remove_file(path);
        }
    }
    result
}

/// Publishes every file; those that were not there before are added to `written` as they appear.
fn publish_all(
    folder: &Path,
    files: &[NewFile],
    written: &mut Vec<PathBuf>,
) -> Result<Vec<PathBuf>, Unwritable> {
    let wrong = |error| Unwritable::Io { path: folder.to_owned(), error };
    fs::create_dir_all(folder).map_err(wrong)?;
    let mut paths = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        match publish(folder, &path, bytes)? {
            Published::New => written.push(path.clone()),
            Published::Stood => {}
        }
        paths.push(path);
    }
    sync_folder(folder).map_err(wrong)?;
    Ok(paths)
}

enum Published {
    New,
    Stood,
}

fn publish(folder: &Path, path: &Path, bytes: &[u8]) -> Result<Published, Unwritable> {
    let wrong = |error| Unwritable::Io { path: path.to_owned(), error };
    if fs::symlink_metadata(path).is_ok() {
        return match read_at_most(path, bytes.len()) {
            Ok(standing) if standing == bytes => Ok(Published::Stood),
            Ok(_) | Err(_) => Err(Unwritable::Taken(path.to_owned())),
        };
    }
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| wrong(without_path(&error)))?;
    file.write_all(bytes).map_err(wrong)?;
    readable_by_all(file.as_file()).map_err(wrong)?;
    file.as_file().sync_all().map_err(wrong)?;
    file.persist_noclobber(path).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => Unwritable::Taken(path.to_owned()),
        _ => wrong(error.error),
    })?;
    match read_at_most(path, bytes.len()) {
        Ok(read) if read == bytes => Ok(Published::New),
        Ok(_) | Err(_) => {
            let _ = fs::remove_file(path);
            Err(Unwritable::Differs(path.to_owned()))
        }
    }
}

/// What the system said, without the path that a library adds to it in a form that was not made harmless.
#[must_use]
pub fn without_path(error: &io::Error) -> io::Error {
    let inner = error.get_ref().and_then(std::error::Error::source);
    let system = inner.and_then(|inner| inner.downcast_ref::<io::Error>()).and_then(io::Error::raw_os_error);
    match system.or(error.raw_os_error()) {
        Some(number) => io::Error::from_raw_os_error(number),
        None => error.kind().into(),
    }
}

/// A temporary file is private; a packet is meant to be handed on.
fn readable_by_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

/// Makes a folder, and those above it, where they are missing.
///
/// # Errors
/// What the system said.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes the names in a folder durable.
///
/// # Errors
/// What the system said.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_directory_and_a_device_are_refused_without_waiting() {
        assert!(matches!(read_at_most(Path::new("/"), 9), Err(Unreadable::NotAFile("a directory"))));
        assert!(matches!(read_at_most(Path::new("/dev/zero"), 9), Err(Unreadable::NotAFile("a device"))));
    }

    #[test]
    fn a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nine");
        fs::write(&path, b"123456789").unwrap();
        assert_eq!(read_at_most(&path, 9).unwrap(), b"123456789");
        assert!(matches!(read_at_most(&path, 8), Err(Unreadable::TooLarge { limit_bytes: 8 })));
    }

    #[test]
    fn writing_the_same_bytes_again_succeeds_and_other_bytes_are_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("made");
        let file = |bytes: &[u8]| vec![("a.json".to_owned(), bytes.to_vec())];
        write_new(&out, &file(b"one")).unwrap();
        write_new(&out, &file(b"one")).unwrap();
        assert!(matches!(write_new(&out, &file(b"two")), Err(Unwritable::Taken(_))));
        assert_eq!(fs::read(out.join("a.json")).unwrap(), b"one");
        assert_eq!(names(&out), ["a.json"]);
    }

    #[test]
    fn a_set_that_cannot_be_whole_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        let files = [("a".to_owned(), b"1".to_vec()), ("b".to_owned(), b"2".to_vec())];
        assert!(write_new(folder.path(), &files).is_err());
        assert_eq!(names(folder.path()), ["b"]);
    }
}
