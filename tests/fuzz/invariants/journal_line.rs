//! A journal: an accepted line is written again to the same bytes, and a tail is accepted line by line or refused.

use std::sync::OnceLock;

use serde_json::{Value, json};
use strict_review::journal::entry::{Entry, Head};
use strict_review::journal::folder::summary;
use strict_review::journal::replay::{events, format, replay, start, up_to};
use strict_review::review::action::Event;
use strict_review::review::plan::Plan;
use strict_review::review::runbook::{Kind, Runbook};
use strict_review::review::start::{FORMAT, Start};
use strict_review::review::state::Review;
use strict_review::review::verify::{Check, CheckStatus, Wanted, verify};

use super::supply::Supply;
use super::{edits, samples, shown};

struct Written {
    bytes: Vec<u8>,
    behind: Vec<Behind>,
    events: Vec<Value>,
}

struct Behind {
    end: usize,
    head: Head,
    review: Review,
}

/// The input is used as a line, as a journal and, after its first bytes, as the tail of a journal that a session
/// wrote.
pub fn hold(bytes: &[u8]) {
    is_written_again::<Start>(bytes);
    is_written_again::<Event>(bytes);
    a_journal_is_whole_or_refused(bytes);
    let mut supply = Supply::of(bytes);
    let written = written();
    let whole = supply.byte().is_multiple_of(16);
    let cut = &written.behind[supply.below(written.behind.len())];
    let tail = tail(&mut supply, cut.head, &written.events);
    let taken = a_tail_is_taken_line_by_line_or_refused(cut, &tail);
    if whole {
        let journal = [&written.bytes[..cut.end], &tail].concat();
        let replayed = a_journal_is_whole_or_refused(&journal);
        assert_eq!(replayed, taken, "a journal is taken as its lines are, or refused where they are");
    }
}

fn is_written_again<T: serde::de::DeserializeOwned + serde::Serialize>(line: &[u8]) {
    let read: Result<(Entry<T>, Head), String> = Head::default().read(line);
    match read {
        Err(why) => shown::fit_to_show(&why),
        Ok((entry, next)) => {
            let (again, head) = Head::default().line(&entry.event, entry.at);
            assert_eq!([line, b"\n"].concat(), again, "what is accepted is written again to the same bytes");
            assert_eq!(head, next, "and leads to the same head");
        }
    }
}

fn a_journal_is_whole_or_refused(journal: &[u8]) -> Option<u64> {
    let replayed = match replay(journal) {
        Ok(replayed) => replayed,
        Err(broken) => {
            shown::fit_to_show(&broken.to_string());
            return None;
        }
    };
    assert_eq!(format(journal).as_deref(), Some(FORMAT), "a journal names its format");
    assert_eq!(replayed.whole_bytes + replayed.torn_bytes, journal.len(), "every byte is accounted for");
    let hash = replayed.head.hash.expect("a journal that was replayed has a head");
    assert_eq!(up_to(journal, hash), journal.get(..replayed.whole_bytes), "its head is its last line");
    let events = summary(journal).expect("what is replayed can be listed").events;
    assert_eq!(events as u64 + 1, replayed.head.seq, "a listing counts what a replay applies");
    if let Some(plan) = replayed.plan() {
        its_plan_holds(&plan, replayed.review.runbook());
    }
    Some(replayed.head.seq)
}

/// A plan holds except for texts: replay accepts them as they were judged on the day, and `verify` judges them today.
fn its_plan_holds(plan: &Plan, runbook: &Runbook) {
    let bytes = plan.bytes();
    let report = verify(&bytes, runbook, Wanted::Review).expect("a plan is verifiable").report;
    let fails = |check: &&Check| check.status > CheckStatus::NotReady;
    let of_a_text = |check: &Check| check.message.starts_with("is a text no reviewer");
    assert!(report.checks.iter().filter(fails).all(of_a_text), "the plan of a journal holds: {report:?}");
    if report.status() <= CheckStatus::NotReady {
        shown::document_gives_nothing_away(plan.document());
    }
}

/// Lines after a journal: events of all kinds, edited or not, correctly chained, or raw bytes.
fn tail(supply: &mut Supply, mut head: Head, known: &[Value]) -> Vec<u8> {
    let mut tail = Vec::new();
    for _ in 0..6 {
        if supply.is_empty() {
            break;
        }
        let kind = supply.byte();
        let sample = &known[supply.below(known.len())];
        let event = if kind < 128 { sample.clone() } else { edits::edited(sample, supply) };
        let (line, next) = head.line(&event, samples::clock());
        match kind % 8 {
            0 => tail.extend_from_slice(supply.rest()),
            1 => tail.extend_from_slice(&line[..supply.below(line.len())]),
            _ => {
                tail.extend_from_slice(&line);
                head = next;
            }
        }
    }
    tail
}

