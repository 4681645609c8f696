//! A journal replays into the review that wrote it, and every changed byte is noticed.

use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::replay::{ReplayError, replay, up_to};
use super::schema;
use crate::journal::Journal;
use crate::journal::entry::Head;
use crate::journal::memory::Memory;
use crate::review::action::{Action, Event, Found, Method, Outside};
use crate::review::fingerprint::Digest;
use crate::review::moment::Moment;
use crate::review::plan::Plan;
use crate::review::runbook::{Kind, Runbook};
use crate::review::schema::plan as plan_schema;
use crate::review::sitting::{self, Seat};
use crate::review::state::Review;
use crate::review::testing::{
    self, SECOND_HANDOFF, act, clock, close, close_as_it_stands, handoff, next_action, runbook,
    second_runbook, walk,
};
use crate::review::upstream::UpstreamCheck;
use crate::review::verify::upstream_document::UpstreamDocument;

struct Written {
    review: Review,
    journal: Memory,
    head: Head,
}

impl Written {
    fn begin(runbook: &Runbook, handoff_bytes: &[u8]) -> Self {
        let start = testing::start(runbook, handoff(runbook, handoff_bytes, |_| ()));
        let at = clock();
        let mut written = Self {
            review: Review::start(start.clone(), at),
            journal: Memory::default(),
            head: Head::default(),
        };
        written.append(&start, at);
        written
    }

    fn append(&mut self, event: &impl serde::Serialize, at: Moment) {
        let (line, head) = self.head.line(event, at);
        self.journal.append(&line).unwrap();
        self.head = head;
    }

    fn act(&mut self, action: Action) {
        if let Ok(event) = self.review.decide(action) {
            let at = clock();
            self.append(&event, at);
            self.review.apply(&event, at);
        }
    }

    fn bytes(&self) -> &[u8] {
        &self.journal.bytes
    }
}

fn sample() -> Written {
    let mut written = Written::begin(&second_runbook(), SECOND_HANDOFF);
    let item = || "retentionHandoffStatus".to_owned();
    for action in [
        Action::Open { item: item() },
        Action::Confirm { item: item() },
        Action::Undo,
        Action::Redo,
        Action::WriteNote { item: item(), note: "läuft 数据\n\u{202e}".to_owned() },
        Action::RaiseConcern { item: item(), note: "why?".to_owned() },
        Action::AnswerConcern { item: item(), answer: "so".to_owned() },
        Action::Attempt { effect: "result-deletion".to_owned() },
    ] {
        written.act(action);
    }
    assert_eq!(written.head.seq, 9);
    written
}

/// An attempt of a reviewer, drawn before the review is known.
#[derive(Clone, Debug)]
struct Tried {
    sort: u8,
    item: Index,
    text: &'static str,
}

fn tried() -> impl Strategy<Value = Tried> {
    let texts = ["", " ", "a note", "two\nlines", "local-dev", "数据", "password=correct-horse-battery-1"];
    let text = prop::sample::select(texts.to_vec());
    (0_u8..32, any::<Index>(), text).prop_map(|(sort, item, text)| Tried { sort, item, text })
}

/// Half of the attempts move on, so that later phases are reached.
fn action(review: &Review, tried: &Tried) -> Action {
    let item = tried.item.get(review.checklist().items());
    let (item, text, echo) = (item.id.clone(), tried.text.to_owned(), review.echo(item));
    match tried.sort {
        0 => Action::Open { item },
        1 => Action::Confirm { item },
        2 => Action::Echo { item, typed: echo.unwrap_or(text) },
        3 => Action::TakeBack { item },
        4 => Action::NotApplicable { item, reason: text },
        5 => Action::RaiseConcern { item, note: text },
        6 => Action::AnswerConcern { item, answer: text },
        7 => Action::WriteNote { item, note: text },
        8 => Action::EnterReference { item, value: text },
        9 => Action::Attempt { effect: tried.item.get(&review.runbook().effects).id.clone() },
        10 | 11 => Action::Undo,
        12 => Action::Redo,
        13 if tried.text.is_empty() => close_as_it_stands(review),
        14..=20 => outside(review, tried),
        21 => {
            let (reviewer, confinement) = (Some(text).filter(|text| !text.is_empty()), "off".to_owned());
            Action::Sit(Seat { reviewer, confinement, input: sitting::Input::Pipe })
        }
        22 => {
            testing::jump([-40_000_000, -1, 90_000][tried.item.index(3)]);
            Action::Undo
        }
        _ => next_action(review).unwrap_or(Action::Undo),
    }
}

