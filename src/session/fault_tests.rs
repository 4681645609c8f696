//! A session whose disk or clock fails, or whose journal another writer changes.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::time::SystemTime;

use proptest::prelude::*;

use super::Session;
use super::changed_tests::{Desk, walk as walk_desk};
use super::inputs::{Input, Inputs};
use super::open::{Afresh, JournalFile, Opened, Opening, stored};
use super::tests::{ID, World, finish, given, resumed, start_of};
use super::{ActError, Store};
use crate::journal::faulty::Call::{self, Fails, Short, Works};
use crate::journal::faulty::Faulty;
use crate::journal::log::Log;
use crate::journal::memory::Memory;
use crate::journal::replay::replay;
use crate::journal::{AppendError, ReadOnly, Stopped};
use crate::review::action::Action;
use crate::review::moment::Moment;
use crate::review::plan::Plan;
use crate::review::schema;
use crate::review::sitting::{Seat, Sitting};
use crate::review::state::{ItemState, Review};
use crate::review::testing::{
    self, BACKUP, PREPARE, REFERENCE, STATUS, clock, confirm, next_action, runbook, state,
};
use crate::review::verify::{CheckStatus, Wanted, verify};

fn shown(review: &Review) -> String {
    format!("{review:?}")
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        8 => Just(Works),
        1 => (0_usize..400).prop_map(Short),
        1 => Just(Fails(ErrorKind::StorageFull)),
        1 => Just(Fails(ErrorKind::Other)),
    ]
}

