//! A journal on disk: the lines it keeps, the lines it refuses, and its state when the disk fails at any call.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::SystemTime;

use proptest::prelude::*;

use super::disk::Disk;
use super::faulty::Call::{self, Fails, Short, Works};
use super::faulty::Faulty;
use super::log::Log;
use super::{AppendError, Journal, Stopped};
use crate::review::limits::{JOURNAL_BYTES_MAX, JOURNAL_LINE};

const FULL: Call = Fails(ErrorKind::StorageFull);
const BROKEN: Call = Fails(ErrorKind::Other);

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    (folder, path)
}

struct Desk {
    _folder: tempfile::TempDir,
    disk: Faulty,
    log: Log<Faulty>,
}

impl Desk {
    fn new() -> Self {
        let (folder, path) = place();
        let disk = Faulty::with(&path, b"");
        let mut log = Log::on(disk.clone(), &path);
        log.append(b"one\n").unwrap();
        assert_eq!((disk.read(), disk.platter()), (b"one\n".to_vec(), b"one\n".to_vec()));
        Self { _folder: folder, disk, log }
    }

    fn two(&mut self, plan: &[Call]) -> Result<(), AppendError> {
        self.disk.plan(plan);
        self.log.append(b"two\n")
    }

    fn holds(&self, read: &[u8], platter: &[u8]) {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let now = (text(self.disk.read()), text(self.disk.platter()));
        assert_eq!(now, (text(read.to_vec()), text(platter.to_vec())));
    }

    /// Nothing more is recorded even if the disk works now, and no call is made.
    fn is_stopped(&mut self, may_return: bool) {
        for _ in 0..2 {
            self.disk.plan(&[]);
            let refused = self.log.append(b"three\n");
            let told = matches!(&refused, Err(AppendError::Stopped(Stopped { may_return: may, .. })) if *may == may_return);
            assert!(told, "{refused:?}");
            assert_eq!(self.disk.calls(), [""; 0]);
        }
        assert!(matches!(self.log.is_intact(), Err(AppendError::Stopped(_))));
    }
}

#[test]
fn a_disk_that_takes_a_line_in_pieces_or_is_interrupted_keeps_it_whole() {
    for plan in [
        vec![Short(1), Short(1), Works, Works],
        vec![Fails(ErrorKind::Interrupted), Works],
        vec![Short(2), Fails(ErrorKind::Interrupted), Fails(ErrorKind::Interrupted), Short(1), Works],
    ] {
        let mut desk = Desk::new();
        desk.two(&plan).unwrap();
        desk.holds(b"one\ntwo\n", b"one\ntwo\n");
    }
}

#[test]
fn a_full_disk_refuses_the_line_whole_and_takes_it_once_there_is_room() {
    for plan in [
        vec![FULL],
        vec![Short(1), FULL],
        vec![Short(3), FULL],
        vec![Short(3), Fails(ErrorKind::QuotaExceeded)],
    ] {
        let mut desk = Desk::new();
        for _ in 0..3 {
            assert!(matches!(desk.two(&plan), Err(AppendError::Io(_))), "{plan:?}");
            desk.holds(b"one\n", b"one\n");
        }
        assert!(desk.log.is_intact().is_ok());
        desk.two(&[]).unwrap();
        desk.holds(b"one\ntwo\n", b"one\ntwo\n");
    }
}

#[test]
fn a_disk_that_turned_read_only_refuses_and_goes_on_once_it_is_writable() {
    let mut desk = Desk::new();
    let read_only = Fails(ErrorKind::ReadOnlyFilesystem);
    assert!(matches!(desk.two(&[read_only, read_only, read_only]), Err(AppendError::Io(_))));
    assert_eq!(desk.disk.calls(), ["write"], "nothing was written, so nothing is cut");
    desk.two(&[]).unwrap();
    desk.holds(b"one\ntwo\n", b"one\ntwo\n");
}

#[test]
fn half_a_line_that_cannot_be_taken_back_stops_the_journal() {
    for plan in [[Short(2), FULL, BROKEN, Works], [Short(2), FULL, Works, BROKEN]] {
        let mut desk = Desk::new();
        assert!(matches!(desk.two(&plan), Err(AppendError::Stopped(_))));
        assert!(desk.disk.read().starts_with(b"one\n"));
        assert_eq!(desk.disk.platter(), b"one\n");
        desk.is_stopped(true);
    }
}

#[test]
fn a_sync_that_failed_is_never_tried_again_for_the_next_line() {
    let mut desk = Desk::new();
    assert!(matches!(desk.two(&[Works, BROKEN]), Err(AppendError::Stopped(_))));
    assert_eq!(desk.disk.calls(), ["write", "sync", "cut", "sync"]);
    desk.holds(b"one\n", b"one\n");
    desk.is_stopped(false);
}

