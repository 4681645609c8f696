//! Publishing on a file system that can do everything, on ones that can do less, and with a failure of any call.

use std::cell::{Cell, RefCell};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::publish::write_on;
use super::shelf::{Access, Shelf, System};
use super::{NewFile, ReadError, WriteError, takes_files, write_new};

/// Looks like a well-known kind of credential.
const CANARY: &str = concat!("gh", "p_Zq7Kx2Wm9Lp4Rt8Vn3Bd6Hs1Jf5Gc0YaXe");

#[derive(Default)]
struct Bounded {
    unknown: Vec<&'static str>,
    /// Index of the call that fails, from 0. Its error carries the path, as an error of a library may.
    fails_at: Option<usize>,
    calls: Cell<usize>,
    failed: Cell<Option<&'static str>>,
    done: RefCell<Vec<&'static str>>,
}

impl Bounded {
    fn without(unknown: &[&'static str]) -> Self {
        Self { unknown: unknown.to_vec(), ..Self::default() }
    }

    fn failing_at(unknown: &[&'static str], call: usize) -> Self {
        Self { fails_at: Some(call), ..Self::without(unknown) }
    }

    fn may(&self, call: &'static str) -> io::Result<()> {
        let number = self.calls.replace(self.calls.get() + 1);
        if self.fails_at == Some(number) {
            self.failed.set(Some(call));
            let path = io::Error::other(format!("no room at out-{CANARY}"));
            return Err(io::Error::new(io::ErrorKind::StorageFull, path));
        }
        if self.unknown.contains(&call) {
            return Err(io::Error::from_raw_os_error(not_permitted()));
        }
        self.done.borrow_mut().push(call);
        Ok(())
    }
}

fn not_permitted() -> i32 {
    rustix::io::Errno::PERM.raw_os_error()
}

impl Shelf for Bounded {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.may("make folder")?;
        System.make_folder(folder)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.may("names")?;
        System.names(folder)
    }

    fn make_unnamed(&self, folder: &Path) -> io::Result<File> {
        self.may("make unnamed")?;
        System.make_unnamed(folder)
    }

    fn name(&self, file: &File, path: &Path) -> io::Result<()> {
        self.may("name")?;
        System.name(file, path)
    }

    fn make(&self, path: &Path) -> io::Result<File> {
        self.may("make")?;
        System.make(path)
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<File> {
        self.may("open")?;
        System.open(path, access)
    }

    fn hold(&self, file: &File) -> bool {
        self.may("hold").is_ok() && System.hold(file)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        self.may("write").inspect_err(|_| drop(System.write(file, &bytes[..bytes.len() / 2])))?;
        System.write(file, bytes)
    }

    fn let_read(&self, file: &File) -> io::Result<()> {
        self.may("let read")?;
        System.let_read(file)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.may("sync")?;
        System.sync(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.may("rename")?;
        System.rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.may("link")?;
        System.link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.may("remove")?;
        System.remove(path)
    }

    fn read(&self, path: &Path, limit_bytes: usize) -> Result<Vec<u8>, ReadError> {
        self.may("read")?;
        System.read(path, limit_bytes)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.may("sync folder")?;
        System.sync_folder(folder)
    }
}

/// Missing calls, each set with the call that then gives a file its name.
const LESS: [(&[&str], &str); 5] = [
    (&[], "name"),
    (&["make unnamed"], "rename"),
    (&["name", "let read"], "rename"),
    (&["make unnamed", "rename"], "link"),
    (&["make unnamed", "rename", "link", "let read", "hold"], "make"),
];

fn set() -> [NewFile; 3] {
    [".md", ".json.sha256", ".json"]
        .map(|end| (format!("a{end}"), format!("the bytes of {end}").into_bytes()))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn assert_written(folder: &Path, files: &[NewFile]) {
    assert_eq!(names(folder).len(), files.len(), "{:?}", names(folder));
    for (name, bytes) in files {
        assert_eq!(&fs::read(folder.join(name)).unwrap(), bytes);
    }
}

#[test]
fn writing_the_same_bytes_again_succeeds_and_other_bytes_are_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("made");
    let file = |bytes: &[u8]| vec![("a.json".to_owned(), bytes.to_vec())];
    write_new(&out, &file(b"one")).unwrap();
    write_new(&out, &file(b"one")).unwrap();
    assert!(matches!(write_new(&out, &file(b"two")), Err(WriteError::Taken(_))));
    assert!(matches!(write_new(&out, &file(b"on")), Err(WriteError::Taken(_))), "nothing is cut off");
    assert_eq!(fs::read(out.join("a.json")).unwrap(), b"one");
    assert_eq!(names(&out), ["a.json"]);
}

#[test]
fn a_set_that_cannot_be_whole_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    let files = [("a".to_owned(), b"1".to_vec()), ("b".to_owned(), b"2".to_vec())];
    assert!(write_new(folder.path(), &files).is_err());
    assert_eq!(names(folder.path()), ["b"]);
}

#[test]
fn a_file_system_that_knows_less_takes_the_same_set_and_refuses_what_is_taken() {
    for (unknown, by) in LESS {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Bounded::without(unknown);
        write_on(&shelf, folder.path(), &set()).unwrap();
        assert_written(folder.path(), &set());
        let naming = |call: &&&str| ["name", "rename", "link", "make"].contains(*call);
        assert_eq!(shelf.done.borrow().iter().rfind(naming), Some(&by), "{unknown:?}");
        write_on(&Bounded::without(unknown), folder.path(), &set()).unwrap();
        fs::write(folder.path().join("a.json"), "other bytes").unwrap();
        fs::remove_file(folder.path().join("a.md")).unwrap();
        let taken = write_on(&Bounded::without(unknown), folder.path(), &set());
        assert!(matches!(taken, Err(WriteError::Taken(_))), "{unknown:?}: {taken:?}");
        assert_eq!(names(folder.path()), ["a.json", "a.json.sha256"]);
        assert_eq!(fs::read(folder.path().join("a.json")).unwrap(), b"other bytes");
    }
}

#[test]
fn whichever_call_fails_the_set_is_whole_or_not_there_and_no_credential_in_a_path_is_told() {
    for (unknown, _) in LESS {
        let mut told = 0;
        for call in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let out = folder.path().join(format!("out-{CANARY}"));
            let shelf = Bounded::failing_at(unknown, call);
            let result = write_on(&shelf, &out, &set());
            let Some(failed) = shelf.failed.get() else { break };
            match result {
                Ok(_) if failed == "remove" => {
                    assert!(set().iter().all(|(name, bytes)| fs::read(out.join(name)).unwrap() == *bytes));
                }
                Ok(_) => assert_written(&out, &set()),
                Err(unwritable) => {
                    told += 1;
                    let said = unwritable.to_string();
                    assert!(!said.contains(CANARY) && said.contains("<redacted>"), "{failed}: {said}");
                    assert!(!format!("{unwritable:?}").contains("no room at"), "{failed}: {unwritable:?}");
                    assert!(!out.exists() || names(&out).is_empty(), "{failed}: {:?}", names(&out));
                }
            }
        }
        assert!(told >= 7, "{told} calls of {unknown:?} make it fail");
    }
}

#[test]
fn a_file_that_was_only_begun_is_finished_and_other_bytes_behind_a_link_are_not() {
    for begun in [&b""[..], b"the bytes"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.json"), begun).unwrap();
        write_new(folder.path(), &set()).unwrap();
        assert_written(folder.path(), &set());
    }
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    fs::write(&elsewhere, b"").unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.path().join("a.json")).unwrap();
    assert!(matches!(write_new(folder.path(), &set()), Err(WriteError::Taken(_))));
    assert_eq!(fs::read(elsewhere).unwrap(), b"");
}

#[test]
fn what_a_killed_export_left_is_taken_away_by_the_next_and_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (left, held) = (".strict-review-0123456789abcdef.part", ".strict-review-00000000000000aa.part");
    let others = [".strict-review-0123456789abcdef", ".strict-review-123.part", ".tmpXy12ab", "mine.part"];
    for name in others.iter().chain([&left, &held]) {
        fs::write(path(name), "half").unwrap();
    }
    let living = File::open(path(held)).unwrap();
    living.lock().unwrap();
    fs::create_dir(path(".strict-review-00000000000000bb.part")).unwrap();
    write_new(folder.path(), &set()).unwrap();
    assert!(!path(left).exists());
    assert_eq!(names(folder.path()).len(), others.len() + 2 + set().len());
}

#[test]
fn a_folder_is_tried_without_leaving_anything_in_it() {
    let folder = tempfile::tempdir().unwrap();
    takes_files(folder.path()).unwrap();
    assert_eq!(names(folder.path()), [""; 0]);
    assert!(takes_files(&folder.path().join("missing")).is_err());
    assert!(takes_files(Path::new("/proc")).is_err());
}
