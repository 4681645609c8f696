//! Invariants after every key.

use std::path::Path;

use serde_json::json;
use strict_review::journal::replay::{events, replay, start};
use strict_review::review::action::{Action, Event};
use strict_review::review::plan::Plan;
use strict_review::review::state::{Closing, Review};

use super::world::{Desk, runbook};
use crate::support::schema::assert_plan;

/// Every state is drawn at these sizes; the last is far too small.
pub(super) const SIZES: [(u16, u16); 5] = [(160, 50), (120, 40), (80, 24), (60, 16), (10, 3)];

/// All events. None of them is a write action.
const EVENTS: [&str; 22] = [
    "opened",
    "confirmed",
    "taken-back",
    "marked-not-applicable",
    "concern-raised",
    "concern-answered",
    "note-written",
    "reference-entered",
    "write-action-refused",
    "undone",
    "redone",
    "closed",
    "evidence-listed",
    "evidence-opened",
    "lines-shown",
    "evidence-changed",
    "upstream-document-checked",
    "handoff-changed",
    "runbook-changed",
    "reopened",
    "changed-back",
    "sitting-began",
];

/// Type of an event in its journal line. A new event must be added here and in [`EVENTS`].
pub(super) fn name(event: &Event) -> &'static str {
    match event {
        Event::Opened { .. } => "opened",
        Event::Confirmed { .. } => "confirmed",
        Event::TakenBack { .. } => "taken-back",
        Event::MarkedNotApplicable { .. } => "marked-not-applicable",
        Event::ConcernRaised { .. } => "concern-raised",
        Event::ConcernAnswered { .. } => "concern-answered",
        Event::NoteWritten { .. } => "note-written",
        Event::ReferenceEntered { .. } => "reference-entered",
        Event::WriteActionRefused { .. } => "write-action-refused",
        Event::Undone { .. } => "undone",
        Event::Redone { .. } => "redone",
        Event::Closed { .. } => "closed",
        Event::EvidenceListed { .. } => "evidence-listed",
        Event::EvidenceOpened { .. } => "evidence-opened",
        Event::LinesShown { .. } => "lines-shown",
        Event::EvidenceChanged { .. } => "evidence-changed",
        Event::UpstreamDocumentChecked { .. } => "upstream-document-checked",
        Event::HandoffChanged { .. } => "handoff-changed",
        Event::RunbookChanged { .. } => "runbook-changed",
        Event::Reopened { .. } => "reopened",
        Event::ChangedBack { .. } => "changed-back",
        Event::SittingBegan { .. } => "sitting-began",
    }
}

/// Types of all events of a journal after its first line, from its bytes.
pub(super) fn event_names(journal: &[u8]) -> Vec<String> {
    let (_, head) = start(journal).unwrap();
    let names = events(journal, head).map(|read| {
        let event = read.unwrap().0.event;
        let written = json!(event)["type"].as_str().unwrap().to_owned();
        assert_eq!(written, name(&event));
        assert!(EVENTS.contains(&name(&event)), "{written}");
        written
    });
    names.collect()
}

/// Everything that a reviewer, a screen or a plan could ask of a review.
pub(super) fn account(review: &Review) -> String {
    let items: Vec<_> = review
        .checklist()
        .indexes()
        .map(|index| {
            let item = review.item(index).unwrap();
            (review.answer(index), review.state(index), review.value(&item.id), review.item_locked_by(index))
        })
        .collect();
    let outcomes: Vec<_> =
        review.runbook().decisions.iter().map(|decision| review.outcome(&decision.value)).collect();
    let next = (review.decide(Action::Undo), review.decide(Action::Redo));
    format!("{items:?}{outcomes:?}{next:?}{:?}{:?}", review.attempts(), review.closing())
}

fn plans(review: &Review) -> Vec<Plan> {
    let digest = review.handoff().digest();
    let closing = |decision: &str| Closing {
        decision: decision.to_owned(),
        status: review.outcome(decision).status,
        not_looked_at: "nothing".to_owned(),
        at: review.started_at(),
        sitting: 1,
    };
    let decisions = review.runbook().decisions.iter();
    decisions.map(|decision| Plan::of_review(review, &closing(&decision.value), digest)).collect()
}

/// Asserts that the replayed journal gives the live review, and that none of its plans has a write action.
pub(super) fn holds(desk: &Desk, after: &str) {
    let journal = desk.journal();
    event_names(&journal);
    let replayed = replay(&journal).unwrap_or_else(|broken| panic!("{after}: {broken}"));
    assert_eq!(account(&replayed.review), account(desk.review()), "{after}");
    for plan in plans(desk.review()) {
        assert_plan(plan.document());
        for flag in runbook().flags() {
            assert_eq!(plan.document()[flag], json!(false), "{after}: {flag}");
        }
        let ready = plan.document()[&runbook().packet.ready_flag].as_bool().unwrap();
        assert!(!ready || desk.review().open_items().next().is_none(), "{after}: ready with open items");
    }
    if let Some(plan) = desk.console.session().plan() {
        assert_eq!(plan.status(), desk.review().closing().unwrap().status, "{after}");
    }
}

/// Draws a console at every size, and asserts that it shows the status the review would give.
pub(super) fn draws(desk: &mut Desk, after: &str) {
    let size = desk.console.model().size;
    for (columns, rows) in SIZES {
        desk.resize(columns, rows);
        let screen = desk.screen();
        for cell in screen.cells() {
            assert!(!strict_review::review::text::has_hidden(cell.symbol()), "{after}: {:?}", cell.symbol());
        }
        if columns == 120 {
            assert!(screen.text().contains(&live(desk.review())), "{after}:\n{}", screen.text());
        }
    }
    desk.resize(size.width, size.height);
}

pub(super) fn status_name(status: &str) -> String {
    runbook().statuses.iter().find(|listed| listed.status == status).unwrap().name()
}

/// Beginning of the live line.
pub(super) fn live(review: &Review) -> String {
    if let Some(closing) = review.closing() {
        return format!("Closed: {}", status_name(&closing.status));
    }
    let decision = &review.assumed_decision().unwrap().value;
    let verb = if review.open_items().next().is_some() { "close unfinished" } else { "close the review" };
    format!("If you {verb}: {}", status_name(&review.outcome(decision).status))
}

pub(super) fn nothing_written(out: &Path, after: &str) {
    assert!(!out.exists(), "{after}");
}
