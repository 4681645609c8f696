//! Programs that tests need besides the toolchain, and a note of each test that could not run without one.
//! The target `untried` reads the notes after all other tests.

use std::panic::Location;
use std::path::PathBuf;
use std::process::Command;
use std::time::UNIX_EPOCH;
use std::{env, fs, thread};

/// True if a program works that the calling test needs.
#[track_caller]
pub(crate) fn is_here(program: &str, arguments: &[&str]) -> bool {
    let works = Command::new(program).args(arguments).output();
    can_be_tried(works.is_ok_and(|tried| tried.status.success()), program)
}

/// The system call tracer, if it works. `strict-review doctor --prove` shows the sandbox without it.
#[track_caller]
pub(crate) fn tracer() -> Option<Command> {
    is_here("strace", &["-o", "/dev/null", "true"]).then(|| Command::new("strace"))
}

/// Arguments of `unshare` for a test with mounts of its own. Root needs no user namespace, and gets none in a changed
/// root; everybody else needs one.
#[track_caller]
pub(crate) fn own_mounts() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] = [&["-m", "--propagation", "private"], &["-rm", "--propagation", "private"]];
    let works = |way: &&&[&str]| {
        let tried =
            Command::new("unshare").args(**way).args(["sh", "-c", "mount -t tmpfs none /mnt"]).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let way = WAYS.iter().find(works).copied();
    can_be_tried(way.is_some(), "mounts of its own, which unshare and mount make in a root that is a mount");
    way
}

/// Notes if the calling test can run, and its requirement. If `STRICT_REVIEW_TRACED` is set, as in CI, a test that
/// cannot run fails.
#[track_caller]
pub(crate) fn can_be_tried(it_can: bool, needs: &str) -> bool {
    let wanted = env::var_os("STRICT_REVIEW_TRACED").is_some();
    assert!(it_can || !wanted, "not tried: this test needs {needs}");
    let note = notes().join(test_name().replace("::", "."));
    if it_can {
        // It may never have been there.
        let _ = fs::remove_file(note);
    } else {
        fs::create_dir_all(notes()).unwrap();
        let (program, built) = running();
        fs::write(note, format!("{needs}\n{built}\n{}\n", program.display())).unwrap();
    }
    it_can
}

fn notes() -> PathBuf {
    [env!("CARGO_TARGET_TMPDIR"), "untried"].iter().collect()
}

/// Name that the test runner gives to a test's thread, or the source location if tests run one by one, without a
/// name.
#[track_caller]
fn test_name() -> String {
    let place = Location::caller();
    let place = || format!("{}:{}", place.file(), place.line()).replace('/', "::");
    thread::current().name().filter(|name| *name != "main").map_or_else(place, str::to_owned)
}

/// The running program and its build time, which identifies notes of an older one.
fn running() -> (PathBuf, u128) {
    let program = env::current_exe().unwrap();
    let built = fs::metadata(&program).unwrap().modified().unwrap();
    (program, built.duration_since(UNIX_EPOCH).unwrap().as_nanos())
}
