//! The journal on disk: appends, syncs, and notices if the file is taken away.
//!
//! Reactions to a disk failure:
//!
//! | failure | reaction | afterwards |
//! |---|---|---|
//! | a line is written in part or not at all | cut off what was written, sync the cut | the next line may be tried |
//! | that cut, or its sync | none | stopped |
//! | earlier lines are spoilt by a disk that refused a line | report the good lines | stopped |
//! | sync of a line | cut the line off if the disk allows it | stopped |
//!
//! Never retry a failed sync: the system may have marked as written what it could not write, and a second sync would
//! report success for lost bytes (“fsyncgate”, 2018; fsync(2), notes on `EIO`). So a journal whose sync failed
//! records nothing more. When it is opened again, its last line is written and synced again before anybody sees it.
//!
//! The recorded bytes are also kept in memory. Some file systems change a file's time when it is read, others spoil a
//! whole block if there is no room for its last bytes. On some a path leads to another file with the same number.
//! There only the bytes show what happened to the journal.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::disk::{Disk, differs_at};
use super::{AppendError, Journal, Spoilt, Stopped};
use crate::files::source::open_without_waiting;
use crate::review::json;
use crate::review::limits::{JOURNAL_BYTES_MAX, JOURNAL_LINE};

#[derive(Debug)]
pub struct Log<D = File> {
    path: PathBuf,
    disk: D,
    /// Every recorded byte: whole lines, the last of which may lack its newline.
    kept: Vec<u8>,
    /// Modification time when the bytes were last known to match; `None` before the first line.
    changed: Cell<Option<(i64, i64)>>,
    stopped: Option<Stopped>,
}

impl Log {
    /// Fails if the file exists. The new file is private to its owner.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create_new(true).mode(0o600).open(path)?;
        file.try_lock()?;
        Ok(Self::on(file, path))
    }

    /// Continues after the whole lines; `None` if another writer has the file open. Fails if the file does not hold
    /// `bytes`.
    pub fn resume(path: &Path, bytes: &[u8], whole_bytes: usize) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        // The file itself is locked too: a lock file can be deleted under us, and then it keeps nobody out.
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Bytes appended since the read may be somebody's answer, and must not be cut off as a torn line.
        check_unchanged(&file, bytes)?;
        let log = Self::reopen(file, path, bytes.get(..whole_bytes).unwrap_or(bytes))?;
        // Append mode is set only now: on Linux it makes pwrite(2) ignore the offset, which `reopen` needs.
        rustix::fs::fcntl_setfl(&log.disk, rustix::fs::OFlags::APPEND)?;
        Ok(Some(log))
    }

    /// Syncs a journal that cannot be written here; `false` if somebody writes it. Fails if the file does not hold
    /// `bytes`.
    ///
    /// The last line is not written again, so an earlier failed sync is not repaired. A disk that turned read-only
    /// after a fault of its own reports it now, and a file that others may write is theirs to repair.
    pub fn read_only(path: &Path, bytes: &[u8]) -> io::Result<bool> {
        let file = File::open(path)?;
        match file.try_lock_shared() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        check_unchanged(&file, bytes)?;
        file.sync_data()?;
        Ok(true)
    }
}

fn check_unchanged(file: &File, bytes: &[u8]) -> io::Result<()> {
    let mut now = Vec::with_capacity(bytes.len() + 1);
    file.take(bytes.len() as u64 + 1).read_to_end(&mut now)?;
    if now == bytes { Ok(()) } else { Err(io::Error::other("it was changed while it was opened")) }
}

impl<D: Disk> Log<D> {
    /// The file must be empty.
    #[must_use]
    pub fn on(disk: D, path: &Path) -> Self {
        Self { path: path.to_owned(), disk, kept: Vec::new(), changed: Cell::new(None), stopped: None }
    }

    /// The file must begin with `whole`; a torn line after it is cut off.
    pub fn reopen(mut disk: D, path: &Path, whole: &[u8]) -> io::Result<Self> {
        let length = whole.len() as u64;
        if disk.metadata()?.len() != length {
            disk.cut(length)?;
        }
        let lines = whole.strip_suffix(b"\n").unwrap_or(whole);
        let last_at = memchr::memrchr(b'\n', lines).map_or(0, |newline| newline + 1);
        // A failed sync in an earlier run may have left the last line in memory only, marked as written. It is about
        // to be shown as recorded, so it is written again.
        disk.write_again(whole.get(last_at..).unwrap_or_default(), last_at as u64)?;
        disk.sync()?;
        let changed = Cell::new(Some(modified(&disk.metadata()?)));
        Ok(Self { kept: whole.to_vec(), changed, ..Self::on(disk, path) })
    }

    fn length(&self) -> u64 {
        self.kept.len() as u64
    }

    /// Cuts off a line that was written in part. If that fails too, the start of the next line is unknown and
    /// recording stops.
    fn taken_back(&mut self, error: io::Error) -> AppendError {
        let length = self.length();
        let back = self.disk.metadata().and_then(|found| {
            if found.len() != length {
                self.disk.cut(length).and_then(|()| self.disk.sync())?;
            }
            // A disk that refused a line may have spoilt earlier ones.
            let differs_at = differs_at(&self.disk, &self.kept)?;
            // A write that took no bytes may have changed the time too.
            Ok((self.disk.metadata()?, differs_at))
        });
        match back {
            Ok((now, None)) => {
                self.changed.set(Some(modified(&now)));
                AppendError::Io(error)
            }
            Ok((_, Some(at))) => {
                let spoilt = Some(self.spoilt(at));
                self.stop(Stopped { why: error.to_string(), may_return: false, spoilt })
            }
            Err(_) => self.stop(Stopped { why: error.to_string(), may_return: true, spoilt: None }),
        }
    }

