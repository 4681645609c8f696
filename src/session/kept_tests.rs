//! Answers and openings survive changes of the runbook, and the packet reports them as they were.

use serde_json::{Value, json};

use super::changed_tests::{Desk, close_ready, walk};
use super::inputs::{Care, EvidenceSource, FileInput, Input, Inputs};
use super::open::{Afresh, Opening};
use super::tests::{ID, World, given};
use super::upstream::Upstream;
use super::{SPANS_MAX, SeenLines, Session};
use crate::files::evidence::EvidenceFolder;
use crate::review::action::Action;
use crate::review::limits::HANDOFF as BOUNDS;
use crate::review::runbook::Runbook;
use crate::review::spans::Span;
use crate::review::state::Evidence;
use crate::review::testing::{
    BACKUP, FINGERPRINT, HANDOFF, RUNBOOK, changed, clock, concern, next_action, runbook,
};
use crate::review::verify::{CheckStatus, Wanted, verify};

/// The packet of a closed review verifies alone.
fn holds(session: &Session) {
    let bytes = session.plan().unwrap().bytes();
    let definition = session.review().runbook().clone();
    let report = verify(&bytes, &definition, Wanted::Review).unwrap().report;
    assert_eq!(report.status(), CheckStatus::Held, "{:?}", report.checks);
}

/// The runbook with its first review question turned into a command of the same name.
fn as_a_command() -> Runbook {
    changed(RUNBOOK, |v| {
        let item = &mut v["phases"][1]["items"][1];
        let (id, based_on) = (item["id"].clone(), item["basedOn"].clone());
        *item =
            json!({ "id": id, "command": "pg_restore --list", "purpose": "To look", "basedOn": based_on });
    })
    .unwrap()
}

#[test]
fn a_concern_is_not_lost_with_the_kind_of_its_item_and_what_was_said_to_each_kind_is_kept() {
    let world = World::new();
    let (mut session, _) = world.open(ID);
    let item = format!("{}/{}", runbook().phases[1].id, runbook().phases[1].items[1].id());
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    session.act(concern(&item)).unwrap();
    drop(session);
    let open = |definition: Runbook, id: &str| {
        let start = given(&definition, id, |_| ());
        world.open_with(definition, start, Afresh::Resume).unwrap().0
    };
    let mut session = open(as_a_command(), "00000000000000bb");
    let kept = session.review().checklist().find(&item).unwrap();
    assert!(session.review().has_open_concern(kept), "the definition is not taken in over it");
    assert!(session.refresh(Care::Full).unwrap().troubles[0].contains("concern"), "and that is told");
    drop(session);
    let mut session = open(runbook(), "00000000000000cc");
    let answer = Action::AnswerConcern { item: item.clone(), answer: "it was copied".to_owned() };
    session.act(answer).unwrap();
    drop(session);
    for (definition, id) in [(as_a_command(), "00000000000000dd"), (runbook(), "00000000000000ee")] {
        let mut session = open(definition, id);
        session.act(Action::WriteNote { item: item.clone(), note: id.to_owned() }).unwrap();
    }
    let mut session = open(as_a_command(), "00000000000000ff");
    let said = |session: &Session| {
        let index = session.review().checklist().find(&item).unwrap();
        let (here, gone) = (session.review().answer(index).unwrap(), session.review().dropped());
        (
            here.note.clone(),
            here.concerns.len(),
            gone.map(|gone| gone.answer.note.clone()).collect::<Vec<_>>(),
        )
    };
    let (command, question) = ("00000000000000dd".to_owned(), "00000000000000ee".to_owned());
    assert_eq!(said(&session), (command.clone(), 0, vec![question.clone()]));
    while let Some(action) = next_action(session.review()) {
        session.act(action).unwrap();
    }
    drop(session);
    let session = open(runbook(), "00000000000000ab");
    assert_eq!(said(&session), (question, 1, vec![command]));
}