fn outside(review: &Review, tried: &Tried) -> Action {
    let references: Vec<String> = review.runbook().references.iter().map(|r| r.field.clone()).collect();
    let (item, number) = (tried.item.get(&references).clone(), tried.item.index(3));
    let found = Found { digest: Digest::compute(tried.text.as_bytes()), bytes: 7 };
    let same = |value: &mut serde_json::Value| value["unheardOf"] = json!(number);
    let bytes = if review.runbook().stage == runbook().stage { testing::HANDOFF } else { SECOND_HANDOFF };
    Action::TakeIn(match tried.sort {
        14 | 15 => {
            Outside::EvidenceListed { items: references.into_iter().skip(number).collect(), near: Vec::new() }
        }
        16 => return Action::OpenEvidence { item, digest: found.digest, bytes: found.bytes, shown: true },
        17 => Outside::EvidenceChanged { item, found: Some(found).filter(|_| number > 0) },
        18 if number == 0 => {
            let field = &review.runbook().owner_handoff.fingerprint.field;
            let document = UpstreamDocument::parse(b"{}");
            let check = UpstreamCheck::compare(&document, field, review.handoff(), review.runbook());
            Outside::UpstreamDocumentChecked { check: check.unwrap() }
        }
        18 => Outside::HandoffChanged { handoff: Box::new(handoff(review.runbook(), bytes, same)) },
        19 => {
            let mut definition = review.runbook().definition().clone();
            definition["title"] = json!(format!("Title {number}"));
            definition["confirmations"][0]["sentence"] = json!(format!("I confirm that it is {number}."));
            let runbook = Runbook::parse(json!(definition).to_string().as_bytes()).unwrap();
            let handoff = Box::new(handoff(&runbook, bytes, same));
            Outside::RunbookChanged { runbook: Box::new(runbook), handoff }
        }
        _ => return reopening(review).unwrap_or(Action::Undo),
    })
}

/// Reopens the first outdated answer, as a session does unasked.
fn reopening(review: &Review) -> Option<Action> {
    let item = review.overtaken().next().and_then(|place| review.item(place))?;
    Some(Action::Reopen { item: item.id.clone() })
}

/// An open review is closed first, in its present state.
fn plan(review: &Review) -> Vec<u8> {
    let mut review = review.clone();
    if review.closing().is_none() {
        let at = review.started_at();
        while let Some(action) = reopening(&review) {
            let event = review.decide(action).unwrap();
            review.apply(&event, at);
        }
        let event = review.decide(close_as_it_stands(&review)).unwrap();
        review.apply(&event, at);
    }
    Plan::of_review(&review, review.closing().unwrap(), testing::head()).bytes()
}

fn against_the_schemas(written: &Written) -> Vec<String> {
    static LINE: LazyLock<Validator> = LazyLock::new(|| validator(&schema::line()));
    static PLANS: LazyLock<[Validator; 2]> =
        LazyLock::new(|| [runbook(), second_runbook()].map(|runbook| validator(&plan_schema(&runbook))));
    let of_plan = &PLANS[usize::from(written.review.runbook().stage == second_runbook().stage)];
    let plan = plan(&written.review);
    let lines = written.bytes().trim_ascii_end().split(|byte| *byte == b'\n').map(|line| (&*LINE, line));
    let told = lines.chain([(of_plan, plan.as_slice())]).filter_map(|(validator, bytes)| {
        validator
            .validate(&testing::json(bytes))
            .err()
            .map(|error| format!("{}: {error}", error.instance_path()))
    });
    told.collect()
}

