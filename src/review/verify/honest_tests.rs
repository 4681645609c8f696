//! Tests that every document of this program is intact, whatever was sent and done.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::tests::report;
use super::upstream_document::UpstreamDocument;
use super::*;
use crate::review::action::{Action, Found, Outside};
use crate::review::checklist::Subject;
use crate::review::evidence::path_of;
use crate::review::near_miss::NearMiss;
use crate::review::plan::Plan;
use crate::review::secret::secret_rule;
use crate::review::sitting::{self, Seat};
use crate::review::state::Review;
use crate::review::testing::{
    self, HANDOFF, REQUEST, RUNBOOK, SECOND_HANDOFF, SECOND_REQUEST, SECOND_RUNBOOK, SECRET, act, changed,
    clock, close, close_as_it_stands, handoff, head, json as parsed, next_action, runbook, second_runbook,
    start, walk,
};
use crate::review::upstream::UpstreamCheck;

#[derive(Clone, Debug)]
struct Sent {
    field: Index,
    value: Value,
}

const UNKNOWN: [&str; 6] = ["future", "a/b~c", "hid\u{202e}den", "review", SECRET, LONG_KEY];

const LONG_KEY: &str = "a key that is longer than any pointer may be, over and over again: a key that is longer than \
    any pointer may be, over and over again; a key that is longer than any pointer may be, over and over again: a key \
    that is longer than any pointer may be, over and over again; a key that is longer than any pointer may be, over and \
    over again: a key that is longer than any pointer may be, over and over again; a key that is longer than any pointer \
    may be, over and over again: a key that is longer than any pointer may be, over and over again and again and again";

fn values() -> Vec<Value> {
    let long = "a text that is longer than what is shown of it ".repeat(9);
    let digits = format!("{} {}", "in the middle of it all", Digest::compute(b"x").hex());
    let texts = [
        "",
        " ",
        "\u{a0}",
        "\u{3000}\u{2800}",
        "x",
        "staging",
        "true",
        "null",
        "a list",
        "1",
        SECRET,
        "a\u{202e}b",
        "\u{202e}",
        "\u{e000}",
        "‹U+202E›",
        "n\u{308}\u{308}\u{308}\u{308}\u{308}\u{308}",
        "request-database-migration",
        "start-cleanup-schedule",
        "sha256:x",
    ];
    let mut values: Vec<Value> = texts.iter().map(|text| json!(text)).collect();
    let hidden = format!("{long}\u{202e}{long}\u{200b}");
    values.extend([
        json!(long),
        json!(digits),
        json!(hidden),
        json!(" ".repeat(200)),
        json!("\u{200b} ".repeat(90)),
    ]);
    values.extend([
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(-1.5),
        json!(9_007_199_254_740_992_u64),
    ]);
    values.extend([
        json!([]),
        json!({}),
        json!([true, [SECRET]]),
        json!({ "a": { "b/c": [true] }, SECRET: true }),
    ]);
    values.push(json!({ LONG_KEY: { LONG_KEY: true, "secret": SECRET } }));
    values
}

fn sent() -> impl Strategy<Value = Vec<Sent>> {
    let one =
        (any::<Index>(), prop::sample::select(values())).prop_map(|(field, value)| Sent { field, value });
    prop::collection::vec(one, 0..7)
}

fn changed_handoff(runbook: &Runbook, bytes: &[u8], sent: &[Sent]) -> Handoff {
    let mut known: Vec<&str> = runbook.fields().chain(runbook.flags()).chain(["decision"]).collect();
    known.extend(runbook.owner_handoff.declared.iter().map(|declared| declared.field.as_str()));
    known.extend(runbook.confirmations.iter().map(|confirmation| confirmation.field.as_str()));
    known.extend(UNKNOWN);
    handoff(runbook, bytes, |value| {
        for Sent { field, value: new } in sent {
            value[*field.get(&known)] = new.clone();
        }
    })
}

fn assert_intact(plan: &Plan, runbook: &Runbook) {
    let report = report(&plan.bytes(), runbook);
    let tampered: Vec<&Check> =
        report.checks.iter().filter(|check| check.status > CheckStatus::NotReady).collect();
    assert!(tampered.is_empty(), "{tampered:#?}\n{:#}", plan.document());
    let members = plan.document().as_object().unwrap().clone();
    let alone = Document::read_without_definition(members).unwrap();
    assert_eq!(alone.contradictions(), [], "\n{:#}", plan.document());
    let ready = report.status() == CheckStatus::Held;
    assert_eq!(ready, plan.kind() == Kind::Ready && !report.practice);
}

