//! Evidence read ahead: the action afterwards is the same, and no change in between is missed.

use std::fs;

use super::changed_tests::{Desk, walk};
use super::prefetch::{Before, Prefetch, Progress, Showing};
use super::tests::ID;
use super::{ActError, Session};
use crate::review::fingerprint::Digest;
use crate::review::state::Evidence;
use crate::review::testing::{BACKUP, PREPARE, ROLLBACK, close};

fn read_all(session: &mut Session, ahead: &mut Prefetch) -> usize {
    let mut pieces = 0;
    while session.read_on(ahead) {
        pieces += 1;
    }
    pieces
}

fn journal(desk: &Desk) -> Vec<u8> {
    fs::read(desk.world.sessions.journal(ID)).unwrap()
}

#[test]
fn a_closing_call_reads_every_byte_ahead_and_tells_how_far_it_is() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    let closing = close(session.review(), PREPARE);
    let mut ahead = session.prefetch(Before::Act(&closing));
    assert_eq!(ahead.progress(), Progress { files: 0, files_all: 2, bytes: 0, bytes_all: 13 });
    assert!(read_all(&mut session, &mut ahead) > 2);
    assert_eq!(ahead.progress(), Progress { files: 2, files_all: 2, bytes: 13, bytes_all: 13 });
    session.act(closing).unwrap();
    let mut ahead = session.prefetch(Before::Export);
    read_all(&mut session, &mut ahead);
    assert_eq!(ahead.progress().bytes, 13);
    session.refresh_before_export().unwrap();
}

#[test]
fn what_moves_behind_the_reading_refuses_the_closing_call_all_the_same() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    let closing = close(session.review(), PREPARE);
    let mut ahead = session.prefetch(Before::Act(&closing));
    read_all(&mut session, &mut ahead);
    desk.write("backup-log.md", "another\n");
    let refused = session.act(closing);
    assert!(matches!(&refused, Err(ActError::Changed(found)) if !found.reopened.is_empty()), "{refused:?}");
}

#[test]
fn reading_that_is_stopped_records_nothing_and_the_call_can_be_made_again() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    let (closing, before) = (close(session.review(), PREPARE), journal(&desk));
    let pieces = {
        let mut ahead = session.prefetch(Before::Act(&closing));
        read_all(&mut session, &mut ahead)
    };
    for stopped_behind in 0..=pieces {
        let mut ahead = session.prefetch(Before::Act(&closing));
        for _ in 0..stopped_behind {
            session.read_on(&mut ahead);
        }
        drop(ahead);
        assert_eq!(journal(&desk), before);
    }
    session.act(closing).unwrap();
    assert!(session.review().closing().is_some());
}

#[test]
fn a_quick_look_reads_only_what_was_touched() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk(&mut session);
    let quick = Before::Recheck(super::inputs::Care::Quick);
    assert_eq!(session.prefetch(quick).progress().files_all, 0);
    desk.write("backup-log.md", "another\n");
    let mut ahead = session.prefetch(quick);
    assert_eq!((ahead.progress().files_all, ahead.progress().bytes_all), (1, 8));
    read_all(&mut session, &mut ahead);
    assert_eq!(session.refresh(super::inputs::Care::Quick).unwrap().reopened.first().unwrap(), BACKUP);
}

#[test]
fn a_file_read_ahead_is_opened_as_it_was_shown_and_one_touched_since_is_not() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    let mut ahead = session.prefetch(Before::Open(BACKUP));
    read_all(&mut session, &mut ahead);
    let read = ahead.into_file().unwrap();
    assert_eq!(read.file.bytes, b"backed up\n");
    let receipt = read.receipt();
    let showing = Showing { path: "backup-log.md", receipt: &receipt, shown: true };
    assert!(!session.open_read(ROLLBACK, showing).unwrap(), "it is the file of another reference");
    assert!(matches!(session.review().evidence(ROLLBACK), Some(Evidence::Unread)));
    assert!(session.open_read(BACKUP, showing).unwrap());
    let Some(Evidence::Read(known)) = session.review().evidence(BACKUP) else { panic!() };
    assert_eq!((known.digest, known.bytes), (Digest::compute(b"backed up\n"), 10));
    desk.write("backup-log.md", "another\n");
    assert!(!session.open_read(BACKUP, showing).unwrap());
}