fn action(review: &Review, turn: usize) -> Action {
    match turn % 4 {
        0 => Action::WriteNote { item: STATUS.to_owned(), note: format!("note {turn}") },
        1 => Action::Undo,
        _ => next_action(review).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_the_disk_does_the_screen_shows_what_the_disk_holds(plan in prop::collection::vec(call(), 0..40)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let disk = Faulty::with(&path, b"");
        let log = Box::new(Log::on(disk.clone(), &path));
        let mut session = Session::begin(start_of(&runbook(), ID, |_| ()), log, clock).unwrap();
        disk.plan(&plan);
        let mut told_that_it_may_return = false;
        for turn in 0..12 {
            let before = shown(session.review());
            match session.act(action(session.review(), turn)) {
                Ok(_) => prop_assert_ne!(&shown(session.review()), &before),
                Err(not_done) => {
                    let may_return = matches!(
                        not_done,
                        ActError::Unkept(AppendError::Stopped(Stopped { may_return: true, .. }))
                    );
                    told_that_it_may_return |= may_return;
                    prop_assert_eq!(&shown(session.review()), &before);
                }
            }
        }
        for bytes in [disk.platter(), disk.read()] {
            let told = replay(&bytes).unwrap();
            if told.head == session.head {
                prop_assert_eq!(shown(&told.review), shown(session.review()));
            } else {
                prop_assert!(told_that_it_may_return);
                prop_assert_eq!(told.head.seq, session.head.seq + 1);
            }
        }
    }
}

thread_local! {
    static TIMES: RefCell<VecDeque<i64>> = const { RefCell::new(VecDeque::new()) };
}

fn set_clock() -> Moment {
    let millis = TIMES.with_borrow_mut(VecDeque::pop_front).unwrap_or_default();
    Moment::from_timestamp(jiff::Timestamp::from_millisecond(millis).unwrap())
}

fn time() -> impl Strategy<Value = i64> {
    let range = jiff::Timestamp::MIN.as_millisecond()..=jiff::Timestamp::MAX.as_millisecond();
    prop_oneof![range, -3_000_i64..3_000, 1_769_850_000_000_i64..1_769_850_009_000]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Times are recorded as the clock gave them: the number of a line gives its position, not its time.
    #[test]
    fn whatever_the_clock_shows_the_journal_is_read_back_and_exports_the_same(
        times in prop::collection::vec(time(), 90)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        TIMES.set(times.into());
        let log = Box::new(Log::create(&path).unwrap());
        let mut session = Session::begin(start_of(&runbook(), ID, |_| ()), log, set_clock).unwrap();
        session.act(Action::Open { item: STATUS.to_owned() }).unwrap();
        finish(&mut session);
        let bytes = fs::read(&path).unwrap();
        let told = replay(&bytes).unwrap();
        prop_assert_eq!(shown(&told.review), shown(session.review()));
        let (plan, again): (Plan, Plan) = (session.plan().unwrap(), told.plan().unwrap());
        prop_assert_eq!(plan.bytes(), again.bytes());
        let line = jsonschema::draft202012::new(&crate::journal::schema::line()).unwrap();
        for bytes in bytes.trim_ascii_end().split(|byte| *byte == b'\n') {
            prop_assert!(line.is_valid(&testing::json(bytes)));
        }
        let document = jsonschema::draft202012::new(&schema::plan(&runbook())).unwrap();
        prop_assert!(document.is_valid(&testing::json(&plan.bytes())));
    }
}

#[test]
fn a_review_is_not_closed_by_a_clock_that_stands_still_for_its_packet_would_contradict_itself() {
    let mut session =
        Session::begin(start_of(&runbook(), ID, |_| ()), Box::<Memory>::default(), set_clock).unwrap();
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    let closing = testing::close(session.review(), PREPARE);
    let refused = session.act(closing.clone()).unwrap_err().to_string();
    let items = session.review().checklist().items().len();
    let expected = format!("The clock of this machine has stopped: it leaves no time for {items} answers.");
    assert!(refused.starts_with(&expected), "{refused}");
    assert!(session.review().closing().is_none());
    TIMES.set([4, 4, 4].into());
    session.act(closing).unwrap();
    let plan = session.plan().unwrap().bytes();
    let report = verify(&plan, &runbook(), Wanted::Review).unwrap().report;
    assert_eq!(report.status(), CheckStatus::Held, "{:?}", report.checks);
}

#[test]
fn an_undo_that_was_recorded_is_done_also_where_what_moved_behind_it_cannot_be_recorded() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    walk_desk(&mut session);
    session.act(Action::TakeBack { item: BACKUP.to_owned() }).unwrap();
    let path = desk.world.sessions.journal(ID);
    let whole = fs::read(&path).unwrap();
    let read = replay(&whole).unwrap();
    drop(std::mem::replace(&mut session.store, Store::Reading(ReadOnly::Closed)));
    let faulty = Faulty::with(&path, &whole);
    let log = Log::reopen(faulty.clone(), &path, &whole).unwrap();
    session.store = Store::Writing(Box::new(log));
    assert_eq!(read.head, session.head);
    desk.write("backup-log.md", "other\n");
    // The undo is recorded, and the disk is full for the change found after it.
    faulty.plan(&[Works, Works, Fails(ErrorKind::StorageFull)]);
    session.act(Action::Undo).unwrap();
    assert_eq!(state(session.review(), BACKUP), ItemState::Confirmed);
    let told = session.take_unreported().words().unwrap();
    assert!(told.contains("Not saved: the journal could not be written"), "{told}");
    assert_eq!(replay(&faulty.platter()).unwrap().head, session.head);
    // With room again, the answer is reopened before anything depends on it.
    faulty.plan(&[]);
    session.act(confirm(STATUS)).unwrap_err();
    assert_eq!(state(session.review(), BACKUP), ItemState::Stale);
}

#[test]
fn a_lock_file_that_was_deleted_lets_no_second_writer_in() {
    let world = World::new();
    let (mut first, _) = world.open(ID);
    first.act(confirm(STATUS)).unwrap();
    fs::remove_file(world.sessions.lock(ID)).unwrap();
    let (mut second, opened) = world.open("00000000000000bb");
    assert_eq!(opened, Opened::Held);
    let refused = second.act(confirm(REFERENCE)).unwrap_err().to_string();
    assert!(refused.contains("open in another process"), "{refused}");
    first.act(confirm(REFERENCE)).unwrap();
    drop((first, second));
    assert_eq!(world.open(ID).1, resumed(0));
    assert_eq!(replay(&world.bytes(ID)).unwrap().head.seq, 3);
}

