//! A journal torn at any byte opens with exactly the events of its whole lines, and continues there.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::thread;

use serde_json::json;

use super::Session;
use super::inputs::{Input, Inputs};
use super::open::{Afresh, OpenError, Opened, Opening};
use super::tests::ID;
use crate::journal::entry::{Entry, Head};
use crate::journal::folder::Sessions;
use crate::journal::replay::{ReplayError, events, start};
use crate::review::action::{Action, Event, Found, Outside};
use crate::review::fingerprint::Digest;
use crate::review::handoff::Handoff;
use crate::review::runbook::Runbook;
use crate::review::sitting::Seat;
use crate::review::start::Start;
use crate::review::state::Review;
use crate::review::testing::{self, changed, clock, close_as_it_stands, line_count, next_action};
use crate::review::upstream::UpstreamCheck;
use crate::review::verify::upstream_document::UpstreamDocument;

/// The smallest runbook that the engine accepts: every byte of it is in line one, and every byte is a position to
/// tear.
const DEFINITION: &str = r#"{"format":"strict-review/runbook@1","stage":"S","after":"A","slug":"s","title":"T",
"summary":"S.","packet":{"type":"p","mode":"m","effect":"e","readyFlag":"go"},"ownerHandoff":{"upstream":[{"stage":"A",
"field":"hs","member":"hs","policyMember":"phs","title":"H","accepts":["ok","fine"],"acknowledge":"key"}],"reference":{
"field":"hr","title":"R","acknowledge":"key"},"fingerprint":{"field":"hf","title":"F","acknowledge":"echo"},
"declared":[]},"target":[],"references":[{"field":"one","title":"1"},{"field":"two","title":"2"}],"referenceGroups":[],
"confirmations":[],"phases":[{"id":"ph","purpose":"P?","references":["one","two"],"items":[{"id":"q","question":"Q?"}],
"effects":["ef"]}],"effects":[{"id":"ef","action":"a","flags":["ff"],"decision":"de","status":"se","why":"W.",
"laterStage":"L.","blocked":"B."}],"leadingFlags":[],"decisions":[{"value":"dp","title":"P","verb":"p","status":"sp",
"needs":["phases","references"]},{"value":"dm","title":"M","verb":"m","status":"sm","needs":[]}],"statuses":[{"status":
"sp","kind":"ready","meaning":"M.","next":"N."},{"status":"sm","kind":"more","meaning":"M.","next":"N."},{"status":"se",
"kind":"blocked","meaning":"M.","next":"N."},{"status":"sb","kind":"blocked","meaning":"M.","next":"N."}],
"stageBlock":"sb","stopRules":[],"requires":[],"endpoints":{"upstream":"/u","policy":{"method":"GET","path":"/p"},
"plan":{"method":"POST","path":"/l"},"page":{"method":"GET","path":"/g"},"browserCheck":"c"},"nextStep":"N."}"#;

static RUNBOOK: LazyLock<Runbook> =
    LazyLock::new(|| Runbook::parse(DEFINITION.as_bytes()).unwrap_or_else(|refused| panic!("{refused:#?}")));

const HANDOFFS: [&str; 2] = [
    r#"{"hs":"ok","hr":"r.md","hf":"f7","one":"one.md"}"#,
    r#"{"hs":"fine","hr":"r.md","hf":"f7","one":"one.md"}"#,
];

struct Whole {
    bytes: Vec<u8>,
    reviews: Vec<(Review, Head)>,
}

impl Whole {
    fn written() -> Self {
        let handoff = |runbook: &Runbook, which: usize| {
            Box::new(Handoff::parse(HANDOFFS[which].as_bytes(), runbook).unwrap())
        };
        let first = start_of(ID);
        let at = clock();
        let (bytes, head) = Head::default().line(&first, at);
        let mut whole = Self { bytes, reviews: vec![(Review::start(first, at), head)] };
        let item = || "hs".to_owned();
        let policy = || "one".to_owned();
        let (digest, text) = (Digest::compute(b"text"), || "läuft 数据\n\u{202e}".to_owned());
        let taken_in = |news| Action::TakeIn(news);
        let document = UpstreamDocument::parse(b"{}");
        let check = UpstreamCheck::compare(&document, "hf", &handoff(&RUNBOOK, 0), &RUNBOOK).unwrap();
        let other = changed(DEFINITION.as_bytes(), |definition| definition["title"] = json!("U")).unwrap();
        let before_the_phase = [
            Action::Sit(Seat { reviewer: Some(text()), ..start_of(ID).seat() }),
            Action::Open { item: item() },
            Action::Confirm { item: item() },
            Action::Undo,
            Action::Redo,
            Action::TakeBack { item: item() },
            Action::WriteNote { item: item(), note: text() },
            Action::RaiseConcern { item: item(), note: "why?".to_owned() },
            Action::AnswerConcern { item: item(), answer: "so".to_owned() },
        ];
        for action in before_the_phase {
            whole.act(action);
        }
        whole.walk_to("one");
        for action in [
            Action::EnterReference { item: "two".to_owned(), value: "c.md".to_owned() },
            taken_in(Outside::EvidenceListed { items: vec![policy()], near: Vec::new() }),
            Action::OpenEvidence { item: policy(), digest, bytes: 4, shown: true },
            Action::Confirm { item: policy() },
            Action::Confirm { item: "two".to_owned() },
            Action::NotApplicable { item: "ph/q".to_owned(), reason: "there is none".to_owned() },
            taken_in(Outside::EvidenceChanged {
                item: policy(),
                found: Some(Found { digest: testing::head(), bytes: 9 }),
            }),
            Action::Reopen { item: policy() },
            Action::OpenEvidence { item: policy(), digest: testing::head(), bytes: 9, shown: false },
            taken_in(Outside::UpstreamDocumentChecked { check }),
            Action::Attempt { effect: "ef".to_owned() },
            taken_in(Outside::HandoffChanged { handoff: handoff(&RUNBOOK, 1) }),
            taken_in(Outside::RunbookChanged { handoff: handoff(&other, 1), runbook: Box::new(other) }),
        ] {
            whole.act(action);
        }
        while let Some(action) = reopening(&whole.reviews.last().unwrap().0) {
            whole.act(action);
        }
        let closing = close_as_it_stands(&whole.reviews.last().unwrap().0);
        whole.act(closing);
        whole
    }

