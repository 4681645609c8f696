//! Puts a set of new files into a folder, each whole, never over other bytes, read back and compared.
//!
//! A file is written and synced before it has its name, so that nobody finds half of it. Not every file system can do
//! that, so there are four ways, and each one that a file system does not know is followed by the next:
//!
//! | way | left by a process that is killed |
//! |---|---|
//! | a file without a name, which then is given its name (`O_TMPFILE`, `linkat`) | nothing |
//! | a file of a name of ours, renamed unless the name is taken (`RENAME_NOREPLACE`) | that file; the next export takes it away |
//! | the same, linked to the name | the same |
//! | a file of the name itself, which must be new (`O_EXCL`) | a file that was only begun; the next export finishes it |

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::shelf::{Shelf, System};
use super::{NewFile, Unwritable, not_a_file, without_path};

/// The name of a file that has not its own one yet: between these, 16 hex digits.
const BETWEEN: [&str; 2] = [".strict-review-", ".part"];

/// Writes files into a folder, each atomically where the file system can, never over other bytes, read back and compared.
/// The folder is made if missing. Files that stand there with the same bytes are left as they are, and one that holds
/// only a beginning of them is finished. The last file of the set appears last, so that whoever finds it finds the others.
///
/// # Errors
/// [`Unwritable`]; what this call had written is taken away again.
pub fn write_new(folder: &Path, files: &[NewFile]) -> Result<Vec<PathBuf>, Unwritable> {
    write_on(&System, folder, files)
}

/// Whether a folder takes a new file, tried with one that is taken away again.
///
/// # Errors
/// What the system said.
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
) -> Result<Vec<PathBuf>, Unwritable> {
    let mut written = Vec::new();
    let result = publish_all(shelf, folder, files, &mut written);
    if result.is_err() {
        for path in &written {
            // Best effort: the first error is the one to tell.
            let _ = shelf.remove(path);
        }
    }
    result
}

/// Publishes every file; those that were not there before are added to `written` as they appear.
fn publish_all(
    shelf: &impl Shelf,
    folder: &Path,
    files: &[NewFile],
    written: &mut Vec<PathBuf>,
) -> Result<Vec<PathBuf>, Unwritable> {
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

fn wrong(path: &Path, error: &io::Error) -> Unwritable {
    Unwritable::Io { path: path.to_owned(), error: without_path(error) }
}

enum Published {
    New,
    Stood,
}

fn publish(shelf: &impl Shelf, folder: &Path, path: &Path, bytes: &[u8]) -> Result<Published, Unwritable> {
    if let Some(stood) = standing(shelf, path, bytes)? {
        return Ok(stood);
    }
    let made = unnamed(shelf, (folder, path), bytes).or_else(|| between(shelf, (folder, path), bytes));
    match made.unwrap_or_else(|| itself(shelf, path, bytes))? {
        Made::New => {}
        // Another export may have written the same meanwhile.
        Made::Taken => {
            return standing(shelf, path, bytes)?.ok_or_else(|| Unwritable::Taken(path.to_owned()));
        }
    }
    read_back(shelf, path, bytes).inspect_err(|_| drop(shelf.remove(path)))?;
    Ok(Published::New)
}

fn read_back(shelf: &impl Shelf, path: &Path, bytes: &[u8]) -> Result<(), Unwritable> {
    match shelf.read(path, bytes.len()) {
        Ok(read) if read == bytes => Ok(()),
        Ok(_) | Err(_) => Err(Unwritable::Differs(path.to_owned())),
    }
}

/// What has the name already; `None` where nothing has.
fn standing(shelf: &impl Shelf, path: &Path, bytes: &[u8]) -> Result<Option<Published>, Unwritable> {
    let Ok(named) = std::fs::symlink_metadata(path) else { return Ok(None) };
    let taken = || Unwritable::Taken(path.to_owned());
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

/// Finishes a file that was only begun, in its place: nothing that it holds is lost, and who finishes it at the same time
/// writes the same.
fn finish(shelf: &impl Shelf, path: &Path, bytes: &[u8]) -> Result<(), Unwritable> {
    let written = shelf.open(path, true).and_then(|mut file| fill(shelf, &mut file, bytes));
    written.map_err(|error| wrong(path, &error))?;
    read_back(shelf, path, bytes)
}

/// Writes a file whole. Who may read it is for the file system to say where it knows no such thing.
fn fill(shelf: &impl Shelf, file: &mut File, bytes: &[u8]) -> io::Result<()> {
    shelf.write(file, bytes)?;
    let _ = shelf.let_read(file);
    shelf.sync(file)
}

enum Made {
    New,
    Taken,
}

/// What came of one way; `None` where the file system does not know it.
type Way = Option<Result<Made, Unwritable>>;

fn unnamed(shelf: &impl Shelf, (folder, path): (&Path, &Path), bytes: &[u8]) -> Way {
    let mut file = shelf.make_unnamed(folder).ok()?;
    if let Err(error) = fill(shelf, &mut file, bytes) {
        return Some(Err(wrong(path, &error)));
    }
    made(shelf.name(&file, path)).map(Ok)
}

fn between(shelf: &impl Shelf, (folder, path): (&Path, &Path), bytes: &[u8]) -> Way {
    let between = folder.join(between_name().ok()?);
    let mut file = shelf.make(&between).ok()?;
    // Where it cannot be marked, somebody may take it away too soon, and then the next way is gone.
    let _ = shelf.hold(&file);
    let way = match fill(shelf, &mut file, bytes) {
        Err(error) => Some(Err(wrong(path, &error))),
        Ok(()) => made(shelf.rename(&between, path)).or_else(|| made(shelf.link(&between, path))).map(Ok),
    };
    // Renamed, it has this name no more.
    let _ = shelf.remove(&between);
    way
}

fn itself(shelf: &impl Shelf, path: &Path, bytes: &[u8]) -> Result<Made, Unwritable> {
    let mut file = match shelf.make(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(Made::Taken),
        Err(error) => return Err(wrong(path, &error)),
    };
    let filled = fill(shelf, &mut file, bytes).inspect_err(|_| drop(shelf.remove(path)));
    filled.map(|()| Made::New).map_err(|error| wrong(path, &error))
}

/// What became of the name that was to be given; `None` where it could not be given in this way.
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

/// Takes away what an export left that was killed: files of a name of ours that no process holds. Best effort: what cannot
/// be taken away is in nobody's way.
fn sweep(shelf: &impl Shelf, folder: &Path) {
    for name in shelf.names(folder).unwrap_or_default().iter().filter(|name| is_between(name)) {
        let path = folder.join(name);
        let Ok(file) = shelf.open(&path, false) else { continue };
        if file.metadata().is_ok_and(|found| is_file(&found)) && shelf.hold(&file) {
            let _ = shelf.remove(&path);
        }
    }
}