#[test]
fn a_session_that_could_not_begin_leaves_nothing_behind_where_it_may_remove() {
    let world = World::new();
    let (start, bytes) = given(&runbook(), ID, |_| ());
    // Line one is larger than any journal line may be.
    let start = crate::review::start::Start { confinement: "x".repeat(33 << 20), ..start };
    let inputs = Inputs::new(Input::new(runbook(), None), Input::new(bytes, None));
    let (sessions, afresh) = (&world.sessions, Afresh::Resume);
    let opened = Session::open(Opening { sessions, inputs, start, afresh, pid: 4711, clock });
    assert!(opened.is_err());
    assert_eq!(fs::read_dir(world.sessions.root()).unwrap().count(), 0);
}

fn closed(world: &World) -> Vec<u8> {
    finish(&mut world.open(ID).0);
    world.bytes(ID)
}

#[test]
fn a_closed_session_is_made_durable_anew_before_it_is_shown() {
    let world = World::new();
    let whole = closed(&world);
    let journal = world.sessions.journal(ID);
    fs::write(&journal, [&whole[..], b"{\"torn"].concat()).unwrap();
    File::options().write(true).open(&journal).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(world.open(ID).1, Opened::Closed);
    assert_eq!(world.bytes(ID), whole, "what was torn is cut off");
    File::options().write(true).open(&journal).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(world.open(ID).1, Opened::Closed);
    assert_eq!(world.bytes(ID), whole);
    let written_at = fs::metadata(&journal).unwrap().modified().unwrap();
    assert!(written_at > SystemTime::UNIX_EPOCH, "its last line was written again");
}

#[test]
fn a_closed_session_whose_journal_another_process_has_open_is_held_also_without_a_lock_file() {
    let world = World::new();
    closed(&world);
    fs::remove_file(world.sessions.lock(ID)).unwrap();
    let other = File::open(world.sessions.journal(ID)).unwrap();
    other.lock().unwrap();
    assert_eq!(world.open(ID).1, Opened::Held);
    drop(other);
    assert_eq!(world.open(ID).1, Opened::Closed);
}

#[test]
fn only_a_closed_session_is_opened_where_nothing_may_be_written() {
    let world = World::new();
    let whole = closed(&world);
    let path = world.sessions.journal(ID);
    let opened = |closed, kind: ErrorKind, bytes: &[u8]| {
        let file = JournalFile { path: &path, bytes, whole_bytes: bytes.len(), closed };
        stored(file, Err(io::Error::from(kind)))
    };
    for kind in [ErrorKind::ReadOnlyFilesystem, ErrorKind::PermissionDenied] {
        assert!(matches!(opened(true, kind, &whole), Ok(Store::Archived(_))));
        assert!(matches!(opened(false, kind, &whole), Err(error) if error.kind() == kind));
        assert!(opened(true, kind, &whole[1..]).is_err(), "it is not what was read");
    }
    assert!(opened(true, ErrorKind::StorageFull, &whole).is_err());
    let other = File::open(&path).unwrap();
    other.lock().unwrap();
    let held = opened(true, ErrorKind::PermissionDenied, &whole);
    assert!(matches!(held, Ok(Store::Reading(ReadOnly::Held(_)))));
    assert_eq!(world.bytes(ID), whole);
}

