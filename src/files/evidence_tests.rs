//! Evidence files: read inside their folder, whatever their names lead to, and never outside it.

use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::evidence::{EvidenceError, EvidenceFolder, FolderError, Stamp, read_unchanged};
use crate::review::limits::EVIDENCE_BYTES_MAX;

/// A folder `evidence` with a few files, beside a file that it must not reveal.
pub(super) struct World {
    pub(super) root: tempfile::TempDir,
}

const OUTSIDE: &[u8] = b"not evidence";

impl World {
    pub(super) fn new() -> Self {
        let world = Self { root: tempfile::tempdir().unwrap() };
        fs::create_dir_all(world.at("logs/2026")).unwrap();
        fs::write(world.at("backup.md"), b"backup").unwrap();
        fs::write(world.at("logs/2026/restore.md"), b"restore").unwrap();
        fs::create_dir(world.root.path().join("outside")).unwrap();
        fs::write(world.outside(), OUTSIDE).unwrap();
        world
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.root.path().join("evidence")
    }

    pub(super) fn at(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }

    fn outside(&self) -> PathBuf {
        self.root.path().join("outside/secret.md")
    }

    pub(super) fn open(&self) -> EvidenceFolder {
        EvidenceFolder::open(&self.folder()).unwrap()
    }

    fn link(&self, target: impl AsRef<Path>, name: &str) {
        symlink(target, self.at(name)).unwrap();
    }
}

fn fifo(path: &Path) {
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
}

/// Bytes of a path, or its refusal in words. Check and stamp must agree with the read.
pub(super) fn read(folder: &EvidenceFolder, path: &str) -> Result<Vec<u8>, String> {
    let read = folder.read(path);
    match (&read, folder.stamp(path)) {
        (Ok((_, stamp)), Ok(seen)) => assert_eq!(*stamp, seen, "{path}"),
        (Ok(_), Err(why)) => panic!("{path} was read and has no stamp: {why}"),
        (Err(EvidenceError::TooLarge | EvidenceError::Denied), stamp) => assert!(stamp.is_ok(), "{path}"),
        (Err(why), stamp) => assert_eq!(why.to_string(), stamp.unwrap_err().to_string(), "{path}"),
    }
    read.map(|(bytes, _)| bytes).map_err(|refused| refused.to_string())
}

fn assert_refused(folder: &EvidenceFolder, path: &str, words: &str) {
    assert!(folder.has(path).unwrap(), "{path} is there");
    let told = read(folder, path).unwrap_err();
    assert!(told.contains(words), "{path}: {told}");
}

pub(super) fn assert_missing(folder: &EvidenceFolder, path: &str) {
    assert!(!folder.has(path).unwrap(), "{path} is not there");
    assert_eq!(read(folder, path).unwrap_err(), "no such file in the evidence folder", "{path}");
}

#[test]
fn a_file_is_read_whole_also_further_down() {
    let (world, text) = (World::new(), b"restore".to_vec());
    let folder = world.open();
    assert_eq!(read(&folder, "backup.md"), Ok(b"backup".to_vec()));
    for path in ["logs/2026/restore.md", "logs//2026/restore.md", "./logs/2026/restore.md"] {
        assert!(folder.has(path).unwrap());
        assert_eq!(read(&folder, path), Ok(text.clone()), "{path}");
    }
}

#[test]
fn links_that_stay_inside_are_followed() {
    let world = World::new();
    world.link("backup.md", "file");
    world.link("file", "chain");
    world.link("logs/2026", "year");
    world.link("../../backup.md", "logs/2026/up");
    let folder = world.open();
    for path in ["file", "chain", "logs/2026/up", "year/up"] {
        assert!(folder.has(path).unwrap());
        assert_eq!(read(&folder, path), Ok(b"backup".to_vec()), "{path}");
    }
    assert_eq!(read(&folder, "year/restore.md"), Ok(b"restore".to_vec()));
}

#[test]
fn links_that_lead_out_are_refused_wherever_they_stand() {
    let world = World::new();
    world.link("../outside/secret.md", "file");
    world.link(world.outside(), "absolute");
    // Absolute, though it leads back in: the folder may be renamed, and then it does not.
    world.link(world.at("backup.md"), "absolute-inside");
    world.link("file", "chain");
    world.link("../outside", "folder");
    world.link("..", "parent");
    world.link("../../../outside/secret.md", "logs/2026/far");
    world.link("../evidence/backup.md", "round-about");
    world.link("/dev/null", "device");
    let folder = world.open();
    for path in [
        "file",
        "absolute",
        "absolute-inside",
        "chain",
        "folder",
        "folder/secret.md",
        "folder/gone.md",
        "parent",
        "parent/outside/secret.md",
        "logs/2026/far",
        "round-about",
        "device",
    ] {
        assert_refused(&folder, path, "leads out of the evidence folder");
    }
}

