//! The position at which a reviewer left a session: kept beside the journal, never in it, because it proves nothing.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::Sessions;

pub(super) const NAME: &str = "place";

/// A longer file is not ours.
const BYTES_MAX: u64 = 4_096;

/// Identifiers of the step and, if one was selected, of the item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftAt {
    pub step: String,
    pub item: Option<String>,
}

impl Sessions {
    #[must_use]
    pub fn place(&self, id: &str) -> PathBuf {
        self.journal(id).with_file_name(NAME)
    }
}

/// Reads the position and invalidates the file, so that a killed run leaves none. `None` if it is missing,
/// invalidated or not ours.
pub fn take(path: &Path) -> Option<LeftAt> {
    let mut bytes = Vec::new();
    let file = options().read(true).open(path).ok().filter(is_file)?;
    (&file).take(BYTES_MAX + 1).read_to_end(&mut bytes).ok()?;
    // A file that cannot be invalidated could be reported after a run that left from elsewhere. One overwritten byte
    // is enough; truncation would wait for the disk.
    if !bytes.is_empty() {
        file.write_all_at(b"-", 0).ok()?;
    }
    serde_json::from_slice(&bytes).ok().filter(|_| bytes.len() as u64 <= BYTES_MAX)
}

/// Nothing depends on this file: if it cannot be written, the next run begins elsewhere and reports it.
pub fn leave(path: &Path, at: &LeftAt) {
    let (Ok(bytes), Ok(file)) = (serde_json::to_vec(at), options().create(true).open(path)) else { return };
    if is_file(&file) && bytes.len() as u64 <= BYTES_MAX && file.set_len(0).is_ok() {
        let _ = (&file).write_all(&bytes);
    }
}

/// Neither follows a link nor waits for a FIFO at this path.
fn options() -> OpenOptions {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600).custom_flags(flags.bits().cast_signed());
    options
}

fn is_file(file: &std::fs::File) -> bool {
    file.metadata().is_ok_and(|metadata| metadata.is_file())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn at(item: Option<&str>) -> LeftAt {
        LeftAt { step: "backup".to_owned(), item: item.map(str::to_owned) }
    }

    #[test]
    fn a_place_is_taken_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("place");
        assert_eq!(take(&path), None);
        for place in [at(Some("a/b")), at(None)] {
            leave(&path, &place);
            assert_eq!(take(&path), Some(place));
            assert_eq!(take(&path), None, "a run that is killed leaves no place");
        }
    }

    #[test]
    fn garbage_a_link_and_a_folder_are_no_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("place");
        for garbage in ["", "{", "null", "{\"step\":1}", "{\"step\":\"a\",\"item\":null,\"more\":1}"] {
            fs::write(&path, garbage).unwrap();
            assert_eq!(take(&path), None, "{garbage}");
        }
        fs::write(&path, format!("{{\"step\":\"{}\",\"item\":null}}", "a".repeat(5_000))).unwrap();
        assert_eq!(take(&path), None, "a long one");
        fs::remove_file(&path).unwrap();
        let other = folder.path().join("other");
        fs::write(&other, "kept").unwrap();
        std::os::unix::fs::symlink(&other, &path).unwrap();
        leave(&path, &at(None));
        assert_eq!((take(&path), fs::read_to_string(&other).unwrap().as_str()), (None, "kept"));
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        leave(&path, &at(None));
        assert_eq!(take(&path), None);
    }
}
