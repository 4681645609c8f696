//! The `review` member of a plan document: openings, answers and texts, each with its time or sitting.

mod evidence;
pub mod times;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::evidence::ItemEvidence;

use crate::review::action::Method;
use crate::review::checklist::ItemIndex;
use crate::review::diff::Change;
use crate::review::fingerprint::Digest;
use crate::review::moment::Moment;
use crate::review::sitting::{ClockJump, Sitting};
use crate::review::start::SESSION_PATTERN;
use crate::review::state::{self, Answer, Closing, Evidence, ItemState, Mark, Review};

/// The record of a closed review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Record {
    /// Session id: 16 hex digits.
    #[schemars(regex(pattern = SESSION_PATTERN), length(equal = 16))]
    pub session: String,
    /// Meaning of the reviewers' labels.
    pub reviewer_meaning: ReviewerMeaning,
    /// Meaning of the review.
    pub meaning: Meaning,
    /// True for practice on the embedded sample.
    pub practice: bool,
    /// The sittings, oldest first: the runs of the program in which the review was made.
    #[schemars(length(min = 1))]
    pub sittings: Vec<Sitting>,
    /// Jumps of the clock, oldest first. After a jump back the order of the times here proves nothing.
    pub clock_jumps: Vec<ClockJump>,
    /// SHA-256 of the exact bytes of the handoff.
    pub handoff_digest: Digest,
    /// When the review was started.
    pub started_at: Moment,
    /// When the review was closed; exporting it later changes nothing.
    pub exported_at: Moment,
    /// Number of the sitting in which it was closed.
    #[schemars(range(min = 1))]
    pub closing_sitting: u32,
    /// The steps that have items, in order.
    pub steps: Vec<Step>,
    /// Items that the runbook asked when something was said to them and asks no more, by identifier.
    pub dropped: Vec<Dropped>,
    /// Refused attempts on write actions, oldest first.
    pub attempts: Vec<Attempt>,
    /// The parts that the reviewer says were skipped.
    pub not_looked_at: String,
    /// Hash of the journal's last line, the closing call.
    pub journal_head: Digest,
}

/// Meaning of a reviewer's label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ReviewerMeaning {
    /// It is a label.
    #[serde(rename = "label only, not authenticated")]
    Label,
}

/// Meaning of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Meaning {
    /// It is a review.
    #[serde(rename = "review, not approval")]
    Review,
}

/// A step of the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Identifier of the step, such as a phase.
    pub step: String,
    /// Its name for people, as the runbook has it.
    pub title: String,
    /// Its items; one that serves two phases is in both.
    pub items: Vec<Item>,
}

/// An item and what the reviewer answered to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Item {
    /// Identifier of the item: an input field, `phase/item` or `stop-rule/id`.
    pub item: String,
    /// The question, sentence, rule or title that the reviewer was shown, as the runbook has it.
    pub asked: String,
    /// Its state.
    pub state: State,
    /// The acknowledgement, if it is confirmed.
    pub acknowledged: Option<Method>,
    /// The reviewer's note, if one was written.
    pub note: Option<String>,
    /// Number of the sitting in which the note was written.
    #[schemars(range(min = 1))]
    pub note_sitting: Option<u32>,
    /// Number of the sitting in which this reference was entered by hand; null where the handoff gives it.
    #[schemars(range(min = 1))]
    pub entered_sitting: Option<u32>,
    /// Why it does not apply, where it does not.
    pub reason: Option<String>,
    /// Every concern that was raised, oldest first.
    pub concerns: Vec<Concern>,
    /// The evidence file as the reviewer had it, if there was one.
    pub evidence: Option<ItemEvidence>,
    /// The file in the evidence folder for a reference; null for every other item.
    pub file: Option<File>,
    /// When it was first opened in full; null if it was not opened before it was answered.
    pub opened_at: Option<Moment>,
    /// When it was confirmed or marked as not applicable.
    pub confirmed_at: Option<Moment>,
    /// Number of the sitting in which that was.
    #[schemars(range(min = 1))]
    pub confirmed_sitting: Option<u32>,
    /// Changes since a stale item was answered.
    pub changed: Vec<Change>,
}