#[test]
fn where_a_line_cannot_be_withdrawn_after_its_sync_failed_it_is_said_that_it_may_return() {
    let mut desk = Desk::new();
    let refused = desk.two(&[Works, BROKEN, BROKEN]).unwrap_err();
    desk.holds(b"one\ntwo\n", b"one\n");
    let told = refused.to_string();
    assert!(told.contains("may come back when the journal is opened"), "{told}");
    desk.is_stopped(true);

    let mut desk = Desk::new();
    assert!(matches!(desk.two(&[Works, BROKEN, Works, BROKEN]), Err(AppendError::Stopped(_))));
    desk.holds(b"one\n", b"one\n");
    desk.is_stopped(true);
}

#[test]
fn a_line_that_only_memory_holds_is_on_the_disk_before_a_later_run_shows_it() {
    let (_folder, path) = place();
    let disk = Faulty::with(&path, b"one\n");
    let mut log = Log::reopen(disk.clone(), &path, b"one\n").unwrap();
    disk.plan(&[Works, BROKEN, BROKEN]);
    log.append(b"two\n").unwrap_err();
    drop(log);
    disk.plan(&[]);
    let whole = disk.read();
    assert_eq!((whole.as_slice(), disk.platter().as_slice()), (&b"one\ntwo\n"[..], &b"one\n"[..]));
    let mut log = Log::reopen(disk.clone(), &path, &whole).unwrap();
    assert_eq!(disk.platter(), whole);
    log.append(b"three\n").unwrap();
    assert_eq!(disk.platter(), b"one\ntwo\nthree\n");
}

#[test]
fn a_journal_that_cannot_be_made_safe_on_opening_does_not_open() {
    for plan in [vec![FULL], vec![Works, BROKEN], vec![Works, Works, BROKEN]] {
        let (_folder, path) = place();
        let disk = Faulty::with(&path, b"one\nt");
        disk.plan(&plan);
        Log::reopen(disk.clone(), &path, b"one\n").unwrap_err();
        assert!(disk.read().starts_with(b"one\n") && disk.platter().starts_with(b"one\n"));
    }
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        6 => Just(Works),
        2 => (0_usize..9).prop_map(Short),
        1 => Just(FULL),
        1 => Just(BROKEN),
        1 => Just(Fails(ErrorKind::Interrupted)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Confirmed lines survive any failure and a power failure at any point, whole and in order. After them there is
    /// at most an answer whose error announced that it may return.
    #[test]
    fn whatever_fails_what_was_confirmed_is_on_the_disk_and_nothing_else_is(
        runs in prop::collection::vec(prop::collection::vec(call(), 0..24), 1..5)
    ) {
        let (_folder, path) = place();
        let disk = Faulty::with(&path, b"");
        let mut kept: Vec<u8> = Vec::new();
        let mut number = 0;
        for plan in runs {
            disk.plan(&[]);
            let read = disk.read();
            let whole = read.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            kept = read[..whole].to_vec();
            let mut log = Log::reopen(disk.clone(), &path, &kept).unwrap();
            disk.plan(&plan);
            let mut met = None;
            for _ in 0..6 {
                number += 1;
                let line = format!("line {number}\n").into_bytes();
                match log.append(&line) {
                    Ok(()) => kept.extend(&line),
                    Err(AppendError::Stopped(Stopped { may_return: true, .. })) => met = met.or(Some(line)),
                    Err(_) => {}
                }
                let with = [kept.clone(), met.clone().unwrap_or_default()].concat();
                for found in [disk.platter(), disk.read()] {
                    prop_assert!(found.starts_with(&kept), "{found:?} lacks of {kept:?}");
                    prop_assert!(with.starts_with(&found), "{found:?} is more than {with:?}");
                }
            }
        }
        prop_assert!(disk.read().starts_with(&kept));
    }
}

#[test]
fn a_journal_that_was_deleted_or_replaced_stops_confirming() {
    let (folder, path) = place();
    let mut log = Log::create(&path).unwrap();
    log.append(b"one\n").unwrap();
    fs::remove_file(&path).unwrap();
    assert!(matches!(log.append(b"two\n"), Err(AppendError::Gone)));
    fs::write(&path, b"one\n").unwrap();
    assert!(matches!(log.append(b"two\n"), Err(AppendError::Gone)));
    fs::remove_dir_all(folder.path()).unwrap();
    fs::write(folder.path(), b"a file").unwrap();
    assert!(matches!(log.append(b"two\n"), Err(AppendError::Gone)), "its folder is no folder now");
    fs::remove_file(folder.path()).unwrap();
}

#[test]
fn a_torn_tail_is_cut_before_the_next_line() {
    let (_folder, path) = place();
    fs::write(&path, b"one\ntw").unwrap();
    Log::resume(&path, b"one\ntw", 4).unwrap().unwrap().append(b"three\n").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"one\nthree\n");
}