#[test]
fn a_path_that_climbs_or_begins_at_the_root_is_refused_also_where_it_comes_back() {
    let world = World::new();
    let folder = world.open();
    for path in ["..", "../outside/secret.md", "logs/../backup.md", "../evidence/backup.md", "/dev/null", "/"]
    {
        assert_refused(&folder, path, "leads out of the evidence folder");
    }
    assert_refused(&folder, world.at("backup.md").to_str().unwrap(), "leads out of the evidence folder");
}

#[test]
fn links_in_a_circle_are_refused_and_a_link_to_nowhere_names_no_file() {
    let world = World::new();
    world.link("circle", "circle");
    world.link("b", "a");
    world.link("a", "b");
    world.link("gone.md", "dangling");
    let folder = world.open();
    for path in ["circle", "a", "circle/backup.md"] {
        assert_refused(&folder, path, "round in a circle");
    }
    assert_refused(&folder, "dangling", "is a link that leads nowhere");
}

#[test]
fn what_is_no_regular_file_is_refused_by_what_it_is_without_waiting() {
    let world = World::new();
    fifo(&world.at("fifo"));
    world.link("fifo", "to-fifo");
    let socket = std::os::unix::net::UnixListener::bind(world.at("socket")).unwrap();
    let folder = world.open();
    for (path, words) in [
        ("fifo", "is a FIFO; expected a regular file"),
        ("to-fifo", "is a FIFO; expected a regular file"),
        ("socket", "is a socket; expected a regular file"),
        ("logs", "is a directory; expected a regular file"),
        (".", "is a directory; expected a regular file"),
    ] {
        assert_refused(&folder, path, words);
    }
    drop(socket);
    let devices = EvidenceFolder::open(Path::new("/dev")).unwrap();
    assert_refused(&devices, "zero", "is a device; expected a regular file");
}

#[test]
fn sixteen_mebibytes_are_read_and_one_byte_more_is_not() {
    let world = World::new();
    let size =
        |name: &str, bytes: usize| File::create(world.at(name)).unwrap().set_len(bytes as u64).unwrap();
    size("largest", EVIDENCE_BYTES_MAX);
    size("larger", EVIDENCE_BYTES_MAX + 1);
    size("huge", EVIDENCE_BYTES_MAX << 10);
    size("empty", 0);
    let folder = world.open();
    assert_eq!(read(&folder, "largest").map(|bytes| bytes.len()), Ok(16 * 1024 * 1024));
    assert_refused(&folder, "larger", "is larger than 16777216 bytes");
    assert_refused(&folder, "huge", "is larger than 16777216 bytes");
    assert_eq!(read(&folder, "empty"), Ok(Vec::new()));
}

#[test]
fn a_file_that_vanishes_is_missing_from_then_on() {
    let world = World::new();
    let folder = world.open();
    assert!(folder.has("backup.md").unwrap());
    fs::remove_file(world.at("backup.md")).unwrap();
    assert_missing(&folder, "backup.md");
    let too_long = "a".repeat(300);
    for path in ["gone.md", "gone/too.md", "logs/2026/restore.md/below", "", "a\0b", &too_long] {
        assert_missing(&folder, path);
    }
}

#[test]
fn a_file_that_may_not_be_read_is_refused_with_that_reason() {
    let world = World::new();
    fs::set_permissions(world.at("backup.md"), Permissions::from_mode(0o000)).unwrap();
    if fs::read(world.at("backup.md")).is_ok() {
        // The superuser can read it whatever its mode, and so can the program, like any other file.
        assert_eq!(read(&world.open(), "backup.md"), Ok(b"backup".to_vec()));
    } else {
        assert_refused(&world.open(), "backup.md", "not readable: permission denied");
    }
    let denied = EvidenceError::from(io::Error::from(rustix::io::Errno::ACCESS));
    assert_eq!(denied.to_string(), "not readable: permission denied");
    assert!(matches!(EvidenceError::from(io::Error::from(rustix::io::Errno::PERM)), EvidenceError::Denied));
    assert!(matches!(EvidenceError::from(io::Error::from(rustix::io::Errno::IO)), EvidenceError::Io(_)));
}

#[test]
fn a_name_may_have_odd_characters() {
    let world = World::new();
    let folder = world.open();
    for name in ["größe 1.md", "a\nb", "-", "--help", "*?[x]", "a\\b", "\u{202e}txt.md", "…", "a:b", "~"]
    {
        fs::write(world.at(name), name).unwrap();
        assert!(folder.has(name).unwrap());
        assert_eq!(read(&folder, name), Ok(name.as_bytes().to_vec()), "{name:?}");
    }
}

