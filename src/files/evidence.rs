//! A folder of evidence files, held open: a file in it is opened once, bounded in size, and never outside the folder.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirEntry, File, Metadata, MetadataExt, OpenOptions, OpenOptionsExt};
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::{not_a_file, unreadable};
use crate::review::limits::{EVIDENCE_BYTES_MAX, EVIDENCE_NAMES_MAX};
use crate::review::near_miss::{Entry, near_miss};
use crate::review::secret::secret_rule;

/// A folder of evidence, held open: a folder that takes its path later is used only after
/// [`refresh`](Self::refresh).
///
/// Paths are relative to it. Links are followed inside it only. If one leads out, even between check and open, the
/// system refuses the whole path (`RESOLVE_BENEATH`, or step by step where that is missing).
#[derive(Debug)]
pub struct EvidenceFolder {
    path: PathBuf,
    folder: Dir,
    /// True if it held something when it was opened. An empty folder in its place is then suspect.
    filled: bool,
    /// True if its file system counted links to it when it was opened. Some never do, and then a count of 0 means
    /// nothing.
    linked: bool,
    /// True if the last attempt to open the folder failed.
    away: bool,
}

/// Folder listings made for one reference, kept for the next ones.
#[derive(Debug, Default)]
pub struct Listed(BTreeMap<String, Vec<Entry>>);

#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("no such folder")]
    Missing,
    #[error("is not a folder; expected a folder of evidence files")]
    NotAFolder,
    /// Not filled yet, or not mounted.
    #[error("it was replaced by another folder, which is empty")]
    Emptied,
    #[error("{}", unreadable(.0))]
    Io(#[source] io::Error),
}

/// Reason why a path leads to no evidence. Messages omit the path, because the caller knows and shows it.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    #[error("no such file in the evidence folder")]
    Missing,
    #[error("is a broken link; expected a regular file")]
    Dangling,
    /// The path is absolute, or the path or a link in it leads out of the folder.
    #[error("points outside the evidence folder; expected a file inside it")]
    Outside,
    /// Links in a circle, or too many of them.
    #[error("is a link that points back to itself; expected a regular file")]
    Circle,
    /// A directory, a FIFO, a device or a socket.
    #[error("is {0}; expected a regular file")]
    NotAFile(&'static str),
    #[error("is larger than {EVIDENCE_BYTES_MAX} bytes")]
    TooLarge,
    #[error("not readable: permission denied")]
    Denied,
    /// Nobody knows which bytes were read.
    #[error("changed while it was read; try again when it is complete")]
    Moved,
    #[error("not readable: the evidence folder cannot be opened")]
    Away,
    #[error("not readable: {0}")]
    Io(#[source] io::Error),
}

impl EvidenceError {
    /// True if the refusal reports nothing about the file: it may hold the same bytes, and be readable in a moment.
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        match self {
            Self::Denied | Self::Moved | Self::Away | Self::Io(_) => true,
            Self::Missing
            | Self::Dangling
            | Self::Outside
            | Self::Circle
            | Self::NotAFile(_)
            | Self::TooLarge => false,
        }
    }

    /// True if no file of this file system can have the name.
    #[must_use]
    pub fn is_no_name(&self) -> bool {
        let Self::Io(error) = self else { return false };
        matches!(Errno::from_io_error(error), Some(Errno::INVAL | Errno::ILSEQ))
    }
}

impl From<io::Error> for EvidenceError {
    fn from(error: io::Error) -> Self {
        match (error.kind(), Errno::from_io_error(&error)) {
            // The refusal of cap-std itself; the system's always carries a number.
            (io::ErrorKind::PermissionDenied, None) => Self::Outside,
            (io::ErrorKind::PermissionDenied, Some(_)) => Self::Denied,
            // The name is too long for any file, or a file is where a folder should be.
            (io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename, _) => {
                Self::Missing
            }
            (_, Some(Errno::LOOP)) => Self::Circle,
            (_, _) => Self::Io(error),
        }
    }
}

