//! The journal on disk: appended, synced, and watched for being taken away.
//!
//! What stands in a journal when its disk fails:
//!
//! | what failed | what is done | afterwards |
//! |---|---|---|
//! | writing a line, wholly or half | what of it is there is cut off again, and the cut is synced | the next line may be tried |
//! | that cut, or its sync | nothing more | stopped |
//! | lines before it, spoilt by a disk that refused a line | it is said which are good | stopped |
//! | syncing a line | it is cut off again as far as the disk lets us | stopped |
//!
//! A sync that failed must not be tried again: the system may have marked what it could not write as written, and a
//! second sync would report success for bytes that are lost (“fsyncgate”, 2018; fsync(2), notes on `EIO`). So a
//! journal whose sync failed records nothing more. Opened again, it is read as it stands, and its last line is
//! written and synced anew before anybody sees it.
//!
//! The bytes that were recorded are kept in memory as well. Some file systems move a file's time when it is read, others
//! spoil a whole block when there is no room for its last bytes, on some a name leads to another file of the same number:
//! there only the bytes tell what became of the journal.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::disk::{Disk, differs_at};
use super::{Journal, Spoilt, Stopped, Unkept};
use crate::files::source::open_without_waiting;
use crate::review::limits::{JOURNAL_BYTES_MAX, JOURNAL_LINE};

/// An open journal file.
#[derive(Debug)]
pub struct Log<D = File> {
    path: PathBuf,
    disk: D,
    /// Every byte that was recorded: whole lines, the last of which may lack its newline.
    kept: Vec<u8>,
    /// When the file changed last, as the system gave it when its bytes were known; `None` before the first.
    changed: Cell<Option<(i64, i64)>>,
    stopped: Option<Stopped>,
}

impl Log {
    /// Makes a new journal file, private to its owner.
    ///
    /// # Errors
    /// What the system said; also where the file exists.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create_new(true).mode(0o600).open(path)?;
        file.try_lock()?;
        Ok(Self::on(file, path))
    }

    /// Opens a journal to go on with it behind its whole lines; `None` where another writer has it open. The file
    /// itself is locked too, for a lock file can be deleted under us, and then it keeps nobody out.
    ///
    /// # Errors
    /// What the system said; also where the file does not hold the bytes that were read of it.
    pub fn resume(path: &Path, bytes: &[u8], whole_bytes: usize) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // What was appended since it was read may be somebody's answer, and must not be cut off as if it were torn.
        unmoved(&file, bytes)?;
        let log = Self::settled(file, path, bytes.get(..whole_bytes).unwrap_or(bytes))?;
        rustix::fs::fcntl_setfl(&log.disk, rustix::fs::OFlags::APPEND)?;
        Ok(Some(log))
    }

    /// Waits until a journal that is only read, because it cannot be written here, is on its disk as far as the
    /// system knows of it; `false` where somebody writes it. The last line is not written anew, so a sync that failed
    /// before is not made good: a disk that turned read-only over a fault of its own says so now, and a file that
    /// others may write is theirs to keep.
    ///
    /// # Errors
    /// What the system said; also where the file does not hold the bytes that were read of it.
    pub fn read_only(path: &Path, bytes: &[u8]) -> io::Result<bool> {
        let file = File::open(path)?;
        match file.try_lock_shared() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        unmoved(&file, bytes)?;
        file.sync_data()?;
        Ok(true)
    }
}

/// Whether a file still holds what was read of it.
fn unmoved(file: &File, bytes: &[u8]) -> io::Result<()> {
    let mut now = Vec::with_capacity(bytes.len() + 1);
    file.take(bytes.len() as u64 + 1).read_to_end(&mut now)?;
    if now == bytes { Ok(()) } else { Err(io::Error::other("it was written to while it was opened")) }
}