#[test]
fn a_reference_that_was_opened_dropped_and_is_asked_again_counts_as_opened_when_it_was() {
    let desk = Desk::new();
    let (mut session, _) = desk.open(ID);
    session.open_evidence(BACKUP).unwrap().unwrap().unwrap();
    let opened_at = opened(&session);
    drop(session);
    let without = changed(RUNBOOK, |v| {
        v["references"].as_array_mut().unwrap().retain(|reference| reference["field"] != BACKUP);
        // In every list of fields that names it.
        for place in ["/phases", "/confirmations", "/stopRules"] {
            for part in v.pointer_mut(place).unwrap().as_array_mut().unwrap() {
                drops(part);
                part.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten().for_each(drops);
            }
        }
    });
    drop(resumed(&desk, without.unwrap(), "00000000000000bb"));
    let mut session = resumed(&desk, runbook(), "00000000000000cc");
    assert!(matches!(session.review().evidence(BACKUP), Some(Evidence::Read(_))));
    assert_eq!((opened(&session), opened_at.is_some()), (opened_at, true));
    walk(&mut session);
    close_ready(&mut session);
    holds(&session);
}

/// Removes the backup's reference from the field lists of a part.
fn drops(part: &mut Value) {
    for list in ["references", "basedOn"] {
        if let Some(fields) = part.get_mut(list).and_then(Value::as_array_mut) {
            fields.retain(|field| field != BACKUP);
        }
    }
}

fn opened(session: &Session) -> Option<crate::review::moment::Moment> {
    let index = session.review().checklist().find(BACKUP)?;
    session.review().answer(index)?.opened_at
}

fn resumed(desk: &Desk, definition: Runbook, id: &str) -> Session {
    let (start, _) = given(&definition, id, |value| *value = serde_json::from_slice(HANDOFF).unwrap());
    let file = FileInput::new(desk.handoff.clone(), HANDOFF, BOUNDS.bytes);
    let mut inputs = Inputs::new(Input::new(definition, None), Input::new(HANDOFF.to_vec(), Some(file)));
    inputs.evidence = EvidenceSource::Folder(EvidenceFolder::open(&desk.evidence).unwrap());
    let sessions = &desk.world.sessions;
    let opening = Opening { sessions, inputs, start, afresh: Afresh::Resume, pid: 4711, clock };
    Session::open(opening).unwrap().0
}

#[test]
fn an_upstream_document_that_comes_back_counts_as_opened_from_the_first_time_on_also_where_it_does_not_match()
{
    let world = World::new();
    let (start, bytes) = given(&runbook(), ID, |_| ());
    let mut inputs = Inputs::new(Input::new(runbook(), None), Input::new(bytes, None));
    inputs.upstream.push(Upstream::embedded(FINGERPRINT, "a.json", b"{\"is\":\"a\"}"));
    let sessions = &world.sessions;
    let opening = Opening { sessions, inputs, start, afresh: Afresh::New, pid: 4711, clock };
    let (mut session, _) = Session::open(opening).unwrap();
    let first = read_now(&mut session);
    for document in [&b"{\"is\":\"b\"}"[..], b"{\"is\":\"a\"}"] {
        let inputs = session.inputs.as_mut().unwrap();
        inputs.upstream = vec![Upstream::embedded(FINGERPRINT, "a.json", document)];
        session.refresh(Care::Full).unwrap();
    }
    assert_eq!(read_now(&mut session), first, "the very bytes that were opened first");
}

fn read_now(session: &mut Session) -> crate::review::moment::Moment {
    session.open_evidence(FINGERPRINT).unwrap().unwrap().unwrap();
    match session.review().evidence(FINGERPRINT) {
        Some(Evidence::Read(read)) => read.opened_at,
        other => panic!("{other:?}"),
    }
}

#[test]
fn lines_that_were_shown_in_more_pieces_than_an_event_holds_are_all_recorded() {
    let desk = Desk::new();
    let count = 3 * u64::try_from(SPANS_MAX).unwrap();
    desk.write("backup-log.md", &"x\n".repeat(usize::try_from(count).unwrap()));
    let (mut session, _) = desk.open(ID);
    let file = session.open_evidence(BACKUP).unwrap().unwrap().unwrap();
    // Every other line, so that no two spans merge.
    let spans: Vec<Span> = (1..=count).step_by(2).map(|line| Span { first: line, last: line }).collect();
    assert!(spans.len() > SPANS_MAX);
    let seen = SeenLines { item: BACKUP.to_owned(), digest: file.digest, lines: count, spans };
    session.show_lines(&seen).unwrap();
    let shown = session.review().lines_shown(BACKUP).unwrap();
    assert_eq!(shown.shown, u64::try_from(seen.spans.len()).unwrap());
}