/// Metadata that changes when a file is written or replaced. With an equal stamp the file is unchanged, except within
/// one tick of the file system's clock: only the bytes are proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    device: u64,
    inode: u64,
    size_bytes: u64,
    /// Time of the last write, in seconds since 1970 and nanoseconds.
    modified: (i64, i64),
    /// Time of the last change of bytes or metadata, which no program can set.
    changed: (i64, i64),
}

impl Stamp {
    /// `None` unless the path leads to a regular file.
    #[must_use]
    pub fn at(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        Some(Self::from_metadata(&Metadata::from_just_metadata(metadata)))
    }

    pub(super) fn from_metadata(metadata: &Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size_bytes: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }
}

impl EvidenceFolder {
    /// The path itself may be a link to a folder.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let folder = Dir::open_ambient_dir(path, ambient_authority())?;
        let (filled, linked) = (!is_empty(&folder), !is_unlinked(&folder));
        Ok(Self { path: path.to_owned(), folder, filled, linked, away: false })
    }

    /// Opens the folder that has the path now, which may be another one. If none can be opened, every file is
    /// [`EvidenceError::Away`] until one can.
    pub fn refresh(&mut self) -> Result<(), FolderError> {
        self.away = true;
        let now = Dir::open_ambient_dir(&self.path, ambient_authority())?;
        if identity(&now) != identity(&self.folder) {
            let filled = !is_empty(&now);
            if self.filled && !filled {
                return Err(FolderError::Emptied);
            }
            (self.filled, self.linked) = (filled, !is_unlinked(&now));
        }
        (self.folder, self.away) = (now, false);
        Ok(())
    }

    /// Opens nothing. True even for what [`read`](Self::read) refuses, such as a link that leads out; false only if
    /// nothing has the name.
    pub fn has(&self, path: &str) -> Result<bool, EvidenceError> {
        match self.inspect(path, |folder, path| folder.symlink_metadata(path)) {
            Err(EvidenceError::Missing) => Ok(false),
            Err(why) if why.is_no_name() => Ok(false),
            Err(why) if why.is_trouble() => Err(why),
            Ok(_) | Err(_) => Ok(true),
        }
    }

    /// The stamp is equal before and after the read.
    pub fn read(&self, path: &str) -> Result<(Vec<u8>, Stamp), EvidenceError> {
        let file = self.open_regular(path)?;
        read_unchanged(&file, || Ok(Stamp::from_metadata(&file.metadata()?)))
    }

    /// Checks the file without opening it. Only a read finds out that a file may not be read.
    pub fn stamp(&self, path: &str) -> Result<Stamp, EvidenceError> {
        let metadata = self.metadata(path)?;
        regular(&metadata)?;
        Ok(Stamp::from_metadata(&metadata))
    }

    /// Refusal of [`read`](Self::read), as far as it can be known without opening the file.
    #[must_use]
    pub fn refuses(&self, path: &str) -> Option<EvidenceError> {
        match self.stamp(path) {
            Ok(stamp) => (stamp.size_bytes > EVIDENCE_BYTES_MAX as u64).then_some(EvidenceError::TooLarge),
            Err(why) => Some(why),
        }
    }

    fn metadata(&self, path: &str) -> Result<Metadata, EvidenceError> {
        match self.inspect(path, |folder, path| folder.metadata(path)) {
            // The name exists, but its target does not.
            Err(EvidenceError::Missing) if self.has(path)? => Err(EvidenceError::Dangling),
            looked => looked,
        }
    }

    /// A missing name means something only while the folder itself exists.
    fn inspect<T>(
        &self,
        path: &str,
        look: impl FnOnce(&Dir, &Path) -> io::Result<T>,
    ) -> Result<T, EvidenceError> {
        if self.away {
            return Err(EvidenceError::Away);
        }
        match look(&self.folder, downwards(path)?).map_err(EvidenceError::from) {
            Err(EvidenceError::Missing) if self.linked && is_unlinked(&self.folder) => {
                Err(EvidenceError::Away)
            }
            looked => looked,
        }
    }

    /// Path of the file that a reference nearly names; `None` if the reference names a file or nothing is similar. A
    /// path that looks like a credential is never returned.
    #[must_use]
    pub fn near_miss(&self, reference: &str, listed: &mut Listed) -> Option<String> {
        let mut list =
            |below: &str| listed.0.entry(below.to_owned()).or_insert_with(|| self.names(below)).clone();
        let own = self.own_name();
        near_miss(reference, own.as_deref(), &mut list).filter(|there| secret_rule(there).is_none())
    }

    fn own_name(&self) -> Option<String> {
        let path = std::path::absolute(&self.path).ok()?;
        path.file_name().and_then(|name| name.to_str()).map(str::to_owned)
    }

    /// Lists at most [`EVIDENCE_NAMES_MAX`] names. Follows no link that leads out.
    fn names(&self, below: &str) -> Vec<Entry> {
        if self.away {
            return Vec::new();
        }
        let below = if below.is_empty() { "." } else { below };
        let entries = self.folder.read_dir(below).into_iter().flatten().take(EVIDENCE_NAMES_MAX);
        let entry = |entry: io::Result<DirEntry>| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let sort = entry.file_type().ok()?;
            let links = || self.folder.metadata(Path::new(below).join(&name)).is_ok_and(|to| to.is_dir());
            let is_folder = sort.is_dir() || sort.is_symlink() && links();
            Some(Entry { name, is_folder })
        };
        entries.filter_map(entry).collect()
    }

    /// Checks before opening, because opening some devices acts or waits, and again after, because the name may lead
    /// to something else by then.
    pub(super) fn open_regular(&self, path: &str) -> Result<File, EvidenceError> {
        regular(&self.metadata(path)?)?;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let options = OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).clone();
        let file = self.inspect(path, |folder, path| folder.open_with(path, &options))?;
        regular(&file.metadata()?)?;
        Ok(file)
    }
}