#[test]
fn a_journal_that_grew_or_moved_between_reading_and_opening_is_neither_cut_nor_continued() {
    let (_folder, path) = place();
    for now in [&b"one\ntwo\n"[..], b"one\nTW", b"one\n", b""] {
        fs::write(&path, now).unwrap();
        let told = Log::resume(&path, b"one\ntw", 4).unwrap_err().to_string();
        assert_eq!(told, "it was changed while it was opened");
        assert_eq!(fs::read(&path).unwrap(), now);
    }
}

#[test]
fn a_journal_that_is_open_for_writing_is_not_opened_for_writing_again() {
    let (_folder, path) = place();
    let mut first = Log::create(&path).unwrap();
    first.append(b"one\n").unwrap();
    assert!(Log::resume(&path, b"one\n", 4).unwrap().is_none());
    drop(first);
    let second = Log::resume(&path, b"one\n", 4).unwrap().unwrap();
    assert!(Log::resume(&path, b"one\n", 4).unwrap().is_none());
    drop(second);
    assert!(Log::resume(&path, b"one\n", 4).unwrap().is_some());
}

#[test]
fn a_line_that_could_not_be_read_back_is_not_kept() {
    let (_folder, path) = place();
    let mut log = Log::create(&path).unwrap();
    log.append(b"one\n").unwrap();
    let refused =
        |unkept| matches!(unkept, Err(AppendError::Io(error)) if error.kind() == ErrorKind::FileTooLarge);
    assert!(refused(log.append(&vec![b'x'; JOURNAL_LINE.bytes + 1])));
    assert_eq!(fs::read(&path).unwrap(), b"one\n");
    drop(log);
    let full = [vec![b'x'; JOURNAL_BYTES_MAX - 1], b"\n".to_vec()].concat();
    fs::write(&path, &full).unwrap();
    assert!(refused(Log::resume(&path, &full, full.len()).unwrap().unwrap().append(b"x")));
}

#[test]
fn a_journal_that_someone_else_wrote_to_or_cut_stops_confirming() {
    let (_folder, path) = place();
    let mut log = Log::create(&path).unwrap();
    log.append(b"one\n").unwrap();
    File::options().append(true).open(&path).unwrap().write_all(b"foreign\n").unwrap();
    assert!(matches!(log.append(b"two\n"), Err(AppendError::Foreign)));
    File::options().write(true).open(&path).unwrap().set_len(3).unwrap();
    assert!(matches!(log.append(b"two\n"), Err(AppendError::Foreign)));
    assert_eq!(fs::read(&path).unwrap(), b"one");
}

#[test]
fn a_journal_is_private_to_its_owner() {
    let (_folder, path) = place();
    Log::create(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert!(Log::create(&path).is_err());
}

#[test]
fn a_journal_that_someone_else_wrote_over_in_its_length_stops_confirming() {
    let (_folder, path) = place();
    let mut log = Log::create(&path).unwrap();
    log.append(b"one\n").unwrap();
    log.append(b"two\n").unwrap();
    let mut other = File::options().write(true).open(&path).unwrap();
    other.write_all(b"ONE\n").unwrap();
    // A time other than ours, even if the clock ticks slowly.
    other.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert!(matches!(log.is_intact(), Err(AppendError::Foreign)));
    assert!(matches!(log.append(b"three\n"), Err(AppendError::Foreign)));
    assert_eq!(fs::read(&path).unwrap(), b"ONE\ntwo\n");
}

/// A disk on which somebody else appends once, just before we do.
#[derive(Debug)]
struct Meddled {
    file: File,
    foreign: &'static [u8],
}

impl Write for Meddled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(std::mem::take(&mut self.foreign))?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Disk for Meddled {
    fn metadata(&self) -> io::Result<Metadata> {
        self.file.metadata()
    }

    fn read_at(&self, bytes: &mut [u8], offset_bytes: u64) -> io::Result<usize> {
        Disk::read_at(&self.file, bytes, offset_bytes)
    }

    fn write_again(&mut self, bytes: &[u8], offset_bytes: u64) -> io::Result<()> {
        self.file.write_again(bytes, offset_bytes)
    }

    fn cut(&mut self, length_bytes: u64) -> io::Result<()> {
        self.file.cut(length_bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync()
    }
}

#[test]
fn a_line_behind_what_someone_else_wrote_in_the_last_moment_is_not_confirmed_and_nothing_is_after_it() {
    let (_folder, path) = place();
    let file = File::options().append(true).create_new(true).open(&path).unwrap();
    let mut log = Log::on(Meddled { file, foreign: b"garbage" }, &path);
    assert!(matches!(log.append(b"one\n"), Err(AppendError::Foreign)));
    assert!(matches!(log.append(b"two\n"), Err(AppendError::Foreign)));
    assert_eq!(fs::read(&path).unwrap(), b"garbageone\n", "what is theirs is not cut off");
}
