//! One writer for a session: a lock on a file that says who holds it.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::review::moment::Moment;
use crate::review::text::{cut, visible};

/// The lock, held until it is dropped or the process ends.
#[derive(Debug)]
pub struct Writer {
    _file: File,
}

/// Who holds the lock, as the holder wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder(String);

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes the lock, or says who holds it.
///
/// # Errors
/// What the system said.
pub fn take(path: &Path, pid: u32, now: Moment) -> io::Result<Result<Writer, Holder>> {
    let mut file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0)?;
            write!(file, "process {pid} since {now}")?;
            Ok(Ok(Writer { _file: file }))
        }
        Err(TryLockError::WouldBlock) => {
            let mut who = String::new();
            file.rewind()?;
            // Whatever stands there is shown to a person, so it is bounded and made visible.
            file.take(256).read_to_string(&mut who)?;
            Ok(Err(Holder(cut(&visible(&who), 80))))
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}