    /// Answers the next items until this one is next.
    fn walk_to(&mut self, until: &str) {
        loop {
            match next_action(&self.reviews.last().unwrap().0).unwrap() {
                Action::Confirm { item } if item == until => return,
                action => self.act(action),
            }
        }
    }

    fn act(&mut self, action: Action) {
        let (mut review, head) = self.reviews.last().unwrap().clone();
        let event = review.decide(action).unwrap_or_else(|refusal| panic!("{refusal}"));
        let at = clock();
        let (line, head) = head.line(&event, at);
        review.apply(&event, at);
        self.bytes.extend(line);
        self.reviews.push((review, head));
    }
}

/// Reopens the first outdated answer, as a session does unasked when it resumes.
fn reopening(review: &Review) -> Option<Action> {
    let item = review.overtaken().next().and_then(|place| review.item(place))?;
    Some(Action::Reopen { item: item.id.clone() })
}

fn start_of(id: &str) -> Start {
    let handoff = Handoff::parse(HANDOFFS[0].as_bytes(), &RUNBOOK).unwrap();
    Start::new(id.to_owned(), &RUNBOOK, handoff)
}

/// A state folder where a sync costs nothing, if there is one.
struct Place {
    _folder: tempfile::TempDir,
    sessions: Sessions,
}

impl Place {
    fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let sessions = Sessions::in_folder(folder.path().join("sessions"));
        sessions.make(ID).unwrap();
        Self { _folder: folder, sessions }
    }

    fn journal(&self) -> PathBuf {
        self.sessions.journal(ID)
    }

    /// Opens what the journal holds, with every input as the review after the last whole line knows it.
    fn open(&self, bytes: &[u8], behind: &Review) -> Result<(Session, Opened), OpenError> {
        fs::write(self.journal(), bytes).unwrap();
        let now = HANDOFFS.iter().find(|now| Digest::compute(now.as_bytes()) == behind.handoff().digest());
        let handoff = Input::new(now.unwrap().as_bytes().to_vec(), None);
        let inputs = Inputs::new(Input::new(behind.runbook().clone(), None), handoff);
        let session = "00000000000000bb".to_owned();
        let start = Start::new(session, behind.runbook(), behind.handoff().clone());
        let (sessions, afresh) = (&self.sessions, Afresh::Resume);
        Session::open(Opening { sessions, inputs, start, afresh, pid: 4711, clock })
    }
}

fn assert_opens(place: &Place, whole: &Whole, left: &[u8]) {
    let cut = left.len();
    // A line that lacks only its newline is whole.
    let ends = whole.bytes.get(cut) == Some(&b'\n') && whole.bytes.starts_with(left);
    let lines = line_count(left) + usize::from(ends);
    let whole_bytes = left.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let whole_bytes = if ends { cut } else { whole_bytes };
    if lines == 0 {
        let (session, opened) = place.open(left, &whole.reviews[0].0).unwrap();
        assert_eq!(opened, Opened::New { unreadable: 0 }, "cut at {cut}");
        let begun = session.review().facts().session.clone();
        assert_eq!(fs::read(place.journal()).unwrap(), left, "what never began is left as it is");
        assert_eq!(line_count(&place.sessions.read(&begun).unwrap()), 1);
        drop(session);
        place.sessions.remove(&begun).unwrap();
        return;
    }
    let (review, head) = whole.reviews[lines - 1].clone();
    let (session, opened) = place.open(left, &review).unwrap();
    let now = fs::read(place.journal()).unwrap();
    if review.closing().is_some() {
        assert_eq!(session.head, head);
        assert!(format!("{:?}", session.review()) == format!("{review:?}"));
        assert_eq!((opened, now), (Opened::Closed, left.to_vec()));
        return;
    }
    let Opened::Resumed { torn_bytes, .. } = opened else { panic!("cut at {cut}: {opened:?}") };
    assert_eq!(torn_bytes, cut - whole_bytes, "cut at {cut}");
    let own = now.strip_prefix(&left[..whole_bytes]).unwrap();
    let own = if ends { own.strip_prefix(b"\n").unwrap_or(own) } else { own };
    let behind = assert_only_reopened((review, head), own);
    // The head is a hash over every line, so that no event is lost, changed or added.
    assert_eq!(session.head, behind.1, "cut at {cut}");
    if torn_bytes == 0 {
        assert!(format!("{:?}", session.review()) == format!("{:?}", behind.0), "cut at {cut}");
    }
    // Record the next answer at each end of a line, and now and then in between.
    if torn_bytes < 2 || cut.is_multiple_of(16) {
        assert_goes_on(session, &behind, &now, &place.journal());
    }
}