impl From<io::Error> for FolderError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::NotADirectory => Self::NotAFolder,
            _ => Self::Io(error),
        }
    }
}

fn identity(folder: &Dir) -> Option<(u64, u64)> {
    folder.dir_metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

/// False if the folder may not be listed.
fn is_empty(folder: &Dir) -> bool {
    folder.entries().is_ok_and(|mut entries| entries.next().is_none())
}

fn is_unlinked(folder: &Dir) -> bool {
    folder.dir_metadata().is_ok_and(|metadata| metadata.nlink() == 0)
}

/// Returns a path that cannot climb out, whatever the folder holds. `review::evidence::path_of` gives no other.
fn downwards(path: &str) -> Result<&Path, EvidenceError> {
    // No file name contains NUL.
    if path.contains('\0') {
        return Err(EvidenceError::Missing);
    }
    let path = Path::new(path);
    let climbs = |part| matches!(part, Component::ParentDir | Component::RootDir | Component::Prefix(_));
    if path.components().any(climbs) { Err(EvidenceError::Outside) } else { Ok(path) }
}

fn regular(metadata: &Metadata) -> Result<(), EvidenceError> {
    not_a_file(metadata.mode()).map_or(Ok(()), |what| Err(EvidenceError::NotAFile(what)))
}

/// Reads to the end, up to the limit. Fails if the stamp changes during the read.
pub(super) fn read_unchanged(
    from: impl Read,
    stamp: impl Fn() -> Result<Stamp, EvidenceError>,
) -> Result<(Vec<u8>, Stamp), EvidenceError> {
    let limit_bytes = EVIDENCE_BYTES_MAX as u64;
    let before = stamp()?;
    if before.size_bytes > limit_bytes {
        return Err(EvidenceError::TooLarge);
    }
    let mut bytes = Vec::new();
    from.take(limit_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit_bytes {
        Err(EvidenceError::TooLarge)
    } else if stamp()? != before {
        Err(EvidenceError::Moved)
    } else {
        Ok((bytes, before))
    }
}
