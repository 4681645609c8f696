//! Comparison of a journal with the recorded bytes: a new time alone is harmless, and changed bytes are found
//! whatever the time.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::time::SystemTime;

use super::faulty::Call::Spoils;
use super::faulty::Faulty;
use super::log::Log;
use super::{AppendError, Journal, Spoilt, Stopped};

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    (folder, path)
}

#[test]
fn a_disk_that_spoils_earlier_lines_when_it_refuses_one_stops_the_journal_and_says_which_are_good() {
    let lines = [&b"{\"event\":{\"item\":\"a\"}}\n"[..], b"{\"event\":{\"item\":\"b\"}}\n", b"three\n"];
    let spoilt = |at: u64| {
        let (_folder, path) = place();
        let disk = Faulty::with(&path, b"");
        let mut log = Log::on(disk.clone(), &path);
        for line in lines {
            log.append(line).unwrap();
        }
        disk.plan(&[Spoils(at)]);
        let told = match log.append(b"four\n").unwrap_err() {
            unkept @ AppendError::Stopped(Stopped { spoilt: Some(_), .. }) => unkept.to_string(),
            other => panic!("{other:?}"),
        };
        disk.plan(&[]);
        let again = log.append(b"four\n").unwrap_err().to_string();
        assert_eq!((again.as_str(), disk.calls().len()), (told.as_str(), 0), "nothing more is recorded");
        assert_eq!(log.holds().unwrap_err().to_string(), told);
        told
    };
    let said = |good: Spoilt| {
        format!(
            "the disk failed while a line was written (no storage space) and damaged the journal: {good}; recording has stopped"
        )
    };
    let (first, second) = (lines[0].len() as u64, lines[1].len() as u64);
    let good = |good_lines, up_to: Option<&str>| {
        said(Spoilt { good_lines, lines: 3, up_to: up_to.map(str::to_owned) })
    };
    assert_eq!(spoilt(3), good(0, None));
    assert_eq!(spoilt(first - 1), good(0, None), "a line without its newline may be any");
    assert_eq!(spoilt(first), good(1, Some("a")));
    assert_eq!(spoilt(first + second + 2), good(2, Some("b")));
    let told = spoilt(first + second);
    assert!(
        told.contains("the first 2 of its 3 lines are intact, up to the answer on b, and every"),
        "{told}"
    );
}

#[test]
fn a_last_line_that_lacks_its_newline_gets_it_before_the_next_one() {
    let (_folder, path) = place();
    fs::write(&path, b"one\ntwo").unwrap();
    let mut log = Log::resume(&path, b"one\ntwo", 7).unwrap().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"one\ntwo", "nothing is written before there is a line");
    log.append(b"three\n").unwrap();
    log.append(b"four\n").unwrap();
    log.holds().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"one\ntwo\nthree\nfour\n");
}

#[test]
fn a_time_that_moved_with_no_byte_changed_is_nobodys_doing() {
    let (_folder, path) = place();
    let mut log = Log::create(&path).unwrap();
    log.append(b"one\n").unwrap();
    for line in [b"two\n", b"six\n"] {
        let touched = File::options().write(true).open(&path).unwrap();
        touched.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        log.is_intact().unwrap();
        log.append(line).unwrap();
    }
    assert_eq!(fs::read(&path).unwrap(), b"one\ntwo\nsix\n");
}

#[test]
fn bytes_that_changed_under_the_same_length_and_time_are_found_when_the_journal_is_read_again() {
    let (_folder, path) = place();
    let mut log = Log::create(&path).unwrap();
    log.append(b"one\n").unwrap();
    log.holds().unwrap();
    let mut other = File::options().write(true).open(&path).unwrap();
    let before = other.metadata().unwrap().modified().unwrap();
    other.write_all(b"ONE\n").unwrap();
    other.set_modified(before).unwrap();
    log.is_intact().unwrap();
    assert!(matches!(log.holds(), Err(AppendError::Foreign)));
}