/// An item that the runbook asks no more, as the reviewer left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dropped {
    /// Identifier that the item had.
    pub item: String,
    /// The question, sentence, rule or title that the reviewer was shown.
    pub asked: String,
    /// Its state when it was dropped.
    pub state: State,
    /// The acknowledgement, if it was confirmed.
    pub acknowledged: Option<Method>,
    /// The reviewer's note, if one was written.
    pub note: Option<String>,
    /// Number of the sitting in which the note was written.
    #[schemars(range(min = 1))]
    pub note_sitting: Option<u32>,
    /// Why it did not apply, where it did not.
    pub reason: Option<String>,
    /// Every concern that was raised, oldest first, each with its answer.
    pub concerns: Vec<Concern>,
    /// When it was first opened in full; null if it was not opened before it was answered.
    pub opened_at: Option<Moment>,
    /// When it was confirmed or marked as not applicable.
    pub confirmed_at: Option<Moment>,
    /// Number of the sitting in which that was.
    #[schemars(range(min = 1))]
    pub confirmed_sitting: Option<u32>,
}

/// The state of an item in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// No answer yet.
    Open,
    /// Confirmed.
    Confirmed,
    /// Not applicable, with a reason.
    NotApplicable,
    /// A concern is not answered.
    Concern,
    /// It was confirmed, and something it is based on has changed since.
    Stale,
    /// A finding refuses the value.
    Blocked,
}

/// A concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Concern {
    /// The reviewer's concern.
    pub note: String,
    /// When it was raised.
    pub at: Moment,
    /// Number of the sitting in which that was.
    #[schemars(range(min = 1))]
    pub sitting: u32,
    /// The answer, if one was given.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// Number of the sitting in which that was.
    #[schemars(range(min = 1))]
    pub answered_sitting: Option<u32>,
}

/// The file in the evidence folder for a reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct File {
    /// State of the file of its name.
    pub state: FileState,
    /// The path of a file that the reference nearly names, such as in other case.
    pub near_miss: Option<String>,
}

/// State of the evidence file of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    /// There was no file of that name, or no evidence folder.
    None,
    /// It was never opened.
    NotOpened,
    /// It changed after it was opened, and was not opened again.
    Changed,
    /// It was opened; its digest is recorded.
    Pinned,
}

/// A refused attempt on a write action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// Identifier of the effect.
    pub action: String,
    /// The status that it would give.
    pub status: String,
    /// When.
    pub at: Moment,
    /// Number of the sitting in which that was.
    #[schemars(range(min = 1))]
    pub sitting: u32,
}

impl Record {
    pub(super) fn from_review(review: &Review, closing: &Closing, head: Digest) -> Self {
        let facts = review.facts();
        let steps = review.checklist().steps().iter().filter(|step| !step.items.is_empty());
        Self {
            session: facts.session.clone(),
            reviewer_meaning: ReviewerMeaning::Label,
            meaning: Meaning::Review,
            practice: facts.practice,
            sittings: review.sittings().to_vec(),
            clock_jumps: review.clock_jumps().to_vec(),
            handoff_digest: review.handoff().digest(),
            started_at: review.started_at(),
            exported_at: closing.at,
            closing_sitting: closing.sitting,
            steps: steps
                .map(|step| Step {
                    step: step.id.clone(),
                    title: step.title.clone(),
                    items: step.items.iter().filter_map(|index| Item::from_review(review, *index)).collect(),
                })
                .collect(),
            dropped: review.dropped().map(Dropped::from).collect(),
            attempts: review.attempts().iter().map(Attempt::from).collect(),
            not_looked_at: closing.not_looked_at.clone(),
            journal_head: head,
        }
    }

    /// The sum of all jumps back. No two honest times contradict each other by more.
    #[must_use]
    pub fn clock_went_back_millis(&self) -> u64 {
        self.clock_jumps.iter().fold(0, |all, jump| all.saturating_add(jump.from.millis_since(jump.to)))
    }

    /// True if even an honest record may contain times that contradict each other.
    #[must_use]
    pub fn clock_went_back(&self) -> bool {
        self.clock_jumps.iter().any(ClockJump::is_back)
    }
}