impl<D: Disk> Log<D> {
    /// A journal on a file that holds nothing.
    #[must_use]
    pub fn on(disk: D, path: &Path) -> Self {
        Self { path: path.to_owned(), disk, kept: Vec::new(), changed: Cell::new(None), stopped: None }
    }

    /// A journal on a file that begins with these whole lines. What stands behind them, of a line that was torn, is
    /// cut off. The last line is written once more where it stands: a sync that failed before may have left it in
    /// memory only, taken for written, and it is about to be shown as recorded.
    ///
    /// # Errors
    /// What the system said.
    pub fn settled(mut disk: D, path: &Path, whole: &[u8]) -> io::Result<Self> {
        let length = whole.len() as u64;
        if disk.metadata()?.len() != length {
            disk.cut(length)?;
        }
        let lines = whole.strip_suffix(b"\n").unwrap_or(whole);
        let last_at = memchr::memrchr(b'\n', lines).map_or(0, |newline| newline + 1);
        disk.write_again(whole.get(last_at..).unwrap_or_default(), last_at as u64)?;
        disk.sync()?;
        let changed = Cell::new(Some(modified(&disk.metadata()?)));
        Ok(Self { kept: whole.to_vec(), changed, ..Self::on(disk, path) })
    }

    fn length(&self) -> u64 {
        self.kept.len() as u64
    }

    /// What a line that was not written whole leaves is cut off. Where that cannot be done either, nobody knows what
    /// the next line would stand behind. A disk that refused a line may have spoilt what stands before it.
    fn taken_back(&mut self, error: io::Error) -> Unkept {
        let length = self.length();
        let back = self.disk.metadata().and_then(|found| {
            if found.len() != length {
                self.disk.cut(length).and_then(|()| self.disk.sync())?;
            }
            let differs_at = differs_at(&self.disk, &self.kept)?;
            // A write of which nothing was taken may have changed the time too.
            Ok((self.disk.metadata()?, differs_at))
        });
        match back {
            Ok((now, None)) => {
                self.changed.set(Some(modified(&now)));
                Unkept::Io(error)
            }
            Ok((_, Some(at))) => self.stop(&error, false, Some(self.spoilt(at))),
            Err(_) => self.stop(&error, true, None),
        }
    }

    /// What is good where the first byte that differs stands here.
    fn spoilt(&self, at: usize) -> Spoilt {
        let lines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
        let good = self.kept.get(..at).unwrap_or_default();
        let good =
            good.get(..memchr::memrchr(b'\n', good).map_or(0, |newline| newline + 1)).unwrap_or_default();
        let up_to = good.rsplit(|byte| *byte == b'\n').find_map(item);
        Spoilt { good_lines: lines(good), lines: lines(&self.kept), up_to }
    }

    /// After a sync that failed, the line is withdrawn as well as may be, so that it does not come back; and nothing
    /// more is recorded, not even where that went well.
    fn unsynced(&mut self, error: &io::Error) -> Unkept {
        let withdrawn = self.disk.cut(self.length()).and_then(|()| self.disk.sync());
        self.stop(error, withdrawn.is_err(), None)
    }

    /// Records nothing more. A disk is not blamed for a journal that was taken away.
    fn stop(&mut self, error: &io::Error, may_return: bool, spoilt: Option<Spoilt>) -> Unkept {
        let stopped = Stopped { why: error.to_string(), may_return, spoilt };
        self.stopped = Some(stopped.clone());
        match self.named() {
            Err(Unkept::Gone) => Unkept::Gone,
            Ok(_) | Err(_) => Unkept::Stopped(stopped),
        }
    }