#[test]
fn the_folder_must_be_one_and_may_be_reached_by_a_link() {
    let world = World::new();
    let root = world.root.path();
    let refused = |path: &Path| EvidenceFolder::open(path).unwrap_err().to_string();
    assert_eq!(refused(&root.join("gone")), "no such folder");
    fifo(&root.join("fifo"));
    for path in [world.at("backup.md"), root.join("fifo"), PathBuf::from("/dev/null")] {
        assert_eq!(refused(&path), "is not a folder; expected a folder of evidence files");
    }
    symlink("evidence", root.join("link")).unwrap();
    let folder = EvidenceFolder::open(&root.join("link")).unwrap();
    assert_eq!(read(&folder, "backup.md"), Ok(b"backup".to_vec()));
    let denied = FolderError::Io(io::Error::from(rustix::io::Errno::ACCESS));
    assert_eq!(denied.to_string(), "not readable: permission denied");
}

#[test]
fn the_folder_that_was_opened_is_looked_into_whatever_gets_its_name_later() {
    let world = World::new();
    let folder = world.open();
    fs::rename(world.folder(), world.root.path().join("moved")).unwrap();
    symlink("outside", world.folder()).unwrap();
    assert_eq!(read(&folder, "backup.md"), Ok(b"backup".to_vec()));
    assert_missing(&folder, "secret.md");
}

/// Writes until the stamp changes: the clock of a file system may tick more slowly than this runs.
fn rewrite(folder: &EvidenceFolder, path: &Path, name: &str, bytes: &[u8]) -> Stamp {
    let before = folder.stamp(name).unwrap();
    loop {
        fs::write(path, bytes).unwrap();
        let after = folder.stamp(name).unwrap();
        if after != before {
            return after;
        }
    }
}

#[test]
fn a_stamp_moves_with_the_content_also_where_the_size_stays_and_not_by_reading() {
    let world = World::new();
    let folder = world.open();
    let (_, first) = folder.read("backup.md").unwrap();
    assert_eq!(folder.stamp("backup.md").unwrap(), first);
    assert_eq!(folder.read("backup.md").unwrap().1, first, "reading is no change");
    let same_size = rewrite(&folder, &world.at("backup.md"), "backup.md", b"BACKUP");
    assert_ne!(same_size, first);
    fs::write(world.at("new"), b"BACKUP").unwrap();
    fs::rename(world.at("new"), world.at("backup.md")).unwrap();
    assert_ne!(folder.stamp("backup.md").unwrap(), same_size, "another file with the same bytes");
}

struct Meddler {
    file: File,
    path: PathBuf,
}

impl Read for Meddler {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = fs::OpenOptions::new().append(true).open(&self.path)?;
        file.write_all(b"!")?;
        drop(file);
        // One byte at a time and at most nine, because added bytes are read too.
        let read = self.file.read(&mut buffer[..1])?;
        if fs::metadata(&self.path)?.len() > 9 { Ok(0) } else { Ok(read) }
    }
}

#[test]
fn a_file_that_is_written_to_while_it_is_read_is_refused() {
    let world = World::new();
    let (folder, path) = (world.open(), world.at("backup.md"));
    let meddler = Meddler { file: File::open(&path).unwrap(), path };
    let read = read_unchanged(meddler, || folder.stamp("backup.md"));
    assert!(matches!(read, Err(EvidenceError::Moved)), "{read:?}");
}

/// Puts each file under the same name in turn until `stop`, but not forever.
fn swap(names: &[PathBuf], under: &Path, stop: &AtomicBool) {
    let swaps = names.iter().cycle().take(1_000_000);
    for name in swaps.take_while(|_| !stop.load(Ordering::Relaxed)) {
        let fresh = name.with_extension("fresh");
        match fs::read_link(name) {
            Ok(target) => symlink(target, &fresh).unwrap(),
            Err(_) => fs::hard_link(name, &fresh).unwrap(),
        }
        fs::rename(&fresh, under).unwrap();
    }
}

#[test]
fn whatever_is_swapped_in_between_looking_and_opening_only_the_inside_is_read() {
    let world = World::new();
    fifo(&world.at("fifo"));
    world.link("../outside/secret.md", "out");
    world.link("backup.md", "in");
    fs::write(world.at("swapped"), b"backup").unwrap();
    let names = ["backup.md", "fifo", "in", "out"].map(|name| world.at(name));
    let (folder, stop, under) = (world.open(), AtomicBool::new(false), world.at("swapped"));
    let (mut inside, mut refused) = (0, 0);
    std::thread::scope(|scope| {
        let swapping = scope.spawn(|| swap(&names, &under, &stop));
        while inside + refused < 3_000 || ((inside == 0 || refused == 0) && !swapping.is_finished()) {
            match folder.read("swapped") {
                Ok((bytes, _)) => {
                    assert_eq!(bytes, b"backup");
                    inside += 1;
                }
                Err(_) => refused += 1,
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert!(inside > 0 && refused > 0, "{inside} read, {refused} refused");
}
