//! The way of every change: decided, kept, then applied; and the state of a session after a crash.

use std::cell::{Cell, RefCell};
use std::fs;
use std::io;
use std::path::Path;
use std::rc::Rc;

use serde_json::{Value, json};

use super::inputs::{Input, Inputs};
use super::open::{Afresh, OpenError, Opened, Opening};
use super::refresh::Refreshed;
use super::{ActError, Session, keep};
use crate::files::WriteError;
use crate::journal::folder::Sessions;
use crate::journal::replay::{ReplayError, replay, start as line_one};
use crate::journal::{AppendError, Journal, ReadOnly};
use crate::review::action::{Action, Event, Refusal};
use crate::review::fingerprint::Digest;
use crate::review::handoff::Handoff;
use crate::review::runbook::Runbook;
use crate::review::start::Start;
use crate::review::state::ItemState;
use crate::review::testing::{
    self, BACKUP, CONTINUE, ENVIRONMENT, HANDOFF, PREPARE, READY, REFERENCE, RUNBOOK, STATUS, changed, clock,
    close, confirm, next_action, runbook, state,
};

pub(super) const ID: &str = "00000000000000aa";

#[derive(Clone, Default)]
struct Watched {
    bytes: Rc<RefCell<Vec<u8>>>,
    fails: Rc<Cell<bool>>,
}

impl Journal for Watched {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        if self.fails.get() {
            return Err(AppendError::Io(io::ErrorKind::StorageFull.into()));
        }
        self.bytes.borrow_mut().extend_from_slice(line);
        Ok(())
    }
}

/// Line one for a changed handoff, and the handoff's bytes.
pub(super) type Given = (Start, Vec<u8>);

pub(super) fn given(runbook: &Runbook, session: &str, change: impl FnOnce(&mut Value)) -> Given {
    let mut value = testing::json(HANDOFF);
    change(&mut value);
    let bytes = value.to_string().into_bytes();
    let start = testing::start(runbook, Handoff::parse(&bytes, runbook).unwrap());
    (Start { session: session.to_owned(), ..start }, bytes)
}

pub(super) fn start_of(runbook: &Runbook, session: &str, change: impl FnOnce(&mut Value)) -> Start {
    given(runbook, session, change).0
}

fn watched() -> (Session, Watched) {
    let journal = Watched::default();
    let start = start_of(&runbook(), ID, |_| ());
    let session = Session::begin(start, Box::new(journal.clone()), clock).unwrap();
    (session, journal)
}

pub(super) struct World {
    folder: tempfile::TempDir,
    pub(super) sessions: Sessions,
}