fn validator(schema: &serde_json::Value) -> Validator {
    jsonschema::draft202012::new(schema).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_was_done_the_journal_tells_the_same_review(
        tries in prop::collection::vec(tried(), 0..120),
        second in any::<bool>(),
    ) {
        let mut written = if second {
            Written::begin(&second_runbook(), SECOND_HANDOFF)
        } else {
            Written::begin(&runbook(), testing::HANDOFF)
        };
        for tried in &tries {
            let action = action(&written.review, tried);
            written.act(action);
        }
        let told = replay(written.bytes()).unwrap();
        prop_assert_eq!(format!("{:?}", told.review), format!("{:?}", written.review));
        prop_assert_eq!(plan(&told.review), plan(&written.review));
        prop_assert_eq!((told.head, told.torn_bytes), (written.head, 0));
        prop_assert_eq!(told.whole_bytes, written.bytes().len());
        prop_assert_eq!(against_the_schemas(&written), Vec::<String>::new());
    }

    #[test]
    fn any_other_byte_in_a_whole_line_is_refused_naming_the_line(place in any::<Index>(), byte in any::<u8>()) {
        let written = sample();
        let mut bytes = written.bytes().to_vec();
        // Without its final newline the last line would count as torn.
        let place = place.index(bytes.len() - 1);
        prop_assume!(bytes[place] != byte);
        let line = testing::line_count(&bytes[..place]) + 1;
        bytes[place] = byte;
        match replay(&bytes) {
            Err(ReplayError::Line { number, .. }) => prop_assert_eq!(number, line),
            other => prop_assert!(false, "{:?}", other.map(|told| told.head)),
        }
    }
}

#[test]
fn a_line_is_found_by_its_hash_with_everything_before_it() {
    let written = sample();
    let bytes = written.bytes();
    for cut in (1..=bytes.len()).filter(|cut| bytes[cut - 1] == b'\n') {
        let head = replay(&bytes[..cut]).unwrap().head.hash.unwrap();
        assert_eq!(up_to(bytes, head), Some(&bytes[..cut]));
        assert_eq!(up_to(&bytes[..cut - 1], head), Some(&bytes[..cut - 1]), "only its newline is missing");
        assert_eq!(up_to(&bytes[..cut - 2], head), None, "the line is torn");
    }
    assert_eq!(up_to(bytes, testing::head()), None);
}

#[test]
fn a_whole_last_line_counts_also_without_its_newline() {
    let written = sample();
    let bytes = written.bytes();
    for end in (0..bytes.len()).filter(|at| bytes[*at] == b'\n') {
        let (with, without) = (replay(&bytes[..=end]).unwrap(), replay(&bytes[..end]).unwrap());
        assert_eq!(without.head, with.head);
        assert_eq!((without.whole_bytes, without.torn_bytes), (end, 0));
        assert_eq!(format!("{:?}", without.review), format!("{:?}", with.review));
        let last = bytes[..end].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        match replay(&bytes[..end - 1]) {
            Ok(torn) => assert_eq!((torn.whole_bytes, torn.torn_bytes), (last, end - 1 - last)),
            Err(broken) => assert_eq!((broken, last), (ReplayError::Empty, 0)),
        }
    }
}

#[test]
fn lines_that_are_lost_doubled_or_out_of_order_are_refused_where_they_stand() {
    let written = sample();
    let lines: Vec<&[u8]> = written.bytes().split_inclusive(|byte| *byte == b'\n').collect();
    let refused = |order: &[usize]| {
        let bytes: Vec<u8> = order.iter().flat_map(|line| lines[*line].to_vec()).collect();
        match replay(&bytes) {
            Err(ReplayError::Line { number, .. }) => number,
            other => panic!("{:?}", other.map(|told| told.head)),
        }
    };
    assert_eq!(refused(&[0, 2, 3]), 2);
    assert_eq!(refused(&[0, 1, 1]), 3);
    assert_eq!(refused(&[0, 2, 1]), 2);
    assert_eq!(refused(&[1, 2]), 1);
    assert_eq!(refused(&[0, 1, 0]), 3);
    assert!(replay(&[lines[0], lines[1]].concat()).is_ok());
}

#[test]
fn a_well_chained_event_that_does_not_fit_the_review_is_refused() {
    let misfits = [
        Event::Confirmed { item: "unheard-of".to_owned(), manner: Method::Key },
        Event::Redone { item: "retentionHandoffStatus".to_owned() },
        Event::WriteActionRefused { effect: "result-deletion".to_owned(), status: "ready".to_owned() },
        Event::Closed {
            decision: "approve".to_owned(),
            status: "x".to_owned(),
            not_looked_at: "x".to_owned(),
        },
    ];
    for event in misfits {
        let mut written = sample();
        written.append(&event, clock());
        let refused = replay(written.bytes()).map(|told| told.head);
        let why = "contradicts the lines before it".to_owned();
        assert_eq!(refused, Err(ReplayError::Line { number: 10, why }), "{event:?}");
    }
}

