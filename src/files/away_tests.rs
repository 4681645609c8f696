//! Evidence whose state is unknown: files that cannot be read, and folders that are gone for a moment.

use std::fs;
use std::io;

use super::evidence::{EvidenceError, FolderError};
use super::evidence_tests::{World, assert_missing, read};

#[test]
fn what_the_system_does_not_say_of_a_file_is_a_trouble_and_what_it_says_is_none() {
    use rustix::io::Errno;
    let refused = |errno: Errno| EvidenceError::from(io::Error::from(errno));
    for errno in [
        Errno::ACCESS,
        Errno::PERM,
        Errno::IO,
        Errno::NOTCONN,
        Errno::STALE,
        Errno::TIMEDOUT,
        Errno::HOSTDOWN,
        Errno::NOTTY,
        Errno::MFILE,
        Errno::NOMEM,
    ] {
        assert!(refused(errno).is_trouble(), "{errno:?}");
    }
    for errno in [Errno::NOENT, Errno::NOTDIR, Errno::NAMETOOLONG, Errno::LOOP] {
        assert!(!refused(errno).is_trouble(), "{errno:?}");
    }
    assert!(EvidenceError::Moved.is_trouble() && EvidenceError::Away.is_trouble());
    for says in [
        EvidenceError::Missing,
        EvidenceError::Outside,
        EvidenceError::NotAFile("a FIFO"),
        EvidenceError::TooLarge,
    ] {
        assert!(!says.is_trouble(), "{says}");
    }
}

#[test]
fn a_folder_that_is_gone_says_nothing_of_its_files_until_it_is_there_again() {
    let world = World::new();
    let mut folder = world.open();
    let elsewhere = world.root.path().join("elsewhere");
    fs::rename(world.folder(), &elsewhere).unwrap();
    assert!(matches!(folder.refresh(), Err(FolderError::Missing)));
    for path in ["backup.md", "gone.md"] {
        assert!(matches!(folder.has(path), Err(EvidenceError::Away)));
        assert!(matches!(folder.read(path), Err(EvidenceError::Away)));
        assert!(matches!(folder.stamp(path), Err(EvidenceError::Away)));
    }
    fs::create_dir(world.folder()).unwrap();
    let emptied = folder.refresh().unwrap_err();
    assert_eq!(emptied.to_string(), "it was replaced by another folder, which is empty");
    assert!(matches!(folder.has("backup.md"), Err(EvidenceError::Away)));
    fs::write(world.at("backup.md"), "new").unwrap();
    folder.refresh().unwrap();
    assert_eq!(read(&folder, "backup.md"), Ok(b"new".to_vec()));
    assert_missing(&folder, "logs/2026/restore.md");
}

#[test]
fn a_folder_that_is_removed_while_it_is_held_says_nothing_and_one_that_is_emptied_does() {
    let world = World::new();
    let folder = world.open();
    fs::remove_file(world.at("backup.md")).unwrap();
    fs::remove_dir_all(world.at("logs")).unwrap();
    assert_missing(&folder, "backup.md");
    fs::remove_dir(world.folder()).unwrap();
    assert!(matches!(folder.has("backup.md"), Err(EvidenceError::Away)));
    assert!(matches!(folder.read("backup.md"), Err(EvidenceError::Away)));
}
