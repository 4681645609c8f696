//! A review in memory by its own actions: its journal, and the packet that the console would write.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;

use strict_review::files::evidence::EvidenceFolder;
use strict_review::journal::memory::Memory;
use strict_review::journal::{AppendError, Journal};
use strict_review::review::action::Action;
use strict_review::review::handoff::Handoff;
use strict_review::review::moment::Moment;
use strict_review::review::plan::Plan;
use strict_review::review::runbook::{Acknowledge, Kind, Runbook};
use strict_review::review::start::Start;
use strict_review::review::state::{ItemState, Review};
use strict_review::session::Session;
use strict_review::session::inputs::{Care, EvidenceSource, Input, Inputs};

pub(crate) struct Reviewed {
    session: Session,
    journal: Shared,
}

#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Memory>>);

impl Journal for Shared {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.0.borrow_mut().append(line)
    }
}

thread_local! {
    static SECONDS: Cell<i64> = const { Cell::new(1_769_850_000) };
}

fn clock() -> Moment {
    let seconds = SECONDS.get() + 1;
    SECONDS.set(seconds);
    Moment::from_timestamp(jiff::Timestamp::from_second(seconds).unwrap())
}

impl Reviewed {
    pub(crate) fn of(runbook: &Runbook, handoff: &[u8]) -> Self {
        Self::begun(runbook, handoff, |_| ())
    }

    /// Changes line one before the review begins.
    pub(crate) fn begun(runbook: &Runbook, handoff: &[u8], change: impl FnOnce(&mut Start)) -> Self {
        let judged = Handoff::parse(handoff, runbook).unwrap();
        let mut start = Start::new("0123456789abcdef".to_owned(), runbook, judged);
        change(&mut start);
        let journal = Shared::default();
        let session = Session::begin(start, Box::new(journal.clone()), clock).unwrap();
        let inputs = Inputs::new(Input::new(runbook.clone(), None), Input::new(handoff.to_vec(), None));
        Self { session: session.watching(inputs), journal }
    }

    /// Adds an evidence folder and opens every file in it.
    pub(crate) fn reading(mut self, handoff: &[u8], folder: &Path) -> Self {
        let runbook = self.review().runbook().clone();
        let mut inputs = Inputs::new(Input::new(runbook, None), Input::new(handoff.to_vec(), None));
        inputs.evidence = EvidenceSource::Folder(EvidenceFolder::open(folder).unwrap());
        self.session = self.session.watching(inputs);
        self = self.rechecked();
        let items = self.review().checklist().items().iter();
        let references: Vec<String> =
            items.filter(|item| item.names_file).map(|item| item.id.clone()).collect();
        for reference in references {
            self.session.open_evidence(&reference).unwrap();
        }
        self
    }

    pub(crate) fn rechecked(mut self) -> Self {
        self.session.refresh(Care::Full).unwrap();
        self
    }

    pub(crate) fn review(&self) -> &Review {
        self.session.review()
    }

    pub(crate) fn act(mut self, action: Action) -> Self {
        self.session.act(action).unwrap();
        self
    }

    /// Answers every item that can be answered; a refused one gets a concern.
    pub(crate) fn walked(mut self) -> Self {
        while let Some(action) = next(self.review()) {
            self.session.act(action).unwrap();
        }
        self
    }

    /// Closes with the first decision that gives a result of this kind.
    pub(crate) fn closed(self, kind: Kind) -> Self {
        let review = self.review();
        let decision = review.runbook().first_decision(kind).unwrap().value.clone();
        let typed = review.closing_echo();
        self.act(Action::Close { decision, not_looked_at: "the logs of last year".to_owned(), typed })
    }

    pub(crate) fn journal(&self) -> Vec<u8> {
        self.journal.0.borrow().bytes.clone()
    }

    pub(crate) fn plan(&self) -> Plan {
        self.session.plan().unwrap()
    }
}

fn next(review: &Review) -> Option<Action> {
    let mut items = review.open_items().filter(|index| !review.has_open_concern(*index));
    let index = items.find(|index| review.item_locked_by(*index).is_none())?;
    let item = review.item(index)?.id.clone();
    Some(match (review.state(index), review.item(index)?.acknowledge) {
        (ItemState::Blocked, _) => Action::RaiseConcern { item, note: "refused by a finding".to_owned() },
        (_, Acknowledge::Key) => Action::Confirm { item },
        (_, Acknowledge::Echo) => Action::Echo { typed: review.echo(review.item(index)?)?, item },
    })
}