impl World {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sessions = Sessions::in_folder(folder.path().join("sessions"));
        Self { folder, sessions }
    }

    pub(super) fn open_with(
        &self,
        runbook: Runbook,
        (start, bytes): Given,
        afresh: Afresh,
    ) -> Result<(Session, Opened), OpenError> {
        let inputs = Inputs::new(Input::new(runbook, None), Input::new(bytes, None));
        Session::open(Opening { sessions: &self.sessions, inputs, start, afresh, pid: 4711, clock })
    }

    pub(super) fn open(&self, id: &str) -> (Session, Opened) {
        self.open_with(runbook(), given(&runbook(), id, |_| ()), Afresh::Resume).unwrap()
    }

    pub(super) fn bytes(&self, id: &str) -> Vec<u8> {
        fs::read(self.sessions.journal(id)).unwrap()
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

pub(super) fn resumed(torn_bytes: usize) -> Opened {
    Opened::Resumed { torn_bytes, rechecked: Refreshed::default() }
}

/// Answers every item of a session and closes it.
pub(super) fn finish(session: &mut Session) {
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    let closing = close(session.review(), PREPARE);
    session.act(closing).unwrap();
}

#[test]
fn beginning_writes_line_one_with_everything_the_review_starts_from() {
    let (_session, journal) = watched();
    let bytes = journal.bytes.borrow();
    let (first, _) = line_one(&bytes).unwrap();
    assert_eq!(first.event, start_of(&runbook(), ID, |_| ()));
    assert_eq!(testing::line_count(&bytes), 1);
}

#[test]
fn a_session_whose_line_one_cannot_be_kept_does_not_begin() {
    let journal = Watched::default();
    journal.fails.set(true);
    let begun = Session::begin(start_of(&runbook(), ID, |_| ()), Box::new(journal), clock);
    assert!(matches!(begun.map(drop), Err(AppendError::Io(_))));
}

#[test]
fn an_action_is_kept_before_it_is_shown() {
    let (mut session, journal) = watched();
    let event = session.act(confirm(STATUS)).unwrap();
    assert!(matches!(event, Event::Confirmed { .. }));
    assert_eq!(state(session.review(), STATUS), ItemState::Confirmed);
    let told = replay(&journal.bytes.borrow()).unwrap();
    assert_eq!(format!("{:?}", told.review), format!("{:?}", session.review()));
}

#[test]
fn a_refused_action_is_not_written() {
    let (mut session, journal) = watched();
    let before = journal.bytes.borrow().len();
    let refused = session.act(confirm(ENVIRONMENT));
    assert!(matches!(refused, Err(ActError::Refused(Refusal::EchoNeeded))));
    assert_eq!(journal.bytes.borrow().len(), before);
}

#[test]
fn an_append_that_fails_leaves_the_review_as_it_was_and_the_session_goes_on() {
    let (mut session, journal) = watched();
    session.act(confirm(STATUS)).unwrap();
    let before = format!("{:?}", session.review());
    journal.fails.set(true);
    let closing = close(session.review(), CONTINUE);
    for action in [confirm(REFERENCE), Action::Undo, closing] {
        let error = session.act(action).unwrap_err();
        assert!(error.to_string().starts_with("Not saved"), "{error}");
        assert_eq!(format!("{:?}", session.review()), before);
    }
    assert!(session.plan().is_none());
    journal.fails.set(false);
    session.act(confirm(REFERENCE)).unwrap();
    let told = replay(&journal.bytes.borrow()).unwrap();
    assert_eq!(told.head.seq, 3);
    assert_eq!(format!("{:?}", told.review), format!("{:?}", session.review()));
}

#[test]
fn a_session_that_is_killed_at_any_moment_loses_nothing() {
    let world = World::new();
    let (mut session, opened) = world.open(ID);
    assert_eq!(opened, Opened::New { unreadable: 0 });
    for _ in 0..12 {
        let action = next_action(session.review()).unwrap();
        session.act(action).unwrap();
        let before = format!("{:?}", session.review());
        drop(session);
        let (again, opened) = world.open("00000000000000bb");
        assert_eq!(opened, resumed(0));
        assert_eq!(format!("{:?}", again.review()), before);
        session = again;
    }
    session.act(Action::Undo).unwrap();
    assert_eq!(world.sessions.list().unwrap().len(), 1);
}

#[test]
fn a_torn_last_line_is_dropped_told_and_written_over() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    session.act(confirm(STATUS)).unwrap();
    drop(session);
    let whole = world.bytes(ID);
    fs::write(world.sessions.journal(ID), [&whole[..], b"{\"at\":\"2026"].concat()).unwrap();
    let (mut session, opened) = world.open(ID);
    assert_eq!(opened, resumed(11));
    assert_eq!(state(session.review(), STATUS), ItemState::Confirmed);
    session.act(confirm(REFERENCE)).unwrap();
    assert!(world.bytes(ID).starts_with(&whole));
    let seq = replay(&world.bytes(ID)).unwrap().head.seq;
    assert_eq!(seq, 4, "line one, an answer, the sitting that goes on, another answer");
}

#[test]
fn a_session_that_another_console_writes_is_only_read() {
    let world = World::new();
    let (mut first, _) = world.open(ID);
    first.act(confirm(STATUS)).unwrap();
    let (mut second, opened) = world.open("00000000000000bb");
    assert_eq!(opened, Opened::Held);
    assert_eq!(state(second.review(), STATUS), ItemState::Confirmed);
    let before = world.bytes(ID);
    let error = second.act(confirm(REFERENCE)).unwrap_err();
    assert!(error.to_string().contains("open in process 4711 since 20"), "{error}");
    assert!(matches!(second.read_only(), Some(ReadOnly::Held(_))));
    assert_eq!(state(second.review(), REFERENCE), ItemState::Open);
    assert_eq!(world.bytes(ID), before);
    assert!(first.read_only().is_none());
    first.act(confirm(REFERENCE)).unwrap();
    drop(first);
    assert_eq!(world.open(ID).1, resumed(0));
}

