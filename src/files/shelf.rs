//! File system operations of publishing, as a trait: tests replace it with a file system that can do less, or fails.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{CWD, OFlags, RenameFlags, renameat_with};

use super::ReadError;

/// A packet is meant to be passed on.
const READABLE_BY_ALL: u32 = 0o644;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

pub(super) trait Shelf {
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// The file is gone when it is closed without a name, even if the process is killed.
    fn make_unnamed(&self, folder: &Path) -> io::Result<File>;

    /// Fails if the name is taken.
    fn name(&self, file: &File, path: &Path) -> io::Result<()>;

    /// Fails if the name is taken.
    fn make(&self, path: &Path) -> io::Result<File>;

    /// Does not follow a link.
    fn open(&self, path: &Path, access: Access) -> io::Result<File>;

    /// Marks a file as being written by a live process; `false` if another process holds it.
    fn hold(&self, file: &File) -> bool;

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    fn let_read(&self, file: &File) -> io::Result<()>;

    fn sync(&self, file: &File) -> io::Result<()>;

    /// Fails if the new name is taken.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Fails if the new name is taken.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    fn remove(&self, path: &Path) -> io::Result<()>;

    fn read(&self, path: &Path, limit_bytes: usize) -> Result<Vec<u8>, ReadError>;

    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

pub(super) struct System;

impl Shelf for System {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let names = fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.file_name());
        Ok(names.filter_map(|name| name.into_string().ok()).collect())
    }

    #[cfg(target_os = "linux")]
    fn make_unnamed(&self, folder: &Path) -> io::Result<File> {
        let flags = OFlags::TMPFILE.bits().cast_signed();
        OpenOptions::new().write(true).custom_flags(flags).mode(READABLE_BY_ALL).open(folder)
    }

    #[cfg(not(target_os = "linux"))]
    fn make_unnamed(&self, _folder: &Path) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    #[cfg(target_os = "linux")]
    fn name(&self, file: &File, path: &Path) -> io::Result<()> {
        use std::os::fd::AsRawFd;

        use rustix::fs::{AtFlags, linkat};
        // `AT_EMPTY_PATH` needs the privilege to read everything (`CAP_DAC_READ_SEARCH`), so the path in /proc comes
        // first.
        let own = format!("/proc/self/fd/{}", file.as_raw_fd());
        match linkat(CWD, own.as_str(), CWD, path, AtFlags::SYMLINK_FOLLOW) {
            Err(rustix::io::Errno::NOENT) => linkat(file, "", CWD, path, AtFlags::EMPTY_PATH),
            named => named,
        }
        .map_err(io::Error::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn name(&self, _file: &File, _path: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn make(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).mode(READABLE_BY_ALL).open(path)
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<File> {
        let writes = access == Access::Write;
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
        OpenOptions::new().read(!writes).write(writes).custom_flags(flags).open(path)
    }

    fn hold(&self, file: &File) -> bool {
        file.try_lock().is_ok()
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn let_read(&self, file: &File) -> io::Result<()> {
        // The umask may have removed permissions when the file was made.
        file.set_permissions(Permissions::from_mode(READABLE_BY_ALL))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn read(&self, path: &Path, limit_bytes: usize) -> Result<Vec<u8>, ReadError> {
        super::read_at_most(path, limit_bytes)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        super::sync_folder(folder)
    }
}