#[derive(Clone, Debug)]
struct Tried {
    sort: u8,
    item: Index,
    byte: u8,
}

fn tried() -> impl Strategy<Value = Vec<Tried>> {
    let one = (0_u8..30, any::<Index>(), 0_u8..3).prop_map(|(sort, item, byte)| Tried { sort, item, byte });
    prop::collection::vec(one, 20..120)
}

fn moved_runbook(bytes: &[u8]) -> Runbook {
    let moved = changed(bytes, |v| {
        v["confirmations"][0]["sentence"] = json!("I confirm something else.");
        v["phases"][0]["items"][0]["id"] = json!("a-new-question");
        let effect = std::mem::replace(&mut v["effects"][0]["id"], json!("another-effect"));
        for phase in v["phases"].as_array_mut().unwrap() {
            for named in phase["effects"].as_array_mut().unwrap().iter_mut().filter(|named| **named == effect)
            {
                *named = json!("another-effect");
            }
        }
        v["stopRules"][1]["rule"] = json!("Stop for another reason.");
    });
    moved.unwrap()
}

fn action(review: &Review, tried: &Tried, (moved, sent): (&Runbook, &dyn Fn(&Runbook) -> Handoff)) -> Action {
    let found = tried.item.get(review.checklist().items());
    let (item, text) = (found.id.clone(), format!("a text {}", tried.byte));
    let (digest, bytes) = (Digest::compute(&[tried.byte]), u64::from(tried.byte));
    let items = review.checklist().items().iter();
    let references: Vec<String> =
        items.filter(|item| item.subject == Subject::Reference).map(|item| item.id.clone()).collect();
    let reference = tried.item.get(&references).clone();
    match tried.sort {
        0 => Action::Open { item },
        1 => Action::TakeBack { item },
        2 => Action::NotApplicable { item, reason: text },
        3 => Action::RaiseConcern { item, note: text },
        4 => Action::AnswerConcern { item, answer: text },
        5 => Action::WriteNote { item, note: text },
        6 => Action::EnterReference { item, value: format!("{}.md", tried.byte) },
        7 => Action::Attempt { effect: tried.item.get(&review.runbook().effects).id.clone() },
        8 => Action::Undo,
        9 => Action::Redo,
        10 | 11 => Action::OpenEvidence { item: reference, digest, bytes, shown: tried.byte > 0 },
        12 => listed(review, tried.byte, references),
        13 | 14 => {
            let found = (tried.byte > 0).then_some(Found { digest, bytes });
            Action::TakeIn(Outside::EvidenceChanged { item: reference, found })
        }
        15 => {
            let documents: [&[u8]; 4] = [b"{}", b"{", testing::PACKET, testing::SECOND_PACKET];
            let document = UpstreamDocument::parse(documents[usize::from(tried.byte) % documents.len()]);
            let field = &review.runbook().owner_handoff.fingerprint.field;
            match UpstreamCheck::compare(&document, field, review.handoff(), review.runbook()) {
                Some(check) => Action::TakeIn(Outside::UpstreamDocumentChecked { check }),
                None => Action::Undo,
            }
        }
        16 => Action::TakeIn(Outside::HandoffChanged { handoff: Box::new(sent(review.runbook())) }),
        17 if tried.byte == 0 => {
            let (runbook, handoff) = (Box::new(moved.clone()), Box::new(sent(moved)));
            Action::TakeIn(Outside::RunbookChanged { runbook, handoff })
        }
        18 => {
            let reviewer = (tried.byte > 0).then_some(text);
            Action::Sit(Seat { reviewer, confinement: "off".to_owned(), input: sitting::Input::Pipe })
        }
        19 => {
            testing::jump([-40_000_000, -1, 90_000][usize::from(tried.byte)]);
            Action::Undo
        }
        _ => {
            next_action(review).filter(|action| review.decide(action.clone()).is_ok()).unwrap_or_else(|| {
                let unread = review.open_items().filter_map(|index| review.unread(review.item(index)?));
                let item = unread.map(str::to_owned).next().unwrap_or(item);
                Action::OpenEvidence { item, digest, bytes, shown: true }
            })
        }
    }
}