    /// What has the name of the journal now.
    fn named(&self) -> Result<Metadata, Unkept> {
        fs::symlink_metadata(&self.path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unkept::Gone,
            _ => Unkept::Io(error),
        })
    }

    /// What is to be said of a file of which the system said something: one that was taken away below a mount is still
    /// open here, and not there any more.
    fn lost(error: io::Error, unkept: fn(io::Error) -> Unkept) -> Unkept {
        match error.kind() {
            io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::StaleNetworkFileHandle => Unkept::Gone,
            _ => unkept(error),
        }
    }

    /// Reads the journal by its name and holds it against what was kept.
    fn read_again(&self) -> Result<(), Unkept> {
        if !self.named()?.is_file() {
            return Err(Unkept::Gone);
        }
        let read = |file: io::Result<File>| differs_at(&file?, &self.kept);
        match read(open_without_waiting(&self.path)) {
            Ok(None) => Ok(()),
            // What is open is as it was, so the name leads to something else.
            Ok(Some(_)) if differs_at(&self.disk, &self.kept).is_ok_and(|at| at.is_none()) => {
                Err(Unkept::Gone)
            }
            Ok(Some(_)) => Err(Unkept::Foreign),
            Err(error) => Err(Self::lost(error, Unkept::Unread)),
        }
    }
}

impl<D: Disk> Journal for Log<D> {
    fn append(&mut self, line: &[u8]) -> Result<(), Unkept> {
        self.stands()?;
        // A last line that was found whole without its newline gets it now.
        let ended = self.kept.is_empty() || self.kept.ends_with(b"\n");
        let line = if ended { Cow::Borrowed(line) } else { Cow::Owned([b"\n", line].concat()) };
        // A line that could never be read back is not kept: it would cost every line before it.
        let length = self.length() + line.len() as u64;
        if line.len() > JOURNAL_LINE.bytes || length > JOURNAL_BYTES_MAX as u64 {
            return Err(Unkept::Io(io::ErrorKind::FileTooLarge.into()));
        }
        if let Err(error) = self.disk.write_all(&line) {
            return Err(self.taken_back(error));
        }
        if let Err(error) = self.disk.sync() {
            return Err(self.unsynced(&error));
        }
        // What somebody wrote since it was looked at stands before or behind the line. It may be theirs to keep, so
        // nothing is cut; what is kept stays as it was, and so nothing more is recorded.
        match self.disk.metadata() {
            Ok(now) if now.len() == length => self.changed.set(Some(modified(&now))),
            Ok(_) => return Err(Unkept::Foreign),
            Err(error) => return Err(self.stop(&error, true, None)),
        }
        self.kept.extend_from_slice(&line);
        Ok(())
    }

    /// Whether the disk still takes it, the name still leads to the file that is open, and nobody else wrote to it. An
    /// overwrite of the same length shows in the time, unless it came within the same tick of the file system's clock
    /// as our own last line. A time that moved with no byte changed is nobody's doing: reading moves it on some mounts.
    fn stands(&self) -> Result<(), Unkept> {
        if let Some(stopped) = &self.stopped {
            let Err(Unkept::Gone) = self.named() else { return Err(Unkept::Stopped(stopped.clone())) };
            return Err(Unkept::Gone);
        }
        let named = self.named()?;
        let open = self.disk.metadata().map_err(|error| Self::lost(error, Unkept::Io))?;
        if (named.dev(), named.ino()) != (open.dev(), open.ino()) {
            return Err(Unkept::Gone);
        }
        if open.len() != self.length() {
            return Err(Unkept::Foreign);
        }
        if self.changed.get().is_some_and(|known| known != modified(&open)) {
            self.read_again()?;
            self.changed.set(Some(modified(&open)));
        }
        Ok(())
    }

    fn holds(&self) -> Result<(), Unkept> {
        self.stands()?;
        self.read_again()
    }
}

/// The item that a line answers, if it is of one.
fn item(line: &[u8]) -> Option<String> {
    let line: serde_json::Value = serde_json::from_slice(line).ok()?;
    line.get("event")?.get("item")?.as_str().map(str::to_owned)
}

/// When a file changed last, in seconds and nanoseconds.
fn modified(metadata: &Metadata) -> (i64, i64) {
    (metadata.mtime(), metadata.mtime_nsec())
}
