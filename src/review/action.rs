//! Actions that a reviewer asks for, the events recorded of them, and refusals.
//! No event permits anything: this program can record, and so can do, no approval, no write and no run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::diff::Change;
use super::fingerprint::Digest;
use super::handoff::Handoff;
use super::near_miss::NearMiss;
use super::runbook::Runbook;
use super::secret::SecretRule;
use super::sitting::{Input, Seat};
use super::spans::Span;
use super::text;
use super::upstream::UpstreamCheck;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Open { item: String },
    Confirm { item: String },
    Echo { item: String, typed: String },
    TakeBack { item: String },
    NotApplicable { item: String, reason: String },
    RaiseConcern { item: String, note: String },
    AnswerConcern { item: String, answer: String },
    // An empty note removes it.
    WriteNote { item: String, note: String },
    EnterReference { item: String, value: String },
    // Always refused, and recorded.
    Attempt { effect: String },
    Undo,
    Redo,
    Close { decision: String, not_looked_at: String, typed: String },
    // `shown` is true if the file was displayed as text.
    OpenEvidence { item: String, digest: Digest, bytes: u64, shown: bool },
    ShowLines { item: String, digest: Digest, lines: u64, spans: Vec<Span> },
    TakeIn(Outside),
    Reopen { item: String },
    Restore { item: String },
    Sit(Seat),
}

/// A change outside the review. Nothing else reopens a closed review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    // The full list: a reference not in `items` names no file. `near` holds the near misses.
    EvidenceListed { items: Vec<String>, near: Vec<NearMiss> },
    // `found` is `None` if no file can be read any more.
    EvidenceChanged { item: String, found: Option<Found> },
    UpstreamDocumentChecked { check: UpstreamCheck },
    HandoffChanged { handoff: Box<Handoff> },
    // `handoff` is the handoff under review, judged again by the new runbook.
    RunbookChanged { runbook: Box<Runbook>, handoff: Box<Handoff> },
}

/// Content of an evidence file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Size in bytes.
    pub bytes: u64,
}

/// An event: the only thing that changes a review, and one line of its journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Event {
    /// An item was opened in full for the first time.
    Opened { item: String },
    /// An item was confirmed.
    Confirmed { item: String, manner: Method },
    /// An answer was taken back.
    TakenBack { item: String },
    /// An item was marked as not applicable.
    MarkedNotApplicable { item: String, reason: String },
    /// A concern was raised.
    ConcernRaised { item: String, note: String },
    /// The open concern was answered.
    ConcernAnswered { item: String, answer: String },
    /// The note of an item was written; an empty text removes it.
    NoteWritten { item: String, note: String },
    /// A reference that the handoff leaves out was entered by hand.
    ReferenceEntered { item: String, value: String },
    /// A write action was tried and refused.
    WriteActionRefused { effect: String, status: String },
    /// The last answer, to this item, was undone.
    Undone { item: String },
    /// The last undone answer, to this item, was redone.
    Redone { item: String },
    /// The closing call: the review is over.
    Closed { decision: String, status: String, not_looked_at: String },
    /// The references that name a file in the evidence folder, and near misses of the others.
    EvidenceListed { items: Vec<String>, near: Vec<NearMiss> },
    /// An evidence file was opened; `shown` says whether as text.
    EvidenceOpened { item: String, digest: Digest, bytes: u64, shown: bool },
    /// Lines of an opened evidence file were on the screen or printed, of how many.
    LinesShown { item: String, digest: Digest, lines: u64, spans: Vec<Span> },
    /// An opened evidence file has changed or can no longer be read.
    EvidenceChanged { item: String, found: Option<Found> },
    /// An upstream document was compared with the handoff.
    UpstreamDocumentChecked { check: UpstreamCheck },
    /// The handoff was replaced.
    HandoffChanged { handoff: Box<Handoff> },
    /// The runbook was replaced; the handoff was evaluated again.
    RunbookChanged { runbook: Box<Runbook>, handoff: Box<Handoff> },
    /// An answer was reopened, because what it is based on changed.
    Reopened { item: String, changed: Vec<Change> },
    /// The basis of a reopened answer changed back before the item was answered again, so the answer counts again.
    ChangedBack { item: String },
    /// Another run of the program resumed the review: a sitting starts.
    SittingBegan { reviewer: Option<String>, confinement: String, input: Input },
}

impl Event {
    #[must_use]
    pub fn seat(&self) -> Option<Seat> {
        if let Self::SittingBegan { reviewer, confinement, input } = self {
            let (reviewer, confinement) = (reviewer.clone(), confinement.clone());
            Some(Seat { reviewer, confinement, input: *input })
        } else {
            None
        }
    }