#[test]
fn a_sitting_that_is_not_recorded_comes_before_the_next_answer_or_refuses_it() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    let path = world.sessions.journal(ID);
    let whole = world.bytes(ID);
    drop(std::mem::replace(&mut session.store, Store::Reading(ReadOnly::Closed)));
    let faulty = Faulty::with(&path, &whole);
    session.store = Store::Writing(Box::new(Log::reopen(faulty.clone(), &path, &whole).unwrap()));
    session.unrecorded = Some(Seat { reviewer: Some("bob".to_owned()), ..session.review.facts().seat() });
    faulty.plan(&[Fails(ErrorKind::StorageFull)]);
    let refused = session.act(confirm(STATUS)).unwrap_err();
    assert!(matches!(refused, ActError::Unkept(AppendError::Io(_))), "{refused}");
    assert_eq!(
        (faulty.calls(), faulty.platter()),
        (vec!["write"], whole),
        "the answer was not tried before it"
    );
    faulty.plan(&[]);
    session.act(confirm(STATUS)).unwrap();
    session.act(confirm(REFERENCE)).unwrap();
    let told = replay(&faulty.platter()).unwrap();
    assert_eq!(told.head.seq, 4, "line one, the sitting once, two answers");
    assert_eq!(told.review.sittings().last().unwrap().reviewer.as_deref(), Some("bob"));
    assert_eq!(shown(&told.review), shown(session.review()));
}

#[test]
fn a_clock_that_jumps_is_told_once_when_it_does_and_the_journal_opens_and_goes_on() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    session.act(confirm(STATUS)).unwrap();
    assert_eq!(session.take_unreported().clock, Vec::<String>::new());
    testing::jump(-800_000_000);
    session.act(confirm(REFERENCE)).unwrap();
    let told = session.take_unreported().words().unwrap();
    assert!(told.starts_with("The clock went back: line 3 of the journal is dated 2000-"), "{told}");
    testing::jump(800_000_000);
    drop(session);
    let (mut session, opened) = world.open("00000000000000bb");
    assert_eq!(opened, resumed(0));
    let next = next_action(session.review()).unwrap();
    session.act(next).unwrap();
    assert_eq!(session.take_unreported().clock, Vec::<String>::new(), "between sittings any time may pass");
    assert_eq!(shown(&replay(&world.bytes(ID)).unwrap().review), shown(session.review()));
    assert_eq!(session.review().clock_jumps().len(), 1);
}

#[test]
fn a_sitting_begins_with_the_first_thing_recorded_in_it_and_opening_alone_records_nothing() {
    let world = World::new();
    drop(world.open(ID));
    let before = world.bytes(ID);
    let again = |reviewer: Option<&str>, confinement: &str| {
        let (start, bytes) = given(&runbook(), "00000000000000bb", |_| ());
        let (reviewer, confinement) = (reviewer.map(str::to_owned), confinement.to_owned());
        let start = crate::review::start::Start { reviewer, confinement, ..start };
        let inputs = Inputs::new(Input::new(runbook(), None), Input::new(bytes, None));
        let (sessions, afresh) = (&world.sessions, Afresh::Resume);
        Session::open(Opening { sessions, inputs, start, afresh, pid: 4711, clock })
    };
    drop(again(Some("nobody"), "off").unwrap());
    assert_eq!(world.bytes(ID), before, "it was opened and left");
    let (mut session, opened) = again(Some("bob"), "otherwise").unwrap();
    assert_eq!((opened, session.labels()), (resumed(0), Some((None, Some("bob")))));
    session.act(confirm(STATUS)).unwrap();
    assert_eq!((session.label(), session.labels()), (Some("bob"), Some((None, Some("bob")))));
    drop(session);
    again(None, "off").unwrap().0.act(confirm(REFERENCE)).unwrap();
    let told = replay(&world.bytes(ID)).unwrap().review;
    let sat = |sitting: &Sitting| (sitting.reviewer.clone(), sitting.confinement.clone());
    let off = || "off".to_owned();
    let expected = [(None, off()), (Some("bob".to_owned()), "otherwise".to_owned()), (None, off())];
    assert_eq!(told.sittings().iter().map(sat).collect::<Vec<_>>(), expected);
}