#[test]
fn a_closed_session_opens_to_be_read_and_exported_only() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    assert!(session.plan().is_none());
    finish(&mut session);
    let plan = session.plan().unwrap();
    assert_eq!(plan.status(), READY);
    drop(session);
    let before = world.bytes(ID);
    let (mut again, opened) = world.open("00000000000000bb");
    assert_eq!((opened, again.read_only()), (Opened::Closed, Some(&ReadOnly::Closed)));
    assert!(matches!(again.act(Action::Undo), Err(ActError::Refused(Refusal::Closed))));
    assert_eq!(again.plan().unwrap().bytes(), plan.bytes());
    assert_eq!(world.bytes(ID), before);
}

#[test]
fn a_new_session_is_begun_beside_an_unfinished_one_when_asked_for() {
    let world = World::new();
    drop(world.open(ID));
    let start = given(&runbook(), "00000000000000bb", |_| ());
    let (session, opened) = world.open_with(runbook(), start, Afresh::New).unwrap();
    assert_eq!(
        (opened, session.review().facts().session.as_str()),
        (Opened::New { unreadable: 0 }, "00000000000000bb")
    );
    drop(session);
    assert_eq!(world.open(ID).0.review().facts().session, "00000000000000bb", "the one begun last goes on");
}

#[test]
fn another_reference_or_practice_is_another_session() {
    let world = World::new();
    drop(world.open(ID));
    let other = given(&runbook(), "00000000000000bb", |v| v[REFERENCE] = json!("other.md"));
    assert_eq!(world.open_with(runbook(), other, Afresh::Resume).unwrap().1, Opened::New { unreadable: 0 });
    let (start, bytes) = given(&runbook(), "00000000000000cc", |_| ());
    let practice = (Start { practice: true, ..start }, bytes);
    assert_eq!(
        world.open_with(runbook(), practice, Afresh::Resume).unwrap().1,
        Opened::New { unreadable: 0 }
    );
    assert!(matches!(world.open(ID).1, Opened::Resumed { .. }));
}

#[test]
fn practice_on_another_sample_begins_anew_and_on_the_same_goes_on() {
    let world = World::new();
    let practice = |id: &str, backup: &str| {
        let (start, bytes) = given(&runbook(), id, |v| v[BACKUP] = json!(backup));
        let start = Start { practice: true, ..start };
        world.open_with(runbook(), (start, bytes), Afresh::Resume).unwrap().1
    };
    assert_eq!(practice(ID, "one.md"), Opened::New { unreadable: 0 });
    assert_eq!(practice("00000000000000bb", "one.md"), resumed(0));
    assert_eq!(practice("00000000000000cc", "other.md"), Opened::New { unreadable: 0 });
}

#[test]
fn handoffs_without_a_usable_reference_are_told_apart_by_their_bytes() {
    let world = World::new();
    let open = |id: &str, backup: &str| {
        let start = given(&runbook(), id, |v| {
            v[REFERENCE] = json!("");
            v[BACKUP] = json!(backup);
        });
        assert_eq!(start.0.handoff_reference, None);
        world.open_with(runbook(), start, Afresh::Resume).unwrap().1
    };
    assert_eq!(open(ID, "one.md"), Opened::New { unreadable: 0 });
    assert_eq!(open("00000000000000bb", "other.md"), Opened::New { unreadable: 0 });
    assert_eq!(open("00000000000000cc", "one.md"), resumed(0));
}

#[test]
fn a_closed_review_of_a_moved_handoff_or_runbook_is_history_and_a_new_one_begins() {
    let world = World::new();
    finish(&mut world.open(ID).0);
    let moved = given(&runbook(), "00000000000000bb", |v| v[BACKUP] = json!("other.md"));
    let (mut session, opened) = world.open_with(runbook(), moved, Afresh::Resume).unwrap();
    assert_eq!(opened, Opened::New { unreadable: 0 });
    finish(&mut session);
    drop(session);
    let other = changed(RUNBOOK, |v| v["title"] = json!("Another title")).unwrap();
    let start = given(&other, "00000000000000cc", |v| v[BACKUP] = json!("other.md"));
    assert_eq!(world.open_with(other, start, Afresh::Resume).unwrap().1, Opened::New { unreadable: 0 });
}