    #[must_use]
    pub fn is_of_the_world(&self) -> bool {
        match self {
            Self::EvidenceListed { .. }
            | Self::EvidenceChanged { .. }
            | Self::UpstreamDocumentChecked { .. }
            | Self::HandoffChanged { .. }
            | Self::RunbookChanged { .. } => true,
            Self::Opened { .. }
            | Self::Confirmed { .. }
            | Self::TakenBack { .. }
            | Self::MarkedNotApplicable { .. }
            | Self::NoteWritten { .. }
            | Self::ConcernRaised { .. }
            | Self::ConcernAnswered { .. }
            | Self::ReferenceEntered { .. }
            | Self::WriteActionRefused { .. }
            | Self::Undone { .. }
            | Self::Redone { .. }
            | Self::Closed { .. }
            | Self::EvidenceOpened { .. }
            | Self::LinesShown { .. }
            | Self::Reopened { .. }
            | Self::ChangedBack { .. }
            | Self::SittingBegan { .. } => false,
        }
    }
}

/// Method of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// By a key.
    Key,
    /// By typing the value.
    Echo,
}

/// A refused action changes nothing and records nothing.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("This review is closed; it can be read and exported, not changed.")]
    Closed,
    #[error("The runbook has nothing with that name.")]
    Unknown,
    #[error("Locked: finish the step “{waits_for}” first. You can read on.")]
    Locked { waits_for: String },
    #[error("Blocked: {message}")]
    Blocked { message: String },
    #[error("This item has an open concern; answer it first.")]
    ConcernOpen,
    #[error("This item has no open concern.")]
    NoConcernOpen,
    #[error("This item is confirmed by typing its value.")]
    EchoNeeded,
    #[error("That does not match; type the {expected_chars} characters exactly as shown.")]
    EchoDiffers { expected_chars: usize },
    #[error("The handoff gives no reference here; enter one first.")]
    ReferenceMissing,
    #[error("The handoff gives this reference; it cannot be changed here.")]
    ReferenceGiven,
    #[error("Open the evidence first: the current file of {} was not opened.", text::visible(reference))]
    EvidenceUnread { reference: String },
    #[error("Already so; nothing changed.")]
    NothingToDo,
    #[error("This item always applies; confirm it or raise a concern.")]
    AlwaysApplies,
    #[error("Write something first; a blank text is not saved.")]
    TextNeeded,
    #[error("Too long: at most {limit_bytes} bytes.")]
    TooLong { limit_bytes: usize },
    #[error("Not saved: that looks like a credential ({0}). Say where the secret is stored instead.")]
    SecretLike(SecretRule),
    #[error("Not saved: that contains control, bidi or invisible characters. Type it again.")]
    HiddenCharacters,
    /// The basis of an answer changed; the answer must be reopened first.
    #[error("What an answer is based on changed; that answer is reopened first.")]
    Overtaken,
    #[error("it belongs to another stage or another owner handoff; quit and review it separately")]
    OtherReview,
    #[error("{}, which it drops, has an open concern; answer it first", text::visible(item))]
    ConcernLost { item: String },
    #[error("Nothing to undo; a concern stays in the record and can be answered.")]
    NothingToUndo,
    #[error("Nothing to redo.")]
    NothingToRedo,
    #[error("Not possible while {open} are open; the next is {}.", text::visible(next))]
    StillOpen { open: usize, next: String },
    /// More answers than a running clock leaves time for: the packet would contradict itself.
    #[error(
        "The clock of this machine has stopped: it leaves no time for {answers} answers. Start the clock, then close."
    )]
    ClockStopped { answers: usize },
    /// A bare “nothing” as the skipped text, although items are unanswered or files unopened.
    #[error(
        "The record contradicts “nothing”: {}. Name what you skipped, such as {}.",
        skipped(*items, *files),
        text::visible(&first.join(", "))
    )]
    NotNothing { items: usize, files: usize, first: Vec<String> },
}

impl Refusal {
    #[must_use]
    pub fn is_of_the_text(&self) -> bool {
        match self {
            Self::EchoDiffers { .. }
            | Self::TextNeeded
            | Self::TooLong { .. }
            | Self::SecretLike(_)
            | Self::HiddenCharacters
            | Self::NotNothing { .. } => true,
            Self::NothingToDo
            | Self::Closed
            | Self::Unknown
            | Self::Locked { .. }
            | Self::Blocked { .. }
            | Self::ConcernOpen
            | Self::NoConcernOpen
            | Self::EchoNeeded
            | Self::ReferenceMissing
            | Self::ReferenceGiven
            | Self::EvidenceUnread { .. }
            | Self::AlwaysApplies
            | Self::Overtaken
            | Self::OtherReview
            | Self::ConcernLost { .. }
            | Self::NothingToUndo
            | Self::NothingToRedo
            | Self::ClockStopped { .. }
            | Self::StillOpen { .. } => false,
        }
    }
}

fn skipped(items: usize, files: usize) -> String {
    let counts = [
        (items, "item has no answer", "items have no answer"),
        (files, "evidence file was not opened", "evidence files were not opened"),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    let counted = counts.map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }));
    counted.collect::<Vec<_>>().join(", ")
}