/// Lines that a session wrote unasked, because the journal was cut between a change and the answers that it reopened.
fn assert_only_reopened((mut review, mut head): (Review, Head), own: &[u8]) -> (Review, Head) {
    for (place, line) in own.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let (entry, next): (Entry<Event>, Head) = head.read(line.strip_suffix(b"\n").unwrap()).unwrap();
        // The sitting begins with the first of them.
        let action =
            if place == 0 { Action::Sit(review.facts().seat()) } else { reopening(&review).unwrap() };
        assert_eq!(Ok(&entry.event), review.decide(action).as_ref());
        review.apply(&entry.event, entry.at);
        head = next;
    }
    assert_eq!(reopening(&review), None);
    (review, head)
}

fn assert_goes_on(mut session: Session, behind: &(Review, Head), before: &[u8], journal: &Path) {
    let next = session.act(Action::Attempt { effect: "ef".to_owned() }).unwrap();
    let now = fs::read(journal).unwrap();
    let added = now.strip_prefix(before).unwrap().strip_suffix(b"\n").unwrap();
    let added = if before.ends_with(b"\n") { added } else { added.strip_prefix(b"\n").unwrap() };
    let mut lines = added.split(|byte| *byte == b'\n');
    let mut head = behind.1;
    if added.contains(&b'\n') {
        let (entry, next): (Entry<Event>, Head) = head.read(lines.next().unwrap()).unwrap();
        assert!(matches!(entry.event, Event::SittingBegan { .. }), "the sitting comes first");
        head = next;
    }
    let (entry, _): (Entry<Event>, Head) = head.read(lines.next().unwrap()).unwrap();
    assert_eq!((entry.event, lines.next()), (next, None));
}

fn at_every_cut(length: usize, check: impl Fn(&Place, usize) + Sync) {
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for worker in 0..workers {
            let check = &check;
            scope.spawn(move || {
                let place = Place::new();
                (worker..=length).step_by(workers).for_each(|cut| check(&place, cut));
            });
        }
    });
}

#[test]
fn the_journal_that_is_torn_holds_every_kind_of_event() {
    let whole = Whole::written();
    let (_, head) = start(&whole.bytes).unwrap();
    let kinds: std::collections::BTreeSet<String> = events(&whole.bytes, head)
        .map(|read| json!(read.unwrap().0.event)["type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds.len(), 20, "{kinds:?}");
}

#[test]
fn a_journal_cut_at_any_byte_opens_with_exactly_the_events_of_its_whole_lines() {
    let whole = Whole::written();
    at_every_cut(whole.bytes.len(), |place, cut| assert_opens(place, &whole, &whole.bytes[..cut]));
}

/// A power failure can leave a line with its length on the disk and not yet its bytes.
#[test]
fn a_journal_whose_tail_is_zeros_opens_with_exactly_the_events_of_its_whole_lines() {
    let whole = Whole::written();
    let lines: usize = whole.bytes.split_inclusive(|byte| *byte == b'\n').take(6).map(<[u8]>::len).sum();
    at_every_cut(lines, |place, cut| {
        let zeros = vec![0; lines - cut + 1];
        assert_opens(place, &whole, &[&whole.bytes[..cut], &zeros].concat());
    });
}

#[test]
fn a_last_line_that_has_its_newline_is_no_torn_one_and_is_refused_where_it_does_not_hold() {
    let (whole, place) = (Whole::written(), Place::new());
    let first = whole.bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for last in [&b"\n"[..], b"\0\0\0\0\n", b"{}\n", &whole.bytes[first + 7..first + 241]] {
        let left = [&whole.bytes[..first], last].concat();
        let left = if left.ends_with(b"\n") { left } else { [&left[..], b"\n"].concat() };
        match place.open(&left, &whole.reviews[0].0).map(|(_, opened)| opened) {
            Err(OpenError::Broken(path, ReplayError::Line { number: 2, .. })) => {
                assert_eq!(path, place.journal());
            }
            other => panic!("{:?}", other.map_err(drop)),
        }
        assert_eq!(fs::read(place.journal()).unwrap(), left, "it is left as it is");
    }
}
