//! One writer for each session: a lock on a file that names its holder.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use crate::review::moment::Moment;
use crate::review::text::{cut, visible};

/// The lock is released on drop or when the process ends.
#[derive(Debug)]
pub struct Writer {
    file: File,
}

/// File systems that other machines may reach, by their number in statfs(2). It is unknown what a FUSE mount is
/// backed by, and most of them support no locks across machines.
#[cfg(target_os = "linux")]
const SHARED: [i128; 14] = [
    0x6573_5546, // FUSE: sshfs, rclone and most others that a user mounts
    0x6969,      // NFS
    0xFF53_4D42, // CIFS
    0xFE53_4D42, // SMB 2 and 3
    0x517B,      // SMB, the first one
    0x0102_1997, // 9P
    0x00C3_6400, // Ceph
    0x5346_414F, // AFS
    0x6B41_4653, // AFS, that of the kernel
    0x7375_7245, // Coda
    0x0BD0_0BD0, // Lustre
    0x4750_4653, // GPFS
    0x1983_0326, // BeeGFS
    0x786F_4256, // folders that a virtual machine shares with its host
];

impl Writer {
    /// True if the lock may exclude writers on this machine only, because other machines may reach the file system
    /// too.
    #[must_use]
    pub fn may_keep_out_this_machine_only(&self) -> bool {
        is_shared(&self.file)
    }
}

#[cfg(target_os = "linux")]
fn is_shared(file: &File) -> bool {
    // The kernel's number has 32 bits; the field is signed on some machines and longer on most.
    rustix::fs::fstatfs(file).is_ok_and(|system| SHARED.contains(&(i128::from(system.f_type) & 0xFFFF_FFFF)))
}

#[cfg(not(target_os = "linux"))]
fn is_shared(_file: &File) -> bool {
    false
}

/// The holder's own description, shortened and with invisible characters escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder(String);

impl Holder {
    #[must_use]
    pub fn unknown() -> Self {
        Self("another process".to_owned())
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The inner error names the present holder.
pub fn take(path: &Path, pid: u32, now: Moment) -> io::Result<Result<Writer, Holder>> {
    let mut file =
        // Not truncated, because the file may name the present holder.
        OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    match exclusive(&file) {
        Ok(()) => {
            // The description is a courtesy: the lock holds even if the disk is full.
            let _ = named(&file, &format!("process {pid} since {now}"));
            Ok(Ok(Writer { file }))
        }
        Err(TryLockError::WouldBlock) => Ok(Err(read_holder(&mut file)?)),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Returns `None` if nobody holds the lock. A writer that meets this check tries again, so it keeps nobody out.
pub fn holder(path: &Path) -> io::Result<Option<Holder>> {
    let mut file = File::open(path)?;
    match file.try_lock_shared() {
        Ok(()) => Ok(None),
        Err(TryLockError::WouldBlock) => read_holder(&mut file).map(Some),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Attempts while others only check the lock: they release it at once.
const TRIES: usize = 64;

/// Tries again if another process only checks whether the lock is held.
fn exclusive(file: &File) -> Result<(), TryLockError> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if file.try_lock_shared().is_ok() => {
                file.unlock().map_err(TryLockError::Error)?;
            }
            other => return other,
        }
    }
    file.try_lock()
}

fn read_holder(file: &mut File) -> io::Result<Holder> {
    let mut who = Vec::new();
    file.rewind()?;
    // This text is shown to a person, so it is bounded, and invisible characters are escaped.
    file.take(256).read_to_end(&mut who)?;
    let who = String::from_utf8_lossy(&who);
    // A holder that has only just taken the lock has written nothing yet.
    Ok(if who.is_empty() { Holder::unknown() } else { Holder(cut(&visible(&who), 80)) })
}

/// Truncates only a longer description, because truncation is slow on many file systems. If the write fails, no name
/// remains rather than the previous holder's.
fn named(file: &File, who: &str) -> io::Result<()> {
    file.write_all_at(who.as_bytes(), 0).inspect_err(|_| drop(file.set_len(0)))?;
    let length = who.len() as u64;
    if file.metadata()?.len() > length { file.set_len(length) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::review::testing::clock;

    #[test]
    fn there_is_one_writer_and_a_second_one_learns_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("writer.lock");
        let since = clock();
        let first = take(&path, 4711, since).unwrap().unwrap();
        let holder = take(&path, 4712, clock()).unwrap().unwrap_err();
        assert_eq!(holder.to_string(), format!("process 4711 since {since}"));
        drop(first);
        let later = clock();
        let _second = take(&path, 4712, later).unwrap().unwrap();
        assert_eq!(
            take(&path, 1, clock()).unwrap().unwrap_err().to_string(),
            format!("process 4712 since {later}")
        );
    }

    #[test]
    fn who_holds_it_is_told_while_it_is_held_and_not_behind_that() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("writer.lock");
        let since = clock();
        let held = take(&path, 4711, since).unwrap().unwrap();
        assert_eq!(holder(&path).unwrap().unwrap().to_string(), format!("process 4711 since {since}"));
        drop(held);
        assert_eq!(holder(&path).unwrap(), None, "a holder that has ended is not named");
        assert!(take(&path, 4712, clock()).unwrap().is_ok(), "looking keeps nobody out");
    }

    #[test]
    fn nothing_is_left_of_a_holder_with_a_longer_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("writer.lock");
        for pid in [4_194_304, 7] {
            let since = clock();
            let _held = take(&path, pid, since).unwrap().unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), format!("process {pid} since {since}"));
        }
    }

    #[test]
    fn a_lock_in_a_folder_that_no_other_machine_reaches_keeps_out_everybody() {
        let writer = |folder: &Path| take(&folder.join("writer.lock"), 1, clock()).unwrap().unwrap();
        let memory = Path::new("/dev/shm");
        if memory.is_dir() {
            let folder = tempfile::tempdir_in(memory).unwrap();
            assert!(!writer(folder.path()).may_keep_out_this_machine_only());
        }
    }

    #[test]
    fn a_lock_is_private_to_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("writer.lock");
        take(&path, 1, clock()).unwrap().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn whatever_a_holder_wrote_is_shown_harmless_and_short() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("writer.lock");
        let _held = take(&path, 1, clock()).unwrap().unwrap();
        for (written, shown) in [
            (b"\x1b[31mred".to_vec(), "‹U+001B›[31mred"),
            (b"\xff\xfe".to_vec(), "\u{fffd}\u{fffd}"),
            (Vec::new(), "another process"),
        ] {
            fs::write(&path, written).unwrap();
            assert_eq!(take(&path, 2, clock()).unwrap().unwrap_err().to_string(), shown);
        }
        fs::write(&path, "é".repeat(500)).unwrap();
        assert_eq!(take(&path, 2, clock()).unwrap().unwrap_err().to_string().chars().count(), 80);
    }
}