impl Item {
    fn from_review(review: &Review, index: ItemIndex) -> Option<Self> {
        let (item, answer) = (review.item(index)?, review.answer(index)?);
        let Answer { mark, note, note_sitting, concerns, opened_at } = answer;
        let (acknowledged, reason, confirmed) = answer_of(mark);
        let (confirmed_at, confirmed_sitting) = confirmed.unzip();
        let evidence = review.evidence_read(&item.id);
        let evidence = evidence.map(|read| ItemEvidence::new(read, review.lines_shown(&item.id)));
        let opened_before = |opened: &Moment| evidence.is_some() || is_before(*opened, confirmed_at);
        Some(Self {
            item: item.id.clone(),
            asked: item.title.clone(),
            state: review.state(index).into(),
            acknowledged,
            note: Some(note.clone()).filter(|note| !note.is_empty()),
            note_sitting: *note_sitting,
            entered_sitting: review.entered_in(&item.id),
            reason,
            concerns: concerns.iter().map(Concern::from).collect(),
            evidence,
            file: (item.names_file).then(|| File::from_review(review, &item.id)),
            opened_at: opened_at.filter(opened_before),
            confirmed_at,
            confirmed_sitting,
            changed: review.changed(index),
        })
    }
}

fn answer_of(mark: &Mark) -> (Option<Method>, Option<String>, Option<(Moment, u32)>) {
    match mark {
        Mark::Open | Mark::Stale { .. } => (None, None, None),
        Mark::Confirmed { manner, at, sitting, .. } => (Some(*manner), None, Some((*at, *sitting))),
        Mark::NotApplicable { reason, at, sitting, .. } => {
            (None, Some(reason.clone()), Some((*at, *sitting)))
        }
    }
}

/// An item that was first opened later was answered without being opened.
fn is_before(opened: Moment, confirmed: Option<Moment>) -> bool {
    confirmed.is_none_or(|confirmed| opened <= confirmed)
}

impl From<state::Dropped<'_>> for Dropped {
    fn from(state::Dropped { id, title, answer }: state::Dropped) -> Self {
        let Answer { mark, note, note_sitting, concerns, opened_at } = answer;
        let (acknowledged, reason, confirmed) = answer_of(mark);
        let (confirmed_at, confirmed_sitting) = confirmed.unzip();
        Self {
            item: id.to_owned(),
            asked: title.to_owned(),
            state: match mark {
                Mark::Open => State::Open,
                Mark::Stale { .. } => State::Stale,
                Mark::Confirmed { .. } => State::Confirmed,
                Mark::NotApplicable { .. } => State::NotApplicable,
            },
            acknowledged,
            note: Some(note.clone()).filter(|note| !note.is_empty()),
            note_sitting: *note_sitting,
            reason,
            concerns: concerns.iter().map(Concern::from).collect(),
            opened_at: opened_at.filter(|opened| is_before(*opened, confirmed_at)),
            confirmed_at,
            confirmed_sitting,
        }
    }
}

impl From<ItemState> for State {
    fn from(state: ItemState) -> Self {
        match state {
            ItemState::Open => Self::Open,
            ItemState::Confirmed => Self::Confirmed,
            ItemState::NotApplicable => Self::NotApplicable,
            ItemState::Concern => Self::Concern,
            ItemState::Stale => Self::Stale,
            ItemState::Blocked => Self::Blocked,
        }
    }
}

impl File {
    fn from_review(review: &Review, reference: &str) -> Self {
        let state = match review.evidence(reference) {
            None => FileState::None,
            Some(Evidence::Unread) => FileState::NotOpened,
            Some(Evidence::Moved(_)) => FileState::Changed,
            Some(Evidence::Read(_)) => FileState::Pinned,
        };
        Self { state, near_miss: review.near(reference).map(str::to_owned) }
    }
}

impl From<&state::Concern> for Concern {
    fn from(concern: &state::Concern) -> Self {
        let state::Concern { note, at, sitting, answer } = concern.clone();
        let (answer, answered) = answer.map(|(text, at, sitting)| (text, (at, sitting))).unzip();
        let (answered_at, answered_sitting) = answered.unzip();
        Self { note, at, sitting, answer, answered_at, answered_sitting }
    }
}

impl From<&state::Attempt> for Attempt {
    fn from(attempt: &state::Attempt) -> Self {
        let state::Attempt { effect, status, at, sitting } = attempt.clone();
        Self { action: effect, status, at, sitting }
    }
}