#[test]
fn nothing_follows_the_closing_call() {
    let mut written = sample();
    let closing = close_as_it_stands(&written.review);
    written.act(closing);
    assert!(replay(written.bytes()).is_ok());
    written.append(&Event::Opened { item: "rehearsalOnly".to_owned() }, clock());
    assert!(matches!(replay(written.bytes()), Err(ReplayError::Line { number: 11, .. })));
}

#[test]
fn an_entry_with_an_unknown_member_is_not_read() {
    let mut written = sample();
    let event = json!({ "type": "opened", "item": "rehearsalOnly", "approved": true });
    written.append(&event, clock());
    assert!(matches!(replay(written.bytes()), Err(ReplayError::Line { number: 10, .. })));
    let mut written = sample();
    written.append(&json!({ "type": "approval-captured", "item": "rehearsalOnly" }), clock());
    assert!(matches!(replay(written.bytes()), Err(ReplayError::Line { number: 10, .. })));
}

#[test]
fn a_journal_of_another_format_or_with_a_refused_definition_is_not_opened() {
    let second = second_runbook();
    let mut start = testing::start(&second, handoff(&second, SECOND_HANDOFF, |_| ()));
    start.format = "strict-review/journal@3".to_owned();
    let (line, _) = Head::default().line(&start, clock());
    assert_eq!(
        replay(&line).unwrap_err().to_string(),
        "was written by another version of strict-review (strict-review/journal@3); this version reads strict-review/journal@2"
    );
    let mut earlier = json!(start);
    earlier["format"] = json!("strict-review/journal@1");
    earlier.as_object_mut().unwrap().remove("input");
    let (line, _) = Head::default().line(&earlier, clock());
    assert_eq!(
        replay(&line).unwrap_err().to_string(),
        "was written by an earlier version of strict-review (strict-review/journal@1); this version reads strict-review/journal@2"
    );
    let mut record = json!(testing::start(&second, handoff(&second, SECOND_HANDOFF, |_| ())));
    record["runbook"]["stageBlock"] = json!("no-such-status");
    let (line, _) = Head::default().line(&record, clock());
    assert!(matches!(replay(&line), Err(ReplayError::Line { number: 1, .. })));
    assert_eq!(replay(b"").map(|told| told.head), Err(ReplayError::Empty));
    assert!(matches!(replay(b"\n"), Err(ReplayError::Line { number: 1, .. })));
}

#[test]
fn line_one_holds_any_handoff_that_can_be_read() {
    let runbook = runbook();
    let hostile = [
        json!({ "\u{1}".repeat(8_000): true }),
        json!({ "future": vec![true; 4_000] }),
        json!({ "\u{10ffff}".repeat(2_000): { "\u{10ffff}".repeat(2_000): vec![json!({ "a": true }); 200] } }),
        json!({ "auditReference": "\u{202e}".repeat(2_700) }),
    ];
    for value in hostile {
        let written = Written::begin(&runbook, value.to_string().as_bytes());
        let told = replay(written.bytes()).unwrap();
        assert_eq!(told.review.handoff(), written.review.handoff());
    }
}

#[test]
fn a_plan_is_rebuilt_byte_for_byte() {
    let mut written = Written::begin(&second_runbook(), SECOND_HANDOFF);
    while let Some(action) = next_action(&written.review) {
        written.act(action);
    }
    let prepare = second_runbook().first_decision(Kind::Ready).unwrap().value.clone();
    let closing = close(&written.review, &prepare);
    written.act(closing);
    let told = replay(written.bytes()).unwrap();
    let of = |review: &Review| {
        Plan::of_review(review, review.closing().unwrap(), written.head.hash.unwrap()).bytes()
    };
    assert_eq!(of(&told.review), of(&written.review));
    let mut other = testing::review_of(&second_runbook(), SECOND_HANDOFF, |_| ());
    walk(&mut other);
    let closing = close(&other, &prepare);
    act(&mut other, closing).unwrap();
    assert_ne!(of(&other), of(&written.review), "times are part of the record");
}