fn listed(review: &Review, byte: u8, references: Vec<String>) -> Action {
    let nearly = references.clone();
    let lies_there = |(i, item): &(usize, String)| {
        // A session lists a file only if the reference could name one.
        let path = review.value(item).and_then(path_of);
        path.is_some() && (i + usize::from(byte)) % 3 > 0
    };
    let items = references.into_iter().enumerate().filter(lies_there);
    let items: Vec<String> = items.map(|(_, item)| item).collect();
    let near = nearly.into_iter().filter(|item| !items.contains(item) && !byte.is_multiple_of(2));
    let near = near.filter_map(|item| {
        let path = path_of(review.value(&item)?)?;
        let there = path.to_uppercase();
        (there != path && secret_rule(&there).is_none()).then_some(NearMiss { item, there })
    });
    let near = near.collect();
    Action::TakeIn(Outside::EvidenceListed { items, near })
}

/// Acts as a session does: answers whose basis changed are reopened first.
fn try_act(review: &mut Review, action: Action) {
    let _ = act(review, action);
    let overtaken: Vec<String> =
        review.overtaken().filter_map(|index| Some(review.item(index)?.id.clone())).collect();
    for item in overtaken {
        act(review, Action::Reopen { item }).unwrap();
    }
    let back: Vec<String> =
        review.changed_back().filter_map(|index| Some(review.item(index)?.id.clone())).collect();
    for item in back {
        act(review, Action::Restore { item }).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_plan_of_whatever_is_sent_is_intact(sent in sent(), second in any::<bool>()) {
        let (runbook, bytes) = if second { (second_runbook(), SECOND_REQUEST) } else { (runbook(), REQUEST) };
        assert_intact(&Plan::of_request(&runbook, &changed_handoff(&runbook, bytes, &sent)), &runbook);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_export_of_whatever_is_done_is_intact(
        sent in sent(),
        moved in sent(),
        tries in tried(),
        second in any::<bool>(),
        practice in any::<bool>(),
    ) {
        let (runbook, bytes) = if second { (second_runbook(), SECOND_HANDOFF) } else { (runbook(), HANDOFF) };
        let mut line_one = start(&runbook, changed_handoff(&runbook, bytes, &sent));
        line_one.practice = practice;
        let mut review = Review::start(line_one, clock());
        let definition = if second { SECOND_RUNBOOK } else { RUNBOOK };
        let now = moved_runbook(definition);
        let judged = |runbook: &Runbook| changed_handoff(runbook, bytes, &moved);
        for tried in &tries {
            let action = action(&review, tried, (&now, &judged));
            try_act(&mut review, action);
        }
        let runbook = review.runbook().clone();
        let ready = runbook.first_decision(Kind::Ready).unwrap();
        let is_done = review.gaps(ready).next().is_none();
        let closing = if is_done { close(&review, &ready.value) } else { close_as_it_stands(&review) };
        act(&mut review, closing).unwrap();
        let plan = Plan::of_review(&review, review.closing().unwrap(), head());
        assert_intact(&plan, &runbook);
    }
}

#[test]
fn the_samples_are_intact_with_everything_that_may_stand_in_a_field() {
    let runbook = second_runbook();
    let fields = parsed(SECOND_REQUEST).as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert!(fields.len() > 10, "{fields:?}");
    for field in fields {
        for value in values() {
            let judged = handoff(&runbook, SECOND_REQUEST, |v| v[&field] = value.clone());
            assert_intact(&Plan::of_request(&runbook, &judged), &runbook);
        }
    }
}

#[test]
fn a_reference_that_was_entered_by_hand_gives_way_to_a_refused_one_in_a_newer_handoff() {
    let runbook = second_runbook();
    let (gap, item) = ("rehearsalSnapshotReference", "rehearsalSnapshotReference".to_owned());
    let sent = |value: Value| handoff(&runbook, SECOND_HANDOFF, |v| v[gap] = value);
    let mut review = Review::start(start(&runbook, sent(json!(""))), clock());
    walk(&mut review);
    act(&mut review, Action::EnterReference { item, value: "copy.md".to_owned() }).unwrap();
    assert_eq!((review.value(gap), review.is_entered(gap)), (Some("copy.md"), true));
    try_act(&mut review, Action::TakeIn(Outside::HandoffChanged { handoff: Box::new(sent(json!(SECRET))) }));
    assert_eq!((review.value(gap), review.is_entered(gap)), (None, false));
    let closing = close_as_it_stands(&review);
    act(&mut review, closing).unwrap();
    assert_intact(&Plan::of_review(&review, review.closing().unwrap(), head()), &runbook);
}
