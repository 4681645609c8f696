//! Samples for the invariants: runbooks, their handoffs, and reviews with every item answered.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::OnceLock;

use serde_json::Value;
use strict_review::journal::memory::Memory;
use strict_review::journal::{AppendError, Journal};
use strict_review::review::action::Action;
use strict_review::review::checklist::Subject;
use strict_review::review::handoff::Handoff;
use strict_review::review::moment::Moment;
use strict_review::review::runbook::{Acknowledge, Kind, Runbook};
use strict_review::review::start::Start;
use strict_review::review::state::{ItemState, Review};
use strict_review::session::Session;
use strict_review::session::inputs::{Care, EvidenceSource, Input, Inputs};

const FIRST: &[u8] = include_bytes!("../../../assets/runbooks/t-293.json");
const SECOND: &[u8] = include_bytes!("../../../assets/samples/second-runbook.json");
const SMALL: &[u8] = include_bytes!("../small-runbook.json");
pub(super) const SMALL_HANDOFF: &[u8] = include_bytes!("../small-handoff.json");

const EVIDENCE: &[(&str, &[u8])] = &[
    ("retention-policy.md", b"# Policy\n\n| a | b |\n|---|---|\n| \xE6\x95\xB0 | 1 |\n\n```\ncode\n```\n"),
    ("deletion-list.md", b"{\"rows\":[1,2,{\"key\":\"value\"}]}\nsecond line, much longer than any screen is wide: 1 2 3 4 5 6 7\n"),
    ("rehearsal-backup-log.md", b"\x1b[31mred\x1b[0m \xE2\x80\xAE hidden\n"),
];

/// A runbook with little of everything, so that an input costs only what it tests.
pub(super) fn small() -> &'static Runbook {
    static RUNBOOK: OnceLock<Runbook> = OnceLock::new();
    RUNBOOK.get_or_init(|| Runbook::parse(SMALL).unwrap())
}

pub(super) fn second() -> &'static Runbook {
    static RUNBOOK: OnceLock<Runbook> = OnceLock::new();
    RUNBOOK.get_or_init(|| Runbook::parse(SECOND).unwrap())
}

pub(super) fn first() -> &'static Runbook {
    static RUNBOOK: OnceLock<Runbook> = OnceLock::new();
    RUNBOOK.get_or_init(|| Runbook::parse(FIRST).unwrap())
}

/// All runbooks as JSON, the smallest first.
pub(super) fn definitions() -> &'static [Value; 3] {
    static DEFINITIONS: OnceLock<[Value; 3]> = OnceLock::new();
    DEFINITIONS.get_or_init(|| [SMALL, SECOND, FIRST].map(|bytes| serde_json::from_slice(bytes).unwrap()))
}

/// A handoff and a request for the small runbook, and a request for each of the others, as JSON.
pub(super) fn handoffs() -> &'static [Value; 4] {
    static HANDOFFS: OnceLock<[Value; 4]> = OnceLock::new();
    HANDOFFS.get_or_init(|| {
        let read = |bytes: &[u8]| -> Value { serde_json::from_slice(bytes).unwrap() };
        let mut request = read(SMALL_HANDOFF);
        request["decision"] = "prepare".into();
        request["deletionListSampled"] = true.into();
        request["databaseTouched"] = false.into();
        let second = read(include_bytes!("../../../assets/samples/second-ready-request.json"));
        let first = read(include_bytes!("../../../assets/samples/ready-request.json"));
        [read(SMALL_HANDOFF), request, second, first]
    })
}

/// A journal whose bytes stay readable while the session owns it.
#[derive(Clone, Default)]
pub(super) struct Shared {
    kept: Rc<RefCell<Memory>>,
    lines: Rc<Cell<usize>>,
}

impl Shared {
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.kept.borrow().bytes.clone()
    }

    pub(super) fn lines(&self) -> usize {
        self.lines.get()
    }
}

impl Journal for Shared {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.lines.set(self.lines() + 1);
        self.kept.borrow_mut().append(line)
    }
}

thread_local! {
    static SECONDS: Cell<i64> = const { Cell::new(0) };
}

/// A clock that advances by a second at each reading, from the same start for every input.
pub(super) fn clock() -> Moment {
    let seconds = SECONDS.get();
    SECONDS.set(seconds + 1);
    Moment::from_timestamp(jiff::Timestamp::from_second(1_769_851_800 + seconds).unwrap())
}

pub(super) fn start(runbook: &Runbook, handoff: &[u8]) -> Start {
    Start::new("0123456789abcdef".to_owned(), runbook, Handoff::parse(handoff, runbook).unwrap())
}

pub(super) fn session(start: Start) -> (Session, Shared) {
    SECONDS.set(0);
    let journal = Shared::default();
    (Session::begin(start, Box::new(journal.clone()), clock).unwrap(), journal)
}

/// A session of the small handoff: at its beginning, with evidence, or with every item answered, depending on
/// `choice`.
pub(super) fn begun(choice: u8) -> (Session, Shared) {
    let (mut session, journal) = session(start(small(), SMALL_HANDOFF));
    if choice % 2 == 1 {
        let handoff = Input::new(SMALL_HANDOFF.to_vec(), None);
        let mut inputs = Inputs::new(Input::new(small().clone(), None), handoff);
        inputs.evidence = EvidenceSource::Embedded(EVIDENCE);
        session = session.watching(inputs);
        session.refresh(Care::Full).expect("inputs that are there");
    } else if choice % 4 == 2 {
        walk(&mut session);
    }
    (session, journal)
}

/// Action that answers the next open item, if one is left. An item that cannot be confirmed gets a concern.
pub(super) fn next(review: &Review) -> Option<Action> {
    let mut items = review.open_items().filter(|index| !review.has_open_concern(*index));
    let index = items.find(|index| review.item_locked_by(*index).is_none())?;
    let found = review.item(index)?;
    let item = found.id.clone();
    let missing = found.subject == Subject::Reference && review.value(&item).is_none();
    Some(match (found.acknowledge, review.echo(found)) {
        (Acknowledge::Key, _) if review.state(index) != ItemState::Blocked && !missing => {
            Action::Confirm { item }
        }
        (Acknowledge::Echo, Some(typed)) if review.state(index) != ItemState::Blocked => {
            Action::Echo { item, typed }
        }
        (Acknowledge::Key | Acknowledge::Echo, _) => {
            Action::RaiseConcern { item, note: "cannot be confirmed".to_owned() }
        }
    })
}

/// Text that the next open item asks for, or the closing call if no item asks for one.
pub(super) fn typed_next(review: &Review) -> String {
    match next(review) {
        Some(Action::Echo { typed, .. }) => typed,
        Some(_) | None => review.closing_echo(),
    }
}

pub(super) fn walk(session: &mut Session) {
    while let Some(action) = next(session.review()) {
        let asked = format!("{action:?}");
        if let Err(refused) = session.act(action) {
            panic!("what an item asks for is refused: {asked}: {refused}");
        }
    }
}

pub(super) fn closing(review: &Review, kind: Kind) -> Option<Action> {
    let decision = review.runbook().first_decision(kind)?.value.clone();
    let not_looked_at = "the logs of last year".to_owned();
    Some(Action::Close { decision, not_looked_at, typed: review.closing_echo() })
}
