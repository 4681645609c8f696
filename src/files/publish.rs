//! Writes a set of new files into a folder: each whole, never over other bytes, read back and compared.
//!
//! A file is written and synced before it has its name, so that nobody finds half of it. Not every file system can do
//! that, so there are four ways. If a file system does not support one, the next is tried:
//!
//! | way | left by a killed process |
//! |---|---|
//! | a file without a name, which then gets its name (`O_TMPFILE`, `linkat`) | nothing |
//! | a file with a temporary name, renamed if the new name is free (`RENAME_NOREPLACE`) | that file; an export removes it |
//! | the same, linked to the final name | the same |
//! | a new file with the final name (`O_EXCL`) | a partly written file; an export finishes it |

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::shelf::{Access, Shelf, System};
use super::{NewFile, WriteError, not_a_file, without_path};

/// Prefix and suffix of a temporary file name, around 16 hex digits.
const BETWEEN: [&str; 2] = [".strict-review-", ".part"];

/// Creates the folder if it is missing. Files with the same bytes stay, and partly written ones are finished. After
/// an error the files written by this call are removed.
/// The last file of the set appears last, so that anybody who finds it finds the others.
pub fn write_new(folder: &Path, files: &[NewFile]) -> Result<Vec<PathBuf>, WriteError> {
    write_on(&System, folder, files)
}

/// Tries it with a file that is removed again.
pub fn takes_files(folder: &Path) -> io::Result<()> {
    let system = System;
    if system.make_unnamed(folder).is_ok() {
        return Ok(());
    }
    let between = folder.join(between_name()?);
    system.make(&between)?;
    system.remove(&between)
}

pub(super) fn write_on(
    shelf: &impl Shelf,
    folder: &Path,
    files: &[NewFile],
) -> Result<Vec<PathBuf>, WriteError> {
    let mut written = Vec::new();
    let result = publish_all(shelf, folder, files, &mut written);
    if result.is_err() {
        for path in &written {
            // Best effort: the first error is the one to report.
            let _ = shelf.remove(path);
        }
    }
    result
}

/// Adds files that were not there before to `written` as they appear.
fn publish_all(
    shelf: &impl Shelf,
    folder: &Path,
    files: &[NewFile],
    written: &mut Vec<PathBuf>,
) -> Result<Vec<PathBuf>, WriteError> {
    shelf.make_folder(folder).map_err(|error| wrong(folder, &error))?;
    sweep(shelf, folder);
    let mut paths = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        match publish(shelf, folder, &path, bytes)? {
            Published::New => written.push(path.clone()),
            Published::Stood => {}
        }
        paths.push(path);
    }
    shelf.sync_folder(folder).map_err(|error| wrong(folder, &error))?;
    Ok(paths)
}

fn wrong(path: &Path, error: &io::Error) -> WriteError {
    WriteError::Io { path: path.to_owned(), error: without_path(error) }
}

enum Published {
    New,
    Stood,
}

fn publish(shelf: &impl Shelf, folder: &Path, path: &Path, bytes: &[u8]) -> Result<Published, WriteError> {
    if let Some(stood) = existing(shelf, path, bytes)? {
        return Ok(stood);
    }
    let made = unnamed(shelf, folder, path, bytes).or_else(|| between(shelf, folder, path, bytes));
    match made.unwrap_or_else(|| itself(shelf, path, bytes))? {
        Made::New => {}
        // Another export may have written the same meanwhile.
        Made::Taken => {
            return existing(shelf, path, bytes)?.ok_or_else(|| WriteError::Taken(path.to_owned()));
        }
    }
    read_back(shelf, path, bytes).inspect_err(|_| drop(shelf.remove(path)))?;
    Ok(Published::New)
}

fn read_back(shelf: &impl Shelf, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    match shelf.read(path, bytes.len()) {
        Ok(read) if read == bytes => Ok(()),
        Ok(_) | Err(_) => Err(WriteError::Differs(path.to_owned())),
    }
}