/// Returns the number of lines up to the end of an accepted tail. Each whole line is valid, fits the review so far,
/// and is written again to the same bytes.
fn a_tail_is_taken_line_by_line_or_refused(cut: &Behind, tail: &[u8]) -> Option<u64> {
    // In place of line one, which is not read again.
    let journal = [b"\n", tail].concat();
    let mut at = cut.head;
    let mut again = b"\n".to_vec();
    let mut review = cut.review.clone();
    for read in events(&journal, cut.head) {
        let (entry, next) = match read {
            Ok(read) => read,
            Err(broken) => {
                shown::fit_to_show(&broken.to_string());
                return None;
            }
        };
        if !review.admits(&entry.event) {
            return None;
        }
        let (line, head) = at.line(&entry.event, entry.at);
        assert_eq!(head, next, "a line leads to one head");
        again.extend(line);
        review.apply(&entry.event, entry.at);
        at = next;
    }
    let whole = journal.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    // A last line that lacks only its newline is accepted too, and gets its newline.
    let ended = [journal.as_slice(), b"\n"].concat();
    assert!(
        again == journal[..whole] || again == ended,
        "exactly the whole lines are taken, and written again to the same bytes"
    );
    if let Some((closing, hash)) = review.closing().zip(at.hash) {
        its_plan_holds(&Plan::of_review(&review, closing, hash), review.runbook());
    }
    Some(at.seq)
}

fn written() -> &'static Written {
    static WRITTEN: OnceLock<Written> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let (mut session, journal) =
            samples::session(samples::start(samples::small(), samples::SMALL_HANDOFF));
        samples::walk(&mut session);
        let closing = samples::closing(session.review(), Kind::More).expect("a decision that goes on");
        session.act(closing).expect("the closing call");
        let bytes = journal.bytes();
        let (entry, mut head) = start(&bytes).expect("line one");
        let mut ends = (1..=bytes.len()).filter(|end| bytes[end - 1] == b'\n');
        let mut review = Review::start(entry.event.clone(), entry.at);
        let mut behind = vec![Behind { end: ends.next().expect("a line"), head, review: review.clone() }];
        let mut known: Vec<Value> = OTHERS.map(|event| serde_json::from_str(event).expect("JSON")).into();
        for (read, end) in events(&bytes, head).zip(ends) {
            let (entry, next) = read.expect("a whole line");
            review.apply(&entry.event, entry.at);
            known.push(json!(entry.event));
            head = next;
            behind.push(Behind { end, head, review: review.clone() });
        }
        let handoff = entry.event.handoff;
        known.push(json!({ "type": "handoff-changed", "handoff": handoff }));
        known.push(json!({ "type": "runbook-changed", "runbook": samples::small(), "handoff": handoff }));
        Written { bytes, behind, events: known }
    })
}

/// Events that a straight walk to the end does not record.
const OTHERS: [&str; 18] = [
    r#"{"type":"opened","item":"copy-is-apart"}"#,
    r#"{"type":"taken-back","item":"copy-is-apart"}"#,
    r#"{"type":"marked-not-applicable","item":"copy-is-apart","reason":"no copy"}"#,
    r#"{"type":"concern-raised","item":"copy-is-apart","note":"no counts"}"#,
    r#"{"type":"concern-answered","item":"copy-is-apart","answer":"counted"}"#,
    r#"{"type":"note-written","item":"copy-is-apart","note":"a note"}"#,
    r#"{"type":"note-written","item":"copy-is-apart","note":""}"#,
    r#"{"type":"reference-entered","item":"snapshotReference","value":"snapshot.md"}"#,
    r#"{"type":"write-action-refused","effect":"deletion","status":"blocked-deletion"}"#,
    r#"{"type":"undone","item":"listReference"}"#,
    r#"{"type":"redone","item":"listReference"}"#,
    r#"{"type":"evidence-listed","items":["listReference"]}"#,
    r#"{"type":"evidence-opened","item":"listReference","digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000","bytes":3,"shown":true}"#,
    r#"{"type":"evidence-changed","item":"listReference","found":null}"#,
    r#"{"type":"upstream-document-checked","check":{"digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000","bytes":3,"result":"not-matched"}}"#,
    r#"{"type":"reopened","item":"listReference","changed":[]}"#,
    r#"{"type":"sitting-began","reviewer":null,"confinement":"none","input":"terminal"}"#,
    r#"{"type":"sitting-began","reviewer":"second","confinement":"none","input":"pipe"}"#,
];