#[test]
fn a_broken_journal_is_not_opened_and_not_touched() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    session.act(confirm(STATUS)).unwrap();
    session.act(confirm(REFERENCE)).unwrap();
    drop(session);
    let mut bytes = world.bytes(ID);
    let second_line = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 20;
    bytes[second_line] ^= 1;
    fs::write(world.sessions.journal(ID), &bytes).unwrap();
    let start = given(&runbook(), "00000000000000bb", |_| ());
    let opened = world.open_with(runbook(), start, Afresh::Resume).map(|(_, opened)| opened);
    assert!(matches!(opened, Err(OpenError::Broken(_, ReplayError::Line { number: 2, .. }))));
    assert_eq!(world.bytes(ID), bytes);
}

#[test]
fn a_journal_that_vanishes_stops_confirming_and_says_so() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    fs::remove_file(world.sessions.journal(ID)).unwrap();
    let error = session.act(confirm(STATUS)).unwrap_err();
    assert!(error.to_string().contains("deleted or replaced"), "{error}");
    assert_eq!(state(session.review(), STATUS), ItemState::Open);
}

#[test]
fn a_session_id_that_is_taken_is_not_written_over() {
    let world = World::new();
    drop(world.open(ID));
    let before = world.bytes(ID);
    let start = given(&runbook(), ID, |v| v[REFERENCE] = json!("other.md"));
    let opened = world.open_with(runbook(), start, Afresh::Resume).map(|(_, opened)| opened);
    assert!(matches!(opened, Err(OpenError::Io(_, error)) if error.kind() == io::ErrorKind::AlreadyExists));
    assert_eq!(world.bytes(ID), before);
}

#[test]
fn a_session_folder_that_cannot_be_made_is_told() {
    let world = World::new();
    fs::write(world.path().join("sessions"), b"a file").unwrap();
    let opened = world.open_with(runbook(), given(&runbook(), ID, |_| ()), Afresh::Resume);
    assert!(matches!(opened.map(|(_, opened)| opened), Err(OpenError::Io(..))));
}

#[test]
fn a_first_line_that_was_torn_is_no_session_and_a_new_one_begins() {
    let world = World::new();
    drop(world.open(ID));
    let bytes = world.bytes(ID);
    fs::write(world.sessions.journal(ID), &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(world.open("00000000000000bb").1, Opened::New { unreadable: 0 });
}

#[test]
fn keeping_a_plan_twice_leaves_the_same_bytes_and_never_other_ones() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    finish(&mut session);
    let plan = session.plan().unwrap();
    let out = world.path().join("out");
    let first = keep(&plan, &out).unwrap();
    let read = |paths: &[std::path::PathBuf]| -> Vec<Vec<u8>> {
        paths.iter().map(|path| fs::read(path).unwrap()).collect()
    };
    let bytes = read(&first);
    drop(session);
    let again = keep(&world.open(ID).0.plan().unwrap(), &out).unwrap();
    assert_eq!((read(&again), fs::read_dir(&out).unwrap().count()), (bytes, 3));
    let stem = plan.file_stem();
    assert_eq!(fs::read(out.join(format!("{stem}.json"))).unwrap(), plan.bytes());
    let checksum = fs::read_to_string(out.join(format!("{stem}.json.sha256"))).unwrap();
    let sum =
        |name: String| format!("{}  {name}\n", Digest::compute(&fs::read(out.join(&name)).unwrap()).hex());
    assert_eq!(checksum, [sum(format!("{stem}.json")), sum(format!("{stem}.md"))].concat());
    fs::write(out.join(format!("{stem}.md")), b"mine").unwrap();
    assert!(matches!(keep(&plan, &out), Err(WriteError::Taken(_))));
    assert_eq!(fs::read(out.join(format!("{stem}.md"))).unwrap(), b"mine");
}