/// Checks the file that has the name already; `None` if nothing has it.
fn existing(shelf: &impl Shelf, path: &Path, bytes: &[u8]) -> Result<Option<Published>, WriteError> {
    let Ok(named) = std::fs::symlink_metadata(path) else { return Ok(None) };
    let taken = || WriteError::Taken(path.to_owned());
    match shelf.read(path, bytes.len()) {
        Ok(found) if found == bytes => {}
        Ok(found) if is_file(&named) && bytes.starts_with(&found) => finish(shelf, path, bytes)?,
        Ok(_) | Err(_) => return Err(taken()),
    }
    Ok(Some(Published::Stood))
}

fn is_file(named: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    not_a_file(named.mode()).is_none()
}

/// Finishes a partly written file in place: it loses no byte, and a concurrent export writes the same ones.
fn finish(shelf: &impl Shelf, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let written = shelf.open(path, Access::Write).and_then(|mut file| fill(shelf, &mut file, bytes));
    written.map_err(|error| wrong(path, &error))?;
    read_back(shelf, path, bytes)
}

fn fill(shelf: &impl Shelf, file: &mut File, bytes: &[u8]) -> io::Result<()> {
    shelf.write(file, bytes)?;
    // Best effort: some file systems have no permissions.
    let _ = shelf.let_read(file);
    shelf.sync(file)
}

enum Made {
    New,
    Taken,
}

/// `None` if the file system does not support the way.
type Way = Option<Result<Made, WriteError>>;

fn unnamed(shelf: &impl Shelf, folder: &Path, path: &Path, bytes: &[u8]) -> Way {
    let mut file = shelf.make_unnamed(folder).ok()?;
    if let Err(error) = fill(shelf, &mut file, bytes) {
        return Some(Err(wrong(path, &error)));
    }
    made(shelf.name(&file, path)).map(Ok)
}

fn between(shelf: &impl Shelf, folder: &Path, path: &Path, bytes: &[u8]) -> Way {
    let between = folder.join(between_name().ok()?);
    let mut file = shelf.make(&between).ok()?;
    // Best effort: an unmarked file may be removed too early by another export, and then the next way is tried.
    let _ = shelf.hold(&file);
    let way = match fill(shelf, &mut file, bytes) {
        Err(error) => Some(Err(wrong(path, &error))),
        Ok(()) => made(shelf.rename(&between, path)).or_else(|| made(shelf.link(&between, path))).map(Ok),
    };
    // After a rename this name is gone already.
    let _ = shelf.remove(&between);
    way
}

fn itself(shelf: &impl Shelf, path: &Path, bytes: &[u8]) -> Result<Made, WriteError> {
    let mut file = match shelf.make(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(Made::Taken),
        Err(error) => return Err(wrong(path, &error)),
    };
    let filled = fill(shelf, &mut file, bytes).inspect_err(|_| drop(shelf.remove(path)));
    filled.map(|()| Made::New).map_err(|error| wrong(path, &error))
}

/// `None` if the name could not be given in this way.
fn made(named: io::Result<()>) -> Option<Made> {
    match named {
        Ok(()) => Some(Made::New),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Some(Made::Taken),
        Err(_) => None,
    }
}

fn between_name() -> io::Result<String> {
    let [before, behind] = BETWEEN;
    let random = getrandom::u64().map_err(|_| io::ErrorKind::Other)?;
    Ok(format!("{before}{random:016x}{behind}"))
}

fn is_between(name: &str) -> bool {
    let [before, behind] = BETWEEN;
    let digits = name.strip_prefix(before).and_then(|name| name.strip_suffix(behind));
    digits.is_some_and(|digits| digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Removes temporary files that no process holds, left by killed exports. Best effort: a remaining file does no harm.
fn sweep(shelf: &impl Shelf, folder: &Path) {
    for name in shelf.names(folder).unwrap_or_default().iter().filter(|name| is_between(name)) {
        let path = folder.join(name);
        let Ok(file) = shelf.open(&path, Access::Read) else { continue };
        if file.metadata().is_ok_and(|found| is_file(&found)) && shelf.hold(&file) {
            let _ = shelf.remove(&path);
        }
    }
}