    fn spoilt(&self, at: usize) -> Spoilt {
        let lines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
        let good = self.kept.get(..at).unwrap_or_default();
        let good =
            good.get(..memchr::memrchr(b'\n', good).map_or(0, |newline| newline + 1)).unwrap_or_default();
        let up_to = good.rsplit(|byte| *byte == b'\n').find_map(item);
        Spoilt { good_lines: lines(good), lines: lines(&self.kept), up_to }
    }

    /// Withdraws the line after a failed sync as far as possible, so that it does not come back. Recording stops even
    /// if that succeeds.
    fn unsynced(&mut self, error: &io::Error) -> AppendError {
        let withdrawn = self.disk.cut(self.length()).and_then(|()| self.disk.sync());
        self.stop(Stopped { why: error.to_string(), may_return: withdrawn.is_err(), spoilt: None })
    }

    /// Stops recording. A journal that was taken away is [`AppendError::Gone`], not a fault of the disk.
    fn stop(&mut self, stopped: Stopped) -> AppendError {
        self.stopped = Some(stopped.clone());
        match self.named() {
            Err(AppendError::Gone) => AppendError::Gone,
            Ok(_) | Err(_) => AppendError::Stopped(stopped),
        }
    }

    /// Metadata of whatever has the journal's path now.
    fn named(&self) -> Result<Metadata, AppendError> {
        fs::symlink_metadata(&self.path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => AppendError::Gone,
            _ => AppendError::Io(error),
        })
    }

    /// A file deleted on the server of a mount is still open here but does not exist any more: its errors mean
    /// [`AppendError::Gone`].
    fn lost(error: io::Error, unkept: fn(io::Error) -> AppendError) -> AppendError {
        match error.kind() {
            io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::StaleNetworkFileHandle => AppendError::Gone,
            _ => unkept(error),
        }
    }

    fn read_again(&self) -> Result<(), AppendError> {
        if !self.named()?.is_file() {
            return Err(AppendError::Gone);
        }
        let read = |file: io::Result<File>| differs_at(&file?, &self.kept);
        match read(open_without_waiting(&self.path)) {
            Ok(None) => Ok(()),
            // The open file is unchanged, so the path leads to another one.
            Ok(Some(_)) if differs_at(&self.disk, &self.kept).is_ok_and(|at| at.is_none()) => {
                Err(AppendError::Gone)
            }
            Ok(Some(_)) => Err(AppendError::Foreign),
            Err(error) => Err(Self::lost(error, AppendError::Unread)),
        }
    }
}

impl<D: Disk> Journal for Log<D> {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.is_intact()?;
        // A whole last line that lacks only its newline gets it now.
        let ended = self.kept.is_empty() || self.kept.ends_with(b"\n");
        let line = if ended { Cow::Borrowed(line) } else { Cow::Owned([b"\n", line].concat()) };
        // Refuse a line that could never be read back: it would cost every line before it.
        let length = self.length() + line.len() as u64;
        if line.len() > JOURNAL_LINE.bytes || length > JOURNAL_BYTES_MAX as u64 {
            return Err(AppendError::Io(io::ErrorKind::FileTooLarge.into()));
        }
        if let Err(error) = self.disk.write_all(&line) {
            return Err(self.taken_back(error));
        }
        if let Err(error) = self.disk.sync() {
            return Err(self.unsynced(&error));
        }
        // Bytes that somebody else wrote since the last check are before or after the line. They may be theirs to
        // keep, so nothing is cut. `kept` stays unchanged, and so nothing more is recorded.
        match self.disk.metadata() {
            Ok(now) if now.len() == length => self.changed.set(Some(modified(&now))),
            Ok(_) => return Err(AppendError::Foreign),
            Err(error) => {
                let why = error.to_string();
                return Err(self.stop(Stopped { why, may_return: true, spoilt: None }));
            }
        }
        self.kept.extend_from_slice(&line);
        Ok(())
    }

    fn is_intact(&self) -> Result<(), AppendError> {
        if let Some(stopped) = &self.stopped {
            let Err(AppendError::Gone) = self.named() else {
                return Err(AppendError::Stopped(stopped.clone()));
            };
            return Err(AppendError::Gone);
        }
        let named = self.named()?;
        let open = self.disk.metadata().map_err(|error| Self::lost(error, AppendError::Io))?;
        if (named.dev(), named.ino()) != (open.dev(), open.ino()) {
            return Err(AppendError::Gone);
        }
        if open.len() != self.length() {
            return Err(AppendError::Foreign);
        }
        // An overwrite of the same length shows in the time, unless it falls into the same tick of the file system's
        // clock as our own last line. A new time with unchanged bytes is harmless: reading changes it on some mounts.
        if self.changed.get().is_some_and(|known| known != modified(&open)) {
            self.read_again()?;
            self.changed.set(Some(modified(&open)));
        }
        Ok(())
    }

    fn holds(&self) -> Result<(), AppendError> {
        self.is_intact()?;
        self.read_again()
    }
}

fn item(line: &[u8]) -> Option<String> {
    let line = json::read_object(line, &JOURNAL_LINE).ok()?;
    line.get("event")?.get("item")?.as_str().map(str::to_owned)
}

fn modified(metadata: &Metadata) -> (i64, i64) {
    (metadata.mtime(), metadata.mtime_nsec())
}
